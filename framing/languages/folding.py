"""Words as they are compared: how a text is cut into them, and the spelling under which all of their spellings meet.

News has few word types and many word tokens. A text is cut once into chunks; everything costly then happens per
distinct chunk. Because the chunks tile the text, offsets are a cumulative sum of lengths.

Folding: the one spelling under which all spellings of a word meet.

Folding is for matching only; no stored text and no offset ever refers to folded text. Texts and lexicon terms go
through the same function, so that an entry written once is found however a newsroom types it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import lru_cache
from typing import Final

import polars as pl
import regex

from framing.languages.base import Language

__all__ = ["CHUNK", "IGNORED", "SEPARATORS", "WORD", "Alignment", "align", "cut", "fold", "fold_word"]


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
        >>> from framing.languages.registry import language
        >>> fold(pl.Series(["हिन्दी", "हिंदी", "HINDI"]), language("hi")).to_list()
        ['हिंदी', 'हिंदी', 'hindi']
    """
    if words.is_empty():
        return words.cast(pl.String).alias("word")
    table = _table(language)
    if len(words) <= _FEW and _is_by_letter(language) and all(_SAME.fullmatch(word) for word in words.drop_nulls()):
        folded = [None if word is None else _folded(word, language) for word in words]
        return pl.Series("word", folded, pl.String)
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


@lru_cache(maxsize=12)
def _fold_rules(language: Language) -> pl.Expr:
    folded = pl.col("key")
    for pattern, replacement in language.fold_rules:
        folded = folded.str.replace_all(pattern, replacement)
    return folded


#: So many words at most are folded one by one: to make tables and rules for Polars takes as long as 60 to 250 words do.
_FEW: Final = 40
#: Letters of which all versions of Unicode from 14 on say the same: of others Python may know less than Polars.
_SAME: Final = regex.compile(r"[\x00-\u024f\u0600-\u06ff\u0900-\u097f\u2000-\u206f]*")


@lru_cache(maxsize=12)
def _table(language: Language) -> Mapping[str, str]:
    return {**_COMMON, **language.fold_chars}


@lru_cache(maxsize=12)
def _is_by_letter(language: Language) -> bool:
    """Whether its table has single letters alone, as :meth:`str.translate` needs them."""
    return max(map(len, _table(language))) == 1


@lru_cache(maxsize=12)
def _one_by_one(language: Language) -> tuple[Mapping[int, str], Sequence[tuple[regex.Pattern[str], str]]]:
    """The table and the rules as Python reads them."""
    rules = [
        (regex.compile(pattern), regex.sub(r"\$\{?(\d+)\}?", r"\\g<\1>", replacement))
        for pattern, replacement in language.fold_rules
    ]
    return str.maketrans(dict(_table(language))), rules


@lru_cache(maxsize=20_000)
def _folded(word: str, language: Language) -> str:
    """What :func:`fold` makes of a word of letters that all versions of Unicode know."""
    table, rules = _one_by_one(language)
    for _ in range(2):
        word = unicodedata.normalize("NFC", word).translate(table)
    word = word.lower()
    for pattern, replacement in rules:
        word = pattern.sub(replacement, word)
    return word


def fold_word(word: str, language: Language) -> str:
    """Fold one word. Use :func:`fold` for many: it costs little more than one."""
    return str(fold(pl.Series([word], dtype=pl.String), language)[0])


#: Marks and format characters, which belong to what stands before them.
_CLINGING: Final = frozenset({"Mn", "Mc", "Me", "Cf"})
_NON_JOINER: Final = "\u200c"


@dataclass(frozen=True, slots=True)
class Alignment:
    """A folded word laid along the written one.

    Attributes:
        word: as written.
        folded: its folded form.
        owners: letter of the spelling → the code point of the word that it comes from; one more, the word's length.
        spelling: the word without what folding drops, letter by letter; as long as ``folded`` unless folding rules
            made that longer or shorter (دیئے, ﷲ).
    """

    word: str
    folded: str
    owners: Sequence[int]
    spelling: str

    @property
    def exact(self) -> bool:
        """Whether each folded letter has one written letter."""
        return len(self.spelling) == len(self.folded)

    def written(self) -> str:
        """The written letter of each folded one; the folded ones themselves where that cannot be told."""
        return "".join(self.word[owner] for owner in self.owners[:-1]) if self.exact else self.folded

    def seams(self) -> frozenset[int]:
        """The places in the folded word before which a non-joiner is written."""
        if not self.exact or _NON_JOINER not in self.word:
            return frozenset()
        owners = self.owners
        return frozenset(
            place
            for place in range(1, len(owners) - 1)
            if _NON_JOINER in self.word[owners[place - 1] + 1 : owners[place]]
        )

    def starts(self, places: Sequence[int]) -> list[int]:
        """Where in the written word the pieces begin that begin at these places of the folded one, ascending."""
        if not self.exact:
            blocks = SequenceMatcher(None, self.folded, self.spelling, autojunk=False).get_matching_blocks()
            places = [_counterpart(place, blocks) for place in places]
        starts: list[int] = []
        for place in places:
            start = self.owners[place]
            while start < len(self.word) and unicodedata.category(self.word[start]) in _CLINGING:
                start += 1
            starts.append(max([start, *starts[-1:]]))
        return starts


def align(word: str, folded: str, language: Language) -> Alignment:
    """Lay a folded word along the written one.

    Example:
        >>> from framing.languages.registry import language
        >>> align("اُور", "اور", language("ur")).starts([1])
        [2]
    """
    if word == folded:
        return Alignment(word, folded, range(len(word) + 1), word)
    owners: list[int] = []
    spelled: list[str] = []
    for at, letter in enumerate(word):
        # What each code point contributes to the folded word: usually one letter; marks and joiners mostly none.
        dropped = letter not in folded and unicodedata.category(letter) in _CLINGING
        shape = "" if dropped else language.fold_chars.get(letter, letter)
        owners += [at] * len(shape)
        spelled.append(shape)
    return Alignment(word, folded, [*owners, len(word)], "".join(spelled))


def _counterpart(place: int, blocks: Sequence[Match]) -> int:
    """The index in the second of two aligned strings that answers to an index in the first."""
    for block in blocks:
        if place < block.a + block.size:
            return block.b + max(0, place - block.a)
    return blocks[-1].b
