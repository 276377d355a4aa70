"""A process in which the system refuses something to each command that writes; see ``faults.c``.

    striking_all.py LEXICON FOLDER STEPS

Each command is struck by each fault at STEPS of the calls that the fault can meet, spread over all of them, and the
fault lasts until the command has given up; where STEPS is 0, by every third fault at one call. It prints a line for each: what the command said of it, and
what is wrong with the project afterwards.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import framing.resources

if __name__ == "__main__":
    framing.resources.lexicons_folder = lambda: Path(sys.argv[1])

from framing.errors import FramingError
from framing.lexicon.lexicon import load_lexicon
from framing.scoring.score import Scorer
from framing.store.add import Writer
from framing.store.amend import amend
from framing.store.commit import Commits
from framing.store.erase import find_articles
from framing.store.export import export
from framing.store.maintain import compact, verify_project
from framing.store.project import Project, init_project, open_project
from framing.store.rescore import rescore
from tests.store.striking import batch

#: Loaded when it runs: one that scores, and one that says of itself that it is another.
SCORER: Scorer
OTHER: Scorer

FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.EACCES, errno.EROFS, errno.EIO)


def add(project: Project) -> None:
    with Writer(project, SCORER) as writer:
        writer.add(batch(10))


def erase(project: Project) -> None:
    with Commits(project) as commits:
        # Struck after its note was written, it was completed when the writer was opened.
        if "1" in set(project.columns("articles", ["article_id"], commits.history.runs)["article_id"]):
            commits.erase(find_articles(project, commits.history.runs, ["1"], reason=""))


COMMANDS: dict[str, Callable[[Project], object]] = {
    "add": add,
    "amend": lambda project: amend(project, ["0"], {"byline": "nobody"}),
    "compact": lambda project: compact(project),
    "erase": erase,
    "rescore": lambda project: list(rescore(project, OTHER)),
    "csv": lambda project: export(project, "articles", project.folder.parent / "struck-out" / "articles.csv"),
    "xlsx": lambda project: export(project, "articles", project.folder.parent / "struck-out" / "articles.xlsx"),
}


def said(command: Callable[[Project], object], folder: Path) -> tuple[str, str]:
    """The code and the line of what a command raises; nothing where it does its work."""
    try:
        command(open_project(folder))
    except FramingError as error:
        return error.code, str(error)
    except OSError as error:
        # What `framing` makes of it is tested elsewhere; here it is told by its number.
        return f"errno {error.errno}", str(error)
    return "", ""


def state(folder: Path) -> list[list[str | None]]:
    rows = open_project(folder).load().articles.select("article_id", "byline").sort("article_id")
    return [list(row) for row in rows.iter_rows()]


def main(place: str, steps: str) -> None:
    faults = ctypes.CDLL(None)
    base, folder, out = (Path(place) / name for name in ("base", "struck", "struck-out"))
    init_project(base)
    for first in (0, 3, 6):
        with Writer(open_project(base), SCORER) as writer:
            writer.add(batch(first))
    for turn, (name, command) in enumerate(COMMANDS.items()):
        shutil.copytree(base, folder)
        out.mkdir()
        faults.fault_arm(os.fsencode(folder), 0, 0, 0)
        command(open_project(folder))
        counts = {code: faults.fault_met_by(code) for code in FAULTS}
        faults.fault_arm(b"", 0, 0, 0)
        whole = state(folder)
        for kind, code in enumerate(FAULTS):
            for step in range(int(steps) or (kind + turn) % 3 == 0):
                shutil.rmtree(folder)
                shutil.rmtree(out)
                shutil.copytree(base, folder)
                out.mkdir()
                # Each fault at other calls than the others.
                place_of = (step + (kind + 0.5) / len(FAULTS)) / max(int(steps), 1)
                number = 1 + int(place_of * (counts[code] - 1))
                faults.fault_arm(os.fsencode(folder), number, code, 1)
                told, line = said(command, folder)
                faults.fault_arm(b"", 0, 0, 0)
                damage = [found.file for found in verify_project(folder).damage]
                # A table never stands without what was written to explain it.
                left = sorted(path.name for path in out.iterdir() if path.stem == "articles") if told else []
                again, _ = said(command, folder)
                fine = not damage and not left and not again and state(folder) == whole
                found = {"command": name, "errno": code, "n": number, "code": told, "said": line, "fine": fine}
                sys.stdout.write(json.dumps({**found, "damage": damage, "left": left, "again": again}) + "\n")
        shutil.rmtree(folder)
        shutil.rmtree(out)


if __name__ == "__main__":
    LEXICON = load_lexicon(Path(sys.argv[1]))
    SCORER = Scorer(LEXICON, threads=1)
    OTHER = Scorer(replace(LEXICON, fingerprint="another"), threads=1)
    main(*sys.argv[2:])
