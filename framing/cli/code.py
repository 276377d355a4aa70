"""``framing code``: the codes of a project: taken in from sheets, counted, and what stands fast of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.main import DONE, DONE_WITH_REJECTS
from framing.cli.options import PROJECT, group
from framing.cli.output import data, json_line, message, print_table, say, write_frame
from framing.phrases import counted

if TYPE_CHECKING:
    import polars as pl

__all__ = ["code"]

#: Codes to be given again that are listed.
_LISTED = 40
_WAITS = "another process is writing; what was coded is safe, and the next command that writes takes it in"


@group()
def code() -> None:
    """Take codes into a project, tell how far coding is, and write what stands fast."""


@code.command("import")
@click.argument("sheets", nargs=-1, required=True, type=click.Path(path_type=Path))
@PROJECT
@click.option("--coder", help="Who filled them in, where the sheets do not say.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: codes by coder, known ones, problems.")
def import_sheets(sheets: tuple[Path, ...], folder: Path, coder: str | None, as_json: bool) -> int:
    r"""Read sheets that coders filled in (CSV, XLSX, a folder of 'framing sample') into a project.

    A line names its text by 'unit' or 'article_id' and has a column a dimension, or the columns 'dimension' and 'code'.
    What the project has already is not taken in twice; a changed cell takes the place of what it said before.

    \b
    framing code import coding --project news
    framing code import coder-asha.xlsx --project news
    framing code import codes.csv --coder bilal --project news
    """
    from framing.store.codes import fold_now
    from framing.store.project import open_project
    from framing.store.sheets import import_codes

    project = open_project(folder)
    found = import_codes(project, sheets, coder=coder)
    for problem in found.problems:
        message(problem)
    if found.codes and not fold_now(project):
        message(_WAITS)
    total = sum(found.codes.values())
    if as_json:
        more = {"codes": found.codes, "known": found.known, "stale": found.stale, "problems": found.problems}
        click.echo(json_line(more))
    else:
        by = ", ".join(f"{name} {number:,}" for name, number in sorted(found.codes.items()))
        say(f"{counted(total, 'codes')} taken in{f' ({by})' if by else ''}, {found.known:,} known")
        if found.stale:
            message(f"{counted(found.stale, 'articles')} changed since the sheet was drawn: to be coded again")
    return DONE_WITH_REJECTS if found.problems else DONE


@code.command("status")
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object: what is coded, and what again.")
def status(folder: Path, as_json: bool) -> int:
    r"""Tell of each coder and dimension what is coded, left, and to be coded again because text or codebook changed.

    \b
    framing code status --project news
    """
    from framing.store.codes import codes_of, draws_of
    from framing.store.project import open_project

    project = open_project(folder)
    codes = codes_of(project)
    rows = _progress(codes, draws_of(project))
    stale = codes.filter(codes["status"] != "current").select("unit", "article_id", "coder", "dimension", "status")
    if as_json:
        click.echo(json_line({"progress": rows.to_dicts(), "again": stale.to_dicts()}))
        return DONE
    columns = [("coder", "left"), ("dimension", "left"), ("coded", "right"), ("to code", "right"), ("again", "right")]
    cells = [[str(cell) if isinstance(cell, str) else f"{cell:,}" for cell in row] for row in rows.iter_rows()]
    print_table(f"Coding in {project.name}", columns, cells)
    if stale.height:
        heads = [("text", "left"), ("coder", "left"), ("dimension", "left"), ("what has changed", "left")]
        why = {"text": "the text", "codebook": "the page of the codebook"}
        again = [[row["unit"], row["coder"], row["dimension"], why[row["status"]]] for row in stale.to_dicts()]
        print_table("To be coded again", heads, again[:_LISTED])
        if stale.height > _LISTED:
            say(f"{stale.height - _LISTED:,} more; --json has all.")
    return DONE


def _progress(codes: pl.DataFrame, draws: pl.DataFrame) -> pl.DataFrame:
    """Columns coder, dimension, coded, left, again."""
    import polars as pl

    key = ["coder", "dimension", "article_id"]
    drawn = draws.select("article_id", coder="coders", dimension="dimensions").explode("coder").explode("dimension")
    state = codes.select(*key, "status")
    both = drawn.unique(key).join(state, on=key, how="full", coalesce=True)
    counts = both.group_by("coder", "dimension").agg(
        coded=(pl.col("status") == "current").sum().cast(pl.Int64),
        left=pl.col("status").is_null().sum().cast(pl.Int64),
        again=pl.col("status").is_in(["text", "codebook"]).sum().cast(pl.Int64),
    )
    return counts.sort("coder", "dimension")


@code.command("gold")
@click.argument("output", type=click.Path(path_type=Path, dir_okay=False))
@PROJECT
@click.option("--dimension", "dimensions", multiple=True, help="Only this dimension; may come again.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the version of the set, and its counts.")
def gold(output: Path, folder: Path, dimensions: tuple[str, ...], as_json: bool) -> int:
    r"""Write what stands fast (settled, or agreed by all coders) into a table: .csv, .jsonl or .parquet.

    Its version is a hash of what it says: a paper that names it names these codes.

    \b
    framing code gold gold.csv --project news
    """
    from framing.store.codes import codes_of, gold_version
    from framing.store.codes import gold as gold_of
    from framing.store.project import open_project

    project = open_project(folder)
    rows = gold_of(codes_of(project))
    rows = rows.filter(rows["dimension"].is_in(list(dimensions))) if dimensions else rows
    write_frame(rows, output)
    about: dict[str, Any] = {"version": gold_version(rows), "codes": rows.height}
    about |= {basis: rows.filter(basis=basis).height for basis in ("settled", "agreed", "single")}
    if as_json:
        click.echo(json_line(about))
    else:
        bases = ", ".join(f"{about[name]:,} {name}" for name in ("settled", "agreed", "single"))
        say(f"{counted(rows.height, 'codes')} ({bases}), version {about['version']}, in {output}")
    return DONE


@code.command("methods")
@PROJECT
@click.option("--dimension", required=True, help="That was coded.")
@click.option("--sample", help="The codes of this sample (else the one with most).")
def methods(folder: Path, dimension: str, sample: str | None) -> int:
    r"""Print what a paper says of how a dimension was coded and corrected: formulas, n, α, versions, sources.

    \b
    framing code methods --dimension derogation --project news
    """
    from framing.store.methods import coding_methods
    from framing.store.project import open_project

    data(coding_methods(open_project(folder), dimension, sample))
    return DONE
