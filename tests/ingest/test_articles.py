"""Rows become Articles; nothing is made up on the way."""

from __future__ import annotations

import hashlib
import string
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import schemas
from framing.errors import UsageError
from framing.ingest.article.articles import Outlets, as_cuts, canonical_url, complete, load_outlets, parse_published
from framing.ingest.article.boilerplate import Boilerplate
from framing.ingest.article.cuts import Cut, rebuild
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
    assert (row["article_id"], row["outlet"], row["origin"]) == ("f#1", "unknown:f", "f:1")
    assert (row["genre"], row["published_basis"]) == ("unknown", "unknown")


def test_the_hash_is_over_title_and_text(outlets: Outlets) -> None:
    assert one(outlets, title="क", text="ख")["content_sha256"] == hashlib.sha256("क\nख".encode()).hexdigest()
    assert one(outlets, title="", text="ख")["content_sha256"] == hashlib.sha256("\nख".encode()).hexdigest()


def test_ids_come_from_the_user_then_the_url_then_the_id_then_the_place(outlets: Outlets) -> None:
    assert one(outlets, url="https://a.example/x#y", article_id="7")["article_id"] == "7"
    assert one(outlets, url="https://a.example/x#y", id="7")["article_id"] == "https://a.example/x"
    address = "https://A.example/x?utm_source=z"
    assert one(outlets, url="https://a.example/x#y", article_id=address)["article_id"] == "https://a.example/x"
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
        ("The Other Paper!", None, "theotherpaper"),
        ("the_other-paper", None, "theotherpaper"),
        ("दूसरा अख़बार", None, "दूसराअखबार"),
        ("दूसरा अखबार", None, "दूसराअखबार"),
        ("unknown", None, "unknown:f"),
        ("N/A", None, "unknown:f"),
        ("???", None, "unknown:f"),
        ("unknown:g", None, "unknown:g"),
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
    row = one(outlets, language="Hinglish", genre="Gossip", published="yesterday", published_basis="stated")
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


@pytest.fixture(scope="module")
def known() -> Outlets:
    return load_outlets()


def test_what_is_cut_of_a_text_that_came_as_data_is_kept_beside_it(known: Outlets) -> None:
    text = "Talks fail\nTalks failed on Monday.\n\nBy Asha Rao | Published: 5 March 2022\nLeave a Reply"
    row = one(known, title="Talks fail", text=text)
    cuts = as_cuts(row["cut"])  # type: ignore[arg-type]
    assert row["text"] == "Talks failed on Monday.\n"
    assert rebuild(str(row["text"]), cuts) == text
    assert [cut.rule for cut in cuts] == ["title", "byline", "comments"]
    assert (row["byline"], row["published"], row["published_basis"]) == (
        "Asha Rao",
        datetime(2022, 3, 5, tzinfo=UTC),
        "stated",
    )
    assert row["content_sha256"] == hashlib.sha256(b"Talks fail\nTalks failed on Monday.\n").hexdigest()
    assert one(known, text="Talks failed on Monday.")["cut"] is None


def test_a_page_with_nothing_but_its_site_is_a_reject(known: Outlets) -> None:
    frame, rejects = complete(
        rows_frame([{"text": "Leave a Reply\nLatest News", "place": "f:1", "fallback_id": "f#1"}]), known
    )
    assert frame.is_empty()
    assert [(reject.origin, reject.code) for reject in rejects] == [("f:1", "input.no-text")]


def test_what_an_outlet_repeats_is_cut_of_its_articles_only(known: Outlets) -> None:
    learned = Boilerplate(3, {"dawn": {"Read the sample app": "learned 3"}})
    rows = [
        {"text": "It rained.\nRead the  sample app", "outlet": name, "place": name, "fallback_id": name}
        for name in ("Dawn", "BBC Urdu")
    ]
    frame, _ = complete(rows_frame(rows), known, boilerplate=learned)
    assert frame["text"].to_list() == ["It rained.", "It rained.\nRead the  sample app"]
    assert as_cuts(frame["cut"][0]) == (Cut(10, "\nRead the  sample app", "learned 3"),)


