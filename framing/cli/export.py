"""``framing export``: a project's tables as files for other programs.

``framing sql`` prints it as views, for DuckDB; ``framing bundle`` makes, and ``framing verify-bundle`` checks, what a
paper's readers need to check its figures.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.cli.main import DONE, FAILED
from framing.cli.options import PROJECT, command, filtered
from framing.cli.output import data, json_line, message, say
from framing.phrases import counted
from framing.store.project import open_project
from framing.store.sql import sql_views

if TYPE_CHECKING:
    from framing.statistics.question import Question

__all__ = ["bundle", "export", "sql", "verify_bundle"]


@command()
@PROJECT
@click.option("--output", "-o", type=click.Path(path_type=Path), default=Path("bundle.zip"), show_default=True)
@click.option("--plan", "plan_path", type=click.Path(path_type=Path, dir_okay=False), help="The plan of the study.")
@click.option("--with-text", is_flag=True, help="Put headlines, texts and evidence in, if you may hand them on.")
@filtered()
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the file, what is in it, notes.")
def bundle(folder: Path, output: Path, plan_path: Path | None, with_text: bool, asked: Question, as_json: bool) -> int:
    r"""Write a replication bundle: one zip file with estimates, counts, codebooks, methods, plan, lexicon and hashes.

    It holds no text of anybody else's unless you say --with-text. The methods have the formulas, a paragraph for a
    paper and how to cite.

    \b
    framing bundle -o study.zip --since 2025-01
    framing verify-bundle study.zip
    """
    from framing.store.bundle import bundle as write_bundle
    from framing.store.plans import read_plan

    if plan_path is not None:
        read_plan(plan_path)  # A plan that was changed after it was fixed is none.
    made = write_bundle(folder, output, plan=plan_path, with_text=with_text, question=asked)
    if as_json:
        facts = {"articles": made.articles, "files": list(made.files), "notes": list(made.notes)}
        click.echo(json_line({"bundle": str(made.path), **facts}))
        return DONE
    say(f"{made.path}: {counted(made.articles, 'articles')}, {counted(len(made.files), 'files')}")
    for note in made.notes:
        message(note)
    return DONE


@command("verify-bundle")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object: files, bytes, problems.")
def verify_bundle(path: Path, as_json: bool) -> int:
    r"""Check a replication bundle: files against hashes, the lexicon against its fingerprint, sums against counts.

    Exit code 1 if anything differs from what was bundled.

    \b
    framing verify-bundle study.zip
    """
    from framing.store.bundle import verify_bundle as check

    verified = check(path)
    if as_json:
        click.echo(json_line({"files": verified.files, "bytes": verified.size, "problems": list(verified.problems)}))
    else:
        for problem in verified.problems:
            say(problem)
        verdict = counted(len(verified.problems), "problems") if verified.problems else "all as bundled"
        say(f"{counted(verified.files, 'files')}, {counted(verified.size, 'bytes')}: {verdict}")
    return FAILED if verified.problems else DONE


_TABLES = (
    *("articles", "evidence", "scores", "scales", "exposure", "estimates", "codes", "rejects"),
    *("wide", "outlets-wide", "tidy", "matrix"),
)
_FORMATS = ("csv", "xlsx", "parquet", "arrow", "r", "mtx", "dta", "sav")


@command()
@click.argument("table", type=click.Choice(_TABLES))
@PROJECT
@click.option("--output", "-o", type=click.Path(path_type=Path), help="The file; TABLE.FORMAT where none is named.")
@click.option("--format", "form", type=click.Choice(_FORMATS), help="Its format; by its suffix where none is named.")
@click.option("--bom", is_flag=True, help="Begin a CSV with the mark by which Excel knows UTF-8.")
@filtered()
@click.option("--json", "as_json", is_flag=True, help="One JSON object: rows, articles, files, notes.")
def export(
    table: str,
    folder: Path,
    output: Path | None,
    form: str | None,
    bom: bool,
    asked: Question,
    as_json: bool,
) -> int:
    r"""Write a table for spreadsheets and statistics programs: CSV, XLSX, Parquet, Arrow, R, Stata (dta) or SPSS (sav).

    Beside it stands a codebook of its columns and dimensions (in XLSX a sheet of its own) and a methods.txt, which
    cites versions, lexicon fingerprint, filters and n. Text that a spreadsheet would run as a formula is escaped.
    Evidence and scores are sparse: an article without a hit is a row of 'articles' only. 'wide' has one row an
    article and one column a dimension, 'outlets-wide' one row an outlet, 'tidy' one row an article and dimension: 0
    where there is no hit, empty where nothing was read. 'matrix' is articles by entries (mtx: Matrix Market, with the
    labels of rows and columns beside it). r is a text table with a script of base R that reads it.

    \b
    framing export wide -o wide.csv
    framing export matrix -o hits.mtx
    framing export tidy -o tidy.R
    """
    from framing.store.export import export as write_table

    path = output or Path(f"{table}.{form or 'csv'}")
    exported = write_table(folder, table, path, format=form, bom=bom, question=asked)
    if as_json:
        files = [str(file) for file in exported.files]
        numbers = {"rows": exported.rows, "articles": exported.articles}
        click.echo(json_line({**numbers, "files": files, "notes": list(exported.notes)}))
        return DONE
    say(f"{exported.files[0]}: {exported.rows} {'row' if exported.rows == 1 else 'rows'}")
    for file in exported.files[1:]:
        message(f"beside it {file}")
    for note in exported.notes:
        message(f"{note}")
    return DONE


@command()
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the statements.")
def sql(folder: Path, as_json: bool) -> int:
    r"""Print SQL that makes views of a project for DuckDB: articles, outlets, evidence, scores and others.

    The views show the newest version of each article in the project as it is now; make them anew when it has changed.

    \b
    framing sql > views.sql
    duckdb -init views.sql
    """
    project = open_project(folder)
    statements = sql_views(project)
    if as_json:
        click.echo(json_line({"version": project.version(), "sql": statements}))
    else:
        data(statements)
    return DONE
