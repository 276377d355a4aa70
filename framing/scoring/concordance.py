"""Concordance: where any word or phrase stands in texts, whether a lexicon has it or not.

A word is found in every spelling that folds to the same (:mod:`framing.languages.folding`): हिन्दी and हिंदी, War and
WAR. It is folded by the rules of the language that is written in its script, so that a word has one key whatever the
article's language is. Inflected forms are words of their own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile, islice
from typing import Final
from zlib import crc32

import polars as pl
import regex

from framing.errors import UsageError
from framing.languages.folding import WORD, fold
from framing.languages.registry import languages
from framing.scoring.search import KWIC

__all__ = ["COLLOCATE", "MATCH", "collocates", "hashed", "keys_of", "matches", "word_keys", "words_of"]


#: One row a place: what :func:`framing.scoring.search.contexts` takes. ``surface`` is as it is written.
MATCH: Final = {
    **{name: kind for name, kind in KWIC.items() if name not in ("before", "hit", "after")},
    "surface": pl.String(),
}
#: One row a word: how often it stands near some places, and elsewhere in the same articles; in how many articles near.
COLLOCATE: Final = {
    "word": pl.String(),
    "near": pl.UInt32(),
    "elsewhere": pl.UInt32(),
    "articles": pl.UInt32(),
    "log_likelihood": pl.Float64(),
}
#: Articles looked through at a time: where the first few places are wanted, those behind them are not read.
_ROWS: Final = 512
_WORD: Final = regex.compile(WORD)
#: How many keys :func:`hashed` gives.
_KEYS: Final = 1 << 32


def keys_of(query: str) -> tuple[str, ...]:
    """The keys of the words of a query, in their order.

    Raises:
        UsageError: ``kwic.word``: it has no word.

    Example:
        >>> keys_of("Mutual  TRUST"), keys_of("हिन्दी")
        (('mutual', 'trust'), ('हिंदी',))
    """
    words = pl.Series(_WORD.findall(query), dtype=pl.String)
    if not len(words):
        raise UsageError("kwic.word", f"'{query}' has no word", "", "name a word, or several that stand together")
    return tuple(word_keys(words))


def word_keys(words: pl.Series) -> pl.Series:
    """The key of each word: what all of its spellings share."""
    frame = pl.DataFrame({"word": words}).with_row_index("row")
    has_script = (
        pl.when(pl.col("word").str.contains(rf"\p{{{known.script}}}")).then(pl.lit(code))
        for code, known in languages().items()
    )
    script = pl.coalesce(*has_script, pl.lit(next(iter(languages()))))
    parts = [
        part.with_columns(fold(part["word"], languages()[str(code)]).alias("key"))
        for (code,), part in frame.with_columns(code=script).partition_by("code", as_dict=True).items()
    ]
    return pl.concat(parts).sort("row")["key"] if parts else pl.Series("key", [], pl.String)


def words_of(articles: pl.DataFrame) -> pl.DataFrame:
    """Columns row, key: of each article, by its row, the different words in title and text, as :func:`hashed` has them.

    Args:
        articles: columns title and text.
    """
    long = _written(articles)
    spellings = long.select(pl.col("word").unique())
    spellings = spellings.with_columns(key=hashed(word_keys(spellings["word"])))
    # As one number each: pairs with a text take several times as long to tell apart.
    pairs = pl.col("row").cast(pl.UInt64) * _KEYS + pl.col("key")
    matched = long.join(spellings, on="word").select(pairs.unique().alias("pair"))
    return matched.select(row=(pl.col("pair") // _KEYS).cast(pl.UInt32), key=(pl.col("pair") % _KEYS).cast(pl.UInt32))


def hashed(keys: pl.Series) -> pl.Series:
    """A number of 32 bits for each key: the same on every machine."""
    distinct = keys.unique()
    numbers = pl.Series([crc32(key.encode()) for key in distinct], dtype=pl.UInt32)
    return keys.replace_strict(distinct, numbers, return_dtype=pl.UInt32)


def _written(articles: pl.DataFrame) -> pl.DataFrame:
    """Columns row, word: the words of each article as they are written."""
    fields = [articles.select(pl.col(name).str.extract_all(WORD).alias("word")) for name in ("title", "text")]
    return pl.concat([field.with_row_index("row").explode("word") for field in fields]).drop_nulls("word")


def matches(articles: pl.DataFrame, keys: tuple[str, ...], most: int | None = None) -> pl.DataFrame:
    """Where words stand next to each other.

    Args:
        articles: columns article_id, title and text.
        keys: from :func:`keys_of`.
        most: the so many first places.

    Returns:
        MATCH columns, in the order of the articles; what only entries of a lexicon have is null.

    Example:
        >>> news = pl.DataFrame({"article_id": ["a"], "title": ["Talks"], "text": ["Talks of trust. No talks."]})
        >>> matches(news, keys_of("talks")).select("section", "start", "surface").rows()
        [('title', 0, 'Talks'), ('lead', 0, 'Talks'), ('lead', 19, 'talks')]
    """
    parts, total, spelt = list[pl.DataFrame](), 0, _Spelt(keys)
    for start in range(0, articles.height, _ROWS):
        rows = list(_rows(articles.slice(start, _ROWS), spelt))
        parts.append(pl.DataFrame(rows, schema=_PLACE, orient="row"))
        total += len(rows)
        if most is not None and total >= most:
            break
    whole = pl.concat([pl.DataFrame(schema=MATCH), *parts], how="diagonal")
    return whole if most is None else whole.head(most)


class _Spelt:
    """How words are spelt that have some keys, as far as articles have been looked at; each spelling is folded once."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self.keys = keys
        #: Spelling → key.
        self.written: dict[str, str] = {}
        self._seen = pl.DataFrame(schema={"word": pl.String()})

    def learn(self, words: pl.Series) -> None:
        """Look at the words of further articles."""
        fresh = words.to_frame("word").unique().join(self._seen, on="word", how="anti")
        if fresh.height:
            self._seen = pl.concat([self._seen, fresh])
            known = fresh.with_columns(key=word_keys(fresh["word"]))
            self.written |= dict(known.filter(pl.col("key").is_in(list(self.keys))).iter_rows())


