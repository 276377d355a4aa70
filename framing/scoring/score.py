"""Scoring: the one function that serves the command line, the API, the Polars namespace and a worker elsewhere."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import ranges
from framing.errors import UsageError
from framing.frames import frame_of, identified
from framing.languages.detection import UNDETERMINED, contradicted, detect, stated
from framing.languages.registry import languages
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.limits import BATCH_BYTES
from framing.memory import claim
from framing.render.result import Result
from framing.schemas import (
    EVIDENCE,
    EXPOSURE,
    GROUPS,
    HEADLINE_ONLY,
    SCALE,
    SCORE,
    STATUS,
    TRUNCATED,
    marked,
)
from framing.scoring.batch import score_batch
from framing.scoring.effort import bounded
from framing.scoring.scales import scales_of, scores_of
from framing.scoring.segments import covered, cut_mixed, joined, main_language
from framing.scoring.totals import Totals, words_of
from framing.scoring.vocabulary import Vocabulary
from framing.version import __version__

__all__ = ["SHORT_WORDS", "Scored", "Scorer", "batches", "checked", "readable", "score"]

#: An article of fewer words is marked short: at the commonest dimension's 20 hits per 1,000 words it expects less
#: than half a hit.
SHORT_WORDS: Final = 20


#: Memory that a span takes while the spans of all batches are put together.
_SPAN_BYTES: Final = 500
#: Memory that a byte of text takes while it is scored: some 30 in news, at most 260 in the worst cases of
#: ``tests/benchmarks/worst.py``; of articles that are scored together, one is taken to be such a case. What is read
#: ahead and written meanwhile takes some more. Where there is not so much, fewer articles are scored together.
_BYTES_EACH: Final = 30
_BYTES_MOST: Final = 300
_BYTES_BESIDE: Final = 64_000_000
_FIELDS: Final = ("title", "text")
#: Stretches of rows that are put in order one by one; more of them take longer than row by row.
_STRETCHES: Final = 500


@dataclass(frozen=True, slots=True, eq=False)
class Scored(Result):
    """What scoring found. All frames are in the order of the articles.

    Attributes:
        articles: STATUS columns, one row an article, refused ones too.
        evidence: EVIDENCE columns, one row a span.
        exposure: EXPOSURE columns.
        scores: SCORE columns.
        scales: SCALE columns.
    """

    SHOWN = 1
    FRAMES = ("articles", "evidence", "exposure", "scores", "scales")
    articles: pl.DataFrame
    evidence: pl.DataFrame
    exposure: pl.DataFrame
    scores: pl.DataFrame
    scales: pl.DataFrame

    def __repr__(self) -> str:
        return (
            f"<Scored: {self.articles.height} articles, {self.articles['words'].sum()} words, "
            f"{self.evidence.height} spans; "
            "frames articles, evidence, exposure, scores, scales>"
        )

    def words(self) -> pl.DataFrame:
        """Column article_id, and the words in each of ``schemas.VOICES``, in all sections together."""
        return words_of(self.exposure)

    def totals(self) -> Totals:
        """What was counted in each article, in all sections and voices together."""
        return Totals.counted(self.exposure, self.scores, self.scales)

    def whole(self) -> Scored:
        """The same with all columns: here, as it is."""
        return self

    def with_texts(self, articles: pl.DataFrame) -> pl.DataFrame:
        """Articles with their texts, as far as these are known: here, as they are."""
        return articles

    def with_cuts(self, articles: pl.DataFrame) -> pl.DataFrame:
        """Articles with what cleaning took out of them, as far as it is known: here, as they are."""
        return articles

    def only(self, articles: pl.Series) -> Scored:
        """What was found in some articles, by their ids."""
        keep = pl.col("article_id").is_in(articles.implode())
        return Scored(**{name: getattr(self, name).filter(keep) for name in Scored.__dataclass_fields__})


class Scorer:
    """Scores batch after batch with one lexicon, and keeps each language's vocabulary in between.

    Args:
        lexicon: the toolkit's own where none is given.
        threads: batches scored at a time; the number of cores, at most four, where none is given.
    """

    def __init__(self, lexicon: Lexicon | None = None, *, threads: int | None = None) -> None:
        self.lexicon = lexicon or default_lexicon()
        self.threads = threads or min(4, os.cpu_count() or 1)
        self._vocabularies: dict[tuple[str, bool], Vocabulary] = {}
        self._lock = Lock()

    def score(self, articles: pl.DataFrame) -> Scored:
        """Score articles; see :func:`score`."""
        _claim(articles, self.threads)
        rows, whole, cut = readable(articles)
        parts = list(self._score_parts(pl.concat([whole, cut.drop("whole_id", "section", "offset")])))
        claim(_SPAN_BYTES * sum(evidence.height for evidence, _, _ in parts))
        order = rows.select("article_id", "row")
        evidence = _in_order(joined([part[0] for part in parts], cut), EVIDENCE, order)
        exposure = _in_order(joined([part[1] for part in parts], cut), EXPOSURE, order)
        status = _status(rows, covered([part[2] for part in parts], cut), self.lexicon)
        scored = status.filter(pl.col("status") != "refused")
        return Scored(
            articles=status,
            evidence=evidence,
            exposure=exposure,
            scores=scores_of(evidence, exposure).cast(dict(SCORE)),  # type: ignore[arg-type]
            scales=scales_of(scored, evidence, exposure, self.lexicon).cast(dict(SCALE)),  # type: ignore[arg-type]
        )

    def _score_parts(self, rows: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]]:
        jobs = [
            (batch, str(code), bool(merged))
            for (code, merged), part in sorted(rows.partition_by("primary", "merged", as_dict=True).items())
            for batch in batches(part)
        ]
        with ThreadPoolExecutor(self.threads) as pool:
            yield from pool.map(self._score_batch, *zip(*jobs, strict=True)) if jobs else ()

    def _score_batch(
        self, articles: pl.DataFrame, code: str, merged: bool
    ) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        # Each batch asks for its vocabulary when its turn comes, so that a full one is replaced in between.
        with bounded(int(_bytes(articles).sum())):
            return score_batch(articles, self._vocabulary(code, merged))

    def _vocabulary(self, code: str, merged: bool) -> Vocabulary:
        with self._lock:
            kept = self._vocabularies.get((code, merged))
            if kept is None or kept.full:
                kept = self._vocabularies[code, merged] = Vocabulary(compile_lexicon(self.lexicon, code, merged=merged))
            return kept


def score(articles: pl.DataFrame, lexicon: Lexicon | None = None, *, threads: int | None = None) -> Scored:
    """Score articles with a lexicon.

    Args:
        articles: columns as in ``schemas.ARTICLE``. ``text`` alone is enough, and so is ``title``; without
            ``article_id`` the ``id`` serves, else the row number; without ``language`` it is detected, article by
            article.
        lexicon: the toolkit's own where none is given.
        threads: batches scored at a time.

    Returns:
        Frames of spans, words, scores and scales. An article in a language that the toolkit cannot read has status
        ``refused`` and no score; one without words has no rate. Of one that has a headline and no text
        (``headline``), or whose text was cut off (``truncated``, see ``schemas.TRUNCATED``), the headline alone is
        scored. Of an article that mixes languages each segment is scored in its own (see
        :mod:`framing.scoring.segments`): ``language`` is the main one, whose baselines serve the scales, and words in
        a language that the toolkit cannot read do not count.

    Raises:
        UsageError: no column ``text``, a column of the wrong type, or an ``article_id`` that stands twice.

    Example:
        >>> import polars as pl
        >>> scored = score(pl.DataFrame({"text": ["कश्मीर पर गला फाड़ रहा पाकिस्तान, यह सिर्फ चालबाजी है।"]}))
        >>> scored.evidence["surface"].to_list()[0]
        'गला फाड़ रहा'
    """
    return Scorer(lexicon, threads=threads).score(articles)


def _claim(articles: pl.DataFrame, threads: int) -> None:
    """Ask for the memory that scoring takes at most, before any of it is taken.

    Raises:
        MemoryError: there is not so much.
    """
    names = [name for name in _FIELDS if articles.schema.get(name) == pl.String]
    if names and articles.height:
        size = articles.select(pl.sum_horizontal(pl.col(names).str.len_bytes().fill_null(0))).to_series()
        together = min(int(size.sum()), threads * BATCH_BYTES)
        claim(_BYTES_EACH * together + _BYTES_MOST * int(size.max() or 0), beside=_BYTES_BESIDE)  # type: ignore[arg-type]


def readable(articles: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Articles made ready to be read, each in its language.

    Args:
        articles: as for :func:`score`.

    Returns:
        (rows, whole, cut). All articles with columns row, article_id, title, text (empty where it was cut off),
        truncated (whether it was), language, content_sha256, primary (the language to read in, null where it is not
        read), merged (as for ``compile_lexicon``); of these the ones in one language; and the segments of the others
        as articles of their own, with columns whole_id, section, offset besides.

    Raises:
        UsageError: see :func:`score`.
    """
    articles = checked(articles)
    language = _languages(articles)
    articles = articles.with_columns(language=language["language"], content_sha256=_content_hashes(articles))
    # What is left of a text that was cut off tells the language, and breaks off within a sentence.
    articles = articles.with_columns(text=pl.when(~pl.col("truncated")).then("text").otherwise(pl.lit("")))
    rows = articles.with_row_index("row").with_columns(primary=_primary())
    rows = rows.with_columns(merged=_merged(rows))
    return rows, *cut_mixed(rows.filter(pl.col("primary").is_not_null()), languages())


