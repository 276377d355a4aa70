"""Specifications: every combination is made, and what depends on one of them does not hold."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.statistics.specifications import CURVE, SPECIFICATION, WAYS
from tests.statistics.test_sensitivity import FILLER, news


@pytest.fixture(scope="module")
def found() -> framing.Specifications:
    articles = news()
    return framing.specifications(framing.score(articles), articles, measure="praise")


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
    assert found.curve.schema == pl.Schema(CURVE)
    curve = {row["key"]: row for row in found.curve.to_dicts()}
    assert all(row["least"] <= row["median"] <= row["most"] for row in curve.values())
    titled = found.table.filter(pl.col("key") == "headlines").group_by("sections").agg(pl.col("effect").max())
    by = dict(titled.iter_rows())
    assert by["all"] > 1.5 * by["no headlines"]
    spoken = found.table.filter(pl.col("key") == "quoting").group_by("voices").agg(pl.col("effect").max())
    by = dict(spoken.iter_rows())
    assert by["all"] > 1.5 * by["own"]
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
    ill = found.table.filter(pl.col("key") == "ill", pl.col("entries") == "all", pl.col("sections") == "all")
    effects = dict(ill.group_by("topics").agg(pl.col("effect").mean()).iter_rows())
    assert effects["as they are"] > 2
    assert effects["set equal"] == pytest.approx(1, abs=0.3)


def test_scales_and_issue_frames_are_spared_what_makes_no_sense() -> None:
    articles = news().head(60)
    scored = framing.score(articles)
    for measure in ("tone", "health"):
        table = framing.specifications(scored, articles, measure=measure).table
        assert table["topics"].unique().to_list() == ["as they are"]
    with pytest.raises(framing.UsageError, match=r"statistics\.measure"):
        framing.specifications(scored, articles, measure="loudness?")
