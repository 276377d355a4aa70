"""Agreement between a score and what people said: AUC, AUC among texts of one length, F1, rank correlation; intervals.

A long text has more of everything, so that a score which merely grows with length looks valid. The length-matched AUC
compares only texts of about the same number of words.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Final

import numpy as np

from framing.arrays import Bools, Floats, Longs
from framing.scoring.intervals import NORMAL

__all__ = [
    "auc",
    "bootstrap_interval",
    "f1",
    "length_bins",
    "length_matched_auc",
    "spearman",
    "spearman_of_rows",
    "strata_auc",
    "wilson",
]


#: Bins of equal size by number of words. With 15, the longest text of a bin of news sentences has about a fifth more
#: words than the shortest, and a bin of some hundred texts still holds both kinds.
LENGTH_BINS: Final = 15


def auc(positive: Bools, value: Floats) -> float:
    """Probability that a positive text has the higher value than a negative one; ties count half.

    Args:
        positive: what people said, shape (texts,).
        value: the score, same shape, finite.

    Returns:
        0 … 1, 0.5 is chance; NaN where one of the sides is empty.

    Example:
        >>> auc(np.array([True, True, False]), np.array([0.9, 0.2, 0.2]))
        0.75
    """
    positives = int(positive.sum())
    negatives = len(positive) - positives
    if not positives or not negatives:
        return float("nan")
    from scipy.stats import rankdata

    ranks = rankdata(value)[positive].sum()
    return float((ranks - positives * (positives + 1) / 2) / (positives * negatives))


def length_matched_auc(positive: Bools, value: Floats, words: Longs) -> float:
    """AUC among texts of about the same length: of the pairs within bins.

    Args:
        positive: what people said, shape (texts,).
        value: the score, same shape.
        words: words of each text.

    Returns:
        0 … 1; NaN where no bin has both sides.

    Example:
        >>> label = np.array([True, False, True, False])
        >>> length_matched_auc(label, np.array([2.0, 1.0, 9.0, 8.0]), np.array([5, 5, 50, 50]))
        1.0
    """
    return strata_auc(positive, value, length_bins(words), np.ones(len(words)))[0]


def length_bins(words: Longs) -> Longs:
    """The number of each text's bin; the longest texts are in the last one.

    Example:
        >>> length_bins(np.arange(100, 115)).tolist() == list(range(15))
        True
    """
    edges = np.unique(np.quantile(words, np.linspace(0, 1, LENGTH_BINS + 1))) if len(words) else words
    return np.searchsorted(edges[1:-1], words, side="right")


def strata_auc(positive: Bools, value: Floats, stratum: Longs, weight: Floats) -> tuple[float, int]:
    """AUC of pairs within strata, such as texts of one length or of one outlet; and how many pairs there are.

    Args:
        positive: what people said, shape (texts,).
        value: the score, same shape, finite.
        stratum: number of each text's stratum.
        weight: of each text; a pair weighs the product of its two.

    Returns:
        0 … 1 and the number of pairs; NaN and 0 where no stratum has both sides.

    Example:
        >>> label = np.array([True, False, True, False])
        >>> strata_auc(label, np.array([2.0, 1.0, 9.0, 9.0]), np.array([5, 5, 50, 50]), np.ones(4))
        (0.75, 2)
    """
    order = np.lexsort((value, stratum))
    positive, value, stratum, weight = positive[order], value[order], stratum[order], weight[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = stratum[1:] != stratum[:-1]
    tied = new.copy()
    tied[1:] |= value[1:] != value[:-1]
    of, tie = np.cumsum(new) - 1, np.cumsum(tied) - 1
    against = np.where(positive, 0.0, weight)
    below = np.concatenate([[0.0], np.cumsum(against)])
    starts, ties = np.flatnonzero(new), np.flatnonzero(tied)
    ends = np.append(ties[1:], len(order))
    # Of each text: the weight of the negatives of its stratum with a smaller value, and half of that with the same one.
    won = below[ties][tie] - below[starts][of] + (below[ends] - below[ties])[tie] / 2
    sums = [
        np.bincount(of, part, len(starts)) for part in (np.where(positive, weight, 0.0), against, positive, ~positive)
    ]
    total, pairs = float((sums[0] * sums[1]).sum()), int((sums[2] * sums[3]).sum())
    return (float((weight * won)[positive].sum() / total) if total else float("nan")), pairs


def f1(positive: Bools, flagged: Bools) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean.

    Args:
        positive: what people said, shape (texts,).
        flagged: what the score says, same shape.

    Returns:
        (precision, recall, F1); 0 where undefined, as in scikit-learn.

    Example:
        >>> f1(np.array([True, True, False]), np.array([True, False, False]))[:2]
        (1.0, 0.5)
    """
    both = int((positive & flagged).sum())
    precision = both / int(flagged.sum()) if flagged.any() else 0.0
    recall = both / int(positive.sum()) if positive.any() else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def spearman(label: Floats, value: Floats) -> float:
    """Spearman's rank correlation, ties at their mean rank.

    Args:
        label: what people said, shape (texts,).
        value: the score, same shape.

    Returns:
        −1 … 1; NaN where either does not vary.

    Example:
        >>> spearman(np.array([0.1, 0.5, 0.9]), np.array([1.0, 2.0, 30.0]))
        1.0
    """
    return float(spearman_of_rows(label[None], value[None])[0])


