"""Grow word scores from news, and hold them to what they must not do: ``make grow``.

Left out of what is grown from: texts that share ten words in a row with a labelled set; whole files of which more than a
quarter does, since the other half of the labelled sets is sealed and cannot be compared; and rows kept for fresh readings.
The tables are ``lexicons/grown/``; what they are held to goes into ``lexicons/grown/guards.csv``, misses included.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
import regex

import framing
from framing.arrays import Bools, Floats
from framing.growing import grow_sentences
from framing.languages.registry import language, merged_language
from framing.lexicon.growing import charges, sentences, shared_runs
from framing.lexicon.grown import CHARGE, SHIPPED, shipped_path, with_scales
from framing.validation.metrics import strata_auc
from framing.validation.validate import load_labelled
from tests.benchmarks.corpora import LANGUAGES
from tests.benchmarks.fitted import grown_hash
from tests.benchmarks.validity import COMPARISONS, LOADED

#: Files of news by language.
FILES: Final = {"en": ("en", "en_asia"), "hi": ("hi", "hi_more", "hi_headlines"), "ur": ("ur", "ur_headlines")}
#: A file leaves whole where more than this of its texts share words with a labelled set.
_OVERLAP: Final = 0.25
#: Guards: the least AUC of grown words where nothing written counts, and the most that another identity moves a text.
LEAST_WITHOUT_HIT: Final = 0.60
MOST_MOVED: Final = 0.05
#: Columns of the table of figures.
FIGURES: Final = ("language", "data", "figure", "value", "bound", "passes", "n")


def growing_texts(corpora: Path, gold: Path, code: str) -> pl.DataFrame:
    """What words of a language may be grown from (text, outlet), with what was left out said aloud."""
    labelled = pl.concat([_strings(path) for path in sorted(gold.glob("*.jsonl*")) if _of(path, code)])
    kept = []
    for name in FILES[code]:
        for path in corpora.glob(f"{name}.jsonl*"):
            table = pl.read_ndjson(path, infer_schema_length=None)
            title = pl.col("title").fill_null("") if "title" in table.columns else pl.lit("")
            table = table.with_columns(whole=title + "\n" + pl.col("text").fill_null(""))
            # Newsrooms and labelled sets without the letter ھ are compared as such.
            shared = shared_runs(table["whole"], labelled, merged_language(code))
            reserved = pl.Series([_is_reserved(row["id"], row["text"]) for row in table.iter_rows(named=True)])
            whole = float(shared.mean() or 0) > _OVERLAP  # type: ignore[arg-type]
            left = table.filter(~shared & ~reserved & (not whole))
            verdict = "left out whole" if whole else f"{left.height} left"
            print(f"  {name}: {table.height} texts, {shared.sum()} share ten words in a row with a labelled set, "
                  f"{reserved.sum()} reserved; {verdict}")  # fmt: skip
            kept.append(left.select("outlet", text="whole"))
    return pl.concat(kept)


def _of(path: Path, code: str) -> bool:
    return path.name.startswith((f"{code}_", "parallel_"))


def _strings(path: Path) -> pl.Series:
    """All texts of a labelled set, whatever their columns are called."""
    table = pl.read_ndjson(path, infer_schema_length=None)
    columns = [table[name] for name, kind in table.schema.items() if kind == pl.String]
    return pl.concat([column.rename("text") for column in columns]).drop_nulls()


def _is_reserved(key: object, text: object) -> bool:
    """Rows that nobody looks at before a fresh reading."""
    return all(hashlib.sha1(str(one).encode()).hexdigest()[0] in "cdef" for one in (key, text))


def lengths(words: np.ndarray, positive: Bools) -> np.ndarray:
    """Strata of texts of the same length, merged until one has both labels."""
    number: dict[int, int] = {}
    seen = set[bool]()
    for size in np.unique(words):
        number[size] = max(number.values(), default=-1) + (len(seen) == 2 or not number)
        seen = (set() if len(seen) == 2 else seen) | set(positive[words == size].tolist())
    return np.array([number[size] for size in words], np.int64)


def swapped(texts: pl.Series, code: str) -> pl.Series:
    """Texts in which each identity is the next one of its kind."""
    table: dict[str, str] = {}
    with (framing.lexicons_folder() / "identities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words = row["words"].split()
            if row["language"] == code:
                table |= dict(zip(words, words[1:] + words[:1], strict=True))
    # The words of `regex` have their vowel signs; those of `re` end before them.
    whole = "|".join(sorted(map(regex.escape, table), key=len, reverse=True))
    pattern = regex.compile(rf"(?<![\w\p{{M}}])(?:{whole})(?![\w\p{{M}}])")
    return pl.Series([pattern.sub(lambda match: table[match.group()], text) for text in texts])


def figures_of(code: str, grown: pl.DataFrame, gold: Path) -> Iterator[dict[str, Any]]:
    """What the scores add on the labelled sets of a language, and whether it is what they are held to."""
    lexicon = with_scales(framing.default_lexicon(), [CHARGE])
    for one in COMPARISONS:
        path = gold / f"{one.file}.jsonl.zst"
        if one.measure != LOADED or one.language != code or not one.sha256 or not path.exists():
            continue
        table = _measured(load_labelled(path).texts, lexicon)
        positive = (table["label"] > 0.5).to_numpy()
        written, both = table["loaded"].to_numpy(), table[CHARGE].to_numpy()
        for name, strata in _strata(table, positive).items():
            before, after = _auc(positive, written, strata), _auc(positive, both, strata)
            yield _row(code, one.file, f"written words, within {name}", before, len(table))
            yield _row(code, one.file, f"charge, within {name}", after, len(table), before, after >= before)
        grown_alone, none = charges(table["text"], grown, language(code)), (table["hits"] == 0).to_numpy()
        exact = lengths(table["text"].str.split(" ").list.len().to_numpy()[none], positive[none])
        alone = _auc(positive[none], grown_alone[none], exact)
        what = "grown words where nothing written counts"
        yield _row(code, one.file, what, alone, int(none.sum()), LEAST_WITHOUT_HIT, alone >= LEAST_WITHOUT_HIT)
        moved = (
            np.abs(charges(swapped(table["text"], code), grown, language(code)) - grown_alone).max() / grown_alone.std()
        )
        what = "moved by another identity at most, in deviations"
        yield _row(code, one.file, what, moved, len(table), MOST_MOVED, moved < MOST_MOVED)


def _row(
    code: str, data: str, figure: str, value: float, n: int, bound: float | None = None, passes: bool | None = None
) -> dict[str, Any]:
    verdict = "" if passes is None else "yes" if passes else "no"
    cells = ("" if bound is None else f"{bound:.3f}", verdict, n)
    return dict(zip(FIGURES, (code, data, figure, f"{value:.3f}", *cells), strict=True))


def _measured(texts: pl.DataFrame, lexicon: framing.Lexicon) -> pl.DataFrame:
    """Texts with their values on both scales, the hits of the written one, and the issue that they are about."""
    scored = framing.score(texts.select("article_id", "text", "language"), lexicon)
    whole = scored.scales.filter(pl.col("section") == "all", pl.col("scale").is_in(["loaded", CHARGE]))
    values = whole.pivot("scale", index="article_id", values="value")
    loaded = lexicon.codebook.scales["loaded"]
    counted = (pl.col("kind") == "stance") & pl.col("dimension").is_in(loaded.dimensions)
    hits = scored.evidence.filter(counted).group_by("article_id").agg(hits=pl.len())
    issues = [name for name, one in lexicon.codebook.dimensions.items() if one.family == "issue"]
    issues_hit = (
        scored.scores.filter(pl.col("dimension").is_in(issues)).group_by("article_id", "dimension").agg(pl.sum("hits"))
    )
    topic = (
        issues_hit.sort(["hits", "dimension"], descending=[True, False])
        .group_by("article_id", maintain_order=True)
        .first()
    )
    table = texts.join(values, on="article_id", maintain_order="left").drop_nulls("loaded")
    table = table.join(hits, on="article_id", how="left", maintain_order="left").with_columns(
        pl.col("hits").fill_null(0)
    )
    return table.join(topic.select("article_id", topic="dimension"), on="article_id", how="left", maintain_order="left")


def _strata(table: pl.DataFrame, positive: Bools) -> dict[str, np.ndarray]:
    """Texts that are compared with each other: of one length; of one topic or outlet and about one length."""
    made = {"lengths": lengths(table["text"].str.split(" ").list.len().to_numpy(), positive)}
    size = table["text"].str.len_chars().to_numpy()
    bins = np.searchsorted(np.quantile(size, np.linspace(0, 1, 16)[1:-1]), size)
    for name, column in (("topics", "topic"), ("outlets", "outlet")):
        if table[column].n_unique() > 1:
            made[name] = table[column].fill_null("").rank("dense").to_numpy().astype(np.int64) * 100 + bins
    return made


def _auc(positive: Bools, value: Floats, strata: np.ndarray) -> float:
    return strata_auc(positive, value, strata, np.ones(len(value)))[0]


def deviations(texts: pl.DataFrame, code: str) -> str:
    """How far written and grown words move sentences of news, by which the weight of the grown ones is set."""
    lexicon = with_scales(framing.default_lexicon(), [CHARGE])
    scales = framing.score(texts.select("text", language=pl.lit(code)), lexicon).scales.filter(
        pl.col("section") == "all"
    )
    values = scales.filter(pl.col("scale").is_in(["loaded", CHARGE])).pivot("scale", index="article_id", values="value")
    added = values.select(pl.col(CHARGE) - pl.col("loaded")).to_series()
    return f"written words move a sentence by {values['loaded'].std():.3f}, grown ones by {added.std():.3f}"


def put(code: str, corpora: Path, gold: Path) -> pl.DataFrame:
    """Make the table of a language; what comes back are some of the sentences that it was grown from."""
    texts, began = sentences(growing_texts(corpora, gold, code)), time.process_time()
    grown = grow_sentences(texts, code, None, None, with_entries=True)
    grown.select(SHIPPED).write_csv(shipped_path(code), line_terminator="\n")
    used, most = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    size = int(texts["text"].str.len_bytes().sum()) / 1e6
    print(f"  {grown.height} words of {size:.0f} MB in {used:.0f} CPU seconds and {most:.2f} GB")
    return texts.gather_every(max(texts.height // 20_000, 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--report", action="store_true", help="only hold the tables that are there to the guards")
    arguments = parser.parse_args()
    codes, samples, rows = arguments.language or LANGUAGES, {}, []
    for code in codes if not arguments.report else ():
        print(code)
        samples[code] = put(code, arguments.corpora, arguments.gold)
    # Tables are read when all are there.
    for code in codes:
        print(f"{code}: {deviations(samples[code], code)}" if code in samples else code)
        for row in figures_of(code, pl.read_csv(shipped_path(code)), arguments.gold):
            print("  {data:16}{figure:52}{value}  {bound:6}{passes}".format(**row))
            rows.append(row)
    if not arguments.language:
        folder = framing.lexicons_folder() / "grown"
        with (folder / "guards.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, FIGURES, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        (folder / "made.txt").write_text(grown_hash(framing.lexicons_folder()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
