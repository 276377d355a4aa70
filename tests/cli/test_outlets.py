"""``framing outlets`` and ``framing boilerplate``, as a researcher uses them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from framing.cli.main import main
from framing.ingest.read import read_batches
from framing.store.project import init_project, open_project
from framing.store.verify import verify_project
from framing.store.writer import Writer

FOOT = "Read the Daily Sample app every morning"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven articles of an outlet in no list, one of a known one and one of nobody."""
    rows: list[dict[str, Any]] = [
        {
            "url": f"https://news.sample.example/{day}",
            "title": f"Day {day}",
            "text": f"The minister spoke on day {day}.\n{FOOT}",
        }
        for day in range(7)
    ]
    dawn = {"url": "https://www.dawn.com/news/1", "title": "Dawn", "text": f"The army spoke.\n{FOOT}\nLeave a Reply"}
    place = tmp_path_factory.mktemp("outlets")
    lines = (json.dumps(row) + "\n" for row in (*rows, dawn, {"id": "alone", "text": "Somebody spoke."}))
    (place / "in.jsonl").write_text("".join(lines), encoding="utf-8")
    made = init_project(place / "study")
    with Writer(made) as writer:
        for result in read_batches([place / "in.jsonl"]):
            writer.add(result)
    return made.folder


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "study"))


def test_the_known_outlets_can_be_searched(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "outlets", "बीबीसी हिंदी", "--json")
    assert code == 0
    assert [json.loads(line)["outlet_id"] for line in out.splitlines()] == ["bbc-hindi"]
    _, out, _ = run(capsys, "outlets", "--kind", "agency", "--country", "kz")
    assert "Kazinform" in out
    assert "Dawn" not in out
    code, out, err = run(capsys, "outlets", "no such outlet")
    assert (code, out) == (0, "")
    assert "no such outlet" in err


def test_the_unknown_outlets_are_listed_for_review(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "outlets", "--unknown", "--json", "--project", str(project))
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["outlet_id"], row["articles"], row["named"]) for row in rows] == [
        ("sample.example", 7, True),
        ("unknown", 1, False),
    ]
    assert rows[0]["languages"] == ["en"]
    assert rows[0]["urls"][0] == "https://news.sample.example/0"
    _, out, err = run(capsys, "outlets", "--unknown", "--project", str(project))
    assert "sample.example" in out
    assert "outlets.csv" in err


def test_a_reviewed_outlet_is_known_from_then_on(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "outlets", "--unknown", "--csv", "--project", str(project))
    assert out.splitlines()[1] == "sample.example,,,sample.example,,en,,,,"
    (project / "outlets.csv").write_text(
        out.replace("sample.example,,,", "sample.example,Sample,नमूना,", 1), encoding="utf-8"
    )
    code, _, err = run(capsys, "outlets", "--unknown", "--json", "--project", str(project))
    assert code == 0
    assert "sample.example" not in err
    (tmp_path / "more.jsonl").write_text(
        json.dumps({"id": "x", "outlet": "नमूना", "text": "He spoke."}), encoding="utf-8"
    )
    assert run(capsys, "add", str(tmp_path / "more.jsonl"), "--project", str(project))[0] == 0
    articles = open_project(project).load().articles
    assert dict(articles.select("article_id", "outlet").iter_rows())["x"] == "sample.example"
    (project / "outlets.csv").write_text("outlet_id,country\nsample,India\n", encoding="utf-8")
    code, _, err = run(capsys, "outlets", "--unknown", "--project", str(project))
    assert (code, err.count("\n")) == (2, 1)
    assert "outlets.csv:2" in err


def test_what_outlets_repeat_is_learned_shown_and_cut(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--project", str(project))
    before = open_project(project).load().articles
    code, out, _ = run(capsys, "boilerplate", "learn", "--json", *at)
    assert code == 0
    assert [(line["outlet"], line["articles"], line["line"]) for line in json.loads(out)["lines"]] == [
        ("sample.example", 7, FOOT)
    ]
    assert "nothing new" in run(capsys, "boilerplate", "learn", *at)[2]
    assert sorted(path.name for path in (project / "boilerplate").iterdir()) == ["0001.csv"]

    assert json.loads(run(capsys, "boilerplate", "apply", "--json", *at)[1])["changed"] == 7
    after = open_project(project).load().articles
    texts = dict(after.select("article_id", "text").iter_rows())
    assert texts["https://news.sample.example/3"] == "The minister spoke on day 3."
    assert texts["https://www.dawn.com/news/1"] == f"The army spoke.\n{FOOT}"
    assert sorted(after["article_id"]) == sorted(before["article_id"])
    assert json.loads(run(capsys, "boilerplate", "apply", "--json", *at)[1])["changed"] == 0

    out = run(capsys, "boilerplate", "show", "https://news.sample.example/3", "--json", *at)[1]
    assert json.loads(out) == {"rule": "learned 1", "at": 28, "text": f"\n{FOOT}"}
    out = run(capsys, "boilerplate", "show", "https://news.sample.example/3", "--raw", *at)[1]
    assert out == f"The minister spoke on day 3.\n{FOOT}\n"
    out = run(capsys, "boilerplate", "show", "--outlet", "sample.example", "--json", *at)[1]
    assert json.loads(out) == {"rule": "learned 1", "articles": 7, "text": FOOT}
    assert {json.loads(line)["rule"] for line in run(capsys, "boilerplate", "show", "--json", *at)[1].splitlines()} == {
        "comments",
        "learned 1",
    }
    assert not verify_project(project).damage


def test_a_line_that_a_researcher_keeps_comes_back(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--project", str(project))
    run(capsys, "boilerplate", "learn", *at)
    run(capsys, "boilerplate", "apply", *at)
    path = project / "boilerplate" / "0001.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",yes,", ",no,"), encoding="utf-8")
    assert json.loads(run(capsys, "boilerplate", "apply", "--json", *at)[1])["changed"] == 7
    assert open_project(project).load().articles.filter(outlet="sample.example")["text"].str.contains(FOOT).all()
    run(capsys, "boilerplate", "learn", *at)
    assert [path.name for path in (project / "boilerplate").iterdir()] == ["0001.csv"]


def test_new_articles_are_cut_by_what_was_learned(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "boilerplate", "learn", "--project", str(project))
    row = {"url": "https://sample.example/new", "text": f"They spoke again.\n{FOOT}"}
    (tmp_path / "more.jsonl").write_text(json.dumps(row), encoding="utf-8")
    run(capsys, "add", str(tmp_path / "more.jsonl"), "--project", str(project))
    articles = open_project(project).load().articles
    assert dict(articles.select("article_id", "text").iter_rows())["https://sample.example/new"] == "They spoke again."


@pytest.mark.parametrize("arguments", [("show", "none"), ("show", "--outlet", "none")])
def test_what_is_not_there_is_one_line(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    code, out, err = run(capsys, "boilerplate", *arguments, "--project", str(project))
    assert (code, out, err.count("\n")) == (2, "", 1)
