"""Pieces by their letters, in C: a hash table that grows, and the fields of a batch cut into what it numbers."""

from __future__ import annotations

import secrets
from ctypes import CDLL, byref
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Bytes, Ints, Longs
from framing.memory import claim
from framing.native import library as native

__all__ = ["CutPieces", "PieceTable"]


_Kind = TypeVar("_Kind", bound=np.generic)

#: A new table's pieces and bytes: those of some articles of news. It doubles.
_PIECES: Final = 1 << 13
_LETTERS: Final = 1 << 17
#: Slots for each piece: half are free.
_SLOTS: Final = 2
#: Memory of a piece in the arrays below while a field is cut, and of a piece in the table while it grows.
_CUT_BYTES: Final = 12
_GROWN_BYTES: Final = 64


class CutPieces(NamedTuple):
    """Pieces of fields, in order.

    Attributes:
        ids: piece → its number.
        byte_first: piece → its first byte.
        paragraph_first: paragraph → its first piece; one element more than paragraphs.
        field_first: field → its first piece; as ``paragraph_first``.
    """

    ids: Ints
    byte_first: Longs
    paragraph_first: Longs
    field_first: Longs


class PieceTable:
    """Numbers of pieces, in the order of their first occurrence.

    Raises:
        RuntimeError: there is no accelerator.
    """

    def __init__(self) -> None:
        self.known = 0
        self._library = _loaded()
        self._seed = secrets.randbits(64)
        self._slots = np.zeros(_SLOTS * _PIECES, np.uint64)
        self._hashes = np.zeros(_PIECES, np.uint64)
        self._begins = np.zeros(_PIECES + 1, np.int64)
        self._letters = np.zeros(_LETTERS, np.uint8)

    def cut(self, text: Bytes, ends: Longs) -> CutPieces:
        """Cut fields and number their pieces; see ``Vocabulary.cut``."""
        breaks = int(np.count_nonzero(text == ord("\n")))
        paragraphs = len(ends) + breaks
        pieces = paragraphs + int(np.count_nonzero(text == ord(" ")))
        claim(_CUT_BYTES * pieces)
        ids, byte_first = np.empty(pieces, np.int32), np.empty(pieces, np.int64)
        paragraph_first, field_first = (np.full(size + 1, pieces, np.int64) for size in (paragraphs, len(ends)))
        cutting = native.Cutting()
        given = (native.address(text, np.uint8), len(text), len(ends), native.address(ends, np.int64))
        of_pieces = (pieces, ids.ctypes.data, byte_first.ctypes.data)
        of_paragraphs = (paragraphs, paragraph_first.ctypes.data, field_first.ctypes.data)
        full = True
        while full:
            table = self._table()
            given_back = self._library.framing_cut(byref(table), *given, byref(cutting), *of_pieces, *of_paragraphs)
            full = bool(native.checked(given_back))
            self.known = table.known
            if full:
                self._grow(cutting.needed)
        return CutPieces(ids, byte_first, paragraph_first, field_first)

    def texts(self, first: int) -> pl.Series:
        """The pieces from a number on."""
        # A space stands behind each piece, and none in it.
        letters = self._letters[self._begins[first] : self._begins[self.known]]
        return pl.Series(letters.tobytes().decode().split(" ")[:-1], dtype=pl.String)

    def _table(self) -> native.Table:
        arrays = (self._slots, self._hashes, self._begins, self._letters)
        slots, hashes, begins, letters = (array.ctypes.data for array in arrays)
        size = len(self._hashes)
        return native.Table(
            len(self._slots), slots, self._seed, self.known, size, hashes, begins, letters, len(self._letters)
        )

    def _grow(self, needed: int) -> None:
        """Make room for twice as many pieces, or for twice the letters and a piece of so many, or for both."""
        used = int(self._begins[self.known])
        if used + needed > len(self._letters):
            claim(2 * (used + needed))
            self._letters = _longer(self._letters, max(2 * len(self._letters), used + needed))
        if self.known >= len(self._hashes):
            size = 2 * len(self._hashes)
            claim(_GROWN_BYTES * size)
            self._hashes, self._begins = _longer(self._hashes, size), _longer(self._begins, size + 1)
            self._slots = np.zeros(_SLOTS * size, np.uint64)
            native.checked(self._library.framing_rehash(byref(self._table())))


def _longer(array: npt.NDArray[_Kind], size: int) -> npt.NDArray[_Kind]:
    longer = np.zeros(size, array.dtype)
    longer[: len(array)] = array
    return longer


def _loaded() -> CDLL:
    library = native.library()
    if library is None:
        raise RuntimeError(native.accelerator().reason)
    return library
