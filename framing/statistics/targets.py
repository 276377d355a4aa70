"""Targets: what is said of whom. Each article by the persons, organisations and countries that it names.

An article becomes as many as it has targets. Of each it keeps the clauses that name the target: their words, and their
hits. Where a clause names several, a hit belongs to the nearest. Where it names nobody, its hits belong to the country
or other listed actor that is nearest in the sentence (:func:`framing.scoring.context.nearest_actor`).

Persons and organisations are found by how they are written (:mod:`framing.scoring.named`); one word is taken for the
longer name that ends in it in the same article ("Marsh" for "Ann Marsh"). The words of a clause have the voice of most
of its hits of any dimension, so that what an outlet says of a target stands apart from what speakers say.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import polars as pl

from framing.lexicon.lexicon import Lexicon
from framing.schemas import EVIDENCE, EXPOSURE
from framing.scoring.named import Name, clauses, fold_ahead, named
from framing.scoring.scales import scales_of, scores_of
from framing.scoring.score import Scored
from framing.statistics.levels import CROSS

__all__ = ["TARGET", "with_targets"]

#: The level, and the column of its keys.
TARGET: Final = "target"


#: Articles whose words are folded at once.
_AHEAD: Final = 500


class _Clause(NamedTuple):
    start: int
    end: int
    section: str
    names: tuple[Name, ...]
    words: int


class _Part(NamedTuple):
    """What an article says of a target: words by section and voice, and rows of its evidence."""

    words: Counter[tuple[str, str]]
    rows: list[int]


def with_targets(
    scored: Scored,
    articles: pl.DataFrame,
    lexicon: Lexicon,
    levels: Iterable[str],
    *,
    tell: Callable[[int], object] | None = None,
) -> tuple[Scored, pl.DataFrame]:
    """Articles by target, in a column ``target``, where a level asks for it; else as they are.

    Args:
        scored: what was found in the articles.
        articles: ARTICLE columns, with texts or of a project that has them.
        lexicon: that scored them.
        levels: that are looked at, such as ``target`` or ``outlet*target``.
        tell: takes how many articles were read, now and then.

    Returns:
        What was found in each clause set, and a row for each article and target, with an id of its own. Articles that
        name nobody are left out.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> from framing.scoring.score import score
        >>> news = pl.DataFrame({"article_id": ["1"], "text": ["They call Ann Lee brave, but Bo Marsh failed."]})
        >>> found, rows = with_targets(score(news), news, default_lexicon(), ["target"])
        >>> rows["target"].to_list()
        ['Ann Lee', 'Bo Marsh']
        >>> found.scales.filter(scale="valence", section="all").select("positive", "negative").rows()
        [(1, 0), (0, 1)]
    """
    if TARGET in articles.columns or TARGET not in {part.strip() for level in levels for part in level.split(CROSS)}:
        return scored, articles
    texts = scored.with_texts(articles)
    read_in = dict(scored.articles.select("article_id", "language").iter_rows())
    evidence = scored.only(texts["article_id"]).evidence.with_row_index("row")
    spans: dict[str, list[dict[str, Any]]] = {}
    for span in evidence.select("row", "article_id", "section", "start", "end", "voice", "actor").iter_rows(named=True):
        spans.setdefault(span["article_id"], []).append(span)
    found: list[tuple[str, str, _Part]] = []
    has_title = "title" in texts.columns
    rows = texts.select("article_id", "text", *(["title"] if has_title else []))
    for number, row in enumerate(rows.iter_rows(named=True)):
        if number % _AHEAD == 0:
            _fold_ahead(rows[number : number + _AHEAD], read_in)
            if tell:
                tell(number)
        language = _language(read_in, row["article_id"])
        parts = _parts(row.get("title") or "", row["text"] or "", spans.get(row["article_id"], ()), language, lexicon)
        found += [(row["article_id"], target, part) for target, part in parts.items()]
    return _as_scored(found, scored, evidence, lexicon), _as_articles(found, texts)


def _language(read_in: Mapping[str, str | None], article: str) -> str:
    return (read_in.get(article) or "").split("-")[0]


def _fold_ahead(rows: pl.DataFrame, read_in: Mapping[str, str | None]) -> None:
    """Fold the words of some articles, each language's at once."""
    texts: dict[str, list[str]] = {}
    for article, *fields in rows.iter_rows():
        texts.setdefault(_language(read_in, article), []).extend(field for field in fields if field)
    for language, own in texts.items():
        fold_ahead(own, language)


