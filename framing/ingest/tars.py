"""The files in a tar archive, packed or not, read one after the other.

The format (POSIX.1-2001, *pax*, and GNU's long names) is a header of 512 bytes and as many bytes as it says. What names
a file in several headers is bounded here, which the standard library reads into memory whole. A packed archive is read
front to back: each of its files lies on the disk, or in memory where it is small, only while it is read.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from framing import limits
from framing.errors import InputError, copied
from framing.ingest.archives import is_hidden, leads_out, nested_by_name
from framing.ingest.source import FIRST_BYTES, Opener, Rejected, Source, printable, unreadable
from framing.scratch import scratch

__all__ = ["tar_members"]

_BLOCK: Final = tarfile.BLOCKSIZE
#: Bytes of a header of names; those of the longest paths have 4,096.
_NAME_BYTES: Final = 1_000_000
#: Bytes of a packed archive's file that is held in memory.
_HELD: Final = 1_000_000
#: Bytes of all sidecars of an archive that are kept until their texts come.
_SIDECARS_BYTES: Final = 50_000_000

_FILES: Final = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_LONG: Final = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
_PAX: Final = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_WHOLE: Final = "fetch it again"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one header says: a name, a kind, where its bytes begin and how many there are."""

    name: str
    kind: bytes
    at: int
    size: int
    link: str
    is_sparse: bool


