"""Records: one plain object an article, as the JSON Lines output has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, Final

import polars as pl

from framing.schemas import SECTIONS, VERSIONS, VOICES
from framing.scoring.intervals import PER
from framing.scoring.scales import WHOLE
from framing.scoring.score import Scored

__all__ = ["records"]

_META: Final = (
    "outlet",
    "outlet_name",
    "country",
    "source",
    "source_country",
    "genre",
    "title",
    "url",
    "published",
    "published_basis",
    "published_precision",
)
_SPAN: Final = (
    "section", "start", "end", "surface", "dimension", "entry_id", "concept", "kind",
    "weight", "factor", "voice", "negated", "actor",
)  # fmt: skip

Counts = dict[str, dict[str, float]]


def records(
    scored: Scored, articles: pl.DataFrame, outlet_name: Callable[[str, str | None], str] | None = None
) -> Iterator[dict[str, Any]]:
    """One object an article, in order.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        outlet_name: what an outlet is called, by its id and the name that the article writes, such as
            ``framing.load_outlets().name``; without it the name that the article writes.

    Yields:
        ``article_id``, metadata, ``groups`` {name: value}, ``language``, ``words``, ``coverage``, ``status``;
        ``scores`` {dimension: {hits,
        weighted, rate}} in all voices; ``scales`` {name: {value, low, high, positive, negative}} in the voices that it
        counts; the same per section under ``sections``; words and scores per voice under ``voices``; ``evidence``. A
        dimension without hits is left out; an article without words has no rate.

    Example:
        >>> import polars as pl
        >>> from framing.scoring.score import score
        >>> articles = pl.DataFrame({"article_id": ["a"], "text": ["A stunning, historic deal."]})
        >>> next(records(score(articles), articles))["words"]
        4
    """
    meta = {
        row["article_id"]: row
        for row in articles.select(pl.col("article_id").cast(pl.String), pl.exclude("article_id", "text")).iter_rows(
            named=True
        )
    }
    evidence = _grouped(scored.evidence)
    exposure = _grouped(scored.exposure)
    scores = _grouped(scored.scores)
    scales = _grouped(scored.scales)
    for row in scored.articles.iter_rows(named=True):
        key = row["article_id"]
        given = meta[key]
        if outlet_name is not None and given.get("outlet"):
            given["outlet_name"] = outlet_name(given["outlet"], given.get("outlet_name"))
        words = exposure[key]
        yield {
            "article_id": key,
            **{name: _plain(given.get(name)) for name in _META},
            "groups": {group["name"]: group["value"] for group in given.get("groups") or ()},
            "language": row["language"],
            "words": row["words"],
            "coverage": row["coverage"],
            "status": row["status"],
            **_block(scores[key], scales[key], words, None, WHOLE),
            "sections": {name: _block(scores[key], scales[key], words, ("section", name), name) for name in SECTIONS},
            "voices": {name: _block(scores[key], [], words, ("voice", name), "") for name in VOICES},
            "evidence": [{name: span[name] for name in _SPAN} for span in evidence[key]],
            **{name: row[name] for name in ("content_sha256", *VERSIONS)},
        }


def _grouped(frame: pl.DataFrame) -> defaultdict[str, list[dict[str, Any]]]:
    grouped: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        grouped[row["article_id"]].append(row)
    return grouped


def _block(
    scores: list[dict[str, Any]],
    scales: list[dict[str, Any]],
    exposure: list[dict[str, Any]],
    part: tuple[str, str] | None,
    section: str,
) -> dict[str, Any]:
    """Words, scores and scales of the whole article, of one section or of one voice."""

    def belongs(row: dict[str, Any]) -> bool:
        return part is None or row[part[0]] == part[1]

    words = sum(row["words"] for row in exposure if belongs(row))
    added: Counts = {}
    for row in filter(belongs, scores):
        of_dimension = added.setdefault(row["dimension"], {"hits": 0, "weighted": 0.0})
        of_dimension["hits"] += row["hits"]
        of_dimension["weighted"] += row["weighted"]
    for counts in added.values():
        counts["rate"] = PER * counts["hits"] / words
    block: dict[str, Any] = {} if part is None else {"words": words}
    block["scores"] = added
    if scales or part is None or part[0] == "section":
        names = ("value", "low", "high", "positive", "negative", "words")
        block["scales"] = {
            row["scale"]: {name: row[name] for name in names} for row in scales if row["section"] == section
        }
    return block


def _plain(value: Any) -> Any:
    return value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else value
