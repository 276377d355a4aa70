"""Frames of other libraries as Polars frames: pandas column by column, everything else through the Arrow C stream.

pandas hands Arrow data on only where pyarrow is installed, which it need not be; so its columns are taken one by one.
No library is imported here that the caller has not imported already. Lists of texts are kept as tables too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

import polars as pl

from framing.errors import UsageError, warn
from framing.phrases import counted, read_phrase, written_phrase

__all__ = [
    "GIVEN",
    "arrow_of",
    "frame_of",
    "identified",
    "ids_of",
    "is_column",
    "is_frame",
    "pandas_of",
    "texts",
    "texts_of",
]

#: Kinds of values that Polars has columns for.
_KINDS: Final = {str, int, float, bool, bytes, date, datetime, time, timedelta, Decimal, list, tuple, dict}

#: What can be given in the place of articles, for messages.
GIVEN: Final = "a Polars, pandas or Arrow frame, rows as dictionaries, a path, or a list of paths"
#: What can be given as any other table, for the hints of errors.
_TABLE: Final = "a Polars, pandas or Arrow frame, or rows as dictionaries"


def texts(lines: Iterable[str]) -> pl.DataFrame:
    """Texts as a table; phrases (:mod:`framing.phrases`) stay what they are.

    Example:
        >>> texts_of(texts(["one", "two"]))
        ['one', 'two']
    """
    kept = list(lines)
    columns = {"text": list(map(str, kept)), "phrase": [written_phrase(line) for line in kept]}
    return pl.DataFrame(columns, schema={"text": pl.String, "phrase": pl.String})


def texts_of(table: pl.DataFrame) -> list[str]:
    """The texts that :func:`texts` made a table of."""
    # What an older version kept has the texts alone.
    return list(map(read_phrase, table["phrase"])) if "phrase" in table.columns else table["text"].to_list()


def pandas_of(frame: pl.DataFrame) -> Any:
    """A frame as one of pandas, column by column: pandas takes Arrow data only where pyarrow is installed.

    Whole numbers and truth values with gaps keep their kinds (``Int64``, ``boolean``), lists stay lists.

    Raises:
        UsageError: ``frame.missing`` without pandas.
    """
    try:
        import pandas
    except ImportError:
        raise UsageError("frame.missing", "pandas is not installed", "", "pip install pandas") from None
    return pandas.DataFrame({name: _pandas_column(frame[name], pandas) for name in frame.columns})


def _pandas_column(column: pl.Series, pandas: Any) -> Any:
    kind, values = column.dtype, column.to_list()
    if kind.is_nested():
        return pandas.Series(values, dtype=object)
    if kind == pl.Boolean:
        return pandas.array(values, dtype="boolean" if column.null_count() else "bool")
    if kind.is_integer():
        return pandas.array(values, dtype="Int64" if column.null_count() else "int64")
    if kind.is_float():
        return column.to_numpy()
    if isinstance(kind, pl.Datetime):
        return pandas.to_datetime(pandas.Series(values, dtype=object), utc=kind.time_zone is not None)
    return pandas.Series(values, dtype="str" if kind == pl.String and values else None)


def arrow_of(frame: pl.DataFrame) -> Any:
    """A frame as a table of pyarrow.

    Raises:
        UsageError: ``frame.missing`` without pyarrow; any other library of Arrow takes a Polars frame as it is.
    """
    try:
        return frame.to_arrow()
    except ImportError:
        hint = "pip install pyarrow; DuckDB and others of Arrow take a Polars frame as it is"
        raise UsageError("frame.missing", "pyarrow is not installed", "", hint) from None


def is_frame(given: object) -> bool:
    """Whether something is a table: a frame of Polars or pandas, or an Arrow C stream, as of pyarrow and DuckDB."""
    if is_column(given):
        return False
    return isinstance(given, pl.DataFrame | pl.LazyFrame) or _is_pandas(given) or hasattr(given, "__arrow_c_stream__")


def is_column(given: object) -> bool:
    """Whether something is a column of Polars or pandas."""
    pandas = sys.modules.get("pandas")
    return isinstance(given, pl.Series) or (pandas is not None and isinstance(given, pandas.Series | pandas.Index))


def frame_of(given: Any, where: str = "", what: str = "articles") -> pl.DataFrame:
    """A table as a Polars frame.

    Args:
        given: a table as :func:`is_frame` knows it, rows as a list of dictionaries, or a dictionary of columns.
        where: the function that it was given to, for messages.
        what: what it is a table of, for messages.

    Raises:
        UsageError: ``articles.kind`` or ``articles.frame``; it is none, or has columns that are none.

    Example:
        >>> frame_of([{"text": "It rained.", "id": 1}, {"text": "It rained again."}]).rows()
        [('It rained.', 1), ('It rained again.', None)]
    """
    if isinstance(given, pl.DataFrame):
        return given
    hint = f"give {GIVEN if what == 'articles' else _TABLE}"
    if is_column(given):
        raise UsageError("articles.kind", f"{what} cannot be one column ({_kind(given)})", where, hint)
    try:
        if isinstance(given, pl.LazyFrame):
            return given.collect()
        if _is_pandas(given):
            return _of_pandas(given, where)
        if isinstance(given, Mapping):
            return pl.DataFrame({str(name): _column(values) for name, values in given.items()}, strict=False)
        if hasattr(given, "__arrow_c_stream__"):
            return pl.DataFrame(given)
        if isinstance(given, Sequence) and all(isinstance(row, Mapping) for row in given):
            return pl.from_dicts(list(given), infer_schema_length=None, strict=False)
    except UsageError:
        raise
    except Exception as error:
        problem = f"the {_kind(given)} cannot be read as a table: {' '.join(str(error).split())[:200]}"
        raise UsageError("articles.frame", problem, where, hint) from error
    raise UsageError("articles.kind", f"{what} cannot be of the type {_kind(given)}", where, hint)


def identified(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame whose rows have a text ``article_id``: their own, their ``id``, else the number of the row.

    Example:
        >>> [identified(pl.DataFrame(made))["article_id"][0] for made in ({"id": [7]}, {"text": ["It rained."]})]
        ['7', '0']
    """
    name = next((name for name in ("article_id", "id") if name in frame.columns), None)
    return frame.with_columns(article_id=(pl.col(name) if name else pl.int_range(pl.len())).cast(pl.String))


