"""Which language a reader is answered in: the one chosen in the bar, which a cookie keeps, else the browser's."""

from __future__ import annotations

import json
from html import escape
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from dash import Dash, html
from flask import Response, abort, redirect, request

from dashboards.components.links import Child
from dashboards.wording import ENGLISH, LANGUAGES, direction, say, speak, spoken, words_of_scripts

__all__ = ["COOKIE", "LANGUAGE", "Shell", "add_languages", "language_links", "scripts_said"]

#: Below it stand the links that choose a language.
LANGUAGE: Final = "/language/"
#: Which keeps the choice.
COOKIE: Final = "framing-language"
#: Seconds that the choice is kept: a year.
_KEPT: Final = 31_536_000


class Shell(Dash):
    """A Dash app whose first page is in the language of its reader."""

    def interpolate_index(self, **kwargs: Any) -> str:  # type: ignore[override]
        """The markup around the app."""
        page: str = super().interpolate_index(**kwargs)  # type: ignore[no-untyped-call]
        words = {
            "language": spoken(),
            "direction": direction(),
            "skip": escape(say("Skip to the content")),
            "no-scripts": escape(say("The dashboard needs JavaScript, which is switched off for this page.")),
            "words": scripts_said(),
        }
        for name, text in words.items():
            page = page.replace(f"{{%{name}%}}", text)
        return page


def scripts_said(*scripts: str) -> str:
    """What scripts say, as JSON that can stand in markup."""
    return json.dumps(words_of_scripts(scripts), ensure_ascii=False).replace("<", "\\u003c")


def add_languages(app: Dash) -> None:
    """Answer each request in the language of its reader, and let them choose one."""
    server = app.server

    @server.before_request  # type: ignore[untyped-decorator]
    def begin() -> None:
        speak(_wanted())

    # A thread answers many readers one after the other.
    @server.teardown_request  # type: ignore[untyped-decorator]
    def end(_: BaseException | None) -> None:
        speak(ENGLISH)

    @server.after_request  # type: ignore[untyped-decorator]
    def tell(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers["Content-Language"] = spoken()
            response.vary.update(("Cookie", "Accept-Language"))
        return response

    @server.get(f"{LANGUAGE}<code>")  # type: ignore[untyped-decorator]
    def choose(code: str) -> Any:
        if code not in LANGUAGES:
            abort(Response("The dashboard does not speak this language.\n", 404, mimetype="text/plain"))
        back = redirect(_own(request.args.get("view", "/")), 303)
        back.set_cookie(COOKIE, code, max_age=_KEPT, httponly=True, samesite="Lax", secure=request.is_secure)
        return back


def _wanted() -> str:
    """The language that was chosen, else the first of the browser's that the dashboard speaks."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    # In the reader's own order: hi-IN before en is Hindi.
    asked = (code.split("-")[0].lower() for code in request.accept_languages.values())
    return next((code for code in asked if code in LANGUAGES), ENGLISH)


def _own(address: str) -> str:
    r"""An address of the dashboard's own; its first page where a link would lead elsewhere.

    Example:
        >>> [_own(address) for address in ("/time?by=country", "//news.example", "https://news.example", "/\\\\news")]
        ['/time?by=country', '/', '/', '/']
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    is_own = address.startswith("/") and not parts.scheme and not parts.netloc and "\\" not in address
    return address if is_own and address.isprintable() else "/"


def language_links(address: str) -> list[Child]:
    """Links to the same view in the other languages, each called as it calls itself.

    Args:
        address: path and query of the page.
    """
    return [
        html.A(
            name, href=f"{LANGUAGE}{code}?{urlencode({'view': address})}", lang=code, hrefLang=code, dir=direction(code)
        )
        for code, name in LANGUAGES.items()
        if code != spoken()
    ]
