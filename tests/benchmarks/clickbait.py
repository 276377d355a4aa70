"""The scale of clickbait against people: 300 Hindi and 300 Urdu headlines that two readers labelled blind.

``tests/golden/clickbait.csv`` holds the labels, which are facts, by the id and the SHA-1 of a headline; the headlines stay
where they are from. A headline that is another by now is left out, and said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

from framing.validation.validate import Labelled, Measure, validate

LABELS: Final = Path(__file__).parents[1] / "golden" / "clickbait.csv"
SCALE: Final = "clickbait"
#: The files that the headlines were drawn from.
FILES: Final = ("hi_headlines", "ur_headlines")
READERS: Final = ("reader_1", "reader_2")
#: What each reader says; where one could not decide, nothing.
SAID: Final = {"0": 0.0, "1": 1.0}
#: The least that the headlines must show, by language: the figure of both readers, rounded down.
FLOORS: Final[dict[str, float]] = {}


def labels() -> pl.DataFrame:
    """Columns language, id, sha1, and what each reader said: 1, 0 or null."""
    said = pl.col(READERS).replace_strict(SAID, default=None, return_dtype=pl.Float64)
    return pl.read_csv(LABELS, schema_overrides=dict.fromkeys(READERS, pl.String)).with_columns(said)


def headlines(corpora: Path) -> pl.DataFrame:
    """The labelled headlines: the columns of :func:`labels`, and text."""
    wanted = labels()
    parts = [
        pl.read_ndjson(path, infer_schema_length=None).select("id", text=pl.col("title").cast(pl.String).str.strip_chars())
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


def figures(corpora: Path) -> Iterator[dict[str, Any]]:
    """Rows of ``validity.csv``: the scale against each reader and against what both say, and the readers' agreement."""
    found = headlines(corpora)
    for (code,), part in found.partition_by("language", as_dict=True, maintain_order=True).items():
        row = {"check": "read-blind", "measure": SCALE, "language": code, "note": "two readers of headlines alone"}
        agreed = pl.when(pl.col(READERS[0]) == pl.col(READERS[1])).then(READERS[0])
        for name, label in ((*((reader, pl.col(reader)) for reader in READERS), ("both readers", agreed))):
            texts = part.select(
                pl.col("id").alias("article_id"), "text", "language", label=label, group=pl.int_range(pl.len())
            ).drop_nulls("label")
            known = validate(Labelled(texts, graded=False, name=name), Measure(scale=SCALE)).figures
            for figure in ("auc", "length_only_auc"):
                at = known[figure]
                data = f"{texts.height} headlines: {name.replace('_', ' ')}"
                yield {
                    **row, "data": data, "figure": figure, "value": at.value, "low": at.low, "high": at.high,
                    "n": texts.height,
                }  # fmt: skip
        value = kappa(part[READERS[0]], part[READERS[1]])
        yield {**row, "data": f"{part.height} headlines: the readers", "figure": "kappa", "value": value, "n": part.height}


def main() -> None:
    """Print the figures for the corpora in a folder."""
    import sys

    for row in figures(Path(sys.argv[1])):
        low, high = (f"{row[name]:.3f}" if row.get(name) is not None else "–" for name in ("low", "high"))
        print(f"{row['language']} {row['data']:32}{row['figure']:18}{row['value']:.3f} [{low}, {high}]")


if __name__ == "__main__":
    main()
