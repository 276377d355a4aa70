"""The page that compares: its figures are those of ``framing.compare``, whatever stands on its sides."""

from __future__ import annotations

import io
import shlex
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing

pytest.importorskip("dash")

from flask.testing import FlaskClient

from dashboards.components.filters import answer
from dashboards.data import Snapshot
from dashboards.feed import Feed
from dashboards.filtering import Filters
from dashboards.pages.compare import compare_page
from dashboards.sample import SampleProject
from dashboards.sides import BY, MIXES, Sides
from dashboards.view import CompareView
from tests.dashboards.asking import client_of, looked
from tests.dashboards.asking import exported as file
from tests.dashboards.test_heatmap import text
from tests.dashboards.test_plane import newsroom

OUTLETS = newsroom(6, 6)
ARTICLES = OUTLETS.with_columns(
    country=pl.when(pl.col("outlet").str.contains("[0-2]")).then(pl.lit("IN")).otherwise(pl.lit("PK")),
    genre=pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit("news")).otherwise(pl.lit("opinion")),
    published=pl.when(pl.int_range(pl.len()) % 3 == 0)
    .then(pl.lit(datetime(2025, 2, 5, tzinfo=UTC)))
    .otherwise(pl.lit(datetime(2026, 2, 5, tzinfo=UTC))),
    groups=pl.concat_list(
        pl.struct(
            name=pl.lit("desk"),
            value=pl.when(pl.int_range(pl.len()) % 4 == 0).then(pl.lit("city")).otherwise(pl.lit("world")),
        )
    ),
)
PROJECT = SampleProject(ARTICLES, "Sides")
KEYS = sorted(ARTICLES["outlet"].unique())
VIEWS = [
    CompareView(a=KEYS[0], b=KEYS[1]),
    CompareView(a=KEYS[0]),
    CompareView(a=KEYS[0], b=KEYS[1], mix="genre"),
    CompareView(by="country", a="IN", b="PK"),
    CompareView(by="country", a="IN", b="PK", raw="yes"),
    CompareView(by="genre", a="news", b="opinion"),
    CompareView(by="group:desk", a="city", b="world"),
    CompareView(by="group:desk", a="city"),
    CompareView(by="period", before="2026"),
    CompareView(by="voice"),
    CompareView(by="section"),
]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return looked(PROJECT)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return client_of(PROJECT)


texts = st.text(max_size=8).map(lambda text: " ".join(text.split()))


@given(st.builds(CompareView, by=st.sampled_from(list(BY)), a=texts, b=texts, before=texts, mix=texts, word=texts))
def test_an_address_is_its_view(view: CompareView) -> None:
    assert CompareView.parse(urlsplit(view.href()).query) == view


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.href())
def test_its_figures_are_those_of_the_toolkit(view: CompareView, client: FlaskClient, snapshot: Snapshot) -> None:
    how: dict[str, Any] = view.sides.options()
    expected = framing.compare(snapshot.scored, snapshot.articles, question=view.sides.question(), **how).table
    rows = pl.read_csv(io.StringIO(file(client, "contrast.csv", view)), comment_prefix="#")
    for name in ("dimension", "status", "hits_a", "hits_b"):
        assert rows[name].to_list() == expected[name].to_list()
    assert rows["effect"].to_list() == pytest.approx(expected["effect"].to_list())
    assert str(compare_page(snapshot, view)).count("Traceback") == 0


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.href())
def test_its_command_asks_for_the_same_sides(view: CompareView) -> None:
    from framing.cli.compare import compare

    command = shlex.split(shlex.join(["framing", *view.sides.command()]))
    asked = compare.make_context("compare", command[2:]).params
    given, how, options = view.sides.question(), view.sides.options(), {"voice": "pair", "section": "parts"}
    if view.by in options:
        assert asked[options[view.by]] == f"{given.a},{given.b}"
        return
    assert [asked[name] for name in ("a", "b", "by", "before")] == [given.a, given.b, given.by, given.before]
    assert asked["standardise"] == how.get("standardise")
    assert asked["raw"] == ("languages" in how)


