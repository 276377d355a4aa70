"""Where coders may mark words: within title or text, so many, each once and in their order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from framing.errors import InputError, UsageError
from framing.store.desk import Desk, Task, _checked
from framing.store.project import init_project

TEXT = {"title": "abcd", "text": "कखग"}


def spot(section: object, start: object, end: object) -> dict[str, Any]:
    return {"section": section, "start": start, "end": end}


@pytest.mark.parametrize("span", [spot("title", 0, 4), spot("title", 3, 4), spot("text", 0, 1), spot("text", 2, 3)])
def test_a_span_may_reach_from_end_to_end(span: dict[str, Any]) -> None:
    assert _checked([span], TEXT, "a") == [span]


@pytest.mark.parametrize(
    "span",
    [
        spot("title", 0, 5), spot("text", 0, 4), spot("title", -1, 2), spot("title", 2, 2), spot("title", 3, 2),
        spot("lead", 0, 1), spot("language", 0, 1), spot(None, 0, 1), spot("title", "0", 1), spot("title", 0, 1.0),
        spot("title", False, 1), spot("title", 0, True), {"section": "title", "start": 0}, {},
    ],
)  # fmt: skip
def test_a_span_that_is_none_is_refused(span: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as caught:
        _checked([spot("title", 0, 1), span], TEXT | {"language": "hi"}, "a")
    assert (caught.value.code, caught.value.where) == ("coding.span", "a")
    start, end, section = (span.get(name) for name in ("start", "end", "section"))
    assert caught.value.what == f"a span goes from {start} to {end} in '{section}'"


def test_spans_are_kept_once_and_in_their_order() -> None:
    spans = [spot("title", 1, 2), spot("text", 2, 3), spot("text", 0, 3), spot("title", 1, 2), spot("text", 0, 1)]
    found = [(span["section"], span["start"], span["end"]) for span in _checked(spans, TEXT, "a")]
    assert found == [("text", 0, 1), ("text", 0, 3), ("text", 2, 3), ("title", 1, 2)]


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_so_many_spans_can_be_marked(more: int) -> None:
    spans = [spot("title", at, at + 1) for at in range(500 + more)]
    text = {"title": "x" * 501, "text": ""}
    if more > 0:
        with pytest.raises(UsageError, match="mark 500 at most"):
            _checked(spans, text, "a")
    else:
        assert len(_checked(spans, text, "a")) == 500 + more


@pytest.mark.parametrize(("size", "code"), [(2_000, "input.no-article"), (2_001, "coding.comment")])
def test_a_comment_has_two_thousand_letters(tmp_path: Path, size: int, code: str) -> None:
    """One that fits is refused for the article that there is not."""
    desk = Desk(init_project(tmp_path / "study"), "asha")
    with pytest.raises((InputError, UsageError)) as caught:
        desk.save("nobody", "praise", "yes", content_sha256="", edition="", comment="x" * size)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("dimension", "code", "refusal"),
    [("moon", "yes", "coding.dimension"), ("praise", "maybe", "coding.code"), ("praise", None, "input.no-article")],
)
def test_what_cannot_be_said_is_refused_first(tmp_path: Path, dimension: str, code: str | None, refusal: str) -> None:
    desk = Desk(init_project(tmp_path / "study"), "asha")
    with pytest.raises((InputError, UsageError)) as caught:
        desk.save("nobody", dimension, code, content_sha256="", edition="")
    assert caught.value.code == refusal


@pytest.mark.parametrize(("coded", "done"), [((), False), (("praise",), False), (("praise", "doubt"), True)])
def test_a_task_is_done_when_nothing_is_left_to_say(coded: tuple[str, ...], done: bool) -> None:
    assert Task("a", "u", "s", ("praise", "doubt"), coded, ()).is_done == done
