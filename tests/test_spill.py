"""What is put aside on the disk comes back as it was, and leaves no file behind."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.scratch import Spill

WIDTH = 3
ROWS = st.lists(st.binary(min_size=WIDTH, max_size=WIDTH), max_size=20)


@given(st.lists(ROWS, max_size=6), st.data())
def test_rows_come_back_as_they_were(batches: list[list[bytes]], data: st.DataObject) -> None:
    spill, rows = Spill(WIDTH), [row for batch in batches for row in batch]
    for batch in batches:
        spill.append(np.frombuffer(b"".join(batch), np.uint8).reshape(-1, WIDTH))
    start = data.draw(st.integers(0, len(rows)))
    end = data.draw(st.integers(start, len(rows)))
    assert spill.read(start, end).tobytes() == b"".join(rows[start:end])
    assert len(spill) == len(rows)


def test_no_file_is_left(tmp_path: Path) -> None:
    spill = Spill(WIDTH, tmp_path)
    spill.append(np.ones((1_000, WIDTH), np.uint8))
    del spill
    assert list(tmp_path.iterdir()) == []


def test_more_than_was_put_aside_is_an_error() -> None:
    spill = Spill(WIDTH)
    spill.append(np.ones((2, WIDTH), np.uint8))
    with pytest.raises(OSError, match="gone"):
        spill.read(1, 3)
