"""From a project to sheets for coders, and from these to agreement and corrected figures."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

import framing
from framing.cli.main import framing as commands
from framing.ingest.article.outlets import load_outlets
from framing.store.codes import draws_of
from framing.store.project import Project, init_project
from framing.validation.coding import read_codes, settled
from framing.validation.sampling import permanent
from tests.store.coding import run


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


def test_strata_of_score_and_date_share_what_is_drawn_of_a_key(project: Project, tmp_path: Path) -> None:
    chances: dict[int, dict[str, float]] = {}
    for number in (4, 6):
        folder = tmp_path / str(number)
        words = ["sample", folder, "--n", number, "--by", "outlet,score:sensational,year", "--dimension", "praise"]
        told = json.loads(run(*words, "--coder", "asha", "--json", on=project).stdout)
        assert {row["stratum"].partition(" · ")[0] for row in told["keys"]} > {"none", "high"}
        assert all(row["stratum"].endswith(" · –") for row in told["keys"])
        assert sum(row["articles"] for row in told["keys"]) == 24
        rows = csv.DictReader((folder / "drawn.csv").read_text("utf-8-sig").splitlines())
        chances[number] = {row["article_id"]: float(row["chance"]) for row in rows}
    assert set(chances[4]) <= set(chances[6])
    assert all(chance <= chances[6][article] for article, chance in chances[4].items())
    (drawn,) = draws_of(project).filter(pl.col("frame").str.contains("score:sensational"))["sample"].unique()
    kept = draws_of(project).filter(sample=drawn)
    assert dict(kept.select("article_id", "chance").iter_rows()) == pytest.approx(chances[6])


def test_what_was_drawn_keeps_the_largest_of_its_chances(
    tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    """Articles that come in between make the chances of a later draw smaller, though it is larger."""
    project = init_project(tmp_path / "study")
    add_files(project, jsonl(tmp_path / "a.jsonl", articles(12, 5)))
    words = ("--dimension", "praise", "--coder", "asha")
    run("sample", tmp_path / "one", "--n", 4, *words, on=project)
    before = dict(draws_of(project).select("article_id", "chance").iter_rows())
    add_files(project, jsonl(tmp_path / "b.jsonl", [{**row, "id": f"new {row['id']}"} for row in articles(60, 6)]))
    run("sample", tmp_path / "two", "--n", 5, *words, on=project)
    after = dict(draws_of(project).select("article_id", "chance").iter_rows())
    assert {article: after[article] for article in before} == before
    numbers = permanent(list(after), 1)
    assert all(number < chance for number, chance in zip(numbers, after.values(), strict=True))


def test_figures_of_few_codes_are_marked_and_a_gold_set_is_read_as_it_is_written(
    tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    project = init_project(tmp_path / "study")
    rows = [{**row, "outlet": f"outlet {at % 6}"} for at, row in enumerate(articles(60, 5))]
    add_files(project, jsonl(tmp_path / "a.jsonl", rows))
    ids = [row["id"] for row in rows]
    answers = {"coder": "asha", "doubt": ["yes" if at % 5 else "no" for at in range(60)]}
    pl.DataFrame({"article_id": ids, **answers}).write_csv(tmp_path / "codes.csv")
    run("code", "import", tmp_path / "codes.csv", on=project)
    asked = ("--dimension", "doubt")
    told = run("report", "--corrected", *asked, on=project).stdout
    assert "~ 6 figures of fewer than 40 codes, drawn to those of others in the language." in told
    found = json.loads(run("report", "--corrected", *asked, "--json", on=project).stdout)["corrected"]
    assert {(row["status"], row["badge"]) for row in found} == {("pooled", "corrected")}
    run("code", "gold", tmp_path / "gold.csv", on=project)
    again = json.loads(run("report", "--corrected", tmp_path / "gold.csv", *asked, "--json", on=project).stdout)
    assert again["corrected"] == found
    assert "6 figures of these are drawn to those of other outlets" in run("code", "methods", *asked, on=project).stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--dimension", "prise", "--n", "5"], "no dimension 'prise'"),
        (["--dimension", "praise"], "a number or a half-width"),
        (["--dimension", "praise", "--n", "5", "--outlet", "nobody"], "nobody"),
        (["--dimension", "praise", "--n", "5", "--by", "outlet,score:prise"], "no measure 'prise'"),
        (["--dimension", "praise", "--n", "5", "--by", "outlet,moon"], "moon"),
    ],
)
def test_bad_options_are_one_line(project: Project, tmp_path: Path, options: list[str], said: str) -> None:
    command = ["sample", str(tmp_path / "new"), "--project", str(project.folder), "--coder", "a", *options]
    done = CliRunner().invoke(commands, command)
    assert said in str(done.exception)
    assert not (tmp_path / "new").exists()
