"""The page that follows a measure over time: its figures are those of ``framing.trends``."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing

pytest.importorskip("dash")

from flask.testing import FlaskClient

from dashboards.data import Snapshot
from dashboards.feed import Feed
from dashboards.filtering import Filters
from dashboards.pages.time import followed, time_page
from dashboards.plainview import TimeView
from dashboards.sample import SampleProject
from framing.figures.lines import ends_of, nice, placed
from framing.statistics.levels import PERIODS
from tests.dashboards.asking import client_of, looked
from tests.dashboards.asking import exported as file
from tests.dashboards.test_plane import newsroom
from tests.dashboards.test_size import MOST, elements

OUTLETS = newsroom(6, 8)
DATES = [
    None if at % 11 == 0 else datetime(2025, 1, 3, tzinfo=UTC) + timedelta(days=9 * (7 * at % OUTLETS.height))
    for at in range(OUTLETS.height)
]
ARTICLES = OUTLETS.with_columns(
    published=pl.Series(DATES, dtype=pl.Datetime("us", "UTC")),
    country=pl.when(pl.col("outlet").str.contains("[0-2]")).then(pl.lit("IN")).otherwise(pl.lit("PK")),
)
PROJECT = SampleProject(ARTICLES, "Time")
VIEWS = [
    TimeView(),
    TimeView(measure="tone", by="country"),
    TimeView(measure="derogation", period="week", filters=Filters(voices=("own",))),
    TimeView(period="day", filters=Filters(country=("IN",), since="2025-03")),
]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return looked(PROJECT)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return client_of(PROJECT)


texts = st.text(max_size=8).map(lambda text: " ".join(text.split()))


names = texts.filter(bool)


@given(st.builds(TimeView, measure=names, period=names, by=names, of=texts, page=st.integers(1, 10**6)))
def test_an_address_is_its_view(view: TimeView) -> None:
    assert TimeView.parse(urlsplit(view.href()).query) == view


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.href())
def test_its_figures_are_those_of_the_toolkit(view: TimeView, client: FlaskClient, snapshot: Snapshot) -> None:
    filters = view.filters
    ids = snapshot.select(filters).rows["article_id"].to_list()
    expected = framing.trends(
        snapshot.scored.only(pl.Series(ids)),
        snapshot.articles.filter(pl.col("article_id").is_in(ids)),
        snapshot.lexicon,
        period=view.period,
        level=view.by,
        measures=[view.measure],
        **filters.counted,
    )
    whole = expected.series.filter(pl.col("level") == "language").sort("period")
    rows = pl.read_csv(io.StringIO(file(client, "time.csv", view)), comment_prefix="#").sort("period")
    each = pl.read_csv(io.StringIO(file(client, "each.csv", view)), comment_prefix="#")
    assert rows["period"].to_list() == whole["period"].to_list()
    for name in ("articles", "hits", "estimate", "low", "high"):
        assert rows[name].to_list() == whole[name].to_list()
    assert each["hits"].sum() == whole["hits"].sum()
    made = time_page(snapshot, view)
    page = str(made)
    assert elements(made) < MOST
    assert all(caveat in page for caveat in expected.caveats)
    assert ElementTree.fromstring(file(client, "time.svg", view)).attrib["width"]


def test_undated_articles_are_counted(snapshot: Snapshot) -> None:
    undated = ARTICLES["published"].null_count()
    assert f"{undated} articles have no words, or no date" in str(time_page(snapshot, VIEWS[0]))


def test_a_part_of_what_was_published_is_a_share_of_all(client: FlaskClient) -> None:
    view = TimeView(filters=Filters(country=("IN",)))
    rows = pl.read_csv(io.StringIO(file(client, "time.csv", view)), comment_prefix="#")
    assert (rows["share"] - 100 * rows["articles"] / rows["of_all"]).abs().max() == pytest.approx(0)
    assert (rows["articles"] <= rows["of_all"]).all()
    assert rows["articles"].sum() < rows["of_all"].sum()


def test_a_period_leads_to_itself_alone(snapshot: Snapshot) -> None:
    rows = followed(snapshot, VIEWS[0]).series.filter(pl.col("level") == "language")
    last = placed(rows).row(-1, named=True)
    page = str(time_page(snapshot, VIEWS[0]))
    days = {"since": f"{last['start']:%Y-%m-%d}", "until": f"{last['end'] - timedelta(days=1):%Y-%m-%d}"}
    assert VIEWS[0].href(filters=Filters(**days)) in page  # type: ignore[arg-type]


def test_what_there_is_not_is_put_right_and_nothing_left_is_said(snapshot: Snapshot) -> None:
    assert "Loudness" in str(time_page(snapshot, TimeView(measure="nothing", period="decade", by="moon", of="xx")))
    assert "What each filter leaves" in str(time_page(snapshot, TimeView(filters=Filters(country=("JP",)))))
    undated = ARTICLES.with_columns(published=pl.lit(None, pl.Datetime("us", "UTC")))
    look = Feed(lambda: SampleProject(undated, "Undated")).look()
    assert isinstance(look, Snapshot)
    assert "No article with words has a date" in str(time_page(look, TimeView()))


@given(st.dates(min_value=datetime(1990, 1, 1).date(), max_value=datetime(2040, 1, 1).date()))
def test_a_period_s_name_tells_its_ends(day: object) -> None:
    from framing.statistics.levels import period_name

    moment = datetime.fromisoformat(str(day)).replace(tzinfo=UTC)
    frame = pl.DataFrame({"published": [moment]})
    for period in PERIODS[:3]:
        first, after = ends_of(frame.select(period_name(pl.col("published"), period)).item())
        assert first <= moment < after


@given(st.floats(1e-4, 1e6))
def test_an_axis_ends_at_a_round_number_above(value: float) -> None:
    assert value * (1 - 1e-6) <= nice(value) <= 2.6 * value


def test_days_of_its_readers_are_drawn_and_bad_lines_told(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    with framing.Writer(framing.init_project(folder)) as writer:
        writer.add(framing.ReadResult(ARTICLES, framing.read([]).rejects))
    lines = [
        "label,Date",
        "A vote,2025-04",
        "No day,soon",
        ",2025-05-01",
        '"A <deal>, signed",2025-06-02',
        "x,2025-13-01",
    ]
    (folder / "events.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    look = Feed(lambda: framing.open_project(folder)).look()
    assert isinstance(look, Snapshot)
    page = str(time_page(look, TimeView()))
    for said in (
        "1 Apr 2025: A vote",
        "A &lt;deal&gt;, signed",
        "line 3: 'soon' is no date",
        "line 4: no label",
        "line 6",
    ):
        assert said in page
    # A page shows the file as it is now.
    (folder / "events.csv").write_text("date,label\n2025-04-01,Another vote\n", encoding="utf-8")
    assert "Another vote" in str(time_page(look, TimeView()))


def test_a_link_keeps_the_filters() -> None:
    view = replace(VIEWS[2], page=3)
    assert TimeView.parse(urlsplit(view.href(measure="praise")).query) == replace(view, measure="praise", page=1)
