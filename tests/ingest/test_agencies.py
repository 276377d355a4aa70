"""Credits are read where credits stand, and nowhere else."""

from __future__ import annotations

import csv
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.ingest.article.agencies import USES, Credit, fold_credit, load_agencies
from framing.ingest.article.outlets import load_outlets
from framing.resources import lexicons_folder

AGENCIES = load_agencies()


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("नई दिल्ली, 5 मार्च (भाषा) सरकार ने कहा कि", "pti"),
        ("चंडीगढ़, 11 दिसंबर (आईएएनएस)। केंद्र के तीन नए कानून", "ians"),
        ("नई दिल्ली: (एएनआई) सरकार ने", "ani"),
        ("वाशिंगटन, प्रेट्र। अमेरिका ने", "pti"),
        ("रॉयटर्स, मॉस्को। रूस ने", "reuters"),
        ("اسلام آباد (اے پی پی) وزیر اعظم نے", "app"),
        ("لاہور(آن لائن) تحریک کے", "online-pk"),
        ("دبئی (آئی این پی+ آن لائن) شریک چیئرمین", "inp"),
        ("ممبئی 29 جون (یو این آئی) بالی ووڈ", "uni-urdu"),
        ("ہرارے (اسپورٹس ڈیسک/ اے ایف پی )ہرارے ٹیسٹ میں", "afp"),
        ("NEW DELHI, March 5 (Reuters) - The government", "reuters"),
        ("MADISON, Wis. (AP) — A liberal challenger", "ap"),
        ("Astana, July 3 (Xinhua) -- China and", "xinhua"),
        ("ASTANA. March 5. (Kazinform) - The", "kazinform"),
        ("ISLAMABAD, Feb 05 (APP): The prime minister", "app"),
        ("New Delhi, Mar 5 (PTI) The minister said", "pti"),
        ("New Delhi [India], March 5 (ANI): The minister said", "ani"),
        ("नई दिल्ली [भारत], 5 मार्च (एएनआई): सरकार ने", "ani"),
        ("वाशिंगटन, एपी। अमेरिका ने", "ap"),
        ("اسلام آباد۔5مارچ (اے پی پی):وزیر اعظم نے", "app"),
        ("MOSCOW, March 5. /TASS/. The ministry said", "tass"),
        ("ASTANA. KAZINFORM - The president said", "kazinform"),
        ("Riyadh, March 05, 2026, SPA -- The ministry", "spa"),
    ],
)
def test_datelines_credit(line: str, source: str) -> None:
    credit = AGENCIES.dateline(line)
    assert credit is not None
    assert (credit.source, credit.dateline) == (source, True)


@pytest.mark.parametrize(
    "line",
    [
        "The Associated Press (AP) said that the talks had failed.",
        "Police told the agency (ANI) that nobody was hurt.",
        "انہوں نے کہا کہ پاکستان تحریک انصاف (پی ٹی آئی) نے دھاندلی کا الزام لگایا",
        "پی سی بی (پاکستان کرکٹ بورڈ) نے کہا",
        "उन्होंने एएनआई से कहा कि सब ठीक है।",
        "भाषा, संस्कृति और साहित्य पर बात हुई।",
        "विश्व स्वास्थ्य संगठन (डब्ल्यूएचओ) ने कहा",
        "کچھ کلاسیں ہر روز گھر سے پڑھائی جائیں گی اور باقی سب کی سب (آن لائن) ہوں گی",
        "In Lahore, PTI - the party of the former prime minister - won",
        "The party [of the poor], it said on March 5 (PTI) that nothing would change",
        "",
    ],
)
def test_prose_credits_nobody(line: str) -> None:
    assert AGENCIES.dateline(line) is None
    assert AGENCIES.last_line(line) is None


def test_a_papers_own_desk_tells_the_outlet_and_the_byline() -> None:
    credit = AGENCIES.dateline("लखनऊ, जागरण संवाददाता। प्रदेश में")
    assert credit is not None
    assert (credit.outlet, credit.byline, credit.source) == ("dainik-jagran", "जागरण संवाददाता", None)
    credit = AGENCIES.dateline("ریاض (اُردو پوائنٹ اخبارتازہ ترین 18 دسمبر2018ء) سعودی عرب")
    assert credit is not None
    assert (credit.outlet, credit.byline) == ("urdu-point", None)
    assert "18 دسمبر2018ء" in credit.rest


