"""Articles that name no outlet: a file's day is none, and whoever adds them may say whose they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import framing
from framing.ingest.article.names import series_of
from tests.conftest import Run

ROWS = [{"title": "A deal", "text": f"The two sides signed deal {number} on Tuesday."} for number in range(3)]


def days(folder: Path, *names: str) -> list[Path]:
    paths = [folder / f"{name}.jsonl" for name in names]
    for path in paths:
        path.write_text("".join(json.dumps(row | {"id": f"{path.stem} {row['text']}"}) + "\n" for row in ROWS))
    return paths


@pytest.mark.parametrize(
    ("file", "series"),
    [
        ("daily-2026-01-01.jsonl", "daily-*.jsonl"),
        ("daily_20260101.jsonl", "daily_*.jsonl"),
        ("2026-01.csv", "*.csv"),
        ("31.12.2025.csv", "*.csv"),
        ("news-2026-01-01T05-15.jsonl", "news-*.jsonl"),
        ("2026-01-01/hindi.csv", "*/hindi.csv"),
        ("batch_12.csv", "batch_*.csv"),
        ("part-00001.parquet", "part-*.parquet"),
        # A year may be a study's, and no number of more digits or of no month is a day.
        ("2024/news.jsonl", "2024/news.jsonl"),
        ("elections-2024.csv", "elections-2024.csv"),
        ("2026-13-01.csv", "2026-13-01.csv"),
        ("120260101.csv", "120260101.csv"),
        ("1.txt", "1.txt"),
        ("news24.csv", "news24.csv"),
    ],
)
def test_days_and_batches_are_no_names(file: str, series: str) -> None:
    assert series_of(file) == series


def test_files_of_days_stand_together_and_it_is_said(tmp_path: Path, run: Run) -> None:
    project = framing.init_project(tmp_path / "news")
    added = run("add", *days(tmp_path, "daily-2026-01-01", "daily-2026-01-02"), "--project", project.folder)
    assert "2 files: 6 articles that name no outlet stand together as daily-*.jsonl" in added.err
    assert "--outlet NAME" in added.err
    assert set(project.load().articles["outlet"]) == {"unknown:daily-*.jsonl"}
    told = run("outlets", "--unknown", "--project", project.folder)
    assert "1 file without a name of one to review" in told.out
    assert "outlets to review" not in told.out


def test_whoever_adds_them_may_say_whose_they_are(tmp_path: Path, run: Run) -> None:
    (path,) = days(tmp_path, "daily-2026-01-01")
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"text": "A further deal was signed.", "outlet": "The Times of India"}) + "\n")
        file.write(json.dumps({"text": "One more deal.", "url": "https://www.dawn.com/news/1"}) + "\n")
    project = framing.init_project(tmp_path / "news")
    added = run("add", path, "--outlet", "The Hindu", "--project", project.folder)
    assert "stand together" not in added.err
    counts = project.load().articles["outlet"].value_counts().sort("outlet").rows()
    assert counts == [("dawn", 1), ("the-hindu", 3), ("times-of-india", 1)]
    assert framing.read(path, outlet="The Hindu").articles["outlet"].value_counts().sort("outlet").rows() == counts


@pytest.mark.parametrize("column", ["paper", "Newspaper", "publication", "Publication Title", "magazine"])
def test_columns_that_name_outlets_are_known(column: str) -> None:
    found = framing.read({column: ["The Hindu"], "text": ["It rained on the wheat."]}).articles
    assert found["outlet"].to_list() == ["the-hindu"]
