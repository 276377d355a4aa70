"""What scrapers, news services and collections export is read field by field, as each documents its names."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from framing.ingest.article.sites import named_country
from framing.ingest.read import ReadResult, read

TEXT = "The talks failed on Monday, and nobody said why.\nThat is all."
URL = "https://www.thehindu.com/news/national/talks-fail/article1.ece"
#: Export → a record as it has them, and what is to be read of it.
EXPORTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "newspaper4k": (
        {
            "canonical_link": URL,
            "title": "Talks fail",
            "text": TEXT,
            "authors": ["Asha Rao", "B. Shah"],
            "publish_date": "2024-03-12 10:15:00",
            "meta_site_name": "The Hindu",
            "meta_lang": "en",
            "source_url": "https://www.thehindu.com",
            "meta_keywords": ["talks"],
            "summary": "",
        },
        {"byline": "Asha Rao, B. Shah"},
    ),
    "newspaper3k": (
        {
            "url": URL,
            "source_url": "https://www.thehindu.com",
            "title": "Talks fail",
            "text": TEXT,
            "authors": ["Asha Rao"],
            "publish_date": "2024-03-12T10:15:00",
            "meta_lang": "en",
        },
        {"byline": "Asha Rao"},
    ),
    "fundus": (
        {
            "title": "Talks fail",
            "body": {"summary": ["Not the text."], "sections": [{"headline": [], "paragraphs": ["Nor this."]}]},
            "plaintext": TEXT,
            "authors": ["Asha Rao"],
            "publishing_date": "2024-03-12T10:15:00+00:00",
            "publisher": "The Hindu",
            "topics": ["talks", "water"],
            "lang": "en",
        },
        {"byline": "Asha Rao", "tags": ["talks", "water"]},
    ),
    "trafilatura": (
        {
            "title": "Talks fail",
            "author": "Asha Rao",
            "hostname": "thehindu.com",
            "date": "2024-03-12",
            "categories": "National",
            "tags": "talks;water",
            "fingerprint": "d2ff47ba297cc254",
            "id": None,
            "license": None,
            "raw_text": "The talks failed",
            "text": TEXT,
            "language": "en",
            "source": URL,
            "source-hostname": "The Hindu",
            "excerpt": None,
        },
        {"byline": "Asha Rao", "tags": ["talks", "water"], "source": None},
    ),
    "media cloud": (
        {
            "stories_id": "1234",
            "publish_date": "2024-03-12",
            "title": "Talks fail",
            "story_url": URL,
            "language": "en",
            "media_name": "thehindu.com",
            "media_url": "thehindu.com",
        },
        {"text": "", "byline": None},
    ),
    "gdelt": (
        {
            "url": URL,
            "url_mobile": "",
            "title": "Talks fail",
            "seendate": "20240312T101500Z",
            "socialimage": "",
            "domain": "thehindu.com",
            "language": "English",
            "sourcecountry": "India",
        },
        {"text": "", "byline": None, "source_country": None},
    ),
    "event registry": (
        {
            "uri": "7654",
            "lang": "eng",
            "dateTimePub": "2024-03-12T10:15:00Z",
            "url": URL,
            "title": "Talks fail",
            "body": TEXT,
            "source": {"uri": "thehindu.com", "dataType": "news", "title": "The Hindu"},
            "authors": [{"uri": "asha@thehindu.com", "name": "Asha Rao", "type": "author"}],
        },
        {"byline": "Asha Rao", "source": None},
    ),
    "world news api": (
        {
            "id": 5,
            "title": "Talks fail",
            "text": TEXT,
            "url": URL,
            "publish_date": "2024-03-12 10:15:00",
            "authors": ["Asha Rao"],
            "language": "en",
            "source_country": "in",
        },
        {"byline": "Asha Rao", "source_country": None},
    ),
}


def run(path: Path, record: Mapping[str, Any]) -> ReadResult:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            # What pandas and the csv module make of a list is its representation.
            writer = csv.DictWriter(file, list(record))
            writer.writeheader()
            writer.writerow({name: "" if value is None else value for name, value in record.items()})
    else:
        path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    return read([path])


@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
@pytest.mark.parametrize("name", EXPORTS)
def test_exports_are_read_field_by_field(tmp_path: Path, name: str, suffix: str) -> None:
    record, expected = EXPORTS[name]
    if name == "event registry" and suffix == ".csv":
        pytest.skip("it exports objects")
    result = run(tmp_path / f"a{suffix}", record)
    assert result.rejects.is_empty()
    (row,) = result.articles.iter_rows(named=True)
    expected = {"text": TEXT, "title": "Talks fail", "outlet": "the-hindu", "country": "IN", **expected}
    assert {key: row[key] for key in expected} == expected
    assert str(row["published"])[:10] == "2024-03-12"
    assert row["language"] in ("en", "hi")
    if name != "fundus":
        assert row["url"] == URL.replace("www.", "").replace("https://www", "https://") or row["url"] == URL


def test_a_body_of_parts_is_its_paragraphs(tmp_path: Path) -> None:
    body = {"summary": ["One."], "sections": [{"headline": ["Two"], "paragraphs": ["Three.", "Four."]}]}
    for text in (body, ["One.", "Two", "Three.", "Four."]):
        result = run(tmp_path / "a.jsonl", {"title": "T", "body": text})
        assert result.articles["text"].to_list() == ["One.\nTwo\nThree.\nFour."]


@pytest.mark.parametrize("text", [{"html": "<p>One.</p>"}, [1, 2], [["One."], {"a": 1}], {}])
def test_other_objects_are_no_text(tmp_path: Path, text: object) -> None:
    result = run(tmp_path / "a.jsonl", {"title": "T", "body": text})
    assert result.rejects["code"].to_list() == ["input.no-text"]
    assert result.articles.is_empty()


def test_a_column_of_paragraphs(tmp_path: Path) -> None:
    pl.DataFrame({"title": ["T"], "text": [["One.", None, "Two."]]}).write_parquet(tmp_path / "a.parquet")
    assert read([tmp_path / "a.parquet"]).articles["text"].to_list() == ["One.\nTwo."]


def test_an_agency_stands_beside_the_publisher_s_country(tmp_path: Path) -> None:
    """Only where no source is told of is "source_country" the publisher's."""
    record = {"text": TEXT, "source": "Xinhua", "source_country": "CN", "country": "India"}
    (row,) = run(tmp_path / "a.jsonl", record).articles.iter_rows(named=True)
    assert (row["country"], row["source_country"]) == ("IN", "CN")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("Pakistan", "PK"), ("united  kingdom", "GB"), ("UK", "GB"), ("भारत", "IN"), ("پاکستان", "PK"), ("us", "US")),
        *(("New England", None), ("Kashmir", None), ("", None), ("XX", None)),
    ],
)
def test_countries_by_name(name: str, code: str | None) -> None:
    assert named_country(name) == code