def test_unnamed_agencies_are_no_source() -> None:
    credit = AGENCIES.dateline("اسلام آباد(نیوز ایجنسیاں)چیف جسٹس")
    assert credit is not None
    assert (credit.source, credit.byline) == (None, None)
    assert AGENCIES.last_line("(एजेंसी इनपुट के साथ)") is None


@pytest.mark.parametrize(
    ("line", "source"),
    [
        *(("--IANS", "ians"), ("(ANI)", "ani"), ("(भाषा)", "pti"), ("--आईएएनएस", "ians"), ("सब ठीक है। (एएनआई)", "ani")),
        ("(With inputs from PTI)", "pti"),
        ("With additional inputs from Reuters and AP.", "reuters"),
        ("(इनपुट- भाषा, एएनआई)", "pti"),
        ("(एएनआई इनपुट के साथ)", "ani"),
        ("(साभार—चाइना मीडिया ग्रुप, पेइचिंग)", "china-media-group"),
        ("PTI SKL RC", "pti"),
        ("भाषा रवि कांत", "pti"),
        ("भाषा", None),
        ("AFP", "afp"),
        ("Additional reporting by Reuters", "reuters"),
        ("(Reporting by A. Rao in Delhi; Writing by B. Shah; Editing by C. Das)", "reuters"),
        ("The reporting by A. Rao was awarded; editing by C. Das was not", None),
        ("Source: AP", "ap"),
        ("The Associated Press contributed to this report.", "ap"),
        ("A. Rao and Reuters contributed to this story", "reuters"),
        ("Her work contributed to this report.", None),
        ("The party (PTI and others) won", None),
        ("He was a leader of the Bharatiya Janata Party (BJP)", None),
        ("भाषा पर विवाद जारी है और आगे भी जारी रहेगा", None),
    ],
)
def test_last_lines_credit(line: str, source: str | None) -> None:
    assert AGENCIES.last_line(line) == source


@pytest.mark.parametrize(
    ("byline", "source"),
    [
        ("ANI", "ani"),
        ("PTI | New Delhi", "pti"),
        ("Reuters and A. Rao", "reuters"),
        ("भाषा", "pti"),
        ("Reuters Staff", "reuters"),
        ("Online", None),
        ("Ana Online", None),
        ("A. P. Shah", None),
    ],
)
def test_bylines_credit(byline: str, source: str | None) -> None:
    assert AGENCIES.byline(byline) == source


