"""Invariants of scoring, on any text that Hypothesis can think of."""

from __future__ import annotations

import unicodedata
from functools import cache

import polars as pl
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.languages.folding import WORD
from framing.languages.registry import language, languages
from framing.lexicon.compile import Compiled
from framing.lexicon.entries import Entry
from framing.schemas import EVIDENCE
from framing.scoring import score as scoring
from framing.scoring import vocabulary
from tests.properties.speech import paragraphs

LEXICON = framing.default_lexicon()
SCORER = framing.Scorer(LEXICON)

#: Words of each language's entries beside marks, joiners and spaces of all kinds: texts in which much matches.
PIECES = {
    code: sorted({word for entry in entries for word in regex.findall(WORD, entry.term)})[::7]
    for code, entries in LEXICON.entries.items()
}
MARKS = [
    " ",
    " ",
    " ",
    " ",
    "। ",
    ". ",
    ", ",
    "\n",
    " “",
    "” ",
    ' "',
    '" ',
    " ‘",
    "’ ",
    "-",
    "\u200c",
    "\u200d",
    "\u0640",
    " 5",
    "5",
    "\u0600",
    "\t",
    "؟ ",
    "! ",
    "?!",
    "… ",
    "क्",
    "ं",
    "e\u0301",
]


def texts(code: str) -> st.SearchStrategy[str]:
    anything = st.sampled_from(PIECES[code]) | st.sampled_from(MARKS) | st.text(max_size=4)
    # Words of entries alone hold hardly a verb of saying, and so no speech that could begin or end.
    return st.lists(anything, max_size=40).map("".join) | paragraphs(code).map("\n".join)


def score(articles: pl.DataFrame) -> framing.Scored:
    return SCORER.score(articles)


@pytest.mark.parametrize("code", languages())
@given(data=st.data())
def test_spans_are_their_fields_and_cut_no_word_and_no_grapheme(code: str, data: st.DataObject) -> None:
    title, text = data.draw(texts(code)), data.draw(texts(code))
    scored = score(pl.DataFrame({"title": [title], "text": [text], "language": [code]}))
    for span in scored.evidence.iter_rows(named=True):
        field = title if span["section"] == "title" else text
        assert field[span["start"] : span["end"]] == span["surface"]
        edges = {0}
        for grapheme in regex.findall(r"\X", field):
            edges.add(max(edges) + len(grapheme))
        assert {span["start"], span["end"]} <= edges


@pytest.mark.parametrize("code", languages())
@given(data=st.data())
def test_spans_of_one_dimension_do_not_overlap(code: str, data: st.DataObject) -> None:
    text = data.draw(texts(code))
    spans = score(pl.DataFrame({"text": [text], "language": [code]})).evidence
    for part in spans.partition_by("dimension"):
        ordered = part.sort("start")
        assert (ordered["end"].head(-1).to_numpy() <= ordered["start"].tail(-1).to_numpy()).all()


# Of generated speech many more examples are tried in test_neighbours.py, below the level of whole scorers.
@given(data=st.data())
def test_scores_do_not_depend_on_the_batch(data: st.DataObject) -> None:
    codes = data.draw(st.lists(st.sampled_from(sorted(languages())), min_size=2, max_size=3))
    articles = pl.DataFrame(
        {
            "article_id": [str(number) for number in range(len(codes))],
            "title": [data.draw(st.none() | texts(code)) for code in codes],
            "text": [data.draw(texts(code)) for code in codes],
            "language": codes,
        },
        schema_overrides={"title": pl.String},
    )
    order = data.draw(st.permutations(range(len(codes))))
    together = score(articles)
    shuffled = score(articles[list(order)])
    alone = [score(articles[number]) for number in range(len(codes))]
    check_equal(together, alone)
    for name in FRAMES:
        again = getattr(shuffled, name).sort(pl.col("article_id").cast(pl.Int64), maintain_order=True)
        assert getattr(together, name).equals(again)


# Each vocabulary takes its time to make.
@settings(max_examples=4)
@given(data=st.data())
def test_scores_do_not_depend_on_what_was_read_before(data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(languages())))
    articles = pl.DataFrame({"text": [data.draw(texts(code)) for _ in range(3)], "language": [code] * 3})
    check_equal(score(articles[2:]), [framing.Scorer(LEXICON).score(articles[2:])])


FRAMES = ("articles", "evidence", "exposure", "scores", "scales")


def check_equal(together: framing.Scored, alone: list[framing.Scored]) -> None:
    for name in FRAMES:
        assert getattr(together, name).equals(pl.concat(getattr(part, name) for part in alone))


