"""Tables that people give beside articles: labels, codes, scores of other machines."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from framing.errors import InputError

__all__ = ["read_table"]


def read_table(path: Path) -> pl.DataFrame:
    """A table of JSON Lines (also compressed), CSV, TSV or Parquet.

    Raises:
        InputError: the file cannot be read, or has another suffix.
    """
    name = path.name.lower().removesuffix(".zst").removesuffix(".gz")
    try:
        if name.endswith((".jsonl", ".ndjson")):
            return pl.read_ndjson(path, infer_schema_length=None)
        if name.endswith((".csv", ".tsv")):
            return _separated(path, "\t" if name.endswith(".tsv") else ",")
        if name.endswith(".parquet"):
            return pl.read_parquet(path)
    except OSError as error:
        raise InputError("validate.unreadable", str(error.strerror or error), str(path), "check the path") from None
    except pl.exceptions.PolarsError as error:
        first = str(error).splitlines()[0]
        raise InputError("validate.format", first, str(path), "is it what its suffix says?") from None
    raise InputError("validate.suffix", f"no reader for '{path.suffix}'", str(path), "use .jsonl, .csv, .tsv, .parquet")


def _separated(path: Path, separator: str) -> pl.DataFrame:
    """A table of commas or tabs; or of semicolons, as spreadsheets save it where a comma is the decimal sign."""
    names = pl.read_csv(path, separator=separator, n_rows=0, infer_schema=False).columns
    if sum(name.count(";") for name in names) < len(names):
        return pl.read_csv(path, separator=separator, infer_schema_length=None)
    table = pl.read_csv(path, separator=";", decimal_comma=True, infer_schema_length=None)
    # Programs write semicolons with decimal points too.
    points = pl.read_csv(path, separator=";", infer_schema_length=None)
    return table.with_columns(points[name] for name in table.columns if table.schema[name] == pl.String)
