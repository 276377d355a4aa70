"""Samples for coders: chances that are true, samples that only grow, sheets that come back as they were filled in."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import UsageError
from framing.validation.coding import about_coding, coder_name, read_codes, settled, settled_tables, units, write_coding
from framing.validation.sampling import BANDS, _chances, bands, codes_for, draw, evened, permanent

#: What the articles of the sheets are called on them.
W, X, Y, Z = units(pl.Series(list("wxyz")))

ARTICLES = pl.DataFrame({"article_id": [f"{at}" for at in range(600)], "key": ["a"] * 50 + ["b"] * 150 + ["c"] * 400})


@given(st.integers(1, 100), st.integers(0, 100), st.integers(0, 5))
def test_a_larger_sample_has_all_of_a_smaller_one(few: int, more: int, seed: int) -> None:
    small, large = (draw(ARTICLES, number=number, seed=seed) for number in (few, few + more))
    assert set(small["article_id"]) <= set(large["article_id"])


@given(st.integers(0, 599), st.integers(0, 3))
def test_whether_an_article_is_drawn_does_not_depend_on_those_of_other_keys(dropped: int, seed: int) -> None:
    less = ARTICLES.filter(pl.int_range(pl.len()) != dropped)
    key = ARTICLES["key"][dropped]
    one, two = (
        draw(each, number=20, seed=seed).filter(pl.col("key") != key)["article_id"].sort() for each in (ARTICLES, less)
    )
    assert one.to_list() == two.to_list()


def test_chances_are_what_they_say() -> None:
    weighed = ARTICLES.with_columns(weight=pl.when(pl.int_range(pl.len()) % 10 == 0).then(3.0).otherwise(1.0))
    times, chance = np.zeros(600), np.zeros(600)
    for seed in range(400):
        drawn = draw(weighed, number=40, seed=seed)
        at = drawn["article_id"].cast(pl.Int64).to_numpy()
        times[at] += 1
        chance[at] = drawn["chance"].to_numpy()
    # Of 50 articles 40 are wanted: those of the weight 3 surely.
    assert chance[:50:10].tolist() == [1.0] * 5
    assert chance[1:10].tolist() == pytest.approx([35 / 45] * 9)
    expected = [40.0] * 3
    assert [chance[part].sum() for part in (slice(0, 50), slice(50, 200), slice(200, 600))] == pytest.approx(expected)
    error = np.sqrt(chance * (1 - chance) / 400)
    away = np.abs(times / 400 - chance)[error > 0] / error[error > 0]
    assert (away > 2).mean() == pytest.approx(0.045, abs=0.02)
    assert away.max() < 4.5
    # Three times as likely.
    assert chance[200] / chance[201] == pytest.approx(3)


@given(st.lists(st.sampled_from([0.5, 1.0, 3.0, 20.0]), min_size=1, max_size=12), st.integers(0, 13))
def test_chances_are_in_the_ratio_of_weights_and_none_is_above_1(weights: list[float], number: int) -> None:
    chance = _chances(np.array(weights), number)
    assert chance.sum() == pytest.approx(min(number, len(weights)))
    # One factor for all: where it would give more than 1, that article is certain.
    factor = min((one / weight for one, weight in zip(chance, weights, strict=True) if one < 1), default=float("inf"))
    assert chance.tolist() == pytest.approx([min(1.0, factor * weight) for weight in weights])


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(-1, 6) | st.none()), min_size=1, max_size=40))
def test_a_band_is_the_third_of_its_key_that_a_score_is_in(rows: list[tuple[str, int | None]]) -> None:
    frame = pl.DataFrame(rows, {"key": pl.String, "score": pl.Int64}, orient="row")
    found = frame.select(bands(pl.col("score"), within="key")).to_series().to_list()
    for (key, score), band in zip(rows, found, strict=True):
        if score is None or score <= 0:
            assert band == "none"
            continue
        own = [other for of, other in rows if of == key and other is not None and other > 0]
        share = Fraction(sum(other <= score for other in own), len(own))
        assert band == ("low", "middle", "high")[ceil(3 * share) - 1]


def test_weights_are_shared_out_within_a_stratum_of_a_key() -> None:
    rows = [("a", "yes", 1.0), ("a", "yes", 3.0), ("b", "yes", 5.0), ("b", "no", 2.0), ("b", "no", 2.0)]
    frame = pl.DataFrame(rows, ["key", "band", "weight"], orient="row")
    assert evened(frame, ["band"])["weight"].to_list() == [0.25, 0.75, 1.0, 0.5, 0.5]


strata = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 6)), min_size=1, max_size=60)


@given(strata, st.integers(1, 40), st.integers(0, 40), st.integers(0, 3))
def test_strata_share_alike_in_a_sample_that_only_grows(
    rows: list[tuple[str, int]], few: int, more: int, seed: int
) -> None:
    frame = pl.DataFrame([(f"{at}", *row) for at, row in enumerate(rows)], ["article_id", "key", "score"], orient="row")
    frame = frame.with_columns(bands(pl.col("score"), within="key"))
    even = evened(frame, ["band"])
    small, large = (draw(even, number=number, seed=seed) for number in (few, few + more))
    assert set(small["article_id"]) <= set(large["article_id"])
    # The chance of each article that comes in, with any seed: it says what it is, and the sum what is wanted.
    chances: dict[str, float] = {}
    for each in range(60):
        if len(chances) < frame.height:
            chances |= dict(draw(even, number=few, seed=each).select("article_id", "chance").iter_rows())
    told = even.with_columns(chance=pl.col("article_id").replace_strict(chances, default=None, return_dtype=pl.Float64))
    for _, own in told.drop_nulls("chance").group_by("key", "band"):
        assert own["chance"].n_unique() == 1
    for (key,), own in told.group_by("key"):
        of_bands = own.group_by("band").agg(
            pl.len(), chance=pl.col("chance").max(), known=pl.col("chance").is_null().sum()
        )
        if of_bands["chance"].null_count():
            continue
        expected = (of_bands["len"] * of_bands["chance"]).to_list()
        assert sum(expected) == pytest.approx(min(few, own.height)), key
        # A stratum has less than another only where all of it is drawn.
        share = max(expected)
        assert all(
            part == pytest.approx(share) or chance == 1
            for part, chance in zip(expected, of_bands["chance"], strict=True)
        )


@given(st.lists(st.integers(-2, 5), min_size=1, max_size=40))
def test_bands_rise_with_the_score_and_part_none_of_one_score(scores: list[int]) -> None:
    frame = pl.DataFrame({"key": "a", "score": scores}).with_columns(bands(pl.col("score"), within="key")).sort("score")
    places = [BANDS.index(name) for name in frame["band"]]
    assert places == sorted(places)
    assert [place == 0 for place in places] == [score <= 0 for score in frame["score"]]
    assert frame.group_by("score").agg(pl.col("band").n_unique())["band"].max() == 1 or min(scores) <= 0
    above = [place for place in places if place]
    assert not above or max(above) == len(BANDS) - 1


def test_numbers_are_even_and_of_their_own() -> None:
    ids = [f"{at}" for at in range(4000)]
    one, two = permanent(ids, 1), permanent(ids, 1, "double")
    assert np.histogram(one, 10, (0, 1))[0].min() > 320
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.06


def test_texts_are_dealt_out_evenly_over_outlets_and_a_share_twice() -> None:
    drawn = draw(ARTICLES, number=50, coders=("asha", "bilal", "carol"), double=0.3, seed=3)
    assert all(len(set(names)) == len(names) for names in drawn["coders"])
    twice = drawn["coders"].list.len() == 2
    assert 0.2 < twice.mean() < 0.4  # type: ignore[operator]
    first = drawn.with_columns(first=pl.col("coders").list.first()).group_by("key", "first").len()
    assert first.height == 9
    assert first["len"].min() > 5  # type: ignore[operator]
    # The order tells nothing of what the texts were drawn for.
    assert drawn["key"].head(20).n_unique() == 3


def test_two_coders_are_enough_to_code_all_twice() -> None:
    drawn = draw(ARTICLES, number=5, coders=("asha", "bilal"), double=1.0, seed=3)
    assert drawn.height
    assert all(sorted(names) == ["asha", "bilal"] for names in drawn["coders"])


def test_any_two_of_three_coders_share_as_many_texts() -> None:
    drawn = draw(ARTICLES, number=400, coders=("asha", "bilal", "carol", "asha"), double=1.0, seed=3)
    pairs = Counter(tuple(names) for names in drawn["coders"])
    # Who is first and who is second: six pairs, of a hundred texts each (standard deviation √(600 · 5/36) = 9).
    assert len(pairs) == 6
    assert all(abs(count - 100) < 40 for count in pairs.values())
    alone = draw(ARTICLES, number=3, coders=("asha",))
    assert set(alone["coders"].list.join("")) == {"asha"}
    assert set(draw(ARTICLES, number=3)["coders"].list.len()) == {0}
    with pytest.raises(UsageError, match=r"a share of 0\.2 is to be coded twice, and 1 coders are named"):
        draw(ARTICLES, number=3, coders=("asha", "asha"), double=0.2)


def test_articles_without_an_id_or_key_are_no_articles() -> None:
    rows = pl.DataFrame({"article_id": [1, 2, None], "key": ["a", None, "a"], "weight": [2.0, 1.0, 1.0]})
    assert draw(rows, number=5).select("article_id", "key", "chance").rows() == [("1", "a", 1.0)]
    assert draw(ARTICLES, number=0).height == 0


def test_so_many_codes_tell_a_share_to_so_much() -> None:
    random = np.random.default_rng(1)
    for width in (0.05, 0.1):
        shares = random.binomial(codes_for(width), 0.5, 4000) / codes_for(width)
        assert (np.abs(shares - 0.5) <= width).mean() == pytest.approx(0.95, abs=0.02)
    assert codes_for(0.1, 30) < 30


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"articles": ARTICLES.clear()}, "sample.empty"),
        ({"double": 0.2, "coders": ("asha", "asha")}, "sample.coders"),
        ({"articles": ARTICLES.with_columns(weight=pl.lit(0.0))}, "sample.weight"),
        ({"articles": ARTICLES.with_columns(weight=pl.lit("much"))}, "sample.weight"),
        ({"articles": ARTICLES.with_columns(weight=pl.lit(float("inf")))}, "sample.weight"),
    ],
)
def test_what_cannot_be_drawn_is_refused(changed: dict[str, Any], code: str) -> None:
    options: dict[str, Any] = {"articles": ARTICLES, "number": 5} | changed
    with pytest.raises(UsageError) as refused:
        draw(options.pop("articles"), **options)
    assert refused.value.code == code


def fill(folder: Path, coder: str, answers: dict[str, str]) -> None:
    """Write answers into a sheet, unit by unit, as a spreadsheet saves it."""
    path = folder / f"coder-{coder}.csv"
    csv.field_size_limit(1_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    at = rows[0].index("praise")
    for row in rows[1:]:
        row[at] = answers.get(row[0], row[at])
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)


@pytest.fixture
def coding(tmp_path: Path) -> Path:
    texts = ['He said, "no".\nA second line; and more.', "=1+1", "قومی دن", "x" * 200_000]
    articles = pl.DataFrame(
        {
            "article_id": list("wxyz"),
            "language": "en",
            "title": [None, "T", "T", "T"],
            "text": texts,
            "content_sha256": "0",
        }
    )
    drawn = pl.DataFrame(
        {
            "article_id": list("wxyz"),
            "key": "a",
            "chance": [0.5, 0.25, 1.0, 1.0],
            "coders": [["asha", "bilal"], ["asha", "bilal"], ["asha"], ["bilal"]],
        }
    )
    folder = tmp_path / "coding"
    assert write_coding(drawn, articles, folder, ["praise"], {"seed": 1}) == {"asha": 3, "bilal": 3}
    return folder


def test_codes_come_back_with_what_each_text_stands_for(coding: Path) -> None:
    fill(coding, "asha", {W: "yes", X: "हाँ", Y: "no"})
    fill(coding, "bilal", {W: "NO", X: "y", Z: "unsure"})
    codes, problems = read_codes(coding)
    assert problems == []
    assert codes.select("unit", "coder", "code", "weight", "article_id").rows() == [
        (W, "asha", "yes", 2.0, "w"),
        (X, "asha", "yes", 4.0, "x"),
        (Y, "asha", "no", 1.0, "y"),
        (W, "bilal", "no", 2.0, "w"),
        (X, "bilal", "yes", 4.0, "x"),
        (Z, "bilal", "unsure", 1.0, "z"),
    ]
    fast, open_ones = settled(codes, "praise")
    assert fast.rows() == [("x", 1, 0.25), ("y", 0, 1.0)]
    assert open_ones == 2
    (coding / "settled.csv").write_text(f"unit,praise\n{W},yes\n", encoding="utf-8")
    fast, open_ones = settled(read_codes(coding)[0], "praise")
    assert fast.sort("article_id").rows() == [("w", 1, 0.5), ("x", 1, 0.25), ("y", 0, 1.0)]
    assert open_ones == 1


def test_what_is_no_code_is_said_and_loses_nothing_else(coding: Path) -> None:
    fill(coding, "asha", {W: "maybe", X: "yes"})
    (coding / "coder-bilal.csv").write_text(f"unit,praise\n{X},no\n{X},yes\nt9,no\n", encoding="utf-8")
    codes, problems = read_codes(coding)
    assert codes.select("coder", "code").rows() == [("asha", "yes"), ("bilal", "no")]
    assert len(problems) == 3
    assert "'maybe' in praise is no code; write yes, no or unsure" in problems[0]
    assert problems[1].startswith(f"coder-bilal.csv:3: {X} stands here twice")
    assert problems[2].startswith("coder-bilal.csv:4: there is no text 't9'")


def test_sheets_that_are_none_are_refused(coding: Path, tmp_path: Path) -> None:
    for task, code in (
        (lambda: write_coding(pl.DataFrame(), pl.DataFrame(), tmp_path / "new", [], {}), "sample.dimensions"),
        (lambda: read_codes(coding), "coding.unread"),
        (lambda: read_codes(tmp_path), "coding.folder"),
        (lambda: write_coding(pl.DataFrame(), pl.DataFrame(), coding, ["praise"], {}), "sample.exists"),
    ):
        with pytest.raises(UsageError) as refused:
            task()
        assert refused.value.code == code


def test_sheets_hold_what_coders_may_know_and_say_how_they_were_drawn(coding: Path) -> None:
    def cells(name: str) -> list[list[str]]:
        with (coding / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))

    head, first, second, *_ = cells("coder-asha.csv")
    assert head == ["unit", "language", "title", "text", "praise", "comment"]
    assert first == [W, "en", "", 'He said, "no".\nA second line; and more.', "", ""]
    assert second == [X, "en", "T", "'=1+1", "", ""]
    closed = [dict(zip(cells("drawn.csv")[0], row, strict=True)) for row in cells("drawn.csv")[1:]]
    assert [(row["unit"], row["article_id"], row["chance"], row["coders"]) for row in closed] == [
        (W, "w", "0.5", "asha; bilal"),
        (X, "x", "0.25", "asha; bilal"),
        (Y, "y", "1.0", "asha"),
        (Z, "z", "1.0", "bilal"),
    ]
    assert about_coding(coding) == {"seed": 1, "dimensions": ["praise"]}
    (coding / "about.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match=r"about.json cannot be read"):
        about_coding(coding)


@pytest.mark.parametrize("name", ["asha", "asha b.c-2", "آشا", "a" * 61])
def test_names_that_can_be_files_are_coders(name: str) -> None:
    assert coder_name(name) == name


@pytest.mark.parametrize("name", ["", "settled", "../asha", "a/b", " asha", "a" * 62])
def test_names_that_cannot_be_files_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be a coder's name"):
        coder_name(name)


ANSWERED = {"yes": ["Yes", "Y", " 1 ", "TRUE", "हाँ", "ہاں"], "no": ["NO", "n", "0", "नहीं", "نہیں"], "unsure": ["?"]}


@pytest.mark.parametrize(("code", "answer"), [(code, given) for code, those in ANSWERED.items() for given in those])
def test_answers_may_be_written_in_many_ways(coding: Path, code: str, answer: str) -> None:
    fill(coding, "asha", {Y: answer})
    codes, problems = read_codes(coding)
    assert (codes["code"].to_list(), problems) == ([code], [])


def test_what_nobody_is_sure_of_counts_as_either_end_where_that_is_asked() -> None:
    given_codes = {"t1": ("yes", "yes"), "t2": ("unsure", "unsure"), "t3": ("yes", "no"), "t4": ("no", "no")}
    rows = [
        (unit, coder, "praise", code)
        for unit, both in given_codes.items()
        for coder, code in zip("ab", both, strict=True)
    ]
    rows += [("t5", "a", "doubt", "yes")]
    codes = pl.DataFrame(rows, schema=["unit", "coder", "dimension", "code"], orient="row")
    codes = codes.with_columns(article_id="unit", weight=pl.lit(1.0))
    for unsure, expected, left in (
        (None, {"t1": 1, "t4": 0}, 2),
        (0, {"t1": 1, "t2": 0, "t4": 0}, 1),
        (1, {"t1": 1, "t2": 1, "t4": 0}, 1),
    ):
        table, open_ones = settled(codes, "praise", unsure=unsure)
        assert dict(table.select("article_id", "code").iter_rows()) == expected
        assert open_ones == left
    tables, disputed, unsure_ones = settled_tables(codes, "praise")
    assert ([table.height for table in tables], disputed, unsure_ones) == ([2, 3, 3], 1, 1)
    tables, disputed, unsure_ones = settled_tables(codes.filter(pl.col("code") != "unsure"), "praise")
    assert ([table.height for table in tables], disputed, unsure_ones) == ([2], 1, 0)
