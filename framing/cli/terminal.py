"""The console on which commands print for people."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from framing.render.escaping import visible

__all__ = ["Plain"]


class Plain(Console):
    """Whatever strings are printed, nothing in them reaches the terminal but what can be seen."""

    def render_str(self, text: str, **options: Any) -> Text:
        """Text to print, without what a terminal would obey."""
        return super().render_str(visible(text, keep="\n"), **options)
