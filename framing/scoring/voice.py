"""Voice: whose words they are.

The outlet's own, quoted in marks, reported as indirect speech, or a mention of one to three words in marks. Reported
speech begins after a verb or noun of saying and its complementizer ("ने कहा कि …", "نے کہا ہے کہ …", "said that …")
and runs to the end of the sentence, or to the clause in which the next speaker takes over. It runs on into the
sentences that follow as long as these show a sign of speech (first person, the future or modal of a statement) and
none of narration.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from framing.schemas import VOICES
from framing.scoring.analysis import Flag
from framing.scoring.arrays import ranges
from framing.scoring.tokens import Tokens
from framing.text.language import Cue, Language
from framing.text.quotations import pair_marks

__all__ = ["MENTION", "OWN", "QUOTED", "REPORTED", "voices"]

OWN: Final = VOICES.index("own")
QUOTED: Final = VOICES.index("quoted")
REPORTED: Final = VOICES.index("reported")
MENTION: Final = VOICES.index("mention")

Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Spans = tuple[Longs, Longs]

#: Words between a verb of saying and its complementizer: "کہنا تھا کہ", "told reporters on Monday that".
_TO_COMPLEMENTIZER: Final = 5
#: A verb of calling with a complementizer within this many words is a verb of telling.
_DECLARING_ALONE: Final = 3
#: A quotation of up to this many words is a mention: a name, a term, a fragment.
_MENTION_WORDS: Final = 3
#: Fewer words than this after a bare "said" are not what was said but who said it ("…, said the minister").
_BARE_CONTENT: Final = 4


def voices(tokens: Tokens, language: Language) -> npt.NDArray[np.int8]:
    """The voice of each token, as an index into ``VOICES``.

    Marks go before indirect speech: a mention within reported speech is a mention, a quotation within it is quoted.
    """
    result = np.zeros(len(tokens), np.int8)
    first, end = _reported(tokens, language)
    result[ranges(first, end - first)] = REPORTED
    quotations = pair_marks(tokens.quote_places)
    first = np.array([quotation.first for quotation in quotations], dtype=np.int64)
    end = np.array([quotation.end for quotation in quotations], dtype=np.int64)
    whole = np.array([quotation.sentence for quotation in quotations], dtype=np.bool_)
    short = (end - first <= _MENTION_WORDS) & ~whole
    # Quotations do not overlap.
    result[ranges(first, end - first)] = np.repeat(np.where(short, MENTION, QUOTED), end - first)
    return result


def _reported(tokens: Tokens, language: Language) -> Spans:
    """Spans of indirect speech."""
    if not len(tokens):
        empty = np.zeros(0, np.int64)
        return empty, empty
    opened, verb = _openings(tokens, language)
    first, end, to_the_end = _within_sentences(tokens, opened, verb)
    declared = _declared(tokens)
    before = _said_before(tokens, language)
    running = _running_on(tokens, first, to_the_end)
    return (
        np.concatenate([first, declared[0], before[0], running[0]]),
        np.concatenate([end, declared[1], before[1], running[1]]),
    )


def _openings(tokens: Tokens, language: Language) -> Spans:
    """Where indirect speech begins, and the word of saying that opens it; ascending."""
    complementizer = tokens.where(Cue.COMPLEMENTIZER)
    saying = tokens.where(Cue.REPORTING)
    verb = _last_before(saying, complementizer)
    valid = (verb >= 0) & (complementizer - verb <= _TO_COMPLEMENTIZER + 1)
    valid &= (tokens.flags[np.maximum(complementizer - 1, 0)] & int(Cue.ASIDE)) == 0
    valid[valid] = tokens.sentence_of(verb[valid]) == tokens.sentence_of(complementizer[valid])
    opened, verbs = [complementizer[valid] + 1], [verb[valid]]
    according = tokens.where(Cue.ACCORDING)
    if language.verb_position == "last":
        # "X के मुताबिक …": a postposition, so what follows is what X says.
        opened.append(according + 1)
        verbs.append(np.maximum(according - 2, 0))
    else:
        lead = according[according - tokens.sentences[tokens.sentence_of(according)] <= 1]
        comma = _first_from(tokens.where(Flag.CLAUSE_MARK), lead + 1, len(tokens))
        opened.append(comma)
        verbs.append(lead)
    bare = tokens.where(Cue.REPORTING_BARE)
    rest = tokens.sentence_ends[tokens.sentence_of(bare)] - bare - 1
    takes_that = np.isin(bare, verbs[0])
    content = bare[(rest >= _BARE_CONTENT) & ~takes_that]
    opened.append(content + 1)
    verbs.append(content)
    return _same_sentence(tokens, np.concatenate(opened), np.concatenate(verbs))


def _same_sentence(tokens: Tokens, opened: Longs, verb: Longs) -> Spans:
    inside = opened < len(tokens)
    opened, verb = opened[inside], verb[inside]
    same = tokens.sentence_of(opened) == tokens.sentence_of(verb)
    order = np.argsort(opened[same], kind="stable")
    return opened[same][order], verb[same][order]


def _within_sentences(tokens: Tokens, opened: Longs, verb: Longs) -> tuple[Longs, Longs, Bools]:
    """Spans from each opening to the next speaker or the sentence's end, and whether they reach that end."""
    sentence = tokens.sentence_of(opened)
    end = tokens.sentence_ends[sentence]
    if len(opened) > 1:
        again = sentence[1:] == sentence[:-1]
        # The outlet's voice returns where the clause of the next speaker begins: at "جبکہ", else at a comma, else
        # at its verb.
        clause = _last_before(tokens.where(Cue.CLAUSE), verb[1:])
        comma = _last_before(tokens.where(Flag.CLAUSE_MARK), verb[1:])
        turn = np.where(clause > opened[:-1], clause, np.where(comma > opened[:-1], comma, verb[1:]))
        end[:-1] = np.where(again, np.maximum(turn, opened[:-1]), end[:-1])
        to_the_end = np.append(~again, True)
    else:
        to_the_end = np.ones(len(opened), np.bool_)
    return opened, end, to_the_end


