"""Words that were grown from a project's own articles: ``grown/hi.csv`` and so on in its folder, candidates to read."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from framing.lexicon.growing import GROWN
from framing.limits import DICTIONARY_BYTES

__all__ = ["FOLDER", "GrownWords", "grown_path", "read_grown"]

#: In the project's folder; a table a language.
FOLDER: Final = "grown"


class GrownWords(NamedTuple):
    """Grown words, the most charged first, and why the table could not be read; empty where it could."""

    rows: pl.DataFrame
    problem: str = ""


def grown_path(folder: Path, language: str) -> Path:
    """Where a project keeps the grown words of a language."""
    return folder / FOLDER / f"{language}.csv"


def read_grown(folder: Path, language: str) -> GrownWords:
    """The grown words of a project in one language; none where it has no such table.

    Args:
        folder: the project's.
        language: hi, ur or en.

    Returns:
        GROWN columns, by score, the most charged first; what is no such table is told.
    """
    path, nothing = grown_path(folder, language), pl.DataFrame(schema=GROWN)
    name = f"{FOLDER}/{language}.csv"
    try:
        if not path.is_file():
            return GrownWords(nothing)
        if path.stat().st_size > DICTIONARY_BYTES:
            return GrownWords(nothing, f"{name} is larger than {DICTIONARY_BYTES // 1_000_000} MB; grow it anew")
        rows = pl.read_csv(path, schema_overrides=dict(GROWN), infer_schema=False)
    except (OSError, pl.exceptions.PolarsError):
        return GrownWords(nothing, f"{name} cannot be read; grow it anew with framing lexicon grow")
    if not set(GROWN) <= set(rows.columns):
        return GrownWords(nothing, f"{name} has other columns than {', '.join(GROWN)}; grow it anew")
    return GrownWords(rows.select(list(GROWN)).drop_nulls().sort(["score", "word"], descending=[True, False]))
