"""Persons and organisations in a text, beyond lists: by titles, heads of organisations, capitals and postpositions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl

from framing.expressions import expression
from framing.languages import naming_en, naming_hi, naming_ur
from framing.languages.folding import fold
from framing.languages.naming_rules import CapitalRules, WordRules
from framing.languages.registry import language as language_of
from framing.scoring.name_tokens import PLAIN_WORD, POSSESSIVE, SENTENCE, Token, sentences, whole_word
from framing.scoring.named_capitals import found_by_capitals
from framing.scoring.named_words import Reader, found_by_words

if TYPE_CHECKING:
    import regex

__all__ = ["Name", "clauses", "fold_ahead", "named"]

_RULES: Final[Mapping[str, CapitalRules | WordRules]] = {
    "en": naming_en.RULES,
    "hi": naming_hi.RULES,
    "ur": naming_ur.RULES,
}
_CUT: Final = expression(r"[,;:،؛–—()]")
#: Occurrences per million under which a part of a longer name is the name again where it stands alone.
_RARE: Final = 15.0


class Name(NamedTuple):
    """A name in a text, in code points."""

    start: int
    end: int
    surface: str


def clauses(text: str, language: str) -> Iterator[tuple[int, int]]:
    """The clauses of a text: its sentences, cut at commas, colons, dashes and words that begin another clause.

    Example:
        >>> text = "He praised Ann Lee, but Bo Marsh failed."
        >>> [text[start:end].strip() for start, end in clauses(text, "en")]
        ['He praised Ann Lee', 'but Bo Marsh failed.']
    """
    breaks = _breaks(language)
    for sentence in SENTENCE.finditer(text):
        start = sentence.start()
        for mark in (*_CUT.finditer(text, sentence.start(), sentence.end()), None):
            stop = mark.start() if mark else sentence.end()
            for word in breaks.finditer(text, start, stop) if breaks else ():
                if text[start : word.start()].strip():
                    yield start, word.start()
                start = word.start()
            if text[start:stop].strip():
                yield start, stop
            start = mark.end() if mark else stop


@cache
def _breaks(language: str) -> regex.Pattern[str] | None:
    """Finds the words that begin another clause, whole."""
    rules = _RULES.get(language)
    return expression(whole_word(rules.breaks)) if rules else None


def named(text: str, language: str, words: Mapping[str, float] | None = None) -> list[Name]:
    """The persons and organisations that a text names, in order; none in a language without rules.

    Args:
        text: of one article.
        language: its primary subtag.
        words: of the language, with their occurrences per million; what did something and is rare is a name.

    Example:
        >>> [name.surface for name in named("Police said Ann Lee met Senator Marsh of the Labour Party.", "en")]
        ['Ann Lee', 'Marsh', 'Labour Party']
        >>> [name.surface for name in named("प्रवक्ता मीना राव ने कहा।", "hi")]
        ['मीना राव']
    """
    rules = _RULES.get(language)
    if rules is None:
        return []
    if isinstance(rules, CapitalRules):
        return [
            _name(text, start, end) for start, end in found_by_capitals(list(sentences(text)), rules, text, words or {})
        ]
    return _by_words(text, language, words or {})


def _name(text: str, start: int, end: int) -> Name:
    surface = POSSESSIVE.sub("", text[start:end])
    return Name(start, start + len(surface), surface)


def _by_words(text: str, code: str, known: Mapping[str, float]) -> list[Name]:
    """Names, and parts of persons' longer names wherever they stand alone: "मीना राव … राव"."""
    reader = _reader(code, known)
    rules = reader.rules
    spans: list[tuple[int, int]] = []
    parts: set[str] = set()
    read = _folded(list(sentences(text, PLAIN_WORD)), code)
    for tokens in read:
        bodies, persons = found_by_words(tokens, text, reader)
        spans += [(tokens[first].start, tokens[last].end) for first, last in (*bodies, *persons)]
        for first, last in (span for span in persons if span[1] > span[0]):
            parts.update(token.text for token in tokens[first : last + 1])
    parts = {part for part in parts if _is_part(part, rules, known)}
    covered = {place for start, end in spans for place in range(start, end)}
    for tokens in read:
        spans += _again(tokens, parts, covered, text)
    return [_name(text, start, end) for start, end in sorted(spans)]


#: Language → word → its folded form, of the words that were read last.
_FOLDED: Final[dict[str, dict[str, str]]] = {}
_MOST: Final = 200_000


def fold_ahead(texts: Iterable[str], code: str) -> None:
    """Fold the words of many texts at once, as :func:`named` will need them: a tenth of the work of one by one."""
    if isinstance(_RULES.get(code), WordRules):
        _fold_new({word for text in texts for word in PLAIN_WORD.findall(text)}, code)


def _fold_new(words: set[str], code: str) -> dict[str, str]:
    """The folded forms that are known, these words among them."""
    known = _FOLDED.setdefault(code, {})
    if new := sorted(words.difference(known)):
        if len(known) > _MOST:
            known.clear()
            new = sorted(words)
        folded = fold(pl.Series(new, dtype=pl.String), language_of(code)).to_list()
        known.update(zip(new, folded, strict=True))
    return known


def _folded(read: Sequence[Sequence[Token]], code: str) -> list[list[Token]]:
    """Sentences with their words folded: spellings of one word are one."""
    known = _fold_new({token.text for tokens in read for token in tokens}, code)
    return [[Token(token.start, token.end, known[token.text]) for token in tokens] for tokens in read]


#: Language → the words that it was read by last, and the reader with them.
_READERS: Final[dict[str, tuple[Mapping[str, float], Reader]]] = {}


def _reader(code: str, known: Mapping[str, float]) -> Reader:
    last = _READERS.get(code)
    if last is None or last[0] is not known:
        last = _READERS[code] = known, Reader(_folded_rules(code), known)
    return last[1]


@cache
def _folded_rules(code: str) -> WordRules:
    rules = _RULES[code]
    assert isinstance(rules, WordRules)

    def spelled(entries: Iterable[str]) -> list[str]:
        parts = [entry.split() for entry in entries]
        words = fold(pl.Series([word for part in parts for word in part], dtype=pl.String), language_of(code)).to_list()
        ends = list(accumulate(map(len, parts)))
        return [" ".join(words[end - len(part) : end]) for part, end in zip(parts, ends, strict=True)]

    changed: dict[str, Any] = {field.name: frozenset(spelled(getattr(rules, field.name))) for field in fields(rules)}
    return WordRules(**(changed | {"endings": tuple(sorted(changed["endings"]))}))


def _again(tokens: list[Token], parts: set[str], covered: set[int], text: str) -> list[tuple[int, int]]:
    """Parts of longer names that stand elsewhere; those that stand together are one name."""
    spans: list[tuple[int, int]] = []
    for token in tokens:
        if token.text not in parts or token.start in covered:
            continue
        if spans and not text[spans[-1][1] : token.start].strip():
            spans[-1] = (spans[-1][0], token.end)
        else:
            spans.append((token.start, token.end))
    return spans


def _is_part(word: str, rules: WordRules, known: Mapping[str, float]) -> bool:
    """Whether a part of a name means nobody else: no word of other use."""
    if word in rules.words_too or word in rules.never or word in rules.titles or word in rules.honours or len(word) < 3:
        return False
    return word in rules.given or word in rules.families or known.get(word, 0.0) < _RARE
