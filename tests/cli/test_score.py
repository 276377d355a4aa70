"""``framing score``: formats in, formats out, and one line for each thing that is wrong."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import framing
from tests.conftest import Run

SENTENCE = "कश्मीर पर गला फाड़ रहा पाकिस्तान, यह सिर्फ चालबाजी है।"


def objects(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv", ".parquet", ".txt"])
def test_each_format_gives_the_same_spans(suffix: str, tmp_path: Path, run: Run) -> None:
    path = tmp_path / f"news{suffix}"
    frame = pl.DataFrame({"text": [SENTENCE], "language": ["hi"]})
    match suffix:
        case ".jsonl":
            frame.write_ndjson(path)
        case ".csv":
            frame.write_csv(path)
        case ".tsv":
            frame.write_csv(path, separator="\t")
        case ".parquet":
            frame.write_parquet(path)
        case _:
            path.write_text(SENTENCE, encoding="utf-8")
    result = run("score", path)
    assert (result.code, result.err) == (0, "")
    (found,) = objects(result.out)
    assert [span["surface"] for span in found["evidence"]] == ["गला फाड़ रहा", "चालबाजी"]  # type: ignore[attr-defined]


def test_an_object_has_the_documented_shape(run: Run) -> None:
    (found, *_) = objects(run("score", framing.seeds_folder()).out)
    documented = {"article_id", "language", "outlet", "country", "words", "scores", "scales", "sections", "evidence"}
    assert documented <= set(found)
    assert (found["outlet"], found["outlet_name"]) == ("abp-live", "ABP Live")
    assert set(found["sections"]) == {"title", "lead", "body"}  # type: ignore[call-overload]
    for counts in found["scores"].values():  # type: ignore[attr-defined]
        assert {"hits", "weighted", "rate"} == set(counts)
    for value in found["scales"].values():  # type: ignore[attr-defined]
        assert {"value", "low", "high"} <= set(value)


def test_bad_files_are_one_line_each_and_the_others_are_scored(tmp_path: Path, run: Run) -> None:
    good, empty, binary, wrong = (tmp_path / name for name in ("good.txt", "empty.txt", "binary.txt", "wrong.txt"))
    good.write_text(SENTENCE, encoding="utf-8")
    empty.write_bytes(b"")
    binary.write_bytes(b"\x00\x01\x02PNG")
    wrong.write_bytes("café".encode("latin-1"))
    missing = tmp_path / "missing.txt"
    result = run("score", missing, empty, good, binary, wrong)
    assert result.code == 3
    assert len(objects(result.out)) == 1
    lines = result.err.splitlines()
    assert len(lines) == 4
    for path, line in zip((missing, empty, binary, wrong), lines, strict=True):
        assert line.startswith(f"framing: {path}")


def test_nothing_but_bad_files_is_a_failure(tmp_path: Path, run: Run) -> None:
    result = run("score", tmp_path / "missing.txt")
    assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1)


def test_output_to_files(tmp_path: Path, run: Run) -> None:
    seeds = framing.seeds_folder()
    assert run("score", seeds, "-o", tmp_path / "out.jsonl").out == ""
    assert run("score", seeds, "-o", tmp_path / "scores.csv").code == 0
    assert run("score", seeds, "-o", tmp_path / "evidence.parquet", "--table", "evidence").code == 0
    scored = framing.score(framing.read([seeds]).articles)
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 5
    assert pl.read_csv(tmp_path / "scores.csv").height == scored.scores.height
    assert pl.read_parquet(tmp_path / "evidence.parquet").equals(scored.evidence)


def test_a_text_cell_is_never_a_formula(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(json.dumps({"id": "=HYPERLINK(1)", "text": SENTENCE, "language": "hi"}), encoding="utf-8")
    run("score", path, "-o", tmp_path / "scores.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "scores.csv").read_text(encoding="utf-8"))))
    assert {row["article_id"] for row in rows} == {"'=HYPERLINK(1)"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["score"], "Missing argument"),
        (["score", "x.txt", "-o", "x.docx"], "use .jsonl, .csv or .parquet"),
        (["score", "x.txt", "--json", "-o", "x.jsonl"], "give one of them"),
        (["score", "x.txt", "--threads", "0"], "--threads"),
        (["sccore"], "No such command"),
    ],
)
def test_wrong_usage_is_exit_code_two(arguments: list[str], message: str, run: Run) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert message in result.err
    assert len(result.err.splitlines()) == 1


def test_a_lexicon_of_ones_own(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(framing.lexicons_folder(), folder)
    for path in folder.glob("hi/*.csv"):
        if path.stem not in ("words", "derogation"):
            path.unlink()
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE, encoding="utf-8")
    (found,) = objects(run("score", path, "--lexicon", folder).out)
    assert set(found["scores"]) == {"derogation"}  # type: ignore[call-overload]


def test_a_bad_lexicon_is_one_line(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(framing.lexicons_folder(), folder)
    path = folder / "en" / "doubt.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("id,term", "id,word"), encoding="utf-8")
    result = run("score", framing.seeds_folder(), "--lexicon", folder)
    assert result.code == 1
    assert result.err.startswith("framing: en/doubt.csv:1: unknown column 'word'")
    assert len(result.err.splitlines()) == 1


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m framing score {framing.seeds_folder()} | head -c 100"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert done.returncode in (0, 141)
    assert done.stderr == b""


def test_columns_are_mapped_and_a_profile_keeps_the_map(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    table = tmp_path / "news.csv"
    table.write_text(f'kicker,story text,wave\nCafé,"{SENTENCE}",2\n', encoding="utf-8")
    result = run("score", table, "--map", "title=kicker,text=story text", "--save-profile", "mine")
    (found,) = objects(result.out)
    assert (found["title"], found["groups"]) == ("Café", {"wave": "2"})
    assert f"framing: {table}: read kicker as title, story text as text; kept as groups: wave" in result.err
    assert objects(run("score", table, "--profile", "mine").out) == objects(result.out)
    latin = tmp_path / "latin.csv"
    latin.write_bytes("kicker,story text\nCafé,A stunning defeat.\n".encode("latin-1"))
    told = run("score", latin, "--profile", "mine", "--encoding", "latin-1")
    assert objects(told.out)[0]["title"] == "Café"
    assert "read as iso8859-1 (as you said)" in told.err


@pytest.mark.parametrize(
    "options",
    [
        *(("--map", "body=x"), ("--map", "text"), ("--encoding", "klingon"), ("--profile", "none")),
        ("--language", "Klingon"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(tmp_path: Path, run: Run, options: tuple[str, str]) -> None:
    result = run("score", tmp_path, *options)
    assert result.code == 2
    assert len(result.err.splitlines()) == 1


def test_what_is_true_of_many_files_is_said_once(tmp_path: Path, run: Run) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(SENTENCE, encoding="utf-16")
    lines = run("score", tmp_path).err.splitlines()
    said = "read as utf-16-le (byte order mark)"
    assert lines == [f"framing: {tmp_path}/a.txt: {said}", f"framing: 2 more files: {said}"]


def test_what_is_no_matter_of_course_is_one_line_each_with_its_number(tmp_path: Path, run: Run) -> None:
    """Headlines, texts that are cut off, languages that are not read; and the same of two files added up."""
    rows = [
        *(
            {"title": title}
            for title in ("Pakistan ne phir se hamla kiya hai", "Cumhurbaşkanı bugün bir açıklama yaptı")
        ),
        {"title": "The talks failed", "text": "The talks between … [+2586 chars]"},
        {"title": "वार्ता विफल हुई है", "language": "en"},
    ]
    for name in ("a.jsonl", "b.jsonl"):
        lines = [json.dumps({"id": f"{name}{number}", **row}) for number, row in enumerate(rows)]
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    result = run("score", tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    assert [found["status"] for found in objects(result.out)] == ["refused", "refused", "truncated", "headline"] * 2
    said = [line.removeprefix("framing: 2 files: ") for line in result.err.splitlines() if "articles" in line]
    assert said == [
        "6 articles with a headline and no text: the headline alone is scored",
        "2 articles cut off by the service that they come from: the headline alone is scored",
        "2 articles in another script than the language stated of them: read as what they are written in",
        "2 articles in Hindi or Urdu in Latin letters: not scored",
        "2 articles in Turkish: not scored",
    ]


def test_the_language_is_what_the_user_says(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": "सड़क बंद"}), encoding="utf-8")
    assert objects(run("score", path).out)[0]["status"] == "refused"
    for options in (("--language", "Hindi", "--save-profile", "mine"), ("--profile", "mine")):
        (found,) = objects(run("score", path, *options).out)
        assert (found["language"], found["status"]) == ("hi", "headline")
