"""Do corrected ratios hold the truth? ``python -m tests.benchmarks.correction``.

Two outlets with the same share of articles that have what is coded, and a dictionary that is worse for one of them:
recall .7 and .5, precision .95 and .8. Of each, some articles are coded at random. Printed is how often the 95 %
interval of the ratio of the two holds 1, raw (the dictionary alone), by the codes alone, and corrected; how wide the
corrected interval is next to that of the codes alone; and the same for articles that come in events.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.statistics.correction import correct, corrected_ratio

Floats = npt.NDArray[np.float64]

#: Recall and precision of the dictionary for each outlet.
ERRORS: Final = {"a": (0.7, 0.95), "b": (0.5, 0.8)}
ARTICLES: Final = 4_000
SHARE: Final = 0.3
CODES: Final = (50, 100, 300, 1000)


@dataclass(frozen=True, slots=True)
class Held:
    """Of so many tables with an answer, how many ratios hold the truth, and mean widths of the logarithm."""

    tables: int
    raw: float
    by_hand: float
    corrected: float
    width: float
    gain: float

    def __str__(self) -> str:
        return (
            f"raw {self.raw:.3f}, codes alone {self.by_hand:.3f}, corrected {self.corrected:.3f}, "
            f"width × {self.width:.3f}, gain × {self.gain:.2f} ({self.tables} tables)"
        )


def outlet(random: np.random.Generator, key: str, number: int, event: int) -> tuple[pl.DataFrame, Floats]:
    """Articles of an outlet with the dictionary's answer, and the truth; so many at a time are of one event."""
    recall, precision = ERRORS[key]
    base = random.beta(3, 7, -(-number // event)).repeat(event)[:number] if event > 1 else np.full(number, SHARE)
    truth = random.random(number) < base
    # False alarms as often as the precision says, on articles that have nothing.
    false = recall * SHARE * (1 - precision) / precision / (1 - SHARE)
    said = np.where(truth, random.random(number) < recall, random.random(number) < false)
    ids = [f"{key}{at}" for at in range(number)]
    frame = pl.DataFrame({"article_id": ids, "key": key, "value": said.astype(np.float64)})
    return frame.with_columns(unit=pl.Series([f"{key}{at // event}" for at in range(number)])), truth.astype(np.float64)


def tables(number: int, codes: int, event: int, seed: int) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Corrected rows, and those of the codes alone."""
    random = np.random.default_rng((seed, codes, event))
    for _ in range(number):
        frames, coded = [], []
        for key in ERRORS:
            frame, truth = outlet(random, key, ARTICLES, event)
            drawn = random.choice(ARTICLES, codes, replace=False)
            frames.append(frame)
            coded.append(pl.DataFrame({"article_id": frame["article_id"][drawn.tolist()], "code": truth[drawn]}))
        machine, given = pl.concat(frames), pl.concat(coded)
        silent = machine.with_columns(value=pl.lit(0.0))
        yield correct(machine, given), correct(silent, given)


def held(number: int, codes: int, *, event: int = 1, seed: int = 1) -> Held:
    """Coverage and width over so many tables."""
    inside, widths, gains, count = np.zeros(3), [], [], 0
    for both, alone in tables(number, codes, event, seed):
        if set(both["status"]) != {"ok"}:
            continue
        count += 1
        ratios = [corrected_ratio(rows, "a", "b") for rows in (both, alone)]
        share = both["machine"].to_list()
        half = 1.96 * sqrt(sum((1 - each) / each / ARTICLES for each in share))
        raw = log(share[0] / share[1])
        inside += [raw - half <= 0 <= raw + half, *(each.low <= 1 <= each.high for each in reversed(ratios))]
        spans = [log(each.high / each.low) for each in ratios if each.low > 0 and each.high < np.inf]
        if len(spans) == len(ratios):
            widths.append(spans)
        gains += both["gain"].to_list()
    mean = np.exp(np.log(widths).mean(axis=0)) if widths else np.array([np.nan, np.nan])
    raw, by_hand, put_right = (inside / max(count, 1)).tolist()
    return Held(count, raw, by_hand, put_right, float(mean[0] / mean[1]), exp(float(np.log(gains).mean())))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=400)
    arguments = parser.parse_args()
    for event in (1, 5):
        for codes in CODES:
            print(
                f"events of {event}, {codes:5} codes an outlet: {held(arguments.tables, codes, event=event)}",
                flush=True,
            )


if __name__ == "__main__":
    main()
