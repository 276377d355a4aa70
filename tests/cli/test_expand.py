"""``framing lexicon expand``: one word, or a list on standard input."""

from __future__ import annotations

import io
import json
import sys
import time

import pytest

from tests.conftest import Run


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch, run: Run) -> Run:
    """Run ``framing lexicon expand -`` on bytes."""

    def call(content: bytes, *arguments: object) -> object:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        return run("lexicon", "expand", "-", *arguments)

    return call  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("term", "code", "pos", "forms"),
    [
        ("नीति", "hi", "noun", "नीति नीतियां नीतियों"),
        ("ऊँचा", "hi", "adj", "ऊंचा ऊंचे ऊंची"),
        ("फाड़ना", "hi", "verb", "फाड़ फाड़ना फाड़ता फाड़ेगा फाड़कर"),
        ("معاہدہ", "ur", "noun", "معاہدہ معاہدے معاہدوں معاہدات"),
        ("پھاڑنا", "ur", "verb", "پھاڑ پھاڑا پھاڑے پھاڑتے"),
        ("slam", "en", "verb", "slam slams slammed slamming"),
        ("shady", "en", "adj", "shady shadier shadiest"),
    ],
)
def test_one_form_a_line(term: str, code: str, pos: str, forms: str, run: Run) -> None:
    result = run("lexicon", "expand", term, "--language", code, "--pos", pos)
    printed = result.out.splitlines()
    assert result.code == 0
    assert set(forms.split()) <= set(printed)
    assert printed == sorted(set(printed))


def test_json_is_one_object(run: Run) -> None:
    plain = run("lexicon", "expand", "talk", "--language", "en", "--pos", "noun")
    printed = json.loads(run("lexicon", "expand", "talk", "--language", "en", "--pos", "noun", "--json").out)
    assert printed == {"term": "talk", "pos": "noun", "forms": plain.out.split()}


@pytest.mark.parametrize(
    ("code", "root", "infinitive"), [("hi", "फाड़", "फाड़ना"), ("ur", "کر", "کرنا"), ("hi", "बना", "बनाना")]
)
def test_a_verb_is_given_as_root_or_infinitive(code: str, root: str, infinitive: str, run: Run) -> None:
    one, other = (
        run("lexicon", "expand", term, "--language", code, "--pos", "verb").out for term in (root, infinitive)
    )
    assert one == other


@pytest.mark.parametrize(
    "arguments",
    [
        ("talk", "--language", "en"),
        ("", "--language", "en", "--pos", "noun"),
        ("x" * 300, "--language", "en", "--pos", "noun"),
    ],
)
def test_wrong_usage_is_one_line(arguments: tuple[str, ...], run: Run) -> None:
    result = run("lexicon", "expand", *arguments)
    assert (result.code, result.out) == (2, "")
    assert len(result.err.splitlines()) == 1


def test_a_list_gives_one_object_a_line_in_order(feed: Run) -> None:
    result = feed("﻿नीति\tnoun\r\nकरना\tverb\nनीति\tnoun\nअब\tadv\n".encode(), "--language", "hi")
    printed = [json.loads(line) for line in result.out.splitlines()]
    assert (result.code, result.err) == (0, "")
    assert [(row["term"], row["pos"]) for row in printed] == [
        ("नीति", "noun"),
        ("करना", "verb"),
        ("नीति", "noun"),
        ("अब", "adv"),
    ]
    assert printed[3]["forms"] == ["अब"]


def test_a_part_of_speech_for_lines_without_one(feed: Run) -> None:
    printed = [
        json.loads(line) for line in feed(b"talk\nshady\tadj", "--language", "en", "--pos", "noun").out.splitlines()
    ]
    assert [row["pos"] for row in printed] == ["noun", "adj"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"talk", "1 columns"),
        (b"talk\tnoun\tverb", "3 columns"),
        (b"", "1 columns"),
        (b"\tnoun", "empty"),
        (b"talk\tnouns", "'nouns' is no part of speech"),
        (b"talk\t", "'' is no part of speech"),
        (b"\xff\xfe\tnoun", "not UTF-8 at byte 0"),
        (b"x" * 300 + b"\tnoun", "300 characters"),
    ],
)
def test_a_bad_line_is_one_error_and_the_rest_is_done(line: bytes, told: str, feed: Run) -> None:
    result = feed(b"talk\tnoun\n" + line + b"\nwalk\tverb\n", "--language", "en")
    assert result.code == 3
    assert [json.loads(row)["term"] for row in result.out.splitlines()] == ["talk", "walk"]
    (error,) = result.err.splitlines()
    assert error.startswith("framing: line 2: ")
    assert told in error


def test_an_empty_list_is_nothing(feed: Run) -> None:
    result = feed(b"", "--language", "ur")
    assert (result.code, result.out, result.err) == (0, "", "")


@pytest.mark.parametrize("code", ["hi", "ur", "en"])
def test_long_lists_take_seconds(code: str, feed: Run) -> None:
    """20,000 lines; 1 to 2 CPU seconds when this was written."""
    word = {"hi": "फाड़ना", "ur": "پھاڑنا", "en": "slam"}[code]
    begin = time.process_time()
    result = feed((f"{word}\tverb\n" * 20_000).encode(), "--language", code)
    assert len(result.out.splitlines()) == 20_000
    assert time.process_time() - begin < 20
