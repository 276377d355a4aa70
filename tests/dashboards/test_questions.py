"""One question, one answer: with the same filters the pages have the figures of the commands, to the last digit."""

from __future__ import annotations

import io
import json
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import framing
from framing.schemas import SECTIONS, VOICES
from tests.conftest import Run

pytest.importorskip("dash")

from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.components.contrast import measured
from dashboards.components.links import command_for
from dashboards.data import Snapshot
from dashboards.feed import Feed
from dashboards.filtering import Filters
from dashboards.sides import Sides
from dashboards.view import CompareView, OutletsView, OverviewView

#: Sentences that have hits in title and text, own and quoted, of several families and topics.
_SAID = (
    "The stunning outburst was shameful",
    "“It is a disgraceful scandal and a lie”, the minister said on Monday",
    "The court may rule that the law is fair",
    "The hospital treated patients, officials reaffirmed",
    "The market fell, and the bank doubted the so-called growth",
)


def newsroom() -> pl.DataFrame:
    """Six outlets with seven articles each, in no two the same sentences in the same order."""
    rows = []
    for outlet in range(6):
        for number in range(7):
            told = [_SAID[(outlet * number + step * (1 + outlet % 4)) % 5] for step in range(4)]
            filler = " ".join(f"word{outlet}{number}{place}" for place in range(20))
            rows.append({
                "article_id": f"{outlet}-{number}",
                "title": told[0],
                "text": f"{told[1]}. {filler}.\n\n{'. '.join(told[2:])}.",
                "outlet": f"paper{outlet}",
                "language": "en",
                "genre": ("news", "opinion")[number % 2],
                "published": f"2026-0{1 + number % 4}-05",
            })  # fmt: skip
    return framing.articles(pl.DataFrame(rows).rename({"article_id": "id"}))


@dataclass(frozen=True)
class Study:
    """A project as a folder, as a page sees it, and behind a server."""

    folder: Path
    snapshot: Snapshot
    client: FlaskClient

    def file(self, name: str, address: str) -> tuple[str, pl.DataFrame]:
        """The caption and the rows of an export."""
        response = self.client.get(f"/export/{name}", query_string={"view": address}, headers={"Host": "localhost"})
        assert response.status_code == 200, response.text
        heading, _, rows = response.text.partition("\n")
        return heading, pl.read_csv(io.StringIO(rows), infer_schema_length=None)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("questions") / "study"
    rejects = pl.DataFrame(schema=framing.read([]).rejects.schema)
    with framing.Writer(framing.init_project(folder)) as writer:
        writer.add(framing.ReadResult(newsroom(), rejects))
    look = Feed(lambda: framing.open_project(folder)).look()
    assert isinstance(look, Snapshot)
    return Study(folder, look, create_app(lambda: framing.open_project(folder)).server.test_client())


QUESTIONS = [
    Filters(),
    Filters(voices=("own",)),
    Filters(voices=("quoted", "reported")),
    Filters(sections=("title",)),
    Filters(sections=("lead", "body"), voices=("own", "mention")),
    Filters(topic=("economic", "health")),
    Filters(topic=("economic",), voices=("own",)),
    Filters(topic=("health",), genre=("news",)),
    Filters(about="minister", voices=("quoted",)),
    Filters(since="2026-02", until="2026-03", sections=("title", "lead"), least=2, family=("register",)),
    Filters(voices=VOICES, sections=SECTIONS, family=("epistemic", "generic")),
]
_FIGURES = ("key", "dimension", "language", "articles", "words", "hits", "observed", "estimate", "low", "high", "ratio",
            "ratio_low", "ratio_high", "baseline", "status")  # fmt: skip


def printed(run: Run, study: Study, command: str) -> dict[str, Any]:
    result = run(*shlex.split(command)[1:], "--json", "--project", study.folder)
    assert result.code == 0, result.err
    found: dict[str, Any] = json.loads(result.out)
    return found


@pytest.mark.parametrize("filters", QUESTIONS, ids=lambda filters: OverviewView(filters=filters).href()[1:] or "all")
def test_the_heat_map_has_the_figures_of_the_report(study: Study, run: Run, filters: Filters) -> None:
    options = measured(study.snapshot, filters)
    rows = printed(run, study, command_for(["report", "--by", "outlet", *options], filters))["estimates"]
    book = study.snapshot.lexicon.codebook.dimensions
    wanted = [{name: row[name] for name in _FIGURES} for row in rows if row["dimension"] in book]
    assert len(wanted) > 5
    heading, shown = study.file("heatmap.csv", OutletsView(filters=filters).href())
    found = shown.select(_FIGURES).sort("key", "dimension").to_dicts()
    assert found == sorted(wanted, key=lambda row: (row["key"], row["dimension"]))
    for name in ("voices", "sections", "family", "topic"):
        for value in getattr(filters, name):
            assert value.replace("none", "No topic") in heading.replace(value.capitalize(), value)


