"""The paragraphs of a PDF's text layer. Runs in the process of ``worker.py``.

A PDF holds letters at places, and neither words nor order. What stands in the order of writing, and what its fonts say
the letters of, is read; a page without letters is a scan. Each is said, and nothing is guessed: a text whose letters
stand as they look, as some programs write Hindi and Urdu, is no text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import regex

from framing.ingest.readers.entries import Unreadable
from framing.ingest.readers.pdflayout import Line, in_order, paragraphs

__all__ = ["pdf_paragraphs"]

#: Pages; a book has a thousand.
_PAGES: Final = 10_000
#: Share of words with letters that no font names, or that begin as no word does, from which a text is none.
_BAD_WORDS: Final = 0.03
#: Lines at the top and the foot of a page that are looked at for what each page repeats, and the share of pages that
#: have it. Their numbers differ.
_EDGE: Final = 2
_REPEATED: Final = 0.6
_FEW: Final = 3

_NAMELESS: Final = re.compile(r"\(cid:\d+\)")
_WORD: Final = re.compile(r"\S+")
_MARK_FIRST: Final = regex.compile(r"(?<![\p{L}\p{M}])(?=\p{Devanagari})\p{M}")
_ARABIC: Final = regex.compile(r"\p{Arabic}")
_FORMS: Final = re.compile("[\ufb50-\ufdff\ufe70-\ufeff\ufb00-\ufb06]")
_DIGITS: Final = re.compile(r"\d+")
_SCAN: Final = "recognise its text first (OCR), and save that as .txt"
_VISUAL: Final = "get it as HTML or Word, or recognise its text (OCR)"


def pdf_paragraphs(path: str) -> Iterator[dict[str, Any]]:
    """The paragraphs, at last; before that an empty piece a page, so that each page has its own time.

    Raises:
        Unreadable: it cannot be read, or its text cannot.
    """
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException

    pages: list[list[Line]] = []
    unsure: list[int] = []
    try:
        for lines in _pages(path):
            ordered, is_certain = in_order(lines)
            pages.append(ordered)
            unsure += [] if is_certain else [len(pages)]
            yield {"paragraphs": []}
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise Unreadable("input.encrypted", "it is protected by a password", "save it without one") from error
    except (Unreadable, MemoryError, RecursionError):
        raise
    # On damaged files the library raises whatever its code meets.
    except (PDFException, PSException, Exception) as error:
        after = f" after page {len(pages)}" if pages else ""
        what = f"it is no PDF, or damaged{after}: {' '.join(str(error).split())[:200] or type(error).__name__}"
        raise Unreadable("input.unreadable", what, "check that the file is whole") from error
    scans = [number for number, lines in enumerate(pages, 1) if not lines]
    if len(scans) == len(pages):
        what = "its pages have no text layer: they are scans" if pages else "it has no pages"
        raise Unreadable("input.scanned", what, _SCAN)
    whole = paragraphs([line for page in _without_repeated(pages) for line in page])
    _check("\n".join(whole))
    notes = [f"{_named(scans)} no text layer: left out; {_SCAN}"] if scans else []
    if unsure:
        notes.append(f"{_named(unsure)} columns that cannot be put in order for certain: read from top to bottom")
    yield {"paragraphs": whole, "notes": notes}


def _named(numbers: Sequence[int]) -> str:
    listed = ", ".join(map(str, numbers[:20])) + (", …" if len(numbers) > 20 else "")
    return f"page {listed} has" if len(numbers) == 1 else f"pages {listed} have"


def _pages(path: str) -> Iterator[list[Line]]:
    """The lines of each page."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextBox, LTTextLine

    # The order of boxes is decided here, and takes the library the square of their number.
    for page in extract_pages(path, maxpages=_PAGES, laparams=LAParams(boxes_flow=None)):
        boxes = (box for box in page if isinstance(box, LTTextBox))
        lines = ((line, block) for block, box in enumerate(boxes) for line in box if isinstance(line, LTTextLine))
        yield [made for line, block in lines if (made := _line(line, block)) is not None]


def _line(line: Any, block: int) -> Line | None:
    """A line; null where it has no letter.

    Raises:
        Unreadable: its letters stand as they look.
    """
    text = _FORMS.sub(lambda form: unicodedata.normalize("NFKC", form[0]), line.get_text()).strip()
    if not text:
        return None
    is_rtl = len(_ARABIC.findall(text)) * 2 > len(text.replace(" ", ""))
    if is_rtl:
        places = [letter.x0 for letter in line if hasattr(letter, "fontname") and _ARABIC.match(letter.get_text())]
        steps = [second - first for first, second in pairwise(places)]
        if steps and sum(step > 0 for step in steps) > len(steps) / 2:
            what = "its letters stand in the order of the page, from left to right, and not in that of writing"
            raise Unreadable("input.visual-order", what, _VISUAL)
    return Line(text, line.x0, line.y0, line.x1, line.y1, block, is_rtl=is_rtl)


def _without_repeated(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Pages without the lines that most of them have at the top or the foot: names of papers, numbers of pages."""
    edges = [[_DIGITS.sub("#", line.text) for line in (*page[:_EDGE], *page[-_EDGE:])] for page in pages]
    counts = Counter(text for edge in edges for text in set(edge))
    read = sum(1 for page in pages if page)
    repeated = {text for text, count in counts.items() if read >= _FEW and count >= _REPEATED * read}
    return [
        [
            line
            for place, line in enumerate(page)
            if _EDGE <= place < len(page) - _EDGE or _DIGITS.sub("#", line.text) not in repeated
        ]
        for page in pages
    ]


def _check(text: str) -> None:
    """See that the letters are letters, and stand as they are written.

    Raises:
        Unreadable: ``input.no-letters`` or ``input.visual-order``.
    """
    words = len(_WORD.findall(text))
    if len(_NAMELESS.findall(text)) > _BAD_WORDS * words:
        what = "its fonts do not say which letters their shapes are"
        raise Unreadable("input.no-letters", what, _SCAN)
    if len(_MARK_FIRST.findall(text)) > _BAD_WORDS * words:
        what = "its letters stand in the order of their shapes, and not in that of writing"
        raise Unreadable("input.visual-order", what, _VISUAL)
