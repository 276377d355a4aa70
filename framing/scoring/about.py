"""Which articles are about something: what a query finds, by the names of things in every language.

A name is looked for as the entries of a lexicon are: in every spelling, inflected, run together or torn apart. A name
in Latin letters is looked for in every language, since newsrooms write NATO and BJP so whatever their script. All
terms of a query are looked for at once, so that ten take hardly longer than one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

import polars as pl
import regex

from framing.errors import UsageError
from framing.languages.registry import languages
from framing.lexicon.codebook import Codebook, Dimension
from framing.lexicon.entries import Entry
from framing.lexicon.lexicon import Lexicon, as_written, default_lexicon
from framing.scoring.expression import Expression, Term, parse, terms_of, within
from framing.scoring.places import Places, dimension_of
from framing.scoring.score import Scored, Scorer

__all__ = ["Mentions", "Query", "about", "names", "restrict"]


_NAME: Final = "about"


def names(query: str, lexicon: Lexicon | None = None) -> dict[str, tuple[str, ...]]:
    """The names that a term of a query stands for, by language.

    Args:
        query: an actor of ``actors.csv`` by id (``IN``, ``region.kashmir``, also ``kashmir``) or by any of its names,
            or a list of names apart by ``|``, each in the script of its language (``monsoon|मानसून|مون سون``).
        lexicon: whose actors are known; the toolkit's own where none is given.

    Raises:
        UsageError: an empty query, or one name in a script that no language is written in.

    Example:
        >>> sorted(names("kashmir"))
        ['en', 'hi', 'ur']
        >>> names("monsoon|मानसून")
        {'en': ('monsoon',), 'hi': ('मानसून',)}
    """
    lexicon = lexicon or default_lexicon()
    wanted = _listed(query)
    if not wanted:
        raise UsageError("about.empty", "the query is empty", "", "name an actor or names apart by '|'")
    by_language: dict[str, dict[str, None]] = {}
    for name in wanted:
        actors = _actors(name, lexicon)
        for code, aliases in lexicon.aliases.items():
            for alias in aliases:
                if alias.actor_id in actors:
                    by_language.setdefault(code, {})[alias.alias] = None
        if not actors:
            by_language.setdefault(_language_of(name), {})[name] = None
    return {code: tuple(listed) for code, listed in sorted(by_language.items())}


def _listed(text: str) -> list[str]:
    return [" ".join(name.split()) for name in text.split("|") if name.strip()]


def _actors(name: str, lexicon: Lexicon) -> set[str]:
    """The actors that a name may mean: by id, by the end of an id, or by an alias."""
    plain = name.casefold().replace(" ", "_")
    return {
        alias.actor_id
        for aliases in lexicon.aliases.values()
        for alias in aliases
        if plain in (alias.actor_id.casefold(), alias.actor_id.rpartition(".")[2].casefold())
        or name.casefold() == alias.alias.casefold()
    }


def _language_of(name: str) -> str:
    for code, language in languages().items():
        if regex.search(rf"\p{{Script={language.script}}}", name):
            return code
    scripts = ", ".join(language.script for language in languages().values())
    raise UsageError("about.script", f"'{name}' has no letter of a known script", "", f"write it in one of {scripts}")


def _concepts(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The concepts that a name means: those that are called by their English word, and the name is it or its like.

    Its like is the first entry of the concept in another language (चुनाव of ``election``). Concepts that are called by
    a gloss (``abuse_each_other``) are wider than any of their words: a word does not mean them.
    """
    plain = name.casefold()
    firsts: dict[str, set[str]] = {}
    for entries in lexicon.entries.values():
        for entry in entries:
            if entry.id.endswith(f".{entry.concept}"):
                firsts.setdefault(entry.concept, set()).add(entry.term.casefold())
    return tuple(
        concept
        for concept, terms in sorted(firsts.items())
        if (called := concept.replace("_", " ")) in terms and (plain in (called, concept) or plain in terms)
    )


