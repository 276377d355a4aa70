"""Indirect speech where the verb of saying stands before what is said, or in its midst, or behind it: English.

"The minister said (that) …", "…, the minister said", "…, he said, …", "…, said Dr Rao, who …", "according to …",
"urged them to …", "PM: …". Word order alone does not tell a verb's content from its adverbials ("said in a speech
at the academy"); two signs do: the quotation or the clause that the verb closes already, and a finite auxiliary,
which content nearly always has and an adverbial seldom.

Headlines that say whose words they are by punctuation alone, where verbs stand last: Hindi and Urdu.

"وزیراعظم: …", "…: شہباز شریف", "…، دفتر خارجہ". A colon or comma parts topics and places from the news as well
("کراچی: …", "پاکستان بمقابلہ بھارت: …"). So what is said must be a clause with its verb at its end, and who says
it an office or a body, or else stand behind a colon or behind words that no outlet says of itself (a promise, "we").
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from framing.arrays import Bools, Longs, Spans, first_from, is_among
from framing.languages.base import Cue
from framing.scoring.analysis import Flag
from framing.scoring.tokens import Tokens

__all__ = ["headlines", "reported"]


#: Words between a verb of saying and its complementizer: "warned the visiting delegation that".
_TO_COMPLEMENTIZER: Final = 5
#: The same where a listener or an adverbial stands between: "told a press conference in Colombo on Wednesday that".
_TO_COMPLEMENTIZER_FAR: Final = 12
#: Words between a verb of wanting and its infinitive: "urged the members of both houses to".
_TO_INFINITIVE: Final = 8
#: Words of a speaker between the mark behind a quotation, or behind what was said, and the verb.
_SPEAKER: Final = 8
#: The same with his titles, which hold no finite verb: “…,” Julia Wood, former assistant secretary for trade, told CNN.
_SPEAKER_TITLED: Final = 20
#: Fewer words than this after a verb are not what was said but who said it or when ("…, said the minister").
_CONTENT: Final = 4
#: Words of a speaker beside a headline's colon: "Interior ministry: …".
_HEADLINE_SPEAKER: Final = 3
#: Words after "according to" among which a rule or plan may stand: "according to the amended rules".
_TO_RULE: Final = 4
#: Words before which a sentence's main verb mostly stands: "The second phase would cover …".
_MODAL: Final = 6
#: What leads an adverbial behind a verb of saying: "said in a speech", "said Monday".
_ADVERBIAL: Final = Cue.OBJECT | Cue.CALENDAR
#: Quotations longer than this are speech without any further sign.
_MENTION_WORDS: Final = 3


def reported(tokens: Tokens, quotations: Spans) -> Spans:
    """Spans of indirect speech; they may overlap.

    Args:
        tokens: of the batch.
        quotations: first tokens of quotations and the tokens after their last, ascending and disjoint.
    """
    if not len(tokens):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    clauses = _Clauses(tokens, *quotations)
    that, taken = _with_complementizer(clauses)
    bare, before = _bare(clauses, taken)
    lead, late = _according(clauses)
    named, headline = _headlines(clauses)
    openings = (that, bare, _wanted(clauses), lead, named)
    opened, verb = (np.concatenate(parts) for parts in zip(*openings, strict=True))
    *content, verb = _ends(clauses, opened, verb)
    has_speaker = clauses.has(verb, Cue.REPORTING_BARE | Cue.ACCORDING)
    running = _running_on(clauses, content[0][has_speaker], content[1][has_speaker])
    spans = (content, before, late, headline, running, _excerpts(clauses))
    first, end = (np.concatenate(parts) for parts in zip(*spans, strict=True))
    return first, end


class _Clauses:
    """Tokens with what the rules ask of them."""

    def __init__(self, tokens: Tokens, quote_first: Longs, quote_end: Longs) -> None:
        self.tokens = tokens
        self.quote_first, self.quote_end = quote_first, quote_end
        self.marks = tokens.where(Flag.CLAUSE_MARK)
        self.finite = np.flatnonzero((tokens.flags & int(Cue.AUXILIARY)) != 0)

    def has(self, places: Longs, cue: Cue | Flag) -> Bools:
        """Whether tokens have a cue."""
        has: Bools = (self.tokens.flags[places] & int(cue)) != 0
        return has

    def beside(self, places: Longs, offset: int, cue: Cue | Flag) -> Bools:
        """Whether the token so many places behind each has a cue and stands in the same sentence."""
        is_beside: Bools = (self.tokens.beside(places, offset) & int(cue)) != 0
        return is_beside

    def is_finite(self, first: Longs, end: Longs) -> Bools:
        """Whether a finite auxiliary stands in [first, end)."""
        is_finite: Bools = first_from(self.finite, first, len(self.tokens)) < end
        return is_finite

    def unquoted(self, places: Longs) -> Longs:
        """The places outside quotations: what stands in one opens no speech of the outlet's telling."""
        if not len(self.quote_first):
            return places
        index = np.searchsorted(self.quote_first, places, side="right") - 1
        return places[(index < 0) | (places >= self.quote_end[np.maximum(index, 0)])]

    def served_before(self, verb: Longs) -> Bools:
        """Verbs that a quotation before them serves: “…,” the minister said in a speech."""
        if not len(self.quote_first):
            return np.zeros(len(verb), np.bool_)
        index = np.maximum(np.searchsorted(self.quote_end, verb, side="right") - 1, 0)
        first, end = self.quote_first[index], self.quote_end[index]
        begin, _ = self.tokens.sentence_spans(verb)
        reach = np.where(self.is_finite(end, verb), _SPEAKER, _SPEAKER_TITLED)
        near = (end <= verb) & (verb - end <= reach) & (end >= begin)
        end = np.where(near, end, verb)
        near &= ~self.has(end, Cue.CLAUSE)
        joined = self.has(end, Flag.CLAUSE_MARK) | (end == verb)
        whole = (end - first > _MENTION_WORDS) & (self.tokens.sentence_spans(first)[0] == first)
        # “Why?” asked … begins a sentence for the engine, and goes on with the verb; not so with the next paragraph.
        goes_on = (end == verb) & ~self.has(verb, Flag.NEWLINE)
        served: Bools = near & np.where(end > begin, joined | whole, goes_on)
        return served

    def served_after(self, verb: Longs) -> Bools:
        """Verbs that a quotation behind them serves: said “…”, said in a speech: “…”."""
        if not len(self.quote_first):
            return np.zeros(len(verb), np.bool_)
        _, stop = self.tokens.sentence_spans(verb)
        index = np.minimum(np.searchsorted(self.quote_first, verb + 1), len(self.quote_first) - 1)
        follows = (self.quote_first[index] > verb) & (self.quote_first[index] < stop)
        place = np.where(follows, self.quote_first[index], verb)
        marked = self.has(place, Flag.CLAUSE_MARK)
        direct = (place == verb + 1) & (marked | (self.quote_end[index] - place > _MENTION_WORDS))
        apart = marked & (place - verb <= _SPEAKER) & ~self.is_finite(verb + 1, place)
        served: Bools = follows & (direct | apart)
        return served


