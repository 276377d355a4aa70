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

from framing.ingest.sketches import SLOTS, Bytes, digests, similarity

__all__ = ["ALIKE", "Links", "SketchIndex"]

Longs = npt.NDArray[np.int64]

#: Least similarity of near-duplicates. Calibrated on the development half of the Urdu pairs of agency text and
#: newspaper story (``make measure``): the lowest value at which at most two of a hundred pairs that people call
#: independent are joined. It finds the copies; of stories that people call wholly derived, a third are told in other
#: words throughout, and no likeness of words or letters tells these from two reports of one event.
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

    Args:
        sketches: array (texts, SLOTS) to begin with, whose links are known.
    """

    def __init__(self, sketches: Bytes | None = None) -> None:
        self._parts: list[_Part] = []
        self._rows = 0
        if sketches is not None and len(sketches):
            self._rows = len(sketches)
            rows = np.arange(self._rows)
            alone = _alone(sketches, _equal(sketches, rows))
            self._parts.append(_Part(sketches[alone], rows[alone]))

    def __len__(self) -> int:
        return self._rows

    def add(self, sketches: Bytes) -> Links:
        """Add sketches.

        Args:
            sketches: array (texts, SLOTS).

        Returns:
            All pairs of them and of sketches added before that are alike. Of equal ones only the first is compared with
            others; the rest are its pairs.
        """
        begin, self._rows = self._rows, self._rows + len(sketches)
        rows = np.arange(begin, self._rows)
        found = [_equal(sketches, rows)]
        alone = _alone(sketches, found[0], begin)
        sketches, rows = sketches[alone], rows[alone]
        found += [_links(sketches, rows, part) for part in self._parts]
        copies = [links.new[links.similarity == 1.0] for links in found[1:]]
        is_new = ~np.isin(rows, np.concatenate([rows[:0], *copies]))
        part = _Part(sketches[is_new], rows[is_new])
        found.append(_links(part.sketches, rows[is_new], part))
        self._keep(part)
        return _joined(found)

    def _keep(self, part: _Part) -> None:
        """Sizes stay geometric, so that neither the parts nor the sorting grows with the batches."""
        self._parts.append(part)
        while len(self._parts) > 1 and len(self._parts[-1].rows) >= len(self._parts[-2].rows) // 2:
            # What was sorted is given back before it is sorted anew together.
            (last, of_last), (before, of_before) = self._parts.pop().content, self._parts.pop().content
            self._parts.append(_Part(np.concatenate([before, last]), np.concatenate([of_before, of_last])))


class _Part:
    """Sketches sorted by each band."""

    def __init__(self, sketches: Bytes, rows: Longs) -> None:
        self.sketches, self.rows = sketches, rows.astype(np.int32)
        self.order = np.empty((_BANDS, len(rows)), np.int32)
        keys = _band_keys(sketches)
        # A large part has a table of where each key begins; in a small one that is found by bisection.
        is_large = len(rows) > _KEYS // 8
        self._first = np.zeros((_BANDS, _KEYS + 1), np.int32) if is_large else None
        self._keys = np.empty((_BANDS, 0 if is_large else len(rows)), np.uint16)
        for band in range(_BANDS):
            listed = np.ascontiguousarray(keys[band])
            self.order[band] = np.argsort(listed, kind="stable")
            if self._first is not None:
                np.cumsum(np.bincount(listed, minlength=_KEYS), out=self._first[band, 1:])
            else:
                self._keys[band] = listed[self.order[band]]

    @property
    def content(self) -> tuple[Bytes, npt.NDArray[np.int32]]:
        """The sketches and their rows, as they came."""
        return self.sketches, self.rows

    def ranges(self, band: int, keys: npt.NDArray[np.uint16]) -> tuple[Longs, Longs]:
        """Where in ``order[band]`` the sketches with each key begin and end."""
        if self._first is not None:
            first = self._first[band]
            return first[keys].astype(np.int64), first[keys + np.int64(1)].astype(np.int64)
        listed = self._keys[band]
        return np.searchsorted(listed, keys, side="left"), np.searchsorted(listed, keys, side="right")


def _band_keys(sketches: Bytes) -> npt.NDArray[np.uint16]:
    """Array (bands, sketches)."""
    return np.ascontiguousarray(sketches).view(np.uint16).T


def _equal(sketches: Bytes, rows: Longs) -> Links:
    """Sketches that equal an earlier one of the same batch."""
    _, first, inverse = np.unique(digests(sketches), return_index=True, return_inverse=True)
    earlier = first[inverse]
    again = np.flatnonzero((earlier != np.arange(len(rows))) & sketches.any(axis=1))
    # Two sketches of one digest are equal but for a chance of one in 2⁶⁴.
    again = again[(sketches[again] == sketches[earlier[again]]).all(axis=1)]
    return Links(rows[again], rows[earlier[again]], np.ones(len(again)))


def _alone(sketches: Bytes, equal: Links, begin: int = 0) -> npt.NDArray[np.bool_]:
    """Whether each sketch is compared with others: not one without letters, nor one that equals another before it."""
    alone = np.asarray(sketches.any(axis=1), np.bool_)
    alone[equal.new - begin] = False
    return alone


def _links(sketches: Bytes, rows: Longs, part: _Part) -> Links:
    """Pairs of sketches and earlier ones of a part."""
    found = []
    for band, keys in enumerate(_band_keys(sketches)):
        window = slice(SLOTS // 2, SLOTS // 2 + _FIRST) if band < _BANDS // 2 else slice(0, _FIRST)
        for new, place in _expand(*part.ranges(band, keys)):
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
