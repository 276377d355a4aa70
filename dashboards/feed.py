"""The project behind the dashboard: looked at, read when it changed, and why where it cannot be read."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from threading import Lock, Thread
from time import monotonic
from typing import Final, TypeVar

import framing
from dashboards.data import Snapshot
from dashboards.project import ProjectLike
from dashboards.wording import later

__all__ = ["VERSION", "Feed", "Problem", "Reading"]

T = TypeVar("T")

#: What the state of a project begins with that can be shown.
VERSION: Final = "version"

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why there is nothing to show, and what to do about it.

    Attributes:
        state: of the project, see :meth:`Feed.state`.
    """

    code: str
    what: str
    where: str = ""
    hint: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The project is being read, which is not done yet.

    Attributes:
        seconds: since when.
    """

    seconds: int

    @property
    def state(self) -> str:
        """See :meth:`Feed.state`."""
        return f"reading {self.seconds}"


class Feed:
    """The project behind a dashboard, opened when first needed and read again when it changed.

    Args:
        opener: opens the project; raises a ``FramingError`` that says what is wrong and what to do.
        lexicon: the project's where none is given.
    """

    def __init__(self, opener: Callable[[], ProjectLike], lexicon: framing.Lexicon | None = None) -> None:
        self._opener = opener
        self._lexicon = lexicon
        self._lock = Lock()
        self._project: ProjectLike | None = None
        self._seen: Snapshot | None = None
        self._reading: Future[Snapshot | Problem] | None = None
        self._begun = 0.0

    def state(self) -> str:
        """What a page would show now, in a word: a page that shows another is out of date."""
        return self._meanwhile().state if self.is_reading else _said(self._state())

    @property
    def is_reading(self) -> bool:
        """Whether the project is being read."""
        return self._reading is not None and not self._reading.done()

    def look(self) -> Snapshot | Problem:
        """The project as it is now, or why it cannot be shown."""
        return self._ask().result()

    def glance(self, seconds: float) -> Snapshot | Problem | Reading:
        """The same, if it can be had in so many seconds; else as it was, or that it is being read, which goes on."""
        try:
            return self._ask().result(seconds)
        except TimeoutError:
            return self._meanwhile()

    def _meanwhile(self) -> Snapshot | Reading:
        """What is shown while the project is being read."""
        return self._seen or Reading(seconds=int(monotonic() - self._begun))

    def _ask(self) -> Future[Snapshot | Problem]:
        """What is being read, by one thread for all who ask."""
        with self._lock:
            if self._reading is None or self._reading.done():
                self._begun, self._reading = monotonic(), Future()
                # A daemon, so that nobody who ends the server waits for it.
                Thread(target=self._read, args=(self._reading,), daemon=True).start()
            return self._reading

    def _read(self, into: Future[Snapshot | Problem]) -> None:
        try:
            state = self._state()
            look = state if isinstance(state, Problem) else self._guarded(lambda: self._snapshot(state))
            known = _said(state)
            into.set_result(replace(look, state=known) if isinstance(look, Problem) else look)
        except BaseException as error:
            into.set_exception(error)

    def _open(self) -> ProjectLike:
        if self._project is None:
            self._project = self._opener()
        return self._project

    def _state(self) -> str | Problem:
        return self._guarded(lambda: f"{VERSION} {self._open().state()}")

    def _snapshot(self, state: str) -> Snapshot:
        project = self._open()
        if self._seen is None or self._seen.state != state:
            lexicon = self._lexicon or project.lexicon()
            further = project.latest(), project.validations()
            answers = project.answers()
            self._seen = Snapshot(project.name, state, answers, lexicon, answers.outlets(), *further)
        return self._seen

    def _guarded(self, ask: Callable[[], T]) -> T | Problem:
        """An answer, or the problem that stood in its way; a project that failed is opened afresh next time."""
        try:
            return ask()
        except framing.FramingError as error:
            self._project = None
            return Problem(code=error.code, what=error.what, where=error.where, hint=error.hint)
        except BaseException as error:
            # A panic of the engine on a damaged file is no Exception; all else that is none must pass.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            _LOG.exception("the project cannot be read")
            self._project = None
            hint = later("Run framing verify on the project; the terminal that serves this page has the details.")
            return Problem(code="dashboard.unreadable", what=later("the project cannot be read"), hint=hint)


def _said(state: str | Problem) -> str:
    """The state of a project in a word, also of one that has none."""
    return f"problem {state.code} {state.what}" if isinstance(state, Problem) else state
