"""The look at a project: nobody waits longer than they said, and one reading serves all who ask."""

from __future__ import annotations

from threading import Event

import polars as pl
import pytest

import framing

pytest.importorskip("dash")

from dashboards.data import Snapshot
from dashboards.feed import Feed, Problem, Reading
from dashboards.sample import SampleAnswers, SampleProject

ARTICLES = framing.articles(pl.DataFrame({"text": ["The deal was historic."], "outlet": ["a"], "language": ["en"]}))


def test_whoever_cannot_wait_is_told_that_the_project_is_being_read() -> None:
    project, may_open, opened = SampleProject(ARTICLES), Event(), []

    def slow() -> SampleProject:
        opened.append(1)
        may_open.wait(60)
        return project

    feed = Feed(slow)
    assert isinstance(feed.glance(0.0), Reading)
    shown = feed.glance(0.0)
    assert isinstance(shown, Reading)
    assert feed.state().startswith("reading ")
    may_open.set()
    look = feed.look()
    assert isinstance(look, Snapshot)
    assert feed.look() is look
    assert feed.state() == look.state != shown.state
    assert len(opened) == 1


def test_while_a_batch_is_read_what_was_shown_before_stays() -> None:
    may_read = Event()
    may_read.set()

    class Slow(SampleProject):
        def answers(self) -> SampleAnswers:
            may_read.wait(60)
            return super().answers()

    project = Slow(ARTICLES)
    feed = Feed(lambda: project)
    before, state = feed.look(), feed.state()
    assert isinstance(before, Snapshot)
    may_read.clear()
    project.replace(ARTICLES.with_columns(title=pl.lit("New")))
    assert feed.glance(0.0) is before
    assert feed.state() == state == before.state
    may_read.set()
    after = feed.look()
    assert isinstance(after, Snapshot)
    assert after is not before
    assert feed.state() == after.state != state


def test_a_page_that_was_made_while_the_project_was_read_is_out_of_date_afterwards() -> None:
    """However short the reading: also where it began and ended between two looks at the state."""
    may_open = Event()

    def slow() -> SampleProject:
        may_open.wait(60)
        return SampleProject(ARTICLES)

    feed = Feed(slow)
    shown = feed.glance(0.0).state
    may_open.set()
    feed.look()
    assert feed.state() != shown


def test_a_project_that_cannot_be_read_is_read_again_only_when_it_changed() -> None:
    class Damaged(SampleProject):
        def answers(self) -> SampleAnswers:
            raise framing.FramingError("store.damaged", "a file is damaged")

    project = Damaged(ARTICLES)
    feed = Feed(lambda: project)
    shown = feed.look()
    assert isinstance(shown, Problem)
    assert feed.state() == shown.state
    project.replace(ARTICLES.with_columns(title=pl.lit("New")))
    assert feed.state() != shown.state


def test_what_takes_no_time_is_there_at_once() -> None:
    feed = Feed(lambda: SampleProject(ARTICLES))
    first = feed.look()
    assert feed.glance(60.0) is first
