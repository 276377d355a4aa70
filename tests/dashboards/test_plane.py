"""The plane: the report's figures, each outlet once, whatever it is called."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import polars as pl
import pytest
from plotly.utils import PlotlyJSONEncoder

import framing
from tests.conftest import Run

pytest.importorskip("dash")


from dashboards.components.plane import plane_of, plane_section
from dashboards.data import Snapshot
from dashboards.feed import Feed
from dashboards.filtering import Filters
from dashboards.sample import SampleProject
from dashboards.view import OverviewView
from framing.figures.planes import LOUD, OFFICIAL

TEXT = "The minister reaffirmed the commitment. It is a shameful, disgraceful and stunning scandal, a brutal massacre."


def newsroom(outlets: int, articles: int) -> pl.DataFrame:
    """Outlets that shout alike, in texts of their own: copies of one text would count once."""
    rows = []
    for outlet, number in product(range(outlets), range(articles)):
        own = " ".join(f"w{outlet}x{number}y{word}" for word in range(60 + 20 * outlet))
        text = f"{own}. {TEXT}"
        rows.append({"id": f"{outlet}.{number}", "outlet": f"Courier {outlet}", "title": own[:20], "text": text})
    return framing.articles(pl.DataFrame(rows).with_columns(language=pl.lit("en")))


def look_at(articles: pl.DataFrame) -> Snapshot:
    look = Feed(lambda: SampleProject(articles)).look()
    assert isinstance(look, Snapshot)
    return look


def test_its_figures_are_those_of_the_report(tmp_path: Path, run: Run) -> None:
    articles = newsroom(6, 6)
    rejects = pl.DataFrame(schema=framing.read([]).rejects.schema)
    with framing.Writer(framing.init_project(tmp_path / "news")) as writer:
        writer.add(framing.ReadResult(articles, rejects))
    printed = json.loads(run("report", "--project", tmp_path / "news", "--json").out)["estimates"]
    snapshot = look_at(articles)
    plane = plane_of(snapshot, snapshot.select(Filters()), "no such language")
    assert plane is not None
    assert plane.rows.height == 6
    for row in plane.rows.iter_rows(named=True):
        for name in (LOUD, OFFICIAL):
            (told,) = (one for one in printed if (one["key"], one["dimension"]) == (row["key"], name))
            for end in ("estimate", "low", "high"):
                assert row[f"{name}_{end}"] == pytest.approx(told[end], rel=1e-9)


def test_a_page_names_the_loudest_and_links_each_dot() -> None:
    snapshot = look_at(newsroom(3, 6))
    view = OverviewView(filters=Filters(least=2))
    page = json.dumps(plane_section(snapshot, snapshot.select(Filters()), view), cls=PlotlyJSONEncoder)
    assert "Loudest: " in page
    assert page.count("outlets?least=2&amp;a=") == 3 * 2  # wide and narrow


def test_without_enough_articles_there_is_no_plane() -> None:
    snapshot = look_at(newsroom(2, 1))
    assert plane_of(snapshot, snapshot.select(Filters()), "") is None
