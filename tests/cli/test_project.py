"""The commands of a project, from an empty folder to a report."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import polars as pl
import pytest
from click.testing import CliRunner, Result

import framing
from framing.cli.add import add
from framing.cli.main import DONE, DONE_WITH_REJECTS, FAILED, USAGE
from framing.cli.maintain import init, verify
from framing.cli.report import report
from framing.errors import ProjectError
from framing.ingest.article.outlets import load_outlets
from framing.resources import seeds_folder
from framing.store.add import Writer
from framing.store.layout import KEPT
from framing.store.project import open_project
from tests.conftest import Run as MainRun

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def invoke() -> Run:
    """Run a command; its exit code is its return value, as the main program reads it."""

    def call(command: click.Command, *arguments: str | Path) -> Result:
        return CliRunner().invoke(command, [str(argument) for argument in arguments], standalone_mode=False)

    return call


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory, invoke: Run) -> Path:
    """A project with the sample articles."""
    folder = tmp_path_factory.mktemp("seeds") / "study"
    assert invoke(init, folder).return_value == DONE
    result = invoke(add, seeds_folder(), "--project", folder, "--json")
    assert result.return_value == DONE
    assert json.loads(result.stdout)["scored"] == 5
    return folder


@pytest.fixture
def empty(tmp_path: Path, invoke: Run) -> Path:
    invoke(init, tmp_path / "study")
    return tmp_path / "study"


def error_of(result: Result) -> str:
    assert isinstance(result.exception, ProjectError)
    return result.exception.code


def test_init_says_what_it_did_and_does_it_once(tmp_path: Path, invoke: Run) -> None:
    first, second = invoke(init, tmp_path / "study"), invoke(init, tmp_path / "study")
    assert (first.return_value, second.return_value) == (DONE, DONE)
    assert "new project" in first.stderr
    assert "already" in second.stderr
    assert first.stdout == second.stdout == ""


def test_init_refuses_a_folder_that_holds_something_else(tmp_path: Path, invoke: Run) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert error_of(invoke(init, tmp_path)) == "project.not-empty"


def test_add_twice_adds_nothing(seeds: Path, invoke: Run) -> None:
    before = open_project(seeds).version()
    result = invoke(add, seeds_folder(), "--project", seeds, "--json")
    assert result.return_value == DONE
    counts = json.loads(result.stdout)
    assert (counts["articles"], counts["known"], counts["scored"], counts["batches"]) == (5, 5, 0, 0)
    assert counts["version"] == before == open_project(seeds).version()


def test_the_current_folder_is_the_default(seeds: Path, invoke: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(seeds)
    result = invoke(add, seeds_folder())
    assert result.stdout == "5 articles: 5 known\n"


def test_rejects_are_told_and_counted(empty: Path, tmp_path: Path, invoke: Run) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text('{"id": "a", "text": "यह फैसला ऐतिहासिक है।", "language": "hi"}\n', encoding="utf-8")
    bad.write_text("{broken\n", encoding="utf-8")
    mixed = invoke(add, good, bad, "--project", empty)
    assert mixed.return_value == DONE_WITH_REJECTS
    assert mixed.stdout == "2 articles: 1 scored, 1 reject\n"
    assert "bad.jsonl" in mixed.stderr
    assert invoke(add, bad, "--project", empty).return_value == DONE  # No news.
    alone = invoke(add, bad, "--project", empty, "--strict")
    assert alone.return_value == FAILED
    assert "bad.jsonl" in alone.stderr


def test_batches_are_as_small_as_asked_for(empty: Path, invoke: Run) -> None:
    result = invoke(add, seeds_folder(), "--project", empty, "--batch-bytes", "1", "--json")
    assert json.loads(result.stdout)["batches"] == 5
    assert open_project(empty).load().runs["scored"].to_list() == [1] * 5


@pytest.mark.parametrize("command", [add, verify, report])
def test_a_folder_without_a_project_is_an_error(tmp_path: Path, invoke: Run, command: click.Command) -> None:
    arguments = [seeds_folder()] if command is add else []
    assert error_of(invoke(command, *arguments, "--project", tmp_path)) == "project.missing"


def test_a_busy_project_is_an_error_and_readable(seeds: Path, invoke: Run) -> None:
    with Writer(open_project(seeds)):
        # What was read before needs no writer; anything else does.
        assert invoke(add, seeds_folder(), "--project", seeds).return_value == DONE
        (seeds / ".framing.ledger").unlink()
        assert error_of(invoke(add, seeds_folder(), "--project", seeds)) == "project.busy"
        assert invoke(report, "--project", seeds).return_value == DONE
        assert invoke(verify, "--project", seeds).return_value == DONE


def test_verify_says_all_is_well(seeds: Path, invoke: Run) -> None:
    result = invoke(verify, "--project", seeds, "--json")
    assert result.return_value == DONE
    found = json.loads(result.stdout)
    assert found["damage"] == []
    assert found["runs"] == 1
    assert found["files"] > 10
    assert "all as written" in invoke(verify, "--project", seeds).stdout


@pytest.mark.parametrize("pattern", ["evidence/*.parquet", "runs/_delta_log/*.json", "framing.toml", ".framing.seal"])
def test_verify_names_a_damaged_file(empty: Path, invoke: Run, pattern: str) -> None:
    invoke(add, seeds_folder(), "--project", empty)
    path = next(empty.glob(pattern))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    name = path.relative_to(empty).as_posix()
    told = invoke(verify, "--project", empty)
    assert told.return_value == FAILED
    assert name in told.stdout
    listed = invoke(verify, "--project", empty, "--json")
    assert listed.return_value == FAILED
    assert [damage["file"] for damage in json.loads(listed.stdout)["damage"]] == [name]
    assert error_of(invoke(report, "--project", empty)) == "project.damaged"


def test_report_of_an_empty_project(empty: Path, invoke: Run) -> None:
    result = invoke(report, "--project", empty, "--json")
    assert json.loads(result.stdout) == {"estimates": [], "caveats": [], "badges": []}
    told = invoke(report, "--project", empty)
    assert told.return_value == DONE
    assert "framing add" in told.stderr


@pytest.mark.parametrize("level", ["outlet", "country", "source", "language"])
def test_the_report_is_what_the_library_says(seeds: Path, invoke: Run, level: str) -> None:
    result = invoke(report, "--project", seeds, "--by", level, "--json")
    said = json.loads(result.stdout)
    articles = framing.read([seeds_folder()]).articles
    scored = framing.score(articles)
    expected = framing.estimate(scored, articles, levels=(level,))
    assert pl.DataFrame(said["estimates"], schema=expected.schema).equals(expected)
    assert said["caveats"] == framing.caveats(scored, articles)


def test_the_report_for_people_names_outlets_and_caveats(seeds: Path, invoke: Run) -> None:
    result = invoke(report, "--project", seeds)
    assert result.return_value == DONE
    articles = open_project(seeds).load().articles
    outlets = load_outlets().among(articles)
    for outlet in articles["outlet"]:
        assert outlets.name(outlet)[:20] in result.stdout
    assert "! " in result.stdout


def test_the_report_tells_of_articles_scored_otherwise(
    seeds: Path, invoke: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh: dict[str, Any] = json.loads(invoke(report, "--project", seeds, "--json").stdout)
    monkeypatch.setattr("framing.scoring.versions.__version__", "0.0.0")
    # Another version has other code, by which what is kept goes.
    shutil.rmtree(seeds / KEPT)
    stale = json.loads(invoke(report, "--project", seeds, "--json").stdout)
    assert len(stale["caveats"]) == len(fresh["caveats"]) + 1
    assert stale["caveats"][-1].startswith("5 articles")


def test_a_lexicon_in_the_project_counts_beside_the_toolkits(tmp_path: Path, run: MainRun) -> None:
    folder, source, text = tmp_path / "news", tmp_path / "rain.csv", tmp_path / "a.txt"
    source.write_text("term,category\ndrizzle,weather\nmonsoon*,weather\n", encoding="utf-8")
    text.write_text("A historic day: the drizzle of the monsoons reached the coast, officials said.", encoding="utf-8")
    run("init", folder)
    assert run("lexicon", "import", source, folder / "lexicons" / "rain", "--language", "en").code == DONE
    assert run("add", text, "--project", folder).code == DONE
    estimates = json.loads(run("report", "--project", folder, "--json").out)["estimates"]
    hits = {row["dimension"]: row["hits"] for row in estimates}
    assert hits["weather"] == 2
    assert hits["praise"] == 1
    shown = run("kwic", "weather", "--project", folder, "--json").out.splitlines()
    assert [json.loads(line)["hit"] for line in shown] == ["drizzle", "monsoons"]
    assert run("add", text, "--project", folder, "--json").out.count('"known": 1') == 1
    cited = json.loads(run("cite", "--project", folder, "--json").out)
    assert cited == framing.citation(framing.open_project(folder).lexicon()) != framing.citation()
    assert run("cite", "--project", folder, "--lexicon", folder / "lexicons" / "rain").code == USAGE
    # Another lexicon is another measurement.
    source.write_text("term,category\ncoast,place\n", encoding="utf-8")
    run("lexicon", "import", source, folder / "lexicons" / "place", "--language", "en")
    assert "scored with another lexicon" in run("report", "--project", folder).out
