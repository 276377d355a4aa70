"""Good and bad: hits with a sign, counted on the side of their sign, and nothing else moved by them."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.errors import LexiconError
from framing.statistics.observations import observe
from framing.statistics.shift import shift
from tests.conftest import MakeLexicon, scorer_of

LEXICON = framing.default_lexicon()
VALENCE = ("event", "judgement")

SENTENCES = {
    "en": (
        "The minister slammed the deal and said talks had failed to win support.",
        "Officials reaffirmed their commitment to peace, and no one was hurt.",
        "He refused to comment on the allegations against the company.",
        "Nobody thwarted the historic upgrade of the hospital, sources said.",
        "They did not fail to protect freedom of information.",
    ),
    "ur": (
        "وزیر نے کہا کہ حکومت کی ناکامی قابل قبول نہیں۔",
        "دونوں رہنماؤں نے باہمی اعتماد کا اعادہ کیا، اطمینان کا اظہار نہیں کیا گیا۔",
        "بے سود مذاکرات کے بعد غیر قانونی ہتھیاروں کی فروخت بند ہو گئی۔",
        "یہ ناقابل برداشت حملہ نہیں بلکہ جنگ ہے۔",
    ),
}


def signed_hits(text: str, language: str) -> list[tuple[str, float]]:
    """What counts of event and judgement: each surface with its weight."""
    scored = scorer_of(LEXICON).score(pl.DataFrame({"text": [text], "language": [language]}))
    rows = scored.evidence.filter(pl.col("dimension").cast(pl.String).is_in(VALENCE), pl.col("factor") > 0)
    return list(rows.select("surface", "weight").iter_rows())


@pytest.mark.parametrize(
    ("text", "language", "hits"),
    [
        ("A flood killed ten.", "en", [("flood", -1), ("killed", -1)]),
        ("It was not a victory.", "en", []),
        # Who failed is judged, and what they failed to do did not happen.
        ("They failed to win.", "en", [("failed", -1)]),
        ("He is not corrupt but wise.", "en", [("wise", 1)]),
        ("योजना नाकाम रही।", "hi", [("नाकाम", -1)]),
        ("वह नाकाम नहीं हुआ।", "hi", []),
        ("यह जीत नहीं है।", "hi", []),
        ("उसने फाइनल जीता।", "hi", [("जीता", 1)]),
        ("یہ قدم ناقابل قبول ہے۔", "ur", [("ناقابل قبول", -1)]),
        ("وہ ناکام نہیں ہوا۔", "ur", []),
        ("قومی ٹیم کو شاندار فتح ملی۔", "ur", [("شاندار", 1), ("فتح", 1)]),
    ],
)
def test_a_hit_has_the_sign_of_what_it_says_unless_it_is_negated(
    text: str, language: str, hits: list[tuple[str, float]]
) -> None:
    assert signed_hits(text, language) == hits


def test_a_scale_counts_each_hit_on_the_side_of_its_sign() -> None:
    texts = ["The flood was a disaster, the rescue a triumph of brave men.", "Nothing happened here at all."]
    scored = framing.score(pl.DataFrame({"text": texts, "title": ["Ten killed", None], "language": ["en", "en"]}))
    rows = scored.scales.filter(scale="valence", section="all").sort("article_id")
    assert rows.select("positive", "negative").rows() == [(3, 3), (0, 0)]
    assert rows["value"].to_list() == [0.0, None]
    title = scored.scales.filter(scale="valence", section="title").row(0, named=True)
    assert (title["positive"], title["negative"], title["value"]) == (0, 1, -0.5)


def test_sides_in_chosen_voices_are_those_of_the_spans() -> None:
    texts = [
        "The flood was a disaster.",
        'He said: "This was a rescue and a great victory for all of us here." A tragedy.',
    ]
    news = pl.DataFrame({"article_id": ["a", "b"], "text": texts, "language": ["en", "en"], "outlet": ["x", "y"]})
    scored = framing.score(news)
    seen = observe(scored, news, voices=("quoted",)).sides.filter(pl.col("scale") == "valence")
    spans = scored.evidence.filter(
        pl.col("voice") == "quoted", pl.col("dimension").is_in(VALENCE), pl.col("factor") > 0, kind="stance"
    )
    good, bad = ((spans["weight"] * sign > 0).sum() for sign in (1, -1))
    assert seen.select("positive", "negative").rows() == [(good, bad)]
    assert good >= 2
    assert bad == 0


def test_a_shift_tells_good_words_from_bad_ones() -> None:
    news = pl.DataFrame({"article_id": ["a", "b"], "text": ["A flood and a rescue.", "A flood and a disaster."]})
    found = shift(framing.score(news).evidence, ["a"], ["b"], 5, 5, "valence")
    assert dict(found.select("surface", "side").iter_rows()) == {
        "flood": "negative",
        "disaster": "negative",
        "rescue": "positive",
    }
    assert found["contribution"].sum() == pytest.approx(0 - -1)


def test_valence_enters_no_other_scale() -> None:
    scales = LEXICON.codebook.scales
    assert [name for name, scale in scales.items() if {*VALENCE} & {*scale.dimensions}] == ["valence"]


@given(code=st.sampled_from(sorted(SENTENCES)), data=st.data())
def test_nothing_else_hangs_on_words_of_valence(code: str, data: st.DataObject) -> None:
    """What other dimensions find, with its voice and negation, and all other scales, are the same without these two."""
    picked = data.draw(st.lists(st.sampled_from(SENTENCES[code]), min_size=1, max_size=4))
    news = pl.DataFrame({"article_id": ["a"], "text": [" ".join(picked)], "language": [code]})
    whole, without = (scorer_of(lexicon).score(news) for lexicon in (LEXICON, WITHOUT))
    rest = ~pl.col("dimension").cast(pl.String).is_in(VALENCE)
    assert whole.evidence.filter(rest).equals(without.evidence)
    assert whole.exposure.equals(without.exposure)
    assert whole.scales.filter(pl.col("scale") != "valence").equals(without.scales)


WITHOUT = replace(
    LEXICON,
    codebook=replace(
        LEXICON.codebook, scales={name: one for name, one in LEXICON.codebook.scales.items() if name != "valence"}
    ),
    entries={
        code: tuple(entry for entry in LEXICON.entries[code] if entry.dimension not in VALENCE) for code in SENTENCES
    },
)


def test_a_sign_must_be_allowed(make_lexicon: MakeLexicon) -> None:
    row = {"id": "en.praise.poor", "term": "poor", "match": "lemma", "pos": "adj", "weight": "-1", "concept": "poor"}
    with pytest.raises(LexiconError, match="the weight '-1' is no positive number"):
        make_lexicon({"en/praise": [row]})