def _with_complementizer(clauses: _Clauses) -> tuple[Spans, Longs]:
    """Content behind "that", with its verbs; and the bare verbs among these."""
    tokens = clauses.tokens
    that = clauses.unquoted(tokens.where(Cue.COMPLEMENTIZER))
    # "From that region", "where that money went": a demonstrative.
    that = that[~clauses.beside(that, -1, Cue.OBJECT | Cue.SUBORDINATE)]
    verb = tokens.before(tokens.where(Cue.REPORTING), that)
    # "The pledge is not the first time that …": another clause's, unless that is what the copula joins to it.
    near = (verb >= 0) & (that - verb <= _TO_COMPLEMENTIZER + 1) & ~clauses.is_finite(verb + 1, that - 1)
    mark = tokens.before(clauses.marks, that, skip=0)
    far = tokens.before(tokens.where(Cue.REPORTING_BARE), that)
    reaching = clauses.beside(far, 1, _ADVERBIAL) | clauses.has(far, Cue.TELLING)
    reaching &= (far >= 0) & (that - far <= _TO_COMPLEMENTIZER_FAR + 1) & (mark <= far)
    verb = np.where(near, verb, far)
    # "We believe that" is the outlet's own belief.
    valid = (near | reaching) & ~clauses.beside(verb, -1, Cue.FIRST_PERSON)
    _, stop = tokens.sentence_spans(that)
    valid &= that + 1 < stop
    return (that[valid] + 1, verb[valid]), verb[valid]


