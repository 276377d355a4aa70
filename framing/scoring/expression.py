"""Queries: words joined by AND, OR, NOT and NEAR/5, with "phrases" and parentheses.

kashmir                          one word: an actor, a concept, or the word itself (framing.scoring.about)
monsoon|मानसून                    several names of one thing
line of control                  words beside each other are one name
"line of control"                exactly these words, whatever else they may name
kashmir AND (election OR vote)   AND binds closer than OR, NOT closer than both
kashmir NOT cricket              the same as kashmir AND NOT cricket
india NEAR/5 talks               at most five words between the two, in either order
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, NoReturn, TypeAlias

from framing.errors import UsageError
from framing.expressions import expression
from framing.limits import QUERY_DEPTH, QUERY_TERMS

__all__ = ["And", "Expression", "Near", "Not", "Or", "Term", "parse", "terms_of", "within"]


@dataclass(frozen=True, slots=True)
class Term:
    """A name, or names apart by ``|``.

    Attributes:
        text: as written, with single spaces.
        exact: it stood in quotation marks.
    """

    text: str
    exact: bool = False

    def __str__(self) -> str:
        return f'"{self.text}"' if self.exact else self.text


@dataclass(frozen=True, slots=True)
class Not:
    """What does not fit a part."""

    part: Expression

    def __str__(self) -> str:
        return f"NOT {_grouped(self.part, (Term, Near))}"


@dataclass(frozen=True, slots=True)
class Near:
    """Two parts with few words between them.

    Attributes:
        first: a term, terms joined by OR, or another such pair.
        second: the same.
        words: that may stand between the two.
    """

    first: Expression
    second: Expression
    words: int

    def __str__(self) -> str:
        return f"{_grouped(self.first, (Term,))} NEAR/{self.words} {_grouped(self.second, (Term,))}"


@dataclass(frozen=True, slots=True)
class And:
    """What fits all parts."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " AND ".join(_grouped(part, (Term, Near, Not)) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """What fits one part or more."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " OR ".join(_grouped(part, (Term, Near, Not, And)) for part in self.parts)


Expression: TypeAlias = Term | Not | Near | And | Or


def _grouped(part: Expression, closer: tuple[type, ...]) -> str:
    """A part, in parentheses where it does not bind closer than what it stands in."""
    return str(part) if isinstance(part, closer) else f"({part})"


def within(expression: Expression) -> tuple[Expression, ...]:
    """The parts that an expression is made of directly."""
    match expression:
        case Term():
            return ()
        case Not(part):
            return (part,)
        case Near(first, second):
            return first, second
        case And(parts) | Or(parts):
            return parts


def terms_of(expression: Expression) -> tuple[Term, ...]:
    """The terms of an expression, each once, in their order.

    Example:
        >>> [term.text for term in terms_of(parse("a AND (b OR NOT a)"))]
        ['a', 'b']
    """
    if isinstance(expression, Term):
        return (expression,)
    return tuple(dict.fromkeys(term for part in within(expression) for term in terms_of(part)))


def parse(query: str) -> Expression:
    """The expression that a query is.

    Args:
        query: operators are capitals; words in small letters are words.

    Raises:
        UsageError: ``about.empty`` or ``about.syntax``; it names the place.

    Example:
        >>> str(parse('kashmir NOT "test match"'))
        'kashmir AND NOT "test match"'
        >>> parse("prime minister")
        Term(text='prime minister', exact=False)
    """
    if not query.replace("|", " ").strip():
        raise UsageError("about.empty", "the query is empty", "", "name an actor or names apart by '|'")
    parser = _Parser(query)
    expression = parser.any_of(0)
    if parser.next.kind != "end":
        parser.refuse(f"'{parser.next.text}' without '('" if parser.next.kind == ")" else "an operator is missing")
    if len(terms_of(expression)) > QUERY_TERMS:
        what = f"it has {len(terms_of(expression)):,} terms"
        raise UsageError("about.syntax", what, "", f"use at most {QUERY_TERMS}; names apart by '|' are one")
    return expression


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


_QUOTES: Final = '"“”„«»'
_TOKEN: Final = expression(
    rf"\s*(?:(?P<paren>[()])|(?P<quote>[{_QUOTES}])(?P<phrase>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}])?"
    rf"|(?P<near>NEAR(?:/(?P<words>[^\s(){_QUOTES}]*))?)(?=[\s(){_QUOTES}]|$)"
    rf"|(?P<operator>AND|OR|NOT)(?=[\s(){_QUOTES}]|$)|(?P<word>[^\s(){_QUOTES}]+))"
)
#: Words that may stand between two that are near each other, at most: longer than any paragraph.
_MOST_BETWEEN: Final = 1000
#: Characters of a query that a message shows on either side of a place.
_SHOWN: Final = 20


