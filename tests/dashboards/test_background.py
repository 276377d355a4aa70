"""Work in the background: done once, told of while it goes on, tried again where it failed."""

from __future__ import annotations

from threading import Event

import pytest

from dashboards.background import Background, Tell


def test_what_takes_long_goes_on_and_tells_how_far_it_is() -> None:
    work, go, told = Background(1), Event(), Event()

    def make(tell: Tell) -> str:
        tell(3)
        told.set()
        assert go.wait(60)
        return "done"

    assert work.get("slow", make, 0) is None
    assert told.wait(60)
    assert work.done == 3
    assert work.get("slow", lambda _: "begun again", 0) is None
    go.set()
    assert work.get("slow", lambda _: "begun again", None) == "done"


def test_what_failed_is_tried_again() -> None:
    work = Background(1)
    with pytest.raises(ZeroDivisionError):
        work.get("broken", lambda _: 1 / 0, None)
    assert work.get("broken", lambda _: 1, None) == 1


def test_no_more_is_kept_than_was_said() -> None:
    work, made = Background(2), list[str]()

    def get(key: str) -> None:
        work.get(key, lambda _: made.append(key), None)

    for key in ("a", "b", "a", "c", "b", "a"):
        get(key)
    assert made == ["a", "b", "c", "a"]