def _declared(tokens: Tokens) -> Spans:
    """What somebody calls something: "صدر نے … سنگ میل قرار دیا", from the ergative to the verb.

    Directly before a complementizer such a verb tells instead ("बताया कि …") and calls nothing anything.
    """
    verb = tokens.where(Cue.DECLARING)
    speaker = _last_before(tokens.where(Cue.NARRATIVE), verb)
    content = _first_from(tokens.where(Cue.COMPLEMENTIZER), verb, len(tokens) + _TO_COMPLEMENTIZER)
    tells = content - verb <= _DECLARING_ALONE
    valid = (speaker >= 0) & ~tells
    valid[valid] = tokens.sentence_of(speaker[valid]) == tokens.sentence_of(verb[valid])
    return speaker[valid] + 1, verb[valid]


def _said_before(tokens: Tokens, language: Language) -> Spans:
    """English speech that stands before its verb, as in "The plan failed, Smith said"."""
    if language.verb_position == "last":
        empty = np.zeros(0, np.int64)
        return empty, empty
    bare = tokens.where(Cue.REPORTING_BARE)
    sentence = tokens.sentence_of(bare)
    short = tokens.sentence_ends[sentence] - bare - 1 < _BARE_CONTENT
    comma = _last_before(tokens.where(Flag.CLAUSE_MARK), bare + 1)
    begin = tokens.sentences[sentence]
    valid = short & (comma > begin)
    according = tokens.where(Cue.ACCORDING)
    start = tokens.sentences[tokens.sentence_of(according)]
    late = according - start > 1
    return np.concatenate([begin[valid], start[late]]), np.concatenate([comma[valid], according[late]])


def _running_on(tokens: Tokens, opened: Longs, to_the_end: Bools) -> Spans:
    """Sentences into which indirect speech runs on."""
    flags = np.bitwise_or.reduceat(tokens.flags, tokens.sentences)
    # "ہم نے …" has an ergative and yet is no narration of the outlet's.
    first_person = (flags & int(Cue.FIRST_PERSON)) != 0
    speech = first_person | ((flags & int(Cue.RUNNING_ON)) != 0)
    told = ((flags & int(Cue.NARRATIVE)) != 0) & ~first_person
    heads = np.zeros(len(flags), np.bool_)
    begins = tokens.first[:-1]
    heads[tokens.sentence_of(begins[begins < len(tokens)])] = True
    speaking = np.zeros(len(flags), np.bool_)
    speaking[tokens.sentence_of(opened[to_the_end])] = True
    goes_on = speech & ~told & ~heads & ~speaking
    # The last sentence that does not merely go on decides for all that do.
    decides = np.maximum.accumulate(np.where(goes_on, 0, np.arange(len(flags))))
    running = np.flatnonzero(goes_on & speaking[decides])
    return tokens.sentences[running], tokens.sentence_ends[running]


def _last_before(places: Longs, tokens: Longs) -> Longs:
    """For each token, the last of ``places`` before it, or −1."""
    if not len(places):
        return np.full(len(tokens), -1, dtype=np.int64)
    index = np.searchsorted(places, tokens, side="left") - 1
    return np.where(index >= 0, places[np.maximum(index, 0)], -1)


def _first_from(places: Longs, tokens: Longs, missing: int) -> Longs:
    """For each token, the first of ``places`` at or after it, or ``missing``."""
    if not len(places):
        return np.full(len(tokens), missing, dtype=np.int64)
    index = np.searchsorted(places, tokens, side="left")
    return np.where(index < len(places), places[np.minimum(index, len(places) - 1)], missing)