def _bare(clauses: _Clauses, taken: Longs) -> tuple[Spans, Spans]:
    """Content right behind a verb, with its verbs; and spans of content that stands before its verb."""
    tokens = clauses.tokens
    verb = clauses.unquoted(tokens.where(Cue.REPORTING_BARE))
    verb = verb[(first_from(np.sort(taken), verb, -1) != verb) & ~clauses.beside(verb, -1, Cue.FIRST_PERSON)]
    begin, stop = tokens.sentence_spans(verb)
    pause = tokens.after(clauses.marks, verb)
    comma = tokens.before(clauses.marks, verb, skip=0)
    quoted = clauses.served_before(verb) | clauses.served_after(verb)
    # "The plan, he said, would fail": the verb stands in the midst of its content.
    amid = (comma > begin) & (verb - comma <= _SPEAKER) & (pause == verb + 1) & (stop - pause >= _CONTENT)
    short = stop - verb - 1 < _CONTENT
    # "The plan would fail, the ministry said in a statement", "…, said Dr Rao, who heads the ward".
    behind = (comma > begin) & (verb - comma <= _SPEAKER)
    # "Trump keeps the blockade, claims Iran wants it lifted to make millions": a headline's second verb.
    named = clauses.has(verb, Cue.NARRATIVE) | (pause - verb <= _SPEAKER)
    adverbial = clauses.beside(verb, 1, _ADVERBIAL)
    closed = clauses.is_finite(begin, comma) & ~clauses.is_finite(verb + 1, stop) & adverbial
    behind &= short | closed | ((comma == verb) & ~clauses.is_finite(verb + 1, pause) & named)
    # "…, a charge they have denied".
    behind &= clauses.has(verb, Cue.NARRATIVE) | ~clauses.beside(verb, -1, Cue.AUXILIARY)
    before = (amid | behind) & ~quoted
    plain = clauses.is_finite(verb + 1, stop) | (clauses.has(verb, Cue.NARRATIVE) & ~adverbial)
    opens = (amid | (~behind & plain & ~short)) & ~quoted
    # "Told reporters …": the listener is no content.
    content = verb + 1 + clauses.has(verb, Cue.TELLING)
    return (content[opens], verb[opens]), (begin[before], comma[before])


def _wanted(clauses: _Clauses) -> Spans:
    """What somebody wants of others or promises them: "urged them to …", "vowed to …"."""
    tokens = clauses.tokens
    verb = clauses.unquoted(tokens.where(Cue.TELLING))
    to = tokens.after(tokens.where(Cue.DOING), verb)
    _, stop = tokens.sentence_spans(verb)
    mark = tokens.after(clauses.marks, verb)
    finite = clauses.is_finite(verb + 1, to)
    valid = (to - verb <= _TO_INFINITIVE + 1) & (to + 1 < stop) & (mark > to) & ~finite
    return to[valid] + 1, verb[valid]


def _according(clauses: _Clauses) -> tuple[Spans, Spans]:
    """Content behind "According to X," with its cues; and spans of content before ", according to X"."""
    tokens = clauses.tokens
    according = clauses.unquoted(tokens.where(Cue.ACCORDING))
    begin, stop = tokens.sentence_spans(according)
    # "According to the rules", "to plan", "to income": nobody speaks.
    rules = tokens.where(Cue.RULE)
    # A book or film has an author, who does.
    rule = tokens.after(rules[~clauses.has(rules, Cue.HAPPENING)], according, skip=2)
    mark = tokens.after(clauses.marks, according)
    spoken = (rule - according > _TO_RULE) | (rule >= mark)
    leads = spoken & (according - begin <= 1) & (mark < stop)
    late = spoken & (according - begin > 1)
    return (mark[leads], according[leads]), (begin[late], according[late])