class _Parser:
    """Reads a query from left to right."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._tokens = self._cut()
        self.next = next(self._tokens)

    def refuse(self, what: str, start: int | None = None) -> NoReturn:
        """Raise the error that names a place, that of the next token where none is given.

        Raises:
            UsageError: ``about.syntax``.
        """
        at = self.next.start if start is None else start
        before, after = self._query[max(0, at - _SHOWN) : at], self._query[at : at + _SHOWN]
        where = f"character {at + 1} of the query: {before}▸{after}"
        hint = 'write it as in: kashmir AND (election OR "line of control") NOT cricket, india NEAR/5 talks'
        raise UsageError("about.syntax", what, where, hint)

    def any_of(self, depth: int) -> Expression:
        """Parts with OR between them."""
        parts = [self._all_of(depth)]
        while self._take("OR"):
            parts.append(self._all_of(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all_of(self, depth: int) -> Expression:
        parts = [self._negated(depth)]
        while self.next.kind in ("AND", "NOT"):
            self._take("AND")
            parts.append(self._negated(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _negated(self, depth: int) -> Expression:
        times = 0
        while self._take("NOT"):
            times += 1
            if depth + times > QUERY_DEPTH:
                self.refuse(f"more than {QUERY_DEPTH} parts in each other")
        operand = self._near(depth + times)
        for _ in range(times):
            operand = Not(operand)
        return operand

    def _near(self, depth: int) -> Expression:
        begin = self.next.start
        left = self._single(depth)
        while self.next.kind == "NEAR":
            words, start = self.next.text, self.next.start
            if not words.isdecimal() or int(words) > _MOST_BETWEEN:
                self.refuse(f"NEAR wants the number of words that may stand between, up to {_MOST_BETWEEN}: NEAR/5")
            self._move()
            other = self._single(depth)
            for part, place in ((left, begin), (other, start)):
                if not _has_places(part):
                    self.refuse("NEAR stands between words, phrases and ORs of these", place)
            left = Near(left, other, int(words))
        return left

    def _single(self, depth: int) -> Expression:
        token = self.next
        if token.kind in ("word", "phrase"):
            self._move()
            return Term(token.text, exact=token.kind == "phrase")
        if token.kind != "(":
            self.refuse("a word is missing" if token.kind == "end" else f"a word is missing before '{token.text}'")
        if depth >= QUERY_DEPTH:
            self.refuse(f"more than {QUERY_DEPTH} parts in each other")
        self._move()
        inner = self.any_of(depth + 1)
        if self.next.kind != ")":
            self.refuse("')' is missing" if self.next.kind == "end" else "an operator is missing")
        self._move()
        return inner

    def _take(self, kind: str) -> bool:
        if self.next.kind != kind:
            return False
        self._move()
        return True

    def _move(self) -> None:
        self.next = next(self._tokens)

    def _cut(self) -> Iterator[_Token]:
        """The tokens, words beside each other as one."""
        words: list[_Token] = []
        for match in _TOKEN.finditer(self._query.rstrip()):
            start = match.end() - len(match[0].lstrip())
            if match["word"]:
                words.append(_Token("word", match["word"], start))
                continue
            yield from self._name(words)
            words = []
            if match["quote"]:
                yield self._phrase(match["phrase"], start, is_closed=bool(match["closed"]))
            elif match["near"]:
                yield _Token("NEAR", match["words"] or "", start)
            else:
                text = match["paren"] or match["operator"]
                yield _Token(text, text, start)
        yield from self._name(words)
        end = _Token("end", "", len(self._query.rstrip()))
        while True:
            yield end

    def _phrase(self, text: str, start: int, *, is_closed: bool) -> _Token:
        if not is_closed:
            self.refuse("a quotation mark is not closed", start)
        if not text.strip():
            self.refuse("nothing stands in quotation marks", start)
        return _Token("phrase", " ".join(text.split()), start)

    def _name(self, words: list[_Token]) -> Iterator[_Token]:
        if words:
            text = " ".join(word.text for word in words)
            if not text.replace("|", " ").strip():
                self.refuse("no name stands around '|'", words[0].start)
            yield _Token("word", text, words[0].start)


def _has_places(part: Expression) -> bool:
    """Whether a part stands at places in a text: a word does, what is not there does not."""
    return isinstance(part, Term | Near) or (isinstance(part, Or) and all(map(_has_places, part.parts)))
