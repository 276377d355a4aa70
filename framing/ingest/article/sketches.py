"""Sketches: what a text looks like, in 96 bytes, so that copies of it are found among millions.

A text is folded to its letters and digits (no spaces, no marks, one spelling of each letter), and all runs of
:data:`SHINGLE` of them are hashed: agency copy in Urdu differs in its spaces more than in its words, and runs of
letters do not see spaces at all. One-permutation hashing (Li, Owen & Zhang 2012) with optimal densification
(Shrivastava 2017) makes :data:`SLOTS` minima of the hashes, of which one byte each is kept. The share of equal bytes of
two sketches estimates the Jaccard similarity of their texts.

MinHash packages hash one word at a time from Python or bring their own tokenizers; this one folds and hashes a batch
of texts as one array, in the language layer's folding, and needs nothing but NumPy.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from hashlib import shake_128
from itertools import count
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.languages.registry import languages

__all__ = ["SHINGLE", "SHORT", "SLOTS", "digests", "similarity", "sketches"]


Bytes = npt.NDArray[np.uint8]
_Hashes = npt.NDArray[np.uint64]
_Places = npt.NDArray[np.int64]

#: Letters of a shingle, about two words. Of 5 to 24, up to 12 tell derived stories of the Urdu pairs from independent
#: ones equally well, and the longer the shingle, the fewer do two unrelated articles share: of 12 letters, 1 in 1,000.
SHINGLE: Final = 12

#: Bytes of a sketch. An estimated similarity of 0.15 has a standard error of 0.036.
SLOTS: Final = 96

#: Letters below which a text is known by all of it: of a few shingles, slots would share one byte, and agree by chance.
SHORT: Final = 60

#: Code points hashed at a time: the arrays stay in the processor's cache.
_PIECE: Final = 100_000

#: Below this code point are all alphabets, with their marks; above it nearly all are letters, and none has a fold.
_LISTED: Final = 0x3000

_BASE: Final = 0x9E3779B97F4A7C15
#: Odd numbers, one for each eight bytes of a sketch.
_FACTORS: Final = np.arange(1, SLOTS // 8 + 1, dtype=np.int64) * 0x1E3779B97F4A7C16 + 1

_CHANCE: Final = 1 / 256
_EMPTY: Final = np.uint64(2**64 - 1)


def sketches(texts: pl.Series) -> Bytes:
    """Sketch texts.

    Args:
        texts: String series; null is an empty text.

    Returns:
        Array (texts, SLOTS). A text without letters has a sketch of zeros.

    Example:
        >>> found = sketches(pl.Series(["समाचार हिन्दी में", "समाचार हिन्दीमें!", "something else"]))
        >>> similarity(found[:1], found[1:]).round().tolist()
        [1.0, 0.0]
    """
    slots = np.zeros((len(texts), SLOTS), np.uint8)
    sizes = texts.str.len_chars().fill_null(0).to_numpy().cumsum()
    cuts = np.searchsorted(sizes, np.arange(0, sizes[-1] if len(sizes) else 0, _PIECE)[1:])
    for start, end in zip(np.r_[0, cuts], np.r_[cuts, len(texts)], strict=True):
        if end > start:
            slots[start:end] = _sketch(texts[int(start) : int(end)])
    return slots


def similarity(left: Bytes, right: Bytes) -> npt.NDArray[np.float64]:
    """Estimated Jaccard similarity of sketches, row by row, what is equal by chance taken off; rows broadcast."""
    equal = (left == right).mean(axis=-1, dtype=np.float64)
    return np.asarray(np.maximum((equal - _CHANCE) / (1 - _CHANCE), 0.0), np.float64)


def digests(sketch: Bytes) -> npt.NDArray[np.int64]:
    """A number for each sketch; of equal sketches it is equal.

    Example:
        >>> found = sketches(pl.Series(["one text", "another text", "One text!"]))
        >>> number = digests(found)
        >>> bool(number[0] == number[2]), bool(number[0] == number[1])
        (True, False)
    """
    words = np.ascontiguousarray(sketch).view(np.int64).reshape(-1, SLOTS // 8)
    number = np.zeros(len(words), np.int64)
    for place, factor in enumerate(_FACTORS):  # Column by column: the product as a whole would be as large as they are.
        number += words[:, place] * factor
    return number


def _sketch(texts: pl.Series) -> Bytes:
    number = len(texts)
    lengths = texts.str.len_chars().fill_null(0).to_numpy()
    points = np.frombuffer("".join(texts.fill_null("")).encode("utf-32-le", "surrogatepass"), np.uint32)
    letters = _letters()[points]
    kept = np.flatnonzero(letters)
    letters, owner = letters[kept], np.repeat(np.arange(number), lengths)[kept]
    counts = np.bincount(owner, minlength=number)
    short = np.flatnonzero((counts > 0) & (counts < SHORT))
    digests = _short_digests(letters, np.cumsum(counts), short)
    hashes, owner = _shingles(letters, owner)
    slot = ((hashes >> np.uint64(40)) * np.uint64(SLOTS)) >> np.uint64(24)
    least = np.full(number * SLOTS, _EMPTY, np.uint64)
    np.minimum.at(least, owner * SLOTS + slot.astype(np.int64), hashes << np.uint64(24))
    slots = _dense(least.reshape(number, SLOTS))
    slots[short] = digests
    return slots


def _short_digests(letters: _Hashes, ends: _Places, rows: _Places) -> Bytes:
    """Sketches of short texts: equal where all letters are, unlike otherwise."""
    parts = (letters[ends[row - 1] if row else 0 : ends[row]] for row in rows)
    joined = b"".join(shake_128(part.tobytes()).digest(SLOTS) for part in parts)
    return np.frombuffer(joined, np.uint8).reshape(-1, SLOTS)


def _shingles(letters: _Hashes, owner: _Places) -> tuple[_Hashes, _Places]:
    """Hashes of all runs of letters within a text."""
    if len(letters) < SHINGLE:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    two = letters[:-1] * np.uint64(_BASE) + letters[1:]
    four = two[:-2] * np.uint64(pow(_BASE, 2, 2**64)) + two[2:]
    fourth = np.uint64(pow(_BASE, 4, 2**64))
    twelve = (four[:-8] * fourth + four[4:-4]) * fourth + four[8:]
    whole = np.flatnonzero(owner[: 1 - SHINGLE] == owner[SHINGLE - 1 :])
    return _mix(twelve[whole]), owner[whole]


def _mix(values: _Hashes) -> _Hashes:
    """Spread the bits of each number over all its bits (the finaliser of MurmurHash3)."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        values = values ^ (values >> np.uint64(33))
        values *= np.uint64(factor)
    values ^= values >> np.uint64(33)
    return values


