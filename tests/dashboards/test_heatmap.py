"""The heat map marks what is far, and says of whom little can be said."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
import polars as pl
import pytest
from dash.development.base_component import Component

import framing
from dashboards.components.heatmap import LOW, cells_of, heat_map
from dashboards.components.ranking import ranking_drawn, ranking_of, ranking_section
from dashboards.data import Snapshot
from dashboards.filtering import Filters
from dashboards.pages.outlets import outlets_page
from dashboards.sample import SampleProject
from dashboards.selection import Selection
from dashboards.view import OutletsView

LOUD, PLAIN = "The minister slams the traitor in a stunning outburst.", "The minister said that the talks went on."


def project(outlets: int, each: int) -> SampleProject:
    """A project of these."""
    return SampleProject(newspapers(outlets, each))


def newspapers(outlets: int, each: int) -> pl.DataFrame:
    """Outlets of which the first is loud and the others are alike."""
    draw = Random(7)
    rows = [
        {
            "article_id": f"{outlet}-{number}",
            "outlet": f"outlet-{outlet}",
            "text": f"{' '.join(f'word{draw.randrange(10**6)}' for _ in range(60))}. "
            + (LOUD if draw.random() < (0.95 if not outlet else 0.15) else PLAIN),
        }
        for outlet in range(outlets)
        for number in range(each)
    ]
    return framing.articles(pl.DataFrame(rows).with_columns(language=pl.lit("en")))


def snapshot(found: SampleProject) -> Snapshot:
    return Snapshot(found.name, "", found.answers(), found.lexicon(), found.answers().outlets())


def parts(component: Any) -> Iterator[Component]:
    """A component and all in it."""
    if isinstance(component, list | tuple):
        for part in component:
            yield from parts(part)
    elif isinstance(component, Component):
        yield component
        yield from parts(getattr(component, "children", None))


def text(component: Any) -> str:
    if isinstance(component, list | tuple):
        return " ".join(map(text, component))
    return text(getattr(component, "children", "")) if isinstance(component, Component) else str(component or "")


@pytest.fixture(scope="module")
def nine() -> tuple[Snapshot, Selection]:
    found = snapshot(project(9, 12))
    return found, found.select(Filters())


def classed(component: Component, name: str) -> list[Component]:
    return [part for part in parts(component) if name in str(getattr(part, "className", "")).split()]


def test_the_largest_set_that_is_far_is_marked(nine: tuple[Snapshot, Selection]) -> None:
    rows = nine[1].estimates("outlet", _book(), ranked=True)
    wanted = rows.filter(pl.Series(framing.marked(rows["lfsr"], rows["beyond"])))
    shown = classed(heat_map(*nine, OutletsView(), 1), "sure")
    assert len(shown) == wanted.height > 0
    assert np.mean(wanted["lfsr"].to_numpy()) <= 0.05
    assert np.min(wanted["beyond"].to_numpy()) >= 0.8
    loud = wanted.filter(pl.col("ratio") > 1, dimension="sensational")
    assert loud["key"].to_list() == [rows["key"][0]]
    # The words beside the map say what is marked.
    said = text(outlets_page(nine[0], OutletsView()))
    assert "by more than half as much again with a chance of 80 % or more" in said
    assert "one in twenty" in said


def test_outlets_that_chance_ranks_have_a_badge(nine: tuple[Snapshot, Selection]) -> None:
    rows = nine[1].estimates("outlet", ("attribution",), ranked=True)
    low = rows.filter(pl.col("reliability") < LOW).height
    badges = classed(heat_map(*nine, OutletsView(sort="attribution"), 1), "badge")
    assert len(badges) == low > 0
    assert "reliability among the outlets of its language" in getattr(badges[0], "title", "")
    assert not classed(heat_map(*nine, OutletsView(sort="sensational"), 1), "badge")
    assert "Unreliable:" in text(outlets_page(nine[0], OutletsView()))


def test_under_eight_outlets_nothing_is_said_of_rankings() -> None:
    seven = snapshot(project(7, 6))
    assert not classed(heat_map(seven, seven.select(Filters()), OutletsView(), 1), "badge")
    assert "Unreliable:" not in text(outlets_page(seven, OutletsView()))


def _book() -> dict[str, Any]:
    return dict(framing.default_lexicon().codebook.dimensions)


def test_articles_that_name_no_outlet_are_no_outlet_beside_those_that_have_names() -> None:
    named = newspapers(2, 12)
    strangers = newspapers(6, 5).with_columns(
        article_id=pl.lit("x-") + pl.col("article_id"),
        outlet=pl.lit("unknown:") + pl.col("outlet") + ".csv",
    )
    both = snapshot(SampleProject(pl.concat([named, strangers])))
    selection, page = both.select(Filters()), text(outlets_page(both, OutletsView()))
    assert selection.outlets == 2
    assert set(selection.estimates("outlet", ["sensational"])["key"]) == set(named["outlet"])
    assert "2 outlets" in page
    assert f"{strangers.height} articles in 6 files name no outlet" in page
    # Where nobody has a name, and where such files are few, each is one.
    for articles in (strangers, pl.concat([named, strangers.head(5 * 5)])):
        shown = snapshot(SampleProject(articles))
        keys = set(shown.select(Filters()).estimates("outlet", ["sensational"])["key"])
        assert keys == set(articles["outlet"])
        assert "name no outlet" not in text(outlets_page(shown, OutletsView()))


def test_outlets_are_ranked_by_what_the_map_is_sorted_by(nine: tuple[Snapshot, Selection]) -> None:
    """The highest ratio first, with the intervals of the map's cells, page by page; a dot leads to its words."""
    found, selection = nine
    cells = cells_of(found, selection).filter(pl.col("dimension") == "derogation")
    ranking = ranking_of(found, selection, OutletsView(sort="derogation"))
    assert ranking is not None
    assert ranking.rows["key"][0] == "outlet0"
    assert ranking.rows["ratio"].to_list() == sorted(cells["ratio"], reverse=True)
    assert ranking.rows.sort("key").equals(cells.filter(pl.col("language") == "en").sort("key"))
    drawn = ranking_section(found, selection, OutletsView(sort="derogation"), "framing report")
    assert drawn is not None
    links = [vars(part)["href"] for part in classed(drawn, "outlet")]
    assert len(links) == 9
    assert OutletsView(sort="derogation", a="outlet0", measure="derogation").href() == links[0]
    assert ranking_drawn(found, ranking, [], 1).count("<circle") == 9


def test_a_ranking_of_nothing_is_left_out(nine: tuple[Snapshot, Selection]) -> None:
    found, _ = nine
    assert ranking_of(found, found.select(Filters(language=("hi",))), OutletsView()) is None
