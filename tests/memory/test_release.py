"""Freed memory goes back to the system, where the C library of Linux would keep it."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from framing.memory.release import _trim, release

PIECES, SIZE = 2_000, 50_000


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the size of a process is read from /proc")
def test_freed_pieces_go_back_to_the_system() -> None:
    if _trim() is None:
        pytest.skip("this C library gives memory back by itself")
    # Every other piece stays, so the system could not have the rest back by a shorter heap.
    pieces = [np.ones(SIZE, np.uint8) for _ in range(2 * PIECES)]
    full = resident()
    kept = pieces[::2]
    del pieces
    release()
    assert full - resident() > PIECES * SIZE / 2
    assert len(kept) == PIECES
