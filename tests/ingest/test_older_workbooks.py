"""Workbooks that are no XML: binary ones are read, and those with a password are one reject that says so."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from framing.ingest.article.articles import Outlets
from framing.ingest.read import ReadResult, read

_FREE, _END, _TABLE = -1, -2, -3
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(path: Path) -> ReadResult:
    return read([path], outlets=Outlets())


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file ([MS-CFB], version 3): a table of sectors, a directory, and streams of 4,096 bytes each."""
    bodies = [data.ljust(4096, b"\0") for data in streams.values()]
    table, starts = [_TABLE, _END], []
    for body in bodies:
        starts.append(len(table))
        table += [*range(len(table) + 1, len(table) + len(body) // 512), _END]

    def entry(name: str, kind: int, child: int, start: int, size: int, right: int = _FREE) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        links = (kind, 1, _FREE, right, child)
        return struct.pack("<64sHBBiii16sI8s8siQ", raw, len(raw), *links, b"", 0, b"", b"", start, size)

    entries = [entry("Root Entry", 5, 1, _END, 0)]
    for number, (name, start) in enumerate(zip(streams, starts, strict=True), 1):
        entries.append(entry(name, 2, _FREE, start, 4096, number + 1 if number < len(streams) else _FREE))
    mark, tables = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header = struct.pack("<8s16sHHHHH6sIIiIIiIiI", mark, b"", 62, 3, 0xFFFE, 9, 6, b"", *tables)
    header += struct.pack("<109i", 0, *[_FREE] * 108)
    sectors = struct.pack("<128i", *table, *[_FREE] * (128 - len(table)))
    return header + sectors + b"".join(entries).ljust(512, b"\0") + b"".join(bodies)


def old_record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def locked_xls() -> bytes:
    """The beginning of a workbook of Excel 97, and its record FILEPASS: all that follows is encrypted ([MS-XLS])."""
    begin = old_record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 1997, 0, 6))
    return compound({"Workbook": begin + old_record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48))})


def locked_xlsx() -> bytes:
    """A workbook in an encrypted package ([MS-OFFCRYPTO])."""
    return compound({"EncryptedPackage": bytes(4096), "EncryptionInfo": bytes(4096)})


@pytest.mark.parametrize(("name", "content"), [("a.xls", locked_xls()), ("a.xlsx", locked_xlsx())])
def test_a_password_is_one_reject(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    result = run(tmp_path / name)
    assert result.articles.is_empty()
    (reject,) = result.rejects.iter_rows(named=True)
    assert (reject["code"], reject["hint"]) == ("input.encrypted", "save it without one")


def binary_record(kind: int, data: bytes = b"") -> bytes:
    """A record of a binary workbook ([MS-XLSB]); the numbers have seven bits a byte."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size = len(data)
    return head + (bytes([size]) if size < 128 else bytes([size & 127 | 128, size >> 7])) + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def make_binary(path: Path, rows: dict[int, list[str]], *, last: tuple[int, int]) -> Path:
    """A binary workbook of one sheet, with the least that a reader needs; ``last`` is the outermost cell it speaks of."""
    begin, end = ((131, 143), (144, 132))
    named = binary_record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("News"))
    book = b"".join([*map(binary_record, begin), named, *map(binary_record, end)])
    sheet = binary_record(129) + binary_record(148, struct.pack("<IIII", 0, last[0], 0, last[1])) + binary_record(145)
    for row, cells in rows.items():
        sheet += binary_record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        for column, text in enumerate(cells):
            sheet += binary_record(6, struct.pack("<II", column if text else last[1], 0) + wide(text or "far"))
    sheet += binary_record(146) + binary_record(130)
    link = '<Relationships xmlns="{}"><Relationship Id="r1" Type="{}/{}" Target="{}"/></Relationships>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", link.format(_RELATIONSHIPS, _OFFICE, "officeDocument", "xl/workbook.bin"))
        target = link.format(_RELATIONSHIPS, _OFFICE, "worksheet", "worksheets/sheet1.bin")
        archive.writestr("xl/_rels/workbook.bin.rels", target)
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


ROWS = {0: ["title", "text"], 1: ["Talks", "कश्मीर पर बातचीत हुई।"], 2: ["More", "They went on."]}


def test_a_binary_workbook_is_read(tmp_path: Path) -> None:
    result = run(make_binary(tmp_path / "a.xlsb", ROWS, last=(2, 1)))
    assert result.articles.select("title", "text").rows() == [tuple(ROWS[1]), tuple(ROWS[2])]
    assert result.articles["origin"].to_list() == [f"{tmp_path}/a.xlsb#News!{row}" for row in (2, 3)]
    assert result.rejects.is_empty()


@pytest.mark.parametrize("damage", ["cut", "cell"])
def test_a_binary_workbook_that_is_damaged_is_one_reject(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "bad" / "a.xlsb"
    path.parent.mkdir()
    if damage == "cell":
        make_binary(path, {**ROWS, 1_048_575: [""]}, last=(1_048_575, 16_383))
    else:
        make_binary(path, ROWS, last=(2, 1))
        path.write_bytes(path.read_bytes()[:-200])
    (path.parent / "good.csv").write_text("text\nThe talks went on.\n", encoding="utf-8")
    result = run(path.parent)
    assert result.articles["text"].to_list() == ["The talks went on."]
    (reject,) = result.rejects.iter_rows(named=True)
    assert reject["origin"].startswith(str(path))
    assert reject["hint"]
