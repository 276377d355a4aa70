"""An article's page says why nothing in its text is marked, where the headline alone is scored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
