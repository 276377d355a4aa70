"""Grown words: how charged each word of unlabelled text is, learned from written pairs and a lexicon's own entries.

Words that stand in the same company have similar vectors (positive pointwise mutual information of neighbours, cut to
its first singular vectors). The direction from the neutral to the charged side of pairs with the same referent (regime,
government), and from all other words to the entries, is what is charged about a word (after Watanabe 2021, latent
semantic scaling). Rare words have vectors of their own kind, and charged words are rare: what a vector owes to its
word's frequency is taken out first, or the scale would be one of frequency.

What names a person, a people, a faith, a caste, a party or a topic is neither: it scores 0, whatever stands beside it.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from framing.arrays import Bools, Floats, Longs
from framing.errors import LexiconError, UsageError
from framing.languages.base import Language
from framing.languages.folding import WORD, fold
from framing.lexicon.entries import Entry
from framing.lexicon.lexicon import Lexicon

__all__ = [
    "CHARGED",
    "GROWN",
    "charges",
    "grow",
    "guarded",
    "identities_of",
    "pairs_of",
    "seeded",
    "shared_runs",
    "words_of",
]

#: One row a word: folded, its score (standard deviations above what is usual, negative where plainer), how often it
#: occurs, and the words with the nearest vectors.
GROWN: Final = {"word": pl.String(), "score": pl.Float64(), "count": pl.Int64(), "neighbours": pl.String()}

#: Words to either side that are a word's company, and how many singular vectors are kept.
WINDOW: Final = 4
VECTORS: Final = 100
#: A word that occurs less often has no company to speak of; the most frequent are kept, so that memory is bounded.
FEWEST: Final = 8
MOST: Final = 30_000
#: Contexts count by this power of their frequency, which keeps rare ones from looking telling (Levy et al. 2015).
_SMOOTHED: Final = 0.75
#: How far the directions are drawn to plain differences of means: part of the mean variance of a dimension.
_RIDGE: Final = 0.3
#: Nearest words that are looked at, and how many of them are names where a word is taken for one.
_NEAREST: Final = 10
_NAMES: Final = 3
#: A word that begins with a capital as often as this within sentences is a name.
_CAPITAL: Final = 0.5
#: Scores nearer to 0 say nothing, and are left out.
LEAST: Final = 0.25
#: Outlets that are left out one after another: those with this part of the words, the largest first.
_PART: Final = 0.02
_OUTLETS: Final = 4


#: The dimensions whose entries are charged by themselves: those that the scale `loaded` counts.
CHARGED: Final = ("sensational", "derogation", "praise", "intensifier", "doubt", "morality")


def pairs_of(path: Path) -> list[tuple[str, str]]:
    """Charged and neutral words of a CSV with these two columns.

    Raises:
        LexiconError: the file cannot be read, has other columns, or a pair of anything but two single words.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError("pairs.unreadable", str(error), str(path), "check the path") from None
    if not rows or rows[0] != ["charged", "neutral"]:
        raise LexiconError("pairs.columns", "other columns than expected", path.name, "use charged, neutral")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != 2 or any(len(word.split()) != 1 for word in row) or row[0] == row[1]:
            what = "a pair is two single words that differ"
            raise LexiconError("pairs.pair", what, f"{path.name}:{number}", "correct the line")
    return [(row[0], row[1]) for row in rows[1:]]


def identities_of(path: Path, code: str) -> list[str]:
    """The words of a language for peoples, faiths, castes and parties."""
    with path.open(encoding="utf-8", newline="") as file:
        return [word for row in csv.DictReader(file) if row["language"] == code for word in row["words"].split()]


