"""The tables of an SQLite file. Runs in the process of ``worker.py``.

A database is a program in part: views, triggers and virtual tables run what they say. So tables alone are read, with an
authorizer that lets nothing else through; a query that never ends meets the limit on computing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from framing.ingest.readers.cells import in_pieces, with_header
from framing.ingest.readers.entries import Unreadable

__all__ = ["database_rows"]

#: The tables that hold rows of their own; those of full-text indexes belong to a virtual table.
_TABLES: Final = """
    SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    ORDER BY name
"""
_ALLOWED: Final = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)


def database_rows(path: str) -> Iterator[dict[str, Any]]:
    """The rows of each table, as :func:`framing.ingest.readers.cells.in_pieces` gives them; or its ``error``.

    Raises:
        Unreadable: ``input.unreadable``; the database cannot be read.
    """
    # What is said to be immutable is neither locked nor written to.
    address = f"{Path(path).absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.text_factory = bytes
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA cell_size_check = ON")
            names = [name.decode("utf-8", "replace") for (name,) in database.execute(_TABLES)]
            database.set_authorizer(lambda action, *_: 0 if action in _ALLOWED else 1)
            for name in names:
                yield from _rows(database, name)
    except sqlite3.Error as error:
        raise Unreadable(*_damaged(error)) from error


def _rows(database: sqlite3.Connection, name: str) -> Iterator[dict[str, Any]]:
    quoted = name.replace('"', '""')
    try:
        rows = database.execute(f'SELECT * FROM "{quoted}"')
        columns = [column for column, *_ in rows.description]
        yield from in_pieces(name, with_header(columns, rows))
    except sqlite3.Error as error:
        yield {"sheet": name, "error": _damaged(error)}


def _damaged(error: sqlite3.Error) -> tuple[str, str, str]:
    what = f"it is no SQLite database, or damaged: {' '.join(str(error).split())[:300]}"
    return "input.unreadable", what, "run PRAGMA integrity_check on it, or export its tables as CSV"
