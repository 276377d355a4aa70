"""Grown words: how charged each word of unlabelled text is, learned from written pairs and a lexicon's own hits.

Two things tell, and count the same. *What a word means*: words that stand in the same company have similar vectors, and
the direction from the neutral to the charged side of pairs with the same referent (regime, government), and from all
other words to the entries, is what is charged about a word (after Watanabe 2021, latent semantic scaling). *Where it is
said*: how much more loaded sentences with the word are, by what the lexicon finds in the rest of the sentence, than
others of their outlet and length; rare words lean on what words with similar vectors do.

What names a person, a people, a faith, a caste, a party or a topic is neither: it scores 0, whatever stands beside it.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from framing.arrays import Bools, Floats, Longs
from framing.errors import LexiconError, UsageError
from framing.languages.base import Language
from framing.languages.folding import WORD, fold
from framing.lexicon.company import FEWEST, NEAREST, VECTORS, Words, nearest, read_words, together, vectors
from framing.lexicon.entries import Entry
from framing.lexicon.lexicon import Lexicon

__all__ = [
    "CHARGED",
    "GROWN",
    "HITS",
    "Guards",
    "charges",
    "grow",
    "guards_of",
    "identities_of",
    "pairs_of",
    "seeded",
    "sentences",
    "shared_runs",
    "words_of",
]

#: One row a word: folded, its score (standard deviations above what is usual, negative where plainer), how often it
#: occurs, and the words with the nearest vectors.
GROWN: Final = {"word": pl.String(), "score": pl.Float64(), "count": pl.Int64(), "neighbours": pl.String()}
#: What a lexicon finds in sentences: the number of the sentence, the words that were found, and their points.
HITS: Final = {"text": pl.Int64(), "surface": pl.String(), "points": pl.Float64()}

#: How far directions are drawn to plain differences of means: part of the mean variance of a dimension.
_RIDGE: Final = 0.3
#: Sentences that the mean of similar words counts as much as, beside those of the word itself.
_LEANS: Final = 100.0
#: How many of the nearest are names where a word is taken for one.
_NAMES: Final = 3
#: A word that begins with a capital as often as this is a name.
_CAPITAL: Final = 0.5
#: Scores nearer to 0 say nothing, and are left out.
LEAST: Final = 0.25
#: Outlets that are left out one after another: those with this part of the words, the largest first.
_PART: Final = 0.02
_OUTLETS: Final = 4
#: Where a sentence ends, for what stands in one with what.
_ENDS: Final = r"([.!?؟।۔])\s+|\n+"


#: The dimensions whose entries are charged by themselves: those that the scale `loaded` counts.
CHARGED: Final = ("sensational", "derogation", "praise", "intensifier", "doubt", "morality")


class Guards(NamedTuple):
    """Folded words that score 0.

    Attributes:
        names: of actors, peoples, faiths, castes, parties, persons and places.
        topics: words that tell a topic.
        plain: words that are known to be no names; what looks more like the names than like these is one.
    """

    names: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()

    @property
    def silent(self) -> frozenset[str]:
        """All that are named."""
        return self.names | self.topics


NO_GUARDS: Final = Guards()


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


def sentences(texts: pl.DataFrame) -> pl.DataFrame:
    """Cut texts (columns text, outlet) at the ends of sentences.

    Example:
        >>> sentences(pl.DataFrame({"text": ["It fell. So did we"], "outlet": ["a"]}))["text"].to_list()
        ['It fell.', 'So did we']
    """
    cut = pl.col("text").str.replace_all(_ENDS, "$1\n").str.split("\n")
    return texts.select("outlet", text=cut).explode("text").filter(pl.col("text").str.contains(WORD))


def guards_of(lexicon: Lexicon, language: Language, identities: Collection[str]) -> Guards:
    """What scores 0: names of actors, identities, and words that tell a topic.

    Args:
        lexicon: whose actors and issue frames count. An entry that judges keeps its score, whatever its frame.
        language: of the words.
        identities: peoples, faiths, castes, parties, persons and places; each stands for itself.
    """
    book = lexicon.codebook.dimensions
    entries = lexicon.entries.get(language.code, ())
    topics = _forms([one for one in entries if book[one.dimension].family == "issue" or one.kind == "topic"], language)
    named = [word for alias in lexicon.aliases.get(language.code, ()) for word in alias.alias.split()]
    names = frozenset(fold(pl.Series([*named, *identities], dtype=pl.String), language).to_list())
    judging = seeded(lexicon, language, CHARGED)
    return Guards(names, topics - judging, _forms(entries, language) - names)


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
    guards: Guards = NO_GUARDS,
    hits: pl.DataFrame | None = None,
    *,
    kept: int = VECTORS,
) -> pl.DataFrame:
    """Score words by how charged they are.

    Args:
        texts: sentences, columns text and outlet (null where unknown).
        language: of the sentences.
        pairs: charged and neutral words with the same referent.
        entries: folded words that a lexicon holds to be charged: they teach, and have no row themselves.
        guards: folded words that score 0; so do words that look like the names among them.
        hits: HITS, what a lexicon finds in the sentences; where there is none, meaning alone tells.
        kept: how many vectors; fewer for little text.

    Returns:
        GROWN columns, sorted by word. The same sentences give the same table, whatever the number of threads.

    Raises:
        UsageError: there is too little text, or of too few pairs both words occur.
    """
    words = read_words(texts["text"], language)
    known = words.known
    if known.height < kept * 2:
        what = f"{known.height} words occur {FEWEST} times or more"
        raise UsageError("grow.few", what, "", f"give more text in {language.name}: {kept * 2} are the least")
    sides = _sides(known["key"], pairs, language)
    charged = known["key"].is_in(list(entries)).to_numpy()
    outlets = _largest(texts["outlet"], words)
    counts = together(words, outlets, _OUTLETS + 1)
    loadedness = _loadedness(texts["outlet"], words, hits, language, outlets)
    whole: Longs = np.ones(_OUTLETS + 1, np.int64)
    space = vectors(sum(counts), known, kept)
    score = _scores(space, sides, charged, loadedness @ whole)
    near = nearest(space)
    zero = _guarded(space, known, guards, near)
    for left_out in range(1, _OUTLETS + 1):
        if (outlets == left_out).any():
            rest = whole - (np.arange(_OUTLETS + 1) == left_out)
            other = vectors(sum(part for part, is_in in zip(counts, rest, strict=True) if is_in), known, kept)
            zero |= np.sign(_scores(other, sides, charged, loadedness @ rest)) != np.sign(score)
    return _table(known, score, zero | charged, near)


def _sides(known: pl.Series, pairs: Sequence[tuple[str, str]], language: Language) -> tuple[Longs, Longs]:
    """The places of charged and neutral words of the pairs of which both occur."""
    place = {word: at for at, word in enumerate(known)}
    folded = [fold(pl.Series([pair[side] for pair in pairs], dtype=pl.String), language).to_list() for side in (0, 1)]
    both = [(place[a], place[b]) for a, b in zip(*folded, strict=True) if a in place and b in place and a != b]
    if len(both) < NEAREST:
        what = f"both words of {len(both)} of {len(pairs)} pairs occur {FEWEST} times or more"
        raise UsageError("grow.seeds", what, "", "give more text, or pairs of words that occur in it")
    charged, neutral = np.array(both, np.int64).T
    return charged, neutral


def _largest(outlets: pl.Series, words: Words) -> Longs:
    """1, 2 … for the sentences of the largest outlets, 0 for all others."""
    sizes = (
        pl.DataFrame({"outlet": outlets, "words": words.lengths}).drop_nulls().group_by("outlet").agg(pl.sum("words"))
    )
    large = sizes.filter(pl.col("words") >= _PART * words.lengths.sum()).sort(
        ["words", "outlet"], descending=[True, False]
    )
    numbers = {name: number for number, name in enumerate(large["outlet"].head(_OUTLETS), start=1)}
    return outlets.replace_strict(numbers, default=0, return_dtype=pl.Int64).fill_null(0).to_numpy()


def _loadedness(
    outlets: pl.Series, words: Words, hits: pl.DataFrame | None, language: Language, group: Longs
) -> Floats:
    """How much more loaded the sentences of each word are than others, and how many there are: 2 × word × group.

    A word's own hits do not speak for it. Sentences compare with others of their outlet and their length.
    """
    from scipy.sparse import csr_array

    groups, size = _OUTLETS + 1, words.known.height
    if hits is None:
        return np.zeros((2, size, groups))
    root = np.sqrt(np.maximum(words.lengths, 1))
    loaded = np.bincount(hits["text"].to_numpy(), hits["points"].to_numpy(), len(root)) / root
    cell = _cells(outlets, words.lengths)
    loaded -= (np.bincount(cell, loaded) / np.maximum(np.bincount(cell), 1))[cell]
    within = words.at >= 0
    present = csr_array(
        (np.ones(int(within.sum()), np.float32), (words.of[within], words.at[within])), shape=(len(root), size)
    )
    present.sum_duplicates()
    present.data[:] = 1
    own = words_of(hits["surface"], language).select("text", "key").unique(["text", "key"], maintain_order=True)
    own = own.join(words.known.select("key", at=pl.int_range(pl.len())), on="key")
    at, hit = own["at"].to_numpy(), own["text"].to_numpy()
    sentence = hits["text"].to_numpy()[hit]
    points = hits["points"].to_numpy()[hit] / root[sentence]
    made = np.empty((2, size, groups))
    for number in range(groups):
        chosen = (group == number).astype(np.float64)
        less = np.bincount(at, points * chosen[sentence], size)
        made[0, :, number] = present.T @ (loaded * chosen) - less
        made[1, :, number] = present.T @ chosen
    return made


def _cells(outlets: pl.Series, lengths: Longs) -> Longs:
    """A number for sentences of one outlet and, by steps of the root of 2, one length."""
    step = (2 * np.log2(np.maximum(lengths, 1))).astype(np.int64)
    outlet = outlets.fill_null("").rank("dense").to_numpy().astype(np.int64)
    return np.asarray(np.unique(outlet * 100 + step, return_inverse=True)[1])


def _scores(space: Floats, sides: tuple[Longs, Longs], charged: Bools, loadedness: Floats) -> Floats:
    """Words by what they mean and where they are said, in standard deviations."""
    direction = space[sides[0]].mean(axis=0) - space[sides[1]].mean(axis=0)
    if charged.any():
        direction += space[charged].mean(axis=0) - space[~charged].mean(axis=0)
    score = _standard(space @ _towards(space, direction, np.full(len(space), 1 / len(space))))
    more, times = loadedness
    if times.any():
        weight = times / (times + _LEANS)
        mean = more / np.maximum(times, 1)
        alike = space @ _towards(space, space.T @ (weight * mean), weight)
        score = _standard(score + _standard((more + _LEANS * alike) / (times + _LEANS)))
    return score


def _towards(space: Floats, direction: Floats, weight: Floats) -> Floats:
    """A direction over how far words spread along it: a ridge regression."""
    spread = space.T @ (space * weight[:, None])
    ridge = _RIDGE * np.trace(spread) / len(spread)
    return np.asarray(np.linalg.solve(spread + ridge * np.eye(len(spread)), direction))


def _standard(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / (values.std() or 1.0))


def _guarded(space: Floats, known: pl.DataFrame, guards: Guards, near: Longs) -> Bools:
    """Words that score 0: those that are named, that begin with capitals, and that look like those that are named."""
    silent, names, plain = (
        known["key"].is_in(list(one)).to_numpy() for one in (guards.silent, guards.names, guards.plain)
    )
    zero = silent | (names[near].sum(axis=1) >= _NAMES) | (known["capital"] > _CAPITAL).to_numpy()
    if min(names.sum(), plain.sum()) >= NEAREST:
        direction = space[names].mean(axis=0) - space[plain].mean(axis=0)
        like = space @ _towards(space, direction, np.full(len(space), 1 / len(space)))
        # Where as large a part of the names is missed as of the others is caught.
        ends = np.sort(like[names | plain])
        missed = np.searchsorted(np.sort(like[names]), ends) / names.sum()
        caught = 1 - np.searchsorted(np.sort(like[plain]), ends) / plain.sum()
        zero |= like >= ends[np.argmax(missed >= caught)]
    return np.asarray(zero)


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
