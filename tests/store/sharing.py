"""A process that is several users of one group in turn, and lets each write to one project; only root can.

    sharing.py LEXICON PLACE SPARE

What is loaded when it is first used is loaded while it may read everything: elsewhere the toolkit is there for all.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from framing.lexicon.lexicon import load_lexicon
from framing.scoring.score import Scorer
from framing.store.add import Writer
from framing.store.maintain import compact
from framing.store.project import init_project
from tests.store.striking import batch

GROUP = 4000


def write(folder: Path, scorer: Scorer, first: int) -> None:
    project = init_project(folder, shared=True)
    with Writer(project, scorer) as writer:
        writer.add(batch(first))
    compact(project)


def main(lexicon: str, place: str, spare: str) -> None:
    scorer = Scorer(load_lexicon(Path(lexicon)), threads=1)
    write(Path(spare), scorer, 0)
    os.umask(0o022)
    os.setgroups([])
    os.setegid(GROUP)
    for number, user in enumerate((4001, 4002, 4001)):
        os.seteuid(user)
        write(Path(place), scorer, 10 * number)
        os.seteuid(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
