"""What an article is about: its topic, for contrasts at one topic mix.

An article's topic is the issue frame that stands out in it: the one of the Media Frames Corpus's frames (security,
economic, health …) whose hits exceed what the article's length and its language's mean lead one to expect by most
standard errors. The frames rest on concepts aligned across languages, so that a topic has one name in all of them; the
assignment depends on no random start, and a reader can check it against the highlighted words.

Register, epistemic and generic dimensions can be compared at one mix of these topics; the issue frames themselves
cannot, for they are the topics. Nor may standardising take away what is compared: in 2,369 news articles of three
languages 3 % of the hits of `conflict` are hits of an issue frame as well, 4 % of `sensational`, 11 % of
`cooperation`, 21 % of `communique` and of `derogation`, whose standardised differences are so much smaller.
Topics this coarse take away much of a confounding, not all: where articles of one pool were dealt out by the
countries they name (80 : 20), standardising removed 55 % (English) and 66 % (Urdu) of the mean absolute log ratio that
this had added.

Mixes: whether the two sides of a contrast write about the same things, in the same genres.

More war in the news is not a more warlike newspaper. The distance between two mixes is their total variation: the
share of the words that would have to change category for the mixes to be the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Floats
from framing.lexicon.lexicon import Lexicon
from framing.phrases import Named, later, phrase
from framing.scoring.score import Scored
from framing.statistics.contrast_sides import Measures, units_of
from framing.statistics.hits import hits_of
from framing.statistics.levels import CROSS
from framing.statistics.observations import Observations, observe
from framing.statistics.permutation import Units, assignments, relabelled

__all__ = ["DIFFER", "MIX", "NO_TOPIC", "mix", "mixes_differ", "mixes_of", "topic_frames", "topics", "with_topics"]


_NOTHING: Final = Measures((), 0, np.empty(0, np.bool_))

#: Of articles in which no issue frame stands out.
NO_TOPIC: Final = "none"
#: Added to the expected hits: one hit of a frame that hardly ever occurs does not outweigh ten of a common one.
_DAMP: Final = 1.0


def topic_frames(lexicon: Lexicon) -> tuple[str, ...]:
    """The dimensions that topics are made of: the codebook's issue frames."""
    return tuple(name for name, dimension in lexicon.codebook.dimensions.items() if dimension.family == "issue")


def with_topics(scored: Scored, articles: pl.DataFrame, lexicon: Lexicon, levels: Iterable[str]) -> pl.DataFrame:
    """Articles with their topic in a column ``topic``, where a level asks for it and they have none yet.

    A topic is what stands out among articles, so that it is made out of all before some of them are chosen.

    Args:
        scored: what was found in the articles.
        articles: ARTICLE columns.
        lexicon: that scored them.
        levels: that are looked at, such as ``topic`` or ``outlet*topic``.

    Returns:
        The articles; the topic of one that was refused is null.
    """
    named = {part.strip() for level in levels for part in level.split(CROSS)}
    if "topic" in articles.columns or "topic" not in named:
        return articles
    topics_of_articles = topics(observe(scored, articles, lexicon), lexicon)
    return articles.join(topics_of_articles, on="article_id", how="left", maintain_order="left")


def topics(observed: Observations, lexicon: Lexicon) -> pl.DataFrame:
    """The topic of each article.

    Args:
        observed: in all sections and voices.
        lexicon: whose issue frames are the topics.

    Returns:
        Columns article_id, topic: an issue frame, or ``none``.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> from framing.scoring.score import score
        >>> from framing.statistics.observations import observe
        >>> texts = ["The hospital treated patients.", "The court heard the judge.", "It was on the day."]
        >>> news = pl.DataFrame({"article_id": ["1", "2", "3"], "text": texts})
        >>> topics(observe(score(news), news), default_lexicon())["topic"].to_list()
        ['health', 'legality', 'none']
    """
    articles = observed.articles.select("article_id", "language", "words")
    frames = topic_frames(lexicon)
    if not frames or not articles.height:
        return articles.select("article_id", topic=pl.lit(NO_TOPIC))
    count = hits_of(observed, frames)
    code = articles["language"].fill_null("").rank("dense").to_numpy().astype(np.int64) - 1
    words = articles["words"].to_numpy().astype(np.float64)
    means = np.zeros((int(code.max()) + 1, len(frames)))
    for language in range(len(means)):
        means[language] = count[code == language].sum(axis=0)
    means /= np.maximum(np.bincount(code, words), 1.0)[:, None]
    expected = words[:, None] * means[code]
    with np.errstate(divide="ignore", invalid="ignore"):
        excess = np.where(expected > 0, (count - expected) / np.sqrt(expected + _DAMP), 0.0)
    best = excess.argmax(axis=1)
    stands_out = excess[np.arange(len(best)), best] > 0
    names = pl.Series([*frames, NO_TOPIC]).gather(np.where(stands_out, best, len(frames)))
    return articles.select("article_id", topic=names)


#: One row a category: shares of the words of each side; ``distance`` and ``p`` are of the whole mix.
MIX: Final = {
    "mix": pl.String(),
    "category": pl.String(),
    "share_a": pl.Float64(),
    "share_b": pl.Float64(),
    "distance": pl.Float64(),
    "p": pl.Float64(),
}

#: A distance below this is not worth a warning: were a rate twice as high in one half of the topics as in the other,
#: it would move a ratio by at most 7 %.
DIFFER: Final = 0.1
#: Sets of labels: enough to tell a p below 0.05.
_SETS: Final = 400


