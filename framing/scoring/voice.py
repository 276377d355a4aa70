"""Voice: whose words they are.

The outlet's own, quoted in marks, reported as indirect speech, or a mention of one to three words in marks. Reported
speech begins after a verb or noun of saying and its complementizer ("ने कहा कि …", "نے کہا ہے کہ …", "said that …")
and runs to the end of the sentence, or to the clause in which the next speaker takes over. It runs on into the
sentences that follow as long as these show a sign of speech (first person, the future or modal of a statement) and
none of narration. Where the verb of saying comes first, or last of all, its place is told in ``speech``.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from framing.arrays import Bools, Longs, Spans, last_before, ranges, union
from framing.languages.base import Cue, Language
from framing.schemas import VOICES
from framing.scoring.analysis import Flag
from framing.scoring.quoted import quoted
from framing.scoring.running import running_on
from framing.scoring.speech import headlines, reported
from framing.scoring.tokens import Tokens

__all__ = ["MENTION", "OWN", "QUOTED", "REPORTED", "voices"]

OWN: Final = VOICES.index("own")
QUOTED: Final = VOICES.index("quoted")
REPORTED: Final = VOICES.index("reported")
MENTION: Final = VOICES.index("mention")


#: Words between a verb of saying and its complementizer: "کہنا تھا کہ", "told reporters on Monday that".
_TO_COMPLEMENTIZER: Final = 5
#: A verb of calling with a complementizer within this many words is a verb of telling.
_DECLARING_ALONE: Final = 3
#: A quotation of up to this many words is a mention: a name, a term, a fragment.
_MENTION_WORDS: Final = 3
#: Names of films, books and schemes have up to so many words.
_NAME_WORDS: Final = 8
#: Words from a short quotation to the verb that shows it to be speech: “Peace,” the minister said.
_SPOKEN_WORDS: Final = 5
#: Fewer words than this after a bare "said" are not what was said but who said it ("…, said the minister").
_BARE_CONTENT: Final = 4
#: Words of a speaker between the comma behind what was said and a final verb of saying: ", मंत्री ने कहा।".
_SPEAKER_WORDS: Final = 6
#: Words from the ergative to a verb of saying that follows it: "ने कहा", "ने आगे कहा".
_TO_SPEAKER: Final = 2
#: After a verb of saying these are no beginning of what was said.
_BELONGS_TO_VERB: Final = (
    Cue.AUXILIARY
    | Cue.PARTICLE
    | Cue.DOING
    | Cue.COMPLEMENTIZER
    | Cue.CLAUSE
    | Cue.NARRATIVE
    | Cue.OBJECT
    | Cue.REPORTING
)
#: A verb of doing this close makes a telling word a verb of saying: "साफ कर दिया".
_TO_DOING: Final = 2
#: "Plan's according-to": the rule's word and its postposition.
_TO_RULE: Final = 2


def voices(tokens: Tokens, language: Language) -> npt.NDArray[np.int8]:
    """The voice of each token, as an index into ``VOICES``.

    Marks go before indirect speech: a mention within reported speech is a mention, a quotation within it is quoted.
    """
    result = np.zeros(len(tokens), np.int8)
    first, end, whole = quoted(tokens.quote_marks)
    if language.verb_position == "first":
        begin, stop = reported(tokens, (first, end))
    else:
        begin, stop = _reported(tokens, language, (first, end))
    begin, stop = union(begin, stop)
    result[ranges(begin, stop - begin)] = REPORTED
    # The letters of an initialism are one word: ’پی این ایس ہنگور‘.
    letter = np.flatnonzero((tokens.flags & int(Cue.ABBREVIATION)) != 0)
    follows = letter[1:][np.diff(letter) == 1]
    words = end - first - (np.searchsorted(follows, end) - np.searchsorted(follows, first + 1))
    short = (words <= _MENTION_WORDS) & ~_spoken_aloud(tokens, first, end)
    short = (short | _is_name(tokens, first, end)) & ~whole
    kept = ~(short & _doubted(tokens, first))
    first, end, short = first[kept], end[kept], short[kept]
    # Quotations do not overlap.
    result[ranges(first, end - first)] = np.repeat(np.where(short, MENTION, QUOTED), end - first)
    return result


def _is_name(tokens: Tokens, first: Longs, end: Longs) -> Bools:
    """Longer quotations beside the kind of thing whose name they are: फिल्म '…', '…' योजना."""
    kind = int(Cue.NAMED)
    named = ((tokens.beside(first, -1) & kind) == kind) | ((tokens.beside(end - 1, 1) & kind) == kind)
    # "The third volume of “…”".
    of = (tokens.beside(first, -1) & int(Cue.OBJECT)) != 0
    named |= of & ((tokens.beside(first, -2) & kind) == kind)
    names: Bools = named & (end - first <= _NAME_WORDS)
    return names


def _spoken_aloud(tokens: Tokens, first: Longs, end: Longs) -> Bools:
    """Short quotations that a verb of saying holds as speech: “Peace,” he said; he said: “Never”."""
    mark, verb = int(Flag.CLAUSE_MARK), int(Cue.REPORTING_BARE)
    _, stop = tokens.sentence_spans(end - 1)
    speaker = tokens.after(tokens.where(Cue.REPORTING_BARE), end - 1)
    begins = (tokens.sentence_spans(first)[0] == first) & ((tokens.beside(end - 1, 1) & mark) != 0)
    after = ((tokens.flags[first] & mark) != 0) & ((tokens.beside(first, -1) & verb) != 0)
    aloud: Bools = (begins & (speaker < stop) & (speaker - end < _SPOKEN_WORDS)) | after
    return aloud


def _doubted(tokens: Tokens, first: Longs) -> Bools:
    """Quotations behind a cue of doubt (so-called “experts”): the doubt is the voice's around them."""
    before = tokens.beside(first, -1)
    # "Called" doubts only behind its "so".
    so = (tokens.beside(first, -2) & int(Cue.PARTICLE)) != 0
    doubted: Bools = ((before & int(Cue.DISTANCING)) != 0) & (((before & int(Cue.TELLING)) == 0) | so)
    doubted &= (before & int(Cue.MYSELF)) != int(Cue.MYSELF)
    return doubted


