"""Archives: what is in them is read, what would harm is one reject, and the rest goes on."""

from __future__ import annotations

import gzip
import io
import json
import random
import stat
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from framing import limits
from framing.errors import InputError
from framing.ingest import archives
from framing.ingest.article.articles import Outlets
from framing.ingest.read import ReadResult, read
from framing.ingest.source import Source

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ROWS = b'{"text": "Good."}\n{"text": "Better."}\n'


def run(*paths: Path) -> ReadResult:
    return read(paths, outlets=Outlets())


def make_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def parquet() -> bytes:
    buffer = io.BytesIO()
    pl.DataFrame({"text": ["Good.", "Better."]}).write_parquet(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gz", "zst"])
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jsonl", ROWS), ("a.csv", b"text\nGood.\nBetter.\n"), ("a.parquet", parquet())],
)
def test_a_packed_file_is_read_whatever_its_name(
    tmp_path: Path, name: str, content: bytes, pack: Callable[[bytes], bytes]
) -> None:
    suffix = ".gz" if pack is gzip.compress else ".zst"
    for named in (f"{name}{suffix}", name):
        (tmp_path / named).write_bytes(pack(content))
        result = run(tmp_path / named)
        assert result.rejects.is_empty()
        assert result.articles["text"].to_list() == ["Good.", "Better."]


def test_frames_one_after_the_other_are_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.zst").write_bytes(b"".join(zstd.compress(line + b"\n") for line in ROWS.splitlines()))
    assert run(tmp_path).articles.height == 2


