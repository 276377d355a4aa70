"""Loading refuses what is not valid, with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

import framing
from framing.errors import LexiconError
from framing.languages.registry import language, languages
from framing.lexicon.entries import COLUMNS, load_entries

HEADER = ",".join(COLUMNS)
GOOD = "hi.doubt.claim,दावा,lemma,noun,stance,1,claim,claim,,"


def load(tmp_path: Path, text: str | bytes) -> list[str]:
    path = tmp_path / "hi" / "doubt.csv"
    path.parent.mkdir()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [entry.id for entry in load_entries(path, language=language("hi"), dimension="doubt")]


def test_a_good_file(tmp_path: Path) -> None:
    text = f'\ufeff{HEADER}\r\n{GOOD}\r\n\r\n"hi.doubt.claim.2","दावा, करना",phrase,verb,stance,0.5,claim,,,"a\nb"\r\n'
    assert load(tmp_path, text) == ["hi.doubt.claim", "hi.doubt.claim.2"]


@pytest.mark.parametrize(
    ("lines", "place", "code"),
    [
        ([HEADER, GOOD, GOOD], "hi/doubt.csv:3", "lexicon.duplicate-id"),
        ([HEADER.replace("note", "comment"), GOOD], "hi/doubt.csv:1", "lexicon.unknown-column"),
        ([HEADER.removesuffix(",note"), GOOD.removesuffix(",")], "hi/doubt.csv:1", "lexicon.missing-column"),
        ([f"{HEADER},note", f"{GOOD},"], "hi/doubt.csv:1", "lexicon.duplicate-column"),
        ([HEADER, GOOD + ",more"], "hi/doubt.csv:2", "lexicon.cells"),
        ([HEADER, GOOD.replace("दावा", " ")], "hi/doubt.csv:2", "lexicon.empty-term"),
        ([HEADER, GOOD.replace("stance,1", "stance,nan")], "hi/doubt.csv:2", "lexicon.weight"),
        ([HEADER, GOOD.replace("stance,1", "stance,inf")], "hi/doubt.csv:2", "lexicon.weight"),
        ([HEADER, GOOD.replace("stance,1", "stance,-1")], "hi/doubt.csv:2", "lexicon.weight"),
        ([HEADER, GOOD.replace("stance", "mood")], "hi/doubt.csv:2", "lexicon.kind"),
        ([HEADER, GOOD.replace("lemma", "regex")], "hi/doubt.csv:2", "lexicon.match"),
        ([HEADER, GOOD.replace("noun", "thing")], "hi/doubt.csv:2", "lexicon.pos"),
        ([HEADER, GOOD.replace("दावा", "dava")], "hi/doubt.csv:2", "lexicon.script"),
        ([HEADER, GOOD.replace("दावा", "दाвा")], "hi/doubt.csv:2", "lexicon.script"),  # one Cyrillic letter
        ([HEADER, GOOD.replace("दावा", "दावा\u202e")], "hi/doubt.csv:2", "lexicon.bidi"),
        ([HEADER, GOOD.replace("दावा", "गड़बड़".replace("ड़", "\u095c"))], "hi/doubt.csv:2", "lexicon.nfc"),
        ([HEADER, GOOD.replace("hi.doubt.claim", "hi.praise.claim")], "hi/doubt.csv:2", "lexicon.id"),
        ([HEADER, GOOD.replace(",claim,claim", ",Claim!,claim")], "hi/doubt.csv:2", "lexicon.concept"),
        ([HEADER, GOOD.replace("दावा,lemma", "दा,prefix")], "hi/doubt.csv:2", "lexicon.prefix"),
        ([HEADER, GOOD.replace("दावा,lemma", "द,prefix")], "hi/doubt.csv:2", "lexicon.prefix"),
        ([HEADER, GOOD.replace("दावा,lemma", "दा* करना,phrase")], "hi/doubt.csv:2", "lexicon.prefix"),
        (
            [HEADER, GOOD.replace("दावा,lemma,noun", f"{'दावा ' * 60},phrase,noun")],
            "hi/doubt.csv:2",
            "lexicon.term-length",
        ),
        ([HEADER, GOOD.replace("दावा,lemma,noun", "दावा,lemma,phrase")], "hi/doubt.csv:2", "lexicon.pos"),
        ([HEADER, GOOD.replace("दावा", "दावा करना")], "hi/doubt.csv:2", "lexicon.match"),
        ([HEADER, 'hi.doubt.claim,"दावा,lemma'], "hi/doubt.csv:2", "lexicon.csv"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, lines: list[str], place: str, code: str) -> None:
    with pytest.raises(LexiconError) as caught:
        load(tmp_path, "\n".join(lines) + "\n")
    assert (caught.value.where, caught.value.code) == (place, code)
    assert caught.value.hint or code == "lexicon.csv"
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("term", "match", "code"),
    [
        # Marks of words are ours, and so is what stands before a cue's words; no other Latin letter is.
        ("दावा/n करना/v", "phrase", None),
        ("दावा/n|बात/a करना", "phrase", None),
        ("दावा/nv करना", "phrase", "script"),
        ("दावाn करना", "phrase", "script"),
        ("n/दावा करना", "phrase", "script"),
        ("at:start दावा करना", "cue", None),
        ("at:start dava", "cue", "script"),
        ("at:start दावा करना", "phrase", "script"),
        ("cue:number", "cue", None),
        ("cue:number दावा", "cue", "cue"),
        ("at:middle दावा", "cue", "cue"),
        ("at:start", "cue", "cue"),
        ("दावा करना", "cue", "cue"),
        ("cue:colour", "cue", "cue"),
    ],
)
def test_letters_of_another_script_are_marks_and_cues_alone(
    tmp_path: Path, term: str, match: str, code: str | None
) -> None:
    text = f"{HEADER}\n{GOOD.replace('दावा,lemma,noun', f'{term},{match},phrase')}\n"
    if code is None:
        assert load(tmp_path, text) == ["hi.doubt.claim"]
    else:
        with pytest.raises(LexiconError) as caught:
            load(tmp_path, text)
        assert caught.value.code == f"lexicon.{code}"


@pytest.mark.parametrize(
    ("weight", "plain", "signed"),
    [("2", True, True), ("0.1", True, True), ("1e-9", True, True), ("-1", False, True), ("-0.5", False, True), ("0", False, False), ("", False, False)],
)  # fmt: skip
def test_only_what_is_good_or_bad_weighs_less_than_nothing(
    tmp_path: Path, weight: str, plain: bool, signed: bool
) -> None:
    path = tmp_path / "doubt.csv"
    path.write_text(f"{HEADER}\n{GOOD.replace('stance,1', f'stance,{weight}')}\n", encoding="utf-8")
    for is_signed, is_good in ((False, plain), (True, signed)):
        if is_good:
            (entry,) = load_entries(path, language=language("hi"), dimension="doubt", signed=is_signed)
            assert entry.weight == float(weight)
        else:
            with pytest.raises(LexiconError, match="is no positive number"):
                load_entries(path, language=language("hi"), dimension="doubt", signed=is_signed)


def test_more_entries_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("framing.lexicon.entries.LEXICON_ENTRIES", 3)
    lines = [HEADER, *(GOOD.replace("hi.doubt.claim", f"hi.doubt.claim.{number}") for number in range(2, 6))]
    with pytest.raises(LexiconError, match="over 3 entries") as caught:
        load(tmp_path, "\n".join(lines))
    assert (caught.value.where, caught.value.code) == ("hi/doubt.csv:5", "lexicon.too-large")


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    header, row = ",".join(reversed(COLUMNS)), ",".join(reversed(GOOD.split(",")))
    assert load(tmp_path, f"{header}\n{row}\n") == ["hi.doubt.claim"]


@pytest.mark.parametrize("code", languages())
def test_a_look_at_whole_blocks_reads_as_row_by_row(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in sorted((framing.lexicons_folder() / code).glob("*.csv")):
        if path.stem == "words":
            continue
        signed = framing.default_lexicon().codebook.dimensions[path.stem].signed
        quick = load_entries(path, language=language(code), dimension=path.stem, signed=signed)
        with monkeypatch.context() as patch:
            patch.setattr("framing.lexicon.entries._plain", lambda block, *_: [False] * len(block))
            assert load_entries(path, language=language(code), dimension=path.stem, signed=signed) == quick


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="not UTF-8 at byte 0"):
        load(tmp_path, b"\xff\xfeid")
