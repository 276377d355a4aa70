"""Other machines beside the lexicon: means of units, Student's interval and Welch's test, by their definitions."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import framing
from framing.errors import FramingWarning, UsageError
from framing.schemas import ESTIMATE
from framing.statistics.machines import machine_estimates
from framing.statistics.observations import Observations, observe
from framing.store.beside import read_machines
from tests.conftest import Run


def news(sizes: dict[str, int]) -> pl.DataFrame:
    """So many articles of each outlet, each a text of its own; outlets a, b … are of two countries in turn."""
    rows = [
        (f"{outlet}{number}", f"Rain fell on {outlet} for {number} days.", outlet, "IN" if outlet < "c" else "PK")
        for outlet, size in sizes.items()
        for number in range(size)
    ]
    schema = ["article_id", "text", "outlet", "country"]
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(language=pl.lit("en"), cluster="article_id")


def observed(articles: pl.DataFrame) -> Observations:
    return observe(framing.score(articles), articles)


@pytest.fixture(scope="module")
def articles() -> pl.DataFrame:
    return news({"a": 8, "b": 6, "c": 9, "d": 5, "e": 7, "f": 3})


@pytest.fixture(scope="module")
def observations(articles: pl.DataFrame) -> Observations:
    return observed(articles)


def says(articles: pl.DataFrame, seed: int = 1) -> pl.DataFrame:
    values = np.random.default_rng(seed).normal(size=articles.height)
    return articles.select("article_id", model=pl.Series(values))


def of(rows: pl.DataFrame, key: str) -> dict[str, object]:
    return rows.row(by_predicate=pl.col("key") == key, named=True)


def test_an_outlet_is_the_mean_of_its_units_with_students_interval(
    articles: pl.DataFrame, observations: Observations
) -> None:
    scores = says(articles)
    rows = machine_estimates(observations, scores, ["outlet"])
    assert dict(rows.schema) == dict(ESTIMATE)
    values = {
        outlet: part["model"].to_numpy()
        for (outlet,), part in articles.join(scores, on="article_id").group_by("outlet", maintain_order=True)
    }
    p = {}
    for outlet in "abcde":
        own, row = values[outlet], of(rows, outlet)
        low, high = scipy.stats.t.interval(0.95, len(own) - 1, own.mean(), scipy.stats.sem(own))
        assert (row["estimate"], row["low"], row["high"]) == pytest.approx((own.mean(), low, high))
        rest = np.concatenate([each for name, each in values.items() if name != outlet])
        p[outlet] = scipy.stats.ttest_ind(own, rest, equal_var=False).pvalue
        assert row["p"] == pytest.approx(p[outlet])
    adjusted = scipy.stats.false_discovery_control(list(p.values()))
    assert [of(rows, outlet)["p_adjusted"] for outlet in p] == pytest.approx(list(adjusted))
    # Of three articles nothing is said at large, and the median is that of the five others.
    assert (of(rows, "f")["status"], of(rows, "f")["estimate"], of(rows, "f")["p"]) == ("few-articles", None, None)
    assert of(rows, "f")["observed"] == pytest.approx(values["f"].mean())
    assert of(rows, "a")["baseline"] == pytest.approx(np.median([values[name].mean() for name in "abcde"]))


def test_a_country_is_the_mean_of_its_outlets(articles: pl.DataFrame, observations: Observations) -> None:
    rows = machine_estimates(observations, says(articles), ["outlet", "country"])
    outlets, india = rows.filter(level="outlet"), of(rows.filter(level="country"), "IN")
    assert india["estimate"] == pytest.approx(np.mean([of(outlets, name)["estimate"] for name in "ab"]))
    assert (india["articles"], india["outlets"], india["p"]) == (14, 2, None)
    few = machine_estimates(observed(news({"a": 6})), says(news({"a": 6})), ["country"])
    assert few.select("status", "low").row(0) == ("one-outlet", None)
    assert few["estimate"][0] is not None


@pytest.mark.parametrize("size", [6, 1])
def test_a_country_has_the_interval_of_a_mean_of_means(size: int) -> None:
    """Of Welch's degrees of freedom; an outlet with one article varies as the others do, which is known of one."""
    both = news({"a": 8, "b": size})
    scores = says(both)
    row = of(machine_estimates(observed(both), scores, ["country"]), "IN")
    a, b = scores["model"].to_numpy()[:8], scores["model"].to_numpy()[8:]
    variances = [a.var(ddof=1), b.var(ddof=1) if size > 1 else a.var(ddof=1)]
    errors = [variance / number for variance, number in zip(variances, (8, size), strict=True)]
    error = sum(errors) / 4
    freedom = error**2 / ((errors[0] ** 2 / 7 + errors[1] ** 2 / max(size - 1, 1)) / 16)
    half = scipy.stats.t.ppf(0.975, freedom) * np.sqrt(error)
    middle = (a.mean() + b.mean()) / 2
    assert (row["estimate"], row["low"], row["high"]) == pytest.approx((middle, middle - half, middle + half))


