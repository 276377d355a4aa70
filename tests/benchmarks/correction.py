"""Do corrected ratios hold the truth? ``python -m tests.benchmarks.correction``.

Two outlets with the same share of articles that have what is coded, and a dictionary that is worse for one of them:
recall .7 and .5, precision .95 and .8. Of each, some articles are coded at random. Printed is how often the 95 %
interval of the ratio of the two holds 1, raw (the dictionary alone), by the codes alone, and corrected; how wide the
corrected interval is next to that of the codes alone; and the same for articles that come in events.

``--pooled``: many outlets with few codes each. ``--units``: codes that are of few events. ``--gold FILE``: people's
labels of sentences instead, of which some are drawn as codes to find the share of all of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log, sqrt
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

import framing
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


def pooled(number: int, keys: int, codes: int, share: float = SHARE, seed: int = 1) -> str:
    """Outlets that differ (standard deviation a third of the share), with few codes each: how often intervals hold."""
    random = np.random.default_rng((seed, keys, codes))
    inside, width, alone, told = 0, 0.0, 0.0, 0
    for _ in range(number):
        true = random.gamma(9, share / 9, keys).clip(0.005, 0.95)
        frames, coded = [], []
        for key in range(keys):
            recall, precision = ERRORS["ab"[key % 2]]
            truth = random.random(ARTICLES // 4) < true[key]
            false = recall * share * (1 - precision) / precision / (1 - share)
            said = np.where(truth, random.random(len(truth)) < recall, random.random(len(truth)) < false)
            ids = [f"{key} {at}" for at in range(len(truth))]
            values = {"article_id": ids, "value": said.astype(np.float64)}
            frames.append(pl.DataFrame(values).with_columns(key=pl.lit(f"{key:02}"), population=pl.lit("hi")))
            drawn = random.choice(len(truth), codes, replace=False)
            coded.append(pl.DataFrame({"article_id": [ids[at] for at in drawn], "code": truth[drawn].astype(float)}))
        rows = correct(pl.concat(frames), pl.concat(coded)).with_columns(true=pl.Series(true))
        rows = rows.filter(pl.col("status").is_in(["ok", "pooled"]))
        told += rows.height
        inside += rows.filter(pl.col("true").is_between("low", "high")).height
        width += float((rows["high"] - rows["low"]).sum())
        alone += float((2 * 1.96 * (rows["true"] * (1 - rows["true"]) / codes).sqrt()).sum())
    return f"held {inside / max(told, 1):.3f}, width × {width / max(alone, 1e-9):.2f} ({told} figures)"


def of_units(number: int, units: int, seed: int = 1) -> str:
    """How often the interval of one share holds it, of 60 codes of so many events of different sizes."""
    random = np.random.default_rng((seed, units))
    inside = told = 0
    for _ in range(number):
        events = 40 * units
        base = random.beta(3, 7, events)
        # The coded articles lie in some events alone, as where a few stories were drawn whole.
        per = -(-60 // units)
        truth = random.random((events, per)) < base[:, None]
        said = np.where(truth, random.random(truth.shape) < 0.7, random.random(truth.shape) < 0.05)
        ids = np.arange(truth.size)
        machine = {"article_id": ids.astype(str), "value": said.ravel().astype(float), "unit": (ids // per).astype(str)}
        chosen = random.choice(events, units, replace=False)
        rows = (chosen[:, None] * per + np.arange(per)).ravel()
        codes = pl.DataFrame({"article_id": ids[rows].astype(str), "code": truth.ravel()[rows].astype(float)})
        row = correct(pl.DataFrame(machine).with_columns(key=pl.lit("a")), codes).row(0, named=True)
        if row["status"] == "ok":
            told += 1
            inside += row["low"] <= 0.3 <= row["high"]
    return f"held {inside / max(told, 1):.3f} ({told} figures)"


def labelled(file: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Sentences with what the dictionary says, loaded words or none, and people's labels of all of them."""
    rows = pl.read_ndjson(file).select(article_id=pl.col("id").cast(pl.String), text="text", code=pl.col("label"))
    scored = framing.score(framing.articles(rows.select("article_id", "text", language=pl.lit("en"))))
    hits = (
        scored.scales.filter(pl.col("scale").cast(pl.String) == "loaded").group_by("article_id").agg(pl.sum("positive"))
    )
    value = (pl.col("positive").fill_null(0) > 0).cast(pl.Float64)
    machine = rows.join(hits, on="article_id", how="left", maintain_order="left").select("article_id", value=value)
    return machine.with_columns(key=pl.lit("all")), rows.select("article_id", pl.col("code").cast(pl.Float64))


def of_labels(machine: pl.DataFrame, labels: pl.DataFrame, codes: int, number: int, seed: int = 1) -> str:
    """How often the interval holds the share of all these sentences, which is known, and how wide it is."""
    random = np.random.default_rng((seed, codes))
    true, inside, widths = float(labels["code"].mean()), np.zeros(2), np.zeros(2)  # type: ignore[arg-type]
    silent = machine.with_columns(value=pl.lit(0.0))
    for _ in range(number):
        given = labels[random.choice(labels.height, codes, replace=False)]
        rows = [correct(each, given, finite=True).row(0, named=True) for each in (machine, silent)]
        inside += [row["low"] <= true <= row["high"] for row in rows]
        widths += [row["high"] - row["low"] for row in rows]
    corrected, alone = (inside / number).tolist()
    raw = float(machine["value"].mean())  # type: ignore[arg-type]
    return (
        f"share {true:.3f}, raw {raw:.3f}; corrected held {corrected:.3f}, codes alone {alone:.3f}, "
        f"width × {widths[0] / widths[1]:.3f} ({number} draws of {labels.height} sentences)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=400)
    parser.add_argument("--pooled", action="store_true", help="few codes of many outlets instead")
    parser.add_argument("--units", action="store_true", help="codes of few events instead")
    parser.add_argument("--gold", type=Path, help="sentences with labels, such as en_loaded_babe.jsonl.zst")
    arguments = parser.parse_args()
    if arguments.gold:
        machine, labels = labelled(arguments.gold)
        for codes in (100, 300, 1000):
            print(f"{codes:5} codes: {of_labels(machine, labels, codes, arguments.tables)}", flush=True)
        return
    if arguments.pooled:
        for keys in (5, 10, 30):
            for codes in (5, 10, 20, 35):
                print(f"{keys:3} outlets, {codes:3} codes of each: {pooled(arguments.tables, keys, codes)}", flush=True)
        return
    if arguments.units:
        for units in (2, 3, 4, 5, 6, 8, 10, 15, 20, 30):
            print(f"{units:3} events with codes: {of_units(arguments.tables, units)}", flush=True)
        return
    for event in (1, 5):
        for codes in CODES:
            print(
                f"events of {event}, {codes:5} codes an outlet: {held(arguments.tables, codes, event=event)}",
                flush=True,
            )


if __name__ == "__main__":
    main()