@pytest.mark.parametrize(
    ("row", "outlet"),
    [
        ({"site": "BBC News हिंदी", "url": "https://www.bbc.com/hindi/x-1"}, "bbc-hindi"),
        ({"site": "अमर उजाला"}, "amar-ujala"),
        ({"site": "A New Site"}, "anewsite"),
        ({"site": "A New Site", "url": "https://hindi.newsite.example/a"}, "hindi.newsite.example"),
        ({"byline": "एबीपी लाइव"}, "abp-live"),
        ({"byline": "ANI"}, "unknown:f"),
        ({"byline": "Asha Rao"}, "unknown:f"),
        ({"text": "लखनऊ, जागरण संवाददाता। प्रदेश में वर्षा हुई।"}, "dainik-jagran"),
        ({"text": "لاہور(نمائندہ جنگ) بارش ہوئی۔", "outlet": "unknown"}, "jang"),
    ],
)
def test_an_article_finds_its_outlet(known: Outlets, row: dict[str, str], outlet: str) -> None:
    assert one(known, **row)["outlet"] == outlet


@pytest.mark.parametrize(
    ("row", "source", "country"),
    [
        ({"source": "ANI"}, "ani", "IN"),
        ({"source": "चाइना मीडिया ग्रुप"}, "china-media-group", "CN"),
        ({"source": "A Small Agency"}, "a-small-agency", None),
        ({"source": "unknown", "text": "नई दिल्ली, 5 मार्च (भाषा) वर्षा हुई।"}, None, None),
        ({"text": "नई दिल्ली, 5 मार्च (भाषा) वर्षा हुई।"}, "pti", "IN"),
        ({"text": "A headline\nAnd its deck\nISLAMABAD (APP): It rained."}, "app", "PK"),
        ({"text": "It rained.\n(With inputs from PTI)"}, "pti", "IN"),
        ({"text": "It rained.\n--IANS"}, "ians", "IN"),
        ({"text": "बारिश हुई।\n(साभार—चाइना मीडिया ग्रुप, पेइचिंग)\n- विज्ञापन -"}, "china-media-group", "CN"),
        ({"text": "It rained, he told ANI."}, None, None),
    ],
)
def test_a_credit_gives_the_source(
    known: Outlets, row: dict[str, str], source: str | None, country: str | None
) -> None:
    found = one(known, **row)
    assert (found["source"], found["source_country"]) == (source, country)


@pytest.mark.parametrize(
    ("row", "day", "basis"),
    [
        ({"published": "5 मार्च 2022"}, datetime(2022, 3, 5, tzinfo=UTC), "metadata"),
        ({"published": "03/04/2022", "outlet": "Dawn"}, datetime(2022, 4, 3, tzinfo=UTC), "metadata"),
        ({"published": "03/04/2022", "outlet": "Fox News"}, datetime(2022, 3, 4, tzinfo=UTC), "metadata"),
        ({"published": "03/04/2022"}, None, "unknown"),
        ({"url": "https://example.com/2022/03/05/a"}, datetime(2022, 3, 5, tzinfo=UTC), "inferred"),
        ({"url": "https://example.com/2022/03/05/a", "published_basis": "unknown"}, None, "unknown"),
        ({"text": "ISLAMABAD, Feb 5, 2026 (APP): It rained."}, datetime(2026, 2, 5, tzinfo=UTC), "inferred"),
        ({"text": "ISLAMABAD, Feb 5 (APP): It rained."}, None, "unknown"),
        ({"text": "It rained.\nUpdated: 5 March 2022"}, None, "unknown"),
        ({"text": "date 2022-03-05 It rained."}, datetime(2022, 3, 5, tzinfo=UTC), "metadata"),
    ],
)
def test_a_date_has_a_basis(known: Outlets, row: dict[str, str], day: datetime | None, basis: str) -> None:
    found = one(known, **row)
    assert (found["published"], found["published_basis"]) == (day, basis)


@pytest.mark.parametrize(
    ("row", "genre"),
    [
        ({"genre": "अभिमत"}, "opinion"),
        ({"url": "https://www.pib.gov.in/x?id=1"}, "release"),
        ({"text": "नई दिल्ली (पीआईबी) वर्षा हुई।"}, "release"),
        ({"text": "नई दिल्ली, 5 मार्च (भाषा) वर्षा हुई।"}, "news"),
        ({"text": "It rained."}, "unknown"),
    ],
)
def test_a_sign_gives_the_genre(known: Outlets, row: dict[str, str], genre: str) -> None:
    assert one(known, **row)["genre"] == genre


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6).map("\n".join), st.none() | st.text(max_size=20))
def test_the_raw_text_can_always_be_put_together_again(text: str, title: str | None) -> None:
    raw = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    row = {"text": text, "title": title, "place": "f:1", "fallback_id": "f#1"}
    frame, rejects = complete(rows_frame([row]), Outlets())
    assert frame.height + len(rejects) == 1
    for kept, cut in frame.select("text", "cut").iter_rows():
        assert rebuild(kept, as_cuts(cut)) == raw
