"""An article's page: what is marked, what each number is made of, what was left out, and how large it gets."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import framing
from framing.store.intake import Intake
from framing.store.project import init_project

pytest.importorskip("dash")

ROWS = {
    "headline": {"title": "The stunning talks failed"},
    "truncated": {"title": "The stunning talks failed", "text": "The stunning talks … [+2586 chars]"},
    "short": {"title": "The stunning talks failed", "text": "The stunning talks failed on Monday."},
}
SAID = {"headline": "There is no text", "truncated": "has cut it off", "short": ""}


def test_articles_without_a_text_are_explained(tmp_path: Path) -> None:
    from dashboards.data import Snapshot
    from dashboards.feed import Feed
    from dashboards.pages.article import article_page
    from dashboards.view import ArticleView

    project = init_project(tmp_path / "study")
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"id": name, **row}) + "\n" for name, row in ROWS.items()), encoding="utf-8")
    with Intake(project) as intake:
        assert sum(counts.scored for _, counts in intake.add([path])) == 3
    snapshot = Feed(lambda: project).look()
    assert isinstance(snapshot, Snapshot)
    for name, said in SAID.items():
        page = str(article_page(snapshot, name, ArticleView()))
        assert ("the headline alone is scored" in page) is bool(said)
        assert said in page


def test_only_an_address_of_the_web_is_a_link() -> None:
    from dashboards.pages.article import is_web
    from tests.dashboards.hostile import LINKS, PAYLOADS

    assert len(PAYLOADS) == 500
    assert [url for url in (*PAYLOADS, *LINKS) if is_web(url)] == [LINKS[-1]]
    assert is_web("HTTPS://news.example/")


def page_of(project: Any, article_id: str, **view: Any) -> Any:
    from dashboards.data import Snapshot
    from dashboards.feed import Feed
    from dashboards.pages.article import article_page
    from dashboards.view import ArticleView

    snapshot = Feed(lambda: project).look()
    assert isinstance(snapshot, Snapshot)
    made = article_page(snapshot, article_id, ArticleView(**view))
    assert made is not None
    return made


def parts(component: Any, kind: str) -> Iterator[Any]:
    """All components of a kind within one."""
    return (each for each in component._traverse() if type(each).__name__ == kind)


def named(component: Any, identity: str) -> Any:
    return next(each for each in component._traverse() if getattr(each, "id", None) == identity)


def _check_points(card: Any, row: dict[str, Any]) -> None:
    """The points of the words, in the last column, make the value."""
    made = {"Adds": 0.0, "Takes away": 0.0}
    for title, body in itertools.pairwise(card.children):
        if type(title).__name__ == "H3" and type(body).__name__ == "Table":
            made[title.children] = float(list(parts(body.children[2], "Td"))[-1].children)
            rows = [float(list(parts(line, "Td"))[-1].children) for line in parts(body.children[1], "Tr")]
            assert sum(rows) == pytest.approx(made[title.children], abs=0.006 * len(rows))
    if row["words"]:
        assert row["value"] == pytest.approx((made["Adds"] - made["Takes away"]) / math.sqrt(row["words"]), abs=0.006)
    else:
        assert row["value"] is None


@pytest.mark.parametrize(
    "counted", [{}, {"voices": ("own",)}, {"sections": ("title", "lead"), "voices": ("quoted", "reported")}], ids=repr
)
def test_each_number_is_the_sum_of_its_words(seeds: framing.ReadResult, counted: dict[str, Any]) -> None:
    from dashboards.components.reader import spans_of
    from dashboards.components.why import why_card
    from dashboards.data import Snapshot
    from dashboards.feed import Feed
    from dashboards.filtering import Filters
    from dashboards.sample import SampleProject
    from dashboards.view import ArticleView
    from framing.schemas import VOICES
    from framing.statistics.observations import observe

    snapshot = Feed(lambda: SampleProject(seeds.articles)).look()
    assert isinstance(snapshot, Snapshot)
    explained = 0
    filters = Filters(**counted)
    observed = observe(snapshot.scored, snapshot.articles, snapshot.lexicon, **counted)
    for key in snapshot.rows["article_id"]:
        found = snapshot.article(key, filters)
        assert found is not None
        record = found[1]
        # An article is counted as all of them together are.
        place = observed.articles.filter(article_id=key)["place"].item()
        own = observed.hits.filter(place=place)
        assert {name: row["hits"] for name, row in record["scores"].items()} == dict(
            own.select("dimension", "hits").iter_rows()
        )
        assert record["words"] == observed.articles.filter(article_id=key)["words"].item()
        sides = observed.sides.filter(place=place).select("scale", "positive", "negative")
        told = {name: (row["positive"], row["negative"]) for name, row in record["scales"].items()}
        assert {name: pair for name, pair in told.items() if any(pair)} == {
            name: (up, down) for name, up, down in sides.iter_rows() if up or down
        }
        spans = spans_of(record["evidence"])
        wanted = {("dimension", name, ""): [row["hits"]] for name, row in record["scores"].items()}
        for voice in VOICES:
            scores = record["voices"][voice]["scores"]
            wanted |= {("dimension", name, voice): [row["hits"]] for name, row in scores.items()}
        for name, row in record["scales"].items():
            if snapshot.lexicon.codebook.scales[name].weights:
                view = ArticleView(filters=filters, scale=name)
                _check_points(why_card(snapshot, record, spans, key, view), row)
                continue
            wanted["scale", name, ""] = [each for each in (row["positive"], row["negative"]) if each]
        for (what, name, voice), totals in wanted.items():
            asked: dict[str, str] = {what: name, "voice": voice}
            card = why_card(snapshot, record, spans, key, ArticleView(filters=filters, **asked))  # type: ignore[arg-type]
            tables = list(parts(card, "Table"))
            assert [int(next(parts(table.children[2], "Td")).children) for table in tables] == totals, (
                key,
                name,
                voice,
            )
            for table, total in zip(tables, totals, strict=True):
                rows = [row.children[1].children for row in parts(table.children[1], "Tr")]
                assert sum(int(number.replace(",", "")) for number in rows) == total
                weights = [float(row.children[2].children) for row in parts(table.children[1], "Tr")]
                assert sum(weights) == pytest.approx(float(table.children[2].children.children[2].children), rel=1e-4)
            explained += len(totals)
    assert explained > (10 if counted else 100)


def test_what_cleaning_took_out_stands_in_its_place_for_what_it_is(tmp_path: Path) -> None:
    from dashboards.components.reader import Marker, body_text
    from dashboards.view import ArticleView

    said = "The minister said that the stunning talks would go on in the capital next week."
    path = tmp_path / "news.jsonl"
    text = f"{said}\n\nNobody was surprised.\n\n{said}\n\nThe end came late."
    path.write_text(json.dumps({"id": "a", "title": "Talks", "text": text}) + "\n", encoding="utf-8")
    project = init_project(tmp_path / "study")
    with Intake(project) as intake:
        list(intake.add([path]))
    page = page_of(project, "a")
    left_out = list(parts(page, "Details"))
    summaries = [str(each.children[0].children) for each in left_out if each.className == "cut"]
    assert len(summaries) == 1
    assert "a paragraph that stood there before" in summaries[0]
    text_parts = next(each for each in page._traverse() if str(getattr(each, "className", "")).startswith("text"))
    assert [type(each).__name__ for each in text_parts.children] == ["P", "P", "Details", "P"]
    marker = Marker(article_id="a", view=ArticleView(), slots={}, asked=None)
    made = body_text("one\ntwo", [], [{"at": 7, "text": "<b>Tags", "rule": "tags"}], "en", marker)
    assert [type(each).__name__ for each in made.children] == ["P", "P", "Details"]


def test_a_long_article_makes_no_large_page(tmp_path: Path) -> None:
    from dash.development.base_component import Component
    from polars import DataFrame

    from dashboards.sample import SampleProject

    line = (
        "“It is a stunning, shameful and brutal lie”, the minister said; the court doubted that the market would grow."
    )
    text = "\n".join(f"{line} {number}" for number in range(900))
    articles = framing.articles(DataFrame({"id": ["long"], "title": [line], "text": [text], "language": ["en"]}))
    project = SampleProject(articles)
    for view in ({}, {"dimension": "sensational"}, {"scale": "tone"}, {"entry": "en.sensational.stunning"}):
        page = page_of(project, "long", **view)
        # Around it stands what stands around every page, some sixty elements.
        assert sum(isinstance(each, Component) for each in page._traverse()) < 1_400, view
        # All of the text is there, however little of it is marked.
        assert str(page).count("the court") >= 900


@pytest.mark.parametrize(("chosen", "on"), [((), 5), (("doubt",), 1), (("none",), 0)])
def test_six_dimensions_at_most_have_a_colour(seeds: framing.ReadResult, chosen: tuple[str, ...], on: int) -> None:
    from dashboards.components.legend import slots_of
    from dashboards.data import Snapshot
    from dashboards.feed import Feed
    from dashboards.filtering import Filters
    from dashboards.sample import SampleProject
    from dashboards.view import MOST_SHOWN, ArticleView

    snapshot = Feed(lambda: SampleProject(seeds.articles)).look()
    assert isinstance(snapshot, Snapshot)
    hits = {name: number for number, name in enumerate(snapshot.lexicon.codebook.dimensions)}
    assert len(slots_of(snapshot, hits, ArticleView(shown=chosen))) == on
    issue = slots_of(snapshot, hits, ArticleView(filters=Filters(family=("issue",))))
    assert list(issue.values()) == list(range(MOST_SHOWN))
    own = [name for name, one in snapshot.lexicon.codebook.dimensions.items() if one.family == "issue"]
    assert set(issue) == set(own[-MOST_SHOWN:])  # those with the most hits
    # Seven are switched on, one after the other: the first one goes.
    view = ArticleView(shown=tuple(issue))
    from urllib.parse import parse_qs

    then = parse_qs(view.toggled("a", "doubt", tuple(issue)).partition("?")[2])["show"]
    assert then == [*tuple(issue)[1:], "doubt"]
    assert "doubt" in slots_of(snapshot, hits, ArticleView(shown=tuple(issue), dimension="doubt"))
