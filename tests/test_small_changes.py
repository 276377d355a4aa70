"""A format, a scale, a dimension of a new family, a page, a level: each is one or two places, as each test shows.

Each change is made in a copy of the package, and the copy's command line or dashboard is asked for what is new. A new
language has a test of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: A format in which the first line is the title and ``%%`` ends an article.
READER = '''"""Reads files of notes: a title, lines of text, and %% behind each."""
from framing.ingest.source import Part, rows_frame


def read_notes(source):
    with source.open() as handle:
        notes = [note.strip() for note in handle.read().decode().split("%%") if note.strip()]
    rows = [
        {"title": note.split("\\n")[0], "text": note.split("\\n", 1)[1], "place": source.origin, "fallback_id": str(n)}
        for n, note in enumerate(notes)
    ]
    yield Part(rows_frame(rows))
'''
NOTES = "A storm\nThe minister slammed the shameful report.\n%%\nA calm\nNothing happened at all.\n%%\n"

SCALE = """
[scales.outcry]
kind = "rate"
positive = ["derogation"]
definition = "Words that run somebody down."
"""
DIMENSION = """
[dimensions.weather]
family = "sky"
label = "Weather"
definition = "Talk of the weather."
examples = { en = ["It [rained] all day."] }
"""
PAGE = '''"""A page that counts."""
from dash import html
from dashboards.page import Made, Page

PAGE = Page(
    path="/counts",
    name="Counts",
    href=lambda filters: "/counts",
    make=lambda snapshot, path, search: Made(html.P(f"{snapshot.articles.height} articles stand here"), "Counts"),
    file=lambda snapshot, name, path, search: None,
)
'''


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package that nothing was changed in; with what is compiled of it, but for what is being written."""
    folder = tmp_path_factory.mktemp("pristine")
    for name in ("framing", "lexicons", "dashboards"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.pyc.*", "_data"))
    return folder


@pytest.fixture
def copy(pristine: Path, tmp_path: Path) -> Path:
    return shutil.copytree(pristine, tmp_path / "copy")


def run(copy: Path, *arguments: object) -> str:
    """What the copy prints."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "POLARS_MAX_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert not done.returncode, done.stderr
    return done.stdout


def changed(path: Path, old: str, new: str) -> None:
    """One place of a file, changed."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} has {text.count(old)} times: {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_format_is_a_reader_and_a_line(copy: Path, tmp_path: Path) -> None:
    (copy / "framing" / "ingest" / "readers" / "notes.py").write_text(READER, encoding="utf-8")
    line = '    Format(name="notes", suffixes=(".notes",), read=read_notes),\n'
    formats = copy / "framing" / "ingest" / "formats.py"
    changed(formats, "FORMATS: Final[tuple[Format, ...]] = (\n", f"FORMATS: Final[tuple[Format, ...]] = (\n{line}")
    source = "from framing.ingest.source"
    changed(formats, source, f"from framing.ingest.readers.notes import read_notes\n{source}")
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.notes").write_text(NOTES, encoding="utf-8")
    records = [json.loads(line) for line in run(copy, "-m", "framing", "score", folder).splitlines()]
    assert [record["title"] for record in records] == ["A storm", "A calm"]


def test_a_scale_is_a_table_of_the_codebook(copy: Path) -> None:
    with (copy / "lexicons" / "codebook.toml").open("a", encoding="utf-8") as file:
        file.write(SCALE)
    text = copy / "a.txt"
    text.write_text("A storm\n\nThe minister called the traitors shameless cowards.", encoding="utf-8")
    (record,) = map(json.loads, run(copy, "-m", "framing", "score", text).splitlines())
    assert record["scales"]["outcry"]["positive"] >= 2


def test_a_dimension_of_a_new_family_is_a_table_and_a_file(copy: Path) -> None:
    with (copy / "lexicons" / "codebook.toml").open("a", encoding="utf-8") as file:
        file.write(DIMENSION)
    header = (copy / "lexicons" / "en" / "conflict.csv").read_text(encoding="utf-8").splitlines()[0]
    row = {"id": "en.weather.rain", "term": "drizzle", "match": "lemma", "pos": "noun", "kind": "stance"}
    row |= {"weight": "1", "concept": "rain"}
    cells = ",".join(row.get(name, "") for name in header.split(","))
    (copy / "lexicons" / "en" / "weather.csv").write_text(f"{header}\n{cells}\n", encoding="utf-8")
    text = copy / "a.txt"
    text.write_text("A storm\n\nA drizzle fell on the capital.", encoding="utf-8")
    (record,) = map(json.loads, run(copy, "-m", "framing", "score", text).splitlines())
    assert [span["surface"] for span in record["evidence"] if span["dimension"] == "weather"] == ["drizzle"]
    families = run(copy, "-c", "import framing; print(framing.default_lexicon().codebook.families)")
    assert "'sky': 'Sky'" in families


def test_a_page_is_a_file_and_a_line(copy: Path) -> None:
    (copy / "dashboards" / "pages" / "counts.py").write_text(PAGE, encoding="utf-8")
    pages = copy / "dashboards" / "pages" / "__init__.py"
    changed(pages, "import (\n", "import (\n    counts,\n")
    changed(pages, "    article.PAGE,\n)", "    article.PAGE,\n    counts.PAGE,\n)")
    asked = (
        "from dashboards.app import _nav, _page_at; from dashboards.filtering import Filters; "
        "from types import SimpleNamespace as N; import polars as pl; from dashboards import app; "
        "three = pl.DataFrame({'a': [1, 2, 3]}); look = N(articles=three, rows=three); print(_page_at(look, '/counts', '').content); "
        "print([link for link in _nav('/counts', Filters(), False)])"
    )
    printed = run(copy, "-c", asked)
    assert "3 articles stand here" in printed
    assert "'Counts'" in printed


def test_a_level_is_a_line(copy: Path, tmp_path: Path) -> None:
    """All commands take it: as what figures are for, as a side, as what articles are kept by, in a crossing, over time."""
    line = '    "genre": "genre",\n'
    changed(copy / "framing" / "schemas.py", line, f'{line}    "author": "byline",\n')
    news = tmp_path / "news.jsonl"
    rows = [
        {
            "text": f"{word.capitalize()} fell on the {word} town {number} times. The minister slammed the traitors.",
            "author": author,
            "outlet": "Der Bote",
            "language": "en",
            "date": f"2024-0{number % 3 + 1}-11",
        }
        for author, word in (("Ann Lee", "rain"), ("Bo Marsh", "hail"))
        for number in range(6)
    ]
    news.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    project = tmp_path / "study"
    run(copy, "-m", "framing", "init", project)
    run(copy, "-m", "framing", "add", news, "--project", project)
    asked = ("--project", project, "--json")
    said = json.loads(run(copy, "-m", "framing", "report", "--by", "author", *asked))
    assert {row["key"] for row in said["estimates"]} == {"Ann Lee", "Bo Marsh"}
    said = json.loads(run(copy, "-m", "framing", "report", "--by", "author*month", *asked))
    assert "Ann Lee*2024-01" in {row["key"] for row in said["estimates"]}
    said = json.loads(run(copy, "-m", "framing", "report", "--by", "outlet", "--within", "author=Ann Lee", *asked))
    assert {row["articles"] for row in said["estimates"]} == {6}
    said = json.loads(run(copy, "-m", "framing", "compare", "Ann Lee", "Bo Marsh", "--by", "author", *asked))
    assert (said["a"], said["b"]) == ("Ann Lee", "Bo Marsh")
