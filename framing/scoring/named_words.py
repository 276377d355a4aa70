"""Names in writings without capitals: by titles, heads of organisations, postpositions, and what stands in one row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from framing.expressions import expression
from framing.languages.naming_rules import WordRules, words_of
from framing.scoring.name_tokens import Token

__all__ = ["Reader", "found_by_words"]

#: Occurrences per million under which a word may be a name rather than a common noun.
_RARE: Final = 60.0
#: Under which it is hardly a common noun.
_STRANGE: Final = 15.0
#: Above which a word before the head of an organisation is no part of it.
_FREQUENT: Final = 400.0
_LONGEST: Final = 4
_LATIN: Final = expression(r"[A-Z]{3,6}")

#: How oblique plurals end, Hindi and Urdu.
_PLURALS: Final = ("ों", "ओं", "وں", "یں")

Span = tuple[int, int]


class Reader:
    """The rules of a language, and what follows from them word by word; a word is looked at once.

    Args:
        rules: their words folded.
        known: words of the language, folded, with their occurrences per million.
    """

    def __init__(self, rules: WordRules, known: Mapping[str, float]) -> None:
        self.rules, self.known = rules, known
        self.begins = frozenset(pair.split()[0] for pair in rules.pairs) | rules.letters | rules.leads
        self._spelled: dict[str, bool] = {}
        self._rare: dict[str, bool] = {}

    def is_abbreviation(self, word: str) -> bool:
        """Whether a word is written of three names of letters or more, and is no thing's."""
        known = self._spelled.get(word)
        if known is None:
            known = word not in self.rules.things and _is_spelled(word, self.rules.letters)
            self._spelled[word] = known
        return known

    def is_fitting(self, word: str) -> bool:
        """Whether a person's name may hold a word."""
        known = self._rare.get(word)
        if known is None:
            rules = self.rules
            is_other = any(word in kind for kind in (rules.heads, rules.loose, rules.bodies, rules.honours))
            is_listed = word in rules.given or word in rules.families
            known = self._rare[word] = not is_other and (is_listed or self.is_rare(word))
        return known

    def is_rare(self, word: str, bound: float = _RARE, doing: bool = False) -> bool:
        """Whether a word may be a name as far as its letters go; what did something is no verb."""
        rules = self.rules
        return not (
            word in rules.never
            or word in rules.agents
            or word in rules.joins
            or word in rules.says
            or len(word) < 2
            or word[0].isdigit()
            or word[0].isascii()
            or word.endswith(_PLURALS if doing else rules.endings)
            or self.known.get(word, 0.0) >= bound
        )


class _Sentence:
    """Words of a sentence; a word that a mark parts from the next one is in ``parted``."""

    def __init__(self, tokens: Sequence[Token], text: str, reader: Reader) -> None:
        self.reader, self.rules, self.known = reader, reader.rules, reader.known
        self.is_rare, self.is_fitting = reader.is_rare, reader.is_fitting
        self.words = [token.text for token in tokens]
        self.parted = [bool(text[one.end : other.start].strip()) for one, other in pairwise(tokens)] + [True]

    def after(self, place: int) -> str:
        """The word after a place; none where a mark stands between or the sentence ends."""
        return "" if self.parted[place] else self.words[place + 1]

    def is_listed(self, word: str) -> bool:
        """Whether names are made of a word, and nothing else is."""
        rules = self.rules
        return (word in rules.given or word in rules.families) and word not in rules.words_too

    def fits(self, place: int) -> bool:
        """Whether a person's name may hold the word at a place."""
        word = self.words[place]
        if self.is_fitting(word):
            return True
        return (
            self.after(place) in self.rules.agents and self.is_rare(word, doing=True) and word not in self.rules.loose
        )

    def is_spoken_of(self, last: int) -> bool:
        """Whether what follows makes a name that ends here somebody who did or said something, or who is honoured."""
        after, rules = self.after(last), self.rules
        if after in rules.agents or after in rules.honours or after in rules.says:
            return True
        return bool(after) and f"{after} {self.after(last + 1)}" in rules.sources


def found_by_words(tokens: Sequence[Token], text: str, reader: Reader) -> tuple[list[Span], list[Span]]:
    """Organisations and persons of a sentence, as first and last word."""
    sentence = _Sentence(tokens, text, reader)
    bodies = list(_organisations(sentence))
    taken = {place for first, last in bodies for place in range(first, last + 1)}
    return bodies, list(_persons(sentence, taken))


