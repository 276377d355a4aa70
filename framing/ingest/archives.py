"""Packed files: .gz, .bz2, .xz, .zst and .zip, unpacked as streams and under a budget.

Nothing is ever unpacked to a path that an archive names. What is refused (a bomb, an archive in an archive, a name that
leads out of it, a link) is one reject each, and the rest of the archive goes on.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import math
import stat
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from framing import limits
from framing.errors import InputError, copied, fault_of
from framing.ingest.source import FIRST_BYTES, Rejected, Source, printable, unreadable
from framing.scratch import scratch

__all__ = [
    "BROKEN",
    "GZIP",
    "PACKED",
    "TARS",
    "WARC",
    "ZIP",
    "ZSTD",
    "Bounded",
    "bomb",
    "is_bomb",
    "is_hidden",
    "is_tar",
    "leads_out",
    "members",
    "nested",
    "nested_by_name",
    "on_disk",
    "unpacked",
]


if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP: Final = b"\x1f\x8b"
ZSTD: Final = b"\x28\xb5\x2f\xfd"
ZIP: Final = b"PK\x03\x04"
#: What each record of a web archive begins with.
WARC: Final = b"WARC/1."


class _Xz:
    """Unpacks .xz in bounded memory: what a file says of the memory that it needs is not believed."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle = handle
        self._unpacker: lzma.LZMADecompressor | None = None

    def read1(self, size: int) -> bytes:
        """Up to ``size`` bytes; none at the end of the last stream."""
        while True:
            unpacker, data = self._unpacker, b""
            if unpacker is None or unpacker.eof:
                # Streams may follow each other, with zeros between them.
                data = unpacker.unused_data.lstrip(b"\0") if unpacker else b""
                if not data and not (data := self._handle.read(1 << 16).lstrip(b"\0")):
                    return b""
                unpacker = self._unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, limits.UNPACK_MEMORY)
            elif unpacker.needs_input and not (data := self._handle.read(1 << 16)):
                raise EOFError("it ends before its last stream does")
            if given := unpacker.decompress(data, size):
                return given

    def close(self) -> None:
        """Leave the file to whoever opened it."""


#: Suffix of a packed file → the name of the format, its first bytes, and what opens it.
PACKED: Final[Mapping[str, tuple[str, bytes, Any]]] = {
    ".gz": ("gzip", GZIP, gzip.open),
    ".zst": ("Zstandard", ZSTD, zstd.ZstdFile),
    ".bz2": ("bzip2", b"BZh", bz2.BZ2File),
    ".xz": ("xz", b"\xfd7zXZ\0", _Xz),
}
_MAGIC: Final = tuple(magic for _, magic, _ in PACKED.values())
#: Suffixes of tar archives, packed and not.
TARS: Final = (".tar", ".tgz", ".tbz2", ".tbz", ".txz", *(f".tar{packed}" for packed in PACKED))
_HEADER: Final = tarfile.BLOCKSIZE

#: What unpackers raise.
BROKEN: Final = (EOFError, zlib.error, zstd.ZstdError, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile)
_WHOLE: Final = "fetch it again"

#: What a zip file ends with: its directory's number of files, size and place; see APPNOTE.TXT 4.3.16, 4.3.14.
_END: Final = struct.Struct("<4s4H2LH")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")


