"""Matching: where the patterns of a compiled lexicon stand in the tokens of a batch.

Only tokens that can be some pattern's anchor are looked at. From the anchor a pattern is followed outwards, slot
by slot, for all candidates at once.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from framing.lexicon.compiling import Compiled, Role
from framing.scoring.tokens import Tokens
from framing.scoring.vocabulary import Flag, Snapshot
from framing.text.language import Cue

__all__ = ["Matches", "find", "longest", "suppress"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

#: Particles that may stand between a noun and its light verb ("समर्थन भी नहीं किया" has two).
_PARTICLES: Final = 2
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
        return Matches(*(getattr(self, field.name)[chosen] for field in fields(self)))


def find(tokens: Tokens, compiled: Compiled) -> dict[Role, Matches]:
    """All matches of all patterns, overlapping ones too, by role."""
    places = tokens.where(Flag.ANCHOR)
    snapshot, units = tokens.snapshot, tokens.units[places]
    begin = snapshot.candidate_first[units]
    counts = snapshot.candidate_first[units + 1] - begin
    anchor = np.repeat(places, counts)
    offset = np.arange(len(anchor)) - np.repeat(np.cumsum(counts) - counts, counts)
    pattern = snapshot.candidates[np.repeat(begin, counts) + offset].astype(np.int64)
    first, last, pattern = _follow(tokens, compiled, anchor, pattern)
    matches = Matches(pattern, compiled.owners[pattern].astype(np.int64), first, last, last)
    roles = compiled.roles[pattern]
    found = {role: matches.take(roles == role) for role in Role}
    found[Role.ENTRY] = _take_auxiliaries(tokens, compiled, found[Role.ENTRY])
    return found


def _follow(tokens: Tokens, compiled: Compiled, anchor: Longs, pattern: Longs) -> tuple[Longs, Longs, Longs]:
    """Follow candidates from their anchors to both ends; those that fail drop out."""
    single = compiled.lengths[pattern] == 1
    done = (anchor[single], anchor[single], pattern[single])
    anchor, pattern = anchor[~single], pattern[~single]
    if not len(anchor):
        return done
    sentence = tokens.sentence_of(anchor)
    low, high = tokens.sentences[sentence], tokens.sentence_ends[sentence]
    left, right = anchor, anchor
    width = compiled.slots.shape[1]
    for step in range(1, width):
        for direction in (1, -1):
            position = compiled.anchors[pattern] + direction * step
            inside = (position >= 0) & (position < compiled.lengths[pattern])
            if not inside.any():
                continue
            edge = right if direction == 1 else left
            reached = _step(tokens, compiled, pattern, position, edge, low, high, direction, inside)
            if direction == 1:
                right = np.where(inside, reached, right)
            else:
                left = np.where(inside, reached, left)
            alive = ~inside | (reached >= 0)
            pattern, left, right, low, high = (array[alive] for array in (pattern, left, right, low, high))
    return tuple(np.concatenate(pair) for pair in zip(done, (left, right, pattern), strict=True))  # type: ignore[return-value]


def _step(
    tokens: Tokens,
    compiled: Compiled,
    pattern: Longs,
    position: Ints,
    edge: Longs,
    low: Longs,
    high: Longs,
    direction: int,
    inside: Bools,
) -> Longs:
    """The nearest token beyond ``edge`` that fills the slot at ``position``, or −1."""
    reached = np.full(len(pattern), -1, dtype=np.int64)
    slot = np.where(inside, compiled.slots[pattern, np.where(inside, position, 0)], -1)
    # The gap is written before the right-hand slot of the two.
    written = np.where(inside, position if direction == 1 else position + 1, 0)
    gap = compiled.gaps[pattern, written]
    particles = compiled.particles[pattern, written]
    open_ = inside.copy()
    skipped_only_particles = np.ones(len(pattern), np.bool_)
    for distance in range(1, 2 + max(int(gap.max(initial=0)), _PARTICLES if particles.any() else 0)):
        token = edge + direction * distance
        open_ &= (token >= low) & (token < high)
        allowed = (distance <= gap + 1) | (particles & skipped_only_particles & (distance <= _PARTICLES + 1))
        live = np.flatnonzero(open_ & allowed)
        if not len(live):
            break
        filled = live[_fills(tokens.snapshot, tokens.units[token[live]], slot[live], compiled)]
        reached[filled] = token[filled]
        open_[filled] = False
        skipped_only_particles[live] &= (tokens.flags[token[live]] & int(Cue.PARTICLE)) != 0
    return reached


def _fills(snapshot: Snapshot, units: Ints, slots: Ints, compiled: Compiled) -> Bools:
    codes = units.astype(np.int64) * (int(compiled.slots.max(initial=0)) + 1) + slots
    places = np.searchsorted(snapshot.fills, codes)
    places[places == len(snapshot.fills)] = 0
    filled: Bools = snapshot.fills[places] == codes
    return filled


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


def suppress(tokens: Tokens, compiled: Compiled, found: dict[Role, Matches]) -> Matches:
    """The entry matches that no ``unless`` context forbids."""
    entries = found[Role.ENTRY]
    within, after, before = (found[role] for role in (Role.UNLESS_SENTENCE, Role.UNLESS_AFTER, Role.UNLESS_BEFORE))
    sentence = tokens.sentence_of(entries.first)
    scale = len(tokens) + 1
    forbidden = np.isin(entries.owner * scale + sentence, within.owner * scale + tokens.sentence_of(within.first))
    for contexts, edge, ends, direction in (
        (after, entries.core, after.first, 1),
        (before, entries.first, before.last, -1),
    ):
        reach = compiled.reaches[contexts.pattern]
        for apart in range(1, 2 + int(reach.max(initial=0))):
            near = reach >= apart - 1
            touching = entries.owner * scale + edge + direction * apart
            hit = np.isin(touching, contexts.owner[near] * scale + ends[near])
            hit[hit] = tokens.sentence_of(edge[hit] + direction * apart) == sentence[hit]
            forbidden |= hit
    return entries.take(~forbidden)


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
    order = np.lexsort((matches.pattern, matches.first, group))
    matches, group = matches.take(order), group[order]
    if not len(matches):
        return matches
    # A gap wider than any span between groups keeps them from touching in the running maximum.
    shift = group.astype(np.int64) * (int(matches.last.max()) + 2)
    first, last = matches.first + shift, matches.last + shift
    reach = np.maximum.accumulate(last)
    fresh = np.append(True, first[1:] > reach[:-1])
    clusters = np.flatnonzero(fresh)
    sizes = np.diff(np.append(clusters, len(matches)))
    keep = np.ones(len(matches), np.bool_)
    rank = np.lexsort((matches.pattern, first, -lengths[matches.pattern], -(last - first)))
    place = np.empty(len(rank), np.int64)
    place[rank] = np.arange(len(rank))
    spans = list(zip(first.tolist(), last.tolist(), strict=True))
    for begin, size in zip(clusters[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        members = sorted(range(begin, begin + size), key=place.__getitem__)
        taken: list[tuple[int, int]] = []
        for member in members:
            start, end = spans[member]
            if all(end < other[0] or start > other[1] for other in taken):
                taken.append((start, end))
            else:
                keep[member] = False
    return matches.take(keep)
