"""Files that no reader reads are named for what they are, in one line with what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from framing.ingest.read import read

PARTS = ["[Content_Types].xml", "_rels/.rels", *(f"word/part{number}.xml" for number in range(40))]


def pack(path: Path, names: list[str], mimetype: str | None = None) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        if mimetype is not None:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<?xml version='1.0'?><a/>")


def said(path: Path) -> str:
    """The one line that a file gives, which becomes no article."""
    result = read([path])
    assert result.articles.is_empty()
    (reject,) = result.rejects.iter_rows(named=True)
    assert (reject["code"], reject["origin"]) == ("input.format", str(path))
    assert not result.notes
    return f"{reject['reason']}; {reject['hint']}"


@pytest.mark.parametrize("name", ["a.pptx", "a.zip", "a.txt", "a"])
def test_a_presentation_is_no_archive_whatever_its_name(tmp_path: Path, name: str) -> None:
    pack(tmp_path / name, [*PARTS, "ppt/presentation.xml"])
    assert said(tmp_path / name) == "it is a presentation, which is not read; save it as plain text (.txt, UTF-8)"


@pytest.mark.parametrize(
    ("name", "names", "mimetype", "what"),
    [
        ("a.odp", ["content.xml"], "application/vnd.oasis.opendocument.presentation", "a presentation"),
        ("a.epub", ["META-INF/container.xml", "a.html"], "application/epub+zip", "an e-book"),
        ("a.epub", ["META-INF/container.xml", "a.html"], None, "an e-book"),
        ("a.pptx", ["ppt/presentation.xml"], None, "a presentation"),
        ("a.pages", ["Index/Document.iwa"], None, "a Pages document"),
        ("a.numbers", ["Index/Tables.iwa"], None, "a Numbers spreadsheet"),
    ],
)
def test_documents_that_are_zip_archives(
    tmp_path: Path, name: str, names: list[str], mimetype: str | None, what: str
) -> None:
    pack(tmp_path / name, names, mimetype)
    assert what in said(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "a Word document"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0", "OCR"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "an image"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "an image"),
        ("a.mp4", b"\0\0\0\x18ftypmp42\0\0", "sound or video"),
        ("a.mdb", b"\0\1\0\0Standard Jet DB", "a database"),
        ("a.sas7bdat", b"\0" * 32, "a table of a statistics program"),
        ("a.rar", b"Rar!\x1a\x07\x01\0", "pack its files as .zip"),
        ("a.mbox", b"From a@example.org\nSubject: News\n\nText.", "e-mail"),
        ("a.xyz", b"something", "no reader for '.xyz'"),
    ],
)
def test_other_files(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert what in said(tmp_path / name)


def test_a_folder_says_what_it_passes_over(tmp_path: Path) -> None:
    pack(tmp_path / "a.pptx", PARTS)
    (tmp_path / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "c.txt").write_text("The talks failed on Monday.", encoding="utf-8")
    result = read([tmp_path])
    assert result.articles.height == 1
    (note,) = result.notes
    assert note.text.startswith(
        "passed over files of other formats: 1 .doc, 1 .pptx; a Word document: save it as plain text"
    )


def test_articles_in_an_archive_are_read_beside_documents(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("news/a.txt", "The talks failed on Monday.")
        archive.writestr("news/b.pptx", b"PK\x03\x04")
    result = read([tmp_path / "a.zip"])
    assert result.articles.height == 1
    assert result.rejects.is_empty()
    assert "1 .pptx" in result.notes[0].text