class Bounded(io.RawIOBase):
    """Bytes of an unpacker, counted: a bomb and a broken stream raise an InputError.

    Args:
        handle: gives unpacked bytes.
        packed: says how many bytes they were packed in so far.
        origin: of the file, for messages.
        most: bytes that it may have unpacked; no bound but that of a bomb where left out.
    """

    def __init__(self, handle: IO[bytes], packed: Callable[[], int], origin: str, most: float = math.inf) -> None:
        self._most = most
        self._handle = handle
        self._packed = packed
        self._origin = origin
        self._given = 0

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer.

        Raises:
            InputError: ``input.bomb``, ``input.too-large`` or ``input.unreadable``.
        """
        view = memoryview(buffer)
        try:
            # No more than is there: what comes before the break of a broken stream is worth having.
            data = self._handle.read1(len(view))  # type: ignore[attr-defined]
        except (*BROKEN, RuntimeError, NotImplementedError) as error:
            what = f"it cannot be unpacked: {error}"
            raise InputError("input.unreadable", what, self._origin, _WHOLE) from error
        view[: len(data)] = data
        self._given += len(data)
        if self._given > self._most:
            what = f"unpacked it has more than {self._most} bytes"
            raise InputError("input.too-large", what, self._origin, "split it")
        if is_bomb(packed := self._packed(), self._given):
            raise bomb(packed, self._given, self._origin)
        return len(data)

    def close(self) -> None:
        """Close the unpacker too."""
        if not self.closed:
            self._handle.close()
        super().close()


def is_bomb(packed: int, unpacked: int) -> bool:
    """Whether data grew more than text ever does."""
    return unpacked > limits.UNPACKED_FLOOR and unpacked > limits.UNPACKED_RATIO * max(packed, 1)


def is_tar(head: bytes) -> bool:
    """Whether a file with these first bytes is a tar archive: its first header has the checksum that it says.

    Example:
        >>> is_tar(b"A text." + bytes(505))
        False
    """
    try:
        tarfile.TarInfo.frombuf(head[:_HEADER], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def unpacked(source: Source) -> Source:
    """The file within a packed file; a file that is not packed as it is.

    The first bytes tell how a file is packed, whatever its name says.

    Raises:
        InputError: the name says that it is packed, and it is not; or it was packed twice.
        OSError: it cannot be read.
    """
    with source.open() as handle:
        head = handle.read(max(map(len, _MAGIC)))
    name = source.name or source.path.name
    suffix = next((suffix for suffix in PACKED if name.lower().endswith(suffix)), "")
    packing = next((key for key, (_, magic, _) in PACKED.items() if head.startswith(magic)), "")
    if not packing:
        if suffix and head:
            what = f"it is not {PACKED[suffix][0]}, though its name says so"
            raise InputError("input.unreadable", what, source.origin, "rename it, or fetch it again")
        return source
    name = name[: -len(suffix)] if suffix else name
    inner = replace(source, name=name, opener=lambda: _opened(source, packing, limits.TABLE_FILE_BYTES))
    with inner.open() as handle:
        head = handle.read(_HEADER)
    if head.startswith((*_MAGIC, ZIP)) and not inner.file_name.endswith(".xlsx"):
        raise nested(source.origin)
    # The files of a tar archive are bounded one by one.
    return replace(inner, opener=lambda: _opened(source, packing, math.inf)) if is_tar(head) else inner


@contextmanager
def _opened(source: Source, suffix: str, most: float) -> Iterator[IO[bytes]]:
    with source.open() as handle:
        yield io.BufferedReader(Bounded(PACKED[suffix][2](handle), handle.tell, source.origin, most), 1 << 18)


def members(source: Source) -> Iterator[Source | Rejected]:
    """The files in a .zip file, in the order of their names; what is refused is a reject in its place.

    Directories, hidden files and what macOS leaves behind are passed over.
    """
    try:
        _check_directory(source)
        source.meter.handle = None  # Its files are read in the order of their names.
        with zipfile.ZipFile(source.path) as archive:
            files = [info for info in archive.infolist() if not info.is_dir() and not is_hidden(info.filename)]
            _check_overlap(source, archive)
            names = {info.filename: info for info in files}
            for info in sorted(files, key=lambda info: info.filename):
                if error := _refused(info):
                    yield Rejected.of(
                        error, _first(archive, info), origin=f"{source.origin}/{printable(info.filename)}"
                    )
                else:
                    yield _member(source, archive, info, names)
                source.meter.done += info.compress_size
    except InputError as error:
        yield Rejected.of(error, source.head(), origin=source.origin)
    except (*BROKEN, OSError, ValueError, NotImplementedError, struct.error) as error:
        if fault_of(error) is not None:
            yield unreadable(source, error)
            return
        broken = InputError("input.unreadable", f"it is no zip archive, or damaged: {error}", source.origin, _WHOLE)
        yield Rejected.of(broken, source.head())


def _first(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The first bytes of a file that is refused, to recognise it by; of a link that is where it leads."""
    try:
        with archive.open(info) as handle:
            return handle.read(FIRST_BYTES)
    except (*BROKEN, OSError, RuntimeError, NotImplementedError):
        return b""


