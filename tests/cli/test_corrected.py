"""What ``framing report --corrected`` asks of codes and draws before it puts figures right."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from framing.cli import corrected
from framing.errors import UsageError
from framing.statistics.question import Question

Capture = pytest.CaptureFixture[str]
DRAWN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def project(*runs: tuple[str, int], version: int = 7) -> Any:
    """With runs of some kinds, so many seconds after the draw."""
    rows = [(kind, DRAWN + timedelta(seconds=after)) for kind, after in runs]
    frame = pl.DataFrame(rows, {"kind": pl.String, "finished": pl.Datetime("us", "UTC")}, orient="row")
    return SimpleNamespace(history=lambda: SimpleNamespace(runs=frame), version=lambda: version)


@pytest.mark.parametrize("about", [{"drawn": DRAWN}, {"drawn": DRAWN.isoformat()}])
@pytest.mark.parametrize(
    ("runs", "told"),
    [
        ([], False),
        ([("add", -1)], False),
        ([("add", 0)], False),
        ([("add", -9), ("add", 1)], True),
        ([("erase", 1)], True),
        # Neither changes an article.
        ([("code", 1), ("compact", 1)], False),
    ],
)
def test_what_came_after_the_draw_is_told_of(
    capsys: Capture, about: dict[str, Any], runs: list[tuple[str, int]], told: bool
) -> None:
    corrected._check_version(about, project(*runs))
    assert ("has changed since the texts were drawn" in capsys.readouterr().err) == told


@pytest.mark.parametrize(("version", "told"), [(7, False), (8, True)])
def test_draws_of_an_earlier_version_say_of_which_state_they_are(capsys: Capture, version: int, told: bool) -> None:
    corrected._check_version({"project_version": version}, project(("add", 9)))
    assert ("has changed since" in capsys.readouterr().err) == told


CODES = pl.DataFrame(
    [
        ("praise", "current", False, "s1"),
        ("praise", "current", False, "s1"),
        ("praise", "current", False, "s2"),
        ("praise", "stale", False, "s2"),
        ("praise", "current", True, "s2"),
        ("doubt", "current", False, "s2"),
    ],
    ["dimension", "status", "burned", "sample"],
    orient="row",
).with_columns(drawn_in=pl.lit(None, pl.List(pl.Struct({"sample": pl.String, "chance": pl.Float64}))))
DRAWS = pl.DataFrame(
    {
        "sample": ["s1", "s1", "s2"],
        "frame": [json.dumps({"filters": {}, "of": name}) for name in ("s1", "s1", "s2")],
        "drawn": [DRAWN, DRAWN + timedelta(days=1), DRAWN - timedelta(days=1)],
    }
)


@pytest.mark.parametrize(
    ("dimension", "sample", "expected", "drawn"),
    [
        # Of the sample with most codes that count, and by its last draw.
        ("praise", None, "s1", DRAWN + timedelta(days=1)),
        ("doubt", None, "s2", DRAWN - timedelta(days=1)),
        ("praise", "s2", "s2", DRAWN - timedelta(days=1)),
    ],
)
def test_a_sample_says_how_it_was_drawn_and_when_last(
    monkeypatch: pytest.MonkeyPatch, dimension: str, sample: str | None, expected: str, drawn: datetime
) -> None:
    monkeypatch.setattr(corrected, "draws_of", lambda _: DRAWS)
    assert corrected._drawn(project(), CODES, dimension, sample) == {"filters": {}, "of": expected, "drawn": drawn}


def test_codes_of_articles_that_nobody_drew_are_taken_for_a_random_sample(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(corrected, "draws_of", lambda _: DRAWS.clear())
    assert corrected._drawn(project(), CODES, "praise", None) is None
    assert "they are taken for a random sample" in capsys.readouterr().err
    assert corrected._drawn(project(), CODES, "blame", None) is None
    assert capsys.readouterr().err == ""


def test_a_question_is_about_no_more_than_was_drawn_from() -> None:
    about = {"filters": {"outlet": "dawn", "since": "2026"}}
    corrected._check_frame(about, "", Question(outlet=("dawn",), since="2026"))
    # Fewer articles than these may be asked for.
    corrected._check_frame(about, "", Question(outlet=("dawn",), since="2026", genre="news"))
    corrected._check_frame({"filters": {}}, "", Question(outlet=("dawn",)))
    with pytest.raises(UsageError, match="drawn from those of since 2026 alone"):
        corrected._check_frame(about, "", Question(outlet=("dawn",), since="2025"))
    with pytest.raises(UsageError, match="drawn from those of outlet dawn; since 2026 alone"):
        corrected._check_frame(about, "", Question())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"measures": ()}, "0 dimensions are named"),
        ({"measures": ("praise", "doubt")}, "2 dimensions are named"),
        ({"rate": True}, "--rate and --sample are of the codes of a project"),
        ({"sample": "s1"}, "--rate and --sample are of the codes of a project"),
    ],
)
def test_what_does_not_go_together_is_refused(options: dict[str, Any], said: str, tmp_path: Path) -> None:
    given: dict[str, Any] = {"measures": ("praise",), "codes": tmp_path, "as_json": False} | options
    answers: Any = None
    with pytest.raises(UsageError, match=said):
        corrected.report_corrected(answers, Question(), **given)


def test_texts_that_are_not_settled_are_counted(capsys: Capture) -> None:
    rows = [("t1", "a", "yes"), ("t1", "b", "no"), ("t2", "a", "unsure"), ("t3", "a", "unsure"), ("t4", "a", "no")]
    codes = pl.DataFrame(rows, ["unit", "coder", "code"], orient="row")
    codes = codes.with_columns(dimension=pl.lit("praise"), article_id="unit", weight=pl.lit(1.0))
    assert [table.height for table in corrected._fast(codes, "praise")] == [1, 3, 3]
    told = capsys.readouterr().err
    assert "1 text disputed: left out until they are settled" in told
    assert "2 texts unsure: left out, and the last column says" in told
    sure = codes.filter(pl.col("code") != "unsure", pl.col("unit") != "t1")
    assert [table.height for table in corrected._fast(sure, "praise")] == [1]
    assert capsys.readouterr().err == ""


def test_machines_of_a_file_stand_each_for_itself(tmp_path: Path, capsys: Capture) -> None:
    assert corrected._machines(None) == {}
    path = tmp_path / "machines.csv"
    path.write_text("article_id,made by,tone,bert\na,x,0.5,1\nb,y,0.25,0\n", encoding="utf-8")
    found = corrected._machines(path)
    assert {name: frame.rows() for name, frame in found.items() if frame is not None} == {
        "tone": [("a", 0.5), ("b", 0.25)],
        "bert": [("a", 1.0), ("b", 0.0)],
    }
    assert "holds no numbers: 'made by'" in capsys.readouterr().err
