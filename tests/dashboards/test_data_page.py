"""The page of the data: articles, rejects, runs and pairs are those of the commands; what is left out is no chance."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.cli.main import framing as commands

pytest.importorskip("dash")

from flask.testing import FlaskClient

from dashboards.components.contrast import contrast_part
from dashboards.data import Snapshot
from dashboards.feed import Feed
from dashboards.filtering import Filters
from dashboards.pages.data import data_page, listed_articles, silences
from dashboards.pages.outlets import outlets_page
from dashboards.pages.search import search_page
from dashboards.plainview import DataView, ProfileView, SearchView
from dashboards.sample import seeds
from dashboards.view import CompareView, OutletsView
from framing.store.layout import LOOKS
from framing.store.looks import looks_of
from framing.store.maintain import verify_project
from tests.dashboards.asking import client_of, looked
from tests.dashboards.asking import exported_table as file
from tests.dashboards.test_size import MOST, elements


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> framing.Project:
    """Two names that are one letter apart, and a line that cannot be read."""
    place = tmp_path_factory.mktemp("data")
    names = ["Sample Herald"] * 30 + ["Sampel Herald"] * 3 + ["Gazette of Elsewhere"] * 5
    rows = [
        json.dumps({"id": str(at), "outlet": name, "country": "IN", "language": "en", "title": f"Title {at % 7}", "text": f"A stunning day, number {at}. {'Rain fell. ' * (at % 5)}"})
        for at, name in enumerate(names)
    ]  # fmt: skip
    path = place / "news.jsonl"
    path.write_text("\n".join([*rows, "{not json"]) + "\n", encoding="utf-8")
    project = framing.init_project(place / "study")
    with framing.Writer(project) as writer:
        writer.add(framing.read([path]))
    return framing.open_project(project.folder)


@pytest.fixture(scope="module")
def snapshot(study: framing.Project) -> Snapshot:
    return looked(study)


@pytest.fixture(scope="module")
def client(study: framing.Project) -> FlaskClient:
    return client_of(study)


def lines(*words: object, on: framing.Project) -> list[dict[str, object]]:
    done = CliRunner().invoke(
        commands, [*map(str, words), "--json", "--project", str(on.folder)], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


names = st.text(min_size=1, max_size=8).map(lambda text: " ".join(text.split())).filter(bool)
pages = st.integers(1, 10**6)


@given(
    st.builds(
        DataView,
        why=names,
        kind=names,
        like=names,
        looks=pages,
        q=names,
        sort=names,
        page=pages,
        rejects=pages,
        runs=pages,
        gaps=pages,
    )
)
def test_an_address_is_its_view(view: DataView) -> None:
    assert DataView.parse(urlsplit(view.href()).query) == view


def test_rejects_are_those_of_the_command(study: framing.Project, snapshot: Snapshot, client: FlaskClient) -> None:
    expected = lines("rejects", on=study)
    rows = file(client, "rejects.csv", DataView())
    assert rows.height == len(expected) == 1
    assert rows["reason"].to_list() == [row["reason"] for row in expected]
    page = str(data_page(snapshot, DataView()))
    assert str(expected[0]["code"]) in page
    assert "framing add --retry-rejects" in page


def test_pairs_are_those_of_the_command(study: framing.Project, client: FlaskClient) -> None:
    done = CliRunner().invoke(commands, ["outlets", "--merge", "--json", "--project", str(study.folder)])
    told = [json.loads(line) for line in done.stdout.splitlines()]
    expected = [row for each in told for row in (each if isinstance(each, list) else each.get("proposals", [each]))]
    rows = file(client, "pairs.csv", DataView())
    assert rows.select("outlet", "into", "why").rows() == [
        (row["outlet_id"], row["into"], row["why"]) for row in expected
    ]
    assert rows.height


def test_runs_are_told_with_their_lexicon(study: framing.Project, snapshot: Snapshot, client: FlaskClient) -> None:
    rows, runs = file(client, "runs.csv", DataView()), study.history().runs
    assert rows["articles"].to_list() == runs["articles"].reverse().to_list()
    assert snapshot.lexicon.fingerprint[:12] in str(data_page(snapshot, DataView()))


def test_articles_are_found_and_sorted(snapshot: Snapshot, client: FlaskClient) -> None:
    every = snapshot.rows
    for query in ("title 3", "SAMPEL"):
        found = listed_articles(every, query, "-words")
        assert 0 < found.height < every.height
        assert found["words"].to_list() == sorted(found["words"], reverse=True)
        rest = every.join(found, on="article_id", how="anti")
        assert not any(query.lower() in f"{row['title']}\n{row['outlet_name']}".lower() for row in rest.to_dicts())
        assert file(client, "articles.csv", DataView(q=query)).height == found.height
    assert listed_articles(every, "", "nonsense").equals(every)
    page = str(data_page(snapshot, DataView()))
    assert "/profile?key=" in page
    assert "0 articles of" in str(data_page(snapshot, DataView(q="no such title")))


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(["crime", "health", "none"]), st.integers(1, 40)),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_what_is_left_out_is_not_there_and_would_be_three(given_rows: list[tuple[str, str, int]]) -> None:
    rows = [(outlet, "IN", "hi", topic) for outlet, topic, number in given_rows for _ in range(number)]
    table = pl.DataFrame(rows, schema=["outlet", "country", "language", "topic"], orient="row")
    for row in silences(table).to_dicts():
        own, others = table.filter(outlet=row["outlet"]), table.filter(pl.col("outlet") != row["outlet"])
        assert row["topic"] not in own["topic"].to_list()
        assert row["topic"] != "none"
        on = others.filter(topic=row["topic"])
        assert row["expected"] == pytest.approx(own.height * on.height / others.height)
        assert row["expected"] >= 3
        assert (row["covered_by"], row["others"]) == (on["outlet"].n_unique(), others["outlet"].n_unique())


def test_a_topic_that_one_leaves_out_is_found() -> None:
    rows = [("a", "IN", "hi", "crime")] * 30 + [("a", "IN", "hi", "health")] * 10 + [("b", "IN", "hi", "crime")] * 40
    found = silences(pl.DataFrame(rows, schema=["outlet", "country", "language", "topic"], orient="row"))
    assert found.select("outlet", "topic", "expected").rows() == [("b", "health", 10.0)]


def test_what_is_missing_is_said_and_pages_stay_small(snapshot: Snapshot, tmp_path: Path) -> None:
    look = Feed(seeds).look()
    assert isinstance(look, Snapshot)
    page = data_page(look, DataView())
    assert "Nothing stands that could not be read" in str(page)
    assert "No run is recorded" in str(page)
    assert "dir='rtl'" in str(page)
    assert "What each filter leaves" in str(data_page(snapshot, DataView(filters=Filters(country=("JP",)))))
    for content in (page, data_page(snapshot, DataView())):
        assert 200 < elements(content) < MOST
    project = framing.init_project(tmp_path / "empty")
    (tmp_path / "bad.jsonl").write_text("{not json\n", encoding="utf-8")
    with framing.Writer(project) as writer:
        writer.add(framing.read([tmp_path / "bad.jsonl"]))
    empty = Feed(lambda: framing.open_project(project.folder)).look()
    assert isinstance(empty, Snapshot)
    assert "No article could be read yet" in str(data_page(empty, DataView()))


def test_other_pages_lead_to_an_outlet(snapshot: Snapshot) -> None:
    key = snapshot.rows["outlet"][0]
    link = ProfileView(key=key).href()
    assert link in str(outlets_page(snapshot, OutletsView(a=key)))
    assert link in str(search_page(snapshot, SearchView(q="day")))


def test_rejects_runs_and_pairs_are_found_by_what_they_say(study: framing.Project, client: FlaskClient) -> None:
    (reject,) = file(client, "rejects.csv", DataView()).to_dicts()
    for view, number in (
        (DataView(why=reject["code"]), 1),
        (DataView(why="no.such"), 0),
        (DataView(where="NEWS.JSONL"), 1),
        (DataView(where="elsewhere.csv"), 0),
    ):
        assert file(client, "rejects.csv", view).height == number
        page = str(data_page(looked(study), view))
        assert ("fit what is looked for" in page) == (number == 0)
    (run, *_) = file(client, "runs.csv", DataView()).to_dicts()
    assert file(client, "runs.csv", DataView(kind="add", day=run["finished"][:7])).height == 1
    assert file(client, "runs.csv", DataView(kind="rescore")).height == 0
    assert file(client, "runs.csv", DataView(day="1999")).height == 0
    assert file(client, "pairs.csv", DataView(like="sampel")).height == 1
    assert file(client, "pairs.csv", DataView(like="gazette")).height == 0


def test_each_question_is_one_look_whoever_asks_it(study: framing.Project, client: FlaskClient) -> None:
    project = framing.open_project(study.folder)
    (project.folder / LOOKS).unlink(missing_ok=True)
    assert "No look is recorded yet" in str(data_page(looked(project), DataView()))
    for _ in range(2):
        done = CliRunner().invoke(commands, ["compare", "sample-herald", "--project", str(project.folder), "--json"])
        assert done.exit_code == 0, done.output
        (row,) = looks_of(project.folder).to_dicts()
    tested = sum(each["p"] is not None for each in json.loads(done.stdout)["contrasts"])
    assert (row["asked"], row["comparisons"]) == ("compare", tested)
    assert row["question"].startswith("Sample Herald against ")
    snapshot = looked(project)
    contrast_part(snapshot, CompareView(a="sampleherald"))
    assert looks_of(project.folder).height == 1
    contrast_part(snapshot, CompareView(a="sampleherald", filters=Filters(voices=("own",))))
    assert looks_of(project.folder)["question"][0] == f"{row['question']}; voices own"
    rows = file(client, "looks.csv", DataView())
    assert rows["comparisons"].sum() == looks_of(project.folder)["comparisons"].sum() > tested
    assert f"which make {rows['comparisons'].sum()} comparisons" in str(data_page(snapshot, DataView()))
    assert verify_project(project.folder).damage == ()
    # A damaged line takes nothing else along.
    with (project.folder / LOOKS).open("ab") as damaged:
        damaged.write(b"{no\n")
    assert looks_of(project.folder).height == 2
    assert "Looks are not recorded" in str(data_page(looked(seeds()), DataView()))
