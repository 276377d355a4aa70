"""Files of what a page shows: the rows that it shows, and a line that says of what."""

from __future__ import annotations

import io
import shlex
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

import framing
from tests.conftest import Run

pytest.importorskip("dash")

from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.components.links import command_for
from dashboards.data import Snapshot
from dashboards.filtering import Filters
from dashboards.sample import SampleProject
from dashboards.view import ArticleView, OutletsView, OverviewView
from tests.dashboards.asking import looked
from tests.dashboards.test_plane import newsroom

ARTICLES = newsroom(6, 6).with_columns(
    published=pl.when(pl.col("outlet").str.contains("[0-2]")).then(pl.lit(datetime(2026, 2, 5, tzinfo=UTC)))
)
PROJECT = SampleProject(ARTICLES, "Sheets, =1+1")


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return looked(PROJECT)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    found: FlaskClient = create_app(lambda: PROJECT).server.test_client()
    return found


def table(client: FlaskClient, name: str, view: str) -> tuple[str, pl.DataFrame]:
    response = client.get(f"/export/{name}", query_string={"view": view}, headers={"Host": "localhost"})
    assert response.status_code == 200, response.text
    caption, _, rows = response.text.partition("\n")
    return caption, pl.read_csv(io.StringIO(rows), infer_schema_length=None, schema_overrides={"article_id": pl.String})


DATED = Filters(since="2026-02", least=2)


def test_every_table_of_a_page_is_a_file_of_what_fits_the_filters(client: FlaskClient, snapshot: Snapshot) -> None:
    overview = OverviewView(filters=DATED).href()
    kept = snapshot.select(DATED)
    assert kept.rows.height == 18
    caption, articles = table(client, "articles.csv", overview)
    assert articles["article_id"].to_list() == kept.rows["article_id"].to_list()
    for said in ("From 2026-02", "at least 2 articles", "18 articles of 3 outlets", snapshot.lexicon.fingerprint):
        assert said in caption
    assert "," not in caption
    _, outlets = table(client, "outlets.csv", overview)
    shown = kept.estimates("outlet", ("tone",))
    assert outlets["estimate"].to_list() == pytest.approx(shown["estimate"].to_list())
    assert set(outlets["name"]) == {snapshot.outlet_name(key) for key in shown["key"]}
    assert table(client, "plane.csv", overview)[1].height == 3
    page = OutletsView(filters=replace(DATED, family=("register",)), a=shown["key"][0])
    _, cells = table(client, "heatmap.csv", page.href())
    register = {n for n, d in snapshot.lexicon.codebook.dimensions.items() if d.family == "register"}
    assert set(cells["dimension"]) == register
    found = snapshot.contrast(page.filters, page.sides)
    assert set(found.table["dimension"]) == register
    assert table(client, "contrast.csv", page.href())[1]["dimension"].to_list() == found.table["dimension"].to_list()


def test_an_article_s_evidence_is_a_file(client: FlaskClient, snapshot: Snapshot) -> None:
    known = snapshot.rows["article_id"][0]
    _, evidence = table(client, "evidence.csv", ArticleView(filters=DATED).href(known))
    assert evidence.height == snapshot.scored.evidence.filter(article_id=known).height > 0


def test_the_drawing_stands_alone_and_says_of_what_it_is(client: FlaskClient, snapshot: Snapshot) -> None:
    view = OverviewView(filters=DATED).href()
    response = client.get("/export/plane.svg", query_string={"view": view}, headers={"Host": "localhost"})
    root = ElementTree.fromstring(response.text)
    assert response.mimetype == "image/svg+xml"
    said = " ".join(text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "From 2026-02" in said
    assert snapshot.lexicon.fingerprint[:12] in said.replace(" ", "")
    assert "href" not in response.text


def test_every_chart_is_a_drawing_with_its_caption(client: FlaskClient, snapshot: Snapshot) -> None:
    first, second = snapshot.select(DATED).estimates("outlet", ("tone",))["key"][:2]
    outlets = OutletsView(filters=DATED, a=first, b=second, measure="praise").href()
    for name, view in (
        ("outlets", OverviewView(filters=DATED).href()), ("heatmap", outlets), ("contrast", outlets), ("words", outlets),
    ):  # fmt: skip
        response = client.get(f"/export/{name}.svg", query_string={"view": view}, headers={"Host": "localhost"})
        said = " ".join(text.text or "" for text in ElementTree.fromstring(response.text).iter() if text.text)
        assert "From 2026-02" in said
        assert snapshot.lexicon.fingerprint in said.replace(" ", "")
        assert "http://localhost/" in said
        if name in ("outlets", "heatmap"):
            assert snapshot.outlet_name(first) in said


@pytest.mark.parametrize(
    ("name", "view", "status"),
    [
        ("nothing.csv", "/", 404),
        ("plane.svg", "/?language=ur", 404),
        ("evidence.csv", "/article/nobody", 404),
        ("contrast.csv", "/outlets", 404),
        ("articles.csv", "/elsewhere", 404),
        ("articles.csv", "/?since=soon", 400),
        ("articles.csv", "/?least=few", 400),
        ("articles.csv", "/?voices=loud", 400),
        ("articles.csv", "/?sections=headline", 400),
        ("heatmap.csv", "/outlets?family=none", 400),
    ],
)
def test_what_is_no_file_is_refused(client: FlaskClient, name: str, view: str, status: int) -> None:
    response = client.get(f"/export/{name}", query_string={"view": view}, headers={"Host": "localhost"})
    assert response.status_code == status
    assert "Traceback" not in response.text


def test_text_that_a_spreadsheet_would_run_is_escaped(client: FlaskClient) -> None:
    project = SampleProject(ARTICLES.head(1).with_columns(title=pl.lit("=HYPERLINK(1)")))
    other = create_app(lambda: project).server.test_client()
    assert table(other, "articles.csv", "/")[1]["title"][0] == "'=HYPERLINK(1)"


def test_the_command_makes_the_same_figures(tmp_path: Path, run: Run, snapshot: Snapshot) -> None:
    rejects = pl.DataFrame(schema=framing.read([]).rejects.schema)
    with framing.Writer(framing.init_project(tmp_path / "news")) as writer:
        writer.add(framing.ReadResult(ARTICLES, rejects))
    filters = Filters(since="2026-02", until="2026", language=("en",))
    command = shlex.split(command_for(["export", "estimates"], filters))
    run(*command[1:], "--project", tmp_path / "news", "--output", tmp_path / "made.csv")
    made = pl.read_csv(tmp_path / "made.csv", infer_schema_length=None).filter(level="outlet", dimension="tone")
    shown = snapshot.select(filters).estimates("outlet", ("tone",))
    assert shown.height == 3
    assert made.sort("key")["estimate"].to_list() == pytest.approx(shown.sort("key")["estimate"].to_list())
