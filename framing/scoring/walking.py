"""The walk in arrays: where patterns are anchored in the tokens of a batch, and what stands beside matches.

Only tokens that can be some pattern's anchor are looked at, and most of these fall at one look at the words beside
them, as do most of the patterns anchored in the others. From the anchor the rest are followed outwards, slot by slot,
all at once. ``walking_compiled`` does the same one after the other, in C.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, Literal

import numpy as np

from framing.arrays import Bools, Ints, Longs, blocks, is_among, ranges
from framing.languages.base import Cue
from framing.lexicon.compile import Compiled
from framing.lexicon.slots import Role
from framing.memory import claim
from framing.scoring.analysis import Flag
from framing.scoring.effort import tick
from framing.scoring.snapshot import Lists, VocabularySnapshot
from framing.scoring.tokens import Tokens

__all__ = ["PARTICLES", "beside", "places", "within"]

#: Particles that may stand between a noun and its light verb ("समर्थन भी नहीं किया" has two).
PARTICLES: Final = 2
#: Pairs of a word and a pattern that are looked at in one go. News has as many in a batch; a text that says "film" on
#: and on has fifty times as many, and would take gigabytes.
_ROWS: Final = 2_000_000
#: Memory that such a pair takes while it is followed.
_ROW_BYTES: Final = 100


def places(tokens: Tokens, compiled: Compiled) -> tuple[Longs, Longs, Longs]:
    """Where patterns of entries, actors and negation cues stand, overlapping ones too.

    Returns:
        (first token, last token, pattern): those of one word by token, then the longer ones by anchor.
    """
    anchors = tokens.where(Flag.ANCHOR)
    alone = ((anchor, anchor, pattern) for anchor, pattern in _candidates(tokens, anchors, tokens.snapshot.alone))
    keys, before, after = (tokens.keys(np.clip(anchors + side, 0, len(tokens) - 1)) for side in (0, -1, 1))
    anchors = anchors[tokens.snapshot.may_be_met(keys, before, after)]
    candidates = _candidates(tokens, anchors, tokens.snapshot.anchored)
    longer = (_follow(tokens, compiled, *block) for block in candidates)
    return _joined(chain(alone, longer))


def _candidates(tokens: Tokens, places: Longs, lists: Lists) -> Iterator[tuple[Longs, Longs]]:
    """The tokens at some places, and the patterns anchored in their words: one element a pair, some at a time."""
    keys = tokens.keys(places)
    begin = lists.first[keys]
    counts = lists.first[keys + 1] - begin
    claim(_ROW_BYTES * min(_ROWS, int(counts.sum())))
    for block in blocks(counts, _ROWS):
        tick()
        members = lists.members[ranges(begin[block], counts[block])]
        yield np.repeat(places[block], counts[block]), members.astype(np.int64)


def _joined(parts: Iterable[tuple[Longs, Longs, Longs]]) -> tuple[Longs, Longs, Longs]:
    """(first, last, pattern) of all parts."""
    nothing = np.zeros(0, np.int64)
    first, last, pattern = (np.concatenate(arrays) for arrays in zip((nothing,) * 3, *parts, strict=True))
    return first, last, pattern


def _follow(tokens: Tokens, compiled: Compiled, anchor: Longs, pattern: Longs) -> tuple[Longs, Longs, Longs]:
    """Follow candidates from their anchors to both ends; those that fail drop out."""
    single = compiled.lengths[pattern] == 1
    done = (anchor[single], anchor[single], pattern[single])
    anchor, pattern = anchor[~single], pattern[~single]
    likely = _fits_beside(tokens, compiled, anchor, pattern)
    anchor, pattern = anchor[likely], pattern[likely]
    last = _walk(tokens, compiled, pattern, compiled.anchors[pattern] + 1, anchor, 1)
    anchor, pattern, last = anchor[last >= 0], pattern[last >= 0], last[last >= 0]
    first = _walk(tokens, compiled, pattern, compiled.anchors[pattern] - 1, anchor, -1)
    complete = (first[first >= 0], last[first >= 0], pattern[first >= 0])
    return (
        np.concatenate([done[0], complete[0]]),
        np.concatenate([done[1], complete[1]]),
        np.concatenate([done[2], complete[2]]),
    )


def _fits_beside(tokens: Tokens, compiled: Compiled, anchor: Longs, pattern: Longs) -> Bools:
    """Which candidates are not ruled out by the word directly beside the anchor; a few false ones pass."""
    side = compiled.sides[pattern]
    beside = np.clip(anchor + side, 0, len(tokens) - 1)
    fits: Bools = tokens.snapshot.may_fill(tokens.keys(beside), compiled.side_slots[pattern], compiled)
    fits |= side == 0
    return fits


def _walk(
    tokens: Tokens, compiled: Compiled, pattern: Longs, position: Ints, edge: Longs, direction: Literal[1, -1]
) -> Longs:
    """Fill a pattern's slots one after the other, away from a token.

    Args:
        tokens: of the batch.
        compiled: whose patterns.
        pattern: pattern numbers.
        position: the first slot to fill.
        edge: the token to start beside; slots are filled within its sentence.
        direction: 1 rightwards to the last slot, −1 leftwards to the first.

    Returns:
        The last token filled (``edge`` itself where no slot was left to fill), −1 where a slot stayed empty.
    """
    edge = edge.copy()
    if not len(edge):
        return edge
    sentence = tokens.sentence_of(edge)
    low, high = tokens.sentences[sentence], tokens.sentence_ends[sentence]
    step = 0
    while True:
        place = position + direction * step
        live = np.flatnonzero((place >= 0) & (place < compiled.lengths[pattern]) & (edge >= 0))
        if not len(live):
            return edge
        edge[live] = _step(tokens, compiled, pattern[live], place[live], edge[live], low[live], high[live], direction)
        step += 1


def _step(
    tokens: Tokens,
    compiled: Compiled,
    pattern: Longs,
    position: Ints,
    edge: Longs,
    low: Longs,
    high: Longs,
    direction: Literal[1, -1],
) -> Longs:
    """The nearest token beyond ``edge`` that fills the slot at ``position``, or −1."""
    reached = np.full(len(pattern), -1, dtype=np.int64)
    slot = compiled.slots[pattern, position]
    # The gap is written before the right-hand slot of the two.
    written = position if direction == 1 else position + 1
    gap = compiled.gaps[pattern, written]
    particles = compiled.particles[pattern, written]
    searching = np.ones(len(pattern), np.bool_)
    only_particles = searching.copy()
    for distance in range(1, 2 + max(int(gap.max(initial=0)), PARTICLES if particles.any() else 0)):
        token = edge + direction * distance
        searching &= (token >= low) & (token < high)
        allowed = (distance <= gap + 1) | (particles & only_particles & (distance <= PARTICLES + 1))
        live = np.flatnonzero(searching & allowed)
        if not len(live):
            break
        filled = live[_fills(tokens.snapshot, tokens.keys(token[live]), slot[live], compiled)]
        reached[filled] = token[filled]
        searching[filled] = False
        only_particles[live] &= (tokens.flags[token[live]] & int(Cue.PARTICLE)) != 0
    return reached


def _fills(snapshot: VocabularySnapshot, keys: Ints, slots: Ints, compiled: Compiled) -> Bools:
    filled = snapshot.may_fill(keys, slots, compiled)
    likely = np.flatnonzero(filled)
    codes = keys[likely].astype(np.int64) * compiled.slot_count + slots[likely]
    filled[likely] = is_among(codes, snapshot.fills)
    return filled


def within(tokens: Tokens, compiled: Compiled, owner: Longs, first: Longs) -> Bools:
    """Which matches have a context of their entry in their sentence.

    Args:
        tokens: of the batch.
        compiled: whose contexts.
        owner: the matches' entries; each has such a context.
        first: the matches' first tokens.
    """
    scale = compiled.entry_frame.height
    sentence = tokens.sentence_of(first).astype(np.int64)
    wanted = sentence * scale + owner

    # Contexts are common words: they are looked at in these sentences alone, and for these entries.
    chosen = np.unique(sentence)
    words = ranges(tokens.sentences[chosen], tokens.sentence_ends[chosen] - tokens.sentences[chosen])
    codes, is_within = np.unique(wanted), np.zeros(len(first), np.bool_)
    for anchor, pattern in _candidates(tokens, words, tokens.snapshot.contexts):
        needed = is_among(tokens.sentence_of(anchor).astype(np.int64) * scale + compiled.owners[pattern], codes)
        begin, _, pattern = _follow(tokens, compiled, anchor[needed], pattern[needed])
        met = tokens.sentence_of(begin).astype(np.int64) * scale + compiled.owners[pattern]
        is_within |= is_among(wanted, np.unique(met))
    return is_within


def beside(
    tokens: Tokens, compiled: Compiled, owner: Longs, edge: Longs, role: Role, direction: Literal[1, -1]
) -> Bools:
    """Which matches have one of their entry's contexts directly beside them.

    These contexts are followed from the match rather than searched for: many are as common as "to" or "the".
    """
    contexts = np.flatnonzero(compiled.roles == role)
    # Entry → its contexts, which follow each other.
    begins = np.searchsorted(compiled.owners[contexts], np.arange(compiled.entry_frame.height + 1))
    counts = np.diff(begins)[owner]
    result = np.zeros(len(owner), np.bool_)
    for block in blocks(counts, _ROWS):
        match = np.repeat(np.arange(block.start, block.stop), counts[block])
        pattern = contexts[ranges(begins[owner[block]], counts[block])]
        position = np.zeros(len(match), np.int32) if direction == 1 else compiled.lengths[pattern] - 1
        near = edge[match]
        likely = _may_begin(tokens, compiled, pattern, position, near, direction)
        match, pattern, position, near = match[likely], pattern[likely], position[likely], near[likely]
        result[match[_walk(tokens, compiled, pattern, position, near, direction) >= 0]] = True
    return result


def _may_begin(
    tokens: Tokens, compiled: Compiled, pattern: Longs, position: Ints, edge: Longs, direction: Literal[1, -1]
) -> Bools:
    """Which walks are not ruled out by the word beside the edge; a few false ones pass."""
    beside = np.clip(edge + direction, 0, len(tokens) - 1)
    may = tokens.snapshot.may_fill(tokens.keys(beside), compiled.slots[pattern, position], compiled)
    written = position if direction == 1 else position + 1
    may |= (compiled.gaps[pattern, written] > 0) | compiled.particles[pattern, written]
    return may
