"""Near-duplicates: copies are found however they are spelt and batched, strangers are not joined."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.ingest.article.duplicates import _FEW, ALIKE, SketchIndex, _Bands
from framing.ingest.article.sketches import SHINGLE, SHORT, SLOTS, similarity, sketches
from framing.languages.folding import fold
from framing.languages.registry import language
from tests.benchmarks import duplicates

WORDS = {
    "hi": [
        "सरकार",
        "मंत्री",
        "बैठक",
        "चुनाव",
        "पाकिस्तान",
        "हिंदी",
        "बाजार",
        "किसान",
        "पुलिस",
        "अदालत",
        "फैसला",
        "जनता",
        "शहर",
        "गांव",
        "स्कूल",
        "बच्चे",
        "अस्पताल",
        "सड़क",
        "पानी",
        "बिजली",
    ],
    "ur": [
        "حکومت",
        "وزیر",
        "اجلاس",
        "انتخابات",
        "پاکستان",
        "بازار",
        "کسان",
        "پولیس",
        "عدالت",
        "فیصلہ",
        "عوام",
        "شہر",
        "گاؤں",
        "سکول",
        "بچے",
        "ہسپتال",
        "سڑک",
        "پانی",
        "بجلی",
        "خبر",
    ],
    "en": [
        "government",
        "minister",
        "meeting",
        "election",
        "market",
        "farmer",
        "police",
        "court",
        "decision",
        "people",
        "city",
        "village",
        "school",
        "children",
    ],
}


def text(seed: int, words: int = 200, code: str = "hi") -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS[code]) for _ in range(words))


def shingles(whole: str) -> set[str]:
    letters = whole.replace(" ", "")
    return {letters[start : start + SHINGLE] for start in range(len(letters) - SHINGLE + 1)}


def jaccard(left: str, right: str) -> float:
    one, two = shingles(left), shingles(right)
    return len(one & two) / len(one | two)


@pytest.mark.parametrize("code", list(WORDS))
def test_the_estimate_is_that_of_the_shingles(code: str) -> None:
    """Unbiased, with the standard error of so many slots."""
    pairs = [
        (text(seed, code=code), text(seed, 60 + 3 * seed, code) + text(seed + 500, 40, code)) for seed in range(60)
    ]
    found = similarity(sketches(pl.Series([a for a, _ in pairs])), sketches(pl.Series([b for _, b in pairs])))
    exact = np.array([jaccard(a, b) for a, b in pairs])
    assert exact.min() < 0.4 < 0.7 < exact.max()
    assert abs((found - exact).mean()) < 0.02
    assert np.abs(found - exact).std() < (exact * (1 - exact) / SLOTS).max() ** 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("हिन्दी में क़लम और ज़िन्दगी की हँसी", "हिन्दीमें  कलम, और जिन्दगी की हंसी!"),
        ("کرنیکا فیصلہ، وزیراعظم نے ١٢٣ کہا", "كرنیکا فیصلہ وزیر اعظم نے 123 کہا۔"),
        ("The COURT's “decision”", "the courts decision"),
        ("café", "cafe\u0301"),
    ],
)
def test_spelling_spacing_and_punctuation_do_not_count(one: str, other: str) -> None:
    long = text(1)
    found = sketches(pl.Series([one + long, other + long]))
    assert similarity(found[:1], found[1:]).tolist() == [1.0]


def test_letters_fold_as_words_do() -> None:
    """The spellings that the language layer brings together are one spelling to a sketch."""
    for code, pairs in {"hi": [("क़लम", "कलम"), ("हँसी", "हंसी")], "ur": [("كتاب", "کتاب"), ("ھمارا", "ہمارا")]}.items():
        for pair in pairs:
            folded = fold(pl.Series(pair), language(code).without())
            found = sketches(pl.Series(pair))
            assert folded[0] == folded[1]
            assert similarity(found[:1], found[1:]).tolist() == [1.0], pair


def test_strangers_are_not_alike_and_texts_without_letters_are_like_nothing() -> None:
    texts = pl.Series([*(f"{seed}" * 30 + text(seed, 150) for seed in range(50)), "", None, "؟!", "؟!", *"abc"])
    index = SketchIndex()
    links = index.add(sketches(texts))
    assert len(links.new) == 0
    assert len(index) == len(texts)


def test_short_texts_are_alike_where_they_are_the_same() -> None:
    """Of a few shingles a sketch would agree with another's by chance."""
    texts = [text(seed, 6)[: SHORT - 1] for seed in range(400)]
    index = SketchIndex()
    links = index.add(sketches(pl.Series([*texts, *texts[:5]])))
    distinct = len(set(texts))
    assert distinct > 390
    assert set(zip(links.new.tolist(), links.earlier.tolist(), strict=True)) >= {(400 + row, row) for row in range(5)}
    assert len(links.new) == 405 - distinct


