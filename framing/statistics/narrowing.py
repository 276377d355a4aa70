"""Which articles a question is about: its filters, one after the other, and how many articles each leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, Self, TypeAlias, Unpack

import polars as pl

from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.phrases import near
from framing.schemas import ARTICLE, LEVELS
from framing.scoring.about import Mentions, Query, restrict
from framing.scoring.score import Scored, Scorer
from framing.statistics.levels import keys_of, last_moment, moments, parts_of
from framing.statistics.observations import GROUP, group_columns, published
from framing.statistics.question import Keywords, Question, question_of
from framing.statistics.targets import TARGET, with_targets
from framing.statistics.topics import with_topics

__all__ = [
    "Funnel",
    "FunnelCounts",
    "KeyOf",
    "Narrowed",
    "exact_key",
    "fitting",
    "keep_about",
    "keep_known",
    "keep_large",
    "narrowed",
    "option",
    "where",
]


_HINT: Final = "leave it out, or ask for something else"


class _Step(NamedTuple):
    name: str
    left: int
    alone: int | None
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FunnelCounts:
    """How many rows there were, and how many each condition left.

    Attributes:
        what: the rows are, in the plural.
        whole: rows before all.
        steps: a condition, the rows that it left, those that it leaves alone, and those that its parts leave.
    """

    what: str
    whole: int
    steps: tuple[_Step, ...] = ()

    def __add__(self, other: FunnelCounts) -> FunnelCounts:
        """The counts of other rows under the same conditions, added up; what they leave alone is not known."""
        steps = []
        for one, more in zip(self.steps, other.steps, strict=True):
            parts = {part: number + more.parts[part] for part, number in one.parts.items()}
            steps.append(_Step(one.name, one.left + more.left, None, parts))
        return FunnelCounts(self.what, self.whole + other.whole, tuple(steps))

    def summary(self) -> str:
        """A sentence, up to the condition that left none."""
        parts = [f"{self.what}: {self.whole:,}"]
        for step in self.steps:
            parts.append(f"{step.name} leaves {step.left:,}")
            if not step.left:
                parts[-1] += f" (alone: {step.alone:,})" if step.alone is not None else ""
                counts = ", ".join(f"{part}: {number:,}" for part, number in step.parts.items())
                parts[-1] += f" ({counts})" if counts else ""
                break
        return "; ".join(parts)


class Funnel:
    """Rows, filtered by one condition after the other.

    Args:
        rows: to filter.
        what: they are, in the plural.
        whole: says how many of all rows fulfil a condition, where ``rows`` are those alone that were looked at.

    Attributes:
        rows: those that are left.
        counts: how many each condition left.

    Example:
        >>> funnel = Funnel(pl.DataFrame({"outlet": ["a"] * 1200 + ["b"], "year": [2025] * 1200 + [2026]}))
        >>> funnel.keep("--outlet b", pl.col("outlet") == "b").keep("--year 2025", pl.col("year") == 2025).summary()
        'articles: 1,201; --outlet b leaves 1; --year 2025 leaves 0 (alone: 1,200)'
    """

    def __init__(
        self, rows: pl.DataFrame, what: str = "articles", *, whole: Callable[[pl.Expr], int] | None = None
    ) -> None:
        self.rows = rows
        self._count = whole or (lambda condition: rows.filter(condition).height)
        self.counts = FunnelCounts(what, rows.height if whole is None else whole(pl.lit(True)))

    def keep(
        self, name: str, condition: pl.Expr, *, is_partial: bool = False, parts: Mapping[str, int] | None = None
    ) -> Self:
        """Keep the rows that fulfil a condition; the funnel itself.

        Args:
            name: the condition, as the user gave it.
            condition: true of the rows to keep.
            is_partial: it was found out of the rows that were left alone.
            parts: of the condition, and how many rows fulfil each; told where nothing fulfils all.
        """
        before = self.rows.height
        self.rows = self.rows.filter(condition)
        # By itself the last one may leave some: then it is the two together that nothing fulfils.
        is_emptied = self.counts.steps and before and self.rows.is_empty()
        alone = self._count(condition) if is_emptied and not is_partial else None
        step = _Step(name, self.rows.height, alone, parts or {})
        self.counts = replace(self.counts, steps=(*self.counts.steps, step))
        return self

    def summary(self) -> str:
        """How many rows there were, and how many each condition left, up to the one that left none."""
        return self.counts.summary()

    def check(self) -> Self:
        """Refuse to go on with nothing; the funnel itself.

        Raises:
            UsageError: ``filter.empty``; it says what each condition left.
        """
        if self.rows.is_empty() and self.counts.steps:
            raise UsageError("filter.empty", self.summary(), "", _HINT)
        return self


#: Finds the key that a name means: of a level, a name, and the keys that there are. It raises where it finds none.
KeyOf: TypeAlias = Callable[[str, str, Collection[str]], str]


def exact_key(level: str, given: str, present: Collection[str]) -> str:
    """The key itself.

    Raises:
        UsageError: ``filter.unknown``: no article has it.
    """
    if given not in present:
        raise UsageError("filter.unknown", f"no article has the {level} '{given}'", "", near(given, sorted(present)))
    return given


#: Columns of articles that filters look at, besides those that every frame has.
_COLUMNS: Final = (*(name for name in LEVELS.values() if name in ARTICLE and name != "language"), "published_precision")

#: What a filter is called in messages, with its value.
Said: TypeAlias = Callable[[str, str], str]


def option(name: str, value: str) -> str:
    """A filter as the command line has it.

    Example:
        >>> option("min_articles", "5")
        '--min-articles 5'
    """
    return f"--{name.replace('_', '-')} {value}"


def _plain(name: str, value: str) -> str:
    return f"{name}={value}"


@dataclass(frozen=True, slots=True, eq=False)
class Narrowed:
    """The articles that a question is about.

    Attributes:
        scored: what was found in them.
        articles: those, in their order.
        funnel: what each filter left.
        readings: how words of the query were taken that mean more than themselves.
    """

    scored: Scored
    articles: pl.DataFrame
    funnel: Funnel
    readings: tuple[str, ...] = ()


def narrowed(
    scored: Scored,
    articles: pl.DataFrame,
    question: Question,
    lexicon: Lexicon,
    *,
    key: KeyOf = exact_key,
    called: Said = _plain,
    levels: Iterable[str] = (),
) -> Narrowed:
    """The articles that a question is about, and what was found in them.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        question: whose filters count.
        lexicon: that scored the articles.
        key: finds the keys that names mean; keys alone are taken where it is left out.
        called: what a filter is called in messages.
        levels: that are looked at besides those that the question names.

    Raises:
        UsageError: a filter that names nothing, or no date, or no query.
    """
    named = (*question.levels, *levels, *(["topic"] if question.topic else []))
    articles = with_topics(scored, articles, lexicon, named)
    wanted = [key for level, key in question.within if level == TARGET]
    if wanted:
        question = question.changed(within={level: key for level, key in question.within if level != TARGET})
    if not question.filters:
        scored, articles = with_targets(scored, articles, lexicon, named)
        return Narrowed(*_of_targets(scored, articles, wanted), Funnel(articles))
    rows = _complete(articles.drop("language", strict=False))
    read_in = scored.articles.select("article_id", "language")
    rows = rows.join(read_in, on="article_id", how="left", maintain_order="left")
    funnel, readings = keep_known(Funnel(rows), question, key=key, called=called), tuple[str, ...]()
    if question.about is not None:
        query = Query(question.about, lexicon)
        readings = tuple(query.readings())
        rows = funnel.rows
        mentions = query.of(scored.with_texts(rows)) if rows.height else query.nothing()
        keep_about(funnel, question.about, mentions, called=called)
    keep_large(funnel, question, called=called)
    ids = funnel.rows["article_id"]
    kept = articles.filter(pl.col("article_id").is_in(ids.implode()))
    kept_scored, kept = with_targets(restrict(scored, ids), kept, lexicon, named)
    return Narrowed(*_of_targets(kept_scored, kept, wanted), funnel, readings)


def _of_targets(scored: Scored, articles: pl.DataFrame, wanted: list[str]) -> tuple[Scored, pl.DataFrame]:
    """What is said of one target, where one is wanted."""
    if not wanted:
        return scored, articles
    kept = articles.filter(pl.col(TARGET).is_in(wanted))
    return scored.only(kept["article_id"]), kept


def fitting(
    scored: Scored, articles: pl.DataFrame, question: Question, lexicon: Lexicon, levels: Iterable[str] = ()
) -> tuple[Scored, pl.DataFrame]:
    """As :func:`narrowed`, where there is nothing to say of what is empty.

    Raises:
        UsageError: ``filter.empty`` too: no article fits, though there are some.
    """
    narrowing = narrowed(scored, articles, question, lexicon, levels=levels)
    narrowing.funnel.check()
    return narrowing.scored, narrowing.articles


def where(
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    question: Question | None = None,
    **keywords: Unpack[Keywords],
) -> pl.DataFrame:
    """The articles that a question is about, for whatever takes articles or two sets of them.

    Args:
        articles: ARTICLE columns, as far as filters need them.
        lexicon: whose actors, topics and names of countries are known.
        question: whose filters count.
        keywords: the same, one by one: ``outlet=["dawn", "BBC Urdu"]``, ``since="2025-06"``, ``about="kashmir"``.

    Returns:
        Those articles, as they are and in their order. To choose by ``topic``, or by ``language`` where no column says
        it, they are scored, which takes as long as :func:`framing.score`.

    Raises:
        UsageError: a filter that names nothing, or no date, or no query; ``filter.empty``: no article fits.

    Example:
        >>> import framing
        >>> days = ["2025-01-03", "2026-02-03", "2026-03-03"]
        >>> news = pl.DataFrame({"text": ["a", "b", "c"], "outlet": ["dawn", "dawn", "jagran"], "published": days})
        >>> framing.where(news, outlet="Dawn", since="2026")["text"].to_list()
        ['b']
    """
    lexicon, asked = lexicon or default_lexicon(), question_of(question, keywords)
    is_scored = asked.topic or {"topic", TARGET} & {part for level in asked.levels for part in parts_of(level)}
    if is_scored or (asked.language and not {"language"} <= set(articles.columns)):
        return fitting(Scorer(lexicon).score(articles), articles, asked, lexicon)[1]
    funnel = keep_known(Funnel(_complete(articles)), asked)
    if asked.about is not None:
        keep_about(funnel, asked.about, Query(asked.about, lexicon).of(funnel.rows))
    kept = keep_large(funnel, asked).check().rows["article_id"]
    return articles.filter(pl.col("article_id").is_in(kept.implode()))


def keep_known(funnel: Funnel, question: Question, *, key: KeyOf = exact_key, called: Said = _plain) -> Funnel:
    """Keep what fits by what is known of articles; ``about`` takes their texts.

    Args:
        funnel: of articles, their ``language`` the one that they were read in.
        question: whose filters count.
        key: finds the keys that names mean.
        called: what a filter is called in messages.

    Raises:
        UsageError: ``filter.date``, or a key that is none.
    """
    whole = funnel.rows
    for name in ("outlet", "country", "language", "genre", "topic"):
        if given := getattr(question, name):
            present = set(whole[name].drop_nulls())
            keys = given if name == "genre" else [key(name, each, present) for each in given]
            funnel.keep(called(name, ", ".join(given)), pl.col(name).is_in(list(keys)))
    if question.since is not None:
        funnel.keep(called("since", question.since), pl.col("published") >= moments(question.since)[0])
    if question.until is not None:
        # Of a month without a day, the whole month has to lie in the range.
        funnel.keep(called("until", question.until), last_moment() < moments(question.until)[1])
    for level, given in question.within:
        keys = keys_of(_with_groups(whole, level), level).cast(pl.String)
        wanted = key(level, given, set(keys.drop_nulls()))
        ids = whole.filter(keys == wanted)["article_id"]
        funnel.keep(called("within", f"{level}={given}"), pl.col("article_id").is_in(ids.implode()))
    return funnel


def keep_about(funnel: Funnel, query: str, mentions: Mentions, *, called: Said = _plain) -> Funnel:
    """Keep what fits a query, by what it found in the rows that are left."""
    on_topic = pl.col("article_id").is_in(mentions.ids.implode())
    return funnel.keep(called("about", query), on_topic, is_partial=True, parts=mentions.parts)


def keep_large(funnel: Funnel, question: Question, *, called: Said = _plain) -> Funnel:
    """Keep the outlets with enough articles, or the largest, of those that are left by all else."""
    for name, number in (("min_articles", question.min_articles), ("top", question.top)):
        if number is not None:
            counts = funnel.rows.drop_nulls("outlet").group_by("outlet").len()
            counts = counts.sort("len", "outlet", descending=[True, False])
            counts = counts.filter(pl.col("len") >= number) if name == "min_articles" else counts.head(number)
            kept = pl.col("outlet").is_in(counts["outlet"].implode())
            funnel.keep(called(name, str(number)), kept, is_partial=True)
    return funnel


def _complete(articles: pl.DataFrame) -> pl.DataFrame:
    """Articles with all columns that filters look at; frames made in a notebook may lack some."""
    absent = [name for name in _COLUMNS if name not in articles.columns]
    empty = (pl.lit(None, dtype=pl.String).alias(name) for name in absent)
    return articles.with_columns(published(articles), *empty)


def _with_groups(articles: pl.DataFrame, level: str) -> pl.DataFrame:
    """Articles with the user's groups as columns, where a level is one of them."""
    if GROUP not in level or "groups" not in articles.columns:
        return articles
    return articles.join(group_columns(articles), on="article_id", how="left", maintain_order="left")
