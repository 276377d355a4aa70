"""Specifications: each choice is made, alone and together with others, and what survives is counted."""

from __future__ import annotations

import math
from dataclasses import replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import framing
from framing.statistics.choices import ASKED, WAYS, meaning
from framing.statistics.specifications import SPECIFICATION, SUMMARY

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
def alone(scored: framing.Scored, articles: pl.DataFrame) -> framing.Specifications:
    return framing.sensitivity(scored, articles)


def lost(alone: framing.Specifications, outlet: str, dimension: str = "praise") -> list[str]:
    row = alone.clear.row(by_predicate=(pl.col("key") == outlet) & (pl.col("dimension") == dimension), named=True)
    assert row["survived"] == row["choices"] - len(row["lost"])
    return list(row["lost"])


def test_what_rests_on_a_choice_is_lost_under_it(alone: framing.Specifications) -> None:
    assert "no headlines" in lost(alone, "headlines")
    assert "own voice" in lost(alone, "quoting")
    assert not {"no headlines", "own voice"} & set(lost(alone, "praising"))


def test_the_table_itself_is_that_of_the_library(
    alone: framing.Specifications, scored: framing.Scored, articles: pl.DataFrame
) -> None:
    for choice, options in (
        ("as asked", {}),
        ("own voice", {"voices": ["own"]}),
        ("no headlines", {"sections": ["lead", "body"]}),
    ):
        expected = framing.estimate(scored, articles, levels=("outlet",), **options)  # type: ignore[arg-type]
        rows = alone.table.filter(pl.col("choice") == choice).join(expected, on=["key", "dimension"], how="left")
        rates = rows.filter(pl.col("ratio").is_not_null())
        assert rates.height > 20
        assert rates["effect"].to_list() == pytest.approx(rates["ratio"].to_list())
        scale = rows.filter(pl.col("dimension") == "tone", pl.col("effect").is_not_null())
        assert scale["effect"].to_list() == pytest.approx((scale["estimate"] - scale["baseline"]).to_list())


def test_the_top_entry_goes_everywhere(alone: framing.Specifications) -> None:
    rows = alone.table.filter(pl.col("key") == "praising", pl.col("dimension") == "praise")
    hits = dict(rows.select("choice", "hits").iter_rows())
    # Four entries, thirty hits of each: one of them goes.
    assert (hits["as asked"], hits["without top entry"]) == (120, 90)


def test_choices_that_change_nothing_are_left_out(scored: framing.Scored, articles: pl.DataFrame) -> None:
    assert set(found_choices(scored, articles)) < {
        "as asked",
        *(way for ways in WAYS.values() for way in list(ways)[1:]),
    }
    assert "copies counted" not in found_choices(scored, articles)
    copied = articles.with_columns(cluster=pl.col("outlet"))
    assert "copies counted" in found_choices(scored, copied)
    own = framing.sensitivity(scored, articles, voices=["own"], sections=["body", "lead"], measures=["praise"])
    names = set(own.table["choice"])
    assert "all voices" in names
    assert not names & {"own voice", "no headlines"}


def found_choices(scored: framing.Scored, articles: pl.DataFrame) -> list[str]:
    return framing.sensitivity(scored, articles, measures=["praise"]).table["choice"].unique().to_list()


def test_side_by_side_has_a_column_a_choice(alone: framing.Specifications) -> None:
    wide = alone.side_by_side()
    assert wide.columns[:4] == ["key", "language", "dimension", "as asked"]
    assert wide.select("key", "dimension").is_unique().all()
    assert "survive all choices" in repr(alone)
    assert "survive all choices" in alone._repr_html_()


@pytest.mark.parametrize("texts", [[], [""], ["A historic day, it was said."]])
def test_too_little_survives_nothing(texts: list[str]) -> None:
    few = pl.DataFrame(
        {"article_id": [str(number) for number in range(len(texts))], "text": texts, "outlet": ["a"] * len(texts)},
        schema={"article_id": pl.String, "text": pl.String, "outlet": pl.String},
    ).with_columns(language=pl.lit("en"))
    found = framing.sensitivity(framing.score(few), few, measures=["praise", "tone"])
    assert found.table.schema == pl.Schema(SPECIFICATION)
    assert found.summary.schema == pl.Schema(SUMMARY)
    assert found.clear.height == 0


def test_weights_that_are_no_numbers_say_nothing(scored: framing.Scored, articles: pl.DataFrame) -> None:
    for weight in (math.nan, math.inf):
        broken = replace(scored, scores=scored.scores.with_columns(weighted=pl.lit(weight)))
        found = framing.sensitivity(broken, articles, measures=["praise"]).table
        weighted = found.filter(pl.col("choice") == "weighted", pl.col("hits") > 0)
        assert weighted["effect"].null_count() == weighted.height > 0
        assert found.filter(pl.col("choice") == "as asked")["effect"].null_count() < weighted.height


# --- all choices together ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(scored: framing.Scored, articles: pl.DataFrame) -> framing.Specifications:
    return framing.specifications(scored, articles, measure="praise")


def test_every_combination_that_changes_something_is_made(found: framing.Specifications) -> None:
    assert found.table.schema == pl.Schema(SPECIFICATION)
    made = found.table.select(list(WAYS)).unique()
    # Nothing is a copy: two ways of voices, sections and topics and three of entries are left.
    assert made.height == 2 * 2 * 2 * 3
    assert made["copies"].unique().to_list() == ["once"]
    assert found.table.group_by("key").len()["len"].unique().to_list() == [24]
    told = found.table.drop_nulls("effect")
    for _, rows in told.group_by("key"):
        assert rows.sort("rank")["effect"].is_sorted()


