"""What stands behind a comparison: which differences are looked into, whose hits count, and what a notebook shows."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import framing
from framing.schemas import EVIDENCE, SECTIONS, VOICES
from framing.statistics.comparison import (
    CONTRAST,
    EXAMPLE,
    SHIFTS,
    SIDES,
    Comparison,
    Parts,
    _cells,
    _counts,
    _drawn,
    _sided,
    strongest,
)
from framing.statistics.topics import MIX
from tests.handmade import table_of


def contrast(
    name: str, effect: float | None, p: float | None, measure: str = "ratio", status: str = "ok"
) -> dict[str, Any]:
    return {"dimension": name, "effect": effect, "p_adjusted": p, "measure": measure, "status": status}


def made(*rows: dict[str, Any]) -> Comparison:
    sides, mixes, shifts, examples = (table_of(schema, []) for schema in (SIDES, MIX, SHIFTS, EXAMPLE))
    table = table_of(CONTRAST, list(rows))
    return Comparison("the a", "the b", table, sides, mixes, shifts, examples, ("a caveat",), {})


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([contrast("x", 2.0, 0.04), contrast("y", 3.0, 0.05), contrast("z", 0.5, 0.2)], ["x", "y", "z"]),
        # What differs for sure comes first, in the order of the table; then ratios, three in all.
        ([contrast("x", 2.0, 0.2), contrast("y", 3.0, 0.049), contrast("z", 0.5, 0.01), contrast("w", 0.5, 0.5)], ["y", "z", "x"]),
        ([contrast("tone", 0.5, 0.5, "difference"), contrast("x", 2.0, None)], ["x"]),
        ([contrast("tone", 0.5, 0.01, "difference"), contrast("x", 2.0, None)], ["tone", "x"]),
        ([contrast("x", None, 0.01), contrast("y", 2.0, 0.01, status="uncalibrated")], []),
    ],
)  # fmt: skip
def test_the_surest_differences_are_looked_into(rows: list[dict[str, Any]], names: list[str]) -> None:
    assert strongest(table_of(CONTRAST, rows)) == made(*rows).strongest == names


def test_a_comparison_says_how_many_differ() -> None:
    found = made(contrast("x", 2.0, 0.049), contrast("y", 3.0, 0.05), contrast("z", None, None))
    assert repr(found).startswith("<Comparison: the a with the b, 3 measures, 1 differ; frames")


def test_a_notebook_shows_ratios_and_differences_with_their_intervals() -> None:
    counts = {"low": 1.5, "high": 3.0, "hits_a": 4, "hits_b": 2, "rate_a": 1.25, "rate_b": 0.5}
    ratio, scale = ({**contrast("x", 2.0, 0.04, measure), **counts} for measure in ("ratio", "difference"))
    assert _cells(ratio) == ["x", "×2.00", "×1.50 … ×3.00", ".040", "4", "2", "1.25", "0.50", "ok"]
    assert _cells(scale)[1:3] == ["+2.00", "+1.50 … +3.00"]
    for end in ("low", "high"):
        assert _cells(ratio | {end: None})[2] == "–"
    shown = made(ratio)._repr_html_()
    assert "the a (a) compared with the b (b)" in shown
    assert "<li>a caveat</li>" in shown
    assert shown.count("×1.50 … ×3.00") == 1


def spans(*rows: tuple[str, str, str, float, str, str]) -> pl.DataFrame:
    names = ("article_id", "section", "voice", "factor", "dimension", "kind")
    return table_of(EVIDENCE, [dict(zip(names, row, strict=True)) | {"start": at} for at, row in enumerate(rows)])


def test_hits_count_on_the_side_of_their_article_where_its_words_count() -> None:
    rows = spans(
        ("1", "body", "own", 1.0, "praise", "stance"),
        ("1", "title", "own", 1.0, "praise", "stance"),
        ("2", "body", "quoted", 1.0, "praise", "stance"),
        ("2", "body", "own", 0.0, "praise", "stance"),
        ("3", "body", "own", 1.0, "praise", "stance"),
        ("2", "body", "own", 0.5, "praise", "stance"),
    )
    frame = pl.DataFrame({"article_id": ["1", "2"], "first": [True, False], "language": ["en", "en"]})
    parts = Parts.between(frame, {"sections": ("body",), "voices": ("own",)})
    assert not parts.languages
    assert _sided(rows, parts).select("compared", "start").rows() == [("a", 0), ("b", 5)]
    assert Parts.between(frame.with_columns(language=pl.Series(["en", "hi"])), {}).languages
    # The same articles on both sides, in other sections.
    ids = pl.Series(["1"])
    both = Parts.paired(ids, {"sections": ("title",), "voices": VOICES}, {"sections": ("body",), "voices": VOICES})
    assert _sided(rows, both).select("compared", "start").rows() == [("a", 1), ("b", 0)]
    assert not both.languages


def test_a_measure_counts_its_own_hits_and_a_scale_stance_alone() -> None:
    lexicon = framing.default_lexicon()
    tone = lexicon.codebook.scales["tone"]
    kinds = [(name, kind) for name in ("praise", tone.positive[0], tone.negative[0]) for kind in ("stance", "topic")]
    rows = spans(*(("1", SECTIONS[0], "own", 1.0, name, kind) for name, kind in kinds))
    for measure, expected in (("praise", kinds[:2]), ("tone", [kinds[2], kinds[4]])):
        kept = rows.filter(_counts(measure, lexicon)).select("dimension", "kind").rows()
        assert kept == expected


def test_three_hits_of_each_side_are_drawn_one_an_article() -> None:
    rows = [
        (f"{side}{article}", side, at)
        for side, articles in (("a", 5), ("b", 2))
        for article in range(articles)
        for at in range(3)
    ]
    hits = pl.DataFrame(rows, ["article_id", "compared", "start"], orient="row")
    hits = hits.with_columns(section=pl.lit("body"), entry_id=pl.lit("e"))
    drawn = _drawn(hits, 1)
    assert drawn["compared"].to_list() == ["a"] * 3 + ["b"] * 2
    assert drawn["article_id"].n_unique() == 5
    assert _drawn(hits, 1).equals(drawn)
    assert any(not _drawn(hits, seed).equals(drawn) for seed in range(2, 6))