_PLACE: Final = {name: MATCH[name] for name in ("article_id", "section", "start", "end", "surface")}


def _rows(articles: pl.DataFrame, spelt: _Spelt) -> Iterator[tuple[str, str, int, int, str]]:
    """Rows of _PLACE, of some articles."""
    long, keys = _written(articles), spelt.keys
    spelt.learn(long["word"])
    written = spelt.written
    if set(written.values()) != set(keys):
        return
    begins = regex.compile("|".join(regex.escape(word) for word, key in written.items() if key == keys[0]))
    having = long.filter(pl.col("word").is_in(list(written)))["row"].unique().sort()
    for article, *fields in articles.select("article_id", "title", "text")[having].iter_rows():
        for name, field in zip(("title", "text"), fields, strict=True):
            for start, end, section in _places(field or "", name, written, keys, begins):
                yield article, section, start, end, field[start:end]


def _places(
    field: str, name: str, written: Mapping[str, str], keys: tuple[str, ...], begins: regex.Pattern[str]
) -> Iterator[tuple[int, int, str]]:
    """Where a field has words of these keys next to each other, and in which section.

    Only what stands from the space before a spelling of the first word on is cut into words: cutting all of a field
    takes several times as long, and no word has a space in it.
    """
    lead_end, known = -2, 0
    for beginning in begins.finditer(field, overlapped=True):
        start = beginning.start()
        # Where a word is known to begin, so that a text without spaces is not cut again and again.
        begin = max(field.rfind(" ", known, start) + 1, known)
        words = (match.span() for match in _WORD.finditer(field, begin))
        spans = list(islice(dropwhile(lambda span: span[0] < start, words), len(keys)))  # noqa: B023
        known = spans[0][0] if spans else len(field)
        if not spans or spans[0][0] != start or tuple(written.get(field[a:b]) for a, b in spans) != keys:
            continue
        if lead_end == -2:
            # The lead is the first paragraph; a break before the first word ends none.
            first = _WORD.search(field)
            lead_end = field.find("\n", first.end()) if first else -1
        section = name if name == "title" else "body" if 0 <= lead_end < start else "lead"
        yield start, spans[-1][1], section