class _Term(NamedTuple):
    """What a term is looked for by.

    Attributes:
        names: by language.
        concepts: that it means besides.
        entries: of these concepts.
    """

    names: Mapping[str, tuple[str, ...]]
    concepts: tuple[str, ...]
    entries: tuple[Entry, ...]


def _meant(term: Term, lexicon: Lexicon) -> _Term:
    """What a term stands for: an actor, else its words and the concepts of that name; in quotation marks its words.

    Who lists names apart by ``|`` has named all that is meant: no concept adds to them.
    """
    if term.exact:
        return _Term({_language_of(term.text): (term.text,)}, (), ())
    by_language, listed = names(term.text, lexicon), _listed(term.text)
    concepts = _concepts(listed[0], lexicon) if len(listed) == 1 and not _actors(listed[0], lexicon) else ()
    entries = tuple(entry for each in lexicon.entries.values() for entry in each if entry.concept in concepts)
    return _Term(by_language, concepts, entries)


@dataclass(frozen=True, slots=True, eq=False)
class Mentions:
    """What a query found.

    Attributes:
        frame: columns article_id, mentions; a row an article, in order.
        parts: part of the query → articles that fit it; of a query of one term nothing.
    """

    frame: pl.DataFrame
    parts: Mapping[str, int] = field(default_factory=dict)

    @property
    def ids(self) -> pl.Series:
        """The articles that fit."""
        return self.frame.filter(pl.col("mentions") > 0)["article_id"]

    @staticmethod
    def none() -> Mentions:
        """Nothing found, in no article."""
        return Mentions(pl.DataFrame(schema={"article_id": pl.String(), "mentions": pl.Int64()}))

    @staticmethod
    def together(parts_of_articles: list[Mentions]) -> Mentions:
        """What was found in several batches of articles, as one."""
        parts: dict[str, int] = {}
        for each in parts_of_articles:
            parts = {name: parts.get(name, 0) + number for name, number in each.parts.items()}
        return Mentions(pl.concat([Mentions.none().frame, *(each.frame for each in parts_of_articles)]), parts)


class Query:
    """A query, ready to be asked of any number of articles.

    Args:
        text: words joined by AND, OR, NOT and NEAR/5, with "phrases" and parentheses
            (:mod:`framing.scoring.expression`). A word is an actor or a concept of the lexicon where it is called so,
            and found by all names of it in all languages.
        lexicon: whose actors, concepts and word lists are known; the toolkit's own where none is given.

    Raises:
        UsageError: what is no query; the message names the place.

    Example:
        >>> articles = pl.DataFrame({"text": ["Talks on Kashmir.", "चुनाव की तारीख आई।", "The match was drawn."]})
        >>> Query("kashmir OR election").of(articles).parts
        {'kashmir': 1, 'election': 1}
    """

    def __init__(self, text: str, lexicon: Lexicon | None = None) -> None:
        lexicon = lexicon or default_lexicon()
        self.expression = parse(text)
        self._terms = terms_of(self.expression)
        self._meant = [_meant(term, lexicon) for term in self._terms]
        self._scorer = Scorer(_lexicon(self._meant, lexicon))

    def readings(self) -> list[str]:
        """How words were taken that mean a concept, in a sentence each."""
        lines = []
        for term, meant in zip(self._terms, self._meant, strict=True):
            if meant.concepts:
                terms = list(dict.fromkeys(entry.term for entry in meant.entries))
                shown = ", ".join(terms[:6]) + (f" and {len(terms) - 6} more" if len(terms) > 6 else "")
                lines.append(
                    f"'{term}' is looked for as a concept in all languages ({shown}); as \"{term}\", by itself"
                )
        return lines

    def nothing(self) -> Mentions:
        """What it finds in no article at all."""
        return Mentions(Mentions.none().frame, {str(part): 0 for part in _parts(self.expression)})

    def of(self, articles: pl.DataFrame) -> Mentions:
        """How often each article names what the query stands for.

        Args:
            articles: columns as for :func:`framing.scoring.score.score`.

        Returns:
            Mentions count the terms that do not stand behind NOT, in articles that fit; an article that fits by what
            it does not name counts 1.
        """
        places = self.places(articles)
        parts = {str(part): int(places.fit(part).sum()) for part in _parts(self.expression)}
        mentions = pl.Series(places.mentions(self.expression), dtype=pl.Int64)
        return Mentions(pl.DataFrame({"article_id": places.ids, "mentions": mentions}), parts)

    def places(self, articles: pl.DataFrame) -> Places:
        """Where the terms of the query stand in articles."""
        return Places(self._scorer.score(articles), articles, self._terms)


