"""What is said of whom, on the page that compares: the figures of ``framing.compare``, kept, and links to whole articles."""

from __future__ import annotations

import io
from threading import Event
from typing import Any

import polars as pl
import pytest

import framing

pytest.importorskip("dash")

from dashboards.data import Snapshot
from dashboards.filtering import Filters
from dashboards.pages import compare
from dashboards.pages.compare import compare_page
from dashboards.sample import SampleProject
from dashboards.sides import Sides
from dashboards.targets import WHOLE, of_targets
from dashboards.view import ArticleView, CompareView
from framing.schemas import ARTICLE
from tests.dashboards.asking import client_of, exported, looked
from tests.dashboards.test_heatmap import text

TEXTS = (
    "Critics call Ann Lee brave, but Bo Marsh failed. Lee won the prize for her rescue of the village.",
    "The disaster was blamed on Bo Marsh, who is corrupt. The report of Ann Lee was admired by all.",
    "Police praised Ann Lee for the rescue, and Bo Marsh lied to the court about the deaths again.",
)


def articles_of(rows: list[tuple[str, str, str]]) -> pl.DataFrame:
    given = pl.DataFrame(rows, schema=["article_id", "text", "outlet"], orient="row").with_columns(
        language=pl.lit("en")
    )
    absent = [pl.lit(None, kind).alias(name) for name, kind in ARTICLE.items() if name not in given.columns]
    return given.with_columns(absent)


def news(times: int) -> pl.DataFrame:
    return articles_of([(f"{at}", f"{TEXTS[at % 3]} Note {at}.", "xy"[at % 2]) for at in range(3 * times)])


FEW = SampleProject(news(4), "Named")
VIEW = CompareView(by="target", a="Ann Lee", b="Bo Marsh")


def test_its_figures_are_those_of_the_toolkit() -> None:
    snapshot = looked(FEW)
    expected = framing.compare(snapshot.scored, snapshot.articles, question=VIEW.sides.question()).table
    rows = pl.read_csv(io.StringIO(exported(client_of(FEW), "contrast.csv", VIEW)), comment_prefix="#")
    for name in ("dimension", "status", "hits_a", "hits_b"):
        assert rows[name].to_list() == expected[name].to_list()
    judged = expected.filter(dimension="valence").row(0, named=True)
    assert judged["rate_a"] > judged["rate_b"]


def test_names_are_chosen_and_examples_lead_to_whole_articles() -> None:
    snapshot = looked(FEW)
    begun = str(compare_page(snapshot, CompareView(by="target")))
    assert VIEW.href() in begun or CompareView(by="target", a="Bo Marsh", b="Ann Lee").href() in begun
    page = compare_page(snapshot, CompareView(by="target", a="Ann Lee", b="Bo Marsh", measure="judgement"))
    assert "How do Ann Lee and Bo Marsh differ?" in text(page)
    assert any(ArticleView().href(name).split("?")[0] in str(page) for name in snapshot.articles["article_id"])
    assert "→" not in "".join(part for part in str(page).split("'") if part.startswith("/"))


def test_filters_leave_what_their_articles_say() -> None:
    snapshot = looked(FEW)
    filters = Filters(outlet=("x",))
    keyed = snapshot.keyed(filters, VIEW.sides)
    assert set(keyed[WHOLE]) == set(snapshot.select(filters).rows["article_id"])
    assert set(keyed["target"]) == {"Ann Lee", "Bo Marsh"}
    assert snapshot.keyed(filters, Sides()).height == snapshot.select(filters).rows.height


class Held:
    """A sample project's answers, of which one waits until it may go on."""

    def __init__(self, answers: Any) -> None:
        self.answers, self.go = answers, Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.answers, name)

    def get(self, what: str, parts: tuple[str, ...], make: Any) -> Any:
        if what == "dashboard-targets":
            assert self.go.wait(60)
        return self.answers.get(what, parts, make)


@pytest.mark.parametrize("over", [0, 1])
def test_of_many_articles_names_are_found_later(monkeypatch: pytest.MonkeyPatch, over: int) -> None:
    """Of so few that all is quick at once, of one more in the background, and the page says how far it is."""
    articles = news(4)
    monkeypatch.setattr("dashboards.data.QUICK", articles.height - over)
    snapshot: Snapshot = looked(SampleProject(articles, "Many"))
    snapshot.answers = held = Held(snapshot.answers)
    named, view = compare.PAGE.parts["named"], CompareView(by="target")
    if over:
        assert f"Finding whom {articles.height} articles name" in text(compare_page(snapshot, view))
        assert "0 read" in str(named(snapshot, "", view.href().split("?")[1]))
    held.go.set()
    assert snapshot.named.targets
    assert "Ann Lee" in str(named(snapshot, "", view.href().split("?")[1]))
    assert "Finding whom" not in text(compare_page(snapshot, view))


def test_how_far_the_finding_of_names_is() -> None:
    told: list[int] = []
    sample = looked(SampleProject(news(334), "Long"))
    of_targets(sample.scored, sample.articles, sample.lexicon, told.append)
    assert told == [0, 500, 1000]
