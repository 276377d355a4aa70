"""The lexicons against human judgement and known groups: the figures of ``lexicons/validity.csv``.

Three kinds of check, never mixed up: ``author-checked`` (hits that the lexicon's authors read and judged; no
validation), ``human-labelled`` (labels of other people's studies), ``known-groups`` (outlets that must differ).
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import framing
from framing.arrays import Bools, Floats, Longs
from framing.validation.machines import LEXICON
from framing.validation.metrics import bootstrap_interval, length_matched_auc
from framing.validation.reading import figures
from framing.validation.sheets import read_sheets
from framing.validation.validate import Measure, load_labelled, validate

COLUMNS = ("check", "measure", "language", "data", "figure", "value", "low", "high", "n", "note")


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One measure on one labelled set, and the figure that the set's users look at."""

    file: str
    measure: Measure
    language: str
    label: str = "label"
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    figures: tuple[str, ...] = ("auc", "auc_length_matched", "length_only_auc", "f1")
    #: Figures that stand beside, where outlets or enough texts of one length are known.
    beside: tuple[str, ...] = ()
    #: The least that the first half of the set must show; a floor is the figure reached, rounded down.
    floor: float | None = None
    #: The beginning of the file's SHA-256, where there is a floor.
    sha256: str = ""


LOADED = Measure(scale="loaded")
#: A long text has more of everything, an outlet more of what another has less of.
BESIDE = ("auc_same_length", "auc_within_outlets")
SHARE = ("spearman", "length_only_spearman")
#: Frames of the Media Frames Corpus that have the name of a dimension.
FRAMES = (
    "policy",
    "economic",
    "legality",
    "security",
    "health",
    "fairness",
    "cultural_identity",
    "public_opinion",
    "morality",
)

COMPARISONS = (
    Comparison(file="en_loaded_babe", measure=LOADED, language="en", beside=BESIDE, floor=0.77, sha256="0fe92e58ccf9"),
    Comparison(
        file="en_loaded_ptc", measure=LOADED, language="en", beside=BESIDE[:1], floor=0.75, sha256="e4852fccbdc8"
    ),
    Comparison(
        file="en_npov_wiki", measure=LOADED, language="en", beside=BESIDE[:1], floor=0.68, sha256="eb6888179d8f"
    ),
    Comparison(file="hi_loaded_kmi", measure=LOADED, language="hi", beside=BESIDE, floor=0.72, sha256="5f89861e4da3"),
    Comparison(
        file="ur_loaded_unbd", measure=LOADED, language="ur", beside=BESIDE[:1], floor=0.72, sha256="fb839f75fbd3"
    ),
    Comparison(file="hi_bias_fignews", measure=LOADED, language="hi", label="share", figures=SHARE),
    Comparison(file="en_bias_fignews", measure=LOADED, language="en", label="share", figures=SHARE),
    Comparison(
        file="en_clickbait",
        measure=Measure(scale="clickbait"),
        language="en",
        figures=("auc", "auc_length_matched", "length_only_auc"),
        floor=0.93,
        sha256="66424451dc99",
    ),
    Comparison(
        file="ur_loaded_unbd",
        measure=Measure(dimensions=("attribution", "certainty"), against=("intensifier",)),
        language="ur",
        label="kind",
        positive=("Assertive Verbs", "Factive Verbs"),
        negative=("Subjective Intensifiers",),
        floor=0.70,
        sha256="fb839f75fbd3",
    ),
    *(
        Comparison(
            file="en_frames_frac", measure=Measure(dimensions=(name,)), language="en", label="frame", positive=(name,)
        )
        for name in FRAMES
    ),
    *(
        Comparison(
            file="en_frames_climate", measure=Measure(dimensions=dimensions), language="en", label=f"frames.{field}"
        )
        for field, dimensions in {
            "resolution": ("cooperation", "policy"),
            "human_interest": ("human_interest",),
            "conflict": ("conflict",),
            "moral": ("morality",),
            "economic": ("economic",),
        }.items()
    ),
)

#: Language → (outlets that write soberly, outlets that write loudly), as the news corpora spell them.
GROUPS = {
    "ur": (("APP", "INN", "NNI"), ("daily_dunya", "nawa-e-waqt", "daily_waqt", "daily_insaf")),
    "en": (
        ("Reuters", "Associated Press", "BBC News"),
        ("Townhall", "Breitbart News", "TheBlaze.com", "The Daily Wire"),
    ),
    "hi": (("BBC Hindi",), ("Panchjanya", "Saamana", "TFIPost", "tfipost")),
}


