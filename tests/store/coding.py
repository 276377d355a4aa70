"""Coders at work on a project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from click.testing import CliRunner

from framing.cli.main import framing as commands
from framing.store.codes import codes_of
from framing.store.desk import Desk
from framing.store.project import Project

ONE, TWO_ID, THREE = "article-0001", "article-0002", "article-0003"
TWO = ("--coder", "asha", "--coder", "bilal", "--double", "1")


def run(*words: object, on: Project, code: int = 0) -> Any:
    done = CliRunner().invoke(commands, [*map(str, words), "--project", str(on.folder)], standalone_mode=False)
    assert done.exception is None, done.exception
    assert done.return_value == code, done.output
    return done


def say(
    project: Project, coder: str, answers: Mapping[str, str | None], dimension: str = "praise", **more: Any
) -> None:
    """Code articles as the page does."""
    desk = Desk(project, coder)
    edition = project.lexicon().codebook.edition(dimension)
    for article, code in answers.items():
        text = desk.text(article)["content_sha256"]
        desk.save(article, dimension, code, content_sha256=text, edition=edition, **more)


def said(project: Project) -> dict[tuple[str, str], str]:
    rows = codes_of(project).select("article_id", "coder", "code").iter_rows()
    return {(article.removeprefix("article-"), coder): code for article, coder, code in rows}
