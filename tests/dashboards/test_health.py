"""A project that something happens to while it is looked at: it is told, and so is that it is as it was again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
import regex

import framing
from framing.errors import ProjectError
from framing.store.layout import MARKER

pytest.importorskip("dash")

from dashboards.data import Snapshot
from dashboards.feed import Feed, Problem
from dashboards.project import ProjectLike
from dashboards.sample import SampleProject

NEWS = framing.articles(pl.DataFrame({"text": ["The deal was historic.", "Talks failed."], "outlet": ["a", "b"]}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rejects = pl.DataFrame(schema=framing.read([]).rejects.schema)
    with framing.Writer(framing.init_project(tmp_path / "study")) as writer:
        writer.add(framing.ReadResult(NEWS, rejects))
    return tmp_path / "study"


@contextmanager
def moved(folder: Path) -> Iterator[None]:
    away = folder.rename(folder.with_name("elsewhere"))
    yield
    away.rename(folder)


@contextmanager
def damaged(folder: Path, kind: str = "scores") -> Iterator[None]:
    path = next((folder / kind).glob("*.parquet"))
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    # Two writes may fall into one tick of the clock, and a file of the same size and time is not read again.
    os.utime(path, ns=(path.stat().st_mtime_ns + 1_000_000, path.stat().st_mtime_ns + 1_000_000))
    yield
    path.write_bytes(content)
    os.utime(path, ns=(path.stat().st_mtime_ns + 2_000_000, path.stat().st_mtime_ns + 2_000_000))


@contextmanager
def replaced_by_a_newer_one(folder: Path) -> Iterator[None]:
    marker = folder / MARKER
    before = marker.read_text()
    (folder / ".framing.seal").rename(folder / "seal")
    marker.write_text(regex.sub(r"format = \d+", "format = 999", before))
    yield
    marker.write_text(before)
    (folder / "seal").rename(folder / ".framing.seal")


@pytest.mark.parametrize(
    ("happens", "code"),
    [(moved, "project.missing"), (damaged, "project.damaged"), (replaced_by_a_newer_one, "project.newer")],
)
def test_what_happens_to_an_open_project_is_told_and_passes(
    folder: Path, happens: Callable[..., object], code: str
) -> None:
    feed = Feed(lambda: framing.open_project(folder))
    before = feed.look()
    assert isinstance(before, Snapshot)
    assert feed.state() == before.state
    with happens(folder):  # type: ignore[attr-defined]
        assert feed.state() != before.state
        look = feed.look()
        assert isinstance(look, Problem)
        assert look.code == code
        assert feed.state() == look.state
    assert feed.state() == before.state
    again = feed.look()
    assert isinstance(again, Snapshot)
    assert again.rows.height == NEWS.height


def test_another_project_in_the_same_place_is_another(folder: Path, tmp_path: Path) -> None:
    feed = Feed(lambda: framing.open_project(folder))
    before = feed.look()
    rejects = pl.DataFrame(schema=framing.read([]).rejects.schema)
    with framing.Writer(framing.init_project(tmp_path / "other")) as writer:
        writer.add(framing.ReadResult(NEWS.head(1), rejects))
    folder.rename(tmp_path / "old")
    (tmp_path / "other").rename(folder)
    feed.state()
    look = feed.look()
    assert isinstance(look, Snapshot)
    assert look.state != before.state
    assert look.rows.height == 1


def test_a_project_that_is_busy_says_so_and_is_shown_when_it_is_not() -> None:
    class Busy(SampleProject):
        is_busy = False

        def state(self) -> str:
            if self.is_busy:
                raise ProjectError("project.busy", "another process is writing", "study", "wait for it")
            return super().state()

    project = Busy(NEWS)

    def opener() -> ProjectLike:
        return project

    feed = Feed(opener)
    before = feed.look()
    project.is_busy = True
    look = feed.look()
    assert isinstance(look, Problem)
    assert (look.code, feed.state()) == ("project.busy", look.state)
    project.is_busy = False
    assert feed.state() == before.state
    assert isinstance(feed.look(), Snapshot)
