"""The list of outlets is strict, and an article finds its own."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import UsageError
from framing.ingest.article.names import name_key, unlisted
from framing.ingest.article.outlets import COLUMNS, KINDS, OWNERS, Outlets, load_outlets
from framing.ingest.article.sites import COUNTRIES, site_of
from framing.resources import lexicons_folder


def rows() -> list[dict[str, str]]:
    with (lexicons_folder() / "outlets.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_list_is_complete_sorted_and_in_one_form() -> None:
    text = (lexicons_folder() / "outlets.csv").read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert tuple(text.splitlines()[0].split(",")) == COLUMNS
    ids = [row["outlet_id"] for row in rows()]
    assert len(ids) >= 300
    assert ids == sorted(set(ids))


def test_each_outlet_says_what_it_is() -> None:
    for row in rows():
        assert row["name"], row
        assert row["domains"], row
        assert row["country"] in COUNTRIES, row
        assert row["kind"] in KINDS, row
        assert row["owner_class"] in OWNERS, row
        assert row["language"], row
        assert not any(part != part.strip() or not part for part in row["names"].split(";") if row["names"]), row


def test_the_countries_that_research_asks_for_are_there() -> None:
    counts = Counter(row["country"] for row in rows())
    assert min(counts[country] for country in ("IN", "PK", "CN", "RU", "KZ", "BD", "GB", "US", "IR", "TR")) >= 10
    assert all(counts[country] >= 3 for country in ("AE", "SA", "QA", "AF", "NP", "LK", "IL"))
    agencies = {row["outlet_id"] for row in rows() if row["kind"] == "agency"}
    assert agencies >= {
        "reuters",
        "ap",
        "afp",
        "pti",
        "ani",
        "ians",
        "uni",
        "app",
        "nni",
        "xinhua",
        "tass",
        "kazinform",
    }


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.bbc.com/hindi/india-60000000", "bbc-hindi"),
        ("https://www.bbc.co.uk/urdu/articles/x", "bbc-urdu"),
        ("https://www.bbc.com/sport/1", "bbc-news"),
        ("https://www.bbc.com/hindistan/1", "bbc-news"),
        ("https://www.dw.com/hi/a-1", "dw-hindi"),
        ("https://www.dw.com/ur/a-1", "dw-urdu"),
        ("https://www.dw.com/en/a-1", "dw"),
        ("https://hindi.news18.com/news/1", "news18-hindi"),
        ("https://www.news18.com/news/1", "news18"),
        ("http://m.jagran.com:80/news/1", "dainik-jagran"),
        ("https://www3.nhk.or.jp/nhkworld/hi/news/1", "nhk-world-hindi"),
        ("https://zeenews.india.com/hindi/india/1", "zee-news-hindi"),
        ("https://notbbc.com/hindi", None),
        ("https://com/", None),
    ],
)
def test_the_longest_address_counts(outlets: Outlets, url: str, expected: str | None) -> None:
    assert outlets.by_url(url) == expected


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["outlet_id"])
def test_each_outlet_is_found_by_all_it_is_called(outlets: Outlets, row: dict[str, str]) -> None:
    about = {"language": row["language"].split(";")[0], "country": row["country"]}
    for name in (row["outlet_id"], row["name"], *filter(None, row["names"].split(";"))):
        assert outlets.by_name(name, **about) == row["outlet_id"]
    for domain in row["domains"].split(";"):
        assert outlets.find(None, f"https://www.{domain}/2022/a.html") == row["outlet_id"]
        assert outlets.find(domain.upper()) == row["outlet_id"]


def test_a_projects_own_outlets_win(tmp_path: Path) -> None:
    (tmp_path / "outlets.csv").write_text(
        "outlet_id,name,domains,country\nmy-dawn,Dawn,dawn.com/urdu,PK\nbbc-hindi,Mine,bbc.com/hindi,IN\n",
        encoding="utf-8",
    )
    found = load_outlets(project=tmp_path)
    assert found.find("Dawn") == "my-dawn"
    assert found.find(None, "https://dawn.com/urdu/1") == "my-dawn"
    assert found.find(None, "https://dawn.com/news/1") == "dawn"
    assert found.country("bbc-hindi") == "IN"
    assert found.country("bbc-urdu") == "GB"
    assert load_outlets(project=tmp_path / "none").country("bbc-hindi") == "GB"
    assert found.name("bbc-hindi") == "Mine"
    assert found.name("bbc-urdu") == load_outlets().name("bbc-urdu") == "BBC News Urdu"


def test_an_outlet_without_a_name_goes_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "outlets.csv").write_text("outlet_id,country\nbbc-hindi,GB\n", encoding="utf-8")
    found = load_outlets(project=tmp_path)
    assert [found.name(key) for key in ("bbc-hindi", "thegazette", "unknown:a.txt", "unknown:-", None)] == [
        "bbc-hindi",
        "thegazette",
        "unknown (a.txt)",
        "unknown (standard input)",
        "unknown",
    ]


def test_what_is_called_alike_is_told_apart(outlets: Outlets) -> None:
    rows = [
        *[("virarjun", "VirArjun")] * 2,
        *[("virarjun", "Vir Arjun")] * 3,
        ("aap~in", "AAP"),
        ("aap~nz", "AAP"),
        ("dawn", "DAWN"),
        ("unknown:2024/news.jsonl", None),
        ("unknown:2025/news.jsonl", None),
        ("unknown:more.csv", None),
        ("long", "x" * 3_000),
    ]
    articles = pl.DataFrame(rows, {"outlet": pl.String, "outlet_name": pl.String}, orient="row")
    named = outlets.among(articles)
    assert {key: named.name(key) for key in articles["outlet"].unique()} == {
        "virarjun": "Vir Arjun",
        "aap~in": "AAP (aap~in)",
        "aap~nz": "AAP (aap~nz)",
        "dawn": "Dawn",
        "unknown:2024/news.jsonl": "unknown (2024/news.jsonl)",
        "unknown:2025/news.jsonl": "unknown (2025/news.jsonl)",
        "unknown:more.csv": "unknown (more.csv)",
        "long": "x" * 79 + "…",
    }
    # Whatever the order of the articles, and without a column of written names.
    assert outlets.among(articles.reverse()).shown == named.shown
    assert outlets.among(articles.drop("outlet_name")).name("virarjun") == "virarjun"


#: Who may be meant, and why: name, language, stated country → outlet.
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bbc-hindi", ("bbc-hindi",)),
        ("BBC News Hindi", ("bbc-hindi",)),
        ("BBC Hindi", ("bbc-hindi",)),
        ("bbc_hindi", ("bbc-hindi",)),
        ("बीबीसी हिंदी", ("bbc-hindi",)),
        ("bbc.com/hindi", ("bbc-hindi",)),
        ("BBC", ("bbc-hindi", "bbc-urdu")),
        ("Vir Arjun", ("virarjun",)),
        ("vir-arjun", ("virarjun",)),
        ("AAP", ("aap~in",)),
        ("unknown (news.jsonl)", ("unknown:2024/news.jsonl",)),
        ("unknown:2024/news.jsonl", ("unknown:2024/news.jsonl",)),
        ("Dawn", ()),
        ("", ()),
        ("???", ()),
    ],
)
def test_whoever_asks_may_use_the_names_that_are_shown(outlets: Outlets, typed: str, meant: tuple[str, ...]) -> None:
    rows = [("bbc-hindi", "BBC Hindi"), ("bbc-urdu", None), ("virarjun", "Vir Arjun"), ("aap~in", "AAP")]
    rows.append(("unknown:2024/news.jsonl", None))
    articles = pl.DataFrame(rows, {"outlet": pl.String, "outlet_name": pl.String}, orient="row")
    assert outlets.among(articles).meant(typed) == meant


WRITTEN = st.text(st.sampled_from("aAbB çİßअआ़्ँکیيه‌ـ -_.~!؟'\u200d1٢/:"), max_size=12)


@given(WRITTEN)
def test_an_id_of_a_name_is_that_of_its_own(name: str) -> None:
    """So that an export that is read in again, and a project of old, keep their outlets."""
    found = unlisted(name)
    assert found is None or unlisted(found) == found
    assert name_key(name_key(name)) == name_key(name)


@given(WRITTEN, st.sampled_from(" -_.'‘\u200c\u0640"), st.integers(0, 12))
def test_what_nobody_sees_makes_no_other_outlet(name: str, sign: str, place: int) -> None:
    assert name_key(name[:place] + sign + name[place:]) == name_key(name)
    assert name_key(name.upper().lower()) == name_key(name.lower())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a,A,,a.example,India,hi,,,,", "is no country"),
        ("a,A,,a.example,IN,Hindi,,,,", "is no language code"),
        ("a,A,,a.example,IN,hi;Urdu,,,,", "is no language code"),
        ("a,A,,a.example,IN,hi,wide,,,", "is no reach"),
        ("a,A,,a.example,IN,hi,,blog,,", "is no kind"),
        ("a,A,,a.example,IN,hi,,,rich,", "is no owner_class"),
        ("a,A,,https://a.example,IN,hi,,,,", "is no domain"),
        ("An Outlet,A,,a.example,IN,hi,,,,", "is no outlet_id"),
        ("a:b,A,,a.example,IN,hi,,,,", "is no outlet_id"),
        ("a,A,,a.example,IN,hi", "more or fewer cells"),
        ("b,B,,b.example,IN,hi,,,,\na,A,b,a.example,IN,hi,,,,", "stands on line 2 too"),
        ("b,B,,b.example,IN,hi;en,,,,\na,A,b,a.example,IN,en,,,,", "stands on line 2 too"),
        ("b,B,,b.example,IN,,,,,\na,A,b,a.example,IN,en,,,,", "stands on line 2 too"),
        ("b,B,,a.example,IN,hi,,,,\na,A,,a.example,PK,ur,,,,", "stands on line 2 too"),
        ("b,B,,b.example,IN,hi,,,,\nb,A,,a.example,PK,ur,,,,", "stands on line 2 too"),
    ],
)
def test_a_wrong_row_is_one_line_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "outlets.csv"
    path.write_text(f"{','.join(COLUMNS)}\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_outlets(project=tmp_path)
    assert said in str(caught.value)
    assert f"{path}:{line.count(chr(10)) + 2}" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.com/a", "example.com"),
        ("https://news.example.co.in/a", "example.co.in"),
        ("https://urdu.example.com/a", "urdu.example.com"),
        ("https://m.urdu.example.com/a", "urdu.example.com"),
        ("https://sample.blogspot.com/a", "sample.blogspot.com"),
        ("https://www.facebook.com/Sample/posts/1", "facebook.com/sample"),
        ("https://x.com/", "x.com"),
        ("http://192.0.2.1/a", "192.0.2.1"),
        ("http://[2001:db8::1]/a", "2001:db8::1"),
        ("not a url", None),
        (None, None),
    ],
)
def test_a_new_outlet_is_named_after_its_site(url: str | None, site: str | None) -> None:
    assert site_of(url) == site


@given(st.text(max_size=40), st.text(max_size=40))
def test_finding_never_raises(name: str, rest: str) -> None:
    known = Outlets()
    assert known.find(name, f"https://{rest}") is None
    site_of(f"https://{rest}")


@pytest.mark.parametrize(
    ("name", "country", "outlet"),
    [
        *(("Dawn (Pakistan)", "PK", "dawn"), ("The Hindu (Online)", None, "the-hindu"), ("Dawn (Nigeria)", "NG", None)),
        *(("Dawn (Pakistan)", None, None), ("Sample (Online)", "IN", None), ("(Online)", None, None)),
    ],
)
def test_what_databases_write_behind_a_name_tells_it_from_others(
    name: str, country: str | None, outlet: str | None
) -> None:
    found = load_outlets().resolve(name, language="en", country=country)
    assert (found.outlet if found is not None and found.is_listed else None) == outlet