def labelled(gold: Path) -> Iterator[dict[str, Any]]:
    """Rows of ``validity.csv`` for every labelled set that is at hand."""
    for one in COMPARISONS:
        path = gold / f"{one.file}.jsonl.zst"
        if not path.exists():
            continue
        row = {"check": "human-labelled", "measure": str(one.measure), "language": one.language, "data": one.file}
        if one.label not in ("label", "share"):
            row["data"] += f" ({one.label}: {'+'.join(one.positive) or 'yes'})"
        try:
            data = load_labelled(path, label=one.label, positive=one.positive, negative=one.negative)
            found = validate(data, one.measure)
        except framing.UsageError as error:
            yield {**row, "note": error.what}
            continue
        told = {name: asdict(found.figures[name]) for name in one.figures}
        whole = found.machines.filter(pl.col("level") == "all", pl.col("machine") == LEXICON)
        told |= {each["figure"]: each for each in whole.iter_rows(named=True) if each["figure"] in one.beside}
        for name, figure in told.items():
            if figure["value"] is not None:
                ends = {end: figure[end] for end in ("value", "low", "high")}
                yield {**row, "figure": name, **ends, "n": found.texts}


def prominence(gold: Path) -> Iterator[dict[str, Any]]:
    """Rows for the frames of FRAC by how far each leads (:func:`framing.issues`); nothing is fitted to the labels."""
    path = gold / "en_frames_frac.jsonl.zst"
    if not path.exists():
        return
    data = load_labelled(path, label="frame", positive=FRAMES[:1])
    frame = pl.read_ndjson(path)["frame"].to_numpy()
    scored = framing.score(data.texts.select("article_id", "text", "language"))
    words = scored.articles["words"].to_numpy()
    found = framing.issues(scored)
    strongest = found.group_by("article_id").agg(best=pl.col("times").max())
    groups = (data.texts["group"].rank("dense") - 1).cast(pl.Int64).to_numpy()
    for name in FRAMES:
        leads = found.filter(pl.col("issue") == name).select("article_id", "lead")
        joined = scored.articles.select("article_id").join(leads, on="article_id", how="left", maintain_order="left")
        joined = joined.join(strongest, on="article_id", how="left", maintain_order="left")
        # An issue without a hit is led by the strongest.
        value = joined.select(pl.coalesce("lead", -pl.col("best"), 0.0)).to_series().to_numpy()
        yes = frame == name
        low, high = bootstrap_interval(_matched(yes, value, words), groups)
        row: dict[str, Any] = {"check": "human-labelled", "measure": f"{name} before other issues", "language": "en"}
        row |= {"data": f"en_frames_frac (frame: {name})", "figure": "auc_length_matched", "n": len(yes)}
        yield {**row, "value": _matched(yes, value, words)(np.arange(len(yes))), "low": low, "high": high}


def _matched(yes: Bools, value: Floats, words: Longs) -> Callable[[Longs], float]:
    return lambda rows: length_matched_auc(yes[rows], value[rows], words[rows])


def known_groups(corpora: Path, gold: Path) -> Iterator[dict[str, Any]]:
    """Rows for outlets that must differ, and for agency reports against what newspapers made of them."""
    for code, (sober, loud) in GROUPS.items():
        for path in sorted(corpora.glob(f"{code}.jsonl*")):
            table = pl.read_ndjson(path, infer_schema_length=None)
            texts = table.filter(pl.col("outlet").is_in([*sober, *loud])).select(
                "text", article_id="id", language=pl.lit(code), loud=pl.col("outlet").is_in(list(loud))
            )
            yield from _differences(
                texts, code, f"{path.name.split('.')[0]}: {', '.join(loud)} less {', '.join(sober)}"
            )
    pairs = gold / "ur_pairs_counter.jsonl.zst"
    if pairs.exists():
        table = pl.read_ndjson(pairs, infer_schema_length=None)
        texts = table.select("title", "text", article_id="id", language=pl.lit("ur"), loud=pl.col("role") == "derived")
        yield from _differences(texts, "ur", "ur_pairs_counter: newspaper less agency")


