"""English: spellings of both sides of the Atlantic, grammar words, cues of voice and negation."""

from __future__ import annotations

import unicodedata
from typing import Final

from framing.text.en_inflection import inflect
from framing.text.language import Cue, Language, Negation
from framing.text.language import words as _words

__all__ = ["LANGUAGE"]


def _fold_chars() -> dict[str, str]:
    """Latin letters without their marks, ligatures as letters.

    Newsrooms write Erdoğan and Erdogan, café and cafe, façade and facade. The few pairs that this merges (résumé,
    resume) are merged by most newsrooms too. Letters of other scripts keep their marks.
    """
    letters = [chr(code) for low, high in ((0xC0, 0x24F), (0x1E00, 0x1EFF)) for code in range(low, high + 1)]
    bare = {letter: unicodedata.normalize("NFD", letter)[0] for letter in letters}
    table = {letter: base for letter, base in bare.items() if letter != base}
    # A mark that does not compose with its letter goes too, or a second folding would find what the first one left.
    table |= dict.fromkeys(map(chr, range(0x300, 0x370)), "")
    table |= {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "ß": "ss", "ẞ": "ss", "ſ": "s"}
    return table | {"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}


# What stays, the letters that go, what stays. Anchored at both ends and listed by stem: a rule without a list would
# merge different words (four and for, called and caled) or touch names.
_DROPPED: Final = (
    # colour, favourite, neighbourhood. The stems are listed since four, hour, tour, contour, flour keep their u
    # everywhere.
    (
        r"(?:un|dis|mis|be|re|over|multi|bi|water|techni)?(?:ard|arm|arb|behavi|cand|clam|col|demean|enam|endeav|fav|ferv"
        r"|flav|glam|harb|hon|hum|lab|misdemean|neighb|od|parl|ranc|rig|rum|sav|savi|splend|succ|tum|val|vap|vig)o",
        "u",
        r"r\w*",
    ),
    # travelled, modelling, councillor. The stems are listed since called, controlled, rebelled, teller are double
    # everywhere.
    (
        r"(?:un|re|mis|out)?(?:apparel|barrel|bevel|cancel|carol|channel|chisel|council|counsel|dial|dishevel|drivel|duel"
        r"|enamel|equal|fuel|funnel|gambol|grovel|gruel|imperil|initial|jewel|label|laurel|level|libel|marshal|marvel|medal|metal"
        r"|model|panel|parcel|pedal|pencil|pummel|quarrel|ravel|revel|rival|shovel|shrivel|signal|snivel|spiral|stencil|swivel|total"
        r"|towel|trammel|travel|trial|tunnel|victual|weasel|yodel)",
        "l",
        r"(?:ed|ing|ings|er|ers|or|ors|ist|ists|ous|ously)",
    ),
    # American enroll, fulfillment, installment, skillful, against enrol, fulfilment. Not install, which is double
    # everywhere.
    (r"(?:enrol|fulfil|instil|distil|appal|enthral)", "l", r"(?:s|ment|ments)?"),
    (r"instal", "l", r"ments?"),
    (r"(?:un)?(?:skil|wil)", "l", r"ful(?:ly|ness)?"),
    (r"(?:wool|tranquil)", "l", r"(?:ens?|y|i\w+)"),
    # jewellery: not the jeweller + y that the rule for -ll- would leave.
    (r"jewel", "le", r"ry"),
    # focussed, kidnapped, benefitted: both are written; by stem since passed, mapped, fitted are double everywhere.
    (r"(?:un|re)?(?:focus|bias)", "s", r"(?:ed|es|ing)"),
    (r"(?:kidnap|worship)", "p", r"(?:ed|er|ers|ing|ings)"),
    (r"benefit", "t", r"(?:ed|ing)"),
    (r"(?:re)?program", "m", r"(?:ed|ing|er|ers)"),
    # paedophile, anaemia, anaesthetic, mediaeval. From the beginning of the word: Israel, Michael, aerial are not
    # touched.
    (r"(?:p|orthop|encyclop|gyn|c|f)", "a", r"e(?:d|co|sarea|ces|cal)\w*"),
    (r"(?:an|h|leuk|septic|tox)", "a", r"em\w+"),
    (r"(?:an)?", "a", r"esthe\w+"),
    (r"(?:medi|arch|pal)", "a", r"e(?:va|o)\w+"),
    # manoeuvre, foetus, oestrogen, diarrhoea, amoeba; not poet, shoes, coexist.
    (r"(?:out)?man", "o", r"euv\w+"),
    (r"f", "o", r"et(?:us|uses|al|icide)"),
    (r"", "o", r"e(?:strogen|soph|dem)\w*"),
    (r"(?:diarrh|gonorrh)", "o", r"ea"),
    (r"(?:hom|am)", "o", r"e(?:opath|b)\w+"),
    # mould, moulting, smoulder; not should, mount, which are no such stems.
    (r"(?:re)?s?mo", "u", r"l[dt]\w*"),
    # catalogue, dialogues, cataloguing; not league, vague, synagogue.
    (r"(?:catalog|analog|dialog|monolog|prolog|epilog|travelog)", "ue", r"s?"),
    (r"(?:catalog|dialog)", "u", r"(?:ed|ing|ers?)"),
    (r"program", "me", r"s?"),
    # judgement, ageing, sizeable. By stem: statement, canoeing, agreeable keep their e.
    (r"(?:mis|un|re)?(?:judg|acknowledg|abridg)", "e", r"ments?"),
    (r"ag", "e", r"ing"),
    (r"(?:un)?(?:siz|lik|lov|liv|us|mov|sal|nam)", "e", r"abl[ey]"),
    # Single words: aluminium, moustache, yoghurt, phoney, furore, whiskey.
    (r"alumin", "i", r"um"),
    (r"m", "o", r"ustach\w+"),
    (r"yog", "h", r"urts?"),
    (r"phon", "e", r"y"),
    (r"furor", "e", r"s?"),
    (r"whisk", "e", r"ys?"),
)


def _drop_rule() -> tuple[str, str]:
    """All of ``_DROPPED`` in one pass: the groups of the alternatives that did not match are empty."""
    pattern = "|".join(f"({before}){dropped}({after})" for before, dropped, after in _DROPPED)
    return f"^(?:{pattern})$", "".join(f"${{{group}}}" for group in range(1, 2 * len(_DROPPED) + 1))


_FOLD_RULES: Final = (
    # Russia's → russia, workers' → workers. A contraction is another word (that's is "that is"): a space, which no word
    # has, guards it from the second rule.
    (r"^(it|that|there|here|he|she|let|what|who|where|how|when|why)'s$", "$1 s"),
    (r"(?:'s?)+$", ""),
    (r"^(it|that|there|here|he|she|let|what|who|where|how|when|why) s$", "$1's"),
    # organize, organization → organise. This way round needs no list: rise, wise, promise, exercise have no z to lose,
    # and prize, size, seize, maize, which have other words beside them in s, do not end in vowel … consonant + ize.
    (
        r"^(\w*[aeiouy]\w*[b-df-hj-np-tv-xz])iz(e|ed|es|er|ers|ing|ings|able|ation|ations|ational|ationally)$",
        "${1}is$2",
    ),
    # analyze, paralyzed → analyse.
    (r"^(\w*(?:anal|paral|catal)|breathal|electrol|hydrol)yz(e|ed|es|er|ers|ing)$", "${1}ys$2"),
    # centre, theatres, centred, kilometre → center. Listed: acre, genre, massacre end so everywhere; a gas meter and a
    # metre, timber and timbre are different words.
    (
        r"^((?:kilo|centi|milli|nano)met|(?:milli|centi)?lit|(?:epi)?cent|(?:amphi)?theat|fib|calib|somb|spect|meag|lust|sab"
        r"|scept|mit|(?:out)?manoeuv|reconnoit|sepulch)r(?:e(s|pieces?|fold|line|stage|goers?|going)?|(ed|ing))$",
        "${1}er$2$3",
    ),
    # defence, offences → defense. Not fence, hence, or advice and advise, which are two words everywhere.
    (r"^(def|off|pret)ence(s|less|man|men)?$", "${1}ense$2"),
    # The noun licence and the verb practise, which America does not tell from their verb and noun.
    (r"^(un)?licence(s|d)?$", "${1}license$2"),
    (r"^(mal)?practis(e|es|ed|ing)$", "${1}practic$2"),
    # Single words. Pairs in which one spelling is a word of its own (tyre, kerb, cheque, storey, draught) stay apart.
    (r"^grey(s|er|est|ed|ing|ish|ness)?$", "gray$1"),
    (r"^(euro)?sceptic", "${1}skeptic"),
    (r"^(snow)?plough", "${1}plow"),
    (r"^sulph(ur\w*|ates?|ides?)$", "sulf$1"),
    (r"^cos(y|ier|iest|ily|iness)$", "coz$1"),
    (r"^artefact(s?)$", "artifact$1"),
    (r"^pyjama", "pajama"),
    (r"^czar(s|ist|ists|ina)?$", "tsar$1"),
    (r"^gaol(s|ed|er|ers)?$", "jail$1"),
    (r"^ax$", "axe"),
    # advisor, protestor: no American spelling, but two spellings of one word in every newsroom.
    (r"^(advis|protest)or(s?)$", "${1}er$2"),
    # After the rule for -re, which leaves manoeuver.
    _drop_rule(),
)

# Common in any English news; words that are as common in a neighbour (in, a, me, no, so, do, an, as) carry little.
_FUNCTION_WORDS: Final = _words(
    """the of and to in that is for on with was he it as by at from are were have has had be been but not they his
    her their its this which who will would said an or after about more when over into than can could also there
    what we you she if all out up other people new one two first some no should may being while before against
    between during where because these those them him our your i a my do how most only"""
)

_HINDI_LATN: Final = (
    "hai hain kya nahi nahin mein aur ke ki ka ko se bhi tha thi ne par yeh woh kar raha rahe rahi gaya gayi "
    "gaye liye apne apni apna koi jo ek jab tab lekin agar kyun kaise bahut mera mere tera hum tum aap unke "
    "uske iske unka jaise sirf saal baad saath karna karne karke hota hoti hote hua hui hue diya kiya wale "
    "wala wali ho hi ab yaha waha yahan wahan kuch sab logon din baat kaha mujhe hoon phir unhone unki uski "
    "iska uska kisi chahiye sakta sakte sakti jiske tak jaye"
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
_REPORTING: Final = frozenset[str]().union(
    *(inflect(verb, "verb") for verb in _REPORTING_VERBS),
    *(inflect(noun, "noun") for noun in _REPORTING_NOUNS),
)

_CUE_WORDS: Final = {
    Cue.COMPLEMENTIZER: _words("that"),
    Cue.REPORTING: _REPORTING,
    # Verbs that newspapers follow with a clause straight away; "announced", "confirmed", "denied" take a noun too
    # often.
    Cue.REPORTING_BARE: _words(
        """said says say saying told tells claimed claims claim claiming believes believed believe thinks thought
        think insisted insists insist argues argued alleges adds added hopes hoped fears feared admits admitted
        maintains maintained contends contended suspects suspected warned warns"""
    ),
    Cue.ACCORDING: _words("according"),
    Cue.CLAUSE: _words("but while although though whereas however because meanwhile yet nevertheless nonetheless"),
    # Not "us", which folding makes of US; not "mine", which in news explodes.
    Cue.FIRST_PERSON: _words("i we our ours my me myself ourselves i'm i've i'll i'd we're we've we'll we'd"),
    # English marks neither reported speech that runs on nor light verbs by a form of its own ("will", "would" are
    # anyone's), and what somebody calls something stands after the verb.
    Cue.RUNNING_ON: _words(""),
    Cue.AUXILIARY: _words(""),
    Cue.PARTICLE: _words(""),
    Cue.NARRATIVE: _words(
        """said says told tells added adds announced announces argued argues asked claimed claims insisted insists
        stated states noted notes replied responded explained denied denies confirmed warned warns urged accused
        declared reported"""
    ),
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


def _negations() -> tuple[Negation, ...]:
    """Cues and their reach in words: "did not make any further threats" is the longest that news commonly writes."""
    far = "not|never|cannot|nor|neither|none|nobody|nothing|no one|no longer|by no means"
    near = "no|without|hardly|scarcely|far from|instead of|rather than|lack of|failed to|fails to|fail to"
    # These negate nothing, and being longer they shield the cue within: "not only threatened" did threaten.
    shields = """not only|not just|not merely|not simply|not least|not until|not to mention|if not|whether or not|
        why not|no doubt|no matter|no wonder|no question|no sooner|no less|no fewer|no stranger|no secret|without doubt|
        without a doubt|without question|nothing but|never mind|not uncommon|not unlike|never fails to|
        can't help|cannot help|couldn't help|nothing less|nothing short|nothing more|none other|not for nothing"""
    return (
        *(Negation(term=term, ahead=4) for term in [*far.split("|"), *_CONTRACTED]),
        *(Negation(term=term, ahead=3) for term in near.split("|")),
        *(Negation(term=" ".join(term.split())) for term in shields.split("|")),
        *(Negation(term=f"{verb} {adverb}") for verb in _CONTRACTED for adverb in ("just", "only")),
    )


LANGUAGE: Final = Language(
    code="en",
    name="English",
    script="Latin",
    direction="ltr",
    fold_chars=_fold_chars(),
    fold_rules=_FOLD_RULES,
    function_words=_FUNCTION_WORDS,
    neighbours={code: frozenset(words.split()) for code, words in _NEIGHBOURS.items()},
    cue_words=_CUE_WORDS,
    negations=_negations(),
    verb_position="first",
    inflect=inflect,
)