def _headlines(clauses: _Clauses) -> tuple[Spans, Spans]:
    """Content behind "PM: …", with the speaker's place; and spans of content before "…: police"."""
    tokens = clauses.tokens
    colon = clauses.unquoted(tokens.where(Flag.COLON))
    begin, stop = tokens.sentence_spans(colon)
    # A headline or the head of a section is a paragraph of one sentence, wherever it stands: what stands around a
    # paragraph is no business of its own.
    lines = np.append(tokens.where(Flag.NEWLINE), len(tokens))
    title = is_among(begin, lines) & is_among(stop, lines)
    named = title & (colon > begin) & (colon - begin <= _HEADLINE_SPEAKER) & clauses.beside(colon, -1, Cue.SPEAKER)
    closing = title & ~named & (stop - colon <= _HEADLINE_SPEAKER) & clauses.has(stop - 1, Cue.SPEAKER)
    return (colon[named], colon[named] - 1), (begin[closing], colon[closing])


def _excerpts(clauses: _Clauses) -> Spans:
    """Paragraphs behind one that ends in a colon and a word of saying: "Lee argued:", and what he argued set apart."""
    tokens = clauses.tokens
    begin = tokens.announcing[~is_among(tokens.announcing, tokens.first)]
    saying = tokens.before(tokens.where(Cue.REPORTING), begin - 1, skip=0)
    begin = begin[saying >= 0]
    ends = np.append(tokens.where(Flag.NEWLINE), len(tokens))
    return begin, first_from(ends, begin + 1, len(tokens))


def _ends(clauses: _Clauses, opened: Longs, verb: Longs) -> tuple[Longs, Longs, Longs]:
    """Content in order, where it ends (with its sentence, or where the outlet's voice returns before), and its verb."""
    tokens = clauses.tokens
    order = np.argsort(opened, kind="stable")
    opened, verb = opened[order], verb[order]
    begin, stop = tokens.sentence_spans(opened)
    end = stop.copy()
    # The next speaker's clause begins at the last mark or conjunction before his verb; without one, his speech is
    # itself told: "said the police believed …".
    turns = np.sort(np.concatenate([clauses.marks, tokens.where(Cue.CLAUSE)]))
    if len(opened) > 1:
        turn = tokens.before(turns, verb[1:], skip=0)
        cut = (turn > opened[:-1]) & (turn < end[:-1])
        end[:-1] = np.where(cut, turn, end[:-1])
    # ", but volunteers went on": the outlet comments, unless the clause still has the modal of indirect speech.
    returns = tokens.where(Cue.CLAUSE)
    returns = returns[clauses.has(returns, Flag.CLAUSE_MARK)]
    _, halt = tokens.sentence_spans(returns)
    modal = np.flatnonzero((tokens.flags & int(Cue.RUNNING_ON)) != 0)
    returns = returns[tokens.after(modal, returns, skip=0) == halt]
    end = np.minimum(end, tokens.after(returns, opened))
    # "The man, who said he was a doctor, fled"; "When police said …, the crowd left".
    relative = clauses.beside(verb, -1, Cue.SUBORDINATE) | clauses.beside(verb, -2, Cue.SUBORDINATE)
    relative |= clauses.has(begin, Cue.SUBORDINATE) & (tokens.before(clauses.marks, verb) <= begin)
    end = np.where(relative, np.minimum(end, tokens.after(clauses.marks, opened)), end)
    return opened, end, verb


def _running_on(clauses: _Clauses, opened: Longs, end: Longs) -> Spans:
    """Sentences of a paragraph into which content runs on: "It would cover …", "We cannot …".

    The modal of indirect speech has to be the main clause's, and so stands early; the first person, its subject: in
    columns and features both are the outlet's own elsewhere.
    """
    tokens = clauses.tokens
    begins, ends = tokens.sentences, tokens.sentence_ends
    flags = np.bitwise_or.reduceat(tokens.flags, begins)
    narrates = (flags & int(Cue.NARRATIVE | Cue.REPORTING_BARE)) != 0
    modal = clauses.unquoted(np.flatnonzero((tokens.flags & int(Cue.RUNNING_ON)) != 0))
    early = tokens.after(modal, begins, skip=0)
    goes_on = (early < ends) & (early - begins < _MODAL)
    goes_on |= clauses.has(begins, Cue.FIRST_PERSON) & (first_from(clauses.unquoted(begins), begins, -1) == begins)
    goes_on &= ~clauses.has(begins, Cue.CLAUSE | Cue.SUBORDINATE | Flag.NEWLINE) & ~narrates
    speaking = np.zeros(len(begins), np.bool_)
    speaking[tokens.sentence_of(opened[end == ends[tokens.sentence_of(opened)]])] = True
    goes_on &= ~speaking
    # The last sentence that does not merely go on decides for all that do.
    decides = np.maximum.accumulate(np.where(goes_on, 0, np.arange(len(begins))))
    running = np.flatnonzero(goes_on & speaking[decides])
    return begins[running], ends[running]


