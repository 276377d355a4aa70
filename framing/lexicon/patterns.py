"""The small language in which entries are written: slots, alternatives, inflection marks, prefixes and gaps.

``गला … फाड़ना`` under the part of speech *verb* parses into a slot for the form गला, a gap, and a slot for every
inflected form of फाड़ना. The syntax is described in ``lexicons/README.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, NamedTuple

from framing.errors import LexiconError
from framing.expressions import expression
from framing.languages.base import Cue, Language, Orders, Pos
from framing.languages.folding import WORD
from framing.lexicon.cues import parse_cue
from framing.limits import GAP_WORDS, PHRASE_SLOTS, PREFIX_CHARS, TERM_CHARS

__all__ = [
    "GAP",
    "INFLECTED",
    "SPLIT_AUXILIARIES",
    "SPLIT_WORDS",
    "Alternative",
    "Context",
    "Match",
    "Place",
    "Slot",
    "Turned",
    "inverted",
    "parse_context",
    "parse_term",
    "turned",
]


Match = Literal["form", "lemma", "prefix", "phrase", "cue"]
Place = Literal["sentence", "after", "before"]

#: How a gap is written.
GAP: Final = "…"

_MARKS: Final[dict[str, Pos]] = {"n": "noun", "v": "verb", "a": "adj"}
#: Words that may stand between the two of a light verb in headline order: "ने दी परमाणु हमले की धमकी" has three, but by
#: then it is as often another verb's noun.
_INVERTED_GAP: Final = 2
#: Words of a noun phrase that may stand between a verb and its noun in another order than the written one.
SPLIT_WORDS: Final = 4
#: Auxiliaries and particles that may stand there besides, directly behind the verb: "गिर सकती है गाज".
SPLIT_AUXILIARIES: Final = 3
_WORD: Final = expression(WORD)
#: A term of plain words with single spaces between them.
_WORDS: Final = expression(rf"{WORD}(?: {WORD})+")
#: Parts of speech that have inflected forms.
INFLECTED: Final[frozenset[Pos]] = frozenset({"noun", "verb", "adj"})


class Alternative(NamedTuple):
    """One way to fill a slot: a form, all inflected forms of a lemma (``pos`` given), or a prefix.

    ``finite`` leaves of a verb the forms that may stand before its noun (see :func:`turned`).

    Like a slot a named tuple: a lexicon of a million entries makes two million of each, and hashes them.
    """

    word: str
    pos: Pos | None = None
    prefix: bool = False
    finite: bool = False

    def forms(self, language: Language) -> frozenset[str]:
        """What the alternative stands for, as written; of a prefix itself."""
        if self.pos is None:
            return frozenset({self.word})
        forms = language.inflect(self.word, self.pos)
        if not self.finite or language.orders is None:
            return forms | {self.word}
        orders = language.orders
        stem = self.word.removesuffix(orders.infinitive)
        return forms - {stem, *(f"{stem}{ending}" for ending in orders.nonfinite)} - orders.never_fronted


class Slot(NamedTuple):
    """One word position of an entry.

    Attributes:
        alternatives: what may stand here.
        gap: words that may stand between the previous slot and this one.
        particles: whether particles and negations may stand there besides.
    """

    alternatives: tuple[Alternative, ...]
    gap: int = 0
    particles: bool = False

    @property
    def is_verb(self) -> bool:
        """Whether an inflected verb fills the slot."""
        # A loop: a million slots are asked, and a generator takes three times as long.
        for alternative in self.alternatives:  # noqa: SIM110
            if alternative.pos == "verb":
                return True
        return False


class Turned(NamedTuple):
    """An entry in another order than it is written in, or without its verb.

    Attributes:
        slots: in the order of the text. A gap behind the verb leaves room for ``SPLIT_AUXILIARIES`` beside its words.
        verb: which of them is the verb or the last word of it; their number where it is left out.
    """

    slots: tuple[Slot, ...]
    verb: int


@dataclass(frozen=True, slots=True)
class Context:
    """One context of ``unless``.

    Attributes:
        place: where it must stand: anywhere in the match's sentence, after the match (``_ बारिश``) or before it
            (``जय _``).
        reach: words that may stand between it and the match.
    """

    slots: tuple[Slot, ...]
    place: Place
    reach: int


def parse_term(term: str, match: Match, pos: Pos, language: Language, where: str = "") -> tuple[Slot, ...]:
    """Parse an entry's term.

    Args:
        term: the ``term`` cell.
        match: the ``match`` cell.
        pos: the ``pos`` cell.
        language: decides which word of a phrase is its verb.
        where: file and line, for errors.

    Returns:
        One slot or more, in the order of the text; none of a cue that is a sign.

    Raises:
        LexiconError: the term does not fit its match type or breaks a limit.

    Example:
        >>> from framing.languages.registry import language
        >>> [slot.gap for slot in parse_term("गला … फाड़ना", "phrase", "verb", language("hi"))]
        [0, 3]
    """
    if len(term) > TERM_CHARS:
        raise LexiconError(
            "lexicon.term-length", f"the term has {len(term)} characters", where, f"at most {TERM_CHARS}"
        )
    if match == "cue":
        return _with_head(_slots(words, where), pos, language) if (words := parse_cue(term, where).words) else ()
    if match in ("form", "lemma") and _WORD.fullmatch(term):
        # Most entries of most lexicons.
        return (_one_word(term, match, pos, where),)
    slots = _slots(term, where)
    if match == "phrase":
        if len(slots) < 2:
            raise LexiconError(
                "lexicon.match", f"'{term}' is one word, not a phrase", where, "use form, lemma or prefix"
            )
        return _with_head(slots, pos, language)
    if len(slots) != 1 or len(slots[0].alternatives) != 1 or slots[0].alternatives[0] != Alternative(term):
        # A hyphenated single entry is two words in text and so a phrase.
        raise LexiconError("lexicon.match", f"'{term}' is not one plain word", where, "write it with match = phrase")
    if match == "prefix":
        if len(term) < PREFIX_CHARS:
            raise LexiconError(
                "lexicon.prefix", f"the prefix '{term}' is too short", where, f"{PREFIX_CHARS} letters or more"
            )
        return (Slot((Alternative(term, prefix=True),)),)
    return (_one_word(term, match, pos, where),)


def _one_word(term: str, match: Match, pos: Pos, where: str) -> Slot:
    if match == "lemma" and pos not in INFLECTED:
        raise LexiconError("lexicon.pos", f"a lemma cannot be '{pos}'", where, "use noun, verb or adj, or match = form")
    return Slot((Alternative(term, pos if match == "lemma" else None),))


def parse_context(text: str, where: str = "") -> Context:
    """Parse one context of ``unless``.

    Raises:
        LexiconError: the context is empty or has the match in its middle, or among words to choose from.

    Example:
        >>> parse_context("_ … बारिश").reach
        3
    """
    words = text.replace(GAP, f" {GAP} ").split()
    place: Place = "sentence"
    reach = 0
    if len(words) > 1 and words[0] == "_":
        place, words = "after", words[1:]
        if words[0] == GAP:
            reach, words = GAP_WORDS, words[1:]
    elif len(words) > 1 and words[-1] == "_":
        place, words = "before", words[:-1]
        if words[-1] == GAP:
            reach, words = GAP_WORDS, words[:-1]
    if any("_" in word.split("|") for word in words):
        raise LexiconError("lexicon.unless", f"'{text}': the match '_' stands first or last", where, "split it in two")
    return Context(_slots(" ".join(words), where), place, reach)


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


def _slots(term: str, where: str) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    gap = 0
    if _WORDS.fullmatch(term):
        slots = [Slot((Alternative(word),)) for word in term.split(" ")]
        _check_length(slots, term, where)
        return tuple(slots)
    for piece in term.replace(GAP, f" {GAP} ").split():
        if piece == GAP:
            if not slots:
                raise LexiconError("lexicon.gap", f"'{term}' begins with a gap", where, "a gap stands between words")
            gap = GAP_WORDS
            continue
        for words in _piece(piece, where):
            slots.append(Slot(words, gap))
            gap = 0
    if gap:
        raise LexiconError("lexicon.gap", f"'{term}' ends with a gap", where, "a gap stands between words")
    if not slots:
        raise LexiconError("lexicon.empty-term", "the term is empty", where, "fill it in or delete the line")
    _check_length(slots, term, where)
    return tuple(slots)


def _check_length(slots: list[Slot], term: str, where: str) -> None:
    if len(slots) > PHRASE_SLOTS:
        raise LexiconError(
            "lexicon.phrase-length", f"'{term}' has {len(slots)} words", where, f"at most {PHRASE_SLOTS}"
        )


def _piece(piece: str, where: str) -> list[tuple[Alternative, ...]]:
    """The slots of one piece between spaces: alternatives make one slot, hyphens make several."""
    parsed = [_alternative(option, where) for option in piece.split("|")]
    if len(parsed) == 1:
        return [(word,) for word in parsed[0]]
    if any(len(words) > 1 for words in parsed):
        raise LexiconError(
            "lexicon.alternative", f"'{piece}': an alternative is one word", where, "write it as two entries"
        )
    return [tuple(words[0] for words in parsed)]


def _alternative(option: str, where: str) -> list[Alternative]:
    if _WORD.fullmatch(option):
        return [Alternative(option)]
    text, slash, mark = option.partition("/")
    if slash and mark not in _MARKS:
        raise LexiconError("lexicon.mark", f"'{option}': unknown mark '/{mark}'", where, "use /n, /v or /a")
    prefix = text.endswith("*")
    words = _WORD.findall(text.removesuffix("*"))
    if not words:
        raise LexiconError("lexicon.empty-term", f"'{option}' has no word in it", where, "fill it in or delete it")
    if prefix and len(words[-1]) < PREFIX_CHARS:
        raise LexiconError(
            "lexicon.prefix", f"the prefix '{option}' is too short", where, f"{PREFIX_CHARS} letters or more"
        )
    head = Alternative(words[-1], _MARKS.get(mark), prefix)
    return [*(Alternative(word) for word in words[:-1]), head]


def _with_head(slots: tuple[Slot, ...], pos: Pos, language: Language) -> tuple[Slot, ...]:
    """Let the head of a phrase inflect where no slot is marked."""
    marked = any(word.pos or word.prefix for slot in slots for word in slot.alternatives)
    head = None if marked else _head(len(slots), pos, language)
    result = list(slots)
    if head is not None:
        words = tuple([Alternative(word.word, pos) for word in slots[head].alternatives])
        result[head] = Slot(words, slots[head].gap)
    if language.verb_position == "last" and result[-1].is_verb:
        # Hindi and Urdu put particles and the negation between a noun and its light verb: समर्थन भी नहीं किया.
        result[-1] = Slot(result[-1].alternatives, result[-1].gap, particles=True)
    return tuple(result)


def _head(count: int, pos: Pos, language: Language) -> int | None:
    """Which word of an unmarked phrase inflects."""
    if pos == "noun":
        return count - 1
    if pos == "verb":
        return 0 if language.verb_position == "first" else count - 1
    return count - 1 if pos == "adj" and language.verb_position == "last" else None
