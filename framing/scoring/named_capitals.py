"""Names in a writing with capitals: runs of capitals, without titles, places and what begins a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from framing.expressions import expression
from framing.languages.naming_rules import CapitalRules, words_of
from framing.scoring.name_tokens import POSSESSIVE, Token

__all__ = ["found_by_capitals"]

_ACRONYM: Final = expression(r"[A-Z]{3,6}s?|UN")
_CLITIC: Final = expression(r"['’](?:re|m|ll|ve|d|t)$")
_NUMERAL: Final = expression(r"[IVX]+")
#: Between capitals of one organisation: "Bank of England".
_LINKS: Final = frozenset(("of", "for", "and", "the", "on"))
#: What names of places stand after; a name of one word after one of these is passed over.
_PLACED: Final = frozenset(("in", "at", "from", "near", "across", "outside", "around"))
#: Words that an organisation's name may begin with in a text, but not in its list.
_ARTICLES: Final = words_of("The A An And But In At For On Of To From As If When")
_DEMONYMS: Final = ("ans", "ese", "ish", "ian", "ic", "ics", "elis", "tanis")
#: What stands small before a capital.
_ARABIC: Final = ("al-", "el-")
_OPENING: Final = frozenset("“\"‘'(")
#: Words that are small in headlines, too.
_FUNCTION: Final = words_of(
    "a an the of for and or but nor to in on at by with from as is it its up if per via than into over"
)
#: Share of small words under which a long sentence is a headline in capitals.
_SMALL: Final = 0.2
#: Occurrences per million under which a first word of a sentence is a name where somebody did something.
_RARE: Final = 40.0

#: Under which it is hardly a common noun.
_STRANGE: Final = 10.0

#: Words whose form is remembered: news has some 50,000 in a thousand articles.
_REMEMBERED: Final = 100_000

Span = tuple[int, int]


class _Text:
    """A text, and which of its words it writes small, or with a capital inside a sentence."""

    def __init__(
        self, sentences: Sequence[Sequence[Token]], rules: CapitalRules, text: str, known: Mapping[str, float]
    ) -> None:
        self.rules, self.text, self.known = rules, text, known
        small, inside = Counter[str](), Counter[str]()
        #: Sentence → whether most of its words have a capital.
        self.loud = [is_headline(tokens) for tokens in sentences]
        for tokens, loud in zip(sentences, self.loud, strict=True):
            for place, token in enumerate(tokens):
                if not _is_capital(token.text):
                    small[_plain(token.text)] += 1
                elif not loud and not self.begins(token.start, place):
                    inside[_plain(token.text)] += 1
        self.inside = frozenset(inside)
        self.small = frozenset(word for word, count in small.items() if count >= inside[word.capitalize()])

    def begins(self, start: int, place: int) -> bool:
        """Whether a word begins a sentence, or what somebody says in it."""
        before = self.text[max(0, start - 2) : start]
        return not place or before[-1:] in _OPENING or before == ": "


def found_by_capitals(
    sentences: Sequence[Sequence[Token]], rules: CapitalRules, text: str, known: Mapping[str, float]
) -> list[Span]:
    """Where names stand in a text, in code points."""
    read = _Text(sentences, rules, text, known)
    spans: list[Span] = []
    for tokens, loud in zip(sentences, read.loud, strict=True):
        for first, last in _runs(tokens, read):
            if not loud or _is_sure(tokens, first, last, read):
                spans.append((tokens[first].start, tokens[last].end))
    return _with_short(spans, sentences, read)


def is_headline(tokens: Sequence[Token]) -> bool:
    """Whether most words of a sentence have a capital."""
    long = [token.text for token in tokens if token.text.lower() not in _FUNCTION]
    small = len(long) - sum(map(_is_capital, long))
    return len(long) >= 4 and (not small or (len(long) >= 8 and small < _SMALL * len(long)))


def _is_sure(tokens: Sequence[Token], first: int, last: int, read: _Text) -> bool:
    """Whether words of a headline in capitals are a name: one that the text has elsewhere, or an organisation."""
    words = [_plain(token.text) for token in tokens[first : last + 1]]
    if len(words) <= 3 and (words[-1] in read.inside or words[-1] in read.rules.bodies):
        return all(word.lower() not in read.small for word in words)
    return " ".join(words) in read.rules.pairs or (len(words) == 1 and bool(_ACRONYM.fullmatch(words[0])))


def _with_short(spans: list[Span], sentences: Sequence[Sequence[Token]], read: _Text) -> list[Span]:
    """Names, and the last words of longer ones of persons wherever they stand alone: "Ann Lee … Lee"."""
    last: set[str] = set()
    for start, end in spans:
        words = _plain(read.text[start:end]).split()
        if len(words) > 1 and _is_personal(words, read):
            last.add(words[-1])
    covered = {place for span in spans for place in range(*span)}
    for tokens in sentences:
        for place, token in enumerate(tokens):
            if _plain(token.text) in last and token.start not in covered:
                before = _plain(tokens[place - 1].text) if place else ""
                if not _is_capital(before) or before in read.rules.titles or before in read.rules.never:
                    spans.append((token.start, token.end))
    return sorted(spans)


def _is_personal(words: Sequence[str], read: _Text) -> bool:
    """Whether a name of several words is a person's, whose last word means nothing else."""
    rules, end = read.rules, words[-1]
    if not _is_capital(end) or end.lower() in read.small or end in rules.places or end in rules.never or len(end) < 3:
        return False
    return not any(word in rules.heads or word in rules.bodies or word in _LINKS for word in words)


