"""What stands in the tables of a page."""

from __future__ import annotations

from typing import Any

from lxml import html

#: Thin, and not to be broken.
NARROW = "\u202f"


class Read:
    """The tables and sentences of a page."""

    def __init__(self, markup: str) -> None:
        self.root = html.fromstring(f"<div>{markup}</div>" if "<html" not in markup else markup)

    def tables(self, caption: str) -> list[list[list[str]]]:
        """The cells of the bodies of tables whose captions begin so."""
        found = [one for one in self.root.iter("table") if (one.findtext("caption/span") or "").startswith(caption)]
        return [[[cell.text_content() for cell in row] for row in one.find("tbody")] for one in found]

    def rows(self, caption: str) -> list[list[str]]:
        (found,) = self.tables(caption)
        return found

    def heads(self, caption: str) -> list[str]:
        one = next(one for one in self.root.iter("table") if (one.findtext("caption/span") or "").startswith(caption))
        return [cell.text_content() for cell in one.find("thead/tr")]

    def of_class(self, *kinds: str) -> list[Any]:
        return [node for node in self.root.iter() if set(kinds) <= set((node.get("class") or "").split())]

    @property
    def text(self) -> str:
        return " ".join(self.root.text_content().split())
