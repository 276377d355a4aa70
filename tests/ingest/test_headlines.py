"""Headlines without a text, texts that are cut off, and mojibake: scored for what they are, marked, and counted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.errors import FramingWarning, UsageError
from framing.ingest.article.outlets import Outlets
from framing.ingest.article.repairs import fixed, marked_truncated, repaired
from framing.ingest.read import ReadResult, read, read_batches
from framing.ingest.source import rows_frame
from framing.resources import seeds_folder
from framing.scoring.score import score

TEXT = "The talks failed on Monday, and nobody said why. They will be held again in the autumn.\nThat is all."
BODY = "\n".join([TEXT, TEXT.replace("Monday", "Tuesday")])


def of(folder: Path, *rows: Mapping[str, object], language: str | None = None) -> ReadResult:
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return read([folder / "a.jsonl"], outlets=Outlets(), language=language)


def counted(result: ReadResult) -> dict[str, int]:
    return {note.text.split(":")[0]: note.count for note in result.notes if note.count}


@pytest.mark.parametrize("text", [{}, {"text": None}, {"text": ""}, {"text": " \n\u00a0"}])
def test_a_row_without_a_text_is_a_headline(tmp_path: Path, text: dict[str, object]) -> None:
    result = of(tmp_path, {"title": "The stunning talks failed", **text}, {"title": "T", "text": TEXT})
    assert result.rejects.is_empty()
    assert result.articles["text"].to_list() == ["", TEXT]
    assert counted(result) == {"with a headline and no text": 1}
    scored = score(result.articles)
    assert scored.articles["status"].to_list() == ["headline", "ok"]
    assert scored.exposure.filter(pl.col("article_id") == "a.jsonl#1").rows() == [("a.jsonl#1", "title", "own", 4)]
    assert set(scored.evidence.filter(pl.col("article_id") == "a.jsonl#1")["section"]) == {"title"}


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_table_without_a_column_of_text_is_of_headlines(tmp_path: Path, name: str) -> None:
    frame = pl.DataFrame({"headline": ["Talks fail", "Talks go on"], "wave": ["1", "2"]})
    frame.write_csv(tmp_path / name) if name == "a.csv" else frame.write_parquet(tmp_path / name)
    result = read([tmp_path / name], outlets=Outlets())
    assert result.articles.select("title", "text").rows() == [("Talks fail", ""), ("Talks go on", "")]
    assert any("only headlines (if it has one, name the column" in note.text for note in result.notes)


def test_rows_of_headlines_fill_batches_by_their_headlines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title\n" + "Talks fail again\n" * 100, encoding="utf-8")
    sizes = [batch.articles.height for batch in read_batches([tmp_path / "a.csv"], batch_bytes=160)]
    assert max(sizes) == 10
    assert sum(sizes) == 100


def test_headlines_count_once_however_many_batches_hold_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title\n" + "Talks fail again\n" * 100, encoding="utf-8")
    single = [batch.notes for batch in read_batches([tmp_path / "a.csv"], batch_bytes=160)]
    assert sum(note.count for notes in single for note in notes) == 100
    assert counted(read([tmp_path / "a.csv"])) == {"with a headline and no text": 100}


MARKS = [
    *("Talks between the two … [+2586 chars]", "Talks between the two... [2586 chars]", "Talks between […]"),
    *("Talks between [&#8230;]", "Talks between the two… Read more", "Talks between the two ... (Continue reading)"),
    *("दोनों के बीच बातचीत… आगे पढ़ें", "دونوں کے درمیان بات چیت… مزید پڑھیں »"),
]
WHOLE = [
    *("They said … nothing.", "Read more", "Read more in our paper.", "He quoted “[…]” and left.", TEXT, TEXT + " …"),
    *("An array [+2 chars] of three.", "Talks " * 300 + "… Read more"),
]


@pytest.mark.parametrize("text", MARKS)
def test_a_text_that_is_cut_off_is_marked_and_its_headline_alone_scored(tmp_path: Path, text: str) -> None:
    result = of(tmp_path, {"title": "A stunning failure of the talks", "text": text + "\n", "truncated": "no"})
    groups = [{"name": "truncated", "value": "yes"}, {"name": "truncated", "value": "no"}]
    assert result.articles["groups"].to_list() == [groups]
    assert result.articles["text"].item().rstrip() == text
    assert counted(result) == {"cut off by the service that they come from": 1}
    scored = score(result.articles)
    assert scored.articles.select("status", "words").rows() == [("truncated", 6)]
    assert set(scored.exposure["section"]) == {"title"}
    assert scored.articles["content_sha256"].to_list() == result.articles["content_sha256"].to_list()


@pytest.mark.parametrize("text", WHOLE)
def test_a_text_that_ends_by_itself_is_not_marked(text: str) -> None:
    assert marked_truncated(rows_frame([{"text": text}]))["groups"].to_list() == [None]


def test_a_text_that_a_service_withholds_is_none(tmp_path: Path) -> None:
    result = of(tmp_path, {"title": "Talks fail", "content": "ONLY AVAILABLE IN PAID PLANS"})
    assert result.articles.select("title", "text", "groups").rows() == [("Talks fail", "", None)]


def broken(text: str, times: int = 1) -> str:
    """A text as it is after its UTF-8 was read as windows-1252, whose five free bytes browsers read as controls."""
    for _ in range(times):
        text = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    return text


@pytest.mark.parametrize("text", ["पाकिस्तान ने फिर हमला किया", "پاکستان نے پھر حملہ کیا", "“It’s over” – he said"])
@pytest.mark.parametrize("times", [1, 2])
def test_mojibake_is_repaired_and_marked(tmp_path: Path, text: str, times: int) -> None:
    result = of(tmp_path, {"title": broken(text, times), "text": f"{TEXT}\n{broken(text, times)}."}, {"text": TEXT})
    assert result.articles["title"].to_list() == [text, None]
    assert result.articles["text"].to_list() == [f"{TEXT}\n{text}.", TEXT]
    assert result.articles["groups"].to_list() == [[{"name": "repaired", "value": "yes"}], None]
    assert counted(result) == {"with UTF-8 in them that was read as windows-1252": 1}


def test_what_was_cut_of_a_repaired_page_keeps_its_place(tmp_path: Path) -> None:
    page = f"Talks fail\nBy A. Rao\n{broken('“Yes”')} he said.\nShare this\n{broken('“No”')} they said."
    (tmp_path / "a.txt").write_text(page, encoding="utf-8")
    (row,) = read([tmp_path / "a.txt"]).articles.iter_rows(named=True)
    assert row["text"] == "“Yes” he said.\n“No” they said."
    pieces = {cut["text"].strip(): row["text"][cut["at"] :] for cut in row["cut"]}
    assert pieces["Share this"].strip() == "“No” they said."
    assert pieces["By A. Rao"] == row["text"]


SEEDS = [path.read_text(encoding="utf-8") for path in sorted(seeds_folder().glob("*.txt"))]
#: Text as newsrooms write it: what ftfy's other repairs would touch (curls, ligatures, widths, entities, compositions).
WRITTEN = st.text(st.sampled_from("aé“”‘’–…ﬁＡ５क़क\u093c\u200cکهﷺ½™\u00a0&amp;<b>\r\n\t\u0301Öü à «»"), max_size=40)


@given(WRITTEN | st.sampled_from(SEEDS))
@settings(deadline=None, max_examples=150)
def test_ordinary_text_is_unchanged_to_the_byte(text: str) -> None:
    frame = rows_frame([{"title": text, "text": text, "byline": text}])
    assert fixed(text) == text
    assert repaired(frame).equals(frame)


def test_the_user_says_the_language(tmp_path: Path) -> None:
    row = {"title": "सड़क बंद", "lang": "mr"}
    assert of(tmp_path, row).articles["language"].to_list() == ["mr"]
    assert of(tmp_path, row, language="Hindi").articles["language"].to_list() == ["hi"]
    with pytest.raises(UsageError, match="does not read 'Marathi'"):
        of(tmp_path, row, language="Marathi")


def test_a_statement_that_the_script_belies_is_counted(tmp_path: Path) -> None:
    result = of(tmp_path, {"text": "वह यहां है और वे नहीं", "language": "English"}, {"text": TEXT, "language": "English"})
    assert counted(result) == {"in another script than the language stated of them": 1}
    assert score(result.articles).articles["language"].to_list() == ["hi", "en"]


def test_copies_of_a_headline_are_one_text() -> None:
    rows = {"title": ["Talks fail again", "Talks fail again", "Talks go on"], "outlet": ["a", "b", "c"]}
    with pytest.warns(FramingWarning, match="3 articles with a headline and no text"):
        articles = framing.articles(pl.DataFrame({**rows, "text": [""] * 3}))
    assert articles["cluster"].to_list() == ["table#1", "table#1", "table#3"]
    assert score(pl.DataFrame(rows)).articles["status"].to_list() == ["headline"] * 3


@pytest.mark.parametrize(
    ("lines", "end", "is_noted"),
    [(19, "", False), (20, "", True), (20, ".", False), (20, "।", False), (20, "?", True), (20, "\nMore", False)],
)
def test_many_lines_that_look_like_headlines_are_noted(tmp_path: Path, lines: int, end: str, is_noted: bool) -> None:
    """Cues of headlines count in titles alone, so that a file of headlines called texts has none."""
    rows = [{"id": str(number), "text": f"Number {number} will surprise you{end}"} for number in range(lines)]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    counts = [note.count for note in read([tmp_path]).notes if "name the column title" in note.text]
    assert counts == ([lines] if is_noted else [])
