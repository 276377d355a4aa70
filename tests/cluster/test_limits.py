"""What is too much for a worker, who is gone, and how much is under way: on workers that are threads of this process.

Workers that are processes, and die in earnest, are in ``test_spreading.py`` and ``test_refusals.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest
from distributed import Client
from distributed.scheduler import KilledWorker
from polars.testing import assert_frame_equal

import framing
from framing import memory
from framing.cluster import spreading
from framing.cluster.connecting import address_of
from framing.cluster.spreading import Cluster
from framing.cluster.work import Frames, Sent
from framing.errors import ClusterError
from framing.ingest.article.duplicates import compared
from framing.ingest.article.outlets import load_outlets
from framing.ingest.article.sketches import sketches
from framing.ingest.completing import Completer
from framing.ingest.source import Part, rows_frame
from framing.lexicon.lexicon import Lexicon
from framing.scoring.effort import TooLongError
from framing.scoring.score import Scorer


@pytest.fixture(scope="module")
def threads() -> Iterator[Client]:
    """One worker, of one thread."""
    with Client(
        processes=False, n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0", set_as_default=False
    ) as client:
        yield client


#: What workers fail of → with which error, the code of the reject, and what its reason says more.
TOO_MUCH: dict[str, tuple[Exception, str, str]] = {
    "too large": (MemoryError("9 MB are needed"), "score.memory", " (9 MB are needed)"),
    "too slow": (TooLongError(), "score.time", ""),
    "a killer": (
        KilledWorker("task", SimpleNamespace(address="tcp://127.0.0.1:1"), 3),  # type: ignore[arg-type]
        "score.memory",
        " (the workers that scored it were ended, one after the other)",
    ),
}


class Frail:
    """Does what it is made of, but for a batch with a text that it fails of."""

    def __init__(self, made: Any) -> None:
        self.made, self.fingerprint = made, made.fingerprint

    def __call__(self, frames: Frames) -> Frames:
        (frame,) = frames.values()
        for words, (error, _, _) in TOO_MUCH.items():
            if frame["text"].str.contains(words).any():
                raise error.with_traceback(None)
        done: Frames = self.made(frames)
        return done


class Poor(Cluster):
    """A cluster of frail workers; it notes what is sent to them, and the texts of each batch."""

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self.batches: list[list[str]] = []
        self.priorities: list[int] = []
        self.sent: list[str] = []

    def send(self, sent: Sent) -> str:
        self.sent.append(sent.name)
        sent.setup(None)  # type: ignore[arg-type]  # The worker is not looked at.
        return super().send(Sent(Frail(sent.made())))  # type: ignore[arg-type]

    def submit(self, name: str, frames: Frames, priority: int = 0) -> Any:
        (frame,) = frames.values()
        self.batches.append(frame["text"].to_list())
        self.priorities.append(priority)
        return super().submit(name, frames, priority)


LIGHT = "मंत्री ने कहा कि यह फैसला ऐतिहासिक है।"


@pytest.mark.parametrize(
    "texts",
    [
        [LIGHT, "गाँव में नए शिक्षक आए।"],
        list(TOO_MUCH),
        ["a killer", LIGHT, LIGHT, "too slow", LIGHT],
        [LIGHT, "too large"],
    ],
)
def test_what_is_too_much_is_a_reject_and_costs_nothing_else(
    threads: Client, small: Lexicon, scorer: Scorer, texts: list[str]
) -> None:
    articles = framing.articles({"text": texts})
    found = Poor(threads).scoring(small).start(articles)()
    light = articles.filter(~pl.col("text").is_in(list(TOO_MUCH)))
    expected = scorer.score(light)
    for name in expected.__dataclass_fields__:
        assert_frame_equal(getattr(found.scored, name), getattr(expected, name))
    if light.is_empty():
        assert found.sketches is None
    else:
        assert found.sketches is not None
        np.testing.assert_array_equal(found.sketches, sketches(compared(light)))
    heavy = articles.filter(pl.col("text").is_in(list(TOO_MUCH)))
    assert found.too_much["origin"].to_list() == heavy["origin"].to_list()
    for reject, words in zip(found.too_much.iter_rows(named=True), heavy["text"], strict=True):
        _, code, more = TOO_MUCH[words]
        assert (reject["first_bytes"], reject["code"]) == (words.encode(), code)
        assert reject["reason"].endswith(more)


def test_a_batch_that_is_too_much_is_halved_down_to_the_one(threads: Client, small: Lexicon) -> None:
    cluster = Poor(threads)
    texts = ["कल", "आज", "too large", "परसों"]
    cluster.scoring(small).start(framing.articles({"text": texts}))()
    # Of 36 bytes the first two have 12; the third goes beyond the half.
    assert cluster.batches == [texts, texts[:2], texts[2:], texts[2:3], texts[3:]]
    cluster.batches.clear()
    cluster.scoring(small).start(framing.articles({"text": ["too slow"]}))()
    assert cluster.batches == [["too slow"], ["too slow"]]  # Its last try.


def test_what_was_read_is_scored_before_more_is_read(threads: Client, small: Lexicon) -> None:
    cluster = Poor(threads)
    list(cluster.each(Completer(load_outlets()), iter([part(LIGHT, "1")])))
    cluster.scoring(small).start(framing.articles({"text": [LIGHT]}))()
    reading, scoring = cluster.priorities
    assert reading < scoring


def test_scoring_frames_warns_of_what_is_too_much(
    threads: Client, small: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = Poor(threads)
    monkeypatch.setattr(spreading, "Cluster", lambda _: cluster)
    with pytest.warns(framing.FramingWarning) as warned:
        found = framing.cluster.score({"text": ["too large", LIGHT], "id": ["one", "two"]}, threads, small)
    (warning,) = warned
    # Sketches are for those who store what was scored.
    assert cluster.sent == [f"framing-score-{framing.__version__}-{small.fingerprint}"]
    # A worker without a nanny is ended by nobody, and may fill what there is.
    assert memory._allowed == float("inf")
    assert str(warning.message).startswith("table#1: not scored, since scoring it takes more memory than there is")
    assert found.articles["article_id"].to_list() == ["two"]


def part(text: str, place: str) -> Part:
    return Part(rows_frame([{"text": text, "place": place, "fallback_id": place}]))


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_what_no_worker_can_complete_is_completed_here(threads: Client, kind: str) -> None:
    parts = [part(LIGHT, "1"), part(f"{kind}: {LIGHT}", "2"), part("गाँव में नए शिक्षक आए।", "3")]
    cluster = Poor(threads)
    done = list(cluster.each(Completer(load_outlets(), language="hi"), iter(parts)))
    assert [one.rows["place"].to_list() for one, _ in done] == [["1"], ["2"], ["3"]]
    assert [one.articles["text"].to_list() for _, one in done] == [one.rows["text"].to_list() for one in parts]


def test_a_part_without_rows_waits_for_nobody(threads: Client) -> None:
    """It is passed on at once where nothing stands before it, and never sent."""
    read: list[int] = []
    cluster = Poor(threads)

    def parts() -> Iterator[Part]:
        for number, count in enumerate((0, 0, 1, 0)):
            read.append(number)
            yield Part(part(LIGHT, str(number)).rows[:count])

    done = cluster.each(Completer(load_outlets(), language="hi"), parts())
    for number in range(2):
        one, completed = next(done)
        assert (one.rows.height, completed.articles.height, read) == (0, 0, list(range(number + 1)))
    assert [completed.articles.height for _, completed in done] == [1, 0]
    assert len(cluster.batches) == 1


@pytest.mark.parametrize(
    ("sizes", "enough"),
    [([], False), ([127_999_999], False), ([128_000_000], True), ([64_000_000] * 2, True), ([1] * 2, False)],
)
def test_memory_bounds_what_is_under_way(threads: Client, sizes: list[int], enough: bool) -> None:
    assert Cluster(threads).is_enough(sizes) is enough


def test_two_batches_for_each_thread_and_one_more_are_under_way(threads: Client) -> None:
    cluster = Cluster(threads)
    assert [cluster.is_enough([1] * count) for count in range(1, 5)] == [False, False, True, True]


def test_bytes_count_both_title_and_text(threads: Client, small: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an article that has no title, its text alone."""
    scoring = Cluster(threads).scoring(small)
    seen: list[list[int]] = []

    def noted(_: Cluster, sizes: list[int]) -> bool:
        seen.append(sizes)
        return False

    monkeypatch.setattr(Cluster, "is_enough", noted)
    schema = {"article_id": pl.String, "title": pl.String, "text": pl.String}
    # A letter of Devanagari has three bytes.
    waiting = scoring.start(pl.DataFrame([("a", "क", "कखग"), ("b", None, "xy")], schema=schema, orient="row"))
    nothing = scoring.start(pl.DataFrame(schema=schema))
    scoring.is_full()
    assert nothing().scored.articles.height == 0
    assert waiting().scored.articles.height == 2
    scoring.is_full()
    assert seen == [[3 + 9 + 2], []]


