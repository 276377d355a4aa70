"""How far a word of saying reaches, and how many words are speech: one less, just so many, one more.

``~`` stands for so many words that tell nothing; brackets as in ``tests/golden/reading.py``.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import polars as pl
import pytest

from framing.lexicon.compile import compile_lexicon
from framing.schemas import VOICES
from framing.scoring.tokens import tokenise
from framing.scoring.vocabulary import Vocabulary
from framing.scoring.voice import voices
from tests.golden.reading import lexicon_of, parse

PLAIN: Final = {"en": "wide", "hi": "लाल", "ur": "سرخ"}
LABELS: Final = {"quoted": "q", "reported": "r", "mention": "m"}


@cache
def vocabulary(code: str) -> Vocabulary:
    return Vocabulary(compile_lexicon(lexicon_of({}), code))


def read(marked: str, code: str) -> tuple[list[str], list[str]]:
    """Each word with the voice that the brackets give it, and with the one that is found."""
    text, spans = parse(marked.replace("¶", "\n"))
    tokens = tokenise(pl.Series([text]), vocabulary(code))
    places = np.arange(len(tokens))
    starts, _, words = tokens.spans(places, places)
    annotated = ["" for _ in text]
    for span in spans:
        annotated[span.start : span.end] = [span.label] * (span.end - span.start)
    told = [LABELS.get(VOICES[voice], "") for voice in voices(tokens, vocabulary(code).compiled.language).tolist()]
    true = [annotated[start] for start in starts.tolist()]
    return (
        [f"{label}:{word}" for label, word in zip(true, words, strict=True)],
        [f"{label}:{word}" for label, word in zip(told, words, strict=True)],
    )


def filled(pattern: str, number: int, code: str) -> str:
    return pattern.replace("~", " ".join([PLAIN[code]] * number)).replace("  ", " ")


@pytest.mark.parametrize(
    ("code", "most", "within", "beyond"),
    [
        # Quotations: a mention, a name, and what a verb of saying holds as speech
        ("en", 3, "They saw “⟦m:~⟧” and left.", "They saw “⟦q:~⟧” and left."),
        ("hi", 3, "सेना ने “⟦m:~⟧” देखा।", "सेना ने “⟦q:~⟧” देखा।"),
        ("hi", 8, "सेना ने फिल्म “⟦m:~⟧” देखी।", "सेना ने फिल्म “⟦q:~⟧” देखी।"),
        ("hi", 8, "सेना ने “⟦m:~⟧” फिल्म देखी।", "सेना ने “⟦q:~⟧” फिल्म देखी।"),
        ("en", 8, "They saw the film of “⟦m:~⟧” and left.", "They saw the film of “⟦q:~⟧” and left."),
        ("en", 4, "“⟦q:Peace⟧,” ~ said.", "“⟦m:Peace⟧,” ~ said."),
        # English: from the verb to "that", near and far
        ("en", 5, "They stressed ~ that ⟦r:it stood.⟧", "They stressed ~ that it stood."),
        ("en", 11, "They warned in ~ that ⟦r:it stood.⟧", "They warned in ~ that it stood."),
        ("en", 12, "They promised ~ that ⟦r:it stood.⟧", "They promised ~ that it stood."),
        ("en", 8, "They urged ~ to ⟦r:go on.⟧", "They urged ~ to go on."),
        # … from a quotation to its verb, with a finite verb between and without
        ("en", 20, "“⟦q:Calm men go home⟧,” ~ said men were here now then.", "“⟦q:Calm men go home⟧,” ~ said ⟦r:men were here now then.⟧"),
        ("en", 7, "“⟦q:Calm men go home⟧,” is ~ said men were here now then.", "“⟦q:Calm men go home⟧,” is ~ said ⟦r:men were here now then.⟧"),
        ("en", 6, "Men said in ~: “⟦m:calm men⟧”.", "Men said in ~: “⟦m:calm men⟧”."),
        # … in the midst of what is said, behind it, before it
        ("en", 8, "⟦r:The plan⟧, ~ said, ⟦r:fails them all now.⟧", "The plan, ~ said, ⟦r:fails them all now.⟧"),
        ("en", 3, "⟦r:The plan⟧, men said, ~.", "⟦r:The plan⟧, men said, ⟦r:~.⟧"),
        ("en", 8, "⟦r:The plan fails⟧, ~ said.", "The plan fails, ~ said."),
        ("en", 7, "⟦r:The plan fails⟧, warned ~, men of the town.", "The plan fails, warned ~, men of the town."),
        ("en", 3, "Men said ~.", "Men said ⟦r:~.⟧"),
        # … "according to": a rule says nothing
        ("en", 2, "According to ~ rules, men stood.", "According to ~ rules, ⟦r:men stood.⟧"),
        ("en", 1, "~ according to men, ⟦r:it stood.⟧", "⟦r:~⟧ according to men, it stood."),
        # … headlines
        ("en", 2, "~ police: ⟦r:men go home⟧¶They left.", "~ police: men go home¶They left."),
        ("en", 2, "⟦r:Men go home⟧: ~ police¶They left.", "Men go home: ~ police¶They left."),
        # … and sentences into which it runs on
        ("en", 5, "Men said that ⟦r:it stood.⟧ ⟦r:~ would go.⟧", "Men said that ⟦r:it stood.⟧ ~ would go."),
        # Verbs that stand last: to the complementizer, the verb of doing, the rule
        ("hi", 5, "नेता ने माना ~ कि ⟦r:यह हुआ।⟧", "नेता ने माना ~ कि यह हुआ।"),
        ("hi", 2, "नेता ने लाल करार ~ कि यह हुआ।", "नेता ने ⟦r:लाल⟧ करार ~ कि यह हुआ।"),
        ("hi", 1, "नेता ने स्पष्ट ~ किया कि ⟦r:यह हुआ।⟧", "नेता ने स्पष्ट ~ किया कि यह हुआ।"),
        ("hi", 0, "नियमों ~ के अनुसार यह हुआ।", "नियमों ~ के अनुसार ⟦r:यह हुआ।⟧"),
        ("hi", 4, "नेता ने कहा कि ⟦r:यह है⟧ ~ सांसद ने कहा कि ⟦r:यह हुआ।⟧", "नेता ने कहा कि ⟦r:यह है ~ सांसद ने⟧ कहा कि ⟦r:यह हुआ।⟧"),
        ("hi", 3, "नेता ने कहा कि ⟦r:यह है।⟧ ~ गौरतलब है कि लाभ होगा।", "नेता ने कहा कि ⟦r:यह है। ~ गौरतलब है कि लाभ होगा।⟧"),
        # … without a complementizer
        ("hi", 3, "नेता ने कहा ~।", "नेता ने कहा ⟦r:~।⟧"),
        ("hi", 1, "नेता ने ~ कहा ⟦r:लाल लाल लाल लाल।⟧", "नेता ने ~ कहा लाल लाल लाल लाल।"),
        # … behind what was said
        ("hi", 5, "⟦r:यह लाल है⟧, ~ ने कहा।", "यह लाल है, ~ ने कहा।"),
        ("hi", 2, "⟦r:यह लाल है⟧, ~ कहा।", "यह लाल है, ~ कहा।"),
        ("hi", 3, "⟦r:यह लाल है⟧, बोले ~।", "यह लाल है, बोले ~।"),
        # … and the sentences behind it
        ("hi", 2, "नेता ने कहा कि ⟦r:यह है।⟧ ~ इधर लाल है।", "नेता ने कहा कि ⟦r:यह है।⟧ ⟦r:~ इधर लाल है।⟧"),
        ("hi", 2, "नेता ने कहा कि ⟦r:यह है।⟧ ⟦r:यह नहीं ~ सकते।⟧", "नेता ने कहा कि ⟦r:यह है।⟧ यह नहीं ~ सकते।"),
        # Headlines: speaker and clause, a clause without a verb, a noun of saying
        ("ur", 3, "~ وزیراعظم: ⟦r:کام ہو رہا ہے⟧¶وہ گئے۔", "~ وزیراعظم: کام ہو رہا ہے¶وہ گئے۔"),
        ("ur", 1, "وزیراعظم: ~ ہے¶وہ گئے۔", "وزیراعظم: ⟦r:~ ہے⟧¶وہ گئے۔"),
        ("ur", 38, "وزیراعظم: ⟦r:~ ہے⟧¶وہ گئے۔", "وزیراعظم: ~ ہے¶وہ گئے۔"),
        ("ur", 4, "⟦r:کام ہو رہا ہے⟧: ~¶وہ گئے۔", "کام ہو رہا ہے: ~¶وہ گئے۔"),
        ("ur", 5, "~: بھارتی میڈیا¶وہ گئے۔", "⟦r:~⟧: بھارتی میڈیا¶وہ گئے۔"),
        ("ur", 2, "⟦r:سرخ سرخ سرخ سرخ سرخ سرخ⟧: ~ میڈیا¶وہ گئے۔", "سرخ سرخ سرخ سرخ سرخ سرخ: ~ میڈیا¶وہ گئے۔"),
        ("ur", 0, "گھر سے نکال دیا گیا، ~ کی دہائی¶وہ گئے۔", "⟦r:گھر سے نکال دیا گیا⟧، ~ کی دہائی¶وہ گئے۔"),
        ("ur", 3, "⟦r:گھر سے نکال دیا گیا⟧، ~ کی دہائی¶وہ گئے۔", "گھر سے نکال دیا گیا، ~ کی دہائی¶وہ گئے۔"),
    ],
)  # fmt: skip
def test_reaches_so_far(code: str, most: int, within: str, beyond: str) -> None:
    for number, pattern in ((most - 1, within), (most, within), (most + 1, beyond)):
        if number >= 0:
            true, told = read(filled(pattern, number, code), code)
            assert told == true, number


@pytest.mark.parametrize(("number", "voice"), [(0, "r"), (1, "r"), (2, "r"), (3, "r"), (4, "")])
def test_three_sentences_without_a_sign_are_bridged(number: int, voice: str) -> None:
    amid = " ".join(["वह दिन लाल था।"] * number)
    marked = f"नेता ने कहा कि ⟦r:यह सच है।⟧ ⟦r:{amid} हम उसे याद रखेंगे।⟧"
    true, told = read(marked if voice else marked.replace("⟧ ⟦r:", "⟧ ").removesuffix("⟧"), "hi")
    assert told == true


@pytest.mark.parametrize(
    ("code", "marked"),
    [
        # Doubt is the outlet's, "called" with its "so" alone.
        ("en", "They saw the so-called “plan” and left."),
        ("en", "They called “⟦m:plan⟧” what they saw."),
        ("en", "They saw the alleged “plan” and left."),
        # What a verb of saying holds is speech, however short.
        ("en", "They said: “⟦q:Never⟧”."),
        ("en", "They saw: “⟦m:Never⟧”."),
        ("en", "They left, “⟦m:Peace⟧,” wide men said."),
        ("en", "“⟦m:Peace⟧” wide men said."),
        # Whose "that" it is
        ("en", "What they stressed is that ⟦r:it stood.⟧"),
        ("en", "They stressed it is so that it stood."),
        ("en", "They stressed from that town."),
        ("en", "They stressed where that town lay."),
        ("en", "I stressed that it stood."),
        ("en", "They stressed that."),
        ("en", "They warned in wide wide wide wide wide wide, wide that it stood."),
        ("en", "They warned wide wide wide wide wide wide wide that it stood."),
        ("en", "I said they go home now."),
        # Wishes
        ("en", "They urged to."),
        ("en", "They urged, men, to go on."),
        ("en", "They urged what is to go on."),
        ("en", "They urged men to ⟦r:go.⟧"),
        # Bare verbs, before, amid and behind
        ("en", "Men said ⟦r:the plan is on now.⟧"),
        ("en", "Men warned the plan of the town."),
        ("en", "Men warned ⟦r:the plan is on now.⟧"),
        ("en", "Men said in the town on Monday."),
        ("en", "Men told towns ⟦r:the plan is on now.⟧"),
        ("en", "⟦r:The plan was on,⟧ men said in wide towns of men."),
        ("en", "The plan, men said in wide towns of men."),
        ("en", "The charge was wide, a charge they have denied."),
        ("en", "“⟦q:Calm men go home⟧” is what men said of the wide towns."),
        ("en", "Men said “⟦m:calm men⟧” ⟦r:is what it is.⟧"),
        # According to
        ("en", "According to poems, ⟦r:it stood.⟧"),
        ("en", "According to men, ⟦r:rules stood.⟧"),
        ("en", "According to men it stood."),
        ("en", "But according to men, ⟦r:it stood.⟧"),
        # Headlines and what they announce
        ("en", "Wide police: men go. They left.¶They left."),
        ("en", "Wide towns: men go home¶They left."),
        ("en", "The men argued:¶⟦r:It stood on.⟧¶They left."),
        ("en", "The men left:¶It stood on.¶They left."),
        # Where the outlet's voice returns
        ("en", "Men said that ⟦r:it stood⟧, but towns went on."),
        ("en", "Men said that ⟦r:it stood, but towns would go on.⟧"),
        ("en", "Men, who said ⟦r:it was wide of the town⟧, left."),
        ("en", "When men said ⟦r:it was wide of the town⟧, they left."),
        ("en", "Men said that ⟦r:it stood⟧ while towns said that ⟦r:it fell.⟧"),
        # Where it runs on
        ("en", "Men said that ⟦r:it stood. We cannot go.⟧ They left."),
        ("en", "Men said that ⟦r:it stood.⟧¶We cannot go."),
        ("en", "Men said that ⟦r:it stood.⟧ But we cannot go."),
        ("en", "Men said that ⟦r:it stood.⟧ “⟦q:We cannot go home⟧.”"),
        ("en", "Men said that ⟦r:it stood.⟧ They left. We cannot go."),
        # The author's own: "I" or "we" as the subject of the verb, and nobody else's ergative between
        ("hi", "मैंने कहा कि यह लाल है।"),
        ("hi", "मैं आज कह दूं कि यह लाल है।"),
        ("hi", "मुझे आज कहा कि ⟦r:यह लाल है।⟧"),
        ("hi", "मैं गया, नेता ने कहा कि ⟦r:यह लाल है।⟧"),
        ("hi", "हम पर उन्होंने कहा कि ⟦r:यह लाल है।⟧"),
        ("ur", "میں نے کہا کہ یہ سرخ ہے۔"),
        ("ur", "ہم نے کہا کہ یہ سرخ ہے۔"),
        ("ur", "شہر میں وزیر نے کہا کہ ⟦r:یہ سرخ ہے۔⟧"),
        # A negation right before the verb that it leaves without its copula
        ("hi", "नेता ने कहा कि ⟦r:यह है। वे इसे लाल नहीं करते।⟧"),
        ("hi", "नेता ने कहा कि ⟦r:यह है।⟧ वे इसे लाल करते।"),
        # Between two words of the same speaker, told by his last name
        ("hi", "बड़े लाल नेता ने कहा कि ⟦r:यह सच है। वह दिन लाल था।⟧ उस देश के नेता ने कहा कि ⟦r:यह हुआ।⟧"),
        ("hi", "बड़े लाल सांसद ने कहा कि ⟦r:यह सच है।⟧ वह दिन लाल था। बड़े लाल नेता ने कहा कि ⟦r:यह हुआ।⟧"),
        ("hi", "सांसद ने कहा कि ⟦r:यह सच है। वह दिन लाल था।⟧ नेता ने कहा कि ⟦r:यह हुआ।⟧"),  # one word, known already
        ("hi", "सांसद ने कहा कि ⟦r:यह सच है।⟧\nवह दिन लाल था। नेता ने कहा कि ⟦r:यह हुआ।⟧"),
        # Letters of an initialism are one word; names have their kind beside them, both of its bits
        ("ur", "وہ “⟦m:بی ایل ایف سرخ سرخ⟧” دیکھتے تھے۔"),
        ("ur", "وہ “⟦q:بی ایل ایف سرخ سرخ سرخ⟧” دیکھتے تھے۔"),
        ("ur", "وہ ایم “⟦q:این سرخ سرخ سرخ⟧” دیکھتے تھے۔"),
        ("ur", "وہ “⟦q:سرخ سرخ سرخ این⟧” ایم دیکھتے تھے۔"),
        ("hi", "सेना ने फिल्म “⟦q:वह लाल है!⟧” देखी।"),
        ("hi", "सेना ने नियम “⟦q:लाल लाल लाल लाल⟧” देखा।"),
        ("hi", "सेना ने “⟦q:लाल लाल लाल लाल⟧” नियम देखा।"),
        ("hi", "वहां रहेगा “⟦q:लाल लाल लाल लाल⟧” रहेगा।"),
        ("en", "They saw towns of “⟦q:calm men go home⟧” and left."),
        ("en", "They saw the film, wide “⟦q:calm men go home⟧” and left."),
        ("en", "They saw the so-called “⟦q:calm men go home⟧” and left."),
        ("en", "“⟦m:Peace⟧,” wide men left."),
        ("en", "“⟦m:Peace⟧,” they left. Men said it."),
        ("en", "They said “⟦m:Never⟧”."),
        # Verbs that stand last: what opens speech, and what only looks like it
        ("hi", "नेता ने इसे ⟦r:लाल⟧ बताया, यह सब वहां हुआ।"),
        ("hi", "नेता ने उसे बताया, ⟦r:यह सब वहां हुआ।⟧"),
        ("hi", "नेता ने ट्वीट किया है, ⟦r:यह सब हुआ।⟧"),
        ("hi", "नेता ने ट्वीट कर लाल लाल लाल लाल।"),
        ("hi", "नेता का कहना है ⟦r:लाल लाल लाल लाल।⟧"),
        ("hi", "नेता का कहना लाल लाल लाल लाल।"),
        ("hi", "नेता ने दावा लाल लाल लाल लाल।"),
        ("hi", "नेता का आरोप: ⟦r:यह लाल है।⟧"),
        ("hi", "नेता ने कहा, कि ⟦r:यह लाल है।⟧"),
        ("hi", "नेता ने कहा, लेकिन यह लाल हुआ।"),
        ("hi", "कहा लाल लाल लाल लाल।"),
        ("hi", "उन्होंने कहा ⟦r:लाल लाल लाल लाल।⟧"),
        ("hi", "नेता ने कहा भी लाल लाल लाल।"),
        ("hi", "नेता ने कहा को लाल लाल लाल।"),
        ("hi", "नेता ने कहा (लाल लाल लाल लाल)।"),
        ("hi", "नेता ने सांसद को कहा।"),
        ("hi", "इसे लाल करार दिया गया।"),
        ("hi", "अखबार के मुताबिक ⟦r:यह हुआ।⟧"),
        ("hi", "वे गए। पुलिस मुताबिक ⟦r:यह हुआ।⟧"),
        ("hi", "बकौल नेता यह हुआ।"),
        # … where the next speaker begins, and where the speech before him ends
        ("hi", "नेता ने कहा कि ⟦r:यह लाल⟧ पुलिस के मुताबिक ⟦r:यह हुआ।⟧"),
        ("hi", "नेता ने कहा कि ⟦r:यह लाल है⟧, सांसद ने कहा कि ⟦r:यह हुआ।⟧"),
        ("hi", "नेता ने कहा कि ⟦r:लेकिन यह लाल है⟧ सांसद ने कहा कि ⟦r:यह हुआ।⟧"),
        ("hi", "नेता ने कहा कि, ⟦r:यह लाल है⟧ सांसद ने कहा कि ⟦r:यह हुआ।⟧"),
        ("hi", "नेता ने कहा कि ⟦r:यह लाल है⟧ सांसद ने उम्मीद जताई कि ⟦r:यह हो।⟧"),
        ("hi", "नेता ने कहा कि ⟦r:यह लाल है⟧ और कहा कि ⟦r:यह हुआ।⟧"),
        ("ur", "صدر نے کہا کہ ⟦r:یہ سرخ ہے⟧ یاد رہے کہ وہ سرخ ہے۔"),
        # … and what stands before its verb
        ("hi", "⟦r:यह लाल है⟧, नेता ने उसे कहा।"),
        ("hi", "यह हुआ, नेता ने इसे ⟦r:लाल⟧ कहा।"),
        ("hi", "वह लाल है, बोले, ⟦r:यह हुआ।⟧"),
        ("hi", "वे गए। – बोले लाल नेता।"),
        # Where it runs on: what stands in marks tells nothing, and a quotation is all of its speech
        ("hi", "नेता ने कहा कि “⟦q:यह हम सब का दिन है⟧” और चले गए। हम इसे लाल बनाएंगे।"),
        ("hi", "नेता ने कहा कि ⟦r:यह हुआ।⟧ “⟦q:हम लाल लाल लाल हैं⟧” यह नारा था।"),
        ("ur", "صدر نے کہا کہ ⟦r:یہ ہوا۔⟧ “⟦q:میں نے سرخ سرخ دیکھا⟧” لکھا تھا۔"),
        ("ur", "صدر نے کہا کہ ⟦r:یہ ہوا۔ ہم نے سرخ کام کیا۔⟧"),
        ("hi", "नेता ने कहा कि ⟦r:यह हुआ।⟧ सेना ने लाल काम किया। हम लाल करेंगे।"),
        # … "but" is the speaker's between two of his words in one paragraph
        ("hi", "नेता ने कहा कि ⟦r:यह सच है। लेकिन सेना ने लाल काम किया।⟧ उन्होंने कहा कि ⟦r:यह हुआ।⟧"),
        ("hi", "नेता ने कहा कि ⟦r:यह सच है।⟧ लेकिन सेना ने लाल काम किया। राज्य के सांसद ने कहा कि ⟦r:यह हुआ।⟧"),
        ("hi", "नेता ने कहा कि ⟦r:यह सच है।⟧¶लेकिन सेना ने लाल काम किया। उन्होंने कहा कि ⟦r:यह हुआ।⟧"),
        ("hi", "नेता ने कहा कि ⟦r:यह सच है।⟧ लेकिन सेना ने लाल काम किया।¶उन्होंने कहा कि ⟦r:यह हुआ।⟧"),
        # … the calendar's future, a negation for a verb, and whether anybody said it
        ("hi", "नेता ने कहा कि ⟦r:यह हुआ। वे सोमवार को इसे लाल करेंगे।⟧"),
        ("ur", "صدر نے کہا کہ ⟦r:یہ ہوا۔⟧ وہ پیر کو سرخ کام کریں گے۔"),
        ("hi", "नेता ने कहा कि ⟦r:यह हुआ। वे लाल नहीं।⟧"),
        ("hi", "अखबार में लिखा है कि ⟦r:यह हुआ। दिन लाल है।⟧"),
        ("hi", "अखबार में लिखा गया है कि ⟦r:यह हुआ।⟧ दिन लाल है।"),
        ("hi", "दावा है कि ⟦r:यह हुआ।⟧ दिन लाल है।"),
        ("hi", "नेता ने कहा कि ⟦r:यह है।⟧ अब बता दें कि लाल लाभ होगा।"),
        # English: whose "that" it is
        ("en", "Men that stood left."),
        ("en", "Men that stood were told."),
        ("en", "What they stressed is wide that it stood."),
        ("en", "They warned Monday wide wide wide wide wide that ⟦r:it stood.⟧"),
        # … bare verbs
        ("en", "⟦r:The plan fails⟧, men said, in the town."),
        ("en", "The plan was on, men said ⟦r:in wide towns men are here.⟧"),
        ("en", "Men, who have said ⟦r:it was wide⟧, left."),
        ("en", "When it rained, men said ⟦r:it was wide, of the town.⟧"),
        ("en", "Men said that ⟦r:it stood.⟧ ⟦r:They would go⟧, men warned."),
        ("en", "Men said that ⟦r:it stood.⟧ When we would go they left."),
        # … and quotations that serve them
        ("en", "“⟦q:Calm men go home⟧,” but men said ⟦r:they are here now then.⟧"),
        ("en", "“⟦q:Calm men go home⟧” men said were here now then."),
        ("en", "They saw “⟦q:calm men go home⟧” men said ⟦r:were here now then.⟧"),
        ("en", "“⟦m:Calm men⟧” men said ⟦r:were here now then.⟧"),
        ("en", "“⟦q:Why go home, men?⟧” said men of the town on Monday."),
        ("en", "“⟦q:Why go home, men?⟧”¶Said ⟦r:men were here now then.⟧"),
        ("en", "Men said “⟦q:calm men go home⟧” is what it is."),
        ("en", "Men said “⟦m:calm men go⟧” ⟦r:is what it is.⟧"),
        ("en", "Men said, “⟦q:calm⟧” is what it is."),
        ("en", "Men said ⟦r:it is in town⟧: “⟦m:calm men⟧”."),
        # Headlines: a wish, the first person, neither; what no speaker has
        ("ur", "⟦r:سرخ کام کیا جائے⟧، شہباز شریف¶وہ گئے۔"),
        ("ur", "⟦r:ہمارا سرخ کام گیا⟧، شہباز شریف¶وہ گئے۔"),
        ("ur", "سرخ سرخ کام گیا، شہباز شریف¶وہ گئے۔"),
        ("ur", "وزیراعظم ہے: سرخ کام ہو رہا ہے¶وہ گئے۔"),
        ("ur", "سرخ کام کیا گیا: وہ وزیر نے¶وہ گئے۔"),
        ("ur", "سرخ کام ہو رہا ہے، لاہور ہے¶وہ گئے۔"),
        ("ur", "وہ گئے۔¶⟦r:سرخ کام ہو رہا ہے⟧: دفتر خارجہ"),
    ],
)
def test_is_read_as_annotated(code: str, marked: str) -> None:
    true, told = read(marked, code)
    assert told == true