@pytest.mark.parametrize(("outlets", "has"), [(4, False), (5, True)])
def test_a_median_is_of_five_outlets_with_five_articles(outlets: int, has: bool) -> None:
    both = news(dict.fromkeys("abcde"[:outlets], 5) | {"f": 4})
    rows = machine_estimates(observed(both), says(both), ["outlet"])
    assert (of(rows, "a")["baseline"] is not None) == has
    assert [of(rows, name)["estimate"] is not None for name in "af"] == [True, False]


@given(st.floats(-50, 50), st.floats(0.1, 50), st.integers(1, 9))
def test_other_units_move_all_figures_alike(
    observations: Observations, articles: pl.DataFrame, shift: float, factor: float, seed: int
) -> None:
    scores = says(articles, seed)
    rows = machine_estimates(observations, scores, ["outlet", "country"])
    moved = machine_estimates(
        observations, scores.with_columns(pl.col("model") * factor + shift), ["outlet", "country"]
    )
    for name in ("observed", "estimate", "low", "high", "baseline"):
        assert moved[name].is_null().equals(rows[name].is_null())
        expected = (rows[name].drop_nulls() * factor + shift).to_numpy()
        np.testing.assert_allclose(moved[name].drop_nulls().to_numpy(), expected, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(moved["p"].drop_nulls().to_numpy(), rows["p"].drop_nulls().to_numpy(), rtol=1e-5)


def test_copies_count_once_and_silence_is_left_out(articles: pl.DataFrame) -> None:
    scores = says(articles)
    copied = pl.concat([articles, articles.head(1).with_columns(article_id=pl.lit("copy"))])
    more = pl.concat([scores, scores.head(1).with_columns(article_id=pl.lit("copy"))])
    first, again = (
        of(machine_estimates(observed(frame), given, ["outlet"]), "a")
        for frame, given in ((articles, scores), (copied, more))
    )
    assert [again[name] for name in ("estimate", "low", "high", "clusters")] == pytest.approx(
        [first[name] for name in ("estimate", "low", "high", "clusters")]
    )
    assert again["articles"] == 9
    silent = scores.with_columns(
        model=pl.when(pl.col("article_id").is_in(["a0", "a1"])).then(float("nan")).otherwise("model")
    )
    assert of(machine_estimates(observed(articles), silent, ["outlet"]), "a")["articles"] == 6


def test_rates_of_the_lexicon_stay_as_they_are(articles: pl.DataFrame) -> None:
    scored = framing.score(articles)
    alone = framing.estimate(scored, articles, levels=["outlet"], measures=["praise"])
    beside = framing.estimate(scored, articles, levels=["outlet"], measures=["praise"], scores=says(articles))
    assert beside.filter(dimension="praise").equals(alone)
    assert beside["dimension"].unique().sort().to_list() == ["model", "praise"]


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        (pl.DataFrame({"article": ["a0"], "model": [1.0]}), "scores.columns"),
        (pl.DataFrame({"article_id": ["a0"]}), "scores.columns"),
        (pl.DataFrame({"article_id": ["a0"], "model": ["high"]}), "scores.numbers"),
        (pl.DataFrame({"article_id": ["a0", "a0"], "model": [1.0, 2.0]}), "scores.twice"),
        (pl.DataFrame({"article_id": ["zebra"], "model": [1.0]}), "scores.strangers"),
        (pl.DataFrame({"article_id": ["a0"], "praise": [1.0]}), "scores.name"),
    ],
)
def test_scores_that_cannot_be_used_are_refused(articles: pl.DataFrame, scores: pl.DataFrame, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        framing.estimate(framing.score(articles), articles, measures=["praise"], scores=scores)
    assert caught.value.code == code


def test_ids_of_strangers_are_told_beside_one_that_is_there(observations: Observations) -> None:
    strangers = pl.DataFrame({"article_id": ["x", "y"], "model": [1.0, 2.0]})
    with pytest.raises(UsageError, match=r"none of the 2 articles of the scores .* they look like 'a0'"):
        machine_estimates(observations, strangers, ["outlet"])


def test_columns_without_numbers_and_articles_without_scores_are_left_out_and_told(articles: pl.DataFrame) -> None:
    scored, scores = framing.score(articles), says(articles)
    plain = framing.estimate(scored, articles, measures=["praise"], scores=scores)
    with pytest.warns(FramingWarning, match="no numbers: 'made by', 'label'"):
        more = framing.estimate(
            scored,
            articles,
            measures=["praise"],
            scores=scores.with_columns(pl.lit("bert").alias("made by"), label=pl.lit("yes")),
        )
    assert_frame_equal(more, plain)
    with pytest.warns(FramingWarning, match="model says nothing of 2 articles"):
        framing.estimate(scored, articles, measures=["praise"], scores=scores.slice(2))


@pytest.mark.parametrize("sign", [",", "."])
def test_semicolons_are_read_with_commas_or_points(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "machines.csv"
    path.write_text(f"article_id;model;tone\na;bert;0{sign}25\nb;bert;1{sign}5\n", encoding="utf-8")
    table, problems = read_machines(path)
    assert table is not None
    assert table.rows() == [("a", 0.25), ("b", 1.5)]
    assert problems == ("machines.csv: left out of the scores, since it holds no numbers: 'model'",)


def test_the_report_puts_machines_beside_the_lexicon(tmp_path: Path, articles: pl.DataFrame, run: Run) -> None:
    articles.drop("cluster", "language").write_csv(tmp_path / "news.csv")
    assert run("init", tmp_path / "study").code == 0
    assert run("add", tmp_path / "news.csv", "--project", tmp_path / "study").code == 0
    ids = framing.open_project(tmp_path / "study").load().articles
    scores = ids.select("article_id", model=pl.Series(np.arange(float(ids.height)))).slice(1)
    scores.write_csv(tmp_path / "machines.csv")
    told = run("report", "--project", tmp_path / "study", "--scores", tmp_path / "machines.csv", "--json")
    assert "model says nothing of 1 article" in told.err
    rows = pl.DataFrame(json.loads(told.out)["machines"], infer_schema_length=None)
    loaded = framing.open_project(tmp_path / "study").load()
    with pytest.warns(FramingWarning, match="model says nothing of 1 article"):
        expected = framing.estimate(
            loaded.scored, loaded.articles, levels=["outlet"], measures=["praise"], scores=scores
        ).filter(dimension="model")
    assert rows["estimate"].to_list() == pytest.approx(expected["estimate"].to_list())
    shown = run("report", "--project", tmp_path / "study", "--scores", tmp_path / "machines.csv").out
    assert "Other machines" in shown
