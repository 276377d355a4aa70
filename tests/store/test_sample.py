"""From a project to sheets for coders, and from these to agreement and corrected figures."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import framing
from framing.cli.main import framing as commands
from framing.ingest.article.outlets import load_outlets
from framing.store.project import Project, init_project
from framing.validation.coding import read_codes, settled


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, articles: Any, jsonl: Any, add_files: Any) -> Project:
    place = tmp_path_factory.mktemp("coding")
    made = init_project(place / "study")
    add_files(made, jsonl(place / "a.jsonl", articles(24, 5)))
    return made


def fill(folder: Path, coder: str, answers: dict[str, str]) -> None:
    """Write answers into the column praise of a sheet."""
    path = folder / f"coder-{coder}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["praise"] = answers[row["unit"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_codes_of_fewer_articles_than_are_asked_for_are_refused(project: Project, tmp_path: Path) -> None:
    folder, runner = tmp_path / "coding", CliRunner()
    draws = ["sample", str(folder), "--project", str(project.folder), "--n", "8", "--dimension", "praise"]
    done = runner.invoke(commands, [*draws, "--coder", "asha", "--outlet", "alpha"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    report = ["report", "--corrected", str(folder), "--project", str(project.folder), "--dimension", "praise"]
    assert "drawn from those of outlet alpha alone" in str(runner.invoke(commands, report).exception)
    assert "nothing is coded yet" in str(runner.invoke(commands, [*report, "--outlet", "alpha"]).exception)


def test_from_a_project_to_corrected_figures(project: Project, tmp_path: Path) -> None:
    folder, runner = tmp_path / "coding", CliRunner()
    draws = ["sample", str(folder), "--project", str(project.folder), "--n", "8", "--dimension", "praise"]
    draws += ["--coder", "asha", "--coder", "bilal", "--double", "1"]
    done = runner.invoke(commands, draws, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    shown = (folder / "coder-asha.csv").read_text(encoding="utf-8-sig")
    outlets = project.load().articles["outlet"].unique().to_list()
    assert not any(f",{outlet}," in shown for outlet in outlets)
    units = [row["unit"] for row in csv.DictReader((folder / "drawn.csv").read_text("utf-8-sig").splitlines())]
    for coder in ("asha", "bilal"):
        fill(folder, coder, {unit: "yes" if at % 3 else "no" for at, unit in enumerate(units)})
    told = runner.invoke(commands, ["agreement", str(folder), "--json"], catch_exceptions=False)
    assert '"percent", "value": 1.0' in told.stdout
    codes = settled(read_codes(folder)[0], "praise")[0]
    loaded = project.load()
    rows = framing.corrected(loaded.scored, loaded.articles, codes, "praise")
    assert rows["coded"].sum() == codes.height
    report = ["report", "--corrected", str(folder), "--project", str(project.folder)]
    printed = runner.invoke(commands, [*report, "--dimension", "praise", "--json"], catch_exceptions=False).stdout
    unbounded = {"badge": "not corrected", "least": None, "most": None, "scored_by": "lexicon"}
    assert json.loads(printed)["corrected"] == [
        {**row, **unbounded, "name": load_outlets().name(row["key"])} for row in rows.to_dicts()
    ]
    told = runner.invoke(commands, [*report, "--dimension", "praise"], catch_exceptions=False)
    assert "more codes are needed" in told.stdout
    for options, said in (([], "0 dimensions"), (["--dimension", "doubt"], "coded were praise")):
        assert said in str(runner.invoke(commands, [*report, *options]).exception)
    again = runner.invoke(commands, draws)
    assert "the folder has sheets already" in str(again.exception) + again.output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--dimension", "prise", "--n", "5"], "no dimension 'prise'"),
        (["--dimension", "praise"], "a number or a half-width"),
        (["--dimension", "praise", "--n", "5", "--outlet", "nobody"], "nobody"),
    ],
)
def test_bad_options_are_one_line(project: Project, tmp_path: Path, options: list[str], said: str) -> None:
    command = ["sample", str(tmp_path / "new"), "--project", str(project.folder), "--coder", "a", *options]
    done = CliRunner().invoke(commands, command)
    assert said in str(done.exception)
    assert not (tmp_path / "new").exists()
