"""The rows of a level: what each can be trusted for, what is withheld, and how far factors widen intervals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
import pytest

import framing
from framing.statistics.cells import META, Cellular, Fitted
from framing.statistics.figures import Figures, unknown
from framing.statistics.groups import Rates, Shares, Tally
from framing.statistics.hits import Sums, share_names
from framing.statistics.levels import KEY
from framing.statistics.reference import Reference
from framing.statistics.table import _FIGURES, Level, table

LEXICON = framing.default_lexicon()
SCALES = share_names(LEXICON.codebook)
NAMES = ("praise", *(f"{name}{end}" for name in SCALES for end in "+-"))
NORMAL = 1.959963984540054

#: Three cells: of the key a in English and in Hindi, of b in English; all are of one outlet each.
HITS = np.array([[4.0] + [3.0, 1.0] * len(SCALES), [9.0] + [2.0, 2.0] * len(SCALES), [6.0] + [0.0, 5.0] * len(SCALES)])
WORDS = np.array([1_000.0, 3_000.0, 2_000.0])
LANGUAGE, KEYS = np.array([0, 1, 0]), np.array([0, 0, 1])


def level(
    *,
    name: str = "outlet",
    clusters: tuple[int, int] = (9, 9),
    outlets: tuple[int, int] = (2, 2),
    words: np.ndarray[Any, np.dtype[np.float64]] = WORDS,
    hits: np.ndarray[Any, np.dtype[np.float64]] = HITS,
    baseline: float = 3.0,
    conflict: bool = False,
    factors: dict[tuple[str, str], tuple[float, float]] | None = None,
    reference: tuple[tuple[str, str], ...] = (),
    p: float | None = None,
    further: bool = False,
) -> Level:
    n = np.repeat(words[:, None], len(NAMES), axis=1)
    rates = Rates(NAMES, hits, n, hits, n, hits**2, hits * n, n**2 / 4, n**3)
    counted = Tally(pl.DataFrame({"language": ["en", "hi", "en"]}), rates, Shares((), *([hits[:, :0]] * 8)))
    lines = dict.fromkeys(reference, Reference(mean=3.0, variation=0.5, extra=1.0, outlets=9))
    nothing = Sums((), np.empty((0, 0), np.int64))
    extra = np.tile([[0.5], [2.0]], (1, len(NAMES)))
    known = Fitted(LEXICON, (nothing, nothing), ("en", "hi"), counted, extra, lines, factors)
    keys = pl.DataFrame(
        {KEY: ["a", "b"], "articles": [12, 12], "clusters": clusters, "outlets": outlets}
        | {key: ["", ""] for key in META} | {"language": ["en+hi", "en"]}
    )  # fmt: skip
    cells = Cellular(name, (name,), keys, counted, KEYS, LANGUAGE, None, LANGUAGE, KEYS, None)
    ends = [[4.0, 5.0], [2.0, 3.0], [9.0, 8.0], [baseline] * 2, *([value] * 2 for value in (1.5, 1.1, 1.9, 0.1, 0.3))]
    columns = dict(zip(_FIGURES, map(np.array, ends), strict=True))
    praise = Figures(**columns, conflict=np.array([conflict] * 2), basis=np.array([1, 2]))
    tested = None if p is None else np.full((2, 1 + len(SCALES)), p)
    return Level(name, cells, known, [praise, *([unknown(2)] * len(SCALES))], tested, further=further)


def rows(given: Level, *, withhold: bool = True) -> list[dict[str, Any]]:
    """Those of praise."""
    return table(given, withhold=withhold).filter(dimension="praise").to_dicts()


def test_counts_are_those_of_all_cells_of_a_key() -> None:
    a, b = rows(level())
    assert (a["key"], a["hits"], a["words"], a["observed"]) == ("a", 13, 4_000, pytest.approx(3.25))
    assert (b["key"], b["hits"], b["words"], b["observed"]) == ("b", 6, 2_000, pytest.approx(3.0))
    scale = table(level()).filter(dimension=SCALES[0], key="a").to_dicts()[0]
    assert (scale["positive"], scale["negative"], scale["hits"], scale["words"]) == (5, 3, 8, 4_000)
    assert scale["observed"] == pytest.approx((5 - 3) / 8)
    assert (a["positive"], a["negative"]) == (None, None)


def test_a_design_effect_is_of_the_words_of_each_language() -> None:
    """1 + rate / 1,000 · Σ κ n² / Σ n, where n² is summed over units: a quarter of the square, here."""
    a, b = rows(level())
    varied = 0.5 * 1_000**2 / 4 + 2.0 * 3_000**2 / 4
    assert a["design_effect"] == pytest.approx(1 + 4.0 / 1_000 * varied / 4_000)
    assert b["design_effect"] == pytest.approx(1 + 5.0 / 1_000 * 0.5 * 2_000**2 / 4 / 2_000)


def test_what_is_not_known_of_factors_widens_intervals() -> None:
    """The standard error of a key's factor is that of its languages by their hits; a language without one adds none."""
    given = {("en", "praise"): (2.0, 0.3), ("hi", "praise"): (1.5, 0.4)}
    for factors, errors in ((given, (0.3, 0.4)), ({("en", "praise"): (2.0, 0.3)}, (0.3, 0.0))):
        a, b = rows(level(factors=factors))
        error = math.hypot(4.5 * errors[0], 9.5 * errors[1]) / (4.5 + 9.5)
        for row, estimate, low, high, own in ((a, 4.0, 2.0, 9.0, error), (b, 5.0, 3.0, 8.0, errors[0])):
            assert row["low"] == pytest.approx(estimate / math.exp(math.hypot(math.log(estimate / low), NORMAL * own)))
            assert row["high"] == pytest.approx(
                estimate * math.exp(math.hypot(math.log(high / estimate), NORMAL * own))
            )
        assert [row["calibrated"] for row in (a, b)] == [errors[1] > 0, True]
    plain, doubtless = rows(level()), rows(level(factors={("en", "praise"): (2.0, 0.0)}))
    assert [row["low"] for row in plain] == [row["low"] for row in doubtless] == [2.0, 3.0]
    assert [row["calibrated"] for row in plain] == [False, False]


