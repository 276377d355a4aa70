"""What readers have in common: where they read, and what they hand on.

A reader is a function from a :class:`Source` to parts. Another format is one more such function, and one more line in
``read.py``. A reader never raises for a bad file: what it cannot read becomes a :class:`Rejected`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, TypeAlias

import polars as pl

from framing import schemas
from framing.errors import InputError, fault_of, pass_on
from framing.ingest.article.datecells import Order
from framing.ingest.walking import Visit, printable

__all__ = [
    "FIELDS",
    "FIRST_BYTES",
    "ROW",
    "SUMMARY",
    "Cell",
    "Note",
    "Opener",
    "Options",
    "Part",
    "Reader",
    "Rejected",
    "Row",
    "Source",
    "empty_file",
    "is_address",
    "is_database",
    "listed",
    "printable",
    "rows_frame",
    "split_tags",
    "unreadable",
]

#: The columns that a reader takes from its input as text, all optional but ``text``. ``article_id`` is the
#: user's own and wins over the address, ``id`` is the source's, which the address wins over.
FIELDS: Final = (
    *("article_id", "id", "url", "title", "text", "outlet", "outlet_name", "country", "source", "source_country"),
    *("genre", "language", "published", "published_basis", "published_precision", "byline"),
)

#: One row an article as it was read: nothing resolved, nothing parsed. ``site`` is the name that a site gives itself,
#: ``labels`` are its section names and categories, ``groups`` the user's own further columns, ``cut`` what a
#: reader has cut of the text already. ``place`` tells where it stood (``file.jsonl:12``), ``fallback_id`` is its id if
#: it brings none.
ROW: Final = {
    **{name: pl.String() for name in FIELDS},
    "site": pl.String(),
    "tags": pl.List(pl.String()),
    "labels": pl.List(pl.String()),
    "groups": schemas.GROUPS,
    "cut": schemas.CUT,
    "place": pl.String(),
    "fallback_id": pl.String(),
}

#: What the id of a summary ends in, behind the address of the page and ``#``: it must not replace the page.
SUMMARY: Final = "summary"

#: Bytes of a bad input that a reject keeps, enough to recognise it by.
FIRST_BYTES: Final = 200


#: Characters of a cell that may be a list of names.
_LIST_CHARS: Final = 10_000

#: Opens the bytes of a file anew.
Opener: TypeAlias = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user says of the files.

    Attributes:
        columns: field of an article → column of a table or key of an object that it is in.
        encoding: of text files that are not UTF-8; none where the user did not say.
        date_order: in which day, month and year stand in dates that do not tell it; none where the user did not say.
        language: that all their articles are in, whatever the files say; none where the user did not say.
        groups_from_path: what the folders of a file's path are, from the outermost one within what was given: fields of
            an article, names of groups, or ``_`` for one that tells nothing.
        query: in SQL, whose rows are the articles of a database that is named by its address.
        outlet: of their articles that name none; none where the user did not say.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    date_order: Order | None = None
    language: str | None = None
    groups_from_path: tuple[str, ...] = ()
    query: str | None = None
    outlet: str | None = None


@dataclass(slots=True)
class Meter:
    """How far a file on the disk has been read: what of it is done with, and where its open handle stands."""

    done: int = 0
    handle: IO[bytes] | None = None

    def position(self) -> int:
        """Bytes from its beginning."""
        if self.handle is None or self.handle.closed:
            return self.done
        return self.done + self.handle.tell()


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, on the disk or within an archive.

    Attributes:
        path: where it is, or the archive that it is in.
        origin: its path as the user gave it.
        label: what ids are made from: its path within the folder that was given, or its name.
        name: its name, whose suffix tells the format; that of ``path`` where left out.
        opener: gives its bytes where they are not those of ``path``.
        beside: gives the bytes of the file of the same name with another suffix; none where there is no such file.
        url: the web address that it was fetched from.
        archive: the label of the archive that it is in.
        database: the address of the database that it is, which may hold a password.
        meter: tells how far the file on the disk has been read, that of the archive for what is in it.
        options: what the user says of it.
    """

    path: Path
    origin: str
    label: str
    name: str = ""
    opener: Opener | None = None
    beside: Callable[[str], bytes | None] | None = None
    url: str | None = None
    archive: str = ""
    database: str = field(default="", repr=False)
    meter: Meter = field(default_factory=Meter, repr=False, compare=False)
    options: Options = field(default_factory=Options)

    @property
    def file_name(self) -> str:
        """Its name in small letters; the suffix tells the format."""
        return (self.name or self.path.name).lower()

    def open(self) -> AbstractContextManager[IO[bytes]]:
        """Its bytes, unpacked."""
        if self.opener is not None:
            return self.opener()
        handle = self.path.open("rb")
        self.meter.handle = handle
        return handle

    def head(self, size: int = FIRST_BYTES) -> bytes:
        """Its first bytes; none where it cannot be read."""
        try:
            with self.open() as handle:
                return handle.read(size)
        except (OSError, EOFError, ValueError, InputError):
            return b""

    def sibling(self, suffix: str, limit: int) -> bytes | None:
        """The first ``limit`` bytes of the file of the same name with another suffix; none where there is none."""
        if self.beside is not None:
            return self.beside(suffix)
        path = self.path.with_suffix(suffix)
        if self.opener is not None or not path.is_file():
            return None
        with path.open("rb") as handle:
            return handle.read(limit)


