"""The rows of tables as text, some at a time. Runs in the process of ``worker.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from framing import limits

__all__ = ["in_pieces", "with_header"]


#: Rows, and characters of them, that are handed on together.
_ROWS: Final = 2_000
_CHARS: Final = 4_000_000
#: Characters of one row: an article with room for its metadata. Many cells may name one long text of a workbook.
_ROW_CHARS: Final = 8 * limits.ARTICLE_CHARS

_ENCODING: Final = ("input.encoding", "a cell of it is not UTF-8", "write its texts as UTF-8")


def with_header(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Rows counted from 1, behind the names of their columns."""
    yield 0, columns
    yield from enumerate(rows, 1)


def in_pieces(name: str, rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[dict[str, Any]]:
    """The rows of a table as ``sheet``, its name, and ``rows``, each a number and its cells up to the last in use.

    Rows without any are left out; the cells of a row that is too long are null, and those of one that has bytes that
    are no text are null with an error behind them.
    """
    given: list[tuple[Any, ...]] = []
    size = 0
    for number, record in rows:
        try:
            cells = [_cell(value) for value in record]
        except UnicodeDecodeError:
            given.append((number, None, _ENCODING))
            continue
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            length = sum(len(cell) for cell in cells if cell)
            is_long = length > _ROW_CHARS
            given.append((number, None if is_long else cells))
            size += 0 if is_long else length
        if len(given) >= _ROWS or size > _CHARS:
            yield {"sheet": name, "rows": given}
            given, size = [], 0
    yield {"sheet": name, "rows": given}


def _cell(value: Any) -> str | None:
    """A cell as text; dates in ISO 8601, whole numbers without a point, lists with semicolons.

    Raises:
        UnicodeDecodeError: bytes that are no text.
    """
    if value is None or value == "" or value != value:  # NaN is not itself: missing.
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(_cell, value))) or None
    return str(value).replace("_x000D_", "")