def checked(articles: pl.DataFrame) -> pl.DataFrame:
    """The columns that scoring reads, added where missing and checked.

    Raises:
        UsageError: see :func:`score`.
    """
    articles = frame_of(articles, "score")
    if not {"text", "title"} & set(articles.columns):
        names = ", ".join(articles.columns) or "none"
        hint = "rename the column that holds it, or let framing.articles(frame) find it"
        raise UsageError("articles.no-text", f"no column 'text' (columns: {names})", "", hint)
    for name in ("text", "title", "language", "content_sha256"):
        if name not in articles.columns:
            articles = articles.with_columns(pl.lit(None, dtype=pl.String).alias(name))
        elif articles.schema[name] not in (pl.String, pl.Null):
            what = f"column '{name}' is {articles.schema[name]}, not text"
            raise UsageError("articles.type", what, "", "cast it to a string column")
    articles = identified(articles).with_columns(
        pl.col("article_id", "text", "title", "language", "content_sha256").cast(pl.String)
    )
    twice = articles.filter(pl.col("article_id").is_duplicated() | pl.col("article_id").is_null())
    if twice.height:
        what = f"article_id '{twice['article_id'][0]}' is missing or stands twice"
        raise UsageError("articles.duplicate-id", what, "", "make article_id unique")
    truncated = marked(TRUNCATED) if articles.schema.get("groups") == GROUPS else pl.lit(False)
    language = stated(pl.col("language"))
    return articles.select("article_id", "title", "text", language, "content_sha256", truncated=truncated)


