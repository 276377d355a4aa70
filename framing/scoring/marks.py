"""Marks that are cues: what runs of them a distinct piece of text holds, and which words are numbers or loud."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import polars as pl
import regex

from framing.arrays import Ints, Longs
from framing.lexicon.cues import Sign

__all__ = ["Runs", "runs_of"]

#: Marks as they are read, and what a run of them is. Within a word or an address they are no marks.
_RUN: Final = regex.compile(r"[!！?？؟‼⁇⁈⁉]+(?!\w)|…+|\.{2,}")
#: What is to be read more closely, as Polars reads it.
_MARKED: Final = r"[!！?？؟‼⁇⁈⁉…]|\.\."
_ASKED: Final = frozenset("?？؟")
_CRIED: Final = frozenset("!！")


class Runs(NamedTuple):
    """Runs of marks in pieces, as parallel arrays.

    Attributes:
        counts: piece → its runs, which follow each other.
        start, end: code points from the beginning of the piece.
        before: units of the piece before it.
        sign: Sign of each.
    """

    counts: Longs
    start: Longs
    end: Longs
    before: Longs
    sign: Longs


def runs_of(pieces: pl.Series, counts: Longs, unit_start: Ints) -> Runs:
    """The runs of marks of distinct pieces.

    Args:
        pieces: String series.
        counts: piece → units.
        unit_start: unit → code points from the beginning of its piece.
    """
    chosen = pieces.str.contains(_MARKED).arg_true().to_numpy()
    first = np.cumsum(counts) - counts
    number = np.zeros(len(pieces), np.int64)
    rows: list[tuple[int, int, int, int]] = []
    for piece in chosen.tolist():
        starts = unit_start[first[piece] : first[piece] + counts[piece]]
        for run in _RUN.finditer(pieces[piece]):
            before = int(np.searchsorted(starts, run.start()))
            rows.append((run.start(), run.end(), before, _sign(run.group())))
            number[piece] += 1
    return Runs(number, *np.array(rows, np.int64).reshape(-1, 4).T)


def _sign(run: str) -> Sign:
    if run[0] in "….":
        return Sign.ELLIPSIS
    if len(run) > 1 or run not in _ASKED | _CRIED:
        return Sign.REPEATED
    return Sign.QUESTION if run in _ASKED else Sign.EXCLAMATION
