"""Do adjusted p hold their level? Tables of outlets that do not differ: ``python -m tests.benchmarks.false_discoveries``.

Printed are, of tables of 28 dimensions, the share with any adjusted p ≤ .05, and the shares of all p ≤ .05 and ≤ .001:

* *real articles, random outlets*: articles of the corpora are dealt to outlets at random, copies of a text together;
* *drawn articles*: hits that are not the model's, in outlets whose articles are as long as each other's or not.

Where a few dimensions have an outlet that does differ, the false discovery rate is the mean share, of what is found,
that is found in the other dimensions. Last, p is compared with that of permutations, at thresholds that one in ten thousand
of these exceeds.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

import framing
from framing.ingest.article.duplicates import SketchIndex
from framing.ingest.article.sketches import sketches
from framing.statistics.hits import counts_of
from framing.statistics.observations import observe
from framing.statistics.shuffling import shuffled_p
from framing.statistics.significance import adjusted
from tests.benchmarks.corpora import corpora_folder, load

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Texts = Callable[[np.random.Generator, Floats, Floats], npt.NDArray[Any]]

#: Outlets, and articles of each.
LAYOUTS: Final = ((15, 20), (50, 5), (15, 100))
#: Hits per word of the dimensions, as far apart as those of news.
RATES: Final = np.geomspace(0.0003, 0.015, 28)
#: How hits vary from text to text.
TEXTS: Final[dict[str, Texts]] = {
    "gamma, CV 1": lambda random, rate, n: random.poisson(rate * random.gamma(1, 1, n.shape) * n),
    "lognormal, sd 1.2": lambda random, rate, n: random.poisson(rate * random.lognormal(-0.72, 1.2, n.shape) * n),
    "four of five without": lambda random, rate, n: random.poisson(5 * rate * (random.random(n.shape) < 0.2) * n),
}


@dataclass
class Level:
    """What was found in tables where nothing is to be found."""

    tables: int = 0
    any: int = 0
    p: int = 0
    below: int = 0
    far_below: int = 0

    def add(self, p: Floats) -> None:
        """Count one table."""
        self.tables += 1
        self.any += bool((adjusted(p) <= 0.05).any())
        self.p += int(np.isfinite(p).sum())
        self.below += int((p <= 0.05).sum())
        self.far_below += int((p <= 0.001).sum())

    def __str__(self) -> str:
        return f"{self.any / self.tables:.3f} ({self.below / self.p:.3f}; {self.far_below / self.p:.5f})"


def table(hits: npt.NDArray[Any], words: Floats, outlet: Longs, outlets: int, *, lengths: bool = True) -> Floats:
    """P of outlets × dimensions."""
    return np.column_stack([shuffled_p(y, words, outlet, outlets, lengths=lengths) for y in hits.T])


def units(articles: pl.DataFrame) -> tuple[Floats, Floats, Longs]:
    """Hits (units × dimensions), words and outlet (a number) of real texts, copies of one text added up."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    scored = framing.score(articles)
    whole, lexicon = observe(scored, articles), framing.default_lexicon()
    counts, _ = counts_of(whole, lexicon.codebook)
    texts = articles.select("article_id", "text")
    observed = whole.articles.join(texts, on="article_id", how="left", maintain_order="left")
    links = SketchIndex().add(sketches(observed["text"]))
    joined = coo_array((np.ones(len(links.new)), (links.new, links.earlier)), shape=(observed.height, observed.height))
    size, unit = connected_components(joined, directed=False)
    words = np.bincount(unit, observed["words"].to_numpy(), size).astype(np.float64)
    hits = np.zeros((size, len(lexicon.codebook.dimensions)))
    np.add.at(hits, unit, counts.first[:, : hits.shape[1]])
    outlet = np.zeros(size, np.int64)
    outlet[unit] = observed["outlet"].rank("dense").fill_null(1).to_numpy().astype(np.int64) - 1
    return hits[words > 0], words[words > 0], outlet[words > 0]


def random_outlets(hits: Floats, words: Floats, outlets: int, articles: int, tables: int, seed: int) -> Level:
    """Real texts, dealt out."""
    random, found = np.random.default_rng(seed), Level()
    outlet = np.repeat(np.arange(outlets), articles)
    for _ in range(tables):
        chosen = random.choice(len(words), len(outlet), replace=False)
        found.add(table(hits[chosen], words[chosen], outlet, outlets))
    return found


def drawn(
    random: np.random.Generator, texts: Texts, outlets: int, articles: int, spread: float, moved: Floats | float = 1.0
) -> tuple[npt.NDArray[Any], Floats, Longs]:
    """Hits, words and outlets of texts whose lengths have a log-sd ``spread`` between outlets."""
    outlet = np.repeat(np.arange(outlets), articles)
    longer = random.lognormal(0, spread, outlets)[outlet]
    words = (random.lognormal(np.log(400), 0.5, len(outlet)) * longer).round() + 30
    rates = RATES * np.ones((outlets, 1)) * moved
    return texts(random, rates[outlet], words[:, None] * np.ones(len(RATES))), words, outlet


