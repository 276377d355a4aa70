"""The five seeds read as a person reads them: counted and compared by eye against the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from framing.ingest.article.articles import Outlets, parse_published
from framing.ingest.article.clean import clean, normalise_newlines
from framing.ingest.article.cuts import rebuild
from framing.ingest.read import read
from framing.ingest.readers.sidecars import FACTS, load_sidecar
from framing.resources import seeds_folder

#: Seed → (paragraphs, first words of the lead, last words of the body).
EXPECTED = {
    "000_6d8d83354671c590": (8, "कजाकिस्तान- पाकिस्तान ने हाल ही में एक संयुक्त", "ये सिर्फ चालबाजी हो सकती है."),
    "001_ca77ba33da955ca4": (7, "अपने भारत दौरे को ख़तम करने के एक दिन बाद", "प्रक्रिया की भी पुष्टि की।"),
    "002_058d80a72aa548e1": (5, "अधिकारियों के मुताबिक रूस ने कजाकिस्तान से", "2,000 से अधिक रूसी सैनिक बुलाए थे।"),
    "003_8e66cc77db7f60df": (6, "اقتصادی تعاون کے 5سالہ روڈ میپ پر اتفاق", "اہم ذریعہ ہیں ۔"),
    "004_40402348efb1279c": (9, "चीन और कजाकिस्तान के बीच संबंधों को “स्थायी", "साझेदारी को और मजबूत करेंगे।"),
}

#: What belongs to the sites. None of it may be left in any article.
SITE = (
    *("English", "ਪੰਜਾਬੀ", "हिंदी न्यूज़", "Preferred", "Edited By", "Published", "Tags", "Shahbaz Sharif", "Dec 23rd"),
    *(
        "By आदित्य",
        "इतिहास का छात्र",
        "Leave a Reply",
        "email",
        "अनिल शर्मा",
        "one of Russia's",
        "Highlights",
        "Web Title",
    ),
    *("यूट्यूब", "क्लिक", "date 2026", "साभार", "विज्ञापन", "Latest News", "निर्माण."),
)

#: As the pages name them, where a line says that it names an author.
BYLINES = {
    "000_6d8d83354671c590": "एबीपी लाइव",
    "001_ca77ba33da955ca4": "आदित्य सिंह",
    "002_058d80a72aa548e1": "अनिल शर्मा",
    "003_8e66cc77db7f60df": "وقائع نگار، نامہ نگار",
    "004_40402348efb1279c": None,
}


@pytest.fixture(scope="module")
def seeds() -> dict[str, dict[str, object]]:
    result = read([seeds_folder()], outlets=Outlets())
    assert result.rejects.is_empty()
    return {Path(str(row["article_id"])).stem: row for row in result.articles.iter_rows(named=True)}


def raw(stem: str) -> str:
    return (seeds_folder() / f"{stem}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("stem", EXPECTED)
def test_paragraphs_lead_and_end(seeds: dict[str, dict[str, object]], stem: str) -> None:
    paragraphs, lead, end = EXPECTED[stem]
    lines = str(seeds[stem]["text"]).split("\n")
    assert len(lines) == paragraphs
    assert lines[0].startswith(lead)
    assert lines[-1].endswith(end)


@pytest.mark.parametrize("stem", EXPECTED)
def test_nothing_of_the_site_is_left(seeds: dict[str, dict[str, object]], stem: str) -> None:
    text = str(seeds[stem]["text"])
    assert [words for words in SITE if words in text] == []
    title = seeds[stem]["title"]
    assert title is None or str(title) not in text


@pytest.mark.parametrize("stem", EXPECTED)
def test_each_line_is_kept_or_recorded_as_cut(stem: str) -> None:
    sidecar = load_sidecar(seeds_folder() / f"{stem}.toml")
    cleaned = clean(raw(stem), title=sidecar.text("title"), cuts=sidecar.cuts)
    # The archive's label shares a line with what follows it; all else is whole lines.
    rest = raw(stem).replace(" date 2026-02-06 ", "date 2026-02-06\n").replace(" date 2026-02-05 ", "date 2026-02-05\n")
    lines = sorted(line.strip() for line in rest.split("\n") if line.strip())
    cuts = [cut.text.strip() for cut in cleaned.cuts if cut.rule != "space"]
    assert sorted([*cleaned.text.split("\n"), *cuts]) == lines
    assert rebuild(cleaned.text, cleaned.cuts) == normalise_newlines(raw(stem))


@pytest.mark.parametrize("stem", EXPECTED)
def test_titles_stand_in_the_text(seeds: dict[str, dict[str, object]], stem: str) -> None:
    title = seeds[stem]["title"]
    assert (title is None) == (stem.startswith("001"))
    assert title is None or str(title) in raw(stem)


def test_metadata_is_what_the_pages_tell(seeds: dict[str, dict[str, object]]) -> None:
    rows = [seeds[stem] for stem in EXPECTED]
    assert [row["country"] for row in rows] == ["IN", "IN", "IN", "PK", "IN"]
    assert [row["language"] for row in rows] == ["hi", "hi", "hi", "ur", "hi"]
    assert [row["published"] for row in rows] == [
        datetime(2026, 2, 6, 5, 32, tzinfo=UTC),
        None,
        datetime(2022, 2, 26, 5, 40, 42, tzinfo=UTC),
        datetime(2026, 2, 5, tzinfo=UTC),
        None,
    ]
    assert [row["published_basis"] for row in rows] == ["stated", "unknown", "stated", "metadata", "unknown"]
    assert [row["source_country"] for row in rows] == [None, None, None, None, "CN"]


def test_unknown_outlets_are_never_pooled(seeds: dict[str, dict[str, object]]) -> None:
    outlets = [str(seeds[stem]["outlet"]) for stem in EXPECTED]
    assert len(set(outlets)) == len(outlets)
    assert [outlet.startswith("unknown:") for outlet in outlets] == [False, True, False, True, True]


@pytest.mark.parametrize("stem", EXPECTED)
def test_each_sidecar_speaks_of_each_fact(stem: str) -> None:
    assert set(FACTS) - {"url", "tags"} <= set(load_sidecar(seeds_folder() / f"{stem}.toml").facts)


@pytest.mark.parametrize("stem", EXPECTED)
def test_general_patterns_do_most_of_the_work(tmp_path: Path, stem: str) -> None:
    """Without its sidecar a seed is still found: same headline, and at most the sidecar's own cuts are left over."""
    (tmp_path / f"{stem}.txt").write_text(raw(stem), encoding="utf-8")
    (row,) = read([tmp_path], outlets=Outlets()).articles.iter_rows(named=True)
    sidecar = load_sidecar(seeds_folder() / f"{stem}.toml")
    assert row["title"] == sidecar.text("title")
    assert row["text"].count("\n") + 1 == EXPECTED[stem][0] + len(sidecar.cuts)
    # What the pages state or their labels say is found; where they say nothing of publication, nothing is.
    published = sidecar.text("published")
    assert row["published"] == (published and parse_published(published))
    assert row["published_basis"] == sidecar.basis("published")
    assert row["byline"] == BYLINES[stem]
    if stem.startswith("004"):
        assert row["source"] == "चाइना-मीडिया-ग्रुप"
