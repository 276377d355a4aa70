"""Amending: other metadata, the same scores, whatever the article's file says when it comes again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from framing.errors import InputError, UsageError
from framing.store.amend import amend, amended
from framing.store.layout import TABLES
from framing.store.maintain import verify_project
from framing.store.project import Project, init_project

ID = "article-0003"


@pytest.fixture
def rows(articles: Any) -> list[dict[str, str]]:
    made: list[dict[str, str]] = articles(6, 3)
    return made


@pytest.fixture
def project(tmp_path: Path, rows: list[dict[str, str]], jsonl: Any, add_files: Any) -> Project:
    project = init_project(tmp_path / "study")
    add_files(project, jsonl(tmp_path / "a.jsonl", rows))
    return project


def article(project: Project) -> dict[str, Any]:
    return project.load().articles.filter(pl.col("article_id") == ID).row(0, named=True)


def test_metadata_change_and_scores_stay(project: Project) -> None:
    before = project.load()
    amend(project, [ID], {"outlet": "New Paper", "date": "2026-02-05T18:30:00+05:30", "genre": "Opinion"})
    after = project.load()
    found = article(project)
    assert (found["outlet"], found["genre"], found["published_basis"]) == ("newpaper", "opinion", "stated")
    assert found["outlet_name"] == "New Paper"
    assert found["published"].isoformat() == "2026-02-05T13:00:00+00:00"
    changed = ["outlet", "outlet_name", "genre", "published", "published_basis", "published_precision"]
    assert after.articles.drop(changed).sort("article_id").equals(before.articles.drop(changed).sort("article_id"))
    for name in ("articles", "evidence", "exposure", "scores", "scales"):
        frame = getattr(after.scored, name).sort("article_id", maintain_order=True)
        assert frame.equals(getattr(before.scored, name).sort("article_id", maintain_order=True)), name
    runs = after.runs
    assert runs["kind"].to_list() == ["add", "amend"]
    assert runs["lexicon_fingerprint"].to_list()[-1] is None
    written = {table["table"]: table["rows"] for table in runs["tables"].to_list()[-1]}
    assert {table for table, count in written.items() if count} == {"articles", "amendments"}
    assert verify_project(project.folder).damage == ()


@pytest.mark.parametrize(("date", "precision"), [("2026-02-05", "day"), ("2026-02", "month"), ("2026", "year")])
def test_a_date_is_amended_to_what_is_known_of_it(project: Project, date: str, precision: str) -> None:
    amend(project, [ID], {"date": "1 January 2026"})
    found = amend(project, [ID], {"date": date})
    assert found.changes[0][3] == (date if precision != "day" else "2026-02-05 00:00:00+00:00")
    assert article(project)["published_precision"] == precision
    amend(project, [ID], {"date": ""})
    assert (article(project)["published"], article(project)["published_precision"]) == (None, None)


def test_a_known_outlet_brings_its_country(project: Project) -> None:
    found = amend(project, [ID], {"outlet": "बीबीसी हिंदी"})
    assert article(project)["outlet"] == "bbc-hindi"
    assert article(project)["country"] == "GB"
    assert (ID, "country", "IN", "GB") in found.changes
    amend(project, [ID], {"outlet": "aaj-tak", "country": "np"})
    assert article(project)["country"] == "NP"


def test_an_empty_value_says_that_it_is_not_known(project: Project) -> None:
    amend(project, [ID], {"country": "", "group.wave": "2"})
    assert (article(project)["country"], article(project)["groups"]) == (None, [{"name": "wave", "value": "2"}])
    amend(project, [ID], {"group.wave": "", "group.coder": "x"})
    assert article(project)["groups"] == [{"name": "coder", "value": "x"}]


def test_of_what_a_file_wrote_the_outlet_s_name_alone_was_wrong() -> None:
    """Amendments of a frame, whichever columns it has: of two of one field the last counts, and others stay."""
    first, later = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)
    articles = pl.DataFrame(
        {
            "article_id": ["a", "b", "c"],
            "outlet": ["x", "y", "z"],
            "outlet_name": ["X", "Y", "Z"],
            "country": ["IN", "IN", "PK"],
            "published": [first] * 3,
            "published_basis": ["metadata"] * 3,
            "published_precision": ["day"] * 3,
        }
    )
    said = [
        ("a", "country", "GB"), ("a", "country", None), ("b", "outlet", "new"), ("c", "published", "2024-02"),
        ("b", "published", None), ("gone", "outlet", "q"), ("c", "genre", "news"),
    ]  # fmt: skip
    found = amended(articles, pl.DataFrame(said, schema=["article_id", "field", "value"], orient="row"))
    assert found.columns == articles.columns
    assert found["outlet"].to_list() == ["x", "new", "z"]
    assert found["outlet_name"].to_list() == ["X", None, "Z"]
    assert found["country"].to_list() == [None, "IN", "PK"]
    assert found["published"].to_list() == [first, None, later]
    assert found["published_basis"].to_list() == ["metadata", "unknown", "stated"]
    assert found["published_precision"].to_list() == ["day", None, "month"]


def test_what_was_so_already_makes_no_run(project: Project) -> None:
    amend(project, [ID], {"genre": "opinion"})
    version = project.version()
    assert amend(project, [ID], {"genre": "opinion"}).changes == ()
    assert project.version() == version


def test_it_holds_when_the_file_comes_again(
    project: Project, tmp_path: Path, rows: list[dict[str, str]], jsonl: Any, add_files: Any
) -> None:
    amend(project, [ID], {"outlet": "delta", "genre": "opinion", "group.wave": "2"})
    assert add_files(project, tmp_path / "a.jsonl").batches == 0
    rows[3] |= {"text": "पाकिस्तान गला फाड़ रहा है।", "outlet": "alpha"}
    assert add_files(project, jsonl(tmp_path / "a.jsonl", rows)).scored == 1
    found = article(project)
    assert found["text"] == rows[3]["text"]
    assert (found["outlet"], found["genre"], found["groups"]) == ("delta", "opinion", [{"name": "wave", "value": "2"}])
    assert project.load().scored.evidence.filter(pl.col("article_id") == ID).height > 0


def test_several_articles_at_once(project: Project) -> None:
    found = amend(project, [ID, "article-0001"], {"genre": "release"})
    assert found.articles == ("article-0001", ID)
    assert project.history().runs["known"].to_list()[-1] == 2
    assert project.columns("amendments", list(TABLES["amendments"]), project.history().runs).height == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "x"}, "amend.field"),
        ({"group.": "x"}, "amend.field"),
        ({"outlet": " "}, "amend.value"),
        ({"country": "Atlantis"}, "amend.value"),
        ({"genre": "gossip"}, "amend.value"),
        ({"date": "soon"}, "amend.value"),
    ],
)
def test_what_cannot_be_is_refused(project: Project, changes: dict[str, str], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        amend(project, [ID], changes)
    assert caught.value.code == code
    assert project.version() == "1"


def test_an_unknown_article_is_an_error(project: Project) -> None:
    with pytest.raises(InputError, match="nobody"):
        amend(project, [ID, "nobody"], {"genre": "news"})
    assert project.version() == "1"


def test_the_command_tells_what_changed(project: Project, run: Any) -> None:
    told = run("amend", ID, "genre=editorial", "group.wave=2", "--project", project.folder)
    assert told.code == 0
    assert f"{ID}: genre unknown → editorial" in told.out
    listed = json.loads(run("amend", ID, "genre=news", "--project", project.folder, "--json").out)
    assert listed["changes"] == [{"article_id": ID, "field": "genre", "before": "editorial", "after": "news"}]
    assert "already" in run("amend", ID, "genre=news", "--project", project.folder).err
    assert run("amend", ID, "--project", project.folder).code == 2
    assert run("amend", "genre=news", "--project", project.folder).code == 2
    assert run("amend", ID, "genre=news", "oops", "--project", project.folder).code == 2


def test_an_address_with_an_equals_sign_names_an_article(
    tmp_path: Path, articles: Any, jsonl: Any, add_files: Any, run: Any
) -> None:
    project = init_project(tmp_path / "study")
    row = {key: value for key, value in articles(1, 1)[0].items() if key != "id"}
    add_files(project, jsonl(tmp_path / "a.jsonl", [row | {"url": "https://example.org/a?page=2"}]))
    told = run("amend", "https://example.org/a?page=2", "genre=news", "--project", project.folder)
    assert told.code == 0, told.err