def test_what_depends_on_a_choice_does_not_hold(found: framing.Specifications) -> None:
    assert found.summary.schema == pl.Schema(SUMMARY)
    curve = {row["key"]: row for row in found.summary.to_dicts()}
    assert all(row["least"] <= row["median"] <= row["most"] for row in curve.values())
    titled = found.table.filter(pl.col("key") == "headlines").group_by("sections").agg(pl.col("effect").max())
    by = dict(titled.iter_rows())
    assert by["as asked"] > 1.5 * by["no headlines"]
    spoken = found.table.filter(pl.col("key") == "quoting").group_by("voices").agg(pl.col("effect").max())
    by = dict(spoken.iter_rows())
    assert by["as asked"] > 1.5 * by["own voice"]
    assert not curve["quoting"]["holds"]
    assert not curve["headlines"]["holds"]


def test_an_outlet_that_writes_of_one_topic_is_set_equal_in_it() -> None:
    # Praise is as common in news on health, and as rare in all other, wherever it stands.
    texts = {"health": f"The hospital treated patients: a historic day. {FILLER}", "other": FILLER}
    rows = [
        (f"{outlet}-{at}", f"{texts['health' if at < many else 'other']} Item {at} of {outlet}.", f"{outlet}")
        for outlet, many in (("ill", 27), *((f"plain{n}", 3) for n in range(7)))
        for at in range(30)
    ]
    articles = pl.DataFrame(rows, schema=["article_id", "text", "outlet"], orient="row").with_columns(
        language=pl.lit("en"), cluster="article_id"
    )
    found = framing.specifications(framing.score(articles), articles, measure="praise")
    ill = found.table.filter(pl.col("key") == "ill", pl.col("entries") == "all", pl.col("sections") == "as asked")
    effects = dict(ill.group_by("topics").agg(pl.col("effect").mean()).iter_rows())
    assert effects["as they are"] > 2
    assert effects["topics set equal"] == pytest.approx(1, abs=0.3)


def test_scales_and_issue_frames_are_spared_what_makes_no_sense() -> None:
    articles = news().head(60)
    scored = framing.score(articles)
    for measure in ("tone", "health"):
        table = framing.specifications(scored, articles, measure=measure).table
        assert table["topics"].unique().to_list() == ["as they are"]
    with pytest.raises(framing.UsageError, match=r"statistics\.measure"):
        framing.specifications(scored, articles, measure="loudness?")


def test_one_measure_by_itself_is_as_in_the_whole_table(
    found: framing.Specifications, alone: framing.Specifications
) -> None:
    shared = set(found.table["choice"]) & set(alone.table["choice"])
    assert shared == {"as asked", "own voice", "no headlines", "without top entry"}
    columns = ["key", "choice", "words", "hits", "effect", "low", "high"]
    one, whole = (
        each.table.filter(pl.col("choice").is_in(list(shared)), dimension="praise")
        .sort("key", "choice")
        .select(columns)
        for each in (found, alone)
    )
    assert_frame_equal(one, whole)
    assert found.side_by_side().columns[3] == "as asked"


def test_what_is_asked_for_is_the_first_specification(scored: framing.Scored, articles: pl.DataFrame) -> None:
    own = framing.specifications(scored, articles, measure="praise", voices=["own"], sections=["body", "lead"])
    assert set(own.table["voices"]) == {"as asked", "all voices"}
    assert set(own.table["sections"]) == {"as asked"}
    told = framing.estimate(scored, articles, levels=["outlet"], voices=["own"], sections=["body", "lead"])
    ratios = dict(told.filter(dimension="praise").select("key", "ratio").iter_rows())
    assert dict(own.summary.select("key", "effect").iter_rows()) == pytest.approx(ratios)


def test_without_top_entries_an_outlet_of_many_entries_is_not_made_louder() -> None:
    # One outlet uses four entries, eight others one of them each. Were each to lose its own, these would lose all.
    words = ("historic", "landmark", "heroic", "remarkable")
    used = {"loud": words, **{f"plain{number}": (words[number % 4],) for number in range(8)}}
    rows = [
        (f"{outlet}-{at}", f"{FILLER} {' '.join(f'It was {word}.' for word in said)} Item {at} of {outlet}.", outlet)
        for outlet, said in used.items()
        for at in range(24)
    ]
    articles = pl.DataFrame(rows, schema=["article_id", "text", "outlet"], orient="row").with_columns(
        language=pl.lit("en"), cluster="article_id"
    )
    table = framing.specifications(framing.score(articles), articles, measure="praise").table
    loud = table.filter(key="loud", topics="as they are")
    effects = dict(loud.group_by("entries").agg(pl.col("effect").mean()).iter_rows())
    assert effects["all"] > 2
    assert effects["without top entry"] < 1.1 * effects["all"]


def test_a_way_is_said_whichever_choice_it_is_of() -> None:
    said = {way: meaning(way) for ways in WAYS.values() for way in ways}
    assert said["once"] == "a text counts once"
    assert said["weighted"] == "strong words count double, weak ones half"
    # What was asked for is a way of two choices, and is said as of the first.
    assert said[ASKED] == "the sections that were asked for"
    assert len(set(said.values())) == len(said) == sum(map(len, WAYS.values())) - 1
