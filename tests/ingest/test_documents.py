"""Documents of word processors, PDF and e-mail: their text, and one line for what has none that can be read."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml

from framing import limits
from framing.ingest.article.articles import Outlets
from framing.ingest.read import ReadResult, read
from framing.ingest.readers.downloads.document import blocks
from tests.ingest import containers

DOWNLOADS = Path(__file__).parents[1] / "golden" / "downloads"
PARAGRAPHS = [
    "Talks on water fail again",
    "The talks failed on Monday, and nobody said why. “We have {not} failed,” the official said; the café was shut.",
    "They will meet again in spring, which in the valley comes late, and not at all for those who wait for water in it.",
]
COLUMNS = ["title", "text", "outlet", "published", "byline", "groups"]


def run(*paths: Path) -> ReadResult:
    return read(paths, outlets=Outlets())


def reject(path: Path) -> dict[str, Any]:
    result = run(path)
    assert result.articles.is_empty()
    (only,) = result.rejects.iter_rows(named=True)
    assert only["origin"] == str(path)
    return only


@pytest.mark.parametrize("suffix", [suffix for suffix in containers.MAKERS if suffix != ".html"])
def test_a_document_is_an_article_whatever_its_name(tmp_path: Path, suffix: str) -> None:
    for name in (f"a{suffix}", "b.txt"):
        containers.MAKERS[suffix](tmp_path / name, PARAGRAPHS)
    result = run(tmp_path)
    assert result.rejects.is_empty()
    assert result.articles["title"].to_list() == [PARAGRAPHS[0]] * 2
    assert result.articles["text"].to_list() == ["\n".join(PARAGRAPHS[1:])] * 2


@pytest.mark.parametrize("suffix", containers.MAKERS)
def test_downloads_are_cut_in_all_containers_as_in_text(tmp_path: Path, suffix: str) -> None:
    for path in sorted(DOWNLOADS.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").split("\n")
        if path.stem == "nexis_classic":  # Its lines are broken at 80 columns in text files alone.
            lines = [" ".join(block) for block in blocks(lines)]
        if (path.stem, suffix) == ("factiva_tagged", ".html"):
            continue  # As a table, below.
        containers.MAKERS[suffix](tmp_path / f"{path.stem}{suffix}", lines)
        got, expected = read(tmp_path / f"{path.stem}{suffix}"), read(path)
        assert got.rejects.is_empty()
        assert got.articles.select(COLUMNS).rows() == expected.articles.select(COLUMNS).rows(), path.stem
        assert [note.text for note in got.notes] == [note.text for note in expected.notes]


def test_factiva_s_table_of_tags_is_cut(tmp_path: Path) -> None:
    path = DOWNLOADS / "factiva_tagged.txt"
    rows: list[str] = []
    cells: list[str] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), "XX"]:
        tag, _, value = line.partition(" ") if line[:2].isupper() and line[2:4].strip() == "" else ("", "", line)
        if tag:
            rows.append(f"<tr><td><b>{cells[0]}</b></td><td>{''.join(cells[1:])}</td></tr>" if cells else "")
            cells = [tag]
        cells += [f"<p>{value.strip()}</p>"] if value.strip() and cells else []
    (tmp_path / "a.html").write_text(f"<html><body><table>{''.join(rows)}</table></body></html>", encoding="utf-8")
    got, expected = read(tmp_path / "a.html"), read(path)
    assert got.rejects.is_empty()
    assert got.articles.select(COLUMNS).rows() == expected.articles.select(COLUMNS).rows()


def test_what_was_deleted_or_noted_is_not_the_text(tmp_path: Path) -> None:
    document = Document()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for place, body in enumerate(
        (
            "<w:r><w:t>The talks </w:t></w:r><w:del><w:r><w:delText>succeeded</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>failed</w:t></w:r></w:ins><w:sdt><w:sdtContent><w:r><w:t> on Monday.</w:t></w:r></w:sdtContent></w:sdt>",
            '<w:hyperlink w:anchor="a"><w:r><w:t>They met again</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>later.</w:t></w:r>',
        )
    ):
        document.element.body.insert(place, parse_xml(f"<w:p {space}>{body}</w:p>"))
    document.add_table(1, 1).cell(0, 0).text = "In a cell."
    document.save(str(tmp_path / "a.docx"))
    (text,) = run(tmp_path / "a.docx").articles["text"]
    assert text.split("\n") == ["The talks failed on Monday.", "They met again\tlater.", "In a cell."]


def _zip(path: Path, part: str, content: bytes, manifest: str = "") -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        if part == "content.xml":
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr(part, content)


ENTITY = b'<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><a><p>&c;</p></a>'
DEEP = b"<a>" * 100_000
CUT = {name: f"{name} cut" for name in (".docx", ".odt", ".rtf", ".pdf")}


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("bomb.docx", lambda path: _zip(path, "word/document.xml", b" " * 300_000), "input.too-large"),
        ("entity.docx", lambda path: _zip(path, "word/document.xml", ENTITY), "input.no-text"),
        ("deep.docx", lambda path: _zip(path, "word/document.xml", DEEP), "input.unreadable"),
        (
            "locked.docx",
            lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)),
            "input.encrypted",
        ),
        ("locked.odt", lambda path: _zip(path, "content.xml", b"x", "<encryption-data/>"), "input.encrypted"),
        ("empty.rtf", lambda path: path.write_bytes(b"{\\rtf1\\ansi }"), "input.no-text"),
        ("cut.rtf", lambda path: path.write_bytes(b"{\\rtf1\\ansi The talks"), "input.unreadable"),
        ("page.rtf", lambda path: path.write_bytes(b"{\\rtf1\\ansicpg999 The talks}"), "input.encoding"),
        ("cut.pdf", lambda path: path.write_bytes(b"%PDF-1.7\n1 0 obj <<"), "input.unreadable"),
        ("none.eml", lambda path: path.write_bytes(b"no mail at all"), "input.unreadable"),
    ],
)
def test_hostile_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, make: Callable[[Path], object], code: str
) -> None:
    if name == "bomb.docx":  # The worker has its own limits, and a real bomb for them takes a second to make.
        make = lambda path: _zip(path, "word/document.xml", bytes(limits.DOCUMENT_UNPACKED_BYTES + 1))  # noqa: E731
    make(tmp_path / name)
    assert reject(tmp_path / name)["code"] == code


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".rtf", ".pdf"])
def test_a_document_cut_short_is_one_reject_and_costs_itself_alone(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    containers.MAKERS[suffix](path, PARAGRAPHS)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    (tmp_path / "good.txt").write_text("The talks went on.", encoding="utf-8")
    result = run(tmp_path)
    assert result.articles["text"].to_list() == ["The talks went on."]
    assert result.rejects["origin"].to_list() == [str(path)]


def test_what_was_left_out_of_a_pdf_is_noted(tmp_path: Path) -> None:
    containers.drawn(tmp_path / "b.pdf", [[(60, 700, "The talks failed on Monday.")], []])
    result = run(tmp_path / "b.pdf")
    assert result.articles["text"].to_list() == ["The talks failed on Monday."]
    assert result.notes[0].text.startswith("page 2 has no text layer")


def test_an_e_mail_is_an_article(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Talks fail – again", "Asha Rao <asha@example.org>"
    mail["Date"] = "Mon, 25 Mar 2024 10:00:00 +0530"
    mail.set_content("The talks failed\non Monday.\n\nThey will meet again.\n")
    mail.add_alternative("<p>The talks failed on Monday.</p>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    result = run(tmp_path / "a.eml")
    article = result.articles.row(0, named=True)
    assert (article["title"], article["byline"]) == ("Talks fail – again", "Asha Rao")
    assert article["text"] == "The talks failed on Monday.\nThey will meet again."
    assert article["published"].isoformat() == "2024-03-25T04:30:00+00:00"
    assert [note.text[:24] for note in result.notes] == ["left out 1 attachments: "]
