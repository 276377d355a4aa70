"""Figures show each row of their tables, and say what they leave out."""

from __future__ import annotations

import sys

import polars as pl
import pytest

import framing


@pytest.fixture(scope="module")
def articles() -> pl.DataFrame:
    """Nine outlets, one of them praising, and one with too little to say anything of."""
    rows = [
        (
            f"{outlet}-{number}",
            f"Item {outlet}{number} {'was a historic day. ' * (outlet == 0) * 3}"
            + "was put before the committee. " * 30,
            "It was a historic day" if number % 2 else "It rained",
            f"o{outlet}",
        )
        for outlet in range(9)
        for number in range(2 if outlet == 8 else 8)
    ]
    made = pl.DataFrame(rows, schema=["article_id", "text", "title", "outlet"], orient="row")
    return made.with_columns(language=pl.lit("en"), cluster="article_id")


@pytest.fixture(scope="module")
def loud() -> pl.DataFrame:
    """Estimates of six outlets with enough of both to be placed between shouting and communiqué."""
    said = "The minister reaffirmed the commitment. It is a shameful, disgraceful and stunning scandal. "
    rows = [
        (
            f"{outlet}-{number}",
            said * 3 + f"Item {outlet}{number} was put before the committee. " * 9 * outlet,
            f"o{outlet}",
        )
        for outlet in range(1, 7)
        for number in range(6)
    ]
    made = pl.DataFrame(rows, schema=["article_id", "text", "outlet"], orient="row")
    made = made.with_columns(language=pl.lit("en"), cluster="article_id")
    return framing.estimate(framing.score(made), made, levels=["outlet"])


@pytest.fixture(scope="module")
def scored(articles: pl.DataFrame) -> framing.Scored:
    return framing.score(articles)


@pytest.fixture(scope="module")
def found(scored: framing.Scored, articles: pl.DataFrame) -> framing.Specifications:
    return framing.specifications(scored, articles, measure="praise")


def test_a_curve_has_a_dot_for_each_specification(found: framing.Specifications) -> None:
    rows = found.table.filter(key="o0").drop_nulls("effect").sort("rank")
    figure = framing.plot.specifications(found, "o0")
    dots = [trace for trace in figure.data if trace.error_y.array is not None]
    drawn = sorted(pair for trace in dots for pair in zip(trace.x, trace.y, strict=True))
    assert drawn == list(rows.select("rank", "effect").iter_rows())
    blue = {rank for trace in dots if "leaves" in trace.name for rank in trace.x}
    assert blue == set(rows.filter("clear")["rank"])
    ways = {trace.y[0]: set(trace.x) for trace in figure.data if trace.error_y.array is None}
    assert ways["sections: no headlines"] == set(rows.filter(sections="no headlines")["rank"])
    assert set().union(*ways.values()) == set(rows["rank"])
    # The frame alone does as well.
    assert framing.plot.specifications(found.table, "o0").to_dict() == figure.to_dict()


def test_a_curve_needs_one_measure_and_a_key_that_is_there(found: framing.Specifications) -> None:
    with pytest.raises(framing.UsageError, match=r"figure\.key"):
        framing.plot.specifications(found, "o8")
    with pytest.raises(framing.UsageError, match=r"figure\.measures"):
        framing.plot.specifications(pl.concat([found.table, found.table.with_columns(dimension=pl.lit("other"))]))


def test_a_forest_shows_who_can_be_told_of(scored: framing.Scored, articles: pl.DataFrame) -> None:
    estimates = framing.estimate(scored, articles, levels=["outlet"])
    figure = framing.plot.outlets(estimates, "praise")
    told = estimates.filter(dimension="praise").drop_nulls("estimate").sort("estimate", "key", descending=True)
    (trace,) = figure.data
    assert list(trace.x) == told["estimate"].to_list()
    assert [symbol == "circle-open" for symbol in trace.marker.symbol] == (told["reliability"] < 0.5).to_list()
    assert "1 of 9 outlets" in figure.layout.title.text.replace("<br>", " ")
    with pytest.raises(framing.UsageError, match=r"figure\.measure"):
        framing.plot.outlets(estimates, "rhythm")


def test_without_plotly_it_is_said_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, scored: framing.Scored, articles: pl.DataFrame
) -> None:
    monkeypatch.setitem(sys.modules, "plotly", None)
    estimates = framing.estimate(scored, articles, levels=["outlet"])
    assert framing.figures.outlets(estimates, "praise").svg().startswith("<svg")
    with pytest.raises(framing.UsageError, match=r"pip install 'framing-toolkit\[plot\]'"):
        framing.plot.outlets(estimates, "praise")


def test_the_plane_has_both_rates_of_each_outlet(loud: pl.DataFrame) -> None:
    figure = framing.plot.plane(loud)
    rates = loud.drop_nulls("estimate").pivot("dimension", index="key", values="estimate")
    drawn = {key: (x, y) for trace in figure.data for x, y, key in trace.customdata}
    assert drawn == {key: (x, y) for key, x, y in rates.select("key", "communique", "loudness").iter_rows()}
    with pytest.raises(framing.UsageError, match=r"'ur'; there are en \[figure\.language\]"):
        framing.plot.plane(loud, "ur")
    with pytest.raises(framing.UsageError, match=r"figure\.plane"):
        framing.plot.plane(loud.filter(dimension="loudness"))


