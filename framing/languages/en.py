"""English: grammar words, cues of voice and negation, and what newsrooms put around an article."""

from __future__ import annotations

from typing import Final

from framing.languages.base import Cue, Furniture, Language, Negation
from framing.languages.base import words as _words
from framing.languages.en_inflection import inflect
from framing.languages.en_spelling import FOLD_RULES, fold_chars

__all__ = ["LANGUAGE"]


# Common in any English news; words that are as common in a neighbour (in, a, me, no, so, do, an, as) carry little.
_FUNCTION_WORDS: Final = _words(
    """the of and to in that is for on with was he it as by at from are were have has had be been but not they his
    her their its this which who will would said an or after about more when over into than can could also there
    what we you she if all out up other people new one two first some no should may being while before against
    between during where because these those them him our your i a my do how most only"""
)

# Left out, however common: what English headlines from India have as names (Gaya, Ho, Diya, Aaj Tak, Hum Tum, AAP) or
# as words of their own (tab, jab, par, main, din).
_HINDI_LATN: Final = (
    "hai hain kya nahi nahin mein aur ke ki ka ko se bhi tha thi ne yeh woh kar raha rahe rahi gayi gaye liye "
    "apne apni apna koi lekin agar kyun kaise bahut mera mere tera unke uske iske unka jaise sirf saal baad "
    "saath karna karne karke hota hoti hote hua hui hue kiya wale wala wali hi yaha waha yahan wahan kuch "
    "logon baat kaha mujhe hoon phir unhone unki uski iska uska kisi chahiye sakta sakte sakti jiske jaye"
)
# Pakistani romanisation writes the same words, and some with other vowels.
_URDU_LATN: Final = (
    "hein kay ney wo nay tu bohat bohot kyunke magar agarche hay mai unho unhon inho inhon awam mulk jis yah "
    "hukumat sahab wazir"
)

# Common there and nearly absent here. What English news has too, once folded, is left out: German "die", Dutch "door",
# French "un" (UN), Spanish "los" (Los Angeles), Indonesian "dan", Swedish "för".
_NEIGHBOURS: Final = {
    "da": "og det til af der som ikke har de på om blev skal vil fra ved kan efter også sig være været",
    "de": (
        "der das und ist nicht ein eine einen dem den des von zu auf für im sich auch wird werden sind wurde nach "
        "bei dass"
    ),
    "es": "el la de del que y en una por con para se es su lo como más fue ha han pero sus este esta entre según",
    "fr": (
        "le la les de des du est une que qui dans pour pas ne sur ce cette il elle au aux avec par sont se nous "
        "vous ont été"
    ),
    "hi-Latn": _HINDI_LATN,
    "id": (
        "yang di ini itu untuk dengan dari pada tidak akan telah bahwa karena juga oleh sebagai dalam adalah ada "
        "mereka kata bisa"
    ),
    "it": "il lo la gli di del della dei che una con si sono nel alla anche più da ha delle questo",
    "ms": (
        "yang di ini itu untuk dengan daripada pada tidak akan telah bahawa kerana juga oleh sebagai dalam adalah "
        "beliau kata boleh"
    ),
    "nb": "og det til av som ikke har de på om ble skal vil fra ved kan etter også seg være vært",
    "nl": "het een van de dat niet zijn voor ook aan er maar bij wordt naar heeft om uit nog werd deze",
    "pl": "na z że się nie jest jak po za przez od dla ale oraz tym ma być są aby już tylko ze tej przy był będzie",
    "pt": "o os de da dos das que em um uma por para se não ao foi mais como pelo pela são na nos ou seu sua",
    "ro": "de la și că nu vor pentru din cu este fost sunt au fi ale dar după prin această",
    "sv": "och det av som inte har de på ett om att är kommer från vid kan efter också sig ska var",
    "tl": (
        "ang ng sa mga na ay si ni para kay hindi ito nang din rin siya kanyang naman kung niya po ako mo ko sina "
        "dahil pang"
    ),
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi kadar sonra ne en ama değil var olduğu ise",
    "ur-Latn": f"{_HINDI_LATN} {_URDU_LATN}",
}

