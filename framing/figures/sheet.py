"""What all drawings share: their sheet with its caption and colours, how words are said, and which names have room."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Final, ParamSpec, TypeAlias, TypeVar

import polars as pl
import regex

from framing.errors import UsageError
from framing.frames import frame_of, is_frame
from framing.ingest.article.outlets import load_outlets
from framing.languages.registry import name_of
from framing.phrases import country_name, listed, near
from framing.schemas import ESTIMATE

__all__ = [
    "ENGLISH",
    "LESS",
    "MORE",
    "RIGHT",
    "Box",
    "Drawing",
    "Size",
    "Words",
    "among",
    "meet",
    "of_tables",
    "sheet",
    "signed",
    "traced",
    "written",
]

P = ParamSpec("P")
R = TypeVar("R")
Box: TypeAlias = tuple[float, float, float, float]

#: Letters of scripts that run from the right: a name that begins with one is set from the right.
RIGHT: Final = regex.compile(r"[\p{Arabic}\p{Hebrew}]")
#: More and less than usual, more in A and more in B: told apart by all kinds of eyes.
MORE, LESS = "#c2560c", "#2c6fae"
#: What a file needs to look like the page: the light colours, since it is printed on white.
_STYLE: Final = (
    "text{font:12px 'Noto Sans','Noto Sans Devanagari','Noto Nastaliq Urdu',sans-serif;fill:#1c1b19}"
    ".tick,.axis-name,.caption{fill:#5f5b53}.grid{stroke:#d9d4c8}.usual{stroke:#5f5b53;stroke-dasharray:4 4}"
    ".band{fill:#0072b2;fill-opacity:.2;stroke:#0072b2;stroke-opacity:.35}"
    ".axis{stroke:#5f5b53}.bars{fill:#807c74}.trend,.dots{fill:none;stroke:#0072b2;stroke-linecap:round}"
    ".crosses{stroke:#5f5b53;fill:none;opacity:.25}.faint{fill:#807c74;stroke:#807c74;opacity:.35}circle{stroke:#fff}"
    ".c0{fill:#d55e00}.c1{fill:#0072b2}.c2{fill:#009e73}.c3{fill:#b5558f}.c4{fill:#e69f00}.c5{fill:#4aa8e0}"
    f".c6{{fill:#d8b800}}.c7{{fill:#807c74}}.dot-a{{fill:{MORE}}}.dot-b{{fill:{LESS}}}.head{{font-weight:700}}"
)
#: Characters that XML does not hold: a name may have them, a drawing may not.
_PLAIN: Final = regex.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Of a drawing, in pixels, and how many names it has room for."""

    width: int
    height: int
    names: int = 0


def _languages(codes: str) -> str:
    return listed([name_of(code) for code in codes.split("+")])


