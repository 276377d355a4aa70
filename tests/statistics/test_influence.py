"""Influence: what the numbers are when something is left out, checked by leaving it out."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.scoring.about import restrict
from framing.statistics.reasons import INFLUENCE

ARTICLES = pl.DataFrame(
    {
        "article_id": ["a1", "a2", "b1", "b2"],
        "text": [
            "A stunning, historic and truly landmark deal. The deal is a shameful sham, critics of the regime agree.",
            "The historic city saw a drab and quiet day.",
            "A landmark ruling came, and the two sides reaffirmed their mutual trust.",
            "Nothing much was said on the day, and little was done.",
        ],
        "language": ["en"] * 4,
    }
)


@pytest.fixture(scope="module")
def small() -> framing.Scored:
    return framing.score(ARTICLES)


def rate(scored: framing.Scored, ids: list[str], *, gone: str = "") -> float:
    spans = scored.evidence.filter(pl.col("dimension") == "praise", pl.col("article_id").is_in(ids))
    words = int(scored.exposure.filter(pl.col("article_id").is_in(ids))["words"].sum())
    return 1000 * (spans.filter(pl.col("entry_id") != gone).height + 0.5) / words


def test_an_entry_goes_on_both_sides(small: framing.Scored) -> None:
    found = framing.influence(small, ["a1", "a2"], ["b1", "b2"], "praise")
    landmark = found.row(by_predicate=pl.col("unit") == "en.praise.landmark", named=True)
    assert (landmark["hits_a"], landmark["hits_b"], landmark["kind"]) == (1, 1, "ratio")
    value = rate(small, ["a1", "a2"]) / rate(small, ["b1", "b2"])
    gone = landmark["unit"]
    without = rate(small, ["a1", "a2"], gone=gone) / rate(small, ["b1", "b2"], gone=gone)
    assert (landmark["value"], landmark["without"]) == pytest.approx((value, without))
    assert landmark["change"] == pytest.approx(without / value)
    sizes = found["change"].log().abs().to_list()
    assert sizes == sorted(sizes, reverse=True)


def test_an_article_goes_with_its_words(small: framing.Scored) -> None:
    found = framing.influence(small, ["a1", "a2"], None, "praise", by="article")
    rest = restrict(small, pl.Series(["a2"]))
    row = found.row(by_predicate=pl.col("unit") == "a1", named=True)
    assert (row["value"], row["without"]) == pytest.approx((rate(small, ["a1", "a2"]), rate(rest, ["a2"])))
    assert (row["kind"], row["term"], row["hits_b"]) == ("rate", None, 0)


def test_an_article_goes_from_its_own_side_alone(small: framing.Scored) -> None:
    a, b = ["a1", "a2"], ["b1", "b2"]
    found = framing.influence(small, a, b, "praise", by="article")
    assert set(found["unit"]) == {"a1", "a2", "b1"}  # In the last there is no hit.
    for row in found.iter_rows(named=True):
        left = [[one for one in side if one != row["unit"]] for side in (a, b)]
        assert row["without"] == pytest.approx(rate(small, left[0]) / rate(small, left[1]))
        assert row["value"] == pytest.approx(rate(small, a) / rate(small, b))


def test_of_a_scale_the_points_are_told(small: framing.Scored) -> None:
    spans = small.evidence.filter(
        pl.col("kind") == "stance", pl.col("voice") == "own", pl.col("dimension").is_in(["sensational", "derogation"])
    )
    assert set(spans["article_id"]) == {"a1"}
    found = framing.influence(small, ["a1", "a2"], ["b1", "b2"], "tone")
    assert set(found["kind"]) == {"difference"}
    # All of A's hits are at one end, and so it stays, whichever of them goes.
    mine = found.filter(pl.col("hits_a") > 0)
    assert mine["value"].to_list() == [2.0] * mine.height
    assert mine["change"].to_list() == [0.0] * mine.height
    alone = framing.influence(small, ["b1", "b2"], None, "tone", by="article")
    assert alone.select("unit", "kind", "value", "without", "change").rows() == [("b1", "value", -1.0, None, None)]


def test_sections_and_voices_are_chosen(small: framing.Scored) -> None:
    none = framing.influence(small, ["a1"], ["b1"], "praise", sections=["title"])
    assert none.height == 0
    assert framing.influence(small, ["a1"], None, "praise", voices=["quoted"]).height == 0


@pytest.mark.parametrize(("a", "b"), [([], []), (["a1"], []), ([], None)])
@pytest.mark.parametrize("measure", ["praise", "tone", "loaded"])
@pytest.mark.parametrize("by", ["entry", "article"])
def test_an_empty_side_has_no_number(
    small: framing.Scored, a: list[str], b: list[str] | None, measure: str, by: str
) -> None:
    found = framing.influence(small, a, b, measure, by=by)  # type: ignore[arg-type]
    assert found.schema == pl.Schema(INFLUENCE)
    assert found["value"].null_count() == found.height


@pytest.mark.parametrize("measure", ["praise", "tone", "loaded"])
@pytest.mark.parametrize("by", ["entry", "article"])
def test_ids_of_no_article_are_named(small: framing.Scored, measure: str, by: str) -> None:
    with pytest.raises(framing.UsageError, match="a_ids has 1 id of no article, such as 'unheard'"):
        framing.influence(small, ["unheard"], ["b1"], measure, by=by)  # type: ignore[arg-type]


def test_an_unknown_measure_is_named(small: framing.Scored) -> None:
    with pytest.raises(framing.UsageError, match=r"statistics\.measure"):
        framing.influence(small, ["a1"], None, "loud")
