"""A name in place of another of its kind changes who is spoken of, not how.

Epithets without a mirror image (गोदी मीडिया, पप्पू, پٹواری, "crooked Hillary") hold no name of a nation, religion or party,
and stay.
"""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

import framing
from framing.languages.registry import language
from framing.lexicon.entries import Entry
from framing.lexicon.lexicon import default_lexicon
from tests.lexicon.swaps import GROUPS

#: What is about identity and parties may depend on their names.
OF_NAMES = {"cultural_identity", "political"}
SENTENCES = {
    "hi": (
        "{0} ने सीमा पर हमले की कड़ी निंदा की और कहा कि {1} को करारा जवाब मिलेगा।",
        "{0} की नापाक साजिश नाकाम, {1} के होश उड़े।",
        "जानकारों का मानना है कि {0} और {1} के बीच तनाव कम हो सकता है।",
        "{0} के नेताओं पर भ्रष्टाचार का आरोप लगाते हुए {1} के प्रवक्ता ने इस्तीफे की मांग की।",
        "{0} परस्त मीडिया और {1} विरोधी ताकतें देश को तोड़ रही हैं।",
        "{0} आतंकवाद और {1} कट्टरपंथ पर चुप्पी शर्मनाक है।",
        "बौखलाया {0} फिर गीदड़भभकी पर उतरा, {1} की भाषा बोल रहा विपक्ष।",
    ),
    "ur": (
        "{0} نے حملے کی شدید مذمت کرتے ہوئے کہا کہ {1} کو منہ توڑ جواب دیا جائے گا۔",
        "{0} کی گھناؤنی سازش ناکام، {1} کے ہوش اڑ گئے۔",
        "ماہرین کے مطابق {0} اور {1} کے درمیان کشیدگی کم ہو سکتی ہے۔",
        "{0} دہشتگردی اور {1} بربریت پر عالمی برادری خاموش ہے۔",
        "قابض {0} افواج نے ظلم کی انتہا کر دی، {1} سرکار بے نقاب ہو گئی۔",
        "{0} ایجنٹ اور {1} دشمن عناصر قوم کو تقسیم کر رہے ہیں۔",
    ),
    "en": (
        "{0} strongly condemned the cowardly attack and warned {1} of a crushing response.",
        "Analysts believe tension between {0} and {1} may ease after the talks.",
        "{0} extremists and anti-{1} forces are destroying our country, critics said.",
        "The {0} propaganda machine was exposed as {1} leaders were humiliated.",
        "Radical {0} groups and {1} thugs spread hatred, the report claimed.",
        "Threat to {0} from {1} aggression is real, officials said.",
    ),
}


def counts(texts: list[str], code: str) -> list[Counter[str]]:
    scored = framing.score(pl.DataFrame({"text": texts, "language": [code] * len(texts)}))
    found: dict[str, Counter[str]] = {key: Counter() for key in scored.articles["article_id"]}
    for key, dimension in scored.evidence.select("article_id", "dimension").iter_rows():
        if dimension not in OF_NAMES:
            found[key][dimension] += 1
    return list(found.values())


@pytest.mark.parametrize("code", list(GROUPS))
def test_names_that_trade_places_change_nothing(code: str) -> None:
    for group in GROUPS[code]:
        names = group.split()
        for sentence in SENTENCES[code]:
            texts = [sentence.format(name, other) for name in names for other in names if name != other]
            first, *others = counts(texts, code)
            assert [text for text, other in zip(texts[1:], others, strict=True) if other != first] == []


def with_names(entry: Entry, code: str) -> list[list[str]]:
    """An entry's term once for each name of a group, for each place where one of the group stands."""
    slots = entry.slots(language(code))
    words = [slot.alternatives[0].word for slot in slots]
    found = []
    for place, slot in enumerate(slots):
        held = {word.word.lower() for word in slot.alternatives}
        found += [
            [" ".join([*words[:place], name, *words[place + 1 :]]) for name in group.split()]
            for group in GROUPS[code]
            if held & set(group.lower().split())
        ]
    return found


@pytest.mark.parametrize("code", list(GROUPS))
def test_each_entry_with_a_name_has_all_of_its_kind(code: str) -> None:
    entries = [entry for entry in default_lexicon().entries[code] if entry.dimension not in OF_NAMES]
    sets = [(entry.id, texts) for entry in entries for texts in with_names(entry, code)]
    assert sets
    found = iter(counts([text for _, texts in sets for text in texts], code))
    unlike = {name: texts for name, texts in sets if len({frozenset(next(found)) for _ in texts}) > 1}
    assert unlike == {}
