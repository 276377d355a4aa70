"""What the folders say in which files lie: ``--groups-from-path outlet/section``.

Collections lie in folders by outlet, by year, by section. What the user says of the folders holds for all articles of
the files in them, whatever the files say. Folders count from the outermost one within the folder or archive that was
given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from framing import limits, schemas
from framing.errors import UsageError
from framing.ingest.source import FIELDS, Note, Part, Source, rows_frame

__all__ = ["parse_path_groups", "placed"]

#: A folder that tells nothing.
_NOTHING: Final = "_"
#: Fields that a folder may name; its name is read as a cell of a table is.
_FIELDS: Final = tuple(name for name in FIELDS if name not in ("article_id", "id", "url", "title", "text"))
#: What an article has several of; a group too, as the sections of a table are.
_LABELS: Final = ("section", "category")


def parse_path_groups(given: str | None) -> tuple[str, ...]:
    """What the folders of a path are.

    Raises:
        UsageError: ``path-groups``.

    Example:
        >>> parse_path_groups("_/outlet/section")
        ('_', 'outlet', 'section')
    """
    if given is None:
        return ()
    names = tuple(name.strip() for name in given.strip("/").split("/"))
    where, telling = "--groups-from-path", [name for name in names if name != _NOTHING]
    if not all(names) or not telling or len(set(telling)) < len(telling):
        hint = "write outlet/section, and _ for one that says nothing"
        raise UsageError("path-groups", f"'{given}' does not name folders, each once", where, hint)
    if (bad := next((name for name in names if name in FIELDS and name not in _FIELDS), None)) is not None:
        hint = f"use {', '.join(_FIELDS)} or a name of your own"
        raise UsageError("path-groups", f"a folder cannot be the '{bad}' of an article", where, hint)
    return names


def placed(source: Source, parts: Iterator[Part]) -> Iterator[Part]:
    """The parts of a file, with what its folders say of its articles.

    Args:
        source: the file; ``options.groups_from_path`` names its folders.
        parts: of it.
    """
    wanted = source.options.groups_from_path
    if not wanted:
        yield from parts
        return
    folders = _folders(source)
    groups = {name: folder for name, folder in zip(wanted, folders, strict=False) if name != _NOTHING}
    missing, count = [name for name in wanted[len(folders) :] if name != _NOTHING], 0
    for part in parts:
        rows = part.rows if part.row is None else rows_frame([part.row])
        count += rows.height
        yield replace(part, rows=_with(rows, groups), row=None) if groups and rows.height else part
    if missing and count:
        what = f"lie in no folder for {', '.join(missing)}: what their file says of it counts"
        yield Part(notes=[Note(source.origin, what, count)])


def _folders(source: Source) -> list[str]:
    """The folders that a file lies in; of a file in an archive those of the archive."""
    return source.label.removeprefix(source.archive).strip("/").split("/")[:-1]


def _with(rows: pl.DataFrame, by_level: Mapping[str, str]) -> pl.DataFrame:
    groups = [
        {"name": name, "value": value}
        for name, value in by_level.items()
        if name not in _FIELDS and len(value) <= limits.GROUP_CHARS
    ]
    labels = [by_level[name] for name in _LABELS if name in by_level]
    is_replaced = pl.element().struct.field("name").is_in([group["name"] for group in groups])
    kept = pl.col("groups").list.eval(pl.element().filter(~is_replaced))
    return rows.with_columns(
        *(pl.lit(value).alias(name) for name, value in by_level.items() if name in _FIELDS),
        *([_joined(kept, groups, schemas.GROUPS).alias("groups")] if groups else []),
        *([_joined(pl.col("labels"), labels, pl.List(pl.String)).alias("labels")] if labels else []),
    )


def _joined(own: pl.Expr, more: list[dict[str, str]] | list[str], kind: pl.DataType) -> pl.Expr:
    """Lists with further items behind their own."""
    given = pl.lit(pl.Series([more], dtype=kind)).first()
    return pl.when(own.is_null()).then(given).otherwise(pl.concat_list(own, given))
