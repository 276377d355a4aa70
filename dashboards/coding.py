"""The page on which people code: ``/code``, and what its script asks for and saves.

The dashboard only reads, unless it was started with names of coders. Then this page writes, and nothing but codes: to
the spool of the project, which is on the disk before the page says "saved". It shows neither outlets nor hits, and an
article goes by its name on sheets, since an address would tell its outlet.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from html import escape
from importlib.resources import files
from typing import Any, Final

import regex
from dash import Dash
from flask import Response, jsonify, request

import framing
from dashboards.components.static import markup
from dashboards.languages import language_links, scripts_said
from dashboards.names import language_name, script_of
from dashboards.project import ProjectLike
from dashboards.wording import direction, say, spoken
from framing.phrases import phrase

__all__ = ["CODE", "add_coding", "answered", "has_surrogates", "refused"]

#: Where the page stands.
CODE: Final = "/code"
_LOG: Final = logging.getLogger(__name__)
#: What the script may send of a code, and of which type; all of it.
_SENT: Final = {
    "coder": str,
    "unit": str,
    "dimension": str,
    "code": (str, type(None)),
    "content_sha256": str,
    "edition": str,
    "spans": list,
    "comment": str,
    "settles": bool,
}


def add_coding(app: Dash, opener: Callable[[], ProjectLike], coders: Sequence[str]) -> None:
    """Let people code.

    Args:
        app: the dashboard.
        opener: opens the project.
        coders: who may code; each codes what was drawn for them.
    """
    desks: dict[str, framing.Desk] = {}

    def desk(name: str) -> framing.Desk:
        if name not in coders:
            raise framing.UsageError(
                "coding.coder",
                phrase("'{name}' does not code here", name=name),
                "",
                phrase("here code {names}", names=list(coders)),
            )
        if name not in desks:
            project = opener()
            assert isinstance(project, framing.Project)
            desks[name] = framing.Desk(project, name)
        return desks[name]

    @app.server.get(CODE)  # type: ignore[untyped-decorator]
    def page() -> Response:
        return Response(_page(coders), mimetype="text/html")

    @app.server.get(f"{CODE}/task")  # type: ignore[untyped-decorator]
    def task() -> Response:
        asked = request.args
        name, at = asked.get("coder", ""), asked.get("at", "")
        place = int(at) if at.isascii() and at.isdecimal() and len(at) < 9 else None
        make = _dispute if asked.get("settle") else _task
        return answered(lambda: make(desk(name), place))

    @app.server.post(f"{CODE}/save")  # type: ignore[untyped-decorator]
    def save() -> Response:
        body = _code(request.get_json(silent=True))
        if body is None:
            return refused(400, phrase("no page of the dashboard sends this"), phrase("load the page anew"))
        return answered(lambda: _saved(desk(body["coder"]), body))


def answered(make: Callable[[], dict[str, Any]]) -> Response:
    """What the script asked for, or why there is none, in words that the page shows."""
    try:
        return jsonify(make())
    except framing.UsageError as error:
        return refused(400, error.what, error.hint)
    except framing.InputError as error:
        return refused(409, error.what, error.hint)
    except framing.FramingError as error:
        _LOG.warning("%s", error)
        return refused(503, error.what, error.hint)


def refused(status: int, what: str, hint: str) -> Response:
    """An answer that says why something was not saved."""
    response = jsonify({"what": say(what), "hint": say(hint)})
    response.status_code = status
    return response


def _code(body: object) -> dict[str, Any] | None:
    """What the script sends of a code; None where it does not send such."""
    if not isinstance(body, dict) or set(body) != set(_SENT):
        return None
    if not all(isinstance(body[name], kind) for name, kind in _SENT.items()):  # type: ignore[arg-type]
        return None
    is_odd = has_surrogates(body.values()) or not all(isinstance(span, dict) for span in body["spans"])
    return None if is_odd else body


def has_surrogates(values: Iterable[object]) -> bool:
    """Whether a text among some values has a lone surrogate: then it is no text, and no file can hold it."""
    texts = [value for value in values if isinstance(value, str)]
    return any("\ud800" <= char <= "\udfff" for text in texts for char in text)


def _saved(desk: framing.Desk, body: dict[str, Any]) -> dict[str, Any]:
    units = {each.unit: each.article_id for each in (desk.disputes() if body["settles"] else desk.tasks())}
    if body["unit"] not in units:
        raise framing.InputError(
            "coding.unit", phrase("this text is not to be coded any more"), body["unit"], phrase("go on with the next")
        )
    names = ("dimension", "code", "content_sha256", "edition", "spans", "comment", "settles")
    article, dimension, code, *_ = units[body["unit"]], body["dimension"], body["code"]
    desk.save(article, dimension, code, **{name: body[name] for name in names[2:]})
    tasks = desk.tasks()
    return {"saved": True, "done": sum(each.is_done for each in tasks), "total": len(tasks)}


def _task(desk: framing.Desk, at: int | None) -> dict[str, Any]:
    """A text that is to be coded: the one asked for, else the first that is open."""
    tasks = desk.tasks()
    done = sum(each.is_done for each in tasks)
    reply: dict[str, Any] = {"project": desk.project.name, "total": len(tasks), "done": done}
    if not tasks:
        return reply
    first_open = next((place for place, each in enumerate(tasks) if not each.is_done), 0)
    place = min(at, len(tasks) - 1) if at is not None else first_open
    task, text, answers = tasks[place], desk.text(tasks[place].article_id), desk.said(tasks[place].article_id)
    dimensions = []
    for name in task.dimensions:
        own = answers.get(name) if name in task.coded else None
        earlier = answers[name]["code"] if name in task.stale else None
        given = {"code": own["code"], "spans": own["spans"], "comment": own["comment"] or ""} if own else {}
        dimensions.append({**_entry(desk, name, text["language"]), **given, "earlier": earlier})
    return {**reply, "at": place, "unit": task.unit, **_shown(text), "dimensions": dimensions}


def _dispute(desk: framing.Desk, at: int | None) -> dict[str, Any]:
    """A text on which coders differ: the one asked for, else the first that is not settled."""
    disputes = desk.disputes()
    done = sum(each.settled is not None for each in disputes)
    reply: dict[str, Any] = {"project": desk.project.name, "total": len(disputes), "done": done}
    if not disputes:
        return reply
    place = min(at, len(disputes) - 1) if at is not None else 0
    dispute = disputes[place]
    text = desk.text(dispute.article_id)
    entry = {**_entry(desk, dispute.dimension, text["language"]), "code": dispute.settled, "said": list(dispute.codes)}
    return {**reply, "at": place, "unit": dispute.unit, **_shown(text), "dimensions": [entry]}


def _shown(text: dict[str, Any]) -> dict[str, Any]:
    language = text["language"] or "und"
    script = script_of(language)
    return {**text, "language": language, "language_name": language_name(language), "direction": script["dir"]}


def _entry(desk: framing.Desk, name: str, language: str) -> dict[str, Any]:
    """The codebook's page of a dimension, with examples in the language of the text, else in English."""
    book = desk.project.lexicon().codebook
    of = book.dimensions[name]
    spoken_in = language if language in of.examples else "en"
    examples = {
        "language": spoken_in,
        "direction": script_of(spoken_in)["dir"],
        "texts": list(of.examples.get(spoken_in, ())),
    }
    page = {"definition": say(of.definition), "examples": examples}
    page |= {"include": list(map(say, of.include)), "exclude": list(map(say, of.exclude))}
    blank: dict[str, Any] = {"code": None, "spans": [], "comment": ""}
    return {"name": name, "label": say(of.label), "edition": book.edition(name), **page, **blank}


