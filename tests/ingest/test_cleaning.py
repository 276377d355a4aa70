"""Cleaning drops lines and changes none."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import InputError
from framing.ingest.article.clean import clean, credited, guess_title, normalise_newlines, suspect
from framing.ingest.article.cuts import Cut, rebuild

LINES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            *("Tags :", "India Kashmir", "By Asha Rao", "Talks fail in the capital", "", "  ", "Leave a Reply"),
            *("News | Talks fail in the capital", "date 2026-02-05 The first line.", "(Courtesy: Example Agency)"),
            *("A paragraph that is long enough to count as one.", "A paragraph that is long enough to count as."),
            "\tIndented  twice. ",
        ]
    ),
)


RAW = st.lists(LINES, max_size=12).map("\n".join)
TITLES = st.sampled_from([None, "Talks fail in the capital"])
LEARNED = {"India Kashmir": "learned 1"}


@given(RAW, TITLES, st.booleans())
def test_nothing_is_lost(raw: str, title: str | None, tidy: bool) -> None:
    cleaned = clean(raw, title=title, cuts=["Indented.*"], learned=LEARNED, tidy=tidy)
    assert rebuild(cleaned.text, cleaned.cuts) == normalise_newlines(raw)
    assert all(cut.text for cut in cleaned.cuts)


@given(RAW, TITLES, st.booleans())
def test_what_is_clean_stays_as_it_is(raw: str, title: str | None, tidy: bool) -> None:
    once = clean(raw, title=title, cuts=["Indented.*"], learned=LEARNED, tidy=tidy).text
    again = clean(once, title=title, cuts=["Indented.*"], learned=LEARNED, tidy=tidy)
    assert (again.text, again.cuts) == (once, ())


@given(RAW, TITLES)
def test_what_is_kept_is_a_line_of_the_page(raw: str, title: str | None) -> None:
    cleaned = clean(raw, title=title, cuts=["Indented.*"])
    lines = [line.strip().strip("\ufeff").strip() for line in normalise_newlines(raw).split("\n")]
    # The label of an archive goes from the first line; what stands behind it is as it was.
    starts = {line.rpartition("date 2026-02-05")[2].strip() for line in lines}
    assert set(cleaned.text.split("\n")) <= {*lines, *starts, ""}


@given(RAW, TITLES)
def test_screening_misses_nothing(raw: str, title: str | None) -> None:
    text = normalise_newlines(raw)
    cut = clean(text, title=title, learned=LEARNED, tidy=False).cuts
    rows = pl.DataFrame({"title": [title], "text": [text]}, schema={"title": pl.String, "text": pl.String})
    assert suspect(rows, learned=LEARNED).to_list() == [True] or not cut


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the army had taken the bridge.",
        "By : the river stood a house",
        "The report was published at noon: nobody read it.",
        "Written by a team of researchers, the report blames the ministry.",
        "Tagore wrote: the mind is without fear.",
        "Latest News from the front was bad.",
        "विज्ञापन पर सरकार ने रोक लगा दी।",
        "English and Hindi are official.",
        "उन्होंने फेसबुक पर लिखा कि वे इस पोस्ट को लाइक नहीं करते।",
        "Courtesy costs nothing.",
    ],
)
def test_prose_is_not_mistaken_for_the_site(line: str) -> None:
    if line.startswith("By :"):
        assert clean(line, title=None, cuts=[]).cuts[0].rule == "byline"  # The colon makes it one.
    else:
        assert clean(line, title=None, cuts=[]).text == line


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("By Asha Rao", "byline"),
        ("Edited by Asha Rao | Desk", "byline"),
        ("Updated: 1:38 p.m.", "date"),
        ("Tue, March 3, 2020", "date"),
        ("हिंदी | English | اردو", "navigation"),
        ("ये भी पढ़ें: दूसरी खबर", "teaser"),
        ("ये भी प\u095dें: दूसरी खबर", "teaser"),
        ("مزید پڑھیں: دوسری خبر", "teaser"),
        ("اشتہار", "advertisement"),
        ("Follow us on Twitter @example", "social"),
        ("بشکریہ: مثال", "credit"),
    ],
)
def test_what_sites_share_is_cut(line: str, reason: str) -> None:
    assert clean(f"A sentence.\n{line}", title=None, cuts=[]).cuts == (Cut(11, f"\n{line}", reason),)


def test_a_headline_is_cut_where_it_is_repeated_but_not_where_it_is_quoted() -> None:
    title = "Talks fail in the capital"
    quoted = "The paper wrote it large. It said: Talks fail in the capital"
    cleaned = clean(f"World{title}\nTalks  fail in the capital\n{quoted}", title=title, cuts=[])
    assert cleaned.text == quoted
    assert [(cut.at, cut.rule) for cut in cleaned.cuts] == [(0, "title"), (0, "title")]


def test_a_short_headline_is_only_cut_alone() -> None:
    assert clean("Kashmir\nThey went to Kashmir", title="Kashmir", cuts=[]).text == "They went to Kashmir"


def test_tags_take_the_next_line_only_if_they_are_empty() -> None:
    assert clean("Tags :\n\nIndia Kashmir\nOne more line", title=None, cuts=[]).text == "One more line"
    assert clean("Tags : India\nKashmir", title=None, cuts=[]).text == "Kashmir"
    assert clean("Tags :\nA sentence stands here. And a second.", title=None, cuts=[]).text.startswith("A sentence")


def test_a_truncated_teaser_goes_and_a_subheading_stays() -> None:
    whole = "The two countries agreed to build a railway that crosses the desert by the end of the year."
    assert clean(f"The two countries agreed to build a railway that.\n{whole}", title=None, cuts=[]).text == whole
    # A headline that the lead takes up is no teaser.
    headline = "The two countries agreed to build a railway"
    assert clean(f"{headline}\n{whole}", title=None).text.startswith(headline)
    assert clean(f"The two countries\n{whole}", title=None, cuts=[]).text == f"The two countries\n{whole}"


def test_a_paragraph_that_stood_there_before_is_cut_and_a_question_that_is_asked_again_is_not() -> None:
    paragraph = "The ministry said that the bridge would be open to traffic by the end of the year."
    text = f"{paragraph}\nWhat now?\nNothing.\n{paragraph}\nWhat now?"
    assert clean(text, title=None).text == f"{paragraph}\nWhat now?\nNothing.\nWhat now?"


def test_a_line_in_another_script_is_navigation_only_beside_the_scripts_that_are_read() -> None:
    assert clean("सरकार ने कहा।\nবাংলা খবর", title=None).text == "सरकार ने कहा।"
    assert clean("সরকার বলেছে আজ বৃষ্টি হবে।\nবাংলা খবর", title=None).cuts == ()


def test_a_text_that_is_nothing_but_its_headline_is_kept() -> None:
    assert clean("Talks fail in the capital", title="Talks fail in the capital").text == "Talks fail in the capital"


def test_a_pattern_covers_a_whole_line() -> None:
    assert clean("About us\nAbout us and them", title=None, cuts=["About us"]).text == "About us and them"


@pytest.mark.parametrize("pattern", ["(", r"(?:a|aa|a.)+(?:a|aa|.a)+\d"])
def test_a_bad_pattern_is_an_input_error(pattern: str) -> None:
    with pytest.raises(InputError) as caught:
        clean("a" * 5000, title=None, cuts=[pattern])
    assert caught.value.code == "input.sidecar"


def test_credits() -> None:
    assert credited(clean("A.\n(साभार—नमूना समूह, दिल्ली)", title=None, cuts=[]).cuts) == "नमूना समूह"
    assert credited(()) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Who won?\nNobody won.", "Who won?"),
        ("Nobody won.\nThey said so.", None),
        ("यह एक वाक्य है।\nदूसरा।", None),
        ("Only a line", None),
        ("x" * 300 + "\nText.", None),
        ("HomeWorldTalks fail in the capital\nTalks fail in the capital\nText.", "Talks fail in the capital"),
    ],
)
def test_guessing_a_title(text: str, title: str | None) -> None:
    assert guess_title(text) == title
