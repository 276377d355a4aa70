"""The page about one outlet or country: its figures are those of ``framing.estimate`` and ``framing.keyness``."""

from __future__ import annotations

import io
from urllib.parse import urlsplit
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing

pytest.importorskip("dash")

from flask.testing import FlaskClient

from dashboards.data import Snapshot
from dashboards.filtering import Filters
from dashboards.pages.profile import profile_page
from dashboards.plainview import ProfileView
from dashboards.profiles import loudest, shares
from dashboards.sample import SampleProject
from framing.figures.planes import LOUD
from tests.dashboards.asking import client_of, looked
from tests.dashboards.asking import exported as file
from tests.dashboards.test_plane import newsroom
from tests.dashboards.test_size import MOST, elements

FEW = newsroom(5, 6)
ARTICLES = FEW.with_columns(
    country=pl.when(pl.col("outlet").str.contains("[0-2]")).then(pl.lit("IN")).otherwise(pl.lit("PK")),
    source=pl.when(pl.int_range(pl.len()) % 3 == 0).then(pl.lit("xinhua")),
)
PROJECT = SampleProject(ARTICLES, "Profiles")
KEY = sorted(ARTICLES["outlet"].unique())[0]
VIEWS = [
    ProfileView(key=KEY),
    ProfileView(kind="country", key="PK"),
    ProfileView(key=KEY, filters=Filters(voices=("own",))),
]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return looked(PROJECT)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return client_of(PROJECT)


names = st.text(min_size=1, max_size=8).map(lambda text: " ".join(text.split())).filter(bool)


@given(st.builds(ProfileView, kind=names, key=names))
def test_an_address_is_its_view(view: ProfileView) -> None:
    assert ProfileView.parse(urlsplit(view.href()).query) == view


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.href())
def test_its_figures_are_those_of_the_toolkit(view: ProfileView, client: FlaskClient, snapshot: Snapshot) -> None:
    book = snapshot.lexicon.codebook
    expected = framing.estimate(
        snapshot.scored,
        snapshot.articles,
        snapshot.lexicon,
        levels=(view.kind,),
        tested=False,
        **view.filters.counted,
    ).filter(pl.col("level") == view.kind, pl.col("key") == view.key)
    rows = pl.read_csv(io.StringIO(file(client, "profile.csv", view)), comment_prefix="#", infer_schema_length=None)
    assert set(rows["dimension"]) == {*book.dimensions, *book.estimated}
    both = rows.join(expected, on="dimension", suffix="_expected")
    for column in ("hits", "estimate", "low", "high", "status"):
        assert both[column].to_list() == both[f"{column}_expected"].to_list()
    assert ElementTree.fromstring(file(client, "profile.svg", view)).attrib["width"]
    assert elements(profile_page(snapshot, view)) < MOST


@pytest.mark.parametrize("view", VIEWS[:2], ids=lambda view: view.href())
def test_topics_and_sources_are_counted(view: ProfileView, snapshot: Snapshot) -> None:
    own = snapshot.rows.filter(pl.col(view.kind) == view.key)
    topics, sources = (shares(snapshot, view, column) for column in ("topic", "source"))
    assert topics["articles"].sum() == own["topic"].drop_nulls().len()
    assert sources["articles"].sum() == own["source"].drop_nulls().len()
    assert topics["share"].sum() <= 100.001


def test_the_loudest_articles_are_ordered_by_what_the_scale_counts(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.profiles.ENOUGH", 1)
    found = loudest(snapshot, VIEWS[1])
    scales = snapshot.scored.scales.filter(
        pl.col("scale").cast(pl.String) == LOUD, pl.col("section").cast(pl.String) == "all"
    )
    sums = dict(scales.group_by("article_id").agg(pl.sum("positive")).iter_rows())
    assert found["rate"].to_list() == sorted(found["rate"], reverse=True)
    assert all(hits == sums[article] for article, hits in found.select("article_id", "hits").iter_rows())


def test_its_words_are_those_of_keyness(snapshot: Snapshot) -> None:
    rest = ARTICLES.filter(pl.col("outlet") != KEY)["article_id"]
    own = ARTICLES.filter(pl.col("outlet") == KEY)["article_id"]
    expected = framing.keyness(snapshot.articles, own, rest, snapshot.lexicon)
    page = str(profile_page(snapshot, VIEWS[0]))
    best = expected.filter(pl.col("z") > 0).sort("z", "word", descending=[True, False])
    assert all(word in page for word in best["word"].head(5))


def test_without_a_key_there_is_a_choice_and_what_is_missing_is_said(snapshot: Snapshot) -> None:
    for view in (ProfileView(), ProfileView(key="nobody"), ProfileView(kind="planet", key="mars")):
        page = str(profile_page(snapshot, view))
        assert "Of which outlet or country?" in page
        assert ProfileView(key=KEY).href() in page
    nothing = ProfileView(key=KEY, filters=Filters(country=("JP",)))
    assert "What each filter leaves" in str(profile_page(snapshot, nothing))
