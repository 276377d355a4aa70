"""What commands work out of a project once and keep: tables, and what was said on the way to them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from framing.cli.output import message

if TYPE_CHECKING:
    from framing.statistics.comparison import Comparison
    from framing.statistics.reasons import Reasons
    from framing.store.answers import Answers

__all__ = [
    "Tell",
    "comparison_frames",
    "kept",
    "kept_comparison",
    "kept_reasons",
    "reasons_frames",
    "texts",
    "texts_of",
]

#: Tells people a line.
Tell: TypeAlias = Callable[[str], None]

_OF_COMPARISON = ("table", "sides", "mixes", "shifts", "examples")
_OF_REASONS = ("keyness", "entries", "articles")


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
    said: list[str] = []

    def tell(line: str) -> None:
        said.append(line)
        message(line)

    def made() -> Mapping[str, pl.DataFrame]:
        return {**make(tell), "said": texts(said)}

    frames = answers.get(what, (answers.project.lexicon().fingerprint, *parts), made)
    for line in texts_of(frames["said"])[len(said) :]:
        message(line)
    return frames


def texts(lines: Iterable[str]) -> pl.DataFrame:
    """Texts as a table."""
    return pl.DataFrame({"text": list(lines)}, schema={"text": pl.String})


def texts_of(table: pl.DataFrame) -> list[str]:
    """The texts that :func:`texts` made a table of."""
    return table["text"].to_list()


def comparison_frames(comparison: Comparison) -> dict[str, pl.DataFrame]:
    """A comparison as tables."""
    frames = {name: getattr(comparison, name) for name in _OF_COMPARISON}
    settings = json.dumps(dict(comparison.settings), ensure_ascii=False)
    return {
        **frames,
        "names": texts([comparison.a, comparison.b]),
        "caveats": texts(comparison.caveats),
        "settings": texts([settings]),
    }


def kept_comparison(frames: Mapping[str, pl.DataFrame]) -> Comparison:
    """What :func:`comparison_frames` made tables of."""
    from framing.statistics.comparison import Comparison

    (settings,) = texts_of(frames["settings"])
    named = {name: frames[name] for name in _OF_COMPARISON}
    a, b = texts_of(frames["names"])
    return Comparison(a, b, **named, caveats=tuple(texts_of(frames["caveats"])), settings=json.loads(settings))


def reasons_frames(reasons: Reasons) -> dict[str, pl.DataFrame]:
    """What a comparison rests on as tables."""
    return {name: getattr(reasons, name) for name in _OF_REASONS}


def kept_reasons(frames: Mapping[str, pl.DataFrame]) -> Reasons:
    """What :func:`reasons_frames` made tables of."""
    from framing.statistics.reasons import Reasons

    return Reasons(**{name: frames[name] for name in _OF_REASONS})