def _parts(expression: Expression) -> Iterator[Expression]:
    """All parts of an expression, from left to right; not itself."""
    for part in within(expression):
        yield from _parts(part)
        yield part


def about(articles: pl.DataFrame, query: str, lexicon: Lexicon | None = None) -> pl.DataFrame:
    """How often each article names what a query stands for.

    Args:
        articles: columns as for :func:`framing.scoring.score.score`.
        query: as for :class:`Query`: ``kashmir``, ``election AND NOT cricket``, ``india NEAR/5 talks``.
        lexicon: whose actors, concepts and word lists are known; the toolkit's own where none is given.

    Returns:
        Columns article_id, mentions; a row an article, in order.

    Raises:
        UsageError: what is no query; the message names the place.

    Example:
        >>> articles = pl.DataFrame({"text": ["Talks on Kashmir resumed in the capital.", "The match was drawn."]})
        >>> about(articles, "kashmir")["mentions"].to_list()
        [1, 0]
        >>> about(articles, "kashmir NEAR/2 capital OR NOT kashmir")["mentions"].to_list()
        [0, 1]
    """
    return Query(query, lexicon).of(articles).frame


def restrict(scored: Scored, articles: pl.Series) -> Scored:
    """What scoring found, of some articles only.

    Args:
        scored: of all.
        articles: the ids of those to keep.
    """
    return scored.only(articles)


def _lexicon(meant: list[_Term], lexicon: Lexicon) -> Lexicon:
    """A lexicon of nothing but what terms are looked for by, each term in a dimension of its own."""
    dimensions = {
        name: Dimension(name=name, family="own", label=name, definition=name, examples={})
        for name in map(dimension_of, range(len(meant)))
    }
    codebook = Codebook(
        version=lexicon.codebook.version, licence=lexicon.codebook.licence, dimensions=dimensions, scales={}
    )
    entries: dict[str, list[Entry]] = {code: [] for code in languages()}
    for name, term in zip(dimensions, meant, strict=True):
        for code, listed in as_written(term.names).items():
            entries[code] += [_entry(code, name, word, number) for number, word in enumerate(listed)]
        for number, entry in enumerate(term.entries):
            renamed = replace(entry, id=f"{entry.language}.{name}.{name}.c{number}", dimension=name, kind="topic")
            entries.setdefault(entry.language, []).append(renamed)
    return Lexicon(
        codebook=codebook,
        entries={code: tuple(listed) for code, listed in entries.items()},
        words=lexicon.words,
        aliases={},
        baselines={},
        fingerprint=f"{_NAME}:{lexicon.fingerprint}",
    )


def _entry(code: str, dimension: str, name: str, number: int) -> Entry:
    several = regex.search(r"[^\p{L}\p{M}\p{N}]", name) is not None
    return Entry(
        id=f"{code}.{dimension}.{dimension}.{number}",
        language=code,
        dimension=dimension,
        term=name,
        match="phrase" if several else "lemma",
        pos="noun",
        kind="topic",
        weight=1.0,
        concept=dimension,
        where=name,
    )
