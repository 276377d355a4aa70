"""Text in legacy fonts, which is no text: the letters are Latin, and only the font draws Hindi or Urdu.

Kruti Dev and DevLys write हिंदी as "fganh"; InPage writes each Urdu letter as a control byte and a number. Scored as
they stand they would be English without a hit, so they are refused with what to do about it.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from framing.errors import InputError
from framing.ingest.source import Rejected

__all__ = ["INPAGE", "illegible", "is_inpage", "is_kruti_dev", "without_legacy_fonts"]

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
_SIGN: Final = r"(?:^|\s)(?:gS|gSa|gSA|gSaA|esa|vkSj|ugha|fy,|x;k)(?:\s|$)"

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
    found = [word for word in words if word in _WORDS]
    return len(found) >= _SHARE * len(words) and len(set(found)) >= _DISTINCT


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
    doubtful = rows["text"].str.contains(_SIGN).fill_null(False)
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
