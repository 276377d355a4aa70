"""Spreading batches over the workers of a cluster, so many at a time that memory stays bounded, and gathering them.

A batch whose worker dies is done by another. Where workers die of it again and again, it is scored while no other batch
is, and halved, down to the article that they die of: that one is a reject, and nothing else is suspected of it.
"""

from __future__ import annotations

import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from functools import partial
from threading import Lock
from typing import Final

import dask
import numpy as np
import polars as pl
from distributed import Client, Future
from distributed.scheduler import KilledWorker

from framing.cluster.connecting import address_of, welcomed
from framing.cluster.work import SKETCHES, Complete, Frames, Packed, Score, Sent, packed, run_there, unpacked
from framing.errors import ClusterError, InputError
from framing.ingest.article.sketches import SLOTS
from framing.ingest.completing import Completed, Completer
from framing.ingest.source import Part
from framing.lexicon.lexicon import Lexicon
from framing.memory import release
from framing.schemas import REJECT
from framing.scoring.portions import EXHAUSTED, exhausted, halves, reject, together
from framing.scoring.score import Scored
from framing.store.elsewhere import Outcome

__all__ = ["Cluster"]

#: Batches under way for each thread of the workers: one that it works on, one that waits for it.
_AHEAD: Final = 2
#: Bytes of text under way at most, for reading and for scoring each. In the process that writes, a batch takes some
#: three times as much: as rows, as articles, and as what was found in them.
_FLIGHT: Final = 128_000_000
#: Seconds between looks whether anybody works, and until nobody is taken to come: the queues of clusters are slow.
_LOOK, _PATIENCE = 10.0, 600.0
#: The setting for the bytes of a message of which Dask warns: ours are larger, and few.
_LARGE: Final = "distributed.admin.large-graph-warning-threshold"

_SAFE: Final = "then run this again; what was added before is safe"


