"""What is stored is read under the outlets that its names mean now."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.ingest.article.outlets import Outlets, load_outlets
from framing.ingest.article.spellings import ASKED, renamed

SCHEMA = dict.fromkeys(ASKED, pl.String())


def stored(*rows: Mapping[str, str | None]) -> pl.DataFrame:
    usual = {"article_id": "1", "origin": "data/news.jsonl:1", "language": "hi"}
    return pl.DataFrame([{**dict.fromkeys(ASKED), **usual, **row} for row in rows], SCHEMA)


@pytest.mark.parametrize(
    ("row", "outlet", "name", "country", "why"),
    [
        ({"outlet": "vir-arjun"}, "virarjun", "vir-arjun", None, "an id of an earlier version had hyphens"),
        ({"outlet": "virarjun", "outlet_name": "Vir Arjun"}, "virarjun", "Vir Arjun", None, "nothing is new"),
        ({"outlet": "amar-ujala"}, "amar-ujala", None, None, "a listed one stays, whoever told it"),
        (
            {"outlet": "aap", "country": "IN"},
            "aap",
            None,
            "IN",
            "also where its articles speak against it: amended, say",
        ),
        ({"outlet": "dawn", "outlet_name": "Dawn", "country": "IN"}, "dawn", "Dawn", "IN", "its country was amended"),
        ({"outlet": "jang-daily", "outlet_name": "Jang", "language": "ur"}, "jang", "Jang", "PK", "listed since"),
        ({"outlet": "newlaundry"}, "newlaundry", "newlaundry", None, "it is in no list"),
        ({"outlet": "sample.example"}, "sample.example", None, None, "a site has no other name"),
        ({"outlet": "bhaskar.com"}, "dainik-bhaskar", "bhaskar.com", "IN", "a site that is listed now"),
        (
            {"outlet": "gone", "outlet_name": "AAP", "country": "IN"},
            "aap~in",
            "AAP",
            "IN",
            "its project lists it no more",
        ),
        ({"outlet": "unknown:2024/a.jsonl"}, "unknown:2024/a.jsonl", None, None, "a file's unknown stays"),
        ({"outlet": "unknown:1"}, "unknown:news.jsonl", None, None, "an article's joins that of its file"),
        ({"outlet": "unknown:7"}, "unknown:7", None, None, "it is no article's own"),
    ],
)
def test_a_name_is_asked_again(
    outlets: Outlets, row: dict[str, str], outlet: str, name: str | None, country: str | None, why: str
) -> None:
    found = renamed(stored(row), outlets).row(0, named=True)
    assert (found["outlet"], found["outlet_name"], found["country"]) == (outlet, name, country), why


@pytest.mark.parametrize(
    ("rows", "unknowns"),
    [
        ([("a#1", "x/a.csv#1"), ("a#2", "x/a.csv#2")], ["unknown:a.csv"] * 2),
        ([("2024/a.csv#1", "x/2024/a.csv#1"), ("own", "x/2024/a.csv#2")], ["unknown:2024/a.csv"] * 2),
        ([("1", "x/2024/a.csv#1"), ("2", "x/2025/a.csv#1")], ["unknown:x/2024/a.csv", "unknown:x/2025/a.csv"]),
        ([("1", "book.xlsx#Sheet 1!7"), ("2", "book.xlsx#More!9")], ["unknown:book.xlsx"] * 2),
        ([("d1f0", "-:1"), ("c2e0", "-:2")], ["unknown:-"] * 2),
        ([("1.txt", "x/1.txt"), ("2.txt", "x/2.txt")], ["unknown:1.txt", "unknown:2.txt"]),
    ],
)
def test_the_unknowns_of_a_file_are_one(outlets: Outlets, rows: list[tuple[str, str]], unknowns: list[str]) -> None:
    frame = stored(*({"article_id": key, "outlet": f"unknown:{key}", "origin": place} for key, place in rows))
    assert renamed(frame, outlets)["outlet"].to_list() == unknowns


NAMES = st.sampled_from(
    ["aap", "AAP", "Dawn", "vir-arjun", "VirArjun", "BBC", "bbc-hindi", "x.example", "unknown:0", "Zz"]
)
ROWS = st.lists(
    st.tuples(
        NAMES, st.none() | NAMES, st.sampled_from([None, "IN", "PK"]), st.sampled_from(["hi", "ur", "en", "und"])
    ),
    max_size=8,
)


KNOWN = load_outlets()


@given(ROWS, st.randoms())
@settings(max_examples=40)
def test_neither_order_nor_reading_twice_changes_an_outlet(rows: list[tuple[str | None, ...]], random: Random) -> None:
    cells = [dict(zip(("outlet", "outlet_name", "country", "language"), row, strict=True)) for row in rows]
    frame = stored(*({"article_id": str(number), **row} for number, row in enumerate(cells)))
    once = renamed(frame, KNOWN)
    assert renamed(once, KNOWN).equals(once)
    order = random.sample(range(frame.height), frame.height)
    assert renamed(frame[order], KNOWN).equals(once[order])