def mix(name: str, units: Units, parts: pl.DataFrame, *, seed: int = 0, number: int = _SETS) -> pl.DataFrame:
    """Compare the mixes of two sides.

    Args:
        name: of the mix: ``topic`` or ``genre``.
        units: clusters on their sides; the strata (languages) keep their common weights.
        parts: columns row (a unit), category, words.
        seed: of the draws.
        number: sets of labels to try; see :mod:`framing.statistics.permutation`.

    Returns:
        MIX columns, the category that differs most first.
    """
    if not len(units.words):
        return pl.DataFrame(schema=MIX)
    category = parts["category"].fill_null("unknown")
    names = category.unique().sort()
    at = category.replace_strict({name: number for number, name in enumerate(names)}, return_dtype=pl.Int64).to_numpy()
    counted = np.zeros((len(units.words), len(names)))
    np.add.at(counted, (parts["row"].to_numpy(), at), parts["words"].to_numpy())
    share_a, share_b = _shares(units, counted, units.first[None, :].astype(np.float64))
    distance = _distance(share_a, share_b)[0]
    sets = assignments(units)
    tried, as_far = 0, 0
    for labels in relabelled(units, number, seed):
        as_far += int((_distance(*_shares(units, counted, labels)) >= distance - 1e-12).sum())
        tried += len(labels)
    p = as_far / tried if sets <= number + 0.5 else (as_far + 1) / (tried + 1)
    frame = pl.DataFrame({"category": names, "share_a": share_a[0], "share_b": share_b[0]})
    frame = frame.with_columns(mix=pl.lit(name), distance=pl.lit(float(distance)), p=pl.lit(float(p)))
    order = (pl.col("share_a") - pl.col("share_b")).abs()
    return frame.sort(order, "category", descending=[True, False]).select(list(MIX)).cast(dict(MIX))  # type: ignore[arg-type]


def _shares(units: Units, counted: Floats, labels: Floats) -> tuple[Floats, Floats]:
    """Shares of both sides, shape (sets, categories)."""
    out = []
    for chosen in (labels, 1 - labels):
        shares = np.zeros((len(labels), counted.shape[1]))
        for stratum, weight in enumerate(units.weights):
            at = np.flatnonzero(units.stratum == stratum)
            words = chosen[:, at] @ counted[at]
            shares += weight * words / np.maximum(words.sum(axis=1, keepdims=True), 1.0)
        out.append(shares)
    return out[0], out[1]


def _distance(a: Floats, b: Floats) -> Floats:
    return np.asarray(np.abs(a - b).sum(axis=1) / 2, dtype=np.float64)


def mixes_of(
    observed: Observations, keyed: pl.DataFrame, strata: pl.DataFrame, *, seed: int, outlet_name: Callable[[str], str]
) -> pl.DataFrame:
    """The topic, genre and outlet mix of two sides, where there is more than one of these.

    Args:
        observed: what was counted.
        keyed: the articles of both sides, as for :func:`framing.statistics.contrast_sides.units_of`.
        strata: columns article_id, topic, genre, outlet.
        seed: of the labels tried.
        outlet_name: what an outlet is called.

    Returns:
        MIX columns.
    """
    # Articles change sides here, also where a test of rates exchanges outlets: the mix is described, not inferred from.
    placed = units_of(observed, keyed.with_columns(unit="cluster"), _NOTHING)
    rows = placed.rows.join(strata, on="article_id", maintain_order="left")
    rows = rows.join(observed.articles.select("article_id", "words"), on="article_id", maintain_order="left")
    sides = [set(keyed.filter(pl.col("first") == side)["outlet"]) for side in (True, False)]
    # Outlets are a mix where some are on both sides, before and after; else they are the sides.
    names = ("topic", "genre", "outlet") if sides[0] & sides[1] else ("topic", "genre")
    parts = [
        mix(name, placed.units, rows.select("row", "words", category=name), seed=seed)
        for name in names
        if rows[name].n_unique() > 1
    ]
    mixes = pl.concat([pl.DataFrame(schema=MIX), *parts])
    outlets = {key: outlet_name(key) for key in mixes.filter(pl.col("mix") == "outlet")["category"]}
    named = pl.when(pl.col("mix") == "outlet").then(pl.col("category").replace(outlets)).otherwise("category")
    return mixes.with_columns(category=named)


_DIFFER: Final = {
    "topic": later(
        "{a} and {b} differ in their topic mix (distance {distance}, p {p}; {parts}): a difference may be one of topic."
    ),
    "genre": later(
        "{a} and {b} differ in their genre mix (distance {distance}, p {p}; {parts}): a difference may be one of genre."
    ),
    "outlet": later(
        "{a} and {b} differ in their outlet mix (distance {distance}, p {p}; {parts}): a difference may be one of "
        "outlet."
    ),
}


def _category(mix: str, name: str) -> str:
    return Named("topic", name, name) if mix == "topic" else Named("genre", name, name) if mix == "genre" else name


def mixes_differ(mixes: pl.DataFrame, a: str, b: str) -> list[str]:
    """A sentence for each mix that differs by more than chance and enough to matter."""
    sentences = []
    for (name,), rows in mixes.partition_by("mix", as_dict=True).items():
        head = rows.row(0, named=True)
        if head["distance"] < DIFFER or head["p"] >= 0.05:
            continue
        parts = [
            phrase(
                "{category} {share_a} against {share_b}",
                category=_category(str(name), row["category"]),
                share_a=f"{row['share_a']:.0%}",
                share_b=f"{row['share_b']:.0%}",
            )
            for row in rows.head(3).iter_rows(named=True)
            if abs(row["share_a"] - row["share_b"]) >= DIFFER / 5
        ]
        sentences.append(
            phrase(
                _DIFFER[str(name)],
                a=a,
                b=b,
                distance=f"{head['distance']:.2f}",
                p=f"{head['p']:.2g}",
                parts=parts,
            )
        )
    return sentences
