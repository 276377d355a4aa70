"""Texts that are damaged: mojibake is repaired, legacy fonts are named, what a service cut off is marked.

पाक becomes "à¤ªà¤¾à¤•", پاک "Ù¾Ø§Ú©", ’ "â€™". Scored as it stands it would be in no language, or without its quotation
marks. What tells it from ordinary text is ftfy's measure of letters that hardly stand beside each other. Of ftfy's
repairs only this one is made, of this one encoding: with all that it knows, it takes ”é for a Cyrillic letter.

Text in legacy fonts, which is no text: the letters are Latin, and only the font draws Hindi or Urdu.

Kruti Dev and DevLys write हिंदी as "fganh"; InPage writes each Urdu letter as a control byte and a number. Scored as
they stand they would be English without a hit, so they are refused with what to do about it.

Tells texts that a service cut off by the mark that it left.

News services give the first 200 characters ("… [+2586 chars]"), feeds and blogs an excerpt ("[…]", "… Read more"). What
is left breaks off within a sentence and is no article, so only its headline is scored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

import polars as pl

from framing import schemas
from framing.errors import InputError
from framing.ingest.source import Rejected
from framing.languages.registry import furniture
from framing.schemas import REPAIRED, TRUNCATED

__all__ = [
    "INPAGE",
    "fixed",
    "illegible",
    "is_inpage",
    "is_kruti_dev",
    "mark",
    "marked_truncated",
    "repaired",
    "without_legacy_fonts",
]


def mark(rows: pl.DataFrame, name: str, chosen: pl.Series) -> pl.DataFrame:
    """Add a mark to the groups of some rows.

    Args:
        rows: column ``groups`` as in ``schemas.GROUPS``.
        name: of the group; its value is ``schemas.MARKED``.
        chosen: Boolean, which rows.
    """
    if not chosen.any():
        return rows
    added = pl.concat_list(pl.struct(pl.lit(name).alias("name"), pl.lit(schemas.MARKED).alias("value")))
    # First, since of two values of one name the first counts.
    with_mark = pl.concat_list(added, pl.col("groups").fill_null([])).cast(schemas.GROUPS)
    return rows.with_columns(pl.when(chosen).then(with_mark).otherwise("groups").alias("groups"))


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


#: What an InPage document begins with.
INPAGE: Final = b"InPage Arabic Document"

#: The commonest words of Hindi as Kruti Dev 010 writes them: है हैं में और के की को का से ने पर नहीं यह कि था इस लिए गया भी एक
#: हो करने कर दिया ही जो तो साथ बाद कहा उन्होंने.
_WORDS: Final = frozenset(
    (
        *("gS", "gSa", "gSA", "gSaA", "esa", "vkSj", "ds", "dh", "dks", "dk", "ls", "us", "ij", "ugha", ";g", "fd"),
        *("Fkk", "FkkA", "Fks", "Fkh", "bl", "fy,", "x;k", "x;s", "Hkh", ",d", "gks", "gqbZ", "djus", "dj", "fn;k"),
        *("fd;k", "gh", "tks", "rks", "lkFk", "ckn", "dgk", "mUgksaus", "vius", "muds", "mudh"),
    )
)
#: The rarest of Latin letter sequences among them: what a text must have to be looked at.
_FONT_SIGN: Final = r"(?:^|\s)(?:gS|gSa|gSA|gSaA|esa|vkSj|ugha|fy,|x;k)(?:\s|$)"

#: Share of its words, and number of distinct ones, that a text in Kruti Dev has at least. In Hindi news these words are
#: a third of the text; English and Urdu news in Latin letters have none or one.
_SHARE: Final = 0.1
_DISTINCT: Final = 4


def is_kruti_dev(text: str) -> bool:
    """Whether a text is Hindi in Kruti Dev or DevLys.

    Example:
        >>> is_kruti_dev("iz/kkuea=h us dgk gS fd ns'k esa vkSj fons'k esa Hkh fodkl gks jgk gSA")
        True
        >>> is_kruti_dev("The DS 5 has an esa licence.")
        False
    """
    words = text[:20_000].split()
    known = [word for word in words if word in _WORDS]
    return len(known) >= _SHARE * len(words) and len(set(known)) >= _DISTINCT


def is_inpage(raw: bytes) -> bool:
    """Whether bytes are an InPage document or a piece of one: every second byte is 4."""
    return (
        raw.startswith(INPAGE) or INPAGE in raw[:4096] or (len(raw) > 20 and raw[:4096].count(4) > len(raw[:4096]) / 4)
    )


def illegible(what: str, origin: str = "") -> InputError:
    """The error of text in a legacy font."""
    return InputError(
        "input.legacy-font", f"its text is in {what}, not in Unicode", origin, "convert it to Unicode first"
    )


def without_legacy_fonts(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Rejected]]:
    """The rows whose text is text, and rejects for the others."""
    doubtful = rows["text"].str.contains(_FONT_SIGN).fill_null(False)
    if not doubtful.any():
        return rows, []
    bad = pl.Series(
        [doubt and is_kruti_dev(text) for doubt, text in zip(doubtful, rows["text"], strict=True)], dtype=pl.Boolean
    )
    error = illegible("the legacy font Kruti Dev")
    rejects = [
        Rejected.of(error, text[:200].encode(), origin=place)
        for text, place in rows.filter(bad).select("text", "place").iter_rows()
    ]
    return rows.filter(~bad), rejects


#: NewsAPI's and GNews's count of what is missing.
_COUNTED: Final = r"\[\+?\d+ char(?:acter)?s\]\s*$"

#: What excerpts end in.
_MORE: Final = (
    r"(?i)(?:\[(?:…|\.\.\.|&#8230;|&hellip;)\]|(?:…|\.\.\.)\s*[(\[<]?\s*"
    rf"(?:{'|'.join(furniture('more'))})[\s.…)\]>»→]*)\s*$"
)
#: Code points of an excerpt at most; behind a longer text such words point to another article.
_EXCERPT_CHARS: Final = 1_000

#: Code points of such marks at most, with what blank stands behind them.
_MARK_CHARS: Final = 100

#: What services write where the text would stand.
_WITHHELD: Final = ("ONLY AVAILABLE IN PAID PLANS", "ONLY AVAILABLE IN PROFESSIONAL AND CORPORATE PLANS")


def marked_truncated(rows: pl.DataFrame) -> pl.DataFrame:
    """Mark the rows whose text a service cut off with the group ``truncated``; a text that it withholds is none.

    Args:
        rows: columns ``text`` and ``groups`` as in ``source.ROW``.

    Example:
        >>> from framing.ingest.source import rows_frame
        >>> rows = rows_frame([{"text": "Talks between the two … [+2586 chars]"}, {"text": "Talks failed."}])
        >>> marked_truncated(rows)["groups"].to_list()
        [[{'name': 'truncated', 'value': 'yes'}], None]
    """
    text, end = pl.col("text"), pl.col("text").str.tail(_MARK_CHARS)
    withheld = (text.str.len_chars() <= _MARK_CHARS) & text.str.strip_chars().is_in(_WITHHELD)
    rows = rows.with_columns(pl.when(~withheld.fill_null(False)).then(text).alias("text"))
    excerpt = end.str.contains(_MORE) & (text.str.len_chars() <= _EXCERPT_CHARS)
    cut = rows.select((end.str.contains(_COUNTED) | excerpt).fill_null(False).alias("cut")).to_series()
    return mark(rows, TRUNCATED, cut)