def _runs(tokens: Sequence[Token], read: _Text) -> Iterator[Span]:
    place = 0
    while place < len(tokens):
        stop = _run(tokens, place, read) if _is_capital(tokens[place].text) else place
        if stop == place:
            place += 1
            continue
        first = place
        for middle in range(place + 1, stop - 1):
            # "Supreme Court Justice Ann Lee" are two.
            if _plain(tokens[middle].text) in read.rules.titles and not _is_headed(tokens, middle, stop, read.rules):
                yield from _trimmed(tokens, first, middle - 1, read)
                first = middle
        yield from _trimmed(tokens, first, stop - 1, read)
        place = stop


def _run(tokens: Sequence[Token], place: int, read: _Text) -> int:
    """Where a run of capitals ends, with small words inside names."""
    rules, stop = read.rules, place
    while stop < len(tokens) and _is_capital(tokens[stop].text) and _joined(tokens, place, stop, read.text):
        if _CLITIC.search(tokens[stop].text):
            return stop
        stop += 1
        if stop >= len(tokens) - 1 or not _joined(tokens, place, stop, read.text):
            continue
        small, after = tokens[stop].text, tokens[stop + 1]
        is_near = not read.text[tokens[stop].end : after.start].strip() and _is_capital(after.text)
        if is_near and (small in rules.particles or (small in _LINKS and _is_linked(tokens, place, stop, rules))):
            stop += 1
        elif small == "of" and not is_near and _plain(tokens[stop - 1].text) in rules.heads:
            # "Department of the Interior".
            further = tokens[stop + 2] if stop + 2 < len(tokens) else None
            if after.text == "the" and further and _is_capital(further.text):
                stop += 2
    return stop


def _is_linked(tokens: Sequence[Token], first: int, stop: int, rules: CapitalRules) -> bool:
    """Whether a small word belongs to an organisation's name, rather than joins two names."""
    words = [_plain(token.text) for token in tokens[first:stop]]
    after = _plain(tokens[stop + 1].text)
    is_headed = any(word in rules.heads for word in words)
    if tokens[stop].text != "and":
        return is_headed
    if words[-1] in rules.bodies or after in rules.bodies or (len(words) == 1 and is_headed):
        return False
    if is_headed:
        return any(token.text in _LINKS for token in tokens[first:stop])
    later = [_plain(token.text) for token in tokens[stop + 1 : stop + 4] if _is_capital(token.text)]
    return len(later) > 1 and any(word in rules.heads for word in later) and words[-1] not in rules.places


def _is_headed(tokens: Sequence[Token], middle: int, stop: int, rules: CapitalRules) -> bool:
    return any(_plain(token.text) in rules.heads for token in tokens[middle:stop])


def _trimmed(tokens: Sequence[Token], first: int, last: int, read: _Text) -> Iterator[Span]:
    """The name in a run of capitals, without titles and what is no part of a name, if there is one."""
    rules = read.rules
    pair = next((span for span in _pairs(tokens, first, last, rules)), None)
    if pair:
        yield from _trimmed(tokens, first, pair[0] - 1, read)
        yield pair
        yield from _trimmed(tokens, pair[1] + 1, last, read)
        return
    is_body = any(_plain(token.text) in rules.heads for token in tokens[first + 1 : last + 1])
    while first <= last and _is_before(tokens, first, last, is_body, read):
        first += 1
    while last >= first and _is_behind(tokens[last].text, is_body, rules):
        last -= 1
    if first <= last and _is_name(tokens, first, last, read):
        yield first, last


def _pairs(tokens: Sequence[Token], first: int, last: int, rules: CapitalRules) -> Iterator[Span]:
    words = [_plain(token.text) for token in tokens[first : last + 1]]
    for size in (3, 2):
        for place in range(len(words) - size + 1):
            if " ".join(words[place : place + size]) in rules.pairs:
                yield first + place, first + place + size - 1


