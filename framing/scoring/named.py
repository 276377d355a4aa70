"""Persons and organisations in a text, beyond lists: by titles, heads of organisations, capitals and postpositions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from framing.expressions import expression
from framing.languages.naming_rules import DOES, RULES, SITES, Rules

__all__ = ["Name", "clauses", "named"]

_WORD: Final = expression(r"[\p{L}\p{M}\p{N}\u200c\u200d&.'’-]*[\p{L}\p{M}\p{N}]")
_SENTENCE: Final = expression(r"[^।۔!?؟\n]+?(?:[।۔!?؟\n]+|(?<![A-Z])(?<!Mr|Ms|Dr|Lt)\.(?=\s|[”\"’]|$)[”\"’]*|$)")
_CUT: Final = expression(r"[,;:،؛–—()]")
_POSSESSIVE: Final = expression(r"['’]s?$")
_ACRONYM: Final = expression(r"[A-Z]{3,6}s?|UN")
#: Between capitals of one organisation: "Bank of England".
_LINKS: Final = frozenset(("of", "for", "and", "the", "&"))
#: What names of places stand after; a name of one word after one of these is passed over.
_PLACES: Final = frozenset(("in", "at", "from", "near", "across", "to", "outside", "around", "into", "through"))
_LONGEST: Final = 4


class Name(NamedTuple):
    """A name in a text, in code points."""

    start: int
    end: int
    surface: str


class _Token(NamedTuple):
    start: int
    end: int
    text: str


def clauses(text: str, language: str) -> Iterator[tuple[int, int]]:
    """The clauses of a text: its sentences, cut at commas, colons, dashes and words that begin another clause.

    Example:
        >>> text = "He praised Ann Lee, but Bo Marsh failed."
        >>> [text[start:end].strip() for start, end in clauses(text, "en")]
        ['He praised Ann Lee', 'but Bo Marsh failed.']
    """
    rules = RULES.get(language)
    for sentence in _SENTENCE.finditer(text):
        start = sentence.start()
        for mark in (*_CUT.finditer(text, sentence.start(), sentence.end()), None):
            stop = mark.start() if mark else sentence.end()
            yield from _broken(text, start, stop, rules)
            start = mark.end() if mark else stop


def _broken(text: str, start: int, stop: int, rules: Rules | None) -> Iterator[tuple[int, int]]:
    for word in _WORD.finditer(text, start, stop):
        if rules and word.group() in rules.breaks and word.start() > start:
            if text[start : word.start()].strip():
                yield start, word.start()
            start = word.start()
    if text[start:stop].strip():
        yield start, stop


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
    rules = RULES.get(language)
    if rules is None:
        return []
    names: list[Name] = []
    for sentence in _SENTENCE.finditer(text):
        tokens = [_Token(*word.span(), word.group()) for word in _WORD.finditer(text, *sentence.span())]
        find = _capitals if rules.capitals else _around
        found = find(tokens, rules, text, words or {})
        for first, last in found:
            start, end = tokens[first].start, tokens[last].end
            surface = _POSSESSIVE.sub("", text[start:end])
            names.append(Name(start, start + len(surface), surface))
    return _with_short(names, text) if rules.capitals else names


def _with_short(names: list[Name], text: str) -> list[Name]:
    """Names, and the last words of longer ones wherever they stand alone: "Ann Lee … Lee"."""
    last = {name.surface.split()[-1] for name in names if " " in name.surface}
    covered = [(name.start, name.end) for name in names]
    further = []
    for word in _WORD.finditer(text) if last else ():
        surface = _POSSESSIVE.sub("", word.group())
        if surface in last and not any(start < word.end() and word.start() < end for start, end in covered):
            further.append(Name(word.start(), word.start() + len(surface), surface))
    return sorted([*names, *further])


def _capitals(
    tokens: Sequence[_Token], rules: Rules, text: str, known: Mapping[str, float]
) -> Iterator[tuple[int, int]]:
    place = 0
    while place < len(tokens):
        stop = place
        while stop < len(tokens) and _is_capital(tokens[stop].text) and _joined(tokens, place, stop, text):
            stop += 1
            linked = stop < len(tokens) - 1 and tokens[stop].text in _LINKS and _is_capital(tokens[stop + 1].text)
            if linked and any(token.text in rules.heads for token in tokens[place : stop + 1]):
                stop += 1
        if stop == place:
            place += 1
            continue
        for middle in range(place + 1, stop - 1):
            # "Supreme Court Justice Ann Lee" are two.
            if _plain(tokens[middle].text) in rules.titles and not _headed_later(tokens, middle, stop, rules):
                yield from _trimmed(tokens, place, middle - 1, rules, text, known)
                place = middle
                break
        yield from _trimmed(tokens, place, stop - 1, rules, text, known)
        place = stop


def _headed_later(tokens: Sequence[_Token], middle: int, stop: int, rules: Rules) -> bool:
    return any(_plain(token.text) in rules.heads for token in tokens[middle:stop])


def _trimmed(
    tokens: Sequence[_Token], first: int, last: int, rules: Rules, text: str, known: Mapping[str, float]
) -> Iterator[tuple[int, int]]:
    """The name in a run of capitals, without titles and what is no part of a name, if there is one."""
    is_body = any(_plain(token.text) in rules.heads for token in tokens[first + 1 : last + 1])
    if not is_body or _plain(tokens[first].text) in ("The", "A", "An", "And", "But", "New" if last == first else "The"):
        while first <= last and (_plain(tokens[first].text) in rules.never or _is_title(tokens, first, last, rules)):
            first += 1
    while last >= first and _plain(tokens[last].text) in rules.never:
        last -= 1
    if first <= last and _is_name(tokens, first, last, rules, text, known):
        yield first, last


def _joined(tokens: Sequence[_Token], first: int, stop: int, text: str) -> bool:
    """Whether a word goes on with the run before it: nothing but a space stands between."""
    between = text[tokens[stop - 1].end : tokens[stop].start] if stop > first else ""
    return not between.strip(" .") and (stop == first or not _POSSESSIVE.search(tokens[stop - 1].text))


def _plain(word: str) -> str:
    return _POSSESSIVE.sub("", word).rstrip(".")


def _is_capital(word: str) -> bool:
    return word[:1].isupper()


def _is_title(tokens: Sequence[_Token], first: int, last: int, rules: Rules) -> bool:
    """Whether a word is a title before more of the name."""
    return last > first and _plain(tokens[first].text) in rules.titles and tokens[last].text not in rules.heads


def _is_name(
    tokens: Sequence[_Token], first: int, last: int, rules: Rules, text: str, known: Mapping[str, float]
) -> bool:
    words = [_plain(token.text) for token in tokens[first : last + 1]]
    if len(words) > 1:
        shouted = all(word.isupper() for word in words) or (words[0].isupper() and len(words[0]) > 3)
        return any(word not in rules.titles for word in words) and not SITES.intersection(words) and not shouted
    word, before = words[0], tokens[first - 1].text.lower() if first else ""
    if word in rules.bodies or _ACRONYM.fullmatch(word):
        return True
    if word in rules.titles or word in rules.heads or len(word) < 3 or before in _PLACES:
        return False
    if (
        "-" in word
        or word.endswith(("ans", "ese", "ish", "ian", "ic", "ics", "elis", "tanis"))
        or (word.isupper() and len(word) > 6)
    ):
        return False
    # The first word of a sentence has its capital anyway: what comes next must do or say something.
    following = tokens[first + 1].text.replace("’", "'") if first + 1 < len(tokens) else ""
    if word.endswith("s") and word[:-1].lower() in known and _begins(text, tokens[first].start, first):
        return False
    own = bool(_POSSESSIVE.search(tokens[first].text)) and not word.endswith("s")
    return not _begins(text, tokens[first].start, first) or own or following in DOES


def _begins(text: str, start: int, place: int) -> bool:
    """Whether a word begins a sentence, or what somebody says in it."""
    return not place or text[max(0, start - 1) : start] in _OPENING


_OPENING: Final = frozenset("“\"‘'")


def _around(tokens: Sequence[_Token], rules: Rules, text: str, known: Mapping[str, float]) -> Iterator[tuple[int, int]]:
    words = [unicodedata.normalize("NFC", token.text.strip(".'’‘")) for token in tokens]
    # What a mark parts is not one name.
    for number in range(len(words) - 1, 0, -1):
        if text[tokens[number - 1].end : tokens[number].start].strip():
            words[number - 1] += ","
    place = 0
    while place < len(words):
        for rule in (_letters, _headed, _body, _person):
            if (last := rule(words, place, rules)) is not None:
                yield place if rule is not _person or words[place] not in rules.titles else place + 1, last
                place = last
                break
        else:
            if known and (last := _agent(words, place, rules, known)) is not None:
                yield place, last
                place = last
        place += 1


#: Occurrences per million under which a word before "ने" is a name rather than a common noun.
_RARE: Final = 60.0


def _agent(words: Sequence[str], place: int, rules: Rules, known: Mapping[str, float]) -> int | None:
    """One or two rare words before the postposition of who did something; no plurals."""

    def is_rare(word: str) -> bool:
        return (
            not _is_common(word, rules) and known.get(word, 0.0) < _RARE and not word.endswith(("ों", "ओं", "وں", "یں"))
        )

    for last in (place, place + 1):
        if last + 1 < len(words) and words[last + 1] in rules.agents and all(map(is_rare, words[place : last + 1])):
            return last
    return None


def _letters(words: Sequence[str], place: int, rules: Rules) -> int | None:
    last = place
    while last < len(words) and _bare(words[last]) in rules.letters and (last == place or words[last - 1][-1:] != ","):
        last += 1
    # "کے" and "سی" are words too: an abbreviation begins with another letter, and does not end in a postposition.
    while last > place and words[last - 1] in ("کے", "او") and last - place > 1:
        last -= 1
    short = " ".join(_bare(word) for word in words[place:last])
    return last - 1 if last - place >= 2 and words[place] not in ("کے", "او") and short not in _THINGS else None


def _bare(word: str) -> str:
    return word.rstrip(",")


#: Abbreviations of things.
_THINGS: Final = frozenset(
    (
        "ٹی وی",
        "آئی پی",
        "وی پی این",
        "آئی ٹی",
        "ایل پی جی",
        "سی وی",
        "ایس ایم ایس",
        "ڈی این اے",
        "سی سی ٹی وی",
        "پی ایچ ڈی",
    )
)


def _body(words: Sequence[str], place: int, rules: Rules) -> int | None:
    return place if _bare(words[place]) in rules.bodies else None


def _person(words: Sequence[str], place: int, rules: Rules) -> int | None:
    """A title or a first name and what follows, a word before a family name, a word before "ने"."""
    begins = place
    while begins < len(words) and words[begins] in rules.titles and words[begins] not in rules.given:
        begins += 1
    if begins >= len(words) or _is_common(words[begins], rules):
        return None
    last, titled = begins, begins > place
    if begins > place + 1:
        return None
    while last + 1 < len(words) and last - begins < 2 and _bare(words[last + 1]) in rules.families:
        if words[last][-1:] == ",":
            break
        last += 1
    if last > begins:
        return last
    after = words[begins + 1] if begins + 1 < len(words) else ""
    if titled and (after in rules.agents or after in rules.honours):
        return begins
    if (titled or words[begins] in rules.given) and after and not _is_common(after, rules):
        further = words[begins + 2] if begins + 2 < len(words) else ""
        if words[begins] in rules.given or further in rules.agents:
            return begins + 2 if _bare(further) in rules.families else begins + 1
    known = _bare(words[begins]) in rules.families or _bare(words[begins]) in rules.given
    return begins if known or (after in rules.honours and len(words[begins]) > 2) else None


def _headed(words: Sequence[str], place: int, rules: Rules) -> int | None:
    """Up to three words and the head of an organisation."""
    if (_is_common(words[place], rules) and words[place] not in rules.openers) or words[place] in rules.heads:
        return None
    longest = _LONGEST if words[place] in rules.openers else 2
    for last in range(place + 1, min(place + longest, len(words))):
        if words[last - 1][-1:] == ",":
            return None
        if _bare(words[last]) in rules.heads:
            return last
        if words[last] in rules.agents or words[last].isdigit():
            return None
    return None


def _is_common(word: str, rules: Rules) -> bool:
    return _bare(word) in rules.never or word in rules.agents or len(word) < 2 or _bare(word).isdigit()
