"""The page of the countries: figures are those of ``framing.estimate``, and one outlet is no country."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import urlsplit

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing

pytest.importorskip("dash")

from flask.testing import FlaskClient

from dashboards.components.matrix import carried, matrix_part
from dashboards.components.measures import doublings
from dashboards.data import Snapshot
from dashboards.feed import Feed
from dashboards.filtering import Filters
from dashboards.pages.countries import countries_page, regional_map
from dashboards.plainview import CountriesView
from dashboards.sample import SampleProject
from tests.dashboards.asking import client_of, looked
from tests.dashboards.asking import exported_table as file
from tests.dashboards.test_plane import newsroom

OUTLETS = newsroom(6, 6)
AT = pl.int_range(pl.len())
ARTICLES = OUTLETS.with_columns(
    country=pl.when(pl.col("outlet").str.contains("[0-2]"))
    .then(pl.lit("IN"))
    .when(pl.col("outlet").str.contains("[34]"))
    .then(pl.lit("PK"))
    .otherwise(pl.lit("GB")),
    source_country=pl.when(AT % 4 == 0).then(pl.lit("CN")).when(AT % 4 == 1).then(pl.lit("IN")),
)
PROJECT = SampleProject(ARTICLES, "Countries")
VIEWS = [
    CountriesView(),
    CountriesView(measure="tone", open="PK"),
    CountriesView(measure="derogation", filters=Filters(voices=("own",))),
]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return looked(PROJECT)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return client_of(PROJECT)


names = st.text(min_size=1, max_size=8).map(lambda text: " ".join(text.split())).filter(bool)


@given(st.builds(CountriesView, measure=names, cell=names, open=names, page=st.integers(1, 10**6)))
def test_an_address_is_its_view(view: CountriesView) -> None:
    assert CountriesView.parse(urlsplit(view.href()).query) == view


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.href())
def test_its_figures_are_those_of_the_toolkit(view: CountriesView, client: FlaskClient, snapshot: Snapshot) -> None:
    for level, name in (("country", "countries.csv"), ("outlet", "outlets.csv")):
        expected = framing.estimate(
            snapshot.scored,
            snapshot.articles,
            snapshot.lexicon,
            levels=(level,),
            measures=(view.measure,),
            tested=False,
            **view.filters.counted,
        ).filter(level=level)
        rows = file(client, name, view)
        for column in ("key", "articles", "hits", "estimate", "low", "high", "status"):
            assert rows[column].to_list() == expected[column].to_list()


def test_a_country_opens_on_its_outlets(snapshot: Snapshot) -> None:
    outlets = ARTICLES.filter(country="PK")["outlet"].unique()
    closed, opened = (str(countries_page(snapshot, view)) for view in (CountriesView(), CountriesView(open="PK")))
    # The first line leads to everything about the country.
    assert opened.count("className='inside'") == len(outlets) + 1
    assert "className='inside'" not in closed


def test_publishers_and_sources_add_up(client: FlaskClient) -> None:
    rows = file(client, "matrix.csv", CountriesView())
    assert rows.equals(carried(ARTICLES))
    assert rows["articles"].sum() == ARTICLES.height
    for (_,), own in rows.group_by("country"):
        assert own["share"].sum() == pytest.approx(100)


def test_rates_of_cells_are_those_of_the_toolkit_or_withheld(client: FlaskClient, snapshot: Snapshot) -> None:
    view = CountriesView(measure="praise", cell="rate")
    how: dict[str, Any] = {"levels": ("country*source",), "measures": ("praise",), "tested": False}
    expected = framing.estimate(snapshot.scored, snapshot.articles, snapshot.lexicon, **how)
    expected = expected.filter(level="country*source")
    rows = file(client, "matrix.csv", view)
    told = rows.drop_nulls("status").with_columns(key=pl.format("{}*{}", "country", "source_country")).sort("key")
    for column in ("key", "articles", "estimate", "low", "status"):
        assert told[column].to_list() == expected.sort("key")[column].to_list()
    assert told["low"].null_count()
    page = str(matrix_part(snapshot, view))
    assert page.count(" article") >= told.height
    assert "one outlet" in page


def test_one_outlet_is_no_country_and_what_is_unsure_is_faint(snapshot: Snapshot) -> None:
    rows = doublings(snapshot.select(Filters()).estimates("country", ("loudness",)), contrast=False)
    figure = str(regional_map(rows, 1.0, "Loudness"))
    single = rows.filter(pl.col("outlets") == 1)
    assert single["key"].to_list() == ["GB"]
    at = figure.index("'GBR'")
    # Grey has one colour from end to end.
    assert "[[0, '#8b8778'], [1, '#8b8778']]" in figure[at:]
    assert "one outlet is not a country" in str(countries_page(snapshot, CountriesView()))


@given(st.floats(0.1, 10), st.floats(1, 4))
def test_a_ratio_is_told_in_doublings(ratio: float, wide: float) -> None:
    row = pl.DataFrame({"ratio": [ratio], "ratio_low": [ratio / wide], "ratio_high": [ratio * wide]})
    at, low, high = doublings(row, contrast=False).select("at", "from", "to").row(0)
    assert at == pytest.approx(math.log2(ratio))
    assert low <= at <= high


def test_what_is_missing_is_said(snapshot: Snapshot) -> None:
    assert "What each filter leaves" in str(countries_page(snapshot, CountriesView(filters=Filters(country=("JP",)))))
    homeless = ARTICLES.with_columns(country=pl.lit(None, pl.String), source_country=pl.lit(None, pl.String))
    look = Feed(lambda: SampleProject(homeless, "Nowhere")).look()
    assert isinstance(look, Snapshot)
    page = str(countries_page(look, CountriesView()))
    assert "None is known" in page
    assert "No article credits a source with a country" in page
