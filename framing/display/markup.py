"""Markup: HTML put together from elements, so that text can never become a tag."""

from __future__ import annotations

from html import escape
from typing import Final

__all__ = ["Markup", "clean", "joined", "named", "tag"]

# Controls have no place in a page, and direction marks may not leak over their cell: bdi does what they are for.
_CONTROLS: Final = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(8234, 8239), *range(8294, 8298))
)

#: Elements without content; those of SVG must say so themselves.
_VOID: Final = frozenset({"meta", "br"})
_CLOSED: Final = frozenset({"line", "rect", "path"})


class Markup(str):
    """Text that is HTML already. Any other string is escaped."""

    __slots__ = ()


def clean(text: str) -> str:
    """Text without control characters."""
    return text.translate(_CONTROLS)


def tag(name: str, /, *children: str | None, **attributes: object) -> Markup:
    """An element.

    Args:
        name: of the element.
        children: markup as it is, any other text escaped; None is nothing.
        attributes: values are escaped; None and False leave an attribute out, True gives it no value. A trailing
            underscore is dropped and the others become hyphens: ``class_``, ``aria_label``.

    Example:
        >>> tag("p", "a < b", class_="note", hidden=True)
        '<p class="note" hidden>a &lt; b</p>'
    """
    parts = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        written = key.rstrip("_").replace("_", "-")
        parts.append(written if value is True else f'{written}="{escape(clean(str(value)))}"')
    opening = " ".join(parts)
    if name in _VOID or name in _CLOSED:
        return Markup(f"<{opening}/>" if name in _CLOSED else f"<{opening}>")
    return Markup(f"<{opening}>{joined(*children)}</{name}>")


def joined(*children: str | None) -> Markup:
    """Markup and text one after the other."""
    return Markup(
        "".join(child if isinstance(child, Markup) else escape(clean(child)) for child in children if child is not None)
    )


def named(text: str, language: str | None = None, *, title: str | None = None) -> Markup:
    """Text of unknown direction, kept apart from its surroundings.

    Args:
        text: a name, a word.
        language: a BCP 47 code.
        title: what is shown on demand; nothing where it is the text itself.
    """
    return tag("bdi", text, lang=language, title=None if title == text else title)