def _is_before(tokens: Sequence[Token], first: int, last: int, is_body: bool, read: _Text) -> bool:
    """Whether a word at the beginning of a run is no part of a name."""
    rules, word = read.rules, _plain(tokens[first].text)
    if word in _ARTICLES or word.startswith("Ex-"):
        return True
    if last > first and word in rules.titles and tokens[last].text not in rules.heads:
        return True
    if not is_body:
        return word in rules.never or (last > first and word in rules.places)
    # "Then the Labour Party", "Democratic National Committee": what a sentence begins with is no part of it.
    return not first and word in rules.never and word.lower() in read.known and word.lower() in read.small


def _is_behind(word: str, is_body: bool, rules: CapitalRules) -> bool:
    plain = _plain(word)
    if is_body:
        return plain in _ARTICLES
    return plain in rules.never and plain not in rules.things and not _NUMERAL.fullmatch(plain)


def _joined(tokens: Sequence[Token], first: int, stop: int, text: str) -> bool:
    """Whether a word goes on with the run before it: nothing but a space stands between."""
    between = text[tokens[stop - 1].end : tokens[stop].start] if stop > first else ""
    return not between.strip().strip(".") and (stop == first or not POSSESSIVE.search(tokens[stop - 1].text))


@lru_cache(_REMEMBERED)
def _plain(word: str) -> str:
    return POSSESSIVE.sub("", word).rstrip(".")


@lru_cache(_REMEMBERED)
def _is_capital(word: str) -> bool:
    return word[:1].isupper() or (word.startswith(_ARABIC) and word[3:4].isupper())


def _is_name(tokens: Sequence[Token], first: int, last: int, read: _Text) -> bool:
    rules = read.rules
    words = [_plain(token.text) for token in tokens[first : last + 1]]
    if len(words) > 1:
        return _is_long_name(words, rules)
    word, before = words[0], tokens[first - 1].text if first else ""
    if word in rules.bodies or (_ACRONYM.fullmatch(word) and word not in rules.heads):
        return not _NUMERAL.fullmatch(word)
    if len(word) < 3 or any(word in kind for kind in (rules.titles, rules.heads, rules.things, rules.sites)):
        return False
    if word in rules.places or _plain(before) in rules.places:
        return False
    if before.lower() in _PLACED or word.lower() in read.small or _is_listed_place(tokens, first, read):
        return False
    is_shouted = word.isupper() and len(word) > 6
    if is_shouted or word.endswith(_DEMONYMS) or ("-" in word and not word.startswith(_ARABIC)):
        return False
    # The first word of a sentence has its capital anyway: what comes next must do or say something.
    if not read.begins(tokens[first].start, first):
        return True
    if word.endswith("s") and word[:-1].lower() in read.known:
        return False
    following = tokens[first + 1].text.replace("’", "'") if first + 1 < len(tokens) else ""
    own = bool(POSSESSIVE.search(tokens[first].text)) and not word.endswith("s")
    if own or following in rules.does or word in read.inside:
        return True
    if _is_apart(tokens, first, read) and read.known.get(word.lower(), 0.0) < _STRANGE:
        return not word.endswith(("ly", "ed", "ing"))
    return not word.endswith("s") and following.endswith("ed") and read.known.get(word.lower(), 0.0) < _RARE


def _is_apart(tokens: Sequence[Token], place: int, read: _Text) -> bool:
    """Whether a comma follows a word, or another name that is joined to it."""
    if place + 2 >= len(tokens):
        return False
    if read.text[tokens[place].end : tokens[place + 1].start].strip() == ",":
        return True
    return tokens[place + 1].text == "and" and _is_capital(tokens[place + 2].text)


def _is_long_name(words: Sequence[str], rules: CapitalRules) -> bool:
    shouted = all(word.isupper() for word in words) or (words[0].isupper() and len(words[0]) > 3)
    if shouted or words[-1] in _LINKS or all(word in rules.titles or word in rules.places for word in words):
        return False
    if rules.sites.intersection(words) and not rules.heads.intersection(words):
        return False
    return words[-1] not in rules.things or bool(rules.heads.intersection(words[:-1]))


def _is_listed_place(tokens: Sequence[Token], place: int, read: _Text) -> bool:
    """Whether a word stands in a row with a place: "Syria, Ghouta and"."""
    back = place - 1
    if back >= 0 and tokens[back].text in ("and", "or"):
        back -= 1
    if back < 0 or _plain(tokens[back].text) not in read.rules.places:
        return False
    between = read.text[tokens[back].end : tokens[place].start].strip()
    return between in (",", "and", "or", ", and")
