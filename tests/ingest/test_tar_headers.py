"""What the headers of a tar archive say, at the sizes and counts where they are read otherwise."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest

from framing import limits
from framing.errors import InputError
from framing.ingest import tars
from framing.ingest.source import Rejected, Source
from framing.ingest.tars import tar_members
from framing.scratch import scratch

PACKINGS = pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["tar", "tar.gz"])


def header(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = size, kind, link
    return info.tobuf(tarfile.GNU_FORMAT)


def stored(name: str, content: bytes, kind: bytes = tarfile.REGTYPE) -> bytes:
    """A header, the bytes that it is about, and zeros up to the next block."""
    return header(name, len(content), kind) + content + bytes(-len(content) % 512)


def pax(**records: str) -> bytes:
    """Records of POSIX.1-2001: length, a space, name, an equals sign, value, a line break; the length counts itself."""
    made = b""
    for name, value in records.items():
        rest = f" {name}={value}\n".encode()
        length = len(rest) + len(str(len(rest)))
        made += str(length + (len(str(length)) + len(rest) - length)).encode() + rest
    return made


END = bytes(1024)


def archive(folder: Path, content: bytes, pack: Callable[[bytes], bytes] = bytes) -> Source:
    path = folder / "a.tar"
    path.write_bytes(pack(content))

    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        with gzip.open(path) as handle:
            yield io.BufferedReader(handle)

    source = Source(path=path, origin="a.tar", label="a.tar")
    return replace(source, opener=opened) if pack is gzip.compress else source


def found(folder: Path, content: bytes, pack: Callable[[bytes], bytes] = bytes) -> list[tuple[str, object]]:
    """Of each file its name, and its bytes or why it is refused; each is read as it comes, and then again."""
    told: list[tuple[str, object]] = []
    for member in tar_members(archive(folder, content, pack)):
        if isinstance(member, Rejected):
            told.append((member.origin.removeprefix("a.tar/"), member.code))
            continue
        for _ in range(2):
            with member.open() as handle:
                raw = handle.read()
        told.append((member.origin.removeprefix("a.tar/"), raw))
    return told


@PACKINGS
@pytest.mark.parametrize("size", [0, 1, 511, 512, 513, 1024])
def test_files_stand_in_whole_blocks(tmp_path: Path, size: int, pack: Callable[[bytes], bytes]) -> None:
    content = stored("a.txt", b"x" * size) + stored("b.txt", b"y") + END
    assert found(tmp_path, content, pack) == [("a.txt", b"x" * size), ("b.txt", b"y")]


@PACKINGS
def test_a_name_in_a_header_before_it_is_that_of_the_next_file_alone(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    long = b"folder/" + b"n" * 300 + b".txt"
    content = (
        stored("x", long + b"\0", tarfile.GNUTYPE_LONGNAME)
        + stored("a.txt", b"a")
        + stored("b.txt", b"b")
        + stored("x", pax(path="c.txt", comment="none"), tarfile.XHDTYPE)
        + stored("d.txt", b"c")
        # What a header says of all files is no name of any.
        + stored("x", pax(path="e.txt"), tarfile.XGLTYPE)
        + stored("f.txt", b"f")
        + stored("x", b"../up\0", tarfile.GNUTYPE_LONGLINK)
        + header("link.txt", 0, tarfile.SYMTYPE, "no")
        + END
    )
    names = [(long.decode(), b"a"), ("b.txt", b"b"), ("c.txt", b"c"), ("f.txt", b"f"), ("link.txt", "input.link")]
    assert found(tmp_path, content, pack) == names


@pytest.mark.parametrize(
    ("told", "content"),
    [("3", b"abc"), ("0", b""), ("x", b"ab"), ("-3", b"ab"), ("9" * 20, b"ab"), ("", b"ab")],
)
def test_a_size_beside_the_header_counts_where_it_is_one(tmp_path: Path, told: str, content: bytes) -> None:
    """Of a size that no archive has the header's own is taken."""
    raw = stored("x", pax(size=told), tarfile.XHDTYPE) + header("a.txt", 2) + b"abc".ljust(512, b"\0") * bool(content)
    assert found(tmp_path, raw + stored("b.txt", b"b") + END) == [("a.txt", content), ("b.txt", b"b")]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no record",
        b"99 path=b.txt\n",
        b"3 path=b.txt\n",
        b"x path=b.txt\n",
        b"2 \n",
        b"12path=b.txt",
    ],
)
def test_records_that_are_none_name_nothing(tmp_path: Path, raw: bytes) -> None:
    content = stored("x", raw, tarfile.XHDTYPE) + stored("a.txt", b"a") + END
    assert found(tmp_path, content) == [("a.txt", b"a")]


