"""What coders say of articles, as whoever has it writes it: yes, no, unsure or numbers, of one measure or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from framing.errors import UsageError, in_short, warn
from framing.phrases import counted

__all__ = ["by_measure", "left_out", "numbered", "of_measure"]

_NUMBERS: Final = {"yes": 1.0, "no": 0.0, "true": 1.0, "false": 0.0}
_UNSURE: Final = "unsure"


def numbered(codes: pl.DataFrame) -> pl.DataFrame:
    """Codes as numbers: yes is 1, no is 0.

    Args:
        codes: with a column ``code``.

    Returns:
        The same rows with ``number``, null where the code is none, and ``unsure``.

    Example:
        >>> numbered(pl.DataFrame({"code": ["Yes", "no", "unsure", "3", "maybe"]})).select("number", "unsure").rows()
        [(1.0, False), (0.0, False), (None, True), (3.0, False), (None, False)]
    """
    code = codes["code"]
    if code.dtype.is_numeric() or code.dtype in (pl.Boolean, pl.Null):
        return codes.with_columns(number=code.cast(pl.Float64), unsure=pl.lit(value=False))
    text = code.cast(pl.String).str.strip_chars().str.to_lowercase()
    number = text.replace_strict(_NUMBERS, default=text.cast(pl.Float64, strict=False), return_dtype=pl.Float64)
    return codes.with_columns(number=number, unsure=(text == _UNSURE).fill_null(value=False))


def of_measure(codes: pl.DataFrame, measure: str) -> pl.DataFrame:
    """The codes of one measure on which no lexicon was tuned; how many of these are left out is a FramingWarning.

    Args:
        codes: article_id, and perhaps dimension and burned, as :func:`framing.gold_of` gives them.
        measure: that is wanted.

    Raises:
        UsageError: as for :func:`by_measure`.

    Example:
        >>> codes = pl.DataFrame({"article_id": ["1", "1"], "dimension": ["praise", "doubt"], "code": ["yes", "no"]})
        >>> of_measure(codes, "doubt")["code"].to_list()
        ['no']
    """
    own = by_measure(codes, [measure])[measure]
    if "burned" not in own.columns:
        return own
    kept = own.filter(~pl.col("burned").fill_null(value=False))
    left_out(own.height - kept.height, "on which a lexicon was tuned")
    return kept


def left_out(number: int, which: str) -> None:
    """Say by a FramingWarning how many codes are left out, where there are any."""
    if number:
        warn(f"{counted(number, 'codes')} {which}: left out")


def by_measure(labels: pl.DataFrame, measures: Sequence[str]) -> dict[str, pl.DataFrame]:
    """Labels by the measure that they are of.

    Args:
        labels: article_id, and perhaps dimension: the measure; it may be left out where there is one measure alone.
        measures: that are wanted.

    Raises:
        UsageError: ``labels.column``, ``labels.hits``, or ``labels.dimension``: none is of these measures.

    Example:
        >>> list(by_measure(pl.DataFrame({"article_id": ["1"], "code": ["yes"]}), ["praise"]))
        ['praise']
    """
    if "article_id" not in labels.columns:
        what = f"labels have no column 'article_id' (columns: {in_short(labels.columns)})"
        raise UsageError("labels.column", what, "", "give article_id, dimension and code, as framing.gold does")
    if {"entry_id", "surface"} & set(labels.columns):
        what = "labels of single hits tell how many of them are right, and nothing of what was missed"
        raise UsageError("labels.hits", what, "", "label articles, or mark all places in some of them")
    if "dimension" not in labels.columns:
        if len(measures) != 1:
            hint = "add the column, or name one measure: measures=['praise']"
            raise UsageError("labels.column", "labels have no column 'dimension'", "", hint)
        return {measures[0]: labels}
    parts = labels.partition_by("dimension", as_dict=True)
    known = {str(name): part for (name,), part in parts.items() if name in measures}
    if not known:
        given = ", ".join(sorted(str(name) for (name,) in parts)) or "nothing"
        hint = f"estimated are {in_short(measures)}"
        raise UsageError("labels.dimension", f"no label is of what is estimated (they are of {given})", "", hint)
    return known
