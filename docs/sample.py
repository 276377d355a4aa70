"""Invented news for the pictures and notebooks of the documentation: eighteen outlets, three languages, one year.

Every sentence was written for this file and tells of nothing that happened; the outlets are none either. What an
outlet is like (how often it shouts, how often it reads like a communiqué) is drawn once, so that figures have something
to show. ``python docs/sample.py news.csv`` writes it.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

import polars as pl

__all__ = ["OUTLETS", "news"]

#: Language → kind → sentences.
_SAID: Final = {
    "en": {
        "loud": (
            "The shameful move stunned everyone and sparked outrage.",
            "It is a disgraceful scandal, and the minister slammed his brazen critics.",
            "A brutal blow has left the corrupt regime reeling in panic.",
        ),
        "official": (
            "The two sides reaffirmed their commitment to mutual trust.",
            "Both leaders underlined the need to further strengthen ties and expressed satisfaction.",
            "The delegations held fruitful talks in a cordial atmosphere.",
        ),
        "plain": (
            "The committee met on Tuesday to go through the budget of the city.",
            "Officials said the bridge near the old market will stay closed until June.",
            "Traders told the paper that prices of onions rose again this week.",
            "The school board allegedly knew of the cracks in the roof.",
            "A bus and a lorry collided in the fog, and four people were taken to hospital.",
            "Perhaps the canal will be finished in spring, the engineer said.",
            "The court heard both parties and will give its verdict next month.",
        ),
    },
    "hi": {
        "loud": (
            "इस शर्मनाक हरकत से हड़कंप मच गया और नेता बौखला गए।",
            "मंत्री ने विरोधियों को मुंहतोड़ जवाब दिया और जमकर लताड़ा।",
            "घोटाले की पोल खुलते ही सरकार के पसीने छूट गए।",
        ),
        "official": (
            "दोनों पक्षों ने आपसी विश्वास बढ़ाने की प्रतिबद्धता दोहराई।",
            "दोनों नेताओं ने संबंधों को और मजबूत करने पर सहमति व्यक्त की।",
            "बैठक सौहार्दपूर्ण वातावरण में हुई और संतोष व्यक्त किया गया।",
        ),
        "plain": (
            "नगर निगम की बैठक मंगलवार को हुई और बजट पर चर्चा हुई।",
            "अधिकारियों ने कहा कि पुराने बाजार का पुल जून तक बंद रहेगा।",
            "व्यापारियों के अनुसार इस सप्ताह प्याज के दाम फिर बढ़े।",
            "कोहरे में बस और ट्रक टकरा गए, चार लोग अस्पताल पहुंचाए गए।",
            "अदालत ने दोनों पक्षों को सुना और फैसला अगले महीने सुनाएगी।",
            "शायद नहर का काम वसंत तक पूरा हो जाएगा।",
        ),
    },
    "ur": {
        "loud": (
            "اس شرمناک حرکت سے کھلبلی مچ گئی اور حکمران بوکھلا گئے۔",
            "وزیر نے مخالفین کو منہ توڑ جواب دیا اور آڑے ہاتھوں لیا۔",
            "بدنام زمانہ ٹولے کی سازش بے نقاب ہوگئی۔",
        ),
        "official": (
            "دونوں رہنماؤں نے باہمی اعتماد کو فروغ دینے کے عزم کا اعادہ کیا۔",
            "فریقین نے دوطرفہ تعلقات کو مزید مستحکم بنانے پر اتفاق کیا۔",
            "ملاقات خوشگوار ماحول میں ہوئی اور اطمینان کا اظہار کیا گیا۔",
        ),
        "plain": (
            "بلدیہ کا اجلاس منگل کو ہوا اور بجٹ پر بات ہوئی۔",
            "حکام نے بتایا کہ پرانی منڈی کا پل جون تک بند رہے گا۔",
            "تاجروں کے مطابق اس ہفتے پیاز کی قیمت پھر بڑھ گئی۔",
            "دھند میں بس اور ٹرک ٹکرا گئے، چار افراد کو اسپتال پہنچایا گیا۔",
            "عدالت نے دونوں فریقوں کو سنا اور فیصلہ اگلے ماہ سنائے گی۔",
            "شاید نہر کا کام بہار تک مکمل ہو جائے گا۔",
        ),
    },
}
#: Language → country and names of its outlets.
OUTLETS: Final = {
    "en": (("IN", "Harbour Herald"), ("IN", "Delta Dispatch"), ("GB", "Moorland Mail"), ("PK", "Canal Courier"),
           ("PK", "Orchard Observer"), ("GB", "Quayside Post")),
    "hi": (("IN", "नदी समाचार"), ("IN", "पर्वत टाइम्स"), ("IN", "सागर वाणी"), ("IN", "बाग़ दर्पण"), ("IN", "नगर संदेश"),
           ("GB", "दूर दृष्टि")),
    "ur": (("PK", "روزنامہ ساحل"), ("PK", "صدائے باغ"), ("PK", "نوائے کوہ"), ("IN", "دریا نامہ"), ("PK", "شہر نما"),
           ("GB", "افق")),
}  # fmt: skip
_ARTICLES: Final = 14
_SENTENCES: Final = 12


def news() -> pl.DataFrame:
    """Columns article_id, title, text, outlet, country, language, published, cluster: one row an article.

    Example:
        >>> news().group_by("language").len().sort("language").rows()
        [('en', 84), ('hi', 84), ('ur', 84)]
    """
    chance = Random(20260101)
    first = datetime(2025, 1, 1, tzinfo=UTC)
    rows = []
    for language, outlets in OUTLETS.items():
        said = _SAID[language]
        for country, outlet in outlets:
            loud, official = chance.choice((0.03, 0.08, 0.2, 0.3)), chance.choice((0.03, 0.08, 0.2, 0.3))
            for number in range(_ARTICLES):
                kinds = chance.choices(
                    ("loud", "official", "plain"), (loud, official, 1 - loud - official), k=_SENTENCES
                )
                lines = [f"{chance.choice(said[kind])}" for kind in kinds]
                rows.append(
                    {
                        "article_id": f"{language}-{outlet}-{number}",
                        "title": lines[0].rstrip("।۔."),
                        "text": " ".join(lines),
                        "outlet": outlet,
                        "country": country,
                        "language": language,
                        "published": first + timedelta(days=chance.randrange(360)),
                    }
                )
    # Few sentences make texts that look like copies of each other, and here they are none.
    return pl.DataFrame(rows).with_columns(cluster=pl.col("article_id"))


if __name__ == "__main__":
    news().drop("cluster").write_csv(Path(sys.argv[1] if len(sys.argv) > 1 else "news.csv"))
