"""Every form of a word of each class, Hindi and Urdu: none is missing, and none is there besides.

Gender is not asked for, so that a noun has what either gender would have. Forms that a class shares are listed once.
"""

from __future__ import annotations

import pytest

from framing.languages.base import Pos
from framing.languages.registry import language


def made(stem: str, endings: str) -> set[str]:
    """A stem with endings; ``-`` is the stem itself."""
    return {stem + ending.replace("-", "") for ending in endings.split()}


HINDI_VERB = "- ना ने नी नीं ता ते ती तीं कर नेवाला नेवाले नेवाली"
AS_LETTERS = "ऊं ए एं ओ ऊंगा ऊंगी एगा एगी एंगे एंगी ओगे ओगी"
AS_SIGNS = "ूं े ें ो ूंगा ूंगी ेगा ेगी ेंगे ेंगी ोगे ोगी"
GIVE = "ूं े ें ो ूंगा ूंगी ेगा ेगी ेंगे ेंगी ोगे ोगी ीजिए ीजिएगा ीजियो िया िए ी ीं"


@pytest.mark.parametrize(
    ("lemma", "pos", "stem", "endings"),
    [
        # Nouns in -ा: marked, written with a letter, feminine, Sanskrit, in -िया
        ("लड़का", "noun", "लड़क", "ा े ों ाएं ाओं"),
        ("कुआ", "noun", "कु", "आ ए ओं आएं आओं"),
        ("माला", "noun", "माला", "- एं ओं"),
        ("एकता", "noun", "एकता", "- एं ओं"),
        ("पता", "noun", "पत", "ा े ों ाएं ाओं"),
        ("दर्रा", "noun", "दर्र", "ा े ों ाएं ाओं"),
        ("चिड़िया", "noun", "चिड़ि", "या ये यों यां याएं याओं"),
        ("मां", "noun", "मा", "ं एं ओं ंओं"),
        # In other vowels; English plurals of five letters or more
        ("नीति", "noun", "नीति", "- यां यों यो"),
        ("गाली", "noun", "गाल", "ी ियां ियों ियो"),
        ("बिजली", "noun", "बिजल", "ी ियां ियों ियो ीज"),
        ("अगुआई", "noun", "अगुआ", "ई इयां इयों इयो"),
        ("हिंदू", "noun", "हिंद", "ू ुएं ुओं ूएं ूओं"),
        ("ताऊ", "noun", "ता", "ऊ उएं उओं ऊएं ऊओं"),
        ("रेडियो", "noun", "रेडियो", "- ज ओं एं"),
        ("जौ", "noun", "जौ", "- ओं"),
        ("चौबे", "noun", "चौबे", "-"),
        # In consonants: plain, in a sibilant, in न, with a virama, roots of verbs
        ("किताब", "noun", "किताब", "- ों ें ो ्स"),
        ("बस", "noun", "बस", "- ों ें ो ेज"),
        ("आवाज", "noun", "आवाज", "- ों ें ो ेज"),
        ("मशीन", "noun", "मशीन", "- ों ें ो"),
        ("परिषद्", "noun", "परिषद", "् ों ें ो ्स"),
        ("खेल", "noun", "खेल", "- ों ्स"),
        # Adjectives
        ("अच्छा", "adj", "अच्छ", "ा े ी"),
        ("नया", "adj", "न", "या ए ई"),
        ("ढलुआ", "adj", "ढलु", "आ ए ई"),
        ("पांचवां", "adj", "पांचव", "ां ें ीं"),
        ("दायां", "adj", "दा", "यां एं ईं"),
        ("जिंदा", "adj", "जिंदा", "-"),
        ("बढ़िया", "adj", "बढ़िया", "-"),
        ("सुंदर", "adj", "सुंदर", "-"),
        # Verbs in a consonant, in vowels, irregular
        ("बचना", "verb", "बच", f"{HINDI_VERB} के {AS_SIGNS} िए िएगा ियो ा े ी ीं"),
        ("लड़ना", "verb", "लड़", f"{HINDI_VERB} {AS_SIGNS} िए िएगा ियो ा े ी ीं"),
        ("गाना", "verb", "गा", f"{HINDI_VERB} के {AS_LETTERS} इए इएगा इयो या ए ई ईं"),
        ("सोना", "verb", "सो", f"{HINDI_VERB} के {AS_LETTERS} इए इएगा इयो या ए ई ईं"),
        ("खेना", "verb", "खे", f"{HINDI_VERB} के {AS_LETTERS} इए या ए ई ईं"),
        ("करना", "verb", "क", " ".join("र" + one.replace("-", "") for one in f"{HINDI_VERB} के {AS_SIGNS} िए िएगा ियो".split()) + " िया िए ी ीं ीजिए ीजिएगा"),
        ("जाना", "verb", "जा", f"{HINDI_VERB} के {AS_LETTERS} इए इएगा इयो या य"),
        ("देना", "verb", "दे", f"{HINDI_VERB} के"),
        ("पीना", "verb", "पी", f"{HINDI_VERB} के {AS_LETTERS} ं जिए जिएगा"),
        ("छूना", "verb", "छू", f"{HINDI_VERB} के {AS_LETTERS}"),
        ("है", "verb", "ह", "ै ैं ूं"),
        ("ना", "verb", "ना", "-"),
        # What else is written in Devanagari, and what is not
        ("आ", "noun", "", "आ ए ओं आएं आओं"),
        ("बी", "noun", "ब", "ी ियां ियों ियो"),
        ("ब", "noun", "ब", "-"),
        ("bus", "noun", "bus", "-"),
        ("बुरी बला", "noun", "बुरी बल", "ा े ों ाएं ाओं"),
    ],
)  # fmt: skip
def test_all_forms_of_hindi(lemma: str, pos: Pos, stem: str, endings: str) -> None:
    besides = {
        "जाना": made("ग", "या ए ई ईं"),
        "देना": made("द", GIVE),
        "पीना": made("पि", f"या ए यो योगे {AS_LETTERS}"),
        "छूना": made("छु", f"आ ए ई ईं इए इएगा {AS_LETTERS}"),
    }
    assert language("hi").inflect(lemma, pos) == made(stem, endings) | besides.get(lemma, set())


