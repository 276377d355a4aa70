"""Who may ask, and what: who is at this machine or has the password, through pages of the dashboard itself."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from dash import Dash
from dash.exceptions import DependencyException
from flask import Response, abort, request

from framing.errors import UsageError

__all__ = ["BODY_BYTES", "Access", "guard", "is_loopback"]

#: Bytes of a request's body: what a page sends is an address and a few words.
BODY_BYTES: Final = 200_000
_CALLBACKS: Final = "/_dash-update-component"
#: Names that mean this machine. A page that a name elsewhere resolves to here may not read the project.
_LOCAL: Final = frozenset({"localhost"})
#: Properties of the page whose values are numbers; all others are text.
_NUMBERS: Final = frozenset({"n_intervals"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may read the project.

    Attributes:
        local_only: only who asks for this machine by a name of its own.
        password: that a browser has to send; empty for none.
        behind_proxy: whether a proxy stands before the server, which lets in whom it likes.
    """

    local_only: bool = True
    password: str = ""
    behind_proxy: bool = False

    @classmethod
    def at(cls, host: str, *, password: str = "", behind_proxy: bool = False) -> Access:
        """Who may read what is served on a host.

        Raises:
            UsageError: ``dashboard.password``: others reach the host, and nothing keeps them out.
        """
        if not (is_loopback(host) or password or behind_proxy):
            what = f"others can reach {host}, and no password keeps them from reading this project"
            hint = "name one with --password-file or FRAMING_PASSWORD, or say --behind-proxy where a proxy asks for one"
            raise UsageError("dashboard.password", what, "", hint)
        return cls(local_only=is_loopback(host) and not behind_proxy, password=password, behind_proxy=behind_proxy)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone.

    Example:
        >>> [is_loopback(host) for host in ("localhost", "127.0.0.1", "[::1]", "0.0.0.0", "::", "news.example")]
        [True, True, True, False, False, False]
    """
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() in _LOCAL


def guard(app: Dash, access: Access) -> None:
    """Refuse what does not come from a page of the dashboard in the hands of one who may read it."""
    server = app.server
    server.config["MAX_CONTENT_LENGTH"] = BODY_BYTES

    @server.before_request  # type: ignore[untyped-decorator]
    def check() -> None:
        if access.local_only and not is_loopback(_host(request.host)):
            _refuse(403, "The dashboard answers only to localhost and 127.0.0.1.")
        if access.password and not _knows(access.password):
            _refuse(401, "The dashboard asks for its password.", {"WWW-Authenticate": 'Basic realm="framing"'})
        if request.method not in ("GET", "HEAD", "OPTIONS") and not _is_own(access):
            _refuse(403, "Only pages of the dashboard itself may ask this.")
        if request.path == _CALLBACKS and request.method == "POST" and not _is_callback(_body(), app.callback_map):
            _refuse(400, "No page of the dashboard asks this.")

    # Dash raises where a file is asked for that it has not, and the log would hold all that it has.
    @server.errorhandler(DependencyException)  # type: ignore[untyped-decorator]
    def no_file(_: DependencyException) -> Response:
        return _plain(404, "No such file.")


def _plain(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(f"{sentence}\n", status, dict(headers or {}), mimetype="text/plain")


def _refuse(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
    abort(_plain(status, sentence, headers))


def _host(given: str) -> str:
    """A host without its port."""
    return given if given.endswith("]") else given.rsplit(":", 1)[0]


def _knows(password: str) -> bool:
    """Whether the request has the password, whatever its user is called; it takes as long to say no as to say yes."""
    given = request.authorization
    sent = given.password if given is not None and given.type == "basic" else None
    digests = [hashlib.sha256((text or "").encode("utf-8", "surrogatepass")).digest() for text in (sent, password)]
    return hmac.compare_digest(*digests) and sent is not None


def _is_own(access: Access) -> bool:
    """Whether a page of the dashboard sent the request, or no browser did: a browser says where a page is from."""
    origin = request.headers.get("Origin")
    if origin is None:
        return "Sec-Fetch-Site" not in request.headers
    hosts = {request.host.lower()}
    if access.behind_proxy:
        # What the browser asked the proxy for; no page can make a browser send it elsewhere unasked.
        hosts.add(request.headers.get("X-Forwarded-Host", "").lower())
    try:
        return bool(origin) and urlsplit(origin).netloc.lower() in hosts - {""}
    except ValueError:
        return False


def _body() -> object:
    """What a page sent; None where it is no JSON."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _is_callback(body: object, callbacks: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a body has the shape in which a page asks for one of the callbacks."""
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return False
    known = callbacks.get(body["output"])
    if known is None or "callback" not in known:
        return False
    inputs, states = (_properties(body.get(name, [])) for name in ("inputs", "state"))
    changed = body.get("changedPropIds", [])
    return (
        inputs == _named(known["inputs"])
        and states == _named(known["state"])
        and body.get("outputs") == _outputs(body["output"])
        and isinstance(changed, list)
        and set(map(repr, changed)) <= {repr(f"{name}.{prop}") for name, prop in _named(known["inputs"])}
    )


def _named(properties: object) -> list[tuple[str, str]]:
    assert isinstance(properties, list)
    return [(each["id"], each["property"]) for each in properties]


def _properties(given: object) -> list[tuple[str, str]] | None:
    """The ids and properties that a page sends, in their order; None where one is none, or its value is of no kind."""
    if not isinstance(given, list):
        return None
    properties = []
    for each in given:
        if not isinstance(each, dict) or not (
            isinstance(each.get("id"), str) and isinstance(each.get("property"), str)
        ):
            return None
        if not _is_value(each.get("value"), each["property"]):
            return None
        properties.append((each["id"], each["property"]))
    return properties


def _is_value(value: object, name: str) -> bool:
    if value is None:
        return True
    if name in _NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    # A lone surrogate is no text: no address can hold it.
    return isinstance(value, str) and not any("\ud800" <= char <= "\udfff" for char in value)


def _outputs(name: str) -> object:
    """What Dash calls the outputs of a callback, by its name.

    Example:
        >>> _outputs("version.data"), _outputs("..page.children...foot.children..")[1]
        ({'id': 'version', 'property': 'data'}, {'id': 'foot', 'property': 'children'})
    """
    parts = name[2:-2].split("...") if name.startswith("..") else [name]
    outputs = [dict(zip(("id", "property"), part.split(".", 1), strict=True)) for part in parts]
    return outputs if name.startswith("..") else outputs[0]