def test_each_agency_is_a_known_outlet_and_each_name_stands_once() -> None:
    known = load_outlets().known
    seen: dict[str, str] = {}
    with (lexicons_folder() / "agencies.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            assert row["use"] in USES
            assert bool(row["outlet_id"]) == (row["use"] in ("name", "bracket", "house"))
            assert not row["outlet_id"] or row["outlet_id"] in known, row
            assert row["forms"] == unicodedata.normalize("NFC", row["forms"])
            for form in row["forms"].split(";"):
                assert form.strip() == form
                assert seen.setdefault(fold_credit(form), row["outlet_id"]) == row["outlet_id"], form


@pytest.mark.parametrize(
    ("line", "source"),
    [
        # A place of seven words at most.
        ("एक दो तीन चार पाँच छह सात (भाषा) सरकार", "pti"),
        ("एक दो तीन चार पाँच छह सात आठ (भाषा) सरकार", None),
        # In English a short name in a bracket is behind a place in capitals, a date, or before a dash or colon.
        ("London (Reuters) said", None),
        ("London (Reuters) - said", "reuters"),
        ("London (Reuters): said", "reuters"),
        ("LONDON (Reuters) said", "reuters"),
        ("London, Mar 5 (Reuters) said", "reuters"),
        ("London, 5 March 2024 (Reuters) said", "reuters"),
        # Of several the first.
        ("लंदन (एएनआई, रॉयटर्स) सरकार", "ani"),
        ("लंदन (रॉयटर्स और एएनआई) सरकार", "reuters"),
        ("लंदन (5 मार्च, एएनआई) सरकार", "ani"),
        ("लंदन (5 मार्च) सरकार", None),
        ("लंदन [रॉयटर्स] सरकार", "reuters"),
        # Beside a place, in each of three; and no name that is a word as well.
        ("एएनआई, लखनऊ, उत्तर प्रदेश। सरकार", "ani"),
        ("लखनऊ, एएनआई, उत्तर प्रदेश। सरकार", "ani"),
        ("लखनऊ, उत्तर प्रदेश, एएनआई। सरकार", "ani"),
        ("लखनऊ, भाषा। सरकार", None),
        # Without a bracket it is capitals, a date or slashes that tell.
        ("Moscow, TASS - said", None),
        ("MOSCOW, TASS - said", "tass"),
        ("Moscow, 5 March, TASS - said", "tass"),
        ("Moscow. /TASS/ The ministry", "tass"),
        ("Moscow, March. Reuters - said", "reuters"),
    ],
)
def test_what_is_a_dateline(line: str, source: str | None) -> None:
    credit = AGENCIES.dateline(line)
    assert (credit.source if credit else None) == source


def test_what_else_a_bracket_says_is_left() -> None:
    """Desks are the byline, with the houses that are named in full; the rest may have the date."""
    found = AGENCIES.dateline("لاہور (نامہ نگار، نمائندہ جنگ، اے پی پی، 5 مارچ) حکومت")
    assert found == Credit(
        source="app", outlet="jang", byline="نامہ نگار، نمائندہ جنگ", dateline=True, rest="لاہور 5 مارچ"
    )
    beside = AGENCIES.dateline("लखनऊ, एएनआई। सरकार")
    assert beside == Credit(source="ani", dateline=True, rest="लखनऊ, एएनआई।")


@pytest.mark.parametrize(("size", "source"), [(149, "ap"), (150, "ap"), (151, None)])
def test_a_last_line_of_150_characters_is_a_line(size: int, source: str | None) -> None:
    """A longer one is a paragraph, and credits in brackets at its end alone."""
    head = "(Source: AP, "
    line = f"{head}{'x' * (size - len(head) - 1)})"
    assert (len(line), AGENCIES.last_line(line)) == (size, source)
    assert AGENCIES.last_line(f"  {line}\n") == source


@pytest.mark.parametrize("size", [140, 151, 152, 156, 300, 1_000])
def test_a_paragraph_credits_at_its_end(size: int) -> None:
    text = "x " * (size // 2)
    assert AGENCIES.last_line(f"{text}(ANI)") == "ani"
    assert AGENCIES.last_line(f"{text}[ANI] ।") == "ani"
    assert AGENCIES.last_line(f"{text}(ANI, and others)") is None
    assert AGENCIES.last_line(f"{text}(ANI) x") is None
    assert AGENCIES.last_line(f"(ANI) {text}") is None
    assert AGENCIES.last_line(f"(Reporting by {text}; Editing by B. Rao)") == ("reuters" if size <= 300 else None)


@pytest.mark.parametrize(("size", "source"), [(97, "ani"), (98, None), (99, None)])
def test_a_byline_is_read_for_a_hundred_characters(size: int, source: str | None) -> None:
    assert AGENCIES.byline(f"{'x' * (size - 1)},ANI and others") == source


@pytest.mark.parametrize(
    ("byline", "source"),
    [
        ("भाषा, आशा राव", None),
        ("आशा राव, एएनआई", "ani"),
        ("AP", "ap"),
        ("Ap", None),
        ("Asha Rao, AP", "ap"),
        (None, None),
    ],
)
def test_a_name_that_is_a_word_signs_alone_or_in_capitals(byline: str | None, source: str | None) -> None:
    assert AGENCIES.byline(byline) == source


@given(st.text(max_size=120))
def test_no_text_raises(text: str) -> None:
    AGENCIES.dateline(text)
    AGENCIES.last_line(text)
    AGENCIES.byline(text)
