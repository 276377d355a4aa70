"""What is said of rejects: a line each, and one with a count where many rows of a file are rejected for one reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from framing.cli.output import message
from framing.counting import counted
from framing.ingest.names import file_of

__all__ = ["Refusals"]

#: Rows that a line names.
_NAMED: Final = 3
#: Files of which the same is said, before the others are only counted.
_FILES: Final = 5


@dataclass(slots=True)
class _Group:
    """The rejects of one file and code."""

    reason: str
    hint: str
    first: str
    rows: list[str] = field(default_factory=list)
    count: int = 0
    is_one: bool = True

    def take(self, row: str, reason: str) -> None:
        """One more."""
        self.count += 1
        self.is_one = self.is_one and reason == self.reason
        if row and len(self.rows) < _NAMED:
            self.rows.append(row)


class Refusals:
    """Says what was rejected, as soon as no more of a file is to be expected; a context manager that says the rest."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, str], _Group] = {}
        self._files: Counter[tuple[str, str]] = Counter()
        self._unsaid: Counter[tuple[str, str]] = Counter()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Say what is left in the end, also where reading is broken off."""
        try:
            yield
        finally:
            self.sum_up()

    def tell(self, rejects: pl.DataFrame) -> None:
        """Take down the rejects of one more batch.

        Args:
            rejects: columns as in ``schemas.REJECT``.
        """
        met = set()
        for origin, code, reason, hint in rejects.select("origin", "code", "reason", "hint").iter_rows():
            file = file_of(origin)
            met.add((file, code))
            group = self._groups.setdefault((file, code), _Group(reason, hint, origin))
            group.take(origin[len(file) + 1 :], reason)
        # A file that goes on in the next batch has rejects in this one, or is told of once more.
        for key in [key for key in self._groups if key not in met]:
            self._say(key, self._groups.pop(key))

    def sum_up(self) -> None:
        """Say the rest, and how many files were like those that were named; then begin anew."""
        for key, group in self._groups.items():
            self._say(key, group)
        for (code, reason), rejects in self._unsaid.items():
            files = self._files[code, reason] - _FILES
            more = f" with {counted(rejects, 'rejects')}" if rejects > files else ""
            message(f"{counted(files, 'more files')}{more}: {reason} [{code}]")
        self._groups.clear()
        self._unsaid.clear()
        self._files.clear()

    def _say(self, key: tuple[str, str], group: _Group) -> None:
        file, code = key
        self._files[code, group.reason] += 1
        if self._files[code, group.reason] > _FILES:
            self._unsaid[code, group.reason] += group.count
            return
        hint = f"; {group.hint}" if group.hint else ""
        if group.count == 1:
            message(f"{group.first}: {group.reason}{hint} [{code}]")
            return
        rows = ", ".join([*group.rows, *(["…"] if group.count > len(group.rows) else [])])
        alike = "" if group.is_one else ", or the like"
        message(f"{file}: {group.count:,} rows ({rows}): {group.reason}{alike}{hint} [{code}]")
