"""Tar archives: their files are read as those of a folder, in any packing, and what would harm is one reject each."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from framing import limits
from framing.ingest.article.articles import Outlets
from framing.ingest.read import ReadResult, read, read_batches

ROWS = b'{"text": "Good."}\n{"text": "Better."}\n'
SIDECAR = b"[outlet]\nvalue = 'sample'\nbasis = 'stated'\n"
FILES = {
    "b/news.jsonl": ROWS,
    "b/a.txt": b"A headline\nA text.",
    "b/a.toml": SIDECAR,
    f"long/{'x' * 150}.txt": b"A text of a long name.",
    "__MACOSX/a.txt": b"x",
    ".hidden/a.txt": b"x",
    "notes.xyz": b"x",
}


def run(*paths: Path) -> ReadResult:
    return read(paths, outlets=Outlets())


def tar(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT, *special: tarfile.TarInfo) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for info in special:
            archive.addfile(info)
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def special(name: str, kind: bytes, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT], ids=["pax", "gnu"])
@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("all.tar", bytes),
        ("all.tgz", gzip.compress),
        ("all.tar.bz2", bz2.compress),
        ("all.tar.xz", lzma.compress),
        ("all.zip", gzip.compress),
    ],
)
def test_an_archive_is_read_like_a_folder(tmp_path: Path, name: str, pack: Callable[[bytes], bytes], form: int) -> None:
    (tmp_path / name).write_bytes(pack(tar(FILES, form)))
    result = run(tmp_path)
    assert result.rejects.is_empty()
    assert dict(result.articles.select("article_id", "text").iter_rows()) == {
        f"{name}/b/news.jsonl#1": "Good.",
        f"{name}/b/news.jsonl#2": "Better.",
        f"{name}/b/a.txt": "A text.",
        f"{name}/long/{'x' * 150}.txt": "A text of a long name.",
    }
    outlets = dict(result.articles.select("article_id", "outlet").iter_rows())
    assert outlets[f"{name}/b/a.txt"] == "sample"
    assert [note.text for note in result.notes] == ["passed over files of other formats: 1 .xyz"]


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress], ids=["bz2", "xz"])
def test_a_packed_file_is_read_whatever_its_name(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    suffix = ".bz2" if pack is bz2.compress else ".xz"
    for name in (f"a.jsonl{suffix}", "b.jsonl"):
        # Streams may follow each other.
        (tmp_path / name).write_bytes(pack(ROWS) + pack(ROWS.replace(b"Good", b"Fair")))
    result = run(tmp_path)
    assert result.rejects.is_empty()
    assert result.articles["text"].to_list() == ["Good.", "Better.", "Fair.", "Better."] * 2


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["tar", "tar.gz"])
def test_what_an_archive_must_not_hold_is_one_reject_each(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    files = dict.fromkeys(("../up.txt", "/root.txt", "a/../../up.txt", "inner.tar.gz", "inner.zip"), b"x")
    odd = [
        special("link.txt", tarfile.SYMTYPE, "/etc/hostname"),
        special("hard.txt", tarfile.LNKTYPE, "../../etc/hostname"),
        special("device.txt", tarfile.CHRTYPE),
        special("holes.txt", tarfile.GNUTYPE_SPARSE),
        special("folder", tarfile.DIRTYPE),
    ]
    path = tmp_path / "bad.tar"
    path.write_bytes(pack(tar({**files, "good.jsonl": ROWS}, tarfile.GNU_FORMAT, *odd)))
    result = run(path)
    assert result.articles["text"].to_list() == ["Good.", "Better."]
    assert result.rejects["code"].value_counts(sort=False).sort("code").rows() == [
        *(("input.archive-path", 4), ("input.link", 2), ("input.nested", 2), ("input.not-a-file", 1)),
    ]
    assert all(origin.startswith(f"{path}/") for origin in result.rejects["origin"])


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["tar", "tar.gz"])
@pytest.mark.parametrize("kept", [0.35, 0.6, 0.8])
def test_what_comes_before_a_break_is_kept(tmp_path: Path, pack: Callable[[bytes], bytes], kept: float) -> None:
    whole = tar({f"{name}.txt": f"The text {name}.".encode() for name in "abcd"})
    path = tmp_path / "a.tar"
    path.write_bytes(pack(whole[: int(whole.index(b"The text d") * kept)]))
    result = run(path)
    assert result.articles["text"].to_list() == [f"The text {name}." for name in "abcd"][: result.articles.height]
    assert 0 < result.articles.height < 4
    assert "input.unreadable" in result.rejects["code"].to_list()


def test_sizes_that_are_lies_cost_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = special("a.jsonl", tarfile.REGTYPE)
    huge.size = 8_000_000_000
    header = huge.tobuf(tarfile.GNU_FORMAT)
    (tmp_path / "a.tar").write_bytes(header + ROWS)
    names = special("x", tarfile.XHDTYPE)
    names.size = 2_000_000
    (tmp_path / "b.tar").write_bytes(names.tobuf(tarfile.PAX_FORMAT) + bytes(2_000_000))
    (tmp_path / "c.tar.gz").write_bytes(gzip.compress(tar({"bomb.txt": bytes(limits.UNPACKED_FLOOR + 1)})))
    (tmp_path / "d.tar.xz").write_bytes(lzma.compress(tar({"a.txt": b"A."}))[:60])
    monkeypatch.setattr(limits, "ARCHIVE_FILES", 1)
    (tmp_path / "e.tar").write_bytes(tar({"a.txt": b"A first text.", "b.txt": b"A second text."}))
    result = run(tmp_path)
    codes = {
        Path(origin.partition(".tar")[0]).name: code for origin, code in result.rejects["origin", "code"].iter_rows()
    }
    assert codes == {
        "a": "input.unreadable",
        "b": "input.too-large",
        "c": "input.bomb",
        "d": "input.unreadable",
        "e": "input.too-large",
    }
    assert "A first text." in result.articles["text"].to_list()


def test_memory_that_an_xz_file_asks_for_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl.xz").write_bytes(lzma.compress(ROWS, preset=9))
    monkeypatch.setattr(limits, "UNPACK_MEMORY", 1_000_000)
    (reject,) = run(tmp_path).rejects.iter_rows(named=True)
    assert (reject["code"], "emory" in reject["reason"]) == ("input.unreadable", True)


@pytest.mark.parametrize("kind", ["jsonl", "tar.gz", "zip"])
def test_how_far_a_file_has_been_read_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(limits, "BATCH_BYTES", 30_000)
    rows = [f'{{"text": "{number} {random.Random(number).randbytes(2_000).hex()}"}}\n' for number in range(160)]
    halves = {"a.jsonl": "".join(rows[:80]).encode(), "b.jsonl": "".join(rows[80:]).encode()}
    path = tmp_path / f"all.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in halves.items():
                archive.writestr(name, content)
    else:
        whole = tar(halves) if kind.startswith("tar") else b"".join(halves.values())
        path.write_bytes(gzip.compress(whole) if kind.endswith("gz") else whole)
    os.utime(path, (1e9, 1e9))
    results = list(read_batches([path], batch_bytes=30_000, outlets=Outlets()))
    assert sum(result.articles.height for result in results) == 160
    places = [result.position for result in results[:-1]]
    size = path.stat().st_size
    assert places == sorted(places)
    assert 0 <= places[0] < size
    assert 0 < places[-1] <= size
