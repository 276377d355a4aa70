"""Texts with labels: one table of any of the usual formats, whose columns the user names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from framing.errors import InputError, UsageError

__all__ = ["Labelled", "load_labelled", "read_table"]

_TRUE: Final = ("1", "1.0", "true", "yes")
_FALSE: Final = ("0", "0.0", "false", "no")


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Labelled texts.

    Attributes:
        texts: columns article_id, text, language (null where it is to be detected), label (0 … 1), group (number).
        graded: the label is a share or a rating, not yes or no.
        name: of the data, as reports show it.
    """

    texts: pl.DataFrame
    graded: bool
    name: str


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
            return pl.read_csv(path, separator="\t" if name.endswith(".tsv") else ",", infer_schema_length=None)
        if name.endswith(".parquet"):
            return pl.read_parquet(path)
    except OSError as error:
        raise InputError("validate.unreadable", str(error.strerror or error), str(path), "check the path") from None
    except pl.exceptions.PolarsError as error:
        first = str(error).splitlines()[0]
        raise InputError("validate.format", first, str(path), "is it what its suffix says?") from None
    raise InputError("validate.suffix", f"no reader for '{path.suffix}'", str(path), "use .jsonl, .csv, .tsv, .parquet")


def load_labelled(
    path: Path,
    *,
    text: str = "text",
    label: str = "label",
    positive: Sequence[str] = (),
    negative: Sequence[str] = (),
    language: str | None = None,
    group: str | None = None,
) -> Labelled:
    """Load labelled texts.

    Args:
        path: .jsonl (also .zst, .gz), .csv, .tsv or .parquet.
        text: the column of the texts.
        label: the column of the labels: 0/1, true/false, a share or rating, or classes. A field of an object is
            reached with a dot (``frames.conflict``).
        positive: the classes that count as yes. All others count as no, unless ``negative`` names which do.
        negative: the classes that count as no; rows of neither are left out.
        language: BCP 47 tag of all texts; else the column ``lang`` or ``language``, else it is detected.
        group: the column of what belongs together (an article, an event); else the column ``group`` where there is
            one, else each text stands alone.

    Raises:
        InputError: the file cannot be read.
        UsageError: a column is missing, or the labels are of no kind that can be compared.
    """
    table = read_table(path)
    for name in filter(None, (text, label.split(".")[0], group)):
        if name not in table.columns:
            names = ", ".join(table.columns)
            raise UsageError("validate.column", f"no column '{name}'", path.name, f"the columns are {names}")
    table = table.with_columns(label_=_field(label)).filter(pl.col("label_").is_not_null(), pl.col(text).is_not_null())
    if positive:
        table, graded = _of_classes(table, positive, negative, f"{path.name}: {label}"), False
    else:
        table, graded = _of_numbers(table, f"{path.name}: {label}")
    column = next((name for name in ("lang", "language") if name in table.columns), None)
    group = group or ("group" if "group" in table.columns else None)
    texts = table.select(
        article_id=pl.int_range(pl.len()).cast(pl.String),
        text=pl.col(text).cast(pl.String),
        language=pl.lit(language) if language else (pl.col(column) if column else pl.lit(None, pl.String)),
        label=pl.col("label_").cast(pl.Float64),
        group=(pl.col(group).rank("dense") - 1).cast(pl.Int64) if group else pl.int_range(pl.len()),
    )
    return Labelled(texts, graded, path.name.split(".")[0])


def _field(label: str) -> pl.Expr:
    first, *rest = label.split(".")
    expression = pl.col(first)
    for name in rest:
        expression = expression.struct.field(name)
    return expression


def _of_classes(table: pl.DataFrame, positive: Sequence[str], negative: Sequence[str], where: str) -> pl.DataFrame:
    present = table["label_"].cast(pl.String).unique().sort().to_list()
    for name in (*positive, *negative):
        if name not in present:
            raise UsageError("validate.class", f"no row is '{name}'", where, f"the classes are {', '.join(present)}")
    label = pl.col("label_").cast(pl.String)
    if negative:
        table = table.filter(label.is_in([*positive, *negative]))
    return table.with_columns(label_=label.is_in(list(positive)))


def _of_numbers(table: pl.DataFrame, where: str) -> tuple[pl.DataFrame, bool]:
    kind = table.schema["label_"]
    if kind == pl.String:
        lower = pl.col("label_").str.to_lowercase()
        yes_no = pl.when(lower.is_in(_TRUE)).then(1.0).when(lower.is_in(_FALSE)).then(0.0)
        table = table.with_columns(label_=yes_no.otherwise(lower.cast(pl.Float64, strict=False)))
    elif not (kind.is_numeric() or kind == pl.Boolean):
        raise UsageError("validate.label", f"labels of type {kind}", where, "name a column of numbers or classes")
    if table["label_"].null_count():
        raise UsageError("validate.label", "labels that are no numbers", where, "name the classes with --positive")
    values = table["label_"].cast(pl.Float64).unique().to_list()
    return table, not set(values) <= {0.0, 1.0}