@cache
def _known(outlet: str) -> str:
    return load_outlets().name(outlet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How a drawing says things: in English, unless it is told otherwise.

    Attributes:
        say: a sentence of :mod:`framing.phrases` → the same in another language.
        measure: a dimension or scale → its name within a sentence.
        language: the code of a language, or several joined by ``+`` → their names.
        country: the code of a country → its name.
        outlet: the id of an outlet → its name.
        numeric: figures → the same, kept in their order where lines run from the right.
    """

    say: Callable[[str], str] = str
    measure: Callable[[str], str] = lambda name: name.replace("_", " ")
    language: Callable[[str], str] = _languages
    country: Callable[[str], str] = country_name
    outlet: Callable[[str], str] = _known
    numeric: Callable[[str], str] = str


ENGLISH: Final = Words()


class Drawing(ABC):
    """What a figure shows; it draws itself as SVG, and :mod:`framing.plot` draws it with Plotly."""

    __slots__ = ()
    #: What it shows, for those who do not see it.
    label: str

    @abstractmethod
    def svg(self, caption: Sequence[str] = (), *, is_narrow: bool = False, file: bool = True) -> str:
        """The drawing as SVG.

        Args:
            caption: lines below it.
            is_narrow: whether it is for a phone.
            file: whether it stands alone, with its own colours on white; else the page's style colours it.
        """

    def save(self, path: str | Path, caption: Sequence[str] = ()) -> Path:
        """Write it as an SVG file, for a paper or a page; without a caption it is called by what it shows.

        Raises:
            UsageError: ``figure.suffix``, a name that does not end in ``.svg``; ``figure.folder``, no such folder.
        """
        path = Path(path)
        if path.suffix.lower() != ".svg":
            what = f"a drawing is saved as SVG, and not as '{path.suffix}'"
            hint = "end its name in .svg; figures of framing.plot write PNG and PDF: figure.write_image('plane.png')"
            raise UsageError("figure.suffix", what, str(path), hint)
        if not path.parent.is_dir():
            raise UsageError("figure.folder", "there is no such folder", str(path.parent), "make it, or name another")
        path.write_text(self.svg(caption or [self.label]), encoding="utf-8")
        return path

    def _repr_svg_(self) -> str:
        return self.svg([self.label])


def among(code: str, kind: str, asked: str, known: Iterable[str]) -> None:
    """Refuse what the table of a figure has nothing of: the message names what was asked for, and what there is.

    Raises:
        UsageError: with that code.
    """
    names = list(dict.fromkeys(known))
    if asked not in names:
        raise UsageError(code, f"the table has no {kind} '{asked}'", "", near(asked, names))


def of_tables(function: Callable[P, R]) -> Callable[P, R]:
    """A function of tables for those of any library: what is one becomes a Polars frame."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        # That they fit the parameters is for the function to say, as it is without this.
        made = {name: _table(value) for name, value in kwargs.items()}
        return function(*map(_table, args), **made)  # type: ignore[arg-type]

    return call


def _table(given: object) -> object:
    if isinstance(given, pl.DataFrame) or not is_frame(given):
        return given
    frame = frame_of(given, what="the table")
    # Of a column without any value pandas does not say what it would hold.
    return frame.cast(
        {name: kind for name, kind in ESTIMATE.items() if frame.schema.get(name) == pl.String}, strict=False
    )


def sheet(parts: Sequence[str], size: Size, label: str, caption: Sequence[str], file: bool, role: str = "img") -> str:
    """A drawing's parts as one SVG, with room for its caption; as a file it has its own colours and ground."""
    below = [
        f'<text class="caption" x="4" y="{size.height + 16 * line}">{escape(text)}</text>'
        for line, text in enumerate(caption, 1)
    ]
    height = size.height + (16 * len(caption) + 8 if caption else 0)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size.width} {height}" role="{role}"'
    head += f' aria-label="{escape(label)}"' + (f' width="{size.width}" height="{height}">' if file else ">")
    ground = f'<style>{_STYLE}</style><rect width="100%" height="100%" fill="#fff"/>' if file else ""
    return _PLAIN.sub("", f"{head}{ground}{''.join((*parts, *below))}</svg>")


def written(text: str, x: float, y: float, *, end: bool = False, class_: str = "", most: int = 34) -> str:
    """A name that begins or ends at a place, in the direction of its script; a long one is cut."""
    shown = text if len(text) <= most else text[: most - 1] + "…"
    from_right = bool(RIGHT.match(shown))
    # A text that runs from the right begins at its right end, and a drawing goes by where a text begins.
    anchor = ' text-anchor="end"' if end != from_right else ""
    direction = ' direction="rtl" lang="ur"' if from_right else ""
    kind = f' class="{class_}"' if class_ else ""
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}" dy="4"{anchor}{direction}>{escape(shown)}</text>'


def traced(points: Iterable[tuple[float, float]]) -> str:
    """A line through points as the data of a path, in tenths of a pixel; each point by how far it is from the last.

    A page has hundreds of lines of hundreds of points: told so, a point takes two thirds of the room.

    Example:
        >>> traced([(10.0, 20.0), (11.33, 19.76), (12.66, 20.0)])
        'M10 20l1.3-.2 1.4 .2'
    """
    tenths = [(round(10 * x), round(10 * y)) for x, y in points]
    steps = [(x - before[0], y - before[1]) for before, (x, y) in pairwise(tenths)]
    return f"M{_pair(*tenths[0])}" + ("l" + " ".join(_pair(*step) for step in steps) if steps else "")


def _pair(x: int, y: int) -> str:
    written = [f"{value / 10:g}" for value in (x, y)]
    first, second = (
        each.replace("0.", ".") if abs(value) < 10 else each for each, value in zip(written, (x, y), strict=True)
    )
    return f"{first}{second}" if second.startswith("-") else f"{first} {second}"


def signed(value: float) -> str:
    """A number with its sign, zero without.

    Example:
        >>> signed(-0.944), signed(0.001)
        ('−0.94', '0.00')
    """
    text = f"{value:+.2f}"
    return text[1:] if float(text) == 0 else text.replace("-", "−")


def meet(a: Box, b: Box) -> bool:
    """Whether two boxes (left, top, right, bottom) share room: two names would cover each other."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
