"""``framing agreement``: how far people who coded the same texts agree."""

from __future__ import annotations

from math import isnan
from pathlib import Path

import click
import polars as pl

from framing.cli.options import command, named_project
from framing.cli.output import console, json_line, message, print_table
from framing.coded import Coded, coded
from framing.errors import UsageError
from framing.phrases import counted
from framing.store.project import open_project
from framing.validation.agreement import CODES, KINDS, SPANS, disagreements, span_agreement
from framing.validation.agreement import agreement as run_agreement

__all__ = ["agreement"]

_NAMES = {"percent": "percent", "alpha": "Krippendorff's α", "ac1": "Gwet's AC1", "kappa": "Cohen's κ", "span-f1": "F1"}
#: Units that are shown, of those on which coders differ.
_LISTED = 10


@command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--project", "folder", type=click.Path(path_type=Path, file_okay=False), help="Take the codes of this project."
)
@click.option("--kind", type=click.Choice(KINDS), default="nominal", show_default=True, help="What the codes are.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: figures, and all units on which coders differ.")
def agreement(file: Path | None, folder: Path | None, kind: str, as_json: bool) -> int:
    r"""Tell how far people who coded the same texts agree: percent, Krippendorff's α, Gwet's AC1, Cohen's κ.

    FILE is a table (.csv, .tsv, .jsonl, .parquet) with a code a row: unit (what was coded), coder, dimension, code; and
    perhaps language, cluster (what belongs together, for the intervals) and weight (1 over the chance to be drawn).
    With start and end instead of code, rows are marked spans, and F1 is told of each two coders; a row without start
    and end says that nothing was marked. Or FILE is a folder of sheets that 'framing sample' wrote, filled in.
    With --project and no FILE, the codes are those of the project; of marked spans F1 is told as well. Intervals then
    redraw events and near-duplicates.

    \b
    framing agreement codes.csv
    framing agreement coding/
    framing agreement --project news
    framing agreement ratings.csv --kind ordinal --json
    """
    read = _coded(file, folder)
    codes, spans = read.codes, read.spans
    is_spans = "code" not in codes.columns and set(SPANS) <= set(codes.columns)
    figures = span_agreement(codes) if is_spans else run_agreement(codes, kind=kind)
    if spans is not None:
        figures = pl.concat([figures, span_agreement(spans)])
    apart = pl.DataFrame() if is_spans else disagreements(codes)
    if as_json:
        rows = figures.with_columns(pl.col("value").fill_nan(None)).to_dicts()
        click.echo(json_line({"figures": rows, "differ": apart.to_dicts()}))
        return 0
    coded = codes.select(CODES[:2]).cast(pl.String)
    units, coders = (counted(coded[name].n_unique(), f"{name}s") for name in ("unit", "coder"))
    named = [name for name in _NAMES if name in set(figures["figure"])]
    columns = [("language", "left"), ("dimension", "left"), ("coders", "left"), ("units", "right")]
    columns += [(_NAMES[name], "left") for name in named]
    of_coders = figures.partition_by("language", "dimension", "coders")
    print_table(f"{read.name}: {units}, {coders}", columns, [_cells(part, named) for part in of_coders])
    if apart.height:
        shown = [[row[name] for name in ("dimension", "unit", "codes")] for row in apart.head(_LISTED).to_dicts()]
        console().print()
        title = f"They differ on {counted(apart.height, 'codes')}, most on"
        print_table(title, [("dimension", "left"), ("unit", "left"), ("codes", "left")], shown)
    return 0


def _coded(file: Path | None, folder: Path | None) -> Coded:
    """What was coded in a file or a folder of sheets, or else in a project."""
    given = file or folder or named_project()
    if given is None:
        raise UsageError("agreement.file", "no file is named, and no project", "", "name FILE, or --project")
    read = coded(file if file is not None else open_project(given))
    for note in read.notes:
        message(note)
    return read


def _cells(part: pl.DataFrame, shown: list[str]) -> list[str]:
    """A line of the table: each figure with its interval."""
    row = part.row(0, named=True)
    figures = {each["figure"]: _figure(each["value"], each["low"], each["high"]) for each in part.to_dicts()}
    return [row["language"], row["dimension"], row["coders"], f"{row['units']:,}", *(figures.get(n, "") for n in shown)]


def _figure(value: float, low: float | None, high: float | None) -> str:
    if isnan(value):
        return "–"
    return f"{value:.3f}" if low is None or high is None else f"{value:.3f} [{low:.2f}, {high:.2f}]"
