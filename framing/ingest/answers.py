"""Finds the articles in what a news service answers: an object around a list of them."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from framing.errors import InputError
from framing.ingest.mapping import resolve
from framing.ingest.source import Source

__all__ = ["wrapped"]

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
        if found := [inner for inner in lists if any(name in _fields(item, source) for item in inner[:_SAMPLE])]:
            return found[0] if len(found) == 1 else None
    return None


def _fields(value: object, source: Source) -> set[str]:
    """The fields of an article that an object has; none where it lacks what the user has named."""
    if not isinstance(value, dict):
        return set()
    with suppress(InputError):
        return {name for name, key in resolve(list(value), source).fields.items() if key in value}
    return set()