def test_scores_do_not_depend_on_where_batches_are_cut(
    monkeypatch: pytest.MonkeyPatch, seeds: framing.ReadResult, scored: framing.Scored
) -> None:
    monkeypatch.setattr(scoring, "BATCH_BYTES", 1)
    again = framing.Scorer(LEXICON, threads=3).score(seeds.articles)
    check_equal(again, [scored])


def test_a_full_vocabulary_is_replaced_between_batches(
    monkeypatch: pytest.MonkeyPatch, seeds: framing.ReadResult, scored: framing.Scored
) -> None:
    monkeypatch.setattr(scoring, "BATCH_BYTES", 1)
    monkeypatch.setattr(vocabulary, "VOCABULARY_PIECES", 1)
    made: list[vocabulary.Vocabulary] = []

    def make(compiled: Compiled) -> vocabulary.Vocabulary:
        made.append(vocabulary.Vocabulary(compiled))
        return made[-1]

    monkeypatch.setattr(scoring, "Vocabulary", make)
    again = framing.Scorer(LEXICON, threads=1).score(seeds.articles)
    assert len(made) == seeds.articles.height
    assert again.evidence.equals(scored.evidence)


@cache
def meaning(text: str, code: str) -> list[tuple[object, ...]]:
    """What was found, without where and how it was written."""
    found = score(pl.DataFrame({"text": [text], "language": [code]})).evidence
    return found.drop("start", "end", "surface", "article_id").rows()


SAMPLE = {
    "hi": "कश्मीर पर गला फाड़ रहा पाकिस्तान। मंत्री ने कहा कि यह बेहद ऐतिहासिक क़दम है। “हम इसका स्वागत करते हैं।”",
    "ur": "دونوں رہنماؤں نے اعادہ کیا کہ یہ تاریخی سنگِ میل ہے۔ صدر نے کہا کہ وہ قابل اعتماد دوست ہیں، آگ بگولہ نہیں۔",
    "en": "The so-called naïve leader lashed out; it isn’t a “historic milestone”, the ministry said.",
}


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_unicode_form_does_not_matter(code: str, form: str) -> None:
    expected = meaning(SAMPLE[code], code)
    assert expected
    assert meaning(unicodedata.normalize(form, SAMPLE[code]), code) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("code", languages())
@given(data=st.data())
def test_joiners_tatweel_and_direction_marks_inside_words_do_not_matter(code: str, data: st.DataObject) -> None:
    text = SAMPLE[code]
    inner = [place for place in range(1, len(text)) if text[place - 1].isalpha() and text[place].isalpha()]
    places = sorted(data.draw(st.lists(st.sampled_from(inner), max_size=6, unique=True)), reverse=True)
    marks = ["\u200d", "\u200c", "\u200f", "\u00ad", *(["\u0640"] if code == "ur" else [])]
    for place in places:
        text = text[:place] + data.draw(st.sampled_from(marks)) + text[place:]
    assert meaning(text, code) == meaning(SAMPLE[code], code)


#: A word that no entry and no context has, to stand around and in gaps.
FILLER = {"hi": "क्षक्षक्ष", "ur": "ثثثثث", "en": "zzyzx"}


def realise(entry: Entry, data: st.DataObject) -> str:
    """One way in which the entry can stand in a text."""
    spoken = language(entry.language)
    words: list[str] = []
    for slot in entry.slots(spoken):
        chosen = data.draw(st.sampled_from(slot.alternatives))
        forms = sorted(spoken.inflect(chosen.word, chosen.pos)) if chosen.pos else [chosen.word]
        words += [FILLER[entry.language]] * data.draw(st.integers(0, slot.gap))
        words.append(data.draw(st.sampled_from(forms)))
    return " ".join(words)


@pytest.mark.parametrize("code", languages())
@given(data=st.data())
def test_an_entry_is_found_in_any_of_its_inflections(code: str, data: st.DataObject) -> None:
    # Marks, and words that count at one place, are looked for in test_cues.py.
    entry = data.draw(st.sampled_from([entry for entry in LEXICON.entries[code] if entry.match != "cue"]))
    text = f"{FILLER[code]} {realise(entry, data)} {FILLER[code]}"
    spans = score(pl.DataFrame({"text": [text], "language": [code]})).evidence.filter(
        pl.col("dimension") == entry.dimension
    )
    # A longer entry of the dimension may have taken its place, or one of equal length that reads the words so, too.
    inside = spans.filter((pl.col("start") < len(text) - len(FILLER[code])) & (pl.col("end") > len(FILLER[code])))
    forbidden = any(context.place != "sentence" for context in entry.contexts())
    assert inside.height or forbidden, text


def test_nothing_matches_in_nothing() -> None:
    scored = score(pl.DataFrame({"text": ["", "।।।", "“”"], "language": ["hi"] * 3}))
    assert dict(scored.evidence.schema) == EVIDENCE
    assert scored.evidence.is_empty()