def _organisations(sentence: _Sentence) -> Iterator[Span]:
    place, reached = 0, 0
    words, rules = sentence.words, sentence.rules
    while place < len(words):
        word = words[place]
        if (last := _begun(sentence, place)) is not None:
            yield place, last
            place = reached = last + 1
        else:
            if word in rules.heads or word in rules.loose:
                first = _headed(sentence, place, reached)
                if first < place:
                    last = _continued(sentence, place)
                    yield first, last
                    place = reached = last + 1
                    continue
            if word in rules.bodies:
                yield place, place
                reached = place + 1
            place += 1


def _begun(sentence: _Sentence, place: int) -> int | None:
    """The last word of an organisation that is told by its first."""
    word = sentence.words[place]
    if sentence.reader.is_abbreviation(word):
        return place
    if _LATIN.fullmatch(word) and sentence.after(place) in sentence.rules.agents:
        return place
    if word not in sentence.reader.begins:
        return None
    for rule in (_pair, _letters, _led):
        if (last := rule(sentence, place)) is not None:
            return last
    return None


def _pair(sentence: _Sentence, place: int) -> int | None:
    written = sentence.words[place]
    for last in (place + 1, place + 2):
        if last >= len(sentence.words) or sentence.parted[last - 1]:
            return None
        written += f" {sentence.words[last]}"
        if written in sentence.rules.pairs:
            return last
    return None


def _letters(sentence: _Sentence, place: int) -> int | None:
    """An abbreviation of an organisation: three letters or more, apart."""
    words, rules = sentence.words, sentence.rules
    # "کے" and "سی" are words too: an abbreviation begins with another letter, and does not end in a postposition.
    if words[place] not in rules.letters or words[place] in _POSTPOSITIONS:
        return None
    if place and words[place - 1] in rules.letters and not sentence.parted[place - 1]:
        return None
    last = place + 1
    while last < len(words) and words[last] in rules.letters and not sentence.parted[last - 1]:
        last += 1
    while words[last - 1] in _POSTPOSITIONS:
        last -= 1
    if last < len(words) and words[last].startswith("ٹوینٹی"):
        last -= 1
    return None if last - place < 3 or " ".join(words[place:last]) in rules.things else last - 1


_POSTPOSITIONS: Final = frozenset(("کے", "او", "के", "ए"))


def _is_spelled(word: str, letters: frozenset[str]) -> bool:
    """Whether a word is written of three names of letters or more: "बीसीसीआई"."""
    most = [0] + [-1] * len(word)
    for end in range(1, len(word) + 1):
        for letter in letters:
            if word.endswith(letter, 0, end) and most[end - len(letter)] >= 0:
                most[end] = max(most[end], most[end - len(letter)] + 1)
    return most[-1] >= 3


def _led(sentence: _Sentence, place: int) -> int | None:
    """The head of an organisation and what it is for."""
    rules, after = sentence.rules, sentence.after(place)
    is_free = after in rules.never or after in rules.agents or after in rules.joins or after in rules.follows
    return place + 1 if sentence.words[place] in rules.leads and after and not is_free else None


def _is_modifier(sentence: _Sentence, word: str, heads: frozenset[str]) -> bool:
    rules = sentence.rules
    if word in rules.openers or word in rules.of:
        return True
    if word in rules.never or word in rules.agents or word in rules.joins or word in rules.says or word in rules.leads:
        return False
    if len(word) < 2 or word[0].isdigit() or word.endswith(rules.endings):
        return False
    return sentence.known.get(word, 0.0) < (_FREQUENT if heads else _RARE)


def _headed(sentence: _Sentence, place: int, reached: int) -> int:
    """Where the name begins that ends in the head of an organisation; the head itself where nothing belongs to it."""
    words, rules = sentence.words, sentence.rules
    heads = rules.heads if words[place] in rules.heads else frozenset[str]()
    first = place
    while first > reached and place - first < _LONGEST and not sentence.parted[first - 1]:
        joined = heads and words[first - 1] in _AND and first < place and first - 1 > reached
        if not _is_modifier(sentence, words[first - 2] if joined else words[first - 1], heads):
            break
        first -= 2 if joined else 1
    if not heads and first < place:
        first = _opened(sentence, first, reached)
    # Names begin with their opener: "loyal [Indian People's Party]".
    first = next((number for number in range(first, place) if words[number] in rules.openers), first)
    own = words[first:place]
    is_kind = not heads and all(word in rules.kinds for word in own)
    return place if is_kind or (own and own[0] in rules.of) else first


