"""A process of its own for the tests of the store: it gets ready, says so, waits for a word, and does its task.

    worker.py LEXICON add PROJECT FILE BATCH_BYTES     `framing add`
    worker.py LEXICON hold PROJECT                     hold the writer's lock until told to stop
    worker.py LEXICON read PROJECT EXPECTED            load over and over until told to stop; each load must be whole
    worker.py LEXICON fall PROJECT FUNCTION CALL COMMAND …     run a command of `framing` and be killed in a function of the store

LEXICON is a small one: it loads sooner than the toolkit's own, and nobody edits it while the test runs.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FrameType

# Before anything else takes hold of the function; with Polars loaded, `framing` would load its scorer at once.
import framing.resources

if __name__ == "__main__":
    framing.resources.lexicons_folder = lambda: Path(sys.argv[1])

import polars as pl

from framing.cli.add import add
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.lexicon import default_lexicon
from framing.store.add import Writer
from framing.store.loaded import Loaded
from framing.store.project import open_project


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def run_add(folder: str, file: str, batch_bytes: str) -> None:
    compile_lexicon(default_lexicon(), "hi")
    say("ready")
    sys.stdin.readline()
    add.main([file, "--project", folder, "--batch-bytes", batch_bytes, "--json"], standalone_mode=False)


def run_hold(folder: str) -> None:
    with Writer(open_project(folder)):
        say("ready")
        sys.stdin.readline()


def run_fall(folder: str, function: str, call: str, *command: str) -> None:
    """Kill this process when the store calls a function for the n-th time."""
    left = int(call)

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal left
        code = frame.f_code
        if event == "call" and code.co_name == function and "/framing/store/" in code.co_filename:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    main_module = import_module("framing.cli.main")
    say("ready")
    sys.stdin.readline()
    # Batches are committed in a thread of their own.
    threading.setprofile(count)
    sys.setprofile(count)
    main_module.main([*command, "--project", folder])


def run_read(folder: str, expected: str) -> None:
    """Say how many states were seen; say first what is wrong with one that is not whole."""
    spans = json.loads(Path(expected).read_text(encoding="utf-8"))
    project = open_project(folder)
    states: dict[str, int] = {}
    say("ready")
    # The pause leaves the processor to the writers: on two cores a reader that spins would only slow the test.
    while not select.select([sys.stdin], [], [], 0.1)[0]:
        loaded = project.load() if len(states) % 3 else open_project(folder).load()
        if problem := fault(loaded, spans, states):
            say(problem)
            return
        states[loaded.version] = loaded.articles.height
    say(f"whole {len(states)}")


def fault(loaded: Loaded, spans: dict[str, int], states: dict[str, int]) -> str:
    """What is wrong with a state; nothing where it is whole."""
    runs = loaded.runs
    counted = int(runs.select((pl.col("scored") + pl.col("refused") - pl.col("replaced")).sum()).item())
    if loaded.articles.height != counted or loaded.version != str(runs.height):
        return f"{loaded.articles.height} articles, {counted} by {runs.height} runs, version {loaded.version}"
    if states.get(loaded.version, counted) != counted:
        return f"version {loaded.version} had {states[loaded.version]} articles and has {counted}"
    ids = loaded.articles["article_id"].to_list()
    if loaded.scored.articles["article_id"].to_list() != ids:
        return "articles and their status differ"
    found = dict(loaded.scored.evidence.group_by("article_id").len().iter_rows())
    if found != {article: spans[article] for article in ids if article in spans}:
        return "the evidence is not that of the articles"
    return ""


if __name__ == "__main__":
    tasks: dict[str, Callable[..., None]] = {"add": run_add, "fall": run_fall, "hold": run_hold, "read": run_read}
    tasks[sys.argv[2]](*sys.argv[3:])
