"""Looks at the data: which questions were asked of a project whose answers test something, a line each.

Who asks twenty questions finds one answer by chance. So each question is taken down when it is first answered, from the
command line and from the dashboard: when, what, and how many comparisons it makes. The same question of the same data
is one look. The file lies beside the tables, holds no text of any article and is part of no answer; where the project
cannot be written to, nothing is taken down.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from framing.modes import as_folder
from framing.schemas import SECTIONS, VOICES
from framing.statistics.question import Question
from framing.store.layout import LOOKS, held

__all__ = ["LOOK", "keeps_looks", "looks_of", "question_said", "record_look"]

#: One row a look. ``asked``: by which command or page; ``comparisons``: how many its answer makes.
LOOK: Final = {
    "made": pl.Datetime("us", "UTC"),
    "asked": pl.String(),
    "question": pl.String(),
    "comparisons": pl.Int64(),
    "version": pl.String(),
}
#: Letters of a question that are kept.
_QUESTION: Final = 1_000
_SAME: Final = ("question", "version")


def question_said(question: Question, measures: Sequence[str] = ()) -> str:
    """A question in a line, the same from a command and from a page.

    Example:
        >>> question_said(Question(a="dawn", about="kashmir", voices="own"), ["praise"])
        'dawn against the rest; about kashmir; voices own; praise'
    """
    parts = [f"{question.a} against {question.b or 'the rest'}"] if question.a else []
    parts += [f"by {question.by}"] if question.by not in (None, "outlet") or not parts else []
    parts += [f"before {question.before}"] if question.before else []
    parts += [f"{name} {value}" for name, value in question.named().items()]
    for name, every in (("sections", SECTIONS), ("voices", VOICES)):
        chosen = getattr(question, name)
        parts += [f"{name} {', '.join(chosen)}"] if set(chosen) != set(every) else []
    return "; ".join([*parts, *([", ".join(measures)] if measures else [])])


def keeps_looks(folder: Path) -> bool:
    """Whether looks at a project can be taken down."""
    path = folder / LOOKS
    return os.access(path if path.exists() else folder, os.W_OK)


def looks_of(folder: Path) -> pl.DataFrame:
    """The looks at a project so far, the last first: LOOK columns. A line that is damaged is left out."""
    try:
        lines = (folder / LOOKS).read_bytes().split(b"\n")[:-1]
    except OSError:
        return pl.DataFrame(schema=LOOK)
    rows = []
    for line in lines:
        with suppress(ValueError, TypeError, KeyError):
            row = json.loads(line)
            made = datetime.fromisoformat(row["made"]).astimezone(UTC)
            rows.append((made, str(row["asked"]), str(row["question"]), int(row["comparisons"]), str(row["version"])))
    table = pl.DataFrame(rows, schema=LOOK, orient="row")
    return table.unique(_SAME, keep="first", maintain_order=True).reverse()


def record_look(folder: Path, asked: str, question: str, comparisons: int, version: str) -> bool:
    """Take down a look, if it is a new one; whether it stands there now.

    Args:
        folder: of the project.
        asked: by which command or page.
        question: in the words of its options.
        comparisons: that its answer makes.
        version: of the project.
    """
    row = {"made": datetime.now(UTC).isoformat(timespec="seconds"), "asked": asked, "question": question[:_QUESTION]}
    row |= {"version": version}
    line = json.dumps({**row, "comparisons": comparisons}, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    same = pl.all_horizontal(pl.col(name) == row[name] for name in _SAME)
    if looks_of(folder).filter(same).height:
        return True
    try:
        handle = os.open(folder / LOOKS, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError:
        return False
    try:
        held(handle)
        as_folder(handle, folder)
        os.write(handle, line)
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
