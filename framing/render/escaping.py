r"""What is shown without harm: text in a terminal, cells in a spreadsheet.

What an article, a file name or a table holds may move the cursor, colour the screen, turn the direction of a line or
hide in it. Such characters are never sent to a terminal; they are not dropped either, since a reader should see that
they are there: each is written as programmers do, ``\x1b``, ``\u2066``. The joiners of Hindi and Urdu (ZWNJ, ZWJ) and
of emoji stay where they join.

Cells that a spreadsheet may open without harm.

Whatever writes a table that a spreadsheet opens has its text from here: article text, names and terms are anybody's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from framing.expressions import expression

if TYPE_CHECKING:
    import polars as pl

__all__ = ["RISKY", "bare_cell", "escaped", "is_risky", "line_of", "safe_cell", "safe_cells", "visible"]


#: Controls, direction marks and isolates, whatever has no width, line and paragraph separators, halves of characters;
#: not the two joiners, and not the format characters that are seen (the number signs and the end of verse of Arabic).
_HIDDEN: Final = (
    r"\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
#: Letters and vowel signs behind which a joiner joins or parts: of Arabic, the scripts of India and their neighbours.
_JOINING: Final = (
    r"\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u1800-\u180a\u1810-\u18af"
    r"\ufb50-\ufdff\ufe70-\ufefc"
)
#: What a ZWJ makes one picture of.
_PICTURES: Final = r"\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"

_RAW: Final = re.compile(f"[{_HIDDEN}]")
_SHOWN: Final = re.compile(rf"[{_HIDDEN}]|(?<![{_JOINING}])\u200c|(?<![{_JOINING}{_PICTURES}])\u200d")
#: The white space that ends a line or leaps.
_BREAKS: Final = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]")


def visible(text: str, *, keep: str = "") -> str:
    r"""Text with whatever a terminal would obey, and whatever it would hide, written out.

    Args:
        text: anybody's.
        keep: characters that stay, such as line breaks of a text that is shown whole.

    Example:
        >>> print(visible("\x1b[31mred\u2067"), visible("می\u200cخواہم") == "می\u200cخواہم")
        \x1b[31mred\u2067 True
    """
    return _SHOWN.sub(lambda match: match[0] if match[0] in keep else _written(match[0]), text)


def line_of(text: str) -> str:
    r"""Text on one line: line breaks and tabs become spaces, the rest as in :func:`visible`.

    Example:
        >>> line_of("one\r\ntwo\x07")
        'one  two\\x07'
    """
    return visible(_BREAKS.sub(" ", text))


def escaped(text: str) -> str:
    r"""A JSON text that means the same and holds nothing that a terminal would obey; line breaks stay.

    Example:
        >>> print(escaped('{"a": "\u202e\U000e0041"}'))
        {"a": "\u202e\udb40\udc41"}
    """
    return _RAW.sub(lambda match: match[0] if match[0] in "\n\r\t" else _in_json(match[0]), text)


def _written(letter: str) -> str:
    number = ord(letter)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _in_json(letter: str) -> str:
    """JSON counts in UTF-16 units."""
    units = letter.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))


#: A spreadsheet runs a text cell as a formula that begins with a sign, also behind what it strips or shows nothing of
#: (spaces, line breaks, marks without width), and in some languages behind the full-width form of a sign; a tab, a line
#: break or a NUL at the beginning makes some of them split the cell, and run what follows.
_SIGNS: Final = "=+@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b-"
RISKY: Final = rf"^(?:[\t\r\n\x00]|[\s\p{{Cc}}\p{{Cf}}]*[{_SIGNS}])"
_FOUND: Final = expression(RISKY)
_ESCAPE: Final = "'"


def safe_cells(schema: pl.Schema) -> list[pl.Expr]:
    """Expressions that put an apostrophe before text that would be a formula; numbers stay as they are.

    Args:
        schema: of the frame that they are for.

    Example:
        >>> import polars as pl
        >>> frame = pl.DataFrame({"a": [" =1+1", "1+1"], "b": [-1, 1]})
        >>> frame.with_columns(safe_cells(frame.schema)).rows()
        [("' =1+1", -1), ('1+1', 1)]
    """
    import polars as pl  # The help of each command escapes what it prints, and does without it.

    return [
        pl.when(pl.col(name).str.contains(RISKY)).then(pl.lit(_ESCAPE) + pl.col(name)).otherwise(name).alias(name)
        for name, kind in schema.items()
        if kind == pl.String
    ]


def is_risky(text: str) -> bool:
    r"""Whether a spreadsheet may run a text as a formula.

    Example:
        >>> is_risky("\n＝1+1"), is_risky(" 1+1"), is_risky("")
        (True, False, False)
    """
    return _FOUND.match(text) is not None


def safe_cell(text: str) -> str:
    """A text with an apostrophe before it where it would be a formula.

    Example:
        >>> safe_cell("@sum"), safe_cell("sum")
        ("'@sum", 'sum')
    """
    return _ESCAPE + text if is_risky(text) else text


def bare_cell(text: str) -> str:
    """A text that :func:`safe_cell` wrote, as it was; any other as it is.

    Example:
        >>> bare_cell("'@sum"), bare_cell("'tis")
        ('@sum', "'tis")
    """
    return text[1:] if text[:1] == _ESCAPE and is_risky(text[1:]) else text
