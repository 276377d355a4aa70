"""Sentences of a text and the words in them, as the finding of names needs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from framing.expressions import expression

if TYPE_CHECKING:
    import regex

__all__ = ["PLAIN_WORD", "POSSESSIVE", "SENTENCE", "WORD", "Token", "sentences"]

WORD: Final = expression(r"[\p{L}\p{M}\p{N}\u200c\u200d&.'’-]*[\p{L}\p{M}\p{N}]")
#: Without points and apostrophes, which part words where no space does: "है.सरकार".
PLAIN_WORD: Final = expression(r"[\p{L}\p{M}\p{N}\u200c\u200d&-]*[\p{L}\p{M}\p{N}]")
SENTENCE: Final = expression(r"[^।۔!?؟\n]+?(?:[।۔!?؟\n]+|(?<![A-Z])(?<!Mr|Ms|Dr|Lt)\.(?=\s|[”\"’]|$)[”\"’]*|$)")
POSSESSIVE: Final = expression(r"['’]s?$")


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