def _differences(texts: pl.DataFrame, code: str, data: str) -> Iterator[dict[str, Any]]:
    """Differences between the two groups: communiqué hits per 1,000 words, and the mean of tone where it has a value."""
    scored = framing.score(texts.drop("loud"))
    hits = scored.scores.filter(pl.col("dimension") == "communique").group_by("article_id").agg(pl.col("hits").sum())
    tone = scored.scales.filter((pl.col("scale") == "tone") & (pl.col("section") == "all")).select(
        "article_id", "value"
    )
    table = (
        texts.select("article_id", "loud")
        .join(scored.articles.select("article_id", "words"), on="article_id")
        .join(hits, on="article_id", how="left")
        .join(tone, on="article_id", how="left")
        .with_columns(pl.col("hits").fill_null(0))
    )
    loud = table["loud"].to_numpy()
    words, found = (table[name].to_numpy().astype(float) for name in ("words", "hits"))
    value = table["value"].fill_null(float("nan")).to_numpy()

    def rate(rows: np.ndarray[Any, np.dtype[np.int64]]) -> float:
        sides = [rows[loud[rows]], rows[~loud[rows]]]
        ends = [1000 * found[side].sum() / words[side].sum() for side in sides]
        return float(ends[0] - ends[1])

    def mean(rows: np.ndarray[Any, np.dtype[np.int64]]) -> float:
        ends = [np.nanmean(value[side]) for side in (rows[loud[rows]], rows[~loud[rows]])]
        return float(ends[0] - ends[1])

    every = np.arange(table.height)
    for name, statistic, figure in (
        ("communique", rate, "difference per 1,000 words"),
        ("tone", mean, "difference of means"),
    ):
        low, high = bootstrap_interval(statistic, every)
        row = {"check": "known-groups", "measure": name, "language": code, "data": data, "figure": figure}
        yield {**row, "value": statistic(every), "low": low, "high": high, "n": table.height}


#: Marks or hits of a dimension of which a figure is worth a line.
FEWEST = 10
#: What of a reading goes into ``validity.csv``.
FIGURES = ("precision", "recall", "agreement")


def read_blind(folder: Path, data: str, who: str) -> Iterator[dict[str, Any]]:
    """Rows of ``validity.csv`` from sheets that were filled in (``framing lexicon review``).

    Args:
        folder: of the sheets.
        data: what was read, such as "8 articles".
        who: read.
    """
    for row in figures(read_sheets(folder)).filter(pl.col("figure").is_in(FIGURES)).iter_rows(named=True):
        if row["n"] >= FEWEST:
            named = {name: row[name] for name in ("language", "figure", "value", "low", "high", "n")}
            yield {"check": "read-blind", "measure": row["dimension"], "data": data, "note": who, **named}


def update(path: Path, rows: Sequence[dict[str, Any]], checks: Sequence[str]) -> None:
    """Replace the rows of some checks in ``validity.csv`` and keep the others."""
    kept: list[dict[str, Any]] = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            kept = [row for row in csv.DictReader(file) if row["check"] not in checks]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in sorted([*kept, *rows], key=lambda row: tuple(str(row.get(name, "")) for name in COLUMNS[:5])):
            cells = {name: row.get(name, "") for name in COLUMNS}
            writer.writerow({name: f"{cell:.3f}" if isinstance(cell, float) else cell for name, cell in cells.items()})


def main() -> None:
    """Put what a blind reading says into ``validity.csv``, beside what other readings said."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("sheets", type=Path, help="a folder of 'framing lexicon review draw', filled in")
    parser.add_argument("--data", required=True, help="what was read, such as '8 articles'")
    parser.add_argument("--who", required=True, help="read")
    arguments = parser.parse_args()
    place = framing.lexicons_folder() / "validity.csv"
    with place.open(encoding="utf-8", newline="") as file:
        others = [row for row in csv.DictReader(file) if row["check"] == "read-blind"]
    read = list(read_blind(arguments.sheets, arguments.data, arguments.who))
    anew = {(row["data"], row["language"]) for row in read}
    others = [row for row in others if (row["data"], row["language"]) not in anew]
    update(place, [*others, *read], ("read-blind",))


if __name__ == "__main__":
    main()
