"""The company that words keep: sentences as numbers, how often words stand near each other, and vectors of that.

Words are read block by block and are numbers from then on, so that memory is that of the numbers. What stands near what
is counted for each large outlet apart: without an outlet is the whole less its part, and nothing is read twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from framing.arrays import Floats, Ints, Longs
from framing.languages.base import Language
from framing.languages.folding import WORD, fold

__all__ = ["FEWEST", "NEAREST", "VECTORS", "WINDOW", "Words", "nearest", "read_words", "together", "vectors"]

#: Words to either side that are a word's company, and how many singular vectors are kept.
WINDOW: Final = 4
VECTORS: Final = 100
#: A word that occurs less often has no company to speak of; the most frequent are kept, so that memory is bounded.
FEWEST: Final = 8
MOST: Final = 30_000
#: Nearest words that are looked at.
NEAREST: Final = 10
#: Contexts count by this power of their frequency, which keeps rare ones from looking telling (Levy et al. 2015).
_SMOOTHED: Final = 0.75
#: Sentences that are cut into words at a time.
_BLOCK: Final = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of sentences, in order.

    Attributes:
        known: columns key (folded), count, capital (the share that begins with a capital), the most frequent first.
        at: the place of each word in known, −1 for one that is not there.
        of: the number of its sentence.
        lengths: words of each sentence.
    """

    known: pl.DataFrame
    at: Ints
    of: Ints
    lengths: Longs


def read_words(texts: pl.Series, language: Language) -> Words:
    """Read the words of texts.

    Example:
        >>> from framing.languages.registry import language
        >>> words = read_words(pl.Series(["So it is so"] * 8), language("en"))
        >>> words.known["key"].to_list(), words.lengths.tolist()[0]
        (['so', 'is', 'it'], 4)
    """
    numbers: dict[str, int] = {}
    at, capitals = [], np.zeros(0, np.int64)
    lengths = np.zeros(len(texts), np.int64)
    for start, words in _blocks(texts):
        types = words["word"].unique(maintain_order=True)
        keys = fold(types, language)
        number = pl.Series([numbers.setdefault(key, len(numbers)) for key in keys], dtype=pl.Int64)
        numbered = pl.DataFrame({"word": types, "number": number, "capital": types.str.contains(r"^\p{Lu}")})
        tokens = words.join(numbered, on="word", how="left", maintain_order="left")
        at.append(tokens["number"].to_numpy().astype(np.int32))
        capitals = np.pad(capitals, (0, len(numbers) - len(capitals)))
        capitals += np.bincount(at[-1][tokens["capital"].to_numpy()], minlength=len(numbers))
        within = lengths[start : start + _BLOCK]
        within += np.bincount(words["text"].to_numpy(), minlength=len(within))
    whole = np.concatenate(at) if at else np.zeros(0, np.int32)
    known = _vocabulary(list(numbers), np.bincount(whole, minlength=len(numbers)), capitals)
    place = np.full(len(numbers) + 1, -1, np.int32)
    place[known["number"].to_numpy()] = np.arange(known.height)
    of = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
    return Words(known.drop("number"), place[whole], of, lengths)


def _blocks(texts: pl.Series) -> Iterator[tuple[int, pl.DataFrame]]:
    """The words of so many texts at a time, with the places of these within the block."""
    for start in range(0, len(texts), _BLOCK):
        block = texts[start : start + _BLOCK]
        frame = pl.DataFrame({"text": np.arange(len(block)), "word": block.str.extract_all(WORD)})
        yield start, frame.explode("word").drop_nulls("word")


def _vocabulary(keys: list[str], count: Longs, capitals: Longs) -> pl.DataFrame:
    """Folded words of letters and how often they occur, the most frequent first."""
    counts = pl.DataFrame({"key": pl.Series(keys, dtype=pl.String), "count": count, "capital": capitals})
    counts = counts.with_columns(pl.col("capital") / pl.col("count")).with_row_index("number")
    letters = counts.filter(pl.col("count") >= FEWEST, pl.col("key").str.contains(r"^\p{L}[\p{L}\p{M}']*$"))
    return letters.sort(["count", "key"], descending=[True, False]).head(MOST)


def together(words: Words, group: Longs, groups: int) -> list[Any]:
    """How often known words stand within ``WINDOW`` words of each other in a sentence: a sparse matrix a group.

    Args:
        words: of all sentences.
        group: of each sentence.
        groups: how many there are.
    """
    from scipy.sparse import csr_array

    size, of_group = words.known.height, group[words.of]
    made = []
    for number in range(groups):
        at, of = words.at[of_group == number], words.of[of_group == number]
        total: Any = csr_array((size, size), dtype=np.float32)
        for step in range(1, WINDOW + 1):
            kept = (of[:-step] == of[step:]) & (at[:-step] >= 0) & (at[step:] >= 0)
            ones = np.ones(int(kept.sum()), np.float32)
            total += csr_array((ones, (at[:-step][kept], at[step:][kept])), shape=(size, size))
        made.append(total + total.T)
    return made


def vectors(counts: Any, known: pl.DataFrame, kept: int) -> Floats:
    """A vector of length 1 for each known word, without what its frequency alone says.

    Positive pointwise mutual information, cut to its first singular vectors, each by the root of its value. Rare words
    have vectors of their own kind: what a cubic of the logarithm of the frequency explains is taken out.

    Args:
        counts: a matrix of ``together``.
        known: its words, with their counts.
        kept: how many vectors.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import svds

    counts, size = counts.tocoo(), known.height
    row, column = counts.coords
    data = counts.data.astype(np.float64)
    total = np.bincount(row, data, size)
    context = total**_SMOOTHED / (total**_SMOOTHED).sum()
    with np.errstate(divide="ignore"):
        information = np.log(data / (total[row] * context[column]))
    positive = information > 0
    matrix = csr_array((information[positive], (row[positive], column[positive])), shape=(size, size))
    left, strength, _ = svds(matrix, k=kept, v0=np.full(size, size**-0.5))
    space = _unit(left * np.sqrt(strength))
    level = np.log(known["count"].to_numpy())
    powers = np.stack([level**power for power in range(4)], axis=1)
    return _unit(space - powers @ np.linalg.lstsq(powers, space, rcond=None)[0])


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


def nearest(space: Floats) -> Longs:
    """The places of the nearest words of each, nearest first."""
    places = np.empty((len(space), NEAREST), np.int64)
    for start in range(0, len(space), 1000):
        near = space[start : start + 1000] @ space.T
        near[np.arange(len(near)), np.arange(start, start + len(near))] = -2
        nearer = np.argpartition(-near, NEAREST, axis=1)[:, :NEAREST]
        order = np.argsort(-np.take_along_axis(near, nearer, axis=1).round(6), axis=1, kind="stable")
        places[start : start + len(near)] = np.take_along_axis(nearer, order, axis=1)
    return places
