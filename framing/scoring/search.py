"""Which articles are about something: a concept by its names in every language.

A name is looked for as the entries of a lexicon are: in every spelling, inflected, run together or torn apart. A name
in Latin letters is looked for in every language, since newsrooms write NATO and BJP so whatever their script.

Keyword in context: evidence with the words around it, all of it or a sample that anyone can draw again.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
import regex

from framing.errors import UsageError
from framing.languages.registry import languages
from framing.lexicon.codebook import Codebook, Dimension
from framing.lexicon.entries import Entry
from framing.lexicon.lexicon import Lexicon, as_written, default_lexicon
from framing.scoring.score import Scored, score

__all__ = ["KWIC", "about", "answering", "contexts", "draw", "draw_each", "names", "restrict"]


_NAME: Final = "about"


def names(query: str, lexicon: Lexicon | None = None) -> dict[str, tuple[str, ...]]:
    """The names that a query stands for, by language.

    Args:
        query: an actor of ``actors.csv`` by id (``IN``, ``region.kashmir``, also ``kashmir``) or by any of its names,
            or a list of names apart by ``|``, each in the script of its language (``monsoon|मानसून|مون سون``).
        lexicon: whose actors are known; the toolkit's own where none is given.

    Raises:
        UsageError: an empty query, or one name in a script that no language is written in.

    Example:
        >>> sorted(names("kashmir"))
        ['en', 'hi', 'ur']
        >>> names("monsoon|मानसून")
        {'en': ('monsoon',), 'hi': ('मानसून',)}
    """
    lexicon = lexicon or default_lexicon()
    wanted = [" ".join(name.split()) for name in query.split("|") if name.strip()]
    if not wanted:
        raise UsageError("about.empty", "the query is empty", "", "name an actor or names apart by '|'")
    found: dict[str, dict[str, None]] = {}
    for name in wanted:
        actors = _actors(name, lexicon)
        for code, aliases in lexicon.aliases.items():
            for alias in aliases:
                if alias.actor_id in actors:
                    found.setdefault(code, {})[alias.alias] = None
        if not actors:
            found.setdefault(_language_of(name), {})[name] = None
    return {code: tuple(listed) for code, listed in sorted(found.items())}


def _actors(name: str, lexicon: Lexicon) -> set[str]:
    """The actors that a name may mean: by id, by the end of an id, or by an alias."""
    plain = name.casefold().replace(" ", "_")
    return {
        alias.actor_id
        for aliases in lexicon.aliases.values()
        for alias in aliases
        if plain in (alias.actor_id.casefold(), alias.actor_id.rpartition(".")[2].casefold())
        or name.casefold() == alias.alias.casefold()
    }


def _language_of(name: str) -> str:
    for code, language in languages().items():
        if regex.search(rf"\p{{Script={language.script}}}", name):
            return code
    scripts = ", ".join(language.script for language in languages().values())
    raise UsageError("about.script", f"'{name}' has no letter of a known script", "", f"write it in one of {scripts}")


def about(articles: pl.DataFrame, query: str, lexicon: Lexicon | None = None) -> pl.DataFrame:
    """How often each article names what a query stands for.

    Args:
        articles: columns as for :func:`framing.scoring.score.score`.
        query: as for :func:`names`.
        lexicon: whose actors and word lists are known; the toolkit's own where none is given.

    Returns:
        Columns article_id, mentions; a row an article, in order.

    Raises:
        UsageError: see :func:`names`.

    Example:
        >>> articles = pl.DataFrame({"text": ["Talks on Kashmir resumed in the capital.", "The match was drawn."]})
        >>> about(articles, "kashmir")["mentions"].to_list()
        [1, 0]
    """
    lexicon = lexicon or default_lexicon()
    found = score(articles, _lexicon(names(query, lexicon), lexicon))
    counted = found.evidence.group_by("article_id").agg(mentions=pl.len().cast(pl.Int64))
    joined = found.articles.select("article_id").join(counted, on="article_id", how="left", maintain_order="left")
    return joined.with_columns(pl.col("mentions").fill_null(0))


def restrict(scored: Scored, articles: pl.Series) -> Scored:
    """What scoring found, of some articles only.

    Args:
        scored: of all.
        articles: the ids of those to keep.
    """
    return scored.only(articles)


def _lexicon(named: dict[str, tuple[str, ...]], lexicon: Lexicon) -> Lexicon:
    """A lexicon of nothing but the names."""
    dimension = Dimension(name=_NAME, family="own", label=_NAME, definition=_NAME, examples={})
    codebook = Codebook(
        version=lexicon.codebook.version, licence=lexicon.codebook.licence, dimensions={_NAME: dimension}, scales={}
    )
    entries = {
        code: tuple(_entry(code, name, number) for number, name in enumerate(listed))
        for code, listed in as_written(named).items()
    }
    return Lexicon(
        codebook=codebook,
        entries=entries,
        words=lexicon.words,
        aliases={},
        baselines={},
        fingerprint=f"{_NAME}:{lexicon.fingerprint}",
    )


def _entry(code: str, name: str, number: int) -> Entry:
    several = regex.search(r"[^\p{L}\p{M}\p{N}]", name) is not None
    return Entry(
        id=f"{code}.{_NAME}.{_NAME}.{number}",
        language=code,
        dimension=_NAME,
        term=name,
        match="phrase" if several else "lemma",
        pos="noun",
        kind="topic",
        weight=1.0,
        concept=_NAME,
        where=name,
    )


#: One row a hit. ``before`` and ``after`` are up to ``width`` code points of the same field, cut at words, in one line.
KWIC: Final = {
    "article_id": pl.String(),
    "section": pl.String(),
    "before": pl.String(),
    "hit": pl.String(),
    "after": pl.String(),
    "dimension": pl.String(),
    "entry_id": pl.String(),
    "voice": pl.String(),
    "negated": pl.Boolean(),
    "actor": pl.String(),
    "start": pl.Int64(),
    "end": pl.Int64(),
}


def answering(lexicon: Lexicon, query: str) -> frozenset[str]:
    """The ids of the entries that a query names: a dimension, a concept, an entry's id, or a term.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> sorted(answering(default_lexicon(), "shout_hoarse"))[0]
        'en.sensational.shout_hoarse'
    """
    return frozenset(
        entry.id
        for entries in lexicon.entries.values()
        for entry in entries
        if query in (entry.dimension, entry.concept, entry.id, entry.term)
    )


def draw(evidence: pl.DataFrame, number: int, *, seed: int = 1) -> pl.DataFrame:
    """A simple random sample of hits, in the order of the evidence.

    Args:
        evidence: EVIDENCE columns.
        number: how many; all, where there are fewer.
        seed: the same seed draws the same hits of the same evidence.
    """
    chosen = np.random.default_rng(seed).permutation(evidence.height)[:number]
    return evidence[np.sort(chosen)]


def draw_each(evidence: pl.DataFrame, entries: int, number: int, *, seed: int = 1) -> pl.DataFrame:
    """Some hits of each of the most frequent entries, most frequent entry first.

    Args:
        evidence: EVIDENCE columns.
        entries: how many entries.
        number: hits of each.
        seed: as for :func:`draw`.
    """
    counted = evidence.group_by("entry_id").len().sort("len", "entry_id", descending=[True, False])
    parts = [
        draw(evidence.filter(pl.col("entry_id") == entry), number, seed=seed)
        for entry in counted["entry_id"].head(entries)
    ]
    return pl.concat([evidence.clear(), *parts])


def contexts(evidence: pl.DataFrame, articles: pl.DataFrame, *, width: int = 60) -> pl.DataFrame:
    """Put each hit into its context.

    Args:
        evidence: EVIDENCE columns.
        articles: columns article_id, text and, where there are titles, title.
        width: code points of context on each side.

    Returns:
        KWIC columns, a row a row of the evidence, in its order.

    Example:
        >>> from framing.scoring.score import score
        >>> articles = pl.DataFrame({"article_id": ["a"], "text": ["It was a stunning, historic deal."]})
        >>> contexts(score(articles).evidence, articles)["before"][0]
        'It was a'
    """
    if "title" not in articles.columns:
        articles = articles.with_columns(title=pl.lit(None, pl.String))
    wanted = articles.filter(pl.col("article_id").is_in(evidence["article_id"].unique().implode()))
    fields = {row[0]: row[1:] for row in wanted.select("article_id", "title", "text").iter_rows()}
    before, after = [], []
    for article, section, start, end in evidence.select("article_id", "section", "start", "end").iter_rows():
        field = fields[article][0 if section == "title" else 1]
        before.append(_before(field, start, width))
        after.append(_after(field, end, width))
    placed = evidence.with_columns(
        pl.Series("before", before, pl.String), pl.Series("after", after, pl.String), hit=pl.col("surface")
    )
    return placed.select(list(KWIC)).cast(dict(KWIC))  # type: ignore[arg-type]


def _before(field: str, start: int, width: int) -> str:
    context = field[max(0, start - width) : start]
    # The word that the outer end cuts goes.
    return " ".join((context if start <= width else context[context.find(" ") + 1 :]).split())


def _after(field: str, end: int, width: int) -> str:
    context = field[end : end + width]
    kept = context if end + width >= len(field) or " " not in context else context[: context.rfind(" ")]
    return " ".join(kept.split())