def test_a_packed_file_cut_short_keeps_what_came_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BATCH_BYTES", 10_000)
    lines = b"".join(b'{"text": "Text %d of many."}\n' % number for number in range(6_000))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines)[:-1000])
    result = run(tmp_path)
    assert result.articles.height > 1000
    assert result.rejects["code"].to_list() == ["input.unreadable"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json"])
def test_what_comes_before_a_break_is_kept_to_the_last_row(tmp_path: Path, name: str) -> None:
    texts = [f"Text {number} {random.Random(number).randbytes(300).hex()}." for number in range(400)]
    written = {
        "a.jsonl": "".join(json.dumps({"text": text}) + "\n" for text in texts),
        "a.csv": "text,title\n" + "".join(f"{text},T\n" for text in texts),
        "a.json": json.dumps([{"text": text} for text in texts]),
    }[name]
    packed = gzip.compress(written.encode())
    (tmp_path / f"{name}.gz").write_bytes(packed[: len(packed) // 2])
    result = run(tmp_path)
    # Half of the bytes are half of the texts; the unpacker holds back no more than a few kilobytes.
    assert 150 < result.articles.height < 200
    assert result.articles["text"].to_list() == texts[: result.articles.height]
    assert result.rejects["code"].to_list() == ["input.unreadable"]


def test_a_zip_is_read_like_a_folder(tmp_path: Path) -> None:
    sidecar = b"[outlet]\nvalue = 'sample'\nbasis = 'stated'\n[groups]\nregion = 'south'\n"
    files = {
        "b/news.jsonl": ROWS,
        "a.txt": b"A headline\nA text.",
        "a.toml": sidecar,
        "c.parquet": parquet(),
        "__MACOSX/a.txt": b"x",
        ".hidden/a.txt": b"x",
        "notes.xyz": b"x",
        "empty/": b"",
    }
    path = make_zip(tmp_path / "all.zip", files)
    result = run(path)
    assert result.rejects.is_empty()
    ids = result.articles["article_id"].to_list()
    expected = ["a.txt", "b/news.jsonl#1", "b/news.jsonl#2", "c.parquet#1", "c.parquet#2"]
    assert ids == [f"all.zip/{name}" for name in expected]
    first = result.articles.row(0, named=True)
    assert (first["outlet"], first["origin"]) == ("sample", f"{path}/a.txt")
    assert first["groups"] == [{"name": "region", "value": "south"}]


def test_what_an_archive_must_not_hold_is_one_reject_each(tmp_path: Path) -> None:
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../up.txt", "/root.txt", "a/../../up.txt", "..\\up.txt", "C:\\up.txt"):
            archive.writestr(name, "x")
        for name in ("inner.zip", "inner.jsonl.gz", "inner.tar"):
            archive.writestr(name, "x")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/hostname")
        archive.writestr("bomb.jsonl", b"\0" * (limits.UNPACKED_FLOOR + 1))
        archive.writestr("good.jsonl", ROWS)
    raw = bytearray(path.read_bytes())
    path.write_bytes(bytes(raw))
    result = run(path)
    assert result.articles.height == 2
    assert result.rejects["code"].value_counts(sort=False).sort("code").rows() == [
        *(("input.archive-path", 5), ("input.bomb", 1), ("input.link", 1), ("input.nested", 3)),
    ]
    assert all(origin.startswith(f"{path}/") for origin in result.rejects["origin"])
    first = dict(zip(result.rejects["code"], result.rejects["first_bytes"], strict=True))
    assert (first["input.link"], first["input.nested"], first["input.bomb"]) == (b"/etc/hostname", b"x", bytes(200))
    assert not list(tmp_path.parent.glob("up.txt"))


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gz", "zst"])
def test_a_bomb_is_stopped_early(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(pack(b"\0" * 40_000_000))
    assert run(path).rejects["code"].to_list() == ["input.bomb"]


def test_files_that_share_their_bytes_are_a_bomb(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.txt": b"A text of some length.", "b.txt": b"B text."})
    raw = path.read_bytes()
    directory = raw.index(b"PK\x01\x02")
    entry = raw[directory : raw.index(b"PK\x01\x02", directory + 4)]
    second = directory + len(entry)
    # The second file of the directory points at the bytes of the first.
    path.write_bytes(raw[: second + 42] + entry[42:46] + raw[second + 46 :])
    assert run(path).rejects["code"].to_list() == ["input.bomb"]


def test_limits_of_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.txt": b"A.", "b.txt": b"B."})
    monkeypatch.setattr(limits, "ARCHIVE_FILES", 1)
    assert run(path).rejects["code"].to_list() == ["input.too-large"]
    monkeypatch.undo()
    monkeypatch.setattr(limits, "TABLE_FILE_BYTES", 100)
    big = make_zip(tmp_path / "b.zip", {"a.jsonl": b'{"text": "x"}\n' * 20, "b.jsonl": b'{"text": "y"}'})
    result = run(big)
    assert result.rejects["code"].to_list() == ["input.too-large"]
    assert result.articles["text"].to_list() == ["y"]


@pytest.mark.parametrize("place", [0.3, 0.6, 0.9])
def test_a_damaged_archive_never_raises(tmp_path: Path, place: float) -> None:
    path = make_zip(tmp_path / "a.zip", {f"{name}.txt": name.encode() * 99 for name in "abcdef"})
    raw = bytearray(path.read_bytes())
    raw[int(len(raw) * place)] ^= 0xFF
    path.write_bytes(raw)
    result = run(path)
    assert result.articles.height == 6 or not result.rejects.is_empty() or result.notes


def test_an_encrypted_file_and_one_packed_by_other_means(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.txt": b"A.", "b.txt": b"B."})
    raw = bytearray(path.read_bytes())
    directory = raw.index(b"PK\x01\x02")
    raw[directory + 8] |= 1
    second = raw.index(b"PK\x01\x02", directory + 4)
    raw[second + 10] = 99
    path.write_bytes(raw)
    assert sorted(run(path).rejects["code"]) == ["input.encrypted", "input.unreadable"]


def end(files: int) -> bytes:
    """The end of an archive's directory (APPNOTE.TXT 4.3.16)."""
    return struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, files, files, 0, 0, 0)


def end_64(files: int) -> bytes:
    """The same for more than 65,535 files (4.3.14)."""
    return struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, files, files, 0, 0)


@pytest.mark.parametrize(
    ("raw", "files"),
    [
        (end(3), 3),
        (b"x" * 100_000 + end(3), 3),
        (end(3) + b"c" * 65_535, 3),
        # The last one counts, and one that is cut short is none.
        (end(9) + end(3), 3),
        (end(3)[:-1], 0),
        (b"", 0),
        (b"no archive", 0),
        (end_64(70_000) + end(3), 70_000),
        (b"x" * 9 + end_64(2) + b"y" * 20 + end(65_535), 2),
        # What stands behind the end, or would reach into it, is no directory.
        (end(3) + end_64(70_000), 3),
        (end_64(70_000)[:-1] + end(3), 3),
    ],
)
def test_an_archive_says_how_many_files_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raw: bytes, files: int
) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(raw)
    source = Source(path=path, origin="a.zip", label="a.zip")
    monkeypatch.setattr(limits, "ARCHIVE_FILES", files)
    archives._check_directory(source)
    monkeypatch.setattr(limits, "ARCHIVE_FILES", files - 1)
    if files:
        with pytest.raises(InputError, match=f"it holds more than {files - 1} files"):
            archives._check_directory(source)


@pytest.mark.parametrize(
    ("files", "overlap"),
    [
        ([(0, 5), (5, 5)], False),
        ([(0, 5), (4, 5)], True),
        ([(5, 5), (0, 5)], False),
        ([(5, 5), (0, 6)], True),
        ([(0, 0), (0, 0)], False),
        ([], False),
    ],
)
def test_files_of_an_archive_stand_one_behind_the_other(files: list[tuple[int, int]], overlap: bool) -> None:
    archive: Any = SimpleNamespace(
        infolist=lambda: [SimpleNamespace(header_offset=at, compress_size=size) for at, size in files]
    )
    source = Source(path=Path("a.zip"), origin="a.zip", label="a.zip")
    if overlap:
        with pytest.raises(InputError, match="its files overlap"):
            archives._check_overlap(source, archive)
    else:
        archives._check_overlap(source, archive)


@pytest.mark.parametrize(
    ("packed", "given", "is_bomb"),
    [
        (10, 1_000, False),
        (10, 2_000, False),
        (10, 2_001, True),
        (30, 2_001, False),
        (0, 1_000, False),
        (0, 1_001, True),
        (1, 1_001, True),
    ],
)
def test_a_bomb_grows_as_no_text_does(monkeypatch: pytest.MonkeyPatch, packed: int, given: int, is_bomb: bool) -> None:
    """Beyond a floor, to more than so many times its size, which is one byte at least."""
    monkeypatch.setattr(limits, "UNPACKED_FLOOR", 1_000)
    monkeypatch.setattr(limits, "UNPACKED_RATIO", 200)
    assert archives.is_bomb(packed, given) is is_bomb


@pytest.mark.parametrize(
    ("name", "is_hidden", "leads_out"),
    [
        *((name, False, False) for name in ("a.txt", "a/b.txt", "a..b/c", "./a.txt", "a/", "ab:c")),
        *((name, True, False) for name in (".a.txt", "a/.b/c", "__MACOSX/a", "a\\.b")),
        *((name, False, True) for name in ("/a", "\\a", "../a", "a/../b", "a\\..\\b", "c:a", "a/..")),
        ("a/__MACOSX/b", False, False),
    ],
)
def test_names_within_an_archive(name: str, is_hidden: bool, leads_out: bool) -> None:
    assert (archives.is_hidden(name), archives.leads_out(name) is not None) == (is_hidden, leads_out)


@pytest.mark.parametrize(("most", "is_read"), [(9, False), (10, True), (11, True)])
def test_a_packed_file_has_so_many_bytes(most: int, is_read: bool) -> None:
    def whole() -> bytes:
        return io.BufferedReader(archives.Bounded(io.BytesIO(b"x" * 10), lambda: 10, "a.gz", most)).read()

    if is_read:
        assert whole() == b"x" * 10
    else:
        with pytest.raises(InputError, match="unpacked it has more than 9 bytes"):
            whole()
