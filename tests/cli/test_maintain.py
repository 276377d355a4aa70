"""What is said of what moved between two states, and how rejects begin."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from framing.cli import maintain
from framing.store.rescore import Diff
from tests.cli.test_tables import cells
from tests.handmade import table_of

Capture = pytest.CaptureFixture[str]

OUTLETS = {
    "outlet_name": pl.String(), "dimension": pl.String(), "hits_before": pl.Int64(), "hits_after": pl.Int64(),
    "rate_before": pl.Float64(), "rate_after": pl.Float64(), "change": pl.Float64(),
}  # fmt: skip
ENTRIES = {
    "entry_id": pl.String(), "dimension": pl.String(), "hits_before": pl.Int64(), "hits_after": pl.Int64(),
    "change": pl.Int64(), "status": pl.String(),
}  # fmt: skip


def moved(outlets: int = 1, entries: int = 1, articles: tuple[int, int] = (9, 9), stale: int = 0) -> Diff:
    row: dict[str, Any] = {"dimension": "war", "hits_before": 1, "hits_after": 3}
    own = [row | {"outlet_name": f"o{at}", "rate_after": 1.234, "change": -0.5} for at in range(outlets)]
    listed = [row | {"entry_id": f"e{at}", "change": 2, "status": "appeared"} for at in range(entries)]
    return Diff(1, 2, articles, (0, stale), table_of(OUTLETS, own), table_of(ENTRIES, listed))


def test_what_moved_is_told_by_outlet_and_by_entry(capsys: Capture) -> None:
    maintain._print(moved())
    found = [line for line in cells(capsys) if line]
    assert found == [
        ["Hits per 1,000 words"], ["outlet", "dimension", "hits", "rate before", "after", "change"],
        ["o0", "war", "1 → 3", "–", "1.23", "-0.50"], ["Entries"], ["entry", "dimension", "hits", "change"],
        ["e0", "war", "1 → 3", "+2", "appeared"],
    ]  # fmt: skip


@pytest.mark.parametrize(("rows", "more"), [(14, False), (15, False), (16, True)])
def test_the_fifteen_largest_changes_are_shown(capsys: Capture, rows: int, more: bool) -> None:
    maintain._print(moved(rows, rows))
    found = cells(capsys)
    titles = [line[0] for line in found if line and line[0].startswith(("Hits", "Entries"))]
    said = " (the largest 15 of 16 changes; --json has all)" if more else ""
    assert titles == [f"Hits per 1,000 words{said}", f"Entries{said}"]
    assert len([line for line in found if "1 → 3" in line]) == 2 * min(rows, 15)


def test_nothing_moved_and_why_rates_may_have(capsys: Capture) -> None:
    maintain._print(moved(0, 0))
    assert capsys.readouterr() == ("nothing moved\n", "")
    maintain._print(moved(0, 1, (1, 1200), 3))
    out, err = capsys.readouterr()
    assert "nothing moved" not in out
    before, stale = err.splitlines()
    assert before == "framing: 1 article before, 1,200 after: rates moved with the articles, too"
    assert stale.startswith("framing: 3 of 1,200 articles of the later state: scored with another lexicon")


@pytest.mark.parametrize(
    ("first", "shown"),
    [
        (None, ""),
        (b" two\n words ", "two  words"),
        ("می‌خواہم".encode(), "می‌خواہم"),
        (b"\x00\x1b[", "\\x00\\x1b["),
        (b"\xffx", "\\xffx"),
        ("\u2066".encode(), "\\x2066"),
    ],
)
def test_how_a_reject_begins_can_be_shown(first: bytes | None, shown: str) -> None:
    assert maintain._printable(first) == shown


def test_of_rejects_that_were_tried_again_those_are_over_that_did_not_come_again() -> None:
    from framing.store.known import REJECT_KEY

    kinds = dict.fromkeys(REJECT_KEY, pl.String())
    before = table_of(kinds, [dict.fromkeys(kinds, name) for name in "abc"])
    now = [table_of(kinds, [dict.fromkeys(kinds, "b")]), table_of(kinds, [dict.fromkeys(kinds, "z")])]
    assert maintain.resolved(before, now).rows() == [tuple("a" * len(kinds)), tuple("c" * len(kinds))]
    assert maintain.resolved(before, []).height == 3
