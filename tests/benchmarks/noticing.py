"""A process that runs tests, again and again, on faulty code: what others wrote is loaded once.

Each request runs in a process forked from this one, in which the libraries are imported and nothing has run (the
threads of Polars start with its first query, and would not survive a fork). What is ours is loaded for each request; or
once, after ``warm``: then the tests stand ready, and the functions of a faulty file are given its code.

Requests and replies are lines of JSON on the socket whose number stands in ``FRAMING_MUTATE``:
``{"do": "measure", "folder", "files", "but", "most"}`` → ``{"tests": {name: {"seconds", "lines": {path: [line]}}},
"left": tests that fail, "slow": the test that was not waited for, so that others were not run, or null}``;
``{"do": "try", "tests", "seconds"}`` → ``{"noticed": bool, "by": the test that failed, "died": true where the process did
not live to say so}``;
``{"do": "warm", "files"}`` → ``{"ready": names of tests}``, after which each request is ``{"path", "tests", "seconds"}`` and
replied to as ``try`` is, with ``"noticed": null`` where the file has to be loaded anew.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final, NoReturn, TextIO

import coverage
import pytest

from tests.benchmarks.children import Children
from tests.benchmarks.swapping import forget, swap

VARIABLE: Final = "FRAMING_MUTATE"
#: What takes long to load.
_LIBRARIES: Final = (
    *("numpy", "polars", "regex", "deltalake", "click", "hypothesis", "hypothesis.strategies", "scipy.stats"),
    *("scipy.sparse.csgraph", "scipy.optimize", "plotly.graph_objects", "fastwarc", "feedparser"),
)
#: A faulty loop may gather without end; the machine is not ours alone.
_MEMORY: Final = 8 * 2**30
#: Wall seconds for each CPU second that is allowed: tests wait for processes, and the machine may be busy.
_WAITING: Final = 20
_OPTIONS: Final = (
    # A file of the package that is named is searched for tests; what it calls ``tested`` is none.
    *("-o", "python_functions=test_*", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:unraisableexception"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)


def main() -> None:
    """Serve requests until the other side closes."""
    for name in _LIBRARIES:
        with suppress(ImportError):
            importlib.import_module(name)
    line = socket.socket(fileno=int(os.environ[VARIABLE])).makefile("rw", encoding="utf-8")
    for request in map(json.loads, line):
        if request["do"] == "warm":
            _run(request["files"], plugins=[Warm(line), Hurried()])
            return
        if request["do"] == "measure":
            reply = _forked(partial(_measured, request), request["most"] * 1_000)
        else:
            reply = _forked(partial(_tried, request), request["seconds"]) or {"noticed": True, "died": True}
        line.write(json.dumps(reply) + "\n")
        line.flush()


#: What is said to whoever asked.
Answer = dict[str, Any]
Say = Callable[[Answer], NoReturn]


def _forked(work: Callable[[Say], Answer], seconds: float) -> Answer | None:
    """What work returns in a process of its own; None where that dies, or takes too long."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.setsid()
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        def say(answer: Answer) -> NoReturn:
            with os.fdopen(writing, "w", encoding="utf-8") as pipe:
                json.dump(answer, pipe)
            os._exit(0)

        try:
            say(work(say))
        except BaseException:  # For the log; that nothing was said tells the rest.
            traceback.print_exc()
            os._exit(1)
    os.close(writing)
    signal.signal(signal.SIGALRM, lambda *_: _kill(child))
    signal.alarm(int(seconds * _WAITING) + 1)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said = pipe.read()
    signal.alarm(0)
    _kill(child)  # What it started and left behind ends with it.
    os.waitpid(child, 0)
    try:
        found: Answer = json.loads(said)
    except ValueError:
        return None
    return found


def _kill(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def _run(tests: Sequence[str], *options: str, plugins: list[object]) -> int:
    return int(pytest.main([*_OPTIONS, *options, *dict.fromkeys(tests)], plugins=plugins))


def _tried(request: dict[str, Any], _: Say) -> Answer:
    """Whether one of the tests fails, or cannot even be loaded."""
    names = request["tests"]
    chosen = Chosen(names)
    code = _run([name.split("::")[0] for name in names], "-x", plugins=[chosen, Hurried()])
    return {"noticed": code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED), "by": chosen.failed}


class Hurried:
    """Lets properties stop at the first example that fails: nobody reads a smaller one."""

    def pytest_collection_finish(self) -> None:
        """After the profile of the tests was loaded."""
        from hypothesis import Phase, settings
        from hypothesis.errors import InvalidArgument

        with suppress(InvalidArgument):  # Where examples alone are tried, nobody has named the profile of the tests.
            tests = settings.get_profile("toolkit")
            settings.register_profile("hurried", tests, phases=[Phase.explicit, Phase.generate])
            settings.load_profile("hurried")


class Chosen:
    """Runs some tests alone, in the order given."""

    def __init__(self, names: Sequence[str]) -> None:
        self.place = {name: place for place, name in enumerate(names)}
        self.failed = ""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out all others."""
        items[:] = sorted((one for one in items if one.nodeid in self.place), key=lambda one: self.place[one.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the test that fails."""
        self.failed = self.failed or (report.nodeid if report.failed else "")


