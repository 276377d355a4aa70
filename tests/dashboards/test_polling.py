"""What a page is told while it asks for news: once, and again only after long."""

from __future__ import annotations

import pytest

from dashboards.app import is_news


@pytest.mark.parametrize(
    ("now", "shown", "told", "polls", "expected"),
    [
        ("2", "1", None, 1, True),
        ("2", "1", "1", 1, True),
        # It is being made.
        ("2", "1", "2", 29, False),
        ("2", None, None, 29, False),
        # It was lost.
        ("2", "1", "2", 30, True),
        ("2", None, None, 30, True),
        ("2", "1", "2", 31, False),
        # It is shown.
        ("2", "2", None, 1, False),
        ("2", "2", "2", 30, False),
    ],
)
def test_a_page_is_told_what_it_neither_shows_nor_makes(
    now: str, shown: str | None, told: str | None, polls: int, expected: bool
) -> None:
    assert is_news(now, shown, told, polls) is expected
