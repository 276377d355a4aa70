"""A genre is told by a sign, or it is unknown."""

from __future__ import annotations

import csv
import unicodedata
from typing import Any

import pytest

from framing import schemas
from framing.ingest.article.metadata import byline_from, tidy_byline
from framing.ingest.article.sites import genre_of, given_genre
from framing.resources import lexicons_folder


@pytest.mark.parametrize(
    ("signs", "genre"),
    [
        ({}, "unknown"),
        ({"title": "A day in the capital", "url": "https://example.com/a-1"}, "unknown"),
        ({"labels": ["संपादकीय"]}, "editorial"),
        ({"labels": ["सम्पादकीय"]}, "editorial"),
        ({"labels": ["اداریہ"]}, "editorial"),
        ({"labels": ["کالم"]}, "opinion"),
        ({"labels": ["नज़रिया"]}, "opinion"),
        ({"labels": ["ब्लॉग"]}, "opinion"),
        ({"labels": ["Home > Opinion > Columns"]}, "opinion"),
        ({"labels": ["https://schema.org/OpinionNewsArticle"]}, "opinion"),
        ({"labels": ["World", "Opinion"]}, "opinion"),
        ({"labels": ["Opinion", "Editorial"]}, "editorial"),
        ({"labels": ["World"]}, "news"),
        ({"labels": ["دنیا"]}, "news"),
        ({"labels": ["Opinion polls"]}, "unknown"),
        ({"url": "https://example.com/opinion/a-1"}, "opinion"),
        ({"url": "https://example.com/opinion-polls-show-a-lead"}, "unknown"),
        ({"url": "https://blogs.example.com/x/a-1"}, "opinion"),
        ({"url": "https://opinion.example/a-1"}, "unknown"),
        ({"url": "https://example.com/world/a-1"}, "news"),
        ({"url": "https://example.com/press-releases/a-1"}, "release"),
        ({"title": "संपादकीय: युद्ध और शांति"}, "editorial"),
        ({"title": "OPINION: A plan"}, "opinion"),
        ({"title": "A plan for peace | Opinion"}, "opinion"),
        ({"title": "Opinion divided over the plan"}, "unknown"),
        ({"title": "प्रेस विज्ञप्ति: बैठक"}, "release"),
        ({"lines": ["ANALYSIS/OPINION:", "The caucuses"]}, "opinion"),
        ({"lines": ["It rained.", "(लेखक शिक्षक हैं, ये उनके निजी विचार हैं)"]}, "opinion"),
        ({"lines": ["It rained.", "ادارے کا مصنف کی رائے سے متفق ہونا ضروری نہیں۔"]}, "opinion"),
        ({"lines": ["It rained.", "The views expressed are personal"]}, "opinion"),
        ({"kind": "press office", "labels": ["National"]}, "release"),
        ({"kind": "newspaper"}, "unknown"),
        ({"dateline": True}, "news"),
        ({"dateline": True, "labels": ["Commentary"]}, "opinion"),
    ],
)
def test_signs(signs: dict[str, Any], genre: str) -> None:
    assert genre_of(**signs) == genre


@pytest.mark.parametrize(
    ("given", "genre"),
    [
        ("Op-Ed", "opinion"),
        ("NEWS", "news"),
        ("unknown", "unknown"),
        ("بیان", "release"),
        ("gossip", None),
        (None, None),
    ],
)
def test_a_column_may_name_it_in_any_language(given: str | None, genre: str | None) -> None:
    assert given_genre(given) == genre


def test_each_form_stands_for_one_genre_in_one_spelling() -> None:
    seen: dict[tuple[str, str], str] = {}
    with (lexicons_folder() / "genres.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            assert row["genre"] in schemas.GENRES
            for form in row["forms"].split(";"):
                key = (row["sign"], unicodedata.normalize("NFC", form).casefold())
                assert seen.setdefault(key, row["genre"]) == row["genre"], form


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Asha Rao", "Asha Rao"),
        ("By : एबीपी लाइव | Edited By: संतोष सिंह | Updated at : 06 Feb 2026", "एबीपी लाइव"),
        ("By अनिल शर्मा | Published: February 26, 2022 11:10 AM2022-02-26T11:10:42+5:30", "अनिल शर्मा"),
        ("By Asha Rao, B. Khan Updated: 7 March 2022", "Asha Rao, B. Khan"),
        ("Written by: Asha Rao, 7 March 2022", "Asha Rao"),
        ("تحریر: سلیم احمد", "سلیم احمد"),
        ("लेखक - आशा राव", "आशा राव"),
        ("Edited By Asha Rao", None),
        ("Published: 7 March 2022", None),
        ("By : 12345", None),
    ],
)
def test_bylines(line: str, name: str | None) -> None:
    assert byline_from([line]) == name


def test_a_given_byline_loses_its_label_only() -> None:
    assert tidy_byline("by  Asha Rao") == "Asha Rao"
    assert tidy_byline("Byron Smith") == "Byron Smith"
    assert tidy_byline(None) is None


@pytest.mark.parametrize(
    "names", [("Opinion", "News"), ("News", "Editorial"), ("Blog", "World"), ("World", "Editorial")]
)
def test_several_genres_in_a_column_are_one_as_several_labels_are(names: tuple[str, str]) -> None:
    # That no process takes another is asked under ten hash seeds, beside the scores.
    assert given_genre(" / ".join(names)) == given_genre(" | ".join(names[::-1])) == genre_of(labels=names)