class Warm:
    """Loads all tests, and then runs those that it is asked for, each time in a process of its own."""

    def __init__(self, line: TextIO) -> None:
        self.line = line
        self.threads = _threads()

    @pytest.hookimpl(tryfirst=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> pytest.CollectReport | None:
        """Leave out a file that starts threads while it is loaded: what is forked later would wait for them for ever."""
        if not isinstance(collector, pytest.Module):
            return None
        if not (child := os.fork()):
            with suppress(BaseException):
                _ = collector.obj
            os._exit(_threads() != self.threads)
        _, status = os.waitpid(child, 0)
        return pytest.CollectReport(collector.nodeid, "passed", None, []) if status else None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Serve requests until the other side closes."""
        items = {item.nodeid: item for item in session.items}
        self.say({"ready": list(items)})
        for request in map(json.loads, self.line):
            chosen = [items[name] for name in request["tests"]]
            work = partial(_swapped, session, Path(request["path"]), chosen)
            self.say(_forked(work, request["seconds"]) or {"noticed": True, "died": True})
        return True

    def say(self, answer: Answer) -> None:
        """Reply."""
        self.line.write(json.dumps(answer) + "\n")
        self.line.flush()


def _swapped(session: pytest.Session, path: Path, items: Sequence[pytest.Item], _: Say) -> Answer:
    """Whether one of the tests fails with the code that a file has now."""
    if not swap(path):
        return {"noticed": None}
    forget(path.relative_to(Path.cwd()).parts[0])
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return {"noticed": True, "by": item.nodeid}
    return {"noticed": False}


def _threads() -> set[str]:
    """The names of this process's threads, but for those of memory, which a fork does without."""
    tasks = Path("/proc/self/task")
    names = {(task / "comm").read_text().strip() for task in tasks.iterdir()} if tasks.exists() else set()
    return {name for name in names if "jemalloc" not in name}


class Left:
    """Leaves some tests out."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = frozenset(names)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Run all others."""
        items[:] = [item for item in items if item.nodeid not in self.names]


def _measured(request: dict[str, Any], say: Say) -> Answer:
    """What each test that passes runs of a folder, and how long it takes; one that takes too long is left out."""
    watch = coverage.Coverage(data_file=None, source=[request["folder"]], messages=False)
    children = Children(Path(request["folder"]).resolve())
    reach = Reach(watch, children)

    def found(slow: str | None = None) -> Answer:
        watch.stop()
        data = watch.get_data()
        own = (
            (context, file, line)
            for file in sorted(data.measured_files())
            for line, contexts in data.contexts_by_lineno(file).items()
            for context in contexts
        )
        lines: dict[str, dict[str, list[int]]] = {}
        for context, file, line in chain(own, children.lines()):
            lines.setdefault(context, {}).setdefault(os.path.relpath(file), []).append(line)
        tests = {name: reach.of(name, lines) for name in sorted(reach.passed)}
        return {"tests": tests, "left": sorted(set(reach.seconds) - reach.passed), "slow": slow}

    # Nothing is raised, which might leave a lock behind: what there is by then is said, and the process ends.
    signal.signal(signal.SIGPROF, lambda *_: say(found(reach.running)))
    reach.most = request["most"]
    watch.start()
    _run(request["files"], plugins=[reach, Left(request["but"]), Hurried()])
    return found()


class Reach:
    """Notes which tests pass, in how long, and under which contexts their lines are."""

    def __init__(self, watch: coverage.Coverage, children: Children) -> None:
        self.watch, self.children, self.most = watch, children, 0.0
        self.seconds: dict[str, float] = {}
        self.contexts: dict[str, list[str]] = {}
        self.passed: set[str] = set()
        self.now = self.running = ""
        self.failed = False

    def of(self, name: str, lines: dict[str, dict[str, list[int]]]) -> dict[str, Any]:
        """The seconds of a test and the lines that it and its fixtures run."""
        found: dict[str, set[int]] = {}
        for context in self.contexts[name]:
            for path, numbers in lines.get(context, {}).items():
                found.setdefault(path, set()).update(numbers)
        return {"seconds": self.seconds[name], "lines": {path: sorted(of) for path, of in found.items()}}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """One test: its context, its time, and an end to it."""
        name, started = item.nodeid, _cpu()
        self.contexts[name] = [name, *(f"fixture {fixture}" for fixture in getattr(item, "fixturenames", ()))]
        self.running = name
        self._switch(name)
        self.failed = False
        signal.setitimer(signal.ITIMER_PROF, self.most)
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self.seconds[name] = round(_cpu() - started, 3)
            if not self.failed:
                self.passed.add(name)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, object, object]:
        """What is set up for several tests is run by all of them."""
        if fixturedef.scope == "function":
            return (yield)
        before = self.now
        self._switch(f"fixture {fixturedef.argname}")
        try:
            return (yield)
        finally:
            self._switch(before)

    def _switch(self, context: str) -> None:
        self.now = context
        self.watch.switch_context(context)
        self.children.switch(context)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that does not pass."""
        self.failed |= not report.passed


def _cpu() -> float:
    """CPU seconds of this process and of those that it waited for."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    main()
