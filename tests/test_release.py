"""Freed memory goes back to the system, where the C library of Linux would keep it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from framing.memory import _library, release

pytestmark = pytest.mark.skipif(_library() is None, reason="the C library is not glibc, which alone keeps memory")

PIECES, SIZE = 2_000, 50_000


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096


def test_freed_pieces_go_back_to_the_system() -> None:
    # Every other piece stays, so the system could not have the rest back by a shorter heap.
    pieces = [np.ones(SIZE, np.uint8) for _ in range(2 * PIECES)]
    full = resident()
    kept = pieces[::2]
    del pieces
    release()
    assert full - resident() > PIECES * SIZE / 2
    assert len(kept) == PIECES


#: Arrays of 2 to 9 MB, made, mixed with small ones that stay, and freed by one short-lived thread after another.
WORK = """
import sys
from pathlib import Path
from threading import Thread
import numpy as np
from framing.memory import keep_little

if sys.argv[1] == "little":
    keep_little()
kept = []

def work(number):
    arrays = []
    for size in range(2, 10):
        arrays.append(np.ones(size << 20, np.uint8))
        kept.append(bytearray(10_000))
    arrays.clear()

for number in range(40):
    thread = Thread(target=work, args=(number,))
    thread.start()
    thread.join()
print(int(Path("/proc/self/statm").read_text().split()[1]) * 4096)
"""


def test_large_blocks_go_back_by_themselves() -> None:
    # Dask leaves settings of malloc behind in a process that had workers.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    usual, little = (
        int(
            subprocess.run(
                [sys.executable, "-c", WORK, mode], check=True, capture_output=True, text=True, env=plain
            ).stdout
        )
        for mode in ("usual", "little")
    )
    assert little < usual - 20_000_000