def words_of(texts: pl.Series, language: Language) -> pl.DataFrame:
    """The words of texts in order: columns text (its place), word (as written) and key (folded).

    Example:
        >>> from framing.languages.registry import language
        >>> words_of(pl.Series(["हिन्दी में", "हिंदी"]), language("hi"))["key"].to_list()
        ['हिंदी', 'में', 'हिंदी']
    """
    frame = pl.DataFrame({"text": np.arange(len(texts)), "word": texts.str.extract_all(WORD)})
    words = frame.explode("word").drop_nulls("word")
    types = words["word"].unique(maintain_order=True)
    keys = pl.DataFrame({"word": types, "key": fold(types, language)})
    return words.join(keys, on="word", how="left", maintain_order="left").filter(pl.col("key") != "")


def shared_runs(texts: pl.Series, others: pl.Series, language: Language, *, run: int = 10) -> pl.Series:
    """Whether each text has as many words in a row as stand in one of the others.

    Example:
        >>> from framing.languages.registry import language
        >>> text = pl.Series(["one two three four", "four three two one"])
        >>> shared_runs(text, pl.Series(["zero one two three"]), language("en"), run=3).to_list()
        [True, False]
    """
    known = np.unique(_runs(words_of(others, language), run)[0])
    runs, of = _runs(words_of(texts, language), run)
    shared = np.zeros(len(texts), np.bool_)
    if len(known):
        place = np.minimum(np.searchsorted(known, runs), len(known) - 1)
        shared[of[known[place] == runs]] = True
    return pl.Series(shared)


def _runs(words: pl.DataFrame, run: int) -> tuple[Longs, Longs]:
    """A number for each run of words within a text, and the text."""
    if words.height < run:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    hashed, of = words["key"].hash(seed=1).to_numpy(), words["text"].to_numpy()
    total, count = np.zeros(words.height - run + 1, np.uint64), words.height - run + 1
    for step in range(run):
        total = total * np.uint64(1_099_511_628_211) ^ hashed[step : count + step]
    within = of[:count] == of[run - 1 :]
    return total[within].view(np.int64), of[:count][within]


def seeded(lexicon: Lexicon, language: Language, dimensions: Collection[str]) -> frozenset[str]:
    """The folded forms of a lexicon's stance entries of one word in some dimensions."""
    entries = lexicon.entries.get(language.code, ())
    return _forms([one for one in entries if one.dimension in dimensions and one.kind == "stance"], language)


def guarded(
    lexicon: Lexicon, language: Language, identities: Collection[str], spared: Collection[str]
) -> frozenset[str]:
    """Folded words that score 0: names of actors, identities, and words that tell a topic.

    Args:
        lexicon: whose actors and issue frames count.
        language: of the words.
        identities: peoples, faiths, castes, parties; each stands for itself.
        spared: folded words that keep their score, such as entries that judge.
    """
    book = lexicon.codebook.dimensions
    entries = lexicon.entries.get(language.code, ())
    topics = _forms([one for one in entries if book[one.dimension].family == "issue" or one.kind == "topic"], language)
    named = [word for alias in lexicon.aliases.get(language.code, ()) for word in alias.alias.split()]
    names = fold(pl.Series([*named, *identities], dtype=pl.String), language).to_list()
    return frozenset(names) | (topics - frozenset(spared))


def _forms(entries: Sequence[Entry], language: Language) -> frozenset[str]:
    single = [slots[0] for entry in entries if len(slots := entry.slots(language)) == 1]
    words = [word for slot in single for word in slot.alternatives if not word.prefix]
    forms = [form for word in words for form in word.forms(language)]
    return frozenset(fold(pl.Series(forms, dtype=pl.String), language).to_list())


