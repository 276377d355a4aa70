"""The notebooks of the documentation: run, and brought to the site.

``python docs/notebooks.py`` runs each cell from the top and writes what it shows into the notebook. A notebook is JSON,
so that nothing is needed to read, run and write one but this file.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parent))

__all__ = ["FOLDER", "page_of", "run"]

FOLDER: Final = Path(__file__).with_name("notebooks")
#: What a value shows itself as → how.
_KINDS: Final = {"image/svg+xml": "_repr_svg_", "text/html": "_repr_html_"}


def run(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with what its cells show now."""
    values: dict[str, Any] = {}
    cells = []
    for number, cell in enumerate(notebook["cells"], 1):
        made = dict(cell)
        if cell["cell_type"] == "code":
            made |= {"outputs": _outputs("".join(cell["source"]), values), "execution_count": number}
        cells.append(made)
    return {**notebook, "cells": cells}


def _outputs(code: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """What a cell prints, and what the value of its last line shows."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    value = None
    with redirect_stdout(StringIO()) as out:
        exec(compile(tree, "cell", "exec"), values)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), values)
    outputs: list[dict[str, Any]] = []
    if out.getvalue():
        outputs.append({"output_type": "stream", "name": "stdout", "text": _lines(out.getvalue())})
    if value is not None:
        shown = {kind: _lines(getattr(value, name)()) for kind, name in _KINDS.items() if hasattr(value, name)}
        data = {**shown, "text/plain": _lines(repr(value))}
        outputs.append({"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": data})
    return outputs


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def page_of(notebook: dict[str, Any]) -> str:
    """The notebook as a page of the site."""
    return "\n\n".join(_parts(notebook)) + "\n"


def _parts(notebook: dict[str, Any]) -> Iterator[str]:
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        yield source if cell["cell_type"] == "markdown" else f"```python\n{source}\n```"
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            rich = next((kind for kind in _KINDS if kind in data), "")
            if rich:
                yield f"```{{raw}} html\n{''.join(data[rich])}\n```"
            else:
                yield f"```text\n{''.join(output.get('text') or data['text/plain'])}\n```"


if __name__ == "__main__":
    for path in sorted(FOLDER.glob("*.ipynb")):
        done = run(json.loads(path.read_text(encoding="utf-8")))
        path.write_text(json.dumps(done, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        sys.stdout.write(f"{path.name}: {len(done['cells'])} cells\n")
