"""Splits downloads of news databases into their documents.

The lines may come from a text file, or be the paragraphs of any other format. A file that looks like a download and
cannot be cut is an error, and so is each document in it that has not as many words as it says: it is never one article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from framing.errors import InputError
from framing.ingest.readers.downloads.document import DatabaseLayout, Document, checked, uncut
from framing.ingest.readers.downloads.factiva import FACTIVA
from framing.ingest.readers.downloads.nexis import CLASSIC, UNI
from framing.ingest.readers.downloads.proquest import PROQUEST

__all__ = ["LAYOUTS", "Documents", "may_be_download", "split"]


#: Another database is one more.
LAYOUTS: Final = (CLASSIC, UNI, FACTIVA, PROQUEST)

#: One of these stands in every download; most articles have none, and need not be looked through line by line.
_SIGNS: Final = (
    " words",
    "LENGTH:",
    "LOAD-DATE:",
    "Length:",
    "Load-Date:",
    "Publication title:",
    "ProQuest document ID:",
)


#: What stands in downloads alone, in a line of its own; pages on the web have lines of words and lengths as well.
_SURE: Final = re.compile(
    r"\d of \d+ DOCUMENTS|LOAD-DATE:|Load-Date:|End of Document|ProQuest document ID"
    r"|\bDocument [A-Z0-9]{6,12}(?:19|20)\d{6}\w{6,12}\b"
)


def may_be_download(markup: str) -> bool:
    """Whether a page has a sign that no page but a download has, so that its lines are worth looking through."""
    return _SURE.search(markup) is not None


@dataclass(frozen=True, slots=True)
class Documents:
    """What a download holds: its database, and each document or why it is none, by its place from 1."""

    database: str
    documents: Sequence[Document | InputError]


def split(lines: Sequence[str]) -> Documents | None:
    """The documents of a download.

    Args:
        lines: of the file, without their line breaks.

    Returns:
        Null where the lines are no download of a database that is known.

    Raises:
        InputError: ``input.uncut``; they look like one, and cannot be cut.

    Example:
        >>> split(["The talks failed", "", "They failed on Monday."]) is None
        True
    """
    text = "\n".join(lines)
    if not any(sign in text for sign in _SIGNS):
        return None
    signs = [layout.signs(lines) for layout in LAYOUTS]
    number = max(signs)
    if not number:
        return None
    layout = LAYOUTS[signs.index(number)]
    pieces = layout.cut(lines)
    if not pieces and number == 1:
        pieces = [(0, lines)]  # One document, saved by itself.
    if not pieces:
        what = f"it looks like a download of {number} documents from {layout.name}, and nothing tells where each ends"
        raise uncut(what)
    return Documents(layout.name, [_document(layout, piece) for _, piece in pieces] + _gaps([at for at, _ in pieces]))


def _document(layout: DatabaseLayout, lines: Sequence[str]) -> Document | InputError:
    try:
        return checked(layout.document(lines))
    except InputError as error:
        return error


def _gaps(numbers: Sequence[int]) -> list[Document | InputError]:
    """An error for each gap in the numbers that documents have: what stood there was lost, or is in the one before."""
    stated = [number for number in numbers if number]
    return [
        uncut(
            f"document {after - 1} is missing"
            if after == before + 2
            else f"documents {before + 1} to {after - 1} are missing"
        )
        for before, after in pairwise(stated)
        if after > before + 1
    ]
