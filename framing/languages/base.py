"""What the toolkit knows of a language: the interface that each language module fills.

A language is data and rules, no engine code: how its spellings fold together, which words carry its grammar, how its
words inflect. ``hi.py``, ``ur.py`` and ``en.py`` each export one ``LANGUAGE``; a fourth language is one more such file
in this folder, and ``registry.py`` finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntFlag, auto
from functools import lru_cache
from math import inf
from typing import Literal

__all__ = ["Cue", "Furniture", "Language", "Negation", "Orders", "Pos", "negating_ahead", "negating_behind", "words"]


Pos = Literal["noun", "verb", "adj", "adv", "phrase"]


def words(text: str) -> frozenset[str]:
    """The words of a listing, as language modules write it: apart by spaces and line breaks. They have no order."""
    return frozenset(text.split())


class Cue(IntFlag):
    """What one word tells about the sentence it stands in. A word may tell several things at once."""

    #: Opens the content of speech or thought: कि, کہ, that.
    COMPLEMENTIZER = auto()
    #: A verb or noun of saying, claiming, believing that takes such content: कहा, दावा, بتایا, said, claimed.
    REPORTING = auto()
    #: A verb of saying that takes its content without a complementizer: English "said", "says"; where verbs stand last,
    #: after a comma, colon or dash only (उन्होंने कहा, …).
    REPORTING_BARE = auto()
    #: "According to", after (के मुताबिक, کے مطابق) or before (according to) its speaker.
    ACCORDING = auto()
    #: Opens another clause, which ends the reach of a negation and may return to the outlet's voice: जबकि, لیکن, but.
    CLAUSE = auto()
    #: First person: who says it is not the outlet. Not Urdu میں, which nearly always is "in".
    FIRST_PERSON = auto()
    #: A form in which reported speech runs on without a speaker: the future and the modal of a statement (کریں گے,
    #: करेंगे, चाहिए).
    RUNNING_ON = auto()
    #: A form in which an outlet narrates: the ergative ने / نے, a new speaker.
    NARRATIVE = auto()
    #: An auxiliary that belongs to the verb before it: रहा, है, गया, رہا, ہے.
    AUXILIARY = auto()
    #: A particle that may stand between a noun and its light verb: भी, ही, तो, नहीं, بھی.
    PARTICLE = auto()
    #: A word whose full stop is not the end of a sentence: डॉ, Mr, Feb.
    ABBREVIATION = auto()
    #: Marks a short quotation after it as doubted: तथाकथित, نام نہاد, so-called.
    DISTANCING = auto()
    #: Directly before a complementizer: the outlet itself tells its readers (बता दें कि, یاد رہے کہ), nobody is reported.
    ASIDE = auto()
    #: What somebody calls something stands before it: قرار (دینا), करार (देना).
    DECLARING = auto()
    #: The object marker, after which a verb of calling has the name it gives: को, इसे, کو, اسے.
    OBJECT = auto()
    #: A plan, rule, law, calendar or custom: "according to" it is nobody's speech.
    RULE = auto()
    #: A calendar's word (weekday, month, hour): what will be then is narration, not somebody's promise.
    CALENDAR = auto()
    #: The future of what happens of itself (होगा): with a ``CALENDAR`` word it is narration. A language that lists none
    #: takes every future with a calendar's word for narration.
    HAPPENING = auto()
    #: A word that tells with a verb of doing only (स्पष्ट किया कि), and without it is the outlet's view (स्पष्ट है कि).
    TELLING = auto()
    #: A verb of doing, which makes a ``TELLING`` word a word of saying: किया, दिया, کیا.
    DOING = auto()
    #: Opens a subordinate clause, which a negation before it does not reach: who, which, why, until.
    SUBORDINATE = auto()
    #: A kind of thing whose name stands in marks beside it: फिल्म, योजना. Like a rule it says nothing (unless it is a
    #: ``SPEAKER`` too: अखबार), and what it will be is no promise: so these two bits together.
    NAMED = RULE | HAPPENING
    #: Who a headline names beside a colon as the one who says the rest: police, PM, study.
    SPEAKER = auto()
    # The bits are used up; what follows are pairs that no word has for another reason.
    #: The copula of the present tense, where it ends a sentence: है, ہیں.
    LASTING = AUXILIARY | SPEAKER
    #: The present without a copula, which a negation leaves out where it ends a sentence: नहीं करते, نہیں سکتے.
    HABITUAL = AUXILIARY | RULE
    #: What should be, where it ends a sentence: करें, کریں. Only forms that are nothing else.
    WISHED = HAPPENING | SPEAKER
    #: At the beginning of a sentence the story turns to something else, and the outlet speaks: उधर, इस बीच, دوسری جانب.
    ELSEWHERE = ASIDE | HAPPENING
    #: A word that is "I" directly before the ergative and something else elsewhere: میں.
    MYSELF = DISTANCING | HAPPENING
    #: On what occasion somebody spoke: a sentence with it is the outlet's amid speech ("وہ میڈیا سے گفتگو کر رہے تھے").
    OCCASION = DISTANCING | RULE
    #: A word that asks: क्यों, کیوں. A headline that does so says nothing for anybody.
    ASKING = MYSELF | RULE
    #: A verb of saying as a noun, behind whose copula content may follow with nothing between: "ان کا کہنا ہے …".
    OPINION = REPORTING_BARE | RULE


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """A negation cue and how far it reaches within its clause.

    Attributes:
        term: one or more words; the longest cue wins, so that न केवल ("not only") shields its न.
        ahead: words after the cue in which a match is negated (English "not" … hit).
        behind: words before the cue in which a match is negated (Hindi hit … नहीं).
    """

    term: str
    ahead: int = 0
    behind: int = 0


def negating_ahead(reach: int, *terms: str) -> tuple[Negation, ...]:
    """Terms that negate only what comes after them."""
    return tuple(Negation(term=term, ahead=reach) for term in terms)


def negating_behind(reach: int, *terms: str) -> tuple[Negation, ...]:
    """Terms that negate only what came before them."""
    return tuple(Negation(term=term, behind=reach) for term in terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What tells a phrase in another order than noun and verb from a noun and some other phrase's verb.

    Attributes:
        infinitive: its ending.
        nonfinite: what makes of a stem an infinitive or a conjunctive (करने, करके), which no clause has alone.
        light: verbs that make a verb of any noun (करना, देना); a noun some words away is as often another's.
        never_fronted: forms that before a noun are another word (की), or belong to the verb before them (है, कर).
        before_verb: what closes the words between a noun and its verb: case markers of doer and object, adverbs.
    """

    infinitive: str
    nonfinite: frozenset[str]
    light: frozenset[str]
    never_fronted: frozenset[str]
    before_verb: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """Words that a newsroom puts around an article, and that are none of it. All are regular expressions.

    Attributes:
        tags: what a line of tags begins with, before a colon.
        courtesy: what stands before a colon and the name of whom a text is taken from.
        sources: the same, where the name is that of an agency or another source of the facts.
        credits: a last line that credits others; each names them in its group ``names``.
        author: what stands before an author's name; editors and producers are no authors.
        after_author: what may follow an author's name on its line, where the name so ends.
        no_author: what people write where an author or outlet is not known; no expressions.
        conjunctions: "and" between names.
        more: what an excerpt ends in, for the rest to be read elsewhere.
        outlet_particles: words of outlets' names that people write or leave out (The, Daily); no expressions.
    """

    tags: tuple[str, ...] = ()
    courtesy: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    after_author: tuple[str, ...] = ()
    no_author: tuple[str, ...] = ()
    conjunctions: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    outlet_particles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """One language. Each is equal to itself alone, so that what is made of it can be kept by it.

    Attributes:
        code: BCP 47 primary tag.
        name: English name.
        names: further names and codes that files state it by, such as those of ISO 639-2 and 639-3.
        is_romanised: whether many write it in Latin letters too, in which it is not read.
        script: Unicode script name as a regular expression writes it, such as ``Devanagari``.
        direction: ``ltr`` or ``rtl``.
        fold_chars: characters (or short strings) → what they fold to, for matching only. Applied to NFC text from which
            joiners, bidi controls, soft hyphens and tatweel are already gone and digits are ASCII.
        fold_rules: then (Rust regular expression, replacement) pairs, in order; ``$1`` refers to a group.
        function_words: the commonest grammatical words, by which the language is told from others in its script.
        neighbours: language code → words that are common there and (nearly) absent here; a text that has more of
            these than of ``function_words`` is that language, not this one.
        foreign_words: Rust regular expression of words in its script that are not its own: letters it does not have, a
            relative's endings; matched on the word as written. They speak against it like a neighbour's words.
        own_letters: Rust regular expression of words that, of the languages in its script, few but this one can have:
            faint evidence for names and headlines without a function word.
        headline_words: file in the folder of lexicons with a column ``word``, by which short texts are told.
        headline_words_tell: whether they tell it from all languages in its script; if not, they only show that a text
            is in it where nothing speaks against it.
        headline_share: share of a short text's words that must stand there.
        cue_words: cue → words, in ordinary spelling.
        cue_patterns: cue → Rust regular expression matched on the folded word (anchor it with ``^`` or ``$``).
        negations: the negation cues.
        verb_position: where the verb of a phrase entry stands: ``last`` (Hindi, Urdu) or ``first`` (English).
        orders: in which other orders phrases are met whose verb stands last.
        inflect: (lemma, pos) → all inflected forms, the lemma among them, in ordinary spelling. Verbs are accepted as
            root or infinitive. Never raises; a pos without inflection gives the lemma alone.
        non_joiners: letters after which a writer may leave out the space without a visible change (Urdu ا د ر و …).
        missing_space: how unlikely a space is to be missing behind any other letter, as -log of its odds; infinite
            where words are never run together nor torn apart.
        merged: letters that some newsrooms never write → what they write instead (Urdu ھ → ہ). An article without any
            of these letters is read by :meth:`without`, every other as it stands.
        prefixes: first parts of words that newsrooms write together, with a hyphen or with a space (cooperate,
            co-operate).
        contractions: two words → the one or more words that writers contract them to (is not → isn't).
        furniture: what its newsrooms put around an article.
    """

    code: str
    name: str
    script: str
    direction: Literal["ltr", "rtl"]
    fold_chars: Mapping[str, str]
    fold_rules: tuple[tuple[str, str], ...]
    function_words: frozenset[str]
    neighbours: Mapping[str, frozenset[str]]
    foreign_words: str = ""
    own_letters: str = ""
    headline_words: str = ""
    headline_words_tell: bool = False
    headline_share: float = 1.0
    cue_words: Mapping[Cue, frozenset[str]]
    cue_patterns: Mapping[Cue, str] = field(default_factory=dict)
    negations: tuple[Negation, ...] = ()
    verb_position: Literal["first", "last"]
    inflect: Callable[[str, Pos], frozenset[str]]
    non_joiners: str = ""
    missing_space: float = inf
    orders: Orders | None = None
    merged: Mapping[str, str] = field(default_factory=dict)
    prefixes: frozenset[str] = frozenset()
    contractions: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    furniture: Furniture = field(default_factory=Furniture)
    names: tuple[str, ...] = ()
    is_romanised: bool = False

    def plain(self) -> Language:
        """The same language without its spelling rules, which cost the most and concern no common word."""
        return _plain(self)

    @property
    def tears(self) -> bool:
        """Whether writers run words together or tear them apart."""
        return bool(self.non_joiners) or self.missing_space < inf

    def without(self) -> Language:
        """The same language as newsrooms write it that do not have the letters of ``merged``."""

        def plain(text: str) -> str:
            for letter, instead in self.merged.items():
                text = text.replace(letter, instead)
            return text

        chars = {letter: plain(folded) for letter, folded in self.fold_chars.items()} | dict(self.merged)
        rules = tuple((plain(pattern), plain(folded)) for pattern, folded in self.fold_rules)
        return replace(self, fold_chars=chars, fold_rules=rules, merged={})


@lru_cache(maxsize=12)
def _plain(language: Language) -> Language:
    """The same object each time, so that what is learned of it is learned once."""
    return replace(language, fold_rules=())
