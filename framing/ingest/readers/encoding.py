"""How the bytes of a text file are read as characters: told, declared or certain, and never guessed.

In this order: the byte order mark; UTF-8, which text of another encoding is never valid as; the encoding that the user
names; the one that the file declares. What is left is refused, with the name of an encoding that would fit. Whatever is
not plain UTF-8 is said.
"""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import IO, Any, Final

from framing.errors import InputError, UsageError
from framing.ingest.source import Note, Source

__all__ = ["Decoded", "astray", "check_encoding", "decode", "suggestion", "utf8"]


#: The longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: What the web takes these names for (WHATWG Encoding Standard): bytes 128–159 are letters there, not controls.
_WEB: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
}

#: Share of NUL bytes from which text is UTF-16 without a mark: every second byte of Latin text, each space and digit
#: of the others.
_NULS: Final = 0.05

_SAVE: Final = "save it as UTF-8"

#: What stands in a recoded stream around the name of its encoding, for bytes that mean nothing in it: no UTF-8 either,
#: so that whoever reads rows from it meets the fault in the row that has it.
_ASTRAY: Final = "\udcff"
_MARKED: Final = re.compile(rb"\xed\xb3\xbf([ -~]+)\xed\xb3\xbf")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, and what to say of how they were read; nothing where they are plain UTF-8."""

    text: str
    notes: tuple[Note, ...] = ()


def check_encoding(name: str) -> str:
    """The codec's own name of an encoding.

    Raises:
        UsageError: there is no such encoding of text.

    Example:
        >>> check_encoding("Windows-1256")
        'cp1256'
    """
    try:
        codec = codecs.lookup(name)
        # "hex" and "zip" are codecs too, of bytes.
        "".encode(codec.name)
    except (LookupError, ValueError, TypeError) as error:
        what = f"there is no encoding '{name}'"
        raise UsageError("input.encoding-name", what, "", "use one such as utf-8, utf-16 or windows-1256") from error
    return codec.name


def decode(source: Source, raw: bytes, declared: str | None = None) -> Decoded:
    """The characters of a whole file.

    Args:
        source: for its place and what the user said of it.
        raw: its bytes.
        declared: the encoding that it names itself.

    Raises:
        InputError: ``input.encoding`` or ``input.binary``.
    """
    for mark, marked in _MARKS:
        if raw.startswith(mark):
            notes = () if marked == "utf-8" else (_note(source, marked, "byte order mark"),)
            return Decoded(_strictly(source, raw[len(mark) :], marked), notes)
    wide = (source.options.encoding or "").startswith(("utf-16", "utf-32"))
    if b"\0" in raw and not wide:
        raise _with_nul(source, raw)
    try:
        if not wide:
            return Decoded(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        place = error.start
    for name, basis in ((source.options.encoding, "as you said"), (_codec(declared), "declared by the file")):
        if name is not None and name != "utf-8":
            return Decoded(_strictly(source, raw, name), (_note(source, name, basis),))
    what = f"byte {place} is not UTF-8, and it declares no other encoding"
    raise InputError("input.encoding", what, source.origin, f"{_SAVE}, or {suggestion(raw)}")


def utf8(source: Source, handle: IO[bytes]) -> tuple[IO[bytes], tuple[Note, ...]]:
    """The bytes of a table or of lines as UTF-8 without a mark, as a stream.

    Bytes that are not UTF-8 where nothing says what they are stay as they are, and those that mean nothing in the
    encoding that is told become some that are not: each row answers for itself, with :func:`astray`.

    Raises:
        InputError: ``input.encoding``.
    """
    buffered = handle if isinstance(handle, io.BufferedReader) else io.BufferedReader(handle)  # type: ignore[type-var]
    head = buffered.peek(4096)[:4096]
    for mark, marked in _MARKS:
        if head.startswith(mark):
            buffered.read(len(mark))
            if marked == "utf-8":
                return buffered, ()
            return _recoded(source, buffered, marked), (_note(source, marked, "byte order mark"),)
    if name := source.options.encoding:
        if name == "utf-8" or (not name.startswith("utf-") and _is_utf8(head)):
            return buffered, ()
        return _recoded(source, buffered, name), (_note(source, name, "as you said"),)
    return buffered, ()


def astray(place: int, raw: bytes) -> InputError:
    """The error of a row with bytes that are not UTF-8.

    Args:
        place: of the first of them in the file that :func:`utf8` gives.
        raw: the row there.
    """
    if mark := _MARKED.search(raw):
        what = f"it has bytes that mean nothing in {mark[1].decode()}, the encoding of the file"
        return InputError("input.encoding", what, "", f"check that encoding, or {_SAVE}")
    return InputError("input.encoding", f"byte {place} of the file is not UTF-8", "", f"{_SAVE}, or {suggestion(raw)}")


def suggestion(raw: bytes) -> str:
    """What to try with text that is not UTF-8: Urdu is nearly all high bytes in its old encoding, Latin is not."""
    sample = raw[:100_000]
    high = sum(byte > 127 for byte in sample)
    name = "windows-1256" if high > 0.3 * len(sample) else "windows-1252"
    return f"name its encoding: --encoding {name}, perhaps"


class _Recoded(io.RawIOBase):
    """Bytes of one encoding as UTF-8; those that mean nothing in it as what is none."""

    def __init__(self, source: Source, handle: IO[bytes], name: str) -> None:
        self._source = source
        self._handle = handle
        self._decoder = codecs.getincrementaldecoder(name)(_marking(name))
        self._name = name
        self._read = 0
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        while not self._left:
            data = self._handle.read(1 << 16)
            try:
                self._left = self._decoder.decode(data, final=not data).encode("utf-8", "surrogatepass")
            except UnicodeError as error:
                place = f"near byte {self._read}"
                raise InputError(
                    "input.encoding", f"it is not {self._name}, {place}", self._source.origin, _SAVE
                ) from error
            self._read += len(data)
            if not data:
                break
        size = min(len(view), len(self._left))
        view[:size], self._left = self._left[:size], self._left[size:]
        return size

    def close(self) -> None:
        if not self.closed:
            self._handle.close()
        super().close()


def _marking(name: str) -> str:
    """The handler of errors, by its name, that marks what means nothing in an encoding."""

    def mark(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        return f"{_ASTRAY}{name}{_ASTRAY}", error.end

    codecs.register_error(f"framing.{name}", mark)
    return f"framing.{name}"


def _recoded(source: Source, handle: IO[bytes], name: str) -> IO[bytes]:
    return io.BufferedReader(_Recoded(source, handle, name), 1 << 18)


def _strictly(source: Source, raw: bytes, name: str) -> str:
    try:
        text = raw.decode(name)
    except UnicodeError as error:
        place = getattr(error, "start", 0)
        raise InputError("input.encoding", f"byte {place} is not {name}", source.origin, _SAVE) from error
    return text.removeprefix("\ufeff")


def _codec(declared: str | None) -> str | None:
    try:
        name = check_encoding(declared.strip()) if declared else None
    except UsageError:
        return None
    return _WEB.get(name, name) if name else None


def _is_utf8(head: bytes) -> bool:
    """Whether bytes, cut anywhere, are UTF-8 beyond ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        decoder.decode(head)
    except UnicodeDecodeError:
        return False
    return not head.isascii()


def _with_nul(source: Source, raw: bytes) -> InputError:
    sample = raw[:10_000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # Of each pair of bytes one is 0 in ASCII, and hardly ever the other; a NUL or two may stand anywhere.
    if max(even, odd) > max(5, _NULS * len(sample) / 2) and min(even, odd) * 20 < max(even, odd):
        name = "utf-16-be" if even > odd else "utf-16-le"
        what = "it looks like UTF-16 without a byte order mark"
        return InputError("input.encoding", what, source.origin, f"{_SAVE}, or name its encoding: --encoding {name}")
    what = f"byte {raw.index(0)} is NUL: it is not a text file"
    return InputError("input.binary", what, source.origin, "extract its text first")


def _note(source: Source, name: str, basis: str) -> Note:
    return Note(source.origin, f"read as {name} ({basis})")