# Verbs that take "that" and its content.
_REPORTING_VERBS: Final = _words(
    """say tell claim argue warn announce insist state add deny believe think allege assert contend maintain
    declare note admit acknowledge concede confirm explain report reveal suggest stress emphasise reiterate
    reaffirm affirm complain predict fear hope promise pledge vow swear boast hint imply indicate assume suspect
    conclude estimate feel find hear know learn mention observe opine pronounce propose recall recommend remark
    remind respond reply retort speculate testify assure caution charge comment convince counter demand disclose
    doubt agree dispute forecast guess inform judge notify posit presume proclaim profess remember threaten
    underline underscore understand urge write quip tweet lament"""
)
_REPORTING_NOUNS: Final = _words(
    """claim allegation statement assertion belief contention suggestion argument accusation warning announcement
    assurance conviction rumour insistence assumption admission acknowledgement promise pledge fear hope report
    reminder denial declaration suspicion impression perception prediction notion"""
)
# Not "state", "states", which nearly always are countries.
_REPORTING: Final = frozenset[str]().union(
    *(inflect(verb, "verb") for verb in _REPORTING_VERBS),
    *(inflect(noun, "noun") for noun in _REPORTING_NOUNS),
) - {"state", "states"}

_CUE_WORDS: Final = {
    Cue.COMPLEMENTIZER: _words("that"),
    Cue.REPORTING: _REPORTING,
    # Verbs that newspapers follow with a clause straight away; "announced", "confirmed" take a noun too often. Not
    # "claim", "fears", which are nouns, nor "estimated", "suspected", which are participles, more often.
    Cue.REPORTING_BARE: _words(
        """said says say saying told tells claimed claims claiming believes believed believe thinks thought think
        insisted insists insist argues argued argue alleges alleged allege adds added hoped feared admits admitted
        maintains maintained contends contended warned warns warn denied denies deny acknowledged conceded
        noted predicted promised"""
    ),
    Cue.ACCORDING: _words("according"),
    # "According to the rules" and "to plan" nobody speaks.
    Cue.RULE: _words(
        """rule rules law laws plan plans schedule income merit need needs ability size age norms norm guidelines
        protocol procedure procedures tradition custom customs principle principles standard standards criteria
        content place type taste circumstances demand wishes preference order sequence timetable calendar script
        specifications requirements formula design rank status seniority proportion season"""
    ),
    Cue.CLAUSE: _words("but while although though whereas however meanwhile nevertheless nonetheless"),
    Cue.SUBORDINATE: _words(
        """who whom whose which why how what where when whether if unless until till because since before after
        lest wherever whenever whoever"""
    ),
    # Not "us", which folding makes of US; not "mine", which in news explodes.
    Cue.FIRST_PERSON: _words("i we our ours my me myself ourselves i'm i've i'll i'd we're we've we'll we'd"),
    # "The scheme would cover …" after a sentence of reported speech is what was said; "will" is anyone's.
    Cue.RUNNING_ON: _words("would wouldn't they'd he'd she'd"),
    # The finite auxiliaries, by which a clause is told from an adverbial.
    Cue.AUXILIARY: _words(
        """is are was were has have had will would can could may might shall should must does did do isn't aren't
        wasn't weren't hasn't haven't hadn't won't wouldn't can't cannot couldn't shouldn't mustn't doesn't didn't
        don't it's he's she's that's there's they're we're i'm you're they've we've i've they'd he'd she'd they'll
        we'll he'll she'll it'll"""
    ),
    # What makes "called" and "styled" cues of doubt.
    Cue.PARTICLE: _words("so self"),
    # After a verb of saying these lead an adverbial or an object rather than content: "said in a speech", "warned of".
    Cue.OBJECT: _words(
        """of about against for to in on at during with without from by after before over into upon amid through
        under as while when via late earlier"""
    ),
    Cue.CALENDAR: _words("yesterday today tonight monday tuesday wednesday thursday friday saturday sunday"),
    # With "to" they tell what somebody wants or promises; of these "told" alone takes content after its listener.
    Cue.TELLING: _words(
        """urged urges urge urging asked asks asking told tells telling ordered orders vowed vows vowing vow
        pledged pledges pledging pledge promised promises promise threatened threatens threatening threaten
        demanded demands begged begs implored appealed appeals requested requests requesting
        instructed instructs advised advises exhorted exhorts swore styled called calls calling"""
    ),
    Cue.DOING: _words("to"),
    Cue.NAMED: _words(
        """film films movie movies novel novels book books memoir documentary song songs album poem poems play series
        serial show episode volume trilogy essay anthology painting exhibition titled entitled headlined captioned
        named codenamed nicknamed musical opera podcast column"""
    ),
    Cue.SPEAKER: _words(
        """police pm cm president minister ministry govt government official officials report reports study
        survey poll un who imf nato eu army military court sc hc judge lawyer lawyers source sources expert experts
        spokesperson spokesman spokeswoman mayor governor chief envoy ambassador coroner analyst analysts economist
        economists researchers scientists doctors witnesses residents activists opposition union committee panel
        commission bank rbi watchdog ngo agency media paper newspaper ceo director"""
    ),
    # Verbs that hardly stand without what is said.
    Cue.NARRATIVE: _words("said says say saying told tells"),
    # Not sat, sun, mar, may, am, pm, in, art, whose full stop may well end a sentence.
    Cue.ABBREVIATION: frozenset("abcdefghijklmnopqrstuvwxyz")
    | _words(
        """mr mrs ms messrs dr prof sen rep reps sens gov gen col maj capt lt sgt cpl cmdr adm brig insp supt hon
        rev fr st jan feb apr aug sep sept oct nov dec mon tue tues wed thu thur thurs fri vs etc inc ltd co
        corp bros dept univ no nos jr sr ave blvd rd approx est fig vol ed eds ph esq al ie eg cf"""
    ),
    # "So-called" and "self-styled" are two words each: the hyphen separates.
    Cue.DISTANCING: _words(
        """called alleged allegedly purported purportedly supposed supposedly ostensible ostensibly styled
        proclaimed putative"""
    ),
}