def equal_outlets(
    texts: Texts, outlets: int, articles: int, spread: float, tables: int, *, lengths: bool = True, seed: int = 5
) -> Level:
    """Drawn texts of outlets of equal rates."""
    random, found = np.random.default_rng(seed), Level()
    for _ in range(tables):
        found.add(table(*drawn(random, texts, outlets, articles, spread), outlets, lengths=lengths))
    return found


def discovery_rate(texts: Texts, outlets: int, articles: int, spread: float, tables: int, seed: int = 9) -> Floats:
    """Mean share of false discoveries, and of moved cells that are found, where one outlet has a fifth of its rates × 3."""
    random, shares = np.random.default_rng(seed), []
    moved = np.ones((outlets, len(RATES)))
    moved[0, ::5] = 3.0
    for _ in range(tables):
        found = adjusted(table(*drawn(random, texts, outlets, articles, spread, moved), outlets)) <= 0.05
        of_still = found[:, (moved == 1).all(axis=0)].sum()
        shares.append([of_still / max(found.sum(), 1), found[moved > 1].mean()])
    return np.asarray(np.mean(shares, axis=0), np.float64)


def permuted(values: Floats, taken: int, draws: int, seed: int = 2) -> Floats:
    """Sums of ``taken`` rows drawn at random without replacement, sorted; shape (draws, columns)."""
    random, found = np.random.default_rng(seed), []
    for at in range(0, draws, 20_000):
        order = random.random((min(20_000, draws - at), len(values)), dtype=np.float32)
        labels = np.zeros(order.shape)
        np.put_along_axis(labels, order.argpartition(taken, axis=1)[:, :taken], 1.0, axis=1)
        found.append(labels @ values)
    return np.sort(np.concatenate(found), axis=0)


def against_permutations(taken: int, draws: int, tail: float = 1e-4, size: int = 300) -> Iterator[tuple[str, Floats]]:
    """Texts → p by saddlepoint over p by permutation, of both tails of four dimensions.

    Each threshold is met by an outlet of ``taken`` units that are put together by exchanging, one by one, those of a
    random draw until their sum is near.
    """
    random = np.random.default_rng(4)
    words = random.lognormal(np.log(400), 0.5, size).round() + 30
    for name, texts in TEXTS.items():
        hits = texts(random, RATES[4::7], words[:, None] * np.ones(4))
        residual = hits - hits.sum(axis=0) / words.sum() * words[:, None]
        sums, ratios = permuted(residual, taken, draws), []
        for column in range(hits.shape[1]):
            for sign in (1.0, -1.0):
                values, ordered = sign * residual[:, column], np.sort(sign * sums[:, column])
                outlet = _with_sum(values, taken, ordered[round(len(ordered) * (1 - tail))], random)
                reached = values[outlet == 0].sum()
                exact = np.mean([(ordered >= reached + way).mean() for way in (-1e-9, 1e-9)])
                p = shuffled_p(hits[:, column], words, outlet, 2, lengths=False)[0] / 2
                ratios.append(p / exact)
        yield name, np.array(ratios)


def _with_sum(values: Floats, taken: int, aim: float, random: np.random.Generator) -> Longs:
    """Labels, 0 for ``taken`` units whose sum is about ``aim``."""
    order = random.permutation(len(values))
    inside, outside = order[:taken].copy(), order[taken:].copy()
    for _ in range(20 * taken):
        missing = aim - values[inside].sum()
        gains = values[outside][None, :] - values[inside][:, None]
        one, other = np.unravel_index(np.abs(gains - missing).argmin(), gains.shape)
        if abs(gains[one, other] - missing) >= abs(missing):
            break
        inside[one], outside[other] = outside[other], inside[one]
    labels = np.ones(len(values), np.int64)
    labels[inside] = 0
    return labels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=300, help="tables a line")
    parser.add_argument("--draws", type=int, default=1_000_000, help="permutations that p is compared with")
    chosen = parser.parse_args()
    print("Tables with any adjusted p ≤ .05 (all p ≤ .05; all p ≤ .001)\n\nReal articles, random outlets")
    for code, articles in load(corpora_folder()).items():
        hits, words, _ = units(articles)
        for outlets, each in LAYOUTS:
            found = random_outlets(hits, words, outlets, each, chosen.tables, seed=outlets * each)
            print(f"  {code}  {outlets} outlets × {each} of {len(words):,} texts: {found}", flush=True)
    print("\nDrawn articles")
    for name, texts in TEXTS.items():
        for outlets, each in LAYOUTS[:2]:
            for spread in (0.0, 0.5):
                found = equal_outlets(texts, outlets, each, spread, chosen.tables)
                rate, power = discovery_rate(texts, outlets, each, spread, chosen.tables)
                said = f"{found}; some moved: FDR {rate:.3f}, found {power:.2f}"
                print(f"  {name}, {outlets} × {each}, outlets' lengths {spread}: {said}", flush=True)
    print("\nP by saddlepoint over p by permutation, at 1 in 10,000")
    for taken in (5, 20, 100):
        for name, ratios in against_permutations(taken, chosen.draws):
            print(f"  {taken} of 300, {name}: {' '.join(f'{ratio:.2f}' for ratio in ratios)}", flush=True)


if __name__ == "__main__":
    main()
