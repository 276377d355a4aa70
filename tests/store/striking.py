"""A process in which the n-th call that changes a project fails, for one n after the other; see ``faults.c``.

    striking.py LEXICON FOLDER FIRST STEP

It prints a line for each n: how many calls there were, whether adding failed, and what is wrong with the project; the
last n is the one that no call came to.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
from pathlib import Path

import polars as pl

from framing import schemas
from framing.errors import StorageError
from framing.ingest.read import ReadResult
from framing.lexicon.lexicon import load_lexicon
from framing.scoring.score import Scorer
from framing.store.add import Writer
from framing.store.maintain import verify_project
from framing.store.project import init_project, open_project

TEXTS = ("मंत्री ने कहा कि यह फैसला ऐतिहासिक है।", "पुलिस ने कथित आरोपी को नहीं पकड़ा।", "यह सिर्फ चालबाजी है।")


def batch(first: int) -> ReadResult:
    rows = [
        {"article_id": f"{first + number}", "text": text, "language": "hi", "content_sha256": f"{number:064x}"}
        for number, text in enumerate(TEXTS)
    ]
    return ReadResult(pl.DataFrame(rows, schema=schemas.ARTICLE), pl.DataFrame(schema=schemas.REJECT))


def add(folder: Path, scorer: Scorer) -> bool:
    """Add two batches; whether both landed."""
    try:
        with Writer(open_project(folder), scorer) as writer:
            for first in (10, 20):
                writer.add(batch(first))
    except StorageError:
        return False
    return True


def ids(folder: Path) -> list[str]:
    loaded = open_project(folder).load()
    assert loaded.scored.articles["article_id"].to_list() == loaded.articles["article_id"].to_list()
    assert set(loaded.scored.evidence["article_id"]) <= set(loaded.articles["article_id"])
    return loaded.articles["article_id"].to_list()


def main(lexicon: str, place: str, first: str, step: str) -> None:
    faults = ctypes.CDLL(None)
    scorer = Scorer(load_lexicon(Path(lexicon)), threads=1)
    base = Path(place) / "base"
    init_project(base)
    with Writer(open_project(base), scorer) as writer:
        writer.add(batch(0))
    whole = ["0", "1", "2", "10", "11", "12", "20", "21", "22"]
    states = (whole[:3], whole[:6], whole)
    number = int(first)
    while True:
        folder = Path(place) / f"at-{number}"
        shutil.copytree(base, folder)
        faults.fault_arm(os.fsencode(folder), number, errno.ENOSPC if number % 2 else errno.EIO, 0)
        landed = add(folder, scorer)
        calls = faults.fault_counted()
        faults.fault_arm(b"", 0, 0, 0)
        seen = ids(folder)
        again = add(folder, scorer)
        damage = [found.file for found in verify_project(folder).damage]
        fine = seen in states and again and ids(folder) == whole and not damage and (not landed or seen == whole)
        line = {"n": number, "calls": calls, "landed": landed, "seen": len(seen), "fine": fine}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        shutil.rmtree(folder)
        if calls < number:
            return
        number += int(step)


if __name__ == "__main__":
    main(*sys.argv[1:])
