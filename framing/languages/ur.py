"""Urdu.

Newsrooms type Urdu on Arabic, Farsi and Urdu keyboards, with and without hamza, and leave out the space where
the shapes of the letters already show where a word ends. Folding brings the spellings of one word together;
``spacing.py`` does the spaces, from ``non_joiners``; ``ur_inflection.py`` has the forms of a word. Here too
stand the words by which Urdu and the other languages in Arabic script are told apart.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from framing.languages.base import Cue, Furniture, Language, Negation, Orders
from framing.languages.base import words as _words
from framing.languages.ur_inflection import inflect

__all__ = ["FOREIGN_WORDS", "FUNCTION_WORDS", "LANGUAGE", "NEIGHBOURS", "OWN_LETTERS"]


#: Letters and marks of Sindhi, Pashto, Saraiki, Kashmiri, Kurdish and Uyghur; Persian plurals and verbs with their
#: joiner; the Arabic feminine ending and initial hamza. In two million words of Urdu news these stand in under a dozen.
FOREIGN_WORDS: Final = (
    "[ٻڀٿٽٺڄڃڇڊڏڌڍڙڦڪڳڱڻټځڅډړږښګڼېۍݨݙۆۄٲٳؠێەڕڵۇۈڭ\u0655\u065a\u065b\u065f]|\u200cها|^ن?می\u200c|ة$|^[أإ]"
)

#: Retroflex letters, the final nasal and the big yeh, which Persian, Arabic, Pashto and Sindhi do without. Punjabi in
#: Shahmukhi has them too, but not without a word of its own list for long.
OWN_LETTERS: Final = "[ٹڈڑںے]"

# The commonest grammatical words. Left out, however common: what a relative has as often: بعد (Arabic, Persian), سامنے,
# بارے, آیا (Punjabi), اگر, خود, تمام, صرف (Persian).
FUNCTION_WORDS: Final = _words("""
    کے میں کی ہے سے نے اور کا کو پر کہ ہیں اس بھی کیا کر ایک ان یہ نہیں گیا تھا لیے جس ہوئے وہ ہو ساتھ رہے
    اپنے تک تو ہونے جو ہی گا گئی کرتے گے والے اپنی جائے گئے گی تھی تھے ہوا کیلئے لیکن نہ جبکہ اب ہوں جب رہا کوئی
    کسی یا تھیں انہوں مطابق کرنے ہوئی کہا دیا رہی انہیں بتایا کیے کرنا تاہم دونوں لیا کچھ ہوتا جانے اسے بنانے پہلی
    کئی جاتا دوسرے دوسری سکتا دینے سمیت ہوتی کرتا آنے اسی چاہیے نئے جہاں ذریعے مجھے کیونکہ کرکے اپنا کرتی سکتے جائیں
    آئے دیے ایسے دیتے دیں ایسا جیسے ہوتے رکھنے ہمیں سکے والا جاتی بڑے میرے کریں آپ والی پہلے گزشتہ انھوں انھیں جنہوں
    سکتی رہتا رہتے رہنے ہمارے ہماری ہمارا جنہیں جسے بہت سب لوگ
    پھر طرح جن دوران کرکے جانب""")

# Words shared with Urdu once folded are left out, however common they are there: Punjabi دے, سی and اے, Sindhi کي,
# Persian این (the letter N), که and هم, Arabic في and على; and what Urdu words torn in two leave: با, را, می, ها.
NEIGHBOURS: Final = {
    "pnb": _words("""
    نوں وچ دا دیاں تے نال ایہہ اوہ اوس کیتا کیتی کیتے ہویا ہوئیاں جیہڑا جیہڑے جیہڑی اوہناں ایہناں توں لئی وچوں
    کجھ ساڈے ساڈا ساڈی سانوں تہاڈے تہاڈا جدوں اتے ہوندا ہوندے ہوندی ہندا ہندے کردا جاندا جاندے جاندی
    آکھیا آکھدے کیہا ایہدے اوہدے اوہنے کیہ نئیں چ نیں پئی دتا دتی دتے لئیاں جاوے گیاں تیکر کدی کولوں نالوں چنگا چنگی
    چنگے وڈا وڈے وڈی ایہ منڈا اج ورھے رہیا رہیاں مینوں اوہنوں ہووے"""),
    "skr": _words("""
    کوں کنوں وچ دا دیاں اساں تساں اوکوں میکوں ساکوں ایں تھئی تھیندی تھیندا تھیسی ڈتی ڈتا ڈتن گھدا ویندا ویندی ویسن
    آکھیا بہوں ڈاڈھا سئیں ڈوں تئیں ہئی انہاں جیرھا جیرھے لوکاں"""),
    "sd": _words("""
    ۾ ۽ آهي آهن هئي هئا ٿيو ٿي ٿئي ٿيندو ڪري ڪرڻ جنهن پنهنجي پنهنجو چيو تي جيڪو جيڪي اهو اهي انهن سندس
    وڃي ڪندي ناهي هڪ ڏنو ته منهنجي منهنجو اسان توهان وارو وارا ڇڏيو ٿا ٿو"""),
    "ps": _words("""
    د په چې له سره شوي شوی شول کوي کړ کړي کړه وو هغه دغه دا ته څخه اړه لپاره وکړ وکړه ویل ویلي دوی لري کول
    کولو ډېر"""),
    "fa": _words("""
    است های برای بود کرد نیز باید اند هستند شود کند کنند دارد دارند خواهد می‌شود می‌کند کرده‌است آنها
    همین گفت اما ایشان بوده تهران شد شدند کردند گفتند بودند داشت داشته باشد خواهند درباره
     آنان"""),
    "ar": _words("""
    التي الذي إلى هذا هذه ذلك أنه حيث قال وقال وقالت كانت عن مع لم لن ثم وفي ومن وقد قد الذين لها لهم هناك خلال
    ولا عليه منذ منها منهم عند سوف تكون يكون أكد أعلن أعلنت ذكرت وكان"""),
}


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
    shapes = map(chr, (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD)))
    return {shape: "".join(_LETTERS.get(one, one) for one in unicodedata.normalize("NFKC", shape)) for shape in shapes}


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
    ("^منھ$", "منہ"),
    ("^(م|ت)جہ(ے|کو)?$", "$1جھ$2"),
    # ہوے, جاے: a hamza left out. Listed, because زمبابوے and سروے have none.
    ("^(ہو|جا|آ|لا|پا|کھا|بنا|لگا|سنا|دکھا|بتا)ے$", "${1}یے"),
    # Words of two usual spellings.
    ("گذ(شت|ر|ار)", "گز$1"),
    ("^امریکا$", "امریکہ"),
    ("^راہنما", "رہنما"),
    ("^کاروایی", "کارروایی"),
    ("^پہون?چ", "پہنچ"),
    # Typed with a letter of the same sound: بلکل, زرائع, مذید, ذیادہ, مزاکرات. All begin no other word.
    ("^بلکل$", "بالکل"),
    ("^ز(رایع|ریع|ہنی?$|م[ہے]$|خایر)", "ذ$1"),
    ("^مذید", "مزید"),
    ("^ذیاد", "زیاد"),
    ("^مز(اکر|مت)", "مذ$1"),
    ("^مظبوط", "مضبوط"),
)

_REPORTING: Final = _words("""
    کہا کہنا کہتے کہتا کہتی کہنے کہی کہے کہہ بولے بولا بولی بتایا بتائے بتائی بتاتے بتاتا بتاتی بتانے بتانا بتا دعویٰ
    دعوے دعووں اعلان اعادہ مؤقف انکشاف خبردار وضاحت زور تسلیم امید توقع الزام الزامات یقین دہانی خدشہ خدشے خدشات
    اعتراف تصدیق تردید مطالبہ مطالبے اظہار بیان لکھا لکھتے پوچھا سوال جواب مشورہ عزم تجویز وعدہ ہدایت حکم انتباہ
    سمجھتے سمجھتا سمجھتی خیال رائے فیصلہ فیصلے فرمایا اصرار اعتراض شکایت دلیل استدلال دہرایا دہراتے آگاہ
    مطلع اپیل درخواست نشاندہی اشارہ عندیہ پیشگوئی گوئی شبہ خوف گواہی ٹویٹ ٹوئٹ پیغام مانا مانتے ماننا موقف
    اتفاق دھمکی اطلاع اطلاعات نوٹ قبول باور قرار شکوہ
    اندازہ اندازے متنبہ تخمینہ
    ریمارکس استفسار سفارش نوید عرض فریاد دہائی پیشکش اقرار رولنگ فتویٰ تبصرہ افسوس جتایا پوسٹ التجا ضمانت
    گلہ تاکید تلقین نصیحت استدعا گزارش خواہش عہد تجزیہ قیاس تنبیہ لکھتا لکھتی پوچھتے""")

#: The copula belongs to the verb before it; کیا is "what" as well.
_ORDERS: Final = Orders(
    infinitive="نا",
    nonfinite=_words("نا نی نے کر کرکے کے"),
    light=_words("""
        کرنا ہونا دینا آنا لگنا جانا لینا رہنا بننا پڑنا ملنا رکھنا کہنا بنانا لگانا کروانا کرانا ڈالنا بولنا لانا اٹھنا
        ماننا"""),
    never_fronted=_words("""
        اپنا اپنے اپنی کی کے کا کہ کیا دو ہے ہیں ہوں ہو تھا تھے تھی تھیں لی لا لو آ آئی جا مان مار لے دے کر"""),
    before_verb=_words("""
        نے کو بھی ہی تو نہیں خوب جلد اب آج پھر ابھی فوری فوراً ہمیشہ کیوں کیسے کب طرح خود ضرور کافی مسلسل اچانک مزید"""),
)

_AUXILIARY: Final = _words("""
    ہے ہیں ہوں ہو تھا تھے تھی تھیں رہا رہے رہی رہیں رہ رہتا رہتے رہتی رہنا رہنے گیا گئے گئی گئیں جا جاتا جاتے
    جاتی جاتیں جائے جائیں جاؤں جاؤ جانا جانے جانی چکا چکے چکی چکیں دیا دی دیے دیئے دیں دے دیتا دیتے دیتی دیتیں
    دینا دینے دینی لیا لی لیں لے لیتا لیتے لیتی لیتیں لینا لینے لینی سکتا سکتے سکتی سکتیں سکا سکے سکی سکیں سکوں
    سک پڑا پڑے پڑی پڑیں پڑتا پڑتے پڑتی ڈالا ڈالے ڈالی ڈالیں ڈال ڈالنا ڈالنے بیٹھا بیٹھے بیٹھی بیٹھیں اٹھا اٹھے
    اٹھی اٹھیں گا گے گی ہوا ہوئے ہوئی ہوئیں ہوتا ہوتے ہوتی ہوتیں ہونا ہونے ہونی کر چاہیے چاہئیں لگا لگے لگی لگیں
    لگتا رکھا رکھے رکھی رکھیں پایا پائے پائی پائیں پاتا پاتے پاتی آیا آئے آئی آئیں کرتا کرتے کرتی""")

# What one acts "according to" without being told so by anybody. Not فیصلہ and نتیجہ, which tell. تفصیلات کے مطابق names
# nobody: newsrooms begin the body of their own story with it.
_RULE: Final = _words("""
    قانون قوانین آئین دستور اخلاق شیڈول پروگرام منصوبے پلان معاہدے معاہدوں شرائط ضابطہ ضابطے ضوابط قواعد اصول اصولوں
    پالیسی پالیسیوں حکم احکام احکامات ہدایت ہدایات سنت شریعت عقیدے عقائد روایت روایات رواج عادت معمول مزاج خواہش
    خواہشات مرضی منشا پسند ضرورت ضروریات تقاضے تقاضوں معیار معیارات میرٹ وقت کیلنڈر ترتیب فارمولے طریقے توقع
    توقعات امنگوں تفصیلات حیثیت استطاعت گنجائش صلاحیت صلاحیتوں حصے وعدے وعدوں منشور نرخ نرخوں""")

# Offices and bodies that headlines name beside what they say. No places, which datelines name.
_SPEAKER: Final = _words("""
    وزیراعظم وزیر وزیراعلیٰ وزرا صدر ترجمان گورنر سربراہ چیف چیئرمین جنرل سیکرٹری سیکریٹری امیر رہنما قائد سپیکر اسپیکر
    سفیر مشیر کمشنر میئر جج جسٹس عدالت سپریم ہائیکورٹ الیکشن پولیس فوج حکومت دفتر محکمہ وزارت کابینہ اپوزیشن پارٹی ذرائع
    رکن میڈیا مولانا سینیٹر بیرسٹر حماس بورڈ بینچ سائنسدان اداکار اداکارہ انتظامیہ
    ماہرین ماہر رپورٹ تحقیق سروے کپتان کوچ وکیل""")

_CUES: Final = {
    Cue.COMPLEMENTIZER: _words("کہ"),
    Cue.REPORTING: _REPORTING,
    Cue.REPORTING_BARE: _words("کہا بتایا بولے بولا بولی لکھا دعویٰ ٹویٹ ٹوئٹ خبردار"),
    Cue.OPINION: _words("کہنا ماننا دعویٰ"),
    # "واضح کیا کہ" tells, "واضح ہے کہ" is the outlet's view; so with "معلوم ہوا کہ" and "معلوم نہیں کہ".
    Cue.TELLING: _words("دعویٰ ٹویٹ ٹوئٹ خبردار واضح ظاہر معلوم ذکر مسترد یاد"),
    Cue.DOING: _words("کیا کی کیں کیے کرتے کرتا کرتی کریں کرنا کرنے کر دیا دی دلایا دلائی کرایا کرائی ہوا"),
    Cue.ACCORDING: _words("مطابق بقول بموجب"),
    Cue.CLAUSE: _words("جبکہ لیکن مگر تاہم حالانکہ البتہ بلکہ اگرچہ چونکہ کیونکہ ورنہ تاکہ چنانچہ لہذا"),
    # Not میں, which is "I" once in hundreds of times that it is "in".
    Cue.FIRST_PERSON: _words("ہم ہمارا ہمارے ہماری ہمیں مجھے مجھ میرا میرے میری"),
    # Where the future is written as one word, as ہوگا usually is.
    Cue.RUNNING_ON: _words("گا گے گی چاہیے چاہئیں ہوگا ہوگی ہوگے ہونگے ہونگی پرعزم دعاگو خواہاں کوشاں متمنی"),
    Cue.WISHED: _words("کریں رہیں رکھیں جائے جائیں بنائیں سکیں دیں لیں ملیں اٹھائیں دلائیں لائیں کرائیں کیجیے دیجیے"),
    Cue.HABITUAL: _words("""
        سکتا سکتے سکتی ہوتا ہوتے ہوتی جاتا جاتے جاتی دیتا دیتے دیتی لیتا لیتے لیتی رہتا رہتے رہتی پاتا پاتے پاتی کرتا
        کرتے کرتی لگتا پڑتا پڑتے پڑتی"""),
    Cue.LASTING: _words("ہے ہیں ہوں"),
    Cue.ELSEWHERE: _words("ادھر جانب طرف دوسری دوران اثنا قبل باوجود ازیں"),
    # Not کیا, which is "did" as often.
    Cue.ASKING: _words("کیوں کیسے کیسا کیسی کون کب کہاں کتنا کتنے کتنی کس"),
    Cue.OCCASION: _words("گفتگو چیت خطاب تقریب کانفرنس بریفنگ خیالات"),
    Cue.MYSELF: _words("میں"),
    Cue.NARRATIVE: _words("نے"),
    Cue.AUXILIARY: _AUXILIARY,
    Cue.PARTICLE: _words("بھی ہی تو نہیں نہ تک"),
    # Letters of initialisms that are not words of their own as well: آئی "came" and پی "drank" end sentences.
    Cue.ABBREVIATION: _words("بی ٹی ڈی ایف ایچ جے ایل ایم این کیو آر ایس وی یو ڈبلیو زیڈ ص رض رح"),
    # "یاد رہے کہ", "واضح رہے کہ", "بتاتے چلیں کہ". All stand directly before the complementizer.
    Cue.ASIDE: _words("رہے چلیں چلوں"),
    Cue.DECLARING: _words("قرار"),
    Cue.OBJECT: _words("کو اسے انہیں جسے جنہیں"),
    Cue.RULE: _RULE,
    Cue.CALENDAR: _words("""
        سوموار پیر منگل بدھ جمعرات جمعہ جمعے اتوار بجے جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر
        دسمبر"""),
    # Not books and papers, according to which things are told.
    Cue.NAMED: _words("""
        فلم فلموں ڈرامہ ڈرامے ڈراما سیریل سیریز ناول نظم غزل گانا گانے نغمہ البم شو آپریشن مشق مشقوں مہم سکیم اسکیم نامی
        آبدوز میزائل"""),
    Cue.SPEAKER: _SPEAKER,
    # The second word of نام نہاد "so-called".
    Cue.DISTANCING: _words("نہاد مبینہ"),
}

_NEGATIONS: Final = (
    # The verb is last and نہیں stands before it, so nearly all of what it negates lies behind.
    # Farther words are the subject or object of what is negated: "یہ بہادر لوگ کسی سے نہیں ڈرتے". Reach measured on the
    # golden set.
    Negation(term="نہیں", behind=3),
    # "Not X but Y": Y holds.
    Negation(term="نہیں بلکہ", behind=3),
    Negation(term="نہ", behind=3, ahead=2),
    # Nor.
    Negation(term="نہ ہی", ahead=4),
    # "And not".
    Negation(term="نہ کہ", ahead=3),
    # With imperatives only, whose object may stand some words before: "جھوٹے دعووں پر یقین مت کریں".
    Negation(term="مت", behind=4, ahead=1),
    # Before its noun (بغیر کسی شک) or behind it (شک کے بغیر, اجازت لیے بغیر).
    Negation(term="بغیر", behind=2, ahead=1),
    Negation(term="بغیر کسی", ahead=2),
    Negation(term="کے بغیر", behind=3),
    # بنا alone is nearly always "made".
    Negation(term="کے بنا", behind=3),
    Negation(term="بنا کسی|کچھ|کوئی", ahead=2),
    Negation(term="بنا اجازت|ثبوت|وجہ|تحقیق|سوچے|پوچھے|بتائے|دیکھے|جانے", ahead=1),
    Negation(term="بجائے", behind=3),
    # Lacking.
    Negation(term="سے عاری|محروم|خالی", behind=2),
    # Denial, of what stands before it; what cannot be denied stands.
    Negation(term="سے انکار|انکاری", behind=3),
    Negation(term="سے صاف|یکسر انکار", behind=3),
    Negation(term="کی تردید|نفی", behind=3),
    Negation(term="کی سختی سے تردید", behind=3),
    Negation(term="کے الزام|الزامات|تاثر|دعوے|دعووں کو … مسترد|رد", behind=2),
    Negation(term="کی خبر|خبروں|اطلاعات|افواہوں کو … مسترد|رد", behind=2),
    *(Negation(term=term) for term in ("سے انکار نہیں", "سے انکار ممکن نہیں", "کی تردید نہیں", "کی نفی نہیں")),
    # Prefixes written as words: بلا جواز, غیر یقینی, بے خوف, عدم اعتماد reach the next word alone.
    *(Negation(term=term, ahead=1) for term in ("بلا", "غیر", "بے", "عدم", "نا", "ناقابل")),
    # "Not merely X but Y": both hold.
    *(Negation(term=f"{only} … نہیں بلکہ") for only in ("صرف", "محض")),
    # Not negations at all: not only, no doubt, some or other, why not.
    *(
        Negation(term=term)
        for term in (
            "نہ صرف",
            "ہی نہیں",
            "صرف نہیں",
            "یہی نہیں",
            "سے کم نہیں",
            "دو رائے نہیں",
            "خالی نہیں",
            "نہیں تو",
            "نہ جانے",
            "نہ سہی",
            "ہو نہ ہو",
            "مت ماری",
            "شک نہیں",
            "شبہ نہیں",
            "بلا شبہ",
            "بلا شک",
            "بے شک",
            "بے حد",
            "بے پناہ",
            "بے انتہا",
            "بے مثال",
            "بے نظیر",
            "بے تحاشا",
            "بے شمار",
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
    function_words=FUNCTION_WORDS,
    neighbours=NEIGHBOURS,
    foreign_words=FOREIGN_WORDS,
    own_letters=OWN_LETTERS,
    headline_words="ur/words.csv",
    headline_share=0.5,
    cue_words=_CUES,
    negations=_NEGATIONS,
    verb_position="last",
    inflect=inflect,
    # ں is one in effect: it only ends words, so that what follows it is another (انہوںنے).
    non_joiners="اآدڈذرڑزژوےں",
    missing_space=1.0,
    orders=_ORDERS,
    merged={"ھ": "ہ"},
    names=("urd", "اردو", "اُردو"),
    is_romanised=True,
    furniture=Furniture(
        tags=("ٹیگز?",),
        courtesy=("بشکریہ",),
        sources=("ماخذ",),
        author=("تحریر", "مصنف", "کالم نگار"),
        after_author=("اپ ڈیٹ", "شائع"),
        no_author=("نامعلوم",),
        conjunctions=("اور",),
        more=("مزید پڑھیں",),
        outlet_particles=("roznama", "روزنامہ", "دی"),
    ),
)
