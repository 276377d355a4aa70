"""A level means the same wherever it is named: in estimates, in comparisons and over time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

import framing
from framing.schemas import LEVELS

#: Each level's keys are told by their letter.
KEYS = {
    "outlet": ("o1", "o2"),
    "country": ("IN", "PK"),
    "source": ("CN", "GB"),
    "agency": ("ani", "reuters"),
    "genre": ("news", "opinion"),
    "topic": ("economic", "health"),
}


@pytest.fixture(scope="module")
def articles() -> pl.DataFrame:
    rows = []
    for number in range(28):
        keys = {LEVELS[level]: both[number % 2] for level, both in KEYS.items()}
        day = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=16 * number)
        text = f"The {'shameful' if number % 2 else 'long'} talks {number} ended without a word on water."
        rows.append({"article_id": str(number), "text": text, "language": "en", "published": day, **keys})
    return pl.DataFrame(rows)


@pytest.mark.parametrize("level", KEYS)
def test_a_level_has_the_same_keys_everywhere(articles: pl.DataFrame, level: str) -> None:
    scored = framing.score(articles)
    estimated = framing.estimate(scored, articles, levels=[level]).filter(pl.col("level") == level)
    assert set(estimated["key"]) == set(KEYS[level])
    series = framing.trends(scored, articles, level=level).series
    assert set(series.filter(pl.col("level") == level)["key"]) == set(KEYS[level])
    a, b = KEYS[level]
    found = framing.compare(scored, articles, a, b, by=level)
    assert found.sides["articles"].to_list() == [14, 14]
