"""Coded articles beside the lexicon: its figures per outlet, put right by what people found in some articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Unpack

import numpy as np
import polars as pl

from framing.errors import UsageError, in_short, warn
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.phrases import counted, near_or
from framing.scoring.score import Scored
from framing.statistics.codes import by_measure, numbered, of_measure
from framing.statistics.correction import correct
from framing.statistics.events import independent
from framing.statistics.hits import hits_of
from framing.statistics.levels import KEY, keyed
from framing.statistics.narrowing import fitting
from framing.statistics.observations import observe
from framing.statistics.question import Keywords, Question, question_of

__all__ = ["LABELLED", "corrected", "corrected_tables", "label_tables", "numbers_in", "with_labels"]

#: Columns that :func:`with_labels` adds to estimates. ``estimand``: ``share`` of the articles, or ``rate`` per 1,000
#: words, as the labels are; ``coded``: labelled articles; ``machine``, ``by_hand``: the same by the machine alone, by
#: the labels alone; ``corrected`` with ``corrected_low`` and ``corrected_high``: by both; ``gain``: how many times as
#: many labels would tell as much by themselves; ``correction``: its status, see CORRECTED; ``needed``: labels that are
#: missing for a figure of its own; ``least``, ``most``: ends of the interval, were all that is unsure no, and were it
#: yes.
LABELLED: Final = {
    "estimand": pl.String(),
    "coded": pl.Int64(),
    "machine": pl.Float64(),
    "by_hand": pl.Float64(),
    "corrected": pl.Float64(),
    "corrected_low": pl.Float64(),
    "corrected_high": pl.Float64(),
    "gain": pl.Float64(),
    "correction": pl.String(),
    "needed": pl.Int64(),
    "least": pl.Float64(),
    "most": pl.Float64(),
}
_RENAMED: Final = {
    "estimate": "corrected", "low": "corrected_low", "high": "corrected_high", "status": "correction",
}  # fmt: skip


def corrected(
    scored: Scored,
    articles: pl.DataFrame,
    codes: pl.DataFrame,
    measure: str,
    lexicon: Lexicon | None = None,
    *,
    kind: str = "share",
    finite: bool = False,
    scores: pl.DataFrame | None = None,
    question: Question | None = None,
    **keywords: Unpack[Keywords],
) -> pl.DataFrame:
    """What a lexicon says of outlets, put right by coded articles (:mod:`framing.statistics.correction`).

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        codes: a row a coded article: article_id, code, and perhaps chance; or all that :func:`framing.gold_of` gives,
            of which the codes of the measure count. For ``share``: yes or 1 where the article has what the measure is
            about, no or 0 where not. For ``rate``: how many spans of it a coder has marked in all its text. How many
            are unsure, and left out, is a FramingWarning.
        measure: a dimension.
        lexicon: that scored them.
        kind: ``share`` of the articles that have a hit, or ``rate`` of hits per 1,000 words.
        finite: whether the question is about these articles alone.
        scores: article_id, and a column of numbers in place of what the lexicon says: 1 or 0, or a chance, for a share;
            a count for a rate; columns of text do not count. So figures of a dictionary, a transformer and a language
            model are put right alike.
        question: of which articles, which of their words count, and at what level (outlets where it names none).
        keywords: the same, one by one: ``about="kashmir"``, ``by="country"``.

    Returns:
        CORRECTED columns, a row a key. Articles without a key, and those that were refused, are left out.

    Raises:
        UsageError: an unknown measure, kind or level; scores that are no numbers, or lack articles; or as for
            :func:`framing.statistics.correction.correct`.

    Example:
        >>> from framing.scoring.score import score
        >>> texts = [f"It was a historic deal, {at}." if at % 2 else f"It rained for {at} days." for at in range(80)]
        >>> news = pl.DataFrame({"article_id": [str(at) for at in range(80)], "text": texts, "outlet": "a"})
        >>> codes = news.select("article_id", code=pl.col("text").str.contains("historic").cast(pl.Int64)).head(60)
        >>> corrected(score(news), news, codes, "praise").select("machine", "estimate", "status").row(0)
        (0.5, 0.5, 'ok')
    """
    lexicon, asked = lexicon or default_lexicon(), question_of(question, keywords)
    if measure not in lexicon.codebook.dimensions:
        hint = near_or(measure, lexicon.codebook.dimensions, "the dimensions are")
        raise UsageError("correction.measure", f"no dimension '{measure}'", "", hint)
    if kind not in ("share", "rate"):
        raise UsageError("correction.kind", f"no kind '{kind}'", "", "use share or rate")
    by = asked.by or "outlet"
    scored, articles = fitting(scored, articles, asked, lexicon, (by,))
    observed = keyed(observe(scored, articles, lexicon, sections=asked.sections, voices=asked.voices), by)
    rows = observed.articles.with_columns(hits=hits_of(observed, [measure])[:, 0].astype(np.int64))
    rows = rows.filter(pl.col("words") > 0, pl.col(KEY).is_not_null())
    hits = pl.col("hits")
    is_share = kind == "share"
    machine = rows.select(
        "article_id",
        key=pl.col(KEY).cast(pl.String),
        value=((hits > 0) if is_share else hits).cast(pl.Float64),
        size=pl.lit(1.0) if is_share else pl.col("words") / 1000,
        unit=independent(observed.articles),
        population=pl.col("language").cast(pl.String),
    )
    if scores is not None:
        machine = _said(machine, scores)
    if "article_id" not in codes.columns:
        return correct(machine, codes, finite=finite)  # Which says what is missing.
    codes = of_measure(codes, measure)
    ours = codes.filter(pl.col("article_id").cast(pl.String).is_in(machine["article_id"].implode()))
    if codes.height and not ours.height:
        what = f"none of the {codes.height:,} coded articles is among those that were scored"
        raise UsageError("correction.strangers", what, "", "codes have the ids of the articles they are of")
    return correct(machine, ours, finite=finite)


def corrected_tables(
    scored: Scored,
    articles: pl.DataFrame,
    tables: Sequence[pl.DataFrame],
    measure: str,
    lexicon: Lexicon,
    *,
    kind: str = "share",
    scores: pl.DataFrame | None = None,
    question: Question | None = None,
) -> pl.DataFrame:
    """What :func:`corrected` says, and what it could say, were all that coders are unsure of no, and were it yes.

    Args:
        scored: as for :func:`corrected`, and so is the rest.
        articles: likewise.
        tables: codes of what stands fast; and where some is unsure, with all that as no, and with all that as yes.
        measure: a dimension.
        lexicon: that scored them.
        kind: ``share`` or ``rate``.
        scores: in place of what the lexicon says.
        question: of which articles.

    Returns:
        CORRECTED columns, and ``least`` and ``most``: ends of the interval, null where nothing is unsure.

    Raises:
        UsageError: as for :func:`corrected`.

    Example:
        >>> from framing.scoring.score import score
        >>> texts = [f"It was a historic deal, {at}." if at % 2 else f"It rained for {at} days." for at in range(80)]
        >>> news = pl.DataFrame({"article_id": [str(at) for at in range(80)], "text": texts, "outlet": "a"})
        >>> codes = news.select("article_id", code=pl.col("text").str.contains("historic").cast(pl.Int64)).head(60)
        >>> corrected_tables(score(news), news, [codes], "praise", default_lexicon()).select("estimate", "least").row(0)
        (0.5, None)
    """
    rows, *ends = (
        corrected(scored, articles, each, measure, lexicon, kind=kind, scores=scores, question=question)
        for each in tables
    )
    if not ends:
        return rows.with_columns(least=pl.lit(None, pl.Float64), most=pl.lit(None, pl.Float64))
    for end, name, column in zip(ends, ("least", "most"), ("low", "high"), strict=True):
        rows = rows.join(end.select("key", **{name: column}), on="key", how="left", maintain_order="left")
    return rows


def numbers_in(scores: pl.DataFrame) -> list[str]:
    """The columns of a table of scores that hold numbers; titles, texts and whatever else stands beside them do not.

    Example:
        >>> numbers_in(pl.DataFrame({"article_id": ["1"], "title": ["Rain"], "model": ["0.5"], "other": [1]}))
        ['model', 'other']
    """
    plain = scores.drop("article_id", strict=False).select(pl.exclude(pl.List, pl.Struct, pl.Date, pl.Datetime))
    values = plain.cast(pl.Float64, strict=False)
    return [name for name in values.columns if values[name].count() or not scores[name].count()]


def _said(machine: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    """The same articles with what another machine says of each."""
    names = numbers_in(scores)
    if len(names) != 1 or "article_id" not in scores.columns:
        what = f"scores have the columns {in_short(scores.columns)}, and {len(names)} of them hold numbers"
        raise UsageError("correction.scores", what, "", "give article_id and one column of numbers")
    own = scores.select(pl.col("article_id").cast(pl.String), own=pl.col(names[0]).cast(pl.Float64, strict=False))
    if own["article_id"].is_duplicated().any():
        raise UsageError("correction.scores", "an article has two rows of scores", "", "keep one row of each")
    joined = machine.join(own, on="article_id", how="left", maintain_order="left")
    if lacking := joined.filter(~pl.col("own").is_finite().fill_null(value=False)).height:
        what = f"{names[0]} says nothing, or no number, of {lacking:,} of {joined.height:,} articles"
        raise UsageError("correction.scores", what, "", "give a number of each article that the question is about")
    return joined.with_columns(value="own").drop("own")


def with_labels(
    rows: pl.DataFrame,
    scored: Scored,
    articles: pl.DataFrame,
    labels: pl.DataFrame,
    lexicon: Lexicon,
    *,
    scores: pl.DataFrame | None = None,
    question: Question,
) -> pl.DataFrame:
    """Estimates, and beside them what the labels of some articles make of them.

    Args:
        rows: ESTIMATE columns.
        scored: what they were made from.
        articles: likewise.
        labels: as for :func:`framing.estimate`.
        lexicon: that scored them.
        scores: as for :func:`corrected`.
        question: of which articles.

    Returns:
        The columns of ``rows``, and LABELLED; null where a measure has no labels.

    Raises:
        UsageError: ``labels.…``: labels that cannot be used; and as for :func:`corrected`.
    """
    levels = [
        name for name in rows["level"].unique(maintain_order=True) if ":" not in name or name.startswith("group:")
    ]
    by_scorer = []
    for measure, own in by_measure(labels, rows["dimension"].unique(maintain_order=True).to_list()).items():
        kind, tables = label_tables(own, measure, scored)
        for level in levels:
            asked = question.changed(by=level)
            table = corrected_tables(
                scored, articles, tables, measure, lexicon, kind=kind, scores=scores, question=asked
            )
            named = {"level": pl.lit(level), "dimension": pl.lit(measure), "estimand": pl.lit(kind)}
            by_scorer.append(table.rename(_RENAMED).with_columns(**named))
    notes = pl.concat(by_scorer, how="diagonal") if by_scorer else pl.DataFrame()
    notes = notes.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in LABELLED.items() if name not in notes.columns
    )
    keys = ["level", "key", "dimension"]
    return rows.join(notes.select(*keys, *LABELLED), on=keys, how="left", maintain_order="left")


def label_tables(labels: pl.DataFrame, measure: str, scored: Scored) -> tuple[str, list[pl.DataFrame]]:
    """What labels of a measure can tell, and what :func:`corrected` takes of them.

    Args:
        labels: as for :func:`framing.estimate`.
        measure: that is put right.
        scored: the articles of now.

    Returns:
        ``share`` or ``rate``; and tables with article_id, code and perhaps chance: of the labels, and where some are
        unsure also with these as no, and as yes.

    Raises:
        UsageError: ``labels.…``: labels that cannot be used. How many are left out, and why, is a FramingWarning.
    """
    return _estimand(_usable(by_measure(labels, [measure])[measure], scored))


def _usable(labels: pl.DataFrame, scored: Scored) -> pl.DataFrame:
    """Labels of the texts of now on which no lexicon was tuned; how many others there are is said."""
    left = []
    rows = labels.with_columns(pl.col("article_id").cast(pl.String))
    if "burned" in rows.columns:
        left.append((rows.filter(pl.col("burned")).height, "on which a lexicon was tuned", "draw others"))
        rows = rows.filter(~pl.col("burned").fill_null(value=False))
    before = rows.height
    now = scored.articles.select(pl.col("article_id").cast(pl.String), now="content_sha256")
    rows = rows.join(now, on="article_id", how="inner", maintain_order="left")
    left.append((before - rows.height, "of articles that are not among these", "give the articles that were labelled"))
    if "sample" in rows.columns and rows.height:
        # Chances of two samples cannot be reckoned with together.
        most = rows["sample"].value_counts(sort=True)["sample"][0]
        own = pl.col("sample").eq_missing(pl.lit(most, rows.schema["sample"]))
        left.append((rows.filter(~own).height, "of other samples", "give those of one"))
        rows = rows.filter(own)
    if "content_sha256" in rows.columns:
        is_old = (pl.col("content_sha256") != pl.col("now")).fill_null(value=False)
        left.append((rows.filter(is_old).height, "of an earlier version of the text", "code these articles again"))
        rows = rows.filter(~is_old)
    notes = [(f"{counted(number, 'labels')} {which}", hint) for number, which, hint in left if number]
    if not rows.height:
        what = "; ".join(text for text, _ in notes) or "there are no labels"
        raise UsageError("labels.none", f"no label can be used: {what}", "", notes[0][1] if notes else "code some")
    for text, _ in notes:
        warn(f"{text}: left out")
    if "chance" not in rows.columns:
        what = "labels have no column 'chance': they are taken for a random sample of each outlet, country, …"
        warn(what)
    return rows.drop("now")


def _estimand(labels: pl.DataFrame) -> tuple[str, list[pl.DataFrame]]:
    """As :func:`label_tables`, of labels that can be used."""
    chance = ["chance"] if "chance" in labels.columns and labels["chance"].null_count() < labels.height else []
    if {"start", "end"} <= set(labels.columns):
        first = [pl.col(name).first() for name in chance]
        return "rate", [
            labels.group_by("article_id", maintain_order=True).agg(pl.col("start").count().alias("code"), *first)
        ]
    if "code" not in labels.columns:
        what = f"labels have no column 'code' (columns: {in_short(labels.columns)})"
        raise UsageError("labels.column", what, "", "give yes, no or unsure; 1 or 0; or start and end of spans")
    coded = numbered(labels).select("article_id", *chance, "code", "number", "unsure")
    wrong = coded.filter(pl.col("number").is_null() & ~pl.col("unsure"))
    if wrong.height:
        what = f"'{wrong['code'][0]}' is no label of {wrong['article_id'][0]}"
        raise UsageError("labels.code", what, "", "give yes, no or unsure; 1 or 0; or a count of places")
    sure = coded.drop_nulls("number").select("article_id", *chance, code="number")
    kind = "share" if sure["code"].is_in([0.0, 1.0]).all() else "rate"
    if sure.height == coded.height or kind == "rate":
        return kind, [sure]
    return kind, [
        sure,
        *(coded.select("article_id", *chance, code=pl.col("number").fill_null(end)) for end in (0.0, 1.0)),
    ]
