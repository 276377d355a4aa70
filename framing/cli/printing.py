"""The tables of ``framing report`` in the terminal."""

from __future__ import annotations

from typing import Final

import polars as pl

from framing.cli.findings import Findings
from framing.cli.output import console, print_table, say
from framing.cli.tables import SHOWN, print_caveats, print_level
from framing.schemas import SECTIONS, VOICES
from framing.statistics.estimates import POPULATION
from framing.statistics.specifications import Specifications
from framing.statistics.trends import Trends
from framing.store.badges import badge_lines

__all__ = ["print_findings"]

#: Values that a table of what survives shows; the JSON and the page have all.
_SHOWN: Final = 40


def print_findings(results: Findings) -> None:
    """All that was asked for, and what belongs beside it."""
    request, found = results.request, results.found
    estimates = results.estimates.with_columns(key="name")
    levels = [request.level]
    population = POPULATION + request.level
    if estimates.filter(pl.col("level") == population)["estimate"].drop_nulls().len():
        levels.append(population)
    for level in levels:
        print_level(estimates, level, request.measures, calibrated=request.calibrated)
        console().print()
    if found.trends is not None:
        _print_trends(found.trends, request.measures)
    if found.choices is not None:
        _print_choices(results, found.choices)
    for curve in found.curves:
        _print_curve(results, curve)
    sections, voices = request.counted.values()
    where = "in all voices" if set(voices) == set(VOICES) else f"in {' and '.join(voices)} words"
    if set(sections) != set(SECTIONS):
        where += f" of {' and '.join(sections)}"
    further = found.trends.caveats if found.trends is not None else ()
    print_caveats([*results.sentences, *further], results.lexicon.fingerprint, counted=where)
    shown = results.badges.filter(pl.col("dimension").is_in(request.measures or SHOWN))
    for line in badge_lines(shown, brief=not request.measures):
        say(line)


def _print_trends(trends: Trends, measures: tuple[str, ...]) -> None:
    estimated = trends.slopes.filter(pl.col("pooled").is_not_null())
    estimated = estimated.filter(
        pl.col("dimension").is_in(measures or SHOWN) | pl.col("status").is_in(["paradox", "mix"])
    )
    columns = [("dimension", "left"), ("language", "left"), ("all together", "right"), ("95 % interval", "right")]
    columns += [(f"within each {trends.level}", "right"), ("95 % interval", "right"), ("", "left")]
    rows = [
        [
            row["dimension"],
            row["language"],
            f"× {row['pooled']:.3f}",
            f"{row['pooled_low']:.3f} … {row['pooled_high']:.3f}",
            "–" if row["within"] is None else f"× {row['within']:.3f}",
            "–" if row["within"] is None else f"{row['within_low']:.3f} … {row['within_high']:.3f}",
            "" if row["status"] == "ok" else row["status"],
        ]
        for row in estimated.iter_rows(named=True)
    ]
    periods = trends.series["period"].n_unique()
    print_table(f"Trends: by what a {trends.period} multiplies a rate, over {periods} {trends.period}s", columns, rows)
    console().print()


def _print_choices(results: Findings, choices: Specifications) -> None:
    clear = choices.clear
    columns = [(choices.level, "left"), ("measure", "left"), ("effect", "right"), ("95 % interval", "right")]
    columns += [("survives", "right"), ("not under", "left")]
    rows = [
        [
            row["name"],
            row["dimension"],
            f"{row['effect']:.2f}",
            f"{row['low']:.2f} … {row['high']:.2f}",
            f"{row['survived']} of {row['choices']}",
            ", ".join(row["lost"]),
        ]
        for row in results.named(clear.head(_SHOWN), choices.level).iter_rows(named=True)
    ]
    stable = clear.filter(clear["survived"] == clear["choices"]).height
    title = f"Other choices: {stable} of {clear.height} values that leave out their baseline survive all"
    print_table(title, columns, rows)
    _print_more(clear.height)


def _print_curve(results: Findings, curve: Specifications) -> None:
    columns = [(curve.level, "left"), ("language", "left"), ("as asked", "right"), ("median", "right")]
    columns += [("least … most", "right"), ("above", "right"), ("clear", "right")]
    rows = [
        [
            row["name"],
            row["language"],
            "–" if row["effect"] is None else f"{row['effect']:.2f}",
            f"{row['median']:.2f}",
            f"{row['least']:.2f} … {row['most']:.2f}",
            f"{row['above']} of {row['specifications']}",
            str(max(row["clear_above"], row["clear_below"])),
        ]
        for row in results.named(curve.summary.head(_SHOWN), curve.level).iter_rows(named=True)
    ]
    holds = curve.summary.filter("holds").height
    measure = ", ".join(curve.table["dimension"].unique())
    title = f"Specifications of {measure}: {holds} of {curve.summary.height} are clear on one side under all choices"
    print_table(title, columns, rows)
    _print_more(curve.summary.height)


def _print_more(height: int) -> None:
    if height > _SHOWN:
        console().print(f"{height - _SHOWN} more; --json has all.", highlight=False)
    console().print()
