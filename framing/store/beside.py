"""Files that readers keep beside the tables of a project: days with what happened, other machines, grown words.

``events.csv`` has a line a day, ``machines.csv`` an article a line, ``grown/hi.csv`` and so on candidates to read.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from framing.errors import FramingError, InputError
from framing.lexicon.growing import GROWN
from framing.limits import DICTIONARY_BYTES, SIDECAR_BYTES
from framing.phrases import counted
from framing.statistics.machines import machine_names, wordings
from framing.validation.tables import read_table

__all__ = [
    "EVENTS_FILE",
    "GROWN_FOLDER",
    "MACHINES_FILE",
    "MILESTONE",
    "GrownWords",
    "MachineScores",
    "Milestones",
    "grown_path",
    "machines_of_project",
    "read_grown",
    "read_machines",
    "read_milestones",
]

#: The file, in the project's folder.
EVENTS_FILE: Final = "events.csv"
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
    path = folder / EVENTS_FILE
    empty = pl.DataFrame(schema=MILESTONE)
    try:
        if not path.is_file():
            return Milestones(empty, ())
        if path.stat().st_size > SIDECAR_BYTES:
            return Milestones(
                empty, (f"{EVENTS_FILE} is larger than {SIDECAR_BYTES // 1000:,} kB; keep the days that matter",)
            )
        text = path.read_text(encoding="utf-8-sig")
        lines = csv.DictReader(text.replace("\0", "").splitlines())
        names = {(name or "").strip().casefold(): name for name in lines.fieldnames or ()}
        if not {"date", "label"} <= names.keys():
            return Milestones(
                empty, (f"{EVENTS_FILE} has no columns date and label; begin it with the line date,label",)
            )
        made = [(lines.line_num, line.get(names["date"]), line.get(names["label"])) for line in lines]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return Milestones(empty, (f"{EVENTS_FILE} cannot be read ({error}); save it as CSV in UTF-8",))
    return _checked(made)


def _checked(lines: list[tuple[int, str | None, str | None]]) -> Milestones:
    rows, problems = [], list[str]()
    for number, date, label in lines:
        day, happened = (date or "").strip(), " ".join((label or "").split())
        try:
            moment = datetime.strptime(day, _FORMATS[len(day)] if day.isascii() else "").replace(tzinfo=UTC)
        except (ValueError, KeyError):
            problems.append(f"{EVENTS_FILE}, line {number}: '{day[:40]}' is no date; write 2026-02-05, 2026-02 or 2026")
            continue
        if not happened:
            problems.append(f"{EVENTS_FILE}, line {number}: no label; say in a few words what happened")
            continue
        rows.append((moment, happened if len(happened) <= _LABEL else f"{happened[: _LABEL - 1]}…"))
    if len(problems) > _TOLD:
        further = f"and {counted(len(problems) - _TOLD, 'lines')} more of {EVENTS_FILE} with the like"
        problems = [*problems[:_TOLD], further]
    return Milestones(pl.DataFrame(rows, schema=MILESTONE, orient="row").sort("date", "label"), tuple(problems))


#: The file, in the project's folder.
MACHINES_FILE: Final = "machines.csv"


class MachineScores(NamedTuple):
    """A table with article_id and a column of numbers a machine, None where there is none; and its problems."""

    table: pl.DataFrame | None
    problems: tuple[str, ...]


def read_machines(path: Path) -> MachineScores:
    """A table with article_id, as text, and a column of numbers a machine; which columns hold none is its problem.

    Args:
        path: CSV, TSV, JSON Lines or Parquet.

    Raises:
        InputError: the file cannot be read.
        UsageError: as for :func:`framing.statistics.machines.machine_names`.
    """
    table = read_table(path)
    numbers = table.select(pl.col("article_id").cast(pl.String), *machine_names(table))
    return MachineScores(numbers, tuple(f"{path.name}: {line}" for line in wordings(table)))


def machines_of_project(folder: Path) -> MachineScores:
    r"""What stands in a project's ``machines.csv``.

    Args:
        folder: the project's.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as name:
        ...     _ = (Path(name) / "machines.csv").write_text("article_id,model\na,high\n")
        ...     machines_of_project(Path(name)).problems
        ("machines.csv: column 'model' holds no numbers (String); give numbers",)
    """
    path = folder / MACHINES_FILE
    if not path.is_file():
        return MachineScores(None, ())
    try:
        return read_machines(path)
    except FramingError as error:
        where = "" if isinstance(error, InputError) else f"{MACHINES_FILE}: "
        return MachineScores(None, (f"{where}{error.what}{f'; {error.hint}' if error.hint else ''}",))


#: In the project's folder; a table a language.
GROWN_FOLDER: Final = "grown"


class GrownWords(NamedTuple):
    """Grown words, the most charged first, and why the table could not be read; empty where it could."""

    rows: pl.DataFrame
    problem: str = ""


def grown_path(folder: Path, language: str) -> Path:
    """Where a project keeps the grown words of a language."""
    return folder / GROWN_FOLDER / f"{language}.csv"


def read_grown(folder: Path, language: str) -> GrownWords:
    """The grown words of a project in one language; none where it has no such table.

    Args:
        folder: the project's.
        language: hi, ur or en.

    Returns:
        GROWN columns, by score, the most charged first; what is no such table is told.
    """
    path, nothing = grown_path(folder, language), pl.DataFrame(schema=GROWN)
    name = f"{GROWN_FOLDER}/{language}.csv"
    try:
        if not path.is_file():
            return GrownWords(nothing)
        if path.stat().st_size > DICTIONARY_BYTES:
            return GrownWords(nothing, f"{name} is larger than {DICTIONARY_BYTES // 1_000_000} MB; grow it anew")
        rows = pl.read_csv(path, schema_overrides=dict(GROWN), infer_schema=False)
    except (OSError, pl.exceptions.PolarsError):
        return GrownWords(nothing, f"{name} cannot be read; grow it anew with framing lexicon grow")
    if not set(GROWN) <= set(rows.columns):
        return GrownWords(nothing, f"{name} has other columns than {', '.join(GROWN)}; grow it anew")
    return GrownWords(rows.select(list(GROWN)).drop_nulls().sort(["score", "word"], descending=[True, False]))
