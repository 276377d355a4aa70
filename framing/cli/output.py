"""What commands print and write: JSON, tables for people, and files that a spreadsheet may open without harm."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click
import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from framing.errors import UsageError
from framing.store.cells import safe_cells

__all__ = [
    "above",
    "console",
    "counted",
    "json_line",
    "message",
    "plain",
    "print_table",
    "report_rejects",
    "write_frame",
]

# Escape sequences and other controls in an article must not reach the terminal; direction marks may not leak over
# a cell.
_CONTROLS: Final = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), *range(8234, 8239)))


def json_line(value: Any) -> str:
    """One line of JSON; text stays readable, NaN never occurs."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def plain(text: str) -> str:
    """Text of articles and files as one line that a terminal can show without harm."""
    return " ".join(text.split()).translate(_CONTROLS)


def counted(number: int, name: str) -> str:
    """A number and what it counts.

    Example:
        >>> counted(1, "rejects"), counted(2, "rejects"), counted(1, "known")
        ('1 reject', '2 rejects', '1 known')
    """
    return f"{number} {name.removesuffix('s') if number == 1 else name}"


def console(*, err: bool = False) -> Console:
    """A console for people. Piped, it is plain text, wide enough for every column."""
    plain = Console(stderr=err)
    return plain if plain.is_terminal else Console(stderr=err, width=140)


def print_table(title: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]]) -> None:
    """Print a table.

    Args:
        title: stands above it.
        columns: (name, "left" or "right") pairs.
        rows: cells as text.
    """
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold", box=None, pad_edge=False)
    for name, justify in columns:
        table.add_column(name, justify="right" if justify == "right" else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell.translate(_CONTROLS)) for cell in row))
    console().print(table)


def report_rejects(rejects: pl.DataFrame) -> None:
    """One line a reject on standard error: what, where, what to do."""
    for row in rejects.iter_rows(named=True):
        hint = f"; {row['hint']}" if row["hint"] else ""
        message(f"{row['origin']}: {row['reason']}{hint} [{row['code']}]")


def message(line: str) -> None:
    """One line on standard error, whatever it quotes; above a bar, if there is one."""
    said = f"framing: {' '.join(line.split()).translate(_CONTROLS)}"
    if _BARS:
        _BARS[-1].print(Text(said), soft_wrap=True)
    else:
        click.echo(said, err=True)


#: The consoles on which a bar stands. Whatever were written past them would be written into the bar.
_BARS: Final[list[Console]] = []


@contextmanager
def above(bar: Console) -> Iterator[None]:
    """Let messages stand above a bar."""
    _BARS.append(bar)
    try:
        yield
    finally:
        _BARS.remove(bar)


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame by the suffix of its path.

    Raises:
        UsageError: a suffix other than .csv, .jsonl or .parquet.
    """
    match path.suffix.lower():
        case ".csv":
            frame.with_columns(safe_cells(frame.schema)).write_csv(path)
        case ".jsonl" | ".ndjson":
            frame.write_ndjson(path)
        case ".parquet":
            frame.write_parquet(path)
        case other:
            raise UsageError("output.format", f"cannot write '{other}'", str(path), "use .jsonl, .csv or .parquet")