def _reported(tokens: Tokens, language: Language, quotations: Spans) -> Spans:
    """Spans of indirect speech; ``quoted`` are the first tokens of quotations, which need no such span."""
    if not len(tokens):
        empty = np.zeros(0, np.int64)
        return empty, empty
    declared = _declared(tokens)
    calls = declared[1] > declared[0]
    opened, verb = _openings(tokens, np.concatenate([quotations[0], declared[1][calls] + 1]))
    first, end, to_the_end = _cut(tokens, quotations, *_within_sentences(tokens, opened, verb))
    titles = headlines(tokens)
    before = _said_before(tokens, tokens.where(Cue.REPORTING_BARE))
    running = running_on(tokens, language, quotations, (first, verb), to_the_end)
    return (
        np.concatenate([first, declared[0], before[0], running[0], titles[0]]),
        np.concatenate([end, declared[1], before[1], running[1], titles[1]]),
    )


def _openings(tokens: Tokens, taken: Longs) -> Spans:
    """Where indirect speech begins, and the word of saying that opens it; ascending.

    None without a complementizer begins at a token of ``taken``.
    """
    complementizer = tokens.where(Cue.COMPLEMENTIZER)
    telling = tokens.where(Cue.TELLING)
    doing = tokens.after(tokens.where(Cue.DOING), telling, skip=0)
    saying = np.sort(np.concatenate([tokens.where(Cue.REPORTING), telling[doing - telling <= _TO_DOING]]))
    verb = tokens.before(saying, complementizer)
    # A verb has one complementizer, the first: "कहा कि इससे पता चलता है कि …" is one stretch.
    valid = (verb > tokens.before(complementizer, complementizer)) & (complementizer - verb <= _TO_COMPLEMENTIZER + 1)
    valid &= (tokens.beside(complementizer, -1) & int(Cue.ASIDE)) == 0
    valid[valid] &= ~_says_itself(tokens, verb[valid])
    opened, verbs = [complementizer[valid] + 1], [verb[valid]]
    according = _spoken(tokens)
    begin, _ = tokens.sentence_spans(according)
    # "X के मुताबिक …": a postposition, so what follows is what X says; "बकौल X, …" comes first.
    after, lead = according[according > begin], according[according == begin]
    opened.append(after + 1)
    verbs.append(np.maximum(after - 2, begin[according > begin]))
    opened.append(tokens.after(tokens.where(Flag.CLAUSE_MARK), lead))
    verbs.append(lead)
    bare = tokens.where(Cue.REPORTING_BARE)
    bare = bare[~np.isin(bare, verbs[0])]
    content = _content(tokens, bare)
    over = _goes_over(tokens, bare, content) & ~np.isin(content, taken)
    opened.append(content[over])
    verbs.append(bare[over])
    return _same_sentence(tokens, np.concatenate(opened), np.concatenate(verbs))


