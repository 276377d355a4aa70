"""All words of two sides: how often each is in one and in the other, and which set them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import log10
from typing import Final

import polars as pl

from framing.errors import UsageError
from framing.figures.sheet import ENGLISH, RIGHT, Box, Drawing, Size, Words, meet, of_tables, sheet
from framing.phrases import phrase

__all__ = ["Word", "WordPlane", "keyness"]

#: Words of a side with a dot and, where they have room, a name of their own; all others are faint.
_DOTS: Final = 40
_WIDE: Final = Size(width=720, height=560)
_NARROW: Final = Size(width=358, height=380)
_EDGE, _PER = 46, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word: its logarithms of the rates per 1,000 words of both sides, and the side that it sets apart, if any."""

    word: str
    x: float
    y: float
    side: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPlane(Drawing):
    """Words by how often they are in A, upwards, and in B, across.

    Attributes:
        words: those that set the sides apart first, the strongest of A first.
        ends: the least and the most of both axes.
        across: name of the axis of B.
        up: name of the axis of A.
        label: what it shows.
        language: of the words.
    """

    words: Sequence[Word]
    ends: tuple[float, float]
    across: str
    up: str
    label: str
    language: str

    def svg(self, caption: Sequence[str] = (), *, is_narrow: bool = False, file: bool = True) -> str:
        """The words as SVG."""
        size = _NARROW if is_narrow else _WIDE
        at = self._places(size)
        faint = "".join(f"M{left:.0f} {top:.0f}h0" for left, top in (at(word) for word in self.words if not word.side))
        parts = [
            f'<path class="grid" d="M{_EDGE} {size.height - _EDGE}L{size.width - _EDGE} {_EDGE}"/>',
            f'<path class="faint" d="{faint}" stroke-linecap="round" stroke-width="3"/>',
            f'<text class="axis-name" x="{size.width - _EDGE}" y="{size.height - 6}" text-anchor="end">'
            f"{escape(self.across)} →</text>",
            f'<text class="axis-name" x="8" y="18">↑ {escape(self.up)}</text>',
        ]
        for word in self.words:
            if word.side:
                left, top = at(word)
                dot = f'<circle class="dot-{word.side}" cx="{left:.1f}" cy="{top:.1f}" r="3.5">'
                parts.append(f"{dot}<title>{escape(word.hint)}</title></circle>")
        parts += [_label(word, at(word), before, self.language) for word, before in self._named(size, at)]
        whole = size if not caption else Size(width=max(size.width, 1000), height=size.height)
        return sheet(parts, whole, self.label, caption, file)

    @property
    def named(self) -> dict[str, bool]:
        """Words that have room for their names → whether these stand before their dots."""
        return {word.word: before for word, before in self._named(_WIDE, self._places(_WIDE))}

    def _places(self, size: Size) -> Callable[[Word], tuple[float, float]]:
        least, span = self.ends[0], max(self.ends[1] - self.ends[0], 1e-9)

        def at(word: Word) -> tuple[float, float]:
            left, up = ((value - least) / span for value in (word.x, word.y))
            return _EDGE + left * (size.width - 2 * _EDGE), size.height - _EDGE - up * (size.height - 2 * _EDGE)

        return at

    def _named(self, size: Size, at: Callable[[Word], tuple[float, float]]) -> list[tuple[Word, bool]]:
        """Words beside whose dots nothing else stands yet."""
        taken: list[Box] = []
        kept = []
        height = 22 if self.language == "ur" else 13
        for word in (word for word in self.words if word.side):
            left, top = at(word)
            width = 7.2 * len(word.word) + 8
            for start in (left + 6, left - 6 - width):
                box = (start, top - height / 2, start + width, top + height / 2)
                if box[0] > 2 and box[2] < size.width - 2 and not any(meet(box, other) for other in taken):
                    taken.append(box)
                    kept.append((word, start < left))
                    break
        return kept


def _label(word: Word, place: tuple[float, float], before: bool, language: str) -> str:
    from_right = bool(RIGHT.match(word.word))
    anchor = "end" if before != from_right else "start"
    direction = "rtl" if from_right else "ltr"
    x = place[0] + (-6 if before else 6)
    return (
        f'<text class="word-{word.side}" x="{x:.1f}" y="{place[1] + 4:.1f}" text-anchor="{anchor}" '
        f'lang="{escape(language)}" direction="{direction}">{escape(word.word)}</text>'
    )


@of_tables
def keyness(
    table: pl.DataFrame, language: str | None = None, names: tuple[str, str] = ("A", "B"), *, words: Words = ENGLISH
) -> WordPlane:
    """The words that set two sides apart, among all of their words.

    Args:
        table: from :func:`framing.keyness`.
        language: whose words; of the one with the most where it is left out.
        names: of the sides.
        words: how it says things.

    Raises:
        UsageError: ``figure.words`` where both sides have no words in one language.
    """
    if language is None and table.height:
        language = table["language"][0]
    rows = table.filter(pl.col("language") == (language or ""))
    if rows.is_empty():
        raise UsageError("figure.words", "the two sides have no words in one language", "", "compare other sides")
    rows = rows.sort("z", "word", descending=[True, False])
    total = [max(int(rows[f"count_{side}"].sum()), 1) for side in "ab"]
    # A word that a side does not have stands at the edge, where a word of half a hit would.
    least = min(log10(0.5 * _PER / size) for size in total)
    largest = [rows.select(pl.col(f"count_{side}").max().fill_null(1)).item() for side in "ab"]
    most = max(log10(max(number, 1) * _PER / size) for number, size in zip(largest, total, strict=True))
    apart = [rows.filter(pl.col("z") > 0).head(_DOTS), rows.filter(pl.col("z") < 0).reverse().head(_DOTS)]
    sides = {word: side for side, own in zip("ab", apart, strict=True) for word in own["word"]}
    counts = {word: pair for word, *pair in rows.select("word", "count_a", "count_b").iter_rows()}

    def made(word: str) -> Word:
        in_a, in_b = counts[word]
        hint = words.say(phrase("{word}: {a} in A, {b} in B", word=word, a=in_a, b=in_b)) if word in sides else ""
        x, y = (log10(max(count, 0.5) * _PER / size) for count, size in ((in_b, total[1]), (in_a, total[0])))
        return Word(word=word, x=x, y=y, side=sides.get(word, ""), hint=hint)

    return WordPlane(
        words=[made(word) for word in (*sides, *(word for word in counts if word not in sides))],
        ends=(least, most),
        across=words.say(phrase("more often in {side}", side=names[1])),
        up=words.say(phrase("more often in {side}", side=names[0])),
        label=words.say(phrase("Words of {a} and {b}", a=names[0], b=names[1])),
        language=str(language),
    )