class _Ahead:
    """Bytes of an archive, read front to back: what is packed has no other direction."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle = handle
        self._at = 0

    def go(self, at: int) -> None:
        """Go to a place that lies ahead."""
        if self._handle.seekable():
            self._at = self._handle.seek(at)
        while self._at < at and self.read(min(at - self._at, 1 << 20)):
            pass

    def read(self, size: int) -> bytes:
        """So many bytes, fewer at the end."""
        data = self._handle.read(size)
        self._at += len(data)
        return data


class _Slice(io.RawIOBase):
    """As many bytes of a file as an entry has, from where it stands."""

    def __init__(self, handle: IO[bytes] | _Ahead, size: int) -> None:
        self._handle = handle
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)[: self._left]
        if not len(view):
            return 0
        data = self._handle.read(len(view))
        if not data:
            raise InputError("input.unreadable", "the archive breaks off within it", "", "fetch the archive again")
        view[: len(data)] = data
        self._left -= len(data)
        return len(data)


def tar_members(source: Source) -> Iterator[Source | Rejected]:
    """The files in a tar archive, in its own order; what is refused is a reject in its place.

    Directories, hidden files and what macOS leaves behind are passed over. Names that lead out of the archive, links,
    devices, files with holes and archives are refused, each by itself. Of an archive that is damaged or breaks off,
    what came before is read.

    Args:
        source: the archive, unpacked: its ``opener`` unpacks it where it is packed.
    """
    try:
        sidecars = _sidecars(source)
        with source.open() as opened:
            handle = _Ahead(opened)
            for entry in _entries(handle, source.origin):
                if entry.kind == tarfile.DIRTYPE or is_hidden(entry.name):
                    continue
                origin = f"{source.origin}/{printable(entry.name)}"
                if (error := _refused(entry)) is not None:
                    yield Rejected.of(error, _first(handle, entry), origin=origin)
                elif source.opener is None:
                    yield _member(source, entry, sidecars, _within(source.path, entry))
                else:
                    yield from _put_aside(source, entry, sidecars, handle)
    except InputError as error:
        yield Rejected.of(error, source.head(), origin=source.origin)
    except OSError as error:
        yield unreadable(source, error)


def _entries(handle: _Ahead, origin: str) -> Iterator[_Entry]:
    """What the headers say; the bytes of an entry may be read from the file before the next is asked for.

    Raises:
        InputError: ``input.unreadable`` or ``input.too-large``.
    """
    at = number = 0
    named: dict[str, str] = {}
    while True:
        handle.go(at)
        block = handle.read(_BLOCK)
        if len(block) < _BLOCK:
            # A whole archive ends in blocks of zeros, and a download often breaks off between two blocks.
            what = f"it has no end: the archive breaks off after {number} files"
            raise InputError("input.unreadable", what, origin, _WHOLE)
        at += _BLOCK
        if not any(block):
            return
        info = _header(block, number, origin)
        if info.type in (*_LONG, *_PAX, tarfile.XGLTYPE):
            names = _names(handle, info, origin)
            at += info.size
            named |= {} if info.type == tarfile.XGLTYPE else names
        else:
            number += 1
            if number > limits.ARCHIVE_FILES:
                what = f"it holds more than {limits.ARCHIVE_FILES} files"
                raise InputError("input.too-large", what, origin, "divide it")
            entry = _entry(info, named, at)
            named = {}
            yield entry
            at += entry.size
        at += -at % _BLOCK


def _header(block: bytes, number: int, origin: str) -> tarfile.TarInfo:
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError as error:
        what = f"it is no tar archive, or damaged after {number} files: {error}"
        raise InputError("input.unreadable", what, origin, _WHOLE) from error
    if info.size < 0:
        raise InputError("input.unreadable", f"it is damaged after {number} files: a negative size", origin, _WHOLE)
    return info


def _names(handle: _Ahead, info: tarfile.TarInfo, origin: str) -> dict[str, str]:
    """What a header that is about the next one says."""
    if info.size > _NAME_BYTES:
        what = f"a header of names in it has {info.size} bytes"
        raise InputError("input.too-large", what, origin, "leave it out")
    raw = handle.read(info.size)
    if info.type in _LONG:
        key = "path" if info.type == tarfile.GNUTYPE_LONGNAME else "linkpath"
        return {key: raw.rstrip(b"\0").decode("utf-8", "surrogateescape")}
    names: dict[str, str] = {}
    while raw:
        length, space, _ = raw.partition(b" ")
        if not (space and length.isdigit() and len(length) < int(length) <= len(raw)):
            break
        record, raw = raw[len(length) + 1 : int(length)], raw[int(length) :]
        name, _, value = record.rstrip(b"\n").partition(b"=")
        names[name.decode("utf-8", "surrogateescape")] = value.decode("utf-8", "surrogateescape")
    return names


def _entry(info: tarfile.TarInfo, named: dict[str, str], at: int) -> _Entry:
    size = named.get("size", "")
    has_bytes = info.type in _FILES or info.type not in tarfile.SUPPORTED_TYPES
    is_sparse = info.type == tarfile.GNUTYPE_SPARSE or any(key.startswith("GNU.sparse") for key in named)
    length = int(size) if size.isdigit() and len(size) < 20 else info.size
    name, kind = named.get("path", info.name), info.type
    if kind == tarfile.AREGTYPE and name.endswith("/"):
        kind = tarfile.DIRTYPE
    return _Entry(
        name, kind, at, length if has_bytes or is_sparse else 0, named.get("linkpath", info.linkname), is_sparse
    )


def _refused(entry: _Entry) -> InputError | None:
    """Why a file of an archive is not read."""
    if (error := leads_out(entry.name)) is not None:
        return error
    if entry.kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
        return InputError("input.link", "it is a link, not a file", "", "put the file itself into the archive")
    if entry.is_sparse:
        return InputError("input.archive-path", "it is a file with holes", "", "pack it anew without --sparse")
    if entry.kind not in _FILES:
        return InputError("input.not-a-file", "it is neither a file nor a folder", "", "leave it out of the archive")
    if entry.size > limits.TABLE_FILE_BYTES:
        return InputError("input.too-large", f"it has more than {limits.TABLE_FILE_BYTES} bytes", "", "split it")
    return nested_by_name(entry.name)


def _first(handle: _Ahead, entry: _Entry) -> bytes:
    return entry.link.encode("utf-8", "surrogateescape") or handle.read(min(entry.size, FIRST_BYTES))


def _sidecars(source: Source) -> dict[str, bytes]:
    """What lies beside texts in an archive: it may stand behind the text that it describes."""
    contents: dict[str, bytes] = {}
    kept = 0
    try:
        with source.open() as opened:
            handle = _Ahead(opened)
            for entry in _entries(handle, source.origin):
                is_ours = entry.name.endswith(".toml") and _refused(entry) is None and not is_hidden(entry.name)
                if is_ours and entry.size <= limits.SIDECAR_BYTES and kept + entry.size <= _SIDECARS_BYTES:
                    contents[entry.name] = handle.read(entry.size)
                    kept += entry.size
    except InputError:
        pass  # Whoever reads the files meets it again, and says so.
    return contents


def _member(source: Source, entry: _Entry, sidecars: dict[str, bytes], opener: Opener) -> Source:
    def beside(suffix: str) -> bytes | None:
        return sidecars.get(str(PurePosixPath(entry.name).with_suffix(suffix)))

    origin, label = (f"{place}/{printable(entry.name)}" for place in (source.origin, source.label))
    name = PurePosixPath(entry.name).name
    inside = replace(source, origin=origin, label=label, name=name, archive=source.label)
    return replace(inside, opener=opener, beside=beside)


def _within(path: Path, entry: _Entry) -> Opener:
    """Opens a file of an archive that is not packed where it lies."""

    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        with path.open("rb") as handle:
            handle.seek(entry.at)
            yield io.BufferedReader(_Slice(handle, entry.size), 1 << 18)

    return opened


def _put_aside(source: Source, entry: _Entry, sidecars: dict[str, bytes], handle: _Ahead) -> Iterator[Source]:
    """A file of a packed archive: what is looked at is put where it can be read again.

    Raises:
        InputError: the archive could be read no further; the file's own reader has said so.
    """
    held: list[bytes | Path] = []
    with scratch() if entry.size > _HELD else nullcontext(Path()) as folder:

        @contextmanager
        def opened() -> Iterator[IO[bytes]]:
            if not held:
                content = io.BufferedReader(_Slice(handle, entry.size), 1 << 18)
                if entry.size <= _HELD:
                    held.append(content.read())
                else:
                    copied(content, folder / "member")
                    held.append(folder / "member")
            with io.BytesIO(held[0]) if isinstance(held[0], bytes) else held[0].open("rb") as whole:
                yield whole

        yield _member(source, entry, sidecars, opened)