def ids_of(given: Any, where: str, known: pl.Series | None = None) -> pl.DataFrame:
    """A set of articles, by their ids: column ``article_id``, each once.

    Args:
        given: ids, or the articles themselves.
        where: the parameter that it was given to, for messages.
        known: the ids that there are.

    Raises:
        UsageError: ``articles.ids``: none of the ids is one of an article. Where some are none, it is a warning.
    """
    ids = identified(frame_of(given))["article_id"] if is_frame(given) else pl.Series(list(given), dtype=pl.String)
    ids = ids.unique(maintain_order=True).alias("article_id")
    strange = ids.filter(~ids.is_in(known.cast(pl.String).implode())) if known is not None else ids.clear()
    if strange.len():
        what = f"{where} has {counted(strange.len(), 'ids')} of no article, such as '{strange[0]}'"
        if strange.len() == ids.len():
            hint = 'give values of the column article_id, or articles: framing.where(articles, outlet="dawn")'
            raise UsageError("articles.ids", what, "", hint)
        warn(f"{what}; the other {ids.len() - strange.len():,} are compared")
    return pl.DataFrame({"article_id": ids})


def _kind(given: object) -> str:
    kind = type(given)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _is_pandas(given: object) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(given, pandas.DataFrame)


def _column(values: Any) -> Any:
    """A column of a dictionary; a value alone is a column of one row."""
    if isinstance(values, pl.Series | list):
        return values
    return [values] if isinstance(values, str) or not hasattr(values, "__iter__") else list(values)


def _of_pandas(given: Any, where: str) -> pl.DataFrame:
    names = [str(name) for name in given.columns]
    if twice := next((name for place, name in enumerate(names) if name in names[:place]), None):
        raise UsageError("articles.frame", f"two columns are called '{twice}'", where, "rename one of them")
    return pl.DataFrame([_of_pandas_column(name, given.iloc[:, place]) for place, name in enumerate(names)])


def _of_pandas_column(name: str, column: Any) -> pl.Series:
    """A column of pandas; whatever it takes for missing is null."""
    kind = column.dtype.kind if hasattr(column.dtype, "kind") else "O"
    if kind == "M":
        # A time zone of pandas is an object of its own; the moment is the same in UTC.
        zone = getattr(column.dt, "tz", None)
        bare = column if zone is None else column.dt.tz_convert("UTC").dt.tz_localize(None)
        series = pl.Series(name, bare.to_numpy())
        return series if zone is None else series.dt.replace_time_zone("UTC")
    missing = column.isna().to_numpy()
    values = [None if none else value for value, none in zip(column.tolist(), missing, strict=True)]
    kinds = {type(value) for value in values if value is not None}
    if not kinds <= _KINDS or (len(kinds) > 1 and not kinds <= {int, float}):
        # A column of several kinds, as of ids that are numbers here and words there, is text, and so are periods.
        values = [value if value is None or isinstance(value, str) else str(value) for value in values]
    return pl.Series(name, values, strict=False) if kinds else pl.Series(name, values, dtype=pl.String)
