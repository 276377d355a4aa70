"""The process that reads pages and feeds; see ``extraction.py``, which starts it.

A question is a line of JSON (task, size of the payload, seconds, facts) and the payload; an answer is a line of JSON.
"""

from __future__ import annotations

import json
import math
import sys
import time
from typing import Any

from framing import limits
from framing.ingest.markup import Unreadable


def answer(header: dict[str, Any], payload: bytes) -> dict[str, Any]:
    """The answer to one question: rows, or the error of the whole."""
    try:
        text = payload.decode("utf-8")
        if header["task"] == "feed":
            from framing.ingest.entries import feed_rows

            return {"rows": feed_rows(text)}
        from framing.ingest.pages import page_row

        return {"rows": [page_row(text, header.get("url"))]}
    except Unreadable as error:
        return {"error": error.args}
    except RecursionError:
        return {"error": ("input.too-deep", "its elements are nested too deep", "save the article's text alone")}


def bound_memory() -> None:
    """Let the system refuse more memory than a page may take, where it can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.PAGE_MEMORY, limits.PAGE_MEMORY))
    except (ImportError, ValueError, OSError):
        pass


def bound_time(seconds: float) -> None:
    """Let the system end this process once it has computed for so long from now, where it can."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + seconds), hard))
    except (ImportError, ValueError, OSError):
        pass


def serve() -> None:
    """Answer questions until there are no more."""
    bound_memory()
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while line := questions.readline():
        header = json.loads(line)
        bound_time(header["seconds"])
        answers.write(json.dumps(answer(header, questions.read(header["size"]))).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    serve()
