"""Which written letter stands behind which letter of a folded word."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from typing import Final

from framing.text.language import Language

__all__ = ["Alignment", "align"]

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
        >>> from framing.text.registry import language
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