#: A paragraph of more words than this is no headline; those of Hindi and Urdu newsrooms have up to two dozen, and where
#: newspapers put several of one speaker together up to forty.
_HEADLINE_WORDS: Final = 40
#: Words of a speaker beside the mark: "سپریم کورٹ بار کے صدر".
_SPEAKER_WORDS: Final = 4
#: Fewer words than this are no clause.
_CONTENT_WORDS: Final = 3
#: As many words are a clause without a verb before a colon and a short speaker: "چار ملزم گرفتار: بھارتی میڈیا".
_VERBLESS_WORDS: Final = 6
_SHORT_SPEAKER: Final = 3
#: A speaker and a genitive stand before a noun of saying: "بھائی کی دہائی".
_NOUN_OF_SAYING: Final = 2

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
    verbless = (last_colon - start >= _VERBLESS_WORDS) & (end - last_colon <= _SHORT_SPEAKER)
    verbless &= _named(tokens, last_colon, end)
    behind = (_speech(tokens, start, last_colon) | verbless) & _speaker(tokens, last_colon, end)
    promised = ((_any(tokens, start, mark) & _SPOKEN) != 0) | (_stated(tokens, mark) & ~_asks(tokens, start, mark))
    promised |= _named(tokens, mark, end) | _ends_in_noun(tokens, mark, end)
    comma = _speech(tokens, start, mark) & _speaker(tokens, mark, end) & promised
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


def _stated(tokens: Tokens, end: Longs) -> Bools:
    """Whether a stretch ends in a copula, which outlets leave out of their own headlines, or in a wish."""
    last = tokens.flags[np.maximum(end - 1, 0)]
    stated: Bools = ((last & int(Cue.LASTING)) == int(Cue.LASTING)) | ((last & int(Cue.WISHED)) == int(Cue.WISHED))
    return stated


def _asks(tokens: Tokens, first: Longs, end: Longs) -> Bools:
    """Whether a word that asks stands in a stretch."""
    asking = np.flatnonzero((tokens.flags & int(Cue.ASKING)) == int(Cue.ASKING))
    asks: Bools = first_from(asking, first, len(tokens)) < end
    return asks


def _speaker(tokens: Tokens, first: Longs, end: Longs) -> Bools:
    """Whether a stretch may be the name of a speaker, or his and a noun of saying: "شاہ رخ کا انکشاف"."""
    words = end - first
    noun = _ends_in_noun(tokens, first, end)
    plain: Bools = (_any(tokens, first, np.where(noun, end - 1, end)) & _NOT_IN_SPEAKER) == 0
    return (words > 0) & (words <= _SPEAKER_WORDS + noun) & plain


def _ends_in_noun(tokens: Tokens, first: Longs, end: Longs) -> Bools:
    """Whether a stretch is a speaker and a noun of saying."""
    last = tokens.flags[np.maximum(end - 1, 0)]
    verbal = int(Cue.REPORTING | Cue.AUXILIARY)
    noun: Bools = ((last & verbal) == int(Cue.REPORTING)) & (end - first > _NOUN_OF_SAYING)
    return noun


def _named(tokens: Tokens, first: Longs, end: Longs) -> Bools:
    """Whether a stretch has an office or a body in it."""
    named: Bools = (_any(tokens, first, end) & int(Cue.SPEAKER)) != 0
    return named


def _any(tokens: Tokens, first: Longs, end: Longs) -> npt.NDArray[np.int32]:
    """The flags that any token of a stretch has, of stretches of up to a headline's length; others give none."""
    flags = np.zeros(len(first), np.int32)
    valid = (first >= 0) & (end > first) & (end - first <= _HEADLINE_WORDS)
    if valid.any():
        bounds = np.stack([first[valid], end[valid]], axis=1).ravel()
        # The last stretch may end with the batch; it does so without being told.
        flags[valid] = np.bitwise_or.reduceat(tokens.flags, bounds[bounds < len(tokens)])[::2]
    return flags
