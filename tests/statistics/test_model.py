"""The model beside plain numerical integration, and beside draws from itself."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from framing.statistics import model
from framing.statistics.figures import DRAWS, TAILS, between, cumulated, quantiles, uniforms, uniforms_of
from framing.statistics.model import Cells, Prior, fit

Floats = npt.NDArray[np.float64]


def cells(hits: list[float], thousands: list[float], texts: list[float]) -> Cells:
    return Cells(np.array(hits, float), np.array(thousands, float), np.array(texts, float), np.arange(len(hits)))


def integrated(counted: Cells, prior: Prior) -> tuple[Floats, Floats]:
    """Posterior mean and interval of each λ, by sums over plain, fine grids of everything."""
    around = prior.mean if prior.mean is not None else counted.hits.sum() / counted.thousands.sum()
    logs = np.concatenate([np.linspace(-60, -14, 231)[:-1], np.linspace(-14, 7, 1200)])
    rates, step = np.exp(logs), np.gradient(logs)
    means = np.log(around) + np.linspace(-7, 7, 57)
    known = stats.t.pdf(means - np.log(around), 3) if prior.mean is not None else np.ones(57)
    # No outlets vary more than 2.5.
    spreads = np.exp(np.linspace(np.log(prior.variation) - 2.4, np.log(2.5), 17))
    ends = np.r_[0.5, np.ones(15), 0.5]
    whole, parts = 0.0, np.zeros((len(counted.hits), len(logs)))
    for kappa in prior.extra * np.array([0.5, 1, 2, 4]):
        shape = counted.texts / kappa
        likely = np.array(
            [
                stats.nbinom.pmf(y, s, s / (s + n * rates))
                for y, n, s in zip(counted.hits, counted.thousands, shape, strict=True)
            ]
        )
        for mean, weight in zip(means, known, strict=True):
            for spread, end in zip(spreads, ends, strict=True):
                a = spread**-2.0
                density = stats.gamma.pdf(rates, a, scale=np.exp(mean) / a) * rates * step
                each = likely @ density
                chance = weight * end * np.exp(-((np.log(spread / prior.variation) / 0.8) ** 2) / 2) * each.prod()
                whole += chance
                parts += chance * likely * density / each[:, None]
    parts /= whole
    return parts @ rates, np.exp([np.interp(TAILS, np.cumsum(part), logs) for part in parts])


KNOWN = Prior(2.0, 0.6, 0.8)


@pytest.mark.parametrize(
    ("hits", "thousands", "texts", "prior"),
    [
        ([3], [2.0], [4.0], KNOWN),
        ([0, 12], [1.5, 2.0], [2.0, 6.0], KNOWN),
        ([2, 9, 120], [1.0, 4.0, 30.0], [2.0, 8.0, 50.0], KNOWN),
        ([0, 0, 3, 9], [2.0, 2.0, 2.0, 2.0], [5.0, 5.0, 5.0, 5.0], KNOWN),
        ([2, 9, 120], [1.0, 4.0, 30.0], [2.0, 8.0, 50.0], Prior(None, 0.6, 0.8)),
        ([5, 1, 12], [1.0, 4.0, 3.0], [2.0, 8.0, 6.0], Prior(3.0, 0.8, 1.6)),
    ],
)
def test_it_agrees_with_plain_integration(
    hits: list[float], thousands: list[float], texts: list[float], prior: Prior
) -> None:
    counted = cells(hits, thousands, texts)
    found = fit(counted, prior)
    mean, ends = integrated(counted, prior)
    assert found.estimate == pytest.approx(mean, rel=0.02)
    # The lower end of an outlet without hits is all tail.
    told = np.array(hits) > 0
    assert found.interval[told] == pytest.approx(ends[told], rel=0.06)
    assert found.interval[:, 1] == pytest.approx(ends[:, 1], rel=0.03)


def test_the_draws_are_those_of_the_posterior() -> None:
    found = fit(cells([0, 4, 40, 7], [1, 2, 9, 3], [2, 5, 20, 6]), Prior(3.0, 0.5, 1.0))
    rates = np.exp(found.logs.astype(np.float64))
    assert rates.shape == (DRAWS, 4)
    # Of the rate of an outlet without hits 400 draws know the mean to 3 %.
    assert rates.mean(axis=0) == pytest.approx(found.estimate, rel=0.03)
    assert (rates <= found.interval[:, 1]).mean(axis=0) == pytest.approx(TAILS[1], abs=0.02)
    alone = fit(cells([0, 4, 40, 7], [1, 2, 9, 3], [2, 5, 20, 6]), Prior(3.0, 0.5, 1.0), joint=False)
    assert np.exp(alone.logs).mean(axis=0) == pytest.approx(found.estimate, rel=0.03)


def test_many_outlets_are_worked_out_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    thousands = random.uniform(1, 20, 90)
    counted = cells(
        random.poisson(thousands * random.gamma(4, 1, 90)).tolist(), thousands.tolist(), (thousands / 0.4).tolist()
    )
    whole = fit(counted, Prior(4.0, 0.5, 0.5))
    monkeypatch.setattr(model, "_SAMPLES", (30, 45))
    parts = fit(counted, Prior(4.0, 0.5, 0.5))
    # Half of the outlets tell of the others' spread a little else than all.
    assert parts.estimate == pytest.approx(whole.estimate, rel=0.2)
    assert parts.logs.shape == whole.logs.shape


def test_outlets_drawn_in_steps_are_drawn_as_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = cells([0, 4, 40], [1, 2, 9], [2, 5, 20])
    at_once = fit(counted, Prior(3.0, 0.5, 1.0))
    monkeypatch.setattr(model, "_CELLS", 400)
    assert np.array_equal(fit(counted, Prior(3.0, 0.5, 1.0)).logs, at_once.logs)


def test_what_contradicts_the_prior_gives_it_up() -> None:
    as_usual = fit(cells([40], [10.0], [20.0]), Prior(4.0, 0.5, 0.5))
    far = fit(cells([4000], [10.0], [20.0]), Prior(0.01, 0.5, 0.5))
    assert (as_usual.conflict, far.conflict) == (False, True)
    assert far.estimate[0] == pytest.approx(400, rel=0.1)


def test_the_prior_is_given_up_as_seldom_as_it_says() -> None:
    random, mean, size = np.random.default_rng(6), 0.5, 5
    thousands, texts = np.full(size, 4.0), np.full(size, 10.0)
    given_up = {"as the prior has it": 0, "a thousand times": 0}
    for name, shifts in (
        ("as the prior has it", np.exp(random.standard_t(3, 400))),
        ("a thousand times", [1000.0] * 20),
    ):
        for shift in shifts:
            rates = np.minimum(mean * shift, 900) * random.gamma(4, 1 / 4, size)
            hits = random.poisson(random.gamma(texts, rates / texts) * thousands)
            counted = cells(hits.tolist(), thousands.tolist(), texts.tolist())
            given_up[name] += model._surprise(counted, Prior(mean, 0.5, 1.0), mean) < model._CONFLICT
    # One in a hundred, and three standard errors.
    assert given_up["as the prior has it"] <= 400 * 0.01 + 6
    assert given_up["a thousand times"] == 20


@pytest.mark.parametrize("hits", [0, 1, 7, 40])
def test_a_surprise_is_twice_the_smaller_tail_of_what_the_prior_expects(hits: int) -> None:
    """Of all outlets together; their mean is drawn from the prior, here by the middles of 2,000 equal shares of it."""
    counted, prior = cells([hits, 0], [2.0, 3.0], [4.0, 6.0]), Prior(2.0, 0.5, 0.8)
    # The coefficient of variation of all hits: that of outlets, and of their articles.
    varied = (2.0**2 * (0.25 + 0.8 / 4) + 3.0**2 * (0.25 + 0.8 / 6)) / 5.0**2
    means = 2.0 * 5.0 * np.exp(stats.t.ppf((np.arange(2_000) + 0.5) / 2_000, 3))
    hits_under = stats.nbinom(1 / varied, 1 / (1 + varied * means))
    fewer, more = np.mean(hits_under.cdf(hits)), np.mean(hits_under.sf(hits - 1))
    assert model._surprise(counted, prior, 2.0) == pytest.approx(min(1, 2 * min(fewer, more)), rel=0.02)


def test_outlets_vary_by_more_than_reference_news_at_least() -> None:
    counted = cells([2, 9, 12], [1.0, 4.0, 3.0], [2.0, 8.0, 6.0])
    few, least, more = (fit(counted, Prior(3.0, variation, 0.5)).estimate for variation in (0.1, 0.35, 0.36))
    assert np.array_equal(few, least)
    assert not np.array_equal(least, more)


def test_sides_of_a_density_have_a_spread_each() -> None:
    """Of two halves of normals, with a standard deviation of 1 to the left and of 2 to the right, each half of all."""
    values = np.linspace(-6, 12, 1_801)
    mass = np.where(values < 0, stats.norm.pdf(values), stats.norm.pdf(values, scale=2))
    # At 0 both halves end: it belongs to each by half.
    mass[values == 0] = (stats.norm.pdf(0) + stats.norm.pdf(0, scale=2)) / 2
    middle, sides = model._sides(np.array([mass, mass]), np.array([values, values]), 1.5)
    assert middle == pytest.approx([0, 0], abs=0.01)
    assert sides == pytest.approx(np.array([[1.5, 2.0]] * 2), rel=0.01)  # None is narrower than what is asked.


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([0.5, 0.2, 0.5, 0.2 * (1 + 1e-12)], [0.2, 0.5]),
        ([2.5, 2.5], [2.5, 2.75]),
    ],
)
def test_variations_rise_and_are_two_at_least(given: list[float], kept: list[float]) -> None:
    assert model._distinct(np.array(given)) == pytest.approx(kept)


def test_no_rate_is_above_a_thousand() -> None:
    found = fit(cells([5000, 0], [0.001, 100.0], [1.0, 1.0]), Prior(4.0, 0.5, 1.0))
    assert found.interval.max() <= 1000
    assert np.isfinite(found.estimate).all()


def test_a_place_has_the_same_numbers_whatever_else_is_drawn() -> None:
    assert np.array_equal(uniforms(3, [700, 2])[:, 1], uniforms(3, [2])[:, 0])
    assert not np.array_equal(uniforms(3, [2]), uniforms(4, [2]))
    many = uniforms(5, np.arange(60))
    assert np.abs(np.corrcoef(many.T) - np.eye(60)).max() < 0.25


def splitmix(number: int) -> int:
    """What SplitMix64 of the seed 0 gives as its number-th, from 1 (Steele, Lea & Flood, OOPSLA 2014)."""
    mixed = number * 0x9E3779B97F4A7C15 % 2**64
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB % 2**64
    return mixed ^ mixed >> 31


@pytest.mark.parametrize(("stream", "column"), [(0, 0), (1, 0), (3, 255), (3, 256), (2**24 - 1, 7), (2**24, 7)])
def test_the_numbers_of_a_place_are_ranks_of_splitmix(stream: int, column: int) -> None:
    """Streams are told apart by their last 24 bits, a place has 400 numbers of its stream."""
    assert [splitmix(number) for number in (1, 2, 3)] == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    first = stream % 2**24 * 2**40 + column * 400 + 1
    mixed = [splitmix(number % 2**64) for number in range(first, first + 400)]
    expected = [(sorted(mixed).index(one) + 0.5) / 400 for one in mixed]
    assert uniforms(stream, [column])[:, 0].tolist() == expected


def test_a_name_has_numbers_of_its_own() -> None:
    """Those of the place that its hash names: CRC-32 of 123456789 is CBF43926, of which the highest bit is left out."""
    assert np.array_equal(uniforms_of(2, ["x", "123456789"])[:, 1], uniforms(2, [0x4BF43926])[:, 0])


@given(
    st.integers(1, 70).flatmap(
        lambda points: st.lists(
            st.lists(st.sampled_from([0.0, 1e-20, 0.1, 1.0, 3.0]), min_size=points, max_size=points),
            min_size=1,
            max_size=4,
        )
    ),
    st.lists(st.floats(0, 1), min_size=3, max_size=3),
)
def test_the_stretch_of_a_share_is_found_as_by_looking_at_each_density(
    mass: list[list[float]], shares: list[float]
) -> None:
    grid = np.arange(len(mass[0]), dtype=np.float64) + np.zeros((len(mass), 1))
    total = cumulated(np.array(mass))
    row, at = np.arange(len(mass))[:, None], np.tile(shares, (len(mass), 1))
    found = between(np.hstack([grid, grid[:, -1:] + 1]), row, total, row, at)
    index = np.array([[np.searchsorted(one, share) for share in shares] for one in total])
    index = np.minimum(index, grid.shape[1] - 1)
    assert ((found >= index) & (found <= index + 1)).all()


def test_quantiles_are_those_of_a_normal() -> None:
    grid = np.linspace(-6, 6, 121)[None, :]
    found = quantiles(grid, stats.norm.pdf(grid), np.array([[0.025, 0.5, 0.9]]))
    assert found[0] == pytest.approx(stats.norm.ppf([0.025, 0.5, 0.9]), abs=0.01)


@pytest.mark.parametrize("prior", [Prior(7.049, 0.193, 0.51), Prior(3.0, 0.3, 0.2)])
@pytest.mark.parametrize("hits", [0, 1])
def test_hundreds_of_outlets_that_do_not_differ_have_a_fit(prior: Prior, hits: int) -> None:
    """The spread then lies at the lower end of what is taken for possible, where points of its grid fall together."""
    found = fit(cells([hits] * 300, [0.008] * 300, [1] * 300), prior)
    assert np.isfinite(found.estimate).all()
    assert np.ptp(found.estimate) < 0.05 * found.estimate.max()


def test_fits_of_few_outlets_are_kept_and_nobody_writes_into_them() -> None:
    def asked(outlets: int = 3, stream: int = 0, mean: float = 2.0, *, joint: bool = True) -> model.Fit:
        counted = cells([3.0] * outlets, [2.0] * outlets, [4.0] * outlets)
        return fit(counted, Prior(mean, 0.5, 1.0), stream, joint=joint)

    kept = asked()
    assert asked() is kept
    assert len({id(one) for one in (kept, asked(4), asked(stream=1), asked(mean=3.0), asked(joint=False))}) == 5
    for values in (kept.grid, kept.mass, kept.logs, kept.mean, kept.variation):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 0
    most = model._KEPT_OUTLETS
    assert asked(most) is asked(most)
    assert asked(most + 1) is not asked(most + 1)
    np.testing.assert_array_equal(asked(most + 1).logs, asked(most + 1).logs)


@pytest.mark.parametrize("column", range(4))
def test_each_number_of_a_population_tells_its_fit_from_others(column: int) -> None:
    counted = [np.array([5.0, 1.0]), np.array([2.0, 3.0]), np.array([4.0, 2.0]), np.array([0, 1])]
    others = [*counted]
    others[column] = counted[column] + 1
    ours, theirs = (fit(Cells(*of), Prior(2.0, 0.5, 1.0)) for of in (counted, others))
    assert (ours.logs != theirs.logs).any()