def _opened(sentence: _Sentence, first: int, reached: int) -> int:
    """Further back to the word that begins an organisation, if one stands in the same phrase."""
    words, rules, far = sentence.words, sentence.rules, first
    while far > reached and first - far < _LONGEST and not sentence.parted[far - 1]:
        if not _is_modifier(sentence, words[far - 1], rules.heads):
            break
        far -= 1
    return far if words[far] in rules.openers else first


#: Between what one ministry is for.
_AND: Final = frozenset(("एवं", "व", "و"))


def _continued(sentence: _Sentence, last: int) -> int:
    """The end of a name that goes on with "of"."""
    if sentence.after(last) in sentence.rules.of and last + 2 < len(sentence.words):
        return last + 2
    return last


def _persons(sentence: _Sentence, taken: set[int]) -> Iterator[Span]:
    place, in_row = 0, False
    words, rules = sentence.words, sentence.rules
    while place < len(words):
        if place in taken:
            place, in_row = place + 1, False
            continue
        first = _after_titles(sentence, place, taken)
        stop = _group(sentence, first, taken)
        span = _person(sentence, first, stop, first > place, in_row) if stop > first else None
        if span:
            yield span
            place = span[1] + 1
            in_row = sentence.parted[span[1]] or (place < len(words) and words[place] in rules.joins)
            place += place < len(words) and words[place] in rules.joins
        else:
            place, in_row = place + 1, False


def _after_titles(sentence: _Sentence, place: int, taken: set[int]) -> int:
    words, rules = sentence.words, sentence.rules
    first = place
    while (
        first + 1 < len(words)
        and words[first] in rules.titles
        and not sentence.parted[first]
        and first + 1 not in taken
    ):
        first += 1
    return first


def _group(sentence: _Sentence, first: int, taken: set[int]) -> int:
    """Where the words end that one name may be made of."""
    words, rules = sentence.words, sentence.rules
    stop = first
    # Initials: "एम एस धोनी".
    while stop < len(words) - 1 and words[stop] in rules.letters and words[stop] not in _POSTPOSITIONS:
        if sentence.parted[stop] or stop - first > 2:
            return first
        stop += 1
    if stop > first and (stop in taken or not sentence.is_fitting(words[stop])):
        return first
    while stop < len(words) and stop - first < _LONGEST and stop not in taken and sentence.fits(stop):
        if stop > first and words[stop] in rules.titles and words[stop] not in rules.families:
            break
        stop += 1
        if sentence.parted[stop - 1]:
            break
    return stop


def _person(sentence: _Sentence, first: int, stop: int, is_titled: bool, in_row: bool) -> Span | None:
    """The name in a group of words that may be one."""
    words, rules = sentence.words, sentence.rules
    last = stop - 1
    listed = [place for place in range(first, stop) if sentence.is_listed(words[place])]
    is_spoken_of = sentence.is_spoken_of(last)
    is_strange = sentence.is_rare(words[first], _STRANGE)
    if listed:
        end = max(listed)
        if end < last and (is_spoken_of or (words[end] in rules.given and words[end] not in rules.families)):
            end = last if is_spoken_of else end + 1
        elif end < last and words[end + 1] in rules.families:
            end += 1
        begins = min(listed)
        if is_titled or words[begins] not in rules.given or (begins > first and words[begins - 1] in rules.given):
            begins = first if begins - first <= 2 else begins - 2
        return begins, end
    size = stop - first
    for end in range(last, first, -1):
        if words[end] in rules.families and sentence.is_rare(words[end - 1], _STRANGE):
            return first, end
    if size > 1 and words[first] in rules.given and words[last] in rules.families:
        return first, last
    if is_titled:
        after = sentence.after(last)
        is_closed = not after or after in rules.follows or after in rules.honours
        if is_closed and size <= 3 and (size > 1 or after or is_strange):
            return first, last
        return (first, first) if is_strange else None
    if is_spoken_of and size <= 3:
        is_doer = sentence.after(last) in rules.agents or is_strange
        return None if size == 1 and (_is_owned(sentence, first) or not is_doer) else (first, last)
    if in_row and 2 <= size <= 3 and (sentence.parted[last] or sentence.after(last) in rules.follows):
        return first, last
    return None


def _is_owned(sentence: _Sentence, place: int) -> bool:
    """Whether a word stands after whose it is, as common nouns do: "his fee"."""
    word, before = sentence.words[place], sentence.words[place - 1] if place else ""
    return before in _OWNERS and sentence.known.get(word, 0.0) > 0


_OWNERS: Final = words_of("का की के किसी इस उस इन उन एक अपने अपनी کا کی کے کسی اس ان ایک اپنے اپنی")