class Lacking:
    """Asks for a library that is not there."""

    fingerprint = "lacking"

    def __call__(self, _: Frames) -> Frames:
        raise ModuleNotFoundError("No module named 'a'", name="a")


def test_a_worker_that_lacks_a_library_is_refused(threads: Client) -> None:
    cluster = Cluster(threads)
    name = cluster.send(Sent(Lacking()))  # type: ignore[arg-type]
    with pytest.raises(ClusterError, match="a worker has no a") as caught:
        cluster.gather(cluster.submit(name, {}))
    assert (caught.value.code, caught.value.where) == ("cluster.no-package", address_of(threads))


def test_all_workers_that_are_gone_are_waited_for_and_then_named(
    small: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as somebody works, a batch may take however long it takes."""
    monkeypatch.setattr(spreading, "_LOOK", 0.01)
    monkeypatch.setattr(spreading, "_PATIENCE", 0.0)
    options = {"dashboard_address": "127.0.0.1:0", "set_as_default": False}
    with Client(processes=False, n_workers=1, threads_per_worker=1, **options) as client:
        cluster, address = Cluster(client), address_of(client)
        assert address.startswith("inproc://")
        # Longer than several looks, on a worker that is there.
        scoring = cluster.scoring(small)
        articles = framing.articles({"text": ["मंत्री ने कहा कि यह फैसला ऐतिहासिक है। " * 2_000], "language": ["hi"]})
        assert scoring.start(articles)().scored.articles.height == 1
        client.retire_workers(close_workers=True)
        with pytest.raises(ClusterError, match="all workers are gone") as caught:
            scoring.start(articles)()
        assert (caught.value.code, caught.value.where) == ("cluster.no-workers", address)
