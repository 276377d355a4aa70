"""The grown words that come with the toolkit, as a lexicon beside the written one: for those who ask for it by name.

``lexicons/grown/`` has a table a language (``make grow``) and what they add to the codebook. Each word becomes an entry
that matches this form and weighs its score, so that a point of the scale ``charge`` opens into words like any other.

What is a written entry by now, a name, an identity or a topic has no score, whatever a table says.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import polars as pl

from framing.errors import LexiconError, UsageError
from framing.languages.folding import fold
from framing.languages.registry import languages
from framing.lexicon.codebook import load_codebook
from framing.lexicon.entries import Entry
from framing.lexicon.growing import guards_of, identities_of, seeded
from framing.lexicon.lexicon import Lexicon, combine
from framing.resources import lexicons_folder

__all__ = ["CHARGE", "SHIPPED", "grown_lexicon", "shipped_path", "with_scales"]

#: The scale that has grown words.
CHARGE: Final = "charge"
#: Columns of the tables that come with the toolkit.
SHIPPED: Final = ("word", "score", "count")


def shipped_path(code: str) -> Path:
    """The table of grown words of a language."""
    return lexicons_folder() / "grown" / f"{code}.csv"


def with_scales(lexicon: Lexicon, scales: Collection[str]) -> Lexicon:
    """A lexicon with scales beside its own that are there for those who name them.

    Args:
        lexicon: which has the dimensions of the toolkit's own.
        scales: their names; those of the lexicon itself are there already.

    Raises:
        UsageError: ``scales.unknown``: there is no such scale.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> list(with_scales(default_lexicon(), ["charge"]).codebook.scales)[-1]
        'charge'
    """
    known = (*lexicon.codebook.scales, CHARGE)
    for name in scales:
        if name not in known:
            raise UsageError(
                "scales.unknown", f"no scale '{name}'", "", f"use one of {', '.join(dict.fromkeys(known))}"
            )
    if CHARGE not in scales or CHARGE in lexicon.codebook.scales:
        return lexicon
    return _with_charge(lexicon)


# The same object for the same lexicon: what was compiled of it is kept.
@lru_cache(maxsize=4)
def _with_charge(lexicon: Lexicon) -> Lexicon:
    return combine(lexicon, {"grown": grown_lexicon(lexicon)})


def grown_lexicon(lexicon: Lexicon) -> Lexicon:
    """The grown words as a lexicon that stands beside another.

    Raises:
        LexiconError: a table has other columns, or the other lexicon has not the dimensions that the scale counts.
    """
    place = lexicons_folder() / "grown" / "codebook.toml"
    digest, entries = hashlib.sha256(place.read_bytes()), {}
    book = load_codebook(place, lexicon.codebook.dimensions)
    for code in languages():
        path = shipped_path(code)
        if path.is_file():
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
            entries[code] = _entries(path, code, *_silent(lexicon, code))
    return replace(lexicon, codebook=book, entries=entries, baselines={}, fingerprint=digest.hexdigest())


def _silent(lexicon: Lexicon, code: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Folded words that have no score, and beginnings of such: what guards name, and what is written."""
    spoken, counted = languages()[code], lexicon.codebook.scales["loaded"].dimensions
    guards = guards_of(lexicon, spoken, identities_of(lexicons_folder() / "identities.csv", code))
    written = [one.term for one in lexicon.entries[code] if one.match == "prefix" and one.dimension in counted]
    beginnings = fold(pl.Series(written, dtype=pl.String), spoken)
    return guards.silent | seeded(lexicon, spoken, counted), tuple(beginnings)


def _entries(path: Path, code: str, silent: frozenset[str], beginnings: tuple[str, ...]) -> tuple[Entry, ...]:
    """A word that scores above 0 is charged, one below 0 plain; the weight is the score without its sign."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    where = f"grown/{path.name}"
    if not rows or tuple(rows[0]) != SHIPPED:
        raise LexiconError("grown.columns", "other columns than expected", where, f"use {', '.join(SHIPPED)}")
    return tuple(
        _entry(code, word, score, count, f"{where}:{number}")
        for number, (word, score, count) in enumerate(rows[1:], start=2)
        if word not in silent and not word.startswith(beginnings)
    )


def _entry(code: str, word: str, score: str, count: str, where: str) -> Entry:
    dimension = "charged" if float(score) > 0 else "plain"
    return Entry(
        id=f"{code}.{dimension}.{word}",
        language=code,
        dimension=dimension,
        term=word,
        match="form",
        pos="phrase",
        kind="stance",
        weight=abs(float(score)),
        concept=word,
        gloss=f"grown: {score}, {count} times in news",
        where=where,
    )
