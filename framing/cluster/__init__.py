"""Reading and scoring on the workers of a Dask cluster: ``framing.cluster.score``, ``framing add --cluster``.

The workers complete rows to articles and score them, which takes most of the time and depends on nothing but the batch.
One process reads the files and writes the project: which article came first, what is known already and which texts are
near-duplicates is only decided in one place, and so the result is that of one process, row for row.

It takes Dask (``pip install 'framing-toolkit[cluster]'``); ``docs/cluster.md`` shows how to set up a cluster.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import polars as pl

from framing.errors import UsageError, warn
from framing.given import articles_of
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.scoring.portions import together
from framing.scoring.score import Scored, batches, checked
from framing.store.elsewhere import Elsewhere, Outcome, Scoring

if TYPE_CHECKING:
    from distributed import Client

    from framing.cluster.spreading import Cluster

__all__ = ["opened", "score"]


def score(given: object, client: Client, lexicon: Lexicon | None = None) -> Scored:
    """Score articles on the workers of a Dask cluster.

    Args:
        given: as for :func:`framing.score`: a frame with a column ``text``, which is scored as it is; or paths, rows or
            texts, which are read here. More than fits into memory is added to a project (``framing add --cluster``).
        client: a ``distributed.Client`` of a cluster whose scheduler and workers have this package, in this version.
        lexicon: the toolkit's own where none is given; each worker gets it once.

    Returns:
        What :func:`framing.score` gives of the same, row for row. An article that takes more memory or time than any
        worker has is left out, and a :class:`framing.FramingWarning` says so.

    Raises:
        UsageError: see :func:`framing.score`; or ``cluster.missing`` without Dask.
        InputError: nothing of it could be read.
        ClusterError: a worker lacks the package or has another version of it or of its lexicons, or nobody is there.

    Example:
        >>> from distributed import Client
        >>> with Client(processes=False, n_workers=1, dashboard_address="127.0.0.1:0") as client:
        ...     score({"text": ["It was a historic day.", "It rained."]}, client).scores["dimension"].to_list()
        ['praise', 'judgement']
    """
    cluster = _cluster(client)
    articles = articles_of(given)
    checked(articles)
    names = [name for name in ("title", "text") if name not in articles.columns]
    articles = articles.with_columns(pl.lit(None, pl.String).alias(name) for name in names)
    scoring = cluster.scoring(lexicon or default_lexicon(), sketched=False)
    scored = []
    for part in _outcome(scoring, articles):
        scored.append(part.scored)
        for row in part.too_much.iter_rows(named=True):
            warn(f"{row['origin']}: not scored, since {row['reason']}")
    return together(scored, scoring.lexicon)


def _outcome(scoring: Scoring, articles: pl.DataFrame) -> Iterator[Outcome]:
    """What is found in one batch of articles after the other, while those that follow are scored."""
    under_way: deque[Callable[[], Outcome]] = deque()
    for batch in batches(articles):
        under_way.append(scoring.start(batch))
        while under_way and scoring.is_full():
            yield under_way.popleft()()
    while under_way:
        yield under_way.popleft()()


@contextmanager
def opened(address: str) -> Iterator[Elsewhere]:
    """A cluster, as long as it is needed.

    Args:
        address: ``tcp://host:port`` or ``tls://host:port`` of a scheduler, or ``local:N`` for N processes here.

    Raises:
        UsageError: ``cluster.missing``: Dask is not installed.
        ClusterError: there is none, or it is not one that scores as this process does.
    """
    try:
        from framing.cluster.connecting import connected
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    with connected(address) as client:
        yield _cluster(client)


def _cluster(client: Client) -> Cluster:
    try:
        from framing.cluster.spreading import Cluster
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    return Cluster(client)


def _missing(error: ModuleNotFoundError) -> UsageError:
    what = f"a cluster takes Dask, and {error.name} is not installed"
    return UsageError("cluster.missing", what, "", "pip install 'framing-toolkit[cluster]'")
