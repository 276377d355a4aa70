"""Python imports this as each process starts that has its folder on the path: the process says which lines it runs.

It says so at once, since most of these processes are killed in the end; see ``children.py``, which reads it.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any

_said = json.loads(os.environ["FRAMING_TRACED"])
with Path(_said["now"]).open("rb") as _file:
    _now = memoryview(mmap.mmap(_file.fileno(), 0, access=mmap.ACCESS_READ)).cast("Q")
_out = os.open(f"{_said['lines']}/{os.getpid()}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
_seen: set[tuple[int, str, int]] = set()


def _called(frame: FrameType, _event: str, _argument: Any) -> Any:
    return _run if frame.f_code.co_filename.startswith(_said["folder"]) else None


def _run(frame: FrameType, _event: str, _argument: Any) -> Any:
    line = (_now[0], frame.f_code.co_filename, frame.f_lineno)
    if line not in _seen:
        _seen.add(line)
        os.write(_out, (json.dumps(line) + "\n").encode())
    return _run


threading.settrace(_called)
sys.settrace(_called)
