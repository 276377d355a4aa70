"""Lines of downloads of Factiva and ProQuest: what is read of a document, at the numbers where it is read otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from framing.ingest.readers.downloads.document import Document
from framing.ingest.readers.downloads.factiva import FACTIVA, _header, _top
from framing.ingest.readers.downloads.proquest import PROQUEST
from tests.ingest.test_download_lines import refusal

# -------------------------------------------------------------------------------------------------------------- factiva

KEY = "Document THHIN00020210111eh1c0003b"
DISPLAYED = [
    *("World", "A river rises over night in the north", "Asha Rao", "512 words", "5 May 2021", "10:15", "The Paper"),
    *("THEPAP", "3", "English", "(c) 2021 The Paper", "It rained.", "", "And rained.", KEY),
]  # fmt: skip


def test_a_displayed_document_is_its_lines() -> None:
    assert FACTIVA.document(DISPLAYED) == Document(
        title="A river rises over night in the north", outlet="The Paper", published="5 May 2021", byline="Asha Rao",
        section="World", language="English", key="THHIN00020210111eh1c0003b", words=512, text="It rained.\nAnd rained.",
    )  # fmt: skip
    assert FACTIVA.document([*DISPLAYED[:7], "Hindi (Devanagari)", "x", KEY]).language == "Hindi (Devanagari)"


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (DISPLAYED[:-1], "no accession number stands at its end: it was not downloaded to its end"),
        ([], "no accession number stands at its end: it was not downloaded to its end"),
        ([*DISPLAYED[:3], *DISPLAYED[4:]], "no line with its number of words was found"),
        ([*DISPLAYED[:4], *DISPLAYED[5:]], "no line with its date was found"),
        ([*DISPLAYED[:6], "x", KEY], "no line with its copyright or language was found before its text"),
        ([*DISPLAYED, *DISPLAYED], "two documents stand in it without an accession number between them"),
    ],
)
def test_a_displayed_document_needs_its_lines(lines: list[str], what: str) -> None:
    assert refusal(lambda: FACTIVA.document(lines)) == what


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["A river rises"], (None, "A river rises", None)),
        ([], (None, None, None)),
        # The last of several is an author where it has eight words at most, and not all of them in capitals.
        (["A river rises over it", "Asha Rao"], (None, "A river rises over it", "Asha Rao")),
        (["A river rises over it", "a b c d e f g h"], (None, "A river rises over it", "a b c d e f g h")),
        (["A river rises over it", "a b c d e f g h i"], (None, "A river rises over it a b c d e f g h i", None)),
        (["A river rises over it", "IN DELHI"], (None, "A river rises over it IN DELHI", None)),
        # The first of several is a section where it has four words at most.
        (["World", "A river rises", "ALL NIGHT"], ("World", "A river rises ALL NIGHT", None)),
        (["a b c d", "A river rises over it", "Rao"], ("a b c d", "A river rises over it", "Rao")),
        (["a b c d e", "A river rises over it", "Rao"], (None, "a b c d e A river rises over it", "Rao")),
        # Three lines at most stand above the number of words.
        (["x", "World", "", "A river rises over it", "Rao"], ("World", "A river rises over it", "Rao")),
    ],
)
def test_what_stands_above_the_number_of_words(
    lines: list[str], expected: tuple[str | None, str | None, str | None]
) -> None:
    assert _top(lines) == expected


@pytest.mark.parametrize(("blank", "is_read"), [(9, True), (10, True), (11, False)])
def test_a_header_has_fourteen_lines(blank: int, is_read: bool) -> None:
    lines = ["512 words", "5 May 2021", "10:15", "The Paper", *[""] * blank, "(c) 2021 The Paper", "text"]
    if is_read:
        assert _header(lines, 1) == (["5 May 2021", "10:15", "The Paper"], len(lines) - 1)
    else:
        assert refusal(lambda: _header(lines, 1)).startswith("no line with its copyright")


def test_a_header_without_copyright_ends_with_its_language() -> None:
    """The last word that may be one, from the third line on: the second is the name of a paper."""
    lines = ["5 May 2021", "Dawn", "Hindi", "3", "English", "the text"]
    assert _header(lines, 0) == (lines[:5], 5)
    assert _header(["", *lines[:3], "the text"], 0) == (lines[:3], 4)
    assert refusal(lambda: _header(lines[:2], 0)).startswith("no line with its copyright")


TAGGED = [
    "HD  A river rises", "BY  Asha Rao", "WC  1,512 words", "PD  5 May 2021", "SN  The Paper", "SC  THEPAP", "LA  English",
    "LP", "It rained.", "TD", "And", "", "rained.", f"AN  {KEY}",
]  # fmt: skip


def test_a_tagged_document_is_its_fields() -> None:
    expected = Document(
        title="A river rises", outlet="The Paper", published="5 May 2021", byline="Asha Rao", language="English",
        key="THHIN00020210111eh1c0003b", words=1512, text="It rained.\nAnd\nrained.",
    )  # fmt: skip
    assert FACTIVA.document(TAGGED) == expected
    # A word that is a tag and stands alone is none, but for those of the text; and four tags make a document tagged.
    two_lines = [TAGGED[0], "RE", *TAGGED[1:]]
    assert FACTIVA.document(two_lines) == replace(expected, title="A river rises RE")
    few = [TAGGED[0], TAGGED[2], TAGGED[3], f"AN  {KEY}"]
    assert FACTIVA.document(few).words == 1512
    assert "language was found" in refusal(lambda: FACTIVA.document([*few[:3], KEY]))
    assert "(AN)" in refusal(lambda: FACTIVA.document(TAGGED[:-1]))


def test_displayed_documents_are_apart_by_their_keys() -> None:
    size = len(DISPLAYED)
    assert [len(piece) for _, piece in FACTIVA.cut([*DISPLAYED, *DISPLAYED])] == [size, size]
    assert [len(piece) for _, piece in FACTIVA.cut([*DISPLAYED, "Search summary"])] == [size]
    assert [len(piece) for _, piece in FACTIVA.cut([*DISPLAYED, *DISPLAYED[:-1]])] == [size, size - 1]
    assert FACTIVA.cut(DISPLAYED[:-1]) == []


@pytest.mark.parametrize(
    ("lines", "signs"),
    [
        (DISPLAYED, 1),
        ([*DISPLAYED, *DISPLAYED], 2),
        (DISPLAYED[:-1], 0),
        ([KEY], 0),
        # Without keys: two that have a date below their words, the next line or the one behind it; or tags.
        (["5 words", "5 May 2021", "6 words", "x", "6 May 2021"], 2),
        (["5 words", "5 May 2021", "6 words", "x", "y", "6 May 2021"], 0),
        (["5 words", "5 May 2021", "LP", "TD"], 1),
        (["5 words", "5 May 2021", "HD  A", "TD  B"], 1),
        (["5 words", "5 May 2021", "LP"], 0),
        (["LP", "TD"], 0),
    ],
)
def test_signs_of_displayed_documents(lines: list[str], signs: int) -> None:
    assert FACTIVA.signs(lines) == signs


# -------------------------------------------------------------------------------------------------------------- proquest

FIELDS = ["Publication title: The Paper; Delhi", "Publication date: May 5, 2021", "ProQuest document ID: 247"]


def proquest(*lines: str) -> Document:
    return PROQUEST.document([line for one in lines for line in (*one.split("\n"), "")])


def test_a_document_of_proquest_is_its_fields() -> None:
    found = proquest(
        "_" * 60, "Document 1 of 3", "A river rises", "Author: Asha Rao", "Full text: It rained.", "And rained.",
        "Subject: Rivers", *FIELDS, "Section: World", "Language of publication: English",
    )  # fmt: skip
    assert found == Document(
        title="A river rises", outlet="The Paper", published="May 5, 2021", byline="Asha Rao", section="World",
        language="English", key="proquest-247", text="It rained.\nAnd rained.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "title", "text"),
    [
        (("Title: A", "Full text: x", *FIELDS), "A", "x"),
        ((*FIELDS, "Title: A"), "A", None),
        (("Full text: not available", *FIELDS), None, None),
        (("Full text:", *FIELDS), None, None),
        # Fields within a text are text; behind it those that stand before a sure one are fields.
        (("Full text: x", "Location: here", "y", "Subject: z", "People: w", *FIELDS), None, "x\nLocation: here\ny"),
        (("Full text: x", FIELDS[1]), None, "x"),
    ],
)
def test_headline_and_text_of_proquest(lines: tuple[str, ...], title: str | None, text: str | None) -> None:
    assert (proquest(*lines).title, proquest(*lines).text) == (title, text)


def test_a_document_of_proquest_needs_its_fields() -> None:
    assert "no field behind its text" in refusal(lambda: proquest("Full text: x", "Subject: y"))
    assert "two documents" in refusal(lambda: proquest("Full text: x", *FIELDS, *FIELDS))
    assert proquest(FIELDS[0]).key is None
    assert proquest(*FIELDS[1:], "Publication year: 2020").published == "May 5, 2021"
    assert proquest("Publication year: 2020").published == "2020"


def test_documents_of_proquest_are_apart_by_lines_or_numbers() -> None:
    one = ["Document 1 of 3", *FIELDS]
    two = ["_" * 20, "Document 2 of 3", *FIELDS]
    assert [(number, len(piece)) for number, piece in PROQUEST.cut(["A summary", *one, *two])] == [(1, 4), (2, 4)]
    assert [number for number, _ in PROQUEST.cut([*FIELDS, "_" * 20, *FIELDS])] == [0, 0]


@pytest.mark.parametrize(
    ("lines", "signs"),
    [
        (["Full text: x", FIELDS[0], FIELDS[0], FIELDS[2]], 2),
        (["Full text: x", FIELDS[2]], 1),
        (["Full text: x"], 0),
        ([FIELDS[0], FIELDS[2], FIELDS[2]], 2),
        ([FIELDS[0]], 0),
    ],
)
def test_signs_of_proquest(lines: list[str], signs: int) -> None:
    assert PROQUEST.signs(lines) == signs
