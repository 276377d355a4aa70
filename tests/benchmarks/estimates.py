"""How fast estimates are: 1,000 outlets × 28 dimensions × 12 months from 1,000,000 scored articles.

A part of ``make bench``. The scored articles are drawn, not read: three languages, log-normal lengths, two voices, one
article in twenty a copy; of the frames there are the columns that estimates need. Printed are the seconds by the clock
and the CPU seconds on as many threads as Polars takes, and the most memory that the process held, what it began with and
the articles themselves included.
"""

from __future__ import annotations

import argparse
import gc
import resource
import time

import numpy as np
import numpy.typing as npt
import polars as pl

import framing
from framing.schemas import EXPOSURE, STATUS, VOICES
from framing.scoring.score import Scored

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

LEVELS = ("outlet", "month", "outlet*month")
SECONDS, MEGABYTES = 10, 2_000
#: Mean hits per 1,000 words of a dimension, as in news.
RATE = 3.5
#: Articles drawn at a time.
BATCH = 50_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--outlets", type=int, default=1_000)
    chosen = parser.parse_args()
    framing.default_lexicon()
    scored, articles = draw(chosen.articles, chosen.outlets)
    gc.collect()
    begin = _megabytes()
    clock, cpu = time.monotonic(), time.process_time()
    table = framing.estimate(scored, articles, levels=LEVELS)
    clock, cpu = time.monotonic() - clock, time.process_time() - cpu
    held = _megabytes()
    print(
        f"estimates: {chosen.articles:,} articles, {scored.scores.height:,} scores -> {table.height:,} rows in "
        f"{clock:.1f} s ({cpu:.1f} CPU s; aim {SECONDS} s on 2 cores); "
        f"peak {held:,.0f} MB (aim {MEGABYTES:,} MB), of which {begin:,.0f} MB before"
    )


def draw(count: int, outlets: int, seed: int = 1) -> tuple[Scored, pl.DataFrame]:
    """Scored articles and their metadata: the columns that estimates need, names as categories.

    Drawn and kept batch by batch, as a store's are, so that the drawing itself takes little memory.
    """
    random = np.random.default_rng(seed)
    # Outlets differ in size as they do in news.
    share = random.lognormal(0, 1, outlets)
    outlet = np.sort(random.choice(outlets, count, p=share / share.sum()))
    levels = RATE / 1000 * random.gamma(4, 1 / 4, (len(framing.default_lexicon().codebook.dimensions), outlets))
    batches = [_batch(random, outlet[at : at + BATCH], at, levels) for at in range(0, count, BATCH)]
    status, exposure, scores, scales, articles = (pl.concat(frames) for frames in zip(*batches, strict=True))
    return Scored(articles=status, evidence=pl.DataFrame(), exposure=exposure, scores=scores, scales=scales), articles


def _batch(random: np.random.Generator, outlet: Longs, begin: int, levels: Floats) -> tuple[pl.DataFrame, ...]:
    """Status, exposure, scores, scales and metadata of articles from a number on, given their outlets."""
    count, language = len(outlet), outlet % 3
    words = np.maximum(random.lognormal(np.log(350), 0.7, count), 20).astype(np.int64)
    own = (words * 0.8).astype(np.int64)
    ids = pl.Series(np.arange(begin, begin + count)).cast(pl.String).str.zfill(8)
    copied = np.where(random.random(count) < 0.05, np.maximum(np.arange(count) - 1, 0), np.arange(count))
    spoken, sections = pl.Enum(VOICES), pl.Enum(["all", "title", "lead", "body"])
    exposure = pl.DataFrame(
        {
            "article_id": ids[np.repeat(np.arange(count), 2)],
            "section": pl.repeat("body", 2 * count, dtype=sections, eager=True),
            "voice": _enum(np.tile(np.array([0, 1], np.uint8), count), spoken),
            "words": np.column_stack([own, words - own]).ravel(),
        }
    ).select(list(EXPOSURE))
    lexicon = framing.default_lexicon()
    names = list(lexicon.codebook.scales)
    which = np.tile(np.arange(len(names), dtype=np.uint8), count)
    sides = random.poisson(1.0, (2, len(which)))
    scales = pl.DataFrame(
        {
            "article_id": ids[np.repeat(np.arange(count), len(names))],
            "scale": _enum(which, pl.Enum(names)),
            "section": pl.repeat("all", len(which), dtype=sections, eager=True),
            "positive": sides[0].astype(np.int32),
            "negative": sides[1].astype(np.int32),
        }
    )
    status = pl.DataFrame(
        {
            "article_id": ids,
            "language": pl.Series(["en", "hi", "ur"])[language],
            "words": words,
            "status": pl.repeat("ok", count, eager=True),
            "content_sha256": ids[copied],
            "coverage": pl.repeat(1.0, count, eager=True),
            "lexicon_fingerprint": pl.repeat(lexicon.fingerprint, count, eager=True),
            "lexicon_tables": pl.repeat("", count, eager=True),
            "scorer_version": pl.repeat("", count, eager=True),
        }
    ).select(list(STATUS))
    articles = pl.DataFrame(
        {
            "article_id": ids,
            "outlet": pl.Series(np.arange(levels.shape[1])).cast(pl.String)[outlet],
            "country": pl.Series(["US", "IN", "PK"])[language],
            "published": pl.Series((random.integers(0, 365, count) * 86_400_000_000).astype("datetime64[us]")),
        }
    ).with_columns(pl.col("published").cast(pl.Datetime("us", "UTC")))
    return status, exposure, _scores(random, ids, (own, words - own), levels[:, outlet], sections), scales, articles


def _scores(
    random: np.random.Generator, ids: pl.Series, words: tuple[Longs, Longs], levels: Floats, sections: pl.Enum
) -> pl.DataFrame:
    """Hits in the own voice and the quoted one, article by article."""
    rows, dimensions, hits, voices = [], [], [], []
    for number, level in enumerate(levels):
        rate = level * random.gamma(1, 1, len(ids))
        for voice, spent in enumerate(words):
            drawn = random.poisson(rate * spent)
            found = np.flatnonzero(drawn)
            rows.append(found)
            dimensions.append(np.full(len(found), number, np.uint8))
            voices.append(np.full(len(found), voice, np.uint8))
            hits.append(drawn[found].astype(np.int32))
    row = np.concatenate(rows)
    order = np.argsort(row, kind="stable")
    return pl.DataFrame(
        {
            "article_id": ids[row[order]],
            "dimension": _enum(
                np.concatenate(dimensions)[order], pl.Enum(list(framing.default_lexicon().codebook.dimensions))
            ),
            "section": pl.repeat("body", len(row), dtype=sections, eager=True),
            "voice": _enum(np.concatenate(voices)[order], pl.Enum(VOICES)),
            "hits": np.concatenate(hits)[order],
        }
    )


def _enum(codes: np.ndarray[tuple[int], np.dtype[np.uint8]], kind: pl.Enum) -> pl.Series:
    return kind.categories.cast(kind)[codes]


def _megabytes() -> float:
    """The most that the process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
