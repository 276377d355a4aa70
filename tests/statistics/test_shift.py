"""Word shifts add up to the difference that they take apart."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.schemas import EVIDENCE
from framing.statistics.shift import SHIFT

LEXICON = framing.default_lexicon()
ENTRIES = [
    entry
    for dimension in ("sensational", "derogation", "communique")
    for code in ("hi", "ur", "en")
    for entry in [one for one in LEXICON.entries[code] if one.dimension == dimension][:3]
]

Hit = tuple[str, int, str, str, float]


def evidence(hits: list[Hit]) -> pl.DataFrame:
    """Spans of (article, entry number, voice, kind, factor)."""
    rows = [
        {
            "article_id": article,
            "section": "body",
            "start": number,
            "end": number + 1,
            "surface": "x",
            "dimension": ENTRIES[entry].dimension,
            "entry_id": ENTRIES[entry].id,
            "concept": ENTRIES[entry].concept,
            "kind": kind,
            "weight": 2.0,
            "factor": factor,
            "voice": voice,
            "negated": False,
            "actor": None,
        }
        for number, (article, entry, voice, kind, factor) in enumerate(hits)
    ]
    return pl.DataFrame(rows, schema=EVIDENCE)


HITS = st.lists(
    st.tuples(
        st.sampled_from(["a1", "a2", "b1", "c"]),
        st.integers(0, len(ENTRIES) - 1),
        st.sampled_from(["own", "quoted"]),
        st.sampled_from(["stance", "topic"]),
        st.sampled_from([0.0, 1.0, 1.5]),
    ),
    max_size=30,
)
WORDS = st.integers(1, 10_000)


@given(HITS, WORDS, WORDS, st.sampled_from(["sensational", "communique"]), st.sampled_from(["entry", "concept"]))
def test_contributions_add_up_to_the_difference_of_rates(
    hits: list[Hit], words_a: int, words_b: int, dimension: str, by: str
) -> None:
    found = framing.shift(evidence(hits), ["a1", "a2"], ["b1"], words_a, words_b, dimension, by=by)  # type: ignore[arg-type]
    mine = [hit[0] for hit in hits if ENTRIES[hit[1]].dimension == dimension and hit[4] > 0]
    rate_a = 1000 * sum(article in {"a1", "a2"} for article in mine) / words_a
    rate_b = 1000 * sum(article == "b1" for article in mine) / words_b
    assert found["contribution"].sum() == pytest.approx(rate_a - rate_b)


@given(HITS, WORDS, WORDS)
def test_contributions_add_up_to_the_difference_of_a_scale(hits: list[Hit], words_a: int, words_b: int) -> None:
    spans = evidence(hits)
    there = framing.shift(spans, ["a1", "a2"], ["b1"], words_a, words_b, "tone")
    back = framing.shift(spans, ["b1"], ["a1", "a2"], words_b, words_a, "tone")
    values = []
    for articles in ({"a1", "a2"}, {"b1"}):
        own = [hit for hit in hits if hit[0] in articles and hit[2] == "own" and hit[3] == "stance" and hit[4] > 0]
        signs = [-1 if ENTRIES[hit[1]].dimension == "communique" else 1 for hit in own]
        values.append(sum(signs) / len(signs) if signs else math.nan)
    if math.isnan(values[0] - values[1]):
        assert there["contribution"].null_count() == there.height
    else:
        assert there["contribution"].sum() == pytest.approx(values[0] - values[1], abs=1e-12)
        assert dict(zip(there["entry_id"], there["contribution"], strict=True)) == pytest.approx(
            {entry: -part for entry, part in zip(back["entry_id"], back["contribution"], strict=True)}
        )


def test_a_rate_scale_counts_stance_in_the_voices_that_the_codebook_names() -> None:
    hits = [("a1", 0, "own", "stance", 1.0), ("a1", 0, "quoted", "stance", 1.0), ("a1", 0, "own", "topic", 1.0)]
    found = framing.shift(evidence(hits), ["a1"], ["b1"], 500, 100, "loaded_own")
    assert found.select("hits_a", "hits_b", "contribution", "side").rows() == [(1, 0, 2.0, "positive")]
    spoken = framing.shift(evidence(hits), ["a1"], ["b1"], 500, 100, "loaded_own", voices=["own", "quoted"])
    assert spoken["hits_a"].to_list() == [2]


def test_no_part_where_both_values_are_at_the_same_end() -> None:
    hits = [("a1", 0, "own", "stance", 1.0), ("b1", 1, "own", "stance", 1.0)]
    found = framing.shift(evidence(hits), ["a1"], ["b1"], 100, 100, "tone")
    assert found["contribution"].to_list() == [0.0, 0.0]


def test_concepts_join_languages() -> None:
    shared = [entry.concept for entry in LEXICON.entries["hi"] if entry.dimension == "sensational"]
    pair = [
        next(entry for entry in LEXICON.entries[code] if entry.concept == "shout_hoarse" and entry.concept in shared)
        for code in ("hi", "ur")
    ]
    spans = evidence([("a1", 0, "own", "stance", 1.0), ("b1", 0, "own", "stance", 1.0)]).with_columns(
        entry_id=pl.Series([entry.id for entry in pair]),
        concept=pl.lit("shout_hoarse"),
        dimension=pl.lit("sensational"),
    )
    found = framing.shift(spans, ["a1"], ["b1"], 1000, 500, "sensational", by="concept")
    assert found.select("entry_id", "language", "hits_a", "hits_b", "contribution").rows() == [
        ("shout_hoarse", "hi+ur", 1, 1, -1.0)
    ]
    assert found["term"].to_list() == [" · ".join(entry.term for entry in pair)]


def test_the_commonest_wording_is_told() -> None:
    spans = evidence([(article, 0, "own", "stance", 1.0) for article in ("a1", "b1", "a1", "c", "c", "c")])
    spans = spans.with_columns(surface=pl.Series(["shouts", "shouting", "shouting", "shout", "shout", "shout"]))
    found = framing.shift(spans, ["a1"], ["b1"], 100, 100, "sensational")
    assert found["surface"].to_list() == ["shouting"]


@pytest.mark.parametrize(("surfaces", "told"), [(["b", "a", "b", "a"], "a"), (["b", "a", "b"], "b"), (["a", "b"], "a")])
def test_of_wordings_as_common_the_first_is_told(surfaces: list[str], told: str) -> None:
    spans = evidence([("a1", 0, "own", "stance", 1.0)] * len(surfaces)).with_columns(surface=pl.Series(surfaces))
    # What was taken back is no wording of it.
    negated = evidence([("a1", 0, "own", "stance", 0.0)] * 5)
    found = framing.shift(pl.concat([spans, negated]), ["a1"], [], 100, 0, "sensational")
    assert found["surface"].to_list() == [told]


def test_the_largest_part_comes_first_and_of_equal_ones_what_has_most_hits() -> None:
    one, two, three = (at for at, entry in enumerate(ENTRIES) if entry.dimension == "sensational" and at < 3)
    # A has twice the words of B.
    spans = {"a1": [one] * 4 + [two] * 2 + [three] * 4, "b1": [one] + [two] + [three] * 8}
    hits = [(article, entry, "own", "stance", 1.0) for article, entries in spans.items() for entry in entries]
    found = framing.shift(evidence(hits), ["a1"], ["b1"], 2000, 1000, "sensational")
    assert found["entry_id"].to_list() == [ENTRIES[three].id, ENTRIES[one].id, ENTRIES[two].id]
    assert found["contribution"].to_list() == [-6.0, 1.0, 0.0]
    assert found.select("hits_a", "hits_b", "rate_a", "rate_b").rows()[0] == (4, 8, 2.0, 8.0)
    even = framing.shift(evidence(hits), ["a1"], [], 2000, 0, "sensational")
    # Without words on a side there is no part: the most hits come first, and of as many the first by name.
    first = sorted((ENTRIES[one].id, ENTRIES[three].id))
    assert even["entry_id"].to_list() == [*first, ENTRIES[two].id]


@pytest.mark.parametrize(
    ("voices", "hits"), [(None, 2), (["own"], 1), (["quoted"], 1), (["own", "quoted"], 2), ([], 0)]
)
def test_a_dimension_counts_in_all_voices_and_others_where_they_are_named(voices: list[str] | None, hits: int) -> None:
    spans = evidence([("a1", 0, voice, kind, 1.0) for voice, kind in (("own", "stance"), ("quoted", "topic"))])
    found = framing.shift(spans, ["a1"], [], 100, 0, "sensational", voices=voices)
    assert found["hits_a"].sum() == hits


def test_an_entry_that_the_lexicon_lost_is_called_by_its_id() -> None:
    spans = evidence([("a1", 0, "own", "stance", 1.0)]).with_columns(entry_id=pl.lit("hi.sensational.gone"))
    found = framing.shift(spans, ["a1"], [], 1000, 0, "sensational")
    assert found.select("term", "language", "rate_b", "contribution").rows() == [
        ("hi.sensational.gone", "hi", None, None)
    ]


def test_nothing_to_compare_gives_no_rows() -> None:
    found = framing.shift(evidence([]), [], [], 0, 0, "sensational")
    assert found.schema == pl.Schema(SHIFT)
    assert found.height == 0


def test_an_unknown_measure_is_named() -> None:
    with pytest.raises(framing.UsageError, match=r"no dimension or scale 'loud'.*statistics\.measure"):
        framing.shift(evidence([]), [], [], 0, 0, "loud")
