"""Orders: an entry with a verb in the orders that headlines give it, "पोल खोलना" as "ने खोल दी भाजपा की पोल"."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from framing.languages.base import Cue, Language, Orders
from framing.lexicon.patterns import Alternative, Slot

__all__ = ["SPLIT_AUXILIARIES", "SPLIT_WORDS", "Turned", "inverted", "turned"]

#: Words that may stand between the two of a light verb in headline order: "ने दी परमाणु हमले की धमकी" has three, but by
#: then it is as often another verb's noun.
_INVERTED_GAP: Final = 2


#: Words of a noun phrase that may stand between a verb and its noun in another order than the written one.
SPLIT_WORDS: Final = 4


#: Auxiliaries and particles that may stand there besides, directly behind the verb: "गिर सकती है गाज".
SPLIT_AUXILIARIES: Final = 3


class Turned(NamedTuple):
    """An entry in another order than it is written in, or without its verb.

    Attributes:
        slots: in the order of the text. A gap behind the verb leaves room for ``SPLIT_AUXILIARIES`` beside its words.
        verb: which of them is the verb or the last word of it; their number where it is left out.
    """

    slots: tuple[Slot, ...]
    verb: int


def inverted(slots: tuple[Slot, ...], language: Language) -> tuple[Slot, ...]:
    """A light verb phrase in the order of headlines: "भारत ने की कड़ी निंदा", "ٹرمپ نے دی دھمکی".

    The verb stands before its noun only where the ergative has just named the doer; without it "की निंदा" is "of …
    condemnation".

    Args:
        slots: of a term, as :func:`parse_term` gives them.
        language: of the term.

    Returns:
        The ergative, the verb and the noun; nothing where the term is no noun or adjective with its verb.

    Example:
        >>> from framing.languages.registry import language
        >>> hindi = language("hi")
        >>> from framing.lexicon.patterns import parse_term
        >>> doer, verb, noun = inverted(parse_term("निंदा करना", "phrase", "verb", hindi), hindi)
        >>> verb.alternatives[0].word, noun.alternatives[0].word
        ('करना', 'निंदा')
    """
    if language.verb_position != "last" or len(slots) != 2 or not slots[1].is_verb:
        return ()
    ergative = sorted(language.cue_words.get(Cue.NARRATIVE, ()))
    if not ergative:
        return ()
    verb = tuple(form for word in slots[1].alternatives for form in _behind_doer(word, language))
    return (Slot(tuple(Alternative(word) for word in ergative)), Slot(verb), Slot(slots[0].alternatives, _INVERTED_GAP))


def _behind_doer(verb: Alternative, language: Language) -> tuple[Alternative, ...]:
    """The forms of a verb that may stand behind the doer: no stem that is another word ("نے اپنا موقف": their own)."""
    orders = language.orders
    stem = "" if orders is None else verb.word.removesuffix(orders.infinitive)
    if verb.pos != "verb" or orders is None or stem not in orders.never_fronted:
        return (verb,)
    # Forms that elsewhere are another word (की) are the verb's here.
    others = (language.inflect(verb.word, "verb") & orders.never_fronted) - {stem}
    return (Alternative(verb.word, "verb", finite=True), *map(Alternative, sorted(others)))


def turned(slots: tuple[Slot, ...], language: Language) -> list[Turned]:
    """The other orders of a phrase whose verb stands last: "पोल खोलना" in "ने खोल दी भाजपा की पोल".

    The verb goes to the front or between two words of the rest ("मुंह पर मारा तमाचा"). A light verb and its one noun
    stay together: apart, the noun is as often another verb's. Others may have a noun phrase between them, before
    the verb too if that closes with a case marker or an adverb ("पोल भाजपा ने खोल दी"). Of a light verb with more than
    one word a headline may keep these alone ("اطمینان کا اظہار").

    Args:
        slots: of a term, as :func:`parse_term` gives them.
        language: of the term.

    Returns:
        The orders; none where the term does not close with an inflected verb.

    Example:
        >>> from framing.languages.registry import language
        >>> hindi = language("hi")
        >>> from framing.lexicon.patterns import parse_term
        >>> ways = turned(parse_term("निंदा करना", "phrase", "verb", hindi), hindi)
        >>> [(way.verb, [slot.alternatives[0].word for slot in way.slots][:: len(way.slots) - 1]) for way in ways]
        [(0, ['करना', 'निंदा']), (1, ['कर', 'निंदा'])]
    """
    orders = language.orders
    if orders is None or len(slots) < 2 or not slots[-1].is_verb:
        return []
    auxiliaries, particles = (language.cue_words.get(cue, frozenset()) for cue in (Cue.AUXILIARY, Cue.PARTICLE))
    # "रह जाना", "कर देना": the verb is both words.
    width = 1 + (len(slots) > 2 and all(word.word in auxiliaries for word in slots[-2].alternatives))
    rest, verb = slots[:-width], slots[-width:]
    if any(word.word in particles for word in rest[-1].alternatives):
        return []
    light = any(word.word in orders.light for word in verb[-1].alternatives)
    gap = SPLIT_AUXILIARIES + (0 if light and len(rest) == 1 else SPLIT_WORDS)
    # With a gap of its own among them, the place of the verb is not told by the place of the match.
    ways = range(len(rest)) if not any(slot.gap for slot in rest) else range(1)
    other_orders = [
        Turned((*rest[:way], *fronted, Slot(rest[way].alternatives, gap), *rest[way + 1 :]), way + len(fronted) - 1)
        for fronted in _fronted(verb, orders, language)
        for way in ways
    ]
    if not light and not verb[0].gap:
        closer = _any_of(orders.before_verb, gap=SPLIT_WORDS - 1)
        other_orders.append(Turned((*rest, closer, *(Slot(slot.alternatives) for slot in verb)), len(slots)))
    if light and width == 1 and len(rest) > 2:
        other_orders.append(Turned(rest, len(rest)))
    return other_orders


def _fronted(verb: tuple[Slot, ...], orders: Orders, language: Language) -> list[tuple[Slot, ...]]:
    """The verb before its noun: in a finite form, and as a stem with its auxiliary (कर दी).

    A bare stem goes with the next verb (کر ہلاک ہونا), an infinitive with the noun behind it (करने की इच्छा).
    """
    words = verb[-1].alternatives
    finite = Slot(tuple(Alternative(word.word, "verb", finite=True) for word in words if word.pos == "verb"))
    if len(verb) > 1:
        return [(*(Slot(slot.alternatives) for slot in verb[:-1]), finite)]
    stems = Slot(tuple(Alternative(word.word.removesuffix(orders.infinitive)) for word in words))
    return [(finite,), (stems, _any_of(language.cue_words[Cue.AUXILIARY], orders.never_fronted))]


@cache
def _any_of(words: frozenset[str], but: frozenset[str] = frozenset(), gap: int = 0) -> Slot:
    return Slot(tuple(Alternative(word) for word in sorted(words - but)), gap)