def grow(
    texts: pl.DataFrame,
    language: Language,
    pairs: Sequence[tuple[str, str]],
    entries: Collection[str] = (),
    silent: Collection[str] = (),
    *,
    vectors: int = VECTORS,
) -> pl.DataFrame:
    """Score words by how charged they are.

    Args:
        texts: columns text and outlet (null where unknown).
        language: of the texts.
        pairs: charged and neutral words with the same referent.
        entries: folded words that a lexicon holds to be charged.
        silent: folded words that score 0; so do words that look like these.
        vectors: how many singular vectors are kept; fewer for little text.

    Returns:
        GROWN columns, sorted by word. The same texts give the same table, whatever the number of threads.

    Raises:
        UsageError: there is too little text, or of too few pairs both words occur.
    """
    words = words_of(texts["text"], language)
    known = _vocabulary(words)
    if known.height < vectors * 2:
        what = f"{known.height} words occur {FEWEST} times or more"
        raise UsageError("grow.few", what, "", f"give more text in {language.name}: {vectors * 2} are the least")
    sides = _sides(known["key"], pairs, language)
    charged = known["key"].is_in(list(entries)).to_numpy()
    space = _space(words, known, vectors)
    score = _scores(space, sides, charged)
    near = _nearest(space)
    zero = known["key"].is_in(list(silent)).to_numpy()
    zero = zero | (zero[near].sum(axis=1) >= _NAMES) | _capitalised(words, known)
    # A word that the lexicon holds to be charged is one, whoever stands beside it.
    zero &= ~(charged & ~known["key"].is_in(list(silent)).to_numpy())
    for kept in _without_outlets(words, texts["outlet"]):
        again = _scores(_space(kept, known, vectors), sides, charged)
        zero |= np.sign(again) != np.sign(score)
    return _table(known, score, zero, near)


def _vocabulary(words: pl.DataFrame) -> pl.DataFrame:
    """Folded words of letters and how often they occur, the most frequent first."""
    counts = words.group_by("key").agg(pl.len().cast(pl.Int64).alias("count"))
    letters = counts.filter(pl.col("count") >= FEWEST, pl.col("key").str.contains(r"^\p{L}[\p{L}\p{M}']*$"))
    return letters.sort(["count", "key"], descending=[True, False]).head(MOST)


def _sides(known: pl.Series, pairs: Sequence[tuple[str, str]], language: Language) -> tuple[Longs, Longs]:
    """The places of charged and neutral words of the pairs of which both occur."""
    place = {word: at for at, word in enumerate(known)}
    folded = [fold(pl.Series([pair[side] for pair in pairs], dtype=pl.String), language).to_list() for side in (0, 1)]
    both = [(place[a], place[b]) for a, b in zip(*folded, strict=True) if a in place and b in place and a != b]
    if len(both) < _NEAREST:
        what = f"both words of {len(both)} of {len(pairs)} pairs occur {FEWEST} times or more"
        raise UsageError("grow.seeds", what, "", "give more text, or pairs of words that occur in it")
    charged, neutral = np.array(both, np.int64).T
    return charged, neutral


