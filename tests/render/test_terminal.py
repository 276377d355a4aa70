"""Nothing that a terminal obeys or hides reaches it; what Hindi and Urdu are written with stays as it is."""

from __future__ import annotations

import json
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.render.escaping import escaped, line_of, visible

#: Format characters that are seen: number signs and marks of verse of Arabic, Syriac and Kaithi.
SEEN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
JOINERS = {0x200C, 0x200D}
OBEYED = [
    letter
    for number, letter in enumerate(map(chr, range(sys.maxunicode + 1)))
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") and number not in SEEN | JOINERS
]
TEXTS = st.text(st.characters() | st.sampled_from([*OBEYED, "\u200c", "\u200d", "क", "्", "ی", "م", "👩", "a"]))


def test_each_character_that_is_obeyed_or_hidden_is_written_out() -> None:
    for letter in OBEYED:
        assert re.fullmatch(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})", visible(letter)), hex(ord(letter))
        assert int(visible(letter)[2:], 16) == ord(letter)


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواہم کہ وہ کل آئے۔",
        "क्‍षमा, क्‌ष, राष्‍ट्र",
        "👩‍👧‍👦 ❤️‍🔥",
        "قیمت ۵۰؀ روپے",
        "Ordinary – “text”, naïve café",
    ],
)
def test_what_is_written_with_joiners_reads_as_it_was_written(text: str) -> None:
    assert visible(text) == text == line_of(text)


def test_joiners_that_join_nothing_are_shown() -> None:
    assert visible("pass\u200cword a\u200db") == "pass\\u200cword a\\u200db"
    assert visible("می" + "\u200c" * 3 + "خ") == "می\u200c\\u200c\\u200cخ"


@given(TEXTS)
def test_nothing_obeyed_is_left_and_the_rest_stays(text: str) -> None:
    shown = visible(text)
    assert not set(shown) & set(OBEYED)
    assert len(line_of(text).splitlines()) <= 1
    clean = "".join(letter for letter in text if letter not in OBEYED and ord(letter) not in JOINERS)
    assert visible(clean) == clean


@given(st.recursive(TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)))
def test_json_means_the_same(value: object) -> None:
    line = escaped(json.dumps(value, ensure_ascii=False))
    assert json.loads(line) == value
    assert not set(line) & set(OBEYED)
    line.encode()
