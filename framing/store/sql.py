"""A project as views of SQL, for DuckDB and whoever reads its dialect.

The views name the files that are part of the project, and of each article they show the newest version, scored last:
what :meth:`framing.store.project.Project.load` reads, but for outlets that go by another id since: these have the id
that they had when the article came. The view ``outlets`` has what each of them is called. They speak of the project as
it is now; make them anew when it has changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from framing.schemas import STATUS
from framing.store.layout import BATCH, RUNS, SCORED_IN, TABLES
from framing.store.log import History, added, data_files, is_archive
from framing.store.project import Project, open_project

__all__ = ["sql_views"]

#: Views of what scoring found, by article and batch.
_FOUND: Final = ("evidence", "exposure", "scores", "scales")
_NUMBER: Final = f"CAST(split_part({BATCH}, '-', 1) AS BIGINT)"


def sql_views(project: Project | Path | str) -> str:
    """Statements that make a view of each table that has rows.

    Raises:
        ProjectError: ``project.damaged``; files are compared with their records first.
    """
    project = open_project(project)
    history = project.history()
    read = {table: _read(project, _files(project, history, table)) for table in TABLES}
    statements = []
    if read["articles"]:
        names = [_columns(project, history, table) for table in ("articles", "scorings")]
        statements.append(_view("articles", _articles(read["articles"], read["scorings"], *names)))
        statements.append(_view("outlets", _outlets(project, history)))
        for table in _FOUND:
            if read[table]:
                body = (
                    f"SELECT found.* FROM {read[table]} AS found JOIN articles ON articles.article_id = "
                    f"found.article_id AND articles.{SCORED_IN} = found.{BATCH}"
                )
                statements.append(_view(table, body))
    statements += [_view(table, f"SELECT * FROM {read[table]}") for table in ("clusters", "rejects") if read[table]]
    if read["codes"]:
        statements.append(_view("codes", _codes(read["codes"])))
    if paths := _run_files(project, history.version):
        statements.append(_view(RUNS, f"SELECT * FROM {_read(project, paths)}"))
    return "".join(statements)


def _outlets(project: Project, history: History) -> str:
    """What the outlets of the view ``articles`` are called."""
    articles = project.newest(["outlet", "outlet_name"], history.runs, as_stored=True)
    names = project.outlets().among(articles).shown
    rows = ", ".join(f"({_quoted(outlet)}, {_quoted(name)})" for outlet, name in sorted(names.items()))
    return f"SELECT * FROM (VALUES {rows}) AS named (outlet, name)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _files(project: Project, history: History, table: str) -> list[str]:
    files = data_files(history.runs, table)
    project.check(files)
    return [file.path for file in files]


def _columns(project: Project, history: History, table: str) -> frozenset[str]:
    """The columns of a table; what an earlier version wrote has none that came later, and the newest file has all."""
    paths = [project.folder / file.path for file in data_files(history.runs, table)]
    return frozenset(pl.read_parquet_schema(paths[-1])) if paths else frozenset()


def _run_files(project: Project, newest: int) -> list[str]:
    """The files of all runs: back to the archive that holds the rest."""
    paths: list[str] = []
    for number in range(newest, -1, -1):
        files = added(project.folder, RUNS, number)
        paths += files
        if any(map(is_archive, files)):
            break
    return paths


def _read(project: Project, paths: list[str]) -> str:
    if not paths:
        return ""
    listed = ", ".join(_quoted(str(project.folder / path)) for path in paths)
    return f"read_parquet([{listed}], union_by_name = true)"


def _view(name: str, body: str) -> str:
    return f"CREATE OR REPLACE VIEW {name} AS {body};\n"


def _codes(read: str) -> str:
    """The last code of each coder, article and dimension; those of earlier texts and codebooks are among them."""
    return (
        f"SELECT * FROM (SELECT * FROM {read} QUALIFY row_number() OVER (PARTITION BY article_id, coder, dimension "
        f"ORDER BY {_NUMBER} DESC, coded DESC) = 1) WHERE code IS NOT NULL"
    )


def _newest(read: str) -> str:
    # Not ordered by "number": joined to another such table, that name means the other one's.
    return (
        f"(SELECT *, {_NUMBER} AS number FROM {read} "
        f"QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY {_NUMBER} DESC) = 1)"
    )


def _articles(articles: str, scorings: str, own_columns: frozenset[str], later_columns: frozenset[str]) -> str:
    own = f"coalesce(version.{SCORED_IN}, version.{BATCH})"
    if not scorings:
        return f"SELECT * EXCLUDE (number) REPLACE ({own} AS {SCORED_IN}) FROM {_newest(articles)} AS version"
    later = "anew.number > version.number"
    replaced = [f"CASE WHEN {later} THEN anew.{BATCH} ELSE {own} END AS {SCORED_IN}"]
    added = ""
    for name in (name for name in STATUS if name != "article_id"):
        anew = f"anew.{name}" if name in later_columns else "NULL"
        if name in own_columns:
            replaced.append(f"CASE WHEN {later} THEN {anew} ELSE version.{name} END AS {name}")
        else:
            added += f", CASE WHEN {later} THEN {anew} END AS {name}"
    return (
        f"SELECT version.* EXCLUDE (number) REPLACE ({', '.join(replaced)}){added} FROM {_newest(articles)} AS version "
        f"LEFT JOIN {_newest(scorings)} AS anew ON anew.article_id = version.article_id"
    )
