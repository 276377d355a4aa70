"""Sentences and cells of pages, from what is made by hand: each form of them, and each limit."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

pytest.importorskip("dash")

from dash import html

from dashboards.filtering import Filters
from dashboards.pages import article, countries, data, search, time
from dashboards.plainview import SearchView, TimeView
from dashboards.view import ArticleView
from framing.statistics.trends import SERIES, SLOPE, VOLUME, Trends
from tests.dashboards.test_cells import cells, of, said
from tests.handmade import table_of

Told = dict[str, Any]


def at(*day: int) -> datetime:
    return datetime(*day, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"published": None, "published_basis": "stated"}, "no date could be told"), ({"published": 1, "published_basis": "stated"}, "as the article states"),
        ({"published": 1, "published_basis": "inferred"}, "inferred"), ({"published": 1, "published_basis": "odd"}, "basis unknown"),
    ],
)  # fmt: skip
def test_a_date_says_where_it_comes_from(row: Told, told: str) -> None:
    assert article._basis(row) == told


def test_an_article_without_numbers_says_why() -> None:
    assert article._nothing({"status": "refused", "words": 9}).startswith("The toolkit does not read")
    assert article._nothing({"status": "ok", "words": 0}).startswith("The article has no words")
    assert article._nothing({"status": "ok", "words": 1}) == "No entry of the lexicon matches in its 1 word."
    assert article._coverage({"status": "refused", "coverage": 0.5}) == "not read"
    assert [article._coverage({"status": "ok", "coverage": share}) for share in (None, 0.5)] == [
        "",
        "50% of its words known",
    ]


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (Filters(voices=("own", "quoted")), "Counted and marked here: own and quoted words alone."), (Filters(sections=("title",)), "Counted and marked here: the title alone."),
        (Filters(voices=("own",), sections=("lead", "body")), "Counted and marked here: own words alone, in the lead and body alone."),
    ],
)  # fmt: skip
def test_it_is_said_which_words_count(filters: Filters, told: str) -> None:
    assert said(article._counted("1", ArticleView(filters=filters)))[0] == told
    assert article._counted("1", ArticleView(filters=Filters(language=("hi",)))) is None


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://a.example/x", True),
        ("HTTP://a.example", True),
        ("https://", False),
        ("ftp://a.example", False),
        ("http://[", False),
    ],
)
def test_only_an_address_of_the_web_is_a_link(url: str, is_link: bool) -> None:
    assert isinstance(article._address(url), html.A) == is_link


@pytest.mark.parametrize(
    ("ends", "span"),
    [
        ((0.2, 0.5), 1.0),
        ((-1.0, 1.0), 1.0),
        ((-1.2, 0.0), 2.0),
        ((0.0, 2.5), 3.0),
        ((0.0, 8.0), 3.0),
        ((-99.0, 0.5), 1.0),
    ],
)
def test_strips_of_countries_reach_from_one_to_three_doublings(ends: tuple[float, float], span: float) -> None:
    assert countries._span(pl.DataFrame({"at": [0.0, None], "from": [ends[0], None], "to": [ends[1], None]})) == span


def country(key: str, **told: Any) -> Told:
    return {"key": key, "outlets": 2, "at": 1.0, "from": 0.5, "to": 1.5, "articles": 3, "status": "ok"} | told


def test_a_map_has_what_is_sure_in_full_what_is_not_faint_and_the_rest_in_grey() -> None:
    rows = pl.DataFrame([
        country("IN"), country("PK", **{"from": -0.5}), country("CN", at=-1.0, **{"from": -1.5, "to": -0.5}), country("US", outlets=1),
        country("GB", at=None, **{"from": None, "to": None, "status": "no-words"}), country("XX"),
    ])  # fmt: skip
    figure = of(countries.regional_map(rows, 2.0, "tone"), "children")[0]
    found = of(of(figure, "children"), "figure")["data"]
    assert [(trace["locations"], trace["marker"]["opacity"]) for trace in found] == [
        (["IND", "CHN"], 1.0),
        (["PAK"], 0.4),
        (["USA", "GBR"], 1.0),
    ]
    assert [(trace["zmin"], trace["zmax"]) for trace in found] == [(-2.0, 2.0)] * 3
    assert (found[0]["z"], found[2]["z"]) == ([1.0, -1.0], [0.0, 0.0])
    assert found[0]["text"][0] == "<b>India</b><br>+1.00 (+0.50 … +1.50)<br>3 articles of 2 outlets"
    assert found[2]["text"][1] == "<b>United Kingdom</b><br>no words<br>3 articles of 2 outlets"


ARTICLES = pl.DataFrame({
    "article_id": list("1234"), "title": ["Rain", None, "fog", None], "start": [None, "Hail …", None, None], "outlet_name": ["B", "a", None, "C"],
    "words": [3, 1, None, 2], "hits": [0, 5, 1, 1], "published": [at(2024, 1, day) for day in (1, 3, 2, 4)],
})  # fmt: skip


@pytest.mark.parametrize(
    ("query", "sort", "ids"),
    [("", "", "1234"), ("RAI", "", "1"), ("b", "", "1"), ("zz", "", ""), ("", "title", "4213"), ("", "-words", "1423"), ("", "outlet", "1423"), ("", "-published", "4231"), ("", "moon", "1234")],
)  # fmt: skip
def test_articles_are_found_and_ordered(query: str, sort: str, ids: str) -> None:
    assert "".join(data.listed_articles(ARTICLES, query, sort)["article_id"]) == ids


def silent(outlet: str, topic: str | None, times: int, country: str = "IN") -> list[tuple[str, str, str, str | None]]:
    return [(outlet, country, "hi", topic)] * times


@pytest.mark.parametrize(
    ("others", "found"),
    [(2, []), (3, [("b", "IN", "hi", "war", 10, 1, 1, 3.0)]), (4, [("b", "IN", "hi", "war", 10, 1, 1, 4.0)])],
)
def test_a_silence_is_a_topic_of_which_others_have_enough(others: int, found: list[Any]) -> None:
    rows = [
        *silent("a", "war", others),
        *silent("a", None, 10 - others),
        *silent("b", "none", 10),
        *silent("c", "fog", 9, "PK"),
        *silent("unknown:x", "war", 9),
    ]
    table = data.silences(pl.DataFrame(rows, schema=["outlet", "country", "language", "topic"], orient="row"))
    assert table.rows() == found


def trends_of(**slope: Any) -> Trends:
    usual = {"language": "hi", "dimension": "war", "keys": 2, "status": "ok"}
    known = (
        usual
        | dict.fromkeys(("pooled", "pooled_high"), 1.5)
        | {"pooled_low": 1.25, "within": 0.5, "within_low": 0.25, "within_high": 1.25}
    )
    volume = [
        {"language": name, "period": "2024", "key": "k", "articles": size}
        for name, size in (("ur", 2), ("hi", 2), ("en", 3))
    ]
    return Trends(
        table_of(SERIES, []), table_of(VOLUME, volume), table_of(SLOPE, [known | slope]), (), "month", "outlet"
    )


def test_a_trend_is_told_in_sentences() -> None:
    assert time._languages(trends_of()) == ["en", "hi", "ur"]
    told = time._trend(trends_of(), TimeView(by="outlet", period="month"), "hi")
    together, within = (
        time._moves({"pooled": 1.5, "pooled_low": 1.25, "pooled_high": 1.5}, "pooled", "month"),
        "Within each outlet: ",
    )
    assert told.startswith(f"All together: {together}. {within}")
    assert "+50" in together
    assert "+25" in together
    assert "−50" in told
    nothing: list[Told] = [{"pooled": None}, {"status": "few-periods"}, {"status": "no-trend"}]
    for slope in nothing:
        assert time._trend(trends_of(**slope), TimeView(), "hi").startswith("Too few periods")
    assert time._trend(trends_of(), TimeView(), "en").startswith("Too few periods")
    alone: list[Told] = [{"within": None}, {"keys": 1}]
    for slope in alone:
        assert within not in time._trend(trends_of(**slope), TimeView(by="outlet"), "hi")
    assert "Within each country: " in time._trend(trends_of(), TimeView(by="country"), "hi")
    assert time._trend(trends_of(status="paradox"), TimeView(), "hi").endswith("read them one by one.")
    for by, noun in (("outlet", "outlet"), ("country", "country")):
        assert time._trend(trends_of(status="mix"), TimeView(by=by), "hi").endswith(
            f"a trend of which {noun} was read when."
        )


def test_a_trend_whose_interval_holds_nothing_is_unsure() -> None:
    row = {"pooled": 1.1, "pooled_low": 0.9, "pooled_high": 1.3}
    assert time._moves(row, "pooled", "month") == time.UNSURE["month"].format(change="+10", low="−10", high="+30")
    assert time._moves(row | {"pooled_low": 0.5, "pooled_high": 0.9}, "pooled", "month") == time.CHANGES[
        "month"
    ].format(change="+10", low="−50", high="−10")
    assert [time._number(value) for value in (None, -0.5)] == ["–", "−0.50"]


@pytest.mark.parametrize(
    ("filters", "is_part"),
    [
        (Filters(), False),
        (Filters(language=("hi",), since="2024", until="2025", voices=("own",), family=("x",)), False),
        (Filters(outlet=("a",)), True),
        (Filters(least=2), True),
    ],
)
def test_filters_leave_a_part_of_what_was_published(filters: Filters, is_part: bool) -> None:
    assert time._is_part(TimeView(filters=filters)) == is_part


def lines_of(articles: list[tuple[str | None, int]], rows: list[tuple[str | None, int | None]]) -> Any:
    found = pl.DataFrame(articles, schema={"outlet": pl.String, "places": pl.Int64}, orient="row").with_columns(
        outlet_name=pl.col("outlet")
    )
    return SimpleNamespace(
        articles=found, rows=pl.DataFrame(rows, schema={"outlet": pl.String, "words": pl.Int64}, orient="row")
    )


def test_places_are_counted_outlet_by_outlet() -> None:
    lines = lines_of(
        [("b", 1), ("a", 2), ("b", 1), ("c", 5)],
        [("a", 500), ("b", 1000), ("b", None), ("b", 1000), ("c", 0), ("d", 9)],
    )
    assert search.outlet_counts(lines).select("outlet", "places", "articles", "of", "words", "per_1000_words").rows() == [
        ("c", 5, 1, 1, 0, None), ("a", 2, 1, 1, 500, 4.0), ("b", 2, 2, 3, 2000, 1.0)
    ]  # fmt: skip
    table = of(search._by_outlet(lines, SearchView(q="x")), "children")[2]
    assert [cells(row) for row in of(of(table, "children")[1], "children")] == [
        ["c", "5", "1 of 1", "–"],
        ["a", "2", "1 of 1", "4.00"],
        ["b", "2", "2 of 3", "1.00"],
    ]


def test_the_command_of_a_search_has_the_filters_that_count() -> None:
    filters = Filters(voices=("own",), sections=("lead",), language=("hi",))
    assert search.command_of(SearchView(q="war", kind="entry", filters=filters)).split() == [
        "framing", "kwic", "war", "--language", "hi", "--voice", "own", "--section", "lead"
    ]  # fmt: skip
    assert search.command_of(SearchView(q="--war", filters=filters)) == "framing kwic war --word --language hi"


def test_a_neighbour_has_its_numbers_and_its_script() -> None:
    row = {"word": "जंग", "near": 1200, "elsewhere": 3, "articles": 2, "log_likelihood": 12.345}
    assert cells(search._word(row, SearchView())) == ["जंग", "1,200", "3", "2", "12.3"]
    for word_, direction in (
        ("جنگ", "rtl"),
        ("جنگ x", "rtl"),
        ("जंग", "auto"),
        ("\u05ff", "auto"),
        ("\u0700", "auto"),
        ("\u0600", "rtl"),
        ("\u06ff", "rtl"),
    ):
        link = of(of(search._word(row | {"word": word_}, SearchView()), "children")[0], "children")
        assert of(link, "dir") == direction