@dataclass(frozen=True, slots=True)
class Rejected:
    """One file or row that could not be read, and what to do about it."""

    origin: str
    code: str
    reason: str
    hint: str
    first_bytes: bytes

    @classmethod
    def of(cls, error: InputError, first: bytes = b"", *, origin: str = "") -> Rejected:
        """The reject that an error becomes; ``origin`` holds where the error does not say its place."""
        return cls(error.where or origin, error.code, error.what, error.hint, first[:FIRST_BYTES])

    @staticmethod
    def frame(rejects: Iterable[Rejected]) -> pl.DataFrame:
        """Rejects as a table."""
        rows = [(r.origin, r.code, r.reason, r.hint, r.first_bytes) for r in rejects]
        return pl.DataFrame(rows, schema=schemas.REJECT, orient="row")


@dataclass(frozen=True, slots=True)
class Note:
    """How a file was read, where that is not a matter of course: ``text`` tells it of the file ``origin``.

    With a ``count`` it is true of so many of its articles. The text goes on after "3 articles", and has the same words
    for all files, so that counts add up.
    """

    origin: str
    text: str
    count: int = 0


#: A row as a reader that goes row by row makes it; columns as in :data:`ROW`, absent ones left out.
Row: TypeAlias = dict[str, "Cell"]
#: What may stand in it.
Cell: TypeAlias = str | Sequence[str] | Sequence[Mapping[str, object]] | None

_NO_ROWS: Final = pl.DataFrame(schema=ROW)


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a file (columns as in :data:`ROW`), the rejects met on the way, and what to tell the user.

    ``row`` is the only one of a file that holds one article: a table of its own would take longer than reading it.
    ``visits`` names the file where these were its last rows, ``passed`` counts the articles of files passed over, and
    ``position`` is how many bytes of the file have been read, where it goes on.
    """

    rows: pl.DataFrame = field(default_factory=lambda: _NO_ROWS)
    rejects: Sequence[Rejected] = ()
    notes: Sequence[Note] = ()
    visits: Sequence[Visit] = ()
    passed: int = 0
    row: Row | None = None
    position: int = 0


Reader: TypeAlias = Callable[[Source], Iterator[Part]]

_SCHEMES: Final = ("http://", "https://")


def is_address(text: str) -> bool:
    """Whether a text is an address that can be fetched."""
    return text.lower().startswith(_SCHEMES)


def is_database(text: str) -> bool:
    """Whether a text is the address of a database, as SQLAlchemy writes them.

    Example:
        >>> is_database("postgresql://reader@localhost/news"), is_database("https://example.org/a")
        (True, False)
    """
    scheme, colon, _ = text.partition("://")
    is_scheme = scheme.replace("+", "").replace("-", "").isalnum() and scheme[:1].isalpha()
    return bool(colon) and is_scheme and not is_address(text)


def rows_frame(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Rows as a table; what a row does not have is null."""
    return pl.DataFrame({name: [row.get(name) for row in rows] for name in ROW}, schema=ROW)


def split_tags(tags: str | None) -> list[str] | None:
    """Tags written in one cell, separated by semicolons.

    Example:
        >>> split_tags("trade; Kashmir")
        ['trade', 'Kashmir']
    """
    return [tag.strip() for tag in tags.split(";") if tag.strip()] if tags else None


def listed(cell: str | None, between: str = ", ") -> str | None:
    r"""A cell into which a program wrote a Python list of texts, as text; any other cell as it is.

    Example:
        >>> listed("['Asha Rao', \"B. D'Souza\"]"), listed("[]"), listed("[Asha Rao]")
        ("Asha Rao, B. D'Souza", None, '[Asha Rao]')
    """
    bare = (cell or "").strip()
    if not (bare.startswith("[") and bare.endswith("]")) or len(bare) > _LIST_CHARS:
        return cell
    import ast  # Few tables have such cells.

    try:
        items = ast.literal_eval(bare)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return cell
    if not all(isinstance(item, str) for item in items):
        return cell
    return between.join(items) or None


def unreadable(source: Source, error: Exception) -> Rejected:
    """The reject of a file that the system or a library cannot read.

    Raises:
        StorageError: the system would refuse any other file as well.
    """
    pass_on(error, source.origin)
    if (known := fault_of(error)) is not None:
        fault, message = known
        return Rejected(source.origin, "input.unreadable", f"{fault.what} ({message})", fault.hint, b"")
    reason = " ".join(str(getattr(error, "strerror", None) or error).split()) or type(error).__name__
    hint = "check that the file is whole and that you may read it"
    return Rejected(source.origin, "input.unreadable", reason[:500], hint, b"")


def empty_file(source: Source) -> Rejected:
    """The reject of a file with no article in it."""
    return Rejected(
        source.origin, "input.empty", "there is nothing in the file", "leave it out, or fetch it again", b""
    )
