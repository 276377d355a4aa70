"""Matching: where the patterns of a compiled lexicon stand in the tokens of a batch.

The walk finds them (``walking`` in arrays, ``walking_compiled`` in C); here matches get their roles, verbs take in
their auxiliaries, contexts forbid, and of matches that overlap the longest stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from framing.arrays import Bools, Ints, Longs, ranges
from framing.languages.base import Cue
from framing.lexicon.compile import Compiled
from framing.lexicon.orders import SPLIT_AUXILIARIES
from framing.lexicon.slots import Role
from framing.memory import claim
from framing.native import library as native
from framing.native.library import library
from framing.scoring.analysis import Flag
from framing.scoring.cues import Held, find_signs, in_place
from framing.scoring.effort import tick
from framing.scoring.tokens import Tokens

__all__ = ["Matches", "find", "in_one_clause", "kept", "kept_compiled", "longest", "suppress"]

#: Words that begin a clause, or that only a text's narration goes on with behind a verb.
_OTHER_CLAUSE: Final = int(Cue.CLAUSE | Cue.COMPLEMENTIZER | Cue.SUBORDINATE)
_BREAK: Final = int(Flag.CLAUSE_MARK | Flag.COLON)
_BESIDE_VERB: Final = int(Cue.AUXILIARY | Cue.PARTICLE)


def in_one_clause(tokens: Tokens, compiled: Compiled, pattern: Longs, first: Longs, last: Longs, texts: int) -> Bools:
    """Which matches of turned patterns belong together.

    Args:
        tokens: of the batch.
        compiled: whose patterns.
        pattern: pattern numbers with ``Compiled.turned`` ≥ 0.
        first: the tokens that the patterns begin with.
        last: those that they end with.
        texts: where headlines end and texts begin. A headline's clause may end with a comma, a text's only with the
            sentence.
    """
    place, length = compiled.turned[pattern].astype(np.int64), compiled.lengths[pattern].astype(np.int64)
    # Without a verb, or with one that closes the phrase, the pattern itself says what may stand between.
    fronted = place < length - 1
    behind = np.where(fronted, place + 1, 0)
    begin = np.where(fronted, first + behind, last)
    end = np.where(fronted, last + 1 + behind - length, last)
    for _ in range(SPLIT_AUXILIARIES):
        begin[(begin < end) & _has(tokens, begin, _BESIDE_VERB)] += 1
    fits: Bools = ~fronted | (end - begin <= compiled.gaps[pattern, behind] - SPLIT_AUXILIARIES)
    for step in range(int((end - begin).max(initial=0))):
        fits &= (begin + step >= end) | ~_has(tokens, begin + step, int(Cue.AUXILIARY) | _OTHER_CLAUSE)
    for step in range(1, 1 + int((last - first).max(initial=0))):
        fits &= (first + step > last) | ~_has(tokens, first + step, _BREAK)
    fits &= (place < length) | (last < texts)
    return fits & _ends(tokens, ~fronted & (place < length), last, texts)


def _ends(tokens: Tokens, closing: Bools, last: Longs, texts: int) -> Bools:
    """Which matches are the end of their clause, a closing verb with its auxiliaries."""
    last, end = last.copy(), tokens.sentence_spans(last)[1]
    for _ in range(SPLIT_AUXILIARIES):
        last[closing & (last + 1 < end) & _has(tokens, last + 1, _BESIDE_VERB)] += 1
    behind = last + 1
    mark = (last < texts) & (_has(tokens, behind, _BREAK) | _has(tokens, behind, _OTHER_CLAUSE))
    done: Bools = (behind >= end) | mark
    return done


def _has(tokens: Tokens, places: Longs, flags: int) -> Bools:
    has: Bools = (tokens.flags[np.minimum(places, len(tokens) - 1)] & flags) != 0
    return has


#: Memory that a span takes while spans are put in order.
_SPAN_BYTES = 32


def kept(pattern: Longs, first: Longs, last: Longs, group: Longs, lengths: Ints) -> Longs:
    """Resolve overlaps within each group: the longest span wins, and spans do not overlap.

    Args:
        pattern: span → number of its pattern.
        first: span → first token.
        last: span → last token.
        group: span → number of its group; groups do not compete.
        lengths: pattern → number of slots; of two equally long spans the one with more slots wins, then the first in
            the text, then the first pattern.

    Returns:
        Numbers of the spans that are kept, by group and place.

    Example:
        >>> pattern, first, last = np.array([0, 1, 2]), np.array([4, 3, 5]), np.array([4, 4, 5])
        >>> kept(pattern, first, last, np.zeros(3, np.int64), np.array([1, 2, 1])).tolist()
        [1, 2]
    """
    order = np.lexsort((pattern, first, group))
    if not len(order):
        return order
    pattern, first, last, group = (array[order] for array in (pattern, first, last, group))
    # A gap wider than any span between groups keeps them from touching in the running maximum.
    shift = group * (int(last.max()) + 2)
    first, last = first + shift, last + shift
    reach = np.maximum.accumulate(last)
    clusters = np.flatnonzero(np.append(True, first[1:] > reach[:-1]))
    sizes = np.diff(np.append(clusters, len(order)))
    keep = np.ones(len(order), np.bool_)
    crowded = ranges(clusters[sizes > 1], sizes[sizes > 1])
    rank = np.lexsort((pattern[crowded], first[crowded], -lengths[pattern[crowded]], (first - last)[crowded]))
    place = np.zeros(len(order), np.int64)
    place[crowded[rank]] = np.arange(len(rank))
    pairs = clusters[sizes == 2]
    keep[np.where(place[pairs] < place[pairs + 1], pairs + 1, pairs)] = False
    for begin, size in zip(clusters[sizes > 2].tolist(), sizes[sizes > 2].tolist(), strict=True):
        tick()
        cluster = slice(begin, begin + size)
        keep[cluster] = _apart(first[cluster] - first[begin], last[cluster] + 1 - first[begin], place[cluster])
    return order[keep]


def _apart(first: Longs, end: Longs, place: Longs) -> list[bool]:
    """Which of some spans are kept if each in its turn takes its tokens, unless one of them is taken.

    A phrase that laps over itself makes one cluster of a whole text: so tokens are taken, not spans compared.
    """
    taken = bytearray(int(end.max()))
    keep = [False] * len(first)
    begins, ends = first.tolist(), end.tolist()
    for member in np.argsort(place).tolist():
        begin, stop = begins[member], ends[member]
        if 1 not in taken[begin:stop]:
            taken[begin:stop] = b"\1" * (stop - begin)
            keep[member] = True
    return keep


def kept_compiled(pattern: Longs, first: Longs, last: Longs, group: Longs, lengths: Ints) -> Longs:
    """As :func:`kept`, in C; only where the accelerator is there."""
    library = native.library()
    if library is None:
        raise RuntimeError(native.accelerator().reason)
    count = len(pattern)
    claim(_SPAN_BYTES * count)
    survivors = np.empty(count, np.int64)
    given = [np.ascontiguousarray(array, np.int64) for array in (pattern, first, last, group)]
    pointers = [native.address(array, np.int64) for array in given]
    sizes = np.ascontiguousarray(lengths, np.int32)
    written = library.framing_longest(
        count, int(last.max(initial=-1)) + 1, len(sizes), *pointers, sizes.ctypes.data, survivors.ctypes.data
    )
    return survivors[: native.checked(written)]


if library() is None:
    from framing.scoring.matching import kept
    from framing.scoring.walking import beside, places, within
else:
    from framing.scoring.matching import kept_compiled as kept
    from framing.scoring.walking_compiled import beside, places, within


#: The roles whose matches stand on their own; contexts are followed from an entry.
_FOUND: Final = (Role.ENTRY, Role.ACTOR, Role.NEGATION, Role.NAME, Role.PROPER_NAME)
#: Auxiliaries that one verb takes on ("फाड़े जा रहे हैं" has three).
_AUXILIARIES: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Matches of patterns, as parallel arrays.

    Attributes:
        pattern: pattern number.
        owner: what the pattern belongs to (see ``Compiled.owners``).
        first, last: first and last token of the span.
        core: last token before auxiliaries were taken in.
    """

    pattern: Longs
    owner: Longs
    first: Longs
    last: Longs
    core: Longs

    def __len__(self) -> int:
        return len(self.pattern)

    def take(self, chosen: npt.NDArray[np.integer] | Bools) -> Matches:
        """The chosen matches, by mask or by number."""
        # To find the chosen once and gather them takes half the time of a mask on each array.
        places = np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen
        return Matches(*(getattr(self, field.name).take(places) for field in fields(self)))


