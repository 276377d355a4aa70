"""The objects of a JSON file that is no JSON Lines: one array, or objects written over several lines.

They are read one after the other: no more of the file is in memory than one object and what was read with it. Behind
an object that cannot be read the next one is looked for: by the brackets of the bad one, and where these do not close,
by the key with which the file's objects begin.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import IO, Final

from framing.errors import InputError
from framing.ingest.readers.encoding import astray

__all__ = ["is_answer", "is_document", "objects"]


_SPACE: Final = " \t\r\n"
#: Characters that are read at once: an error of JSON counts the lines before it, so that a bad object costs as many.
_READ: Final = 1 << 18

#: Signs at the end of what was read among which JSON may be torn: the longest are "-Infinity" and an escaped pair.
_TORN: Final = 16

#: Strings, whose brackets do not count, and brackets.
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)

#: Signs in which an object's first key has its end.
_LONGEST_KEY: Final = 200

#: Beginnings like those of the file's objects that are looked at behind a bad one: some may lie within it.
_LOOKED_AT: Final = 8

#: The first key of an object, as it is written.
_KEY: Final = re.compile(r'\{\s*("(?:[^"\\]|\\.)*")')

#: The beginning of an object around a list of objects, and keys that only an article has.
_LIST: Final = re.compile(r'\{[^\[]*"[^"]*"\s*:\s*\[(?=\s*\{)')
_ARTICLE_KEY: Final = re.compile(r'"(?:title|text|body|content|headline|url)"\s*:')


def is_document(head: bytes) -> bool:
    """Whether a file that begins so is no JSON Lines: in those, each line holds a whole object.

    Example:
        >>> is_document(b'[{"text": "a"}]'), is_document(b'{"text": "a"}')
        (True, False)
    """
    start = head.lstrip()
    line, ended, _ = start.partition(b"\n")
    return start.startswith(b"[") or line.strip() == b"{" or bool(ended and line.rstrip().endswith((b"[", b"{", b",")))


def is_answer(text: str) -> bool:
    """Whether a text begins with an object around a list of objects, and not with an article.

    Example:
        >>> is_answer('{"status": "ok", "articles": [{"title":'), is_answer('{"title": "a", "tags": [{"name":')
        (True, False)
    """
    match = _LIST.match(text)
    return match is not None and not _ARTICLE_KEY.search(match[0])


def objects(handle: IO[bytes], decoder: json.JSONDecoder, limit: int) -> Iterator[object]:
    """The values of an array, or values one after the other.

    Args:
        handle: UTF-8.
        decoder: of one value.
        limit: characters that one value may have.

    Yields:
        The values. In the place of one that cannot be read stands an InputError (``input.json``, ``input.encoding``,
        ``input.too-large``, ``input.too-deep``), which says how many bytes were passed over; the next value follows.

    Raises:
        InputError: ``input.json``: the array has no end, or something stands behind it.
    """
    text = _Text(handle)
    array, around, key, is_first = False, False, "", True
    while text.skip(_SPACE + "," if array else _SPACE):
        if text.sign == "[" and not array:
            array, text.at = True, text.at + 1
        elif text.sign == "]" and array:
            text.at += 1
            if not around and text.skip(_SPACE):
                raise InputError("input.json", "something stands behind its array", "", "write one array a file")
            return
        else:
            key = key or _first_key(text)
            value = _value(decoder, text, limit)
            if isinstance(value, _LostError):
                if is_first and not array and (list_at := _wrapped_list(text)):
                    array, around, key, text.at = True, True, "", list_at
                    continue
                value = _pass_over(text, value, key, array)
            is_first = False
            yield value
            if text.is_lost:
                return
    if array:
        raise InputError("input.json", "its array has no end", "", "fetch it again")


class _LostError(InputError):
    """A value that cannot be read, and whose end is not known."""


class _Text:
    """What was read of a file, from the value in hand on.

    Attributes:
        text: bytes that are no UTF-8 stand in it as halves of surrogate pairs.
        at: the place in it.
        is_lost: whether the file ended before the end of a value that cannot be read.
    """

    def __init__(self, handle: IO[bytes]) -> None:
        self.text, self.at, self.is_lost = "", 0, False
        self._is_read = False
        self._handle = handle
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        # A place and the byte that it begins at: bytes are counted from there on, not anew each time.
        self._counted = (0, 0)

    @property
    def sign(self) -> str:
        """The sign at the place."""
        return self.text[self.at]

    def fill(self, size: int = 0) -> bool:
        """Read on, and forget what stands before the place; false at the end of the file."""
        further = ""
        while not (further or self._is_read):
            data = self._handle.read1(max(_READ, size))  # type: ignore[attr-defined]
            further = self._decode.decode(data, final=not data)
            self._is_read = not data
        if further:
            self._counted = (0, self.byte(self.at))
            self.text, self.at = self.text[self.at :] + further, 0
        return bool(further)

    def skip(self, signs: str) -> bool:
        """Go on to the next sign that is none of these; false where there is none."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in signs:
                self.at += 1
            if self.at < len(self.text):
                return True
            if not self.fill():
                return False

    def byte(self, at: int) -> int:
        """The byte of the file at which a place begins."""
        place, byte = self._counted
        if at < place:
            return byte - len(_bytes(self.text[at:place]))
        self._counted = (at, byte + len(_bytes(self.text[place:at])))
        return self._counted[1]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _value(decoder: json.JSONDecoder, text: _Text, limit: int) -> object:
    """The value at the place, which moves to its end; where it cannot be read, an error."""
    while True:
        try:
            value, end = decoder.raw_decode(text.text, text.at)
        except RecursionError:
            return _LostError("input.too-deep", "its values are nested too deep", "", "write them flat")
        except ValueError as error:
            if len(text.text) - text.at > limit:
                what = f"an object has more than {limit} characters"
                return _LostError("input.too-large", what, "", "write an object an article")
            # As much again as there is, so that a long value is not begun too often.
            if not _is_cut(error, text.text) or not text.fill(len(text.text) - text.at):
                reason = error.msg if isinstance(error, json.JSONDecodeError) else error
                return _LostError("input.json", f"it is not JSON: {reason}", "", "correct it there")
        else:
            # A number at the end of what was read may go on.
            at_end = end == len(text.text) and not isinstance(value, dict)
            end -= text.at
            if not at_end or not text.fill():
                return _encoded(text, value, text.at + end)


