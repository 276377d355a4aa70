"""What stands in quotation marks: the marks of a batch, and the quotations that they make."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from framing.arrays import Bools, Bytes, Longs, ranges
from framing.languages.quotations import pair_marks
from framing.memory import claim
from framing.native import library as native
from framing.scoring.pieces import Pieces
from framing.scoring.snapshot import VocabularySnapshot

__all__ = ["Marks", "Quoted", "marks_of", "quoted", "quoted_compiled", "quoted_in_python"]

#: Memory that a mark takes while marks are paired.
_MARK_BYTES = 60


class Marks(NamedTuple):
    """Quotation marks, stops and ends of paragraphs.

    Attributes:
        token: the token behind each, ascending.
        letter: as ``mark_events`` gives them; each paragraph with marks in it ends with an ``N``.
    """

    token: Longs
    letter: Bytes


class Quoted(NamedTuple):
    """Quotations, in order.

    Attributes:
        first: the first token of each.
        end: the token behind its last.
        whole: whether a full stop, question or exclamation mark stands before its closing mark.
    """

    first: Longs
    end: Longs
    whole: Bools


def marks_of(pieces: Pieces, snapshot: VocabularySnapshot, noted: Longs) -> Marks:
    """The marks of a batch; ``noted`` are its pieces that have some."""
    numbers = pieces.ids[noted]
    counts = snapshot.event_first[numbers + 1] - snapshot.event_first[numbers]
    events = ranges(snapshot.event_first[numbers], counts)
    piece = np.repeat(noted, counts)
    token = pieces.word_first[piece] + snapshot.event_before[events]
    # The paragraphs that have marks end here; the others need not be told of.
    ends = np.repeat(np.searchsorted(pieces.paragraph_first, noted, side="right"), counts)
    last = np.flatnonzero(np.diff(ends, append=-1))
    closing = pieces.word_first[pieces.paragraph_first[ends[last]]]
    return Marks(
        np.insert(token, last + 1, closing), np.insert(snapshot.event_letters[events], last + 1, np.uint8(ord("N")))
    )


def quoted(marks: Marks) -> Quoted:
    """Pair marks, see :func:`framing.languages.quotations.pair_marks`."""
    return quoted_in_python(marks) if native.library() is None else quoted_compiled(marks)


def quoted_in_python(marks: Marks) -> Quoted:
    """The same, mark by mark."""
    each = zip(marks.token.tolist(), marks.letter.tobytes().decode("ascii"), strict=True)
    places = ((token, "".join(map(itemgetter(1), of_token))) for token, of_token in groupby(each, itemgetter(0)))
    quotations = pair_marks(places)
    return Quoted(
        np.array([quotation.first for quotation in quotations], np.int64),
        np.array([quotation.end for quotation in quotations], np.int64),
        np.array([quotation.sentence for quotation in quotations], np.bool_),
    )


def quoted_compiled(marks: Marks) -> Quoted:
    """The same in C; only where the accelerator is there."""
    library = native.library()
    if library is None:
        raise RuntimeError(native.accelerator().reason)
    count = len(marks.token)
    claim(_MARK_BYTES * count)
    first, end, whole = np.empty(2 * count, np.int64), np.empty(2 * count, np.int64), np.empty(2 * count, np.uint8)
    given = native.address(marks.token, np.int64), native.address(marks.letter, np.uint8)
    written = library.framing_quotations(count, *given, first.ctypes.data, end.ctypes.data, whole.ctypes.data)
    kept = slice(native.checked(written))
    return Quoted(first[kept], end[kept], whole[kept].astype(np.bool_))
