"""Hits that count and are judged, from what is made by hand: which they are, and the shares that follow."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

pytest.importorskip("dash")

from dashboards import entries
from dashboards.components import judging
from dashboards.filtering import Filters
from framing.schemas import EVIDENCE
from framing.validation.metrics import wilson
from tests.dashboards.test_cells import said
from tests.store.test_code_frames import codes, drawn


def hit(article: str, entry: str = "en.a", start: int = 0, **told: Any) -> dict[str, Any]:
    usual = {"section": "body", "voice": "own", "factor": 1.0, "end": start + 1, "dimension": "praise"}
    return {**dict.fromkeys(EVIDENCE), "article_id": article, "entry_id": entry, "start": start, **usual, **told}


HITS = [
    *(hit("1"), hit("1", start=5), hit("1", "en.b", voice="quoted"), hit("2", section="title"), hit("3", factor=0.0)),
    *(hit("3", "en.b", factor=0.5), hit("out")),
]


def snapshot(hits: list[dict[str, Any]] = HITS, **answers: Any) -> Any:
    """A project of four articles, of which three are chosen."""
    frame = pl.DataFrame(hits, schema=EVIDENCE, orient="row")
    every = pl.DataFrame({"article_id": ["1", "2", "3", "out"]})
    lines = [
        SimpleNamespace(id=name, dimension=of) for name, of in (("en.a", "praise"), ("en.b", "praise"), ("en.c", "x"))
    ]
    asked: list[list[str]] = []

    def found(ids: Any) -> pl.DataFrame:
        asked.append(sorted(ids))
        return frame.filter(pl.col("entry_id").is_in(list(ids)))

    return SimpleNamespace(
        answers=SimpleNamespace(hits=found, **answers),
        kept=lambda _what, _parts, make: make(),
        select=lambda _: SimpleNamespace(rows=every.head(3)),
        lexicon=SimpleNamespace(entries={"en": lines}),
        articles=every,
        asked=asked,
    )


def counts(**filters: Any) -> dict[tuple[str, str], int]:
    made = snapshot()
    table = entries.hits_in(made, Filters(**filters), "praise", "en")
    assert made.asked == [["en.a", "en.b"]]
    return {(article, entry): number for article, entry, number in table.iter_rows()}


def test_hits_of_an_entry_are_those_that_count() -> None:
    """What negation emptied is none, and of what is not chosen nothing counts."""
    assert counts() == {("1", "en.a"): 2, ("1", "en.b"): 1, ("2", "en.a"): 1, ("3", "en.b"): 1}
    assert counts(sections=("title",)) == {("2", "en.a"): 1}
    assert counts(voices=("own",)) == {("1", "en.a"): 2, ("2", "en.a"): 1, ("3", "en.b"): 1}
    assert counts(voices=("quoted",), sections=("body", "title")) == {("1", "en.b"): 1}
    assert entries.hits_in(snapshot(), Filters(), "praise", "hi").is_empty()


def test_hits_that_fit_are_those_that_count() -> None:
    for filters, places in (
        (Filters(), [("1", 0), ("1", 5), ("2", 0)]),
        (Filters(sections=("body",)), [("1", 0), ("1", 5)]),
        (Filters(voices=("quoted",)), []),
    ):
        found = entries.fitting(snapshot(), filters, ["en.a"])
        assert found.select("article_id", "start").rows() == places


@pytest.mark.parametrize(
    ("measure", "code", "left"), [("praise", "hi", {"b": 2}), ("praise", "xx", {}), ("moon", "hi", {})]
)
def test_concepts_that_a_language_lacks(
    monkeypatch: pytest.MonkeyPatch, measure: str, code: str, left: dict[str, int]
) -> None:
    table = pl.DataFrame({"dimension": ["praise", "praise"], "concept": ["a", "b"], "hi": [1, 0], "en": [0, 2]})
    monkeypatch.setattr(entries, "concepts", lambda _: table)
    found = entries.lacking(snapshot(), measure, code)
    assert dict(found.select("concept", "en").iter_rows() if left else []) == left
    assert found.height == len(left)


@pytest.mark.parametrize(("draw", "shown"), [(1, "ab"), (2, "cd"), (3, "e"), (4, "ab"), (6, "e"), (0, "e")])
def test_each_draw_has_others_until_the_first_come_again(
    monkeypatch: pytest.MonkeyPatch, draw: int, shown: str
) -> None:
    order = pl.DataFrame({"article_id": list("abcde")})
    monkeypatch.setattr(entries, "drawn_order", lambda *_: order)
    monkeypatch.setattr(entries, "contexts", lambda hits, *_, **__: hits)
    texts = SimpleNamespace(with_texts=lambda of: of.with_columns(title=pl.lit(""), text=pl.lit("")))
    project: Any = SimpleNamespace(articles=order, scored=texts)
    assert "".join(entries.drawn_hits(project, Filters(), "en.a", [], 2, draw)["article_id"]) == shown


@pytest.mark.parametrize("cases", [0, 4, 5, 6])
def test_a_share_of_fewer_than_five_articles_is_not_told(cases: int) -> None:
    holds = np.arange(cases) % 2 == 0
    found = judging._share(holds, np.ones(cases))
    if cases < 5:
        assert found == (None, None, None)
    else:
        assert found[0] == 3 / cases
        assert found[1:] == pytest.approx(wilson(3 / cases, cases))


def test_unlike_weights_make_a_share_less_sure() -> None:
    """Of six with weights of 1 and 3 it is worth as many as 4.8: (3 · 1 + 3 · 3)² / (3 · 1² + 3 · 3²)."""
    weight = np.array([1.0, 1, 1, 3, 3, 3])
    holds = np.array([True, True, True, False, False, True])
    share, low, high = judging._share(holds, weight)
    assert share == pytest.approx(6 / 12)
    assert (low, high) == pytest.approx(wilson(0.5, 144 / 30))


def test_what_an_entry_alone_would_say_of_coded_articles() -> None:
    """Each counts by its chance; what coders do not agree on or did not code counts for nothing."""
    said_of = {"1": "yes", "2": "yes", "3": "no", "4": "no", "5": "yes", "6": "no", "7": "unsure"}
    rows = codes(*({"article_id": name, "code": code, "drawn_in": drawn(s=0.5)} for name, code in said_of.items()))
    hits = pl.DataFrame(
        [(name, entry) for entry, names in (("en.a", "123459"), ("en.b", "36")) for name in names],
        schema=["article_id", "entry_id"],
        orient="row",
    )
    found = judging.entries_coded(snapshot(codes=lambda: rows), hits, "praise")
    a, b = found.sort("entry_id").iter_rows(named=True)
    assert (a["coded"], a["coded_yes"], a["yes"]) == (5, 3, 3)
    assert a["precision"] == pytest.approx(3 / 5)
    # Three articles with a yes are too few to tell how many of them an entry finds.
    assert (a["recall"], b["precision"], b["coded"], b["coded_yes"]) == (None, None, 2, 0)
    for none in (rows.clear(), rows.with_columns(status=pl.lit("text"))):
        assert judging.entries_coded(snapshot(codes=lambda none=none: none), hits, "praise").is_empty()


def figure(value: float, name: str = "precision") -> dict[str, Any]:
    return {"figure": name, "value": value, "low": value - 0.1, "high": value + 0.1, "n": 4, "reader": "asha"}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "None of its hits is judged yet."),
        ([figure(0.75)], "Right: 0.75 (0.65 … 0.85) of 4 hits read by asha. Unsure counts as wrong."),
        (
            [figure(0.75), figure(0.75, "precision, unsure right")],
            "Right: 0.75 (0.65 … 0.85) of 4 hits read by asha. Unsure counts as wrong.",
        ),
        (
            [figure(0.75), figure(0.9, "precision, unsure right")],
            "Right: 0.75 (0.65 … 0.85) of 4 hits read by asha. Unsure counts as wrong. Were it right, it would be 0.90.",
        ),
    ],
)
def test_what_verdicts_say_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, rows: list[dict[str, Any]], told: str
) -> None:
    table = pl.DataFrame(
        rows,
        schema={
            **dict.fromkeys(("figure", "reader"), pl.String),
            **dict.fromkeys(("value", "low", "high"), pl.Float64),
            "n": pl.Int64,
        },
    )
    monkeypatch.setattr(judging, "dimension_right", lambda *_: table)
    view: Any = SimpleNamespace(open=judging.ALL, filters=Filters(), measure="praise", of="en")
    assert [text for part in judging.judged_part(snapshot(), view) for text in said(part)] == [told]
