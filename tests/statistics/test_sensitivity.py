"""Sensitivity: each choice is made, nothing else changes, and what survives is counted."""

from __future__ import annotations

import math
from dataclasses import replace

import polars as pl
import pytest

import framing
from framing.statistics.sensitivity import CHOICES, SENSITIVITY, SURVIVAL

#: Long enough for the rates to be those of news.
FILLER = "The committee met on the day and went through the list of items that had been put before it. " * 10
PRAISE = "A landmark ruling and a heroic effort were seen"


def news() -> pl.DataFrame:
    """All praise once an article; one outlet more in its own words, one in headlines only, one in quotations only."""
    rows = []
    for outlet in ("plain1", "plain2", "plain3", "plain4", "plain5", "praising", "headlines", "quoting"):
        for number in range(30):
            text = f"{FILLER} It was a historic day. {FILLER} This is item {number} of {outlet}."
            if outlet == "praising":
                text += f" {PRAISE}."
            if outlet == "quoting":
                text = f"“{PRAISE} on that day by all of us,” he said. {text}"
            title = f"{PRAISE}: item {number}" if outlet == "headlines" else f"Item {number} of the list"
            rows.append((f"{outlet}-{number}", title, text, outlet, "en"))
    made = pl.DataFrame(rows, schema=["article_id", "title", "text", "outlet", "language"], orient="row")
    return made.with_columns(cluster="article_id")


@pytest.fixture(scope="module")
def articles() -> pl.DataFrame:
    return news()


@pytest.fixture(scope="module")
def scored(articles: pl.DataFrame) -> framing.Scored:
    return framing.score(articles)


@pytest.fixture(scope="module")
def found(scored: framing.Scored, articles: pl.DataFrame) -> framing.Sensitivity:
    return framing.sensitivity(scored, articles)


def lost(found: framing.Sensitivity, outlet: str, dimension: str = "praise") -> list[str]:
    row = found.survival.row(by_predicate=(pl.col("key") == outlet) & (pl.col("dimension") == dimension), named=True)
    assert row["survived"] == row["choices"] - len(row["lost"])
    return list(row["lost"])


def test_what_rests_on_a_choice_is_lost_under_it(found: framing.Sensitivity) -> None:
    assert "no headlines" in lost(found, "headlines")
    assert "own voice" in lost(found, "quoting")
    assert not {"no headlines", "own voice"} & set(lost(found, "praising"))


def test_the_table_itself_is_that_of_the_library(
    found: framing.Sensitivity, scored: framing.Scored, articles: pl.DataFrame
) -> None:
    for choice, options in (
        ("as asked", {}),
        ("own voice", {"voices": ["own"]}),
        ("no headlines", {"sections": ["lead", "body"]}),
    ):
        expected = framing.estimate(scored, articles, levels=("outlet",), **options)  # type: ignore[arg-type]
        rows = found.table.filter(pl.col("choice") == choice).join(expected, on=["key", "dimension"], how="left")
        rates = rows.filter(pl.col("ratio").is_not_null())
        assert rates.height > 20
        assert rates["effect"].to_list() == pytest.approx(rates["ratio"].to_list())
        scale = rows.filter(pl.col("dimension") == "tone", pl.col("effect").is_not_null())
        assert scale["effect"].to_list() == pytest.approx((scale["estimate"] - scale["baseline"]).to_list())


def test_the_top_entry_goes_of_each_outlet(found: framing.Sensitivity) -> None:
    rows = found.table.filter(pl.col("key") == "praising", pl.col("dimension") == "praise")
    hits = dict(rows.select("choice", "hits").iter_rows())
    # Four entries, thirty hits of each: one of them goes.
    assert (hits["as asked"], hits["without top entry"]) == (120, 90)


def test_choices_that_change_nothing_are_left_out(scored: framing.Scored, articles: pl.DataFrame) -> None:
    assert set(found_choices(scored, articles)) < set(CHOICES)
    assert "copies counted" not in found_choices(scored, articles)
    copied = articles.with_columns(cluster=pl.col("outlet"))
    assert "copies counted" in found_choices(scored, copied)
    own = framing.sensitivity(scored, articles, voices=["own"], sections=["body", "lead"], measures=["praise"])
    names = set(own.table["choice"])
    assert "all voices" in names
    assert not names & {"own voice", "no headlines"}


def found_choices(scored: framing.Scored, articles: pl.DataFrame) -> list[str]:
    return framing.sensitivity(scored, articles, measures=["praise"]).table["choice"].unique().to_list()


def test_side_by_side_has_a_column_a_choice(found: framing.Sensitivity) -> None:
    wide = found.side_by_side()
    assert wide.columns[:4] == ["key", "language", "dimension", "as asked"]
    assert wide.select("key", "dimension").is_unique().all()
    assert "survive all choices" in repr(found)
    assert "survive all choices" in found._repr_html_()


@pytest.mark.parametrize("texts", [[], [""], ["A historic day, it was said."]])
def test_too_little_survives_nothing(texts: list[str]) -> None:
    few = pl.DataFrame(
        {"article_id": [str(number) for number in range(len(texts))], "text": texts, "outlet": ["a"] * len(texts)},
        schema={"article_id": pl.String, "text": pl.String, "outlet": pl.String},
    ).with_columns(language=pl.lit("en"))
    found = framing.sensitivity(framing.score(few), few)
    assert found.table.schema == pl.Schema(SENSITIVITY)
    assert found.survival.schema == pl.Schema(SURVIVAL)
    assert found.survival.height == 0


def test_weights_that_are_no_numbers_say_nothing(scored: framing.Scored, articles: pl.DataFrame) -> None:
    for weight in (math.nan, math.inf):
        broken = replace(scored, scores=scored.scores.with_columns(weighted=pl.lit(weight)))
        found = framing.sensitivity(broken, articles, measures=["praise"]).table
        weighted = found.filter(pl.col("choice") == "weighted", pl.col("hits") > 0)
        assert weighted["effect"].null_count() == weighted.height > 0
        assert found.filter(pl.col("choice") == "as asked")["effect"].null_count() < weighted.height
