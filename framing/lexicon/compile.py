"""Compiling: entries, actors, negation cues and contexts become one table of patterns over slots.

A *slot* is a set of folded keys and prefixes; equal slots are shared. A *pattern* is a sequence of slots with
gaps. Each pattern has an *anchor*, its rarest slot: the engine looks at a place in a text only where a word can be
an anchor.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from functools import lru_cache
from itertools import islice
from typing import Any, Final

import numpy as np
import polars as pl

from framing.arrays import Bools, Ints
from framing.cache import key, read, write
from framing.languages.base import Language
from framing.languages.folding import fold
from framing.languages.registry import language as language_of
from framing.languages.registry import languages, merged_language
from framing.lexicon.entries import Entry
from framing.lexicon.lexicon import Lexicon, as_written, is_as_loaded
from framing.lexicon.orders import inverted, turned
from framing.lexicon.patterns import Match, parse_term
from framing.lexicon.respelling import respelt, run_together
from framing.lexicon.slots import Pattern, Role, expand, number_slots, pattern_arrays, slot_frequency
from framing.memory import uncollected

__all__ = ["Compiled", "compile_lexicon", "digest", "tables_named"]

#: Kinds of names that say what a text is about.
ISSUE_NAMES: Final = ("organisation", "prize", "scheme")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compiled:
    """A lexicon compiled for one language.

    Attributes:
        keys: frame (key, slot): which folded words fill which slots; one row a pair.
        prefixes: frame (key, slot): which folded beginnings fill which slots.
        slots: pattern × position → slot id, −1 past the end.
        gaps: pattern × position → words that may stand before this position; one position more than slots.
        particles: pattern × position → whether particles may stand before this position.
        lengths: pattern → number of positions.
        anchors: pattern → position of the rarest slot.
        sides: pattern → on which side of the anchor the next word is bound to fill the next slot: 1 right, −1 left,
            0 where other words may stand between, or where the anchor is all.
        side_slots: pattern → that slot, 0 where ``sides`` is 0.
        roles: pattern → Role.
        entry_frame: what evidence takes over from an entry, one row an entry.
        owners: pattern → row of ``entry_frame`` (ENTRY, UNLESS_*), ``actors`` (ACTOR), ``negations`` (NEGATION) or the
            lexicon's ``names`` (NAME, PROPER_NAME).
        extends: pattern → whether auxiliaries after it belong to the match.
        leads: pattern → words at its beginning that must be there and are no part of the match.
        signs: pattern → Sign where it is no words, which has no slots and one position; else 0.
        places: pattern → Place at which alone it counts.
        turned: pattern → position of the verb where the words of an entry stand in another order or apart, else −1.
        known: folded word → occurrences per million: the word list and all forms of the entries.
        listed: the folded words of the word list alone.
        name: which tables these are, for results to carry: the language's code and the beginning of a SHA-256 over all
            of the above (see :mod:`framing.scoring.versions`). It has no space in it.
    """

    language: Language
    entry_frame: pl.DataFrame
    actors: tuple[str, ...]
    keys: pl.DataFrame
    prefixes: pl.DataFrame
    slots: Ints
    gaps: Ints
    particles: Bools
    lengths: Ints
    anchors: Ints
    sides: Ints
    side_slots: Ints
    roles: Ints
    owners: Ints
    extends: Bools
    leads: Ints
    turned: Ints
    signs: Ints
    places: Ints
    known: Mapping[str, float]
    listed: frozenset[str]
    name: str

    @property
    def slot_count(self) -> int:
        """How many slots there are; codes of (unit, slot) pairs are built with it."""
        return int(self.slots.max(initial=0)) + 1


#: Occurrences per million of an entry's form that the word list, which ends at some two per million, lacks. Calibrated
#: on Urdu and Hindi news with spaces taken out: words of entries must not be too dear to be found there.
_UNLISTED: Final = 0.3

#: Follows the code in the name of tables for articles without certain letters.
_MERGED: Final = "-merged"
#: Hexadecimal digits of the hash in the name of tables: 64 bits tell any two compilers apart.
_NAMED: Final = 16


def compile_lexicon(lexicon: Lexicon, code: str, *, merged: bool = False) -> Compiled:
    """Compile a lexicon for one language; the result is kept for the next call.

    Args:
        lexicon: loaded by :func:`framing.lexicon.lexicon.load_lexicon`.
        code: language code.
        merged: for articles without any of the letters that some newsrooms never write (``Language.merged``).

    Raises:
        LanguageError: no such language.
        LexiconError: an entry that does not parse.
    """
    # By position: the cache would keep the same call with and without a keyword apart.
    return _compile(lexicon, code, merged)


@lru_cache(maxsize=12)
@uncollected
def _compile(lexicon: Lexicon, code: str, merged: bool) -> Compiled:
    language = merged_language(code) if merged else language_of(code)
    place = key("compiled", lexicon.fingerprint, code, str(merged)) if is_as_loaded(lexicon) else ""
    if place and (kept := read(place)) is not None:
        return _of_tables(language, kept)
    tables = _tables(lexicon, language, merged)
    if place:
        write(place, tables)
    return _of_tables(language, tables)


def _of_tables(language: Language, tables: Mapping[str, Any]) -> Compiled:
    """What was compiled, from values as they are kept on the disk."""
    (name,), known = tables["name"], tables["known"]
    listed = frozenset(islice(known, int(tables["listed"][0])))
    return Compiled(language=language, **{**tables, "name": name, "listed": listed})


def _tables(lexicon: Lexicon, language: Language, merged: bool) -> dict[str, Any]:
    """The attributes of ``Compiled`` that depend on the lexicon; of ``listed`` the number: they come first in known."""
    code = language.code
    entries = lexicon.entries.get(code, ())
    patterns = [
        *_entry_patterns(entries, language),
        *_negation_patterns(language),
        *_name_patterns(lexicon.names.get(code, {}), language),
    ]
    aliases = as_written(lexicon.aliases)[code]
    for index, alias in enumerate(aliases):
        patterns.append(
            Pattern(Role.ACTOR, index, parse_term(alias.alias, alias.match, "phrase", language, alias.where))
        )
    numbers, members = number_slots(patterns)
    pairs = expand(members, language)
    known = _word_list(lexicon, language, merged)
    listed = frozenset(known)
    frequency = slot_frequency(pairs, known, len(members))
    spelt = pairs.filter(~pl.col("prefix") & pl.col("slot").is_in(_of_plain(patterns, numbers, entries, lexicon)))
    for word in spelt["key"].unique(maintain_order=True).to_list():
        # A verb that an entry writes together with its auxiliary comes apart in every text.
        if not run_together(word, language):
            known.setdefault(word, _UNLISTED)
    tables = {
        "entry_frame": _entry_frame(entries, lexicon),
        "actors": tuple(alias.actor_id for alias in aliases),
        "keys": pairs.filter(~pl.col("prefix")).select("key", "slot"),
        "prefixes": pairs.filter("prefix").select("key", "slot"),
        "known": known,
        "listed": listed,
        **pattern_arrays(patterns, numbers, frequency, language),
    }
    # Prices are sums over the known words, and what a sum of fractions comes to depends on their order.
    ordered = pl.DataFrame({"word": list(known), "rate": list(known.values())})
    named = digest(language, {**tables, "known": ordered, "dimensions": list(lexicon.codebook.dimensions)})
    name = f"{code}{_MERGED * merged}:{named[:_NAMED]}"
    return {**tables, "name": (name,), "listed": np.array([len(listed)])}


def _of_plain(patterns: Sequence[Pattern], numbers: Ints, entries: Sequence[Entry], lexicon: Lexicon) -> list[int]:
    """The slots that are not of signed dimensions alone.

    The words of these are left out of what spaces are repaired by. They name whatever is good or bad, in thousands, and
    what other dimensions find must not hang on them.
    """
    signed = {name for name, dimension in lexicon.codebook.dimensions.items() if dimension.signed}
    of_entry = (Role.ENTRY, Role.UNLESS_SENTENCE, Role.UNLESS_AFTER, Role.UNLESS_BEFORE)
    plain = [not (one.role in of_entry and entries[one.owner].dimension in signed) for one in patterns]
    return sorted(set(numbers[np.repeat(plain, [len(one.slots) for one in patterns])].tolist()))


def tables_named(lexicon: Lexicon, names: Iterable[str]) -> frozenset[str]:
    """Those of the names that tables compiled now have, too (see ``Compiled.name``).

    Args:
        lexicon: to compile.
        names: as earlier results carry them.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> english = compile_lexicon(default_lexicon(), "en").name
        >>> tables_named(default_lexicon(), [english, "en:0123456789abcdef", "xx:0123456789abcdef"]) == {english}
        True
    """
    compiled = set()
    for code in sorted({name.partition(":")[0] for name in names}):
        plain = code.removesuffix(_MERGED)
        if plain in languages():
            compiled.add(compile_lexicon(lexicon, plain, merged=plain != code).name)
    return frozenset(names) & compiled


def _word_list(lexicon: Lexicon, language: Language, merged: bool) -> dict[str, float]:
    """The general word list, folded anew where letters are merged; words that meet add up."""
    words = lexicon.words.get(language.code, {})
    if not merged:
        return dict(words)
    frame = pl.DataFrame({"word": list(words), "rate": list(words.values())}, schema={"word": str, "rate": float})
    frame = frame.group_by(fold(frame["word"], language), maintain_order=True).agg(pl.col("rate").sum())
    return dict(frame.iter_rows())


def _entry_patterns(entries: Sequence[Entry], language: Language) -> Iterable[Pattern]:
    roles = {"sentence": Role.UNLESS_SENTENCE, "after": Role.UNLESS_AFTER, "before": Role.UNLESS_BEFORE}
    for index, entry in enumerate(entries):
        slots, is_cue = entry.slots(language), entry.match == "cue"
        # Words that count at one place are found there as they are written.
        for way in (slots, *(() if is_cue else respelt(slots, language))):
            yield Pattern(Role.ENTRY, index, way, sign=entry.cue.sign, place=entry.cue.place)
        if not is_cue and (headline := inverted(slots, language)):
            yield Pattern(Role.ENTRY, index, headline, lead=1)
        for order in () if is_cue else turned(slots, language):
            yield Pattern(Role.ENTRY, index, order.slots, turned=order.verb)
        for context in entry.contexts():
            yield Pattern(roles[context.place], index, context.slots, context.reach)


def _negation_patterns(language: Language) -> Iterable[Pattern]:
    for index, negation in enumerate(language.negations):
        match: Match = "phrase" if " " in negation.term or "-" in negation.term else "form"
        slots = parse_term(negation.term, match, "phrase", language)
        # Apart they are met by "not", and a cue of more words would outdo what shields it: "is not only".
        for way in (slots, *(way for way in respelt(slots, language) if len(way) < len(slots))):
            yield Pattern(Role.NEGATION, index, way)


def _name_patterns(names: Mapping[str, str], language: Language) -> Iterable[Pattern]:
    for index, (name, kind) in enumerate(names.items()):
        match: Match = "phrase" if " " in name or "-" in name else "form"
        role = Role.NAME if kind in ISSUE_NAMES else Role.PROPER_NAME
        yield Pattern(role, index, parse_term(name, match, "phrase", language, f"names.csv: {name}"))


def _entry_frame(entries: Sequence[Entry], lexicon: Lexicon) -> pl.DataFrame:
    """What evidence takes over from an entry, one row an entry."""
    order = {name: index for index, name in enumerate(lexicon.codebook.dimensions)}
    return pl.DataFrame(
        {
            "entry_id": pl.Series([entry.id for entry in entries], dtype=pl.String),
            "dimension": pl.Series([entry.dimension for entry in entries], dtype=pl.String),
            "dimension_index": pl.Series([order[entry.dimension] for entry in entries], dtype=pl.Int32),
            "concept": pl.Series([entry.concept for entry in entries], dtype=pl.String),
            "kind": pl.Series([entry.kind for entry in entries], dtype=pl.String),
            "weight": pl.Series([entry.weight for entry in entries], dtype=pl.Float64),
            # A name still says what an issue is about: "War Powers Act" is of law and war.
            "is_issue": pl.Series(
                [lexicon.codebook.dimensions[entry.dimension].family == "issue" for entry in entries], dtype=pl.Boolean
            ),
            "signed": pl.Series(
                [lexicon.codebook.dimensions[entry.dimension].signed for entry in entries], dtype=pl.Boolean
            ),
            "negation_factor": pl.Series(
                [lexicon.codebook.dimensions[entry.dimension].negation_factor for entry in entries], dtype=pl.Float64
            ),
        }
    )


#: What these do shows in the keys of the tables.
_FUNCTIONS: Final = ("inflect",)


def digest(language: Language, parts: Mapping[str, Any]) -> str:
    """SHA-256 over all that compiling makes of a lexicon and a language, in hexadecimal.

    The lexicon's fingerprint says which files were read, the version which release read them. Neither tells a compiler
    that was changed in between, or that made something else of the same files; this does. It is the same in every
    process, whatever its hash seed: sets are taken in sorted order, mappings by their keys, all else as it stands.

    Args:
        language: whose tables they are.
        parts: name → array, frame, sequence, mapping or plain value.

    Example:
        >>> from framing.languages.registry import language
        >>> english = language("en")
        >>> digest(english, {"a": {1, 2}}) == digest(english, {"a": {2, 1}}) != digest(english, {"a": [1, 2]})
        True
    """
    contents = {name: _bytes(part) for name, part in parts.items()} | {"language": _rules(language)}
    total = hashlib.sha256()
    for name, content in sorted(contents.items()):
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


@lru_cache(maxsize=12)
def _rules(language: Language) -> bytes:
    """What a language says of itself; to write it down takes as long as all else."""
    names = {field.name for field in fields(language)} - {*_FUNCTIONS}
    return _bytes({name: getattr(language, name) for name in names})


def _bytes(part: Any) -> bytes:
    if isinstance(part, np.ndarray):
        return f"{part.dtype.str}{part.shape}".encode() + part.tobytes()
    if isinstance(part, pl.DataFrame):
        return repr([(name, part[name].to_list()) for name in part.columns]).encode()
    return repr(_plain(part)).encode()


def _plain(part: Any) -> Any:
    """The same in an order that does not depend on how it was made."""
    if isinstance(part, Enum):
        return part.value
    if isinstance(part, str | int | float | None):
        return part
    if isinstance(part, set | frozenset):
        return ["set", *sorted(map(_plain, part))]
    if isinstance(part, Mapping):
        return ["mapping", *sorted((_plain(key), _plain(value)) for key, value in part.items())]
    if isinstance(part, Iterable):
        return [*map(_plain, part)]
    return [type(part).__name__, *(_plain(getattr(part, field.name)) for field in fields(part))]
