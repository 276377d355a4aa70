"""The small language in which entries are written: slots, alternatives, inflection marks, prefixes and gaps.

``गला … फाड़ना`` under the part of speech *verb* parses into a slot for the form गला, a gap, and a slot for every
inflected form of फाड़ना. The syntax is described in ``lexicons/README.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from framing.errors import LexiconError
from framing.expressions import expression
from framing.languages.base import Language, Pos
from framing.languages.folding import WORD
from framing.lexicon.cues import parse_cue
from framing.limits import GAP_WORDS, PHRASE_SLOTS, PREFIX_CHARS, TERM_CHARS

__all__ = [
    "GAP",
    "INFLECTED",
    "Alternative",
    "Context",
    "Match",
    "Place",
    "Slot",
    "parse_context",
    "parse_term",
]


Match = Literal["form", "lemma", "prefix", "phrase", "cue"]
Place = Literal["sentence", "after", "before"]

#: How a gap is written.
GAP: Final = "…"

_MARKS: Final[dict[str, Pos]] = {"n": "noun", "v": "verb", "a": "adj"}
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
