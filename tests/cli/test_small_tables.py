"""What the smaller commands print of rows made by hand, and which of their options they refuse together."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import framing
from framing.cli import amend, code, dashboard, dictionaries, kwic, machines, plan, review, validate
from framing.errors import UsageError
from framing.schemas import ESTIMATE
from framing.statistics.question import Question
from framing.validation.reading import FEW
from tests.cli.test_tables import cells
from tests.conftest import MakeLexicon
from tests.handmade import table_of

Capture = pytest.CaptureFixture[str]
NONE = {"first": None, "sample": None, "entries": None, "each": 5, "seed": 1}


@pytest.mark.parametrize(
    ("draws", "said"),
    [
        ({"first": 1, "sample": 1}, "--first and --sample draw in two ways"),
        ({"first": 1, "sample": 1, "entries": 1}, "--first and --sample and --entries draw in three ways"),
    ],
)
def test_hits_are_drawn_in_one_way(draws: dict[str, int], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        kwic._check(Question(), NONE | draws, is_word=False)
    for one in draws:
        kwic._check(Question(), NONE | {one: 1}, is_word=False)


@pytest.mark.parametrize(
    ("asked", "draws"), [(Question(sections="lead"), {}), (Question(voices="own"), {}), (Question(), {"entries": 3})]
)
def test_a_word_is_chosen_by_nothing_that_only_hits_have(asked: Question, draws: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="--word looks for any word"):
        kwic._check(asked, NONE | draws, is_word=True)
    kwic._check(asked, NONE | draws, is_word=False)
    kwic._check(Question(genre="news"), NONE | {"first": 2}, is_word=True)


LINES = pl.DataFrame(
    {"before": ["a"], "hit": ["b"], "after": ["c"], "entry_id": ["e"], "voice": ["own"], "article_id": ["n"]}
)


@pytest.mark.parametrize(
    ("total", "is_word", "expected"),
    [
        (
            1200,
            False,
            [["war: 1 of 1,200 hits"], ["before", "hit", "after", "entry", "voice"], ["a", "b", "c", "e", "own"]],
        ),
        (
            None,
            False,
            [["war: the first 1 hit"], ["before", "hit", "after", "entry", "voice"], ["a", "b", "c", "e", "own"]],
        ),
        (1, True, [["war: 1 of 1 hit"], ["before", "hit", "after", "article"], ["a", "b", "c", "n"]]),
    ],
)
def test_hits_stand_in_their_contexts(
    capsys: Capture, total: int | None, is_word: bool, expected: list[list[str]]
) -> None:
    kwic._print("war", LINES, total, is_word)
    assert cells(capsys) == expected


def test_hits_are_drawn_as_many_as_are_asked_for() -> None:
    kinds = {"article_id": pl.String, "section": pl.String, "start": pl.Int64, "entry_id": pl.String}
    hits = pl.DataFrame([(f"n{at}", "body", at, f"e{at % 2}") for at in range(10)], schema=kinds, orient="row")
    assert kwic._drawn(hits, NONE).equals(hits)
    assert kwic._drawn(hits, NONE | {"sample": 3}).height == 3
    each = kwic._drawn(hits, NONE | {"entries": 1, "each": 2})
    assert (each.height, each["entry_id"].n_unique()) == (2, 1)


def test_texts_are_scored_by_a_lexicon_of_ones_own_or_with_a_scale_on_trial(
    make_lexicon: MakeLexicon, tmp_path: Path
) -> None:
    own = make_lexicon({"en/praise": [{"concept": "historic", "term": "historic"}]})
    assert kwic._lexicon(tmp_path / "lexicon", None, ()).fingerprint == own.fingerprint
    default = framing.default_lexicon()
    assert kwic._lexicon(None, None, ()) is default
    tried = kwic._lexicon(None, None, ("charge",))
    assert sum(map(len, tried.entries.values())) > sum(map(len, default.entries.values()))
    with pytest.raises(UsageError, match="scales that are on trial"):
        kwic._lexicon(None, tmp_path, ("charge",))


CHANGES = {"article_id": pl.String(), "dimension": pl.String(), "before": pl.String(), "after": pl.String()}


def change(before: str | None, after: str | None) -> dict[str, Any]:
    return {"article_id": "n", "dimension": "war", "before": before, "after": after}


def test_what_stands_otherwise_is_counted_by_its_kind(capsys: Capture) -> None:
    code._tell_changes(table_of(CHANGES, []))
    assert cells(capsys) == [["the same stands fast now"]]
    rows = [
        change(None, "yes"),
        change(None, "no"),
        change("yes", None),
        change("yes", "no"),
        change("no", "no"),
        change("no", "no"),
        change("no", "no"),
    ]
    code._tell_changes(table_of(CHANGES, rows))
    told, title, head, first, *_ = cells(capsys)
    assert told == ["since then: 2 new, 1 no longer fast, 1 with another code, 3 of another text or page"]
    assert (title, head, first) == (
        ["What has changed"],
        ["article", "dimension", "then", "now"],
        ["n", "war", "–", "yes"],
    )


@pytest.mark.parametrize(("rows", "more"), [(40, False), (41, True)])
def test_forty_changes_are_listed(capsys: Capture, rows: int, more: bool) -> None:
    code._tell_changes(table_of(CHANGES, [change("yes", "no")] * rows))
    found = cells(capsys)
    assert found.count(["n", "war", "yes", "no"]) == 40
    assert (found[-1] == ["1 more; --json has all."]) == more


def test_machines_are_told_by_their_means(capsys: Capture) -> None:
    row = {"key": "b", "dimension": "m", "articles": 1200, "observed": 0.12345, "status": "few-articles"}
    known = row | {"key": "a", "estimate": -0.5, "low": -1.0, "high": 0.25, "baseline": 0.1, "p_adjusted": 0.0404}
    rows = table_of(ESTIMATE, [row, known, known | {"dimension": "a"}]).with_columns(
        name=pl.col("key").str.to_uppercase()
    )
    machines.print_machine_rows(rows, "outlet")
    assert cells(capsys)[2:] == [
        ["A", "a", "1,200", "0.123", "−0.5", "−1 … 0.25", "0.1", "0.040"], ["A", "m", "1,200", "0.123", "−0.5", "−1 … 0.25", "0.1", "0.040"],
        ["B", "m", "1,200", "0.123", "few-articles", "–", "–", "–"],
    ]  # fmt: skip


@pytest.mark.parametrize(("letters", "told"), [(159, "x" * 159), (160, "x" * 160), (161, "x" * 160 + " …")])
def test_a_missed_text_is_told_in_one_line(letters: int, told: str) -> None:
    assert validate._short({"text": "x" * letters}) == told
    assert validate._short({"text": " a\n b "}) == "a b"


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ((0.5, 0.25, 0.75), ("0.500", "0.250 … 0.750")), ((0.5, None, None), ("0.500", "")), ((None, 0.25, 0.75), ("–", "not defined")),
    ],
)  # fmt: skip
def test_a_figure_of_validity(figure: tuple[float | None, ...], told: tuple[str, str]) -> None:
    value, low, high = figure
    found: Any = SimpleNamespace(value=value, low=low, high=high)
    assert validate._cells(found) == told


@pytest.mark.parametrize(("n", "few"), [(FEW - 1, True), (FEW, False), (FEW + 1, False)])
def test_a_reading_marks_what_is_of_few_hits(capsys: Capture, n: int, few: bool) -> None:
    row = {
        "language": "en",
        "dimension": "war",
        "figure": "precision",
        "value": 0.75,
        "low": 0.5,
        "high": 1.0,
        "n": n,
        "clusters": 3,
        "reader": "a",
    }
    review._print(pl.DataFrame([row]), "title", as_json=False)
    out, err = capsys.readouterr()
    line = out.splitlines()[2].split()
    assert line == [
        "en",
        "war",
        "precision",
        "0.750",
        "0.500",
        "to",
        "1.000",
        str(n),
        *(["few"] if few else []),
        "3",
        "a",
    ]
    assert err == (f"framing: few: fewer than {FEW}, which say little\n" if few else "")


def test_a_factor_is_told_with_both_of_its_intervals(capsys: Capture) -> None:
    row = {
        "language": "hi",
        "dimension": "war",
        "hits": 3,
        "hits_reference": 4,
        "factor": 1.239,
        "low": 1.0,
        "high": 1.5,
    }
    row |= {"wide_low": 0.5, "wide_high": 2.0, "correlation": None, "ceiling": 0.25}
    dictionaries._print(pl.DataFrame([row]))
    assert cells(capsys)[2] == ["hi", "war", "3", "4", "1.24", "1.00 … 1.50", "0.50 … 2.00", "–", "0.25"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("praise\n", "praise"), ("pr\n", "praise"), ("r\n", "r"), ("\n", "s"), ("q\n", "q"), ("d\nde\ndero\n", "derogation"), ("zz\npraise\n", "praise"), ("", "q"),
    ],
)  # fmt: skip
def test_a_grown_word_is_answered_by_a_dimension_or_the_beginning_of_one(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, typed: str, answer: str
) -> None:
    lines = iter(typed.splitlines())

    def read(_: str = "") -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("click.termui.visible_prompt_func", read)
    assert review._answer(("praise", "doubt", "derogation", "deride")) == answer
    told = capsys.readouterr().err
    if typed.startswith("d\n"):
        assert "no dimension 'd'; use one of doubt, derogation, deride" in told
    if typed.startswith("zz"):
        assert "no dimension 'zz'; use one of praise, doubt, derogation, deride" in told


def test_only_what_has_two_sides_weighs_against_itself() -> None:
    assert (review._weights(signed=True)[0], review._weights(signed=False)[0]) == ("-1", "0.5")


def test_a_password_is_the_first_line_of_its_file(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "password"
    path.write_text(" secret \nmore\n", encoding="utf-8")
    assert dashboard._password(path) == "secret"
    monkeypatch.setenv("FRAMING_PASSWORD", "other")
    assert (dashboard._password(path), dashboard._password(None)) == ("secret", "other")
    monkeypatch.delenv("FRAMING_PASSWORD")
    assert dashboard._password(None) == ""
    for content in (b"\nsecret\n", b"\xff\n"):
        path.write_bytes(content)
        with pytest.raises(UsageError, match="holds no password"):
            dashboard._password(path)


@pytest.mark.parametrize(
    ("word", "is_change"),
    [
        ("outlet=x", True), ("source_country=", True), ("group.desk=a=b", True), ("a-b=1", True), ("a.b.c=x", False), ("https://x.org/?a=b", False),
        ("=x", False), ("outlet", False),
    ],
)  # fmt: skip
def test_a_change_begins_with_a_field(word: str, is_change: bool) -> None:
    assert amend._is_change(word) == is_change


@pytest.mark.parametrize(
    ("counts", "told"),
    [((1, 0), "1 article"), ((0, 1), "0 articles and 1 reject"), ((1200, 2), "1,200 articles and 2 rejects")],
)
def test_what_is_erased_is_counted(counts: tuple[int, int], told: str) -> None:
    assert amend._counts(*counts) == told


def test_a_plan_says_what_a_study_takes(capsys: Capture) -> None:
    row = {
        "dimension": "war",
        "language": "en",
        "outlets": 9,
        "articles": 1200.4,
        "reliability": 0.456,
        "articles_needed": 80,
        "detectable": 1.239,
    }
    none = dict.fromkeys(("articles", "reliability", "articles_needed", "detectable"))
    plan._print(pl.DataFrame([row, row | none], infer_schema_length=None), 50)
    _, head, first, second = cells(capsys)
    assert head[-1] == "ratio seen with 50"
    assert first == ["war", "en", "9", "1,200", "0.46", "80", "1.24"]
    assert second == ["war", "en", "9", "–", "–", "–", "–"]
