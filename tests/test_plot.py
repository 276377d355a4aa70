"""Figures show each row of their tables, and say what they leave out."""

from __future__ import annotations

import sys

import polars as pl
import pytest

import framing


@pytest.fixture(scope="module")
def articles() -> pl.DataFrame:
    """Nine outlets, one of them praising, and one with too little to say anything of."""
    rows = [
        (
            f"{outlet}-{number}",
            f"Item {outlet}{number} {'was a historic day. ' * (outlet == 0) * 3}"
            + "was put before the committee. " * 30,
            "It was a historic day" if number % 2 else "It rained",
            f"o{outlet}",
        )
        for outlet in range(9)
        for number in range(2 if outlet == 8 else 8)
    ]
    made = pl.DataFrame(rows, schema=["article_id", "text", "title", "outlet"], orient="row")
    return made.with_columns(language=pl.lit("en"), cluster="article_id")


@pytest.fixture(scope="module")
def scored(articles: pl.DataFrame) -> framing.Scored:
    return framing.score(articles)


def test_a_curve_has_a_dot_for_each_specification(scored: framing.Scored, articles: pl.DataFrame) -> None:
    found = framing.specifications(scored, articles, measure="praise")
    rows = found.table.filter(key="o0").drop_nulls("effect").sort("rank")
    figure = framing.plot.specifications(found, "o0")
    dots = [trace for trace in figure.data if trace.error_y.array is not None]
    drawn = sorted(pair for trace in dots for pair in zip(trace.x, trace.y, strict=True))
    assert drawn == list(rows.select("rank", "effect").iter_rows())
    blue = {rank for trace in dots if "leaves" in trace.name for rank in trace.x}
    assert blue == set(rows.filter("clear")["rank"])
    ways = {trace.y[0]: set(trace.x) for trace in figure.data if trace.error_y.array is None}
    assert ways["sections: no headlines"] == set(rows.filter(sections="no headlines")["rank"])
    assert set().union(*ways.values()) == set(rows["rank"])
    # The frame alone does as well.
    assert framing.plot.specifications(found.table, "o0").to_dict() == figure.to_dict()


def test_a_curve_needs_one_measure_and_a_key_that_is_there(scored: framing.Scored, articles: pl.DataFrame) -> None:
    found = framing.specifications(scored, articles, measure="praise")
    with pytest.raises(framing.UsageError, match=r"plot\.key"):
        framing.plot.specifications(found, "o8")
    with pytest.raises(framing.UsageError, match=r"plot\.measures"):
        framing.plot.specifications(framing.sensitivity(scored, articles))


def test_a_forest_shows_who_can_be_told_of(scored: framing.Scored, articles: pl.DataFrame) -> None:
    estimates = framing.estimate(scored, articles, levels=["outlet"])
    figure = framing.plot.outlets(estimates, "praise")
    told = estimates.filter(dimension="praise").drop_nulls("estimate").sort("estimate")
    (trace,) = figure.data
    assert list(trace.x) == told["estimate"].to_list()
    assert [symbol == "circle-open" for symbol in trace.marker.symbol] == (told["reliability"] < 0.5).to_list()
    assert "1 of 9 outlets" in figure.layout.xaxis.title.text
    with pytest.raises(framing.UsageError, match=r"plot\.measure"):
        framing.plot.outlets(estimates, "rhythm")


def test_without_plotly_it_is_said_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, scored: framing.Scored, articles: pl.DataFrame
) -> None:
    monkeypatch.setitem(sys.modules, "plotly", None)
    with pytest.raises(framing.UsageError, match=r"pip install 'framing\[plot\]'"):
        framing.plot.outlets(framing.estimate(scored, articles), "praise")
