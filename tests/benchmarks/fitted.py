"""Which lexicons the figures that are fitted to news and labels were fitted with.

``make measure`` writes ``lexicons/fitted.txt``: one SHA-256 over all that decides what is found. Where an entry changes,
baselines, priors, calibration and validity say what was true of another lexicon, and a test says so.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import framing
from framing.languages.registry import languages

__all__ = ["PLACE", "entries_hash", "grown_hash"]

PLACE: Final = framing.lexicons_folder() / "fitted.txt"


def entries_hash(folder: Path) -> str:
    """SHA-256, in hexadecimal, over codebook, actors, names, entries and word lists of a lexicon folder."""
    total = hashlib.sha256()
    listed = [path for code in languages() for path in (folder / code).glob("*.csv")]
    for path in sorted([folder / "codebook.toml", folder / "actors.csv", folder / "names.csv", *listed]):
        # Line ends do not change what an entry says.
        content = path.read_bytes().replace(b"\r\n", b"\n")
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def grown_hash(folder: Path) -> str:
    """SHA-256, in hexadecimal, over the seeds of grown words, what guards them, their tables and codebook.

    Entries and actors are not in it: what becomes one has no grown score any more, whatever the tables say, and what was
    learned of the former ones does not turn false.
    """
    total = hashlib.sha256()
    parts = ("pairs/*.csv", "identities.csv", "grown/*.csv", "grown/codebook.toml")
    for path in sorted(path for part in parts for path in folder.glob(part)):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
