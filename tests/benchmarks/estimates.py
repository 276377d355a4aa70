"""How fast estimates are: 1,000 outlets × 28 dimensions × 12 months from 1,000,000 scored articles.

A part of ``make bench``. The scored articles are drawn, not read: three languages, log-normal lengths, two voices, one
article in twenty a copy; of the frames there are the columns that estimates need. Printed are the seconds by the clock and the CPU seconds on as many threads as Polars takes, and
the most memory that the process held, what it began with and the articles themselves included.
"""

from __future__ import annotations

import argparse
import gc
import resource
import time

import numpy as np
import polars as pl

import framing
from framing.schemas import EXPOSURE, STATUS, VOICES
from framing.scoring.score import Scored

LEVELS = ("outlet", "month", "outlet*month")
SECONDS, MEGABYTES = 10, 2_000
#: Mean hits per 1,000 words of a dimension, as in news.
RATE = 3.5


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
    """Scored articles and their metadata: the columns that estimates need, names as categories."""
    random = np.random.default_rng(seed)
    codebook = framing.default_lexicon().codebook
    # Outlets differ in size as they do in news.
    share = random.lognormal(0, 1, outlets)
    outlet = np.sort(random.choice(outlets, count, p=share / share.sum()))
    language = outlet % 3
    words = np.maximum(random.lognormal(np.log(350), 0.7, count), 20).astype(np.int64)
    ids = pl.Series(np.arange(count)).cast(pl.String).str.zfill(8)
    copied = np.where(random.random(count) < 0.05, np.maximum(np.arange(count) - 1, 0), np.arange(count))
    own = (words * 0.8).astype(np.int64)
    rows, dimensions, hits, voices = [], [], [], []
    for number in range(len(codebook.dimensions)):
        level = RATE / 1000 * random.gamma(4, 1 / 4, outlets)[outlet] * random.gamma(1, 1, count)
        for voice, spent in enumerate((own, words - own)):
            drawn = random.poisson(level * spent)
            found = np.flatnonzero(drawn).astype(np.int32)
            rows.append(found)
            dimensions.append(np.full(len(found), number, np.uint8))
            voices.append(np.full(len(found), voice, np.uint8))
            hits.append(drawn[found].astype(np.int32))
    row = np.concatenate(rows)
    order = np.argsort(row, kind="stable")
    row = row[order]
    names = pl.Enum(list(codebook.dimensions))
    spoken, sections = pl.Enum(VOICES), pl.Enum(["all", "title", "lead", "body"])
    scores = pl.DataFrame(
        {
            "article_id": ids[row],
            "dimension": _enum(np.concatenate(dimensions)[order], names),
            "section": pl.repeat("body", len(row), dtype=sections, eager=True),
            "voice": _enum(np.concatenate(voices)[order], spoken),
            "hits": np.concatenate(hits)[order],
        }
    )
    exposure = pl.DataFrame(
        {
            "article_id": ids[np.repeat(np.arange(count), 2)],
            "section": pl.repeat("body", 2 * count, dtype=sections, eager=True),
            "voice": _enum(np.tile(np.array([0, 1], np.uint8), count), spoken),
            "words": np.column_stack([own, words - own]).ravel(),
        }
    ).select(list(EXPOSURE))
    scales = list(codebook.scales)
    which = np.tile(np.arange(len(scales), dtype=np.uint8), count)
    sides = random.poisson(1.0, (2, len(which)))
    scale = pl.DataFrame(
        {
            "article_id": ids[np.repeat(np.arange(count), len(scales))],
            "scale": _enum(which, pl.Enum(scales)),
            "section": pl.repeat("all", len(which), dtype=sections, eager=True),
            "positive": sides[0].astype(np.int32),
            "negative": sides[1].astype(np.int32),
        }
    )
    status = (
        pl.DataFrame(
            {
                "article_id": ids,
                "language": pl.Series(["en", "hi", "ur"])[language],
                "words": words,
                "status": pl.repeat("ok", count, eager=True),
                "content_sha256": ids[copied],
            }
        )
        .with_columns(
            coverage=pl.lit(1.0),
            lexicon_fingerprint=pl.lit(framing.default_lexicon().fingerprint),
            scorer_version=pl.lit(""),
        )
        .select(list(STATUS))
    )
    articles = pl.DataFrame(
        {
            "article_id": ids,
            "outlet": pl.Series(np.arange(outlets)).cast(pl.String)[outlet],
            "country": pl.Series(["US", "IN", "PK"])[language],
            "published": pl.Series((random.integers(0, 365, count) * 86_400_000_000).astype("datetime64[us]")),
        }
    ).with_columns(pl.col("published").cast(pl.Datetime("us", "UTC")))
    return Scored(articles=status, evidence=pl.DataFrame(), exposure=exposure, scores=scores, scales=scale), articles


def _enum(codes: np.ndarray[tuple[int], np.dtype[np.uint8]], kind: pl.Enum) -> pl.Series:
    return kind.categories.cast(kind)[codes]


def _megabytes() -> float:
    """The most that the process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
