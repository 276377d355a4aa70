"""Rows become Articles; nothing is made up on the way."""

from __future__ import annotations

import hashlib
import string
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import schemas
from framing.errors import UsageError
from framing.ingest.articles import Outlets, canonical_url, complete, load_outlets, parse_published
from framing.ingest.source import rows_frame


@pytest.fixture
def outlets(tmp_path: Path) -> Outlets:
    path = tmp_path / "outlets.csv"
    path.write_text(
        "outlet_id,name,names,domains,country,language,kind,owner_class,note\n"
        "daily-sample,Daily Sample,नमूना दैनिक; روزنامہ نمونہ,sample.example;sample-news.example,IN,hi,newspaper,,\n"
        "sample-hindi,Sample Hindi,,hindi.sample.example,,hi,digital,,\n",
        encoding="utf-8",
    )
    return load_outlets(path)


def one(outlets: Outlets, **row: str) -> dict[str, object]:
    frame, rejects = complete(rows_frame([{"text": "T.", "place": "f:1", "fallback_id": "f#1", **row}]), outlets)
    assert not rejects
    assert dict(frame.schema) == schemas.ARTICLE
    return frame.row(0, named=True)


def test_text_alone_is_enough(outlets: Outlets) -> None:
    row = one(outlets)
    filled = {"article_id", "text", "outlet", "genre", "published_basis", "content_sha256", "origin"}
    assert {name for name, value in row.items() if value is not None} == filled
    assert (row["article_id"], row["outlet"], row["origin"]) == ("f#1", "unknown:f#1", "f:1")
    assert (row["genre"], row["published_basis"]) == ("unknown", "unknown")


def test_the_hash_is_over_title_and_text(outlets: Outlets) -> None:
    assert one(outlets, title="क", text="ख")["content_sha256"] == hashlib.sha256("क\nख".encode()).hexdigest()
    assert one(outlets, title="", text="ख")["content_sha256"] == hashlib.sha256("\nख".encode()).hexdigest()


def test_ids_come_from_the_url_then_the_id_then_the_place(outlets: Outlets) -> None:
    assert one(outlets, url="https://a.example/x#y", article_id="7")["article_id"] == "https://a.example/x"
    assert one(outlets, url="not a url", article_id="7", id="8")["article_id"] == "7"
    assert one(outlets, id=" 8 ")["article_id"] == "8"


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        ("daily-sample", None, "daily-sample"),
        ("DAILY  sample", None, "daily-sample"),
        ("नमूना दैनिक", None, "daily-sample"),
        ("روزنامہ نمونہ", None, "daily-sample"),
        ("www.sample-news.example", None, "daily-sample"),
        (None, "https://www.sample.example/a", "daily-sample"),
        (None, "https://hindi.sample.example/a", "sample-hindi"),
        ("Unlisted Name", "https://m.sample.example/a", "daily-sample"),
        ("The Other Paper!", None, "the-other-paper"),
        ("दूसरा अख़बार", None, "दूसरा-अख़बार"),
        ("unknown", None, "unknown:f#1"),
        ("N/A", None, "unknown:f#1"),
        ("???", None, "unknown:f#1"),
        ("unknown:g#2", None, "unknown:g#2"),
        (None, "https://example.example/", "example.example"),
        (None, "https://www.other.com.pk/x", "other.com.pk"),
    ],
)
def test_outlets(outlets: Outlets, name: str | None, url: str | None, expected: str) -> None:
    row = {key: value for key, value in (("outlet", name), ("url", url)) if value is not None}
    assert one(outlets, **row)["outlet"] == expected


def test_countries_come_from_the_row_then_the_outlet(outlets: Outlets) -> None:
    assert one(outlets, outlet="daily-sample")["country"] == "IN"
    assert one(outlets, outlet="daily-sample", country="pk")["country"] == "PK"
    assert one(outlets, outlet="daily-sample", country="Hindustan")["country"] == "IN"
    assert one(outlets, outlet="sample-hindi", country="ZZ")["country"] is None
    assert one(outlets, source="Daily Sample") | {"source": "daily-sample", "source_country": "IN"} == one(
        outlets, source="daily-sample"
    )


def test_odd_values_are_left_out_not_kept(outlets: Outlets) -> None:
    row = one(outlets, language="Hindi", genre="Gossip", published="yesterday", published_basis="stated")
    assert (row["language"], row["genre"], row["published"], row["published_basis"]) == (
        None,
        "unknown",
        None,
        "unknown",
    )
    row = one(outlets, language="hi-IN", genre="Opinion", published="2026-02-05")
    assert (row["language"], row["genre"], row["published_basis"]) == ("hi-IN", "opinion", "metadata")
    assert one(outlets, published="2026-02-05", published_basis="stated")["published_basis"] == "stated"


def test_line_breaks_are_one_kind_and_spaces_stay(outlets: Outlets) -> None:
    assert one(outlets, text=" a\r\nb\rc  d ")["text"] == " a\nb\nc  d "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-05", datetime(2026, 2, 5, tzinfo=UTC)),
        ("2026-02-06T11:02:00+05:30", datetime(2026, 2, 6, 5, 32, tzinfo=UTC)),
        ("2026-02-06 11:02:00 +0530", datetime(2026, 2, 6, 5, 32, tzinfo=UTC)),
        ("2026-02-06t05:32z", datetime(2026, 2, 6, 5, 32, tzinfo=UTC)),
        ("2026-02-06T05:32:00,5Z", datetime(2026, 2, 6, 5, 32, 0, 500_000, tzinfo=UTC)),
        ("2026-02-06T05:32:00", datetime(2026, 2, 6, 5, 32, tzinfo=UTC)),
        *(
            (bad, None)
            for bad in (
                "",
                "2026",
                "20260205",
                "1712010112345",
                "2026-13-01",
                "06/02/2026",
                "0001-01-01T00:00:00+05:00",
            )
        ),
    ],
)
def test_dates(text: str, expected: datetime | None) -> None:
    assert parse_published(text) == expected


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)))
def test_iso_times_survive(moment: datetime) -> None:
    assert parse_published(moment.isoformat()) == moment


@given(st.text(max_size=40))
def test_dates_and_urls_never_raise(text: str) -> None:
    parse_published(text)
    canonical_url(f"http://{text}")


@pytest.mark.parametrize(
    "url", [None, "", "x", "ftp://a.example/b", "http://", "http://[", "http://a.example:99999/", "javascript:1"]
)
def test_what_is_no_web_address_gives_no_id(url: str | None) -> None:
    assert canonical_url(url) is None


@given(st.text(string.ascii_letters + string.digits + "/?&=#%.-_:", max_size=40))
def test_canonical_urls_are_canonical(rest: str) -> None:
    once = canonical_url(f"https://Example.com/{rest}")
    assert once is not None
    assert canonical_url(once) == once
    assert "#" not in once


def test_an_absent_outlet_file_is_no_error_and_a_wrong_one_is(tmp_path: Path) -> None:
    assert load_outlets(tmp_path / "none.csv") == Outlets()
    (tmp_path / "wrong.csv").write_text("name,country\nA,IN\n", encoding="utf-8")
    with pytest.raises(UsageError):
        load_outlets(tmp_path / "wrong.csv")
