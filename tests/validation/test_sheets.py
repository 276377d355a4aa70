"""Sheets for a blind reading: drawn, filled in, read back, and what they say of a lexicon."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.errors import UsageError
from framing.validation.metrics import wilson
from framing.validation.reading import figures, pooled
from framing.validation.sheets import HITS, MARKS, Mark, Sheets, Verdict, draw_sheets, read_sheets, write_rows
from tests.conftest import Run

TEXTS = [f"Rivals slammed the plan on day {number}. It was a stunning, historic deal." for number in range(30)]


def drawn(folder: Path, *, seed: int = 1, hits: int = 5, texts: int = 2) -> Path:
    articles = pl.DataFrame({"text": TEXTS, "language": ["en"] * len(TEXTS)})
    articles = articles.with_columns(
        article_id=pl.int_range(pl.len()).cast(pl.String), title=pl.lit("A stunning day for the city council")
    )
    known = tuple(framing.default_lexicon().codebook.dimensions)
    draw_sheets(articles, framing.score(articles), folder, known, hits=hits, texts=texts, seed=seed)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, columns: tuple[str, ...], lines: list[dict[str, str]], delimiter: str = ",") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(lines)


def judge(folder: Path, reader: str, *verdicts: str, delimiter: str = ",") -> None:
    """Fill in the first hits of the sheet; further readers' lines stand below."""
    filled = [
        {**row, "verdict": verdict, "reader": reader}
        for row, verdict in zip(rows(folder / "hits.csv"), verdicts, strict=False)
    ]
    write(folder / "hits.csv", HITS, filled, delimiter)


def mark(text: str, words: str, dimension: str = "sensational", **more: str) -> dict[str, str]:
    return {"text": text, "words": words, "occurrence": "", "dimension": dimension, "sure": "", "reader": "A", **more}


def test_one_seed_draws_the_same_and_no_two_hits_of_one_article(tmp_path: Path) -> None:
    once, again, other = (drawn(tmp_path / str(number), seed=seed) for number, seed in enumerate((7, 7, 8)))
    sheets = [(folder / "hits.csv").read_text(encoding="utf-8") for folder in (once, again, other)]
    assert sheets[0] == sheets[1] != sheets[2]
    days = [row["before"] + row["words"] + row["after"] for row in rows(once / "hits.csv") if "day" in row["before"]]
    by_kind = pl.DataFrame(rows(once / "hits.csv")).group_by("dimension").len()
    assert by_kind["len"].max() == 5
    assert len(set(days)) == len(days)


def test_readers_are_told_nothing_of_entries_and_voices(tmp_path: Path) -> None:
    folder = drawn(tmp_path / "sheets")
    entries = {row["entry_id"] for row in rows(folder / "key.csv")}
    assert entries
    shown = "".join((folder / name).read_text(encoding="utf-8") for name in ("hits.csv", "marks.csv"))
    assert not any(entry in shown for entry in entries)


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_precision_counts_unsure_as_wrong_and_as_right(tmp_path: Path, delimiter: str) -> None:
    folder = drawn(tmp_path / "sheets", hits=5)
    dimension = rows(folder / "hits.csv")[0]["dimension"]
    # The second one was not read.
    judge(folder, "A", "right", "", "wrong", "unsure", "Right", delimiter=delimiter)
    read = read_sheets(folder)
    assert not read.problems
    table = figures(read).filter(dimension=dimension)
    assert dict(table.select("figure", "value").iter_rows()) == {"precision": 0.5, "precision, unsure right": 0.75}
    assert table["n"].to_list() == [4, 4]
    assert set(table["reader"]) == {"A"}


def test_recall_is_of_marks_that_a_hit_of_the_dimension_overlaps(tmp_path: Path) -> None:
    folder = drawn(tmp_path / "sheets")
    lines = [
        mark("en-01", "stunning"),  # in the title
        mark("en-01.txt", "stunning", occurrence="2"),  # in the text
        mark("en-01", "the city council"),  # missed
        mark("en-02", "slammed", sure="no"),  # found; not sure of it
        mark("en-02", "It was", reader="B"),  # missed
    ]
    write(folder / "marks.csv", MARKS, lines)
    read = read_sheets(folder)
    assert not read.problems
    table = figures(read).filter(dimension="all")
    found = {row["figure"]: row for row in table.iter_rows(named=True)}
    assert (found["recall"]["value"], found["recall"]["n"], found["recall"]["clusters"]) == (0.5, 4, 2)
    assert found["recall of all marks"]["value"] == 0.6
    assert found["recall"]["low"] <= 0.5 <= found["recall"]["high"]
    assert found["recall"]["reader"] == "A, B"
    assert found["agreement"]["value"] == 0


