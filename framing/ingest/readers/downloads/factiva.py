"""Downloads of Factiva: as articles are displayed, or with the tags of their fields (HD, WC, PD, SN, LA, LP, TD, AN).

A document ends in its accession number: "Document THHIN00020210101eh1100001". As displayed it begins with section,
headline and author, then a line each for words ("512 words"), date, time, source, its code, page, language and
copyright, then the text.
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

__all__ = ["FACTIVA"]


_AN: Final = re.compile(
    r"(?:AN\s+)?(?:Document|Dokument|Documento)\s+(?P<key>[A-Z0-9]{6,12}(?:19|20)\d{6}\w{6,12})\s*", re.IGNORECASE
)
_WORDS: Final = re.compile(r"(?:WC\s+)?([\d,.]+) words\s*", re.IGNORECASE)
_TAGS: Final = (
    *(
        "SE",
        "HD",
        "BY",
        "CR",
        "WC",
        "PD",
        "ET",
        "SN",
        "SC",
        "ED",
        "PG",
        "VOL",
        "LA",
        "CY",
        "LP",
        "TD",
        "CT",
        "RF",
        "CO",
    ),
    *("IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "ART", "CLM", "CX", "DE"),
)
_TAG: Final = re.compile(rf"(?P<tag>{'|'.join(_TAGS)})(?:\s{{2,}}|\t\s*|\s*$)(?P<value>.*)")
_CODE: Final = re.compile(r"[A-Z0-9]{2,8}")
_TIME: Final = re.compile(r"\d{1,2}:\d{2}(?:\s?[AaPp][Mm])?(?:\s\w{2,4})?")
_LANGUAGE: Final = re.compile(r"[A-Z][a-z]+(?: \([A-Z][a-z]+\))?")
#: Lines between the date and the text at most: time, source, code, edition, volume, page, language, copyright.
_HEADER_LINES: Final = 14
#: Words of an author's line at most, and of the name of a section.
_NAME_WORDS: Final = 8
_SECTION_WORDS: Final = 4


def _signs(lines: Sequence[str]) -> int:
    keys = sum(_AN.fullmatch(line.strip()) is not None for line in lines)
    words = sum(_WORDS.fullmatch(line.strip()) is not None for line in lines)
    tagged = sum(line.startswith(("HD ", "TD ", "LP ")) or line.strip() in ("LP", "TD") for line in lines)
    # Without accession numbers, a line of words with a date below it is what no article has twice.
    dated = _headers(lines)
    return (keys if words else 0) or (dated if dated > 1 or tagged > 1 else 0)


def _headers(lines: Sequence[str]) -> int:
    """How many documents begin: a line with a number of words, and a date below it."""
    return sum(
        _WORDS.fullmatch(line.strip()) is not None
        and any(is_date(below.removeprefix("PD")) for below in lines[at + 1 : at + 3])
        for at, line in enumerate(lines)
    )


def _cut(lines: Sequence[str]) -> list[tuple[int, Sequence[str]]]:
    ends = [at + 1 for at, line in enumerate(lines) if _AN.fullmatch(line.strip())]
    starts = [0, *ends]
    pieces = [(0, lines[start:end]) for start, end in zip(starts, ends, strict=False)]
    rest = lines[starts[-1] :] if ends else []
    # Behind the last one stands a summary of the search, or a document that was not downloaded to its end.
    return [*pieces, (0, rest)] if any(_WORDS.fullmatch(line.strip()) for line in rest) else pieces


def _document(lines: Sequence[str]) -> Document:
    if _headers(lines) > 1:
        raise uncut("two documents stand in it without an accession number between them")
    tagged = sum(_TAG.match(line) is not None for line in lines) >= len(("HD", "WC", "PD", "SN"))
    return _tagged(lines) if tagged and any(line.startswith("HD") for line in lines) else _displayed(lines)


def _tagged(lines: Sequence[str]) -> Document:
    fields: dict[str, list[str]] = {}
    tag = ""
    for line in lines:
        match = _TAG.match(line)
        if match is not None and (match["value"] or match["tag"] in ("LP", "TD") or "\t" in line):
            tag = match["tag"]
            fields.setdefault(tag, []).append(match["value"])
        elif tag:
            fields[tag].append(line)
    key = _AN.fullmatch(" ".join(fields.get("AN", ())).strip())
    if key is None:
        raise uncut("it has no accession number (AN): it was not downloaded to its end")
    words = _WORDS.fullmatch(joined(fields.get("WC", ())) or "")
    text = [line.strip() for name in ("LP", "TD") for line in fields.get(name, ()) if line.strip()]
    return Document(
        title=joined(fields.get("HD", ())),
        outlet=joined(fields.get("SN", ())),
        published=joined(fields.get("PD", ())),
        byline=joined(fields.get("BY", ())),
        section=joined(fields.get("SE", ())),
        language=joined(fields.get("LA", ())),
        key=key["key"],
        words=_number(words),
        text="\n".join(text) or None,
    )


def _displayed(lines: Sequence[str]) -> Document:
    key = _AN.fullmatch(lines[-1].strip()) if lines else None
    if key is None:
        raise uncut("no accession number stands at its end: it was not downloaded to its end")
    at = next((at for at, line in enumerate(lines) if _WORDS.fullmatch(line.strip())), None)
    if at is None:
        raise uncut("no line with its number of words was found")
    section, title, byline = _top(lines[:at])
    header, begin = _header(lines, at + 1)
    day = next((number for number, line in enumerate(header) if is_date(line)), None)
    if day is None:
        raise uncut("no line with its date was found")
    behind = [line for line in header[day + 1 :] if not _TIME.fullmatch(line)]
    text = [line.strip() for line in lines[begin:-1] if line.strip()]
    names = [line for line in behind[1:] if _LANGUAGE.fullmatch(line) and not _CODE.fullmatch(line)]
    return Document(
        title=title,
        outlet=behind[0] if behind else None,
        published=header[day],
        byline=byline,
        section=section,
        language=names[-1] if names else None,
        key=key["key"],
        words=_number(_WORDS.fullmatch(lines[at].strip())),
        text="\n".join(text) or None,
    )


def _top(lines: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """Section, headline and author: one to three of them stand above the number of words."""
    top = [line for part in blocks(lines) for line in part][-3:]
    is_author = len(top) > 1 and len(top[-1].split()) <= _NAME_WORDS and not top[-1].isupper()
    byline = top.pop() if is_author else None
    section = top.pop(0) if len(top) > 1 and len(top[0].split()) <= _SECTION_WORDS else None
    return section, joined(top), byline


def _header(lines: Sequence[str], start: int) -> tuple[list[str], int]:
    """The lines from the number of words to the copyright, or else to the language; and where the text begins."""
    header: list[str] = []
    named = None
    for at in range(start, min(start + _HEADER_LINES, len(lines))):
        line = lines[at].strip()
        if COPYRIGHT.match(line):
            return header, at + 1
        if line:
            header.append(line)
            if _LANGUAGE.fullmatch(line) and len(header) > 2:
                named = len(header), at + 1
    if named is None:
        raise uncut("no line with its copyright or language was found before its text")
    return header[: named[0]], named[1]


def _number(match: re.Match[str] | None) -> int | None:
    return int(re.sub(r"[,.]", "", match[1])) if match else None


FACTIVA: Final = DatabaseLayout(name="Factiva", signs=_signs, cut=_cut, document=_document)