def _in_words(match: regex.Match[str]) -> str:
    """What stands between brackets, in the language of the reader."""
    message = " ".join(match[1].split())
    return _marked(say(message))


def _page(coders: Sequence[str]) -> str:
    """The page without its text, which the script asks for."""
    choices = "".join(f'<option value="{escape(name, quote=True)}">{escape(name)}</option>' for name in coders)
    page = files("dashboards").joinpath("coding.html").read_text(encoding="utf-8")
    page = _BRACKETED.sub(_in_words, page)
    parts = {
        "{%language%}": spoken(),
        "{%direction%}": direction(),
        "<!--coders-->": choices,
        "<!--languages-->": markup(language_links(CODE)),
        "<!--words-->": scripts_said(),
        "<!--ahead-->": "→" if direction() == "ltr" else "←",
        "<!--back-->": "←" if direction() == "ltr" else "→",
    }
    for place, text in parts.items():
        page = page.replace(place, text)
    return page


#: What stands between double brackets is a message; its places are keys of the keyboard.
_BRACKETED: Final = regex.compile(r"\[\[(.+?)\]\]", regex.DOTALL)
_KEY: Final = regex.compile(r"\{(\w+)\}")


def _marked(message: str) -> str:
    return _KEY.sub(r"<kbd>\1</kbd>", escape(message))
