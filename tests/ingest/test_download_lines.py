"""Lines of downloads of LexisNexis: what is read of a document, at the numbers where it is read otherwise."""

from __future__ import annotations

import pytest

from framing.errors import InputError
from framing.ingest.readers.downloads.document import Document, blocks, checked, country_of, is_date, joined
from framing.ingest.readers.downloads.nexis import CLASSIC, UNI
from framing.ingest.readers.downloads.splitting import split

WORDS = "The river rose over night."


def refusal(make: object) -> str:
    with pytest.raises(InputError) as caught:
        make()  # type: ignore[operator]
    assert caught.value.code == "input.uncut"
    return caught.value.what


@pytest.mark.parametrize(
    ("told", "found", "is_whole"),
    [
        # Forty words more or less are the database's own way to count; beyond them it is twice as many that tells.
        *((40, 0, True), (41, 0, False), (0, 40, True), (0, 41, False)),
        *((100, 50, True), (101, 50, False), (50, 100, True), (50, 101, False), (81, 41, True), (83, 41, False)),
        (None, 500, True),
    ],
)
def test_a_document_has_about_as_many_words_as_it_says(told: int | None, found: int, is_whole: bool) -> None:
    document = Document(title="T", words=told, text="x " * found or None)
    if is_whole:
        assert checked(document) == document
    else:
        assert refusal(lambda: checked(document)) == f"it says that it has {told} words, and {found} were found"


def test_a_document_has_a_headline_or_a_text() -> None:
    assert refusal(lambda: checked(Document(outlet="Dawn"))) == "no headline and no text were found in it"
    assert checked(Document(text="x", outlet="Dawn (Pakistan)")).country == "PK"
    assert checked(Document(title="x")).country is None
    assert [country_of(name) for name in (None, "Dawn (x)", "A (India) B", "A (Lahore, Pakistan) ")] == [
        None,
        None,
        None,
        "PK",
    ]


@pytest.mark.parametrize(("more", "expected"), [(59, True), (60, True), (61, False)])
def test_behind_a_date_stands_an_edition(more: int, expected: bool) -> None:
    assert is_date(f"  May 5, 2021{'x' * more} ") is expected


def test_blocks_stand_between_blank_lines() -> None:
    assert list(blocks(["", " a ", "b", "", " ", "c"])) == [["a", "b"], ["c"]]
    assert list(blocks(["", " "])) == []
    assert (joined(["a  b", " c"]), joined([" ", ""]), joined([])) == ("a b c", None, None)


# ------------------------------------------------------------------------------------------------------ nexis, classic

HEAD = ["Copyright 2021 The Paper", "", "The Paper", "", "May 5, 2021 Wednesday"]


def classic(*fields: str, head: list[str] = HEAD) -> Document:
    """A document; each field is a paragraph."""
    return CLASSIC.document([*head, *(line for field in fields for line in ("", *field.split("\n")))])


