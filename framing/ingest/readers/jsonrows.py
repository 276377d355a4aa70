"""JSON objects as rows: which values are text, lists of texts, names, groups.

Finds the articles in what a news service answers: an object around a list of them.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Final

from framing.errors import InputError
from framing.ingest.columns import Columns, group_rows, resolve
from framing.ingest.source import FIELDS, Row, Source, split_tags

__all__ = ["LISTS", "TEXTS", "first_wins", "group_text", "no_constant", "object_row", "wrapped"]


#: What the body of an article has in fundus's objects, in order.
_PARTS: Final = ("summary", "headline", "paragraphs", "sections")

#: Fields that hold a text, and those that hold a list of texts.
TEXTS: Final = (*FIELDS, "site")
LISTS: Final = ("tags", "labels")


def object_row(record: object, columns: Columns) -> Row:
    """The row that an object is.

    Raises:
        InputError: ``input.json``, ``input.surrogate`` or ``input.no-text``.
    """
    if not isinstance(record, dict):
        what = f"it is JSON, but not an object: {type(record).__name__}"
        raise InputError("input.json", what, "", "write one JSON object an article")
    row = _record_row(record, columns)
    try:
        json.dumps(list(row.values()), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        what = "it holds half of a surrogate pair, which is no character"
        raise InputError("input.surrogate", what, "", "write the file anew as UTF-8") from error
    return row


def _record_row(record: dict[str, object], columns: Columns) -> Row:
    """A row of an object."""
    row: Row = {name: _text(record.get(columns.fields[name])) for name in TEXTS}
    row["text"] = _article_text(record.get(columns.fields["text"]))
    for name in ("byline", "outlet", "site"):
        row[name] = _named(record.get(columns.fields[name]))
    source = record.get(columns.fields["source"])
    if isinstance(source, dict):
        # News services call the publisher so, and describe it in an object.
        row["outlet"] = row["outlet"] or _named(source)
    for name in LISTS:
        row[name] = _texts(record.get(columns.fields[name]))
    row["groups"] = group_rows((name, group_text(record[name])) for name in columns.further(sorted(record)))
    return row


def _article_text(value: object) -> str | None:
    """The text of an article; of a list of texts, and of what scrapers make of a page's parts, a paragraph each.

    A number is a slip of an export; taken for none it would make a headline of an article.

    Raises:
        InputError: ``input.no-text``.
    """
    if value is None or isinstance(value, str):
        return value
    if (paragraphs := _paragraphs(value)) is not None:
        return "\n".join(paragraphs)
    kinds = {list: "a list", dict: "an object", bool: "a truth value"}
    kind = kinds.get(type(value), "a number")
    what, hint = f"there is {kind} where its text should be", "put the article's text, as a string, under 'text'"
    raise InputError("input.no-text", what, "", hint)


def _paragraphs(value: object) -> list[str] | None:
    """The texts in a list of them, or in a body of summary and sections of paragraphs; null where it is neither."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        if not value or not set(value) <= set(_PARTS):
            return None
        value = [value[name] for name in _PARTS if value.get(name)]
    if not isinstance(value, list):
        return None
    parts = [_paragraphs(item) for item in value]
    return None if None in parts else [text for texts in parts for text in texts or ()]


def _text(value: object) -> str | None:
    """A scalar as text, as Polars writes it; a list or an object is no text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return str(value) if isinstance(value, str | int) else None


def _named(value: object) -> str | None:
    """A scalar as text; of an object its name, of a list those of all in it."""
    if isinstance(value, list):
        return ", ".join(name for item in value if (name := _named(item))) or None
    if isinstance(value, dict):
        return next((name for key in ("name", "title", "uri") if (name := _text(value.get(key)))), None)
    return _text(value)


def _texts(value: object) -> list[str] | None:
    if isinstance(value, list):
        return [text for item in value if (text := _text(item)) is not None]
    return split_tags(_text(value))


def group_text(value: object) -> str | None:
    """A scalar, or a list of them in one text; a list of anything else is no group."""
    if not isinstance(value, list):
        return _text(value)
    if any(isinstance(item, list | dict) for item in value):
        return None
    return "; ".join(text for item in value if (text := _text(item)) is not None)


def first_wins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Of a key that stands twice Polars takes the first; which path reads a line must make no difference."""
    return dict(reversed(pairs))


def no_constant(name: str) -> object:
    """Refuse NaN and infinity, which JSON does not have."""
    raise ValueError(f"{name} is not JSON")


#: Objects of a list in which a text is looked for.
_SAMPLE: Final = 100


def wrapped(value: object, source: Source) -> list[object] | None:
    """The articles of a news service's answer: the one list of objects with a text, or else a headline, in it.

    Null where it is none.

    What has a title, an address or a date of its own is an article, and what lies in it is something else: its
    comments, perhaps.
    """
    if not isinstance(value, dict) or not any(isinstance(inner, list | dict) for inner in value.values()):
        return None
    if _fields(value, source) & {"text", "title", "url", "published", "byline"}:
        return None
    holders = (value, *(inner for inner in value.values() if isinstance(inner, dict)))
    lists = [inner for holder in holders for inner in holder.values() if isinstance(inner, list)]
    for name in ("text", "title"):
        if candidates := [inner for inner in lists if any(name in _fields(item, source) for item in inner[:_SAMPLE])]:
            return candidates[0] if len(candidates) == 1 else None
    return None


def _fields(value: object, source: Source) -> set[str]:
    """The fields of an article that an object has; none where it lacks what the user has named."""
    if not isinstance(value, dict):
        return set()
    with suppress(InputError):
        return {name for name, key in resolve(list(value), source).fields.items() if key in value}
    return set()
