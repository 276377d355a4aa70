"""Every Hindi and Urdu phrase with a verb is found in the orders in which headlines have it."""

from __future__ import annotations

from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.languages.base import Cue, Orders
from framing.languages.registry import language
from framing.lexicon.entries import Entry
from framing.lexicon.lexicon import default_lexicon
from tests.conftest import MakeLexicon, Row

#: Ergative, a finite auxiliary, a modal with its copula, noun phrases of one to four words.
WORDS = {
    "hi": ("ने", ("दिया", "रहे", "गई है"), "सकती है", ("गांव की", "उस गांव की", "उस दूर गांव की")),
    "ur": ("نے", ("دیا", "رہے", "گئی ہے"), "سکتی ہے", ("گاؤں کی", "اس گاؤں کی", "اس دور گاؤں کی")),
}


def phrases(code: str) -> list[tuple[Entry, list[str], str, bool, bool]]:
    """(entry, words before the verb, the infinitive, whether it is light, whether they are without gaps)."""
    tongue = language(code)
    orders, found = tongue.orders, []
    assert orders is not None
    closed = tongue.cue_words[Cue.PARTICLE] | tongue.cue_words[Cue.AUXILIARY]
    for entry in default_lexicon().entries[code]:
        slots = entry.slots(tongue)
        if entry.match == "cue":
            continue
        verbs = [word.word for word in slots[-1].alternatives if word.pos == "verb"]
        rest = [slot.alternatives[0].word for slot in slots[:-1]]
        # "रह जाना" and "बाज नहीं आना" close with two words that stay together.
        if not rest or not verbs or entry.unless or closed & {word.word for word in slots[-2].alternatives}:
            continue
        if verbs[0].endswith(orders.infinitive):
            light = not orders.light.isdisjoint(verbs)
            found.append((entry, rest, verbs[0], light, not any(slot.gap for slot in slots)))
    return found


def finite(code: str, infinitive: str, orders: Orders) -> list[str]:
    """Forms that a clause may have alone and that are no other word."""
    stem = infinitive.removesuffix(orders.infinitive)
    others = {stem} | {stem + ending for ending in orders.nonfinite} | orders.never_fronted
    # "बंटानेवाली", who helps, is no verb of a clause.
    agent = {"hi": f"{stem}नेवाल", "ur": f"{stem}نےوال"}[code]
    forms = language(code).inflect(infinitive, "verb") - others
    return sorted(form for form in forms if " " not in form and not form.startswith(agent))


def in_orders(chance: Random, code: str, rest: list[str], infinitive: str, light: bool, whole: bool) -> list[str]:
    orders = language(code).orders
    assert orders is not None
    ergative, auxiliaries, modal, nouns = WORDS[code]
    stem = infinitive.removesuffix(orders.infinitive)
    forms = finite(code, infinitive, orders)
    verb = [chance.choice(forms)] if forms else []
    words, doer = " ".join(rest), f"{nouns[0]} {ergative}"
    found = [f"{doer} {stem} {chance.choice(auxiliaries)} {words}", f"{doer} {stem} {modal} {words}"]
    found += [f"{doer} {form} {words}" for form in verb]
    if whole:
        found += [" ".join([*rest[:place], form, *rest[place:]]) for form in verb for place in range(1, len(rest))]
    # "… की की कमी से" has no one who says it.
    if not light and rest[0] not in nouns[0]:
        found += [f"{doer} {form} {chance.choice(nouns)} {words}" for form in verb]
    if not light and whole:
        found += [f"{words} {doer} {form}" for form in verb]
    return found


@pytest.mark.parametrize("code", ["hi", "ur"])
@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 1_000_000))
def test_each_phrase_is_found_in_every_order(code: str, seed: int) -> None:
    chance = Random(seed)
    texts = [
        (entry, text)
        for entry, rest, infinitive, light, whole in phrases(code)
        for text in in_orders(chance, code, rest, infinitive, light, whole)
    ]
    articles = pl.DataFrame({"title": [text for _, text in texts], "language": [code] * len(texts)})
    scored = framing.score(articles)
    # Another entry of the same dimension may be longer or the same in this order.
    hits = scored.evidence.select("article_id", "dimension", "surface").filter(pl.col("surface").str.contains(" "))
    found = set(hits.select("article_id", "dimension").iter_rows())
    ids = scored.articles["article_id"].to_list()
    missed = [
        (entry.id, text) for (entry, text), key in zip(texts, ids, strict=True) if (key, entry.dimension) not in found
    ]
    assert not missed


ROWS: dict[str, list[Row]] = {
    "hi/sensational": [
        {"term": "पोल खोलना", "match": "phrase", "pos": "verb", "concept": "lid_off"},
        {"term": "टक्कर देना", "match": "phrase", "pos": "verb", "concept": "fight"},
        {"term": "निंदा करना", "match": "phrase", "pos": "verb", "concept": "condemn"},
    ],
    "ur/sensational": [
        {"term": "پول کھولنا", "match": "phrase", "pos": "verb", "concept": "lid_off"},
        {"term": "ہلاک کرنا", "match": "phrase", "pos": "verb", "concept": "kill"},
        {"term": "غم کا اظہار کرنا", "match": "phrase", "pos": "verb", "concept": "grief"},
    ],
}


@pytest.mark.parametrize(
    ("code", "text", "in_title", "in_text"),
    [
        ("hi", "उसने खोल दी भाजपा की पोल", True, True),
        ("hi", "उसने खोल दी भाजपा की पोल, फिर गया", True, False),  # a text's sentence goes on
        ("hi", "उसने खोल दी भाजपा की पोल लेकिन गया", True, False),
        ("hi", "उस दिन खोली भाजपा की पोल पर बोले", False, False),
        ("hi", "उसने दरवाजा खोल दिया, भाजपा की पोल", False, False),  # another clause
        ("hi", "उसने किताब खोली कि भाजपा की पोल", False, False),
        ("hi", "उसने किताब खोलकर पोल", False, False),  # no finite verb
        ("hi", "उसने खोली वह दुकान जा रही भाजपा पोल", False, False),  # another verb between
        ("hi", "उसने खोली एक दो तीन चार पांच पोल", False, False),  # five words
        ("hi", "कंपनी को दी टक्कर", True, True),
        ("hi", "कंपनी को दी किताब टक्कर", False, False),  # a light verb, a word away
        ("hi", "भारत की निंदा", False, False),  # a postposition
        ("hi", "पोल भाजपा ने खोल दी", True, True),
        ("hi", "पोल पर दरवाजे खोल दिए", False, False),  # the verb has another object
        ("ur", "اس نے کھول دی حکومت کی پول", True, True),
        ("ur", "اس نے دروازہ کھول دیا، حکومت کی پول", False, False),
        ("ur", "گاؤں سے گر کر ہلاک", False, False),
        ("ur", "صدر کا غم کا اظہار", True, False),  # without its verb in headlines only
        ("ur", "صدر کا غم کا اظہار اور سوال", False, False),
    ],
)
def test_in_which_places_an_order_counts(
    code: str, text: str, in_title: bool, in_text: bool, make_lexicon: MakeLexicon
) -> None:
    articles = pl.DataFrame({"title": [text, ""], "text": ["", text], "language": [code, code]})
    scored = framing.score(articles, make_lexicon(ROWS))
    sections = scored.evidence["section"].to_list()
    assert ("title" in sections, "lead" in sections) == (in_title, in_text)