def find(tokens: Tokens, compiled: Compiled, texts: int, runs: Held | None = None) -> dict[Role, Matches]:
    """All matches of entries, actors, negation cues and names, overlapping ones too, by role.

    Args:
        tokens: of the batch.
        compiled: whose patterns.
        texts: the first token that stands in no headline.
        runs: of marks, from :func:`framing.scoring.cues.held_marks`, where signs are looked for too.
    """
    first, last, pattern = places(tokens, compiled)
    # Most matches of a word that counts in headlines stand in texts, and are left at once.
    kept = (compiled.places == 0)[pattern] | (first < texts)
    first, last, pattern = first[kept], last[kept], pattern[kept]
    if runs is not None:
        signs = find_signs(tokens, compiled, runs, texts)
        first, last, pattern = (np.concatenate(pair) for pair in zip((first, last, pattern), signs, strict=True))
    turned = np.flatnonzero(compiled.turned[pattern] >= 0)
    apart = turned[~in_one_clause(tokens, compiled, pattern[turned], first[turned], last[turned], texts)]
    placed = np.flatnonzero(compiled.places[pattern] > 0)
    astray = placed[~in_place(tokens, compiled, pattern[placed], first[placed], last[placed], texts)]
    out = np.concatenate([apart, astray])
    first, last, pattern = (np.delete(array, out) for array in (first, last, pattern))
    first = first + compiled.leads[pattern]
    matches = Matches(pattern, compiled.owners[pattern].astype(np.int64), first, last, last)
    roles = compiled.roles[pattern]
    by_role = {role: matches.take(roles == role) for role in _FOUND}
    by_role[Role.ENTRY] = _take_auxiliaries(tokens, compiled, by_role[Role.ENTRY])
    return by_role


