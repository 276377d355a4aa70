"""Entries in the other number of words: co-operate and cooperate, is not and isn't, کر دیا and کردیا.

Where a text has one word and the entry two, no spelling rule for words can bring them together; the entry gets a second
pattern instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from framing.lexicon.slots import Alternative, Slot
from framing.text.language import Cue, Language

__all__ = ["respelt", "run_together"]

#: What is left of a word behind its prefix is a word only from this length on: not "co-up", "non-e", "pre-ss".
_SHORTEST_REST: Final = 4

Slots = tuple[Slot, ...]


def respelt(slots: Slots, language: Language) -> list[Slots]:
    """The other ways in which newsrooms divide a term into words.

    Each place is divided differently by itself: a term with two such places is not found where both are.

    Args:
        slots: of a term, as :func:`framing.lexicon.slots.parse_term` gives them.
        language: of the term; one without ``prefixes`` and ``contractions`` has one way only.

    Example:
        >>> from framing.lexicon.slots import parse_term
        >>> from framing.text.registry import language
        >>> english = language("en")
        >>> [[slot.alternatives[0].word for slot in way] for way in respelt(
        ...     parse_term("anti-national", "phrase", "noun", english), english)]
        [['antinational']]
    """
    ways = []
    for place, slot in enumerate(slots):
        before, behind = slots[:place], slots[place + 1 :]
        ways += [(*before, *apart, *behind) for apart in _apart(slot, language)]
        if behind and not behind[0].gap and not behind[0].particles:
            ways += [(*before, one, *behind[1:]) for one in _together(slot, behind[0], language)]
    return ways


def run_together(word: str, language: Language) -> tuple[str, str] | None:
    """The verb and the auxiliary of which a word consists, where writers leave out the space between them.

    Example:
        >>> from framing.text.registry import language
        >>> run_together("کردیا", language("ur")), run_together("دیا", language("ur"))
        (('کر', 'دیا'), None)
    """
    auxiliaries = language.cue_words.get(Cue.AUXILIARY, frozenset())
    if not language.non_joiners or word in auxiliaries or word in language.function_words:
        return None
    cuts = ((word[:at], word[at:]) for at in range(2, len(word) - 1) if word[at - 1] in language.non_joiners)
    return next((cut for cut in cuts if cut[0] in auxiliaries and cut[1] in auxiliaries), None)


def _apart(slot: Slot, language: Language) -> Iterator[Slots]:
    """A slot as two."""
    plain = [word for word in slot.alternatives if not word.prefix]
    if language.non_joiners:
        for word in plain:
            if word.pos is None and (cut := run_together(word.word, language)):
                yield Slot((Alternative(cut[0]),), slot.gap, slot.particles), Slot((Alternative(cut[1]),))
    starts = tuple(language.prefixes)
    for word in plain:
        if starts and word.word.startswith(starts):
            prefix = next(prefix for prefix in starts if word.word.startswith(prefix))
            if len(word.word) >= len(prefix) + _SHORTEST_REST:
                rest = replace(word, word=word.word[len(prefix) :])
                yield Slot((Alternative(prefix),), slot.gap), Slot((rest,))
        elif language.contractions and ("'" in word.word or word.word == "cannot"):
            for (first, second), contracted in language.contractions.items():
                if word.word in contracted:
                    yield Slot((Alternative(first),), slot.gap), Slot((Alternative(second),))


def _together(one: Slot, two: Slot, language: Language) -> Iterator[Slot]:
    """Two slots as one."""
    if not language.prefixes and not language.contractions:
        return
    for first in one.alternatives:
        if first.word in language.prefixes:
            yield Slot(tuple(replace(word, word=first.word + word.word) for word in two.alternatives), one.gap)
    seconds = {word.word for word in two.alternatives}
    matching = [pair for pair in language.contractions if pair[1] in seconds] if len(seconds) == 1 else []
    if matching:
        firsts = {form for word in one.alternatives for form in _forms(word, language)}
        contracted = {short for pair in matching if pair[0] in firsts for short in language.contractions[pair]}
        if contracted:
            yield Slot(tuple(map(Alternative, sorted(contracted))), one.gap)


def _forms(word: Alternative, language: Language) -> frozenset[str]:
    return language.inflect(word.word, word.pos) if word.pos else frozenset({word.word})
