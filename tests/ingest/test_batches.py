"""Parts of files become batches of about as much text, and lose nothing on the way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.ingest.batches import batches
from framing.ingest.source import Note, Part, Rejected, Row, rows_frame
from framing.ingest.walking import Visit

#: Bytes that a batch is to have.
MOST = 30

#: Letters of the title and of the text of each row; and whether a part is one row alone.
PARTS = st.lists(
    st.tuples(
        st.lists(st.tuples(st.none() | st.integers(0, 9), st.integers(0, 40)), max_size=6),
        st.booleans(),
        st.integers(0, 2),
    ),
    max_size=7,
)


def row(number: int, title: int | None, text: int) -> Row:
    """With so many letters of two bytes in its title, and of one in its text."""
    named = {} if title is None else {"title": "é" * title}
    return {"place": str(number), "text": "x" * text, **named}


def made(parts: Sequence[tuple[list[tuple[int | None, int]], bool, int]]) -> list[Part]:
    found, number = [], 0
    for rows, is_single, others in parts:
        numbered = [row(number + at, *sizes) for at, sizes in enumerate(rows)]
        number += len(rows)
        told = {
            "rejects": [Rejected(f"{number} {at}", "", "", "", b"") for at in range(others)],
            "notes": [Note(f"{number} {at}", "") for at in range(others)],
            "passed": others,
        }
        if is_single and len(numbered) == 1:
            found.append(Part(row={**numbered[0], "title": None}, **told))  # type: ignore[arg-type]
        else:
            found.append(Part(rows_frame(numbered), **told))  # type: ignore[arg-type]
    return found


@given(PARTS)
def test_nothing_is_lost_and_no_batch_is_too_large(
    parts: Sequence[tuple[list[tuple[int | None, int]], bool, int]],
) -> None:
    given_parts = made(parts)
    found = list(batches(given_parts, MOST))
    places = [place for batch in found for place in batch.rows["place"]]
    assert places == [str(at) for at in range(len(places))]
    assert len(places) == sum(len(rows) for rows, _, _ in parts)
    for name in ("rejects", "notes"):
        assert [one for batch in found for one in getattr(batch, name)] == [
            one for part in given_parts for one in getattr(part, name)
        ]
    assert sum(batch.passed for batch in found) == sum(part.passed for part in given_parts)
    for batch in found:
        size = sum(
            len((title or "").encode()) + len(text) for title, text in batch.rows.select("title", "text").iter_rows()
        )
        assert size <= MOST or batch.rows.height == 1
        assert batch.rows.height or batch.rejects or batch.notes or batch.passed


@given(st.lists(st.integers(0, 40), max_size=12), st.booleans())
def test_a_batch_ends_where_the_next_row_is_too_much(sizes: list[int], one_table: bool) -> None:
    rows = [row(number, None, size) for number, size in enumerate(sizes)]
    parts = [Part(rows_frame(rows))] if one_table else [Part(row=one) for one in rows]
    found = [batch.rows["text"].str.len_bytes().to_list() for batch in batches(parts, MOST)]
    for batch, following in pairwise(found):
        assert sum(batch) + following[0] > MOST
    assert [size for batch in found for size in batch] == sizes


@pytest.mark.parametrize(("first", "together"), [(14, True), (15, True), (16, False)])
def test_just_so_much_is_not_too_much(first: int, together: bool) -> None:
    for parts in (
        [Part(row=row(0, None, first)), Part(row=row(1, None, 15))],
        [Part(rows_frame([row(0, None, first), row(1, None, 15)]))],
    ):
        assert [batch.rows.height for batch in batches(parts, MOST)] == ([2] if together else [1, 1])


def test_titles_count_with_all_their_bytes() -> None:
    for title, together in ((2, True), (3, False)):
        table = rows_frame([row(0, title, 11), row(1, None, 15)])
        assert len(list(batches([Part(table)], MOST))) == (1 if together else 2)


def test_a_batch_knows_how_far_its_file_was_read() -> None:
    """That is where the last part ended that it has all of; a file that is done begins no more."""
    texts = [row(number, None, 20) for number in range(5)]
    done = Visit("a", (0, 0, 0, 0), 3, "a")
    parts = [
        *(Part(rows_frame([text]), position=at) for text, at in zip(texts[:3], (100, 200, 300), strict=True)),
        Part(visits=[done]),
        Part(rows_frame(texts[3:4]), position=50),
        Part(rows_frame(texts[4:])),
    ]
    found = list(batches(parts, MOST))
    assert [batch.position for batch in found] == [100, 200, 0, 50, 0]
    assert [list(batch.visits) for batch in found] == [[], [], [done], [], []]