def _take_auxiliaries(tokens: Tokens, compiled: Compiled, matches: Matches) -> Matches:
    """Let verb matches take in the auxiliaries that follow: "गला फाड़" + "रहा है"."""
    verbs = np.flatnonzero(compiled.extends[matches.pattern])
    last = matches.last.copy()
    ends = tokens.sentence_ends[tokens.sentence_of(last)] if len(last) else last
    for _ in range(_AUXILIARIES):
        after = last[verbs] + 1
        verbs, after = verbs[after < ends[verbs]], after[after < ends[verbs]]
        wanted = int(Cue.AUXILIARY | Flag.BLANK)
        verbs = verbs[(tokens.flags[after] & wanted) == wanted]
        last[verbs] += 1
    return replace(matches, last=last)


def suppress(tokens: Tokens, compiled: Compiled, by_role: Mapping[Role, Matches]) -> Matches:
    """The entry matches that no ``unless`` context forbids and that are no part of a name."""
    entries = by_role[Role.ENTRY]
    conditional = np.zeros(compiled.entry_frame.height, np.bool_)
    conditional[compiled.owners[compiled.roles == Role.UNLESS_SENTENCE]] = True
    forbidden: Bools = conditional[entries.owner]
    asked = np.flatnonzero(forbidden)
    forbidden[asked] = within(tokens, compiled, entries.owner[asked], entries.first[asked])
    forbidden |= beside(tokens, compiled, entries.owner, entries.core, Role.UNLESS_AFTER, 1)
    forbidden |= beside(tokens, compiled, entries.owner, entries.first, Role.UNLESS_BEFORE, -1)
    forbidden |= _inside(entries, by_role[Role.PROPER_NAME])
    forbidden |= _inside(entries, by_role[Role.NAME]) & ~compiled.entry_frame["is_issue"].to_numpy()[entries.owner]
    return entries.take(~forbidden)


def _inside(entries: Matches, names: Matches) -> Bools:
    """Which entries have all their words, but for auxiliaries, in one name: शांति in "नोबेल शांति पुरस्कार"."""
    if not len(names):
        return np.zeros(len(entries), np.bool_)
    order = np.argsort(names.first, kind="stable")
    reach = np.maximum.accumulate(names.last[order])
    before = np.searchsorted(names.first[order], entries.first, side="right") - 1
    inside: Bools = (before >= 0) & (reach[np.maximum(before, 0)] >= entries.core)
    return inside


def longest(matches: Matches, group: npt.NDArray[np.integer], lengths: Ints) -> Matches:
    """Resolve overlaps within each group: the longest match wins, and spans do not overlap.

    Args:
        matches: possibly overlapping.
        group: match → group number (the dimension, for entries); groups do not compete.
        lengths: pattern → number of slots; of two equally long spans the one with more slots wins, then the first
            in the lexicon.

    Returns:
        Disjoint matches, by group and place.
    """
    return matches.take(kept(matches.pattern, matches.first, matches.last, group.astype(np.int64), lengths))
