"""What other machines say of a project's articles: ``machines.csv`` beside its tables, an article a line."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from framing.errors import FramingError, InputError
from framing.statistics.machines import machine_names, wordings
from framing.validation.tables import read_table

__all__ = ["MACHINES_FILE", "MachineScores", "machines_of_project", "read_machines"]

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
