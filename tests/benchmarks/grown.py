"""Grow word scores from news, and hold them to what they must not do: ``make grow``.

Left out of what is grown from: texts that share ten words in a row with a labelled set; whole files of which more than a
quarter does, since the other half of the labelled sets is sealed and cannot be compared; and rows kept for fresh readings.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import time
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

import framing
from framing.arrays import Bools, Floats
from framing.languages.registry import language, merged_language
from framing.lexicon.growing import CHARGED, charges, grow, guarded, identities_of, pairs_of, seeded, shared_runs
from framing.validation.metrics import strata_auc
from framing.validation.validate import load_labelled
from tests.benchmarks.corpora import LANGUAGES
from tests.benchmarks.validity import COMPARISONS, LOADED

#: Files of news by language.
FILES: Final = {"en": ("en", "en_asia"), "hi": ("hi", "hi_more", "hi_headlines"), "ur": ("ur", "ur_headlines")}
#: A file leaves whole where more than this of its texts share words with a labelled set.
_OVERLAP: Final = 0.25
#: How much of a deviation of grown words is added to a deviation of points: fixed before it was measured.
PART: Final = 0.35
#: Guards.
LEAST_WITHOUT_HIT: Final = 0.60
MOST_MOVED: Final = 0.05


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
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, table), key=len, reverse=True)) + r")(?!\w)")
    return pl.Series([pattern.sub(lambda found: table[found.group()], text) for text in texts])


def report(code: str, grown: pl.DataFrame, gold: Path) -> bool:
    """Print what the scores add on labelled sets of a language, and which guards they pass."""
    passed = True
    for one in COMPARISONS:
        path = gold / f"{one.file}.jsonl.zst"
        if one.measure != LOADED or one.language != code or not one.sha256 or not path.exists():
            continue
        texts = load_labelled(path).texts
        scored = framing.score(texts.select("article_id", "text", "language"))
        written = scored.scales.filter(pl.col("scale") == "loaded", pl.col("section") == "all")
        table = texts.join(written.select("article_id", "value"), on="article_id", how="inner", maintain_order="left")
        table = table.drop_nulls("value")
        points, positive = table["value"].to_numpy(), (table["label"] > 0.5).to_numpy()
        more = charges(table["text"], grown, language(code))
        both = points / points.std() + PART * more / more.std()
        strata = lengths(table["text"].str.split(" ").list.len().to_numpy(), positive)
        moved = np.abs(charges(swapped(table["text"], code), grown, language(code)) - more).max() / more.std()
        without = points == 0
        figures = {
            "written": _auc(positive, points, strata),
            "grown": _auc(positive, more, strata),
            "both": _auc(positive, both, strata),
            "without a written hit": _auc(positive[without], more[without], strata[without]),
        }
        held = [
            figures["both"] >= figures["written"],
            figures["without a written hit"] >= LEAST_WITHOUT_HIT,
            moved < MOST_MOVED,
        ]
        if table["outlet"].n_unique() > 1:
            outlet = table["outlet"].fill_null("").rank("dense").to_numpy().astype(np.int64)
            edges = np.quantile(table["text"].str.len_chars().to_numpy(), np.linspace(0, 1, 16)[1:-1])
            cell = outlet * 100 + np.searchsorted(edges, table["text"].str.len_chars().to_numpy())
            figures |= {"written within outlets": _auc(positive, points, cell), "both within outlets": _auc(positive, both, cell)}  # fmt: skip
            held.append(figures["both within outlets"] >= figures["written within outlets"])
        said = ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
        print(f"  {one.file}: {said}; identities swapped move a text by {moved:.3f} sd at most; "
              f"{'all guards pass' if all(held) else 'NOT all guards pass'}")  # fmt: skip
        passed &= all(held)
    return passed


def _auc(positive: Bools, value: Floats, strata: np.ndarray) -> float:
    return strata_auc(positive, value, strata, np.ones(len(value)))[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--report", action="store_true", help="only hold the tables that are there to the guards")
    arguments = parser.parse_args()
    folder = framing.lexicons_folder()
    for code in arguments.language or LANGUAGES:
        print(code)
        place = folder / "grown" / f"{code}.csv"
        if not arguments.report:
            texts, began = growing_texts(arguments.corpora, arguments.gold, code), time.monotonic()
            lexicon, spoken = framing.default_lexicon(), language(code)
            entries = seeded(lexicon, spoken, CHARGED)
            silent = guarded(lexicon, spoken, identities_of(folder / "identities.csv", code), entries)
            grown = grow(texts, spoken, pairs_of(folder / "pairs" / f"{code}.csv"), entries, silent)
            place.parent.mkdir(exist_ok=True)
            grown.write_csv(place, line_terminator="\n")
            print(f"  {grown.height} words in {time.monotonic() - began:.0f} s")
        report(code, pl.read_csv(place), arguments.gold)


if __name__ == "__main__":
    main()
