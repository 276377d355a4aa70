"""Codes put a machine's figures right: means, intervals and ratios, against the truth and by the formula."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.errors import UsageError
from framing.statistics.correction import FEW_CODES, correct, corrected_ratio
from tests.benchmarks.correction import held, of_units, pooled


def machine(values: list[float], key: str = "a") -> pl.DataFrame:
    ids = [f"{key}{at}" for at in range(len(values))]
    return pl.DataFrame({"article_id": ids, "key": key, "value": values})


def codes(frame: pl.DataFrame, given_codes: list[float]) -> pl.DataFrame:
    return pl.DataFrame({"article_id": frame["article_id"].head(len(given_codes)), "code": given_codes})


def test_ratios_hold_the_truth_where_the_raw_ones_do_not() -> None:
    for event in (1, 5):
        found = held(60, 100, event=event)
        assert found.raw < 0.3
        assert found.corrected >= 0.9
        assert found.width < 1
        assert found.gain > 1.3


def test_the_formula() -> None:
    # Eight of ten said, of the first 50 codes 30 yes; a machine that is no help has the slope 0.
    frame = machine([1.0] * 80 + [0.0] * 20)
    given_codes = [1.0, 1.0, 1.0, 0.0, 0.0] * 10
    row = correct(frame, codes(frame, given_codes)).row(0, named=True)
    assert row["slope"] == 0
    assert row["machine"] == 0.8
    assert row["estimate"] == pytest.approx(0.6)
    # The variance of a mean of 50, as of any sample, with the units' factor n / (n − 1) of all hundred.
    assert row["se"] == pytest.approx(np.sqrt(0.24 / 50 * 100 / 99))
    assert row["gain"] == 1


def test_a_machine_that_is_right_is_taken_at_its_word() -> None:
    random = np.random.default_rng(1)
    truth = (random.random(4000) < 0.25).astype(float)
    frame = machine(truth.tolist())
    row = correct(frame, codes(frame, truth[:60].tolist())).row(0, named=True)
    assert row["slope"] == 1
    assert row["estimate"] == pytest.approx(truth.mean())
    # As sure as if all 4,000 had been coded.
    assert row["se"] == pytest.approx(np.sqrt(0.25 * 0.75 / 4000), rel=0.05)
    assert row["gain"] == pytest.approx(4000 / 60, rel=0.3)


def test_articles_that_were_rather_drawn_count_less() -> None:
    random, estimates = np.random.default_rng(2), []
    said = (random.random(3000) < 0.3).astype(float)
    truth = np.where(random.random(3000) < 0.8, said, 1 - said)
    chance = np.where(said == 1, 0.2, 0.04)
    for _ in range(60):
        drawn = np.flatnonzero(random.random(3000) < chance)
        frame = machine(said.tolist())
        given_codes = pl.DataFrame(
            {"article_id": frame["article_id"][drawn.tolist()], "code": truth[drawn], "chance": chance[drawn]}
        )
        row = correct(frame, given_codes, finite=True).row(0, named=True)
        estimates.append((row["estimate"], row["low"] <= truth.mean() <= row["high"]))
    values, inside = np.array(estimates).T
    assert values.mean() == pytest.approx(truth.mean(), abs=0.01)
    assert inside.mean() >= 0.88


def test_what_is_all_coded_is_known_exactly_of_these_articles_and_not_at_large() -> None:
    truth = [1.0, 0.0, 0.0, 1.0, 0.0] * 12
    frame = machine([0.0, 1.0] * 30)
    here, at_large = (correct(frame, codes(frame, truth), finite=finite).row(0, named=True) for finite in (True, False))
    assert here["estimate"] == at_large["estimate"] == pytest.approx(0.4)
    assert here["low"] == here["high"] == pytest.approx(0.4)
    assert at_large["low"] < 0.3 < 0.5 < at_large["high"]


def test_copies_are_one_unit() -> None:
    random = np.random.default_rng(3)
    truth = np.repeat((random.random(200) < 0.5).astype(float), 10)
    frame = machine(np.zeros(2000).tolist())
    in_units = frame.with_columns(unit=pl.int_range(pl.len()) // 10)
    apart, together = (correct(each, codes(each, truth.tolist()))["se"].item() for each in (frame, in_units))
    assert together / apart == pytest.approx(np.sqrt(10), rel=0.1)


@pytest.mark.parametrize(("units", "status", "needed"), [(1, "few-units", 4), (4, "few-units", 1), (5, "ok", 0)])
def test_codes_of_a_few_events_tell_too_little(units: int, status: str, needed: int) -> None:
    frame = machine([1.0, 0.0] * 50).with_columns(unit=pl.int_range(100) // 7 % units)
    row = correct(frame, codes(frame, [1.0, 0.0, 0.0] * 30)).row(0, named=True)
    assert (row["status"], row["needed"]) == (status, needed)
    assert (row["se"] is None) == (status != "ok")


def test_rates_are_sums_over_sizes() -> None:
    frame = machine([2.0, 0.0] * 40).with_columns(size=pl.Series([0.5, 1.5] * 40))
    row = correct(frame, codes(frame, [1.0, 2.0] * 25)).row(0, named=True)
    assert row["machine"] == pytest.approx(80 / 80)
    assert row["by_hand"] == pytest.approx(1.5 * 80 / 80)


@given(st.integers(0, FEW_CODES + 1), st.booleans())
def test_too_few_codes_or_one_code_alone_are_withheld_and_what_is_missing_is_said(number: int, alike: bool) -> None:
    frame = machine([1.0, 0.0] * 50)
    given_codes = [1.0 if alike else float(at % 2) for at in range(number)]
    row = correct(frame, codes(frame, given_codes)).row(0, named=True)
    expected = "few-codes" if number < FEW_CODES else "one-code" if alike else "ok"
    assert (row["status"], row["needed"]) == (expected, max(FEW_CODES - number, 0))
    assert (row["estimate"] is None) == (expected != "ok")
    assert row["machine"] == 0.5


def rows(a: tuple[float, float], b: tuple[float, float]) -> pl.DataFrame:
    named = [(key, *figure, 1e6, "ok") for key, figure in (("a", a), ("b", b))]
    return pl.DataFrame(named, schema=["key", "estimate", "se", "df", "status"], orient="row")


@given(st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0, 10))
def test_fiellers_interval_holds_the_ratios_that_are_not_refuted(
    a: float, b: float, one: float, two: float, ratio: float
) -> None:
    found = corrected_ratio(rows((a, one), (b, two)), "a", "b")
    if max(one / a, two / b) < 0.5:
        half = 1.96 * np.hypot(one / a, two / b)
        assert [found.low, found.high] == pytest.approx([a / b * np.exp(-half), a / b * np.exp(half)], rel=1e-3)
        return
    away = abs(a - ratio * b) / np.sqrt(one**2 + ratio**2 * two**2)
    if abs(away - 1.96) > 1e-3 * (1 + away):
        assert (found.low <= ratio <= found.high) == (away < 1.96)


def test_a_ratio_that_the_codes_leave_open_has_no_end() -> None:
    assert corrected_ratio(rows((0.4, 0.05), (0.02, 0.02)), "a", "b").high == np.inf
    assert corrected_ratio(rows((0.02, 0.02), (0.4, 0.05)), "a", "b").low == 0


def test_bad_codes_are_refused() -> None:
    frame = machine([1.0, 0.0] * 30)
    good = codes(frame, [1.0, 0.0] * 25)
    wrong = [
        (frame, good.drop("code"), "correction.column"),
        (frame, pl.concat([good, good.head(1)]), "correction.twice"),
        (pl.concat([frame, frame.head(1)]), good, "correction.twice"),
        (frame.tail(20), good, "correction.strangers"),
        (frame, good.with_columns(code=pl.lit("maybe")), "correction.code"),
        (frame, good.with_columns(chance=pl.lit(0.0)), "correction.chance"),
        (frame, good.with_columns(chance=pl.lit("often")), "correction.chance"),
        (frame.with_columns(value=pl.lit("much")), good, "correction.machine"),
        (frame.with_columns(value=pl.lit(None, pl.Float64)), good, "correction.machine"),
        (frame.with_columns(size=pl.lit(float("inf"))), good, "correction.machine"),
    ]
    for given_machine, given_codes, code in wrong:
        with pytest.raises(UsageError) as refused:
            correct(given_machine, given_codes)
        assert refused.value.code == code
        assert refused.value.hint
    with pytest.raises(UsageError, match="few-codes"):
        corrected_ratio(correct(frame, good.head(3)), "a", "a")


def test_the_lexicons_figures_are_put_right() -> None:
    random = np.random.default_rng(4)
    loud = random.random(300) < 0.3
    # A word that the lexicon does not have, half of the time.
    words = np.where(random.random(300) < 0.5, "historic", "zorbish")
    texts = [
        f"It was a {word if is_loud else 'long'} deal, no {at}, they said."
        for at, (word, is_loud) in enumerate(zip(words, loud, strict=True))
    ]
    news = pl.DataFrame(
        {
            "article_id": [f"{at}" for at in range(300)],
            "text": texts,
            "outlet": "a",
            "cluster": [f"{at}" for at in range(300)],
        }
    )
    given_codes = news.select("article_id", code=pl.Series(loud.astype(int))).sample(120, seed=1)
    scored = framing.score(news)
    found = framing.corrected(scored, news, given_codes, "praise").row(0, named=True)
    assert found["machine"] == pytest.approx((loud & (words == "historic")).mean())
    assert found["low"] <= loud.mean() <= found["high"]
    rate = framing.corrected(scored, news, given_codes, "praise", kind="rate").row(0, named=True)
    words_of_all = scored.articles["words"].sum() / 1000
    assert rate["machine"] == pytest.approx((loud & (words == "historic")).sum() / words_of_all)
    with pytest.raises(UsageError, match="no dimension"):
        framing.corrected(scored, news, given_codes, "prise")
    with pytest.raises(UsageError, match="no column 'article_id' in the codes"):
        framing.corrected(scored, news, given_codes.rename({"article_id": "id"}), "praise")
    with pytest.raises(UsageError, match="none of the 1"):
        framing.corrected(scored, news, given_codes.head(1).with_columns(article_id=pl.lit("x")), "praise")
    # Another machine in its place: one that is never wrong is taken at its word.
    oracle = news.select("article_id", oracle=pl.Series(loud.astype(float)))
    row = framing.corrected(scored, news, given_codes, "praise", scores=oracle).row(0, named=True)
    assert row["machine"] == pytest.approx(loud.mean())
    assert row["estimate"] == pytest.approx(loud.mean(), abs=0.005)
    assert row["gain"] > found["gain"]
    for wrong, said in (
        (oracle.head(299), "says nothing, or no number, of 1 of 300"),
        (oracle.with_columns(oracle=pl.lit("yes")), "0 of them hold numbers"),
        (pl.concat([oracle, oracle.head(1)]), "two rows"),
        (oracle.with_columns(more=1), "scores have the columns article_id, oracle, more"),
    ):
        with pytest.raises(UsageError, match=said):
            framing.corrected(scored, news, given_codes, "praise", scores=wrong)


def test_few_codes_of_many_keys_are_drawn_to_each_other_and_hold_the_truth() -> None:
    told = pooled(12, 10, 10)
    assert float(told.split()[1].rstrip(",")) >= 0.88
    # Much narrower than ten codes by themselves.
    assert float(told.split()[4]) < 0.75
    assert told.endswith("(120 figures)")


def test_intervals_from_few_events_are_as_wide_as_so_few_can_tell() -> None:
    assert float(of_units(150, 5).split()[1]) >= 0.88


@pytest.mark.parametrize(
    ("keys", "each", "population", "statuses"),
    [
        (6, 10, True, {"pooled"}),
        (6, 10, False, {"few-codes"}),
        (4, 30, True, {"few-codes"}),
        (6, 4, True, {"few-codes"}),
        # Thirty codes are too few for anything.
        (5, 6, True, {"few-codes"}),
    ],
)
def test_who_is_drawn_to_others(keys: int, each: int, population: bool, statuses: set[str]) -> None:
    frame = pl.concat(machine([float(at % 3 == 0) for at in range(90)], f"k{key}") for key in range(keys))
    if population:
        frame = frame.with_columns(population=pl.lit("hi"))
    truth = pl.concat(
        codes(machine([0.0] * 90, f"k{key}"), [float(at % 4 == 0) for at in range(each)]) for key in range(keys)
    )
    if keys * each == 30:
        truth = truth.head(30)
    rows = correct(frame, truth)
    assert set(rows["status"]) == statuses
    assert rows["needed"].to_list() == [FEW_CODES - each] * keys
    if statuses == {"pooled"}:
        assert (rows["low"] < rows["estimate"]).all()
        assert (rows["estimate"] < rows["high"]).all()
        assert (rows["high"] <= 1).all()
        assert (rows["gain"] > 1).all()
        with pytest.raises(UsageError, match="leans on those of others"):
            corrected_ratio(rows, "k0", "k1")


NEWS = pl.DataFrame(
    {
        "article_id": [str(at) for at in range(80)],
        "text": [f"It was a historic deal, {at}." if at % 2 else f"It rained for {at} days." for at in range(80)],
        "outlet": ["a", "a", "b", "b"] * 20,
    }
)


@pytest.fixture(scope="module")
def scored() -> framing.Scored:
    return framing.score(NEWS)


def labels(**columns: Any) -> pl.DataFrame:
    yes = pl.col("text").str.contains("historic")
    frame = NEWS.select("article_id", code=pl.when(yes).then(pl.lit("yes")).otherwise(pl.lit("no")))
    return frame.with_columns(dimension=pl.lit("praise"), chance=pl.lit(1.0)).with_columns(**columns)


def test_labels_stand_beside_the_estimates_in_one_table(scored: framing.Scored) -> None:
    plain = framing.estimate(scored, NEWS, measures=["praise", "doubt"], levels=["outlet"])
    rows = framing.estimate(scored, NEWS, labels=labels(), measures=["praise", "doubt"], levels=["outlet"])
    assert rows.select(plain.columns).equals(plain)
    own = rows.filter(dimension="praise")
    assert own.select("estimand", "coded", "by_hand", "corrected", "correction").rows() == [
        ("share", 40, 0.5, 0.5, "ok"),
        ("share", 40, 0.5, 0.5, "ok"),
    ]
    assert rows.filter(dimension="doubt")["coded"].is_null().all()
    other = NEWS.select("article_id", said=pl.lit(0.0))
    silent = framing.estimate(scored, NEWS, labels=labels(), scores=other, measures=["praise"], levels=["outlet"])
    assert silent["machine"].to_list() == [0.0, 0.0]
    assert silent["corrected"].to_list() == [0.5, 0.5]


def test_the_kind_of_label_says_what_is_put_right(scored: framing.Scored) -> None:
    asked: Any = {"measures": ["praise"], "levels": ["outlet"]}
    own = framing.estimate(scored, NEWS, labels=labels(code=pl.int_range(pl.len()) % 4), **asked)
    assert set(own["estimand"]) == {"rate"}
    spans = labels().select("article_id", start=pl.int_range(pl.len()), end=pl.int_range(pl.len()) + 1, chance=1.0)
    both = pl.concat([spans, spans.head(40)])
    assert framing.estimate(scored, NEWS, labels=both, **asked)["estimand"].to_list() == ["rate", "rate"]
    unsure = labels(code=pl.when(pl.int_range(pl.len()) < 8).then(pl.lit("unsure")).otherwise("code"))
    row = framing.estimate(scored, NEWS, labels=pl.concat([unsure]), **asked).row(0, named=True)
    assert row["correction"] == "few-codes"
    assert row["least"] is not None
    assert row["least"] < row["most"]


@pytest.mark.parametrize(
    ("given_labels", "code"),
    [
        (labels().drop("article_id"), "labels.column"),
        (labels().drop("code"), "labels.column"),
        (labels(code=pl.lit("maybe")), "labels.code"),
        (labels(content_sha256=pl.lit("x")), "labels.none"),
        (labels(article_id=pl.lit("x") + pl.col("article_id")), "labels.none"),
        (labels(burned=pl.lit(True)), "labels.none"),
        (labels(dimension=pl.lit("tone of voice")), "labels.dimension"),
        (labels(entry_id=pl.lit("en.praise.historic")), "labels.hits"),
        (pl.concat([labels(), labels()]), "correction.twice"),
        (labels().clear(), "labels.dimension"),
    ],
)
def test_labels_that_cannot_be_used_are_refused_in_one_line(
    scored: framing.Scored, given_labels: pl.DataFrame, code: str
) -> None:
    with pytest.raises(UsageError) as refused:
        framing.estimate(scored, NEWS, labels=given_labels, measures=["praise"], levels=["outlet"])
    assert refused.value.code == code
    assert "\n" not in str(refused.value)


def test_labels_that_are_left_out_are_counted(scored: framing.Scored) -> None:
    mixed = labels(burned=pl.int_range(pl.len()) < 3).drop("chance")
    with pytest.warns(framing.FramingWarning) as warned:
        framing.estimate(scored, NEWS, labels=mixed, measures=["praise"], levels=["outlet"])
    texts = " ".join(str(each.message) for each in warned)
    assert "3 labels on which a lexicon was tuned: left out" in texts
    assert "no column 'chance'" in texts
