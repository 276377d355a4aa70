"""Links between views: what a change keeps, and what begins anew; and how an address is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest

pytest.importorskip("dash")

from dashboards.components.coded import figure
from dashboards.components.listing import _head, _row, _sorted
from dashboards.components.measures import doublings, figures
from dashboards.components.summary import _number
from dashboards.components.summary import _row as evidence_row
from dashboards.filtering import Filters, keep, left_by, moments
from dashboards.rows import nameless
from dashboards.sides import Sides, level_of, side_ids
from dashboards.view import ArticleView, CompareView, OutletsView, OverviewView, filters_of, page_of
from framing.errors import UsageError
from tests.dashboards.test_cells import cells, of, said, span

Asked = dict[str, list[str]]


def asked(href: str) -> Asked:
    return parse_qs(urlsplit(href).query)


URDU = Filters(language=("ur",))


@pytest.mark.parametrize(
    ("changes", "pages"),
    [
        ({}, {"page": ["5"], "outlets": ["3"], "countries": ["4"]}),
        ({"filters": URDU}, {"language": ["ur"]}),
        ({"sort": "-words"}, {"sort": ["-words"], "outlets": ["3"], "countries": ["4"]}),
        ({"scale": "skepticism"}, {"scale": ["skepticism"], "page": ["5"]}),
        ({"order": "low"}, {"order": ["low"], "page": ["5"], "countries": ["4"]}),
        ({"by": "source"}, {"by": ["source"], "page": ["5"], "outlets": ["3"]}),
        (
            {"filters": URDU, "page": 2, "rank": 2, "nations": 2},
            {"language": ["ur"], "page": ["2"], "outlets": ["2"], "countries": ["2"]},
        ),
        ({"page": 1, "rank": 1, "nations": 1}, {}),
    ],
)
def test_on_the_overview_what_is_ordered_anew_begins_at_its_first_page(changes: dict[str, Any], pages: Asked) -> None:
    assert asked(OverviewView(rank=3, nations=4, page=5).href(**changes)) == pages


@pytest.mark.parametrize(
    ("changes", "pages"),
    [
        ({}, {"page": ["5"], "outlets": ["3"]}),
        ({"filters": URDU}, {"language": ["ur"]}),
        ({"sort": "praise"}, {"sort": ["praise"]}),
        ({"ranked": "hi"}, {"ranked": ["hi"], "page": ["5"]}),
        ({"sort": "praise", "page": 2, "rank": 2}, {"sort": ["praise"], "page": ["2"], "outlets": ["2"]}),
    ],
)
def test_on_the_page_of_outlets_as_well(changes: dict[str, Any], pages: Asked) -> None:
    assert asked(OutletsView(rank=3, page=5).href(**changes)) == pages


def test_another_way_to_compare_begins_without_sides() -> None:
    view = CompareView(a="x", b="y", before="2024", measure="war", words="en", mix="topic", word="z")
    assert asked(view.href(by="country")) == {"by": ["country"], "mix": ["topic"], "word": ["z"]}
    assert asked(view.href(by="country", a="IN")) == {"by": ["country"], "a": ["IN"], "mix": ["topic"], "word": ["z"]}
    assert asked(view.href(by="outlet")) == asked(view.href())
    assert CompareView.parse("?by=moon&a=+x+").by == "outlet"
    assert CompareView.parse("?by=moon&a=+x+").a == "x"


def test_dimensions_of_a_text_are_switched_and_of_too_many_the_first_goes() -> None:
    view = ArticleView(dimension="war", voice="own")
    assert asked(view.toggled("1", "fear", ("war",)))["show"] == ["war", "fear"]
    six = tuple("abcdef")
    assert asked(view.toggled("1", "g", six))["show"] == list("bcdefg")
    assert asked(view.toggled("1", "f", six))["show"] == list("abcde")
    assert asked(view.toggled("1", "a", ("a",)))["show"] == ["none"]
    # What is explained goes with its dimension, and a scale with any.
    assert "dimension" in asked(view.toggled("1", "fear", ()))
    assert not asked(view.toggled("1", "war", ())).keys() & {"dimension", "voice"}
    assert "scale" not in asked(ArticleView(scale="tone").toggled("1", "war", ()))


def test_a_number_that_is_explained_once_more_is_so_no_more() -> None:
    view = ArticleView(dimension="war", voice="own", entry="e", page=3)
    assert asked(view.href("1")) == {"dimension": ["war"], "voice": ["own"], "entry": ["e"]}
    assert asked(view.href("1", page=2))["page"] == ["2"]
    assert asked(view.focused("1", "war", "own")) == {"entry": ["e"]}
    assert asked(view.focused("1", "war")) == {"dimension": ["war"]}
    assert asked(view.explained("1", "tone")) == {"scale": ["tone"]}
    assert asked(ArticleView(scale="tone").explained("1", "tone")) == {}


@pytest.mark.parametrize(
    ("written", "page"),
    [("1", 1), ("12", 12), ("99999999", 99_999_999), ("999999999", 1), ("x", 1), ("-2", 1), ("٣", 1), ("", 1)],
)
def test_a_page_is_a_number(written: str, page: int) -> None:
    assert page_of({"page": [written]}) == page
    assert page_of({}) == 1


@pytest.mark.parametrize(
    ("written", "least"),
    [("0", 0), (" 20 ", 20), ("99999999", 99_999_999), ("999999999", None), ("x", None), ("٣", None)],
)
def test_the_least_of_articles_is_a_number(written: str, least: int | None) -> None:
    if least is None:
        with pytest.raises(UsageError, match=r"is no number of articles"):
            filters_of({"least": [written]})
    else:
        assert filters_of({"least": [written]}).least == least


def test_an_address_says_a_filter_once() -> None:
    found = filters_of({"language": ["hi", "ur", "hi"], "about": ["  a   b "], "voices": ["own"]})
    assert (found.language, found.about, found.voices) == (("hi", "ur"), "a b", ("own",))
    with pytest.raises(UsageError, match="'loud' is none of the voices"):
        filters_of({"voices": ["loud"]})


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-12", "2024-12-01", "2025-01-01"),
        ("2024-02-28", "2024-02-28", "2024-02-29"),
    ],
)
def test_a_day_a_month_and_a_year_have_ends(text: str, first: str, after: str) -> None:
    assert [f"{moment:%Y-%m-%d}" for moment in moments(text)] == [first, after]


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2024-1", "2024-02-30", "٢٠٢٤", "9999", "0000"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        moments(text)


def at(*day: int) -> datetime:
    return datetime(*day, tzinfo=UTC)  # type: ignore[arg-type, misc]


ROWS = pl.DataFrame(
    [
        ("1", "a", "hi", at(2024, 1, 1), "day"), ("2", "a", "hi", at(2024, 1, 31), "day"), ("3", "a", "ur", at(2024, 2, 1), "month"),
        ("4", "b", "ur", None, None), ("5", None, "ur", at(2025, 1, 1), "year"),
    ],
    schema={"article_id": pl.String, "outlet": pl.String, "language": pl.String, "published": pl.Datetime("us", "UTC"), "published_precision": pl.String},
    orient="row",
)  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "ids", "undated"),
    [
        (Filters(), "12345", 0), (Filters(language=("hi",)), "12", 0), (Filters(since="2024-01-31"), "235", 1), (Filters(until="2024-01"), "12", 1),
        (Filters(until="2024-01-30"), "1", 1), (Filters(until="2024-02"), "123", 1), (Filters(until="2024-02-28"), "12", 1),
        (Filters(since="2024", until="2025"), "1235", 1), (Filters(least=1), "12345", 0), (Filters(least=2), "123", 0), (Filters(least=3), "123", 0),
        (Filters(least=4), "", 0), (Filters(about="x"), "14", 0), (Filters(about="x", language=("ur",)), "4", 0),
    ],
)  # fmt: skip
def test_filters_keep_what_fits_them(filters: Filters, ids: str, undated: int) -> None:
    kept = keep(ROWS, filters, on_topic=lambda rows: [one for one in rows["article_id"] if one in "14"])
    assert ("".join(kept.rows["article_id"]), kept.undated) == (ids, undated)


def test_it_is_told_up_to_the_filter_that_left_nothing() -> None:
    steps = [("language", 3, None), ("genre", 0, None), ("since", 0, 2)]
    assert left_by(Filters(language=("ur",), genre=("news",), since="2026"), steps, 1200, str) == [
        "articles: 1,200", "Language Urdu leaves 3", "Genre News leaves 0"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sides", "first", "second"),
    [
        (Sides(a="a"), "12", "3"), (Sides(a="a", b="c"), "12", "45"), (Sides(by="period", before="2024-02"), "12", "45"),
        (Sides(by="period", before="2024-01-20"), "1", "245"),
    ],
)  # fmt: skip
def test_whole_articles_stand_on_two_sides(sides: Sides, first: str, second: str) -> None:
    rows = pl.DataFrame({
        "article_id": list("12345"), "outlet": list("aabcc"), "language": ["hi", "hi", "hi", "ur", "ur"],
        "published": [at(2024, 1, 1), at(2024, 1, 31), None, at(2024, 2, 1), at(2024, 3, 1)],
        "published_precision": ["day"] * 5,
    })  # fmt: skip
    assert tuple("".join(ids) for ids in side_ids(sides, rows)) == (first, second)


def test_a_level_is_one_of_the_page_or_a_column_of_the_users_own() -> None:
    assert (level_of("group:"), level_of("moon")) == (None, None)
    desk = level_of("group:desk")
    assert desk is not None
    assert (desk.column, desk.whole, bool(Sides(by="group:desk")), bool(Sides(by="group:desk", a="x"))) == (
        "group:desk",
        True,
        False,
        True,
    )
    assert [bool(Sides(by="period", before=day)) for day in ("", "2024")] == [False, True]
    assert bool(Sides(by="voice"))
    assert Sides(by="moon").level.label == "Outlets"


def test_sides_are_compared_as_they_are_or_at_one_mix_or_raw() -> None:
    assert Sides(a="x", mix="topic", raw=True).options() == {"standardise": "topic", "languages": "raw"}
    assert Sides(by="period", before="2024", raw=True).options() == {}
    assert Sides(by="voice", mix="topic").options() == {}
    assert Sides(a="x", b="y", raw=True).command() == ["compare", "x", "y", "--raw"]
    assert Sides(by="period", before="2024").command() == ["compare", "--before", "2024-01-01"]
    assert Sides(by="section").command() == ["compare", "--parts", "title,lead+body"]
    filters = Filters(voices=("own",), sections=("lead",))
    assert Sides(by="voice").counted(filters) == {"sections": ("lead",)}
    assert Sides(a="x").counted(filters) == {"voices": ("own",), "sections": ("lead",)}


@pytest.mark.parametrize(("files", "found"), [(5, (0, 0)), (6, (7, 6))])
def test_many_files_without_an_outlet_are_one(files: int, found: tuple[int, int]) -> None:
    names = [*(f"unknown:{at}" for at in range(files)), "unknown:0", "dawn"]
    assert nameless(pl.DataFrame({"outlet": names})) == found
    # Where there is nothing else, they are all there is to show.
    assert nameless(pl.DataFrame({"outlet": names[:-1]})) == (0, 0)


LISTED = pl.DataFrame({
    "article_id": ["1", "2", "3"], "title": ["b", None, "a"], "start": [None, "c", None], "words": [3, None, 1], "outlet_name": ["x", "z", "y"],
    "tone": [0.5, None, -0.5],
})  # fmt: skip


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ("", "123"),
        ("title", "312"),
        ("-title", "213"),
        ("words", "312"),
        ("-words", "132"),
        ("outlet", "132"),
        ("scale", "312"),
        ("moon", "123"),
    ],
)
def test_articles_are_listed_in_order(sort: str, ids: str) -> None:
    assert "".join(_sorted(LISTED, OverviewView(sort=sort))["article_id"]) == ids


@pytest.mark.parametrize(
    ("column", "kind", "sort", "then", "state"),
    [
        ("title", "", "", "title", None), ("title", "", "title", "-title", "ascending"), ("title", "", "-title", "title", "descending"),
        ("words", "num", "", "-words", None), ("words", "num", "-words", "words", "descending"), ("published", "", "", "-published", None),
    ],
)  # fmt: skip
def test_a_column_is_sorted_by_what_is_looked_for_first(
    column: str, kind: str, sort: str, then: str, state: str | None
) -> None:
    head = _head(column, "Name", kind, OverviewView(sort=sort))
    assert asked(of(of(head, "children"), "href"))["sort"] == [then]
    assert getattr(head, "aria-sort", None) == state


def test_a_row_of_the_list_has_what_is_known() -> None:
    row: dict[str, Any] = {
        "article_id": "1", "title": None, "start": "It rained …", "outlet": "x", "outlet_name": "The X", "country": None, "language": "en",
        "published": at(2026, 2, 6), "published_precision": "day", "published_basis": "stated", "words": 1200, "status": "short",
        "tone": 0.25, "hits": 3,
    }  # fmt: skip
    assert cells(_row(row, OverviewView())) == [
        "It rained …|no title; first words", "The X", "unknown", "English", "6 Feb 2026|stated", "1,200|short", "+0.25", "3"
    ]  # fmt: skip
    plain = row | {"title": "Rain", "published": None, "status": "ok", "words": None}
    assert cells(_row(plain, OverviewView()))[0::4] == ["Rain", "no date"]
    assert cells(_row(plain, OverviewView()))[5] == "–"
    assert cells(_row(row | {"title": "", "start": None}, OverviewView()))[0].startswith("1|")


def test_a_number_of_an_article_leads_to_its_words_unless_there_are_none() -> None:
    link: Any = _number("3", 3, "1", ArticleView(dimension="war", voice="own"), "war", "own")
    assert (of(link, "title"), getattr(link, "aria-current")) == ("Why 3: the own words of war", "true")
    other: Any = _number("3", 3, "1", ArticleView(dimension="war", voice="own"), "war", "")
    assert (of(other, "title"), getattr(other, "aria-current", None)) == ("Why 3: the words of war", None)
    assert _number("0", 0, "1", ArticleView(), "war", "") == "0"


@pytest.mark.parametrize(
    ("factor", "negated", "said_"),
    [
        (1.0, False, ""),
        (1.0, True, " (negated, still a hit)"),
        (0.0, True, " (negated: no hit)"),
        (0.0, False, " (no hit)"),
    ],
)
def test_a_span_says_whether_it_is_a_hit(factor: float, negated: bool, said_: str) -> None:
    one = replace(span("e", weight=1.5, factor=factor), negated=negated, concept="a_b")
    row = evidence_row(one, {}, "en", "1", ArticleView())
    assert cells(row) == [f"word|{said_}", "war", "body", "own", "stance", "1.5", "a b", "–"]
    assert "in the text" in said(evidence_row(one, {"war": 1}, "en", "1", ArticleView()))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((0.5, 0.25, 0.75), ["0.50", "0.25 … 0.75"]), ((-0.5, -0.75, None), ["−0.50"]), ((0.5, None, 0.75), ["0.50"]), ((None, 0.1, 0.2), ["–"]),
        ((float("nan"), 0.1, 0.2), ["–"]),
    ],
)  # fmt: skip
def test_a_figure_of_codes_has_its_interval(
    given: tuple[float | None, float | None, float | None], told: list[str]
) -> None:
    assert said(figure(*given)) == told


def test_doublings_are_of_a_ratio_or_a_scale_itself() -> None:
    rows = pl.DataFrame(
        {"estimate": [0.5], "low": [0.0], "high": [1.0], "ratio": [4.0], "ratio_low": [1.0], "ratio_high": [8.0]}
    )
    for contrast, expected in ((True, (0.5, 0.0, 1.0)), (False, (2.0, 0.0, 3.0))):
        assert doublings(rows, contrast=contrast).select("at", "from", "to").row(0) == pytest.approx(expected)
    row = {"estimate": 0.54, "low": 0.26, "high": 1.0, "status": "no-words"}
    told: list[tuple[dict[str, Any], bool, list[str]]] = [
        (row, True, ["+0.54", "+0.26 … +1.00"]), (row, False, ["0.5", "0.3 … 1.0"]), (row | {"low": None}, True, ["no words"]),
        (row | {"estimate": None}, False, ["no words"]),
    ]  # fmt: skip
    for given, contrast, text in told:
        assert said(figures(given, contrast=contrast)) == text
