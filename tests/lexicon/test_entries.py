"""Loading refuses what is not valid, with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.errors import LexiconError
from framing.lexicon.entries import COLUMNS, load_entries
from framing.text.registry import language

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
        ([HEADER, 'hi.doubt.claim,"दावा,lemma'], "hi/doubt.csv:2", "lexicon.csv"),
    ],
)
def test_bad_files_are_refused(tmp_path: Path, lines: list[str], place: str, code: str) -> None:
    with pytest.raises(LexiconError) as caught:
        load(tmp_path, "\n".join(lines) + "\n")
    assert (caught.value.where, caught.value.code) == (place, code)
    assert caught.value.hint or code == "lexicon.csv"
    assert "\n" not in str(caught.value)


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="not UTF-8 at byte 0"):
        load(tmp_path, b"\xff\xfeid")
