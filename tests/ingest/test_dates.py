"""Dates are read where they are said in full, and never made up."""

from __future__ import annotations

import csv
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.ingest.article.dates import parse_date, stated_date, url_date
from framing.ingest.article.sites import COUNTRIES
from framing.resources import lexicons_folder


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("26 Feb 2022", None, utc(2022, 2, 26)),
        ("February 26th, 2022", None, utc(2022, 2, 26)),
        ("5th of March 2022", None, utc(2022, 3, 5)),
        ("Sat, 26 Feb 2022 05:40:42 GMT", None, utc(2022, 2, 26, 5, 40, 42)),
        ("Sat, 26 Feb 2022 05:40:42 +0530", None, utc(2022, 2, 26, 0, 10, 42)),
        ("26 Feb 2022, 11:10 AM IST", None, utc(2022, 2, 26, 5, 40)),
        ("06 Feb 2026 11:02 AM (IST)", None, utc(2026, 2, 6, 5, 32)),
        ("26 Feb 2022 12:10 AM IST", None, utc(2022, 2, 25, 18, 40)),
        ("26 Feb 2022 11:10 PM PKT", None, utc(2022, 2, 26, 18, 10)),
        ("५ मार्च २०२२", None, utc(2022, 3, 5)),
        ("शनिवार, 26 फ़रवरी 2022", None, utc(2022, 2, 26)),
        ("12 मई, 2022 को प्रकाशित", None, utc(2022, 5, 12)),
        ("प्रकाशित: 05 मार्च 2022 08:15 पूर्वाह्न IST", None, utc(2022, 3, 5, 2, 45)),
        ("5 مارچ 2022ء", None, utc(2022, 3, 5)),
        ("۵؍مارچ ۲۰۲۲ء", None, utc(2022, 3, 5)),
        ("18 دسمبر2018ء", None, utc(2018, 12, 18)),
        ("27 رجب 1443ھ بمطابق 28 فروری 2022ء", None, utc(2022, 2, 28)),
        ("Published: 26 Feb 2022 | Updated: 27 Feb 2022, 10:00 PM", None, utc(2022, 2, 26)),
        ("Updated: 27 Feb 2022 Published: 26 Feb 2022", None, utc(2022, 2, 26)),
        (
            "February 26, 2022 11:10 AM2022-02-26T11:10:42+5:302022-02-26T11:20:05+5:30",
            None,
            utc(2022, 2, 26, 5, 40, 42),
        ),
        ("25/04/2022", None, utc(2022, 4, 25)),
        ("03/04/2022", "IN", utc(2022, 4, 3)),
        ("03/04/2022", "US", utc(2022, 3, 4)),
        ("2022/03/05", None, utc(2022, 3, 5)),
        ("21 नव 2026", None, utc(2026, 11, 21)),
        ("20220305", None, utc(2022, 3, 5)),
        ("20220305T081500Z", None, utc(2022, 3, 5, 8, 15)),
        ("20220305081500", None, utc(2022, 3, 5, 8, 15)),
        ("Sat Mar 05 08:15:00 +0530 2022", None, utc(2022, 3, 5, 2, 45)),
        ("Sat Mar  5 08:15:00 IST 2022", "IN", utc(2022, 3, 5, 2, 45)),
    ],
)
def test_what_is_said_in_full_is_read(text: str, country: str | None, expected: datetime) -> None:
    assert parse_date(text, country=country) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2 hours ago", "2 घंटे पहले", "दो घंटे पहले", "آج", "5 March", "5 मार्च", "March 2022", "2022"),
        *("03/04/2022", "5/3/22", "20221305", "1712010112345", "31 February 2022", "30/02/2022", "2022-13-40"),
        *(
            "27 رجب 1443ھ",
            "27 رجب المرجب 1443",
            "5 Ramadan 1443 AH",
            "27/7/1443",
            "चैत्र शुक्ल 5 विक्रम संवत 2079",
            "2078/11/14",
        ),
        *("Updated: 27 Feb 2022", "अपडेट: 5 मार्च 2022", "آخری اپ ڈیٹ: 5 مارچ 2022", "12 March 20222", "Marching 5 2022"),
    ],
)
def test_what_is_not_said_in_full_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("country", "zone", "hours"),
    [("IN", "IST", 5.5), (None, "IST", 5.5), ("IL", "IST", 2), ("PK", "PST", 5), ("US", "PST", -8), ("BD", "BST", 6)],
)
def test_a_zones_name_is_that_of_the_publishers_country(country: str | None, zone: str, hours: float) -> None:
    found = parse_date(f"5 March 2022 14:00 {zone}", country=country)
    assert found == utc(2022, 3, 5, 14) - timedelta(hours=hours)


def test_a_time_in_a_zone_that_is_not_known_is_dropped_and_its_day_kept() -> None:
    assert parse_date("5 March 2022 14:00 BST", country="FR") == utc(2022, 3, 5)


def test_only_a_label_makes_a_date_on_a_page_that_of_publication() -> None:
    assert stated_date(["Mon. Dec 23rd, 2024"]) is None
    assert stated_date(["Updated at : 06 Feb 2026 11:02 AM (IST)"]) is None
    lines = ["By A. Rao | Updated: 7 Feb 2026", "प्रकाशित: 6 फरवरी 2026"]
    assert stated_date(lines) == utc(2026, 2, 6)
    assert stated_date(["تاریخ اشاعت: 12 اکتوبر 2021"]) == utc(2021, 10, 12)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2022/03/05/talks", utc(2022, 3, 5)),
        ("/news/2022-03-05/talks", utc(2022, 3, 5)),
        ("/20220305/c.html", utc(2022, 3, 5)),
        ("/2022/03/talks", None),
        ("/2022/13/05/", None),
        ("/story-20220305123", None),
        ("/a/12022/03/05", None),
    ],
)
def test_an_address_tells_a_day_only_in_full(path: str, expected: datetime | None) -> None:
    assert url_date(f"https://example.com{path}") == expected


def months(language: str) -> list[str]:
    names = {"hi": "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"}
    names["ur"] = "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر"
    names["en"] = "January February March April May June July August September October November December"
    return names[language].split()


DIGITS = {"hi": "०१२३४५६७८९", "ur": "۰۱۲۳۴۵۶۷۸۹", "en": "0123456789"}


@given(st.datetimes(datetime(1850, 1, 1), datetime(2050, 1, 1)), st.sampled_from(["hi", "ur", "en"]), st.booleans())
def test_each_day_is_read_in_each_language(moment: datetime, language: str, own_digits: bool) -> None:
    text = f"{moment.day} {months(language)[moment.month - 1]} {moment.year}"
    if own_digits:
        text = text.translate(dict(zip(map(ord, "0123456789"), DIGITS[language], strict=True)))
    assert parse_date(text) == utc(moment.year, moment.month, moment.day)


@given(st.text(max_size=80), st.sampled_from([None, "IN", "US"]))
def test_no_text_raises(text: str, country: str | None) -> None:
    parse_date(text, country=country)
    stated_date([text], country=country)
    url_date(f"https://example.com/{text}")


def test_the_words_of_dates_are_in_one_form_and_countries_are_countries() -> None:
    with (lexicons_folder() / "dates.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            assert row["forms"] == unicodedata.normalize("NFC", row["forms"])
            named = row["forms"].split() if row["kind"] == "order" else [row["country"]] if row["country"] else []
            assert set(named) <= COUNTRIES
