"""Context: negation within a match's clause, an intensifier before it, the nearest actor in its sentence."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from framing.lexicon.compiling import Compiled
from framing.scoring.analysis import Flag
from framing.scoring.arrays import ranges
from framing.scoring.matching import Matches, longest
from framing.scoring.tokens import Tokens
from framing.text.language import Cue

__all__ = ["INTENSIFIED", "intensified", "nearest_actor", "negated"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

#: What an intensifier directly before a match does to its weight. A convention, half a step of the weights 1 and
#: 2; it moves the descriptive ``weighted`` only, never a hit count, and so no estimate.
INTENSIFIED: Final = 1.5


def negated(tokens: Tokens, compiled: Compiled, matches: Matches, cues: Matches) -> Bools:
    """Which matches are negated: a cue in the same clause reaches them.

    Args:
        tokens: of the batch.
        compiled: whose negation cues were matched.
        matches: entry matches.
        cues: negation matches, overlapping ones too; a longer cue ("न केवल") shields a shorter one in it.
    """
    cues = longest(cues, np.zeros(len(cues), np.int64), compiled.lengths)
    reach = compiled.language.negations
    ahead = np.array([cue.ahead for cue in reach], dtype=np.int64)[cues.owner]
    behind = np.array([cue.behind for cue in reach], dtype=np.int64)[cues.owner]
    begins = (tokens.flags & int(Cue.CLAUSE | Flag.CLAUSE_MARK)) != 0
    begins[tokens.sentences] = True
    clause = np.cumsum(begins, dtype=np.int32)
    cues, ahead, behind = _outside_entries(tokens, compiled, matches, cues, ahead, behind)
    return _reached_ahead(clause, matches, cues.take(ahead > 0), ahead[ahead > 0]) | _reached_behind(
        clause, matches, cues.take(behind > 0), behind[behind > 0]
    )


def _outside_entries(
    tokens: Tokens, compiled: Compiled, matches: Matches, cues: Matches, ahead: Longs, behind: Longs
) -> tuple[Matches, Longs, Longs]:
    """Leave out the cues that an entry has among its own words: "पुष्टि नहीं", "without evidence"."""
    solid = matches.core - matches.first + 1 == compiled.lengths[matches.pattern]
    taken = np.zeros(len(tokens), np.bool_)
    taken[ranges(matches.first[solid], compiled.lengths[matches.pattern[solid]])] = True
    free = ~taken[cues.first]
    return cues.take(free), ahead[free], behind[free]


def _reached_ahead(clause: Ints, matches: Matches, cues: Matches, reach: Longs) -> Bools:
    """Matches that begin at most ``reach`` words after a cue, or that have one within them ("समर्थन नहीं किया")."""
    if not len(cues):
        return np.zeros(len(matches), np.bool_)
    index = np.searchsorted(cues.first, matches.last, side="right") - 1
    near = cues.take(np.maximum(index, 0))
    apart = matches.first - near.last
    same = (clause[near.last] == clause[matches.first]) | (apart <= 0)
    reached: Bools = (index >= 0) & same & (apart <= reach[np.maximum(index, 0)])
    return reached


def _reached_behind(clause: Ints, matches: Matches, cues: Matches, reach: Longs) -> Bools:
    """Matches that end at most ``reach`` words before a cue, or that have one within them."""
    if not len(cues):
        return np.zeros(len(matches), np.bool_)
    index = np.searchsorted(cues.last, matches.first, side="left")
    place = np.minimum(index, len(cues) - 1)
    near = cues.take(place)
    apart = near.first - matches.last
    same = (clause[near.first] == clause[matches.last]) | (apart <= 0)
    reached: Bools = (index < len(cues)) & same & (apart <= reach[place])
    return reached


def intensified(tokens: Tokens, matches: Matches, is_intensifier: Bools) -> Bools:
    """Which matches have an intensifier directly before them in their sentence."""
    ends = np.zeros(len(tokens) + 1, np.bool_)
    ends[matches.last[is_intensifier]] = True
    before = matches.first - 1
    follows = ends[before] & ~is_intensifier
    follows[follows] = tokens.sentence_of(before[follows]) == tokens.sentence_of(matches.first[follows])
    return follows


def nearest_actor(tokens: Tokens, compiled: Compiled, matches: Matches, actors: Matches) -> Longs:
    """For each match the owner number of the nearest actor in its sentence, or −1; of two as near, the one before.

    An actor within the span counts as nearest.
    """
    actors = longest(actors, np.zeros(len(actors), np.int64), compiled.lengths)
    if not len(actors) or not len(matches):
        return np.full(len(matches), -1, dtype=np.int64)
    sentence = tokens.sentence_of(matches.first)
    homes = tokens.sentence_of(actors.first)
    after = np.searchsorted(actors.first, matches.first, side="left")
    far = np.iinfo(np.int64).max
    best, distance = np.full(len(matches), -1, dtype=np.int64), np.full(len(matches), far)
    for index in (after - 1, after):
        valid = (index >= 0) & (index < len(actors))
        place = np.clip(index, 0, len(actors) - 1)
        valid &= homes[place] == sentence
        apart = np.maximum(actors.first[place] - matches.last, matches.first - actors.last[place])
        closer = valid & (apart < distance)
        best = np.where(closer, actors.owner[place], best)
        distance = np.where(closer, apart, distance)
    return best
