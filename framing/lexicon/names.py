"""What the entries of a lexicon are called, without reading them all: that takes longer than most look-ups."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import polars as pl

from framing.cache import key, read, write
from framing.lexicon.lexicon import Lexicon, is_as_loaded

__all__ = ["dimensions_of", "names_of"]


#: One row an entry.
_NAMES: Final = ("language", "id", "term", "concept", "dimension")


#: Kept for two lexicons, a project's and the toolkit's: to put 36,000 names into a table takes longer than to ask it.
@lru_cache(maxsize=2)
def names_of(lexicon: Lexicon) -> pl.DataFrame:
    """Columns language, id, term, concept and dimension of all entries, language by language; kept on the disk.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> names_of(default_lexicon()).filter(pl.col("id") == "en.sensational.shout_hoarse")["concept"].item()
        'shout_hoarse'
    """
    place = key("named", lexicon.fingerprint, *_NAMES) if is_as_loaded(lexicon) else ""
    if place and (kept := read(place)) is not None and isinstance(named := kept["named"], pl.DataFrame):
        return named
    rows = [
        (code, *(getattr(entry, name) for name in _NAMES[1:]))
        for code, entries in lexicon.entries.items()
        for entry in entries
    ]
    named = pl.DataFrame(rows, schema=dict.fromkeys(_NAMES, pl.String), orient="row")
    if place:
        write(place, {"named": named})
    return named


def dimensions_of(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """The dimensions that have entries, by language.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> {code: "praise" in names for code, names in dimensions_of(default_lexicon()).items()}
        {'en': True, 'hi': True, 'ur': True}
    """
    by_language = names_of(lexicon).group_by("language").agg(pl.col("dimension").unique()).sort("language")
    return {code: frozenset(names) for code, names in by_language.iter_rows()}
