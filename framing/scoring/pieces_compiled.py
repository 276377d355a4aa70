"""Pieces in C: what ``pieces`` does in arrays, with the same results; only where the accelerator is there."""

from __future__ import annotations

from ctypes import CDLL, byref
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Bytes, Ints, Longs
from framing.languages.base import Cue
from framing.memory import claim
from framing.native import library as native
from framing.scoring.analysis import Flag
from framing.scoring.piece_table import CutPieces
from framing.scoring.pieces import PIECE_BYTES, Laid, Pieces
from framing.scoring.snapshot import VocabularySnapshot
from framing.scoring.vocabulary import Vocabulary

__all__ = ["lay_out", "sentences_of"]

#: Bytes of a stretch of text that is cut out, to begin with.
_SLICE_BYTES: Final = 64


def lay_out(fields: pl.Series, vocabulary: Vocabulary) -> Laid:
    """As :func:`framing.scoring.pieces.lay_out`."""
    text = np.frombuffer(b"".join(fields.cast(pl.Binary).to_list()), np.uint8)
    ends = np.cumsum(fields.str.len_bytes().to_numpy(), dtype=np.int64)
    cut, snapshot = vocabulary.cut(text, ends)
    claim(PIECE_BYTES * len(cut.ids))
    words = int(snapshot.unit_count[cut.ids].sum(dtype=np.int64))
    count, paragraphs = len(cut.ids), len(cut.paragraph_first) - 1
    word_first, start, noted = (np.empty(size, np.int64) for size in (count + 1, count, count))
    stopped, counts = np.empty(paragraphs, np.int64), np.zeros(2, np.int64)
    units, flags = np.empty(words, np.int32), np.empty(words, np.int32)
    native.checked(
        _loaded().framing_lay_out(
            *(byref(_units(snapshot)), count, cut.ids.ctypes.data, paragraphs, cut.paragraph_first.ctypes.data, words),
            *(int(Flag.NEWLINE), int(Flag.BLANK), int(Flag.STOP | Flag.DOT)),
            *(array.ctypes.data for array in (word_first, start, units, flags, noted, stopped, counts)),
        )
    )
    cutter = _ByteCutter(text, cut, start)
    nothing = np.zeros(0, np.int64)
    pieces = Pieces(cut.ids, word_first, start, cut.paragraph_first, cut.field_first, cutter, nothing)
    return Laid(snapshot, pieces, units, flags, noted[: counts[0]], stopped[: counts[1]])


def sentences_of(flags: Ints) -> tuple[Longs, Ints]:
    """As :func:`framing.scoring.pieces.sentences_of`."""
    begins, sentence = np.empty(len(flags), np.int64), np.empty(len(flags), np.int32)
    surely, perhaps = int(Flag.NEWLINE | Flag.STOP), int(Flag.DOT)
    asked = (len(flags), native.address(flags, np.int32), surely, perhaps, int(Cue.ABBREVIATION))
    number = native.checked(_loaded().framing_sentences(*asked, begins.ctypes.data, sentence.ctypes.data))
    return begins[:number].copy(), sentence


def _units(snapshot: VocabularySnapshot) -> native.Units:
    of_pieces = (snapshot.chars, snapshot.tails, snapshot.unit_first, snapshot.unit_count)
    return native.Units(
        len(snapshot.chars),
        *(native.address(array, np.int32) for array in of_pieces),
        native.address(snapshot.event_first, np.int64),
        len(snapshot.flags),
        native.address(snapshot.flags, np.int32),
    )


class _ByteCutter:
    """Counts code points from the first byte of a piece, and those of a long piece once."""

    def __init__(self, text: Bytes, cut: CutPieces, start: Longs) -> None:
        self.text, self.first, self.start = text, cut.byte_first, start

    def cut(self, piece: Longs, start: Longs, end: Longs) -> pl.Series:
        """As ``Cutter`` has it."""
        if not len(piece):
            return pl.Series(dtype=pl.String)
        order = np.argsort(start, kind="stable")
        piece, before, chars = piece[order], start[order] - self.start[piece[order]], (end - start)[order]
        given = (len(piece), *(native.address(array, np.int64) for array in (piece, before, chars)))
        written, room = _SLICE_BYTES * len(piece), 0
        while written > room:
            room = written
            claim(2 * room)
            copies = np.empty(room, np.uint8)
            written = native.checked(
                _loaded().framing_slices(
                    *(len(self.text), self.text.ctypes.data, len(self.first), self.first.ctypes.data),
                    *(*given, room, copies.ctypes.data),
                )
            )
        texts = copies[:written].tobytes().decode().split("\n")[:-1]
        back = np.empty(len(order), np.int64)
        back[order] = np.arange(len(order))
        return pl.Series(texts, dtype=pl.String).gather(back)


def _loaded() -> CDLL:
    library = native.library()
    if library is None:
        raise RuntimeError(native.accelerator().reason)
    return library
