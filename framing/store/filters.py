"""Which articles of a project a question is about, named as people name things."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from framing.naming import Naming
from framing.statistics.narrowing import Narrowed, narrowed, option

if TYPE_CHECKING:
    from framing.statistics.question import Question
    from framing.store.loaded import Loaded
    from framing.store.project import Project

__all__ = ["chosen_of"]


def chosen_of(
    loaded: Loaded, question: Question, project: Project, levels: Iterable[str] = ()
) -> tuple[Loaded, Narrowed]:
    """What a project holds of the articles that a question is about, and what each filter left of them.

    Args:
        loaded: what the project holds.
        question: whose filters count.
        project: whose names for things count.
        levels: that are looked at besides those that the question names.

    Raises:
        UsageError: see :func:`framing.statistics.narrowing.narrowed`.
    """
    naming = Naming(project.outlets().among(loaded.articles), project.lexicon())
    narrowing = narrowed(
        loaded.scored, loaded.articles, question, project.lexicon(), key=naming.key, called=option, levels=levels
    )
    return replace(loaded, articles=narrowing.articles, scored=narrowing.scored), narrowing
