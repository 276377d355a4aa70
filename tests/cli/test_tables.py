"""What the tables of the terminal say of rows made by hand: every figure, every dash, and what each means."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import framing
from framing.cli import contrast, corrected
from framing.cli.contrast import print_comparison, print_reasons
from framing.cli.tables import AtLarge, at_large, observed_value, print_caveats, print_level, reliability
from framing.statistics.comparison import CONTRAST, EXAMPLE, SHIFTS, SIDES, Comparison
from framing.statistics.contrast_table import ALONE
from framing.statistics.reasons import Reasons
from tests.handmade import estimates, outlet, table_of

Capture = pytest.CaptureFixture[str]


def lines(capsys: Capture) -> list[list[str]]:
    """The cells of what was printed, line by line: at least two spaces stand between them."""
    return [
        [cell for cell in line.strip().split("  ") if cell.strip()] for line in capsys.readouterr().out.splitlines()
    ]


def cells(capsys: Capture) -> list[list[str]]:
    return [[cell.strip() for cell in line] for line in lines(capsys)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, ("2.0", "1.0 … 4.0", "")),
        ({"ratio": 1.239}, ("2.0", "1.0 … 4.0", "1.24 ")),
        ({"ratio": 1.0, "p_adjusted": 0.049}, ("2.0", "1.0 … 4.0", "1.00*")),
        ({"ratio": 1.0, "p_adjusted": 0.05}, ("2.0", "1.0 … 4.0", "1.00*")),
        ({"ratio": 1.0, "p_adjusted": 0.051}, ("2.0", "1.0 … 4.0", "1.00 ")),
        ({"positive": 3}, ("+2.00", "+1.00 … +4.00", "")),
        ({"low": None}, ("2.0", "–", "")),
        ({"low": None, "status": "one-outlet"}, ("2.0", "one outlet", "")),
        ({"estimate": None}, ("–", "few articles", "")),
        ({"estimate": None, "status": "no-words"}, ("–", "no words", "")),
    ],
)
def test_what_is_inferred_has_its_interval_or_says_why_not(
    told: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    row = estimates(outlet("a", **{"estimate": 2.0} | told)).row(0, named=True)
    assert at_large(row) == AtLarge(*expected)


@pytest.mark.parametrize(
    ("known", "asked", "note"), [(True, True, ""), (False, True, " uncalibrated"), (False, False, "")]
)
def test_a_rate_without_a_factor_is_marked_where_others_have_one(known: bool, asked: bool, note: str) -> None:
    row = estimates(outlet("a", 2.0, calibrated=known)).row(0, named=True)
    assert at_large(row, asked).interval == f"1.0 … 4.0{note}"


def test_what_was_counted_is_a_rate_or_a_scale() -> None:
    row = {"observed": 1.26, "positive": None}
    assert (observed_value(row), observed_value(row | {"positive": 1}), observed_value(row | {"observed": None})) == (
        "1.3",
        "+1.26",
        "–",
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"reliability": 0.499}, ".50! 1,200"),
        ({"reliability": 0.5}, ".50"),
        ({"reliability": 0.499, "articles_needed": None}, ".50!"),
        ({"reliability": 1.0}, "1.00"),
        ({"estimate": None}, ""),
        ({"reliability": None}, ""),
    ],
)
def test_a_place_says_what_it_is_worth(told: dict[str, Any], expected: str) -> None:
    assert reliability({"reliability": 0.3, "articles_needed": 1200, "estimate": 1.0} | told) == expected


def rate(key: str, measure: str, **told: Any) -> dict[str, Any]:
    return outlet(key, dimension=measure, hits=3, words=90, observed=1.0, country="IN") | told


def test_a_level_is_told_key_by_key_its_scales_first(capsys: Capture) -> None:
    rows = estimates(
        rate("a", "sensational", words=80), rate("a", "tone", positive=2, negative=1, observed=0.5), rate("a", "war"),
        rate("b", "sensational", country=None, reliability=0.4, articles_needed=20), rate("c", "sensational", level="country"),
    )  # fmt: skip
    print_level(rows, "outlet")
    title, head, *body, note, _ = cells(capsys)
    assert title == ["Outlets"]
    assert head == [
        "outlet", "publisher", "language", "articles", "words", "measure", "hits", "observed", "at large", "95 % interval",
        "× baseline", "reliability",
    ]  # fmt: skip
    # The words of a key are the most that any of its measures has.
    assert body == [
        ["a", "IN", "en", "7", "90", "tone", "2 : 1", "+0.50", "+1.00", "+0.50 … +2.00"],
        ["sensational", "3", "1.0", "1.0", "0.5 … 2.0"],
        ["b", "–", "en", "7", "90", "sensational", "3", "1.0", "1.0", "0.5 … 2.0", ".40! 20"],
    ]
    assert note[0].startswith("Reliability: ")
    print_level(rows, "outlet", ["war"])
    assert [line[5] for line in cells(capsys)[2:]] == ["war"]


@pytest.mark.parametrize(
    ("level", "named"),
    [
        ("country", ["language"]),
        ("source", ["country", "language"]),
        ("population:language", ["country"]),
        ("outlet", ["country", "language"]),
    ],
)
def test_a_line_names_nothing_twice_and_nothing_that_is_empty(capsys: Capture, level: str, named: list[str]) -> None:
    print_level(estimates(rate("a", "praise", level=level, estimate=None, low=None)), level)
    _, head, row, said = cells(capsys)
    columns = ["publisher" if name == "country" else name for name in named]
    assert head[1:-5] == columns
    assert row[-5:] == ["7", "90", "praise", "3", "1.0"]
    assert said[0].startswith("Fewer than 5 events or texts each")


def test_a_level_without_rows_says_nothing_of_them(capsys: Capture) -> None:
    print_level(estimates(), "outlet")
    assert "Fewer than" not in capsys.readouterr().out


def test_caveats_stand_above_what_the_numbers_are(capsys: Capture) -> None:
    print_caveats(["[bold] one", "two"], "0123456789abcdef", counted="in own words")
    first, second, blank, *rest = capsys.readouterr().out.splitlines()
    assert (first, second, blank) == ("! [bold] one", "! two", "")
    assert "per 1,000 words in own words;" in " ".join(rest)
    assert rest[-1] == "Lexicon fingerprint 0123456789ab."


def contrasted(dimension: str, **told: Any) -> dict[str, Any]:
    known = {"measure": "ratio", "effect": 2.0, "low": 1.5, "high": 3.0, "p_adjusted": 0.2, "hits_a": 4, "hits_b": 2}
    return known | {"dimension": dimension, "rate_a": 1.25, "rate_b": 0.5, "status": "ok", "method": "exact"} | told


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, ["× 2.00", "1.50 … 3.00", "0.200 ", "1.25", "0.50", ""]),
        ({"effect": 9.99, "low": 9.9, "high": 10.0}, ["× 9.99", "9.90 … 10", "0.200 ", "1.25", "0.50", ""]),
        ({"p_adjusted": 0.049}, ["× 2.00", "1.50 … 3.00", "0.049*", "1.25", "0.50", ""]),
        ({"p_adjusted": 0.05}, ["× 2.00", "1.50 … 3.00", "0.050 ", "1.25", "0.50", ""]),
        (
            {"p_adjusted": None, "status": "few-articles"},
            ["× 2.00", "1.50 … 3.00", "–", "1.25", "0.50", "few-articles"],
        ),
        ({"effect": None, "rate_a": None}, ["–", "–", "0.200 ", "–", "0.50", ""]),
        ({"measure": "difference", "rate_b": -0.5}, ["+2.00", "+1.50 … +3.00", "0.200 ", "+1.25", "-0.50", ""]),
        ({"measure": "difference", "low": None}, ["+2.00", "–", "0.200 ", "+1.25", "+0.50", ""]),
    ],
)
def test_a_row_of_a_contrast(told: dict[str, Any], expected: list[str]) -> None:
    name, effect, interval, p, hits_a, hits_b, *rest = contrast._line(contrasted("war", **told))
    assert (name, hits_a, hits_b) == ("war", "4", "2")
    assert [effect, interval, p, *rest] == expected


def side(which: str, **told: Any) -> dict[str, Any]:
    return {
        "side": which,
        "name": f"the {which}",
        "articles": 3,
        "clusters": 3,
        "words": 1200,
        "languages": "en",
    } | told


def comparison(
    contrasts: list[dict[str, Any]], *sides: dict[str, Any], shifts: Any = (), examples: Any = (), caveats: Any = ()
) -> Comparison:
    settings = {"lexicon_fingerprint": "0123456789abcdef", "by": "outlet", "a": "a", "b": None}
    return Comparison(
        "the a", "the b", table_of(CONTRAST, contrasts), table_of(SIDES, list(sides or (side("a"), side("b")))), pl.DataFrame(),
        table_of(SHIFTS, list(shifts)), table_of(EXAMPLE, list(examples)), tuple(caveats), settings,
    )  # fmt: skip


NO_CHECKS = pl.DataFrame(
    schema={"dimension": pl.String, "language": pl.String, "badge": pl.String, "detail": pl.String}
)


def test_a_comparison_tells_its_sides_its_rows_and_what_it_cannot_tell(capsys: Capture) -> None:
    made = comparison(
        [contrasted("war"), contrasted("fear", effect=None, status="few-hits"), contrasted("awe", effect=None, status="no-words")],
        side("a", clusters=1), side("b", articles=1, clusters=1, languages=None), caveats=["a caveat"],
    )  # fmt: skip
    print_comparison(made, framing.default_lexicon(), NO_CHECKS)
    a, b, head, row, silent, caveat, _, *rest = cells(capsys)
    assert a == ["A", "the a: 3 articles, 1 text, 1,200 words (en)"]
    assert b == ["B", "the b: 1 article, 1,200 words (–)"]
    assert head == ["dimension", "effect", "95 % interval", "adj. p", "hits A", "hits B", "rate A", "rate B"]
    assert row == ["war", "× 2.00", "1.50 … 3.00", "0.200", "4", "2", "1.25", "0.50"]
    assert silent == ["Too few words to say: fear, awe."]
    assert caveat == ["! a caveat"]
    assert "Test: exact. Lexicon fingerprint 0123456789ab." in " ".join(" ".join(line) for line in rest)


def test_a_side_that_has_its_language_to_itself_is_told_once(capsys: Capture) -> None:
    alone = [contrasted(name, effect=None, status="no-baseline") for name in ("sensational", "none")]
    print_comparison(comparison(alone, caveats=[ALONE, "more"]), framing.default_lexicon(), NO_CHECKS)
    out = capsys.readouterr().out
    assert "Nothing can be said of 2 measures" in out
    # English is what others are related to: of what is counted in it alone, a factor exists where one is known.
    assert ALONE not in out
    assert "! more" in out
    assert "Too few words" not in out
    assert "dimension" not in out.splitlines()[2]


def shift(term: str, **told: Any) -> dict[str, Any]:
    return {"measure": "war", "term": term, "contribution": 0.5, "hits_a": 3, "hits_b": 1, "concept": "c"} | told


def test_the_words_and_sentences_behind_a_difference(capsys: Capture) -> None:
    shifts = (
        [shift("x" * size) for size in (39, 40, 41)]
        + [shift("none", contribution=None)]
        + [shift(f"w{at}") for at in range(5)]
    )
    examples = [
        {"measure": "war", "compared": compared, "before": f"{compared}{at}", "hit": "h", "after": "z", "voice": "own", "article_id": "n"}
        for compared, many in (("a", 2), ("b", 1)) for at in range(many)
    ]  # fmt: skip
    print_comparison(
        comparison([contrasted("war")], shifts=shifts, examples=examples), framing.default_lexicon(), NO_CHECKS
    )
    found = cells(capsys)
    at = found.index(["war: the entries behind the difference"])
    assert found[at + 1] == ["entry", "contribution (per 1,000 words)", "hits A", "hits B", "concept"]
    # Eight entries are shown, terms of more than forty letters cut.
    assert [line[0] for line in found[at + 2 : at + 10]] == [
        "x" * 39, "x" * 40, "x" * 39 + "…", "none", "w0", "w1", "w2", "w3"
    ]  # fmt: skip
    assert [found[at + 2][1:], found[at + 5][1:3]] == [["+0.500", "3", "1", "c"], ["–", "3"]]
    assert found[at + 10 : at + 13] == [
        ["A: the a", "B: the b"], ["a0 [h] z (own, n)", "b0 [h] z (own, n)"], ["a1 [h] z (own, n)"]
    ]  # fmt: skip
    scale = comparison([contrasted("war", measure="difference")], shifts=shifts)
    print_comparison(scale, framing.default_lexicon(), NO_CHECKS)
    assert "contribution (points of the scale)" in capsys.readouterr().out


KEYNESS = {
    "language": pl.String(), "word": pl.String(), "z": pl.Float64(), "p_adjusted": pl.Float64(), "count_a": pl.Int64(),
    "count_b": pl.Int64(), "log_odds": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(),
}  # fmt: skip
MOVED = {
    "measure": pl.String(), "term": pl.String(), "unit": pl.String(), "kind": pl.String(), "without": pl.Float64(),
    "value": pl.Float64(), "change": pl.Float64(),
}  # fmt: skip


def reasons(words: Any = (), entries: Any = (), articles: Any = ()) -> Reasons:
    return Reasons(table_of(KEYNESS, list(words)), table_of(MOVED, list(entries)), table_of(MOVED, list(articles)))


def word(name: str, z: float, p: float = 0.2, language: str = "en") -> dict[str, Any]:
    ends = {"log_odds": z / 2, "low": z / 2 - 1, "high": z / 2 + 1}
    return {"language": language, "word": name, "z": z, "p_adjusted": p, "count_a": 3, "count_b": 1} | ends


def test_reasons_are_the_words_of_either_side_and_what_moves_it_most(capsys: Capture) -> None:
    words = [word(f"w{at:02}", 10.0 - at, 0.05 if at == 1 else 0.049) for at in range(13)]
    moved = {"measure": "war", "kind": "ratio", "without": 1.5, "value": 2.0, "change": 0.5}
    entries = [moved | {"term": "bomb", "change": None}, moved | {"term": "raid"}, moved | {"term": "siege"}]
    print_reasons(comparison([]), reasons(words, entries, [moved | {"unit": "n1", "without": 1.0}]))
    found = [line for line in cells(capsys) if line]
    assert found[0] == ["All words (en) by weighted log-odds: z; * p below .05, adjusted for 13 words"]
    assert found[1] == ["A: the a", "B: the b"]
    assert found[2:4] == [["+10.0* w00 (3:1)", "-2.0* w12 (3:1)"], ["+9.0", "w01 (3:1)", "-1.0* w11 (3:1)"]]
    assert found[14:] == [
        ["The entry and the article that move it most, left out (as counted)"], ["measure", "without", "is", "instead of"],
        ["war", "raid", "1.50", "2.00"], ["war", "n1", "1.00", "2.00"],
    ]  # fmt: skip
    print_reasons(comparison([]), reasons([word("one", 2.0)]))
    assert len([line for line in cells(capsys) if line]) == 3


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, ["1,200", "30", "0.250", "0.500", "0.400 [0.300, 0.500]", "× 1.5 of the codes"]),
        ({"status": "pooled", "gain": None}, ["1,200", "30", "0.250", "0.500", "0.400 [0.300, 0.500]~", ""]),
        (
            {"status": "few-codes", "machine": None},
            ["1,200", "30", "–", "0.500", "withheld: 7 more codes are needed", ""],
        ),
        (
            {"status": "one-code", "by_hand": None},
            ["1,200", "30", "0.250", "–", "withheld: all codes are the same", ""],
        ),
    ],
)
def test_a_corrected_figure_or_why_it_is_withheld(told: dict[str, Any], expected: list[str]) -> None:
    row: dict[str, Any] = {
        "articles": 1200,
        "coded": 30,
        "machine": 0.25,
        "by_hand": 0.5,
        "estimate": 0.4,
        "low": 0.3,
        "high": 0.5,
    }
    row |= {
        "gain": 1.5,
        "needed": 7,
        "status": "ok",
    } | told
    assert corrected._cells(row) == expected
    assert corrected._badge(row) == ("not corrected" if "withheld" in expected[4] else "corrected")
