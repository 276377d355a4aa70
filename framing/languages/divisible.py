"""Which words may be several run together, told of many at once: :mod:`framing.languages.spacing` takes one by one.

Most words that nobody knows are names, which begin or end in no known word, or in too dear ones. That is what the
search asks of a word before all else. Here it is asked of all places in all words in one go: beginnings and ends are
looked up by hashes, as differences of running sums. Two words of one hash let a word through that the search then
leaves whole; none is kept from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Bools, Floats, Longs
from framing.languages.base import Language
from framing.languages.frequencies import SHORTEST_PIECE, UNKNOWN, UNKNOWN_LETTER
from framing.languages.letters import (
    ALL_GRAMMATICAL,
    AUXILIARY_LAST,
    FINAL_INSIDE,
    LONGEST_WORD,
    NOON_GHUNNA,
    SPACE_MISSING,
    STRANGER,
    Letters,
    letters_of,
    prices_of,
)

__all__ = ["divisible"]

_Hashes = npt.NDArray[np.uint64]

#: Of so few the search takes each: to lay out all known words takes longer.
_FEW: Final = 1_000
#: Words looked at together: the arrays of their letters stay in the processor's cache.
_BLOCK: Final = 8_000
#: Odd, so that it has an inverse: 2⁶⁴ over the golden ratio.
_BASE: Final = 0x9E3779B97F4A7C15
_INVERSE: Final = pow(_BASE, -1, 1 << 64)
#: Bits of the hash by which most words are told not to be known.
_BITS: Final = 20


class _Known(NamedTuple):
    """Known words and what they cost: their hashes, ascending; and whether some hash begins so."""

    hashes: _Hashes
    prices: Floats
    met: Bools

    def cost(self, asked: _Hashes) -> Floats:
        """What words cost, by their hashes; infinite where they are not known."""
        met = np.flatnonzero(self.met[_mixed(asked)])
        place = np.minimum(np.searchsorted(self.hashes, asked[met]), len(self.hashes) - 1)
        prices = np.full(len(asked), inf)
        prices[met] = np.where(self.hashes[place] == asked[met], self.prices[place], inf)
        return prices


class _Laid(NamedTuple):
    """Words laid end to end.

    Attributes:
        points: their code points.
        counts: word → how many it has.
        begin: word → its first.
        sums: before each code point, and behind the last, the sum of all before it, each times its power.
        powers, inverses: of the base, by the place of a code point.
    """

    points: _Hashes
    counts: Longs
    begin: Longs
    sums: _Hashes
    powers: _Hashes
    inverses: _Hashes

    def hashes(self, first: Longs, end: Longs) -> _Hashes:
        """The hashes of stretches: the same wherever these stand."""
        return (self.sums[end] - self.sums[first]) * self.inverses[first]


# The table of the word list that was last used with a language; by identity, as in ``letters``.
_tables: Final[dict[int, tuple[Mapping[str, float], _Known]]] = {}


def divisible(words: pl.Series, keys: pl.Series, known: Mapping[str, float], language: Language) -> Bools:
    """Which words may consist of several: of all others ``spacing.units`` makes one unit.

    Args:
        words: as they stand in texts.
        keys: the same, folded; none of them is known.
        known: folded word → frequency per million.
        language: whose letters and word list these are.

    Example:
        >>> from framing.languages.registry import language
        >>> known = {"اور": 17000.0, "کے": 40000.0, "مصنوعی": 20.0}
        >>> words = pl.Series(["اورمصنوعی", "لند", "5سالہ"])
        >>> divisible(words, words, known, language("ur")).tolist()
        [True, False, True]
    """
    # Where digits meet letters, nothing need be known.
    may: Bools = keys.str.contains("[0-9]").to_numpy().copy()
    if not (language.tears and known):
        return may
    sized = keys.str.len_chars().is_between(2 * SHORTEST_PIECE, LONGEST_WORD).to_numpy()
    asked = np.flatnonzero(sized & ~may)
    if len(asked) < _FEW:
        may[asked] = True
        return may
    table, letters = _table(known, language), letters_of(language)
    surely = words.str.contains(SPACE_MISSING).to_numpy()
    for start in range(0, len(asked), _BLOCK):
        rows = asked[start : start + _BLOCK]
        may[rows] = _passing(_lay(keys.gather(rows)), surely[rows], table, letters)
    return may


def _passing(laid: _Laid, surely: Bools, table: _Known, letters: Letters) -> Bools:
    """Words whose cheapest beginning and cheapest end together are cheap enough, as ``spacing`` has it."""
    owner = np.repeat(np.arange(len(laid.counts)), laid.counts)
    at = np.arange(len(owner)) - laid.begin[owner]
    place = np.flatnonzero((at >= SHORTEST_PIECE) & (at <= laid.counts[owner] - SHORTEST_PIECE))
    owner = owner[place]
    tails = table.cost(laid.hashes(place, laid.begin[owner] + laid.counts[owner]))
    ends = np.flatnonzero(tails < inf)
    cheapest = np.full(len(laid.counts), inf)
    np.minimum.at(cheapest, owner[ends], tails[ends])
    last = np.full(len(laid.counts), -1, np.int64)
    np.maximum.at(last, owner[ends], place[ends])
    before = place <= last[owner]
    place, owner = place[before], owner[before]
    dearest = np.full(len(laid.counts), inf)
    np.minimum.at(dearest, owner, _beginnings(laid, place, owner, table, letters))
    limit = UNKNOWN + UNKNOWN_LETTER * laid.counts + ALL_GRAMMATICAL + AUXILIARY_LAST + FINAL_INSIDE * surely
    passing: Bools = dearest + cheapest < limit
    return passing


def _beginnings(laid: _Laid, place: Longs, owner: Longs, table: _Known, letters: Letters) -> Floats:
    """What the beginnings of words cost that end before some places."""
    first = laid.begin[owner]
    prices = table.cost(laid.hashes(first, place))
    # A piece may be another word than it looks like, by the letter that ends it.
    ending = laid.points[place - 1]
    for letter in sorted(letters.ambiguous):
        restored = letters.shapes.get(letter, letter)
        rows = np.flatnonzero(ending == ord(letter))
        head, until = first[rows], place[rows] - 1
        hashes = laid.sums[until] - laid.sums[head] + laid.powers[until] * np.uint64(ord(restored))
        prices[rows] = np.minimum(prices[rows], table.cost(hashes * laid.inverses[head]))
        if restored == NOON_GHUNNA:
            size = place[rows] - head
            unknown = UNKNOWN + UNKNOWN_LETTER * size + STRANGER
            prices[rows] = np.minimum(prices[rows], np.where(size > 2 * SHORTEST_PIECE, unknown, inf))
    return prices


def _table(known: Mapping[str, float], language: Language) -> _Known:
    cached = _tables.get(id(language))
    if cached is None or cached[0] is not known:
        inner = prices_of(known, language).inner
        laid = _lay(pl.Series(list(inner), dtype=pl.String))
        hashes = laid.hashes(laid.begin, laid.begin + laid.counts)
        prices = np.array(list(inner.values()), np.float64)
        # Of two words of one hash the cheaper comes first.
        order = np.lexsort((prices, hashes))
        met = np.zeros(1 << _BITS, np.bool_)
        met[_mixed(hashes)] = True
        cached = _tables[id(language)] = (known, _Known(hashes[order], prices[order], met))
    return cached[1]


def _lay(words: pl.Series) -> _Laid:
    points = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32).astype(np.uint64)
    counts = words.str.len_chars().to_numpy().astype(np.int64)
    powers, inverses = (_powers(base, len(points) + 1) for base in (_BASE, _INVERSE))
    sums = np.zeros(len(points) + 1, np.uint64)
    np.cumsum(points * powers[:-1], out=sums[1:])
    return _Laid(points, counts, np.cumsum(counts) - counts, sums, powers, inverses)


def _powers(base: int, count: int) -> _Hashes:
    """Of an odd number, modulo 2⁶⁴."""
    factors = np.full(count, base, np.uint64)
    factors[0] = 1
    return np.multiply.accumulate(factors)


def _mixed(hashes: _Hashes) -> _Hashes:
    """Their upper bits, once all bits have a part in these."""
    mixed: _Hashes = (hashes ^ hashes >> np.uint64(32)) * np.uint64(_BASE) >> np.uint64(64 - _BITS)
    return mixed