_CONTRACTED: Final = sorted(
    _words(
        """don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't shouldn't hasn't haven't
        hadn't mustn't needn't mightn't shan't ain't"""
    )
)

# "Doesn't just threaten" threatens.
_FOCUS: Final = ("just", "only", "merely", "simply")


def _negations() -> tuple[Negation, ...]:
    """Cues and their reach in words within their clause.

    "Has not yet been able to restore", "did not carry out any further attacks" are the longest that news commonly
    writes. What negates the noun behind it reaches less far: "no evidence of a plot", "without any further delay".
    """
    far = """not|never|cannot|nor|neither|none|nobody|nothing|no one|no longer|by no means|in no way|at no point|
        not a|not any|not all|not every"""
    near = "no|without|hardly|scarcely|barely|rarely|seldom"
    close = """far from|instead of|rather than|lack of|absence of|anything but|stopped short of|stops short of|
        stop short of|falls short of|fell short of|ceased to|ceases to|cease to|no evidence of|no sign of|
        failed to|fails to|fail to|failing to|failure to|refused to|refuses to|refuse to|refusing to|refusal to|
        declined to|declines to|decline to|declining to|unable to|yet to|denied any|denies any|deny any|denying any|
        neglected to|forgot to|too weak to|prevented from|barred from|stopped from"""
    # These negate nothing, and being longer they shield the cue within: "not only threatened" did threaten. Two cues
    # that cancel each other shield both; so does what compares ("never … so peaceful" is peaceful now).
    shields = """not only|not just|not merely|not simply|not solely|not least|not until|not to mention|if not|
        whether or not|why not|no doubt|no doubts|no matter|no wonder|no question|no sooner|no less|no fewer|
        no stranger|no secret|no denying|no mistaking|no mistake|no escaping|without doubt|without a doubt|
        without question|without fail|nothing but|never mind|not uncommon|not unlike|not without|never without|
        never fails to|never failed to|did not fail to|does not fail to|cannot fail to|could not fail to|
        will not fail to|can't help|cannot help|couldn't help|could not help|can not help|nothing less|nothing short|
        nothing more|none other|not for nothing|never before had … so|never before has … so|never before have … so|
        never before … such|never … such|never … so|rarely has … so|rarely have … so|rarely had … so|rarely … such|
        seldom has … so|seldom have … so|seldom had … so|nobody denies|no one denies|nobody doubts|no one doubts|
        no one disputes|nobody disputes|in no uncertain terms|in no time|no holds barred|no stone|no effort|
        no expense|not wrong to|not be wrong to|cannot deny|can't deny|not deny|not a few|no small"""
    terms = {
        6: [*far.split("|"), *_CONTRACTED],
        5: near.split("|"),
        4: close.split("|"),
        0: [
            *shields.split("|"),
            # "No. 1" counts.
            *(f"no {number}" for number in range(1, 11)),
            *(f"{verb} {adverb}" for verb in _CONTRACTED for adverb in _FOCUS),
        ],
    }
    return tuple(
        Negation(term=" ".join(term.split()), ahead=reach) for reach, listed in terms.items() for term in listed
    )