def _merged(rows: pl.DataFrame) -> pl.Series:
    """Whether an article has none of the letters that some newsrooms of its language never write (Urdu ھ)."""
    merged = pl.zeros(rows.height, pl.Boolean, eager=True)
    for code, language in languages().items():
        of_language = rows["primary"].eq(code).fill_null(False)
        if language.merged and of_language.any():
            letters = [letter for letter, folded in language.fold_chars.items() if folded in language.merged]
            absent = [~pl.col(name).fill_null("").str.contains_any([*language.merged, *letters]) for name in _FIELDS]
            is_merged = rows.filter(of_language).select(pl.all_horizontal(absent).alias("merged"))["merged"]
            merged = merged.scatter(of_language.arg_true(), is_merged)
    return merged


def _primary() -> pl.Expr:
    """The language to score in, null for one that is not read: "hi-IN" is Hindi, "hi-Latn" a neighbour of English."""
    known = languages()
    others = {code.lower() for language in known.values() for code in language.neighbours} - known.keys()
    code = pl.col("language").str.split("-").list.first()
    readable = code.is_in(list(known)) & ~pl.col("language").str.to_lowercase().is_in(sorted(others))
    return pl.when(readable).then(code)


def _languages(articles: pl.DataFrame) -> pl.DataFrame:
    """Each article's language: the stated one where the text is in its script, else the detected one."""
    text = pl.concat_str(pl.col("title").fill_null(""), pl.col("text").fill_null(""), separator="\n")
    whole = articles.select(text).to_series()
    unknown = articles["language"].is_null() | contradicted(whole, articles["language"])
    if not unknown.any():
        return articles.select("language")
    detected = detect(whole.filter(unknown), languages())["language"]
    unclear = detected == UNDETERMINED
    if unclear.any():
        # Of two scripts in equal shares, neither is the article's; of its paragraphs, most may be.
        detected = detected.scatter(
            unclear.arg_true(), main_language(whole.filter(unknown).filter(unclear), languages())
        )
    code = articles["language"].scatter(unknown.arg_true(), detected)
    # What is stated to be in such a language, stands in Latin letters and is no English: romanised.
    often = [known.code for known in languages().values() if known.is_romanised]
    primary = articles["language"].str.split("-").list.first()
    romanised = unknown & code.eq(UNDETERMINED) & primary.is_in(often) & whole.str.contains("[A-Za-z]")
    return pl.select(language=pl.when(romanised.fill_null(False)).then(primary + "-Latn").otherwise(code))


