"""Urdu among its relatives: the words by which it and the other languages in Arabic script are told apart."""

from __future__ import annotations

from typing import Final

from framing.text.language import words as _words

__all__ = ["FOREIGN_WORDS", "FUNCTION_WORDS", "NEIGHBOURS", "OWN_LETTERS"]

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
