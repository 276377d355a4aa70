"""Whose words a span is: cases as newspapers write them. The tested word is the lexicon's one entry."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from tests.conftest import MakeLexicon

WORD = {"hi": "ऐतिहासिक", "ur": "تاریخی", "en": "historic"}


@pytest.fixture
def lexicon(make_lexicon: MakeLexicon) -> framing.Lexicon:
    return make_lexicon({f"{code}/praise": [{"term": word, "concept": "historic"}] for code, word in WORD.items()})


def voices(text: str, code: str, lexicon: framing.Lexicon) -> list[str]:
    return framing.score(pl.DataFrame({"text": [text], "language": [code]}), lexicon).evidence["voice"].to_list()


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        # Direct speech
        ("hi", "मंत्री ने कहा, “यह दिन देश के लिए ऐतिहासिक है।” यह ऐतिहासिक है।", ["quoted", "own"]),
        ("hi", "मंत्री ने कहा, ”यह दिन देश के लिए ऐतिहासिक है” यह ऐतिहासिक है।", ["quoted", "own"]),  # closing shape opens
        ("hi", 'मंत्री ने कहा, "यह दिन देश के लिए ऐतिहासिक है।" यह ऐतिहासिक है।', ["quoted", "own"]),
        ("hi", "मंत्री ने कहा, ‘यह दिन देश के लिए ऐतिहासिक है।’ यह ऐतिहासिक है।", ["quoted", "own"]),
        ("hi", "मंत्री ने कहा, “यह दिन देश के लिए ऐतिहासिक है।\nयह ऐतिहासिक है।", ["quoted", "own"]),  # left open
        ("hi", "”विशेष सैन्य उपकरण” देना ऐतिहासिक है।", ["own"]),
        # Mention: one to three words in marks
        ("hi", "इसे “ऐतिहासिक साझेदारी” कहते हैं।", ["mention"]),
        ("hi", "उन्होंने कहा: “ऐतिहासिक है!”", ["quoted"]),  # a whole sentence, however short
        ("hi", "तथाकथित “ऐतिहासिक” समझौता", ["own"]),  # the outlet's own doubt
        # Reported speech
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है। समझौता ऐतिहासिक है।", ["reported", "own"]),
        ("hi", "मंत्री ने कहा है कि यह ऐतिहासिक है।", ["reported"]),
        ("hi", "ऐतिहासिक मंत्री ने कहा कि यह हुआ।", ["own"]),
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है। हम इसे ऐतिहासिक बनाएंगे।", ["reported", "reported"]),  # runs on
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है।\nहम इसे ऐतिहासिक बनाएंगे।", ["reported", "reported"]),  # over a paragraph
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है। सेना ने ऐतिहासिक जीत पाई।", ["reported", "own"]),  # narration resumes
        ("hi", "हम इसे ऐतिहासिक बनाएंगे।", ["own"]),  # nothing to run on from
        ("hi", "जानकारी के लिए बता दें कि यह ऐतिहासिक है।", ["own"]),  # the outlet speaks to its readers
        ("hi", "मंत्रालय के मुताबिक यह ऐतिहासिक है।", ["reported"]),
        ("hi", "मंत्री ने इसे ऐतिहासिक करार दिया।", ["reported"]),  # what he calls it
        ("hi", "मंत्री ने कहा कि यह “बहुत ही ऐतिहासिक दिन” है।", ["quoted"]),  # marks go before reported speech
        ("ur", "وزیراعظم نے کہا ہے کہ یہ تاریخی ہے۔ معاہدہ تاریخی ہے۔", ["reported", "own"]),
        (
            "ur",
            "وزیراعظم نے کہا کہ یہ تاریخی ہے جبکہ صدر نے تاریخی دورے میں کہا کہ وہ تاریخی ہے۔",
            ["reported", "own", "reported"],
        ),
        ("ur", "وزیراعظم نے کہا کہ یہ ہوا۔ مل کر تاریخی کام کریں گے۔", ["reported"]),
        ("ur", "صدر نے اسے تاریخی قرار دیا۔", ["reported"]),
        ("ur", "واضح رہے کہ یہ تاریخی ہے۔", ["own"]),
        ("ur", "صدر کے مطابق یہ تاریخی ہے۔", ["reported"]),
        ("en", "The minister said that it was historic. It is historic.", ["reported", "own"]),
        ("en", "The minister said the visit was historic.", ["reported"]),
        ("en", "The visit was historic, the minister said. It was historic.", ["reported", "own"]),
        ("en", "“This is a historic day for us,” the minister said of the historic visit.", ["quoted", "reported"]),
        ("en", "According to the ministry, the visit was historic.", ["reported"]),
        ("en", "The visit was historic, according to the ministry.", ["reported"]),
        ("en", "The players' historic win and the fans' joy", ["own"]),  # plural possessives open nothing
        ("en", "It was a historic visit.", ["own"]),
    ],
)
def test_voice(code: str, text: str, expected: list[str], lexicon: framing.Lexicon) -> None:
    assert voices(text, code, lexicon) == expected


def test_an_unbalanced_mark_in_a_title_does_not_reach_the_text(lexicon: framing.Lexicon) -> None:
    articles = pl.DataFrame({"title": ["“ऐतिहासिक दिन, बड़ा फैसला हुआ"], "text": ["यह ऐतिहासिक है।"], "language": ["hi"]})
    assert framing.score(articles, lexicon).evidence["voice"].to_list() == ["quoted", "own"]
