"""Profiles: what the user says of one kind of files, saved under a name.

A profile is a TOML file, in the folder ``profiles`` of a project, or in the user's own folder of settings::

    encoding = "cp1256"
    date_order = "dmy"
    language = "ur"

    [columns]
    title = "headline"
    text = "body"
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from framing import limits
from framing.errors import LanguageError, UsageError, whole_file, writing
from framing.expressions import expression
from framing.ingest.article.datecells import ORDERS, Order
from framing.ingest.columns import check_columns
from framing.ingest.pathgroups import parse_path_groups
from framing.ingest.readers.encoding import check_encoding
from framing.ingest.source import Options
from framing.languages.detection import check_language
from framing.modes import as_folder, make_folder

__all__ = ["load_profile", "options", "profile_folders", "save_profile"]

FOLDER: Final = "profiles"
#: What a profile says besides columns.
_SAID: Final = ("encoding", "date_order", "language", "groups_from_path", "outlet")
_NAME: Final = expression(r"[\p{L}\p{M}\p{N}_-][\p{L}\p{M}\p{N}_. -]{0,63}")


def options(
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    date_order: str | None = None,
    language: str | None = None,
    groups_from_path: str | None = None,
    query: str | None = None,
    outlet: str | None = None,
) -> Options:
    """What the user says of the files, checked.

    Args:
        columns: field of an article → column of a table that it is in.
        encoding: of text files that are not UTF-8.
        date_order: of dates such as 03/04/2024: ``dmy``, ``mdy`` or ``ymd``.
        language: of all their articles: a code or a name of a language that the toolkit reads.
        groups_from_path: what the folders of a file's path are: ``outlet/section``; see
            :mod:`framing.ingest.pathgroups`.
        query: in SQL, whose rows are the articles of a database that is given by its address.
        outlet: of their articles that name none.

    Raises:
        UsageError: a field, an encoding or an order that there is not, a language that the toolkit does not read.
    """
    return Options(
        columns=check_columns(columns or {}, "columns"),
        encoding=None if encoding is None else check_encoding(encoding),
        date_order=None if date_order is None else _order(date_order),
        language=None if language is None else _language(language),
        groups_from_path=parse_path_groups(groups_from_path),
        query=query,
        outlet=(outlet or "").strip() or None,
    )


def _order(given: str) -> Order:
    chosen = next((order for order in ORDERS if order == given.lower()), None)
    if chosen is None:
        raise UsageError("date-order", f"'{given}' is no order of a date", "", f"use {', '.join(ORDERS)}")
    return chosen


def _language(given: str) -> str:
    try:
        return check_language(given)
    except LanguageError as error:
        raise UsageError("input.language", f"the toolkit does not read '{given}'", "", error.hint) from error


def profile_folders(project: Path | None = None) -> list[Path]:
    """Where profiles are looked for: in the project, then in the user's settings."""
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "framing"
    return [folder / FOLDER for folder in (project, settings) if folder is not None]


def save_profile(folder: Path, name: str, options: Options) -> Path:
    """Save a profile; one of the same name is replaced.

    Raises:
        UsageError: ``profile.name``.
        StorageError: it cannot be written.
    """
    path = folder / f"{_checked(name)}.toml"
    lines = [f"{name} = {_quoted(value)}" for name in _SAID if (value := _text(getattr(options, name)))]
    lines += [
        *([""] if lines else []),
        "[columns]",
        *(f"{field} = {_quoted(column)}" for field, column in options.columns.items()),
    ]
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        make_folder(folder)
    with whole_file(path) as draft, draft.open("w", encoding="utf-8") as file:
        as_folder(file.fileno(), folder)
        file.write("\n".join([*lines, ""]))
    return path


def load_profile(name: str, folders: Sequence[Path]) -> Options:
    """Load a profile.

    Args:
        name: its name, or the path of a TOML file.
        folders: where it is looked for.

    Raises:
        UsageError: there is none of that name, or it is not valid.
    """
    candidates = [Path(name)] if name.endswith(".toml") else [folder / f"{_checked(name)}.toml" for folder in folders]
    path = next((path for path in candidates if path.is_file()), None)
    if path is None:
        known = sorted({file.stem for folder in folders for file in folder.glob("*.toml")})
        hint = f"use one of: {', '.join(known)}" if known else "save one with --save-profile"
        raise UsageError("profile.missing", f"there is no profile '{name}'", "", hint)
    try:
        with path.open("rb") as handle:
            table = tomllib.loads(handle.read(limits.SIDECAR_BYTES).decode("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError("profile.invalid", f"it cannot be read: {error}", str(path), "save it anew") from error
    columns, options_given = table.get("columns", {}), {name: table.get(name) or None for name in _SAID}
    strange = set(table) - {"columns", *_SAID} or not isinstance(columns, dict)
    if strange or not all(isinstance(value, str | None) for value in options_given.values()):
        what = f"it has more than columns, {', '.join(_SAID)}"
        raise UsageError("profile.invalid", what, str(path), "save it anew")
    return options(check_columns(columns, str(path)), **options_given)


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise UsageError("profile.name", f"'{name}' cannot name a profile", "", "use letters, digits, '-' and '_'")
    return name


def _text(value: str | tuple[str, ...] | None) -> str:
    return "/".join(value) if isinstance(value, tuple) else value or ""


def _quoted(text: str) -> str:
    """A TOML string. JSON writes the same, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