def test_a_classic_document_is_its_fields() -> None:
    found = classic(
        "SECTION: World; Pg. 3", "LENGTH: 1,512 words", "HEADLINE: A river\nrises", "BYLINE: Asha Rao", "It rained.", "And\nrained.",
        "LANGUAGE: ENGLISH", "LOAD-DATE: May 6, 2021", "Copyright 2021 The Paper\nAll Rights Reserved",
    )  # fmt: skip
    assert found == Document(
        title="A river rises", outlet="The Paper", published="May 5, 2021 Wednesday", byline="Asha Rao",
        section="World; Pg. 3", language="ENGLISH", words=1512, text="It rained.\nAnd rained.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "title", "text"),
    [
        # A headline that stands by itself, and what stands below it before the length.
        (("A river rises", "LENGTH: 5 words", "It rained."), "A river rises", "It rained."),
        (("A river rises", "All night", "LENGTH: 5 words", "It rained."), "A river rises", "All night\nIt rained."),
        (("A river rises", "LÄNGE: 5 Wörter", "It rained."), "A river rises", "It rained."),
        (("A river rises", "LONGUEUR: 5 mots", "It rained."), "A river rises", "It rained."),
        # The text stands behind its own field, where there is one.
        (("LENGTH: 5 words", "BODY: It rained.", "And rained."), None, "It rained.\nAnd rained."),
        (("LENGTH: 5 words", "BODY:", "It rained."), None, "It rained."),
        (("HEADLINE: A", "BODY:\nIt rained.", "B"), "A", "It rained.\nB"),
        # Within the text a word in capitals is no field, behind it those are that stand there in all documents.
        (("LENGTH: 5 words", "It rained.", "DELHI: And rained.", "SUBJECT: RIVERS"), None, "It rained.\nDELHI: And rained."),
        (("LENGTH: 5 words", "It rained.", "SUBJECT: RIVERS", "It ended."), None, "It rained.\nSUBJECT: RIVERS\nIt ended."),
        (("LENGTH: 5 words", "SUBJECT: RIVERS"), None, None),
        (("LENGTH: 5 words", "Copyright 2021", "It rained."), None, "It rained."),
    ],
)  # fmt: skip
def test_headline_and_text_of_a_classic_document(fields: tuple[str, ...], title: str | None, text: str | None) -> None:
    found = classic(*fields)
    assert (found.title, found.text) == (title, text)
    assert found.words == (5 if "5" in str(fields) else None)


@pytest.mark.parametrize(("before", "is_read"), [(6, True), (7, True), (8, False)])
def test_a_date_is_looked_for_in_eight_paragraphs(before: int, is_read: bool) -> None:
    head = [line for part in range(before) for line in (f"part {part}", "")]
    if is_read:
        assert classic("LENGTH: 1 words", head=[*head, "May 5, 2021"]).outlet == f"part {before - 1}"
    else:
        assert refusal(lambda: classic(head=[*head, "May 5, 2021"])) == "no line with its date was found"


def test_an_outlet_stands_above_the_date_or_beside_it() -> None:
    assert classic(head=["Old Paper", "", "The", "Paper", "May 5, 2021", "Late Edition"]).outlet == "The Paper"
    assert classic(head=["The Paper", "", "Copyright 2021", "", "May 5, 2021"]).outlet == "The Paper"
    assert classic(head=["May 5, 2021"]).outlet is None


def numbered(number: int, of: int, *more: str) -> list[str]:
    return [f"   {number} of {of} DOCUMENTS  ", *HEAD, "", "LENGTH: 5 words", "", WORDS, *more]


def test_classic_documents_are_apart_by_their_numbers() -> None:
    lines = ["A summary", *numbered(4, 9), *numbered(5, 9)]
    assert [(number, len(piece)) for number, piece in CLASSIC.cut(lines)] == [(4, 9), (5, 9)]
    assert CLASSIC.cut(HEAD) == []
    assert [number for number, _ in CLASSIC.cut(["Dokument 12 von 20", "FOCUS - 3 of 20 DOCUMENT", "x"])] == [12, 3]
    lost = split([*numbered(1, 9), *numbered(3, 9), *numbered(6, 9), *numbered(7, 9)])
    assert lost is not None
    assert [str(one.what) for one in lost.documents if isinstance(one, InputError)] == [
        "document 2 is missing",
        "documents 4 to 5 are missing",
    ]


@pytest.mark.parametrize(
    ("lines", "signs"),
    [
        (numbered(1, 2), 1),
        ([*numbered(1, 2), *numbered(2, 2)], 2),
        (["1 of 2 DOCUMENTS", "2 of 2 DOCUMENTS"], 0),
        (["1 of 2 DOCUMENTS", "LOAD-DATE: May 5"], 1),
        (["LENGTH: 5 words", "LENGTH: 6 words", "LOAD-DATE: May 5"], 1),
        (["LENGTH: 5 words"], 0),
        (["Length: 5 words", "LOAD-DATE: May 5"], 0),
    ],
)
def test_signs_of_classic_documents(lines: list[str], signs: int) -> None:
    assert CLASSIC.signs(lines) == signs


# ---------------------------------------------------------------------------------------------------------- nexis, uni

