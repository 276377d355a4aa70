"""Agreement of coders: published worked examples, the definition written out, and bad input."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from framing.cli.main import framing as commands
from framing.errors import UsageError
from framing.validation.agreement import (
    CODES,
    KINDS,
    SPANS,
    agreement,
    disagreements,
    krippendorff_alpha,
    span_agreement,
)

Rows = list[tuple[str, str, str, str]]


def codes(rows: Rows) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=list(CODES), orient="row")


def columns(**coders: str) -> pl.DataFrame:
    """A coder's codes a string, a unit a letter; a point where none was given."""
    return codes(
        [(f"{unit:02}", who, "d", code) for who, of in coders.items() for unit, code in enumerate(of) if code != "."]
    )


def table(cells: dict[str, int]) -> pl.DataFrame:
    """Two coders' codes from how often each pair of codes came."""
    pairs = [pair for pair, times in cells.items() for _ in range(times)]
    return columns(A="".join(pair[0] for pair in pairs), B="".join(pair[1] for pair in pairs))


def value(found: pl.DataFrame, figure: str, coders: str = "all") -> float:
    return float(found.filter(figure=figure, coders=coders)["value"].item())


#: Krippendorff (2011): four observers, twelve units, values missing.
FOUR = columns(A="123321412...", B="1233224125.3", C=".3332342251.", D="12332441251.")