# Which of them a word takes a hyphen after is the house's style. Not "re" before a consonant, "over", "under", "out":
# no newsroom writes re-port or under-stand, and "pro test", "inter view" are two words.
_PREFIXES: Final = _words("anti co non pre counter multi ultra cyber semi pan neo pseudo mega hyper")

_CONTRACTIONS: Final = {
    **{
        (verb, "not"): frozenset({f"{verb}n't"})
        for verb in _words("is are was were do does did has have had would could should must need might")
    },
    ("can", "not"): frozenset({"can't", "cannot"}),
    ("will", "not"): frozenset({"won't"}),
    ("shall", "not"): frozenset({"shan't"}),
    **{(who, "are"): frozenset({f"{who}'re"}) for who in _words("we you they")},
    **{(who, "have"): frozenset({f"{who}'ve"}) for who in _words("i we you they")},
    **{(who, "will"): frozenset({f"{who}'ll"}) for who in _words("i we you they he she it")},
    ("i", "am"): frozenset({"i'm"}),
}

LANGUAGE: Final = Language(
    code="en",
    name="English",
    script="Latin",
    direction="ltr",
    fold_chars=fold_chars(),
    fold_rules=FOLD_RULES,
    function_words=_FUNCTION_WORDS,
    neighbours={code: frozenset(words.split()) for code, words in _NEIGHBOURS.items()},
    headline_words="english.csv",
    headline_words_tell=True,
    headline_share=0.15,
    cue_words=_CUE_WORDS,
    negations=_negations(),
    verb_position="first",
    inflect=inflect,
    prefixes=_PREFIXES,
    contractions=_CONTRACTIONS,
    names=("eng",),
    furniture=Furniture(
        tags=("Tags?", "TAGS", "Topics"),
        courtesy=("Courtesy",),
        sources=("Source", "SOURCE"),
        credits=(
            r"(?i)\(?\s*with\s+(?:additional\s+|agency\s+)*inputs?\s+from\s+(?P<names>.{2,80}?)\s*\)?\.?",
            r"(?i)\(?\s*(?:with\s+)?additional reporting (?:by|from)\s+(?P<names>.{2,80}?)\s*\)?\.?",
            r"(?P<names>.{2,140}?)\s+contributed to (?:this|the) (?:report|story|article)\.?",
        ),
        author=("By", "BY", "Written [Bb]y", "Reported [Bb]y", "Author"),
        after_author=(r"(?:Edited|Updated|Published|Posted|Written|Reported|Last [Uu]pdated|Produced)\b",),
        conjunctions=("and",),
        more=("read more", "read full (?:story|article)", "continue reading"),
        outlet_particles=(
            *("the", "daily", "online", "news", "web", "com", "epaper"),
            *("print", "opinion", "editorial", "blog", "blogs"),
        ),
    ),
)