def _says_itself(tokens: Tokens, verb: Longs) -> Bools:
    """Which verbs of saying are the author's own: "मैं कह दूं कि", "ہم نے کہا کہ". Not "हमें बताया कि"."""
    myself = int(Cue.MYSELF)
    near, far = tokens.beside(verb, -1), tokens.beside(verb, -2)
    first = int(Cue.FIRST_PERSON) | myself
    # Nothing else has both bits but "मैं" and "हम", which are the subject wherever they stand in the verb's clause.
    subject = tokens.before(np.flatnonzero((tokens.flags & first) == first), verb)
    marks = np.flatnonzero((tokens.flags & int(Cue.COMPLEMENTIZER | Cue.CLAUSE | Flag.CLAUSE_MARK)) != 0)
    own = subject > tokens.before(marks, verb)
    # Another's ergative between them: "हम पर उन्होंने आरोप लगाया कि".
    other = tokens.before(tokens.where(Cue.NARRATIVE), verb)
    own &= (other < subject) | (other == subject + 1)
    # میں is "in" but before the ergative.
    ergative = (near & int(Cue.NARRATIVE)) != 0
    own |= ergative & (((far & myself) == myself) | ((far & int(Cue.FIRST_PERSON)) != 0))
    itself: Bools = own
    return itself


def _content(tokens: Tokens, bare: Longs) -> Longs:
    """What follows a word of saying and what belongs to it: "कहा है …", "दावा किया …"."""
    return tokens.after(np.flatnonzero((tokens.flags & int(Cue.AUXILIARY | Cue.DOING)) == 0), bare)


def _goes_over(tokens: Tokens, bare: Longs, content: Longs) -> Bools:
    """Which final verbs of saying go over into what was said without a complementizer.

    Punctuation stands for it ("उन्होंने कहा, यह …"), or nothing does where the verb follows its speaker ("उन्होंने आगे कहा यह
    …", "نے دعویٰ کیا ہے یہ …") or is a noun of its own ("ان کا کہنا ہے یہ …").
    """
    stop = tokens.sentence_spans(bare)[1]
    flags = np.where(content < stop, tokens.flags[np.minimum(content, stop - 1)], np.int32(0))
    marked = ((flags & int(Flag.CLAUSE_MARK)) != 0) & ((flags & int(Cue.CLAUSE)) == 0)
    # "… पर लगा आरोप, दर्ज हुआ केस": a noun without its verb, of which a comma tells the consequence. Not "का दावा, …".
    opinion = (tokens.flags[bare] & int(Cue.OPINION)) == int(Cue.OPINION)
    marked &= _is_verb(tokens, bare) | opinion | (content > bare + 1) | ((flags & int(Flag.COLON)) != 0)
    speaker = tokens.before(tokens.where(Cue.NARRATIVE), bare)
    close = (speaker >= 0) & (bare - speaker <= _TO_SPEAKER)
    # A noun of saying needs its verb, and that an auxiliary: "ट्वीट कर …" is no more than the way it was said.
    done = ((tokens.beside(bare, 1) & int(Cue.DOING)) != 0) & (content > bare + 2)
    named = opinion & (content > bare + 1)
    plain = (
        ((flags & int(_BELONGS_TO_VERB)) == 0) & ((flags & int(Flag.BLANK)) != 0) & (stop - content >= _BARE_CONTENT)
    )
    over: Bools = marked | (plain & (named | (close & (_is_verb(tokens, bare) | done))))
    return over


