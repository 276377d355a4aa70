"""Where entries match: forms, lemmas, prefixes, phrases with gaps, longest match, unless."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.languages.registry import languages
from framing.lexicon.compile import compile_lexicon
from framing.scoring.matching import find
from framing.scoring.tokens import tokenise
from framing.scoring.vocabulary import Vocabulary
from tests.conftest import MakeLexicon, Row, lexicon_in, scorer_of

HI: list[Row] = [
    {"term": "हड़कंप", "match": "lemma", "concept": "panic"},
    {"term": "गला … फाड़ना", "match": "phrase", "pos": "verb", "concept": "shout", "unless": "गायक|गाना; _ … मंच"},
    {"term": "बौखला", "match": "prefix", "concept": "rattled"},
    {"term": "आग", "concept": "fire", "unless": "भीषण _; _ लगी"},
    {"term": "आग बबूला", "match": "phrase", "pos": "phrase", "concept": "fire_red"},
    {"term": "समर्थन करना", "match": "phrase", "pos": "verb", "concept": "support"},
    {"term": "दो-टूक", "match": "phrase", "pos": "phrase", "concept": "blunt"},
]
EN: list[Row] = [
    {"term": "lash out", "match": "phrase", "pos": "verb", "concept": "lash"},
    {"term": "so-called", "match": "phrase", "pos": "phrase", "concept": "so_called"},
    {"term": "colour", "match": "lemma", "concept": "colour"},
    {"term": "puppet", "match": "lemma", "concept": "puppet", "unless": "_ show; theatre"},
]
UR: list[Row] = [
    {"term": "معاہدہ", "match": "lemma", "concept": "treaty"},
    {"term": "رہنما", "match": "lemma", "concept": "leader"},
    {"term": "دونوں", "match": "form", "concept": "both"},
    {"term": "مصنوعی", "match": "form", "concept": "artificial"},
    {"term": "عزم", "match": "lemma", "concept": "resolve"},
    {"term": "پہاڑ", "match": "lemma", "concept": "mountain"},
]


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> framing.Lexicon:
    return lexicon_in(
        tmp_path_factory.mktemp("lexicon"), {"hi/sensational": HI, "en/sensational": EN, "ur/sensational": UR}
    )


def surfaces(text: str, code: str, lexicon: framing.Lexicon) -> list[str]:
    scored = scorer_of(lexicon).score(pl.DataFrame({"text": [text], "language": [code]}))
    return scored.evidence["surface"].to_list()


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("hi", "शहर में हड़कंप मच गया।", ["हड़कंप"]),
        ("hi", "शहर में हड़कम्प मच गया।", ["हड़कम्प"]),  # another spelling of the nasal
        ("hi", "शहर में हडकंप मच गया।", ["हडकंप"]),  # without nukta
        ("hi", "गला फाड़ रहा पाकिस्तान", ["गला फाड़ रहा"]),  # the auxiliary belongs to the verb
        ("hi", "गला फाड़ते रहे", ["गला फाड़ते रहे"]),
        ("hi", "गला फिर से फाड़ा", ["गला फिर से फाड़ा"]),  # a gap
        ("hi", "गला एक दो तीन चार फाड़ा", []),  # four words are too many
        ("hi", "गला। फाड़ा", []),  # a match never crosses a sentence
        ("hi", "गला\nफाड़ा", []),  # nor a paragraph
        ("hi", "गायक ने गला फाड़ा।", []),  # unless, in the sentence
        ("hi", "गायक आया। उसने गला फाड़ा।", ["गला फाड़ा"]),  # another sentence
        ("hi", "गला फाड़ा कल मंच पर", []),  # unless, after the match with a gap
        ("hi", "बौखलाहट और बौखलाया", ["बौखलाहट", "बौखलाया"]),
        ("hi", "वह आग बबूला हुआ", ["आग बबूला"]),  # the longest match wins
        ("hi", "भीषण आग में आग", ["आग"]),  # unless, directly before: only the second counts
        ("hi", "आग लगी", []),  # unless, directly after
        ("hi", "समर्थन भी नहीं किया गया", ["समर्थन भी नहीं किया गया"]),  # particles before the light verb
        ("hi", "समर्थन उसने किया", []),  # but no other word
        ("hi", "दो टूक और दो-टूक", ["दो टूक", "दो-टूक"]),
        ("hi", "हड़कंप।हड़कंप", ["हड़कंप", "हड़कंप"]),
        ("hi", "हड़\u200dकंप", ["हड़\u200dकंप"]),  # a joiner is not seen
        ("en", "He LASHED OUT; they lash out.", ["LASHED OUT", "lash out"]),
        ("en", "the so-called deal, so called", ["so-called", "so called"]),
        ("en", "Its colors and colours", ["colors", "colours"]),
        ("en", "Moscow’s puppets, a puppet's", ["puppets", "puppet's"]),
        ("en", "a puppet show", []),
        ("ur", "37معاہدوں پر دستخط", ["معاہدوں"]),  # digits glued to a word
        ("ur", "اورمصنوعی ذہانت", ["مصنوعی"]),  # words run together
        ("ur", "ڈالرکرنیکاعزم", ["عزم"]),
        ("ur", "دونو ں ممالک", ["دونو ں"]),  # a word torn in two
        ("ur", "رہنما ئوں نے", ["رہنما ئوں"]),
        ("ur", "رہنماں نے", ["رہنماں"]),  # a dropped hamza
        ("ur", "پھاڑ دیا", []),  # ھ and ہ are two letters: to tear, a mountain
        ("ur", "معاھدہ", ["معاھدہ"]),  # but no ھ follows a vowel
        ("ur", "معاهده اور معاہدۂ", ["معاهده", "معاہدۂ"]),  # but Arabic heh is only a shape
    ],
)
def test_what_matches(code: str, text: str, expected: list[str], lexicon: framing.Lexicon) -> None:
    assert surfaces(text, code, lexicon) == expected


def test_a_torn_word_in_one_batch_leaves_the_next_batch_alone(lexicon: framing.Lexicon) -> None:
    # Joined words become units of the vocabulary; the next new piece of text once took them for its own.
    later = "بالکل نیا جملہ جس میں کوئی لفظ نہیں"
    scorer = framing.Scorer(lexicon, threads=1)
    first = scorer.score(pl.DataFrame({"text": ["دونو ں ممالک کے رہنما ئوں نے"], "language": ["ur"]}))
    assert first.evidence["surface"].to_list() == ["دونو ں", "رہنما ئوں"]
    then = scorer.score(pl.DataFrame({"text": [later], "language": ["ur"]}))
    assert then.evidence.is_empty()
    assert then.articles["words"].to_list() == [len(later.split())]


def test_dimensions_share_words(make_lexicon: MakeLexicon) -> None:
    row = {"term": "हड़कंप", "concept": "panic"}
    lexicon = make_lexicon({"hi/sensational": [row], "hi/doubt": [row]})
    scored = framing.score(pl.DataFrame({"text": ["हड़कंप"], "language": ["hi"]}), lexicon)
    assert scored.evidence["dimension"].to_list() == ["sensational", "doubt"]


def test_a_topic_entry_counts_in_its_dimension_and_in_no_scale(make_lexicon: MakeLexicon) -> None:
    lexicon = make_lexicon({"hi/communique": [{"term": "घोषणा", "kind": "topic"}]})
    scored = framing.score(pl.DataFrame({"text": ["घोषणा"], "language": ["hi"]}), lexicon)
    assert scored.scores["hits"].to_list() == [1]
    tone = scored.scales.filter((pl.col("scale") == "tone") & (pl.col("section") == "all")).row(0, named=True)
    assert (tone["negative"], tone["value"], tone["low"], tone["high"]) == (0, None, -1.0, 1.0)


@cache
def words_of(code: str) -> tuple[Vocabulary, list[str]]:
    """A vocabulary, and words and terms of entries, with a word of no entry in each gap."""
    compiled = compile_lexicon(framing.default_lexicon(), code)
    terms = [entry.term.replace("…", "zxq") for entry in framing.default_lexicon().entries[code]]
    loose = [term for term in terms if "zxq" in term]
    return Vocabulary(compiled), [*compiled.keys["key"].gather_every(50), *terms[::20], *loose]


@given(st.sampled_from(list(languages())), st.data())
def test_what_the_look_at_the_neighbours_rejects_is_no_match(code: str, data: st.DataObject) -> None:
    """Words of entries in any order: the same is found where every word is let pass."""
    vocabulary, words = words_of(code)
    compiled = vocabulary.compiled
    text = " ".join(data.draw(st.lists(st.sampled_from(words) | st.just("zxq"), min_size=1, max_size=30)))
    tokens = tokenise(pl.Series([text]), vocabulary)
    open_to_all = tokens.snapshot.copy()
    for name in ("wanted", "fillable"):
        setattr(open_to_all, name, np.full_like(getattr(open_to_all, name), ~np.uint64(0)))
    found, expected = find(tokens, compiled, 0), find(replace(tokens, snapshot=open_to_all), compiled, 0)
    for role, matches in expected.items():
        for name in ("pattern", "first", "last", "core"):
            assert np.array_equal(getattr(found[role], name), getattr(matches, name))