def _parts(
    title: str, text: str, spans: Sequence[Mapping[str, Any]], language: str, lexicon: Lexicon
) -> dict[str, _Part]:
    """Target → what an article says of it."""
    words = lexicon.words.get(language, {})
    fields = {"title": title, "text": text}
    names = {field: named(content, language, words) for field, content in fields.items()}
    longer = _longer([name.surface for listed in names.values() for name in listed])
    parts: dict[str, _Part] = {}
    for field, content in fields.items():
        own = [span for span in spans if (span["section"] == "title") == (field == "title")]
        listed = list(_clauses(content, language, names[field], field))
        starts = [clause.start for clause in listed]
        held: dict[int, list[Mapping[str, Any]]] = {}
        for span in own:
            held.setdefault(bisect_right(starts, span["start"]) - 1, []).append(span)
        for number, clause in enumerate(listed):
            hits = held.get(number, [])
            voice = Counter(span["voice"] for span in hits).most_common(1)[0][0] if hits else "own"
            owners = [longer.get(target, target) if target else None for target in _owners(clause, hits)]
            targets = {longer.get(name.surface, name.surface) for name in clause.names} | {one for one in owners if one}
            for target in sorted(targets):
                part = parts.setdefault(target, _Part(Counter(), []))
                part.words[clause.section, voice] += clause.words
                part.rows.extend(hit["row"] for hit, owner in zip(hits, owners, strict=True) if owner == target)
    return parts


def _clauses(text: str, language: str, names: Sequence[Name], field: str) -> Iterator[_Clause]:
    lead = text.find("\n") if "\n" in text else len(text)
    begins = [name.start for name in names]
    for start, end in clauses(text, language):
        section = "title" if field == "title" else "lead" if start < lead else "body"
        inside = tuple(names[bisect_left(begins, start) : bisect_left(begins, end)])
        yield _Clause(start, end, section, inside, len(text[start:end].split()))


def _owners(clause: _Clause, hits: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """Whom each hit is about: the nearest name of its clause, else the listed actor that is nearest in the sentence."""
    owners: list[str | None] = []
    for hit in hits:
        near = [
            (max(name.start - hit["end"], hit["start"] - name.end, 0), name.start, name.surface)
            for name in clause.names
        ]
        owners.append(min(near)[2] if near else hit["actor"])
    return owners


def _longer(names: Sequence[str]) -> dict[str, str]:
    """One word → the longer name that ends in it, the first of an article."""
    found: dict[str, str] = {}
    for name in names:
        if len(words := name.split()) > 1:
            found.setdefault(words[-1], name)
    return found


def _id(article: str, target: str) -> str:
    return f"{article} → {target}"


def _as_scored(
    found: Sequence[tuple[str, str, _Part]], scored: Scored, evidence: pl.DataFrame, lexicon: Lexicon
) -> Scored:
    """The parts, as if each were an article."""
    own = pl.DataFrame(
        [(_id(article, target), row) for article, target, part in found for row in part.rows],
        schema={"part": pl.String(), "row": pl.UInt32()},
        orient="row",
    )
    hits = own.join(evidence, on="row", how="left", maintain_order="left").with_columns(article_id="part")
    exposure = pl.DataFrame(
        [
            (_id(article, target), section, voice, words)
            for article, target, part in found
            for (section, voice), words in sorted(part.words.items())
        ],
        schema=dict(EXPOSURE),
        orient="row",
    )
    named_parts = pl.DataFrame(
        [(_id(article, target), article) for article, target, _ in found],
        schema={"part": pl.String(), "article_id": pl.String()},
        orient="row",
    )
    words = exposure.group_by("article_id").agg(words=pl.sum("words"))
    status = named_parts.join(scored.articles.drop("words"), on="article_id", how="left", maintain_order="left")
    status = status.with_columns(article_id="part").join(words, on="article_id", how="left", maintain_order="left")
    status = status.select(scored.articles.columns).cast(scored.articles.schema)
    hits = hits.select(list(EVIDENCE))
    scales = scales_of(status.select("article_id", "language"), hits, exposure, lexicon)
    return Scored(status, hits, exposure, scores_of(hits, exposure), scales)


def _as_articles(found: Sequence[tuple[str, str, _Part]], texts: pl.DataFrame) -> pl.DataFrame:
    parts = pl.DataFrame(
        [(article, target) for article, target, _ in found],
        schema={"article_id": pl.String(), TARGET: pl.String()},
        orient="row",
    )
    joined = parts.join(texts, on="article_id", how="left", maintain_order="left")
    return joined.with_columns(article_id=pl.format("{} → {}", "article_id", TARGET))