def made_of(before: str, endings: str) -> str:
    """Endings behind a letter of the stem."""
    return " ".join(before + ending for ending in endings.split())


URDU_VERB = "نا نے نی نیں تا تے تی تیں کر یگا یگی یگے ینگے ینگی ونگا ونگی وگے وگی"
RUN_ON = "دی دیا دیے گئی گیا گئے"
IN_CONSONANT = "ا ے ی یں وں و یے ئے ئیے یو"
IN_VOWEL = "ؤں ئے ئیں ؤ ئیے ئی یا ئیگا ئیگی ئینگے ؤنگا یں"


@pytest.mark.parametrize(
    ("lemma", "pos", "stem", "endings"),
    [
        # Nouns in ا: of three letters, and of four, which may be loans
        ("دعا", "noun", "دع", "ا ے وں اؤں ائیں اوں ایان"),
        ("لڑکا", "noun", "لڑک", "ا ے وں اؤں ائیں اوں ایان اں ات"),
        # In ہ: behind ا, behind two letters, behind three, where another noun has the plural
        ("گواہ", "noun", "گواہ", "- وں یں"),
        ("توبہ", "noun", "توب", "ہ ہوں ہیں ے وں ات"),
        ("تہہ", "noun", "تہ", "ہ ہوں ہیں ے وں"),
        ("نشانہ", "noun", "نشان", "ہ ہوں ہیں ے وں"),
        ("پالیسی", "noun", "پالیسی", "- اں وں ان ات"),
        ("ہندو", "noun", "ہند", "و وؤں وئیں ؤں"),
        ("روپے", "noun", "روپ", "ے یں وں"),
        ("جھونپڑیاں", "noun", "جھونپڑی", "اں یں ئیں وں ؤں اؤں ائیں"),
        ("کنویں", "noun", "کنویں", "-"),
        # In consonants: of three letters, of four, with a broken plural, with a plural that is another noun
        ("میز", "noun", "میز", "- وں یں"),
        ("ماہر", "noun", "ماہر", "- وں یں ین ان ز س یز یس ات"),
        ("عورت", "noun", "عور", "ت توں تیں تین تان تز تس تیز تیس تات ات"),
        ("طالب", "noun", "ط", "الب البوں البیں لبہ لباء"),
        ("اخراج", "noun", "اخراج", "- وں یں ین ان ز س یز یس"),
        # Adjectives
        ("بڑا", "adj", "بڑ", "ا ے ی وں"),
        ("نیا", "adj", "ن", "یا ئے ئی یے یی یوں"),
        ("پانچواں", "adj", "پانچو", "اں یں"),
        ("دایاں", "adj", "دا", "یاں ئیں"),
        ("بیہودہ", "adj", "بیہود", "ہ ے وں"),
        ("تباہ", "adj", "تباہ", "- وں"),
        ("فالتو", "adj", "فالتو", "-"),
        ("بزدل", "adj", "بزدل", "- وں"),
        # Verbs in a consonant, in vowels, doubled, irregular
        ("بچنا", "verb", "بچ", f"- {URDU_VERB} کے {RUN_ON} {IN_CONSONANT}"),
        ("لڑنا", "verb", "لڑ", f"- {URDU_VERB} {RUN_ON} {IN_CONSONANT}".replace("- ", "")),
        ("گانا", "verb", "گا", f"{URDU_VERB} کے {RUN_ON} {IN_VOWEL}"),
        ("سونا", "verb", "سو", f"{URDU_VERB} کے {RUN_ON} {IN_VOWEL}"),
        ("جینا", "verb", "جی", f"{URDU_VERB} کے {RUN_ON} ا ئے ے ئی ں ئیں وں و ئیے"),
        ("آنا", "verb", "آ", f"{URDU_VERB} کے {IN_VOWEL}"),
        ("کہنا", "verb", "کہ", f"ہ {URDU_VERB} کے {RUN_ON} {IN_CONSONANT}"),
        ("دینا", "verb", "د", f"{made_of('ی', URDU_VERB)} یکے یا یے ئے یئے ی یں وں یجیے یجئے ونگا ونگی ینگے"),
        ("بنا", "verb", "بنا", f"- {URDU_VERB} کے {RUN_ON} {IN_VOWEL}"),
        ("پہنا", "verb", "پہنا", f"- {URDU_VERB} کے {RUN_ON} {IN_VOWEL}"),
        ("تھا", "verb", "تھ", "ا ے ی یں"),
        # Of several words the last
        ("بڑا کام", "noun", "بڑا کام", "- وں یں"),
        ("کے ساتھ", "phrase", "کے ساتھ", "-"),
        ("آہستہ", "adv", "آہستہ", "-"),
    ],
)  # fmt: skip
def test_all_forms_of_urdu(lemma: str, pos: Pos, stem: str, endings: str) -> None:
    # The root of a verb is a form of it (but کہ is "that"), and so is the root of جی before ئیں.
    others = {"جینا": {"جئیں"}, "دینا": {"دے"}, "تھا": set()}
    besides = others.get(lemma, set()) | ({stem} if pos == "verb" and lemma not in ("تھا", "دینا", "کہنا") else set())
    assert language("ur").inflect(lemma, pos) == made(stem, endings) | besides
