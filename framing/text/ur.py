"""Urdu.

Newsrooms type Urdu on Arabic, Farsi and Urdu keyboards, with and without hamza, and leave out the space where
the shapes of the letters already show where a word ends. Folding brings the spellings of one word together;
``spacing.py`` does the spaces, from ``non_joiners``; ``ur_inflection.py`` the forms of a word.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from framing.text.language import Cue, Language, Negation
from framing.text.language import words as _words
from framing.text.ur_inflection import inflect

__all__ = ["LANGUAGE"]


# The letters of the Arabic and Farsi keyboards that Urdu writes otherwise.
_LETTERS: Final = {
    **dict.fromkeys("يىېۍێ", "ی"),
    **dict.fromkeys("كڪ", "ک"),
    **dict.fromkeys("هۀةۃەۂ", "ہ"),
    **dict.fromkeys("أإٱ", "ا"),
    "ؤ": "و",
    # Before the rules see it, so that all they know of is ئ.
    "ۓ": "ئے",
    # Hamza without a carrier is written or not (علماء, علما; 2013ء). It merges بناء "basis" with بنا "made, basis",
    # which newspapers do as well.
    "ء": "",
    # The honorific "peace be upon him" is typed right behind a name.
    "ﷺ": "",
}


def _presentation_forms() -> dict[str, str]:
    """Contextual shapes (as converters from older typesetting systems leave them) → their letters."""
    forms = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD)):
        letters = unicodedata.normalize("NFKC", chr(code))
        if letters != chr(code) and " " not in letters:
            forms[chr(code)] = "".join(_LETTERS.get(letter, letter) for letter in letters)
    return forms


_FOLD_RULES: Final = (
    # A hamza over Farsi yeh does not compose in NFC; it must be ئ before the marks go.
    ("یٔ", "ئ"),
    # Short vowels, tanwin, superscript alef, shadda, izafat hamza; and the small letters that stand for them.
    (r"[\p{M}\u06e5\u06e6\u0674]+", ""),
    ("ا?ﷲ", "اللہ"),
    # مےں, وزےر: ے never stands within a word, whoever types it there means ی. (کےلیے, run together, meets کیلئے.)
    (r"ے+(\p{L})", "ی$1"),
    # رہنمائوں and رہنماؤں, دبائو and دباؤ.
    ("([اآوہر])ئ+و", "${1}و"),
    # The torn-off ending of رہنما ئوں, which is not یوں "thus": no word begins with ئ.
    ("^ئ+و", "و"),
    # A final ئ is a misplaced ء after ا and after digits (شرکائ, 2013ئ), elsewhere ئی cut short (گئ, ممبئ).
    ("([ا0-9])ئ+$", "$1"),
    ("ئ+$", "یی"),
    # کیلئے and کیلیے, لئے and لیے. ئی stays longer than ی: گئی "went" is not گی "will", کئی "several" not کی "of".
    ("ئ", "ی"),
    # پیئیں and پئیں; and دیئےگئے, whose first ے is written ی by now.
    ("ییی+", "یی"),
    # دیئے, دئیے and دیے, کیئے and کیے; not after ا and و, where آئیے "please come" is not آئے "came".
    ("([^اآوی])یی+ے$", "$1یے"),
    # No Urdu word begins with ھ, and ھ only follows consonants that have an aspirate: anywhere else it is ہ.
    ("^ھ+", "ہ"),
    ("([اآویےحخعغفقسشصضطظزذثژں])ھ+", "$1ہ"),
    # After ن and م both are written; these classes are listed because elsewhere the two letters tell words apart.
    ("^([اجک])نھ(وں|یں|ی)", "$1نہ$2"),
    ("^تمھ", "تمہ"),
    ("^(م|ت)جہ(ے|کو)?$", "$1جھ$2"),
    # ہوے, جاے: a hamza left out. Listed, because زمبابوے and سروے have none.
    ("^(ہو|جا|آ|لا|پا|کھا|بنا|لگا|سنا|دکھا|بتا)ے$", "${1}یے"),
    # Words of two usual spellings.
    ("گذ(شت|ر|ار)", "گز$1"),
    ("^امریکا$", "امریکہ"),
    ("^راہنما", "رہنما"),
    ("^کاروایی", "کارروایی"),
    ("^پہون?چ", "پہنچ"),
)

_FUNCTION_WORDS: Final = _words("""
    کے میں کی ہے سے نے اور کا کو پر کہ ہیں اس بھی کیا کر ایک ان یہ نہیں گیا تھا لیے جس ہوئے وہ بعد ہو ساتھ رہے
    اپنے تک تو ہونے جو ہی گا گئی کرتے گے والے اپنی جائے گئے گی تھی تھے ہوا کیلئے لیکن نہ جبکہ اب ہوں جب رہا کوئی
    کسی یا تھیں انہوں مطابق کرنے ہوئی""")

# Words shared with Urdu once folded are left out, however common they are there: Punjabi دے, Sindhi کي, Pashto کې,
# Persian این (the letter N), که and شده, Arabic في and على.
_NEIGHBOURS: Final = {
    "pnb": _words("""
    نوں وچ دا دیاں تے نال ایہہ اوہ اوس کیتا کیتی کیتے ہویا ہوئیاں جیہڑا جیہڑے جیہڑی اوہناں ایہناں توں لئی وچوں
    کجھ ساڈے ساڈا تہاڈے تہاڈا جدوں اتے ہوندا ہوندے ہوندی کردا جاندا جاندے جاندی آکھیا ایہدے اوہدے کیہ نئیں چ"""),
    "sd": _words("""
    ۾ ۽ آهي آهن هئي هئا ٿيو ٿي ٿئي ٿيندو ڪري ڪرڻ جنهن پنهنجي پنهنجو چيو تي کان جيڪو جيڪي اهو اهي انهن سندس ويو
    وڃي ڪندي ناهي هڪ ڏنو ته"""),
    "ps": _words("""
    د په چې له سره شوي شوی شول کوي کړ کړي کړه وو هغه دغه دا ته یې څخه اړه لپاره وکړ وکړه ویل ویلي دوی لري کول
    کولو ډېر"""),
    "fa": _words("""
    است های برای می را با بود کرد نیز باید اند هستند شود کند کنند دارد دارند خواهد می‌شود می‌کند کرده‌است آنها
    ها چه همین گفت اما ولی ایشان بوده تهران"""),
    "ar": _words("""
    التي الذي إلى هذا هذه ذلك أنه كما حيث قال وقال كانت عن مع لم ثم وفي ومن وقد الذين لها لهم هناك خلال ولا يوم
    عليه منذ"""),
}

_REPORTING: Final = _words("""
    کہا کہنا کہتے کہتا کہتی کہنے کہی کہے کہہ بتایا بتائے بتائی بتاتے بتاتا بتاتی بتانے بتانا بتا دعویٰ دعوے
    دعووں اعلان اعادہ مؤقف انکشاف خبردار واضح وضاحت زور تسلیم امید توقع الزام الزامات یقین دہانی خدشہ خدشے خدشات
    اعتراف تصدیق تردید مطالبہ مطالبے اظہار بیان لکھا لکھتے پوچھا سوال جواب مشورہ عزم تجویز وعدہ ہدایت حکم انتباہ
    سمجھتے سمجھتا سمجھتی خیال رائے فیصلہ فیصلے فرمایا اصرار اعتراض شکایت دلیل استدلال دہرایا دہراتے معلوم آگاہ
    مطلع اپیل درخواست نشاندہی اشارہ عندیہ پیشگوئی گوئی شبہ شک خوف گواہی ٹویٹ ٹوئٹ پیغام مانا مانتے ماننا موقف
    اتفاق دھمکی اطلاع اطلاعات نوٹ قبول باور""")

_AUXILIARY: Final = _words("""
    ہے ہیں ہوں ہو تھا تھے تھی تھیں رہا رہے رہی رہیں رہ رہتا رہتے رہتی رہنا رہنے گیا گئے گئی گئیں جا جاتا جاتے
    جاتی جاتیں جائے جائیں جاؤں جاؤ جانا جانے جانی چکا چکے چکی چکیں دیا دی دیے دیئے دیں دے دیتا دیتے دیتی دیتیں
    دینا دینے دینی لیا لی لیں لے لیتا لیتے لیتی لیتیں لینا لینے لینی سکتا سکتے سکتی سکتیں سکا سکے سکی سکیں سکوں
    سک پڑا پڑے پڑی پڑیں پڑتا پڑتے پڑتی ڈالا ڈالے ڈالی ڈالیں ڈال ڈالنا ڈالنے بیٹھا بیٹھے بیٹھی بیٹھیں اٹھا اٹھے
    اٹھی اٹھیں گا گے گی ہوا ہوئے ہوئی ہوئیں ہوتا ہوتے ہوتی ہوتیں ہونا ہونے ہونی کر چاہیے چاہئیں لگا لگے لگی لگیں
    لگتا رکھا رکھے رکھی رکھیں پایا پائے پائی پائیں پاتا پاتے پاتی آیا آئے آئی آئیں کرتا کرتے کرتی""")

_CUES: Final = {
    Cue.COMPLEMENTIZER: _words("کہ"),
    Cue.REPORTING: _REPORTING,
    Cue.ACCORDING: _words("مطابق بقول بموجب"),
    Cue.CLAUSE: _words("جبکہ لیکن مگر تاہم حالانکہ البتہ بلکہ اگرچہ چونکہ کیونکہ ورنہ تاکہ چنانچہ لہذا"),
    # Not میں, which is "I" once in hundreds of times that it is "in".
    Cue.FIRST_PERSON: _words("ہم ہمارا ہمارے ہماری ہمیں مجھے مجھ میرا میرے میری"),
    Cue.RUNNING_ON: _words("گا گے گی چاہیے چاہئیں پرعزم دعاگو خواہاں کوشاں متمنی"),
    Cue.NARRATIVE: _words("نے"),
    Cue.AUXILIARY: _AUXILIARY,
    Cue.PARTICLE: _words("بھی ہی تو نہیں نہ تک"),
    # Letters of initialisms that are not words of their own as well: آئی "came" and پی "drank" end sentences.
    Cue.ABBREVIATION: _words("بی ڈی ایف ایچ جے ایل ایم این کیو آر ایس ڈبلیو ص رض رح"),
    # "یاد رہے کہ", "واضح رہے کہ".
    Cue.ASIDE: _words("رہے"),
    Cue.DECLARING: _words("قرار"),
    # The second word of نام نہاد "so-called".
    Cue.DISTANCING: _words("نہاد مبینہ"),
}

_NEGATIONS: Final = (
    # The verb is last and نہیں stands before it, so nearly all of what it negates lies behind.
    Negation(term="نہیں", behind=5, ahead=2),
    # "Not X but Y": Y holds.
    Negation(term="نہیں بلکہ", behind=5),
    Negation(term="نہ", behind=3, ahead=2),
    # Nor.
    Negation(term="نہ ہی", ahead=4),
    # "And not".
    Negation(term="نہ کہ", ahead=3),
    Negation(term="مت", behind=2, ahead=2),
    # Before its noun (بغیر کسی شک) or behind it (شک کے بغیر).
    Negation(term="بغیر", behind=2, ahead=2),
    Negation(term="بجائے", behind=3),
    # Prefixes written as words: بلا جواز, غیر یقینی, بے خوف, عدم اعتماد reach the next word alone.
    *(Negation(term=term, ahead=1) for term in ("بلا", "غیر", "بے", "عدم")),
    # Not negations at all: not only, no doubt, some or other, why not.
    *(
        Negation(term=term)
        for term in (
            "نہ صرف",
            "ہی نہیں",
            "صرف نہیں",
            "شک نہیں",
            "شبہ نہیں",
            "بلا شبہ",
            "بلا شک",
            "بے شک",
            "بے حد",
            "بے پناہ",
            "بے انتہا",
            "غیر معمولی",
            "غیر ملکی",
            "کیوں نہ",
            "کیوں نہیں",
            "کچھ نہ کچھ",
            "کسی نہ کسی",
            "کوئی نہ کوئی",
            "کہیں نہ کہیں",
        )
    ),
)

LANGUAGE: Final = Language(
    code="ur",
    name="Urdu",
    script="Arabic",
    direction="rtl",
    fold_chars={**_LETTERS, **_presentation_forms()},
    fold_rules=_FOLD_RULES,
    function_words=_FUNCTION_WORDS,
    neighbours=_NEIGHBOURS,
    cue_words=_CUES,
    negations=_NEGATIONS,
    verb_position="last",
    inflect=inflect,
    # ں is one in effect: it only ends words, so that what follows it is another (انہوںنے).
    non_joiners="اآدڈذرڑزژوےں",
)