def gkg(number: int, title: str | None, source: str, url: str, translated: str = "", collection: int = 1) -> str:
    """A record as GDELT's codebook of the Knowledge Graph 2.1 lays it out: 27 fields, the extras last."""
    fields = [""] * 27
    fields[:5] = [f"20240312101500-{number}", "20240312101500", str(collection), source, url]
    fields[15] = "-2.1,1.5,3.6,5.1,20.2,0,431"
    fields[25] = translated
    extras = "<PAGE_LINKS>https://example.org/x</PAGE_LINKS>"
    fields[26] = extras if title is None else f"{extras}<PAGE_TITLE>{title}</PAGE_TITLE>"
    return "\t".join(fields) + "\n"


@pytest.mark.parametrize("name", ["20240312101500.gkg.csv", "a.txt", "20240312101500.gkg.csv.zip"])
def test_the_knowledge_graph_is_headlines(tmp_path: Path, name: str) -> None:
    moment = "<PAGE_PRECISEPUBTIMESTAMP>20240311220000</PAGE_PRECISEPUBTIMESTAMP>"
    records = [
        gkg(1, "Talks on water &amp; power fail again", "thehindu.com", URL),
        gkg(2, "वार्ता फिर विफल रही, कोई नतीजा नहीं", "bhaskar.com", f"{URL}2", "srclc:hin;eng:GT-HIN 1.0").rstrip("\n")
        + f"{moment}\n",
        gkg(3, None, "dawn.com", f"{URL}3"),
        gkg(4, "Not a record of the web", "BBC Monitoring", "Some citation", collection=2),
        "20240312101500-5\tcut off\n",
    ]
    content = "".join(records).encode()
    if name.endswith(".zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(name.removesuffix(".zip"), content)
    else:
        (tmp_path / name).write_bytes(content)
    result = read([tmp_path / name])
    rows = result.articles.select("title", "text", "url", "outlet", "language", "published").rows(named=True)
    assert [row["title"] for row in rows] == [
        *("Talks on water & power fail again", "वार्ता फिर विफल रही, कोई नतीजा नहीं", "Not a record of the web"),
    ]
    assert {row["text"] for row in rows} == {""}
    assert rows[0]["outlet"] == "the-hindu"
    assert [row["url"] is None for row in rows] == [False, False, True]
    assert (rows[1]["language"], rows[1]["published"].isoformat()) == ("hi", "2024-03-11T22:00:00+00:00")
    assert rows[0]["published"].isoformat() == "2024-03-12T10:15:00+00:00"
    assert sorted(result.rejects["code"]) == ["input.gkg", "input.no-text"]
