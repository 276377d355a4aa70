"""Draws: articles of a project that people code, each with a known chance, and the sheets for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon
from framing.phrases import near_or
from framing.statistics.hits import counts_of, with_sides
from framing.statistics.levels import KEY, keyed, keys_of
from framing.statistics.observations import observe
from framing.statistics.question import Question
from framing.store.answers import Answers
from framing.store.codes import fold_now, record_draw, sample_of
from framing.store.filters import chosen_of
from framing.store.loaded import Loaded
from framing.store.project import Project, open_project
from framing.validation.coding import write_coding
from framing.validation.sampling import bands, codes_for, draw, evened

__all__ = ["Sample", "sample"]

#: The stratum of a measure's rate; a measure's name may follow behind a colon.
_SCORE: Final = "score"


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Articles that were drawn to be coded.

    Attributes:
        drawn: DRAWN columns: article_id, key, chance, coders.
        keys: columns key, stratum (where there are strata), articles, drawn.
        coders: how many articles each codes.
    """

    drawn: pl.DataFrame
    keys: pl.DataFrame
    coders: dict[str, int]


def sample(
    project: Project | Path | str,
    into: Path | str,
    *,
    dimensions: Sequence[str],
    coders: Sequence[str],
    number: int | None = None,
    half_width: float | None = None,
    by: str = "outlet",
    double: float = 0.0,
    more_of: str | None = None,
    purpose: str = "correct",
    question: Question | None = None,
    seed: int = 1,
) -> Sample:
    """Draw articles of a project for people to code, and write a sheet for each coder.

    Args:
        project: which, or its folder; it takes the draw down.
        into: a new folder for the sheets.
        dimensions: what is coded.
        coders: who codes.
        number: articles of each key that are expected to be drawn; or
        half_width: as many as tell a share to so much to each side.
        by: a level; after it, separated by commas, strata that each key is drawn from evenly. ``score`` stands for
            articles without a hit in the first dimension and the thirds of the others by their rate, ``score:NAME``
            for those of another measure.
        double: share of the articles that a second coder codes too.
        more_of: a dimension; articles with a hit are drawn three times as often as others.
        purpose: ``correct``, or ``tune``: to grow or tune a lexicon, which such codes never validate or correct.
        question: of which articles; all of them where it is left out.
        seed: the same draws the same, and more of the same seed only adds.

    Raises:
        UsageError: a dimension or measure that there is not, no size or two, nothing to draw from.
        ProjectError: ``project.damaged`` or ``project.write``.

    Example:
        >>> drawn = sample(project, "coding", dimensions=["derogation"], coders=["asha"], number=60)  # doctest: +SKIP
    """
    project = open_project(project)
    lexicon, asked = project.lexicon(), question or Question()
    _check(lexicon.codebook.dimensions, (*dimensions, *([more_of] if more_of else [])))
    wanted = _size(number, half_width)
    level, *strata = [f"{_SCORE}:{dimensions[0]}" if part == _SCORE else part for part in by.split(",")]
    named = [part for part in strata if not part.startswith(f"{_SCORE}:")]
    loaded, choice = chosen_of(Answers(project).loaded(), asked.changed(by=None), project, [level, *named])
    choice.funnel.check()
    keys = _keyed(loaded, level, strata, more_of, lexicon)
    drawn = draw(keys, number=wanted, coders=coders, double=double, seed=seed)
    about: dict[str, Any] = {"seed": seed, "by": ",".join([level, *strata]), "n": wanted, "double": double}
    about |= {"more_of": more_of, **({"purpose": purpose} if purpose == "tune" else {}), "filters": asked.named()}
    about |= {"lexicon": lexicon.fingerprint, "project_version": project.version()}
    about |= {"drawn": datetime.now(UTC).isoformat()}
    about |= {"sample": sample_of(about)}
    dealt = _written(project, loaded, drawn, Path(into), dimensions, about)
    is_drawn = pl.col("article_id").is_in(drawn["article_id"].implode())
    of_keys = keys.group_by("key", "stratum").agg(articles=pl.len(), drawn=is_drawn.sum()).sort("key", "stratum")
    return Sample(drawn, of_keys if strata else of_keys.drop("stratum"), dealt)


def _written(
    project: Project, loaded: Loaded, drawn: pl.DataFrame, into: Path, dimensions: Sequence[str], about: dict[str, Any]
) -> dict[str, int]:
    """Write the sheets and take the draw down; how many articles each coder has."""
    chosen = loaded.articles.filter(pl.col("article_id").is_in(drawn["article_id"].implode()))
    hashes = loaded.scored.articles.select("article_id", "language", "content_sha256")
    texts = loaded.scored.with_texts(chosen).drop("language", "content_sha256", strict=False)
    dealt = write_coding(drawn, texts.join(hashes, on="article_id", how="left"), into, dimensions, about)
    record_draw(project, drawn, hashes, dimensions, about)
    fold_now(project)
    return dealt


def _check(known: Collection[str], named: Iterable[str]) -> None:
    if wrong := [name for name in named if name not in known]:
        hint = near_or(wrong[0], known, "the dimensions are")
        raise UsageError("sample.dimension", f"no dimension '{wrong[0]}'", "", hint)


def _size(number: int | None, half_width: float | None) -> int:
    """Articles of each key, from the one of the two that is given."""
    if number is not None and half_width is None:
        return number
    if half_width is not None and number is None:
        return codes_for(half_width)
    raise UsageError("sample.size", "a number or a half-width, and one of the two", "", "use --n or --half-width")


def _keyed(loaded: Loaded, by: str, strata: list[str], more_of: str | None, lexicon: Lexicon) -> pl.DataFrame:
    """Columns article_id, key, stratum, weight of the articles that were read."""
    observed = keyed(observe(loaded.scored, loaded.articles), by)
    counts = with_sides(*counts_of(observed, lexicon.codebook))
    rows = observed.articles.with_columns(key_=pl.col(KEY).cast(pl.String))
    for place, name in enumerate(strata):
        if not name.startswith(f"{_SCORE}:"):
            rows = rows.with_columns(keys_of(rows, name).cast(pl.String).fill_null("–").alias(f"stratum {place}"))
            continue
        measure = name.partition(":")[2]
        if measure not in counts.names:
            hint = f"there are {', '.join(counts.names)}"
            raise UsageError("sample.score", f"no measure '{measure}' to draw by", "", hint)
        rate = pl.Series(counts.first[:, counts.names.index(measure)]) / rows["words"].clip(1)
        rows = rows.with_columns(rate=rate).with_columns(bands(pl.col("rate"), within="key_").alias(f"stratum {place}"))
    more = counts.first[:, counts.names.index(more_of)] > 0 if more_of else np.zeros(rows.height, np.bool_)
    rows = rows.with_columns(more=more).filter(pl.col("words") > 0).drop_nulls("key_")
    weight = pl.when("more").then(3.0).otherwise(1.0)
    names = [f"stratum {place}" for place in range(len(strata))]
    stratum = pl.concat_str(names, separator=" · ") if names else pl.lit("")
    keys = rows.select("article_id", key="key_", stratum=stratum, weight=weight)
    return evened(keys, ["stratum"]) if names else keys
