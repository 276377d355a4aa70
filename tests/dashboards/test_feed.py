"""The look at a project: nobody waits longer than they said, and one reading serves all who ask."""

from __future__ import annotations

from threading import Event

import polars as pl
import pytest

import framing

pytest.importorskip("dash")

from dashboards.data import Feed, Reading, Snapshot
from dashboards.sample import SampleProject

ARTICLES = framing.articles(pl.DataFrame({"text": ["The deal was historic."], "outlet": ["a"], "language": ["en"]}))


def test_whoever_cannot_wait_is_told_that_the_project_is_being_read() -> None:
    project, may_open, opened = SampleProject(ARTICLES), Event(), []

    def slow() -> SampleProject:
        opened.append(1)
        may_open.wait(60)
        return project

    feed = Feed(slow)
    assert isinstance(feed.glance(0.0), Reading)
    assert isinstance(feed.glance(0.0), Reading)
    assert feed.state().startswith("reading ")
    may_open.set()
    look = feed.look()
    assert isinstance(look, Snapshot)
    assert feed.look() is look
    assert not feed.state().startswith("reading ")
    assert len(opened) == 1


def test_while_a_batch_is_read_what_was_shown_before_stays() -> None:
    may_read = Event()
    may_read.set()

    class Slow(SampleProject):
        def outlets(self) -> framing.Outlets:
            may_read.wait(60)
            return super().outlets()

    project = Slow(ARTICLES)
    feed = Feed(lambda: project)
    before, state = feed.look(), feed.state()
    may_read.clear()
    project.replace(ARTICLES.with_columns(title=pl.lit("New")))
    assert feed.glance(0.0) is before
    assert feed.state() == feed.state() != state
    may_read.set()
    after = feed.look()
    assert isinstance(after, Snapshot)
    assert after is not before
    assert feed.state() not in (state, f"renewing {state}")


def test_what_takes_no_time_is_there_at_once() -> None:
    feed = Feed(lambda: SampleProject(ARTICLES))
    first = feed.look()
    assert feed.glance(60.0) is first
