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

__all__ = ["database_rows", "query_rows"]

#: Rows that the database is asked for at once.
_ROWS: Final = 1_000
#: Kind of database → the driver that the package brings; others are for whoever has installed one.
_DRIVERS: Final = {"postgresql": "postgresql+pg8000", "postgres": "postgresql+pg8000"}
_HINT: Final = "check address and query"


def query_rows(address: str, query: str) -> Iterator[dict[str, Any]]:
    """The rows, as :func:`framing.ingest.readers.cells.in_pieces` gives them.

    Raises:
        Unreadable: ``input.database``; in the words of the database, without its address.
    """
    from sqlalchemy import create_engine, make_url, text
    from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

    try:
        url = make_url(address)
        url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
        if url.get_backend_name() == "sqlite":
            # A file that is not there would be made, and what a query writes written.
            url = url.set(database=f"file:{url.database}", query={"mode": "ro", "uri": "true"})
        engine = create_engine(url)
        options: dict[str, Any] = {"stream_results": True, "max_row_buffer": _ROWS}
        if url.get_backend_name() == "postgresql":
            options["postgresql_readonly"] = True
        with engine.connect().execution_options(**options) as connection:
            result = connection.execute(text(query.replace(":", "\\:")))
            if not result.returns_rows:
                raise Unreadable("input.database", "its query gives no rows", "write a SELECT")
            rows = (tuple(row) for row in result)
            yield from in_pieces("", with_header(list(result.keys()), rows))
            connection.rollback()
    except NoSuchModuleError as error:
        what = f"there is no driver for {address.partition(':')[0]}"
        raise Unreadable("input.database", what, "install one that SQLAlchemy knows, or export CSV") from error
    except ModuleNotFoundError as error:
        if error.name == "pg8000":
            raise
        raise Unreadable("input.database", f"its driver {error.name} is not installed", "install it") from error
    except DBAPIError as error:
        raise Unreadable("input.database", _said(error.orig), _HINT) from error
    except (SQLAlchemyError, OSError, ValueError) as error:
        raise Unreadable("input.database", _said(error), _HINT) from error
    except Exception as error:
        # pg8000 raises errors of its own while rows are fetched and when it connects.
        if not type(error).__module__.startswith("pg8000"):
            raise
        raise Unreadable("input.database", _said(error), _HINT) from error


def _said(error: object) -> str:
    """What a database says: of PostgreSQL the message among its fields."""
    fields = error.args[0] if isinstance(error, Exception) and error.args else None
    message = fields.get("M") if isinstance(fields, dict) else error
    return f"the database refuses it: {' '.join(str(message).split())[:300]}"


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
