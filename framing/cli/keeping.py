"""What commands work out of a project once and keep, and what was said on the way to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from framing.cli.output import message
from framing.frames import texts, texts_of

if TYPE_CHECKING:
    from framing.store.answers import Answers

__all__ = ["Tell", "has", "kept"]

#: Tells people a line.
Tell: TypeAlias = Callable[[str], None]


def has(answers: Answers, what: str, parts: tuple[str, ...]) -> bool:
    """Whether an answer was kept: then :func:`kept` takes no time to work it out."""
    return answers.has(what, (answers.project.lexicon().fingerprint, *parts))


def kept(
    answers: Answers, what: str, parts: tuple[str, ...], make: Callable[[Tell], Mapping[str, pl.DataFrame]]
) -> Mapping[str, pl.DataFrame]:
    """An answer of a command; what there is to say is said where it is worked out, and again where it was kept.

    Args:
        answers: of the project.
        what: kind of answer; letters and hyphens.
        parts: the question.
        make: works it out with the project's lexicon, and says what there is to say.
    """
    lines: list[str] = []

    def tell(line: str) -> None:
        lines.append(line)
        message(line)

    def made() -> Mapping[str, pl.DataFrame]:
        return {**make(tell), "said": texts(lines)}

    frames = answers.get(what, (answers.project.lexicon().fingerprint, *parts), made)
    for line in texts_of(frames["said"])[len(lines) :]:
        message(line)
    return frames