@pytest.mark.parametrize(("size", "is_read"), [(999_999, True), (1_000_000, True), (1_000_001, False)])
def test_a_header_of_names_has_a_million_bytes(tmp_path: Path, size: int, is_read: bool) -> None:
    raw = stored("x", b"b.txt".ljust(size, b"\0"), tarfile.GNUTYPE_LONGNAME) + stored("a.txt", b"a") + END
    assert found(tmp_path, raw) == ([("b.txt", b"a")] if is_read else [("a.tar", "input.too-large")])


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "it has no end: the archive breaks off after 0 files"),
        (stored("a.txt", b"a"), "it has no end: the archive breaks off after 1 files"),
        (stored("a.txt", b"a") + END[:511], "it has no end: the archive breaks off after 1 files"),
        (stored("a.txt", b"a") * 2 + b"x" * 512, "it is no tar archive, or damaged after 2 files: "),
        (header("a.txt", -5), "it is damaged after 0 files: a negative size"),
    ],
)
@PACKINGS
def test_where_an_archive_ends_is_told(tmp_path: Path, raw: bytes, what: str, pack: Callable[[bytes], bytes]) -> None:
    *_, last = tar_members(archive(tmp_path, raw, pack))
    assert isinstance(last, Rejected)
    assert (last.code, last.origin) == ("input.unreadable", "a.tar")
    assert what in last.reason


def test_an_end_is_one_block_of_zeros(tmp_path: Path) -> None:
    """As some programs write it; what stands behind is none of it."""
    assert found(tmp_path, stored("a.txt", b"a") + bytes(512) + b"x" * 512) == [("a.txt", b"a")]


@pytest.mark.parametrize(("most", "codes"), [(1, ["input.too-large"]), (2, []), (3, [])])
def test_so_many_files_stand_in_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, codes: list[str]
) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_FILES", most)
    told = found(tmp_path, stored("a.txt", b"a") + stored("b.txt", b"b") + END)
    assert [code for _, code in told if isinstance(code, str)] == codes


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (header("a/", 0, tarfile.DIRTYPE), []),
        # Before POSIX a folder was a file whose name ends so.
        (header("a/", 0, tarfile.AREGTYPE), []),
        (header("a.txt", 0, tarfile.AREGTYPE), [("a.txt", b"")]),
        (header("a.txt", 0, tarfile.CONTTYPE), [("a.txt", b"")]),
        (header(".a.txt"), []),
        (header("a.txt", 5, tarfile.FIFOTYPE), [("a.txt", "input.not-a-file")]),
        (stored("a.txt", b"x", b"Z"), [("a.txt", "input.not-a-file")]),
        (header("a.txt", 7, tarfile.LNKTYPE), [("a.txt", "input.link")]),
        (stored("a.txt", b"holes", tarfile.GNUTYPE_SPARSE), [("a.txt", "input.archive-path")]),
        (
            stored("x", pax(**{"GNU.sparse.major": "1"}), tarfile.XHDTYPE) + stored("a.txt", b"holes"),
            [("a.txt", "input.archive-path")],
        ),
        (stored("../a.txt", b"x"), [("../a.txt", "input.archive-path")]),
        (stored("a.zip", b"x"), [("a.zip", "input.nested")]),
    ],
)
def test_what_is_no_file_is_passed_over_or_refused_and_the_next_is_read(
    tmp_path: Path, raw: bytes, expected: list[tuple[str, object]]
) -> None:
    assert found(tmp_path, raw + stored("b.txt", b"b") + END) == [*expected, ("b.txt", b"b")]


