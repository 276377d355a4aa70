"""The inflected forms of an Urdu word, from its spelling, its part of speech and a table of irregular ones.

Gender is not asked for: a noun in a consonant gets the plural of both. Forms that no text has cost nothing; a form that
is another word would, which is why the Arabic and Persian plurals ask for stems of some length.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from framing.languages.base import Pos
from framing.languages.base import words as _words

__all__ = ["inflect"]


# Shortest stem that takes an Arabic or Persian plural ending: under it, endings make other words (جان, جانات; مہم,
# مہمان).
_LOAN_STEM: Final = 4

# Broken plurals are a closed class, learnt word by word: singular, then its plurals.
_PLURALS: Final = {
    line.split()[0]: tuple(line.split()[1:])
    for line in """
    ملک ممالک
    فرد افراد
    رکن ارکان اراکین
    فوج افواج
    قوم اقوام
    خاتون خواتین
    قانون قوانین
    حق حقوق
    جرم جرائم
    وزیر وزراء
    سفیر سفراء
    نتیجہ نتائج
    ذریعہ ذرائع
    لفظ الفاظ
    فرض فرائض
    مسئلہ مسائل
    وسیلہ وسائل
    عنصر عناصر
    خط خطوط
    حد حدود
    حکم احکام احکامات
    حاکم حکام
    تجویز تجاویز
    تصویر تصاویر
    تقریر تقاریر
    تقریب تقاریب تقریبات
    تدبیر تدابیر
    دفتر دفاتر
    ضلع اضلاع
    عزم عزائم
    مقصد مقاصد
    مرحلہ مراحل
    منظر مناظر
    مرکز مراکز
    موقع مواقع
    مفاد مفادات
    رابطہ روابط
    علم علوم
    عالم علماء
    وقت اوقات
    امر امور
    قلب قلوب
    طفل اطفال
    شہید شہداء
    شاعر شعراء
    ادیب ادباء
    غریب غرباء
    شریک شرکاء
    رئیس رؤسا
    فقیر فقراء
    شخص اشخاص
    مرض امراض
    ہدف اہداف
    اثر اثرات
    قدر اقدار
    سبب اسباب
    وجہ وجوہ وجوہات
    شکل اشکال
    فعل افعال
    عمل اعمال
    قسم اقسام
    سطح سطحیں
    رقم رقوم
    رسم رسوم رسومات
    رائے آراء
    شے اشیاء
    دوا ادویات ادویہ
    ضرر اضرار
    سازش سازشیں
    مشکل مشکلات
    طالب طلبہ طلباء
    حافظ حفاظ
    تاجر تجار تاجران
    کافر کفار
    فاسق فساق
    دشمن دشمنان
    جزیرہ جزائر
    فضیلت فضائل
    مصیبت مصائب
    حقیقت حقائق
    عقیدہ عقائد
    قصیدہ قصائد
    جریدہ جرائد
    وظیفہ وظائف
    شکایت شکایات
    روایت روایات
    خدمت خدمات
    حالت حالات
    حرکت حرکات
    صفت صفات
    جہت جہات
    حضرت حضرات
    تحریک تحاریک تحریکات
    محفل محافل
    مسجد مساجد
    مدرسہ مدارس
    مکتب مکاتب
    منصب مناصب
    مذہب مذاہب
    مجلس مجالس
    موضع مواضع مواضعات
    ظلم مظالم
    سانحہ سانحات
    ضابطہ ضوابط
    قاعدہ قواعد
    فائدہ فوائد
    حادثہ حوادث حادثات
    شاہد شواہد شاہدین
    سرحد سرحدات
    ماں مائیں ماؤں
    گاؤں گاؤں
    شک شکوک
    شرط شرائط
    ثمر ثمرات
    نقص نقائص
    سند اسناد
    جنس اجناس
    مال اموال
    نبی انبیاء
    ولی اولیاء
    دین ادیان
    شعر اشعار
    فکر افکار
    وفد وفود
    سلطان سلاطین
    استاد اساتذہ
    خلیفہ خلفاء
    جسم اجسام
    عضو اعضاء
    نفس نفوس
    روح ارواح
    امیر امراء
    حرف حروف
    درس دروس
    کتاب کتب
    تفصیل تفصیلات تفاصیل
    ترکیب تراکیب
    دلیل دلائل
    ضرورت ضروریات
    مہم مہمات
    سبق اسباق
    ورق اوراق
    نوع انواع
    موت اموات
    حکیم حکماء
    خطیب خطباء
    صوفی صوفیاء
    ساحل سواحل
    منزل منازل
    فتویٰ فتاویٰ
    وارث ورثاء
    راہ راہیں راہوں
    """.strip().splitlines()
}

# What takes no Arabic plural in -ات, because that is another noun's or a word of its own: نشانات is of نشان, محلات of
# محل, علامات of علامت; اخراجات "expenses" are no plural of اخراج "expulsion".
_NO_AAT: Final = _words("نشانہ تعلقہ محلہ علامہ شروع اخراج تعین")

# Verbs: root → perfective stem forms and others that do not follow from it.
_VERBS: Final = {
    root: tuple(forms.split())
    for root, forms in {
        "کر": "کیا کیے کئے کی کیں کیجیے کیجئے کیجیو",
        "جا": "گیا گئے گئی گئیں",
        "ہو": "ہوا ہوئے ہوئی ہوئیں ہوں ہے ہیں تھا تھے تھی تھیں ہوگا ہوگی ہونگے ہونگی",
        "دے": "دیا دیے دئے دیئے دی دیں دوں دیجیے دیجئے دونگا دونگی دینگے",
        "لے": "لیا لیے لئے لی لیں لوں لو لیجیے لیجئے لونگا لونگی لینگے لیکر",
        "مر": "موا موئے موئی",
        "چھو": "چھوا",
        "پی": "پیجیے",
    }.items()
}

# Verbs without an infinitive: the present and the past of "to be", where they are not meant as forms of ہونا.
_DEFECTIVE: Final = {"ہے": _words("ہے ہیں ہوں"), "تھا": _words("تھا تھے تھی تھیں")}
# Forms that nearly always are another word: the modal چاہیے "should".
_LEFT_OUT: Final = {"چاہ": _words("چاہیے چاہئے چاہئیے")}

# Roots whose conjunctive in -کے would be another word: لڑکے "boys", چھلکے "peels", and the perfective of a longer root
# (اٹکے of اٹکنا, روکے of روکنا).
_NO_KE: Final = _words("لڑ چھل تڑ اٹ کھٹ پٹ ٹپ سر بہ دہ ڈھل جھل پھٹ لچ سٹ مچ چٹ سن ٹھن دھڑ بھڑ چو رو ٹو تا چم لٹ مہ")

# کہنا, بہنا, سہنا write their root with two ہ, because کہ is "that" and بہ "by".
_DOUBLED: Final = {"کہ": "کہہ", "بہ": "بہہ", "سہ": "سہہ"}

# Roots in نا that a reader would take for an infinitive.
_ROOTS_IN_NA: Final = _words("اپنا پہنا")

_SHORT_FUTURES: Final = ("یگا", "یگی", "یگے", "ینگے", "ینگی", "ونگا", "ونگی", "وگے", "وگی")
#: The auxiliaries that headlines write onto the root of a verb.
_RUN_ON: Final = ("دی", "دیا", "دیے", "گئی", "گیا", "گئے")


def inflect(lemma: str, pos: Pos) -> frozenset[str]:
    """All inflected forms of a word, the word among them, in ordinary spelling.

    Args:
        lemma: the word; of several words the last inflects. Verbs as infinitive (کرنا) or root (کر).
        pos: its part of speech; adverbs and phrases do not inflect.

    Returns:
        The forms, with the spellings that folding does not bring together (رہنماؤں, رہنماں).

    Example:
        >>> sorted(inflect("لڑکا", "adj"))
        ['لڑکا', 'لڑکوں', 'لڑکی', 'لڑکے']
    """
    before, _, word = unicodedata.normalize("NFC", lemma).rpartition(" ")
    if not word:
        return frozenset({lemma})
    if pos == "noun":
        forms = _noun(word)
    elif pos == "verb":
        forms = _verb(word)
    elif pos == "adj":
        forms = _adjective(word)
    else:
        forms = set()
    prefix = f"{before} " if before else ""
    return frozenset({lemma, *(prefix + form for form in forms)})


def _bare(word: str) -> str:
    """A word without vowel marks, as the tables have it (مُلک is ملک)."""
    return "".join(letter for letter in word if not unicodedata.combining(letter))


def _noun(word: str) -> set[str]:
    stem, last = word[:-1], word[-1]
    forms = {word, *_PLURALS.get(_bare(word), ())}
    if last == "ا":
        # لڑکا, رہنما and چڑیا: three classes, one spelling. رہنماں is رہنماؤں of which the hamza and its carrier
        # were lost.
        forms |= {f"{stem}ے", f"{stem}وں", f"{word}ؤں", f"{word}ئیں", f"{word}وں", f"{word}یان"}
        if len(word) >= _LOAN_STEM:
            forms |= {f"{word}ں", f"{word}ت"}
    elif last in "ہۃ":
        # معاہدہ drops its silent ہ, گروہ keeps the one it has; after ا it is always kept.
        forms |= {f"{word}وں", f"{word}یں"}
        if not stem.endswith("ا"):
            forms |= {f"{stem}ے", f"{stem}وں"}
            if len(stem) >= _LOAN_STEM - 1 and word not in _NO_AAT:
                forms.add(f"{stem}ات")
    elif last == "ی":
        forms |= {f"{word}اں", f"{word}وں", f"{word}ان", f"{word}ات"}
    elif word.endswith("اں"):
        forms |= {f"{word[:-2]}{ending}" for ending in ("یں", "ئیں", "وں", "ؤں", "اؤں", "ائیں")}
    elif last in "وؤ":
        forms |= {f"{stem}وؤں", f"{stem}وئیں", f"{stem}ؤں"}
    elif last == "ے":
        forms |= {f"{stem}یں", f"{stem}وں"}
    elif last != "ں":
        forms |= _consonant_noun(word)
    return forms


def _consonant_noun(word: str) -> set[str]:
    forms = {f"{word}وں", f"{word}یں"}
    # A broken plural leaves no room for another: طالب has طلبہ, and طالبان is a name.
    if len(word) >= _LOAN_STEM and _bare(word) not in _PLURALS:
        # Arabic (ماہرین), Persian (افسران) and English (کھلاڑی aside: پلیئرز; in India کالجس, کلاسیس) plurals.
        forms |= {f"{word}ین", f"{word}ان", f"{word}ز", f"{word}س", f"{word}یز", f"{word}یس"}
        if word not in _NO_AAT:
            # اقدامات, خدمات.
            forms |= {f"{word}ات", f"{word.removesuffix('ت')}ات"}
    return forms


def _adjective(word: str) -> set[str]:
    stem, last = word[:-1], word[-1]
    if word == "نیا":
        return {"نیا", "نئے", "نئی", "نیے", "نیی", "نیوں"}
    if word.endswith("واں"):
        # Ordinals: پانچواں, پانچویں.
        return {word, f"{word[:-2]}یں"}
    if word.endswith("اں"):
        # دایاں, بایاں.
        return {word, f"{word.removesuffix('اں').removesuffix('ی')}ئیں"}
    if last == "ا":
        return {word, f"{stem}ے", f"{stem}ی", f"{stem}وں"}
    if last == "ہ" and not stem.endswith("ا"):
        # Most do not change (زیادہ); some do (بیہودہ, بیہودے), and as nouns all do.
        return {word, f"{stem}ے", f"{stem}وں"}
    if last in "وے":
        return {word}
    return {word, f"{word}وں"}


def _root(word: str) -> str:
    infinitive = word.endswith("نا") and word not in _ROOTS_IN_NA and (len(word) > 3 or word == "آنا")
    root = word[:-2] if infinitive else word
    for short, doubled in _DOUBLED.items():
        if root == doubled:
            return short
    # دےنا, a spelling of دینا, and دینا itself.
    return {"دی": "دے", "لی": "لے"}.get(root, root) if infinitive else root


def _verb(word: str) -> set[str]:
    if word in _DEFECTIVE:
        return set(_DEFECTIVE[word])
    root = _root(word)
    # Before an ending, ے is written ی.
    stem = f"{root[:-1]}ی" if root.endswith("ے") else root
    forms = {word, _DOUBLED.get(root, root)}
    forms |= {f"{stem}{ending}" for ending in ("نا", "نے", "نی", "نیں", "تا", "تے", "تی", "تیں")}
    # کر and کے of the conjunctive and the future's گا, run together with the verb.
    forms |= {f"{stem}{ending}" for ending in ("کر", *_SHORT_FUTURES)}
    if root not in _NO_KE:
        forms.add(f"{stem}کے")
    if len(root) > 1 and not root.endswith("ے"):
        # مچادی, چھڑگئی: many of these are too dear for the repair of spaces to cut, ـادی being a common end of nouns.
        forms |= {f"{root}{ending}" for ending in _RUN_ON}
    forms |= set(_VERBS.get(_bare(root), ()))
    if root in {"دے", "لے"}:
        return forms
    endings: tuple[str, ...]
    if root[-1:] in {"ا", "آ", "و"}:
        endings = ("ؤں", "ئے", "ئیں", "ؤ", "ئیے", "ئی", "یا", "ئیگا", "ئیگی", "ئینگے", "ؤنگا", "یں")
    elif root[-1:] == "ی":
        endings = ("ا", "ئے", "ے", "ئی", "ں", "ئیں", "وں", "و", "ئیے")
        forms.add(f"{root[:-1]}ئیں")
    else:
        endings = ("ا", "ے", "ی", "یں", "وں", "و", "یے", "ئے", "ئیے", "یو")
    forms |= {f"{root}{ending}" for ending in endings}
    # The perfective of these is irregular; the regular one is no word (جایا) or another's (کرا is the root of کرانا).
    forms -= {"جایا", "ہویا", "کرا", "کری"} if root in {"جا", "ہو", "کر"} else set()
    return forms - _LEFT_OUT.get(root, frozenset())
