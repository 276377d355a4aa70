"""The index of sketches beside a loop over all pairs, whatever the batches and the pieces that it reads."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.ingest.article import duplicates
from framing.ingest.article.duplicates import ALIKE, Links, SketchIndex, compared, merged
from framing.ingest.article.sketches import SHINGLE, SHORT, SLOTS, digests, similarity, sketches

Bytes = npt.NDArray[np.uint8]


def drawn(seed: int) -> Bytes:
    """Sketches of a few texts and of copies of them, some hardly alike, some just, some equal; and of no letters."""
    random = np.random.default_rng(seed)
    base = random.integers(0, 256, (5, SLOTS), dtype=np.uint8)
    found = [base, np.zeros((2, SLOTS), np.uint8)]
    for kept in (0.12, 0.15, 0.18, 0.2, 0.3, 0.6, 1.0, 1.0):
        # Whole bands are kept, as copies have them.
        stays = np.repeat(random.random((len(base), SLOTS // 2)) < kept, 2, axis=1)
        found.append(np.where(stays, base, random.integers(0, 256, base.shape, dtype=np.uint8)))
    whole = np.concatenate(found)
    return whole[random.permutation(len(whole))]


def are_alike(one: Bytes, other: Bytes) -> bool:
    """A band in common, two of 32 slots of the other half too, and as many in all as makes them alike."""
    half = SLOTS // 2
    for band in range(SLOTS // 2):
        at = slice(2 * band, 2 * band + 2)
        elsewhere = slice(half, half + 32) if band < SLOTS // 4 else slice(0, 32)
        if (one[at] == other[at]).all() and (one[elsewhere] == other[elsewhere]).sum() >= 2:
            return float(similarity(one[None], other[None])[0]) >= ALIKE
    return False


def by_pairs(whole: Bytes, ends: list[int]) -> set[tuple[int, int]]:
    """All pairs; of equal sketches the first alone is compared with others, but for what came in earlier batches."""
    pairs = set()
    first: dict[bytes, int] = {}
    for begin, end in itertools.pairwise(ends):
        here: dict[bytes, int] = {}
        for new in range(begin, end):
            key = whole[new].tobytes()
            if not whole[new].any():
                continue
            if key in here:
                pairs.add((new, here[key]))
                continue
            here[key] = new
            is_copy = first.setdefault(key, new) != new
            near = [one for one in first.values() if one < (begin if is_copy else new)]
            pairs |= {(new, one) for one in near if are_alike(whole[new], whole[one])}
    return pairs


@settings(max_examples=8)
@given(st.integers(0, 10**6), st.sets(st.integers(1, 46)), st.integers(1, 50), st.integers(30, 300), st.booleans())
def test_the_index_finds_the_pairs_that_a_loop_finds(
    seed: int, cuts: set[int], piece: int, pairs: int, loaded: bool
) -> None:
    whole = drawn(seed)
    ends = [0, *sorted(cut for cut in cuts if cut < len(whole)), len(whole)]
    found: set[tuple[int, int]] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "_PIECE", piece)
        patch.setattr(duplicates, "_PAIRS", pairs)
        index = SketchIndex()
        for number, (begin, end) in enumerate(itertools.pairwise(ends)):
            if loaded and not number:
                index.load(whole[begin:end])
                continue
            links = index.add(whole[begin:end])
            told = list(zip(links.new.tolist(), links.earlier.tolist(), strict=True))
            assert told == sorted(set(told))
            values = similarity(whole[links.new], whole[links.earlier])
            assert links.similarity == pytest.approx(values)
            found |= set(told)
    known = ends[1] if loaded else 0
    assert found == {pair for pair in by_pairs(whole, ends) if pair[0] >= known}
    assert len(index) == len(whole)
    assert np.array_equal(index.digests, digests(whole))


ODD = range(1, SLOTS, 2)


@pytest.mark.parametrize(
    ("band", "first", "others", "found"),
    [
        # A band of the first half, slots of the second that are compared first, and others of those: 18 of 96 are alike.
        *((0, [49, 79], 14, True), (0, [49, 79], 13, False), (0, [49], 15, False), (0, [49, 81, 83], 13, False)),
        *((0, [49, 47, 45], 13, False), (46, [49, 79], 14, True), (46, [79], 15, False)),
        # A band of the second half, and slots of the first.
        *((48, [1, 31], 14, True), (48, [1, 31], 13, False), (48, [31], 15, False), (48, [1, 33, 35], 13, False)),
        *((94, [1, 31], 14, True), (94, [1], 15, False)),
    ],
)
def test_pairs_are_compared_where_two_slots_of_the_other_half_agree(
    band: int, first: list[int], others: int, found: bool
) -> None:
    """The others stand where they tell nothing: one slot of a band is none, and slots of the band's own half no sign."""
    own = [slot for slot in ODD if (slot < SLOTS // 2) == (band < SLOTS // 2) and slot not in (band, band + 1)]
    same = [band, band + 1, *first, *[slot for slot in own if slot not in first][:others]]
    random = np.random.default_rng(1)
    one = random.integers(0, 128, SLOTS, dtype=np.uint8)
    other = one + np.uint8(128)
    other[same] = one[same]
    links = SketchIndex().add(np.stack([one, other]))
    assert (len(links.new) == 1) is found
    assert are_alike(one, other) is found


@given(st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=8), max_size=3))
def test_links_of_all_parts_stand_there_once_and_in_order(parts: list[list[tuple[int, int]]]) -> None:
    links = [
        Links(
            np.array([new for new, _ in part], np.int64),
            np.array([old for _, old in part], np.int64),
            np.array([new + old / 8 for new, old in part], np.float64),
        )
        for part in parts
    ]
    joined = duplicates._joined(links)
    pairs = sorted({pair for part in parts for pair in part})
    assert list(zip(joined.new.tolist(), joined.earlier.tolist(), strict=True)) == pairs
    assert joined.similarity.tolist() == [new + old / 8 for new, old in pairs]