FIGURES = ("estimate", "low", "high", "ratio", "ratio_low", "ratio_high", "lfsr", "beyond", "design_effect")
INTERVALS = FIGURES[1:-1]
SILENT = HITS * [[0.0] + [1.0] * (len(NAMES) - 1)]


@pytest.mark.parametrize(
    ("given", "status", "withheld"),
    [
        ({}, "ok", ()),
        ({"conflict": True}, "prior-conflict", ()),
        ({"name": "country", "outlets": (2, 2)}, "ok", ()),
        ({"name": "country", "outlets": (1, 2)}, "one-outlet", INTERVALS),
        ({"name": "outlet", "outlets": (1, 1)}, "ok", ()),
        ({"clusters": (5, 5)}, "ok", ()),
        ({"clusters": (4, 5)}, "few-articles", FIGURES),
        # Four thousand words would hold one hit at a rate of .25.
        ({"hits": SILENT, "baseline": 0.25}, "ok", ()),
        ({"hits": SILENT, "baseline": 0.2499}, "too-few-words", FIGURES),
        ({"hits": SILENT, "baseline": math.nan}, "too-few-words", FIGURES),
        ({"baseline": 0.2499}, "ok", ()),
        ({"words": WORDS * [0, 0, 1], "hits": SILENT}, "no-words", FIGURES),
        ({"conflict": True, "name": "country", "outlets": (1, 1)}, "one-outlet", INTERVALS),
        ({"name": "country", "outlets": (1, 1), "clusters": (4, 4)}, "few-articles", FIGURES),
    ],
)  # fmt: skip
def test_a_row_says_what_it_can_be_trusted_for(given: dict[str, Any], status: str, withheld: tuple[str, ...]) -> None:
    row = rows(level(p=0.01, **given))[0]
    assert row["status"] == status
    assert {name for name in FIGURES if row[name] is None} == set(withheld)
    assert row["baseline"] == (None if math.isnan(given.get("baseline", 3.0)) else given.get("baseline", 3.0))
    assert row["p"] == (None if status == "no-words" else 0.01)
    told = rows(level(**given), withhold=False)[0]
    assert told["status"] == status
    assert told["estimate"] == 4.0
    assert told["p"] is None


def test_p_is_adjusted_for_rates_and_scales_each_for_themselves() -> None:
    """All that was tested here has one p, which stays as it is where it is the largest of its kind."""
    found = table(level(p=0.02))
    assert found["p_adjusted"].drop_nulls().to_list() == pytest.approx([0.02] * found.height)


@pytest.mark.parametrize(
    ("reference", "conflict", "known"),
    [
        ((("en", "praise"), ("hi", "praise")), False, [True, True]),
        ((("en", "praise"),), False, [False, True]),
        ((("en", "praise"), ("hi", "praise")), True, [False, False]),
        ((), False, [False, False]),
    ],
)
def test_a_method_is_near_reference_news_where_all_languages_have_it(
    reference: tuple[tuple[str, str], ...], conflict: bool, known: list[bool]
) -> None:
    found = rows(level(reference=reference, conflict=conflict))
    assert ["near reference news" in row["method"] for row in found] == known
    assert [row["baseline_basis"] for row in found] == ["language", "reference"]


def test_of_one_outlet_nothing_is_said_of_further_ones() -> None:
    assert [row["key"] for row in rows(level(outlets=(1, 2), further=True))] == ["b"]
    assert [row["key"] for row in rows(level(outlets=(1, 2)))] == ["a", "b"]
