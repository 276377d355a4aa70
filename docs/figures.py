"""The pictures of the gallery, made of the invented news of ``sample.py``.

``python docs/figures.py`` runs each block of Python in ``gallery.md`` and saves what it draws beside the page.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

import regex

sys.path.insert(0, str(Path(__file__).parent))

__all__ = ["FOLDER", "drawn"]

_PAGE: Final = Path(__file__).with_name("gallery.md")
FOLDER: Final = Path(__file__).with_name("gallery")
#: A picture and, below it, what draws it.
_BLOCK: Final = regex.compile(r"(?:!\[[^\]]*\]\(gallery/(\w+)\.svg\)\s+)?```python\n(.*?)```", regex.DOTALL)


def drawn() -> dict[str, str]:
    """Name of a picture → its SVG, by running the page from its top to its end."""
    values: dict[str, Any] = {}
    made = {}
    for name, code in _BLOCK.findall(_PAGE.read_text(encoding="utf-8")):
        exec(compile(code, f"{_PAGE.name}: {name or 'beginning'}", "exec"), values)
        if name:
            made[name] = values["drawing"].svg([values["drawing"].label])
    return made


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, markup in drawn().items():
        (FOLDER / f"{name}.svg").write_text(markup, encoding="utf-8")
        sys.stdout.write(f"{name}.svg: {len(markup):,} bytes\n")
