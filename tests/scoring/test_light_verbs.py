"""Verbs and light verbs end to end: one entry finds its progressive, passive, compound and split forms."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from tests.conftest import MakeLexicon, Row, lexicon_in, scorer_of

HI: list[Row] = [
    {"term": "गला/n … फाड़ना/v", "match": "phrase", "pos": "verb", "concept": "shout"},
    {"term": "समर्थन … करना", "match": "phrase", "pos": "verb", "concept": "support"},
    {"term": "निंदा करना", "match": "phrase", "pos": "verb", "concept": "condemn"},
    {"term": "धमकी/n देना/v", "match": "phrase", "pos": "verb", "concept": "threaten"},
    {"term": "ढेर होना", "match": "phrase", "pos": "verb", "concept": "fall"},
    {"term": "लोहा लेना", "match": "phrase", "pos": "verb", "concept": "brave"},
    {"term": "तिलमिला जाना", "match": "phrase", "pos": "verb", "concept": "squirm"},
    {"term": "बौखलाना", "match": "lemma", "pos": "verb", "concept": "rattled"},
    {"term": "कुचलवाना", "match": "lemma", "pos": "verb", "concept": "crush"},
]
UR: list[Row] = [
    {"term": "گلا/n … پھاڑنا/v", "match": "phrase", "pos": "verb", "concept": "shout"},
    {"term": "حمایت … کرنا", "match": "phrase", "pos": "verb", "concept": "support"},
    {"term": "مذمت کرنا", "match": "phrase", "pos": "verb", "concept": "condemn"},
    {"term": "دھمکی/n دینا/v", "match": "phrase", "pos": "verb", "concept": "threaten"},
    {"term": "ڈھیر ہونا", "match": "phrase", "pos": "verb", "concept": "fall"},
    {"term": "بدلہ لینا", "match": "phrase", "pos": "verb", "concept": "revenge"},
    {"term": "تلملا جانا", "match": "phrase", "pos": "verb", "concept": "squirm"},
    {"term": "بوکھلانا", "match": "lemma", "pos": "verb", "concept": "rattled"},
    {"term": "کچلوانا", "match": "lemma", "pos": "verb", "concept": "crush"},
]


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> framing.Lexicon:
    return lexicon_in(tmp_path_factory.mktemp("lexicon"), {"hi/sensational": HI, "ur/sensational": UR})


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        # Progressive and habitual.
        ("hi", "वह गला फाड़ रहा है।", "गला फाड़ रहा है"),
        ("hi", "वे गला फाड़ते रहे।", "गला फाड़ते रहे"),
        ("hi", "वह समर्थन करता आ रहा है।", "समर्थन करता आ रहा है"),
        ("ur", "وہ گلا پھاڑ رہا ہے۔", "گلا پھاڑ رہا ہے"),
        ("ur", "وہ گلا پھاڑتے رہے۔", "گلا پھاڑتے رہے"),
        ("ur", "وہ حمایت کر رہے ہوں گے۔", "حمایت کر رہے ہوں گے"),
        # Four auxiliaries at most, next to each other in the sentence.
        ("hi", "वह गला फाड़ रहा है था गया रहा।", "गला फाड़ रहा है था गया"),
        ("hi", "वह गला फाड़, रहा है।", "गला फाड़"),
        ("hi", "वह गला फाड़। रहा है।", "गला फाड़"),
        ("hi", "वह गला फाड़", "गला फाड़"),
        # Passive, in the plural too.
        ("hi", "मंचों पर गले फाड़े जा रहे हैं।", "गले फाड़े जा रहे हैं"),
        ("hi", "इसकी निंदा की जाती रही है।", "निंदा की जाती रही है"),
        ("hi", "धमकियां दी जा रही हैं।", "धमकियां दी जा रही हैं"),
        ("hi", "इसका समर्थन किया जाना चाहिए।", "समर्थन किया जाना चाहिए"),
        ("ur", "گلے پھاڑے جا رہے ہیں۔", "گلے پھاڑے جا رہے ہیں"),
        ("ur", "دھمکیاں دی جا رہی ہیں۔", "دھمکیاں دی جا رہی ہیں"),
        ("ur", "اس کی حمایت کی جانی چاہیے۔", "حمایت کی جانی چاہیے"),
        # Compound verbs and the conjunctive.
        ("hi", "उसने गला फाड़ डाला।", "गला फाड़ डाला"),
        ("hi", "वह बौखला उठा।", "बौखला उठा"),
        ("hi", "वह गला फाड़कर बोला।", "गला फाड़कर"),
        ("hi", "वह गला फाड़ कर बोला।", "गला फाड़ कर"),
        ("ur", "اس نے گلا پھاڑ ڈالا۔", "گلا پھاڑ ڈالا"),
        ("ur", "وہ بوکھلا اٹھا۔", "بوکھلا اٹھا"),
        ("ur", "وہ گلا پھاڑ کر بولا۔", "گلا پھاڑ کر"),
        # Causatives are entries of their own, in all their forms.
        ("hi", "उसने कुचलवा दिया।", "कुचलवा दिया"),
        ("hi", "वह कुचलवाएगा।", "कुचलवाएगा"),
        ("ur", "اس نے کچلوا دیا۔", "کچلوا دیا"),
        ("ur", "وہ کچلوائے گا۔", "کچلوائے گا"),
        # One form each of होना, लेना, देना, जाना.
        ("hi", "आतंकी ढेर हुए।", "ढेर हुए"),
        ("hi", "सेना लोहा लेगी।", "लोहा लेगी"),
        ("hi", "वह धमकी देकर गया।", "धमकी देकर गया"),
        ("hi", "वह तिलमिला गया।", "तिलमिला गया"),
        ("ur", "دشمن ڈھیر ہوئے۔", "ڈھیر ہوئے"),
        ("ur", "وہ بدلہ لینگے۔", "بدلہ لینگے"),
        ("ur", "وہ تلملا گیا۔", "تلملا گیا"),
        # A gap, and particles and the negation where no gap is written.
        ("hi", "समर्थन इस बार भी किया।", "समर्थन इस बार भी किया"),
        ("hi", "निंदा तक नहीं की।", "निंदा तक नहीं की"),
        ("ur", "حمایت اس بار بھی کی۔", "حمایت اس بار بھی کی"),
        ("ur", "مذمت تک نہیں کی۔", "مذمت تک نہیں کی"),
        # Headline order: the verb between the doer and the noun.
        ("hi", "भारत ने की निंदा", "की निंदा"),
        ("hi", "भारत ने की कड़ी निंदा", "की कड़ी निंदा"),
        ("hi", "ट्रंप ने दी हमले की धमकी", "दी हमले की धमकी"),
        ("ur", "بھارت نے کی شدید مذمت", "کی شدید مذمت"),
        ("ur", "ٹرمپ نے دی دھمکی", "دی دھمکی"),
        # Without a doer it is the postposition, and four words are too far.
        ("hi", "भारत की निंदा", None),
        ("ur", "بھارت کی مذمت", None),
        ("hi", "भारत ने की शाम को संसद में निंदा", None),
    ],
)
def test_what_one_entry_finds(code: str, text: str, expected: str | None, lexicon: framing.Lexicon) -> None:
    scored = scorer_of(lexicon).score(pl.DataFrame({"text": [text], "language": [code]}))
    assert scored.evidence["surface"].to_list() == ([expected] if expected else [])


def test_the_doer_before_an_inverted_verb_is_no_part_of_the_span(lexicon: framing.Lexicon) -> None:
    text = "भारत ने की निंदा"
    scored = framing.score(pl.DataFrame({"text": [text], "language": ["hi"]}), lexicon)
    assert scored.evidence["start"].to_list() == [text.index("की")]


@pytest.mark.parametrize(
    ("text", "expected"), [("وزیر نے اپنا موقف واضح کیا۔", []), ("وزیر نے اپنایا سخت موقف", ["اپنایا سخت موقف"])]
)
def test_a_stem_that_is_another_word_is_not_the_verb_behind_a_doer(
    text: str, expected: list[str], make_lexicon: MakeLexicon
) -> None:
    lexicon = make_lexicon({"ur/attribution": [{"term": "موقف اپنانا", "match": "phrase", "pos": "verb"}]})
    scored = framing.score(pl.DataFrame({"text": [text], "language": ["ur"]}), lexicon)
    assert scored.evidence["surface"].to_list() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The verb before its noun, with four words between them at most.
        ("राहुल अब खोली पोल", "खोली पोल"),
        ("राहुल अब खोली भाजपा की पोल", "खोली भाजपा की पोल"),
        ("राहुल अब खोल दी भाजपा की पोल", "खोल दी भाजपा की पोल"),
        ("राहुल अब खोली लाल पीली नीली हरी पोल", "खोली लाल पीली नीली हरी पोल"),
        ("राहुल अब खोली लाल पीली नीली हरी काली पोल", None),
        # Its auxiliaries and particles besides, up to three.
        ("राहुल अब खोली है ही नहीं लाल पीली नीली हरी पोल", "खोली है ही नहीं लाल पीली नीली हरी पोल"),
        ("राहुल अब खोली है ही नहीं लाल पीली नीली हरी काली पोल", None),
        ("राहुल अब खोली है ही नहीं तो लाल पीली नीली पोल", "खोली है ही नहीं तो लाल पीली नीली पोल"),
        ("राहुल अब खोली लाल है पोल", None),
        # Nothing of another clause.
        ("राहुल अब खोली लेकिन पोल", None),
        ("राहुल अब खोली लाल कि पोल", None),
        ("राहुल अब खोली, पोल", None),
        ("राहुल अब खोली लाल, पोल", None),
        # At the end of its clause: of a headline's at a mark, of a text's with the sentence.
        ("राहुल अब खोली पोल कल", None),
        ("राहुल अब खोली पोल, हंगामा", "खोली पोल"),
        ("राहुल अब खोली पोल लेकिन हंगामा", "खोली पोल"),
        ("\nराहुल अब खोली पोल, हंगामा", None),
        ("\nराहुल अब खोली पोल। हंगामा", "खोली पोल"),
        # The verb last, behind what closes a noun phrase.
        ("पोल भाजपा ने खोली", "पोल भाजपा ने खोली"),
        ("पोल लाल पीली नीली ने खोल दी है", "पोल लाल पीली नीली ने खोल दी है"),
        ("पोल लाल पीली नीली हरी ने खोली", None),
        ("पोल भाजपा लाल खोली", None),
        ("पोल भाजपा ने खोली कल", None),
        ("पोल भाजपा ने खोली, हंगामा", "पोल भाजपा ने खोली"),
        # Between two words of the rest.
        ("मुंह मारा लाल पर", None),
        ("मुंह पर मारा लाल तमाचा", "मुंह पर मारा लाल तमाचा"),
        ("मारा मुंह पर तमाचा", "मारा मुंह पर तमाचा"),
        # A light verb and its one noun stay together; of more words a headline may leave it out.
        ("उसने की निंदा", "की निंदा"),
        ("करेगा भी निंदा", "करेगा भी निंदा"),
        ("करेगा कड़ी निंदा", None),
        ("भारत का चिंता का इजहार", "चिंता का इजहार"),
        ("\nभारत का चिंता का इजहार", None),
        ("भारत का चिंता का इजहार कल", None),
    ],
)
def test_an_entry_is_found_in_other_orders(text: str, expected: str | None, make_lexicon: MakeLexicon) -> None:
    terms = ("पोल खोलना", "मुंह पर तमाचा मारना", "निंदा करना", "चिंता का इजहार करना")
    rows = [{"term": term, "match": "phrase", "pos": "verb"} for term in terms]
    lexicon = make_lexicon({"hi/sensational": rows})
    title, _, body = text.partition("\n")
    articles = pl.DataFrame({"title": [title], "text": [body], "language": ["hi"]})
    assert framing.score(articles, lexicon).evidence["surface"].to_list() == ([expected] if expected else [])
