"""Plans: fixed once, run as they stand, and all else called exploratory."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import framing
from framing.cli.main import DONE, FAILED, USAGE
from framing.statistics.significance import adjusted
from tests.conftest import Run

CALM, LOUD = (
    "The minister said that the talks went on in the capital",
    "A stunning and historic deal shocked the capital",
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine outlets that are louder and louder, twelve articles each."""
    folder = tmp_path_factory.mktemp("plan")
    rows = [
        {"article_id": f"{outlet}-{at}", "outlet": f"o{outlet}", "text": f"{LOUD if at < outlet else CALM}, {at} of {outlet}.", "title": "Kashmir" if at % 2 else "Delhi"}
        for outlet in range(9)
        for at in range(12)
    ]  # fmt: skip
    path = folder / "news.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    made = framing.init_project(folder / "study")
    with framing.Writer(made) as writer:
        writer.add(framing.read([path]))
    return made.folder


@pytest.fixture
def fixed(project: Path, run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    done = run(
        "plan", "--project", project, "--write", path, "--question", "Who is “loud”?", "--about", "kashmir",
        "--dimension", "sensational", "--dimension", "praise",
    )  # fmt: skip
    assert done.code == DONE, done.err
    assert "framing report --plan" in done.err
    return path


def test_sizes_are_told(project: Path, run: Run) -> None:
    found = json.loads(run("plan", "--project", project, "--dimension", "sensational", "--each", "50", "--json").out)
    (size,) = found["sizes"]
    assert (size["outlets"], size["articles"], size["language"]) == (9, 12, "en")
    assert 0 < size["reliability"] < 1
    assert size["articles_needed"] == pytest.approx(4 * 12 * (1 - size["reliability"]) / size["reliability"])
    more = json.loads(run("plan", "--project", project, "--dimension", "sensational", "--each", "200", "--json").out)
    # Four times the articles halve the error of a logarithm.
    assert np.log(more["sizes"][0]["detectable"]) == pytest.approx(np.log(size["detectable"]) / 2)
    assert "articles for .8" in run("plan", "--project", project).out


def test_a_report_runs_the_plan(project: Path, run: Run, fixed: Path) -> None:
    planned = json.loads(run("report", "--project", project, "--plan", fixed, "--json").out)
    asked = ["--about", "kashmir", "--dimension", "sensational", "--dimension", "praise"]
    plain = json.loads(run("report", "--project", project, *asked, "--json").out)
    assert planned["caveats"][0].startswith("Planned: Who is “loud”? (sensational, praise; plan ")
    assert planned["caveats"][1:] == plain["caveats"]
    # What the plan does not ask is not corrected for.
    values = [row["p"] for row in plain["estimates"]]
    expected = adjusted([np.nan if value is None else value for value in values])
    found = [np.nan if row["p_adjusted"] is None else row["p_adjusted"] for row in planned["estimates"]]
    np.testing.assert_allclose(found, expected)
    assert [row["estimate"] for row in planned["estimates"]] == [row["estimate"] for row in plain["estimates"]]


def test_what_is_not_planned_is_exploratory(project: Path, run: Run, fixed: Path) -> None:
    said = run(
        "report", "--project", project, "--plan", fixed, "--dimension", "conflict", "--dimension", "praise", "--json"
    )
    found = json.loads(said.out)
    assert found["caveats"][1] == "Exploratory, since the plan does not name it: conflict."
    assert {row["dimension"] for row in found["estimates"]} == {"sensational", "praise", "conflict"}
    for option in (("--about", "delhi"), ("--by", "country"), ("--voice", "own"), ("--section", "title")):
        done = run("report", "--project", project, "--plan", fixed, *option)
        assert done.code == USAGE
        assert f"the plan fixes {option[0]}" in done.err


def test_a_plan_is_fixed_once(project: Path, run: Run, fixed: Path) -> None:
    text = fixed.read_text(encoding="utf-8")
    again = run("plan", "--project", project, "--write", fixed, "--question", "?", "--dimension", "praise")
    assert again.code == USAGE
    assert "plan.exists" in again.err
    assert fixed.read_text(encoding="utf-8") == text
    # A comment changes nothing that was fixed; a measure does.
    fixed.write_text(f"# Registered.\n{text}", encoding="utf-8")
    assert run("report", "--project", project, "--plan", fixed).code == DONE
    fixed.write_text(text.replace('"praise"', '"conflict"'), encoding="utf-8")
    assert "plan.changed" in run("report", "--project", project, "--plan", fixed).err


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"question = ", "plan.invalid"),
        (b"\xff", "plan.invalid"),
        (b'question = "x"', "plan.invalid"),
        (b'question=""\nby=""\nabout=""\nsections=[1]\nvoices=[]\nmeasures=[]\nsha256=""', "plan.invalid"),
        (None, "plan.unreadable"),
    ],
)
def test_what_is_no_plan_is_said_in_a_line(
    project: Path, run: Run, tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "plan.toml"
    if content is not None:
        path.write_bytes(content)
    done = run("report", "--project", project, "--plan", path)
    assert done.code in (FAILED, USAGE)
    assert code in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--write", "x.toml", "--question", "q"], "plan.open"),
        (["--write", "x.toml", "--dimension", "praise"], "plan.open"),
        (["--dimension", "loudness?"], "plan.dimension"),
        (["--by", "planet"], "estimate.level"),
    ],
)
def test_what_cannot_be_fixed_is_refused(project: Path, run: Run, options: list[str], code: str) -> None:
    done = run("plan", "--project", project, *options)
    assert done.code == USAGE
    assert code in done.err


def test_specifications_are_told_of_one_measure(project: Path, run: Run, tmp_path: Path) -> None:
    asked = ("report", "--project", project, "--specifications")
    refused = run(*asked)
    assert refused.code == USAGE
    assert "report.specifications" in refused.err
    page = tmp_path / "page.html"
    found = json.loads(run(*asked, "--dimension", "praise", "--json", "--html", page).out)["specifications"]
    assert {row["key"] for row in found["summary"]} <= {f"o{number}" for number in range(9)}
    assert {row["voices"] for row in found["table"]} <= {"as asked", "own voice"}
    assert "Specifications: praise" in page.read_text(encoding="utf-8")
    assert "Specifications of praise: " in run(*asked, "--dimension", "praise").out


def test_a_report_says_how_reliably_outlets_are_ranked(project: Path, run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    asked = ("report", "--project", project)
    rows = json.loads(run(*asked, "--json", "--html", page).out)["estimates"]
    told = [row for row in rows if row["reliability"] is not None]
    assert told
    low = [row for row in told if row["reliability"] < 0.5 and row["estimate"] is not None]
    assert low
    html = page.read_text(encoding="utf-8")
    assert html.count('class="badge"') == len(low)
    row = next(row for row in low if row["articles_needed"])
    assert f"{row['reliability']:.2f}"[1:] + f"; {row['articles_needed']:,} for .80" in html
    said = run(*asked, "--dimension", row["dimension"]).out
    assert "Reliability: " in said
    assert f"{row['reliability']:.2f}"[1:] + f"! {row['articles_needed']:,}" in said
    # Languages are no outlets.
    others = json.loads(run(*asked, "--by", "language", "--json").out)["estimates"]
    assert all(row["reliability"] is None for row in others)
