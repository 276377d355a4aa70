"""What a paper says of how articles were drawn and coded, sentence by sentence."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from framing.errors import UsageError
from framing.store.draws import _check, _size
from framing.store.paper import _agreed, _drawn
from framing.validation.coding import CODED


def drawn(**frame: Any) -> pl.DataFrame:
    """Three articles of two outlets, drawn in two draws of 20 and 40 articles an outlet."""
    told = {"seed": 7, "by": "outlet", "more_of": None, "filters": {}, **frame}
    return pl.DataFrame(
        {
            "key": ["dawn", "jang", "dawn"],
            "size": [20, 40, 40],
            "chance": [0.25, 0.5, 0.125],
            "frame": [json.dumps(told)] * 3,
        }
    )


@pytest.mark.parametrize(
    ("frame", "drawing", "filters"),
    [
        ({}, "with seed 7. ", "none"),
        (
            {"more_of": "doubt"},
            "with seed 7; articles with a hit of doubt three times as likely as others. ",
            "none",
        ),
        ({"by": "outlet,score:praise,month"}, "with seed 7, evenly over strata of score of praise, month. ", "none"),
        (
            {"by": "outlet,genre", "more_of": "doubt", "filters": {"about": "kashmir", "language": "hi"}},
            "with seed 7, evenly over strata of genre; articles with a hit of doubt three times as likely as others. ",
            "about kashmir; language hi",
        ),
    ],
)
def test_a_draw_is_told_with_all_that_it_takes_to_repeat_it(frame: dict[str, Any], drawing: str, filters: str) -> None:
    assert _drawn(drawn(**frame)) == (
        "Of each outlet 40 articles were expected to be drawn (Poisson sampling with permanent random numbers, Ohlsson "
        f"1995): an article was drawn where u = hash(seed, article) < π, {drawing}3 articles were drawn of 2 (outlet), "
        f"π from 0.125 to 0.500; filters: {filters}."
    )


def test_one_article_was_drawn_and_none_was_by_hand() -> None:
    assert "1 article was drawn of 1 (outlet), π from 0.500 to 0.500" in _drawn(drawn()[1:2])
    assert _drawn(drawn().clear()).startswith("The articles were chosen by hand")


def codes(second: str) -> pl.DataFrame:
    """Ten articles that two coders read; of the last the second says something else, or what the first says."""
    rows = [
        (str(unit), coder, "praise", "yes" if unit % 2 else "no", "hi", 1.0, str(unit), "")
        for unit in range(10)
        for coder in ("asha", "bilal")
    ]
    rows[-1] = (*rows[-1][:3], second, *rows[-1][4:])
    return pl.DataFrame(rows, schema=CODED, orient="row")


def test_agreement_is_told_as_far_as_it_was_measured() -> None:
    all_alike = _agreed(codes("yes"))
    assert all_alike.startswith("Krippendorff's α = 1.00")
    assert "share of equal codes = 1.00" in all_alike
    # Nine of ten are equal; of 20 codes 9 are yes: α = 1 − .1 / (2 · 9 · 11 / (20 · 19)).
    one_apart = _agreed(codes("no"))
    assert f"Krippendorff's α = {1 - 0.1 / (2 * 9 * 11 / 380):.2f} [" in one_apart
    assert "share of equal codes = 0.90 [" in one_apart
    assert one_apart.endswith(" (Krippendorff 2011; Gwet 2008; 95 % intervals by redraws of articles). ")
    assert _agreed(codes("yes").filter(coder="asha")) == "Agreement was not measured. "


def test_a_draw_has_one_size() -> None:
    assert _size(30, None) == 30
    # A share of one half, told to .1 to each side at 95 %: (1.96 · .5 / .1)² codes, and a whole one.
    assert _size(None, 0.1) == 97
    for number, half_width in ((30, 0.1), (None, None)):
        with pytest.raises(UsageError) as caught:
            _size(number, half_width)
        assert caught.value.code == "sample.size"


def test_a_dimension_that_there_is_not_is_named() -> None:
    _check(["praise", "doubt"], ["doubt"])
    with pytest.raises(UsageError, match="no dimension 'prays'; did you mean praise") as caught:
        _check(["praise", "doubt"], ["doubt", "prays"])
    assert caught.value.code == "sample.dimension"
