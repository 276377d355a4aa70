"""Repairs mojibake: text in UTF-8 that some program read as windows-1252, once or twice, and wrote down.

पाक becomes "à¤ªà¤¾à¤•", پاک "Ù¾Ø§Ú©", ’ "â€™". Scored as it stands it would be in no language, or without its quotation
marks. What tells it from ordinary text is ftfy's measure of letters that hardly stand beside each other. Of ftfy's
repairs only this one is made, of this one encoding: with all that it knows, it takes ”é for a Cyrillic letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

import polars as pl

from framing.ingest.marks import mark
from framing.schemas import REPAIRED

__all__ = ["fixed", "repaired"]

#: Fields in which it is looked for; addresses and ids are no text.
_FIELDS: Final = ("title", "text", "outlet", "source", "byline", "site")

# What the bytes of UTF-8 are in windows-1252: the first byte of a letter of Latin, Arabic or Devanagari or of a sign
# such as ’, and one that goes on. Of 38,000 articles and headlines in Hindi, Urdu and English 38 had it, all mojibake.
_FIRST: Final = "ÂÃÄÅØÙÚÛàâ"
_NEXT: Final = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_SIGN: Final = f"[{_FIRST}][{_NEXT}]"
_FOUND: Final = re.compile(_SIGN)
_RUN: Final = re.compile(f"[À-ÿ{_NEXT}]{{2,}}")

#: The controls that some programs make of the bytes 128–159, and what windows-1252 makes of them.
_CONTROLS: Final = {byte: letter for byte in range(128, 160) if (letter := bytes([byte]).decode("cp1252", "ignore"))}

#: Programs do it twice, and hardly more often.
_TIMES: Final = 2


def fixed(text: str) -> str:
    """A text without mojibake; any other text as it is, to the byte.

    Example:
        >>> fixed("à¤ªà¤¾à¤•"), fixed("“Café” – ‘naïve’")
        ('पाक', '“Café” – ‘naïve’')
    """
    for _ in range(_TIMES):
        before, text = text, "\n".join(_fixed_once(line) for line in text.split("\n"))
        if text == before:
            break
    return text


def repaired(rows: pl.DataFrame) -> pl.DataFrame:
    """Repair rows as they were read, and mark those that changed with the group ``repaired``.

    Args:
        rows: columns as in ``source.ROW``.
    """
    signs = [pl.col(name).str.contains(_SIGN).fill_null(False).alias(name) for name in _FIELDS]
    doubtful = rows.select(signs)
    if not doubtful.select(pl.any_horizontal(pl.all().any())).item():
        return rows
    changed = [False] * rows.height
    columns = {name: rows[name].to_list() for name in (*_FIELDS, "cut")}
    for name in _FIELDS:
        for row in doubtful[name].arg_true().to_list():
            before = columns[name][row]
            if name == "text" and columns["cut"][row]:
                columns[name][row], columns["cut"][row] = _with_cuts(before, columns["cut"][row])
            else:
                columns[name][row] = fixed(before)
            changed[row] |= columns[name][row] != before
    rows = rows.with_columns(pl.Series(name, values, rows.schema[name]) for name, values in columns.items())
    return mark(rows, REPAIRED, pl.Series(changed, dtype=pl.Boolean))


def _fixed_once(line: str) -> str:
    """A line read rightly as a whole, or else those runs in it that are mojibake by themselves."""
    from ftfy.badness import is_bad  # Takes a tenth of a second to load, and hardly a file needs it.

    if not _FOUND.search(line):
        return line
    if is_bad(line) and (whole := _decoded(line)) is not None:
        return whole
    return _RUN.sub(lambda run: (_decoded(run[0]) if is_bad(run[0]) else None) or run[0], line)


def _decoded(text: str) -> str | None:
    """What a text was before its UTF-8 was read as windows-1252; null where that cannot be."""
    from ftfy.fixes import restore_byte_a0

    try:
        # A byte of UTF-8 that some program took for a space is put back.
        return restore_byte_a0(text.translate(_CONTROLS).encode("sloppy-windows-1252")).decode("utf-8")
    except UnicodeError:
        return None


def _with_cuts(text: str, cuts: Sequence[Mapping[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """A text repaired piece by piece, so that what was cut of it keeps its place."""
    places = [0, *(cut["at"] for cut in cuts), len(text)]
    pieces = [fixed(text[start:end]) for start, end in pairwise(places)]
    ends = accumulate(map(len, pieces[:-1]))
    moved = [{**cut, "at": at, "text": fixed(cut["text"])} for cut, at in zip(cuts, ends, strict=True)]
    return "".join(pieces), moved