def _space(words: pl.DataFrame, known: pl.DataFrame, vectors_kept: int) -> Floats:
    """A vector of length 1 for each known word, without what its frequency alone says."""
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import svds

    size = known.height
    numbers = known.select("key", number=pl.int_range(pl.len(), dtype=pl.Int64))
    numbered = words.join(numbers, on="key", how="left", maintain_order="left")
    at, of = numbered["number"].fill_null(-1).to_numpy(), numbered["text"].to_numpy()
    together: Any = csr_array((size, size), dtype=np.float64)
    for step in range(1, WINDOW + 1):
        kept = (of[:-step] == of[step:]) & (at[:-step] >= 0) & (at[step:] >= 0)
        cells, counts = np.unique(at[:-step][kept] * size + at[step:][kept], return_counts=True)
        together += csr_array((counts.astype(np.float64), (cells // size, cells % size)), shape=(size, size))
    together = (together + together.T).tocoo()
    row, column = together.coords
    total = np.bincount(row, together.data, size)
    context = total**_SMOOTHED / (total**_SMOOTHED).sum()
    information = np.log(together.data / (total[row] * context[column]))
    positive = information > 0
    matrix = csr_array((information[positive], (row[positive], column[positive])), shape=(size, size))
    left, strength, _ = svds(matrix, k=vectors_kept, v0=np.full(size, size**-0.5))
    vectors = left * np.sqrt(strength)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    level = np.log(known["count"].to_numpy())
    powers = np.stack([level**power for power in range(4)], axis=1)
    vectors -= powers @ np.linalg.lstsq(powers, vectors, rcond=None)[0]
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12))


def _scores(space: Floats, sides: tuple[Longs, Longs], charged: Bools) -> Floats:
    """Words along the direction from neutral to charged, in standard deviations."""
    direction = space[sides[0]].mean(axis=0) - space[sides[1]].mean(axis=0)
    if charged.any():
        direction += space[charged].mean(axis=0) - space[~charged].mean(axis=0)
    spread = space.T @ space / len(space)
    ridge = _RIDGE * np.trace(spread) / len(spread)
    score = space @ np.linalg.solve(spread + ridge * np.eye(len(spread)), direction)
    return np.asarray((score - score.mean()) / score.std())


def _nearest(space: Floats) -> Longs:
    """The places of the nearest words of each, nearest first."""
    nearest = np.empty((len(space), _NEAREST), np.int64)
    for start in range(0, len(space), 1000):
        near = space[start : start + 1000] @ space.T
        near[np.arange(len(near)), np.arange(start, start + len(near))] = -2
        nearer = np.argpartition(-near, _NEAREST, axis=1)[:, :_NEAREST]
        order = np.argsort(-np.take_along_axis(near, nearer, axis=1).round(6), axis=1, kind="stable")
        nearest[start : start + len(near)] = np.take_along_axis(nearer, order, axis=1)
    return nearest


def _capitalised(words: pl.DataFrame, known: pl.DataFrame) -> Bools:
    """Words that nearly always begin with a capital, as names do where a script has capitals."""
    capital = pl.col("word").str.contains(r"^\p{Lu}").mean().alias("capital")
    share = known.join(words.group_by("key").agg(capital), on="key", how="left", maintain_order="left")["capital"]
    return np.asarray((share > _CAPITAL).to_numpy())


def _without_outlets(words: pl.DataFrame, outlets: pl.Series) -> list[pl.DataFrame]:
    """The words without those of each of the largest outlets."""
    of = words.select(outlet=outlets.gather(words["text"]))["outlet"]
    sizes = of.drop_nulls().value_counts().filter(pl.col("count") >= _PART * words.height)
    largest = sizes.sort(["count", "outlet"], descending=[True, False]).head(_OUTLETS)["outlet"]
    return [words.filter((of != name).fill_null(value=True)) for name in largest]


def _table(known: pl.DataFrame, score: Floats, zero: Bools, near: Longs) -> pl.DataFrame:
    """GROWN; what scores 0 is left out, and the words that are left have a mean of 0 in running text."""
    counts = known["count"].to_numpy()
    kept = ~zero
    score = score - (score[kept] * counts[kept]).sum() / max(counts[kept].sum(), 1)
    names = known["key"].to_numpy()
    neighbours = [" ".join(names[row[:3]]) for row in near]
    table = known.select(word="key", score=pl.Series(score.round(2)), count="count", neighbours=pl.Series(neighbours))
    return table.filter(pl.Series(kept), pl.col("score").abs() >= LEAST).sort("word").cast(dict(GROWN))  # type: ignore[arg-type]


def charges(texts: pl.Series, grown: pl.DataFrame, language: Language) -> Floats:
    """The sum of grown scores of each text over the square root of its words; 0 without words.

    Example:
        >>> from framing.languages.registry import language
        >>> grown = pl.DataFrame({"word": ["regime"], "score": [1.5]})
        >>> charges(pl.Series(["The regime fell today", "All is well"]), grown, language("en")).tolist()
        [0.75, 0.0]
    """
    words = words_of(texts, language).join(grown, left_on="key", right_on="word", how="left", maintain_order="left")
    of = words["text"].to_numpy()
    total = np.bincount(of, words["score"].fill_null(0.0).to_numpy(), len(texts))
    return np.asarray(total / np.sqrt(np.maximum(np.bincount(of, minlength=len(texts)), 1)))
