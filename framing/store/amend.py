"""Amending articles: what a researcher corrects of what is known about an article.

The text is never amended: it is what was published, and a corrected text is a new version that comes in by
``framing add``. An amendment appends a row of the article with other metadata; nothing is scored anew, and the row
names the batch in which scoring found what it found. Amendments win over whatever the article's file says when it comes
again, changed or not, since the file was known when the correction was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from framing.errors import InputError, UsageError
from framing.ingest.article.datecells import Dated, read_cell
from framing.ingest.article.names import is_unknown
from framing.ingest.article.outlets import Outlets
from framing.ingest.article.sites import COUNTRIES
from framing.naming import country_of
from framing.schemas import ARTICLE, GENRES
from framing.store.commit import Commits
from framing.store.layout import BATCH, TABLES
from framing.store.project import Project, open_project

__all__ = ["FIELDS", "Amended", "amend", "amended"]

#: What can be amended, besides groups as ``group.NAME``.
FIELDS: Final = ("outlet", "country", "source", "source_country", "genre", "published", "byline")

_GROUP: Final = "group."

#: Characters of an ISO date that say no more than is known.
_WRITTEN: Final = {"month": 7, "year": 4}


@dataclass(frozen=True, slots=True)
class Amended:
    """What an amendment changed: ``articles`` their ids, ``changes`` (id, field, before, after) one a change."""

    articles: tuple[str, ...]
    changes: tuple[tuple[str, str, str | None, str | None], ...]


def amend(project: Project | Path | str, articles: Iterable[str], changes: Mapping[str, str]) -> Amended:
    """Correct what is known about articles.

    Args:
        project: that holds them, or its folder.
        articles: ids or addresses.
        changes: field → value; an empty value says that it is not known. Fields are those of ``FIELDS``, ``date`` for
            ``published``, and ``group.NAME`` for a column of the user's own.

    Returns:
        What changed; an article that was so already gets no new version.

    Raises:
        UsageError: a field that cannot be amended, or a value that it cannot have.
        InputError: ``input.no-article``.
        ProjectError: ``project.busy``, ``project.write`` or ``project.damaged``; nothing was amended.
    """
    project = open_project(project)
    values = _validated(_with_countries(changes, project), project.outlets())
    with Commits(project) as commits:
        stored = project.newest(list(TABLES["articles"]), commits.history.runs, as_stored=True)
        ids = [_find(stored, name) for name in articles]
        before = stored.filter(pl.col("article_id").is_in(ids)).select(list(TABLES["articles"]))
        wanted = pl.DataFrame(
            [(article, field, value) for article in dict.fromkeys(ids) for field, value in values.items()],
            schema={name: kind for name, kind in TABLES["amendments"].items() if name != BATCH},
            orient="row",
        )
        after = amended(before, wanted)
        same = [old == new for old, new in zip(before.rows(), after.rows(), strict=True)]
        after = after.filter(~pl.Series(same, dtype=pl.Boolean))
        if after.height:
            wanted = wanted.filter(pl.col("article_id").is_in(after["article_id"].to_list()))
            counts = {"articles": after.height, "known": after.height}
            commits.commit("amend", {"amendments": wanted, "articles": after.drop(BATCH)}, counts)
    return Amended(tuple(after["article_id"]), tuple(_changes(before, after, values)))


def amended(articles: pl.DataFrame, amendments: pl.DataFrame) -> pl.DataFrame:
    """Articles with amendments applied; of two of one field the last counts.

    Args:
        articles: any of ARTICLE's columns, and others.
        amendments: columns article_id, field, value.

    Example:
        >>> articles = pl.DataFrame({"article_id": ["1", "2"], "outlet": ["a", "b"]})
        >>> amended(articles, pl.DataFrame([("2", "outlet", "c")], ["article_id", "field", "value"], orient="row"))[
        ...     "outlet"
        ... ].to_list()
        ['a', 'c']
    """
    last = amendments.unique(["article_id", "field"], keep="last", maintain_order=True)
    for (field,), block in last.partition_by("field", as_dict=True, maintain_order=True).items():
        values = articles.select("article_id").join(
            block.with_columns(is_amended=True), on="article_id", how="left", maintain_order="left"
        )
        new, is_new = values["value"], values["is_amended"].fill_null(False)
        name = str(field)
        if name.startswith(_GROUP):
            articles = _with_group(articles, name.removeprefix(_GROUP), new, is_new)
        elif name in articles.columns:
            if name == "published":
                dates = [read_cell(text) if text else None for text in new]
                new = pl.Series([date and date.moment for date in dates], dtype=ARTICLE[name])
                articles = _with_basis(articles, dates, is_new)
            if name == "outlet" and "outlet_name" in articles.columns:
                # The name that the file gave is what was wrong.
                articles = articles.with_columns(outlet_name=pl.when(~is_new).then("outlet_name"))
            articles = articles.with_columns(pl.when(is_new).then(new).otherwise(name).alias(name))
    return articles


def _with_basis(articles: pl.DataFrame, dates: list[Dated | None], is_new: pl.Series) -> pl.DataFrame:
    """Articles with how their new dates are known, and how exactly; in the columns that there are."""
    known: dict[str, list[str | None]] = {
        "published_basis": ["unknown" if date is None else "stated" for date in dates],
        "published_precision": [None if date is None else date.precision for date in dates],
    }
    return articles.with_columns(
        pl.when(is_new).then(pl.Series(values, dtype=pl.String)).otherwise(name).alias(name)
        for name, values in known.items()
        if name in articles.columns
    )


def _with_group(articles: pl.DataFrame, name: str, new: pl.Series, is_new: pl.Series) -> pl.DataFrame:
    groups = []
    for pairs, value, is_changed in zip(articles["groups"].to_list(), new, is_new, strict=True):
        if is_changed:
            others = [pair for pair in pairs or () if pair["name"] != name]
            pairs = (others + ([{"name": name, "value": value}] if value is not None else [])) or None
        groups.append(pairs)
    return articles.with_columns(pl.Series("groups", groups, ARTICLE["groups"]))


def _with_countries(changes: Mapping[str, str], project: Project) -> dict[str, str]:
    """Changes in which named countries have their codes; the lexicon, which knows names, is loaded for these alone."""
    filled = dict(changes)
    for field in ("country", "source_country"):
        given = filled.get(field, "").strip()
        if given and given.upper() not in COUNTRIES and (code := country_of(given, project.lexicon())):
            filled[field] = code
    return filled


def _validated(changes: Mapping[str, str], outlets: Outlets) -> dict[str, str | None]:
    values: dict[str, str | None] = {}
    for given, text in changes.items():
        field = "published" if given == "date" else given
        value = text.strip() or None
        if field not in FIELDS and not (field.startswith(_GROUP) and len(field) > len(_GROUP)):
            hint = f"use {', '.join(FIELDS)} or group.NAME; a corrected text comes in by 'framing add'"
            raise UsageError("amend.field", f"'{given}' cannot be amended", "", hint)
        if field == "outlet" and value is None:
            raise UsageError("amend.value", "an article has an outlet", "outlet", "name one")
        if value is not None:
            value = _value(field, value)
        if field == "source" and value is not None:
            value = outlets.by_name(value) or value
        if field == "outlet" and value is not None:
            value = _outlet(value, outlets)
        values[field] = value
    # A known outlet brings its country along, unless the country is stated as well.
    for field, country in (("outlet", "country"), ("source", "source_country")):
        known = outlets.country(values.get(field))
        if known and country not in values:
            values[country] = known
    return values


def _outlet(text: str, outlets: Outlets) -> str:
    """The id of a listed outlet; an unlisted one goes by its name."""
    if text in outlets.known or is_unknown(text):
        return text
    resolved = outlets.resolve(text)
    if resolved is None or resolved.reason:
        what = f"'{text}' is no name" if resolved is None else f"'{text}' is not clear: {resolved.reason}"
        raise UsageError("amend.value", what, "outlet", "give the outlet's id, as 'framing outlets' shows it")
    return resolved.outlet if resolved.is_listed else text


def _value(field: str, value: str) -> str:
    if field in ("country", "source_country"):
        value = value.upper()
        if value not in COUNTRIES:
            raise UsageError("amend.value", f"'{value}' is no country", field, "use a code of ISO 3166-1, such as IN")
    elif field == "genre":
        value = value.lower()
        if value not in GENRES:
            raise UsageError("amend.value", f"'{value}' is no genre", field, f"use one of {', '.join(GENRES)}")
    elif field == "published":
        date = read_cell(value)
        if date is None:
            hint = "write it as 2026-02-05, 2026-02, 2026 or 2026-02-05T18:30:00+05:30"
            raise UsageError("amend.value", f"'{value}' is no date", field, hint)
        value = date.moment.isoformat()[: _WRITTEN.get(date.precision)]
    return value


def _find(stored: pl.DataFrame, name: str) -> str:
    matching = stored.filter((pl.col("article_id") == name) | (pl.col("url") == name))
    if matching.is_empty():
        hint = "give the id as 'framing export articles' shows it, or the address"
        raise InputError("input.no-article", "the project has no such article", name, hint)
    return str(matching["article_id"][0])


def _changes(
    before: pl.DataFrame, after: pl.DataFrame, values: Mapping[str, str | None]
) -> Iterable[tuple[str, str, str | None, str | None]]:
    old = {row["article_id"]: row for row in before.iter_rows(named=True)}
    for row in after.iter_rows(named=True):
        for field in values:
            pair = [_shown(state, field) for state in (old[row["article_id"]], row)]
            if pair[0] != pair[1]:
                yield row["article_id"], field, pair[0], pair[1]


def _shown(row: Mapping[str, object], field: str) -> str | None:
    if field.startswith(_GROUP):
        pairs = row["groups"]
        assert pairs is None or isinstance(pairs, list)
        return next((pair["value"] for pair in pairs or () if pair["name"] == field.removeprefix(_GROUP)), None)
    value = row[field]
    if field == "published" and value is not None:
        return str(value)[: _WRITTEN.get(str(row["published_precision"]))]
    return None if value is None else str(value)
