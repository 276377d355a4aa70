"""The page that searches: its places are those of ``framing kwic``, whatever the filters."""

from __future__ import annotations

import io
import json
import shlex
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing

pytest.importorskip("dash")

from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.components.concordance import SORTS, sorted_lines
from dashboards.data import Snapshot
from dashboards.feed import Feed
from dashboards.filtering import Filters
from dashboards.pages.search import command_of, outlet_counts, search_page
from dashboards.plainview import SearchView
from dashboards.searching import Searches, collocates_of, lines_of
from framing.scoring.concordance import collocates, keys_of, matches
from tests.conftest import Run
from tests.dashboards.asking import exported as file

WORDS = [
    SearchView(q="पाकिस्तान"),
    SearchView(q="پاکستان", sort="before"),
    SearchView(q="भारत", filters=Filters(country=("IN",), voices=("own",))),
    SearchView(q="sensational", kind="entry"),
    SearchView(q="communique", kind="entry", filters=Filters(voices=("own",), sections=("lead", "body"))),
    SearchView(q="attribution", kind="entry", filters=Filters(language=("ur",))),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("search") / "seeds"
    with framing.Writer(framing.init_project(made)) as writer:
        writer.add(framing.read([framing.seeds_folder()]))
    return made


@pytest.fixture(scope="module")
def snapshot(folder: Path) -> Snapshot:
    look = Feed(lambda: framing.open_project(folder)).look()
    assert isinstance(look, Snapshot)
    return look


@pytest.fixture(scope="module")
def client(folder: Path) -> FlaskClient:
    asked: FlaskClient = create_app(lambda: framing.open_project(folder)).server.test_client()
    return asked


texts = st.text(max_size=8).map(lambda text: " ".join(text.split()))


@given(st.builds(SearchView, q=texts, kind=texts, sort=texts, open=texts, page=st.integers(1, 10**6)))
def test_an_address_is_its_view(view: SearchView) -> None:
    assert SearchView.parse(urlsplit(view.href()).query) == view
    assert SearchView.parse(urlsplit(view.href(q="else")).query) == replace(view, q="else", page=1, open="")


@pytest.mark.parametrize("view", WORDS, ids=lambda view: view.href())
def test_its_places_are_those_of_its_command(view: SearchView, client: FlaskClient, folder: Path, run: Run) -> None:
    command = shlex.split(command_of(view))
    assert command[1] == "kwic"
    printed = run(*command[1:], "--project", folder, "--json").out.splitlines()
    expected = {
        tuple(row[name] for name in ("article_id", "section", "start", "before", "hit", "after"))
        for row in map(json.loads, printed)
    }
    rows = pl.read_csv(io.StringIO(file(client, "places.csv", view)), comment_prefix="#", infer_schema=False)
    names = ("article_id", "section", "start", "before", "hit", "after")
    places = {
        (row["article_id"], row["section"], int(row["start"]), *(row[name] or "" for name in names[3:]))
        for row in rows.iter_rows(named=True)
    }
    assert expected
    # A cell that a spreadsheet would work out is written as text.
    assert {tuple(str(value).lstrip("'") for value in place) for place in places} == {
        tuple(str(value).lstrip("'") for value in place) for place in expected
    }


@pytest.mark.parametrize("view", WORDS[:4], ids=lambda view: view.href())
def test_counts_by_outlet_and_month_add_up(view: SearchView, client: FlaskClient, snapshot: Snapshot) -> None:
    found = lines_of(snapshot, view)
    assert found is not None
    counts = outlet_counts(found)
    assert counts["places"].sum() == found.places == found.lines.height
    assert counts["articles"].sum() == found.lines["article_id"].n_unique()
    months = pl.read_csv(io.StringIO(file(client, "months.csv", view)), comment_prefix="#")
    dated = found.lines.filter(pl.col("published").is_not_null())
    assert months["count"].sum() == dated.height


@pytest.mark.parametrize("sort", SORTS)
def test_an_order_keeps_every_place(sort: str, snapshot: Snapshot) -> None:
    found = lines_of(snapshot, WORDS[0])
    assert found is not None
    lines = sorted_lines(found.lines, sort)
    names = ["article_id", "section", "start"]
    assert lines.select(names).sort(names).equals(found.lines.select(names).sort(names))
    if sort == "date":
        dates = lines["published"].drop_nulls()
        assert dates.equals(dates.sort())


def test_a_line_from_the_right_is_mirrored_and_opens_in_place(snapshot: Snapshot) -> None:
    found = lines_of(snapshot, WORDS[1])
    assert found is not None
    row = found.lines.row(0, named=True)
    place = f"{row['article_id']} {row['section']} {row['start']}"
    page = str(search_page(snapshot, replace(WORDS[1], sort="", open=place)))
    assert "className='line right-to-left'" in page
    assert "className='opened'" in page
    assert "'aria-expanded': 'true'" in page or "aria-expanded='true'" in page
    assert "className='opened'" not in str(search_page(snapshot, WORDS[1]))


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (SearchView(q="!?"), "has no word"),
        (SearchView(q="nosuchentry", kind="entry"), "no entry for"),
        (SearchView(q="qqqzzz"), "stands in none of the 5 articles"),
        (SearchView(), "Which word do you look for?"),
        (SearchView(q="derogation"), "The lexicon has an entry of this name"),
        (SearchView(q="x", filters=Filters(country=("JP",))), "What each filter leaves"),
    ],
)
def test_what_is_not_found_is_said(view: SearchView, said: str, snapshot: Snapshot) -> None:
    assert said in str(search_page(snapshot, view))


def test_a_search_that_takes_long_says_how_far_it_is(snapshot: Snapshot) -> None:
    searches = Searches(snapshot)
    assert "done" not in searches.progress
    searches.made.get(("slow",), lambda tell: tell(3), None)
    assert "3 done" in searches.progress


def test_more_places_than_are_shown_are_counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboards.searching.MOST_LINES", 3)
    fresh = Feed(lambda: framing.open_project(folder)).look()
    assert isinstance(fresh, Snapshot)
    found = lines_of(fresh, SearchView(q="और"))
    assert found is not None
    assert found.lines.height <= 3 < found.places
    assert f"Shown are {found.lines.height}" in str(search_page(fresh, SearchView(q="और")))


@given(st.lists(st.lists(st.sampled_from(["trade", "deal", "talks", "rain"]), max_size=12), min_size=1, max_size=4))
def test_what_stands_near_is_counted_once(articles: list[list[str]]) -> None:
    news = pl.DataFrame(
        {
            "article_id": [str(at) for at in range(len(articles))],
            "title": "",
            "text": [" ".join(one) for one in articles],
        }
    )
    found = collocates(news, matches(news, keys_of("trade")), window=1)
    for word, near, elsewhere, within, likelihood in found.iter_rows():
        with_it = [one for one in articles if "trade" in one]
        places = [(one, at) for one in with_it for at, other in enumerate(one) if other == word]
        beside = [at for one, at in places if "trade" in one[max(0, at - 1) : at + 2]]
        assert (near, near + elsewhere) == (len(beside), len(places))
        assert within >= 2
        assert likelihood >= 0


def test_its_collocates_are_those_of_the_toolkit(snapshot: Snapshot) -> None:
    view = SearchView(q="पाकिस्तान")
    found = lines_of(snapshot, view)
    assert found is not None
    words = collocates_of(snapshot, view, found)
    articles = snapshot.scored.with_texts(snapshot.articles)
    assert words is not None
    assert words.equals(collocates(articles, matches(articles, keys_of(view.q))))
