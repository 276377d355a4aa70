"""What a blind reading says of a lexicon, beside counts of its verdicts and marks."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.validation.metrics import wilson
from framing.validation.reading import READING, figures, pooled
from framing.validation.sheets import Mark, Sheets, Verdict

#: hit, dimension, verdict, reader: a hit is of one dimension, and a reader judges it once.
JUDGED = st.dictionaries(
    st.tuples(st.integers(0, 6), st.sampled_from("AB")),
    st.sampled_from(["right", "wrong", "unsure"]),
    min_size=1,
    max_size=12,
)
MARK = st.builds(
    lambda text, dimension, start, size, sure, reader: Mark(text, text[:2], dimension, start, start + size, sure, reader),
    st.sampled_from(["en-01", "en-02", "hi-01"]), st.sampled_from(["praise", "doubt"]), st.integers(0, 9),
    st.integers(1, 4), st.booleans(), st.sampled_from("AB"),
)  # fmt: skip
#: The lexicon is nobody's reader.
FOUND = MARK.map(lambda mark: replace(mark, reader="lexicon"))
Rows = dict[tuple[str, str, str], dict[str, Any]]


def sheets(
    verdicts: tuple[Verdict, ...] = (),
    marks: tuple[Mark, ...] = (),
    found: tuple[Mark, ...] = (),
    population: dict[tuple[str, str], int] | None = None,
) -> Sheets:
    return Sheets(verdicts, marks, found, population or {}, (), {})


def told(read: Sheets) -> Rows:
    table = figures(read)
    assert table.columns == list(READING)
    assert table.equals(table.sort("figure", "language", "dimension", maintain_order=True))
    return {(row["figure"], row["language"], row["dimension"]): row for row in table.iter_rows(named=True)}


def kind(hit: int) -> tuple[str, str]:
    """Of seven hits four are English, and of these two praise."""
    return ("en" if hit < 4 else "hi"), ("praise" if hit in (0, 1, 4, 5, 6) else "doubt")


@given(JUDGED)
def test_precision_is_the_mean_of_hits_each_the_mean_of_its_readers(judged: dict[tuple[int, str], str]) -> None:
    verdicts = tuple(Verdict(f"h{hit}", *kind(hit), verdict, reader) for (hit, reader), verdict in judged.items())
    sizes = {("en", "praise"): 30, ("en", "doubt"): 10}
    rows = told(sheets(verdicts, population=sizes))
    for figure, worth in (("precision", 0.0), ("precision, unsure right", 1.0)):
        score = {"right": 1.0, "wrong": 0.0, "unsure": worth}
        shares: dict[tuple[str, str], list[float]] = {}
        for hit in {hit for hit, _ in judged}:
            own = [score[verdict] for (other, _), verdict in judged.items() if other == hit]
            shares.setdefault(kind(hit), []).append(sum(own) / len(own))
        for (language, dimension), scores in shares.items():
            row = rows[figure, language, dimension]
            share = sum(scores) / len(scores)
            assert row["value"] == pytest.approx(share)
            assert (row["low"], row["high"]) == pytest.approx(wilson(share, len(scores)))
            assert row["n"] == row["clusters"] == len(scores)
            readers = {reader for hit, reader in judged if kind(hit) == (language, dimension)}
            assert row["reader"] == ", ".join(sorted(readers))
        # Over both dimensions where there are both: one in four English hits is a doubt.
        both = {("en", name) for name in ("praise", "doubt")} <= set(shares)
        assert ((figure, "en", "all") in rows) == both
        if both:
            row = rows[figure, "en", "all"]
            praise, doubt = (shares["en", name] for name in ("praise", "doubt"))
            share = 0.75 * sum(praise) / len(praise) + 0.25 * sum(doubt) / len(doubt)
            worth_cases = 1 / (0.75**2 / len(praise) + 0.25**2 / len(doubt))
            assert (row["value"], row["n"]) == (pytest.approx(share), len(praise) + len(doubt))
            assert (row["low"], row["high"]) == pytest.approx(wilson(share, worth_cases))
            assert row["reader"] == ", ".join(sorted({reader for hit, reader in judged if hit < 4}))
        assert (figure, "hi", "all") not in rows


def test_dimensions_nothing_is_known_of_weigh_alike() -> None:
    verdicts = [Verdict("h1", "en", "praise", "right", "A"), Verdict("h2", "en", "doubt", "wrong", "A")]
    assert told(sheets(tuple(verdicts)))["precision", "en", "all"]["value"] == 0.5


@given(st.lists(MARK, max_size=12, unique=True), st.lists(FOUND, max_size=6))
def test_recall_and_agreement_are_shares_of_marks(marks: list[Mark], found: list[Mark]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("framing.validation.reading._REPLICATES", 20)  # Of the redraws nothing is asked here.
        rows = told(sheets(marks=tuple(marks), found=tuple(found)))

    def overlap(one: Mark, other: Mark) -> bool:
        letters = set(range(one.start, one.end)) & set(range(other.start, other.end))
        return bool(letters) and (one.text, one.dimension) == (other.text, other.dimension)

    sure = [mark for mark in marks if mark.is_sure]
    wanted = {"recall": (sure, found), "recall of all marks": (marks, found)}
    if len({mark.reader for mark in marks}) > 1:
        wanted["agreement"] = (sure, marks)
    expected = set()
    for figure, (own, against) in wanted.items():
        for language, dimension in product(("en", "hi"), ("praise", "doubt", "all")):
            part = [one for one in own if one.language == language and dimension in (one.dimension, "all")]
            if not part:
                continue
            expected.add((figure, language, dimension))
            row = rows[figure, language, dimension]
            # Nobody agrees with himself.
            held = [any(overlap(mark, other) and mark.reader != other.reader for other in against) for mark in part]
            texts = len({mark.text for mark in part})
            assert row["value"] == pytest.approx(sum(held) / len(held))
            assert (row["n"], row["clusters"]) == (len(part), texts)
            assert row["reader"] == ", ".join(sorted({mark.reader for mark in part}))
            if all(held) or not any(held) or texts == 1:
                assert (row["low"], row["high"]) == pytest.approx(wilson(row["value"], texts))
            else:
                assert 0 <= row["low"] <= row["high"] <= 1
    assert set(rows) == expected


def test_texts_are_redrawn_as_wholes() -> None:
    """Ten texts of ten marks, all found or none: the share is known to no more than that of ten cases."""
    marks = tuple(
        Mark(f"en-{text}", "en", "praise", 9 * at, 9 * at + 3, True, "A") for text in range(10) for at in range(10)
    )
    row = told(sheets(marks=marks, found=marks[:40]))["recall", "en", "praise"]
    assert (row["value"], row["n"], row["clusters"]) == (0.4, 100, 10)
    # The quantiles of a binomial of ten cases with the chance .4.
    assert (row["low"], row["high"]) == pytest.approx((0.1, 0.7))


def test_what_is_pooled_is_of_all_languages_and_of_no_dimension_together() -> None:
    verdicts = (Verdict("h1", "en", "praise", "right", "A"), Verdict("h2", "hi", "doubt", "wrong", "A"))
    table = pooled(sheets(verdicts))
    assert table.filter(figure="precision").select("language", "dimension", "value").rows() == [
        ("all", "doubt", 0.0),
        ("all", "praise", 1.0),
    ]