def test_figures_name_what_the_table_has(loud: pl.DataFrame) -> None:
    for asked in (
        lambda: framing.figures.outlets(loud, "loud"),
        lambda: framing.figures.heat_map(loud, ["loud"]),
        lambda: framing.plot.outlets(loud, "loud"),
    ):
        with pytest.raises(framing.UsageError, match=r"no measure 'loud'; did you mean loudness.* \[figure\.measure\]"):
            asked()
    with pytest.raises(framing.UsageError, match=r"levels=\[\"outlet\"\]"):
        framing.figures.outlets(loud.with_columns(level=pl.lit("country")), "loudness")


def test_the_map_has_every_ratio_once(scored: framing.Scored, articles: pl.DataFrame) -> None:
    estimates = framing.estimate(scored, articles, levels=["outlet"])
    measures = ["praise", "attribution"]
    figure = framing.plot.heat_map(estimates, measures)
    shown = sum(cell is not None for trace in figure.data for row in trace.z for cell in row)
    assert shown == estimates.filter(pl.col("dimension").is_in(measures))["ratio"].drop_nulls().len() > 0
    assert list(figure.data[0].x) == measures


def test_a_contrast_is_drawn_as_it_is_told(scored: framing.Scored, articles: pl.DataFrame) -> None:
    found = framing.compare(scored, articles, "o0", "o1")
    figure = framing.plot.forest(found, dark=True)
    effects = found.table.drop_nulls("effect")
    drawn = [mark for trace in figure.data for mark in trace.hovertext]
    assert len(drawn) == effects.height
    praise = effects.filter(dimension="praise")["effect"][0]
    assert [f"{praise:.2f}" in mark for mark in drawn if mark.startswith("praise<")] == [True]
    assert len(framing.figures.forest(found.table).panels) == len(figure.layout.annotations)
    shift = framing.plot.word_shift(found, "praise")
    parts = found.shifts.filter(measure="praise")["contribution"].drop_nulls()
    assert sorted(value for trace in shift.data for value in trace.x) == sorted(parts.head(15))
    axis = framing.figures.word_shift(found, "praise").panels[0].axis
    assert -axis.low == axis.high == max(map(abs, parts.head(15)))
    with pytest.raises(framing.UsageError, match=r"'rhythm'; there are .*praise.*figure\.measure"):
        framing.plot.word_shift(found, "rhythm")
    with pytest.raises(framing.UsageError, match=r"'prais'; did you mean praise"):
        framing.figures.word_shift(found, "prais")


def test_words_stand_where_their_rates_are(articles: pl.DataFrame) -> None:
    first, second = (articles.filter(outlet=outlet)["article_id"] for outlet in ("o0", "o1"))
    words = framing.keyness(articles, first, second)
    figure = framing.plot.keyness(words, names=("O", "P"))
    drawn = [hint.split(":")[0] for trace in figure.data for hint in trace.hovertext]
    assert sorted(drawn) == sorted(words["word"])
    ahead = set(words.filter(pl.col("z") > 0)["word"].head(40))
    assert {hint.split(":")[0] for hint in figure.data[1].hovertext} == ahead
    with pytest.raises(framing.UsageError, match=r"figure\.words"):
        framing.plot.keyness(words, "ur")


def test_a_trend_is_drawn_with_its_interval(scored: framing.Scored, articles: pl.DataFrame) -> None:
    moments = pl.date_range(pl.date(2024, 1, 1), pl.date(2024, 3, 10), "1d", eager=True)[: articles.height]
    dated = articles.with_columns(published=moments.cast(pl.Datetime("us", "UTC")))
    found = framing.trends(scored, dated, measures=["praise"])
    figure = framing.plot.trend(found, "praise")
    rows = found.series.filter(level="language").drop_nulls("low").sort("period")
    assert list(figure.data[1].y) == rows["estimate"].to_list()
    assert list(figure.data[-1].y) == rows["articles"].to_list()
    with pytest.raises(framing.UsageError, match=r"figure\.measure"):
        framing.plot.trend(found, "rhythm")


def test_figures_are_said_in_other_words(loud: pl.DataFrame) -> None:
    words = framing.figures.Words(say=lambda text: f"¡{text}!", outlet=str.upper, measure=str.capitalize)
    drawing = framing.figures.plane(loud, words=words)
    assert {point.name for point in drawing.points} <= {f"O{number}" for number in range(1, 7)}
    assert all(said.startswith("¡") for said in (drawing.label, drawing.x.name, drawing.y.name))
    assert framing.figures.heat_map(loud, ["derogation"], words=words).columns == ["Derogation"]


@pytest.mark.parametrize("name", framing.figures.__all__)
def test_each_figure_is_drawn_by_both(name: str) -> None:
    assert name in (*framing.plot.__all__, "ENGLISH", "Drawing", "Words")
