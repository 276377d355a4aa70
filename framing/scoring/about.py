"""Which articles are about something: a concept by its names in every language.

A name is looked for as the entries of a lexicon are: in every spelling, inflected, run together or torn apart. A name
in Latin letters is looked for in every language, since newsrooms write NATO and BJP so whatever their script.
"""

from __future__ import annotations

from typing import Final

import polars as pl
import regex

from framing.errors import UsageError
from framing.lexicon.actors import as_written
from framing.lexicon.codebook import Codebook, Dimension
from framing.lexicon.entries import Entry
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.scoring.score import Scored, score
from framing.text.registry import languages

__all__ = ["about", "names", "restrict"]

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
    keep = pl.col("article_id").is_in(articles.implode())
    frames = {name: getattr(scored, name).filter(keep) for name in Scored.__dataclass_fields__}
    return Scored(**frames)


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
