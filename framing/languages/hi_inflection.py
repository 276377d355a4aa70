"""Hindi words in their forms: inflection, and the spellings of loan words.

Gender is not known, so a noun gets the forms of every class that its ending allows. That invents words nobody writes
(*किताबे*), which cost nothing, but must not invent words that belong to another lemma; the tables below say where it
would.

Forms are given in one spelling (गए, not also गये; हूं, not also हूँ): folding brings the others to it.

Loan words that Hindi newsrooms spell with a long or a short, an open or a plain vowel.

ऑ stands in English words only, so a rule takes it to आ wherever a word is long enough not to meet another. The other
vowels tell native words apart (मेला "fair", मैला "dirty"), so there the words are listed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from framing.languages.base import Pos
from framing.languages.base import words as _words

__all__ = ["LOAN_RULES", "inflect"]


def _bare(word: str) -> str:
    """Without nukta, as the tables are written: newsrooms write पढ़ and पढ, ज़िंदा and जिंदा."""
    return word.replace("़", "")


# ---------------------------------------------------------------------------------------------------------------- nouns

_IRREGULAR_NOUNS: Final = {
    "मां": ("मां", "माएं", "माओं", "मांओं"),
    "कुआं": ("कुआं", "कुएं", "कुओं"),
    "धुआं": ("धुआं", "धुएं", "धुओं"),
    "रोआं": ("रोआं", "रोएं", "रोओं"),
    "भौं": ("भौं", "भवें", "भवों"),
    "फुट": ("फुट", "फीट", "फुटों"),
}

#: Nouns in a consonant that are verb roots as well. Their plural in -ें is hardly written, the verb's subjunctive is:
#: करें, खेलें, जानें are "do", "play", "know", never "taxes", "games", "lives".
_VERB_ROOTS: Final = _words(
    "कर खेल डर बोल फल चल बन मन मिल रह पढ बैठ उठ मार हार जीत जान समझ सोच पहुंच लूट चमक पकड छूट रोक खोज दौड चाह पूछ कूद"
    " पुकार काट छेड झुक ठहर थक देख दिख निकल बदल बिक भर भाग भूल मर मान रख लग लड लिख सह सुन हट झेल उबल"
)

#: Feminines in -ा whose masculine-like oblique plural would be another noun's: मालों is माल's, शाखों is शाख's.
_FEMININE: Final = _words(
    "माला शाला बाला शाखा धारा कला दवा हवा सभा सीमा दिशा दशा कथा आत्मा सेना सजा चर्चा हिंसा आशा रेखा पीडा चिंता निंदा इच्छा जनता"
    " सत्ता वार्ता माता मात्रा मुद्रा योजना घटना सूचना भावना रचना तुलना प्रार्थना महिला"
)

# Sanskrit feminines and agent nouns, which never turn -ा into -े: abstract -ता after a bare consonant (एकता, but not
# पता "address"), -िका, clusters such as -क्षा, -त्या, -त्रा (but not दर्रा "pass"), -स्था, -ज्ञा, and नेता, विजेता, कर्ता,
# योद्धा, देवता.
_UNMARKED: Final = re.compile(
    r"(?:.[क-ह]ता|िता|िका|षा|णा|्या|[^र]्रा|स्था|ज्ञा|च्छा|त्मा|[जनर]ेता|कर्(?:त्)?ता|दाता|योद्धा|देवता|युवा|राजा)$"
)


def _noun(word: str) -> set[str]:
    """Forms of a noun."""
    if word in _IRREGULAR_NOUNS:
        return set(_IRREGULAR_NOUNS[word])
    last, stem = word[-1], word[:-1]
    if last in "ाआ":
        return _noun_in_aa(word)
    if last in "िीईइ":
        glide = "ि" if last in "िी" else "इ"
        forms = {stem + glide + ending for ending in ("यां", "यों", "यो")}
        # English plurals (एजेंसीज). Short words are left alone: कमी is not the singular of कमीज "shirt".
        return forms | {word, word + "ज"} if last == "ी" and len(word) > 4 else forms | {word}
    if last in "ुूउऊ":
        short = stem + ("ु" if last in "ुू" else "उ")
        return {word, *(base + ending for base in (short, word) for ending in ("एं", "ओं"))}
    if last in "ोओ":
        return {word, word + "ज", word + "ओं", word + "एं"}
    if last in "ेैौंएऐऔः":
        return {word, word + "ओं"} if last in "ौऔ" else {word}
    stem = word.removesuffix("्")
    forms = {word, stem + "ों"}
    if last in "सज":
        forms.add(stem + "ेज")
    elif last != "न":
        # English plurals (वोटर्स, सर्विसेज); not after न, where जीन्स and साइन्स are words of their own.
        forms.add(stem + "्स")
    # The vocative in -ो (दोस्तो) is more often a plural whose dot was not typed; of a verb root it is the imperative.
    return forms if _bare(stem) in _VERB_ROOTS else forms | {stem + "ें", stem + "ो"}


def _noun_in_aa(word: str) -> set[str]:
    """Forms of a noun in -ा: मामला मामले मामलों, भाषा भाषाएं भाषाओं, चिड़िया चिड़ियां चिड़ियों, नेता नेताओं."""
    stem = word[:-1]
    forms = {word, word + "एं", word + "ओं"}
    if _bare(word) in _FEMININE or _UNMARKED.search(word):
        return forms
    if word.endswith("आ"):
        return forms | {stem + "ए", stem + "ओं"}
    if word.endswith("िया"):
        forms.add(stem + "ां")
    return forms | {stem + "े", stem + "ों"}


# ----------------------------------------------------------------------------------------------------------- adjectives

#: Adjectives in -ा that do not change, or whose changed form is another word (सजी "decorated", मनी "celebrated").
_INVARIABLE: Final = _words(
    "ज्यादा मौजूदा युवा पैदा मना जमा सजा सालाना रोजाना जुदा खफा फिदा विदा अदा रवाना शर्मिंदा जिंदा आला दोस्ताना उम्दा आमादा"
    " पेचीदा संजीदा"
)


def _adjective(word: str) -> set[str]:
    """Forms of an adjective."""
    if _bare(word) in _INVARIABLE or word.endswith("िया"):
        return {word}
    for ending, changed in (("यां", "एं ईं"), ("ां", "ें ीं"), ("या", "ए ई"), ("आ", "ए ई"), ("ा", "े ी")):
        if word.endswith(ending):
            return {word, *(word.removesuffix(ending) + new for new in changed.split())}
    return {word}


# ---------------------------------------------------------------------------------------------------------------- verbs

# What looks like an infinitive and is a root: nothing but one light syllable would be left (बना, सुना, गिना), or the
# root is a reduplication (झनझना), or it is one of three.
_ROOT_IN_NA: Final = re.compile(r"(?:[क-ह]़?[िु]?|[अइउ])ं?ना|(.+)\1ा|पहना|अपना|दफना")

_IMPERFECTIVE: Final = ("", "ना", "ने", "नी", "नीं", "ता", "ते", "ती", "तीं", "कर", "नेवाला", "नेवाले", "नेवाली")
_FUTURE: Final = ("ऊं", "ए", "एं", "ओ", "ऊंगा", "ऊंगी", "एगा", "एगी", "एंगे", "एंगी", "ओगे", "ओगी")
_FUTURE_SIGNS: Final = tuple(form.translate(str.maketrans("ऊएओ", "ूेो")) for form in _FUTURE)
_POLITE: Final = ("िए", "िएगा", "ियो")

#: Perfectives that do not follow the root.
_PERFECTIVE: Final = {
    "कर": ("किया", "किए", "की", "कीं"),
    "जा": ("गया", "गए", "गई", "गईं", "जाया", "जाय"),
    "हो": ("हुआ", "हुए", "हुई", "हुईं"),
    "दे": ("दिया", "दिए", "दी", "दीं"),
    "ले": ("लिया", "लिए", "ली", "लीं"),
}

#: Subjunctive, future and imperative that do not follow the root.
_MOODS: Final = {
    "दे": _words("दूं दे दें दो दूंगा दूंगी देगा देगी देंगे देंगी दोगे दोगी दीजिए दीजिएगा दीजियो"),
    "ले": _words("लूं ले लें लो लूंगा लूंगी लेगा लेगी लेंगे लेंगी लोगे लोगी लीजिए लीजिएगा लीजियो"),
    "हो": _words("होऊं होए होएं होवे होवें हो हों हूंगा हूंगी होऊंगा होऊंगी होगा होगी होंगे होंगी होगे होइए होइएगा है हैं हूं था थे थी थीं"),
}

#: Verbs without an infinitive: the present and the past of "to be", where they are not meant as forms of होना.
_DEFECTIVE: Final = {"है": _words("है हैं हूं"), "था": _words("था थे थी थीं")}

#: Roots whose conjunctive in -के would be another word: लड़के "boys", छिलके "peels", and the perfective of a longer
#: root (अटके of अटकना, रोके of रोकना).
_NO_KE: Final = _words("लड छिल तड अट खट पट टप सर बह दह छल ढल झल फट लच सट मच चट सन ठन धड भड चू रो टो ता चम लट मह")

#: Forms that nearly always are another word: कहीं "somewhere", the modal चाहिए "should", the infinitive of जाना "go",
#: मानो "as if", सही "right", the honorific जी, सी "like", the postposition से.
_LEFT_OUT: Final = {
    "कह": _words("कहीं"),
    "चाह": _words("चाहिए"),
    "जान": _words("जाना जाने जानी जानीं"),
    "मान": _words("मानो"),
    "सह": _words("सही सहीं"),
    "जी": _words("जी"),
    "सी": _words("सी"),
    "से": _words("से"),
}


def _root(verb: str) -> str:
    """The root of a verb given as root or infinitive: बनाना and बना both give बना, बनना and बन give बन."""
    return verb if _ROOT_IN_NA.fullmatch(verb) else verb.removesuffix("ना")


def _verb(verb: str) -> set[str]:
    """Forms of a simple verb."""
    if verb in _DEFECTIVE:
        return set(_DEFECTIVE[verb])
    root = _root(verb)
    if not root:
        return {verb}
    forms = {root + ending for ending in _IMPERFECTIVE}
    if _bare(root) not in _NO_KE:
        forms.add(root + "के")
    if root == "कर":
        forms |= {"कीजिए", "कीजिएगा"}
    if root in _MOODS:
        return forms.union(_PERFECTIVE[root], _MOODS[root])
    if root[-1] in "ाआोओ":
        forms.update(root + ending for ending in (*_FUTURE, "इए", "इएगा", "इयो"))
        perfective = ("या", "ए", "ई", "ईं")
    elif root[-1] in "ीू":
        return (forms | _verb_in_long_vowel(root)) - _LEFT_OUT.get(root, frozenset())
    elif root[-1] in "ेै":
        forms.update(root + ending for ending in (*_FUTURE, "इए"))
        perfective = ("या", "ए", "ई", "ईं")
    else:
        forms.update(root + ending for ending in (*_FUTURE_SIGNS, *_POLITE))
        perfective = ("ा", "े", "ी", "ीं")
    return forms.union(_PERFECTIVE.get(root, [root + ending for ending in perfective])) - _LEFT_OUT.get(
        root, frozenset()
    )


def _verb_in_long_vowel(root: str) -> set[str]:
    """Finite forms of पी, जी, सी, छू, whose vowel is shortened before another, though not by every writer."""
    stem = root[:-1]
    if root.endswith("ी"):
        short, perfective = (
            stem + "ि",
            {stem + ending for ending in ("िया", "िए", "ी", "ीं", "ीजिए", "ीजिएगा", "ियो", "ियोगे")},
        )
    else:
        short, perfective = stem + "ु", {stem + ending for ending in ("ुआ", "ुए", "ुई", "ुईं", "ुइए", "ुइएगा")}
    return perfective | {base + ending for base in (short, root) for ending in _FUTURE}


def inflect(lemma: str, pos: Pos) -> frozenset[str]:
    """All inflected forms of a lemma, itself among them.

    Args:
        lemma: in ordinary spelling; a verb as root or infinitive. Of several words the last inflects.
        pos: its part of speech; only nouns, verbs and adjectives inflect.

    Returns:
        Forms in ordinary spelling, one spelling each.

    Example:
        >>> sorted(inflect("नीति", "noun"))
        ['नीति', 'नीतियां', 'नीतियो', 'नीतियों']
    """
    before, space, last = lemma.rpartition(" ")
    # The tables and endings are written with anusvara; NFC takes the composed ड़ apart.
    word = unicodedata.normalize("NFC", last).replace("ँ", "ं")
    paradigm = {"noun": _noun, "verb": _verb, "adj": _adjective}.get(pos)
    if paradigm is None or not re.fullmatch(r"[\u0900-\u097F0-9]{2,}|आ", word):
        return frozenset((lemma,))
    forms = paradigm(word)
    return frozenset({before + space + form for form in forms} | {lemma})


_SIGNS: Final = "ािीुूृेैोौं्"

# Short words in ऑ stay: कॉफी "coffee" / काफी "enough", हॉल / हाल "state", कॉल / काल "time", मॉल / माल "goods", जॉन and
# जान "life", बॉल and बालों "hair"; and फॉर्म "form" / फार्म "farm", which is why it is set aside in between.
_OPEN_O: Final = (
    ("^फॉर्मू", "फार्मू"),
    ("^फॉर्म", "फऑर्म"),
    # Behind the first letter: ब्लॉक, रिकॉर्ड, प्रोटोकॉल. Twice, since हॉटस्पॉट has two.
    (r"^(.+[क-ह])ॉ", "${1}ा"),
    (r"^(.+[क-ह])ॉ", "${1}ा"),
    # In the first letter, where two more follow: कॉलेज, बॉर्डर, कॉंग्रेस.
    (rf"^([क-ह])ॉ((?:ं[क-ह]|[क-ह][{_SIGNS}]*[क-ह]))", "${1}ा$2"),
    (r"^ऑ(\w{3,})$", "आ$1"),
    ("^फऑर्म", "फॉर्म"),
)

# What stands before and behind the vowel, each with each: what meets no word does no harm.
_BEFORE: Final = "ट्र|स|म|न|ह|डिस्ट|थ|ब|र|इंफ|कांट्र|कांट|क्वार|फ्र|क|ट|फ|च|प|ग"
_AFTER: Final = (
    "क्टर|क्टरों|वल|ट्रिक|निटाइ|नेटाइ|ंपल|लरी|क्सिक|सेज|ंबर|नेज|शनल|क्टेयर|डलाइन|डक्वार्टर|ंसिंग|रेपी|रिके|पिड|क्श|क्ट|ंट|ंटाइ"
    "|ंचाइजी|बिनेट|ंसर|मरा|मरे|बलेट|क्स|नल|ंपियन|केज|स्ट्|लरी|लेरी|ंडिडेट|ंपस|लेंडर"
)

# What is left of each word after folding; pairs in which one is another word (बैग / बेग, चैन / चेन) are not here.
_LISTED: Final = (
    (f"^({_BEFORE})ै({_AFTER})", "${1}े$2"),
    ("^ऐ(लान|तराज|हतियात|क्ट|क्श|ंबुलेंस|ंड्र|तिहासिक|प$|प्स)", "ए$1"),
    ("(वाट्स|व्हाट्स)ऐप", "${1}एप"),
    ("^व्हाट्सएप", "वाट्सएप"),
    ("^(ब्य|न्य)ौ([रत])", "${1}ो$2"),
    # Countries and peoples: कज़ाख and कज़ाक, काजाकिस्तान; अमरीका; उज़बेक; इस्राइल, इजरायल.
    ("^का?जा[कख](स्तान|िस्तान)", "कजाकिस्तान"),
    ("^कजाख", "कजाक"),
    ("^अमरीक", "अमेरिक"),
    ("^अमेरीक", "अमेरिक"),
    ("^उजबेक", "उज्बेक"),
    ("^तुर्कमिनि", "तुर्कमेनि"),
    ("^कि(?:रगि|र्गिज|रगिज)स्तान", "किर्गिस्तान"),
    ("^(?:इस्राइल|इसराइल|इजराइल|इस्रायल|इजरायल|इसरायल|इज्रायल|इज्राइल)", "इजराइल"),
    ("^युक्रेन", "यूक्रेन"),
    ("^(?:बंगलादेश|बांगलादेश|बंग्लादेश)", "बांग्लादेश"),
    ("^युरोप", "यूरोप"),
    ("^ताजीकिस्तान", "ताजिकिस्तान"),
    ("^शांघाई", "शंघाई"),
    # Short and long i and u, glides.
    ("^पाजीटिव", "पाजिटिव"),
    ("^युनिवर्सि", "यूनिवर्सि"),
    ("^हाइकोर्ट", "हाईकोर्ट"),
    ("^वाइरस", "वायरस"),
    ("^डाइरेक्ट", "डायरेक्ट"),
    ("^फायनें", "फाइनें"),
)

#: (Rust regular expression, replacement) pairs, applied after the native ones.
LOAN_RULES: Final = (*_OPEN_O, *_LISTED)
