"""The parts of pieces are cut at code points, whichever way is the faster for their length."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from framing.scoring import vocabulary
from framing.scoring.vocabulary import _parts

PIECE = st.tuples(st.text("aéख़ں😀-", min_size=1, max_size=12), st.sampled_from([1, vocabulary._LONG]))


@given(st.lists(st.tuples(PIECE, st.integers(0, 4)), max_size=8), st.data())
def test_parts_are_what_python_cuts(given_pieces: list[tuple[tuple[str, int], int]], data: st.DataObject) -> None:
    pieces = [text * times for (text, times), _ in given_pieces]
    counts = [number for _, number in given_pieces]
    bounds = [
        sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        for text, number in zip(pieces, counts, strict=True)
        for _ in range(number)
    ]
    start, end = (np.array([bound[side] for bound in bounds], np.int32) for side in (0, 1))
    owner = np.repeat(np.arange(len(pieces)), counts)
    found = _parts(pl.Series(pieces, dtype=pl.String), np.array(counts, np.int64), start, end)
    assert found.to_list() == [pieces[at][first:last] for at, (first, last) in zip(owner, bounds, strict=True)]