def test_a_cut_copy_is_found_among_others() -> None:
    others = [text(seed, 150, "ur") for seed in range(300)]
    wire = " ".join(f"{word}{number}" for number, word in enumerate(text(9, 200, "ur").split()))
    copy = "لاہور " + " ".join(wire.split()[:110])
    index = SketchIndex()
    index.load(sketches(pl.Series([*others, wire])))
    links = index.add(sketches(pl.Series([copy])))
    assert (links.new.tolist(), links.earlier.tolist()) == ([301], [300])
    assert links.similarity[0] >= ALIKE


def test_a_copy_of_copies_is_a_pair_of_the_first_alone(tmp_path: Path) -> None:
    """However many carry a text unchanged, and whether they were loaded, added, or came in the same batch."""
    wire, edited = text(9, 200), text(9, 200) + text(8, 30)
    index = SketchIndex(tmp_path)
    index.load(sketches(pl.Series([text(1), wire, wire])))
    index.load(sketches(pl.Series([wire])))
    links = index.add(sketches(pl.Series([wire, edited, edited])))
    pairs = set(zip(links.new.tolist(), links.earlier.tolist(), strict=True))
    assert pairs == {(4, 1), (5, 1), (6, 5)}
    assert len(index) == len(index.digests) == 7
    again = index.add(sketches(pl.Series([edited])))
    assert set(zip(again.new.tolist(), again.earlier.tolist(), strict=True)) == {(7, 1), (7, 5)}


@given(st.permutations(range(24)), st.sets(st.integers(1, 23)))
def test_clusters_depend_on_neither_order_nor_batches(order: list[int], cuts: set[int]) -> None:
    texts = [text(group, 120) + text(90 + member, 15 * member) for group in range(6) for member in range(4)]
    expected = components([texts], list(range(24)))
    bounds = [0, *sorted(cuts), 24]
    batches = [[texts[row] for row in order[a:b]] for a, b in itertools.pairwise(bounds)]
    assert components(batches, order) == expected


def components(batches: list[list[str]], order: list[int]) -> set[frozenset[int]]:
    index, links = SketchIndex(), []
    for batch in batches:
        found = index.add(sketches(pl.Series(batch)))
        links += list(zip(found.new.tolist(), found.earlier.tolist(), strict=True))
    groups = {row: {row} for row in range(len(order))}
    for new, earlier in links:
        groups[new] |= groups[earlier]
        for row in groups[new]:
            groups[row] = groups[new]
    return {frozenset(order[row] for row in group) for group in groups.values()}


@pytest.mark.skipif(not duplicates.available(), reason="the labelled pairs are not at hand")
def test_agency_copy_is_told_from_independent_stories() -> None:
    found = duplicates.measure()
    assert found["ND"].joined / found["ND"].pairs <= 0.02
    assert found["WD"].joined / found["WD"].pairs >= 0.6
    assert found["PD"].joined / found["PD"].pairs < 0.2


@given(st.integers(0, 2**32 - 1), st.integers(0, 6), st.integers(0, 6))
def test_what_few_sketches_meet_is_what_many_meet(seed: int, new: int, earlier: int) -> None:
    # Few bytes, so that bands are often the same.
    draw = np.random.default_rng(seed)
    ours, theirs = (draw.integers(0, 3, (size, SLOTS), np.uint8) for size in (new, earlier))
    band = _Bands(ours, np.arange(new))
    for sought, met in zip(band._sought(theirs), band._met(theirs), strict=True):
        np.testing.assert_array_equal(sought, met)


def test_links_are_the_same_before_and_behind_the_bound_of_few() -> None:
    draw = np.random.default_rng(5)
    ours = draw.integers(0, 256, (3, SLOTS), np.uint8)
    theirs = draw.integers(0, 256, (_FEW + 1, SLOTS), np.uint8)
    theirs[[7, 900]] = ours[:2]
    links = [_Bands(ours, _FEW + 1 + np.arange(3)).links(theirs[:size], np.arange(size)) for size in (_FEW, _FEW + 1)]
    for of_few, of_many in zip(*((one.new, one.earlier, one.similarity) for one in links), strict=True):
        np.testing.assert_array_equal(of_few, of_many)
    assert links[0].earlier.tolist() == [7, 900]