def _is_verb(tokens: Tokens, saying: Longs) -> Bools:
    """Which words of saying are verbs, not nouns (दावा) that need one."""
    verbs: Bools = (tokens.flags[saying] & int(Cue.TELLING)) == 0
    return verbs


def _spoken(tokens: Tokens) -> Longs:
    """The places of "according to" some speaker, not to a plan or rule ("नियमों के अनुसार")."""
    according = tokens.where(Cue.ACCORDING)
    rules = tokens.where(Cue.RULE)
    # A book or newspaper has a name in marks, and yet says something.
    rule = tokens.before(rules[(tokens.flags[rules] & int(Cue.SPEAKER)) == 0], according)
    # "وزیر قانون کے مطابق": the minister of law, not the law.
    headed = (tokens.beside(rule, -1) & int(Cue.SPEAKER)) != 0
    speakers: Longs = according[(rule < 0) | (according - rule > _TO_RULE) | headed]
    return speakers


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
        # behind the last verb before its own, else at its own.
        ended = tokens.before(np.flatnonzero(tokens.flags & int(Cue.AUXILIARY | Cue.RUNNING_ON)), verb[1:]) + 1
        verb_end = np.where((ended > opened[:-1]) & (verb[1:] - ended <= _SPEAKER_WORDS), ended, verb[1:])
        clause = tokens.before(tokens.where(Cue.CLAUSE), verb[1:])
        comma = tokens.before(tokens.where(Flag.CLAUSE_MARK), verb[1:])
        turn = np.where(clause > opened[:-1], clause, np.where(comma > opened[:-1], comma, verb_end))
        # "… کا کہنا تھا چین میں امید ہے کہ …": nobody else speaks, and so all of it is his.
        again &= ~_without_speaker(tokens, opened[:-1], verb[1:])
        end[:-1] = np.where(again, np.maximum(turn, opened[:-1]), end[:-1])
        to_the_end = np.append(~again, True)
    else:
        to_the_end = np.ones(len(opened), np.bool_)
    return opened, end, to_the_end


def _without_speaker(tokens: Tokens, opened: Longs, verb: Longs) -> Bools:
    """Which words of thinking (not of saying) have neither ergative nor "while" between them and the speech before.

    With "I" or "we" the speaker goes on behind "but" as well: "… कहा कि मुझे दुख है लेकिन यकीन है कि".
    """
    speaker = tokens.before(tokens.where(Cue.NARRATIVE), verb)
    first_person = np.flatnonzero((tokens.flags & int(Cue.FIRST_PERSON)) != 0)
    turned = tokens.before(tokens.where(Cue.CLAUSE), verb) >= opened
    turned &= tokens.before(first_person, verb) < opened
    thinking = (tokens.flags[verb] & int(Cue.REPORTING | Cue.REPORTING_BARE | Cue.ACCORDING)) == int(Cue.REPORTING)
    without: Bools = thinking & (speaker < opened) & ~turned
    return without


def _cut(tokens: Tokens, quotations: Spans, first: Longs, end: Longs, to_the_end: Bools) -> tuple[Longs, Longs, Bools]:
    """End spans where the outlet turns to its readers, and with the quotation that they are or begin in.

    "… کہ یہ ہوا، یاد رہے کہ …"; "کہا کہ “…” اور چلے گئے".
    """
    complementizer = tokens.where(Cue.COMPLEMENTIZER)
    aside = complementizer[(tokens.beside(complementizer, -1) & int(Cue.ASIDE)) != 0]
    turned = tokens.after(aside, first, skip=0)
    clause = last_before(tokens.where(Flag.CLAUSE_MARK), turned)
    stop = np.where(turned < end, np.where(clause > first, clause, np.maximum(turned - 2, first)), end)
    long = quotations[1] - quotations[0] > _MENTION_WORDS
    quotations = quotations[0][long], quotations[1][long]
    if len(quotations[0]):
        place = np.searchsorted(quotations[0], first, side="right") - 1
        closing = np.where(place >= 0, quotations[1][np.maximum(place, 0)], 0)
        stop = np.where(closing > first, np.minimum(stop, closing), stop)
    return first, stop, to_the_end & (stop == end)


