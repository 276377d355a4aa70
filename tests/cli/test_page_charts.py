"""What pages say of specifications, other choices and time, from tables made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from framing.cli.pages.charts import choice_parts, curve_parts, trend_parts
from framing.statistics.choices import ASKED, WAYS
from framing.statistics.specifications import SPECIFICATION, SUMMARY, Specifications
from framing.statistics.trends import SERIES, SLOPE, VOLUME, Trends
from tests.cli.reading import NARROW, Read
from tests.handmade import outlet, table_of


def specified(*rows: dict[str, Any], summary: Any = (), scales: frozenset[str] = frozenset()) -> Specifications:
    usual = {name: next(iter(ways)) for name, ways in WAYS.items()} | {"choice": ASKED, "measure": "ratio"}
    known = [usual | {"language": "en", "dimension": "war", "hits": 3} | row for row in rows]
    summed = [{"language": "en", "dimension": "war"} | row for row in summary]
    return Specifications(table_of(SPECIFICATION, known), table_of(SUMMARY, summed), "outlet", scales)


def test_a_curve_has_its_range_and_each_specification() -> None:
    rows = [
        {"key": key, "rank": rank, "effect": effect, "low": effect / 2, "high": effect * 2, "clear": rank == 2, "voices": voices}
        for key in [f"k{at}" for at in range(7)] for rank, effect, voices in ((2, 2.0, ASKED), (1, 0.5, "own voice"))
    ]  # fmt: skip
    rows.append({"key": "k0", "rank": 3, "effect": None, "clear": False})
    summary = [
        {"key": f"k{at}", "least": 0.5, "median": 1.0, "most": 2.0, "holds": at == 1, "above": 1, "specifications": 2,
         "clear_above": 1, "clear_below": 2}
        for at in range(7)
    ]  # fmt: skip
    (whole,) = curve_parts(specified(*rows, summary=summary), "the scope", str.upper)[:1]
    parts = curve_parts(specified(*rows, summary=summary), "the scope", str.upper)
    found = Read("".join(parts))
    table = found.rows("Effects of war over all specifications: voices as asked or own voice. the scope.")
    assert table[0][0] + "|" + "|".join(table[0][2:]) == "K0|×1.00|×0.50 … ×2.00|1 of 2|2"
    assert len(table) == 7
    assert "1 of 7 are clear" in found.text
    assert len([one for one in Read(whole).root.iter("svg") if "muted" in one.get("class")]) == 6
    # Six keys have each of theirs, by rank; what says nothing is left out.
    assert [len(found.tables(f"K{at}: each specification")) for at in range(7)] == [1, 1, 1, 1, 1, 1, 0]
    one = found.rows("K0: each specification")
    assert [[row[0], *row[2:]] for row in one] == [["1", "×0.50", "own voice", "3"], ["2", "×2.00", ASKED, "3"]]
    assert found.heads("K0: each specification")[1] == "×1/4×1/2×1×2×4"
    scale = Read("".join(curve_parts(specified(*rows, summary=summary, scales=frozenset({"war"})), "", str)))
    assert scale.rows("Effects of war")[0][2] == "+1.00"
    assert scale.heads("k0: each specification")[1] == "1234"


def test_other_choices_say_what_survives() -> None:
    rows = [
        {"key": "a", "choice": choice, "effect": effect, "survives": survives}
        for choice, effect, survives in ((ASKED, 2.0, None), ("own voice", 3.0, True), ("no headlines", 0.5, False))
    ]
    summary = [
        {"key": "a", "effect": 2.0, "choices": 2, "survived": 1},
        {"key": "b", "effect": 4.0, "choices": 2, "survived": 2},
    ]
    found = Read("".join(choice_parts(specified(*rows, summary=summary), "the scope", str.upper)))
    assert found.heads("Ratio to the") == ["outlet", "measure", ASKED, "survives", "own voice", "no headlines"]
    assert found.rows("Ratio to the") == [
        ["A", "war", "×2.00", "1 of 2", "×3.00", "×0.50"],
        ["B", "war", "×4.00", "2 of 2", "–", "–"],
    ]
    kinds = [cell.get("class") for cell in found.root.iter("td")]
    assert [kind for kind in kinds if kind] == [
        "text",
        "number sure",
        "number muted",
        "text",
        "number muted",
        "number muted",
    ]
    assert "1 of 2 values" in found.text
    assert "further rows" not in found.text


@pytest.mark.parametrize(("keys", "more"), [(300, ""), (301, " 1 further rows are in --json.")])
def test_of_many_values_three_hundred_are_shown(keys: int, more: str) -> None:
    summary = [{"key": f"k{at}", "effect": 2.0, "choices": 1, "survived": 1} for at in range(keys)]
    found = Read("".join(choice_parts(specified(summary=summary), "the scope", str)))
    assert (
        len(
            found.rows(
                f"Ratio to the language's baseline (scales: distance from it) under each choice. the scope.{more}"
            )
        )
        == 300
    )


def moment(key: str, period: str, level: str = "outlet", **told: Any) -> dict[str, Any]:
    row = outlet(key, 2.0, level=level, period=period, articles=4, words=1000, hits=3)
    return {name: value for name, value in row.items() if name in SERIES} | told


def trends_of(
    series: list[dict[str, Any]], slopes: Any = (), keys: int = 2, periods: tuple[str, ...] = ("2024-01", "2024-02")
) -> Trends:
    volume = [
        {"language": "en", "period": period, "key": f"k{at:02}", "articles": 2, "words": 100 + at}
        for period in periods for at in range(keys)
    ]  # fmt: skip
    tables = table_of(SERIES, series), table_of(VOLUME, volume), table_of(SLOPE, list(slopes))
    return Trends(*tables, (), "month", "outlet")


def test_trends_have_their_numbers_and_a_small_line_a_key() -> None:
    series = [moment("en", period, "language") for period in ("2024-02", "2024-01")]
    series += [moment(key, period) for key in ("k00", "k01") for period in ("2024-01", "2024-02")]
    series += [
        moment("en", "2024-01", "language", dimension="none", estimate=None),
        moment("en", "2024-01", "language", low=None, high=None, dimension="tone"),
    ]
    slopes = [
        {"language": "en", "dimension": "war", "pooled": 1.5, "pooled_low": 1.0, "pooled_high": 2.0, "status": "paradox"},
        {"language": "en", "dimension": "fear", "pooled": 1.5, "pooled_low": 1.0, "pooled_high": 2.0, "within": 0.5, "within_low": 0.25,
         "within_high": 1.0, "status": "odd"},
        {"language": "en", "dimension": "awe", "status": "ok"},
    ]  # fmt: skip
    found = Read("".join(trend_parts(trends_of(series, slopes), "the scope", str.upper)))
    assert "8 articles of 2 outlets in 2 months." in found.text
    numbers = ["4", f"1{NARROW}000", "3", "2.00", "1.00 … 4.00"]
    assert found.rows("war by month, all outlets together.") == [["2024-01", *numbers], ["2024-02", *numbers]]
    assert found.rows("tone by month")[0][-1] == "–"
    assert not found.tables("none by month")
    # What has most words comes first.
    assert [one.text_content() for one in found.root.iter("figcaption")][:2] == ["K01", "K00"]
    opened = {one.findtext("summary"): one.get("open") for one in found.root.iter("details")}
    assert (opened["war"], opened["tone"], opened["outlets apart"]) == (None, "", "")
    assert found.rows("Trend per month.") == [
        ["war", "English", "×1.500", "×1.000 … ×2.000", "–", "–", "Simpson's paradox"],
        ["fear", "English", "×1.500", "×1.000 … ×2.000", "×0.500", "×0.250 … ×1.000", "odd"],
    ]
    one = Read("".join(trend_parts(trends_of(series, keys=1), "", str)))
    assert not list(one.root.iter("figcaption"))
    (short,) = trend_parts(trends_of(series[:1], periods=("2024-01",)), "", str)[:1]
    assert "One month only" in short


@pytest.mark.parametrize(("keys", "title"), [(12, "outlets apart"), (13, "outlets apart, the 12 with most words")])
def test_twelve_keys_have_a_small_line(keys: int, title: str) -> None:
    series = [moment("en", period, "language") for period in ("2024-01", "2024-02")]
    series += [moment(f"k{at:02}", period) for at in range(keys) for period in ("2024-01", "2024-02")]
    found = Read("".join(trend_parts(trends_of(series, keys=keys), "", str)))
    assert len(list(found.root.iter("figcaption"))) == 12
    assert title in [one.text for one in found.root.iter("summary")]
