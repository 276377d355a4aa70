"""Bars over time: what is counted of each month, and where a bar of it stands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest

pytest.importorskip("dash")

from dashboards.components.bars import drawn_bars, monthly
from tests.figures.reading import corners, of_class, texts


def month(year: int, number: int, places: int = 1, precision: str | None = None) -> dict[str, Any]:
    return {"published": datetime(year, number, 9, tzinfo=UTC), "published_precision": precision, "places": places}


KINDS: dict[str, pl.DataType] = {
    "published": pl.Datetime("us", "UTC"),
    "published_precision": pl.String(),
    "places": pl.Int64(),
}


def test_places_are_counted_by_month_also_where_there_are_none() -> None:
    rows = [
        month(2024, 1),
        month(2024, 3, 2),
        month(2024, 3),
        month(2023, 1, precision="year"),
        month(2024, 1, 4, "month"),
    ]
    rows.append({"published": None, "published_precision": None, "places": 9})
    assert monthly(pl.DataFrame(rows, schema=KINDS)).rows() == [("2024-01", 5), ("2024-02", 0), ("2024-03", 3)]
    assert monthly(pl.DataFrame(schema=KINDS)).height == 0


@pytest.mark.parametrize(("last", "periods"), [(12, 120), (13, 11)])
def test_of_more_than_ten_years_years_are_told(last: int, periods: int) -> None:
    end = month(2009, 12) if last == 12 else month(2010, 1)
    found = monthly(pl.DataFrame([month(2000, 1), end], schema=KINDS))
    assert (found.height, found["count"].sum()) == (periods, 2)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_bars_stand_on_their_axis_as_high_as_their_counts(is_narrow: bool) -> None:
    counts = pl.DataFrame({"period": ["2024-01", "2024-02", "2024-03", "2024-04"], "count": [4000, 0, 1, 3]})
    root = ElementTree.fromstring(drawn_bars(counts, "label", "places", is_narrow=is_narrow))
    wide, high = map(float, root.get("viewBox", "").split()[2:])
    assert (wide, high) == ((358, 170) if is_narrow else (1100, 190))
    (left, base), (right, _) = corners(of_class(root, "axis")[0])
    assert (left, base, right) == (44, high - 24, wide - 8)
    told = [text for text in texts(root, "tick") if text.get("text-anchor") == "end"]
    assert {text.text: float(text.get("y", "nan")) for text in told} == {"4,000": 26, "2,000": (26 + base) / 2}
    assert {corners(node)[0][1] for node in of_class(root, "grid")} == {26, (26 + base) / 2}
    assert {(text.get("x"), text.get("dy")) for text in told} == {("38", "4")}
    step = (right - left) / 4
    bars = corners(of_class(root, "bars")[0])
    thick = min(step - 1, 46)
    places = [left + step * (at + 0.5) for at in range(4)]
    assert [place[0] for place in bars[::5]] == pytest.approx([places[at] - thick / 2 for at in (0, 2, 3)], abs=0.06)
    # What is small can be seen as well.
    assert [base - bars[at + 1][1] for at in (0, 5, 10)] == [base - 26, 1, 1]
    assert bars[2][0] - bars[1][0] == pytest.approx(thick, abs=0.06)
    names = [text for text in texts(root, "tick") if text.get("text-anchor") == "middle"]
    assert [text.text for text in names] == counts["period"].to_list()
    assert [float(text.get("x", "nan")) for text in names] == pytest.approx(places, abs=0.06)
    assert {float(text.get("y", "nan")) for text in names} == {high - 6}


def test_many_bars_are_thin_and_their_names_have_room() -> None:
    # On a phone 306 pixels are left: of twelve periods every third has 76, of six each has 51.
    for periods, shown in ((12, 4), (6, 3), (5, 5)):
        counts = pl.DataFrame({"period": [f"2024-{at:02}" for at in range(1, periods + 1)], "count": 1})
        root = ElementTree.fromstring(drawn_bars(counts, "", "", is_narrow=True))
        assert len([text for text in texts(root, "tick") if text.get("text-anchor") == "middle"]) == shown
    counts = pl.DataFrame({"period": [str(at) for at in range(300)], "count": 1})
    bars = corners(of_class(ElementTree.fromstring(drawn_bars(counts, "", "", is_narrow=True)), "bars")[0])
    assert bars[2][0] - bars[1][0] == pytest.approx(0.8)


def test_without_any_count_there_is_an_axis() -> None:
    root = ElementTree.fromstring(drawn_bars(pl.DataFrame(schema={"period": pl.String, "count": pl.Int64}), "", ""))
    assert [text.text for text in of_class(root, "tick")] == ["1"]