@pytest.mark.parametrize(("most", "is_read"), [(4, False), (5, True), (6, True)])
def test_a_file_has_so_many_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, is_read: bool) -> None:
    monkeypatch.setattr(limits, "TABLE_FILE_BYTES", most)
    expected: object = b"12345" if is_read else "input.too-large"
    assert found(tmp_path, stored("a.txt", b"12345") + END) == [("a.txt", expected)]


def firsts(folder: Path, content: bytes) -> list[bytes]:
    return [member.first_bytes for member in tar_members(archive(folder, content)) if isinstance(member, Rejected)]


def test_what_is_refused_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    """A link by where it leads."""
    raw = stored("a.zip", b"x" * 201) + stored("b.zip", b"y") + header("c.txt", 0, tarfile.SYMTYPE, "/etc/hostname")
    assert firsts(tmp_path, raw + stored("d.zip", b"z" * 9) + END) == [b"x" * 200, b"y", b"/etc/hostname", b"z" * 9]


@pytest.mark.parametrize(("size", "put_aside"), [(999_999, 0), (1_000_000, 0), (1_000_001, 1)])
def test_a_packed_file_of_a_million_bytes_is_held_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, put_aside: int
) -> None:
    folders = []

    def counted() -> AbstractContextManager[Path]:
        folders.append(size)
        return scratch()

    monkeypatch.setattr(tars, "scratch", counted)
    content = stored("a.txt", b"x" * size) + stored("b.txt", b"b") + END
    assert found(tmp_path, content, gzip.compress) == [("a.txt", b"x" * size), ("b.txt", b"b")]
    assert len(folders) == put_aside


@pytest.mark.parametrize("cut", [1, 300, 599])
@pytest.mark.parametrize("held", [0, 1_000])
def test_a_file_that_breaks_off_is_told_once_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: int, held: int
) -> None:
    monkeypatch.setattr(tars, "_HELD", held)
    whole = header("a.txt", 600) + b"x" * 600
    for pack in (bytes, gzip.compress):
        with pytest.raises(InputError, match="the archive breaks off within it"):
            found(tmp_path, whole[: 512 + cut], pack)


class Pipe(io.RawIOBase):
    """Has no direction but ahead; notes how much is asked for at a time."""

    def __init__(self, size: int) -> None:
        self.left, self.asked = size, list[int]()

    def read(self, size: int = -1) -> bytes:
        self.asked.append(size)
        given = min(size, self.left)
        self.left -= given
        return bytes(given)


def test_what_is_packed_is_read_ahead_in_pieces() -> None:
    mega = 1 << 20
    pipe = Pipe(3 * mega)
    ahead = tars._Ahead(pipe)  # type: ignore[arg-type]
    ahead.go(2 * mega + 5)
    assert pipe.asked == [mega, mega, 5]
    ahead.go(2 * mega + 5)
    assert len(pipe.asked) == 3
    assert len(ahead.read(10)) == 10
    ahead.go(2 * mega + 20)
    assert pipe.asked[3:] == [10, 5]
    ahead.go(9 * mega)  # Behind its end there is nothing to wait for.
    assert pipe.left == 0


@pytest.fixture
def sidecars(tmp_path: Path) -> Callable[..., Iterator[bytes | None]]:
    def beside(*files: tuple[str, int]) -> Iterator[bytes | None]:
        content = b"".join(stored(name, b"x" * size) for name, size in files)
        for member in tar_members(archive(tmp_path, content + END)):
            assert isinstance(member, Source)
            assert member.beside is not None
            if not member.origin.endswith(".toml"):
                yield member.beside(".toml")

    return beside


def test_sidecars_are_kept_up_to_their_size_and_that_of_all(
    sidecars: Callable[..., Iterator[bytes | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever in the archive they stand; the others are not there."""
    monkeypatch.setattr(limits, "SIDECAR_BYTES", 6)
    files = [("a.txt", 1), ("a.toml", 6), ("b/b.toml", 7), ("b/b.txt", 1), ("c.toml", 4), ("c.txt", 1), ("d.txt", 1)]
    for most, kept in ((10, [6, 0, 4, 0]), (9, [6, 0, 0, 0]), (5, [0, 0, 4, 0])):
        monkeypatch.setattr(tars, "_SIDECARS_BYTES", most)
        assert [len(content or b"") for content in sidecars(*files)] == kept
