"""Whose words a span is: cases as newspapers write them. The tested word is the lexicon's one entry."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.languages.base import Cue
from framing.scoring.analysis import Flag
from tests.conftest import lexicon_in, scorer_of

WORD = {"hi": "ऐतिहासिक", "ur": "تاریخی", "en": "historic"}


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> framing.Lexicon:
    files = {f"{code}/praise": [{"term": word, "concept": "historic"}] for code, word in WORD.items()}
    return lexicon_in(tmp_path_factory.mktemp("lexicon"), files)


def voices(text: str, code: str, lexicon: framing.Lexicon) -> list[str]:
    return scorer_of(lexicon).score(pl.DataFrame({"text": [text], "language": [code]})).evidence["voice"].to_list()


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
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है। समझौता ऐतिहासिक है।", ["reported", "reported"]),  # in the present tense
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है। समझौता ऐतिहासिक था।", ["reported", "own"]),
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है।\nसमझौता ऐतिहासिक है।", ["reported", "own"]),
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है। ऐतिहासिक सभा सोमवार को है।", ["reported", "own"]),
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है। उधर ऐतिहासिक सभा चल रही है।", ["reported", "own"]),
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है। हालांकि ऐतिहासिक कुछ नहीं है।", ["reported", "own"]),
        ("hi", "कहा जा रहा है कि यह ऐतिहासिक है। समझौता ऐतिहासिक है।", ["reported", "own"]),
        ("hi", "मंत्री के मुताबिक यह ऐतिहासिक है। समझौता ऐतिहासिक है।", ["reported", "own"]),
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है। ऐतिहासिक इमारतों की मरम्मत करें।", ["reported", "reported"]),
        ("hi", "किसानों का कहना है यह ऐतिहासिक है और बना रहेगा।", ["reported"]),
        ("hi", "मंत्री ने ट्वीट किया है, यह ऐतिहासिक है।", ["reported"]),
        ("hi", "मंत्री ने कहा है कि यह ऐतिहासिक है।", ["reported"]),
        ("hi", "ऐतिहासिक मंत्री ने कहा कि यह हुआ।", ["own"]),
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है। हम इसे ऐतिहासिक बनाएंगे।", ["reported", "reported"]),  # runs on
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है।\nहम इसे ऐतिहासिक बनाएंगे।", ["reported", "reported"]),  # over a paragraph
        ("hi", "मंत्री ने कहा कि यह ऐतिहासिक है। सेना ने ऐतिहासिक जीत पाई।", ["reported", "own"]),  # narration resumes
        ("hi", "हम इसे ऐतिहासिक बनाएंगे।", ["own"]),  # nothing to run on from
        # Between speech and speech
        ("hi", "मंत्री ने कहा कि यह सच है। वह दिन ऐतिहासिक था। हम उसे याद रखेंगे।", ["reported"]),
        ("hi", "मंत्री ने कहा कि यह सच है। वह दिन ऐतिहासिक था। उन्होंने कहा कि यह हुआ।", ["reported"]),
        ("hi", "मंत्री ने कहा कि यह सच है। वह दिन ऐतिहासिक था। राज्य के राज्यपाल ने कहा कि यह हुआ।", ["own"]),
        ("hi", "मंत्री ने कहा कि यह सच है। वे ऐतिहासिक सभा को संबोधित कर रहे थे। उन्होंने कहा कि यह हुआ।", ["own"]),
        ("hi", "मंत्री ने कहा कि यह सच है। वह दिन ऐतिहासिक था। मंत्री ने कहा कि यह हुआ।", ["reported"]),  # the same again
        ("hi", "मंत्री ने कहा कि यह सच है। वह दिन ऐतिहासिक था। राज्य के सांसद ने कहा कि यह हुआ।", ["own"]),
        ("hi", "मंत्री ने कहा कि यह सच है। इसे ऐतिहासिक मत बनाइए।", ["reported"]),  # asked for
        ("hi", "मंत्री ने कहा कि यह सच है। इसे ऐतिहासिक नहीं कह सकते।", ["reported"]),  # no copula, for it is negated
        ("hi", "मंत्री ने कहा कि यह सच है। वे इसे ऐतिहासिक कह सकते।", ["own"]),
        ("hi", "अगर मैं यह कह दूं कि यह दिन ऐतिहासिक है तो गलत नहीं।", ["own"]),  # the author's own word
        ("hi", "मैं जाता था, उन्होंने कहा कि यह दिन ऐतिहासिक है।", ["reported"]),
        ("hi", "ऐतिहासिक दिन पर दोनों पक्ष सहमत, किसने क्या कहा", ["own"]),  # nobody in particular
        ("hi", "कंपनी पर लगा आरोप, ऐतिहासिक जांच शुरू", ["own"]),  # what came of it
        ("hi", "कंपनी का दावा, ऐतिहासिक खोज हुई", ["reported"]),
        ("hi", "मंत्री ने इस जीत को ऐतिहासिक क्षण कहा।", ["reported"]),  # what he calls it
        ("hi", "वे लिखते हैं कि यह सच है। समझौता ऐतिहासिक है।", ["reported"]),
        ("hi", "मंत्री ने कहा कि आंकड़ों के अनुसार यह सच है। समझौता ऐतिहासिक है।", ["reported"]),  # another speaker within
        ("hi", "वे रुके हैं.'यह हमारे लिए ऐतिहासिक दिन है' सभा में यही चर्चा रही।", ["quoted"]),  # a glued opening mark
        ("hi", "जानकारी के लिए बता दें कि यह ऐतिहासिक है।", ["own"]),  # the outlet speaks to its readers
        ("hi", "मंत्रालय के मुताबिक यह ऐतिहासिक है।", ["reported"]),
        ("hi", "मंत्री ने इसे ऐतिहासिक करार दिया।", ["reported"]),  # what he calls it
        ("hi", "मंत्री ने कहा कि यह “बहुत ही ऐतिहासिक दिन” है।", ["quoted"]),  # marks go before reported speech
        ("hi", "मंत्री ने स्पष्ट किया कि यह ऐतिहासिक है।", ["reported"]),  # a telling word with its verb
        ("hi", "स्पष्ट है कि यह ऐतिहासिक है।", ["own"]),  # and without: the outlet's view
        ("hi", "मंत्री ने कहा, यह ऐतिहासिक है। दिन ऐतिहासिक रहा।", ["reported", "own"]),  # a comma for कि
        ("hi", "राहुल बोले- ऐतिहासिक दिन है", ["reported"]),  # a dash
        ("hi", "मंत्री ने आगे कहा यह दिन ऐतिहासिक है।", ["reported"]),  # nothing for कि
        ("hi", "यह दिन ऐतिहासिक है, मंत्री ने कहा। दिन ऐतिहासिक रहा।", ["reported", "own"]),  # the verb behind
        ("hi", "यह दिन ऐतिहासिक है, बोले योगी", ["reported"]),
        ("hi", "यह दिन ऐतिहासिक है, पुलिस के मुताबिक।", ["reported"]),
        ("hi", "ऐतिहासिक इमारत है, जिसे लोग किला कहते हैं।", ["own"]),  # what it is called, nobody says
        ("hi", "मंत्री ने कहा कि मुझे लगता है कि यह ऐतिहासिक है।", ["reported"]),
        ("hi", "मंत्री ने कहा कि ऐतिहासिक सच यह है कि यह ऐतिहासिक है।", ["reported", "reported"]),  # one verb, one कि
        ("hi", "नियमों के अनुसार ऐतिहासिक इमारत बची।", ["own"]),  # a rule says nothing
        ("hi", "धारा 144 के अनुसार ऐतिहासिक इमारत बची।", ["own"]),
        ("hi", "बकौल योगी, ऐतिहासिक इमारत बची।", ["reported"]),
        ("hi", "मंत्री ने ऐतिहासिक फैसले को गलत बताया।", ["own"]),  # only what it is called is said
        ("hi", "मंत्री ने कहा कि यह हुआ। ऐतिहासिक बैठक 15 मार्च को होगी।", ["own"]),  # the calendar tells
        ("hi", "मंत्री ने कहा कि यह हुआ। इससे ऐतिहासिक लाभ होगा।", ["reported"]),  # the speaker does
        ("hi", "मंत्री ने कहा कि यह हुआ। गौरतलब है कि ऐतिहासिक लाभ होगा।", ["own"]),
        ("hi", "फिल्म ‘एक ऐतिहासिक दिन की कहानी’ आई।", ["mention"]),  # names may be long
        ("hi", "मंत्री ने ‘एक ऐतिहासिक दिन की कहानी’ सुनाई।", ["quoted"]),
        ("hi", "इस्लामाबाद: ऐतिहासिक इमारत बची।", ["own"]),  # a dateline is no speaker
        ("hi", "नई दिल्ली, 5 मई (भाषा) ऐतिहासिक इमारत बची।", ["own"]),
        ("hi", "डॉ. एस. जयशंकर ने कहा कि 5 लाख रु. की ऐतिहासिक मदद मिली।", ["reported"]),  # no sentence ends there
        (
            "ur",
            "وزیراعظم نے کہا ہے کہ یہ تاریخی ہے۔ معاہدہ تاریخی ہے۔",
            ["reported", "reported"],
        ),  # in the present tense
        ("ur", "وزیراعظم نے کہا ہے کہ یہ تاریخی ہے۔ معاہدہ تاریخی تھا۔", ["reported", "own"]),
        ("ur", "اداکارہ نے کہا کہ یہ تاریخی ہے۔ میں نے تاریخی کام کیا۔", ["reported", "reported"]),
        ("ur", "اداکارہ نے کہا کہ یہ تاریخی ہے۔ واضح رہے تاریخی فلم چل رہی ہے۔", ["reported", "own"]),
        ("ur", "حکام کا کہنا ہے یہ تاریخی معاہدہ ہے۔", ["reported"]),
        ("ur", "صدر نے دعویٰ کیا ہے یہ تاریخی معاہدہ ہے۔", ["reported"]),
        ("ur", "حکام نے متنبہ کیا کہ یہ تاریخی معاہدہ ہے۔", ["reported"]),
        (
            "ur",
            "وزیراعظم نے کہا کہ یہ تاریخی ہے جبکہ صدر نے تاریخی دورے میں کہا کہ وہ تاریخی ہے۔",
            ["reported", "own", "reported"],
        ),
        ("ur", "وزیراعظم نے کہا کہ یہ ہوا۔ مل کر تاریخی کام کریں گے۔", ["reported"]),
        ("ur", "صدر نے اسے تاریخی قرار دیا۔", ["reported"]),
        ("ur", "واضح رہے کہ یہ تاریخی ہے۔", ["own"]),
        ("ur", "صدر کے مطابق یہ تاریخی ہے۔", ["reported"]),
        ("ur", "قانون کے مطابق یہ تاریخی ہے۔", ["own"]),  # a law tells nobody anything
        ("ur", "وزیر قانون کے مطابق یہ تاریخی ہے۔", ["reported"]),  # its minister does
        ("ur", "وزیر کا کہنا تھا کہ یہ سچ ہے اور تاریخی طور پر امید ہے کہ یہ رہے۔", ["reported"]),  # his own hope
        (
            "ur",
            "صدر نے کہا کہ مجھے دکھ ہے لیکن تاریخی یقین ہے کہ یہ تاریخی ہے۔",
            ["reported", "reported"],
        ),  # "I" goes on
        ("ur", "صدر نے کہا کہ یہ دکھ ہے لیکن تاریخی خیال ہے کہ یہ تاریخی ہے۔", ["own", "reported"]),
        ("ur", "صدر نے کہا کہ یہ ہوا۔ اسے تاریخی نہیں کہا جا سکتا۔", ["reported"]),
        ("ur", "یہ معیار کے مطابق ہے اور تاریخی ہے۔", ["own"]),
        ("ur", "صدر نے واضح کیا کہ یہ تاریخی ہے۔", ["reported"]),
        ("ur", "یہ واضح ہے کہ یہ تاریخی ہے۔", ["own"]),
        ("ur", "یہ تاریخی ہے، انہوں نے کہا۔ یہ تاریخی ہے۔", ["reported", "own"]),
        ("ur", "صدر نے کہا: یہ تاریخی ہے۔", ["reported"]),
        # No stop between two speakers: the second's clause begins behind the first's verb.
        ("ur", "صدر نے کہا کہ یہ تاریخی بات ہے تاریخی شہر کے میئر نے بتایا کہ یہ ہوا۔", ["reported", "own"]),
        ("ur", "صدر نے کہا کہ یہ تاریخی ہے، یاد رہے کہ وہ بھی تاریخی ہے۔", ["reported", "own"]),  # the outlet again
        ("ur", "صدر نے کہا کہ “یہ ہم سب کا دن ہے” اور تاریخی مسجد گئے۔", ["own"]),  # the quotation was what he said
        ("ur", "صدر نے کہا کہ “نیا پاکستان” تاریخی ہے۔", ["reported"]),  # a name in what he said is not
        ("ur", "وہ بولے، ’’یہ تاریخی ہے۔‘‘ تاریخی دن تھا۔ ہم بولے، ’’اب یہ تاریخی ہے۔‘‘", ["quoted", "own", "quoted"]),
        ("ur", "صدر نے کہا کہ یہ ہوا ہے- تاریخی اجلاس ختم ہوا-", ["own"]),  # a hyphen for a full stop
        ("ur", "صدر نے کہا کہ ترقی 2۔5 فیصد تاریخی ہے۔", ["reported"]),  # a full stop for a decimal point
        ("ur", "صدر نے کہا کہ ایم۔ این۔ اے تاریخی ہے۔", ["reported"]),  # stops behind initials
        # Headlines
        ("ur", "وزیراعظم: تاریخی کام ہو رہا ہے\nوہ لاہور میں تھے۔", ["reported"]),
        ("ur", "لاہور: تاریخی کام ہو رہا ہے\nوہ لاہور میں تھے۔", ["own"]),  # a place
        ("ur", "وزیراعظم: تاریخی عمارت\nوہ لاہور میں تھے۔", ["own"]),  # no clause
        ("ur", "تاریخی کام ہو رہا ہے: شہباز شریف\nوہ لاہور میں تھے۔", ["reported"]),
        ("ur", "تاریخی کام کریں گے، شہباز شریف\nوہ لاہور میں تھے۔", ["reported"]),  # a promise
        ("ur", "تاریخی کام ہو رہا ہے، دفتر خارجہ\nوہ لاہور میں تھے۔", ["reported"]),  # a body
        ("ur", "تاریخی عمارت گر گئی، ٹریفک جام\nوہ لاہور میں تھے۔", ["own"]),
        # Outlets mostly leave the copula out of their own headlines: those that have it are mostly somebody's words.
        ("ur", "تاریخی کام ہو رہا ہے، شہباز شریف\nوہ لاہور میں تھے۔", ["reported"]),
        ("ur", "تاریخی کام کیوں ہو رہا ہے، تمام تفصیلات\nوہ لاہور میں تھے۔", ["own"]),  # it asks
        ("ur", "تاریخی شہر میں چار ملزم گرفتار: بھارتی میڈیا\nوہ لاہور میں تھے۔", ["reported"]),  # no verb
        ("ur", "تاریخی گھر سے نکال دیا گیا، بھائی کی دہائی\nوہ لاہور میں تھے۔", ["reported"]),  # a noun of saying
        ("ur", "تاریخی کام ہو رہا ہے، دفتر خارجہ۔\nوہ لاہور میں تھے۔", ["own"]),  # a sentence, no headline
        ("en", "The minister said that it was historic. It is historic.", ["reported", "own"]),
        ("en", "The minister said the visit was historic.", ["reported"]),
        ("en", "The visit was historic, the minister said. It was historic.", ["reported", "own"]),
        ("en", "“This is a historic day for us,” the minister said of the historic visit.", ["quoted", "own"]),
        ("en", "According to the ministry, the visit was historic.", ["reported"]),
        ("en", "The visit was historic, according to the ministry.", ["reported"]),
        ("en", "The players' historic win and the fans' joy", ["own"]),  # plural possessives open nothing
        ("en", "It was a historic visit.", ["own"]),
    ],
)
def test_voice(code: str, text: str, expected: list[str], lexicon: framing.Lexicon) -> None:
    assert voices(text, code, lexicon) == expected


def test_no_cue_shares_a_bit_with_a_flag() -> None:
    cues = [int(cue) for cue in Cue]
    assert not sum(cues) & sum(int(flag) for flag in Flag)
    assert len(set(cues)) == len(cues)
    assert max(int(flag) for flag in Flag) < 2**31


def test_an_unbalanced_mark_in_a_title_does_not_reach_the_text(lexicon: framing.Lexicon) -> None:
    articles = pl.DataFrame({"title": ["“ऐतिहासिक दिन, बड़ा फैसला हुआ"], "text": ["यह ऐतिहासिक है।"], "language": ["hi"]})
    assert framing.score(articles, lexicon).evidence["voice"].to_list() == ["quoted", "own"]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("The minister signed the so-called “stunning” deal.", "own"),
        # Somebody called it that, and it was not the outlet.
        ("The minister called the plan a deal, and his party called “stunning” what he did.", "mention"),
    ],
)
def test_evidence_has_the_voice_of_its_words(text: str, voice: str) -> None:
    evidence = framing.score(pl.DataFrame({"text": [text], "language": ["en"]})).evidence
    assert set(evidence.filter(pl.col("surface") == "stunning")["voice"]) == {voice}
