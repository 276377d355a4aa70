"""Actors: the names under which countries and other actors of the news go in each language."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeVar

from framing.errors import LexiconError
from framing.text.registry import languages

__all__ = ["Alias", "as_written", "load_aliases"]

T = TypeVar("T")

_COLUMNS: Final = ["actor_id", "kind", "country", "language", "alias", "match", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One name of an actor in one language: a single form, or a phrase of forms."""

    actor_id: str
    alias: str
    match: Literal["form", "phrase"]
    where: str


def load_aliases(path: Path) -> Mapping[str, tuple[Alias, ...]]:
    """Load ``actors.csv``.

    Returns:
        Language code → its aliases.

    Raises:
        LexiconError: other columns than expected, or a match that is neither form nor phrase.
    """
    found: dict[str, list[Alias]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != _COLUMNS:
            hint = f"use {', '.join(_COLUMNS)}"
            raise LexiconError("actors.columns", "other columns than expected", path.name, hint)
        for number, row in enumerate(reader, start=2):
            where = f"{path.name}:{number}"
            match row["match"]:
                case "form" | "phrase" as match:
                    alias = Alias(actor_id=row["actor_id"], alias=row["alias"], match=match, where=where)
                case other:
                    raise LexiconError("actors.match", f"'{other}' is no match", where, "use form or phrase")
            found[row["language"]].append(alias)
    return {code: tuple(aliases) for code, aliases in found.items()}


def as_written(names: Mapping[str, tuple[T, ...]]) -> Mapping[str, tuple[T, ...]]:
    """The names that a text in each language may hold: its own, and those that are written in Latin letters.

    Hindi and Urdu newsrooms leave NATO, BJP or a person's name in Latin letters as often as not.

    Args:
        names: language code → names in its script.

    Returns:
        For each language of the toolkit its own names, first, and those of all languages in Latin script.

    Example:
        >>> as_written({"en": ("NATO",), "hi": ("नाटो",)})["hi"]
        ('नाटो', 'NATO')
    """
    latin = [code for code, language in languages().items() if language.script == "Latin"]
    return {
        code: names.get(code, ())
        + tuple(
            name for other in latin if other != code and language.script != "Latin" for name in names.get(other, ())
        )
        for code, language in languages().items()
    }
