"""Downloads of ProQuest: documents apart by a line of underscores, each of fields by name, the text among them.

::

    ____________________________________________________________
    Document 1 of 10
    The headline
    Full text: The first paragraph.
    Publication title: The Hindu; Chennai
    Publication date: Jan 1, 2021
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from framing.ingest.readers.downloads.document import DatabaseLayout, Document, blocks, joined, uncut

__all__ = ["PROQUEST"]


_LINE: Final = re.compile(r"\s*_{20,}\s*")
_NUMBER: Final = re.compile(r"\s*Document (\d+) of \d+\s*", re.IGNORECASE)
_FIELDS: Final = (
    *(
        "Title",
        "Author",
        "Publication info",
        "Abstract",
        "Links",
        "Full text",
        "Subject",
        "Location",
        "People",
        "Section",
    ),
    *(
        "Company / organization",
        "Identifier / keyword",
        "Business indexing term",
        "Classification",
        "Publication title",
    ),
    *(
        "Alternate title",
        "Pages",
        "First page",
        "Number of pages",
        "Publication year",
        "Publication date",
        "Year",
        "ISSN",
    ),
    *("Publisher", "Place of publication", "Country of publication", "Publication subject", "Source type", "Volume"),
    *("Language of publication", "Document type", "ProQuest document ID", "Document URL", "Copyright", "Last updated"),
    *("Database", "Credit", "Column", "Dateline", "Document feature", "Publication frequency", "Issue", "e-ISSN"),
    *(
        "Person",
        "Company",
        "Source",
        "Edition",
        "ISBN",
        "DOI",
        "Illustration",
        "Photograph",
        "Caption",
        "Accession number",
    ),
)
_FIELD: Final = re.compile(rf"(?P<name>{'|'.join(map(re.escape, _FIELDS))}): ?(?P<value>.*)")
#: Fields that no text has in it, one of which every document has behind its text.
_SURE: Final = ("Publication title", "ProQuest document ID", "Publication date", "Source type", "Document URL")
_FULL: Final = "Full text"
_NONE: Final = ("not available", "not available.", "none")


def _signs(lines: Sequence[str]) -> int:
    counts = [sum(line.startswith(f"{name}:") for line in lines) for name in (_FULL, "Publication title", _SURE[1])]
    return max(counts[1:]) if counts[0] or all(counts[1:]) else 0


def _cut(lines: Sequence[str]) -> list[tuple[int, Sequence[str]]]:
    marks = [at for at, line in enumerate(lines) if _LINE.fullmatch(line) or _NUMBER.fullmatch(line)]
    starts = [0, *(at for at in marks)]
    pieces = [lines[start:end] for start, end in zip(starts, [*marks, len(lines)], strict=True)]
    whole = [piece for piece in pieces if any(line.startswith(tuple(f"{name}:" for name in _SURE)) for line in piece)]
    return [(next((int(m[1]) for line in piece if (m := _NUMBER.fullmatch(line))), 0), piece) for piece in whole]


def _document(lines: Sequence[str]) -> Document:
    if sum(line.startswith("Publication title:") for line in lines) > 1:
        raise uncut("two documents stand in it without a line between them")
    parts = [part for part in blocks(lines) if not (_LINE.fullmatch(part[0]) or _NUMBER.fullmatch(part[0]))]
    names = [match["name"] if (match := _FIELD.match(part[0])) else None for part in parts]
    full = names.index(_FULL) if _FULL in names else None
    end = _end(names, full)
    fields: dict[str, str] = {}
    for at, part in enumerate(parts):
        if full is None or not full <= at < end:
            for line in part:
                if match := _FIELD.match(line):
                    fields.setdefault(match["name"], match["value"].strip())
    text = [] if full is None else [line for part in parts[full:end] for line in part]
    if text:
        text[0] = text[0].removeprefix(f"{_FULL}:").strip()
    body = "\n".join(filter(None, text))
    key = fields.get("ProQuest document ID")
    return Document(
        title=fields.get("Title") or (joined(parts[0]) if parts and names[0] is None else None),
        outlet=(fields.get("Publication title") or "").partition(";")[0].strip() or None,
        published=fields.get("Publication date") or fields.get("Publication year"),
        byline=fields.get("Author"),
        section=fields.get("Section"),
        language=fields.get("Language of publication"),
        key=f"proquest-{key}" if key else None,
        text=body if body and body.lower() not in _NONE else None,
    )


def _end(names: Sequence[str | None], full: int | None) -> int:
    """The part at which the text ends: the first of the fields that stand behind it."""
    if full is None:
        return 0
    sure = next((at for at in range(full + 1, len(names)) if names[at] in _SURE), None)
    if sure is None:
        raise uncut("no field behind its text was found, such as its publication")
    while sure > full + 1 and names[sure - 1] is not None:
        sure -= 1
    return sure


PROQUEST: Final = DatabaseLayout(name="ProQuest", signs=_signs, cut=_cut, document=_document)
