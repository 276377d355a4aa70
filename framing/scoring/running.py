"""Speech that goes on over the end of a sentence, where verbs stand last: Hindi and Urdu.

What was said goes on as long as the sentences that follow have a sign of speech (the first person, the future, what
should be) and none of narration (the ergative, an aside to the readers). Present tense is such a sign too, if the
speech began in the same paragraph with somebody who said it: news tells what happened in the past tense. Of a hundred
sentences of Hindi and Urdu news in the present tense behind "… said that …", nearly ninety were the speaker's; behind
"according to …" half of them were. Past tense tells nothing: the outlet goes on with the story as often. But what
stands between speech and speech in one paragraph is speech: before "we" and before the same speaker's next word.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from framing.arrays import Bools, Ints, Longs, Spans, ranges
from framing.languages.base import Cue, Language
from framing.scoring.analysis import Flag
from framing.scoring.tokens import Tokens

__all__ = ["running_on"]

#: Words of a sentence among which the outlet says that it turns to its readers or to something else.
_LEAD: Final = 3
#: Sentences without any sign that speech goes over, from a sentence of speech to the next.
_BRIDGE: Final = 3
#: The ergative stands this early where a speaker named before goes on: "उन्होंने कहा", "وزیراعظم نے کہا".
_SHORT_SPEAKER: Final = 1
#: Words from a negation to the verb that it leaves without its copula: "नहीं मान सकते".
_TO_NEGATION: Final = 3
#: Words between an aside's beginning and its complementizer.
_TO_COMPLEMENTIZER: Final = 5


def running_on(tokens: Tokens, language: Language, quotations: Spans, openings: Spans, to_the_end: Bools) -> Spans:
    """Sentences into which indirect speech runs on.

    Args:
        tokens: of the batch.
        language: theirs.
        quotations: their first tokens and the tokens after their last, disjoint: what stands in them tells nothing of
            the sentence around them.
        openings: first tokens of indirect speech, and the word of saying that opens each.
        to_the_end: which of them reach the end of their sentence.
    """
    unquoted = tokens.flags.copy()
    unquoted[ranges(quotations[0], quotations[1] - quotations[0])] = 0
    flags = np.bitwise_or.reduceat(unquoted, tokens.sentences)
    first_person = (flags & int(Cue.FIRST_PERSON)) != 0
    ergative = tokens.where(Cue.NARRATIVE)
    myself = ergative[_has(tokens.beside(ergative, -1), Cue.MYSELF) & (unquoted[ergative] != 0)]
    first_person[tokens.sentence_of(myself)] = True
    # "ہم نے …" has an ergative and yet is no narration of the outlet's.
    narrates = ((flags & int(Cue.NARRATIVE)) != 0) & ~first_person
    aside = _elsewhere(tokens)
    aside[_asides(tokens)] = True
    narrates |= aside
    heads = np.zeros(len(flags), np.bool_)
    begins = tokens.first[:-1]
    heads[tokens.sentence_of(begins[begins < len(tokens)])] = True
    speaking, has_speech = np.zeros(len(flags), np.bool_), np.zeros(len(flags), np.bool_)
    last = tokens.sentence_of(openings[0][to_the_end])
    speaking[last] = True
    # Any of its openings: "उन्होंने कहा कि आंकड़ों के अनुसार …".
    has_speech[tokens.sentence_of(openings[0][_has_said(tokens, openings[1])])] = True
    has_speech &= speaking
    again = has_speech & (_goes_on_speaking(tokens) | _same_speaker(tokens, has_speech))
    comments = _has(tokens.flags[tokens.sentences], Cue.CLAUSE)
    paragraph = np.cumsum(heads | ((tokens.flags[tokens.sentences] & int(Flag.NEWLINE)) != 0))
    amid = comments & _between(has_speech, again, paragraph)
    narrates &= ~amid | aside
    quiet = ~narrates & ~heads & ~speaking
    surely = (first_person | _planned(flags, language)) & quiet
    lasting = _lasting(tokens, unquoted, flags) & quiet & ~surely
    outlets = comments & ~amid
    occasion = np.flatnonzero(_has(tokens.flags, Cue.OCCASION))
    outlets[tokens.sentence_of(occasion)] = True
    lasting |= _bridged(quiet & ~surely & ~outlets, (first_person & quiet) | again, paragraph)
    decides = _deciding(surely | lasting)
    goes_on = surely | (lasting & has_speech[decides] & (paragraph[decides] == paragraph))
    running = np.flatnonzero(goes_on & speaking[_deciding(goes_on)])
    return tokens.sentences[running], tokens.sentence_ends[running]


def _bridged(plain: Bools, speech: Bools, paragraph: Longs) -> Bools:
    """Which of the plain sentences stand before speech, in its paragraph and not far from it."""
    number = np.arange(len(plain))
    end = np.append(np.flatnonzero(~plain), len(plain))
    end = end[np.searchsorted(end, number)]
    within = np.minimum(end, len(plain) - 1)
    bridged: Bools = plain & (end - number <= _BRIDGE) & speech[within] & (paragraph[within] == paragraph)
    return bridged


def _between(has_speech: Bools, again: Bools, paragraph: Longs) -> Bools:
    """Which sentences stand alone between a speaker's words and his next in one paragraph.

    "But …" is his there, whoever acts in it; elsewhere it is the outlet's comment.
    """
    between = np.zeros(len(again), np.bool_)
    between[1:-1] = has_speech[:-2] & again[2:] & (paragraph[:-2] == paragraph[2:])
    return between


def _goes_on_speaking(tokens: Tokens) -> Bools:
    """Sentences that begin with a speaker of one word, who is known already."""
    early = np.zeros(len(tokens.sentences), np.bool_)
    for place in range(_SHORT_SPEAKER + 1):
        early |= _has(tokens.beside(tokens.sentences, place), Cue.NARRATIVE)
    return early


def _same_speaker(tokens: Tokens, has_speech: Bools) -> Bools:
    """Sentences of speech whose speaker has the last name of the one in the sentence of speech before."""
    named = np.full(len(has_speech), -1, np.int64)
    ergative = tokens.where(Cue.NARRATIVE)[::-1]
    ergative = ergative[ergative > tokens.sentences[tokens.sentence_of(ergative)]]
    named[tokens.sentence_of(ergative)] = tokens.keys(ergative - 1)
    speech = np.flatnonzero(has_speech)
    same = np.zeros(len(has_speech), np.bool_)
    same[speech[1:]] = (named[speech[1:]] == named[speech[:-1]]) & (named[speech[1:]] >= 0)
    return same


def _deciding(goes_on: Bools) -> Longs:
    """For each sentence the last one up to it that does not merely go on: it decides for all that do."""
    return np.maximum.accumulate(np.where(goes_on, 0, np.arange(len(goes_on))))


def _has_said(tokens: Tokens, verb: Longs) -> Bools:
    """Whether somebody says it: a verb of saying with its speaker, not "according to", "it is feared that"."""
    somebody = tokens.before(tokens.where(Cue.NARRATIVE), verb) >= 0
    plainly = (tokens.flags[verb] & int(Cue.REPORTING_BARE | Cue.TELLING)) == int(Cue.REPORTING_BARE)
    # "कहा जा रहा है कि", "بتایا گیا ہے کہ": nobody in particular.
    passive = _has(tokens.beside(verb, 1), Cue.AUXILIARY) & ~_has(tokens.beside(verb, 1), Cue.LASTING)
    is_said: Bools = (somebody | (plainly & ~passive)) & ((tokens.flags[verb] & int(Cue.REPORTING)) != 0)
    return is_said


def _planned(flags: Ints, language: Language) -> Bools:
    """Sentences of what will or should be, but for what the calendar says."""
    scheduled = (flags & int(Cue.CALENDAR)) != 0
    if Cue.HAPPENING in language.cue_words:
        scheduled &= (flags & int(Cue.HAPPENING)) != 0
    planned: Bools = ((flags & int(Cue.RUNNING_ON)) != 0) & ~scheduled
    return planned


def _lasting(tokens: Tokens, unquoted: Ints, flags: Ints) -> Bools:
    """Sentences whose last word is a verb in the present tense, one of wishing, or a negation that stands for one.

    Not with a day or a month ("इलाके में सोमवार से कर्फ्यू है"), nor behind "but" and "although", with which outlets comment.
    """
    last = unquoted[tokens.sentence_ends - 1]
    lasting = _has(last, Cue.LASTING) | _has(last, Cue.WISHED) | _has(last, Cue.PARTICLE)
    # "वे इसे नहीं मान सकते": a negated present needs no copula.
    ending = tokens.sentence_ends - 1
    negated = np.zeros(len(last), np.bool_)
    for place in range(1, _TO_NEGATION + 1):
        negated |= _has(tokens.beside(ending, -place), Cue.PARTICLE)
    lasting |= _has(last, Cue.HABITUAL) & negated
    lasting &= ((flags & int(Cue.CALENDAR)) == 0) & ~_has(tokens.flags[tokens.sentences], Cue.CLAUSE)
    return lasting


def _has(flags: Ints, cue: Cue) -> Bools:
    """Which flags have all bits of a cue."""
    has: Bools = (flags & int(cue)) == int(cue)
    return has


def _asides(tokens: Tokens) -> Ints:
    """Sentences in which the outlet turns to its readers: "बता दें कि", "गौरतलब है कि"."""
    complementizer = tokens.where(Cue.COMPLEMENTIZER)
    near = tokens.beside(complementizer, -1) | tokens.beside(complementizer, -2)
    lead = complementizer - tokens.sentence_spans(complementizer)[0] <= _TO_COMPLEMENTIZER
    return tokens.sentence_of(complementizer[lead & ((near & int(Cue.ASIDE)) != 0)])


def _elsewhere(tokens: Tokens) -> Bools:
    """Sentences that begin with a turn to something else: "इस बीच", "دوسری جانب"; and asides without "that"."""
    elsewhere = np.zeros(len(tokens.sentences), np.bool_)
    for place in range(_LEAD):
        elsewhere |= _has(tokens.beside(tokens.sentences, place), Cue.ELSEWHERE)
    # "واضح رہے …" and nothing else between.
    elsewhere |= (tokens.beside(tokens.sentences, 1) & int(Cue.ASIDE)) != 0
    return elsewhere
