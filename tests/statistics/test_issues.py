"""The issue frames of a text beside each other: how far each leads."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.statistics.reference import reference_news
from framing.statistics.topics import topic_frames
from tests.conftest import Run, write_entries

TEXTS = [
    "The court heard the judge and the tax.",
    "The hospital treated patients.",
    "It was on the day.",
    "The tax fell, the budget grew, the hospital closed.",
]


def _issues(texts: list[str]) -> tuple[framing.Scored, pl.DataFrame]:
    rows = {"article_id": [f"{number}" for number in range(len(texts))], "text": texts, "language": ["en"] * len(texts)}
    scored = framing.score(pl.DataFrame(rows))
    return scored, framing.issues(scored)


def test_leads_follow_from_counts_by_hand() -> None:
    scored, found = _issues(TEXTS)
    reference, frames = reference_news(framing.default_lexicon()), topic_frames(framing.default_lexicon())
    words = dict(scored.articles.select("article_id", "words").iter_rows())
    for article, count in words.items():
        rows = scored.scores.filter(pl.col("article_id") == article)
        hits = {name: rows.filter(pl.col("dimension") == name)["hits"].sum() for name in frames}
        times = {name: 1000 * n / count / reference["en", name].mean for name, n in hits.items() if n}
        of_article = found.filter(pl.col("article_id") == article)
        assert dict(of_article.select("issue", "times").iter_rows()) == pytest.approx(times)
        for name, lead in of_article.select("issue", "lead").iter_rows():
            assert lead == pytest.approx(
                times[name] - max((times[other] for other in times if other != name), default=0)
            )
        assert of_article.filter("main").height == bool(times)


def test_a_common_issue_gives_way_to_a_rare_one() -> None:
    _, found = _issues(["The tax and the synagogue."])
    assert found.select("issue", "hits", "main").rows() == [("cultural_identity", 1, True), ("economic", 1, False)]


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5))
def test_an_article_leads_alone_as_among_others(texts: list[str]) -> None:
    _, together = _issues(texts)
    alone = [_issues([text])[1].drop("article_id").rows() for text in texts]
    assert [
        together.filter(pl.col("article_id") == f"{n}").drop("article_id").rows() for n in range(len(texts))
    ] == alone


def test_issues_without_reference_news_count_as_equally_common(tmp_path: Path) -> None:
    (tmp_path / "codebook.toml").write_bytes((framing.lexicons_folder() / "codebook.toml").read_bytes())
    for name, term in (("economic", "tariffland"), ("health", "wardland")):
        write_entries(tmp_path / "en" / f"{name}.csv", [{"term": term, "concept": name}])
    own = framing.load_lexicon(tmp_path)
    news = pl.DataFrame({"text": ["The tariffland of one wardland and wardland."], "language": ["en"]})
    assert framing.issues(framing.score(news, own), own)["times"].to_list() == pytest.approx([2000 / 7, 1000 / 7])


def test_nothing_found_is_no_row() -> None:
    assert _issues(["It was on the day."])[1].is_empty()


def test_the_command_prints_the_same(run: Run, tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    news.write_text(
        "".join(json.dumps({"id": f"{n}", "text": text, "language": "en"}) + "\n" for n, text in enumerate(TEXTS))
    )
    printed = [json.loads(line) for line in run("score", news, "--table", "issues").out.splitlines()]
    assert [(row["article_id"], row["issue"], row["main"]) for row in printed] == _issues(TEXTS)[1].select(
        "article_id", "issue", "main"
    ).rows()
