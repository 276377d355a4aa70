"""The process that reads pages, feeds and files of other programs; see ``extraction.py``, which starts it.

A question is a line of JSON (task, size of the payload, seconds for each piece, facts) and the payload. An answer is
lines of JSON, each with some rows or an error, and at last one that is null.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from typing import Any, Final

from framing import limits
from framing.ingest.readers.entries import Unreadable

__all__ = []


#: Task → the module that has the rows or paragraphs of such files, its function, and what else that wants to know.
_FILES: Final = {
    "workbook": ("sheets", "sheet_rows", ("bytes", "cells")),
    "database": ("databases", "database_rows", ()),
    "query": ("databases", "query_rows", ("address", "query")),
    "arrow": ("datafiles", "arrow_rows", ()),
    "stata": ("datafiles", "stata_rows", ("encoding",)),
    "spss": ("datafiles", "spss_rows", ("encoding",)),
    "r": ("datafiles", "r_rows", ("encoding",)),
    "word": ("wordfiles", "word_paragraphs", ()),
    "odt": ("wordfiles", "odt_paragraphs", ()),
    "rtf": ("wordfiles", "rtf_paragraphs", ()),
    "pdf": ("pdffile", "pdf_paragraphs", ()),
    "email": ("wordfiles", "email_paragraphs", ()),
}


#: Task → the extra of the package that it takes, where it has another name.
_EXTRAS: Final = {"rtf": "documents", "pdf": "documents", "query": "databases"}


def answers(header: dict[str, Any], payload: bytes) -> Iterator[dict[str, Any]]:
    """The answers to one question: rows, piece by piece, or the error of what is left."""
    try:
        if header["task"] in _FILES:
            yield from _of_file(header)
        elif header["task"] == "plain":
            from framing.ingest.readers.entries import download_text

            yield {"rows": [{"text": download_text(payload.decode("utf-8"))}]}
        elif header["task"] == "feed":
            from framing.ingest.readers.entries import feed_rows

            yield {"rows": feed_rows(payload.decode("utf-8"))}
        else:
            from framing.ingest.readers.pages import page_row

            yield {"rows": [page_row(payload.decode("utf-8"), header.get("url"))]}
    except Unreadable as error:
        yield {"error": error.args}
    except RecursionError:
        yield {"error": ("input.too-deep", "its elements are nested too deep", "save the article's text alone")}


def _of_file(header: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows or paragraphs of a file."""
    module, name, facts = _FILES[header["task"]]
    rows = getattr(import_module(f"framing.ingest.readers.{module}"), name)
    try:
        place = () if header["task"] == "query" else (header["path"],)
        yield from rows(*place, *(header[fact] for fact in facts))
    except ModuleNotFoundError as error:
        what = f"it takes the package {error.name}, which is not installed"
        extra = _EXTRAS.get(header["task"], header["task"])
        hint = f"pip install 'framing-toolkit[{extra}]'"
        raise Unreadable("input.missing-package", what, hint) from error


def bound_memory() -> None:
    """Let the system refuse more memory than a page may take, where it can, and write none of it down."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.PAGE_MEMORY, limits.PAGE_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
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
    questions, out = sys.stdin.buffer, sys.stdout.buffer
    while line := questions.readline():
        header = json.loads(line)
        payload = questions.read(header["size"])
        bound_time(header["seconds"])
        for answer in chain(answers(header, payload), (None,)):
            out.write(json.dumps(answer).encode() + b"\n")
            out.flush()
            bound_time(header["seconds"])


if __name__ == "__main__":
    serve()
