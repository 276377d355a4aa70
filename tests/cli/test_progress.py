"""The bar on a terminal: what it says, in the room there is, and that nothing of it stays between messages."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stderr
from dataclasses import replace

import polars as pl
import pytest

from framing import schemas
from framing.cli.add import Progress
from framing.cli.output import message
from framing.ingest.read import ReadResult
from framing.ingest.walking import Visit
from framing.store.layout import Counts


class Terminal(io.StringIO):
    """Takes down what a terminal is sent."""

    def isatty(self) -> bool:
        return True


def batch(texts: list[str], *visits: tuple[str, int]) -> ReadResult:
    """What was read of some texts, and files of these sizes that were read to the end."""
    articles = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    seen = tuple(Visit(path, (size, 0, 0, 0), 1, path) for path, size in visits)
    return ReadResult(articles, pl.DataFrame(schema=schemas.REJECT), (), seen)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of some kind; it becomes standard error within a test, where nothing else does."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Terminal()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds, as the module reads them."""
    now = [100.0]
    monkeypatch.setattr("framing.cli.add.time.monotonic", lambda: now[0])
    return now


def shown(sent: str) -> list[str]:
    """What stays on the screen: a line that the terminal is told to erase does not."""
    lines = [""]
    for piece in re.split(r"(\n|\r|\x1b\[\d*[A-Za-z]|\x1b\[\?\d+[hl]|\x1b\[[\d;]*m)", sent):
        match piece:
            case "\n":
                lines.append("")
            case "\r":
                pass
            case "\x1b[2K":
                lines[-1] = ""
            case "\x1b[1A":
                lines.pop()
            case _ if not piece.startswith("\x1b"):
                lines[-1] += piece
    return [line.rstrip() for line in lines if line.strip()]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [(100, "2,003 articles, 3 rejects, 100 a second, 0:30 left"), (40, "2,003 read, 3 rejects, 100/s, 0:30 left")],
)
def test_rate_rejects_and_remaining_time_fit_into_a_line(
    terminal: Terminal, clock: list[float], monkeypatch: pytest.MonkeyPatch, columns: int, expected: str
) -> None:
    """The first batch waits for what scoring needs, so that its seconds say nothing of the second's."""
    monkeypatch.setenv("COLUMNS", str(columns))
    with redirect_stderr(terminal), Progress(lambda: 50_000) as bar:
        clock[0] += 60
        bar.tell(batch(["x" * 10] * 1_000), Counts(articles=1_003, rejects=3))
        clock[0] += 10
        bar.tell(batch(["x" * 10] * 1_000), Counts(articles=2_003, rejects=3))
        bar._bar.refresh()
        last = re.sub(r"\x1b\[[\d;]*[A-Za-z]", "", terminal.getvalue()).split("\r")[-1].strip()
    assert last.endswith(expected)
    assert len(last) <= columns


def test_the_time_that_is_left_runs_down_between_batches(terminal: Terminal, clock: list[float]) -> None:
    with redirect_stderr(terminal), Progress(lambda: 1_000) as bar:
        clock[0] += 10
        bar.tell(batch(["x" * 100]), Counts(articles=1))
        assert bar._summary().endswith("1:30 left")
        clock[0] += 20
        assert bar._summary().endswith("1:10 left")
        clock[0] += 4_000
        assert bar._summary().endswith("0:00 left")


def test_a_page_counts_with_all_its_bytes(terminal: Terminal, clock: list[float]) -> None:
    """Of a saved page a small part is text."""
    with redirect_stderr(terminal), Progress(lambda: 40_000) as bar:
        clock[0] += 10
        bar.tell(batch(["x" * 50] * 2, ("a.html", 10_000), ("b.html", 10_000)), Counts(articles=2))
        assert bar._summary().endswith("0:10 left")


def test_without_known_sizes_no_time_is_told(terminal: Terminal, clock: list[float]) -> None:
    with redirect_stderr(terminal), Progress() as bar:
        clock[0] += 10
        bar.tell(batch(["x"] * 20), Counts(articles=20))
        assert bar._summary() == "20 articles, 2 a second"


def test_messages_stand_above_the_bar_and_nothing_of_it_stays(
    terminal: Terminal, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    long = "a.txt: there is nothing in the file; leave it out, or fetch it again [input.empty]"
    with redirect_stderr(terminal), Progress(lambda: 1_000) as bar:
        message("first")
        bar.tell(batch(["x" * 100]), Counts(articles=1))
        message(long)
        bar._bar.refresh()
    with redirect_stderr(terminal):
        message("last")
    assert shown(terminal.getvalue()) == ["framing: first", f"framing: {long}", "framing: last"]


def test_elsewhere_there_is_no_bar_but_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], clock: list[float]
) -> None:
    with Progress(lambda: 1_000) as bar:
        clock[0] += 10
        bar.tell(batch(["x"] * 20), Counts(articles=20))
        clock[0] += 25
        bar.tell(batch(["x"] * 80), Counts(articles=100))
        clock[0] += 5
        bar.tell(batch(["x"] * 10), Counts(articles=110))
    assert capsys.readouterr().err == "framing: 100 articles, 3 a second\n"


def test_of_a_packed_file_what_was_read_of_it_counts(terminal: Terminal, clock: list[float]) -> None:
    """A megabyte may hold ten of text."""
    with redirect_stderr(terminal), Progress(lambda: 1_000, lambda: True) as bar:
        clock[0] += 10
        bar.tell(replace(batch(["x" * 5_000]), position=100), Counts(articles=1))
        assert bar._summary().endswith("1:30 left")
