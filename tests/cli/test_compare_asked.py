"""What ``framing compare`` makes of its arguments."""

from __future__ import annotations

from typing import Any

import pytest

from framing.cli.compare import _contrast
from framing.errors import UsageError
from framing.statistics.question import Question


def asked(question: Question | None = None, **given: Any) -> Question:
    usual = dict.fromkeys(("a", "b", "before", "pair", "parts")) | {"by": "outlet"}
    return _contrast(question or Question(), usual | given)


def test_two_keys_or_two_times_are_compared_by_their_level() -> None:
    found = asked(a="x", b="y", by="country", before="2024-01-01")
    assert (found.a, found.b, found.by, found.before) == ("x", "y", "country", "2024-01-01")


@pytest.mark.parametrize(
    ("option", "given", "level"), [("pair", "own,quoted", "voice"), ("parts", "title,body", "section")]
)
def test_two_voices_or_sections_are_compared_inside_articles(option: str, given: str, level: str) -> None:
    chosen: dict[str, Any] = {option: given}
    found = asked(Question(within={"genre": "news"}), a="x", **chosen)
    assert [found.a, found.b, found.by] == [*given.split(","), level]
    assert dict(found.within) == {"genre": "news", "outlet": "x"}
    assert dict(asked(**chosen).within) == {}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"pair": "own,quoted", "parts": "title,body"}, "several contrasts at once"),
        ({"pair": "own,quoted", "before": "2024"}, "several contrasts at once"),
        ({"pair": "own"}, "two sides are compared"),
        ({"pair": "own,quoted,mention"}, "two sides are compared"),
        ({"pair": "own,quoted", "b": "y"}, "A and B are compared inside articles"),
    ],
)
def test_what_does_not_go_together_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        asked(**given)