def _member(
    source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo, names: Mapping[str, zipfile.ZipInfo]
) -> Source:
    origin = f"{source.origin}/{printable(info.filename)}"

    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        try:
            handle = archive.open(info)
        except (*BROKEN, RuntimeError, NotImplementedError) as error:
            raise InputError("input.unreadable", f"it cannot be unpacked: {error}", origin, _WHOLE) from error
        with handle:
            yield io.BufferedReader(
                Bounded(handle, lambda: info.compress_size, origin, limits.TABLE_FILE_BYTES), 1 << 18
            )

    def beside(suffix: str) -> bytes | None:
        sibling = names.get(str(PurePosixPath(info.filename).with_suffix(suffix)))
        if sibling is None or _refused(sibling) or sibling.file_size > limits.SIDECAR_BYTES:
            return None
        with archive.open(sibling) as handle:
            return handle.read()

    label = f"{source.label}/{printable(info.filename)}"
    name = PurePosixPath(info.filename).name
    inside = replace(source, origin=origin, label=label, name=name, archive=source.label)
    return replace(inside, opener=opened, beside=beside)


def is_hidden(name: str) -> bool:
    """Whether a file of an archive is hidden, or what macOS leaves behind."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(part.startswith(".") and part not in {".", ".."} for part in parts)


def _refused(info: zipfile.ZipInfo) -> InputError | None:
    """Why a file of an archive is not read, from what the archive's directory says of it."""
    if (error := leads_out(info.filename)) is not None:
        return error
    if stat.S_ISLNK(info.external_attr >> 16):
        return InputError("input.link", "it is a link, not a file", "", "put the file itself into the archive")
    if info.flag_bits & 0x1:
        return InputError("input.encrypted", "it is encrypted", "", "unpack the archive with its password first")
    if (error := nested_by_name(info.filename)) is not None:
        return error
    return bomb(info.compress_size, info.file_size, "") if is_bomb(info.compress_size, info.file_size) else None


def _check_directory(source: Source) -> None:
    """Refuse an archive whose directory alone would fill the memory.

    Raises:
        InputError: ``input.too-large``.
    """
    with source.path.open("rb") as handle:
        size = handle.seek(0, io.SEEK_END)
        handle.seek(max(0, size - (1 << 16) - _END.size))
        tail = handle.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) - at < _END.size:
            return  # No archive at all: the library says so.
        files = _END.unpack_from(tail, at)[4]
        if (end := tail.rfind(b"PK\x06\x06", 0, at)) >= 0 and at - end >= _END_64.size:
            files = _END_64.unpack_from(tail, end)[7]
    if files > limits.ARCHIVE_FILES:
        what = f"it holds more than {limits.ARCHIVE_FILES} files"
        raise InputError("input.too-large", what, source.origin, "divide it")


def _check_overlap(source: Source, archive: zipfile.ZipFile) -> None:
    """Refuse an archive whose files share their bytes: the trick of the bombs that need no nesting.

    Raises:
        InputError: ``input.bomb``.
    """
    end = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < end:
            what = "its files overlap, as in an archive made to grow without bound"
            raise InputError("input.bomb", what, source.origin, "leave it out")
        end = info.header_offset + info.compress_size


def leads_out(name: str) -> InputError | None:
    """What is wrong with the name of a file of an archive that leads out of it."""
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or name[1:2] == ":":
        what = "its name leads out of the archive"
        return InputError("input.archive-path", what, "", "make the archive anew, with names inside it")
    return None


def nested_by_name(name: str) -> InputError | None:
    """What is wrong with a file of an archive that is called one itself."""
    return nested("") if name.lower().endswith((".zip", *TARS, ".7z", ".rar", *PACKED)) else None


def nested(origin: str) -> InputError:
    """What is wrong with an archive within an archive."""
    return InputError("input.nested", "it is an archive within an archive", origin, "unpack the outer one first")


def bomb(packed: int, given: int, origin: str) -> InputError:
    """What is wrong with data that grew so."""
    what = f"it grows from {packed} to {given} bytes or more, as no text does"
    return InputError("input.bomb", what, origin, "leave it out, or unpack it yourself if you trust it")


@contextmanager
def on_disk(source: Source) -> Iterator[Path]:
    """A path with the bytes of a source, for libraries that need one; a temporary one where it is packed."""
    if source.opener is None:
        yield source.path
        return
    with scratch() as folder:
        path = folder / f"unpacked{PurePosixPath(source.file_name).suffix}"
        with source.open() as handle:
            copied(handle, path)
        yield path
