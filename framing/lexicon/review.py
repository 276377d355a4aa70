"""What is doubtful in a lexicon that loads: entries that double or swallow another, contexts that never apply, gaps.

Loading refuses what cannot be meant; a review finds what was probably not meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final

import numpy as np
import polars as pl

from framing.lexicon.compile import Compiled, compile_lexicon
from framing.lexicon.cues import Place
from framing.lexicon.entries import Entry
from framing.lexicon.lexicon import Lexicon
from framing.lexicon.slots import Role

__all__ = ["CONCEPTS", "Finding", "concepts", "review"]

#: One row a dimension × concept: how many entries each language has for it.
CONCEPTS = {"dimension": pl.String(), "concept": pl.String()}

#: Where a context of ``unless`` may stand.
_CONTEXTS: Final = (Role.UNLESS_SENTENCE, Role.UNLESS_AFTER, Role.UNLESS_BEFORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One doubt about one entry.

    Attributes:
        code: duplicate, swallowed, family, own-context or repeated-context.
        where: file and line of the entry.
        what: the doubt, in a sentence.
        hint: what to do.
    """

    code: str
    entry_id: str
    where: str
    what: str
    hint: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.hint} [{self.code}]"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What an entry matches: at each position the folded words, the folded beginnings, and the words let in before."""

    entry: Entry
    keys: tuple[frozenset[str], ...]
    prefixes: tuple[tuple[str, ...], ...]
    gaps: tuple[int, ...]

    def covers(self, other: _Shape) -> bool:
        """Whether whatever the other matches is matched here too, word for word."""
        return (
            len(self.keys) == len(other.keys)
            and all(own >= theirs for own, theirs in zip(self.gaps[1:], other.gaps[1:], strict=True))
            and all(self._holds(place, other) for place in range(len(self.keys)))
        )

    def _holds(self, place: int, other: _Shape) -> bool:
        beginnings = self.prefixes[place]
        if any(not theirs.startswith(beginnings) for theirs in other.prefixes[place]):
            return False
        return all(key in self.keys[place] or key.startswith(beginnings) for key in other.keys[place])


def concepts(lexicon: Lexicon) -> pl.DataFrame:
    """Which concepts each language has, dimension by dimension.

    Returns:
        Columns dimension, concept, and one for each language of the lexicon: how many entries it has for the concept.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> table = concepts(default_lexicon())
        >>> table.filter(pl.col("concept") == "shout_hoarse").select("hi", "ur", "en").min_horizontal()[0] > 0
        True
    """
    rows = [
        {"dimension": entry.dimension, "concept": entry.concept, "language": code}
        for code, entries in lexicon.entries.items()
        for entry in entries
    ]
    codes = list(lexicon.entries)
    counted = pl.DataFrame(rows, schema={**CONCEPTS, "language": pl.String()}).group_by("dimension", "concept")
    order = {name: number for number, name in enumerate(lexicon.codebook.dimensions)}
    return counted.agg((pl.col("language") == code).sum().cast(pl.Int64).alias(code) for code in codes).sort(
        pl.col("dimension").replace_strict(order, return_dtype=pl.Int32), "concept"
    )


def review(lexicon: Lexicon) -> list[Finding]:
    """All doubts about a lexicon, by file and line; kept for the next call.

    Raises:
        LexiconError: an entry that does not parse.
    """
    return list(_reviewed(lexicon))


@lru_cache(maxsize=2)
def _reviewed(lexicon: Lexicon) -> tuple[Finding, ...]:
    doubts: list[Finding] = []
    for code, entries in lexicon.entries.items():
        compiled = compile_lexicon(lexicon, code)
        shapes = _shapes(compiled, entries)
        families = {name: dimension.family for name, dimension in lexicon.codebook.dimensions.items()}
        doubts += _doubled(shapes[Role.ENTRY], families)
        doubts += _contexts(shapes)
    return tuple(sorted(doubts, key=lambda finding: (_place(finding.where), finding.code, finding.what)))


def _place(where: str) -> tuple[str, int]:
    """File and line, in the order of reading."""
    file, _, line = where.rpartition(":")
    return file, int(line) if line.isdigit() else 0


