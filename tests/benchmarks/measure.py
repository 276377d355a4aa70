"""All figures of quality, printed: ``make measure``.

The language layer on golden sets, treebanks and news; what the lexicons find in real news; how they agree with human
labels and known groups, which goes into ``lexicons/validity.csv``; and the factors between languages, which go into
``lexicons/calibration.csv``; and how outlets vary in news, which goes into ``lexicons/priors.csv``. What is not at hand is
left out.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import polars as pl

import framing
from framing.validation.calibration import PARTS, counts, factors, part_of
from framing.validation.tables import read_table
from tests.benchmarks import clickbait, detection, duplicates, fitted, inflection, priors, spacing, valence, validity
from tests.benchmarks.corpora import LANGUAGES, load
from tests.golden import reading

#: What the news of each language is, for notes.
_NEWS = {"en": "US news", "hi": "Hindi news", "ur": "Pakistani news"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True, help="folder of human-labelled data")
    arguments = parser.parse_args()
    gold, corpora = arguments.gold, arguments.corpora
    # Where the parts that are tests as well look for them.
    os.environ["GOLD"], os.environ["CORPORA"] = str(gold), str(corpora)
    for title, text in (
        ("Voice, negation and intensity (golden sets)", "\n".join(reading.report())),
        ("Inflection (treebanks)", inflection.report(gold)),
        ("Spacing", spacing.report()),
        ("Language of eight words", detection.report(corpora)),
        ("Near-duplicates (agency text and newspaper story)", duplicates.report(gold)),
    ):
        print(f"\n{title}\n{text}")
    _corpora(corpora)
    _validity(gold, corpora)
    _factors(gold)
    fitted.PLACE.write_text(fitted.entries_hash(framing.lexicons_folder()) + "\n", encoding="utf-8")


def _validity(gold: Path, corpora: Path) -> None:
    """Compare with people and with known groups, and write down what came out."""
    print("\nHuman labels and known groups")
    rows = [
        *validity.labelled(gold),
        *validity.prominence(gold),
        *valence.rows(gold),
        *validity.known_groups(corpora, gold),
    ]
    for row in rows:
        value, low, high = (
            f"{row[name]:.3f}" if row.get(name) is not None else "–" for name in ("value", "low", "high")
        )
        figure = row.get("figure", row.get("note", ""))
        print(f"  {row['data'][:70]:72}{row['measure'][:44]:46}{figure:28}{value} [{low}, {high}]")
    for name, reached in valence.beside(gold).items():
        print(f"  {name} (VADER): {reached:.3f}")
    print("\nClickbait headlines")
    if read := clickbait.report(corpora, gold):
        clickbait.put(framing.lexicons_folder() / "validity.csv", read)
    if rows:
        validity.update(framing.lexicons_folder() / "validity.csv", rows, ("human-labelled", "known-groups"))


def _factors(gold: Path) -> None:
    path = gold / "parallel_ntrex.jsonl.zst"
    if not path.exists():
        return
    table = read_table(path)
    for part in PARTS:
        chosen = table.filter(pl.col("group").map_elements(part_of, return_dtype=pl.String) == part)
        found = factors(counts(chosen, LANGUAGES, "group"))
        print(f"\nFactors between languages, part {part}")
        for row in found.drop_nulls("factor").iter_rows(named=True):
            interval = f"[{row['wide_low']:.2f}, {row['wide_high']:.2f}]"
            agreement = f"rank correlation {_plain(row['correlation'])} (ceiling {_plain(row['ceiling'])})"
            print(f"  {row['language']} {row['dimension']:20}{row['factor']:6.2f} {interval:16} {agreement}")
        if part == "fit":
            found.with_columns(pl.selectors.float().round(3)).write_csv(framing.lexicons_folder() / "calibration.csv")


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _corpora(folder: Path) -> None:
    lexicon = framing.default_lexicon()
    spreads: list[dict[str, object]] = []
    baselines: list[dict[str, object]] = []
    for code, articles in load(folder).items():
        scored = framing.score(articles, lexicon)
        words = int(scored.articles["words"].sum())
        coverage = float(scored.articles["coverage"].drop_nulls().to_numpy().mean())
        print(f"\n{code}: {articles.height} articles, {words} words, mean coverage {coverage:.3f}")
        own = scored.exposure.filter(pl.col("voice") == "own")["words"].sum()
        print(f"  words in the outlet's own voice: {own / words:.1%}")
        _dimensions(scored, lexicon, code, words)
        baselines += _baselines(scored, lexicon, code)
        spreads += priors.rows(code, articles, scored)
    if spreads:
        folder_of_tables = framing.lexicons_folder()
        priors.write(folder_of_tables / "priors.csv", spreads)
        priors.write(folder_of_tables / "baselines.csv", baselines)


def _dimensions(scored: framing.Scored, lexicon: framing.Lexicon, code: str, words: int) -> None:
    hit = set(scored.evidence["entry_id"].unique().to_list())
    for dimension in lexicon.codebook.dimensions:
        entries = [entry for entry in lexicon.entries[code] if entry.dimension == dimension]
        if entries:
            found = scored.evidence.filter(pl.col("dimension") == dimension)
            seen = sum(entry.id in hit for entry in entries)
            rate = 1000 * found.height / words
            print(f"  {dimension:14}{rate:8.2f} hits per 1,000 words; {seen} of {len(entries)} entries occur")


def _baselines(scored: framing.Scored, lexicon: framing.Lexicon, code: str) -> list[dict[str, object]]:
    """The mean of each rate scale that measures texts too, in a language, and the words of evidence that it is worth."""
    made: list[dict[str, object]] = []
    for scale in lexicon.codebook.scales.values():
        if scale.kind == "rate" and not scale.weights:
            rows = scored.scales.filter((pl.col("scale") == scale.name) & (pl.col("section") == "all"))
            rate, worth = priors.fit_rate_prior(rows["positive"].to_numpy(), rows["words"].to_numpy())
            size = f"{rows.height:,} articles of {_NEWS[code]}, {int(rows['words'].sum()) / 1e6:.1f} million words"
            note = f"fitted by moments on {size} (make measure)"
            row = {"per_1000": f"{rate:.2f}", "prior_words": f"{worth:.0f}", "note": note}
            made.append({"language": code, "scale": scale.name, **row})
    return made


if __name__ == "__main__":
    main()
