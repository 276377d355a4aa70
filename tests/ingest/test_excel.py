"""Workbooks: cells as they were saved, all sheets with articles, and nothing that computes."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from framing import limits
from framing.ingest.article.articles import Outlets
from framing.ingest.read import ReadResult, read
from framing.ingest.readers import extraction

Cells = list[list[str | float | None]]

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/{}"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cell(column: int, row: int, value: str | float | None) -> str:
    place = f"{chr(65 + column)}{row}"
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith("="):
        return f'<c r="{place}" t="str"><f>{value[1:]}</f><v>saved result</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def make_workbook(path: Path, sheets: dict[str, Cells]) -> Path:
    """A workbook with the least that a reader needs."""
    xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'{xml}<Types {_PACKAGE.format("content-types")}><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f"{xml}<Relationships {_PACKAGE.format('relationships')}>"
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in zip(numbers, sheets, strict=True)
        )
        archive.writestr(
            "xl/workbook.xml", f'{xml}<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>'
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/{n}.xml"/>' for n in numbers
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f"{xml}<Relationships {_PACKAGE.format('relationships')}>{links}</Relationships>",
        )
        for number, cells in zip(numbers, sheets.values(), strict=True):
            rows = "".join(
                f'<row r="{r}">{"".join(cell(c, r, value) for c, value in enumerate(row))}</row>'
                for r, row in enumerate(cells, 1)
                if row
            )
            archive.writestr(
                f"xl/worksheets/{number}.xml", f"{xml}<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>"
            )
    return path


def run(path: Path) -> ReadResult:
    return read([path], outlets=Outlets())


def test_a_workbook_is_a_table(tmp_path: Path) -> None:
    news: Cells = [
        ["Title", "Body", "wave", "share"],
        ["बातचीत", "पहला।\nदूसरा।", 3, 0.5],
        [],
        [None, None, 4, None],
        [None, "=HYPERLINK(1)", 5, None],
    ]
    path = make_workbook(
        tmp_path / "a.xlsx", {"Notes": [["title"], ["Read me"]], "News": news, "More": [["text"], ["A text."]]}
    )
    result = run(path)
    first, second, third = result.articles.iter_rows(named=True)
    assert (first["article_id"], first["title"], first["text"]) == ("a.xlsx#News!2", "बातचीत", "पहला।\nदूसरा।")
    assert first["groups"] == [{"name": "wave", "value": "3"}, {"name": "share", "value": "0.5"}]
    assert (second["text"], second["article_id"]) == ("saved result", "a.xlsx#News!5")
    assert (third["text"], third["article_id"]) == ("A text.", "a.xlsx#More!2")
    (reject,) = result.rejects.iter_rows(named=True)
    assert (reject["code"], reject["origin"]) == ("input.no-text", f"{path}#News!4")


def test_a_text_that_the_cell_cut_is_a_reject(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "a.xlsx", {"News": [["text"], ["x" * 32_767], ["x" * 32_766]]})
    result = run(path)
    assert result.rejects["code"].to_list() == ["input.truncated"]
    assert result.articles["text"].str.len_chars().to_list() == [32_766]


def test_titles_are_headlines_where_no_sheet_has_a_text(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "a.xlsx", {"Notes": [["one"]], "News": [["title", "wave"], ["Talks fail", 3]]})
    result = run(path)
    assert result.articles.select("title", "text").rows() == [("Talks fail", "")]
    assert "only headlines" in " ".join(note.text for note in result.notes)


def test_a_workbook_without_articles_is_one_reject(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "a.xlsx", {"Notes": [["one", "two"], ["a", "b"]], "Empty": []})
    assert run(path).rejects["code"].to_list() == ["input.no-text-column"]


def test_a_workbook_by_another_name(tmp_path: Path) -> None:
    result = run(make_workbook(tmp_path / "a.zip", {"News": [["text"], ["A text."]]}))
    assert result.articles["text"].to_list() == ["A text."]
    path = make_workbook(tmp_path / "a.csv", {"News": [["text"], ["A text."]]})
    assert run(path).notes[0].text == "read as a workbook, whatever its name says"


def test_a_workbook_that_grows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_workbook(tmp_path / "a.xlsx", {"News": [["text"], ["x" * 30_000]]})
    monkeypatch.setattr(limits, "WORKBOOK_UNPACKED_BYTES", 20_000)
    assert run(path).rejects["code"].to_list() == ["input.too-large"]
    monkeypatch.setattr(limits, "WORKBOOK_BYTES", 100)
    assert run(path).rejects["code"].to_list() == ["input.too-large"]


@pytest.mark.parametrize("place", [0.05, 0.3, 0.5, 0.7, 0.9])
def test_a_damaged_workbook_never_raises(tmp_path: Path, place: float) -> None:
    texts: Cells = [[f"Text {number}."] for number in range(50)]
    path = make_workbook(tmp_path / "a.xlsx", {"News": [["text"], *texts]})
    raw = bytearray(path.read_bytes())
    raw[int(len(raw) * place)] ^= 0xFF
    path.write_bytes(raw)
    result = run(path)
    assert result.articles.height == 50 or not result.rejects.is_empty()
    path.write_bytes(raw[: int(len(raw) * place)])
    assert not run(path).rejects.is_empty()


def rewritten(path: Path, name: str, content: bytes) -> Path:
    """A workbook with one of its files replaced."""
    with zipfile.ZipFile(path) as archive:
        files = {found: archive.read(found) for found in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for found, kept in files.items():
            archive.writestr(found, content if found == name else kept)
    return path


def with_cell(place: str, *, apart: str = "") -> bytes:
    """A sheet of one article and one cell more."""
    rows = f"{cell(0, 1, 'text')}</row><row>{cell(0, 2, 'A text.')}</row><row><c r{apart}='{place}'><v>1</v></c>"
    return f"<worksheet {_MAIN}><sheetData><row>{rows}</row></sheetData></worksheet>".encode()


THREE: dict[str, Cells] = {name: [["text"], [f"Text of {name}."]] for name in ("One", "Two", "Three")}


@pytest.mark.parametrize("place", ["XFD1048576", "XFD2000", "AD1048576"])
def test_a_cell_far_away_costs_its_sheet(tmp_path: Path, place: str) -> None:
    """The library would make a table of 32 bytes a cell, and end the process where it cannot."""
    path = rewritten(make_workbook(tmp_path / "a.xlsx", THREE), "xl/worksheets/2.xml", with_cell(place))
    result = run(path)
    assert result.articles["text"].to_list() == ["Text of One.", "Text of Three."]
    assert result.rejects.select("origin", "code").rows() == [(f"{path}#Two", "input.too-large")]
    assert "cells" in result.rejects["reason"].item()


def test_cells_not_so_far_away_are_read(tmp_path: Path) -> None:
    path = rewritten(make_workbook(tmp_path / "a.xlsx", THREE), "xl/worksheets/2.xml", with_cell("C50000"))
    assert run(path).articles["text"].to_list() == ["Text of One.", "A text.", "Text of Three."]


def test_what_breaks_the_library_costs_the_workbook_alone(tmp_path: Path) -> None:
    make_workbook(tmp_path / "a.xlsx", {"News": [["text"], ["Before."]]})
    # Written so that the look beforehand misses the cell, and the library does not.
    hidden = with_cell("XFD1048576", apart=" ")
    path = rewritten(make_workbook(tmp_path / "b.xlsx", THREE), "xl/worksheets/2.xml", hidden)
    make_workbook(tmp_path / "c.xlsx", {"News": [["text"], ["Behind."]]})
    result = run(tmp_path)
    assert result.articles["text"].to_list() == ["Before.", "Text of One.", "Behind."]
    (reject,) = result.rejects.iter_rows(named=True)
    assert (reject["origin"], reject["code"]) == (str(path), "input.unreadable")
    assert "memory" in reject["reason"]


def test_a_damaged_sheet_costs_itself(tmp_path: Path) -> None:
    path = rewritten(make_workbook(tmp_path / "a.xlsx", THREE), "xl/worksheets/2.xml", b"<worksheet><sheetData><row")
    result = run(path)
    assert result.articles["text"].to_list() == ["Text of One.", "Text of Three."]
    assert result.rejects.select("origin", "code").rows() == [(f"{path}#Two", "input.unreadable")]


def test_cells_that_all_name_one_long_text_are_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNPACKED_FLOOR", 100_000)
    texts: Cells = [["x" * 30_000] for _ in range(100)]
    path = make_workbook(tmp_path / "a.xlsx", {"News": [["text"], *texts]})
    result = run(path)
    assert result.rejects["code"].to_list() == ["input.bomb"]
    assert result.articles.is_empty()


def ods(path: Path, rows: str) -> Path:
    """An OpenDocument workbook of one sheet."""
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")}
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in names.items())
    table = f'<table:table table:name="S">{rows}</table:table>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{table}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def ods_row(text: str, *, rows: int = 1, columns: int = 1) -> str:
    kind, content = (' office:value-type="string"', f"<text:p>{text}</text:p>") if text else ("", "")
    cell = f'<table:table-cell{kind} table:number-columns-repeated="{columns}">{content}</table:table-cell>'
    return f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'


def test_cells_that_repeat_without_end(tmp_path: Path) -> None:
    good = ods(tmp_path / "a.ods", ods_row("text") + ods_row("A text.", rows=2) + ods_row("", rows=9999, columns=16384))
    assert run(good).articles["text"].to_list() == ["A text.", "A text."]
    bad = ods(tmp_path / "b.ods", ods_row("text") + ods_row("x", rows=1_048_500, columns=16_384))
    assert run(bad).rejects["code"].to_list() == ["input.unreadable"]
    assert run(good).articles.height == 2


def test_a_workbook_by_the_name_of_an_older_format(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "a.xls", {"News": [["text"], ["A text."]]})
    assert run(path).articles["text"].to_list() == ["A text."]


def test_a_file_that_an_archive_packs_is_read(tmp_path: Path) -> None:
    inner = make_workbook(tmp_path / "a.xlsx", {"News": [["text"], ["A text."]]})
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(inner, "folder/a.xlsx")
    result = run(tmp_path / "all.zip")
    assert result.articles["text"].to_list() == ["A text."]


def test_two_workbooks_are_read_at_a_time(tmp_path: Path) -> None:
    """Whoever asks while another answer is being heard gets a process more, and neither hears the other's."""
    bounds = {"bytes": limits.WORKBOOK_UNPACKED_BYTES, "cells": limits.WORKBOOK_CELLS}
    paths = [make_workbook(tmp_path / f"{name}.xlsx", {name: [["text"], ["x"]]}) for name in ("one", "two")]
    first, second = (extraction.pieces("workbook", b"", path=str(path), **bounds) for path in paths)
    heard = [next(first)["sheet"], next(second)["sheet"], *(piece["sheet"] for piece in (*first, *second))]
    assert heard[:2] == ["one", "two"]
