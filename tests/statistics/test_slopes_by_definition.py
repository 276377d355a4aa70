"""Slopes beside plain sums: what each text and period adds to a slope's variance, and shocks that last."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from scipy.stats import t as student

from framing.statistics import slopes as module
from framing.statistics.slopes import FEWEST_PERIODS, PeriodCells, Slope, reach, slopes

Floats = npt.NDArray[np.float64]
Text = tuple[float, float, int, int]


def drawn(seed: int, *, share: bool, periods: int = 14, groups: int = 2, texts: int = 3) -> list[Text]:
    """Texts: hits, words, group, period."""
    random = np.random.default_rng(seed)
    found = []
    for group in range(groups):
        for period in range(periods):
            for _ in range(1 if period % 4 == 3 else texts):
                n = int(random.integers(8, 40)) if share else int(random.integers(400, 2_000))
                level = (0.2 + 0.2 * group + 0.01 * period) if share else 0.004 * (1 + group) * np.exp(0.05 * period)
                y = int(random.binomial(n, level)) if share else int(random.poisson(n * level * random.gamma(2, 0.5)))
                found.append((float(y), float(n), group, period))
    return found


def cells_of(texts: list[Text], *, share: bool) -> PeriodCells:
    places = sorted({text[2:] for text in texts})
    sums = np.array(
        [[[y, n, y * y, y * n, n * n] for y, n, *at in texts if tuple(at) == place] for place in places], dtype=object
    )
    table = np.array([np.sum(np.array(rows, np.float64), axis=0) for rows in sums])
    group, x = np.array(places).T
    y, n, y2, yn, n2 = table.T
    return PeriodCells(y, n, y2, yn, n2, group, x.astype(np.float64), share=share)


@pytest.mark.parametrize("share", [False, True])
@pytest.mark.parametrize("within", [False, True])
def test_the_pull_of_a_cell_is_what_its_hits_change(share: bool, within: bool) -> None:
    cells = cells_of(drawn(1, share=share), share=share)
    group = cells.group if within else np.zeros_like(cells.group)
    fit = module._fit(cells, group)
    for place in range(0, len(cells.y), 5):
        step = 1e-3
        values = []
        for sign in (1, -1):
            y = cells.y.copy()
            y[place] += sign * step
            moved = PeriodCells(y, cells.n, cells.y2, cells.yn, cells.n2, cells.group, cells.x, share=share)
            values.append(module._fit(moved, group).value)
        assert fit.pull[place] == pytest.approx((values[0] - values[1]) / (2 * step), rel=1e-3, abs=1e-9)


@pytest.mark.parametrize("share", [False, True])
@pytest.mark.parametrize("both", [False, True])
def test_variances_are_sums_over_texts_and_periods(share: bool, both: bool) -> None:
    texts = drawn(2, share=share)
    cells = cells_of(texts, share=share)
    first = module._fit(cells, np.zeros_like(cells.group))
    second = module._fit(cells, cells.group)
    place = {(int(group), int(x)): at for at, (group, x) in enumerate(zip(cells.group, cells.x, strict=True))}
    by_text, by_period = 0.0, dict.fromkeys(range(14), 0.0)
    for y, n, group, period in texts:
        at = place[group, period]
        part = first.pull[at] * (y - n * first.mean[at])
        part -= second.pull[at] * (y - n * second.mean[at]) if both else 0.0
        by_text += part**2
        by_period[period] += part
    found = module._variances(cells, first, second if both else None)
    periods = sum(part**2 for part in by_period.values()) * 14 / 12
    assert found == pytest.approx((by_text, periods))
    error = np.sqrt(max(by_text, periods))
    if both:
        gap = abs(first.value - second.value)
        assert slopes(cells).p == pytest.approx(2 * student.sf(gap / error, 12))


@pytest.mark.parametrize("share", [False, True])
def test_an_interval_is_that_of_lasting_shocks_or_of_the_texts(share: bool) -> None:
    for seed in range(3):
        cells = cells_of(drawn(seed, share=share, texts=4), share=share)
        fit = module._fit(cells, np.zeros_like(cells.group))
        left = cells.y - cells.n * fit.mean
        times = range(14)
        seen = np.array([fit.weight[cells.x == time].sum() for time in times])
        residual = np.array([left[cells.x == time].sum() for time in times]) / seen
        pull = np.array([(fit.pull * fit.weight)[cells.x == time].sum() for time in times])
        noise = module._dispersion(cells, fit.weight, fit.weight > 0) / seen
        half = reach(np.arange(14.0), residual, noise, pull)
        half = max(half, student.ppf(0.975, 12) * np.sqrt(module._variances(cells, fit, None)[0]))
        found = slopes(cells).pooled
        assert [found.value - found.low, found.high - found.value] == pytest.approx([half, half])


@pytest.mark.parametrize("share", [False, True])
def test_dispersion_is_of_texts_within_cells(share: bool) -> None:
    texts = drawn(5, share=share, texts=5)
    cells = cells_of(texts, share=share)
    seen = cells.n / 50
    spread = total = 0.0
    for group, x, weight in zip(cells.group, cells.x, seen, strict=True):
        mine = [(y, n) for y, n, *at in texts if at == [group, x]]
        worth = sum(n for _, n in mine) ** 2 / sum(n * n for _, n in mine)
        if worth >= 1.5:
            rate = sum(y for y, _ in mine) / sum(n for _, n in mine)
            spread += sum((y - rate * n) ** 2 for y, n in mine) * worth / (worth - 1)
            total += weight
    found = module._dispersion(cells, seen, np.ones(len(seen), np.bool_))
    assert found == pytest.approx(max(spread / total, 1.0))
    assert module._dispersion(cells, 1e9 * seen, np.ones(len(seen), np.bool_)) == 1.0
    single = cells_of(drawn(5, share=share, texts=1), share=share)
    assert module._dispersion(single, single.n, np.ones(len(single.n), np.bool_)) == 1.0


def plain_reach(x: Floats, residual: Floats, noise: Floats, pull: Floats) -> float:
    """The same by the densities of residuals, size of shock by size and correlation by correlation."""
    spread = residual.std()
    parts = []
    # Contrasts that no line has a part in: the restricted likelihood is theirs.
    line = np.column_stack([np.ones(len(x)), x - x.mean()])
    contrasts = np.linalg.svd(line, full_matrices=True)[0][:, 2:]
    apart = np.abs(x[:, None] - x)
    seen = contrasts.T @ residual
    for size in np.geomspace(0.1, 4, 8):
        for lasting in (0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.87, 0.93, 0.98):
            covariance = (spread * size) ** 2 * lasting**apart + np.diag(noise)
            of_contrasts = contrasts.T @ covariance @ contrasts
            log = -(np.linalg.slogdet(of_contrasts)[1] + seen @ np.linalg.solve(of_contrasts, seen)) / 2
            parts.append((float(log), float(np.sqrt(pull @ covariance @ pull))))
    weight = np.exp([log - max(one for one, _ in parts) for log, _ in parts])
    errors = np.array([error for _, error in parts])
    low, high = 0.0, 10 * float(errors.max())
    for _ in range(60):
        middle = (low + high) / 2
        below = float((weight * norm.cdf(middle / errors)).sum() / weight.sum())
        low, high = (middle, high) if below < 0.975 else (low, middle)
    return high


@settings(max_examples=4)
@given(st.integers(0, 10**6), st.sampled_from([12, 17]), st.sampled_from([0.01, 1.0]))
def test_shocks_that_last_are_integrated_over(seed: int, size: int, noisy: float) -> None:
    random = np.random.default_rng(seed)
    x = np.sort(random.choice(30, size, replace=False)).astype(np.float64)
    residual = np.convolve(random.normal(size=size + 3), np.ones(4) / 2, "valid")
    residual -= np.polyval(np.polyfit(x, residual, 1), x)
    noise, pull = noisy * random.uniform(0.1, 1, size), random.normal(size=size) / size
    assert reach(x, residual, noise, pull) == pytest.approx(plain_reach(x, residual, noise, pull), rel=1e-4)


@pytest.mark.parametrize(("size", "blocks"), [(47, 47), (48, 48), (49, 48), (96, 48), (300, 48)])
def test_long_series_are_put_together(size: int, blocks: int) -> None:
    x, one = np.arange(float(size)), np.ones(size)
    found = module._blocks(x, x**2, one / 4, one)
    assert [len(column) for column in found] == [blocks] * 4
    # Of equal noise the mean of a block has as much less as it has periods; pulls add up.
    together = found[3]
    assert together.sum() == size
    assert found[2] == pytest.approx(0.25 / together, rel=1e-6)
    assert (found[0] * together).sum() == pytest.approx(x.sum())
    assert (found[1] * together).sum() == pytest.approx((x**2).sum())
    assert (np.diff(found[0]) > 0).all()


@pytest.mark.parametrize(
    ("periods", "told"), [(FEWEST_PERIODS - 1, False), (FEWEST_PERIODS, True), (FEWEST_PERIODS + 1, True)]
)
@pytest.mark.parametrize("share", [False, True])
def test_a_slope_takes_twelve_periods(periods: int, told: bool, share: bool) -> None:
    found = slopes(cells_of(drawn(3, share=share, periods=periods), share=share))
    assert np.isfinite([found.pooled.value, found.within.value, found.p]).tolist() == [told] * 3


@pytest.mark.parametrize(
    ("low", "high", "clear"),
    [(0.0, 1.0, False), (0.1, 1.0, True), (-1.0, 0.0, False), (-1.0, -0.1, True), (-1, 1, False)],
)
def test_a_slope_is_clear_where_its_interval_leaves_out_zero(low: float, high: float, clear: bool) -> None:
    assert Slope(0.5, low, high).clear == clear
    assert not Slope().clear
