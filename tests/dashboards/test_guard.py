"""Who may ask: strangers, pages from elsewhere and bodies of another shape are refused, calmly."""

from __future__ import annotations

import json
import logging.handlers
from base64 import b64encode
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.errors import UsageError
from tests.conftest import Run

pytest.importorskip("dash")

from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.guard import BODY_BYTES, Access
from dashboards.sample import SampleProject
from dashboards.view import article_path

ARTICLES = framing.articles(pl.DataFrame({"id": ["a%41/b"], "text": ["The deal was historic."], "outlet": ["a"]}))
ASKED = "/_dash-update-component"
HERE = {"Host": "localhost:8050"}


def client(access: Access | None = None) -> FlaskClient:
    made: FlaskClient = create_app(lambda: SampleProject(ARTICLES), access=access).server.test_client()
    # What is asked of the project waits until it is read.
    password = basic(access.password) if access is not None and access.password else {}
    assert made.get("/choices?name=outlet", headers={**HERE, **password}).status_code == 200
    return made


@pytest.fixture(scope="module")
def asked() -> FlaskClient:
    return client()


def show(asked: FlaskClient, **changes: Any) -> dict[str, Any]:
    """What a page sends when it asks for its content."""
    known = asked.get("/_dash-dependencies", headers=HERE).get_json()
    wanted = next(each for each in known if each["output"].startswith("..page."))
    values = {"pathname": "/", "search": "", "data": None}
    parts = wanted["output"][2:-2].split("...")
    body = {
        "output": wanted["output"],
        "outputs": [dict(zip(("id", "property"), part.split("."), strict=True)) for part in parts],
        "inputs": [{**each, "value": values[each["property"]]} for each in wanted["inputs"]],
        "changedPropIds": ["url.pathname"],
        "state": [{**each, "value": None} for each in wanted["state"]],
    }
    return body | changes


def test_a_page_of_the_dashboard_is_answered(asked: FlaskClient) -> None:
    response = asked.post(ASKED, json=show(asked), headers={**HERE, "Origin": "http://localhost:8050"})
    assert response.status_code == 200
    assert "How does 1 outlet" in response.text


WRONG: list[dict[str, Any]] = [
    {"output": "nothing.children"},
    {"output": "done.data"},
    {"output": None},
    {"outputs": []},
    {"outputs": "page"},
    {"inputs": {}},
    {"inputs": []},
    {"inputs": [{"id": "url"}, 1, None]},
    {"inputs": [{"id": "url", "property": name, "value": ["/"]} for name in ("pathname", "search")]},
    {"state": [{"id": "url", "property": "search", "value": ""}]},
    {"state": 3},
    {"state": []},
    {"changedPropIds": 3},
    {"changedPropIds": [["url.pathname"]]},
    {"changedPropIds": ["elsewhere.pathname"]},
]


@pytest.mark.parametrize("changes", WRONG, ids=repr)
def test_a_body_of_another_shape_is_refused(
    asked: FlaskClient, caplog: pytest.LogCaptureFixture, changes: dict[str, Any]
) -> None:
    response = asked.post(ASKED, json=show(asked, **changes), headers=HERE)
    assert response.status_code == 400
    assert "Traceback" not in response.text
    assert caplog.records == []


@pytest.mark.parametrize("value", [3, True, {}, ["/"], "\ud800"], ids=repr)
def test_an_address_that_is_no_text_is_refused(asked: FlaskClient, value: object) -> None:
    body = show(asked)
    body["inputs"][0]["value"] = value
    assert asked.post(ASKED, json=body, headers=HERE).status_code == 400


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"null", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"output": ' + b"9" * 5_000 + b"}", 400),
        (b" " * (BODY_BYTES + 1), 413),
    ],
    ids=["empty", "broken", "null", "bytes", "deep", "number", "large"],
)
def test_what_is_no_body_is_refused(
    asked: FlaskClient, caplog: pytest.LogCaptureFixture, data: bytes, status: int
) -> None:
    response = asked.post(ASKED, data=data, content_type="application/json", headers=HERE)
    assert response.status_code == status
    assert caplog.records == []


KINDS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = st.recursive(KINDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner))


@given(st.dictionaries(st.sampled_from(["output", "outputs", "inputs", "state", "changedPropIds"]), JSON), JSON)
def test_whatever_is_sent_is_answered_without_a_traceback(changes: dict[str, Any], value: object) -> None:
    here = client_of_all()
    handler = logging.handlers.BufferingHandler(1_000)
    logging.getLogger().addHandler(handler)
    try:
        body = show(here) | changes
        if "inputs" not in changes:
            body["inputs"][1]["value"] = value
        response = here.post(ASKED, data=json.dumps(body), content_type="application/json", headers=HERE)
    finally:
        logging.getLogger().removeHandler(handler)
    # Text after the question mark is an address, if a strange one; all else is refused.
    plain = not changes.keys() & {"output", "outputs", "inputs", "state"}
    fits = plain and changes.get("changedPropIds", []) == [] and (value is None or isinstance(value, str))
    assert response.status_code == (200 if fits else 400)
    assert [record for record in handler.buffer if record.exc_info] == []


