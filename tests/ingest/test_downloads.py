"""Downloads of news databases become their documents, and what cannot be cut safely is a reject, never one article.

The sample files were written for these tests in the layouts that the databases document and researchers' own scripts
read; their three articles are the same in each.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import InputError
from framing.ingest.read import ReadResult, read
from framing.ingest.readers.downloads.document import Document, is_date
from framing.ingest.readers.downloads.splitting import split
from framing.resources import seeds_folder

FOLDER = Path(__file__).parents[1] / "golden" / "downloads"
NAMES = ["nexis_classic", "nexis_uni", "factiva", "factiva_tagged", "proquest"]
TITLES = [
    "Talks on water sharing end without agreement",
    "Minister reaffirms commitment to dialogue",
    "River runs dry, tempers do not",
]
BEGIN = ["NEW DELHI: Talks between", "ISLAMABAD: The foreign", "Calcutta, Jan. 13: The"]
END = ["nobody had understood it.", "leader said in the assembly.", "water from the next one."]
#: What is the database's own.
FOREIGN = [
    "Copyright",
    "All Rights Reserved",
    "LOAD-DATE",
    "Load-Date",
    "Classification",
    "GRAPHIC",
    "Photo",
    "SUBJECT",
]
FOREIGN += ["Publication title", "ProQuest", "End of Document", "English", "ENGLISH", "BYLINE", "Page 2 of 6", "pakgov"]


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def run(folder: Path, text: str) -> ReadResult:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return read([folder / "a.txt"])


def without(text: str, begin: str, end: str) -> str:
    """A text without what stands from one sign up to another."""
    before, _, rest = text.partition(begin)
    return before + rest[rest.index(end) :]


@pytest.mark.parametrize("name", NAMES)
def test_a_download_is_its_documents(name: str) -> None:
    result = read([FOLDER / f"{name}.txt"])
    assert result.rejects.is_empty()
    articles = result.articles
    assert articles["title"].to_list() == TITLES
    assert [text.startswith(begin) for text, begin in zip(articles["text"], BEGIN, strict=True)] == [True] * 3
    assert [text.endswith(end) for text, end in zip(articles["text"], END, strict=True)] == [True] * 3
    assert articles["text"].str.split("\n").list.len().to_list() == [3, 3, 3]
    assert not [(sign, text) for text in articles["text"] for sign in FOREIGN if sign in text]
    assert articles["published"].dt.date().to_list() == [
        datetime(2021, 1, day, tzinfo=UTC).date() for day in (12, 13, 14)
    ]
    assert articles["byline"].to_list() == ["Asha Rao", "Staff Reporter", None]
    assert articles["outlet"][0] == "the-hindu"
    assert articles["country"].to_list()[:2] == ["IN", "PK"]
    assert articles["language"].to_list() == ["en"] * 3
    database = {"nexis": "LexisNexis", "factiva": "Factiva", "proquest": "ProQuest"}[name.split("_")[0]]
    assert articles["groups"].to_list() == [[{"name": "archive", "value": database}]] * 3
    assert [note.text for note in result.notes] == [f"cut into the documents of a download from {database}"]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("nexis_classic", ["nexis_classic.txt#1", "nexis_classic.txt#2", "nexis_classic.txt#3"]),
        ("factiva", ["THHIN00020210111eh1c0003b", "AIWDAW0020210113eh1d0000u", "TELIND0020210114eh1e0001h"]),
        ("factiva_tagged", ["THHIN00020210111eh1c0003b", "AIWDAW0020210113eh1d0000u", "TELIND0020210114eh1e0001h"]),
        ("proquest", ["proquest-2477012345", "proquest-2477012346", "proquest-2477012347"]),
    ],
)
def test_the_database_s_own_id_is_the_article_s(name: str, ids: list[str]) -> None:
    assert read([FOLDER / f"{name}.txt"]).articles["article_id"].to_list() == ids


#: Sample → what stands between its first two documents, and what is said without it.
TORN = {
    "nexis_classic": ("2 of 3 DOCUMENTS", {"it says that it has", "document 2 is missing"}),
    "nexis_uni": ("End of Document", {"two documents stand in it"}),
    "factiva": ("Document THHIN00020210111eh1c0003b", {"two documents stand in it"}),
    "factiva_tagged": ("AN   Document THHIN00020210111eh1c0003b", {"two documents stand in it"}),
    "proquest": (f"{'_' * 60}\n\nDocument 2 of 3", {"two documents stand in it", "document 2 is missing"}),
}


@pytest.mark.parametrize("name", TORN)
def test_two_documents_run_together_are_no_article(tmp_path: Path, name: str) -> None:
    between, said = TORN[name]
    result = run(tmp_path, text_of(name).replace(between, "", 1))
    assert set(result.rejects["code"]) == {"input.uncut"}
    assert {part for part in said for reason in result.rejects["reason"] if part in reason} == said
    assert result.rejects.height == len(said)
    assert result.articles["title"].to_list() == [TITLES[2]]


def test_a_gap_in_the_numbers_is_said(tmp_path: Path) -> None:
    text = without(text_of("nexis_classic"), "2 of 3 DOCUMENTS", "3 of 3 DOCUMENTS")
    result = run(tmp_path, text)
    assert result.rejects["reason"].to_list() == ["document 2 is missing"]
    assert result.articles["title"].to_list() == [TITLES[0], TITLES[2]]


@pytest.mark.parametrize("name", ["nexis_uni", "factiva"])
def test_a_download_that_broke_off_is_said(tmp_path: Path, name: str) -> None:
    text = text_of(name)
    result = run(tmp_path, text[: text.index("those who cannot pay")])
    assert result.articles["title"].to_list() == TITLES[:2]
    assert result.rejects["code"].to_list() == ["input.uncut"]


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("nexis_classic", "of 3 DOCUMENTS"),
        ("nexis_uni", "End of Document"),
        ("factiva", "Document "),
        ("proquest", "____"),
    ],
)
def test_a_download_without_its_separators_is_a_reject(tmp_path: Path, name: str, sign: str) -> None:
    lines = [line for line in text_of(name).split("\n") if sign not in line]
    result = run(tmp_path, "\n".join(line for line in lines if not line.startswith("Document ")))
    assert result.articles.is_empty()
    assert result.rejects["code"].to_list() == ["input.uncut"]
    if name != "proquest":
        assert "looks like a download of 3 documents" in result.rejects["reason"].item()


def test_a_document_with_half_its_words_is_a_reject_and_its_neighbours_stay(tmp_path: Path) -> None:
    text = text_of("nexis_classic")
    lost = text.index("He told reporters that")
    result = run(tmp_path, text[:lost] + text[text.index("GRAPHIC: Photo") :])
    assert result.articles["title"].to_list() == [TITLES[0], TITLES[2]]
    # Few words are lost: only a difference of sixty counts.
    assert result.rejects["code"].to_list() == ["input.uncut"]


def test_one_document_saved_by_itself_is_one(tmp_path: Path) -> None:
    text = text_of("nexis_classic")
    alone = text[text.index("2 of 3 DOCUMENTS") + len("2 of 3 DOCUMENTS") : text.index("3 of 3 DOCUMENTS")]
    result = run(tmp_path, alone)
    assert result.articles.select("title", "byline").rows() == [(TITLES[1], "Staff Reporter")]
    assert "LOAD-DATE" not in result.articles["text"].item()


def test_blank_lines_between_the_lines_of_a_header_change_nothing(tmp_path: Path) -> None:
    """As text extracted from other formats has them."""
    lines = text_of("factiva").split("\n")
    assert run(tmp_path, "\n\n".join(lines)).articles["title"].to_list() == TITLES
    bare = [line for line in lines if not line.startswith(("Copyright", "(c)"))]
    result = run(tmp_path, "\n".join(bare))
    assert result.articles["outlet"].to_list()[:2] == ["the-hindu", "dawn"]
    assert [text.startswith(begin) for text, begin in zip(result.articles["text"], BEGIN, strict=True)] == [True] * 3


def test_a_proquest_document_without_full_text_is_a_headline(tmp_path: Path) -> None:
    text = text_of("proquest")
    begin = text.index("Full text: ISLAMABAD")
    result = run(tmp_path, text[:begin] + "Full text: Not available.\n\n" + text[text.index("Subject:", begin) :])
    assert result.articles["text"].to_list()[1] == ""
    assert result.articles["title"].to_list() == TITLES


@pytest.mark.parametrize(
    "text",
    [
        "The bill\n\nIt has 512 words\n\nand nothing more.\n\nEnd of Document",
        "Length: 512 words, said the editor.\n\nThe end.",
        "Document 2 of 3\n\nwas missing when the file was opened.",
        "Full text: it was read out in court.\n\nNobody had seen it before.",
        *(path.read_text(encoding="utf-8") for path in sorted(seeds_folder().glob("*.txt"))),
    ],
)
def test_an_article_is_no_download(text: str) -> None:
    assert split(text.split("\n")) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        *((date, True) for date in ("January 11, 2010 Monday", "1 January 2021", "May 2021", "Tuesday, 5 May 2020")),
        *((date, True) for date in ("July 1, 2015, Wednesday, Late Edition - Final", "12 Jan. 2021 10:15 AM GMT")),
        *((line, False) for line in ("January", "2021", "In May 2021 the talks failed.", "May 2021 " + "be " * 30)),
    ],
)
def test_a_line_that_is_a_date(line: str, expected: bool) -> None:
    assert is_date(line) is expected


LINES = [line for name in NAMES for line in text_of(name).split("\n")]


@given(st.lists(st.sampled_from(LINES), max_size=60))
@settings(deadline=None, max_examples=100)
def test_lines_in_any_order_raise_nothing_else(lines: list[str]) -> None:
    with suppress(InputError):
        found = split(lines)
        for document in found.documents if found else ():
            assert isinstance(document, Document | InputError)