def test_each_bit_of_a_sketch_tells_in_its_number() -> None:
    """The highest of eight bytes would be lost in a product with an even number."""
    bits = np.zeros((SLOTS * 8, SLOTS), np.uint8)
    for bit in range(SLOTS * 8):
        bits[bit, bit // 8] = 1 << bit % 8
    assert (digests(bits) != 0).all()
    # And where it stands: the lowest of each eight bytes are all different.
    assert len(set(digests(bits[::64]).tolist())) == SLOTS // 8


@given(
    st.integers(1, 30).flatmap(
        lambda size: st.tuples(
            st.just(size), st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=20)
        )
    )
)
def test_clusters_that_are_joined_have_the_lowest_number(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    size, pairs = drawn
    left, right = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    groups = {row: {row} for row in range(size)}
    for one, other in pairs:
        joined = groups[one] | groups[other]
        for row in joined:
            groups[row] = joined
    assert merged(np.arange(size), left, right).tolist() == [min(groups[row]) for row in range(size)]


def letters(size: int, begin: int = 0) -> str:
    """So many letters, all runs of them different."""
    return "".join(chr(0x4E00 + 7 * (begin + number) % 20_000) for number in range(size))


def alike(one: str, other: str) -> float:
    found = sketches(pl.Series([one, other]))
    return float(similarity(found[:1], found[1:])[0])


@pytest.mark.parametrize("size", [SHORT - 1, SHORT, SHORT + 1])
def test_a_text_of_few_letters_is_known_by_all_of_it(size: int) -> None:
    text = letters(size)
    near = alike(text, text + "x")
    # Of a short text nothing is alike but the text itself, of a longer one nearly all.
    assert (near < 0.2) if size + 1 <= SHORT else near > 0.5 or size < SHORT
    assert alike(text, text) == 1
    assert alike(text, f"{text[:5]} – {text[5:]}!") == 1


@pytest.mark.parametrize("common", [SHINGLE - 1, SHINGLE, 3 * SHINGLE])
def test_what_is_compared_are_runs_of_letters(common: int) -> None:
    one, other = letters(400), letters(400, 1_000) + letters(common)
    # One run in eight hundred is hardly seen; none never.
    assert alike(one, other) < 0.08
    shared = 200 + common
    both = alike(letters(shared) + letters(200, 3_000), letters(shared) + letters(200, 6_000))
    runs = shared - SHINGLE + 1
    exact = runs / (2 * (shared + 200 - SHINGLE + 1) - runs)
    assert both == pytest.approx(exact, abs=0.15)


@pytest.mark.parametrize("size", [99_900, 100_000, 100_100])
def test_batches_are_cut_where_their_letters_fill_a_piece(size: int) -> None:
    texts = [letters(100, start) for start in range(0, 1_500, 100)]
    alone = sketches(pl.Series(texts))
    among = sketches(pl.Series([letters(size), *texts[:7], "", letters(2 * size), *texts[7:], ""]))
    assert np.array_equal(np.delete(among, [0, 8, 9, 18], axis=0), alone)
    assert not among[[8, 18]].any()


def test_headlines_are_compared_where_there_is_no_text() -> None:
    rows = pl.DataFrame(
        {"title": ["A", "B", None], "text": ["x", "", None]}, schema={"title": pl.String, "text": pl.String}
    )
    assert compared(rows).to_list()[:2] == ["x", "B"]
    assert compared(rows.drop("title")).to_list() == ["x", "", ""]
