"""The page of the lexicons: its counts are those of the evidence, and what an entry makes is what is lost without it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing

pytest.importorskip("dash")

from flask.testing import FlaskClient

from dashboards.data import Snapshot
from dashboards.entries import drawn_hits, entry_table, hits_in, influence, lacking
from dashboards.feed import Feed
from dashboards.filtering import Filters
from dashboards.pages.lexicons import lexicons_page, sorted_entries
from dashboards.plainview import LexiconsView
from dashboards.sample import SampleProject, seeds
from framing.lexicon.review import concepts
from tests.dashboards.asking import client_of, looked
from tests.dashboards.asking import exported_table as file
from tests.dashboards.test_size import MOST, elements

SAID = ("A stunning, historic deal", "It was not a historic deal", "Rain fell on the plains")
ROWS = [
    {"id": f"{outlet}-{at}", "outlet": outlet, "language": "en", "title": f"{SAID[at % 3]} {at}", "text": f"{SAID[(at * size) % 3]}, {at} of {outlet}."}
    for outlet, size in (("loud", 3), ("plain", 1), ("calm", 2))
    for at in range(12)
]  # fmt: skip
PROJECT = SampleProject(framing.articles(pl.DataFrame(ROWS)), "Entries")
MEASURE = "praise"
FILTERS = [
    Filters(),
    Filters(outlet=("loud",)),
    Filters(sections=("title",)),
    Filters(voices=("own",), outlet=("plain", "calm")),
]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return looked(PROJECT)


@pytest.fixture(scope="module")
def entry(snapshot: Snapshot) -> str:
    """An entry that has hits, and that the second of the sentences takes back."""
    return str(hits_in(snapshot, Filters(), MEASURE, "en").sort("entry_id")["entry_id"][0])


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return client_of(PROJECT)


names = st.text(min_size=1, max_size=8).map(lambda text: " ".join(text.split())).filter(bool)
pages = st.integers(1, 10**6)


@given(
    st.builds(
        LexiconsView, measure=names, of=names, q=names, sort=names, open=names, page=pages, draw=pages, gaps=pages
    )
)
def test_an_address_is_its_view(view: LexiconsView) -> None:
    assert LexiconsView.parse(urlsplit(view.href()).query) == view


def counted(snapshot: Snapshot, filters: Filters) -> pl.DataFrame:
    """The hits of the dimension in the evidence."""
    rows = snapshot.scored.evidence.filter(pl.col("dimension") == MEASURE, pl.col("factor") > 0)
    for name, chosen in (("section", filters.sections), ("voice", filters.voices)):
        rows = rows.filter(pl.col(name).cast(pl.String).is_in(list(chosen))) if chosen else rows
    if filters.outlet:
        own = snapshot.rows.filter(pl.col("outlet").is_in(list(filters.outlet)))
        rows = rows.filter(pl.col("article_id").is_in(own["article_id"].implode()))
    return rows


@pytest.mark.parametrize("filters", FILTERS, ids=repr)
def test_hits_are_those_of_the_evidence(snapshot: Snapshot, client: FlaskClient, filters: Filters) -> None:
    evidence = counted(snapshot, filters)
    expected = dict(evidence.group_by("entry_id").len().iter_rows())
    rows = file(client, "entries.csv", LexiconsView(measure=MEASURE, of="en", filters=filters))
    assert dict(rows.filter(pl.col("hits") > 0).select("entry_id", "hits").iter_rows()) == expected
    assert rows.height == sum(entry.dimension == MEASURE for entry in snapshot.lexicon.entries["en"])
    assert rows["share"].sum() == pytest.approx(100)
    assert rows["hits"].to_list() == sorted(rows["hits"], reverse=True)


@pytest.mark.parametrize("filters", FILTERS, ids=repr)
def test_without_an_entry_a_rate_is_what_the_others_make(snapshot: Snapshot, filters: Filters) -> None:
    hits = hits_in(snapshot, filters, MEASURE, "en")
    for entry in hits["entry_id"].unique():
        rows = influence(snapshot, hits, filters, entry, "en")
        left = influence(snapshot, hits.filter(pl.col("entry_id") != entry), filters, "none", "en")
        assert not left.height
        assert rows["hits"].sum() == hits.filter(entry_id=entry)["hits"].sum()
        evidence = counted(snapshot, filters).join(snapshot.rows.select("article_id", "outlet"), on="article_id")
        for row in rows.to_dicts():
            own = evidence.filter(outlet=row["outlet"])
            assert row["rate"] * row["words"] / 1000 == pytest.approx(own.height)
            assert row["rate_without"] * row["words"] / 1000 == pytest.approx(
                own.filter(pl.col("entry_id") != entry).height
            )
            assert row["rate"] * (1 + row["change"] / 100) == pytest.approx(row["rate_without"])


def test_a_rate_is_that_of_the_report(snapshot: Snapshot) -> None:
    hits = hits_in(snapshot, Filters(), MEASURE, "en")
    entry = hits["entry_id"][0]
    counts = framing.estimate(
        snapshot.scored, snapshot.articles, snapshot.lexicon, levels=("outlet",), measures=(MEASURE,), tested=False
    ).filter(level="outlet")
    rows = influence(snapshot, hits, Filters(), entry, "en")
    known = dict(counts.select("key", "hits").iter_rows())
    assert {row["outlet"]: row["all_hits"] for row in rows.to_dicts()} == {key: known[key] for key in rows["outlet"]}


@given(st.integers(1, 40), st.integers(1, 6))
def test_drawn_hits_are_hits_and_the_same_again(snapshot: Snapshot, entry: str, draw: int, number: int) -> None:
    every = snapshot.scored.evidence.filter(pl.col("entry_id") == entry, pl.col("factor") > 0)
    rows = drawn_hits(snapshot, Filters(), entry, [entry], number, draw)
    assert 0 < rows.height <= number
    assert rows.equals(drawn_hits(snapshot, Filters(), entry, [entry], number, draw))
    places = set(every.select("article_id", "section", "start").cast({"section": pl.String}).rows())
    assert set(rows.select("article_id", "section", "start").cast({"section": pl.String}).rows()) <= places


def test_entries_are_found_and_sorted(snapshot: Snapshot) -> None:
    hits = hits_in(snapshot, Filters(), MEASURE, "en")
    every = entry_table(snapshot, hits, MEASURE, "en")
    found = entry_table(snapshot, hits, MEASURE, "en", "HISTORIC")
    assert 0 < found.height < every.height
    assert all("historic" in " ".join(map(str, row.values())).lower() for row in found.to_dicts())
    assert sorted_entries(every, "weight")["weight"].to_list() == sorted(every["weight"], reverse=True)
    assert sorted_entries(every, "term")["term"].to_list() == every["term"].sort().to_list()
    assert "No entry has this in it" in str(lexicons_page(snapshot, LexiconsView(measure=MEASURE, q="zzzz")))


def test_gaps_are_those_of_the_coverage(snapshot: Snapshot) -> None:
    table = concepts(snapshot.lexicon).filter(dimension=MEASURE)
    for code in snapshot.lexicon.entries:
        assert (
            lacking(snapshot, MEASURE, code)["concept"].to_list()
            == table.filter(pl.col(code) == 0)["concept"].to_list()
        )


def test_an_entry_opens_with_hits_that_lead_to_articles(snapshot: Snapshot, entry: str) -> None:
    view = LexiconsView(measure=MEASURE, open=entry)
    page = str(lexicons_page(snapshot, view))
    assert "/article/" in page
    assert f"entry={entry}" in page
    assert "What it makes of each outlet" in page
    assert "What it makes of each outlet" not in str(lexicons_page(snapshot, LexiconsView(measure=MEASURE)))
    assert "is called en.praise.nothing" in str(
        lexicons_page(snapshot, LexiconsView(measure=MEASURE, open="en.praise.nothing"))
    )
    assert "What each filter leaves" in str(lexicons_page(snapshot, LexiconsView(filters=Filters(country=("JP",)))))


def test_urdu_runs_from_the_right_and_pages_stay_small(snapshot: Snapshot, entry: str) -> None:
    look = Feed(seeds).look()
    assert isinstance(look, Snapshot)
    page = lexicons_page(look, LexiconsView(measure="communique", of="ur"))
    assert "lang='ur', dir='rtl'" in str(page) or "dir='rtl'" in str(page)
    for content in (page, lexicons_page(snapshot, LexiconsView(measure=MEASURE, open=entry))):
        assert 300 < elements(content) < MOST


def test_grown_words_stand_with_their_scores_and_lead_to_their_places(tmp_path: Path) -> None:
    project = framing.init_project(tmp_path / "news")
    framing.add(project, pl.DataFrame(ROWS))
    nothing = str(lexicons_page(looked(project), LexiconsView(of="en")))
    assert "framing lexicon grow --project news --language en" in nothing
    table = tmp_path / "news" / "grown" / "en.csv"
    table.parent.mkdir()
    table.write_text("word,score,count,neighbours\nplains,-1.5,9,rain fell\nstunning,2.25,30,historic deal\n")
    page = str(lexicons_page(looked(project), LexiconsView(of="en")))
    assert page.index("stunning'") < page.index("plains'")
    for text in ("+2.25", "−1.50", "historic · deal", "/search?q=stunning"):
        assert text in page
    plain = str(lexicons_page(looked(project), LexiconsView(of="en", grown_sort="plain")))
    assert plain.index("/search?q=plains") < plain.index("/search?q=stunning")
    for text, said in (("a,b\n1,2\n", "other columns"), ("word,score,count,neighbours\nx,much,1,\n", "cannot be read")):
        table.write_text(text)
        assert said in str(lexicons_page(looked(project), LexiconsView(of="en")))