def _shapes(compiled: Compiled, entries: Sequence[Entry]) -> Mapping[Role, list[_Shape]]:
    """The shapes of entries and of their contexts as they are written (not turned around for headlines)."""
    keys: defaultdict[int, set[str]] = defaultdict(set)
    prefixes: defaultdict[int, list[str]] = defaultdict(list)
    for key, slot in compiled.keys.iter_rows():
        keys[slot].add(key)
    for key, slot in compiled.prefixes.iter_rows():
        prefixes[slot].append(key)
    shared = {slot: frozenset(words) for slot, words in keys.items()}
    shapes = {}
    for role in (Role.ENTRY, *_CONTEXTS):
        numbers = np.flatnonzero((compiled.roles == int(role)) & (compiled.leads == 0) & (compiled.signs == 0))
        shapes[role] = [
            _Shape(
                entries[compiled.owners[number]],
                tuple(shared.get(slot, frozenset()) for slot in slots),
                tuple(tuple(prefixes.get(slot, ())) for slot in slots),
                tuple(compiled.gaps[number, : len(slots)].tolist()),
            )
            for number in numbers.tolist()
            for slots in (compiled.slots[number, : compiled.lengths[number]].tolist(),)
        ]
    return shapes


def _doubled(shapes: Sequence[_Shape], families: Mapping[str, str]) -> Iterator[Finding]:
    """Entries that another of the same dimension or family matches as well."""
    # Number of words, position, and a word or beginning there: what covers a shape has, at each position, any word of
    # the shape's or a beginning of it.
    known: tuple[defaultdict[tuple[int, int, str], list[_Shape]], ...] = (defaultdict(list), defaultdict(list))
    for shape in shapes:
        for place, written in enumerate(zip(shape.keys, shape.prefixes, strict=True)):
            for table, texts in zip(known, written, strict=True):
                for text in texts:
                    table[len(shape.keys), place, text].append(shape)
    words, beginnings = known
    for shape in shapes:
        size, candidates = len(shape.keys), list[list[_Shape]]()
        for place, (keys, prefixes) in enumerate(zip(shape.keys, shape.prefixes, strict=True)):
            text = min(keys or prefixes)
            heads = (beginnings.get((size, place, text[:end]), ()) for end in range(1, len(text) + 1))
            candidates.append([*words.get((size, place, text), ()), *chain(*heads)])
        for other in min(candidates, key=len):
            if other is not shape and families[other.entry.dimension] == families[shape.entry.dimension]:
                yield from _compare(shape, other)


def _compare(shape: _Shape, other: _Shape) -> Iterator[Finding]:
    entry, rival = shape.entry, other.entry
    # What counts at one place of a headline swallows nothing that counts elsewhere.
    if not other.covers(shape) or rival.cue.place not in (Place.ANYWHERE, entry.cue.place):
        return
    both = shape.covers(other) and rival.cue.place == entry.cue.place
    if both and _place(entry.where) < _place(rival.where):
        # Said once, of the later of the two.
        return
    place = f"'{rival.term}' ({rival.where})"
    if entry.dimension != rival.dimension:
        if not (entry.note or rival.note):
            what = f"'{entry.term}' also counts as {rival.dimension}: {place}"
            yield _finding("family", entry, what, "drop one, or say in a note why it is both")
    elif both:
        yield _finding("duplicate", entry, f"'{entry.term}' matches the same as {place}", "drop one")
    elif not rival.unless or rival.unless == entry.unless:
        yield _finding("swallowed", entry, f"whatever '{entry.term}' matches, {place} matches too", "drop one")


def _contexts(shapes: Mapping[Role, Sequence[_Shape]]) -> Iterator[Finding]:
    """Contexts of `unless` that the entry itself always brings along, or that stand twice."""
    of_entry: defaultdict[str, list[_Shape]] = defaultdict(list)
    for shape in shapes[Role.ENTRY]:
        of_entry[shape.entry.id].append(shape)
    grouped: defaultdict[tuple[str, Role], list[_Shape]] = defaultdict(list)
    for role in _CONTEXTS:
        for shape in shapes[role]:
            grouped[shape.entry.id, role].append(shape)
    for (identifier, role), contexts in grouped.items():
        entry = contexts[0].entry
        # A sign has no words of its own.
        wholes = of_entry[identifier][:1]
        own = sorted(set().union(*(_own_words(context, whole) for context in contexts for whole in wholes)))
        if role is Role.UNLESS_SENTENCE and own:
            what = f"'{entry.term}' never counts with its own word {', '.join(own)}, which its unless names"
            yield _finding("own-context", entry, what, "take that context out")
        for one, other in pairwise(sorted(contexts, key=lambda shape: sorted(map(sorted, shape.keys)))):
            if one.covers(other) and other.covers(one) and one.gaps[:1] == other.gaps[:1]:
                yield _finding("repeated-context", entry, f"a context of '{entry.term}' stands twice", "delete one")


def _own_words(context: _Shape, whole: _Shape) -> set[str]:
    """The words of an entry that are a context on their own."""
    return set().union(*whole.keys) & context.keys[0] if len(context.keys) == 1 else set()


def _finding(code: str, entry: Entry, what: str, hint: str) -> Finding:
    return Finding(code=code, entry_id=entry.id, where=entry.where, what=what, hint=hint)
