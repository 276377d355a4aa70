"""What ``add`` and ``score`` have in common: the options of reading, and what is said of how files were read.

What is said of rejects: a line each, and one with a count where many rows of a file are rejected for one reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
import polars as pl

from framing.cli.output import message
from framing.errors import UsageError
from framing.ingest.article.names import file_of
from framing.phrases import counted

if TYPE_CHECKING:
    from framing.ingest.source import Note, Options

__all__ = ["OUTLET", "Notes", "Reading", "Refusals", "options_of", "reading_options"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The options of reading as they were given; each field is an option's name."""

    pairs: tuple[str, ...] = ()
    encoding: str | None = None
    date_order: str | None = None
    language: str | None = None
    outlet: str | None = None
    groups_from_path: str | None = None
    query: str | None = None
    profile: str | None = None
    save_as: str | None = None


_OPTIONS: Final = (
    click.option(
        "--map",
        "pairs",
        multiple=True,
        metavar="FIELD=COLUMN,…",
        help="Where a field of an article stands in a table: text=body,title=headline.",
    ),
    click.option("--encoding", help="Of text that is not UTF-8, such as windows-1256."),
    click.option(
        "--date-order",
        type=click.Choice(("dmy", "mdy", "ymd"), case_sensitive=False),
        help="How dates such as 03/04/2024 are written, where a file's own dates do not tell.",
    ),
    click.option("--language", help="Of all articles, whatever their files say: hi, ur, en or the name."),
    click.option(
        "--groups-from-path",
        metavar="NAME/NAME",
        help="What the folders are that files lie in, from the outermost within the path given: outlet/section; _ for "
        "one that says nothing. Fields of an article, or groups.",
    ),
    click.option("--query", metavar="SQL", help="Of a database named by its address: the rows that are articles."),
    click.option("--profile", help="Saved options of reading: those above."),
    click.option("--save-profile", "save_as", metavar="NAME", help="Save the options of reading under a name."),
)


OUTLET: Final = click.option("--outlet", metavar="NAME", help="Of articles that name none themselves.")


def reading_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of reading to a command, which takes them as one argument ``reading``.

    ``OUTLET`` is one of them where a command has no filter of that name.
    """

    @wraps(command)
    def wrapped(**given: Any) -> int:
        options = {name: given.pop(name, None) for name in Reading.__dataclass_fields__}
        return command(**given, reading=Reading(**options))

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def options_of(reading: Reading, project: Path | None = None, paths: Iterable[str] = ()) -> Options:
    """What the user says of the files, from the options and a saved profile; the options count first.

    Raises:
        UsageError: a field, an encoding, an order, a language or a profile that there is not; a query where none of the
            paths is the address of a database.
    """
    from framing.ingest.source import is_database

    if reading.query and not any(map(is_database, paths)):
        what = "--query is for a database, and no path is the address of one"
        raise UsageError("query.usage", what, "", "name one, such as postgresql://reader@localhost/news")
    from framing.ingest.columns import parse_columns
    from framing.ingest.profiles import load_profile, options, profile_folders, save_profile

    folders = profile_folders(project)
    saved = load_profile(reading.profile, folders) if reading.profile else options()
    chosen = options(
        {**saved.columns, **parse_columns(reading.pairs)},
        reading.encoding or saved.encoding,
        reading.date_order or saved.date_order,
        reading.language or saved.language,
        reading.groups_from_path or "/".join(saved.groups_from_path) or None,
        outlet=reading.outlet or saved.outlet,
    )
    chosen = replace(chosen, query=reading.query)
    if reading.save_as:
        message(f"saved as {save_profile(folders[0], reading.save_as, chosen)}")
    return chosen


class Notes:
    """Says how files were read: each thing once, with the first file that it is true of, and at last how many more.

    What is true of some of the articles is said at last, with their number.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._files: dict[str, dict[str, int]] = {}

    def tell(self, notes: Iterable[Note]) -> None:
        """Say what is new."""
        for note in notes:
            if note.count:
                files = self._files.setdefault(note.text, {})
                files[note.origin] = files.get(note.origin, 0) + note.count
                continue
            if not self._counts[note.text]:
                message(f"{note.origin}: {note.text}")
            self._counts[note.text] += 1

    def sum_up(self) -> None:
        """Say of how many articles, and of how many more files, the same is true; then begin anew."""
        for text, files in self._files.items():
            place = next(iter(files)) if len(files) == 1 else f"{len(files)} files"
            message(f"{place}: {counted(sum(files.values()), 'articles')} {text}")
        for text, count in self._counts.items():
            if count > 1:
                message(f"{counted(count - 1, 'more files')}: {text}")
        self._files.clear()
        self._counts.update({text: 1 - count for text, count in self._counts.items()})


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
