"""The rows that a query finds in a database. Runs in the process of ``worker.py``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from framing.ingest.readers.cells import in_pieces, with_header
from framing.ingest.readers.entries import Unreadable

__all__ = ["query_rows"]

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
    said = fields.get("M") if isinstance(fields, dict) else error
    return f"the database refuses it: {' '.join(str(said).split())[:300]}"