def batches(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Cut rows into batches of bounded size, in order."""
    size = _bytes(rows)
    number = (size.cum_sum() - size) // BATCH_BYTES
    yield from rows.with_columns(batch=number).partition_by("batch", maintain_order=True, include_key=False)


def _bytes(rows: pl.DataFrame) -> pl.Series:
    """The bytes of each article's title and text."""
    return rows["text"].str.len_bytes().fill_null(0) + rows["title"].str.len_bytes().fill_null(0)


def _in_order(parts: list[pl.DataFrame], schema: dict[str, pl.DataType], order: pl.DataFrame) -> pl.DataFrame:
    """Parts put together in the order of the articles; the order within an article stays."""
    whole = pl.concat([pl.DataFrame(schema=schema), *(part.cast(schema) for part in parts)])  # type: ignore[arg-type]
    # Articles come in runs, and mostly in order already.
    runs = whole["article_id"].rle().struct.unnest().rename({"value": "article_id"})
    rows = runs.join(order, on="article_id", how="left", maintain_order="left")
    if rows["row"].is_sorted():
        return whole
    lengths = rows["len"].to_numpy().astype(np.int64)
    turn = np.argsort(rows["row"].to_numpy(), kind="stable")
    # Those that follow each other stay together: some articles in their places among thousands are a few stretches.
    begins = np.flatnonzero(np.diff(turn, prepend=-2) != 1)
    first, count = (np.cumsum(lengths) - lengths)[turn[begins]], np.add.reduceat(lengths[turn], begins)
    if len(begins) > _STRETCHES:
        return whole[ranges(first, count)]
    return pl.concat([whole.slice(*stretch) for stretch in zip(first.tolist(), count.tolist(), strict=True)])


def _status(rows: pl.DataFrame, coverage: list[pl.DataFrame], lexicon: Lexicon) -> pl.DataFrame:
    schema = {"article_id": pl.String(), "words": pl.Int64(), "listed": pl.Int64(), "tables": pl.String()}
    read = pl.concat([pl.DataFrame(schema=schema), *coverage])
    joined = rows.join(read, on="article_id", how="left", maintain_order="left")
    refused = pl.col("primary").is_null()
    status = (
        pl.when(refused)
        .then(pl.lit("refused"))
        .when("truncated")
        .then(pl.lit("truncated"))
        .when(HEADLINE_ONLY)
        .then(pl.lit("headline"))
        .when(pl.col("words") < SHORT_WORDS)
        .then(pl.lit("short"))
        .otherwise(pl.lit("ok"))
    )
    return joined.select(
        "article_id",
        pl.col("language").fill_null("und"),
        "words",
        coverage=pl.when(pl.col("words") > 0).then(pl.col("listed") / pl.col("words")),
        status=status,
        content_sha256="content_sha256",
        lexicon_fingerprint=pl.lit(lexicon.fingerprint),
        scorer_version=pl.lit(__version__),
        lexicon_tables=pl.col("tables").fill_null(""),
    ).cast(dict(STATUS))  # type: ignore[arg-type]


def _content_hashes(rows: pl.DataFrame) -> pl.Series:
    """The given content hash, else the hash of title and text."""
    missing = rows["content_sha256"].is_null()
    whole = pl.concat_str(pl.col("title", "text").fill_null(""), separator="\n").cast(pl.Binary)
    hashes = [hashlib.sha256(content).hexdigest() for (content,) in rows.filter(missing).select(whole).iter_rows()]
    return rows["content_sha256"].scatter(missing.arg_true(), pl.Series(hashes, dtype=pl.String))
