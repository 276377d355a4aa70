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

from framing.arrays import Bools, Ints, Longs
from framing.languages.base import Cue
from framing.lexicon.compile import Compiled, Role
from framing.native.library import library
from framing.scoring.analysis import Flag
from framing.scoring.cues import Held, find_signs, in_place
from framing.scoring.orders import in_one_clause
from framing.scoring.tokens import Tokens

if library() is None:
    from framing.scoring.overlaps import kept
    from framing.scoring.walking import beside, places, within
else:
    from framing.scoring.overlaps import kept_compiled as kept
    from framing.scoring.walking_compiled import beside, places, within

__all__ = ["Matches", "find", "longest", "suppress"]


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
        return Matches(*(getattr(self, field.name)[chosen] for field in fields(self)))


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
