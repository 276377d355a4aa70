"""Sentences of a text and the words in them, as the finding of names needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from re import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from framing.expressions import expression

if TYPE_CHECKING:
    import regex

__all__ = ["PLAIN_WORD", "POSSESSIVE", "SENTENCE", "WORD", "Token", "sentences", "whole_word"]

_IN_WORD: Final = r"[\p{L}\p{M}\p{N}\u200c\u200d&.'’-]"
_ENDS_WORD: Final = r"[\p{L}\p{M}\p{N}]"
WORD: Final = expression(f"{_IN_WORD}*{_ENDS_WORD}")
#: Without points and apostrophes, which part words where no space does: "है.सरकार".
PLAIN_WORD: Final = expression(r"[\p{L}\p{M}\p{N}\u200c\u200d&-]*[\p{L}\p{M}\p{N}]")
SENTENCE: Final = expression(r"[^।۔!?؟\n]+?(?:[।۔!?؟\n]+|(?<![A-Z])(?<!Mr|Ms|Dr|Lt)\.(?=\s|[”\"’]|$)[”\"’]*|$)")
POSSESSIVE: Final = expression(r"['’]s?$")


def whole_word(words: Iterable[str]) -> str:
    """An expression for any of some words where :data:`WORD` finds just that.

    Example:
        >>> expression(whole_word(["but"])).findall("All but one. But-for is none, nor is Butter; but this is.")
        ['but', 'but']
    """
    return rf"(?<!{_IN_WORD})(?:{'|'.join(map(escape, sorted(words)))})(?!{_IN_WORD}*{_ENDS_WORD})"


class Token(NamedTuple):
    """A word and where it stands, in code points."""

    start: int
    end: int
    text: str


def sentences(text: str, word: regex.Pattern[str] = WORD) -> Iterator[list[Token]]:
    """The words of each sentence.

    Example:
        >>> [[token.text for token in tokens] for tokens in sentences("Ann came. Bo left.")]
        [['Ann', 'came'], ['Bo', 'left']]
    """
    for sentence in SENTENCE.finditer(text):
        yield [Token(*found.span(), found.group()) for found in word.finditer(text, *sentence.span())]
