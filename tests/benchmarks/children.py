"""Which lines the processes run that tests start: such a process tells them by itself (``traced/sitecustomize.py``)."""

from __future__ import annotations

import json
import mmap
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

__all__ = ["Children"]


class Children:
    """From now on, each Python that is started from here tells the lines of a folder that it runs."""

    def __init__(self, folder: Path) -> None:
        # Beside the copy of the tree, with which it goes.
        scratch = Path(tempfile.mkdtemp(dir=Path.cwd().parent))
        self._lines = scratch / "lines"
        self._lines.mkdir()
        self._contexts = [""]
        now = scratch / "now"
        now.write_bytes(bytes(8))
        # Processes live longer than the test that starts them: they look here for the one that runs by now.
        with now.open("r+b") as file:
            self._now = memoryview(mmap.mmap(file.fileno(), 0)).cast("Q")
        said = {"folder": f"{folder}{os.sep}", "now": str(now), "lines": str(self._lines)}
        traced = str(Path(__file__).with_name("traced"))
        os.environ["FRAMING_TRACED"] = json.dumps(said)
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (traced, os.environ.get("PYTHONPATH"))))

    def switch(self, context: str) -> None:
        """Whatever is run from now on is of this context."""
        self._now[0] = len(self._contexts)
        self._contexts.append(context)

    def lines(self) -> Iterator[tuple[str, str, int]]:
        """Context, file and line of what was run."""
        for path in sorted(self._lines.iterdir()):
            # A process that was killed while it wrote a line leaves a part of it.
            for row in filter(lambda row: row.endswith("\n"), path.open(encoding="utf-8")):
                context, file, line = json.loads(row)
                yield self._contexts[context], file, line