class Cluster:
    """Workers that complete and score batches; a :class:`framing.store.elsewhere.Elsewhere`.

    Args:
        client: of a cluster whose scheduler and workers have the package ``framing``, in this version.

    Raises:
        ClusterError: see :func:`framing.cluster.connecting.welcomed`.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._address = address_of(client)
        self._expected = welcomed(client)
        # Settings of Dask are the process's; reading and scoring submit batches from a thread each.
        self._quiet = Lock()

    def scoring(self, lexicon: Lexicon, *, sketched: bool = True) -> _Spread:
        """What scores with a lexicon on the workers, which get it once; sketches are for those who store it."""
        return _Spread(self, lexicon, sketched)

    def each(self, completer: Completer, parts: Iterator[Part]) -> Iterator[tuple[Part, Completed]]:
        """Complete the rows of parts on the workers; see :data:`framing.ingest.completing.Each`.

        Raises:
            ClusterError: a worker was refused, or nobody is there any more.
        """
        name = self.send(Sent(Complete(completer)))
        waiting: deque[tuple[Part, Future[Packed] | None, int]] = deque()
        for part in parts:
            future = self.submit(name, {"rows": part.rows}) if part.rows.height else None
            waiting.append((part, future, _bytes(part.rows)))
            # What has no rows waits for nobody.
            while waiting and (waiting[0][1] is None or self.is_enough([size for _, _, size in waiting])):
                yield self._completed(completer, *waiting.popleft()[:2])
        while waiting:
            yield self._completed(completer, *waiting.popleft()[:2])

    def _completed(self, completer: Completer, part: Part, future: Future[Packed] | None) -> tuple[Part, Completed]:
        if future is not None:
            try:
                return part, Completed(**self.gather(future))
            except (KilledWorker, *EXHAUSTED):
                # Its workers may have died of something else, and without a cluster it would be done here anyway.
                release()
        return part, completer(part.rows)

    def is_enough(self, sizes: list[int]) -> bool:
        """Whether batches of so many bytes of text keep all workers busy, or fill the memory that they may take."""
        return sum(sizes) >= _FLIGHT or len(sizes) > _AHEAD * max(1, self._threads())

    def _threads(self) -> int:
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        return sum(int(worker["nthreads"]) for worker in workers.values())

    def send(self, sent: Sent) -> str:
        """Send something to all workers, and to those that will come; its name."""
        try:
            self._client.register_plugin(sent)
        except OSError as error:
            raise self._lost() from error
        return sent.name

    def submit(self, name: str, frames: Frames, priority: int = 0) -> Future[Packed]:
        """Let a batch go through what was sent under a name; what has the higher priority goes first."""
        key = f"{name}-{uuid.uuid4().hex}"
        with self._quiet, dask.config.set({_LARGE: "1 GB"}):
            return self._client.submit(run_there, name, self._expected, packed(frames), key=key, priority=priority)

    def gather(self, future: Future[Packed]) -> Frames:
        """Wait for a batch, and take it off the cluster.

        Raises:
            KilledWorker: the workers that had it died, one after the other.
            MemoryError, TooLongError: it was too much for one of them.
            ClusterError: a worker was refused, or nobody is there any more.
        """
        self.settle(future)
        try:
            result: Packed = future.result()
        except (CancelledError, OSError) as error:
            if future.status == "error":
                raise
            raise self._lost() from error
        except ModuleNotFoundError as error:
            hint = "install there what is installed here, and restart it"
            raise ClusterError("cluster.no-package", f"a worker has no {error.name}", self._address, hint) from error
        finally:
            future.release()
        return unpacked(result)

    def settle(self, future: Future[Packed]) -> None:
        """Wait until a batch is done, or has failed.

        Raises:
            ClusterError: nobody is there any more.
        """
        seen = time.monotonic()
        while True:
            try:
                future.exception(timeout=_LOOK)
            except TimeoutError:
                if self._threads():
                    seen = time.monotonic()
                elif time.monotonic() - seen > _PATIENCE:
                    what, hint = "all workers are gone", f"start some, {_SAFE}"
                    raise ClusterError("cluster.no-workers", what, self._address, hint) from None
            except (CancelledError, OSError) as error:
                raise self._lost() from error
            else:
                return

    def _lost(self) -> ClusterError:
        return ClusterError("cluster.lost", "the scheduler is gone", self._address, f"start it, {_SAFE}")


class _Spread:
    """Scores batches on a cluster; a :class:`framing.store.elsewhere.Scoring`."""

    def __init__(self, cluster: Cluster, lexicon: Lexicon, sketched: bool) -> None:
        self._cluster = cluster
        self._sketched = sketched
        self._lexicon = lexicon
        self._name = ""
        self._under_way: dict[Future[Packed], int] = {}

    @property
    def lexicon(self) -> Lexicon:
        return self._lexicon

    def start(self, articles: pl.DataFrame) -> Callable[[], Outcome]:
        """Have articles scored; of those that no worker could score, what comes back has the rejects."""
        if articles.is_empty():
            return lambda: Outcome(together([], self._lexicon))
        future = self._submit(articles)
        self._under_way[future] = _bytes(articles)
        return partial(self._outcome, future, articles)

    def is_full(self) -> bool:
        return self._cluster.is_enough(list(self._under_way.values()))

    def _submit(self, articles: pl.DataFrame) -> Future[Packed]:
        self._name = self._name or self._cluster.send(Sent(Score(self._lexicon, sketched=self._sketched)))
        read = [name for name in _READ if name in articles.columns]
        # Scoring comes before the reading of what is scored later.
        return self._cluster.submit(self._name, {"articles": articles.select(read)}, priority=1)

    def _outcome(self, future: Future[Packed], articles: pl.DataFrame) -> Outcome:
        del self._under_way[future]
        try:
            return _outcome(self._cluster.gather(future))
        except KilledWorker:
            # Whatever is scored beside the one that workers die of is suspected with it.
            for other in self._under_way:
                self._cluster.settle(other)
        except EXHAUSTED:
            pass
        release()
        parts, rejects = [], [pl.DataFrame(schema=REJECT)]
        for part, outcome in self._portions(articles):
            if isinstance(outcome, InputError):
                rejects.append(reject(outcome, part))
            else:
                parts.append(outcome)
        scored = together([one.scored for one in parts], self._lexicon)
        sketches = [one.sketches for one in parts if one.sketches is not None]
        return Outcome(scored, pl.concat(rejects), np.concatenate(sketches) if sketches else None)

    def _portions(self, articles: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, Outcome | InputError]]:
        """Score the halves of a batch that was too much; of one article it is the last try."""
        for half in halves(articles) if articles.height > 1 else (articles,):
            outcome: Outcome | InputError
            try:
                outcome = _outcome(self._cluster.gather(self._submit(half)))
            except KilledWorker:
                outcome = exhausted(MemoryError("the workers that scored it were ended, one after the other"), half)
            except EXHAUSTED as error:
                outcome = exhausted(error, half)
            if isinstance(outcome, InputError) and half.height > 1:
                yield from self._portions(half)
            else:
                yield half, outcome


#: The columns of articles that scoring reads.
_READ: Final = ("article_id", "title", "text", "language", "content_sha256", "groups")


def _outcome(frames: Frames) -> Outcome:
    """What came back of a batch."""
    rest = {name: frame for name, frame in frames.items() if name != SKETCHES}
    if SKETCHES not in frames:
        return Outcome(Scored(**rest))
    sketched = np.frombuffer(b"".join(frames[SKETCHES][SKETCHES]), np.uint8).reshape(-1, SLOTS)
    return Outcome(Scored(**rest), sketches=sketched)


def _bytes(rows: pl.DataFrame) -> int:
    return int(rows.select(pl.sum_horizontal(pl.col("title", "text").str.len_bytes().fill_null(0)).sum()).item())