@pytest.mark.parametrize("filters", QUESTIONS[1:6], ids=lambda filters: OverviewView(filters=filters).href()[1:])
def test_the_scales_of_the_overview_have_them_too(study: Study, run: Run, filters: Filters) -> None:
    command = command_for(["report", "--by", "outlet", "--dimension", "tone"], filters)
    rows = {row["key"]: row for row in printed(run, study, command)["estimates"]}
    _, shown = study.file("outlets.csv", OverviewView(filters=filters).href())
    assert set(shown["key"]) == set(rows)
    for row in shown.iter_rows(named=True):
        assert {name: row[name] for name in _FIGURES} == {name: rows[row["key"]][name] for name in _FIGURES}
        # Both rates stand beside the estimate that they make.
        assert row["hits_positive"] + row["hits_negative"] == row["hits"]
        if row["rate_positive"] is not None:
            assert row["rate_positive"] == 1000 * row["hits_positive"] / row["scale_words"]


@pytest.mark.parametrize(
    "filters", [*QUESTIONS[1:5], QUESTIONS[9]], ids=lambda filters: CompareView(filters=filters).href()
)
def test_two_outlets_have_the_figures_of_compare(study: Study, run: Run, filters: Filters) -> None:
    sides = Sides(a="paper0", b="paper3")
    command = command_for([*sides.command(), *measured(study.snapshot, filters)], filters)
    wanted = {row["dimension"]: row for row in printed(run, study, command)["contrasts"]}
    found = study.snapshot.contrast(filters, sides).table
    assert set(found["dimension"]) == set(wanted)
    for row in found.iter_rows(named=True):
        assert row == wanted[row["dimension"]]


def test_what_is_compared_is_not_chosen_from(study: Study) -> None:
    """Own and quoted words compared, of own words only, are own and quoted words in the sections that are chosen."""
    sides = Sides(by="voice")
    plain = study.snapshot.contrast(Filters(sections=("body",)), sides)
    chosen = study.snapshot.contrast(Filters(sections=("body",), voices=("own",)), sides)
    assert chosen.table.equals(plain.table)
    assert not plain.table.equals(study.snapshot.contrast(Filters(), sides).table)


@pytest.mark.parametrize("filters", QUESTIONS, ids=lambda filters: OverviewView(filters=filters).href()[1:] or "all")
def test_the_list_counts_what_the_filters_count(study: Study, filters: Filters) -> None:
    rows = study.snapshot.select(filters).rows
    whole = framing.open_project(study.folder).load().scored
    kept = pl.col("article_id").is_in(rows["article_id"].implode())
    for name in ("section", "voice"):
        if chosen := getattr(filters, f"{name}s"):
            kept &= pl.col(name).is_in(list(chosen))
    words = whole.exposure.filter(kept).group_by("article_id").agg(pl.sum("words"))
    counts = dict(words.iter_rows())
    assert {row["article_id"]: row["words"] for row in rows.iter_rows(named=True)} == {
        key: counts.get(key, 0) for key in rows["article_id"]
    }
    shown = pl.col("dimension").is_in(study.snapshot.dimensions(filters))
    assert rows["hits"].sum() == whole.scores.filter(kept, shown)["hits"].sum()


@pytest.mark.parametrize("view", ["/", "/outlets", "/compare?by=genre&a=news"])
def test_every_link_of_a_page_keeps_the_filters(study: Study, view: str) -> None:
    """Whatever a link changes, it changes one thing."""
    from dashboards.pages import PAGES

    filters = Filters(voices=("own",), sections=("title", "body"), family=("register",), topic=("health", "none"))
    path, _, query = view.partition("?")
    search = OverviewView(filters=filters).href()[1:] + (f"&{query}" if query else "")
    made = next(page for page in PAGES if page.stands_at(path)).make(study.snapshot, path, search)
    assert made is not None
    content: Any = made.content
    links = [str(each.href) for each in content._traverse() if getattr(each, "href", "").startswith("/")]
    assert len(links) > 20
    for link in links:
        if not link.startswith("/export/"):
            kept = OverviewView.parse(link.partition("?")[2]).filters
            changed = [
                name
                for name in ("voices", "sections", "family", "topic")
                if getattr(kept, name) != getattr(filters, name)
            ]
            assert len(changed) <= 1 or kept == Filters(), link
