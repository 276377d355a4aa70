"""Reliability: what was drawn, what two halves agree on, and nothing where nothing can be told."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

import framing
from framing.statistics.rankings import articles_needed, reliability, sizes
from tests.benchmarks.reliability import halves

Floats = npt.NDArray[np.float64]


def drawn(
    random: np.random.Generator, outlets: int, units: int, cv: float
) -> tuple[Floats, Floats, npt.NDArray[np.int64]]:
    """Hits, words and outlets: rates 4 per 1,000 words, outlets' CV given, texts' CV 1."""
    outlet = np.repeat(np.arange(outlets), units)
    rates = 0.004 * (random.gamma(cv**-2, cv**2, outlets) if cv else np.ones(outlets))
    words = random.lognormal(6, 0.5, len(outlet))
    return random.poisson(rates[outlet] * random.gamma(1, 1, len(outlet)) * words).astype(np.float64), words, outlet


def test_reliability_is_the_share_of_true_differences() -> None:
    random = np.random.default_rng(1)
    for cv, units in ((0.5, 10), (0.3, 40)):
        # Var of a rate over the mean²: chance, one over the hits; texts' CV², one over the effective texts, and more
        # where an outlet's own rate is higher.
        error = 1 / (0.004 * units * 457) + (1 + cv**2) * np.exp(0.25) / units
        expected = cv**2 / (cv**2 + error)
        found = [reliability(*drawn(random, 60, units, cv), 60) for _ in range(8)]
        assert np.mean([one.value.mean() for one in found]) == pytest.approx(expected, abs=0.05)
        assert np.mean([one.between for one in found]) == pytest.approx(cv, rel=0.15)


@pytest.mark.parametrize("units", [12, 40])
def test_two_halves_agree_as_much_as_it_says(units: int) -> None:
    random = np.random.default_rng(2)
    hits, words, outlet = drawn(random, 80, units, 0.5)
    said, agreed = halves(hits, words, outlet, 80, splits=20)
    assert agreed == pytest.approx(said, abs=0.08)


def test_outlets_that_do_not_differ_cannot_be_ranked() -> None:
    random = np.random.default_rng(3)
    values = [reliability(*drawn(random, 30, 20, 0.0), 30).value.mean() for _ in range(20)]
    assert np.mean(values) < 0.15
    exact = reliability(np.ones(40), np.full(40, 100.0), np.repeat(np.arange(10), 4), 10)
    assert exact.value.tolist() == [0.0] * 10
    assert np.isinf(exact.needed).all()


def test_more_articles_of_the_kind_make_it_so() -> None:
    assert articles_needed([20.0], [0.5]).tolist() == pytest.approx([80.0])
    assert articles_needed([20.0], [0.8]).tolist() == pytest.approx([20.0])
    assert articles_needed([20.0], [0.5], aim=0.9).tolist() == pytest.approx([180.0])


def test_too_few_outlets_say_nothing() -> None:
    hits, words, outlet = drawn(np.random.default_rng(4), 8, 10, 0.5)
    assert np.isfinite(reliability(hits, words, outlet, 8).value).all()
    seven = outlet < 7
    assert np.isnan(reliability(hits[seven], words[seven], outlet[seven], 7).value).all()
    # An outlet without words says nothing, and is none of the eight.
    found = reliability(hits[seven], words[seven], outlet[seven], 8)
    assert np.isnan(found.value).all()
    assert np.isnan(reliability(np.zeros(80), words, outlet, 8).value).all()
    assert np.isnan(reliability(words, words, outlet, 8, share=True).value).all()
    assert np.isnan(reliability([], [], [], 0).between)


def test_proportions_have_a_reliability_too() -> None:
    random = np.random.default_rng(5)
    outlet = np.repeat(np.arange(40), 30)
    both = random.poisson(3.0, len(outlet)).astype(np.float64)
    share = random.beta(2, 2, 40)[outlet]
    found = reliability(random.binomial(both.astype(int), share), both, outlet, 40, share=True)
    assert found.value.mean() > 0.85
    assert found.between == pytest.approx(np.sqrt(0.05) / 0.5, rel=0.3)


#: Of each of eight outlets some units: hits and words, of which few have none.
UNITS = st.lists(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from([0, 40, 90, 200])), min_size=1, max_size=5),
    min_size=8,
    max_size=9,
)


@settings(max_examples=60)
@given(UNITS, st.booleans())
def test_it_is_worked_out_as_it_is_defined(units: list[list[tuple[int, int]]], share: bool) -> None:
    """Sampling variances by moments, and τ² at which the weighted spread is one less than there are outlets."""
    kept = [[(min(y, n), n) for y, n in own if n] for own in units]
    rows = [(y, n, at) for at, own in enumerate(kept) for y, n in own]
    hits, words = sum(y for y, _, _ in rows), sum(n for _, n, _ in rows)
    # Units without words, whatever hits they have, count for nothing.
    given = [(min(y, n) if n else y, n, at) for at, own in enumerate(units) for y, n in own]
    y, n, outlet = (np.array(column) for column in zip(*given, strict=True))
    found = reliability(y, n, outlet, len(units), share=share)
    if not hits:
        assert np.isnan(found.value).all()
        assert np.isnan(found.error).all()
        return
    mean = hits / words
    chance = mean * (1 - mean) if share else mean
    residual = expected = extra_of = 0.0
    for own in filter(None, kept):
        total = sum(n for _, n in own)
        rate = sum(y for y, _ in own) / total
        residual += sum((y - rate * n) ** 2 for y, n in own)
        # E of (y − rate · n)², where Var(y) = chance · n + extra · n² and rate is from the units themselves.
        expected += sum(n * (1 - n / total) for _, n in own)
        extra_of += sum(
            n**2 * (1 - n / total) ** 2 + sum((n * m / total) ** 2 for place, (_, m) in enumerate(own) if place != at)
            for at, (_, n) in enumerate(own)
        )
    extra = max((residual - chance * expected) / extra_of, 0.0) if extra_of > 1e-9 else 0.0
    variance = [
        (chance * sum(n for _, n in own) + extra * sum(n * n for _, n in own)) / sum(n for _, n in own) ** 2
        if own
        else None
        for own in kept
    ]
    for each, one in zip(found.error, variance, strict=True):
        assert (each == pytest.approx(math.sqrt(one) / mean)) if one is not None else np.isnan(each)
    known = [
        (sum(y for y, _ in own) / sum(n for _, n in own), one)
        for own, one in zip(kept, variance, strict=True)
        if one is not None
    ]
    if len(known) < 8:
        assert np.isnan(found.value).all()
        assert np.isnan(found.between)
        return

    def spread(between: float) -> float:
        weights = [1 / (one + between) for _, one in known]
        centre = sum(w * value for w, (value, _) in zip(weights, known, strict=True)) / sum(weights)
        return sum(w * (value - centre) ** 2 for w, (value, _) in zip(weights, known, strict=True)) - (len(known) - 1)

    between = float(optimize.brentq(spread, 0.0, 100.0, xtol=1e-14)) if spread(0.0) > 0 else 0.0
    assert found.between == pytest.approx(math.sqrt(between) / mean, rel=1e-4, abs=1e-6)
    rho = [between / (between + one) if one is not None else math.nan for one in variance]
    assert found.value.tolist() == pytest.approx(rho, rel=1e-4, abs=1e-9, nan_ok=True)
    for at, (needed, one) in enumerate(zip(found.needed, rho, strict=True)):
        if one > 1e-6:
            assert needed == pytest.approx(len(kept[at]) * 4 * (1 - one) / one, rel=1e-3)


def test_sizes_speak_of_the_middle_outlet(lexicon: framing.Lexicon) -> None:
    """Outlets of 5, 6, … 13 articles, of 20 words each, with panic in more and more of them; and eight in Hindi."""
    random, rows = np.random.default_rng(8), []
    for language, panic, outlets in (("en", "panic", 9), ("hi", "लड़ाई", 8)):
        for outlet in range(outlets):
            for at in range(5 + outlet):
                hits = int(random.integers(0, 1 + outlet))
                letters = "bcdfghjk" if language == "en" else "कगचजटडतद"
                others = ["".join(random.choice(list(letters), 6)) for _ in range(20 - hits)]
                rows.append(
                    (
                        f"{language} {outlet} {at}",
                        f"{language} {outlet}",
                        language,
                        " ".join([*others, *[panic] * hits]),
                        hits,
                    )
                )
    names = ["article_id", "outlet", "language", "text", "hits"]
    news = pl.DataFrame(rows, schema=names, orient="row")
    scored = framing.score(news.drop("hits"), lexicon)
    found = sizes(scored, news.drop("hits"), lexicon, each=50)
    told = {(row["language"], row["dimension"]): row for row in found.iter_rows(named=True)}
    assert ("hi", "sensational") not in told  # Nobody has a hit of it.
    for (language, dimension), outlets in ((("en", "sensational"), 9), (("hi", "conflict"), 8)):
        own = news.filter(language=language)
        number = own["outlet"].str.slice(3).cast(pl.Int64).to_numpy()
        expected = reliability(own["hits"].to_numpy(), np.full(own.height, 20.0), number, outlets)
        row = told[language, dimension]
        assert (row["outlets"], row["articles"]) == (outlets, np.median(np.arange(outlets) + 5))
        assert row["reliability"] == pytest.approx(np.median(expected.value))
        assert row["articles_needed"] == pytest.approx(np.median(expected.needed))
        # What can be seen with a chance of .8 at .05: 1.96 + .84 standard errors, here of fifty articles.
        error = np.median(expected.error * np.sqrt(np.arange(outlets) + 5)) / np.sqrt(50)
        assert row["detectable"] == pytest.approx(np.exp(2.8 * error))


def test_too_few_outlets_have_sizes_without_a_reliability(lexicon: framing.Lexicon) -> None:
    news = pl.DataFrame(
        {"article_id": ["1", "2"], "outlet": ["a", "b"], "text": ["panic in town", "panic and panic again"]}
    )
    found = sizes(framing.score(news, lexicon), news, lexicon).filter(dimension="sensational")
    (row,) = found.iter_rows(named=True)
    assert (row["outlets"], row["reliability"], row["articles_needed"]) == (2, None, None)
    assert row["detectable"] > 1
