"""The filters of articles are the same wherever results are asked for, and say what they left."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

import framing
from framing.cli.main import framing as commands
from tests.conftest import Run

FILTERED = ("report", "compare", "export", "plan", "kwic")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six articles of alpha, four of beta, two of gamma; alpha's first three are of January."""
    rows = [
        {
            "article_id": f"{outlet}-{number}",
            "text": f"The shameful talks number {number} of the day failed, and the long road to peace goes on.",
            "outlet": outlet,
            "language": "en",
            "genre": "opinion" if number == 0 else "news",
            "published": datetime(2024, 1 if number < 3 else 6, 2 + number, tzinfo=UTC),
        }
        for outlet, articles in (("alpha", 6), ("beta", 4), ("gamma", 2))
        for number in range(articles)
    ]
    folder = tmp_path_factory.mktemp("filters") / "study"
    rejects = pl.DataFrame(schema=framing.read([]).rejects.schema)
    with framing.Writer(framing.init_project(folder)) as writer:
        writer.add(framing.ReadResult(framing.articles(pl.DataFrame(rows)), rejects))
    return folder


def outlets(run: Run, project: Path, *options: str) -> dict[str, int]:
    """Outlet → articles, as a report counts them."""
    printed = json.loads(run("report", "--project", project, "--dimension", "derogation", "--json", *options).out)
    return {row["key"]: row["articles"] for row in printed["estimates"] if row["level"] == "outlet"}


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ((), {"alpha": 6, "beta": 4, "gamma": 2}),
        (("--outlet", "Alpha", "--outlet", "gamma"), {"alpha": 6, "gamma": 2}),
        (("--until", "2024-01-31"), {"alpha": 3, "beta": 3, "gamma": 2}),
        (("--since", "2024-06-05", "--until", "2024-06-05"), {"alpha": 1, "beta": 1}),
        (("--genre", "opinion"), {"alpha": 1, "beta": 1, "gamma": 1}),
        (("--min-articles", "3"), {"alpha": 6, "beta": 4}),
        (("--min-articles", "4"), {"alpha": 6, "beta": 4}),
        (("--min-articles", "5"), {"alpha": 6}),
        # Articles are counted after all else.
        (("--until", "2024-01-31", "--min-articles", "3"), {"alpha": 3, "beta": 3}),
    ],
)
def test_a_report_counts_what_the_filters_leave(
    run: Run, project: Path, options: tuple[str, ...], left: dict[str, int]
) -> None:
    assert outlets(run, project, *options) == left


def test_an_empty_result_says_which_filter_emptied_it(run: Run, project: Path) -> None:
    told = run("report", "--project", project, "--outlet", "alpha", "--since", "2025-01-01")
    assert "--outlet alpha leaves 6; --since 2025-01-01 leaves 0" in told.err
    refused = run("compare", "alpha", "beta", "--project", project, "--since", "2025-01-01")
    assert refused.code == 2
    assert "--since 2025-01-01 leaves 0" in refused.err


def test_a_comparison_is_of_what_the_filters_leave(run: Run, project: Path) -> None:
    printed = json.loads(run("compare", "alpha", "beta", "--project", project, "--until", "2024-01-31", "--json").out)
    assert [side["articles"] for side in printed["sides"]] == [3, 3]


def test_an_export_holds_what_the_filters_leave(run: Run, project: Path, tmp_path: Path) -> None:
    run("export", "articles", "--project", project, "-o", tmp_path / "a.csv", "--min-articles", "5")
    assert pl.read_csv(tmp_path / "a.csv")["outlet"].unique().to_list() == ["alpha"]


def test_the_filters_are_the_same_everywhere() -> None:
    names = {each.name for each in dataclasses.fields(framing.Question)}
    names -= {"a", "b", "before", "by", "sections", "voices"}
    for name in FILTERED:
        command = commands.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert names <= {parameter.name for parameter in command.params}


def test_the_project_may_be_named_in_the_environment(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRAMING_PROJECT", str(project))
    assert "alpha" in run("report", "--dimension", "derogation", "--json").out
