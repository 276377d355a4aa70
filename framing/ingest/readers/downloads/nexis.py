"""Downloads of LexisNexis: the classic text files (Academic, Nexis UK), and those of Nexis Uni and Lexis Advance.

Classic files are set in 80 columns: a line "3 of 161 DOCUMENTS", centred lines with copyright, publication, date and
edition, then fields in capitals (SECTION:, LENGTH:, HEADLINE:, BYLINE:; the headline may stand by itself), the text,
and more fields. The newer ones have a paragraph a line: headline, publication, date, copyright, fields (Section:,
Length:, Byline:), the text behind a line "Body", a part "Classification", and a line "End of Document".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from framing.ingest.readers.downloads.document import (
    COPYRIGHT,
    DatabaseLayout,
    Document,
    blocks,
    is_date,
    joined,
    uncut,
)

__all__ = ["CLASSIC", "UNI"]


_NUMBER: Final = re.compile(
    r"\s*(?:FOCUS - )?(?:(\d+) of \d+ DOCUMENTS?|(?:Dokument|Document|Documento) (\d+) (?:von|de|van) \d+)\s*",
    re.IGNORECASE,
)
_LENGTH: Final = re.compile(r"\s*(?:LENGTH|LÄNGE|LONGUEUR|LENGTE|LONGITUD|Length):\s*([\d,.]+)")

# ------------------------------------------------------------------------------------------------------------- classic

_TAG: Final = re.compile(r"(?P<tag>[A-ZÄÖÜÉ][A-ZÄÖÜÉ-]{2,24}):\s*(?P<value>.*)")
#: Fields behind the text. In front of it stand whatever others there are.
_BEHIND: Final = frozenset(
    (
        *(
            "LOAD-DATE",
            "LANGUAGE",
            "PUBLICATION-TYPE",
            "SUBJECT",
            "ORGANIZATION",
            "PERSON",
            "GEOGRAPHIC",
            "CITY",
            "STATE",
        ),
        *("COUNTRY", "COMPANY", "TICKER", "INDUSTRY", "GRAPHIC", "URL", "JOURNAL-CODE", "DISTRIBUTION", "CORRECTION"),
        *("CORRECTION-DATE", "UPDATE", "DOCUMENT-TYPE", "TYPE", "ISSN", "CATEGORY", "ACC-NO", "NOTES", "DOC-TYPE"),
        *("SPRACHE", "GRAFIK", "SIGNATURE", "PHOTO", "PHOTOS", "NAME", "TERMS", "LOADDATE", "CORRECTION-APPENDED"),
    )
)


def _signs_classic(lines: Sequence[str]) -> int:
    numbers = sum(_NUMBER.fullmatch(line) is not None for line in lines)
    lengths = sum(_LENGTH.match(line) is not None and not line.lstrip().startswith("Length") for line in lines)
    loaded = sum(line.startswith("LOAD-DATE:") for line in lines)
    return (numbers if lengths or loaded else 0) or min(lengths, loaded)


def _cut_classic(lines: Sequence[str]) -> list[tuple[int, Sequence[str]]]:
    starts = [(at, match) for at, line in enumerate(lines) if (match := _NUMBER.fullmatch(line)) is not None]
    ends = [*(at for at, _ in starts[1:]), len(lines)][: len(starts)]
    return [(int(match[1] or match[2]), lines[at + 1 : end]) for (at, match), end in zip(starts, ends, strict=True)]


def _document_classic(lines: Sequence[str]) -> Document:
    parts = list(blocks(lines))
    dated = next((at for at, part in enumerate(parts[:8]) if any(map(is_date, part))), None)
    if dated is None:
        raise uncut("no line with its date was found")
    day = next(at for at, line in enumerate(parts[dated]) if is_date(line))
    above = [part for part in parts[:dated] if not _is_copyright(part)]
    outlet = joined(parts[dated][:day]) or (joined(above[-1]) if above else None)
    fields, title, text = _read(parts[dated + 1 :])
    length = re.match(r"[\d,.]+", fields.get("LENGTH") or fields.get("LÄNGE") or fields.get("LONGUEUR") or "")
    return Document(
        title=fields.get("HEADLINE") or title,
        outlet=outlet,
        published=parts[dated][day],
        byline=fields.get("BYLINE"),
        section=fields.get("SECTION"),
        language=fields.get("LANGUAGE"),
        words=int(re.sub(r"[,.]", "", length[0])) if length else None,
        text="\n".join(text) or None,
    )


def _read(parts: Sequence[list[str]]) -> tuple[dict[str, str], str | None, list[str]]:
    """Fields, the headline that stands by itself, and the paragraphs of the text."""
    fields: dict[str, str] = {}
    end = len(parts)
    while end and (_is_copyright(parts[end - 1]) or _tag(parts[end - 1]) in _BEHIND):
        end -= 1
        fields |= _field(parts[end])
    title, deck, text = None, list[str](), list[str]()
    for at, part in enumerate(parts[:end]):
        tag = _tag(part)
        if tag == "BODY":
            first = joined([*([value] if (value := _field(part)["BODY"]) else [])])
            text = [*([first] if first else []), *map(" ".join, parts[at + 1 : end])]
            break
        if tag is not None and tag not in _BEHIND:
            fields |= _field(part)
        elif not _is_copyright(part):
            if "LENGTH" in fields or "LÄNGE" in fields or "LONGUEUR" in fields:
                text = list(map(" ".join, parts[at:end]))
                break
            title, deck = title or joined(part), [*deck, *([" ".join(part)] if title else [])]
    return fields, title, [*deck, *text]


def _tag(part: Sequence[str]) -> str | None:
    match = _TAG.match(part[0])
    return match["tag"] if match else None


def _field(part: Sequence[str]) -> dict[str, str]:
    match = _TAG.match(part[0])
    return {match["tag"]: joined([match["value"], *part[1:]]) or ""} if match else {}


def _is_copyright(part: Sequence[str]) -> bool:
    return COPYRIGHT.match(part[0]) is not None


CLASSIC: Final = DatabaseLayout(name="LexisNexis", signs=_signs_classic, cut=_cut_classic, document=_document_classic)

# ----------------------------------------------------------------------------------------------------------------- uni

_END: Final = re.compile(r"\s*end of document\s*", re.IGNORECASE)
_PAGE: Final = re.compile(r"\s*Page \d+ of \d+\s*", re.IGNORECASE)
_FIELD: Final = re.compile(
    r"(?P<tag>Section|Length|Byline|Dateline|Highlight|Language|Series|Edition|Load-Date):\s*(?P<value>.*)"
)
#: Lines that end the text.
_PARTS: Final = frozenset(("classification", "graphic", "notes", "correction", "correction-date", "load-date"))
#: Lines between a date and a text at most: copyright in several lines, edition, fields.
_HEADER_LINES: Final = 30


def _signs_uni(lines: Sequence[str]) -> int:
    ends = sum(_END.fullmatch(line) is not None for line in lines)
    lengths = sum(line.lstrip().startswith("Length:") for line in lines)
    loaded = sum(line.lstrip().startswith("Load-Date:") for line in lines)
    return (ends if lengths or loaded else 0) or min(lengths, loaded)


def _cut_uni(lines: Sequence[str]) -> list[tuple[int, Sequence[str]]]:
    ends = [at for at, line in enumerate(lines) if _END.fullmatch(line)]
    starts = [0, *(end + 1 for end in ends)]
    pieces = [(0, lines[start : end + 1]) for start, end in zip(starts, ends, strict=False)]
    rest = lines[starts[-1] :] if ends else []
    # What stands behind the last end is a page footer, or a document that was not downloaded to its end.
    return [*pieces, (0, rest)] if any(_LENGTH.match(line) for line in rest) else pieces


def _document_uni(lines: Sequence[str]) -> Document:
    bare = [line.strip() for line in lines if line.strip() and not _PAGE.fullmatch(line)]
    body = next((at for at, line in enumerate(bare) if line.lower() == "body"), None)
    if body is None:
        raise uncut("no line 'Body' was found before its text")
    if sum(line.startswith("Length:") for line in bare) > 1:
        raise uncut("two documents stand in it without an 'End of Document' between them")
    if not any(_END.fullmatch(line) or line.startswith("Load-Date:") for line in bare[body:]):
        raise uncut("it was not downloaded to its end")
    dates = [at for at in range(max(0, body - _HEADER_LINES), body) if is_date(bare[at])]
    if not dates or dates[0] < 1:
        raise uncut("no line with its date was found")
    day = dates[0]
    title = bare[day - 2] if day > 1 else None
    end = next(at for at in range(body + 1, len(bare)) if _name(bare[at]) in _PARTS or _END.fullmatch(bare[at]))
    fields = {match["tag"]: match["value"] for line in bare[day:body] if (match := _FIELD.match(line))}
    fields |= {match["tag"]: match["value"] for line in bare[end:] if (match := _FIELD.match(line))}
    length = re.match(r"[\d,.]+", fields.get("Length", ""))
    return Document(
        title=title,
        outlet=bare[day - 1],
        published=bare[day],
        byline=fields.get("Byline") or None,
        section=fields.get("Section") or None,
        language=fields.get("Language") or None,
        words=int(re.sub(r"[,.]", "", length[0])) if length else None,
        text="\n".join(line for line in bare[body + 1 : end] if line != title) or None,
    )


def _name(line: str) -> str:
    return line.partition(":")[0].strip().lower()


UNI: Final = DatabaseLayout(name="LexisNexis", signs=_signs_uni, cut=_cut_uni, document=_document_uni)
