"""``framing sample``, ``framing code``: articles drawn for coders, their codes taken in, and what stands fast."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.main import DONE, DONE_WITH_REJECTS
from framing.cli.options import PROJECT, command, filtered, group
from framing.cli.output import data, json_line, message, print_table, say, write_frame
from framing.errors import UsageError, in_short
from framing.phrases import counted

if TYPE_CHECKING:
    import polars as pl

    from framing.statistics.question import Question
    from framing.store.project import Project

__all__ = ["code", "sample"]


@command()
@click.argument("into", type=click.Path(path_type=Path, file_okay=False))
@PROJECT
@click.option(
    "--by",
    default="outlet",
    show_default=True,
    help="A level, as for 'framing report'; after it strata, which each key is drawn from evenly: outlet,score,month.",
)
@click.option("--n", "number", type=click.IntRange(1), help="Articles of each key that are expected to be drawn.")
@click.option(
    "--half-width",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Instead of --n: as many as tell a share to so much to each side.",
)
@click.option("--dimension", "dimensions", multiple=True, required=True, help="What is coded; may come again.")
@click.option("--coder", "coders", multiple=True, required=True, help="Who codes; may come again.")
@click.option(
    "--double", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Share that a second coder codes too."
)
@click.option("--more-of", help="Draw articles with a hit of this dimension three times as often as others.")
@click.option(
    "--purpose",
    type=click.Choice(("correct", "tune")),
    default="correct",
    show_default=True,
    help="tune: to grow or tune a lexicon; such codes never validate or correct one.",
)
@filtered("sections", "voices")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same; more only adds.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: what was drawn of each key, and for whom.")
def sample(
    into: Path,
    folder: Path,
    by: str,
    number: int | None,
    half_width: float | None,
    dimensions: tuple[str, ...],
    coders: tuple[str, ...],
    double: float,
    more_of: str | None,
    purpose: str,
    asked: Question,
    seed: int,
    as_json: bool,
) -> int:
    r"""Draw articles of a project for people to code, and write a sheet for each coder into the new folder INTO.

    Sheets show texts in an order that says nothing of their outlets, and neither outlets nor hits. What was drawn, and
    with what chance, stands in drawn.csv, which coders leave closed. Fill in yes, no or unsure; what you settle on
    where coders differ goes into settled.csv, a sheet of the same columns. The project takes the draw down, so that
    coders can code in the browser as well ('framing dashboard --coder asha').

    The strata of 'score' are articles without a hit in the first dimension, and the thirds of the others by their rate;
    'score:NAME' takes another dimension or a scale.

    \b
    framing sample rare --by outlet,score,year --n 80 --coder asha --dimension derogation --project news
    framing sample coding --n 60 --double .2 --coder asha --coder bilal --dimension derogation --project news
    framing code import coding --project news
    framing agreement --project news
    """
    from framing.store.draws import sample as draw_sample
    from framing.store.project import open_project

    drawn = draw_sample(
        open_project(folder), into, dimensions=dimensions, coders=coders, number=number, half_width=half_width, by=by,
        double=double, more_of=more_of, purpose=purpose, question=asked, seed=seed,
    )  # fmt: skip
    if as_json:
        click.echo(json_line({"keys": drawn.keys.to_dicts(), "coders": drawn.coders, "drawn": drawn.drawn.height}))
        return 0
    rows = [[cell if isinstance(cell, str) else f"{cell:,}" for cell in row] for row in drawn.keys.iter_rows()]
    print_table(
        "drawn", [(name, "right" if name in ("articles", "drawn") else "left") for name in drawn.keys.columns], rows
    )
    dealt = ", ".join(f"{name} {number:,}" for name, number in drawn.coders.items())
    say(f"{counted(drawn.drawn.height, 'articles')} drawn into {into}: {dealt}")
    return 0


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
    imported = import_codes(project, sheets, coder=coder)
    for problem in imported.problems:
        message(problem)
    if imported.codes and not fold_now(project):
        message(_WAITS)
    total = sum(imported.codes.values())
    if as_json:
        more = {
            "codes": imported.codes,
            "known": imported.known,
            "stale": imported.stale,
            "problems": imported.problems,
        }
        click.echo(json_line(more))
    else:
        by = ", ".join(f"{name} {number:,}" for name, number in sorted(imported.codes.items()))
        say(f"{counted(total, 'codes')} taken in{f' ({by})' if by else ''}, {imported.known:,} known")
        if imported.stale:
            message(f"{counted(imported.stale, 'articles')} changed since the sheet was drawn: to be coded again")
    return DONE_WITH_REJECTS if imported.problems else DONE


@code.command("status")
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object: what is coded, and what again.")
def status(folder: Path, as_json: bool) -> int:
    r"""Tell of each coder and dimension what is coded, left, and to be coded again because text or codebook changed.

    \b
    framing code status --project news
    """
    from framing.projects import code_status
    from framing.store.codes import codes_of
    from framing.store.project import open_project

    project = open_project(folder)
    codes, rows = codes_of(project), code_status(project)
    stale = codes.filter(codes["status"] != "current").select("unit", "article_id", "coder", "dimension", "status")
    burned = (
        codes.filter(codes["burned"]).unique(["article_id", "dimension"]).group_by("dimension").len().sort("dimension")
    )
    if as_json:
        more = {"burned": dict(burned.iter_rows())} if burned.height else {}
        click.echo(json_line({"progress": rows.to_dicts(), "again": stale.to_dicts(), **more}))
        return DONE
    columns = [("coder", "left"), ("dimension", "left"), ("coded", "right"), ("to code", "right"), ("again", "right")]
    cells = [[str(cell) if isinstance(cell, str) else f"{cell:,}" for cell in row] for row in rows.iter_rows()]
    print_table(f"Coding in {project.name}", columns, cells)
    if burned.height:
        counts = ", ".join(f"{name} {number:,}" for name, number in burned.iter_rows())
        say(f"Burned, since a lexicon was tuned on them: {counts}")
    if stale.height:
        heads = [("text", "left"), ("coder", "left"), ("dimension", "left"), ("what has changed", "left")]
        why = {"text": "the text", "codebook": "the page of the codebook"}
        again = [[row["unit"], row["coder"], row["dimension"], why[row["status"]]] for row in stale.to_dicts()]
        print_table("To be coded again", heads, again[:_LISTED])
        if stale.height > _LISTED:
            say(f"{stale.height - _LISTED:,} more; --json has all.")
    return DONE


@code.command("gold")
@click.argument("output", required=False, type=click.Path(path_type=Path, dir_okay=False))
@PROJECT
@click.option("--dimension", "dimensions", multiple=True, help="Only this dimension; may come again.")
@click.option("--version", help="A gold set that was named before, and what has changed since.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the version of the set, and its counts.")
def gold(output: Path | None, folder: Path, dimensions: tuple[str, ...], version: str | None, as_json: bool) -> int:
    r"""Write what stands fast (settled, or agreed by all coders) into a table: .csv, .jsonl or .parquet.

    Its version is a hash of what it says: a paper that names it names these codes. The set is kept, and can be written
    again by its version when coding has gone on. Without OUTPUT, the versions that are kept are listed.

    \b
    framing code gold gold.csv --project news
    framing code gold --project news
    framing code gold then.csv --version 2a68d5f41e03 --project news
    """
    from framing.store.codes import fold_now
    from framing.store.goldsets import gold_changes, gold_of, keep_gold
    from framing.store.project import open_project

    project = open_project(folder)
    if output is None and version is None:
        return _versions(project, as_json)
    rows = gold_of(project, version)
    rows = rows.filter(rows["dimension"].is_in(list(dimensions))) if dimensions else rows
    if output is not None:
        write_frame(rows, output)
    about: dict[str, Any] = {"version": version or keep_gold(project, rows), "codes": rows.height}
    about |= {basis: rows.filter(basis=basis).height for basis in ("settled", "agreed", "single")}
    if version is not None:
        changes = gold_changes(rows, gold_of(project))
        about["changes"] = changes.to_dicts()
    elif not fold_now(project):
        message(_WAITS)
    if as_json:
        click.echo(json_line(about))
        return DONE
    bases = ", ".join(f"{about[name]:,} {name}" for name in ("settled", "agreed", "single"))
    where = f", in {output}" if output is not None else ""
    say(f"{counted(rows.height, 'codes')} ({bases}), version {about['version']}{where}")
    if version is not None:
        _tell_changes(changes)
    return DONE


def _versions(project: Project, as_json: bool) -> int:
    """List the gold sets that are kept."""
    from framing.store.goldsets import gold_versions

    rows = gold_versions(project)
    if as_json:
        records = [{**row, "made": row["made"].isoformat()} for row in rows.to_dicts()]
        click.echo(json_line({"versions": records}))
        return DONE
    columns = [("version", "left"), ("first told", "left"), ("codes", "right"), ("dimensions", "left"), ("", "left")]
    erased = {True: "", False: "articles were erased since, and their codes with them"}
    cells = [
        [row["version"], f"{row['made']:%Y-%m-%d %H:%M}", f"{row['codes']:,}", row["dimensions"], erased[row["whole"]]]
        for row in rows.to_dicts()
    ]
    if not cells:
        message("no gold set is kept yet; 'framing code gold FILE' writes one")
        return DONE
    print_table(f"Gold sets of {project.name}", columns, cells)
    return DONE


def _tell_changes(changes: pl.DataFrame) -> None:
    """Say what stands otherwise now."""
    import polars as pl

    if not changes.height:
        say("the same stands fast now")
        return
    new = changes.filter(pl.col("before").is_null()).height
    gone = changes.filter(pl.col("after").is_null()).height
    other = changes.filter(pl.col("before") != pl.col("after")).height
    line = f"{new:,} new, {gone:,} no longer fast, {other:,} with another code"
    say(f"since then: {line}, {changes.height - new - gone - other:,} of another text or page")
    heads = [("article", "left"), ("dimension", "left"), ("then", "left"), ("now", "left")]
    names = ("article_id", "dimension", "before", "after")
    listed = [[cell or "–" for cell in row] for row in changes.head(_LISTED).select(names).iter_rows()]
    print_table("What has changed", heads, listed)
    if changes.height > _LISTED:
        say(f"{changes.height - _LISTED:,} more; --json has all.")


@code.command("burn")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@PROJECT
@click.option("--dimension", "dimensions", multiple=True, required=True, help="Whose codes were used; may come again.")
@click.option("--sample", help="Those of this sample (all that are coded, where neither it nor FILE is named).")
@click.option("--why", default="used to tune a lexicon", show_default=True, help="What they were used for.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: how many were marked.")
def burn(
    file: Path | None, folder: Path, dimensions: tuple[str, ...], sample: str | None, why: str, as_json: bool
) -> int:
    r"""Mark codes that were used to grow or tune a lexicon: they tell nothing of it any more.

    They count for agreement and in gold sets, and never again for validating or correcting. FILE names the articles in
    a column article_id. What is burned cannot be taken back; draw others with another --seed.

    \b
    framing code burn --dimension derogation --why "terms grown from them" --project news
    framing code burn read.csv --dimension derogation --project news
    """
    import polars as pl

    from framing.store.codes import burn as burn_codes
    from framing.store.codes import codes_of, fold_now
    from framing.store.project import open_project

    project = open_project(folder)
    codes = codes_of(project)
    pairs = codes.filter(pl.col("dimension").is_in(dimensions)).select("article_id", "dimension", "sample", "burned")
    if sample is not None:
        pairs = pairs.filter(sample=sample)
    if file is not None:
        pairs = pairs.filter(pl.col("article_id").is_in(_named_in(file).implode()))
    pairs = pairs.unique(["article_id", "dimension"], maintain_order=True)
    if not pairs.height:
        samples = ", ".join(sorted(set(codes["sample"].drop_nulls()))) or "none"
        what = "nothing is coded of what is to be marked"
        raise UsageError("coding.burn", what, "", f"see 'framing code status'; the samples are {samples}")
    fresh = pairs.filter(burned=False)
    if fresh.height:
        burn_codes(project, fresh, why)
        if not fold_now(project):
            message(_WAITS)
    if as_json:
        click.echo(json_line({"burned": fresh.height, "known": pairs.height - fresh.height}))
        return DONE
    known = f", {pairs.height - fresh.height:,} were already" if fresh.height < pairs.height else ""
    say(f"{counted(fresh.height, 'codes')} burned{known}: they count for agreement and gold sets alone")
    return DONE


def _named_in(file: Path) -> pl.Series:
    from framing.validation.tables import read_table

    table = read_table(file)
    if "article_id" not in table.columns:
        what = f"no column 'article_id' (columns: {in_short(table.columns)})"
        raise UsageError("coding.columns", what, str(file), "name the articles that were used")
    return table["article_id"].cast(str)


@code.command("methods")
@PROJECT
@click.option("--dimension", required=True, help="That was coded.")
@click.option("--sample", help="The codes of this sample (else the one with most).")
def methods(folder: Path, dimension: str, sample: str | None) -> int:
    r"""Print what a paper says of how a dimension was coded and corrected: formulas, n, α, versions, sources.

    \b
    framing code methods --dimension derogation --project news
    """
    from framing.store.paper import coding_methods
    from framing.store.project import open_project

    data(coding_methods(open_project(folder), dimension, sample))
    return DONE