def _dense(least: _Hashes) -> Bytes:
    """One byte of each minimum; an empty slot takes that of another, chosen in the same way for every text."""
    full = least != _EMPTY
    rows = np.flatnonzero(full.any(axis=1) & ~full.all(axis=1))
    part, was_full = least[rows], full[rows]
    done = was_full.copy()
    order = np.arange(SLOTS, dtype=np.uint64) * np.uint64(_BASE)
    for attempt in count(1):
        if done.all():
            break
        source = (_mix(order + np.uint64(attempt)) % np.uint64(SLOTS)).astype(np.int64)
        # Taken only from slots that were full at first, so that no choice depends on an earlier one.
        usable = ~done & was_full[:, source]
        part = np.where(usable, part[:, source], part)
        done |= usable
    least[rows] = part
    slots = (_mix(least) >> np.uint64(56)).astype(np.uint8)
    slots[~full.any(axis=1)] = 0
    return slots


@cache
def _letters() -> _Hashes:
    """Code point → a hash of the letter or digit it is folded to; 0 for what is none."""
    folds: dict[str, str] = {}
    for language in languages().values():
        folds |= {letter: folded for letter, folded in language.without().fold_chars.items() if len(letter) == 1}
    table = np.arange(0x110000, dtype=np.uint64)
    table[:_LISTED] = [_letter(chr(point), folds) for point in range(_LISTED)]
    return np.where(table > 0, _mix(table), 0)


def _letter(letter: str, folds: Mapping[str, str]) -> int:
    if unicodedata.category(letter)[0] not in "LMN":
        return 0
    # A letter that carries a mark is its base; a mark by itself (harakat, nukta, virama) is nothing. Vowel signs of
    # Devanagari are marks of class 0, and letters here.
    base = unicodedata.normalize("NFD", letter)[0]
    base = folds.get(letter, folds.get(base, base))[:1].lower()[:1]
    base = folds.get(base, base)[:1]
    if not base or unicodedata.category(base)[0] not in "LMN" or unicodedata.combining(base):
        return 0
    return ord(str(unicodedata.digit(base))) if unicodedata.category(base) == "Nd" else ord(base)
