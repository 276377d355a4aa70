"""The plane: the report's figures, each outlet once, whatever it is called."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.utils import PlotlyJSONEncoder

import framing
from tests.conftest import Run

pytest.importorskip("dash")

from dashboards.components.drawing import NARROW, WIDE, Axis, Point, drawn
from dashboards.components.plane import LOUD, OFFICIAL, plane_of, plane_section
from dashboards.data import Snapshot
from dashboards.feed import Feed
from dashboards.filtering import Filters
from dashboards.sample import SampleProject
from dashboards.view import OverviewView

SVG = "{http://www.w3.org/2000/svg}"
TEXT = "The minister reaffirmed the commitment. It is a shameful, disgraceful and stunning scandal, a brutal massacre."


def point(number: int, name: str, x: float, y: float) -> Point:
    ends = {"x_ends": (x / 2, x * 2), "y_ends": (y / 2, y * 2)}
    return Point(key=f"{number}", name=name, label=f"{name}: said", href="/", colour="c0", articles=9, x=x, y=y, **ends)


RATES = st.floats(0, 1e4)
POINTS = st.lists(st.tuples(st.text(max_size=40), RATES, RATES), min_size=1, max_size=170)


@given(POINTS, st.sampled_from([WIDE, NARROW]), st.booleans())
def test_every_outlet_is_drawn_once_and_inside(rows: list[tuple[str, float, float]], size: object, file: bool) -> None:
    points = [point(number, *row) for number, row in enumerate(rows)]
    assert size in (WIDE, NARROW)
    chosen = WIDE if size is WIDE else NARROW
    axes = Axis(name="across", usual=0.5), Axis(name="up", usual=None)
    root = ElementTree.fromstring(drawn(points, *axes, chosen, label="<all>", file=file))
    dots = root.findall(f".//{SVG}circle")
    faint = [path.get("d", "").count("h0") for path in root.findall(f"{SVG}path") if path.get("class") == "faint"]
    assert len(dots) + sum(faint) == len(points)
    assert len(dots) <= 150
    for dot in dots:
        assert 0 <= float(dot.get("cx", "nan")) <= chosen.width
        assert 0 <= float(dot.get("cy", "nan")) <= chosen.height
    assert len(root.findall(f"{SVG}a")) == (0 if file else len(dots))


def test_a_name_from_the_right_begins_at_its_right_end() -> None:
    axes = Axis(name="x", usual=None), Axis(name="y", usual=None)
    root = ElementTree.fromstring(drawn([point(1, "روزنامہ", 1.0, 1.0)], *axes, WIDE, label=""))
    name = next(text for text in root.findall(f"{SVG}text") if text.get("class") == "name")
    assert (name.get("direction"), name.text) == ("rtl", "روزنامہ")


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
