"""Agreement: how far people who coded the same texts gave them the same codes.

Percent agreement counts what chance brings about too. What is left beyond chance is told by three coefficients, which
differ in what they call chance: **Krippendorff's α** pools all codes (any number of coders, values missing, nominal to
ratio codes), **Cohen's κ** takes each coder's own habits (two coders), **Gwet's AC1** stays near the percentage where
nearly all texts have one code, where α and κ fall to 0. Intervals redraw whole clusters of texts.

Of spans that coders marked, F1 is what two of them share: twice the letters that both have marked over the letters of
each. It is the mean of either coder's precision and recall when the other is taken for the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Floats
from framing.errors import UsageError, in_short
from framing.phrases import counted
from framing.validation.coefficients import KINDS, Coded, ac1, alpha, coded_of, ends, kappa, percent, redraws

__all__ = [
    "AGREEMENT",
    "CODES",
    "KINDS",
    "REPLICATES",
    "SEED",
    "SPANS",
    "agreement",
    "disagreements",
    "krippendorff_alpha",
    "span_agreement",
]

#: One row a figure. ``coders``: all of them, or a pair; ``units``: texts that two coders or more have coded;
#: ``low`` and ``high``: 95 % interval, null where nothing can be redrawn.
AGREEMENT: Final = {
    "language": pl.String(),
    "dimension": pl.String(),
    "coders": pl.String(),
    "figure": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "units": pl.Int64(),
    "codes": pl.Int64(),
}
#: What codes must have; ``language``, ``cluster`` and ``weight`` (1 over the chance to be drawn) may be there.
CODES: Final = ("unit", "coder", "dimension", "code")
#: What marked spans must have; ``start`` and ``end`` are code points. Language and cluster may be there.
SPANS: Final = ("unit", "coder", "dimension", "start", "end")


_ALL: Final = "all"
#: Ends of an interval are then known to a twentieth of its width.
REPLICATES: Final = 1000
SEED: Final = 20140601


def krippendorff_alpha(codes: pl.DataFrame, *, kind: str = "nominal") -> float:
    """Krippendorff's α of one dimension.

    Args:
        codes: columns unit, coder, code; a row a code that was given. Codes are numbers, but for nominal ones.
        kind: one of :data:`KINDS`. Ordinal codes are ranked as numbers.

    Returns:
        At most 1; 0 is chance. NaN where no text has two codes, or all codes are one.

    Source: Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability. Annenberg School for Communication.

    Example:
        >>> a, b = "aabbdcccedda", "babbbcccedd d".replace(" ", "")
        >>> rows = [(str(n), who, code) for who, of in (("A", a), ("B", b)) for n, code in enumerate(of)]
        >>> round(krippendorff_alpha(pl.DataFrame(rows, schema=["unit", "coder", "code"], orient="row")), 3)
        0.692
    """
    coded = coded_of(_checked(codes.with_columns(dimension=pl.lit("")), kind), kind)
    return float(alpha(coded, np.ones((1, len(coded.weight))))[0])


def agreement(
    codes: pl.DataFrame, *, kind: str = "nominal", replicates: int = REPLICATES, seed: int = SEED
) -> pl.DataFrame:
    """How far coders agree, by dimension and language, over all of them and for each pair.

    Args:
        codes: columns unit (what was coded), coder, dimension, code, and perhaps language, cluster (what is redrawn
            together, such as near-duplicates; each unit for itself where it is not there) and weight.
        kind: of all codes, one of :data:`KINDS`.
        replicates: redraws of an interval.
        seed: of the redraws.

    Returns:
        AGREEMENT columns: ``percent``, ``alpha``, for nominal codes ``ac1``, and for each pair ``kappa``.

    Raises:
        UsageError: a column is missing, a coder has coded a unit twice, codes that should be numbers are none, or no
            unit has codes of two coders.

    Source: Krippendorff (2011); Cohen, Educational and Psychological Measurement 20 (1960); Gwet, British Journal of
    Mathematical and Statistical Psychology 61 (2008), for any number of coders.

    Example:
        >>> rows = [(unit, coder, "praise", code) for coder, of in (("A", "yynn"), ("B", "yyny"))
        ...         for unit, code in zip("1234", of)]
        >>> codes = pl.DataFrame(rows, schema=["unit", "coder", "dimension", "code"], orient="row")
        >>> agreement(codes).filter(figure="percent").select("coders", "value", "units").rows()
        [('all', 0.75, 4)]
    """
    checked = _checked(codes, kind)
    rows: list[tuple[str, str, str, str, float, float | None, float | None, int, int]] = []
    for (language, dimension), part in checked.partition_by("language", "dimension", as_dict=True).items():
        for names, side in _sides(part):
            if (side.group_by("unit").len()["len"] > 1).any():
                figures = _figures(side, kind, replicates, seed)
                rows += [(str(language), str(dimension), names, *figure) for figure in figures]
    if not rows:
        raise _apart_error(checked)
    return pl.DataFrame(rows, schema=AGREEMENT, orient="row").sort("language", "dimension", maintain_order=True)


def span_agreement(spans: pl.DataFrame, *, replicates: int = REPLICATES, seed: int = SEED) -> pl.DataFrame:
    """How far the spans of coders are the same, for each two coders, by dimension and language.

    Args:
        spans: columns unit, coder, dimension, start, end, and perhaps language and cluster; a row a span. A row without
            start and end says that the coder has read the unit and marked nothing in it.
        replicates: redraws of an interval.
        seed: of the redraws.

    Returns:
        AGREEMENT columns; the figure is ``span-f1``, ``codes`` are spans. Units that one of the two has not read do not
        count.

    Raises:
        UsageError: a column is missing, a span ends before it begins, or no unit was read by two coders.

    Example:
        >>> rows = [("1", "A", "praise", 0, 10), ("1", "B", "praise", 5, 10), ("2", "A", "praise", None, None)]
        >>> span_agreement(pl.DataFrame(rows, schema=list(SPANS), orient="row"))["value"].round(2).to_list()
        [0.67]
    """
    given = _checked_spans(spans)
    rows: list[tuple[str, str, str, str, float, float | None, float | None, int, int]] = []
    for (language, dimension), part in given.partition_by("language", "dimension", as_dict=True).items():
        for pair in combinations(sorted(part["coder"].unique()), 2):
            sides = [part.filter(coder=coder) for coder in pair]
            units = sorted(set(sides[0]["unit"]) & set(sides[1]["unit"]))
            if not units:
                continue
            marked = [_marked(side, units) for side in sides]
            both = np.array([len(a & b) for a, b in zip(*marked, strict=True)], np.float64)
            of = np.array([len(a) + len(b) for a, b in zip(*marked, strict=True)], np.float64)
            cluster = part.unique("unit").filter(pl.col("unit").is_in(units)).sort("unit")["cluster"].to_numpy()
            times = redraws(np.unique(cluster, return_inverse=True)[1].astype(np.int64), replicates, seed)
            with np.errstate(invalid="ignore"):
                value, low_high = 2 * both.sum() / of.sum(), ends(2 * (times @ both) / (times @ of))
            count = sum(side.filter(pl.col("unit").is_in(units))["start"].count() for side in sides)
            rows.append(
                (str(language), str(dimension), " × ".join(pair), "span-f1", float(value), *low_high, len(units), count)
            )
    if not rows:
        raise _apart_error(given)
    return pl.DataFrame(rows, schema=AGREEMENT, orient="row").sort("language", "dimension", maintain_order=True)


def _marked(side: pl.DataFrame, units: list[str]) -> list[set[int]]:
    """The code points that a coder has marked in each unit."""
    marked: dict[str, set[int]] = {unit: set() for unit in units}
    for unit, start, end in side.drop_nulls("start").select("unit", "start", "end").iter_rows():
        if unit in marked:
            marked[unit].update(range(start, end))
    return list(marked.values())


def _checked_spans(spans: pl.DataFrame) -> pl.DataFrame:
    places = pl.col("start", "end").cast(pl.Int64, strict=False)
    given = _named(spans, SPANS, ("unit", "coder", "dimension"), places)
    for name in ("start", "end"):
        if given[name].null_count() > spans[name].null_count():
            wrong_one = spans.filter(given[name].is_null() & spans[name].is_not_null())[name][0]
            what = f"'{wrong_one}' in the column '{name}' is no number"
            raise UsageError("agreement.span", what, "", "give code points from the beginning of the text")
    given = given.drop_nulls(["unit", "coder", "dimension"])
    wrong = given.filter((pl.col("start").is_null() != pl.col("end").is_null()) | (pl.col("start") >= pl.col("end")))
    if wrong.height:
        row = wrong.row(0, named=True)
        what = f"a span of {row['coder']} in {row['unit']} goes from {row['start']} to {row['end']}"
        raise UsageError(
            "agreement.span", what, "", "a span begins before it ends; leave both out where none is marked"
        )
    return given


def _named(frame: pl.DataFrame, wanted: Sequence[str], texts: Sequence[str], *others: pl.Expr) -> pl.DataFrame:
    """Columns language, those wanted, cluster."""
    if missing := [name for name in wanted if name not in frame.columns]:
        what = f"no column '{missing[0]}' (columns: {in_short(frame.columns)})"
        raise UsageError("agreement.column", what, "", f"a row each, with {', '.join(wanted)}")
    language = pl.col("language") if "language" in frame.columns else pl.lit(_ALL).alias("language")
    return frame.select(
        language.cast(pl.String).fill_null(_ALL),
        pl.col(texts).cast(pl.String),
        *others,
        cluster=pl.coalesce(*(["cluster"] if "cluster" in frame.columns else []), "unit").cast(pl.String),
    )


def _apart_error(given: pl.DataFrame) -> UsageError:
    coders, units = (counted(given[name].n_unique(), f"{name}s") for name in ("coder", "unit"))
    what = f"no unit has codes of two coders ({coders}, {units})"
    return UsageError("agreement.apart", what, "", "let coders code some units in common")


def disagreements(codes: pl.DataFrame) -> pl.DataFrame:
    """The units on which coders differ, for a talk about them or for whoever decides.

    Args:
        codes: as for :func:`agreement`.

    Returns:
        Columns language, dimension, unit, codes (a text: who gave which), spread (share of the pairs of coders that
        differ): a row a unit and dimension, those with the largest spread first.

    Example:
        >>> rows = [("1", "A", "praise", "y"), ("1", "B", "praise", "n"), ("2", "A", "praise", "y")]
        >>> disagreements(pl.DataFrame(rows, schema=list(CODES), orient="row"))["codes"].to_list()
        ['A: y; B: n']
    """
    given = _checked(codes, "nominal").sort("coder", maintain_order=True)
    same = pl.col("code").count().over("language", "dimension", "unit", "code") - 1
    of_unit = pl.len().over("language", "dimension", "unit")
    spread = pl.when(of_unit > 1).then(1 - same / (of_unit - 1)).otherwise(0.0)
    answers = pl.concat_str("coder", pl.lit(": "), "code").str.join("; ")
    grouped = given.with_columns(spread=spread).group_by("language", "dimension", "unit", maintain_order=True)
    rows = grouped.agg(codes=answers, spread=pl.col("spread").mean())
    return rows.filter(pl.col("spread") > 0).sort("spread", descending=True, maintain_order=True)


def _checked(codes: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Columns language, dimension, unit, coder, code, cluster, weight; codes that are not there are no rows."""
    if kind not in KINDS:
        raise UsageError("agreement.kind", f"no kind '{kind}'", "", f"use {', '.join(KINDS)}")
    weight = (
        pl.col("weight").cast(pl.Float64, strict=False) if "weight" in codes.columns else pl.lit(1.0).alias("weight")
    )
    given = _named(codes, CODES, CODES, weight).drop_nulls(["unit", "coder", "dimension", "code"])
    twice = given.filter(pl.struct("language", "dimension", "unit", "coder").is_duplicated())
    if twice.height:
        row = twice.row(0, named=True)
        what = f"{row['coder']} has coded {row['unit']} twice ({row['dimension'] or 'one dimension'})"
        raise UsageError("agreement.twice", what, "", "keep one code of a coder for each unit and dimension")
    if not (given["weight"].fill_null(0) > 0).all():
        raise UsageError(
            "agreement.weight", "a weight is missing, zero or negative", "", "weights are 1 / chance drawn"
        )
    if kind != "nominal":
        numbers = given["code"].cast(pl.Float64, strict=False)
        if numbers.null_count():
            wrong = given.filter(numbers.is_null())["code"][0]
            what = f"'{wrong}' is no number, as {kind} codes must be"
            raise UsageError("agreement.number", what, "", "leave out --kind for codes that are names")
    return given


def _sides(part: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    """All codes, and where there are more than two coders, those of each pair."""
    coders = sorted(part["coder"].unique())
    pairs = combinations(coders, 2) if len(coders) > 2 else ()
    return [(_ALL, part), *((f"{a} × {b}", part.filter(pl.col("coder").is_in([a, b]))) for a, b in pairs)]


def _figures(
    part: pl.DataFrame, kind: str, replicates: int, seed: int
) -> list[tuple[str, float, float | None, float | None, int, int]]:
    coded = coded_of(part, kind)
    units = len(coded.weight)
    one, redrawn = np.ones((1, units)), redraws(coded.cluster, replicates, seed)
    wanted: dict[str, Callable[[Coded, Floats], Floats]] = {"percent": percent, "alpha": alpha}
    if kind == "nominal":
        wanted |= {"ac1": ac1} | ({"kappa": kappa} if len(coded.given) == 2 else {})
    rows = []
    for name, figure in wanted.items():
        value, several = figure(coded, one)[0], figure(coded, redrawn)
        rows.append((name, float(value), *ends(several), units, int(coded.counts.sum())))
    return rows
