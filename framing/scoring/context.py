"""Context: negation within a match's clause, an intensifier before it, the nearest actor in its sentence."""

from __future__ import annotations

from typing import Final

import numpy as np

from framing.arrays import Bools, Ints, Longs, first_from, ranges
from framing.languages.base import Cue
from framing.lexicon.compile import Compiled
from framing.scoring.analysis import Flag
from framing.scoring.matching import Matches, longest
from framing.scoring.tokens import Tokens

__all__ = ["INTENSIFIED", "intensified", "nearest_actor", "negated", "negating"]


#: What an intensifier directly before a match does to its weight. A convention, half a step of the weights 1 and
#: 2; it moves the descriptive ``weighted`` only, never a hit count, and so no estimate.
INTENSIFIED: Final = 1.5
#: Words from the beginning of a question to its "not": "Has the ministry not failed?".
_TO_NOT: Final = 4


def negated(tokens: Tokens, compiled: Compiled, matches: Matches, cues: Matches) -> Bools:
    """Which matches are negated: a cue in the same clause reaches them.

    Args:
        tokens: of the batch.
        compiled: whose negation cues were matched.
        matches: entry matches.
        cues: negation matches, the longest: a longer cue ("न केवल") shields a shorter one in it.
    """
    result = np.zeros(len(matches), np.bool_)
    if not len(cues):
        return result
    # How many words ahead and behind each cue reaches.
    ahead, behind = np.array([(cue.ahead, cue.behind) for cue in compiled.language.negations], np.int64)[cues.owner].T
    # A cue is rare, and most matches have none near.
    near = np.flatnonzero(_near(matches, cues, ahead, behind))
    result[near] = _negated(tokens, compiled, matches.take(near), cues, ahead, behind)
    return result


def _near(matches: Matches, cues: Matches, ahead: Longs, behind: Longs) -> Bools:
    """Which matches have a cue among their words, or no further away than the furthest that any reaches."""
    index = np.searchsorted(cues.last, matches.first - ahead.max())
    first = cues.first[np.minimum(index, len(cues) - 1)]
    near: Bools = (index < len(cues)) & (first <= matches.last + behind.max())
    return near


def _negated(tokens: Tokens, compiled: Compiled, matches: Matches, cues: Matches, ahead: Longs, behind: Longs) -> Bools:
    begins = (tokens.flags & int(Cue.CLAUSE | Cue.SUBORDINATE | Flag.CLAUSE_MARK)) != 0
    begins[tokens.sentences] = True
    if compiled.language.verb_position == "last":
        # "कहा कि … नहीं": a verb's negation stands in the verb's own clause. Not so where the cue has it: "न कि".
        opens = (tokens.flags & int(Cue.COMPLEMENTIZER)) != 0
        opens[cues.last] = False
        begins[1:] |= opens[:-1]
    clause = np.cumsum(begins, dtype=np.int32)
    plain = ~_rhetorical(tokens, compiled, cues)
    emphatic = (compiled.entry_frame["dimension"] == "intensifier").to_numpy()[matches.owner]
    signed = compiled.entry_frame["signed"].to_numpy()[matches.owner]
    result = np.zeros(len(matches), np.bool_)
    # What an intensifier has of a cue among its own words ("by no means") reaches the words it strengthens. "Failed" is
    # bad and yet a cue of what was failed to do; no other dimension hangs on that.
    several = compiled.lengths[matches.pattern] > 1
    for chosen, holders in (
        (emphatic, ~signed),
        (~(emphatic | signed), ~(emphatic | signed)),
        (signed, several),
    ):
        free = _outside_entries(tokens, compiled, matches.take(holders), cues) & plain
        targets = matches.take(chosen)
        for reach, reached in ((ahead, _reached_ahead), (behind, _reached_behind)):
            used = free & (reach > 0)
            result[chosen] |= reached(clause, targets, cues.take(used), reach[used])
    result[signed & ~several] &= ~negating(tokens, compiled, matches.take(signed & ~several), cues)
    return result