def collocates(articles: pl.DataFrame, places: pl.DataFrame, *, window: int = 5) -> pl.DataFrame:
    """The words that stand near some places more often than elsewhere in the same articles.

    The measure is the log-likelihood ratio of Dunning (1993). Compared with the rest of the same articles, a word has
    no advantage because it belongs to their topic.

    Args:
        articles: columns article_id, title and text.
        places: columns article_id, section, start, end.
        window: words on each side that are near.

    Returns:
        COLLOCATE columns, the most telling word first; only words that are near in two articles at least. A word is
        written as it mostly is.

    Example:
        >>> said = ["Trade talks failed. The rain came.", "He left. Trade talks went on.", "It is late. Trade talks."]
        >>> news = pl.DataFrame({"article_id": ["a", "b", "c"], "title": [""] * 3, "text": said})
        >>> collocates(news, matches(news, keys_of("trade")), window=1).row(0)[:4]
        ('talks', 3, 0, 3)
    """
    spans = defaultdict[tuple[str, bool], list[tuple[int, int]]](list)
    for article, section, start, end in places.select("article_id", "section", "start", "end").iter_rows():
        spans[article, section == "title"].append((start, end))
    words, near, rows = list[str](), bytearray(), list[int]()
    articles = articles.filter(pl.col("article_id").is_in(places["article_id"].unique().implode()))
    for row, (article, *fields) in enumerate(articles.select("article_id", "title", "text").iter_rows()):
        for field, is_title in zip(fields, (True, False), strict=True):
            neighbours = list(_WORD.finditer(field or ""))
            near += _nearness([match.start() for match in neighbours], spans.get((article, is_title), ()), window)
            words += [match[0] for match in neighbours]
            rows += [row] * len(neighbours)
    columns = {"word": words, "near": list(near), "row": rows}
    return _compared(pl.DataFrame(columns, schema={"word": pl.String, "near": pl.UInt8, "row": pl.UInt32}))


def _nearness(starts: Sequence[int], spans: Sequence[tuple[int, int]], window: int) -> bytearray:
    """Of each word of a field: 0 elsewhere, 1 near a place, 2 in it."""
    near = bytearray(len(starts))
    ends = [(max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)) for start, end in spans]
    for first, last in ends:
        left = max(0, first - window)
        near[left : last + window] = b"\1" * len(near[left : last + window])
    for first, last in ends:
        near[first:last] = b"\2" * len(near[first:last])
    return near


def _compared(long: pl.DataFrame) -> pl.DataFrame:
    """COLLOCATE columns, of columns word, near, row."""
    long = long.filter(pl.col("near") < 2)
    spelled = long.group_by("word").len()
    spelled = spelled.with_columns(key=word_keys(spelled["word"]))
    shown = (
        spelled.sort("len", "word", descending=[True, False]).unique("key", keep="first").select("key", shown="word")
    )
    is_near = pl.col("near") == 1
    counts = (
        long.join(spelled.select("word", "key"), on="word").group_by("key")
        .agg(
            near=is_near.sum().cast(pl.UInt32), elsewhere=(~is_near).sum().cast(pl.UInt32),
            articles=pl.col("row").filter(is_near).n_unique().cast(pl.UInt32),
        )
    )  # fmt: skip
    sizes = {name: float(counts[name].sum()) for name in ("near", "elsewhere")}
    both = pl.col("near") + pl.col("elsewhere")
    expected = {name: both * size / (sum(sizes.values()) or 1.0) for name, size in sizes.items()}
    terms = [
        pl.when(pl.col(name) > 0).then(pl.col(name) * (pl.col(name) / expected[name]).log()).otherwise(0.0)
        for name in sizes
    ]
    more = counts.filter(pl.col("near") > expected["near"], pl.col("articles") > 1)
    more = more.with_columns(log_likelihood=2 * pl.sum_horizontal(terms)).join(shown, on="key")
    return more.sort("log_likelihood", "key", descending=[True, False]).select(
        pl.col("shown").alias("word"), *list(COLLOCATE)[1:]
    )