UNI_HEAD = ["A river rises", "The Paper", "May 5, 2021 Wednesday", "Copyright 2021 The Paper"]
UNI_FIELDS = ["Section: World", "Length: 1,512 words", "Byline: Asha Rao"]


def uni(
    *text: str, head: list[str] = UNI_HEAD, fields: list[str] = UNI_FIELDS, end: str = "End of Document"
) -> Document:
    return UNI.document([line for one in (*head, *fields, "Body", *text, end) for line in (one, " ")])


def test_a_newer_document_is_its_lines() -> None:
    text = ("A river rises", "It rained.", "Page 1 of 2", "And rained.", "Classification", "Language: ENGLISH")
    assert uni(*text) == Document(
        title="A river rises", outlet="The Paper", published="May 5, 2021 Wednesday", byline="Asha Rao",
        section="World", language="ENGLISH", words=1512, text="It rained.\nAnd rained.",
    )  # fmt: skip
    assert uni("x", fields=[]).words is None
    assert uni("Graphic").text is None


@pytest.mark.parametrize("part", ["Classification", "Graphic: a map", "Notes", "Correction", "Load-Date: May 6, 2021"])
def test_a_text_ends_where_its_parts_begin(part: str) -> None:
    assert uni("It rained.", part, "and on").text == "It rained."


def test_a_newer_document_needs_its_lines() -> None:
    assert refusal(lambda: UNI.document(UNI_HEAD)) == "no line 'Body' was found before its text"
    twice = [*UNI_FIELDS, "Length: 7 words"]
    assert "two documents stand in it" in refusal(lambda: uni("x", fields=twice))
    assert refusal(lambda: uni("x", end="y")) == "it was not downloaded to its end"
    assert uni("x", end="Load-Date: May 6, 2021").text == "x"
    assert refusal(lambda: uni("x", head=["A", "B"])) == "no line with its date was found"
    # There is an outlet above a date, or else it is no document.
    assert refusal(lambda: uni("x", head=["May 5, 2021"])) == "no line with its date was found"
    assert (uni("x", head=["B", "May 5, 2021"]).title, uni("x", head=["B", "May 5, 2021"]).outlet) == (None, "B")
    # The first date is that of the document.
    assert uni("x", head=["A", "B", "May 5, 2021", "June 6, 2022"]).published == "May 5, 2021"


@pytest.mark.parametrize(("lines", "is_read"), [(28, True), (29, True), (30, False)])
def test_between_date_and_text_stand_thirty_lines(lines: int, is_read: bool) -> None:
    fields = [f"line {at}" for at in range(lines)]
    head = ["A", "B", "May 5, 2021"]
    if is_read:
        assert uni("x", head=head, fields=fields).title == "A"
    else:
        assert refusal(lambda: uni("x", head=head, fields=fields)) == "no line with its date was found"


def test_newer_documents_are_apart_by_their_ends() -> None:
    whole = [*UNI_HEAD, *UNI_FIELDS, "Body", "x", "End of Document"]
    size = len(whole)
    assert [len(piece) for _, piece in UNI.cut([*whole, *whole])] == [size, size]
    assert [piece[-1] for _, piece in UNI.cut([*whole, *whole])] == ["End of Document"] * 2
    # A footer is none, what has a length is one that broke off.
    assert [len(piece) for _, piece in UNI.cut([*whole, "Page 1 of 9"])] == [size]
    assert [len(piece) for _, piece in UNI.cut([*whole, *whole[:-1]])] == [size, size - 1]
    assert UNI.cut(whole[:-1]) == []


@pytest.mark.parametrize(
    ("lines", "signs"),
    [
        (["End of Document", "Length: 5 words", "end of document"], 2),
        (["End of Document", "Load-Date: May 5"], 1),
        (["End of Document"], 0),
        (["Length: 5", "Length: 6", "Load-Date: May 5"], 1),
        (["Length: 5", "Load-Date: May 5", "Load-Date: May 6"], 1),
        (["Length: 5"], 0),
    ],
)
def test_signs_of_newer_documents(lines: list[str], signs: int) -> None:
    assert UNI.signs(lines) == signs
