"""What commands print and write: JSON, tables for people, and files that a spreadsheet may open without harm."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
import polars as pl

from framing.errors import UsageError, whole_file
from framing.render.escaping import escaped, line_of, safe_cells, visible

if TYPE_CHECKING:
    # Takes longer to load than ``framing --help`` should take, and one article is scored without it.
    from rich.console import Console

__all__ = ["above", "console", "data", "json_line", "message", "print_table", "say", "write_frame"]


def json_line(value: Any) -> str:
    """One line of JSON; text stays readable, but for what a terminal would obey or hide; NaN never occurs."""
    return escaped(json.dumps(value, ensure_ascii=False, allow_nan=False))


def say(line: str, *, err: bool = False) -> None:
    """One line for people, whatever it quotes."""
    click.echo(line_of(line), err=err)


def data(text: str) -> None:
    """Text on standard output as it is; a terminal is shown what it would obey or hide."""
    click.echo(visible(text, keep="\n\t") if sys.stdout.isatty() else text, nl=False)


def console(*, err: bool = False) -> Console:
    """A console for people. Piped, it is plain text, wide enough for every column."""
    from framing.cli.terminal import Plain

    plain = Plain(stderr=err)
    return plain if plain.is_terminal else Plain(stderr=err, width=140)


def print_table(title: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]]) -> None:
    """Print a table.

    Args:
        title: stands above it.
        columns: (name, "left" or "right") pairs.
        rows: cells as text.
    """
    from rich.table import Table
    from rich.text import Text

    # Rich would wrap a title to the table's width, and a narrow table's would fill a column of its own.
    shown = console()
    if title:
        shown.print(Text(line_of(title), style="bold"))
    table = Table(header_style="bold", box=None, pad_edge=False)
    for name, justify in columns:
        table.add_column(name, justify="right" if justify == "right" else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(line_of(cell)) for cell in row))
    shown.print(table)


def message(line: str) -> None:
    """One line on standard error, whatever it quotes; above a bar, if there is one."""
    text = f"framing: {line_of(' '.join(line.split()))}"
    if _BARS:
        from rich.text import Text

        _BARS[-1].print(Text(text), soft_wrap=True)
    else:
        click.echo(text, err=True)


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
    """Write a frame by the suffix of its path; where that fails, no piece of it is left.

    Raises:
        UsageError: a suffix other than .csv, .jsonl or .parquet.
        StorageError: the system refused.
    """
    with whole_file(path) as draft:
        match path.suffix.lower():
            case ".csv":
                frame.with_columns(safe_cells(frame.schema)).write_csv(draft)
            case ".jsonl" | ".ndjson":
                frame.write_ndjson(draft)
            case ".parquet":
                frame.write_parquet(draft)
            case other:
                raise UsageError("output.format", f"cannot write '{other}'", str(path), "use .jsonl, .csv or .parquet")
