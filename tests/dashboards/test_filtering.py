"""Filters: what each keeps, what lacks a date, and which one leaves nothing."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import UsageError
from framing.schemas import SECTIONS, VOICES

pytest.importorskip("dash")

from dashboards.filtering import NAMES, Filters, Kept, keep, left_by, moments
from dashboards.view import ArticleView, OutletsView, OverviewView

SCHEMA = {
    "article_id": pl.String(),
    "language": pl.String(),
    "country": pl.String(),
    "outlet": pl.String(),
    "genre": pl.String(),
    "topic": pl.String(),
    "published": pl.Datetime("us", "UTC"),
    "published_precision": pl.String(),
}


def row(number: int, **given: object) -> dict[str, object]:
    usual = {"language": "hi", "country": "IN", "outlet": "a", "genre": "news", "published_precision": "day"}
    return {"article_id": str(number), "published": None, **usual, **given}


def kept(rows: list[dict[str, object]], filters: Filters) -> Kept:
    table = pl.DataFrame(rows, schema=SCHEMA)
    return keep(table, filters, on_topic=lambda left: left["article_id"].head(1))


def ids(found: Kept) -> list[str]:
    return found.rows["article_id"].to_list()


@given(st.dates(datetime(1950, 1, 1).date(), datetime(2090, 1, 1).date()), st.sampled_from([10, 7, 4]))
def test_a_range_of_one_day_month_or_year_holds_its_moments_alone(day: object, length: int) -> None:
    text = str(day)[:length]
    first, after = moments(text)
    times = {"before": first - timedelta(microseconds=1), "first": first, "last": after - timedelta(microseconds=1)}
    rows = [row(0, article_id=name, published=time) for name, time in [*times.items(), ("after", after)]]
    found = kept(rows, Filters(since=text, until=text))
    assert ids(found) == ["first", "last"]


@pytest.mark.parametrize("text", ["", "2026-13", "2026-02-30", "yesterday", "9999", "<b>2026", "٢٠٢٦", "2026-2"])
def test_what_is_no_date_is_refused_by_name(text: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        moments(text)


def test_a_month_without_a_day_is_in_a_range_that_holds_all_of_it() -> None:
    month = row(1, published=datetime(2026, 2, 1, tzinfo=UTC), published_precision="month")
    assert ids(kept([month], Filters(until="2026-02"))) == ["1"]
    assert ids(kept([month], Filters(until="2026-02-27"))) == []


def test_the_undated_are_counted_where_a_range_leaves_them_out() -> None:
    rows = [row(1), row(2), row(3, language="ur"), row(4, published=datetime(2026, 2, 1, tzinfo=UTC))]
    assert kept(rows, Filters()).undated == 0
    found = kept(rows, Filters(language=("hi",), since="2020"))
    assert (ids(found), found.undated) == (["4"], 2)


@pytest.mark.parametrize(("least", "left"), [(0, 3), (1, 3), (2, 2), (3, 0)])
def test_outlets_with_fewer_articles_are_left_out(least: int, left: int) -> None:
    rows = [row(1, outlet="a"), row(2, outlet="a"), row(3, outlet="b")]
    assert kept(rows, Filters(least=least)).rows.height == left


def test_the_least_number_is_one_of_what_fits_the_other_filters() -> None:
    rows = [row(1, outlet="a"), row(2, outlet="a", genre="opinion"), row(3, outlet="b"), row(4, outlet="b")]
    assert ids(kept(rows, Filters(genre=("news",), least=2))) == ["3", "4"]


def test_the_filter_that_leaves_nothing_is_named_in_words() -> None:
    rows = [row(1), row(2, country="PK", language="ur")]
    nothing, all_of_a = Filters(language=("ur",), country=("IN",)), Filters(outlet=("a",))
    told = left_by(nothing, kept(rows, nothing).steps, len(rows), str.upper)
    assert told == ["articles: 2", "Language Urdu leaves 1", "Country India leaves 0 (alone: 1)"]
    assert "Outlet A leaves 2" in left_by(all_of_a, kept(rows, all_of_a).steps, len(rows), str.upper)


TEXTS = st.text(max_size=6)
LISTS = st.lists(TEXTS.filter(bool), max_size=3, unique=True).map(tuple)


@given(
    st.builds(
        Filters,
        language=LISTS,
        country=LISTS,
        outlet=LISTS,
        genre=LISTS,
        topic=LISTS,
        family=LISTS,
        voices=st.lists(st.sampled_from(VOICES), unique=True).map(tuple),
        sections=st.lists(st.sampled_from(SECTIONS), unique=True).map(tuple),
        since=st.sampled_from(["", "2026", "2026-02"]),
        until=st.sampled_from(["", "2026-02-05"]),
        about=TEXTS.map(lambda text: " ".join(text.split())),
        least=st.sampled_from([0, 2, 500]),
    )
)
def test_every_page_keeps_every_filter_in_its_address(filters: Filters) -> None:
    addresses = [
        OverviewView(filters=filters).href(),
        OutletsView(filters=filters, a="x").href(page=2),
        ArticleView(filters=filters, dimension="doubt").href("https://example.org/?a=1#b"),
        ArticleView(filters=filters).toggled("y", "doubt", ("praise",)),
        ArticleView(filters=filters).focused("y", "doubt", "own"),
    ]
    for view in (OverviewView, OutletsView, ArticleView):
        for address in addresses:
            assert view.parse(address.partition("?")[2]).filters == filters


@pytest.mark.parametrize("least", ["many", "-1", "1e9", "³"])
def test_what_is_no_number_of_articles_is_refused(least: str) -> None:
    with pytest.raises(UsageError, match="is no number of articles"):
        OverviewView.parse(f"?least={least}")


@pytest.mark.parametrize("name", ["since", "until", "about"])
def test_a_filter_that_is_on_is_known_to_be(name: str) -> None:
    changed: dict[str, str] = {name: "2026"}
    assert not Filters()
    assert replace(Filters(), **changed)  # type: ignore[arg-type]


def test_an_address_has_all_filters_that_there_are() -> None:
    assert set(NAMES) == {each.name for each in fields(Filters)}


@pytest.mark.parametrize("search", ["?voices=loud", "?sections=headline", "?voices=own&voices=<b>"])
def test_what_is_no_voice_or_section_is_refused_by_name(search: str) -> None:
    with pytest.raises(UsageError, match="is none of the"):
        OutletsView.parse(search)