@pytest.mark.parametrize(
    ("kind", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_is_that_of_krippendorffs_example(kind: str, published: float) -> None:
    assert krippendorff_alpha(FOUR, kind=kind) == pytest.approx(published, abs=0.0005)


def test_alpha_of_two_observers_is_krippendorffs() -> None:
    assert krippendorff_alpha(columns(A="0100000010", B="1110010000")) == pytest.approx(0.095, abs=0.0005)
    assert krippendorff_alpha(columns(A="aabbdcccedda", B="babbbcccedd d".replace(" ", ""))) == pytest.approx(
        0.692, abs=0.0005
    )


def test_kappa_and_ac1_are_those_of_published_tables() -> None:
    # Two judges of fifty grants; and Gwet's (2002) 125 patients, nearly all of whom have the trait.
    assert value(agreement(table({"yy": 20, "yn": 5, "ny": 10, "nn": 15})), "kappa") == pytest.approx(0.4)
    patients = agreement(table({"++": 118, "+-": 5, "-+": 2}))
    assert value(patients, "percent") == pytest.approx(0.944)
    assert value(patients, "kappa") == pytest.approx(-0.0234, abs=0.0001)
    assert value(patients, "ac1") == pytest.approx(0.9408, abs=0.0001)


def distance(kind: str, a: str, b: str, totals: dict[str, int]) -> Fraction:
    x, y = Fraction(a), Fraction(b)
    match kind:
        case "nominal":
            return Fraction(a != b)
        case "interval":
            return (x - y) ** 2
        case "ratio":
            return ((x - y) / (x + y)) ** 2 if x + y else Fraction(0)
        case _:
            low, high = sorted((int(a), int(b)))
            between = sum(count for code, count in totals.items() if low <= int(code) <= high)
            return (between - Fraction(totals[a] + totals[b], 2)) ** 2 if a != b else Fraction(0)


def by_definition(frame: pl.DataFrame, kind: str) -> float | None:
    """α as its definition has it, pair by pair and exactly."""
    units = [each["code"].to_list() for _, each in frame.group_by("unit", maintain_order=True)]
    units = [each for each in units if len(each) > 1]
    every = [code for each in units for code in each]
    totals = {code: every.count(code) for code in every}
    seen = sum(
        (distance(kind, a, b, totals) / (len(each) - 1) for each in units for a, b in permutations(each, 2)),
        Fraction(0),
    )
    expected = sum((distance(kind, a, b, totals) for a, b in permutations(every, 2)), Fraction(0))
    return float(1 - seen * (len(every) - 1) / expected) if expected else None


@given(
    st.lists(st.lists(st.sampled_from("1234."), min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from(KINDS),
)
def test_alpha_is_what_its_definition_says(given_codes: list[list[str]], kind: str) -> None:
    frame = columns(**{who: "".join(row[at] for row in given_codes) for at, who in enumerate("ABC")})
    expected, found = by_definition(frame, kind), krippendorff_alpha(frame, kind=kind)
    if expected is None:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(expected, abs=1e-9)


def test_order_and_names_of_coders_change_nothing() -> None:
    renamed = FOUR.sample(fraction=1, shuffle=True, seed=3).with_columns(
        coder=pl.col("coder").replace_strict({"A": "D", "B": "C", "C": "B", "D": "A"}, return_dtype=pl.String)
    )
    one, two = (agreement(each, replicates=50).filter(coders="all") for each in (FOUR, renamed))
    assert one["value"].to_list() == pytest.approx(two["value"].to_list())


def test_pairs_are_told_where_there_are_more_than_two_coders() -> None:
    found = agreement(FOUR, replicates=20)
    assert found.filter(figure="kappa")["coders"].to_list() == ["A × B", "A × C", "A × D", "B × C", "B × D", "C × D"]
    # Both have coded ten and nine units; nine of them together.
    assert found.filter(coders="A × B", figure="percent")["units"].item() == 9


def test_a_unit_that_stands_for_more_weighs_more() -> None:
    plain = columns(A="yyn", B="yny")
    weighed = plain.with_columns(weight=pl.when(pl.col("unit") == "00").then(4.0).otherwise(1.0))
    assert value(agreement(plain), "percent") == pytest.approx(1 / 3)
    assert value(agreement(weighed), "percent") == pytest.approx(4 / 6)
    repeated = table({"yy": 4, "yn": 1, "ny": 1})
    assert value(agreement(weighed), "kappa") == pytest.approx(value(agreement(repeated), "kappa"))


def test_units_of_one_cluster_are_redrawn_together() -> None:
    random = np.random.default_rng(1)
    copies = [code for code in random.permutation(["yy"] * 20 + ["yn"] * 20) for _ in range(10)]
    frame = columns(A="".join(pair[0] for pair in copies), B="".join(pair[1] for pair in copies))
    together = frame.with_columns(cluster=(pl.col("unit").cast(pl.Int64) // 10).cast(pl.String))
    widths = []
    for each in (frame, together):
        row = agreement(each).filter(figure="percent").row(0, named=True)
        assert row["low"] < row["value"] < row["high"]
        widths.append(row["high"] - row["low"])
    # Ten copies are worth one: the interval is √10 times as wide.
    assert widths[1] / widths[0] == pytest.approx(10**0.5, rel=0.15)


def test_an_interval_holds_the_truth_as_often_as_it_says() -> None:
    random, inside = np.random.default_rng(2), 0
    for _ in range(100):
        same = random.random(80) < 0.7
        found = agreement(columns(A="y" * 80, B="".join("y" if each else "n" for each in same)), replicates=300)
        row = found.filter(figure="percent").row(0, named=True)
        inside += row["low"] <= 0.7 <= row["high"]
    assert 88 <= inside <= 99


def test_what_coders_differ_on_is_listed_the_most_disputed_first() -> None:
    found = disagreements(columns(A="yyy", B="yny", C="ynn"))
    assert found.select("unit", "codes").rows() == [("01", "A: y; B: n; C: n"), ("02", "A: y; B: y; C: n")]
    found = disagreements(columns(A="yy", B="ny", C="yy", D=".n"))
    assert found["spread"].round(3).to_list() == [round(2 / 3, 3), 0.5]


def test_equally_disputed_units_stay_in_their_order() -> None:
    found = disagreements(columns(A="y" * 300, B="n" * 300, C="n" * 300))
    assert found["unit"].to_list() == [f"{unit:02}" for unit in range(300)]


def spans(*rows: tuple[str, str, int | None, int | None]) -> pl.DataFrame:
    named = [(unit, coder, "d", start, end) for unit, coder, start, end in rows]
    return pl.DataFrame(named, schema=dict(zip(SPANS, (*[pl.String] * 3, *[pl.Int64] * 2), strict=True)), orient="row")


def test_spans_agree_by_the_letters_they_share() -> None:
    # Of 10 + 6 letters 4 are marked by both; what overlaps with itself counts once.
    found = span_agreement(spans(("1", "A", 0, 8), ("1", "A", 6, 10), ("1", "B", 6, 12)))
    assert value(found, "span-f1", "A × B") == pytest.approx(2 * 4 / 16)
    # A unit that was read and has no mark counts; one that the other has not read does not.
    found = span_agreement(spans(("1", "A", 0, 4), ("1", "B", 0, 4), ("2", "A", 0, 4), ("2", "B", None, None)))
    assert value(found, "span-f1", "A × B") == pytest.approx(2 * 4 / 12)
    for coder in "AB":
        found = span_agreement(spans(("1", "A", 0, 4), ("1", "B", 0, 4), ("2", coder, 0, 4)))
        assert value(found, "span-f1", "A × B") == 1
        assert found.select("units", "codes").row(0) == (1, 2)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (columns(A="yy", B="..", C=".."), "agreement.apart"),
        (columns(A="yy").drop("coder"), "agreement.column"),
        (pl.concat([columns(A="y", B="y")] * 2), "agreement.twice"),
        (columns(A="y", B="y").with_columns(weight=pl.lit(0.0)), "agreement.weight"),
        (columns(A="y", B="y").with_columns(weight=pl.lit("much")), "agreement.weight"),
    ],
)
def test_codes_that_tell_nothing_are_refused(frame: pl.DataFrame, code: str) -> None:
    with pytest.raises(UsageError) as refused:
        agreement(frame)
    assert refused.value.code == code
    assert refused.value.hint


def test_codes_that_are_no_numbers_and_unknown_kinds_are_refused() -> None:
    for kind, code in (("interval", "agreement.number"), ("cardinal", "agreement.kind")):
        with pytest.raises(UsageError) as refused:
            agreement(columns(A="y", B="y"), kind=kind)
        assert refused.value.code == code
    for wrong in (spans(("1", "A", 5, 5), ("1", "B", 0, 1)), spans(("1", "A", 5, None), ("1", "B", 0, 1))):
        with pytest.raises(UsageError, match="goes from 5 to"):
            span_agreement(wrong)
    for name in ("start", "end"):
        words = spans(("1", "A", 1, 2), ("1", "B", 0, 1)).with_columns(pl.Series(name, ["x", "y"]))
        with pytest.raises(UsageError, match=f"'x' in the column '{name}' is no number"):
            span_agreement(words)


def test_one_code_alone_has_no_alpha_and_full_agreement() -> None:
    found = agreement(columns(A="yyyy", B="yyyy"))
    assert value(found, "percent") == 1
    assert np.isnan(value(found, "alpha"))
    assert np.isnan(value(found, "kappa"))


def test_the_command_prints_the_figures_and_what_is_disputed(tmp_path: Any) -> None:
    path = tmp_path / "codes.csv"
    FOUR.with_columns(dimension=pl.lit("praise")).write_csv(path)
    done = CliRunner().invoke(commands, ["agreement", str(path), "--kind", "interval", "--json"])
    assert done.exit_code == 0, done.output
    assert '"alpha"' in done.stdout
    assert "0.849" in done.stdout
    shown = CliRunner().invoke(commands, ["agreement", str(path), "--kind", "interval"])
    assert "0.849" in shown.stdout
    assert "A: 1; B: 2; C: 3; D: 4" in shown.stdout


def test_each_language_and_dimension_is_told_for_itself() -> None:
    parts = [
        columns(A=a, B=b).with_columns(language=pl.lit(language), dimension=pl.lit(dimension))
        for language, dimension, a, b in (("hi", "praise", "yn", "yy"), ("en", "praise", "yy", "yy"), ("en", "doubt", "nnn", "nyn"))
    ]  # fmt: skip
    found = agreement(pl.concat(parts), replicates=2).filter(figure="percent")
    assert found.select("language", "dimension", "value", "units", "codes").rows() == [
        ("en", "doubt", pytest.approx(2 / 3), 3, 6),
        ("en", "praise", 1.0, 2, 4),
        ("hi", "praise", 0.5, 2, 4),
    ]
    one = agreement(parts[0].drop("language"), replicates=2)
    assert set(one["language"]) == {"all"}
    # Of two coders there is one pair, who are all.
    assert one.select("coders", "figure").rows() == [("all", name) for name in ("percent", "alpha", "ac1", "kappa")]
    numbers = agreement(columns(A="12", B="11"), kind="interval", replicates=2)
    assert numbers["figure"].to_list() == ["percent", "alpha"]


def test_two_units_can_be_redrawn_and_one_cannot() -> None:
    for units, has_interval in ((1, False), (2, True)):
        row = agreement(columns(A="y" * units, B="yn"[-units:])).row(0, named=True)
        assert (row["low"] is not None, row["high"] is not None) == (has_interval, has_interval)
        marked = [(f"{unit}", coder, 0, 4 + 4 * unit * (coder == "A")) for unit in range(units) for coder in "AB"]
        row = span_agreement(spans(*marked)).row(0, named=True)
        assert (row["low"] is not None, row["high"] is not None) == (has_interval, has_interval)


def test_units_with_spans_are_redrawn_by_their_clusters() -> None:
    # Of forty texts half are marked alike: as forty, or as two of twenty.
    marked = [(f"{unit:02}", coder, 0, 4 if coder == "A" or unit < 20 else 8) for unit in range(40) for coder in "AB"]
    frame = spans(*marked)
    for cluster, worth in ((pl.col("unit"), 40), (pl.col("unit").cast(pl.Int64) // 10 % 2, 2)):
        row = span_agreement(frame.with_columns(cluster=cluster.cast(pl.String)), replicates=2000).row(0, named=True)
        assert row["value"] == pytest.approx(2 * 160 / (160 + 80 + 160))
        if worth == 2:
            # Each pair of tens has as many alike as unlike: however they are redrawn, it is the same.
            assert (row["low"], row["high"]) == pytest.approx((row["value"], row["value"]))
        else:
            assert row["low"] < row["value"] < row["high"]
