"""Rows of machines beside pairs of articles: AUCs of strata, rates, curves and what entries earn."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import UsageError
from framing.validation import machines
from framing.validation.machines import CURVE, FIGURES, curve_of, entries_of, figures_of, machines_of
from framing.validation.metrics import bootstrap_interval, length_bins, wilson

#: yes, flagged, value, words, outlet, language, weight.
ARTICLE = st.tuples(
    st.booleans(), st.booleans(), st.integers(0, 3), st.integers(5, 8), st.sampled_from("ab") | st.none(),
    st.sampled_from(["en", "hi"]), st.sampled_from([1.0, 2.0, 5.0]),
)  # fmt: skip
Articles = list[tuple[bool, bool, int, int, str | None, str, float]]


def frame_of(articles: Articles) -> pl.DataFrame:
    schema = {
        "yes": pl.Boolean, "flagged": pl.Boolean, "value": pl.Float64, "words": pl.Int64, "outlet": pl.String,
        "language": pl.String, "weight": pl.Float64,
    }  # fmt: skip
    frame = pl.DataFrame(articles, schema=schema, orient="row").with_row_index("unit")
    return frame.with_columns(article_id=pl.col("unit").cast(pl.String))


def found(articles: Articles) -> dict[tuple[str, str, str], dict[str, Any]]:
    rows = pl.DataFrame(figures_of("m", frame_of(articles)), schema=FIGURES, orient="row")
    keys = [(row["level"], row["part"], row["figure"]) for row in rows.iter_rows(named=True)]
    assert len(set(keys)) == len(keys)
    return dict(zip(keys, rows.iter_rows(named=True), strict=True))


@given(st.lists(ARTICLE, min_size=1, max_size=30))
def test_figures_are_what_their_definitions_say(articles: Articles) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # Of the redraws nothing is asked here.
        patch.setattr(
            machines, "bootstrap_interval", lambda again, group: bootstrap_interval(again, group, replicates=3)
        )
        rows = found(articles)
    parts = {("all", "all"): articles} | {
        (level, str(name)): [one for one in articles if one[at] == name]
        for level, at in (("language", 5), ("outlet", 4))
        for name in {one[at] for one in articles} - {None}
    }
    assert {(level, part) for level, part, _ in rows} == set(parts)
    bins = dict(zip([one[3] for one in articles], length_bins(frame_of(articles)["words"].to_numpy()), strict=True))
    strata: dict[str, Callable[[tuple[Any, ...]], object]] = {
        "auc": lambda _: 0,
        "auc_same_length": lambda one: one[3],
        "auc_length_matched": lambda one: bins[one[3]],
        "auc_within_outlets": lambda one: one[4],
    }
    for name, stratum in strata.items():
        row = rows["all", "all", name]
        pairs = [
            (one, two) for one, two in product(articles, articles) if one[0] > two[0] and stratum(one) == stratum(two)
        ]
        assert row["pairs"] == len(pairs)
        weight = sum(one[6] * two[6] for one, two in pairs)
        won = sum(one[6] * two[6] * ((one[2] > two[2]) + (one[2] == two[2]) / 2) for one, two in pairs)
        assert row["value"] == (pytest.approx(won / weight) if pairs else None)
        assert [level for level, _, figure in rows if figure == name].count("outlet") == 0
    for (level, part), own in parts.items():
        yes, flagged = ([one[6] for one in own if one[at]] for at in (0, 1))
        both = [one[6] for one in own if one[0] and one[1]]
        expected: dict[str, float | None] = dict.fromkeys(("precision", "recall", "f1"))
        if len(own) >= 10:
            expected["precision"], expected["recall"] = (
                sum(both) / sum(among) if among else None for among in (flagged, yes)
            )
            expected["f1"] = 2 * sum(both) / (sum(yes) + sum(flagged)) if yes or flagged else 0.0
        for name, share in expected.items():
            row = rows[level, part, name]
            assert row["value"] == (None if share is None else pytest.approx(share))
            assert (row["articles"], row["yes"], row["flagged"]) == (len(own), len(yes), len(flagged))
            ends: tuple[float | None, ...] = (None, None)
            if share is not None and name != "f1":
                among = flagged if name == "precision" else yes
                # Kish (1965): what unlike weights leave of the number.
                ends = wilson(share, sum(among) ** 2 / sum(weight**2 for weight in among))
            assert (row["low"], row["high"]) == (ends if ends[0] is None else pytest.approx(ends))


@pytest.mark.parametrize(("yes", "no", "told"), [(9, 12, False), (12, 9, False), (10, 10, True), (10, 11, True)])
def test_an_auc_has_an_interval_from_ten_articles_of_either_kind(yes: int, no: int, told: bool) -> None:
    articles: Articles = [(at < yes, True, at % 4, 5, "a", "en", 1.0) for at in range(yes + no)]
    row = found(articles)["all", "all", "auc"]
    assert (row["low"] is not None, row["high"] is not None) == (told, told)
    if told:
        assert row["low"] < row["value"] < row["high"]
    # Without a pair there is nothing to redraw.
    apart: Articles = [(at < yes, True, at % 4, 5 + (at < yes), "a", "en", 1.0) for at in range(yes + no)]
    row = found(apart)["all", "all", "auc_same_length"]
    assert (row["value"], row["low"], row["pairs"]) == (None, None, 0)


def test_where_nothing_is_said_and_nothing_coded_f1_is_nought() -> None:
    rows = found([(False, False, 0, 5, "a", "en", 1.0)] * 10)
    told = {name: rows["all", "all", name] for name in ("precision", "recall", "f1")}
    assert {name: row["value"] for name, row in told.items()} == {"precision": None, "recall": None, "f1": 0.0}


def test_units_are_numbered_from_nought_without_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that no article has would be redrawn as a unit of none."""
    seen: list[list[int]] = []

    def noted(again: Callable[[Any], float], group: Any) -> tuple[float, float]:
        seen.append(sorted(set(group.tolist())))
        return bootstrap_interval(again, group, replicates=2)

    monkeypatch.setattr(machines, "bootstrap_interval", noted)
    frame = frame_of([(at % 2 == 0, True, at % 4, 5, "a", "en", 1.0) for at in range(24)])
    figures_of("m", frame.with_columns(unit=pl.col("unit") // 3 * 5 + 7))
    assert seen
    assert all(one == list(range(8)) for one in seen)


def test_articles_of_one_unit_are_redrawn_together() -> None:
    articles: Articles = [(at % 3 == 0, True, (at * 7) % 4, 5, "a", "en", 1.0) for at in range(120)]
    alone = frame_of(articles)
    widths = []
    for frame in (alone, alone.with_columns(unit=pl.col("unit") // 12)):
        rows = pl.DataFrame(figures_of("m", frame), schema=FIGURES, orient="row")
        low, high = rows.filter(level="all", figure="auc").select("low", "high").row(0)
        widths.append(high - low)
    # Each dozen has the same articles: however they are redrawn, the AUC is the same.
    assert widths[1] == pytest.approx(0)
    assert widths[0] > 0.1


@given(st.lists(ARTICLE, min_size=1, max_size=40))
def test_a_curve_has_a_tenth_of_the_articles_in_each_bin(articles: Articles) -> None:
    rows = pl.DataFrame(curve_of("m", frame_of(articles)), schema=CURVE, orient="row").to_dicts()
    assert sum(row["articles"] for row in rows) == len(articles)
    assert [row["value"] for row in rows] == sorted({row["value"] for row in rows})
    # Of four values, each is a bin of its own where it is a tenth of the articles or more.
    sizes = {value: [one for one in articles if one[2] == value] for value in range(4)}
    for value, own in sizes.items():
        if min(len(of) for of in sizes.values() if of) >= len(articles) / 10 and own:
            (row,) = (row for row in rows if row["value"] == pytest.approx(value))
            weight = sum(one[6] for one in own)
            assert row["share"] == pytest.approx(sum(one[6] for one in own if one[0]) / weight)
            assert row["articles"] == len(own)


def test_the_bins_of_a_curve_are_ten() -> None:
    articles: Articles = [(at >= 30, True, at, 5, "a", "en", 1.0 + at % 2) for at in range(60)]
    rows = pl.DataFrame(curve_of("m", frame_of(articles)), schema=CURVE, orient="row")
    assert rows["articles"].to_list() == [6] * 10
    # The mean of each bin is weighed as its share is: 1 and 2 in turn, the heavier one above.
    last = range(54, 60)
    assert rows["value"][-1] == pytest.approx(sum(at * (1 + at % 2) for at in last) / sum(1 + at % 2 for at in last))


@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from([1.0, 3.0]), st.sets(st.sampled_from("xyz"))), min_size=1, max_size=15
    )
)
def test_an_entry_earns_what_f1_loses_without_it(rows: list[tuple[bool, float, set[str]]]) -> None:
    coded = pl.DataFrame(
        [(f"{at}", yes, weight, bool(entries)) for at, (yes, weight, entries) in enumerate(rows)],
        schema={"article_id": pl.String, "yes": pl.Boolean, "weight": pl.Float64, "flagged": pl.Boolean}, orient="row",
    )  # fmt: skip
    # Each entry twice in an article: it counts once.
    spans = pl.DataFrame(
        [(f"{at}", name, name.upper()) for at, row in enumerate(rows) for name in sorted(row[2]) for _ in range(2)],
        schema=dict.fromkeys(("article_id", "entry_id", "surface"), pl.String), orient="row",
    )  # fmt: skip
    told = {row["entry_id"]: row for row in entries_of(coded, spans).iter_rows(named=True)}
    assert set(told) == set().union(*(entries for _, _, entries in rows))

    def f1(without: str) -> float:
        flagged = [bool(entries - {without}) for _, _, entries in rows]
        both = sum(weight for (yes, weight, _), said in zip(rows, flagged, strict=True) if yes and said)
        either = sum(weight * (yes + said) for (yes, weight, _), said in zip(rows, flagged, strict=True))
        return 2 * both / either if either else 0.0

    for name, row in told.items():
        hit = [(yes, len(entries) == 1) for yes, _, entries in rows if name in entries]
        assert row["surface"] == name.upper()
        counts = [(yes, alone) for yes in (True, False) for alone in (False, True)]
        expected = [sum(of == yes and (single or not alone) for of, single in hit) for yes, alone in counts]
        assert [row[of] for of in ("yes", "yes_alone", "no", "no_alone")] == expected
        assert row["gain"] == pytest.approx(f1("") - f1(name))


CODED = frame_of([(at % 2 == 0, True, 0, 5, "a", "en", 1.0) for at in range(4)])


@pytest.mark.parametrize(
    ("values", "flagged"),
    [
        ([0.0, 0.49, 0.5, 1.0], [False, False, True, True]),
        ([0.0, 0.5, 0.2, 1.01], [False, True, True, True]),
        ([-0.01, 0.0, 0.01, 1.0], [False, False, True, True]),
        ([0.0, 1.0, 1.0, 0.0], [False, True, True, False]),
    ],
)
def test_shares_are_yes_from_one_half_and_other_numbers_above_zero(values: list[float], flagged: list[bool]) -> None:
    scores = pl.DataFrame({"article_id": ["0", "1", "2", "3"], "m": values})
    told, missing = machines_of(CODED, scores)
    assert list(told) == ["lexicon", "m"]
    assert told["lexicon"].equals(CODED)
    assert told["m"].select("value", "flagged").rows() == list(zip(values, flagged, strict=True))
    assert missing == {"m": 0}


def test_articles_without_a_number_are_missing_and_ids_may_be_numbers() -> None:
    scores = pl.DataFrame({"article_id": [3, 1, 0], "m": [1.0, None, 0.4], "n": [1, 2, 4]})
    told, missing = machines_of(CODED, scores)
    assert missing == {"m": 2, "n": 1}
    assert told["m"].select("article_id", "value").rows() == [("0", 0.4), ("3", 1.0)]
    assert told["n"]["value"].to_list() == [4, 2, 1]
    alone, none = machines_of(CODED, None)
    assert (list(alone), none) == (["lexicon"], {})


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        # Articles of one kind alone.
        ({"article_id": ["0", "2"], "m": [1, 2]}, "'m' says nothing of the articles"),
        ({"article_id": ["0", "1"], "m": [1.0, float("nan")]}, "'m' has what is no number"),
    ],
)
def test_scores_that_cannot_stand_beside_codes_are_refused(scores: dict[str, list[Any]], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        machines_of(CODED, pl.DataFrame(scores))
