"""Near-duplicates: which texts are copies of each other, cut or lightly edited, such as agency copy.

Sketches (:mod:`framing.ingest.article.sketches`) that agree in both bytes of at least one of 48 bands are compared in
full (locality-sensitive hashing), and two texts are alike where their estimated similarity is :data:`ALIKE` or more.
Whether two texts are alike depends on these two alone, never on what else is there or in which order it came.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Longs
from framing.ingest.article.sketches import SLOTS, Bytes, digests, similarity, sketches
from framing.schemas import HEADLINE_ONLY
from framing.scratch import Spill

__all__ = ["ALIKE", "Links", "SketchIndex", "compared", "merged", "with_clusters"]


#: Least similarity of near-duplicates. Calibrated on the development half of the Urdu pairs of agency text and
#: newspaper story (``make measure``): the lowest value at which at most two of a hundred pairs that people call
#: independent are joined. It finds the copies; of stories that people call wholly derived, a third are told in other
#: words throughout, and no likeness of words or letters tells these from two reports of one event.
ALIKE: Final = 0.18

_BANDS: Final = SLOTS // 2
_KEYS: Final = 1 << 16
#: Pairs compared at a time; it bounds the memory of a comparison to some 10 MB.
_PAIRS: Final = 50_000
#: Earlier sketches read at a time: 3 MB.
_PIECE: Final = 32_768
#: Sketches turned at a time, which takes a third of the time of turning a piece at once.
_BLOCK: Final = 512
#: So many earlier sketches at most are sought one by one: to make the table for more takes 25 milliseconds.
_FEW: Final = 2_000
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
    """Sketches, found by what is like them. Rows are numbered in the order of addition.

    Sketches lie on the disk and are read through once for each addition, so an index takes 9 bytes of memory a sketch;
    where there are a million of them, to add one takes a quarter of a second, and to add 5,000 two seconds. (A table of
    all bands would take 200 bytes a sketch, and be sorted anew at each start.) Of sketches that are equal only the
    first is compared with what comes, so that a text that thousands of outlets carry unchanged costs no more than one.

    Args:
        folder: where they lie; that of the system's temporary files where none is given.

    Raises:
        OSError: here or when sketches are added, where the disk does not take them.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._stored = Spill(SLOTS, folder)
        self._digests = np.zeros(0, np.int64)
        self._alone: npt.NDArray[np.bool_] | None = np.zeros(0, np.bool_)

    def __len__(self) -> int:
        return len(self._stored)

    @property
    def digests(self) -> Longs:
        """The digest of each row's sketch."""
        return self._digests

    def load(self, sketches: Bytes) -> None:
        """Add sketches whose links are known.

        Args:
            sketches: array (texts, SLOTS).
        """
        self._keep(sketches, digests(sketches))
        self._alone = None  # Found out at the next addition, for all that is loaded at once.

    def add(self, sketches: Bytes) -> Links:
        """Add sketches.

        Args:
            sketches: array (texts, SLOTS).

        Returns:
            All pairs of them and of sketches added before that are alike. Of equal ones only the first is compared with
            others; the rest are its pairs.
        """
        begin = len(self)
        stored_alone = _firsts(self._digests) if self._alone is None else self._alone
        number = digests(sketches)
        alone = _firsts(number)
        links_by_band = [_copies(number, alone, begin)]
        band = _Bands(sketches[alone], begin + np.flatnonzero(alone))
        # Where none of these is to be compared, as of texts without letters, nothing is read.
        for start in range(0, begin if len(band.rows) else 0, _PIECE):
            earlier = np.flatnonzero(stored_alone[start : start + _PIECE])
            piece = self._stored.read(start, min(start + _PIECE, begin))
            links_by_band.append(band.links(piece[earlier], start + earlier))
        for links in links_by_band[1:]:
            alone[links.new[links.similarity == 1.0] - begin] = False
        among = band.links(band.sketches, band.rows)
        compared = alone[among.new - begin] & alone[among.earlier - begin]
        links_by_band.append(Links(among.new[compared], among.earlier[compared], among.similarity[compared]))
        self._keep(sketches, number)
        self._alone = np.concatenate([stored_alone, alone])
        return _joined(links_by_band)

    def _keep(self, sketches: Bytes, number: Longs) -> None:
        self._stored.append(sketches)
        self._digests = np.concatenate([self._digests, number])


