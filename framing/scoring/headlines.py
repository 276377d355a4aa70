"""Headlines that say whose words they are by punctuation alone, where verbs stand last: Hindi and Urdu.

"وزیراعظم: …", "…: شہباز شریف", "…، دفتر خارجہ". A colon or comma parts topics and places from the news as well
("کراچی: …", "پاکستان بمقابلہ بھارت: …"). So what is said must be a clause with its verb at its end, and who says
it an office or a body, or else stand behind a colon or behind words that no outlet says of itself (a promise, "we").
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from framing.scoring.analysis import Flag
from framing.scoring.arrays import Bools, Longs, Spans, first_from
from framing.scoring.tokens import Tokens
from framing.text.language import Cue

__all__ = ["headlines"]


#: A paragraph of more words than this is no headline; those of Hindi and Urdu newsrooms have up to two dozen.
_HEADLINE_WORDS: Final = 24
#: Words of a speaker beside the mark: "سپریم کورٹ بار کے صدر".
_SPEAKER_WORDS: Final = 4
#: Fewer words than this are no clause.
_CONTENT_WORDS: Final = 3

#: What a clause ends in; a speaker has none of it, nor what makes a clause of other words.
_FINITE: Final = int(Cue.AUXILIARY | Cue.RUNNING_ON | Cue.PARTICLE)
_NOT_IN_SPEAKER: Final = int(
    Cue.AUXILIARY | Cue.RUNNING_ON | Cue.NARRATIVE | Cue.COMPLEMENTIZER | Cue.OBJECT | Cue.REPORTING | Cue.FIRST_PERSON
)
#: What no outlet says of itself.
_SPOKEN: Final = int(Cue.RUNNING_ON | Cue.FIRST_PERSON)


def headlines(tokens: Tokens) -> Spans:
    """Spans of headlines that somebody else says.

    A headline is a paragraph of one sentence without a full stop behind it.
    """
    start, end = _paragraphs(tokens)
    colon = tokens.after(tokens.where(Flag.COLON), start)
    last_colon = tokens.before(tokens.where(Flag.COLON), end - 1, skip=0)
    mark = tokens.before(tokens.where(Flag.CLAUSE_MARK), end - 1, skip=0)
    before = _speech(tokens, colon, end) & _speaker(tokens, start, colon) & _named(tokens, start, colon)
    behind = _speech(tokens, start, last_colon) & _speaker(tokens, last_colon, end)
    promised = (_any(tokens, start, mark) & _SPOKEN) != 0
    comma = _speech(tokens, start, mark) & _speaker(tokens, mark, end) & (promised | _named(tokens, mark, end))
    return (
        np.concatenate([colon[before], start[behind], start[comma & ~behind]]),
        np.concatenate([end[before], last_colon[behind], mark[comma & ~behind]]),
    )


def _paragraphs(tokens: Tokens) -> Spans:
    """The paragraphs that are headlines."""
    start = tokens.where(Flag.NEWLINE)
    end = np.append(start[1:], len(tokens))
    one = tokens.sentence_of(end - 1) == tokens.sentence_of(start)
    stopped = first_from(tokens.stopped, end, -1) == end
    chosen = one & ~stopped & (end - start <= _HEADLINE_WORDS) & (end - start > _CONTENT_WORDS)
    return start[chosen], end[chosen]


def _speech(tokens: Tokens, first: Longs, end: Longs) -> Bools:
    """Whether a stretch is a clause with its verb at its end."""
    finite: Bools = (tokens.flags[np.maximum(end - 1, 0)] & _FINITE) != 0
    return (end - first >= _CONTENT_WORDS) & finite


def _speaker(tokens: Tokens, first: Longs, end: Longs) -> Bools:
    """Whether a stretch may be the name of a speaker."""
    words = end - first
    plain: Bools = (_any(tokens, first, end) & _NOT_IN_SPEAKER) == 0
    return (words > 0) & (words <= _SPEAKER_WORDS) & plain


def _named(tokens: Tokens, first: Longs, end: Longs) -> Bools:
    """Whether a stretch has an office or a body in it."""
    named: Bools = (_any(tokens, first, end) & int(Cue.SPEAKER)) != 0
    return named


def _any(tokens: Tokens, first: Longs, end: Longs) -> npt.NDArray[np.int32]:
    """The flags that any token of a stretch has, of stretches of up to a headline's length; others give none."""
    found = np.zeros(len(first), np.int32)
    valid = (first >= 0) & (end > first) & (end - first <= _HEADLINE_WORDS)
    if valid.any():
        bounds = np.stack([first[valid], end[valid]], axis=1).ravel()
        # The last stretch may end with the batch; it does so without being told.
        found[valid] = np.bitwise_or.reduceat(tokens.flags, bounds[bounds < len(tokens)])[::2]
    return found
