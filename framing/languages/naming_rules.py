"""By what persons and organisations are told in a text: the two kinds of rules, and the languages that have them.

No list of the named: what stands beside a name, and what names are made of.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CapitalRules", "WordRules", "words_of"]


@dataclass(frozen=True, slots=True)
class CapitalRules:
    """What tells names where they are written with capitals. All are words as they are written.

    Attributes:
        titles: stand before a person's name.
        heads: what organisations are; they end in them, or begin ("Bank of …").
        bodies: organisations of one word.
        pairs: organisations of words that are no part of other names ("White House").
        particles: small words inside a person's name ("de", "bin").
        places: of one word; alone they are no name, and none begins with them unless it is an organisation's.
        sites: names with one of these are of places.
        things: names that end in one of these are of laws, events, ages.
        never: what is no part of a name, though it has a capital.
        does: what one person does, in words that no plural has.
        breaks: words that begin another clause.
    """

    titles: frozenset[str]
    heads: frozenset[str]
    bodies: frozenset[str]
    pairs: frozenset[str]
    particles: frozenset[str]
    places: frozenset[str]
    sites: frozenset[str]
    things: frozenset[str]
    never: frozenset[str]
    does: frozenset[str]
    breaks: frozenset[str]


@dataclass(frozen=True, slots=True)
class WordRules:
    """What tells names in a writing without capitals. All are words as they are written.

    Attributes:
        titles: stand before a person's name.
        honours: stand after it.
        given: first names.
        families: names that the word before belongs to.
        words_too: first and family names that are ordinary words as well: names only beside more of one.
        heads: what organisations are; a word or more before them belongs to the name.
        loose: what is an organisation only after a word that is rare or that begins organisations.
        leads: what organisations are, before what they are for.
        bodies: organisations of one word.
        pairs: organisations of two or three words that are no part of other names.
        letters: names of letters; several are an abbreviation.
        things: abbreviations of things.
        agents: postpositions after which an actor did or said something.
        follows: words that can follow a name after a title: postpositions, and what joins.
        says: words after a name that make it a speaker's.
        joins: words between names of one row.
        openers: begin organisations, though they are no part of other names.
        kinds: openers that alone do not make a name of a loose head: "farmers' union".
        of: joins the two halves of an organisation's name.
        sources: word pairs after a name that make it a speaker's ("के मुताबिक").
        never: what is no part of a name, though it stands where one could.
        endings: of words that are inflected, or abstract: no names.
        breaks: words that begin another clause.
    """

    titles: frozenset[str]
    honours: frozenset[str]
    given: frozenset[str]
    families: frozenset[str]
    words_too: frozenset[str]
    heads: frozenset[str]
    loose: frozenset[str]
    leads: frozenset[str]
    bodies: frozenset[str]
    pairs: frozenset[str]
    letters: frozenset[str]
    things: frozenset[str]
    agents: frozenset[str]
    follows: frozenset[str]
    says: frozenset[str]
    joins: frozenset[str]
    openers: frozenset[str]
    kinds: frozenset[str]
    of: frozenset[str]
    sources: frozenset[str]
    never: frozenset[str]
    endings: tuple[str, ...]
    breaks: frozenset[str]


def words_of(written: str) -> frozenset[str]:
    """The words of a text, one each.

    Example:
        >>> sorted(words_of("de bin"))
        ['bin', 'de']
    """
    return frozenset(written.split())