def test_agreement_is_what_another_reader_marked_too(tmp_path: Path) -> None:
    folder = drawn(tmp_path / "sheets")
    lines = [mark("en-01", "stunning"), mark("en-01", "A stunning day", reader="B", sure="weak"), mark("en-02", "day")]
    write(folder / "marks.csv", MARKS, lines)
    agreement = figures(read_sheets(folder)).filter(dimension="all", figure="agreement")
    assert agreement["value"].to_list() == [0.5]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"verdict": "rigth"}, "hits.csv:2: 'rigth' is no verdict; write right, wrong, unsure"),
        ({"reader": ""}, "hits.csv:2: nobody is named; write who read in 'reader'"),
        ({"hit": "h9999"}, "hits.csv:2: there is no hit 'h9999'; take the names of the sheet as it was drawn"),
    ],
)
def test_a_bad_verdict_is_one_line_and_costs_no_other(tmp_path: Path, change: dict[str, str], problem: str) -> None:
    folder = drawn(tmp_path / "sheets")
    judge(folder, "A", "right", "right")
    lines = rows(folder / "hits.csv")
    write(folder / "hits.csv", HITS, [{**lines[0], **change}, lines[1]])
    read = read_sheets(folder)
    assert read.problems == (problem,)
    assert len(read.verdicts) == 1


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (mark("en-99", "stunning"), "marks.csv:2: there is no text 'en-99'; they are the files in texts/"),
        (mark("en-01", "tranquil"), "marks.csv:2: 'tranquil' does not stand 1 times in en-01; copy"),
        (mark("en-01", ""), "marks.csv:2: '' does not stand"),
        (mark("en-01", "stunning", occurrence="9"), "marks.csv:2: 'stunning' does not stand 9 times in en-01"),
        (mark("en-01", "stunning", occurrence="one"), "marks.csv:2: 'stunning' does not stand one times in en-01"),
        (mark("en-01", "stunning", "loudness"), "marks.csv:2: 'loudness' is no dimension that was drawn"),
        (mark("en-01", "stunning", sure="perhaps"), "marks.csv:2: 'sure' says 'perhaps'; write yes or no"),
        (mark("en-01", "stunning", reader=""), "marks.csv:2: nobody is named"),
    ],
)
def test_a_bad_mark_is_one_line_and_costs_no_other(tmp_path: Path, line: dict[str, str], problem: str) -> None:
    folder = drawn(tmp_path / "sheets")
    write(folder / "marks.csv", MARKS, [line, mark("en-02", "stunning")])
    read = read_sheets(folder)
    assert len(read.problems) == 1
    assert read.problems[0].startswith(problem)
    assert [found.text for found in read.marks] == ["en-02"]


def test_one_reader_judges_a_hit_once_and_two_count_half_each(tmp_path: Path) -> None:
    folder = drawn(tmp_path / "sheets")
    judge(folder, "A", "right")
    line = rows(folder / "hits.csv")[0]
    write(folder / "hits.csv", HITS, [line, {**line, "verdict": "wrong"}, {**line, "verdict": "wrong", "reader": "B"}])
    read = read_sheets(folder)
    assert [problem.partition(";")[0] for problem in read.problems] == ["hits.csv:3: A judges h0001 twice"]
    table = figures(read)
    assert table.filter(figure="precision").select("value", "n", "reader").rows() == [(0.5, 1, "A, B")]


def test_a_dimension_is_pooled_over_languages_hit_by_hit(tmp_path: Path) -> None:
    verdicts = [
        ("hi", "praise", "right"),
        ("hi", "praise", "wrong"),
        ("ur", "praise", "right"),
        ("ur", "doubt", "unsure"),
    ]
    judged = tuple(
        Verdict(f"h{number}", code, dimension, verdict, "A")
        for number, (code, dimension, verdict) in enumerate(verdicts)
    )
    marks = tuple(Mark(f"{code}-01", code, "praise", 0, 5, True, "A") for code in ("hi", "ur"))
    sheets = Sheets(judged, marks, marks[:1], {("hi", "praise"): 90, ("ur", "praise"): 10}, (), {})
    table = pooled(sheets)
    assert table.filter(figure="precision").select("language", "dimension", "value", "n").rows() == [
        ("all", "doubt", 0.0, 1),
        ("all", "praise", pytest.approx(2 / 3), 3),
    ]
    assert table.filter(figure="recall").select("dimension", "value", "n").rows() == [("praise", 0.5, 2)]