def _rhetorical(tokens: Tokens, compiled: Compiled, cues: Matches) -> Bools:
    """Cues of questions that expect a yes: "सरकार की विफलता नहीं है?", "Isn't this a failure?" claim what they ask.

    Where verbs stand last, the one word of negation stands right before the last verb; longer cues ("क्यों नहीं") ask why
    it is not so. Where they stand first, the question begins with the negated verb, or with a verb that its subject and
    "not" follow.
    """
    begin, stop = tokens.sentence_spans(cues.first)
    asked = tokens.is_question[tokens.sentence_of(cues.first)]
    if compiled.language.verb_position == "last":
        rest = tokens.after(np.flatnonzero((tokens.flags & int(Cue.AUXILIARY)) == 0), cues.last)
        last: Bools = asked & (cues.first == cues.last) & (rest == stop)
        return last
    opens = np.where((tokens.flags[begin] & int(Cue.CLAUSE)) != 0, begin + 1, begin)
    inverted = (tokens.flags[np.minimum(opens, stop - 1)] & int(Cue.AUXILIARY)) != 0
    rhetorical: Bools = asked & inverted & (cues.first - opens <= _TO_NOT)
    return rhetorical


def _outside_entries(tokens: Tokens, compiled: Compiled, matches: Matches, cues: Matches) -> Bools:
    """The cues that no entry has among its own words: not those of "पुष्टि नहीं", "without evidence"."""
    solid = matches.core - matches.first + 1 == compiled.lengths[matches.pattern]
    # A mark has no words.
    solid &= compiled.signs[matches.pattern] == 0
    taken = np.zeros(len(tokens), np.bool_)
    taken[ranges(matches.first[solid], compiled.lengths[matches.pattern[solid]])] = True
    free: Bools = ~taken[cues.first]
    return free


def negating(tokens: Tokens, compiled: Compiled, matches: Matches, cues: Matches) -> Bools:
    """Which matches have a negation cue among their own words: "by no means" strengthens a no, not what is negated."""
    reaches = np.array([cue.ahead + cue.behind > 0 for cue in compiled.language.negations], dtype=np.bool_)
    places = np.unique(cues.first[reaches[cues.owner]])
    held: Bools = first_from(places, matches.first, len(tokens)) <= matches.last
    return held


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
    """Which matches have an intensifier directly before them in their sentence, or begin within one ("कड़ी निंदा").

    A particle may stand between the two ("बेहद ही खराब").
    """
    first, last = matches.first[is_intensifier], matches.last[is_intensifier]
    reach = np.zeros(len(tokens) + 2, np.bool_)
    # Token → whether an intensifier ends before it, or began before it and goes on: what begins here is strengthened.
    reach[ranges(first + 1, last - first + 1)] = True
    last = last[last < len(tokens) - 1]
    particle = (tokens.flags[last + 1] & int(Cue.PARTICLE)) != 0
    particle &= tokens.sentence_of(last + 1) == tokens.sentence_of(last)
    reach[last[particle] + 2] = True
    follows = reach[matches.first] & ~is_intensifier
    before = matches.first[follows] - 1
    follows[follows] = tokens.sentence_of(before) == tokens.sentence_of(matches.first[follows])
    return follows


def nearest_actor(tokens: Tokens, compiled: Compiled, matches: Matches, actors: Matches) -> Longs:
    """For each match the owner number of the nearest actor in its sentence, or −1; of two as near, the one before.

    An actor within the span counts as nearest.
    """
    actors = longest(actors, np.zeros(len(actors), np.int64), compiled.lengths)
    if not len(actors) or not len(matches):
        return np.full(len(matches), -1, dtype=np.int64)
    homes = tokens.sentence_of(actors.first)
    named = np.zeros(len(tokens.sentences), np.bool_)
    named[homes] = True
    sentence = tokens.sentence_of(matches.first)
    near = np.flatnonzero(named[sentence])
    sentence, first, last = sentence[near], matches.first[near], matches.last[near]
    after = np.searchsorted(actors.first, first, side="left")
    far = np.iinfo(np.int64).max
    best, distance = np.full(len(near), -1, dtype=np.int64), np.full(len(near), far)
    for index in (after - 1, after):
        valid = (index >= 0) & (index < len(actors))
        place = np.clip(index, 0, len(actors) - 1)
        valid &= homes[place] == sentence
        apart = np.maximum(actors.first[place] - last, first - actors.last[place])
        closer = valid & (apart < distance)
        best = np.where(closer, actors.owner[place], best)
        distance = np.where(closer, apart, distance)
    nearest = np.full(len(matches), -1, dtype=np.int64)
    nearest[near] = best
    return nearest
