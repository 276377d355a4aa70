"""An encoding is told, declared or certain; what is neither is refused with a name to try."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import InputError, UsageError
from framing.ingest.article.articles import Outlets
from framing.ingest.article.repairs import is_kruti_dev
from framing.ingest.read import ReadResult, options, read
from framing.ingest.readers.encoding import check_encoding, decode
from framing.ingest.source import Source

URDU = "پاکستان نے کہا کہ وہ بات چیت کے لیے تیار ہے"


def run(path: Path, encoding: str | None = None) -> ReadResult:
    return read([path], outlets=Outlets(), encoding=encoding)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
    ],
)
@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", URDU), ("a.csv", f"text\n{URDU}\n"), ("a.jsonl", f'{{"text": "{URDU}"}}')]
)
def test_a_mark_tells_the_encoding(tmp_path: Path, name: str, content: str, encoding: str, mark: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(mark + content.encode(encoding))
    result = run(path)
    assert result.articles["text"].to_list() == [URDU]
    assert [note.text for note in result.notes] == (
        [] if encoding == "utf-8" else [f"read as {encoding} (byte order mark)"]
    )


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", "Ein Café."), ("a.csv", "text\nEin Café.\n"), ("a.jsonl", '{"text": "Ein Café."}')]
)
def test_what_is_not_declared_is_refused_until_it_is_told(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode("cp1252"))
    (reject,) = run(path).rejects.iter_rows(named=True)
    assert reject["code"] == "input.encoding"
    assert "--encoding windows-1252" in reject["hint"]
    told = run(path, "windows-1252")
    assert told.articles["text"].to_list() == ["Ein Café."]
    assert [note.text for note in told.notes] == ["read as cp1252 (as you said)"]


def as_csv(texts: list[str]) -> str:
    return "\n".join(["text", *texts, ""])


def as_lines(texts: list[str]) -> str:
    return "".join(f'{{"text": "{text}"}}\n' for text in texts)


def as_array(texts: list[str]) -> str:
    return f"[{', '.join(as_lines(texts).splitlines())}]"


@pytest.mark.parametrize(("name", "written"), [("a.csv", as_csv), ("a.jsonl", as_lines), ("a.json", as_array)])
@pytest.mark.parametrize(
    ("encoding", "wrong"),
    [
        ("cp1252", b"\x81"),
        ("shift_jis", b"\xff"),
        ("gb18030", b"\xff"),
        ("utf-16-le", b"\x00\xdc"),
        ("utf-16", b"\x00\xdc"),
    ],
)
def test_bytes_that_mean_nothing_in_the_encoding_cost_their_row(
    tmp_path: Path, name: str, written: Callable[[list[str]], str], encoding: str, wrong: bytes
) -> None:
    texts = [f"The talks went on for day {number}." for number in range(9)]
    raw = written([text.replace("day 4", "day @") for text in texts]).encode(encoding)
    raw = raw.replace("@".encode(encoding)[-2 if "16" in encoding else -1 :], wrong)
    (tmp_path / name).write_bytes(raw)
    result = run(tmp_path / name, encoding)
    assert result.articles["text"].to_list() == [*texts[:4], *texts[5:]]
    (reject,) = result.rejects.iter_rows(named=True)
    assert reject["code"] == "input.encoding"
    # A byte order mark says more than the user.
    assert f"bytes that mean nothing in {check_encoding(encoding)}" in reject["reason"]
    assert reject["hint"]


def test_bytes_of_a_header_that_mean_nothing_are_one_reject(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"te\x81xt\nThe talks went on.\n")
    (reject,) = run(tmp_path / "a.csv", "cp1252").rejects.iter_rows(named=True)
    assert "in its header bytes that mean nothing" in reject["reason"]


def test_urdu_gets_another_suggestion_than_english(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(URDU.replace("ی", "ي").encode("cp1256"))
    assert "windows-1256" in run(tmp_path).rejects["hint"].item()


def test_utf_8_counts_before_what_is_told_or_declared(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"text\n{URDU}\n", encoding="utf-8")
    result = run(tmp_path, "windows-1256")
    assert result.articles["text"].to_list() == [URDU]
    assert not result.notes


@pytest.mark.parametrize("name", ["klingon", "hex", "zip", "", "rot13"])
def test_what_is_no_encoding_of_text_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError):
        check_encoding(name)


@given(
    st.binary(max_size=60),
    st.sampled_from([None, "utf-16", "cp1256", "utf-8"]),
    st.sampled_from([None, "latin-1", "?"]),
)
def test_bytes_are_read_whole_or_refused(raw: bytes, told: str | None, declared: str | None) -> None:
    source = Source(Path("a"), "a", "a", options=options(encoding=told))
    try:
        decoded = decode(source, raw, declared)
    except InputError as caught:
        error: InputError | None = caught
    else:
        error = None
        assert decoded.notes or decoded.text.encode() == raw.removeprefix(codecs.BOM_UTF8)
    assert error is None or (error.code in {"input.encoding", "input.binary"} and error.hint)


def refusal(raw: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        decode(Source(Path("a"), "a", "a"), raw)
    return caught.value


@pytest.mark.parametrize(
    ("size", "nuls", "others", "is_wide"),
    [
        # A twentieth of the pairs, and more than five of them in a short text.
        *((1_000, 25, 0, False), (1_000, 26, 0, True), (100, 5, 0, False), (100, 6, 0, True)),
        # Hardly any on the other side: less than one of twenty.
        *((1_000, 40, 1, True), (1_000, 40, 2, False), (1_000, 41, 2, True)),
        # Of a long text the first ten thousand bytes tell.
        *((20_000, 250, 0, False), (20_000, 251, 0, True)),
    ],
)
@pytest.mark.parametrize("order", ["le", "be"])
def test_nuls_on_one_side_of_each_pair_are_utf_16(size: int, nuls: int, others: int, is_wide: bool, order: str) -> None:
    raw = bytearray(b"x" * size)
    side = 1 if order == "le" else 0
    for count, first in ((nuls, side), (others, 1 - side)):
        for number in range(count):
            raw[2 * number + first] = 0
    error = refusal(bytes(raw))
    assert error.code == ("input.encoding" if is_wide else "input.binary")
    if is_wide:
        assert error.hint.endswith(f"--encoding utf-16-{order}")
    else:
        assert error.what == f"byte {bytes(raw).index(0)} is NUL: it is not a text file"


@pytest.mark.parametrize(
    ("high", "of", "name"), [(30, 100, "1252"), (31, 100, "1256"), (30_000, 200_000, "1252"), (30_001, 200_000, "1256")]
)
def test_nearly_three_high_bytes_of_ten_are_urdu(high: int, of: int, name: str) -> None:
    """In the first hundred thousand."""
    error = refusal(b"\xe9" * high + b"x" * (of - high))
    assert f"--encoding windows-{name}" in error.hint
    assert error.what == "byte 0 is not UTF-8, and it declares no other encoding"


@pytest.mark.parametrize(
    "text",
    [
        "The DS and the US agreed; fd was a variable, ls a command, gS a unit.",
        "esa " * 50,
        "प्रधानमंत्री ने कहा है कि देश में विकास हो रहा है।",
        "Wazir-e-azam ne kaha ke mulk mein taraqqi ho rahi hai aur hum sab saath hain.",
    ],
)
def test_other_text_is_not_taken_for_a_legacy_font(text: str) -> None:
    assert not is_kruti_dev(text)