def _declared(tokens: Tokens) -> Spans:
    """What somebody calls something: "صدر نے … سنگ میل قرار دیا", from the ergative to the verb.

    It begins behind the object, if that is marked ("… को ऐतिहासिक बताया"). Directly before a complementizer such a verb
    tells instead ("बताया कि …") and calls nothing anything.
    """
    bare = tokens.where(Cue.REPORTING_BARE)
    # "ने … को बड़ी निराशा कहा।"; not "ने … को जाने को कहा".
    main = np.flatnonzero((tokens.flags & int(Cue.AUXILIARY)) == 0)
    final = _is_verb(tokens, bare) & (tokens.after(main, bare) == tokens.sentence_spans(bare)[1])
    names = tokens.before(tokens.where(Cue.OBJECT), bare)
    final &= (names > tokens.before(tokens.where(Cue.NARRATIVE), bare)) & (names < bare - 1)
    verb = np.union1d(tokens.where(Cue.DECLARING), bare[final])
    speaker = tokens.before(tokens.where(Cue.NARRATIVE), verb)
    content = tokens.after(tokens.where(Cue.COMPLEMENTIZER), verb)
    tells = (content - verb <= _DECLARING_ALONE) & (content < tokens.sentence_spans(verb)[1])
    valid = (speaker >= 0) & ~tells
    speaker, verb = speaker[valid], verb[valid]
    return np.maximum(speaker, tokens.before(tokens.where(Cue.OBJECT), verb)) + 1, verb


def _said_before(tokens: Tokens, bare: Longs) -> Spans:
    """Speech before its verb of saying: "…, उन्होंने कहा।", "…, पुलिस के मुताबिक।", and in headlines "…, बोले योगी"."""
    marks = tokens.where(Flag.CLAUSE_MARK)
    verb = np.sort(np.concatenate([bare[_is_verb(tokens, bare)], _spoken(tokens)]))
    begin, stop = tokens.sentence_spans(verb)
    rest = stop - verb - 1
    comma = tokens.before(marks, verb, skip=0)
    # "…، ان کا کہنا تھا۔"
    main = np.flatnonzero((tokens.flags & int(Cue.AUXILIARY)) == 0)
    final = (tokens.after(main, verb) == stop) & _has_speaker(tokens, comma, verb)
    marked = (tokens.beside(verb, 1) & int(Flag.CLAUSE_MARK)) != 0
    inverted = (comma == verb) & (rest > 0) & (rest < _BARE_CONTENT) & ~marked
    valid = (comma > begin) & (final | inverted)
    return begin[valid], comma[valid]


def _has_speaker(tokens: Tokens, comma: Longs, verb: Longs) -> Bools:
    """Whether somebody says it between comma and verb: not "…, जिसे लेटेंसी कहते हैं", "…, कायर सरकार कहा है"."""
    named = tokens.before(tokens.where(Cue.NARRATIVE), verb) >= comma
    named |= ((tokens.flags[verb] & int(Cue.ACCORDING)) != 0) | (verb - comma <= _TO_SPEAKER)
    # Who is told stands directly before the verb; else the object is called something.
    calls = tokens.before(tokens.where(Cue.OBJECT), verb, skip=2) >= comma
    # "…, किसने क्या कहा".
    asks = (tokens.beside(verb, -1) & int(Cue.ASKING)) == int(Cue.ASKING)
    has: Bools = named & ~calls & ~asks & (verb - comma <= _SPEAKER_WORDS)
    return has
