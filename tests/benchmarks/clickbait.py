"""The scale of clickbait against people: 300 Hindi and 300 Urdu headlines that two readers labelled blind.

``tests/golden/clickbait.csv`` holds the labels, which are facts, by the id and the SHA-1 of a headline; the headlines stay
where they are from. A headline that is another by now is left out, and said.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

import framing
from framing.validation.metrics import auc
from framing.validation.validate import Labelled, Measure, load_labelled, validate
from tests.benchmarks.corpora import corpora_folder, gold_folder
from tests.benchmarks.validity import update

LABELS: Final = Path(__file__).parents[1] / "golden" / "clickbait.csv"
SCALE: Final = "clickbait"
CHECK: Final = "read-blind"
#: English headlines that others labelled.
ENGLISH: Final = "en_clickbait"
#: The files that the headlines were drawn from.
FILES: Final = ("hi_headlines", "ur_headlines")
READERS: Final = ("reader_1", "reader_2")
#: What each reader says; where one could not decide, nothing.
SAID: Final = {"0": 0.0, "1": 1.0}
#: The least that the headlines must show, by language: the figure of both readers, rounded down.
FLOORS: Final = {"hi": 0.86, "ur": 0.84}


def labels() -> pl.DataFrame:
    """Columns language, id, sha1, and what each reader said: 1, 0 or null."""
    said = pl.col(READERS).replace_strict(SAID, default=None, return_dtype=pl.Float64)
    return pl.read_csv(LABELS, schema_overrides=dict.fromkeys(READERS, pl.String)).with_columns(said)


def headlines(corpora: Path) -> pl.DataFrame:
    """The labelled headlines: the columns of :func:`labels`, and text."""
    wanted = labels()
    parts = [
        pl.read_ndjson(path, infer_schema_length=None).select(
            "id", text=pl.col("title").cast(pl.String).str.strip_chars()
        )
        for name in FILES
        for path in sorted(corpora.glob(f"{name}.jsonl*"))
    ]
    if not parts:
        return wanted.clear().with_columns(text=pl.lit(None, pl.String))
    found = wanted.join(pl.concat(parts).drop_nulls().unique("id", maintain_order=True), on="id", maintain_order="left")
    hashes = [hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest() for text in found["text"].to_list()]
    return found.filter(pl.Series(hashes, dtype=pl.String) == found["sha1"])


def kappa(one: pl.Series, two: pl.Series) -> float:
    """Cohen's kappa of two readers, over what both decided.

    Example:
        >>> kappa(pl.Series([1.0, 0.0, 1.0, 0.0]), pl.Series([1.0, 0.0, 0.0, 0.0]))
        0.5
    """
    both = pl.DataFrame({"one": one, "two": two}).drop_nulls()
    share = [float(both[name].sum()) / both.height for name in ("one", "two")]
    chance = share[0] * share[1] + (1 - share[0]) * (1 - share[1])
    agreed = float((both["one"] == both["two"]).sum()) / both.height
    return (agreed - chance) / (1 - chance)


def measured(part: pl.DataFrame) -> float:
    """The AUC of the scale against what both readers say, of some of :func:`headlines`."""
    agreed = part.filter(pl.col(READERS[0]) == pl.col(READERS[1]))
    found = validate(_labelled(agreed, pl.col(READERS[0]), "both"), Measure(scale=SCALE), replicates=2, examples=0)
    value = found.figures["auc"].value
    assert value is not None
    return value


def _labelled(part: pl.DataFrame, label: pl.Expr, name: str) -> Labelled:
    texts = part.select(
        pl.col("id").alias("article_id"), "text", "language", label=label, group=pl.int_range(pl.len())
    ).drop_nulls("label")
    return Labelled(texts, graded=False, name=name)


def figures(corpora: Path) -> Iterator[dict[str, Any]]:
    """Rows of ``validity.csv``: the scale against each reader and against what both say, and the readers' agreement."""
    found = headlines(corpora)
    for (code,), part in found.partition_by("language", as_dict=True, maintain_order=True).items():
        row: dict[str, Any] = {
            "check": CHECK,
            "measure": SCALE,
            "language": code,
            "note": "two readers of headlines alone",
        }
        agreed = pl.when(pl.col(READERS[0]) == pl.col(READERS[1])).then(READERS[0])
        for name, label in (*((reader, pl.col(reader)) for reader in READERS), ("both readers", agreed)):
            labelled = _labelled(part, label, name)
            known = validate(labelled, Measure(scale=SCALE)).figures
            for figure in ("auc", "length_only_auc"):
                at = known[figure]
                data, number = f"{part.height} headlines: {name.replace('_', ' ')}", labelled.texts.height
                interval = {"low": at.low, "high": at.high}
                yield {**row, "data": data, "figure": figure, "value": at.value, **interval, "n": number}
        value = kappa(part[READERS[0]], part[READERS[1]])
        yield {
            **row,
            "data": f"{part.height} headlines: the readers",
            "figure": "kappa",
            "value": value,
            "n": part.height,
        }


def vader(gold: Path) -> dict[str, float]:
    """What VADER makes of the English headlines: the AUC of its compound score, and of how far that is from 0.

    Nothing where it or they are not there.
    """
    path = gold / f"{ENGLISH}.jsonl.zst"
    if not (path.exists() and importlib.util.find_spec("vaderSentiment")):
        return {}
    texts = load_labelled(path).texts
    polarity = importlib.import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer().polarity_scores
    compound = np.array([polarity(text)["compound"] for text in texts["text"].to_list()])
    label = texts["label"].to_numpy() > 0.5
    return {"VADER": auc(label, compound), "VADER, without its sign": auc(label, np.abs(compound))}


def put(place: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write figures into ``validity.csv``, in place of those that were measured before."""
    with place.open(encoding="utf-8", newline="") as file:
        others = [row for row in csv.DictReader(file) if row["check"] == CHECK and row["measure"] != SCALE]
    update(place, [*others, *rows], (CHECK,))


def report(corpora: Path, gold: Path) -> list[dict[str, Any]]:
    """Print all figures, and return those of :func:`figures`."""
    rows = list(figures(corpora))
    for row in rows:
        low, high = (f"{row[name]:.3f}" if row.get(name) is not None else "–" for name in ("low", "high"))
        print(f"  {row['language']} {row['data']:32}{row['figure']:18}{row['value']:.3f} [{low}, {high}]")
    for name, value in vader(gold).items():
        print(f"  en {ENGLISH}: {name:28}auc {value:.3f}")
    return rows


def main() -> None:
    """Measure anew, and put the figures into ``validity.csv``."""
    put(framing.lexicons_folder() / "validity.csv", report(corpora_folder(), gold_folder()))


if __name__ == "__main__":
    main()