def test_a_side_that_is_not_there_is_not_compared(snapshot: Snapshot) -> None:
    page = str(compare_page(snapshot, CompareView(a="nobody", b=KEYS[0])))
    assert "What shall be compared?" in page
    assert "Begin with" in page


def test_columns_of_ones_own_are_compared(snapshot: Snapshot) -> None:
    """A way to compare each; one that the project has not is none, in links from elsewhere too."""
    ways = text(compare_page(snapshot, CompareView(by="group:desk")))
    assert "By desk" in ways
    assert answer(snapshot, CompareView(by="group:desk").href(), "a", "cit")[0]["key"] == "city"  # type: ignore[index]
    assert answer(snapshot, CompareView(by="group:moon").href(), "a", "cit") is None
    assert "What shall be compared?" in text(compare_page(snapshot, CompareView(by="group:moon", a="city")))


def test_pairs_to_begin_with_are_links_to_comparisons(snapshot: Snapshot) -> None:
    page = str(compare_page(snapshot, CompareView(by="country")))
    assert (
        CompareView(by="country", a="IN", b="PK").href() in page
        or CompareView(by="country", a="PK", b="IN").href() in page
    )
    assert "India" in page
    # From any page a country's pair is two clicks away, with what the filters say.
    filters = Filters(genre=("news",))
    first = str(compare_page(snapshot, CompareView(filters=filters)))
    pair = {CompareView(filters=filters, by="country", a=a, b=b).href() for a, b in (("IN", "PK"), ("PK", "IN"))}
    assert any(href in first for href in pair)


def test_the_field_of_a_side_finds_keys_by_name(snapshot: Snapshot) -> None:
    found = answer(snapshot, CompareView(by="country").href(), "a", "pakis")
    assert found is not None
    assert [choice["key"] for choice in found] == ["PK"]
    assert found[0]["href"] == CompareView(by="country", a="PK").href()
    assert answer(snapshot, CompareView(by="voice").href(), "a", "own") is None


def test_all_words_are_those_of_keyness_and_can_be_searched(client: FlaskClient, snapshot: Snapshot) -> None:
    view = CompareView(by="genre", a="news", b="opinion", words="all")
    news, opinion = (ARTICLES.filter(genre=name)["article_id"] for name in ("news", "opinion"))
    expected = framing.keyness(snapshot.articles, news, opinion, snapshot.lexicon)
    rows = pl.read_csv(io.StringIO(file(client, "keyness.csv", view)), comment_prefix="#")
    assert dict(rows.select("word", "count_a").iter_rows()) == dict(expected.select("word", "count_a").iter_rows())
    drawing = ElementTree.fromstring(file(client, "keyness.svg", view))
    assert drawing.attrib["width"]
    word = str(expected["word"][0])
    snapshot.words(view.filters, view.sides)
    page = str(compare_page(snapshot, CompareView(by="genre", a="news", b="opinion", words="all", word=word)))
    assert f"with “{word}” in it" in page


def test_large_sides_are_counted_in_a_sample_that_is_told(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboards.data.MOST_COUNTED", 5)
    monkeypatch.setattr("dashboards.components.keyness.MOST_COUNTED", 5)
    fresh = Feed(lambda: PROJECT).look()
    assert isinstance(fresh, Snapshot)
    sides = Sides(by="genre", a="news", b="opinion")
    words = fresh.words(CompareView().filters, sides)
    assert (words.on_a, words.on_b) == (18, 18)
    assert words.table["articles_a"].max() <= 5  # type: ignore[operator]
    page = str(compare_page(fresh, CompareView(by="genre", a="news", b="opinion", words="all")))
    assert "5 of 18 articles were counted" in page


def test_every_mix_and_level_has_a_name() -> None:
    assert all(level.label for level in BY.values())
    assert "" in MIXES
