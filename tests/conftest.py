"""What tests share: small lexicons made of real files, the command line, and Hypothesis without a clock."""

from __future__ import annotations

import csv
import gc
import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

import framing
from framing.cli.main import main
from framing.lexicon.entries import COLUMNS

# A loaded machine must not fail a property, and two runs must try the same examples. ``make torture`` tries hundreds.
settings.register_profile("toolkit", deadline=None, derandomize=True, max_examples=int(os.environ.get("TORTURE") or 12))
settings.load_profile("toolkit")

#: Read by processes that are traced, alone.
collect_ignore = ["benchmarks/traced"]

Row = Mapping[str, str]
MakeLexicon = Callable[[Mapping[str, Sequence[Row]]], framing.Lexicon]


def write_entries(path: Path, rows: Sequence[Row]) -> None:
    """Write a lexicon file; columns left out get a usual value, the id follows from the concept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    usual = {"match": "form", "pos": "noun", "kind": "stance", "weight": "1", "gloss": "", "unless": "", "note": ""}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for number, row in enumerate(rows):
            concept = row.get("concept", f"concept_{number}")
            writer.writerow({**usual, "id": f"{path.parent.name}.{path.stem}.{concept}", "concept": concept, **row})


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests are no garbage: nobody looks for any among them, now or while they run."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def empty_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that an earlier run kept on the disk is read, and nothing is left there; ``make mutate`` keeps its own.

    Processes that share the tests share it, as those of a user do.
    """
    base = tmp_path_factory.getbasetemp()
    kept = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "kept"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRAMING_CACHE", os.environ.get("FRAMING_TESTS_CACHE") or str(kept))
        yield


def lexicon_in(folder: Path, files: Mapping[str, Sequence[Row]]) -> framing.Lexicon:
    """Make a lexicon of rows by "language/dimension", with the toolkit's own codebook."""
    folder.mkdir(exist_ok=True)
    codebook = framing.lexicons_folder() / "codebook.toml"
    (folder / "codebook.toml").write_bytes(codebook.read_bytes())
    for name, rows in files.items():
        write_entries(folder / f"{name}.csv", rows)
    return framing.load_lexicon(folder)


#: The scorer of a lexicon: it learns a word once, where ``framing.score`` learns it in each test.
scorer_of = cache(framing.Scorer)


@pytest.fixture
def make_lexicon(tmp_path: Path) -> MakeLexicon:
    """Make a lexicon as :func:`lexicon_in` does."""
    return lambda files: lexicon_in(tmp_path / "lexicon", files)


@pytest.fixture(scope="session")
def seeds() -> framing.ReadResult:
    """The five sample articles."""
    return framing.read([framing.seeds_folder()])


@pytest.fixture(scope="session")
def scored(seeds: framing.ReadResult) -> framing.Scored:
    """The five sample articles, scored with the toolkit's own lexicon."""
    return framing.score(seeds.articles)


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``framing`` with arguments."""

    def call(*arguments: object) -> Result:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return Result(stopped.value.code, captured.out, captured.err)

    return call
