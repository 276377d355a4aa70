"""``framing outlets``: the outlets that are known, and those of a project that nobody has named yet."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, Final

import click
import polars as pl

from framing.cells import safe_cell
from framing.cli.main import DONE
from framing.cli.options import PROJECT, command
from framing.cli.output import data, json_line, message, print_table
from framing.errors import UsageError
from framing.ingest.countries import COUNTRIES
from framing.ingest.outlets import COLUMNS, Outlet, load_outlets
from framing.lexicon.lexicon import default_lexicon
from framing.schemas import UNKNOWN_OUTLET
from framing.store.layout import MARKER
from framing.store.naming import country_of, language_of
from framing.store.project import open_project

__all__ = ["outlets"]

#: Titles that are shown of an outlet to recognise it by.
_EXAMPLES: Final = 3


@command()
@click.argument("search", required=False)
@PROJECT
@click.option("--unknown", is_flag=True, help="Only a project's outlets that are in no list: for review.")
@click.option("--country", help="Only outlets of this country (code or name).")
@click.option("--language", help="Only outlets in this language (code or name).")
@click.option("--kind", help="Only outlets of this kind, such as 'state media'.")
@click.option(
    "--csv", "as_csv", is_flag=True, help="Rows for an outlets.csv: complete them and save them in the project."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object an outlet.")
def outlets(
    search: str | None,
    folder: Path,
    unknown: bool,
    country: str | None,
    language: str | None,
    kind: str | None,
    as_csv: bool,
    as_json: bool,
) -> int:
    """List the outlets that are known, or with --unknown those of a project that are not.

    SEARCH finds outlets by a part of an id, a name in any script, or a domain. A project's own outlets.csv (columns as
    in the list that comes with the toolkit) adds outlets and wins over that list.
    """
    if as_csv and as_json:
        raise UsageError("outlets.usage", "--csv and --json are two forms", "", "give one of them")
    country = _code(country)
    language = None if language is None else language_of(language)
    if unknown:
        rows = _unknown(folder)
        rows = [row for row in rows if not search or search.casefold() in row["outlet_id"].casefold()]
        rows = [row for row in rows if country is None or country in row["countries"]]
        rows = [row for row in rows if language is None or language in row["languages"]]
    else:
        rows = _known(folder, search, country, language, kind)
    if as_json:
        for row in rows:
            click.echo(json_line(row))
    elif as_csv:
        data(_csv(rows))
    elif not rows:
        message("no outlet is unknown" if unknown else "no such outlet is known")
    elif unknown:
        _print_unknown(rows)
    else:
        columns = ("outlet", "name", "country", "language", "kind", "owner", "domains")
        cells = (
            [str(row[name] or "–") for name in ("outlet_id", "name", "country")]
            + [", ".join(row["languages"]) or "–"]
            + [str(row[name] or "–") for name in ("kind", "owner_class")]
            + [", ".join(row["domains"]) or "–"]
            for row in rows
        )
        print_table(f"{len(rows)} outlets", [(name, "left") for name in columns], cells)
    return DONE


def _code(country: str | None) -> str | None:
    """The code of a country that is asked for by its code or its name."""
    if country is None or country.upper() in COUNTRIES:
        return country and country.upper()
    if (code := country_of(country, default_lexicon())) is None:
        raise UsageError(
            "outlets.country", f"'{country}' is no country", "", "use a code or a name, such as IN or India"
        )
    return code


def _known(
    folder: Path, search: str | None, country: str | None, language: str | None, kind: str | None
) -> list[dict[str, Any]]:
    project = folder if (folder / MARKER).is_file() else None
    asked = ((country, "country"), (kind, "kind"))
    found = []
    for outlet in load_outlets(project=project).known.values():
        if any(value and getattr(outlet, name) != value for value, name in asked):
            continue
        if language and language not in outlet.languages:
            continue
        if search is None or any(search.casefold() in text.casefold() for text in _texts(outlet)):
            found.append(_row(outlet))
    return sorted(found, key=lambda row: str(row["outlet_id"]))


def _row(outlet: Outlet) -> dict[str, Any]:
    """An outlet as JSON: its main language, as ever, and all of them."""
    columns = {name: getattr(outlet, name) for name in (*COLUMNS, "languages")}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in columns.items()}


def _texts(outlet: Outlet) -> tuple[str, ...]:
    return (outlet.outlet_id, outlet.name, *outlet.names, *outlet.domains)


def _unknown(folder: Path) -> list[dict[str, Any]]:
    """The outlets of a project that are in no list, those with most articles first."""
    project = open_project(folder)
    known = project.outlets().known
    loaded = project.load()
    read_in = loaded.scored.articles.select("article_id", read="language")
    articles = loaded.articles.filter(~pl.col("outlet").is_in(list(known))).join(read_in, on="article_id", how="left")
    grouped = (
        # What names no outlet at all has one of its own for each article; here it is one line.
        articles.with_columns(named=~pl.col("outlet").str.starts_with(UNKNOWN_OUTLET))
        .with_columns(outlet=pl.when("named").then("outlet").otherwise(pl.lit("unknown")))
        .group_by("outlet", "named")
        .agg(
            articles=pl.len(),
            countries=pl.col("country").drop_nulls().unique().sort(),
            languages=pl.coalesce("language", "read").drop_nulls().unique().sort(),
            urls=pl.col("url").drop_nulls().head(_EXAMPLES),
            titles=pl.col("title").drop_nulls().head(_EXAMPLES),
            origins=pl.col("origin").head(_EXAMPLES),
        )
        .sort(["named", "articles", "outlet"], descending=[True, True, False])
    )
    return [{"outlet_id": row.pop("outlet"), **row} for row in grouped.to_dicts()]


def _print_unknown(rows: list[dict[str, Any]]) -> None:
    columns = [
        ("outlet", "left"),
        ("articles", "right"),
        ("country", "left"),
        ("language", "left"),
        ("for example", "left"),
    ]
    cells = (
        [
            row["outlet_id"] if row["named"] else "(none named)",
            str(row["articles"]),
            ", ".join(row["countries"]) or "–",
            ", ".join(row["languages"]) or "–",
            (row["urls"] or row["titles"] or row["origins"])[0][:100],
        ]
        for row in rows
    )
    print_table(f"{sum(row['named'] for row in rows)} outlets to review", columns, cells)
    message(
        "name them in the project's outlets.csv (--csv prints the rows); keep the id, so that it is theirs already;"
        " 'framing amend' corrects single articles"
    )


def _csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", extrasaction="ignore", restval="")
    writer.writeheader()
    for row in rows:
        if row.get("named", True):
            cells = {**_suggested(row), **row} if "named" in row else _joined(row)
            writer.writerow({name: safe_cell(cell) for name in COLUMNS if isinstance(cell := cells.get(name), str)})
    return out.getvalue()


def _joined(row: dict[str, Any]) -> dict[str, Any]:
    row = {**row, "language": row["languages"]}
    return {name: ";".join(value) if isinstance(value, list) else value for name, value in row.items()}


def _suggested(row: dict[str, Any]) -> dict[str, str]:
    """What is known of an unknown outlet; the rest is for the researcher to fill in."""
    only = {name: row[f"{plural}"] for name, plural in (("country", "countries"), ("language", "languages"))}
    return {
        **{name: values[0] if len(values) == 1 and values[0] != "und" else "" for name, values in only.items()},
        "domains": row["outlet_id"] if "." in row["outlet_id"] else "",
    }
