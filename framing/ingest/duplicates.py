"""Near-duplicates: which texts are copies of each other, cut or lightly edited, such as agency copy.

Sketches (:mod:`framing.ingest.sketches`) that agree in both bytes of at least one of 48 bands are compared in full
(locality-sensitive hashing), and two texts are alike where their estimated similarity is :data:`ALIKE` or more. Whether
two texts are alike depends on these two alone, never on what else is there or in which order it came.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from framing.ingest.sketches import SLOTS, Bytes, similarity

__all__ = ["ALIKE", "Links", "SketchIndex"]

Longs = npt.NDArray[np.int64]

#: Least similarity of near-duplicates. Calibrated on the development half of the Urdu pairs of agency text and newspaper
#: story: the lowest value at which at most two strangers in a hundred are joined.
ALIKE: Final = 0.18

_BANDS: Final = SLOTS // 2
_KEYS: Final = 1 << 16
#: Pairs compared at a time; it bounds the memory of a comparison to some 10 MB.
_PAIRS: Final = 50_000
#: Slots compared first, from the other half of the sketch than the band's, and how many of them must agree: that lets
#: 97 of 100 pairs pass at a similarity of 0.15, and one of 140 that share a band by chance.
_FIRST: Final = 32
_AGREE: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Pairs of sketches that are alike: the row of a new one, the row of an earlier one, their similarity."""

    new: Longs
    earlier: Longs
    similarity: npt.NDArray[np.float64]


class SketchIndex:
    """Sketches, found by what is like them. Rows are numbered in the order of :meth:`add`.

    It takes about 300 bytes a sketch. Of sketches that are equal only the first is compared with what comes, so that a
    text that thousands of outlets carry unchanged costs no more than one.
    """

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def add(self, sketches: Bytes) -> Links:
        """Add sketches.

        Args:
            sketches: array (texts, SLOTS).

        Returns:
            All pairs of them and of sketches added before that are alike; of equal ones only the first is named.
        """
        begin, self._rows = self._rows, self._rows + len(sketches)
        rows = np.arange(begin, self._rows)
        found = [_equal(sketches, rows)]
        # Sketches without letters are like nothing; of equal ones in this batch, the first stands for all.
        alone = np.ones(len(sketches), bool)
        alone[found[0].new - begin] = False
        alone &= sketches.any(axis=1)
        sketches, rows = sketches[alone], rows[alone]
        found += [_links(sketches, rows, part) for part in self._parts]
        is_copy = np.isin(rows, np.concatenate([links.new[links.similarity == 1.0] for links in found[1:]] or [rows[:0]]))
        part = _Part(sketches[~is_copy], rows[~is_copy])
        found.append(_links(part.sketches, part.rows, part))
        self._keep(part)
        return _joined(found)

    def _keep(self, part: _Part) -> None:
        """Sizes stay geometric, so that neither the parts nor the sorting grows with the batches."""
        self._parts.append(part)
        while len(self._parts) > 1 and len(self._parts[-1].rows) >= len(self._parts[-2].rows) // 2:
            last, before = self._parts.pop(), self._parts.pop()
            sketches = np.concatenate([before.sketches, last.sketches])
            self._parts.append(_Part(sketches, np.concatenate([before.rows, last.rows])))


class _Part:
    """Sketches sorted by each band: those with key k of a band are ``order[first[k]:first[k + 1]]``."""

    def __init__(self, sketches: Bytes, rows: Longs) -> None:
        self.sketches, self.rows = sketches, rows.astype(np.int32)
        self.order = np.empty((_BANDS, len(rows)), np.int32)
        self.first = np.zeros((_BANDS, _KEYS + 1), np.int32)
        for band, keys in enumerate(_band_keys(sketches)):
            self.order[band] = np.argsort(keys, kind="stable")
            np.cumsum(np.bincount(keys, minlength=_KEYS), out=self.first[band, 1:])


def _band_keys(sketches: Bytes) -> npt.NDArray[np.uint16]:
    """Array (bands, sketches)."""
    return np.ascontiguousarray(sketches).view(np.uint16).T


def _equal(sketches: Bytes, rows: Longs) -> Links:
    """Sketches that equal an earlier one of the same batch."""
    whole = np.ascontiguousarray(sketches).view(np.dtype((np.void, SLOTS))).ravel()
    _, first, inverse = np.unique(whole, return_index=True, return_inverse=True)
    earlier = first[inverse]
    again = (earlier != np.arange(len(rows))) & sketches.any(axis=1)
    return Links(rows[again], rows[earlier[again]], np.ones(int(again.sum())))


def _links(sketches: Bytes, rows: Longs, part: _Part) -> Links:
    """Pairs of sketches and earlier ones of a part."""
    found = []
    for band, keys in enumerate(_band_keys(sketches)):
        window = slice(SLOTS // 2, SLOTS // 2 + _FIRST) if band < _BANDS // 2 else slice(0, _FIRST)
        begin, end = part.first[band][keys], part.first[band][keys + np.int64(1)]
        for new, place in _expand(begin.astype(np.int64), end.astype(np.int64)):
            other = part.order[band][place]
            near = (sketches[new, window] == part.sketches[other, window]).sum(axis=1) >= _AGREE
            near &= part.rows[other] < rows[new]
            new, other = new[near], other[near]
            alike = similarity(sketches[new], part.sketches[other])
            good = alike >= ALIKE
            found.append(Links(rows[new[good]], part.rows[other[good]].astype(np.int64), alike[good]))
    return _joined(found)


def _expand(begin: Longs, end: Longs) -> Iterator[tuple[Longs, Longs]]:
    """Pairs (i, j) with ``begin[i] <= j < end[i]``, some at a time."""
    counts = end - begin
    total = np.cumsum(counts)
    for start in range(0, int(total[-1]) if len(total) else 0, _PAIRS):
        number = np.arange(start, min(start + _PAIRS, int(total[-1])))
        new = np.searchsorted(total, number, side="right")
        yield new, number - (total[new] - counts[new]) + begin[new]


def _joined(links: list[Links]) -> Links:
    """All links, each once, sorted."""
    new, earlier, alike = (
        np.concatenate([getattr(part, name) for part in links] or [np.zeros(0, kind)])
        for name, kind in (("new", np.int64), ("earlier", np.int64), ("similarity", np.float64))
    )
    order = np.lexsort((earlier, new))
    new, earlier, alike = new[order], earlier[order], alike[order]
    once = np.ones(len(new), bool)
    once[1:] = (new[1:] != new[:-1]) | (earlier[1:] != earlier[:-1])
    return Links(new[once], earlier[once], alike[once])
