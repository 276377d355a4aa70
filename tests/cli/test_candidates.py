"""Grown words are decided one by one in the terminal, and a reading goes on where it stopped."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import framing
from framing.errors import LexiconError, UsageError
from framing.lexicon.growing import GROWN
from framing.lexicon.lexicon import load_lexicon

BOOK = """[lexicon]
version = "1"
licence = "CC0"

[dimensions.scorn]
family = "own"
label = "Scorn"
definition = "Words of scorn."

[dimensions.scorn.examples]
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    rows = [("vile", 2.5, 40, "base mean"), ("brazen", 2.0, 30, "bold"), ("calm", -2.0, 50, "still")]
    rows += [("grubby", 1.5, 20, "dirty"), ("plucky", 1.0, 10, "brave")]
    pl.DataFrame(rows, dict(GROWN), orient="row").write_csv(tmp_path / "grown.csv")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "codebook.toml").write_text(BOOK, encoding="utf-8")
    return tmp_path


def terminal(place: Path, typed: str, *more: str) -> str:
    """What a terminal shows in which somebody types; a pseudo-terminal, not a pipe."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "framing", "lexicon", "review", "candidates", "--language", "en"]
    process = subprocess.Popen(
        [*command, "--into", str(place / "own"), *(more or (str(place / "grown.csv"),))],
        stdin=slave, stdout=slave, stderr=slave, close_fds=True,
    )  # fmt: skip
    os.close(slave)
    os.write(master, typed.encode())
    shown = b""
    while True:
        try:
            part = os.read(master, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    process.wait()
    os.close(master)
    assert process.returncode == 0, shown.decode()
    return shown.decode()


def entries(place: Path) -> list[tuple[str, str, float, str]]:
    lexicon = load_lexicon(place / "own")
    return [(one.id, one.term, one.weight, one.unless) for one in lexicon.entries["en"]]


def test_a_reading_is_written_down_and_goes_on(place: Path) -> None:
    # Accepted with a context, rejected, skipped, and stopped; a dimension that is not there is asked for again.
    shown = terminal(place, "scron\nscorn\nadj\nvile\n2\nfoul\nweather\nr\ns\nq\n")
    assert "no dimension 'scron'" in shown
    assert "1/4  vile  +2.50  40 times; near it: base mean" in shown
    assert "1 word accepted, 1 rejected, 2 left" in shown
    assert entries(place) == [("en.scorn.vile", "vile", 2.0, "weather")]
    again = terminal(place, "s\nscorn\nadj\nvile\n1\n\n\n")
    # What was skipped comes again, what was decided does not; the second word of a concept has a number.
    assert "1/2  grubby" in again
    assert "brazen" not in again
    assert [one[:2] for one in entries(place)] == [("en.scorn.vile", "vile"), ("en.scorn.vile.2", "plucky")]
    assert "calm" not in shown + again


def test_what_is_killed_between_line_and_note_is_written_once(place: Path) -> None:
    found = framing.candidates(place / "grown.csv", place / "own", "en")
    found.accept("vile", "scorn", concept="vile")
    (place / "own" / "candidates.csv").unlink()
    later = framing.candidates(place / "grown.csv", place / "own", "en")
    assert "vile" not in [row["word"] for row in later.left()]
    later.accept("vile", "scorn", concept="vile")
    assert len(entries(place)) == 1


def test_what_is_not_valid_is_not_written(place: Path) -> None:
    found = framing.candidates(place / "grown.csv", place / "own", "en")
    with pytest.raises(LexiconError, match="snake_case"):
        found.accept("vile", "scorn", concept="Very vile")
    with pytest.raises(UsageError, match="no dimension 'praise'"):
        found.accept("vile", "praise", concept="vile")
    assert len(found) == 4
    assert not (place / "own" / "en").exists()
    (place / "own" / "candidates.csv").write_text("word\nvile\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="other columns"):
        framing.candidates(place / "grown.csv", place / "own", "en")
    (place / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no table of grown words"):
        framing.candidates(place / "other.csv", place / "own", "en")


def test_the_places_of_a_word_in_a_project_are_shown(place: Path) -> None:
    project = framing.init_project(place / "news")
    framing.add(
        project,
        pl.DataFrame(
            {"article_id": ["1"], "text": ["It was a vile attack on the old town, they said."], "language": ["en"]}
        ),
    )
    (place / "news" / "grown").mkdir()
    shutil.copy(place / "grown.csv", place / "news" / "grown" / "en.csv")
    shown = terminal(place, "q\n", "--project", str(place / "news"))
    assert "It was a [vile] attack on" in shown


def test_words_of_a_signed_dimension_are_read_by_how_often_they_occur(place: Path) -> None:
    """Tables without neighbours, as those that come with the toolkit, and words on the plain side too."""
    book = place / "own" / "codebook.toml"
    book.write_text(BOOK.replace('family = "own"', 'family = "own"\nsigned = true'), encoding="utf-8")
    table = pl.read_csv(place / "grown.csv").drop("neighbours")
    table.write_csv(place / "grown.csv")
    shown = terminal(place, "s\nscorn\nadj\nbrazen\n-1\n\n\nq\n", str(place / "grown.csv"), "--order", "count")
    assert "1/5  calm  -2.00  50 times" in shown
    assert "near it" not in shown
    assert entries(place) == [("en.scorn.brazen", "vile", -1.0, "")]
    # The line with a weight below 0 is read again, and another goes in beside it.
    listed = framing.candidates(table, place / "own", "en")
    listed.accept("plucky", "scorn", concept="plucky", weight="1")
    assert [row["word"] for row in listed.left()] == ["brazen", "grubby"]
    assert [one[2] for one in entries(place)] == [-1.0, 1.0]


def test_words_come_by_their_charge_or_their_count_and_never_twice(place: Path) -> None:
    rows = [("b", 1.0, 5, ""), ("a", 1.0, 9, ""), ("c", 2.0, 9, ""), ("none", 0.0, 7, ""), ("least", 0.1, 1, "")]
    table = pl.DataFrame(rows, dict(GROWN), orient="row")

    def left(**asked: Any) -> list[str]:
        return [row["word"] for row in framing.candidates(table, place / "own", "en", **asked).left()]

    assert left() == ["c", "a", "b", "least"]
    assert left(order="count") == ["a", "c", "none", "b", "least"]
    found = framing.candidates(table, place / "own", "en")
    found.reject("c")
    assert [row["word"] for row in found.left()] == ["a", "b", "least"]
    ids = [found.accept(word, "scorn", concept="x", gloss="g").id for word in ("a", "b", "least")]
    assert ids == ["en.scorn.x", "en.scorn.x.2", "en.scorn.x.3"]
    assert left(order="count") == ["none"]
    # What was decided of another language's words says nothing here.
    assert len(framing.candidates(table, place / "own", "hi")) == 4
