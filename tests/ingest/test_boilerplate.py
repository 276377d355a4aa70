"""What outlets repeat is learned from many articles, in whatever order they come."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import UsageError
from framing.ingest.article.boilerplate import Learned, learn, load_boilerplate, merge, newest_rules, write_rules
from framing.ingest.article.clean import suspect
from framing.ingest.article.cuts import general_rule
from framing.resources import lexicons_folder

FOOT = "Read the Daily Sample app"
TEXTS = [("sample", f"Rain fell on day {day}.\n{FOOT}" if day < 6 else f"Rain fell on day {day}.") for day in range(20)]


def write(project: Path, rules: list[Learned], version: int) -> None:
    path, content = write_rules(rules, version)
    (project / path).parent.mkdir(exist_ok=True)
    (project / path).write_bytes(content)


@given(st.permutations(TEXTS))
def test_the_order_of_arrival_does_not_matter(texts: list[tuple[str, str]]) -> None:
    assert learn(texts) == [Learned("sample", True, 6, 20, FOOT)]


def test_an_article_added_twice_counts_once() -> None:
    assert learn([TEXTS[0]] * 20) == []
    assert learn(TEXTS[:4] * 5) == []


def test_a_line_must_be_frequent_in_its_own_outlet() -> None:
    assert learn([(f"outlet-{index}", text) for index, (_, text) in enumerate(TEXTS)]) == []
    rare = [*TEXTS[:6], *(("sample", f"It was day {day}.") for day in range(400))]
    assert learn(rare) == []
    assert [rule.line for rule in learn(rare, share=0.001)] == [FOOT]


def test_background_that_an_outlet_repeats_is_not_its_foot() -> None:
    background = "The war began in February of that year, when troops crossed the border from three sides at dawn. " * 2
    texts = [("sample", f"Day {day}.\n{background if day < 6 else ''}") for day in range(100)]
    assert learn(texts) == []


def test_what_the_general_patterns_cut_need_not_be_learned() -> None:
    assert learn([("sample", f"Day {day}.\nLeave a Reply") for day in range(9)]) == []


def test_files_are_numbered_and_the_last_counts(tmp_path: Path) -> None:
    assert (load_boilerplate(tmp_path).version, newest_rules(tmp_path)) == (0, [])
    write(tmp_path, [Learned("sample", True, 6, 20, "Old, with a comma")], 1)
    write(tmp_path, [Learned("sample", True, 6, 20, FOOT), Learned("sample", False, 7, 20, "Kept")], 2)
    found = load_boilerplate(tmp_path)
    assert (found.version, found.lines) == (2, {"sample": {FOOT: "learned 2"}})
    assert found.all_lines() == {FOOT}


def test_rules_count_under_the_ids_that_outlets_have_now(tmp_path: Path) -> None:
    rules = [
        Learned("media-vigil", True, 6, 20, FOOT),
        Learned("media-vigil", False, 6, 20, "Kept"),
        Learned("mediavigil", True, 9, 20, "Kept"),
        Learned("bbc-hindi", True, 6, 20, FOOT),
        Learned("Dawn", True, 0, 0, FOOT),
        Learned("listed-since", True, 6, 20, FOOT),
        Learned("the-nation", True, 6, 20, FOOT),
        Learned("aap~in", True, 6, 20, FOOT),
        Learned("unknown:media-vigil.csv", True, 6, 20, FOOT),
    ]
    write(tmp_path, rules, 1)
    (tmp_path / "outlets.csv").write_text("outlet_id,name\nls,Listed Since\n", encoding="utf-8")
    found = load_boilerplate(tmp_path).lines
    ids = {"mediavigil", "bbc-hindi", "dawn", "ls", "thenation", "aap~in", "unknown:media-vigil.csv"}
    assert found == {outlet: {FOOT: "learned 1"} for outlet in ids}
    learned = [Learned("mediavigil", True, 8, 30, line) for line in (FOOT, "Kept")]
    again = [rule for rule in merge(learned, newest_rules(tmp_path)) if rule.outlet == "mediavigil"]
    assert {rule.line: rule.use for rule in again} == {FOOT: True, "Kept": False}


def test_what_a_researcher_wrote_into_the_file_stays() -> None:
    before = [
        Learned("sample", False, 6, 20, FOOT),
        Learned("sample", True, 0, 0, "Written by hand"),
        Learned("sample", True, 9, 20, "No longer repeated"),
    ]
    assert merge(learn(TEXTS), before) == before[:2]


@pytest.mark.parametrize("content", ["line\nx\n", "outlet,line\n,x\n", "outlet,line\nsample,\n"])
def test_a_wrong_file_is_one_line_with_its_place(tmp_path: Path, content: str) -> None:
    (tmp_path / "boilerplate").mkdir()
    path = tmp_path / "boilerplate" / "0001.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(str(path))):
        load_boilerplate(tmp_path)


def patterns() -> list[dict[str, str]]:
    with (lexicons_folder() / "boilerplate.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_general_patterns_are_in_one_form_and_sorted_by_rule() -> None:
    rules = [row["rule"] for row in patterns() if not row["rule"].startswith("=")]
    assert rules == sorted(rules)
    for row in patterns():
        assert row["starts"] == unicodedata.normalize("NFC", row["starts"])
        # A loose pattern would cost a paragraph.
        assert not re.search(r"\.[*+]", row["starts"] + row["rest"]), row


@pytest.mark.parametrize(
    "line",
    [
        *("ये भी पढ़ें: दूसरी खबर", "इसे भी देखें : आज का अखबार", "यह भी पढ़ेंःकोरोना वायरस", "ताज़ा ख़बरें", "संबंधित खबरें"),
        *("یہ بھی پڑھیے : دوسری خبر", "اسی بارے میں مزید پڑھیے", "مزید : کھیل", "متعلقہ خبریں", "شیئر کریں:"),
        *(
            "Related News",
            "You May Also Like",
            "Story Continued Below",
            "Advertisement:",
            "CLICK HERE TO GET THE FOX NEWS APP",
        ),
        *(
            "Copyright © 2019 The Sample, LLC. Click here for reprint permission.",
            "جملہ حقوق محفوظ ہیں۔",
            "© 2024 Sample & Company",
        ),
        *(
            "Published: 26 Feb 2022, 11:10 AM IST",
            "Updated On: 3 March",
            "प्रकाशित: 5 मार्च 2022",
            "تاریخ اشاعت: 12 اکتوبر 2021",
        ),
        *(
            "(With inputs from PTI)",
            "--IANS",
            "(एएनआई इनपुट के साथ)",
            "بشکریہ: مثال",
            "फोटो: पीटीआई",
            "تصویر کے کاپی رائٹ Getty Images",
        ),
        *("होम > देश > राज्य", "Home » World", "Follow us on X", "फ़ेसबुक और", "ट्विटर पर भी फ़ॉलो कर सकते हैं.)", "टिप्पणी करें"),
        *("लेखक: आशा राव", "تحریر: سلیم احمد", "Written by Asha Rao", "বাংলা খবর", "Русский", "Tags: India, Kashmir"),
    ],
)
def test_lines_of_sites(line: str) -> None:
    assert general_rule(line) is not None
    rows = pl.DataFrame(
        {"title": [None], "text": [f"A sentence.\n  {line}"]}, schema={"title": pl.String, "text": pl.String}
    )
    assert suspect(rows).to_list() == [True]


@pytest.mark.parametrize(
    "line",
    [
        *("यह भी पढ़ने लायक है कि सरकार ने क्या कहा।", "विज्ञापन पर रोक लगी।", "लेखक संघ के सदस्य आए।", "फोटो में तीन लोग हैं।"),
        *(
            "مزید پڑھنے سے معلوم ہوا کہ بات کچھ اور ہے۔",
            "اشتہار شائع کیا گیا۔",
            "تحریر میں کہا گیا ہے کہ بات درست ہے۔",
            "شیئر بازار میں تیزی رہی۔",
        ),
        *(
            "Follow the money, they said.",
            "Related parties must be named.",
            "Copyright law is old.",
            "Home is where the heart is.",
        ),
        *(
            "Published authors met in the capital.",
            "By Monday the army had left.",
            "Sponsored by the state, the fair opened.",
            "Tagged turtles swam.",
        ),
        *(
            "Subscribe to this theory if you like.",
            "Updated figures show a rise.",
            "More news came from the front.",
            "© is a sign.",
        ),
    ],
)
def test_lines_of_articles(line: str) -> None:
    assert general_rule(line) is None
