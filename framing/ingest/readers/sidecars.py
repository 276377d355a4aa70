"""Sidecars: what is known of a plain-text article, and how it is known.

``name.toml`` beside ``name.txt`` has a table for each fact, with its basis, and what to cut from this file alone::

    [outlet]
    value = "abp-live"
    basis = "stated"          # stated | metadata | inferred | unknown
    note = "byline 'एबीपी लाइव'"

    [published]
    basis = "unknown"         # no value: what is not known is not made up

    [groups]
    region = "north"          # anything to compare by

    [cleaning]
    cuts = ['About the author: .*']   # each covers a whole line

Loading is strict: a misspelt key would otherwise lose a fact without a word.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

import regex

from framing import limits, schemas
from framing.errors import InputError, pass_on
from framing.expressions import expression
from framing.ingest.article.articles import parse_published
from framing.ingest.article.sites import COUNTRIES
from framing.ingest.source import printable

__all__ = ["FACTS", "Fact", "Sidecar", "load_sidecar", "parse_sidecar"]


#: What a sidecar can tell; each is a column of Article.
FACTS: Final[tuple[str, ...]] = (
    *("outlet", "country", "language", "title", "published", "source", "source_country"),
    *("genre", "byline", "url", "tags"),
)

_KEYS: Final = frozenset(("value", "basis", "note"))
_LANGUAGE: Final = expression(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its value (null if and only if the basis is ``unknown``), how it is known, and why that holds."""

    value: str | tuple[str, ...] | None
    basis: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What is known of one article, and the patterns that only its file needs."""

    facts: Mapping[str, Fact]
    cuts: tuple[str, ...]
    further: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """A fact's value; null where it is not known."""
        value = self.facts[name].value if name in self.facts else None
        return value if isinstance(value, str) else None

    def basis(self, name: str) -> str:
        """How a fact is known; ``unknown`` where the sidecar does not speak of it."""
        return self.facts[name].basis if name in self.facts else "unknown"

    def tags(self) -> list[str] | None:
        """The tags; null where they are not known."""
        value = self.facts["tags"].value if "tags" in self.facts else None
        return list(value) if isinstance(value, tuple) else None

    def groups(self) -> list[dict[str, str]] | None:
        """The groups; null where there are none."""
        return [{"name": name, "value": value} for name, value in self.further.items()] or None


def load_sidecar(path: Path) -> Sidecar:
    """Read a sidecar.

    Args:
        path: the TOML file.

    Returns:
        Its facts and patterns.

    Raises:
        InputError: the file cannot be read or says something that it cannot mean; one line with file and what to do.
    """
    where = printable(path)
    try:
        with path.open("rb") as handle:
            raw = handle.read(limits.SIDECAR_BYTES + 1)
    except OSError as error:
        pass_on(error, where)
        raise _error(where, f"it cannot be read: {error.strerror}", "check that you may read it") from error
    return parse_sidecar(raw, where)


def parse_sidecar(raw: bytes, where: str) -> Sidecar:
    """Read a sidecar from its bytes.

    Args:
        raw: the TOML file.
        where: its place, for messages.

    Raises:
        InputError: as for :func:`load_sidecar`.
    """
    try:
        if len(raw) > limits.SIDECAR_BYTES:
            raise _error(where, f"it has more than {limits.SIDECAR_BYTES} bytes", "shorten it")
        tables = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _error(where, f"byte {error.start} is not UTF-8", "save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _error(where, f"it is not valid TOML: {error}", "correct it at that place") from error
    if unknown := sorted(set(tables) - {*FACTS, "cleaning", "groups"}):
        raise _error(where, f"unknown table '{unknown[0]}'", f"use {', '.join(FACTS)}, groups or cleaning")
    facts = {name: _fact(where, name, tables[name]) for name in FACTS if name in tables}
    return Sidecar(facts, _cuts(where, tables.get("cleaning", {})), _groups(where, tables.get("groups", {})))


def _fact(where: str, name: str, table: object) -> Fact:
    if not isinstance(table, dict) or set(table) - _KEYS:
        raise _error(where, f"[{name}] is not a table of value, basis and note", "write only these keys")
    basis, note = table.get("basis"), table.get("note", "")
    if basis not in schemas.BASES:
        raise _error(where, f"[{name}] has basis {basis!r}", f"use one of: {', '.join(schemas.BASES)}")
    if not isinstance(note, str):
        raise _error(where, f"[{name}] has a note that is not text", "put it in quotation marks")
    if ("value" in table) == (basis == "unknown"):
        what = "a value but basis unknown" if "value" in table else f"basis {basis} but no value"
        raise _error(where, f"[{name}] has {what}", "give a value if and only if it is known")
    return Fact(_value(where, name, table["value"]) if "value" in table else None, basis, note)


def _value(where: str, name: str, value: object) -> str | tuple[str, ...]:
    if name == "tags":
        if not isinstance(value, list) or not all(isinstance(tag, str) and tag.strip() for tag in value):
            raise _error(where, "[tags] has a value that is not a list of words", 'write value = ["one", "two"]')
        return tuple(value)
    if name == "published" and isinstance(value, date):  # TOML has dates and times of its own.
        value = value.isoformat()
    if not isinstance(value, str) or not value.strip():
        raise _error(where, f"[{name}] has a value that is not text", "put it in quotation marks")
    _check(where, name, value)
    return value


def _check(where: str, name: str, value: str) -> None:
    if name in ("country", "source_country") and value not in COUNTRIES:
        raise _error(where, f"[{name}] has '{value}', which is no country", "use ISO 3166-1 alpha-2, such as IN or PK")
    if name == "language" and not _LANGUAGE.fullmatch(value):
        raise _error(where, f"[language] has '{value}', which is no language code", "use BCP 47, such as hi or ur")
    if name == "genre" and value not in schemas.GENRES:
        raise _error(where, f"[genre] has '{value}'", f"use one of: {', '.join(schemas.GENRES)}")
    if name == "published":
        zoned = len(value) == len("2026-02-06") or _has_zone(value)
        if parse_published(value) is None or not zoned:
            raise _error(where, f"[published] has '{value}'", "write a date or 2026-02-06T05:32:00Z, with its zone")


def _has_zone(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _cuts(where: str, table: object) -> tuple[str, ...]:
    if not isinstance(table, dict) or set(table) - {"cuts"}:
        raise _error(where, "[cleaning] is not a table of cuts", "write cuts = ['pattern', …] and nothing else")
    cuts = table.get("cuts", [])
    if not isinstance(cuts, list) or not all(isinstance(cut, str) and cut for cut in cuts):
        raise _error(where, "[cleaning] has cuts that are not a list of patterns", "write cuts = ['pattern', …]")
    for cut in cuts:
        try:
            regex.compile(cut)
        except (regex.error, OverflowError, RecursionError) as error:
            raise _error(where, f"the pattern '{cut}' is not valid: {error}", "correct it") from error
    return tuple(cuts)


def _groups(where: str, table: object) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(value, str) and value.strip() for value in table.values()):
        raise _error(where, "[groups] is not a table of words", 'write name = "value", each in quotation marks')
    return {name: value.strip() for name, value in table.items()}


def _error(where: str, what: str, hint: str) -> InputError:
    return InputError("input.sidecar", what, where, hint)
