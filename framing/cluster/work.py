"""What the workers of a cluster do: they hold what was sent to them once, and let batches go through it.

Frames go over the network as Arrow files, compressed by LZ4: it packs and unpacks a batch in hundredths of a second,
where Zstandard halves the bytes and takes ten times as long.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import Final, TypeAlias

import cloudpickle
import polars as pl
import regex
from distributed import Worker, get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from framing.errors import ClusterError
from framing.ingest.article.duplicates import compared
from framing.ingest.article.sketches import sketches
from framing.ingest.completing import Completed, Completer
from framing.lexicon.lexicon import Lexicon, default_lexicon, is_as_loaded
from framing.memory import keep_little, limit_to, release
from framing.resources import lexicons_folder
from framing.scoring.score import Scored, Scorer
from framing.version import __version__

__all__ = [
    "SKETCHES",
    "Complete",
    "Frames",
    "Packed",
    "Score",
    "Sent",
    "differing",
    "identity",
    "packed",
    "run_there",
    "unpacked",
]

#: Tables by name, and the same as they go over the network.
Frames: TypeAlias = Mapping[str, pl.DataFrame]
Packed: TypeAlias = dict[str, bytes]

#: The frame, and the column, of what near-duplicates are found by.
SKETCHES: Final = "sketches"

#: What two processes must have alike to score alike, and how it is called where it differs.
_CALLED: Final = {
    "version": "framing {}",
    "fingerprint": "lexicons of the fingerprint {}",
    "code": "the code {} of framing",
    "polars": "Polars {}",
    "regex": "regex {}",
    "unicode": "the letters of Unicode {}",
}
#: Hexadecimal digits of a hash that errors show.
_SHOWN: Final = 12
#: The share of a worker's memory that it may fill: its nanny ends it at 95 %.
_SHARE: Final = 0.9


@cache
def identity() -> dict[str, str]:
    """What this process scores with: equal where the results of two are sure to be equal."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in sorted((*package.rglob("*.py"), *package.rglob("*.c"))):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    lists = hashlib.sha256(default_lexicon().fingerprint.encode())
    for path in sorted(lexicons_folder().rglob("*.csv")):
        lists.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return {
        "version": __version__,
        "fingerprint": lists.hexdigest()[:_SHOWN],
        "code": digest.hexdigest()[:_SHOWN],
        "polars": pl.__version__,
        "regex": regex.__version__,
        "unicode": unicodedata.unidata_version,
    }


def differing(expected: Mapping[str, str], actual: Mapping[str, str], who: str) -> ClusterError | None:
    """Why a worker is refused; nothing where it is not.

    Args:
        expected: :func:`identity` of the process that asks.
        actual: that of the worker.
        who: its name.
    """
    for name, called in _CALLED.items():
        if expected[name] != actual.get(name):
            what = f"it has {called.format(actual.get(name, '?'))}, and this process {called.format(expected[name])}"
            code = "cluster.fingerprint" if name == "fingerprint" else "cluster.version"
            return ClusterError(code, what, who, "install there what is installed here, and restart it")
    return None


class Sent(WorkerPlugin):
    """Something that is sent to each worker once, under a name that tells all of it.

    Workers that come later, and those that are started anew, get it from the scheduler.

    Args:
        made: frames → frames; it is unpacked on the worker when the first batch comes.
    """

    #: What is there already is not sent to the workers again.
    idempotent = True

    def __init__(self, made: Score | Complete) -> None:
        content = cloudpickle.dumps(made, 5)
        fingerprint = made.fingerprint or hashlib.sha256(content).hexdigest()
        self.name = f"framing-{type(made).__name__.lower()}-{__version__}-{fingerprint}"
        self._content = zlib.compress(content, 1)

    def setup(self, worker: Worker) -> None:  # noqa: ARG002 - Dask names it
        """Keep memory bounded on the worker (see :mod:`framing.memory`)."""
        keep_little()
        self._lock = Lock()
        self._made: Score | Complete | None = None

    def made(self) -> Score | Complete:
        """What was sent."""
        with self._lock:
            if self._made is None:
                self._made = pickle.loads(zlib.decompress(self._content))
            return self._made


class Score:
    """Scores batches; articles → the frames of :class:`framing.scoring.score.Scored`, and their sketches.

    Args:
        lexicon: to score with.
        sketched: make the sketches, too, by which a project finds near-duplicates.
    """

    def __init__(self, lexicon: Lexicon, *, sketched: bool) -> None:
        is_ours = is_as_loaded(lexicon) and lexicon.fingerprint == default_lexicon().fingerprint
        # The toolkit's own is on each worker already, and compared before anything is scored there: to pack and send
        # it would take half a second of the process that writes, while all workers wait.
        self._lexicon, self._sketched = None if is_ours else lexicon, sketched
        #: Tells all of it, where it is known; else nothing.
        self.fingerprint = f"{lexicon.fingerprint}{'-sketched' * sketched}" if is_as_loaded(lexicon) else ""

    @cached_property
    def _scorer(self) -> Scorer:
        # The threads of a worker score a batch each, and share the vocabularies.
        return Scorer(self._lexicon or default_lexicon(), threads=1)

    def __call__(self, frames: Frames) -> Frames:
        """Score what stands under ``articles``."""
        articles = frames["articles"]
        scored = self._scorer.score(articles)
        tables = {name: getattr(scored, name) for name in Scored.__dataclass_fields__}
        if self._sketched:
            rows = [row.tobytes() for row in sketches(compared(articles))]
            tables[SKETCHES] = pl.DataFrame({SKETCHES: pl.Series(rows, dtype=pl.Binary)})
        return tables


class Complete:
    """Completes rows to articles; rows → the frames of :class:`framing.ingest.completing.Completed`."""

    fingerprint = ""

    def __init__(self, completer: Completer) -> None:
        # A copy: what the outlets have looked up so far stays here.
        self._completer = replace(completer, outlets=replace(completer.outlets))

    def __call__(self, frames: Frames) -> Frames:
        """Complete what stands under ``rows``."""
        completed = self._completer(frames["rows"])
        return {name: getattr(completed, name) for name in Completed.__dataclass_fields__}


def run_there(name: str, expected: dict[str, str], batch: Packed) -> Packed:
    """Let a batch go through what was sent under a name; this runs on a worker.

    Args:
        name: of a :class:`Sent`.
        expected: :func:`identity` of the process that asks.
        batch: what it is called with.

    Raises:
        ClusterError: this worker would not score as the process that asks.
        MemoryError: it takes more memory than the worker may use.
        TooLongError: it takes longer than any article may.
    """
    worker = get_worker()
    if refusal := differing(expected, identity(), f"worker {worker.address}"):
        raise refusal
    # Where there is a nanny, it ends what grows larger; else nobody does.
    if worker.nanny and (most := worker.memory_manager.memory_limit):
        limit_to(_SHARE * most)
    sent: Sent = worker.plugins[name]  # type: ignore[assignment]
    try:
        return packed(sent.made()(unpacked(batch)))
    finally:
        release()


def packed(frames: Frames) -> Packed:
    """Frames as they go over the network."""
    tables = {}
    for name, frame in frames.items():
        content = io.BytesIO()
        frame.write_ipc(content, compression="lz4")
        tables[name] = content.getvalue()
    return tables


def unpacked(batch: Packed) -> Frames:
    """The same frames again."""
    return {name: pl.read_ipc(io.BytesIO(content)) for name, content in batch.items()}
