"""``framing outlets`` and ``framing boilerplate``, as a researcher uses them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from framing.cli.main import main
from framing.ingest.read import read_batches
from framing.store.add import Writer
from framing.store.maintain import verify_project
from framing.store.project import init_project, open_project

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
    assert [(row["outlet_id"], row["name"], row["articles"], row["named"]) for row in rows] == [
        ("sample.example", "sample.example", 7, True),
        ("unknown:in.jsonl", "unknown (in.jsonl)", 1, False),
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


@pytest.fixture(scope="module")
def spelt_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Outlets under several spellings, two listed ones, and a namesake that speaks another language."""
    place = tmp_path_factory.mktemp("spelt")
    names = [*["Vir Arjun"] * 3, *["VirArjun"] * 2, *["Newlaundry"] * 2, "Newslaundry", "AAP", "AAP", "Aap Ki Kranti"]
    rows = [
        {
            "id": f"{number}",
            "outlet": name,
            "country": "IN",
            "language": "hi",
            "text": f"मंत्री ने {number} बार कहा कि वर्षा होगी।",
        }
        for number, name in enumerate(names)
    ]
    rows += [{"id": "x", "text": "मंत्री ने कहा कि वर्षा होगी।"}, {"id": "y", "text": "सरकार ने कहा कि वर्षा नहीं होगी।"}]
    (place / "spelt.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    made = init_project(place / "spelt")
    with Writer(made) as writer:
        for result in read_batches([place / "spelt.jsonl"]):
            writer.add(result)
    return made.folder


@pytest.fixture
def spelt(spelt_made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(spelt_made, tmp_path / "spelt"))


def counted(project: Path) -> dict[str, int]:
    articles = open_project(project).load().articles
    return dict(articles.group_by("outlet").len().iter_rows())


SPELT = {
    "virarjun": 5,
    "newlaundry": 2,
    "newslaundry-hindi": 1,
    "aap~in": 2,
    "aapkikranti": 1,
    "unknown:spelt.jsonl": 2,
}


def test_why_a_listed_name_does_not_count_is_said(spelt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert counted(spelt) == SPELT
    _, out, _ = run(capsys, "outlets", "--unknown", "--json", "--project", str(spelt))
    rows = {row["outlet_id"]: row for row in map(json.loads, out.splitlines())}
    assert rows["aap~in"]["reason"] == "Australian Associated Press (aap) is of Australia and in English"
    assert (rows["aap~in"]["name"], rows["virarjun"]["name"], rows["virarjun"]["reason"]) == ("AAP", "Vir Arjun", "")
    assert rows["virarjun"]["spellings"] == ["Vir Arjun", "VirArjun"]
    _, out, _ = run(capsys, "outlets", "--unknown", "--project", str(spelt))
    assert "Australian" in out
    assert "unknown (spelt.jsonl)" in out
    _, out, _ = run(capsys, "outlets", "--unknown", "--csv", "aap", "--project", str(spelt))
    assert out.splitlines()[1:] == ["aap~in,AAP,,,IN,hi,,,,", "aapkikranti,Aap Ki Kranti,,,IN,hi,,,,"]
    (spelt / "outlets.csv").write_text(out, encoding="utf-8")
    assert counted(spelt) == SPELT
    assert "AAP" not in run(capsys, "outlets", "--unknown", "--project", str(spelt))[1]


def test_spellings_are_proposed_merged_and_taken_apart_again(spelt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--project", str(spelt))
    code, out, err = run(capsys, "outlets", "--merge", "--json", *at)
    assert code == 0
    assert [
        (row["outlet_id"], row["articles"], row["into"], row["why"]) for row in map(json.loads, out.splitlines())
    ] == [("newlaundry", 2, "newslaundry-hindi", "one letter from 'Newslaundry'")]
    assert "Vir Arjun = VirArjun" in err
    assert "nothing is merged yet" in err
    assert not (spelt / "outlets.csv").exists()
    assert counted(spelt) == SPELT

    assert "wrote 1 spelling" in run(capsys, "outlets", "--merge", "--apply", *at)[2]
    merged = {key: number for key, number in SPELT.items() if key != "newlaundry"} | {"newslaundry-hindi": 3}
    assert counted(spelt) == merged
    loaded = open_project(spelt)
    assert loaded.outlets().kind("newslaundry-hindi") == "digital"
    run(capsys, "outlets", "--merge", "AAP", "--into", "Aap Ki Kranti", "--apply", *at)
    assert counted(spelt) == {key: n for key, n in merged.items() if key != "aap~in"} | {"aapkikranti": 3}
    # What comes later is read so as well, and goes back with the rest.
    row = {"id": "z", "outlet": "NEWLAUNDRY", "country": "IN", "language": "hi", "text": "वर्षा हुई, ऐसा मंत्री ने कहा।"}
    (spelt.parent / "more.jsonl").write_text(json.dumps(row), encoding="utf-8")
    run(capsys, "add", str(spelt.parent / "more.jsonl"), *at)
    assert counted(spelt)["newslaundry-hindi"] == 4

    assert "4 outlets are read as 5 now" in run(capsys, "outlets", "--unmerge", "new-laundry", *at)[2]
    run(capsys, "outlets", "--unmerge", "AAP", *at)
    assert counted(spelt) == SPELT | {"newlaundry": 3}
    assert (spelt / "outlets.csv").read_text(encoding="utf-8").count("\n") == 1


def test_a_file_that_a_researcher_keeps_stays_theirs(spelt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = "outlet_id,note,name\nvirarjun,Delhi; asked in May,Vir Arjun\nnewslaundry-hindi,mine,Newslaundry\n"
    (spelt / "outlets.csv").write_text(own, encoding="utf-8")
    at = ("--project", str(spelt))
    run(capsys, "outlets", "--merge", "newlaundry", "--apply", *at)
    text = (spelt / "outlets.csv").read_text(encoding="utf-8")
    assert text == own.replace("\n", ",\n").replace("name,\n", "name,names\n").replace(
        "Newslaundry,\n", "Newslaundry,Newlaundry\n"
    )
    run(capsys, "outlets", "--unmerge", "newlaundry", *at)
    assert (spelt / "outlets.csv").read_text(encoding="utf-8").replace(",\n", "\n") == own.replace(
        "name\n", "name,names\n", 1
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--apply",), "--apply and --into belong to --merge"),
        (("--merge", "--unknown"), "three things"),
        (("--merge", "--csv"), "--csv writes rows"),
        (("--merge", "--into", "dawn"), "--into wants a spelling"),
        (("--merge", "nobody", "--into", "dawn"), "no article has the outlet 'nobody'"),
        (("--merge", "newlaundry", "--into", "BBC"), "may be bbc-"),
        (("--merge", "newslaundry", "--into", "dawn"), "is listed"),
        (("--merge", "newlaundry", "--into", "newlaundry"), "is that outlet already"),
        (("--unmerge", "newlaundry"), "outlets.csv has no spelling"),
    ],
)
def test_what_cannot_be_merged_is_one_line(
    spelt: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = run(capsys, "outlets", *arguments, "--project", str(spelt))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


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
