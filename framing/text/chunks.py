"""Chunks: the pieces that tile a text, each the separators before a word and the word itself.

News has few word types and many word tokens. A text is cut once into chunks; everything costly then happens per
distinct chunk. Because the chunks tile the text, offsets are a cumulative sum of lengths.
"""

from __future__ import annotations

from typing import Final

import polars as pl

__all__ = ["CHUNK", "SEPARATORS", "WORD", "cut"]

# Characters that may stand within a word without being letters of it: bidi controls and other format characters,
# skin tones and tag characters (which extend the grapheme before them).
_INNER: Final = (
    "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
)

# A word begins with a letter, a digit or an underscore, never with a combining mark or joiner: a word that began
# with one would cut a grapheme. U+0600–0605, 06DD and 08E2 are Arabic signs that join the digit after them.
_FIRST: Final = "\\p{L}\\p{N}_\u0600-\u0605\u06dd\u08e2"

# Apostrophes as keyboards and converters write them: straight, curly either way, full-width, accents, prime.
_APOSTROPHES: Final = "'’‘＇´`′"

#: One word, as a regular expression that Polars and the ``regex`` package read alike. An apostrophe belongs to the word
#: where a Latin letter follows.
WORD: Final = rf"[{_FIRST}][\w{_INNER}]*(?:[{_APOSTROPHES}][a-zA-Z][\w{_INNER}]*)*"

#: What stands before a word: any run of characters that begin none.
SEPARATORS: Final = rf"[^{_FIRST}]*"

#: One chunk: separators and a word, or the separators that end the text.
CHUNK: Final = rf"{SEPARATORS}{WORD}|[^{_FIRST}]+"


def cut(texts: pl.Series) -> pl.Series:
    """Cut each text into chunks.

    Args:
        texts: String series; null is no text.

    Returns:
        List(String) series of the same length. Joined together, the chunks of a text are the text.

    Example:
        >>> cut(pl.Series(["गला फाड़ रहा है।"])).to_list()
        [['गला', ' फाड़', ' रहा', ' है', '।']]
    """
    return texts.str.extract_all(CHUNK)
