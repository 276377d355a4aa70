"""The objects of a JSON file that is no JSON Lines: one array, or objects written over several lines.

They are read one after the other: no more of the file is in memory than one object and what was read with it.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from typing import IO, Final

from framing.errors import InputError

__all__ = ["is_document", "objects"]

_SPACE: Final = " \t\r\n"
_READ: Final = 1 << 20


def is_document(head: bytes) -> bool:
    """Whether a file that begins so is no JSON Lines: in those, each line holds a whole object.

    Example:
        >>> is_document(b'[{"text": "a"}]'), is_document(b'{"text": "a"}')
        (True, False)
    """
    start = head.lstrip()
    return start.startswith(b"[") or start.split(b"\n", 1)[0].strip() == b"{"


def objects(handle: IO[bytes], decoder: json.JSONDecoder, limit: int) -> Iterator[object]:
    """The values of an array, or values one after the other.

    Args:
        handle: UTF-8.
        decoder: of one value.
        limit: characters that one value may have.

    Raises:
        InputError: ``input.json``, ``input.encoding`` or ``input.too-large``; what comes after is lost with it.
    """
    more = _Text(handle)
    text, at, array = more(), 0, False
    while True:
        at = _past(text, at, _SPACE + "," if array else _SPACE)
        if at == len(text):
            if not (further := more()):
                if array:
                    raise InputError("input.json", "its array has no end", "", "fetch it again")
                return
            text, at = further, 0
        elif text[at] == "[" and not array:
            array, at = True, at + 1
        elif text[at] == "]" and array:
            if _past(text, at + 1, _SPACE) < len(text) or more().strip():
                raise InputError("input.json", "something stands behind its array", "", "write one array a file")
            return
        else:
            value, text, at = _value(decoder, text[at:], more, limit)
            yield value


class _Text:
    """The text of a file, piece by piece; empty at its end."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle = handle
        self._decode = codecs.getincrementaldecoder("utf-8")("strict")
        self._read = 0

    def __call__(self, size: int = _READ) -> str:
        text, data = "", b"-"
        while data and not text:
            data = self._handle.read(size)
            try:
                text = self._decode.decode(data, final=not data)
            except UnicodeDecodeError as error:
                what = f"it is not UTF-8, near byte {self._read + error.start}"
                raise InputError("input.encoding", what, "", "save it as UTF-8") from error
            self._read += len(data)
        return text


def _value(decoder: json.JSONDecoder, text: str, more: Callable[[int], str], limit: int) -> tuple[object, str, int]:
    """One value, the text that it was found in, and where it ends there."""
    whole = False
    while True:
        try:
            value, end = decoder.raw_decode(text)
        except RecursionError as error:
            raise InputError("input.too-deep", "its values are nested too deep", "", "write them flat") from error
        except ValueError as error:
            if len(text) > limit:
                what = f"an object has more than {limit} characters"
                raise InputError("input.too-large", what, "", "write an object an article") from error
            # As much again as there is, so that a long value is not begun too often.
            further = "" if whole else more(max(_READ, len(text)))
            if not further:
                raise InputError("input.json", f"it is not JSON: {error}", "", "correct it there") from error
            text += further
        else:
            if end < len(text) or whole or isinstance(value, dict):
                return value, text, end
            # A number at the end of what was read may go on.
            further = more(_READ)
            whole, text = not further, text + further


def _past(text: str, at: int, signs: str) -> int:
    while at < len(text) and text[at] in signs:
        at += 1
    return at
