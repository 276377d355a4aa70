"""A project's ``outlets.csv``: further spellings of its outlets are written into it, and taken out of it again.

The file is the researcher's own. What stands in it stays as it is, down to the order of its rows and columns; a row is
added where an outlet has none, and a column where it is needed. Nothing is written that could not be read.

The outlets of a project that no list has, and those whose name is another outlet's: for review.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from framing.ingest.article.names import MARK, base, is_address, name_key
from framing.ingest.article.outlets import COLUMNS, Outlet, Outlets, load_outlets
from framing.ingest.article.sites import site_of
from framing.ingest.article.spellings import Spelt
from framing.languages.detection import UNDETERMINED
from framing.render.escaping import bare_cell, safe_cell
from framing.schemas import UNKNOWN_OUTLET
from framing.store.integrity import write_atomically
from framing.store.layout import OUTLETS
from framing.store.project import Project, open_project

__all__ = ["add_aliases", "as_row", "remove_alias", "spelt_outlets", "unlisted_outlets"]


_LIST: Final = ";"

_Row = dict[str, str]


def add_aliases(project: Path, aliases: Iterable[tuple[str, str, str]], outlets: Outlets) -> int:
    """Write spellings of outlets into the project's ``outlets.csv``.

    Args:
        project: its folder.
        aliases: the id of an outlet, and the id and name of one that is a spelling of it.
        outlets: that are known, with the names of unlisted ones.

    Returns:
        How many spellings were new.

    Raises:
        UsageError: the file is not valid, or would not be; it is then as it was.
    """
    path = project / OUTLETS
    header, rows = _read(path)
    by_id = {row["outlet_id"]: row for row in rows}
    written = 0
    for outlet, alias, name in aliases:
        if outlet not in by_id:
            known = outlets.known.get(outlet)
            by_id[outlet] = as_row(known) if known else {"outlet_id": outlet, "name": outlets.name(outlet)}
            rows.append(by_id[outlet])
        row = by_id[outlet]
        # What has a listed outlet's name and is not that one goes by its id.
        column, spelt = ("domains", alias) if is_address(alias) else ("names", alias if MARK in alias else name)
        listed = _split(row.get(column, ""))
        if name_key(spelt) not in map(name_key, (row["outlet_id"], row.get("name", ""), *listed)):
            row[column] = _LIST.join([*listed, spelt.replace(_LIST, " ")])
            written += 1
    _write(path, header, rows)
    return written


def remove_alias(project: Path, name: str) -> str | None:
    """Take a spelling out of the project's ``outlets.csv``.

    A row that says nothing then but what is known without it goes as well.

    Args:
        project: its folder.
        name: of an outlet, or an address, in whatever spelling.

    Returns:
        The id of the outlet that it was a spelling of; null where the file has no such spelling.

    Raises:
        UsageError: the file is not valid.
    """
    path = project / OUTLETS
    header, rows = _read(path)
    toolkit = load_outlets().known
    outlet_id = None
    for row in list(rows):
        for column in ("names", "domains"):
            listed = _split(row.get(column, ""))
            kept = [one for one in listed if name_key(name) not in (name_key(one), name_key(one.partition(MARK)[0]))]
            if kept != listed:
                outlet_id = row["outlet_id"]
                row[column] = _LIST.join(kept)
        if outlet_id == row["outlet_id"] and _says_nothing(row, toolkit.get(outlet_id)):
            rows.remove(row)
    if outlet_id is not None:
        _write(path, header, rows)
    return outlet_id


def as_row(outlet: Outlet) -> _Row:
    """An outlet as a row of the file."""
    cells = {name: getattr(outlet, name) for name in COLUMNS} | {"language": outlet.languages}
    return {name: _LIST.join(cell) if isinstance(cell, tuple) else cell or "" for name, cell in cells.items()}


def _says_nothing(row: _Row, known: Outlet | None) -> bool:
    if known is not None:
        return {name: cell for name, cell in row.items() if cell} == {k: v for k, v in as_row(known).items() if v}
    return not any(cell for name, cell in row.items() if name not in ("outlet_id", "name"))


def _read(path: Path) -> tuple[list[str], list[_Row]]:
    """The columns and rows of the file as they stand there; none where there is no file."""
    if not path.is_file():
        return list(COLUMNS), []
    load_outlets(path)  # Says in one line what is wrong with it.
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        rows = [{name: bare_cell((cell or "").strip()) for name, cell in row.items()} for row in reader]
    return list(reader.fieldnames or COLUMNS), rows


def _write(path: Path, header: Sequence[str], rows: Sequence[_Row]) -> None:
    used = {name for row in rows for name, cell in row.items() if cell}
    columns = [*header, *(name for name in COLUMNS if name in used and name not in header)]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows({name: safe_cell(cell) for name, cell in row.items() if name in columns} for row in rows)
    draft = path.with_name(f"{path.name}.draft")
    try:
        draft.write_text(out.getvalue(), encoding="utf-8", newline="")
        load_outlets(draft)
    finally:
        draft.unlink(missing_ok=True)
    write_atomically(path, out.getvalue().encode())


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(_LIST) if part.strip()]


#: Titles, addresses and places of an outlet that are shown to recognise it by.
_EXAMPLES: Final = 3
#: An outlet stands at an address that this share of its articles has at least.
_SHARE: Final = 0.5


def unlisted_outlets(project: Project | Path | str) -> list[dict[str, Any]]:
    """The outlets of a project's articles that are in no list.

    Args:
        project: which, or its folder.

    Returns:
        One object an outlet, those with most articles first, and last what has no name, a row a file: ``outlet_id``,
        ``name``, ``spellings`` as they were written, ``articles``, ``countries``, ``languages``, examples (``urls``,
        ``titles``, ``origins``), ``named``; and ``reason``, where a listed outlet has the name and is not meant, or
        where articles that an earlier version took for a listed outlet's speak against it.

    Raises:
        ProjectError: ``project.damaged``.
    """
    project = open_project(project)
    outlets, articles = project.outlets(), _articles(project)
    doubtful = _doubtful(articles, outlets)
    rows = articles.with_columns(reason=doubtful).filter(
        ~pl.col("outlet").is_in(list(outlets.known)) | pl.col("reason").is_not_null()
    )
    grouped = (
        rows.group_by("outlet", "reason")
        .agg(
            spellings=pl.col("outlet_name").drop_nulls().unique().sort(),
            articles=pl.len(),
            countries=pl.col("country").drop_nulls().unique().sort(),
            languages=pl.col("tongue").drop_nulls().unique().sort(),
            urls=pl.col("url").drop_nulls().head(_EXAMPLES),
            titles=pl.col("title").drop_nulls().head(_EXAMPLES),
            origins=pl.col("origin").head(_EXAMPLES),
            named=~pl.col("outlet").first().str.starts_with(UNKNOWN_OUTLET),
        )
        .sort(["named", "articles", "outlet"], descending=[True, True, False])
    )
    return [
        {"outlet_id": (key := row.pop("outlet")), "name": outlets.name(key), **row, "reason": _reason(row, outlets)}
        for row in grouped.to_dicts()
    ]


def spelt_outlets(project: Project) -> list[Spelt]:
    """The outlets of a project's articles, for :func:`framing.ingest.article.spellings.propose`.

    Raises:
        ProjectError: ``project.damaged``.
    """
    outlets, articles = project.outlets(), _articles(project)
    sites = articles.select("outlet", pl.col("url").map_elements(site_of, return_dtype=pl.String).alias("site"))
    counts = (
        sites.group_by("outlet", "site").len().with_columns(share=pl.col("len") / pl.col("len").sum().over("outlet"))
    )
    stands = counts.filter((pl.col("share") >= _SHARE) & pl.col("site").is_not_null()).group_by("outlet").agg("site")
    at = dict(stands.iter_rows())
    grouped = articles.group_by("outlet").agg(
        articles=pl.len(),
        countries=pl.col("country").drop_nulls().unique(),
        languages=pl.col("tongue").drop_nulls().unique(),
        spellings=pl.col("outlet_name").drop_nulls().unique(),
    )
    return [
        Spelt(
            outlet=row["outlet"],
            name=outlets.name(row["outlet"]),
            articles=row["articles"],
            countries=frozenset(row["countries"]),
            languages=frozenset(map(base, row["languages"])),
            sites=frozenset(at.get(row["outlet"], ())),
            spellings=frozenset(row["spellings"]),
        )
        for row in grouped.sort("outlet").iter_rows(named=True)
    ]


def _articles(project: Project) -> pl.DataFrame:
    """What is known of the articles, and the language that each is in: as stated, else as it was read."""
    loaded = project.load()
    read_in = loaded.scored.articles.select("article_id", read="language")
    read = pl.when(pl.col("read") != UNDETERMINED).then("read")
    joined = loaded.articles.join(read_in, on="article_id", how="left", maintain_order="left")
    return joined.with_columns(tongue=pl.coalesce("language", read))


def _doubtful(articles: pl.DataFrame, outlets: Outlets) -> pl.Series:
    """What speaks against the listed outlet of an article that neither a name nor an address told."""
    reasons = []
    for outlet, name, url, language, country in articles.select(
        "outlet", "outlet_name", "url", "tongue", "country"
    ).iter_rows():
        is_told = name is not None or outlet not in outlets.known or outlets.by_url(url) == outlet
        is_against = not is_told and outlets.speaks_against(outlet, language=language, country=country)
        reasons.append(f"listed, but {outlets.said_of(outlet)}" if is_against else None)
    return pl.Series("reason", reasons, pl.String)


def _reason(row: dict[str, Any], outlets: Outlets) -> str:
    """Why a name that the list has does not mean what the list says; empty where it has no such name."""
    if row["reason"] or not row["named"]:
        return row["reason"] or ""
    for name in row["spellings"]:
        for language in row["languages"] or (None,):
            for country in row["countries"] or (None,):
                resolved = outlets.resolve(name, language=language, country=country)
                if resolved is not None and resolved.reason:
                    return resolved.reason
    return ""
