"""``framing compare``: from a project to a contrast in the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

import framing
from framing.cli.main import DONE, USAGE
from tests.conftest import Run

LOUD = "A stunning outrage: furious crowds slam the shameful deal, and the minister was “shocked by the brazen attack”."
PLAIN = "The two sides signed the agreement on Monday, and officials said that the talks would go on next week."
TEXTS = {"loud": LOUD, "plain": PLAIN}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with twelve articles of each of two outlets."""
    folder = tmp_path_factory.mktemp("compare")
    rows = [
        {
            "id": f"{outlet}-{number}",
            "title": "Kashmir talks" if number % 2 else "Talks",
            "text": f"{text} It was day {number} of the meeting, the {number}th report says. {text if number % 3 else ''}",
            "outlet": outlet,
            "language": "en",
            "published": f"2024-0{1 + number % 6}-05",
        }
        for outlet, text in TEXTS.items()
        for number in range(12)
    ]
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    project = framing.init_project(folder / "study")
    with framing.Writer(project) as writer:
        writer.add(framing.read([folder / "news.jsonl"]))
    return project.folder


def said(run: Run, project: Path, *arguments: str) -> dict[str, Any]:
    result = run("compare", *arguments, "--project", project, "--json", "--permutations", "200")
    assert result.code == DONE, result.err
    value: dict[str, Any] = json.loads(result.out)
    return value


def contrast(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(row for row in found["contrasts"] if row["dimension"] == name)


def test_the_json_is_what_the_library_says(run: Run, project: Path) -> None:
    found = said(run, project, "loud", "plain")
    loaded = framing.open_project(project).load()
    expected = framing.compare(loaded.scored, loaded.articles, "loud", "plain", permutations=200)
    badges = found.pop("badges")
    assert {row["dimension"] for row in badges} <= {row["dimension"] for row in found["contrasts"]}
    assert {"badge", "detail", "dimension", "language"} == set(badges[0])
    assert found == json.loads(json.dumps(expected.to_dict()))
    loaded_words = contrast(found, "loaded")
    assert loaded_words["low"] > 1
    assert {row["compared"] for row in found["examples"]} <= {"a", "b"}


def test_the_table_says_how_much_how_sure_and_why(run: Run, project: Path) -> None:
    result = run("compare", "loud", "plain", "--project", project, "--permutations", "200")
    assert result.code == DONE
    assert "A  loud: 12 articles" in result.out
    assert "95 % interval" in result.out
    assert "the entries behind the difference" in result.out
    assert "A: loud" in result.out
    assert "Too few words to say" in result.out
    assert "Benjamini–Hochberg" in result.out


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["loud"], ("loud", "rest of its language")),
        (["loud", "--before", "2024-04-01"], ("loud before 2024-04-01", "loud from 2024-04-01")),
        (["--before", "2024-04-01"], ("before 2024-04-01", "from 2024-04-01")),
        (["loud", "--voices", "own,quoted"], ("own words", "quoted words")),
        (["--parts", "title,body"], ("title", "body")),
        (["loud", "plain", "--about", "kashmir", "--standardise", "topic"], ("loud", "plain")),
        (["loud", "plain", "--within", "language=en", "--section", "lead", "--voice", "own"], ("loud", "plain")),
    ],
)
def test_every_contrast_has_a_line(run: Run, project: Path, arguments: list[str], names: tuple[str, str]) -> None:
    found = said(run, project, *arguments, "--dimension", "loaded")
    assert (found["a"], found["b"]) == names
    assert [row["dimension"] for row in found["contrasts"]] == ["loaded"]
    assert run("compare", *arguments, "--project", project, "--permutations", "200").code == DONE


