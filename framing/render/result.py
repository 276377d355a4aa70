"""Results in a notebook: tables that read by themselves, and the way to the frames of other libraries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final

import polars as pl

from framing.errors import UsageError
from framing.frames import arrow_of, pandas_of
from framing.render.page import Column, Markup, fragment, joined, notes, number, probability, table, tag

__all__ = ["Result", "Shown", "readable"]

#: Rows that a notebook shows of a table; the frame has all.
_ROWS: Final = 30
#: Ends of the names of columns that are for programs and not for readers; the frame has them.
_HIDDEN: Final = ("sha256", "fingerprint", "version", "lexicon_tables", "method")
_INTERVAL: Final = "95 % interval"
_LOW, _HIGH = "low", "high"


class Result:
    """A result of several tables, the first of which is what it is about.

    It shows itself in Jupyter, and converts: ``to_pandas()``, ``to_arrow()``, each with the name of another table.
    """

    __slots__ = ()
    #: Names of its tables, the first of which it converts to.
    FRAMES: ClassVar[tuple[str, ...]]
    #: How many of them a notebook shows.
    SHOWN: ClassVar[int] = 2

    def to_pandas(self, frame: str = "") -> Any:
        """A table as a frame of pandas.

        Args:
            frame: its name; the first where it is left out.

        Raises:
            UsageError: ``frame.missing`` without pandas, ``frame.name`` where there is no such table.
        """
        return pandas_of(self._table(frame))

    def to_arrow(self, frame: str = "") -> Any:
        """A table as one of pyarrow.

        Args:
            frame: its name; the first where it is left out.

        Raises:
            UsageError: ``frame.missing`` without pyarrow, ``frame.name`` where there is no such table.
        """
        return arrow_of(self._table(frame))

    def _table(self, name: str) -> pl.DataFrame:
        name = name or self.FRAMES[0]
        if name not in self.FRAMES:
            raise UsageError("frame.name", f"there is no table '{name}'", "", f"there are {', '.join(self.FRAMES)}")
        found: pl.DataFrame = getattr(self, name)
        return found

    def _told(self) -> Sequence[str]:
        """Sentences that belong beside it."""
        return tuple(getattr(self, "caveats", ()))

    def _repr_html_(self) -> str:
        title = tag("p", repr(self).strip("<>").split("; frames")[0], class_="note")
        shown = [readable(self._table(name), name) for name in self.FRAMES[: self.SHOWN]]
        return fragment(title, notes(list(map(str, self._told()))), *shown)


class Shown:
    """A frame that reads by itself in a notebook; ``frame`` is it."""

    def __init__(self, frame: pl.DataFrame, caption: str) -> None:
        self.frame = frame
        self._caption = caption

    def __repr__(self) -> str:
        return f"<{self._caption}: {self.frame.height} rows; frame>"

    def _repr_html_(self) -> str:
        return fragment(readable(self.frame, self._caption))


def readable(frame: pl.DataFrame, caption: str) -> Markup:
    """A frame as a table for people: intervals in one column, numbers short, names in their own direction.

    Hashes, versions and methods are left out, unless there is nothing else.

    Args:
        frame: any; the ends ``low`` and ``high`` of an interval, or ``x_low`` and ``x_high``, become one column.
        caption: what it holds.

    Example:
        >>> "0.50 … 1.50" in readable(pl.DataFrame({"key": ["a"], "rate": [1.0], "low": [0.5], "high": [1.5]}), "Rates")
        True
    """
    shown = frame.head(_ROWS)
    columns: list[Column] = []
    cells: list[list[str]] = []
    for name in [name for name in frame.columns if not name.endswith(_HIDDEN)] or frame.columns:
        stem, end = name.removesuffix(_LOW), name.removesuffix(_LOW) + _HIGH
        if name.endswith(_LOW) and end in frame.columns:
            columns.append(Column(f"{stem.replace('_', ' ')}{_INTERVAL}", "number"))
            pairs = zip(shown[name], shown[end], strict=True)
            cells.append(["–" if None in pair else " … ".join(map(_number, pair)) for pair in pairs])
        elif not (name.endswith(_HIGH) and name.removesuffix(_HIGH) + _LOW in frame.columns):
            kind = "number" if frame.schema[name].is_numeric() else "text"
            columns.append(Column(name.replace("_", " "), kind))
            cells.append([_cell(name, value) for value in shown[name]])
    more = f"{caption}: {number(frame.height)} rows" + (f", {_ROWS} shown" if frame.height > _ROWS else "")
    return joined(table(more, columns, zip(*cells, strict=True) if cells else [], class_="frame"))


def _cell(name: str, value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return probability(value) if name in ("p", "p_adjusted", "lfsr") else _number(value)
    if isinstance(value, int):
        return number(value)
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    text = str(value.to_list() if isinstance(value, pl.Series) else value)
    return text if len(text) <= 80 else text[:79] + "…"


def _number(value: float) -> str:
    """Two decimals, more where the value has only zeros there."""
    digits = 2 if abs(value) >= 0.1 or value == 0 else 4
    return number(value, digits).replace("-", "−")
