"""What is looked at in a bundle: its files, their sizes and hashes, and the sums of its tables."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from framing.errors import InputError
from framing.store import bundle
from framing.store.bundle import _differences, _hash_of, _pack, _sums, verify_bundle


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(("told", "read", "is_whole"), [(7, 7, True), (8, 7, True), (6, 7, False), (0, 1, False)])
@pytest.mark.parametrize("step", [1, 3, 100])
def test_a_file_has_no_more_bytes_than_it_is_said_to_have(
    monkeypatch: pytest.MonkeyPatch, told: int, read: int, is_whole: bool, step: int
) -> None:
    """Of a longer one no more is unpacked than tells it."""
    monkeypatch.setattr(bundle, "_READ", step)
    target = io.BytesIO()
    found = _hash_of(io.BytesIO(b"content"), target, told)
    assert found == (sha256(b"content") if is_whole else "")
    assert target.getvalue() == b"content"[: told + 1][:read]


def test_a_file_may_have_as_many_bytes_as_any(monkeypatch: pytest.MonkeyPatch) -> None:
    for most, expected in ((6, ""), (7, sha256(b"content"))):
        monkeypatch.setattr(bundle, "_MOST_BYTES", most)
        assert _hash_of(io.BytesIO(b"content"), io.BytesIO(), 10**12) == expected


def archive(names: dict[str, bytes]) -> zipfile.ZipFile:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        for name, content in names.items():
            written.writestr(name, content)
    return zipfile.ZipFile(made)


def listed(**files: bytes) -> dict[str, Any]:
    return {name: {"sha256": sha256(content), "bytes": len(content)} for name, content in files.items()}


def test_what_differs_is_told_file_by_file(tmp_path: Path) -> None:
    names = {"a": b"a", "b/c": b"c", "manifest.json": b"{}", "more": b"x"}
    told = {**listed(a=b"a", lost=b"l"), **listed(**{"b/c": b"C", "../up": b"u", "/root": b"r", "back\\slash": b"s"})}
    assert list(_differences(archive(names), told, tmp_path)) == [
        "more: is not listed",
        "lost: is missing",
        "b/c: is not the file that was bundled",
        "../up: leads out of the bundle",
        "/root: leads out of the bundle",
        "back\\slash: leads out of the bundle",
    ]
    assert (tmp_path / "a").read_bytes() == b"a"
    assert list(_differences(archive({"a": b"a", "manifest.json": b""}), listed(a=b"a"), tmp_path)) == []


@pytest.mark.parametrize(("most", "problems"), [(1, 1), (2, 0), (3, 0)])
def test_a_bundle_has_so_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, problems: int) -> None:
    monkeypatch.setattr(bundle, "_MOST_FILES", most)
    found = list(_differences(archive({"a": b"", "b": b""}), listed(a=b"", b=b""), tmp_path))
    assert found == ["2 files, some of them twice or too many"] * problems


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_stands_once_in_a_bundle(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        written.writestr("a", b"1")
        written.writestr("a", b"2")
    assert list(_differences(zipfile.ZipFile(made), listed(a=b"1"), tmp_path)) == [
        "2 files, some of them twice or too many"
    ]


def test_what_is_packed_is_found_whole_whenever_it_is_packed(tmp_path: Path) -> None:
    files = {}
    for name in ("b.csv", "a/c.txt"):
        path = tmp_path / name.replace("/", "-")
        path.write_bytes(name.encode() * 1_000)
        files[name] = path
    raw = []
    for draft in (tmp_path / "one.zip", tmp_path / "two.zip"):
        _pack(draft, files, {"toolkit": "1"})
        raw.append(draft.read_bytes())
    assert raw[0] == raw[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert packed.namelist() == ["a/c.txt", "b.csv", bundle.MANIFEST]
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in packed.infolist()} == {zipfile.ZIP_DEFLATED}


def tables(folder: Path, wide: list[dict[str, Any]]) -> None:
    scores = [("a", "praise", 2), ("a", "praise", 3), ("a", "doubt", 1), ("b", "praise", 0)]
    pl.DataFrame(scores, schema=["outlet", "dimension", "hits"], orient="row").write_csv(folder / "scores.csv")
    words = [("a", 10), ("a", 5), ("b", 7)]
    pl.DataFrame(words, schema=["outlet", "words"], orient="row").write_csv(folder / "exposure.csv")
    pl.DataFrame(wide).write_csv(folder / "outlets-wide.csv")


GOOD = [
    {"outlet": "a", "words": 15, "hits_praise": 5, "hits_doubt": 1},
    {"outlet": "b", "words": 7, "hits_praise": 0, "hits_doubt": None},
    {"outlet": "c", "words": 0, "hits_praise": None, "hits_doubt": 0},
]


def test_numbers_of_outlets_are_the_sums_of_their_articles(tmp_path: Path) -> None:
    tables(tmp_path, GOOD)
    assert list(_sums(tmp_path)) == []
    tables(tmp_path, [{**GOOD[0], "words": 14}, {**GOOD[1], "hits_doubt": 1}, {**GOOD[2], "hits_praise": 2}])
    assert list(_sums(tmp_path)) == [
        "outlets-wide.csv: a has 14 in words, its articles 15",
        "outlets-wide.csv: b has 1 in hits_doubt, its articles 0",
        "outlets-wide.csv: c has 2 in hits_praise, its articles 0",
    ]


def test_what_is_no_bundle_is_told_in_short(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no archive")
    with pytest.raises(InputError, match="it is no bundle, or damaged: File is not a zip file") as caught:
        verify_bundle(tmp_path / "a.zip")
    assert caught.value.code == "bundle.unreadable"
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as made:
        made.writestr(bundle.MANIFEST, f'{{"files": {{"a": {{"sha256": "", "bytes": "{"x" * 400}"}}}}}}')
    with pytest.raises(InputError) as caught:
        verify_bundle(tmp_path / "b.zip")
    assert len(caught.value.what) == len("it is no bundle, or damaged: ") + 200
