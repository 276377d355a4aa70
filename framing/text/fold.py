"""Folding: the one spelling under which all spellings of a word meet.

Folding is for matching only; no stored text and no offset ever refers to folded text. Texts and lexicon terms go
through the same function, so that an entry written once is found however a newsroom types it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from framing.text.language import Language

__all__ = ["IGNORED", "fold", "fold_word"]

#: Characters without a meaning of their own in a word: joiners, bidi controls, soft hyphen, word joiner, byte
#: order mark, tatweel, variation selectors.
IGNORED: Final = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
    "\u00ad\ufeff\u0640\u061c\ufe0e\ufe0f"
)

_DIGITS: Final = {chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0, 0x0966) for digit in range(10)}
_COMMON: Final = {**dict.fromkeys(IGNORED, ""), **_DIGITS, **dict.fromkeys("’‘ʼ＇´`′", "'")}


def fold(words: pl.Series, language: Language) -> pl.Series:
    """Fold words to their matching form.

    Args:
        words: String series of single words, any Unicode form.
        language: whose rules apply.

    Returns:
        String series of the same length; a word of ignorable characters only folds to ``""``.

    Example:
        >>> from framing.text.registry import language
        >>> fold(pl.Series(["हिन्दी", "हिंदी", "HINDI"]), language("hi")).to_list()
        ['हिंदी', 'हिंदी', 'hindi']
    """
    table = {**_COMMON, **language.fold_chars}
    frame = words.alias("word").to_frame().with_columns(key=_fold_chars(table))
    if language.fold_rules:
        # A word that no rule matches as it stands is changed by none of them, so one look spares most words all rules.
        touched = (
            frame["key"].str.contains("|".join(f"(?:{pattern})" for pattern, _ in language.fold_rules)).fill_null(False)
        )
        if touched.any():
            rest = frame.filter(touched).select(_fold_rules(language)).to_series()
            frame = frame.with_columns(key=frame["key"].scatter(touched.arg_true(), rest))
    return frame["key"].alias("word")


def _fold_chars(table: Mapping[str, str]) -> pl.Expr:
    once = pl.col("word").str.normalize("NFC").str.replace_many(list(table), list(table.values()))
    # A removed joiner may bring a letter and its mark together, which only then compose.
    return once.str.normalize("NFC").str.replace_many(list(table), list(table.values())).str.to_lowercase()


def _fold_rules(language: Language) -> pl.Expr:
    folded = pl.col("key")
    for pattern, replacement in language.fold_rules:
        folded = folded.str.replace_all(pattern, replacement)
    return folded


def fold_word(word: str, language: Language) -> str:
    """Fold one word. Use :func:`fold` for many: it costs little more than one."""
    return str(fold(pl.Series([word], dtype=pl.String), language)[0])
