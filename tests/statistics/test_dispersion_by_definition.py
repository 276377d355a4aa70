"""Dispersion beside loops over texts: sums of squares, and what of them leans on the reference."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.statistics.dispersion import DEFAULT, extra_variance, fit_extra_variance, fit_intra_text
from framing.statistics.groups import Rates, Shares

Texts = list[list[tuple[int, int]]]

#: Outlets, each with texts of so many hits in so many words (or positive hits of all). One of them at least tells.
OUTLETS = st.lists(
    st.lists(st.tuples(st.integers(0, 6), st.integers(7, 90)), min_size=1, max_size=5), min_size=1, max_size=4
).filter(lambda outlets: any(len(texts) > 1 and sum(x for x, _ in texts) > 1 for texts in outlets))


def sums(outlets: Texts, names: str, powers: dict[str, tuple[int, int]]) -> Any:
    """Sums over the texts of each outlet, of hits and words to these powers."""
    columns = {
        name: np.array([[float(sum(x**one * n**other for x, n in texts))] for texts in outlets])
        for name, (one, other) in powers.items()
    }
    return SimpleNamespace(names=(names,), **columns)


def rates(outlets: Texts) -> Rates:
    powers = {"y": (1, 0), "n": (0, 1), "y2": (2, 0), "yn": (1, 1), "n2": (0, 2), "n3": (0, 3)}
    found: Rates = sums(outlets, "praise", powers)
    return found


def shares(outlets: Texts) -> Shares:
    powers = {"p": (1, 0), "t": (0, 1), "p2": (2, 0), "pt": (1, 1), "t2": (0, 2), "t3": (0, 3)}
    found: Shares = sums(outlets, "tone", powers)
    return found


def kappa(outlets: Texts) -> tuple[float, float]:
    """κ and the variance of its estimate, by the moments of the squared residuals, text by text."""
    residual = 0.0
    for texts in outlets:
        y, n = sum(x for x, _ in texts), sum(n for _, n in texts)
        r = y / n
        residual += sum((x - r * m) ** 2 for x, m in texts)
        # What chance alone leaves of each text's variance once the rate is that of the texts themselves.
        residual -= sum(r * m * (1 - m / n) for _, m in texts)
    found = 0.0
    for _ in range(30):
        weight = 0.0
        for texts in outlets:
            y, n = sum(x for x, _ in texts), sum(n for _, n in texts)
            n2 = sum(m * m for _, m in texts)
            rr = max(y * y - y, 0) / (n * n + max(found, 0) * n2)
            # Σ Var of what κ adds to each residual, rm(1 − m/n) of itself and of the others' parts.
            weight += rr * sum(m * m * (1 - 2 * m / n) + (m / n) ** 2 * n2 for _, m in texts)
        found = min(max(residual / weight if weight > 0 else 0.0, -1.0), 50.0)
    noise = 0.0
    for texts in outlets:
        y, n = sum(x for x, _ in texts), sum(n for _, n in texts)
        n2 = sum(m * m for _, m in texts)
        mean = y * n2 / n**2
        noise += n * n / n2 * (mean + 2 * (mean + max(found, 0) * mean**2) ** 2)
    return found, noise / weight**2 if weight > 0 else np.inf


@settings(max_examples=30)
@given(OUTLETS)
def test_the_extra_variance_is_that_of_the_moments(outlets: Texts) -> None:
    value, variance = fit_extra_variance(rates(outlets), np.zeros(len(outlets), np.int64), 1)
    expected, noise = kappa(outlets)
    assert value[0, 0] == pytest.approx(expected, rel=1e-6, abs=1e-9)
    assert variance[0, 0] == pytest.approx(noise, rel=1e-6)


def test_languages_are_fitted_apart() -> None:
    one, two = [[(3, 40), (0, 50), (5, 20)]], [[(1, 40), (1, 30), (2, 80)], [(9, 60), (0, 60)]]
    both, _ = fit_extra_variance(rates([*one, *two]), np.array([0, 1, 1]), 2)
    assert both[:, 0] == pytest.approx([kappa(one)[0], kappa(two)[0]], rel=1e-6)


@pytest.mark.parametrize("outlets", [[[(4, 64)]], [[(0, 60), (0, 30)]], [[(1, 60), (0, 30)]]])
def test_one_text_or_one_hit_tells_nothing(outlets: Texts) -> None:
    value, variance = fit_extra_variance(rates(outlets), np.zeros(1, np.int64), 1)
    assert value[0, 0] == 0
    assert variance[0, 0] == np.inf


def rho(outlets: Texts, found: float) -> float:
    """The next ρ after another: squared residuals over what a correlation of 1 would make of them."""
    residual = weight = 0.0
    for texts in outlets:
        p, t = sum(x for x, _ in texts), sum(n for _, n in texts)
        t2 = sum(n * n for _, n in texts)
        spare = t * t - t - min(max(found, 0), 1) * (t2 - t)
        variance = p * (t - p) / spare if spare > 0 else 0.0
        residual += sum((x - p / t * n) ** 2 for x, n in texts)
        residual -= variance * sum(n * (1 - 2 * n / t) + n * n / t**2 * t for _, n in texts)
        # Of v = n(n − 1): Σ v(1 − 2n/t) + (Σn²/t²)Σv.
        v = [n * (n - 1) for _, n in texts]
        weight += variance * (
            sum(one * (1 - 2 * n / t) for one, (_, n) in zip(v, texts, strict=True)) + t2 / t**2 * sum(v)
        )
    return min(max(residual / weight if weight > 0 else 0.0, -1.0), 1.0)


@settings(max_examples=30)
@given(OUTLETS)
def test_the_correlation_within_texts_is_that_of_the_moments(outlets: Texts) -> None:
    value, _ = fit_intra_text(shares(outlets), np.zeros(len(outlets), np.int64), 1)
    expected = 0.0
    for _ in range(30):
        expected = rho(outlets, expected)
    assert value[0, 0] == pytest.approx(expected, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("known", [None, 0.3, 2.5])
@pytest.mark.parametrize("errors", [0.0, 1.0, 2.0])
def test_what_is_used_leans_on_the_reference_as_far_as_it_is_surer(known: float | None, errors: float) -> None:
    outlets = [[(3, 40), (0, 50), (5, 20), (1, 30)], [(9, 60), (0, 60), (2, 20)]]
    tally: Any = SimpleNamespace(
        rates=rates(outlets), shares=shares(outlets), language=np.zeros(2, np.int64), languages=["en"]
    )
    reference = {} if known is None else {("en", "praise"): known, ("en", "tone"): known / 10}
    found = extra_variance(tally, reference, errors=errors)
    fitted = fit_extra_variance(tally.rates, tally.language, 1), fit_intra_text(tally.shares, tally.language, 1)
    for one, (value, variance), default, scale in zip(found, fitted, DEFAULT, (1.0, 0.1), strict=True):
        usual = default if known is None else known * scale
        spread = max(usual, default) ** 2
        share = spread / (spread + variance[0, 0])
        expected = share * max(value[0, 0], 0) + (1 - share) * usual + errors * (spread * (1 - share)) ** 0.5
        assert one[0, 0] == pytest.approx(expected)