def test_about_restricts_the_articles(run: Run, project: Path) -> None:
    found = said(run, project, "loud", "plain", "--about", "kashmir")
    assert [side["articles"] for side in found["sides"]] == [6, 6]
    assert "few-articles" in {row["status"] for row in found["contrasts"]}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lod"], "did you mean loud?"),
        ([], "nothing to compare"),
        (["loud", "--voices", "own"], "write it as own,quoted"),
        (["loud", "--voices", "own,quoted", "--parts", "title,body"], "several contrasts at once"),
        (["loud", "plain", "--parts", "title,body"], "inside articles"),
        (["loud", "--within", "country"], "LEVEL=KEY"),
        (["loud", "--dimension", "loadd"], "did you mean loaded"),
        (["loud", "--before", "soon"], "is no date"),
        (["loud", "--section", "foot"], "'foot' is not one of"),
        (["loud", "--standardise", "weather"], "no level 'weather'"),
        # Of one side alone something is left: it is told what took the other's articles.
        (["loud", "plain", "--about", "stunning"], "--about stunning leaves 12; the outlet plain leaves 0 (alone: 12)"),
    ],
)
def test_what_does_not_fit_is_one_line(run: Run, project: Path, arguments: list[str], message: str) -> None:
    result = run("compare", *arguments, "--project", project)
    assert result.code == USAGE
    assert result.out == ""
    assert message in result.err
    assert len(result.err.splitlines()) == 1


def test_an_empty_project_is_one_line(run: Run, tmp_path: Path) -> None:
    framing.init_project(tmp_path / "study")
    result = run("compare", "loud", "--project", tmp_path / "study")
    assert result.code == USAGE
    assert "framing add" in result.err


def test_outlets_go_by_the_names_that_the_project_gives_them(project: Path, run: Run, tmp_path: Path) -> None:
    folder, path = Path(copytree(project, tmp_path / "named")), tmp_path / "contrast.html"
    (folder / "outlets.csv").write_text("outlet_id,name\nloud,Das Blatt\n", encoding="utf-8")
    options = ("compare", "loud", "plain", "--project", folder, "--permutations", 200)
    found = json.loads(run(*options, "--json", "--html", path).out)
    assert (found["a"], found["settings"]["a"], found["b"], found["settings"]["b"]) == (
        "Das Blatt",
        "loud",
        "plain",
        "plain",
    )
    content = path.read_text(encoding="utf-8")
    assert "<h1>Das Blatt compared with plain</h1>" in content
    # The id once, beside the name, and below the sentences the name.
    assert content.count("<bdi>loud</bdi>") == 1
    assert "loud" in {row["outlet"] for row in found["examples"]}
    assert "Das Blatt · own" in content
    assert "loud · own" not in content
    assert "A  Das Blatt: 12 articles" in run(*options).out
    split = json.loads(run("compare", "loud", "--before", "2024-04-01", "--project", folder, "--json").out)
    assert (split["a"], split["b"]) == ("Das Blatt before 2024-04-01", "Das Blatt from 2024-04-01")


def test_the_help_keeps_its_examples_on_lines_of_their_own(run: Run) -> None:
    lines = [line.strip() for line in run("compare", "--help").out.splitlines()]
    assert "framing compare bbc-hindi --voices own,quoted" in lines
    assert not any("\\b" in line for line in lines)


def test_why_adds_words_entries_and_articles(project: Path, run: Run) -> None:
    options = ("compare", "loud", "plain", "--project", project, "--permutations", 200, "--why")
    said = json.loads(run(*options, "--json").out)
    words = {row["word"]: row["z"] for row in said["why"]["keyness"]}
    assert words["stunning"] > 0 > words["agreement"]
    assert {row["measure"] for row in said["why"]["entries"]} == {row["measure"] for row in said["shifts"]}
    text = run(*options).out
    assert "All words (en) by weighted log-odds" in text
    assert "instead of" in text


@pytest.mark.parametrize(
    "sides",
    [("loud", "plain"), ("loud",), ("--before", "2024-03-20"), ("loud", "--voices", "own,mention"), ("loud", "loud")],
)
def test_any_contrast_is_a_page_that_needs_nothing_but_itself(
    project: Path, run: Run, tmp_path: Path, sides: tuple[str, ...]
) -> None:
    path = tmp_path / "contrast.html"
    result = run("compare", *sides, "--project", project, "--permutations", 200, "--html", path)
    assert (result.code, result.out) == (DONE, "")
    assert str(path) in result.err
    content = path.read_text(encoding="utf-8")
    assert framing.default_lexicon().fingerprint in content
    for text in ("://", "<script", "src="):
        assert text not in content
    if sides == ("loud", "plain"):
        assert "All words: English" in content
        assert "<mark>" in content
        assert "What makes the difference" in content
