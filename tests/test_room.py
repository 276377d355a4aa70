"""How much memory is left is asked before much is taken."""

from __future__ import annotations

import subprocess
import sys

import pytest

from framing.memory import claim, room

#: A limit of so much beyond what the process has, set by the process itself.
LIMITED = """
import resource, sys
from pathlib import Path
from framing.memory import claim, room
pages = int(Path("/proc/self/statm").read_text().split()[0])
limit = pages * resource.getpagesize() + 200_000_000
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
claim(100_000_000)
try:
    claim(300_000_000)
except MemoryError as error:
    print(room() <= 200_000_000, "300 MB are needed" in str(error))
"""


def test_what_there_is_may_be_taken() -> None:
    claim(1)
    claim(20_000_000)
    assert room() > 20_000_000


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells")
def test_a_limit_is_known_before_it_is_met() -> None:
    done = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells")
def test_more_than_the_machine_has_is_refused() -> None:
    with pytest.raises(MemoryError, match="are needed"):
        claim(1e15)