_ALL: list[FlaskClient] = []


def client_of_all() -> FlaskClient:
    """One client for all examples; a fixture of the module is none that Hypothesis takes."""
    if not _ALL:
        _ALL.append(client())
    return _ALL[0]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://localhost:8050"}, 200),
        ({"Origin": "http://LOCALHOST:8050", "Sec-Fetch-Site": "same-origin"}, 200),
        ({}, 200),
        ({"Origin": "http://localhost:9999"}, 403),
        ({"Origin": "https://news.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "http://[broken"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "https://news.example", "X-Forwarded-Host": "news.example"}, 403),
    ],
)
def test_only_pages_of_its_own_may_post(asked: FlaskClient, headers: dict[str, str], status: int) -> None:
    assert asked.post(ASKED, json=show(asked), headers={**HERE, **headers}).status_code == status


def test_behind_a_proxy_the_page_is_from_where_the_proxy_stands() -> None:
    behind = client(Access.at("127.0.0.1", behind_proxy=True))
    passed = {"Host": "10.0.0.7:8050", "Origin": "https://news.example"}
    body = show(behind)
    assert behind.post(ASKED, json=body, headers=passed).status_code == 403
    assert behind.post(ASKED, json=body, headers={**passed, "X-Forwarded-Host": "news.example"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/outlets", 200),
        ("/compare", 200),
        (article_path("a%41/b"), 200),
        (article_path("nobody"), 404),
        ("/article/", 404),
        ("/outlets/", 404),
        ("/nothing", 404),
        ("/_dash-component-suites/dash/nothing.js", 404),
        ("/_dash-component-suites/nothing/x.js", 404),
        ("/assets/../app.py", 404),
        ("/assets/nothing.css", 404),
        ("/export/", 404),
        ("/choices", 404),
        ("/choices?name=outlet&view=%00%ff&q=%ff", 200),
    ],
)
def test_an_address_has_the_status_of_what_stands_there(
    asked: FlaskClient, caplog: pytest.LogCaptureFixture, path: str, status: int
) -> None:
    response = asked.get(path, headers=HERE)
    assert response.status_code == status
    assert "Traceback" not in response.text
    assert caplog.records == []
    if path in ("/nothing", article_path("nobody")):
        # The shell comes all the same, and shows the page that says so.
        assert "_dash-renderer" in response.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/outlets", "/choices", "/export/articles.csv", "/_dash-layout", "/nothing"])
def test_nothing_else_can_be_sent(asked: FlaskClient, method: str, path: str) -> None:
    assert asked.open(path, method=method, headers=HERE).status_code == 405


def basic(password: str, user: str = "anybody") -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}


def test_a_password_opens_every_address_and_nothing_else_does() -> None:
    guarded = client(Access.at("0.0.0.0", password="geheim: पासवर्ड"))
    elsewhere = {"Host": "news.example:8050"}
    for path in ("/", "/assets/page.js", "/export/articles.csv?view=/", "/_dash-layout", "/nothing"):
        for wrong in ({}, basic(""), basic("geheim"), basic("geheim: पासवर्ड "), {"Authorization": "Basic !"}):
            response = guarded.get(path, headers={**elsewhere, **wrong})
            assert response.status_code == 401
            assert response.headers["WWW-Authenticate"].startswith("Basic ")
            assert "historic" not in response.text
    for user in ("", "anybody"):
        response = guarded.get("/export/articles.csv?view=/", headers={**elsewhere, **basic("geheim: पासवर्ड", user)})
        assert response.status_code == 200


def test_who_asks_for_another_name_is_refused(asked: FlaskClient) -> None:
    for host in ("news.example", "127.0.0.1.news.example:8050", "localhost.news.example", "0.0.0.0:8050", ""):
        assert asked.get("/", headers={"Host": host}).status_code == 403
    for host in ("127.0.0.1:8050", "localhost", "[::1]:8050", "127.0.0.2"):
        assert asked.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "news.example", ""])
def test_beyond_this_machine_a_password_or_a_proxy_is_asked_for(host: str) -> None:
    with pytest.raises(UsageError, match="no password"):
        Access.at(host)
    assert not Access.at(host, password="x").local_only
    assert not Access.at(host, behind_proxy=True).local_only


def test_the_command_says_in_one_line_what_is_missing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FRAMING_PASSWORD", raising=False)
    refused = run("dashboard", tmp_path, "--host", "0.0.0.0", "--port", "0", "--no-browser")
    assert refused.code == 2
    assert len(refused.err.splitlines()) == 1
    assert "--password-file" in refused.err
    (tmp_path / "empty").write_text("\nsecret\n")
    refused = run("dashboard", tmp_path, "--password-file", tmp_path / "empty", "--no-browser")
    assert refused.code == 2
    assert "holds no password" in refused.err
