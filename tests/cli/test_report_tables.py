"""The report's further tables, those of agreement and of machines, and the demo's lines, from rows made by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import framing
from framing.cli import about, agreement, corrected, demo, report, validity
from framing.cli.findings import Request
from framing.errors import UsageError
from framing.schemas import EVIDENCE
from framing.statistics.question import Question
from framing.validation.machines import CURVE, ENTRIES, FIGURES
from tests.cli.test_page_charts import specified, trends_of
from tests.cli.test_tables import cells
from tests.handmade import table_of

Capture = pytest.CaptureFixture[str]

#: What was found, of which these tables ask for the names of keys alone.
RESULTS: Any = SimpleNamespace(named=lambda rows, _: rows.with_columns(name=pl.col("key").str.to_uppercase()))


def test_trends_are_told_of_what_is_shown_and_of_every_paradox(capsys: Capture) -> None:
    slope = {"language": "en", "pooled": 1.5, "pooled_low": 1.0, "pooled_high": 2.0, "status": "ok"}
    inside = {"within": 0.5, "within_low": 0.25, "within_high": 0.75}
    slopes = [
        slope | {"dimension": "praise"} | inside, slope | {"dimension": "war", "status": "mix"}, slope | {"dimension": "fear"},
        slope | {"dimension": "doubt", "pooled": None}, slope | {"dimension": "awe", "status": "paradox"},
    ]  # fmt: skip
    series = [{"period": period} for period in ("2024-01", "2024-02", "2024-02")]
    report._print_trends(trends_of(series, slopes), ())
    title, head, *rows, _ = cells(capsys)
    assert title == ["Trends: by what a month multiplies a rate, over 2 months"]
    assert head[4] == "within each outlet"
    assert rows[:3] == [
        ["praise", "en", "× 1.500", "1.000 … 2.000", "× 0.500", "0.250 … 0.750"],
        ["war", "en", "× 1.500", "1.000 … 2.000", "–", "–", "mix"],
        ["awe", "en", "× 1.500", "1.000 … 2.000", "–", "–", "paradox"],
    ]
    report._print_trends(trends_of(series, slopes), ("fear",))
    assert [row[0] for row in cells(capsys)[2:5]] == ["war", "fear", "awe"]


@pytest.mark.parametrize(("keys", "more"), [(39, []), (40, []), (41, [["1 more; --json has all."]])])
def test_of_choices_and_specifications_forty_are_shown(capsys: Capture, keys: int, more: list[list[str]]) -> None:
    row = {
        "effect": 2.0,
        "low": 1.0,
        "high": 4.0,
        "choices": 3,
        "survived": 3,
        "lost": [],
        "median": 1.5,
        "least": 0.5,
        "most": 4.0,
    }
    row |= {"above": 5, "specifications": 6, "clear_above": 2, "clear_below": 1, "holds": True}
    summary = [row | {"key": f"k{at:02}"} for at in range(keys)]
    summary[0] |= {"survived": 1, "lost": ["own voice", "weighted"], "effect": 8.0, "holds": False, "clear_below": 4}
    made = specified({"key": "k"}, summary=summary)
    report._print_choices(RESULTS, made)
    title, _, first, second, *rest = cells(capsys)
    assert title == [f"Other choices: {keys - 1} of {keys} values that leave out their baseline survive all"]
    assert first == ["K00", "war", "8.00", "1.00 … 4.00", "1 of 3", "own voice, weighted"]
    assert second == ["K01", "war", "2.00", "1.00 … 4.00", "3 of 3"]
    assert [line for line in rest if "more; " in str(line)] == more
    report._print_curve(RESULTS, made)
    title, head, first, second, *rest = cells(capsys)
    assert title == [f"Specifications of war: {keys - 1} of {keys} are clear on one side under all choices"]
    assert head == ["outlet", "language", "as asked", "median", "least … most", "above", "clear"]
    assert first == ["K00", "en", "8.00", "1.50", "0.50 … 4.00", "5 of 6", "4"]
    assert second == ["K01", "en", "2.00", "1.50", "0.50 … 4.00", "5 of 6", "2"]
    assert [line for line in rest if "more; " in str(line)] == more


def test_a_value_that_the_table_itself_does_not_tell_is_a_dash(capsys: Capture) -> None:
    row = {"key": "a", "median": 1.5, "least": 0.5, "most": 4.0, "clear_above": 0, "clear_below": 0, "holds": False}
    report._print_curve(RESULTS, specified({"key": "a"}, summary=[row]))
    assert cells(capsys)[2][2] == "–"


def request(period: str | None = None, **question: Any) -> Request:
    return Request(Question(**question), period, (), calibrated=False, alone=False, together=False)


@pytest.mark.parametrize(
    ("by", "period", "level", "is_timed"),
    [
        (None, None, "outlet", False),
        ("outlet", "week", "outlet", True),
        ("period", None, "month", True),
        ("outlet * period", "week", "outlet*week", True),
        ("genre*outlet", None, "genre*outlet", False),
        ("year", None, "year", True),
    ],
)
def test_a_level_names_its_period(by: str | None, period: str | None, level: str, is_timed: bool) -> None:
    made = request(period, by=by)
    assert (made.level, made.is_timed) == (level, is_timed)


def test_a_scope_says_what_was_counted() -> None:
    lexicon = framing.default_lexicon()
    about_it = f"lexicon {lexicon.codebook.version} ({lexicon.fingerprint[:12]})"
    assert request().scope(1, 1200, lexicon) == f"1 article, 1,200 words; {about_it}"
    narrow = request(by="outlet", genre="news", sections=("title", "lead"), voices=("own",))
    assert narrow.scope(2, 9, lexicon) == f"2 articles, 9 words; genre news; in title and lead; own words; {about_it}"


def test_estimates_are_kept_for_all_measures_and_what_follows_is_not() -> None:
    def kept(**told: Any) -> bool:
        usual = {"period": None, "measures": ("war",), "calibrated": False, "alone": False, "together": False}
        return any(part.startswith("measures=") for part in Request(Question(), **usual | told).parts)

    assert [kept(), kept(period="month"), kept(alone=True), kept(together=True)] == [False, True, True, True]


@pytest.mark.parametrize(
    ("value", "low", "high", "told"),
    [
        (0.5, 0.25, 0.75, "0.500 [0.25, 0.75]"), (0.5, None, 0.75, "0.500"), (0.5, 0.25, None, "0.500"), (math.nan, 0.1, 0.2, "–"),
    ],
)  # fmt: skip
def test_a_figure_of_agreement(value: float, low: float | None, high: float | None, told: str) -> None:
    assert agreement._figure(value, low, high) == told


def test_a_line_of_agreement_has_a_place_for_each_figure() -> None:
    row = {"language": "en", "dimension": "war", "coders": "a, b", "units": 1200, "low": None, "high": None}
    part = pl.DataFrame([row | {"figure": "alpha", "value": 0.5}, row | {"figure": "percent", "value": 0.75}])
    assert agreement._cells(part, ["percent", "kappa", "alpha"]) == ["en", "war", "a, b", "1,200", "0.750", "", "0.500"]


def test_machines_stand_beside_each_other(capsys: Capture) -> None:
    row = {"machine": "lexicon", "level": "all", "part": "all", "articles": 1200, "yes": 300}
    figures = [row | {"figure": "auc", "value": 0.75, "low": 0.5, "high": 1.0}, row | {"figure": "f1", "value": 0.5}]
    figures.append(row | {"level": "outlet", "part": "o", "figure": "auc"})
    curve = [{"machine": "lexicon", "value": 0.25, "share": 0.5, "low": 0.25, "high": 0.75, "articles": 1000}]
    gains = [0.5, -0.25, 0.0, -0.5, *[0.1] * 10]
    entries = [
        {"entry_id": f"e{at}", "surface": "x", "yes": 1200, "no": 1, "gain": gain} for at, gain in enumerate(gains)
    ]
    tables = table_of(FIGURES, figures), table_of(CURVE, curve), table_of(ENTRIES, entries)
    validity.print_machines("title", *tables, str.upper)
    found = [line for line in cells(capsys) if line]
    assert found[1] == [
        "machine", "of", "articles", "yes", "AUC", "same length", "length-matched", "within outlets", "precision", "recall", "F1"
    ]  # fmt: skip
    assert found[2:4] == [
        ["lexicon", "all", "1,200", "300", "0.75 [0.50, 1.00]", "0.50"], ["lexicon", "O", "1,200", "300", "–"]
    ]  # fmt: skip
    assert found[4:7] == [
        ["Calibration"], ["machine", "value", "share that coders call yes", "articles"],
        ["lexicon", "0.25", "0.50 [0.25, 0.75]", "1,000"],
    ]  # fmt: skip
    assert found[7:10] == [
        ["Entries that earn most"], ["entry", "words", "yes", "no", "F1"], ["e0", "x", "1,200", "1", "+0.500"]
    ]  # fmt: skip
    # Ten of each, those that cost most first; what changes nothing is in neither.
    assert [line[0] for line in found[10:]] == [
        *(f"e{at}" for at in range(4, 13)), "Entries that cost most", "entry", "e3", "e1"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("extra", "installed", "told"),
    [("", True, ""), ("r", True, "r (installed)"), ("r", False, "pip install 'framing-toolkit[r]'")],
)
def test_a_format_says_what_it_needs(extra: str, installed: bool, told: str) -> None:
    assert about._needs({"extra": extra, "installed": installed}) == told


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "word"),
        ({"len": 2}, "word ×2"),
        ({"section": "title"}, "word (title)"),
        ({"voice": "quoted", "section": "lead", "len": 3}, "word ×3 (lead, quoted)"),
    ],
)
def test_a_span_says_where_it_stands_unless_it_is_the_usual_place(told: dict[str, Any], expected: str) -> None:
    assert demo._span({"surface": "word", "len": 1, "section": "body", "voice": "own"} | told) == expected


def hit(surface: str, dimension: str = "sensational", **told: Any) -> dict[str, Any]:
    known = {
        "dimension": dimension,
        "kind": "stance",
        "voice": "own",
        "factor": 1.0,
        "weight": 1.0,
        "section": "body",
        "start": 0,
    }
    return known | {"surface": surface} | told


def test_the_words_that_weigh_most_stand_first_those_of_the_title_before_others() -> None:
    rows = [
        hit("calm", "communique", weight=9.0), hit("late", start=9), hit("early"), hit("head", section="title", start=50),
        hit("heavy", weight=2.0), hit("early", start=3), hit("no", factor=0.0), hit("no", voice="quoted"), hit("no", kind="topic"),
        hit("no", "praise"), hit("loud", "derogation", start=99),
    ]  # fmt: skip
    found = demo._strongest(table_of(EVIDENCE, rows))
    # Five words at most, and what is quiet behind all that is loud.
    assert found == "heavy · head · early · late · loud"
    assert demo._strongest(table_of(EVIDENCE, [rows[0], rows[2]])) == "early · calm"


def test_further_dimensions_are_told_with_their_hits() -> None:
    rows = [hit("a", "praise"), hit("b", "praise"), hit("c", "attribution"), hit("d", "sensational"), hit("e", "war")]
    assert demo._others(table_of(EVIDENCE, rows)) == "; praise 2, attribution 1"
    assert demo._others(table_of(EVIDENCE, rows[3:])) == ""


def test_a_long_line_of_the_demo_goes_on_below_itself(capsys: Capture) -> None:
    demo._line("  " + "word " * 30)
    demo._line("x " * 50 + "y\n")
    lines = capsys.readouterr().out.splitlines()
    # Of a hundred letters, two of which are blank: nineteen words of four and a blank, and three more; then the rest.
    assert [len(line.rstrip()) for line in lines] == [2 + 19 * 5 - 1, 2 + 11 * 5 - 1, 99, 1, 0]
    assert [line[:3] for line in lines] == ["  w", "  w", "x x", "y", ""]


CORRECTED = {
    "key": "a", "scored_by": "lexicon", "articles": 1200, "coded": 30, "machine": 0.25, "by_hand": 0.5, "estimate": 0.4, "low": 0.3, "high": 0.5,
    "gain": 1.5, "needed": 7, "status": "ok", "least": None, "most": None,
}  # fmt: skip


def test_corrected_figures_are_told_key_by_key_and_machine_by_machine(capsys: Capture) -> None:
    answers: Any = SimpleNamespace(outlets=lambda: SimpleNamespace(name=str.upper))

    def told(*rows: dict[str, Any], by: str | None = None, rate: bool = False) -> list[list[str]]:
        frame = pl.DataFrame([CORRECTED | row for row in rows], infer_schema_length=None)
        corrected._print(frame, Question(by=by), "war", answers, rate=rate, as_json=False)
        return cells(capsys)

    title, head, row = told({})
    assert title == ["Share of articles with war, put right by codes"]
    assert head == ["outlet", "articles", "coded", "lexicon", "codes alone", "corrected", "worth"]
    assert row == ["A", "1,200", "30", "0.250", "0.500", "0.400 [0.300, 0.500]", "× 1.5 of the codes"]
    title, head, row, second = told({"least": -0.1, "most": 0.6}, {"scored_by": "bert"}, by="country", rate=True)
    assert title == ["Places of war per 1,000 words, put right by what coders marked"]
    assert head == [
        "machine",
        "country",
        "articles",
        "coded",
        "machine says",
        "codes alone",
        "corrected",
        "worth",
        "unsure as no … as yes",
    ]
    assert (row[:2], row[-1], second[:2], second[-1]) == (
        ["lexicon", "a"],
        "0.000 … 0.600",
        ["bert", "a"],
        "× 1.5 of the codes",
    )
    assert told({"status": "pooled"}, {})[-1] == [
        "~ 1 figure of fewer than 40 codes, drawn to those of others in the language."
    ]


def test_more_articles_than_were_drawn_from_are_refused() -> None:
    drawn: dict[str, Any] = {"filters": {"language": "hi", "genre": "news"}}
    corrected._check_frame(drawn, "", Question(language="hi", genre="news", country="IN"))
    with pytest.raises(UsageError, match="drawn from those of genre news alone"):
        corrected._check_frame(drawn, "", Question(language="hi"))
