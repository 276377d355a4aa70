"""Days that a project's readers named: ``events.csv`` beside its tables, a line a day, with what happened then."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from framing.limits import SIDECAR_BYTES
from framing.phrases import counted

__all__ = ["FILE", "MILESTONE", "Milestones", "read_milestones"]

#: The file, in the project's folder.
FILE: Final = "events.csv"
#: One row a day that was named.
MILESTONE: Final = {"date": pl.Datetime("us", "UTC"), "label": pl.String()}
#: How a day, a month and a year are written.
_FORMATS: Final = {10: "%Y-%m-%d", 7: "%Y-%m", 4: "%Y"}
#: Characters of a label that are shown.
_LABEL: Final = 120
#: Lines that are told one by one; a file of another kind has thousands.
_TOLD: Final = 5


class Milestones(NamedTuple):
    """Days with what happened, in their order, and what of the file could not be read, a sentence a line."""

    rows: pl.DataFrame
    problems: tuple[str, ...]


def read_milestones(folder: Path) -> Milestones:
    r"""The days of a project's ``events.csv``; none where it has no such file.

    Columns are ``date`` (a day, a month or a year: 2026-02-05, 2026-02, 2026) and ``label``, in any order; others are
    passed over. A line that is not valid is told with what to do, and the others are read.

    Args:
        folder: the project's.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as name:
        ...     _ = (Path(name) / "events.csv").write_text("date,label\n2026-02-05,Deal signed\nMay,Vote\n")
        ...     found = read_milestones(Path(name))
        >>> found.rows["label"].to_list()
        ['Deal signed']
        >>> found.problems
        ("events.csv, line 3: 'May' is no date; write 2026-02-05, 2026-02 or 2026",)
    """
    path = folder / FILE
    empty = pl.DataFrame(schema=MILESTONE)
    try:
        if not path.is_file():
            return Milestones(empty, ())
        if path.stat().st_size > SIDECAR_BYTES:
            return Milestones(
                empty, (f"{FILE} is larger than {SIDECAR_BYTES // 1000:,} kB; keep the days that matter",)
            )
        text = path.read_text(encoding="utf-8-sig")
        lines = csv.DictReader(text.replace("\0", "").splitlines())
        names = {(name or "").strip().casefold(): name for name in lines.fieldnames or ()}
        if not {"date", "label"} <= names.keys():
            return Milestones(empty, (f"{FILE} has no columns date and label; begin it with the line date,label",))
        made = [(lines.line_num, line.get(names["date"]), line.get(names["label"])) for line in lines]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return Milestones(empty, (f"{FILE} cannot be read ({error}); save it as CSV in UTF-8",))
    return _checked(made)


def _checked(lines: list[tuple[int, str | None, str | None]]) -> Milestones:
    rows, problems = [], list[str]()
    for number, date, label in lines:
        day, happened = (date or "").strip(), " ".join((label or "").split())
        try:
            moment = datetime.strptime(day, _FORMATS[len(day)] if day.isascii() else "").replace(tzinfo=UTC)
        except (ValueError, KeyError):
            problems.append(f"{FILE}, line {number}: '{day[:40]}' is no date; write 2026-02-05, 2026-02 or 2026")
            continue
        if not happened:
            problems.append(f"{FILE}, line {number}: no label; say in a few words what happened")
            continue
        rows.append((moment, happened if len(happened) <= _LABEL else f"{happened[: _LABEL - 1]}…"))
    if len(problems) > _TOLD:
        further = f"and {counted(len(problems) - _TOLD, 'lines')} more of {FILE} with the like"
        problems = [*problems[:_TOLD], further]
    return Milestones(pl.DataFrame(rows, schema=MILESTONE, orient="row").sort("date", "label"), tuple(problems))