def spearman_of_rows(label: Floats, value: Floats) -> Floats:
    """The same of many pairs at once, row by row: a hundred times as fast.

    Args:
        label: shape (pairs, texts).
        value: same shape.

    Returns:
        Shape (pairs,).
    """
    from scipy.stats import rankdata

    if not label.size:
        return np.full(len(label), np.nan)
    ranks = [rankdata(side, axis=1) - (side.shape[1] + 1) / 2 for side in (label, value)]
    together, one, other = ((left * right).sum(axis=1) for left, right in (ranks, ranks[:1] * 2, ranks[1:] * 2))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.round(together / np.sqrt(one * other), 12), np.float64)


def wilson(share: float, number: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share.

    Args:
        share: 0 … 1.
        number: how many independent cases it is of; more than 0.

    Source: Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
    American Statistical Association, 22, 209–212.

    Example:
        >>> [round(end, 3) for end in wilson(1.0, 20)]
        [0.839, 1.0]
    """
    middle = (share + NORMAL**2 / (2 * number)) / (1 + NORMAL**2 / number)
    half = NORMAL / (1 + NORMAL**2 / number) * sqrt(share * (1 - share) / number + NORMAL**2 / (4 * number**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap_interval(
    statistic: Callable[[Longs], float],
    groups: Longs,
    *,
    replicates: int = 200,
    seed: int = 20140601,
) -> tuple[float, float]:
    """Percentile interval of 95 % that redraws whole groups: sentences of one article do not count as independent.

    Args:
        statistic: of the rows drawn, given as an array of row numbers.
        groups: the group of each row, 0 … number of groups − 1.
        replicates: 200 give the ends of an interval to about a tenth of its width.
        seed: of the draws, so that a figure can be repeated.

    Returns:
        (low, high); NaN where no replicate is defined.
    """
    order = np.argsort(groups, kind="stable")
    sizes = np.bincount(groups)
    first = np.cumsum(sizes) - sizes
    draw = np.random.default_rng(seed)
    values = []
    for _ in range(replicates):
        drawn = draw.integers(0, len(sizes), len(sizes))
        taken = sizes[drawn]
        inner = np.arange(taken.sum()) - np.repeat(np.cumsum(taken) - taken, taken)
        values.append(statistic(order[np.repeat(first[drawn], taken) + inner]))
    defined = np.array(values)[np.isfinite(values)]
    if not len(defined):
        return float("nan"), float("nan")
    low, high = np.quantile(defined, [0.025, 0.975])
    return float(low), float(high)
