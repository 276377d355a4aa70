"""No cell that a spreadsheet opens begins a formula, whoever writes the table; and what we read again is as it was."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.ingest.article.boilerplate import Learned, read_rules, write_rules
from framing.ingest.article.outlets import load_outlets
from framing.lexicon.foreign.dictionary import Dictionary, Pattern, Warnings
from framing.lexicon.foreign.lists import read_csv, read_dicx, write_csv, write_dicx
from framing.render.escaping import bare_cell, is_risky, safe_cell, safe_cells
from tests.conftest import Run

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
LETTERS = st.sampled_from(f"{SIGNS}\t\r\n\0 \u00a0\u3000\u200b\ufeff\u202e\x0b'aक1")


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    "before", ["", " ", "\n", "\r\n", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff", "\x0b", " \u2066 "]
)
def test_a_sign_is_found_behind_whatever_a_spreadsheet_strips(sign: str, before: str) -> None:
    assert safe_cell(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("text", ["", "1-1", "a=b", " text", "'=1", "क", "“=1”", "–5", "\u200cक"])
def test_what_begins_no_formula_stays(text: str) -> None:
    assert safe_cell(text) == text


@settings(max_examples=20)
@given(st.lists(st.text(LETTERS, max_size=4) | st.text(max_size=6), max_size=60))
def test_frames_and_single_cells_are_escaped_alike(texts: list[str]) -> None:
    frame = pl.DataFrame({"cell": texts}, schema={"cell": pl.String})
    escaped = frame.with_columns(safe_cells(frame.schema))["cell"].to_list()
    assert escaped == [safe_cell(text) for text in texts]
    for text, safe in zip(texts, escaped, strict=True):
        assert not is_risky(safe)
        assert safe in (text, f"'{text}")
        assert bare_cell(safe) == (text if safe != text or not is_risky(text[1:]) or text[:1] != "'" else text[1:])


def cells(text: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


def test_lines_that_were_learned_are_escaped_and_read_as_they_were(tmp_path: Path) -> None:
    """They are read before they are used, in a spreadsheet."""
    rules = [Learned("＝outlet", True, 5, 9, "=HYPERLINK(1)"), Learned("b", False, 5, 9, "- more news")]
    _, content = write_rules(rules, 1)
    assert not any(map(is_risky, cells(content.decode())))
    (tmp_path / "0001.csv").write_bytes(content)
    assert read_rules(tmp_path / "0001.csv") == rules


@pytest.mark.parametrize(("write", "read"), [(write_csv, read_csv), (write_dicx, read_dicx)])
def test_dictionaries_are_escaped_and_read_as_they_were(write: object, read: object) -> None:
    dictionary = Dictionary({"@mood": (Pattern("=bad", 2.0), Pattern("-ly", 1.0), Pattern("good", 1.0))})
    text = write(dictionary, Warnings())  # type: ignore[operator]
    assert not any(map(is_risky, cells(text)))
    assert read(text, Warnings()) == dictionary  # type: ignore[operator]


def test_outlets_are_escaped_and_read_as_they_were(tmp_path: Path, run: Run) -> None:
    run("init", tmp_path / "study")
    rows = "outlet_id,name,names,domains,country,language,kind,owner_class,note\nx,=1+1,＠x; @y,,IN,hi,,,\n"
    (tmp_path / "study" / "outlets.csv").write_text(rows, encoding="utf-8")
    before = load_outlets(project=tmp_path / "study").known["x"]
    written = run("outlets", "x", "--csv", "--project", tmp_path / "study").out
    assert not any(map(is_risky, cells(written)))
    assert "'=1+1" in written
    (tmp_path / "study" / "outlets.csv").write_text(written, encoding="utf-8")
    assert load_outlets(project=tmp_path / "study").known["x"] == before
