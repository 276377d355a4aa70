"""Which matches of words in another order, or apart, are the idiom that the entry has in the written order.

A verb before its noun, or some words before it, is in most texts the verb of something else. It belongs to the noun
where nothing between them begins a clause or is another verb, and nothing of the clause is left behind them: newsrooms
turn an idiom to let a headline or a sentence end with its point ("ने खोल दी सरकार की पोल").
"""

from __future__ import annotations

from typing import Final

import numpy as np

from framing.arrays import Bools, Longs
from framing.languages.base import Cue
from framing.lexicon.compile import Compiled
from framing.lexicon.patterns import SPLIT_AUXILIARIES
from framing.scoring.analysis import Flag
from framing.scoring.tokens import Tokens

__all__ = ["in_one_clause"]

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
