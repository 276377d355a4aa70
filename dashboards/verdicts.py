"""Saving what readers say of hits: one address, which the page of the lexicons sends verdicts to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from dash import Dash
from flask import Response, request

import framing
from dashboards.coding import answered, has_surrogates, refused
from dashboards.project import ProjectLike
from framing.phrases import phrase
from framing.store.verdicts import save_verdict

__all__ = ["VERDICT", "add_verdicts"]

#: Where verdicts are sent.
VERDICT: Final = "/lexicons/verdict"
#: What the script may send, and of which type; all of it.
_SENT: Final = {"reader": str, "hit": dict, "verdict": (str, type(None)), "drawn_for": str, "frame": str}
_HIT: Final = {
    "article_id": str, "section": str, "start": int, "end": int, "entry_id": str, "content_sha256": str, "edition": str,
}  # fmt: skip


def add_verdicts(app: Dash, opener: Callable[[], ProjectLike], readers: Sequence[str]) -> None:
    """Let readers judge hits.

    Args:
        app: the dashboard.
        opener: opens the project.
        readers: who may judge.
    """
    opened: list[framing.Project] = []

    @app.server.post(VERDICT)  # type: ignore[untyped-decorator]
    def save_judged() -> Response:
        body = _judged(request.get_json(silent=True))
        if body is None:
            return refused(400, phrase("no page of the dashboard sends this"), phrase("load the page anew"))
        return answered(lambda: saved(body))

    def saved(body: dict[str, Any]) -> dict[str, Any]:
        if body["reader"] not in readers:
            hint = f"here judge {', '.join(readers)}"
            raise framing.UsageError("coding.coder", f"'{body['reader']}' does not judge here", "", hint)
        if not opened:
            project = opener()
            assert isinstance(project, framing.Project)
            opened.append(project)
        how = {"drawn_for": body["drawn_for"], "frame": body["frame"]}
        save_verdict(opened[0], body["reader"], body["hit"], body["verdict"], **how)
        return {"saved": True}


def _judged(body: object) -> dict[str, Any] | None:
    """What the script sends of a verdict; None where it does not send such."""
    if not _has(body, _SENT) or not _has(body["hit"], _HIT):  # type: ignore[index]
        return None
    assert isinstance(body, dict)
    return None if has_surrogates([*body.values(), *body["hit"].values()]) else body


def _has(body: object, kinds: dict[str, Any]) -> bool:
    return (
        isinstance(body, dict)
        and set(body) == set(kinds)
        and all(isinstance(body[name], kind) and not isinstance(body[name], bool) for name, kind in kinds.items())
    )