def _is_cut(error: ValueError, text: str) -> bool:
    """Whether a value may be one whose end is not read yet."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    return error.msg.startswith("Unterminated string") or error.pos >= len(text) - _TORN


def _encoded(text: _Text, value: object, end: int) -> object:
    """A value that ends there, and the place moves behind it; or the error that it is not UTF-8."""
    try:
        text.text[text.at : end].encode()
    except UnicodeEncodeError as error:
        raw = text.text[text.at : end].encode("utf-8", "surrogateescape")
        stray = astray(text.byte(text.at + error.start), raw)
        return _LostError(stray.code, stray.what, "", stray.hint)
    text.at = end
    return value


def _pass_over(text: _Text, error: _LostError, key: str, array: bool) -> InputError:
    """Go on to the next value behind one that cannot be read; the error, with the number of bytes left out."""
    while len(text.text) - text.at < _READ and text.fill():
        pass
    begin, start = _beginning(key, array), text.byte(text.at)
    # Brackets tell the end, unless a quotation mark too few or too many has turned texts inside out.
    following = list(islice(begin.finditer(text.text, text.at + 1), _LOOKED_AT)) if key else []
    end = _end(text, following[-1].start() + 1 if following else len(text.text))
    if following:
        closed = [match for match in following if match.start() + 1 == end]
        text.at = (closed or following)[0].start() + 1
    elif end is not None and _goes_on(text, end):
        text.at = end
    else:
        text.at += 1
        _find_next(text, begin)
    count = text.byte(text.at) - start
    what = f"{error.what}; {count} {'byte' if count == 1 else 'bytes'} from byte {start} on are left out"
    return InputError(error.code, what, "", error.hint)


def _end(text: _Text, limit: int) -> int | None:
    """Where a value ends by its brackets, whatever else is wrong with it; null where they do not close by then."""
    depth = 0
    for token in _TOKEN.finditer(text.text, text.at, limit):
        sign = token[0]
        if depth == 0 and sign in {",", "]"}:
            return token.start()
        depth += (sign in {"{", "["}) - (sign in {"}", "]"})
        if depth <= 0 and sign in {"}", "]"}:
            return token.end()
    return None


def _goes_on(text: _Text, end: int) -> bool:
    """Whether a value, or the end of the array, may follow there."""
    following = text.text[end : end + _TORN].lstrip(_SPACE + ",")
    return not following or following[0] in "{]"


def _first_key(text: _Text) -> str:
    """The key with which the object at the place begins, as it is written; empty where it is none."""
    while not (key := _KEY.match(text.text, text.at)) and len(text.text) - text.at < _LONGEST_KEY and text.fill():
        pass
    return key[1] if key else ""


def _beginning(key: str, array: bool) -> re.Pattern[str]:
    """What stands before an object that begins as the objects of the file do."""
    comma, head = "," if array else ",?", re.escape(key) if key else '"'
    return re.compile(rf"\}}\s*{comma}\s*(?=\{{\s*{head})")


def _find_next(text: _Text, begin: re.Pattern[str]) -> None:
    """Go on to the next object; to the file's end where there is none."""
    while not (match := begin.search(text.text, text.at)):
        # A beginning may be torn at the end of what was read.
        text.at = max(text.at, len(text.text) - _TORN - len(begin.pattern))
        if not text.fill():
            text.at, text.is_lost = len(text.text), True
            return
    text.at = match.end()


def _wrapped_list(text: _Text) -> int | None:
    """Where the list begins in an object around a list of articles that cannot be read as a whole."""
    match = _LIST.match(text.text, text.at, text.at + _READ)
    return None if match is None or _ARTICLE_KEY.search(match[0]) else match.end()