def test_over_all_dimensions_each_counts_by_its_hits_in_what_was_drawn_from() -> None:
    judged = [("praise", "right")] * 6 + [("praise", "wrong")] * 2 + [("doubt", "right")] + [("doubt", "wrong")] * 3
    verdicts = tuple(Verdict(f"h{at}", "hi", name, verdict, "A") for at, (name, verdict) in enumerate(judged))
    population = {("hi", "praise"): 300, ("hi", "doubt"): 100}
    table = figures(Sheets(verdicts, (), (), population, (), {})).filter(figure="precision", dimension="all")
    row = table.row(0, named=True)
    share = 0.75 * 6 / 8 + 0.25 * 1 / 4
    assert (row["value"], row["n"]) == (pytest.approx(share), 12)
    # The variance of such a sum is that of a share of so many cases.
    worth = 1 / (0.75**2 / 8 + 0.25**2 / 4)
    assert (row["low"], row["high"]) == pytest.approx(wilson(share, worth))


def test_sheets_of_other_columns_or_bytes_are_refused(tmp_path: Path) -> None:
    folder = drawn(tmp_path / "sheets")
    write(folder / "marks.csv", MARKS[:-1], [])
    with pytest.raises(UsageError, match="lacks reader"):
        read_sheets(folder)
    (folder / "marks.csv").write_bytes("text,words,café".encode("latin-1"))
    with pytest.raises(UsageError, match="not UTF-8"):
        read_sheets(folder)
    with pytest.raises(UsageError, match="has sheets already"):
        drawn(folder)


@given(st.integers(0, 200), st.integers(1, 200))
def test_wilson_holds_the_share_and_never_leaves_0_to_1(right: int, number: int) -> None:
    share = min(right / number, 1.0)
    low, high = wilson(share, number)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    assert low < high


def test_no_cell_of_a_sheet_is_a_formula(tmp_path: Path) -> None:
    """What spreadsheets take for one gets an apostrophe before it; a sign elsewhere in a cell is left."""
    write_rows(
        tmp_path / "sheet.csv",
        ("text",),
        [[f"{sign}1+1"] for sign in ("=", "+", "-", "@", "\t", " =")] + [["1=1"], [2]],
    )
    read = [row["text"] for row in rows(tmp_path / "sheet.csv")]
    assert read == ["'=1+1", "'+1+1", "'-1+1", "'@1+1", "'\t1+1", "' =1+1", "1=1", "2"]


def test_wilson_is_the_interval_of_the_score_test() -> None:
    # 81 of 263: the worked example of Newcombe (1998), Statistics in Medicine 17, table I.
    assert [round(end, 4) for end in wilson(81 / 263, 263)] == [0.2553, 0.3662]


def test_the_commands_draw_and_compute(tmp_path: Path, run: Run) -> None:
    news = tmp_path / "news.jsonl"
    pl.DataFrame({"text": TEXTS, "language": ["en"] * len(TEXTS)}).write_ndjson(news)
    folder = tmp_path / "sheets"
    result = run("lexicon", "review", "draw", news, "--into", folder, "--hits", "3", "--dimension", "sensational")
    assert result.code == 0
    assert "3 hits to judge, 20 texts to mark (seed 1)" in result.out
    empty = run("lexicon", "review", "figures", folder)
    assert (empty.code, "nothing is filled in yet" in empty.err) == (2, True)
    judge(folder, "A", "right", "wrong", "maybe")
    found = run("lexicon", "review", "figures", folder)
    assert found.code == 3
    assert "hits.csv:4: 'maybe' is no verdict" in found.err
    assert "0.500" in found.out
    assert run("lexicon", "review", "draw", news, "--into", folder, "--dimension", "loudness").code == 2


def test_a_mark_of_a_dimension_without_a_hit_is_missed_and_not_refused(tmp_path: Path) -> None:
    folder = drawn(tmp_path)
    write(folder / "marks.csv", MARKS, [mark("en-01", "city council", "quality_of_life")])
    sheets = read_sheets(folder)
    assert sheets.problems == ()
    row = figures(sheets).filter(figure="recall", dimension="quality_of_life").row(0, named=True)
    assert (row["value"], row["n"]) == (0, 1)
