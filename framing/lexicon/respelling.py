"""Entries in the other number of words: co-operate and cooperate, is not and isn't, کر دیا and کردیا.

Where a text has one word and the entry two, no spelling rule for words can bring them together; the entry gets a second
pattern instead. A language lists its prefixes, auxiliaries and contractions in no order; here they get one, so that the
patterns of an entry and their numbers are always the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from framing.languages.base import Cue, Language
from framing.lexicon.patterns import Alternative, Slot

__all__ = ["respelt", "run_together"]

#: What is left of a word behind its prefix is a word only from this length on: not "co-up", "non-e", "pre-ss".
_SHORTEST_REST: Final = 4

Slots = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class _Ways:
    """What a language's ways of dividing words come down to, put in order once: a lexicon may ask a million times.

    Attributes:
        joined: verb and auxiliary written together → the two.
        starts: ``Language.prefixes``, the longest first: "counterproductive" begins with "counter", not with "co".
        apart: contraction → the pairs of words that it stands for.
        seconds: second word of a contracted pair → (first word, contractions).
    """

    joined: Mapping[str, tuple[str, str]]
    starts: tuple[str, ...]
    apart: Mapping[str, tuple[tuple[str, str], ...]]
    seconds: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]


_ways_of: dict[int, tuple[Language, _Ways]] = {}


def _ways(language: Language) -> _Ways:
    # The language is kept beside its ways, so that its id is not given to another.
    cached = _ways_of.get(id(language))
    if cached is None:
        cached = _ways_of[id(language)] = (language, _learn(language))
    return cached[1]


def _learn(language: Language) -> _Ways:
    auxiliaries = language.cue_words.get(Cue.AUXILIARY, frozenset()) if language.non_joiners else frozenset()
    long = sorted(sorted(word for word in auxiliaries if len(word) > 1), key=len, reverse=True)
    # Of two ways to cut a word the one with the shorter verb is left: it is written last.
    joined = {first + second: (first, second) for first in long if first[-1] in language.non_joiners for second in long}
    for word in auxiliaries | language.function_words:
        joined.pop(word, None)
    apart: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    seconds: defaultdict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for pair, contracted in sorted(language.contractions.items()):
        seconds[pair[1]].append((pair[0], contracted))
        for short in contracted:
            apart[short].append(pair)
    return _Ways(
        joined,
        tuple(sorted(sorted(language.prefixes), key=len, reverse=True)),
        {short: tuple(pairs) for short, pairs in apart.items()},
        {second: tuple(pairs) for second, pairs in seconds.items()},
    )


def respelt(slots: Slots, language: Language) -> list[Slots]:
    """The other ways in which newsrooms divide a term into words.

    Each place is divided differently by itself: a term with two such places is not found where both are.

    Args:
        slots: of a term, as :func:`framing.lexicon.patterns.parse_term` gives them.
        language: of the term; one without ``prefixes`` and ``contractions`` has one way only.

    Example:
        >>> from framing.lexicon.patterns import parse_term
        >>> from framing.languages.registry import language
        >>> english = language("en")
        >>> [[slot.alternatives[0].word for slot in way] for way in respelt(
        ...     parse_term("anti-national", "phrase", "noun", english), english)]
        [['antinational']]
    """
    known = _ways(language)
    if not (known.joined or known.starts or known.apart):
        return []
    ways = []
    for place, slot in enumerate(slots):
        before, behind = slots[:place], slots[place + 1 :]
        ways += [(*before, *apart, *behind) for apart in _apart(slot, known)]
        if behind and not behind[0].gap and not behind[0].particles:
            ways += [(*before, one, *behind[1:]) for one in _together(slot, behind[0], known, language)]
    return ways


def run_together(word: str, language: Language) -> tuple[str, str] | None:
    """The verb and the auxiliary of which a word consists, where writers leave out the space between them.

    Example:
        >>> from framing.languages.registry import language
        >>> run_together("کردیا", language("ur")), run_together("دیا", language("ur"))
        (('کر', 'دیا'), None)
    """
    return _ways(language).joined.get(word) if language.non_joiners else None


def _apart(slot: Slot, known: _Ways) -> Iterator[Slots]:
    """A slot as two."""
    plain = [word for word in slot.alternatives if not word.prefix]
    if known.joined:
        for word in plain:
            if word.pos is None and (cut := known.joined.get(word.word)):
                yield Slot((Alternative(cut[0]),), slot.gap, slot.particles), Slot((Alternative(cut[1]),))
    for word in plain:
        if known.starts and word.word.startswith(known.starts):
            prefix = next(prefix for prefix in known.starts if word.word.startswith(prefix))
            if len(word.word) >= len(prefix) + _SHORTEST_REST:
                rest = word._replace(word=word.word[len(prefix) :])
                yield Slot((Alternative(prefix),), slot.gap), Slot((rest,))
        elif known.apart and ("'" in word.word or word.word == "cannot"):
            for first, second in known.apart.get(word.word, ()):
                yield Slot((Alternative(first),), slot.gap), Slot((Alternative(second),))


def _together(one: Slot, two: Slot, known: _Ways, language: Language) -> Iterator[Slot]:
    """Two slots as one."""
    for first in one.alternatives:
        if first.word in language.prefixes:
            yield Slot(tuple(word._replace(word=first.word + word.word) for word in two.alternatives), one.gap)
    matching = known.seconds.get(two.alternatives[0].word, ())
    if matching and all(word.word == two.alternatives[0].word for word in two.alternatives):
        firsts = {form for word in one.alternatives for form in _forms(word, language)}
        contracted = {short for first, shorts in matching if first in firsts for short in shorts}
        if contracted:
            yield Slot(tuple(map(Alternative, sorted(contracted))), one.gap)


def _forms(word: Alternative, language: Language) -> frozenset[str]:
    return language.inflect(word.word, word.pos) if word.pos else frozenset({word.word})