class _Bands:
    """New sketches, by each band, to be found by earlier ones."""

    def __init__(self, sketches: Bytes, rows: Longs) -> None:
        self.sketches, self.rows = sketches, rows
        codes = _codes(sketches)
        order = np.argsort(codes, kind="stable")
        self._codes, self._new = codes[order], order % max(len(rows), 1)
        self._halves = _halves(sketches)

    def links(self, earlier: Bytes, rows: Longs) -> Links:
        """Pairs of these and of earlier sketches in ``rows`` that are alike."""
        parts = []
        begin, end, bands, others = (self._sought if len(earlier) <= _FEW else self._met)(earlier)
        halves = _halves(earlier)
        # What is compared first is of the other half than the band.
        first_half = (bands >= _BANDS // 2).astype(np.int64)
        for item, place in _expand(begin, end):
            one, other, half = self._new.take(place), others.take(item), first_half.take(item)
            left = self._halves.take(2 * one + half, axis=0)
            near = _agreeing(left, halves.take(2 * other + half, axis=0)) >= _AGREE
            near &= rows.take(other) < self.rows.take(one)
            one, other = one[near], other[near]
            alike = similarity(self.sketches[one], earlier[other])
            good = alike >= ALIKE
            parts.append(Links(self.rows[one[good]], rows[other[good]], alike[good]))
        return _joined(parts)

    def _sought(self, earlier: Bytes) -> tuple[Longs, Longs, Longs, Longs]:
        """What :meth:`_met` tells, of a few sketches: found among the sorted codes, without a table."""
        codes = _codes(earlier)
        begin, end = (np.searchsorted(self._codes, codes, side) for side in ("left", "right"))
        met = np.flatnonzero(begin < end)
        return begin[met], end[met], *np.divmod(met, max(len(earlier), 1))

    def _met(self, earlier: Bytes) -> tuple[Longs, Longs, Longs, Longs]:
        """The bands in which an earlier sketch meets any of these.

        Band by band, since the table of one band stays in the processor's cache; that takes a third of the time.

        Returns:
            Where in ``_new`` begins and ends what it meets, the band, and the place in ``earlier``.
        """
        codes, places = [], []
        for band, keys in enumerate(_band_keys(earlier)):
            met = np.flatnonzero(self._is_there[band].take(keys))
            codes.append(keys.take(met) + np.int64(band * _KEYS))
            places.append(met)
        code = np.concatenate(codes)
        return self._first.take(code), self._first.take(code + 1), code // _KEYS, np.concatenate(places)

    @cached_property
    def _first(self) -> Longs:
        """Code → where it begins in ``_new``; one more."""
        first = np.zeros(_BANDS * _KEYS + 1, np.int64)
        np.cumsum(np.bincount(self._codes, minlength=_BANDS * _KEYS), out=first[1:])
        return first

    @cached_property
    def _is_there(self) -> npt.NDArray[np.bool_]:
        return (self._first[1:] > self._first[:-1]).reshape(_BANDS, _KEYS)


def with_clusters(articles: pl.DataFrame) -> pl.DataFrame:
    """Articles with a column ``cluster``: the id of the first of those that are near-duplicates of each other.

    Two articles are in one cluster if their texts are alike, or if a chain of articles joins them, as in projects.

    Args:
        articles: columns article_id and text, each id once; and title, where there is one.

    Example:
        >>> twice = pl.DataFrame({"article_id": ["a", "b"], "text": ["The same agency text."] * 2})
        >>> with_clusters(twice)["cluster"].to_list()
        ['a', 'a']
    """
    links = SketchIndex().add(sketches(compared(articles)))
    first = merged(np.arange(articles.height), links.new, links.earlier)
    return articles.with_columns(cluster=articles["article_id"].gather(first))


def compared(articles: pl.DataFrame) -> pl.Series:
    """What articles are compared by: their texts, and the headlines of those that have none.

    Args:
        articles: column text, and perhaps title.
    """
    text = pl.col("text").fill_null("")
    if articles.schema.get("title") == pl.String:
        text = pl.when(HEADLINE_ONLY).then("title").otherwise(text)
    return articles.select(text.alias("text")).to_series()


def merged(cluster: Longs, left: Longs, right: Longs) -> Longs:
    """Clusters after ``left[i]`` and ``right[i]`` became one, under the lower number."""
    from scipy.sparse import coo_array  # Takes half a second to load.
    from scipy.sparse.csgraph import connected_components

    names, inverse = np.unique(np.concatenate([left, right]), return_inverse=True)
    if not len(names):
        return cluster
    pairs = inverse.reshape(2, -1)
    graph = coo_array((np.ones(pairs.shape[1], bool), (pairs[0], pairs[1])), shape=(len(names), len(names)))
    _, component = connected_components(graph, directed=False)
    lowest = np.full(component.max() + 1, np.iinfo(np.int64).max)
    np.minimum.at(lowest, component, names)
    place = np.minimum(np.searchsorted(names, cluster), len(names) - 1)
    return np.where(names[place] == cluster, lowest[component[place]], cluster)


def _band_keys(sketches: Bytes) -> npt.NDArray[np.uint16]:
    """Array (bands, sketches)."""
    keys = np.ascontiguousarray(sketches).view(np.uint16)
    bands = np.empty((_BANDS, len(keys)), np.uint16)
    for start in range(0, len(keys), _BLOCK):
        bands[:, start : start + _BLOCK] = keys[start : start + _BLOCK].T
    return bands


def _codes(sketches: Bytes) -> Longs:
    """A number that tells the band and its key: of all sketches in the first band, then in the second, and so on."""
    return (_band_keys(sketches) + np.arange(_BANDS)[:, None] * _KEYS).reshape(-1)


def _halves(sketches: Bytes) -> npt.NDArray[np.uint64]:
    """The slots compared first of the second and of the first half of each sketch, as words of eight slots."""
    parts = [sketches[:, start : start + _FIRST] for start in (SLOTS // 2, 0)]
    return np.ascontiguousarray(np.stack(parts, axis=1)).reshape(-1, _FIRST).view(np.uint64)


def _agreeing(left: npt.NDArray[np.uint64], right: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
    """How many bytes of each row are the same: those that are zero in the difference (Hacker's Delight, 6-1)."""
    low = np.uint64(0x7F7F7F7F7F7F7F7F)
    differing = left ^ right
    differing |= (differing & low) + low
    return np.asarray(np.bitwise_count(~(differing | low)).sum(axis=1, dtype=np.uint8))


def _firsts(number: Longs) -> npt.NDArray[np.bool_]:
    """Whether each sketch is compared with others: not one that equals another before it, nor one without letters.

    Two sketches of one digest are equal but for a chance of one in 2⁶⁴; that of no letters is 0.
    """
    first = np.zeros(len(number), np.bool_)
    first[np.unique(number, return_index=True)[1]] = True
    first[number == 0] = False
    return first


def _copies(number: Longs, first: npt.NDArray[np.bool_], begin: int) -> Links:
    """Pairs of sketches of a batch and the first that equals them, by their digests."""
    _, place, inverse = np.unique(number, return_index=True, return_inverse=True)
    again = np.flatnonzero(~first & (number != 0))
    return Links(begin + again, begin + place[inverse[again]], np.ones(len(again)))


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
