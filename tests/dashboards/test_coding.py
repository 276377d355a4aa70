"""Who may save codes: pages of the dashboard, for coders who were named, in the shape that they send; nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import framing
from framing.cli.main import framing as commands

pytest.importorskip("dash")

from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.components.caveats import checked
from dashboards.components.judging import judged_part
from dashboards.data import Snapshot
from dashboards.pages.lexicons import lexicons_page
from dashboards.pages.validity import validity_page
from dashboards.plainview import LexiconsView, ValidityView
from framing.store.verdicts import verdicts_of

HERE = {"Host": "localhost:8050", "Origin": "http://localhost:8050"}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("code")
    rows = {
        "id": ["https://secret.example/a"],
        "text": ["A shameful sham of a vote."],
        "language": ["en"],
        "outlet": ["secret"],
    }
    with framing.Writer(framing.init_project(place / "study")) as writer:
        writer.add(framing.ReadResult(framing.articles(pl.DataFrame(rows)), framing.read([]).rejects))
    options = ["--n", "9", "--coder", "asha", "--dimension", "praise", "--project", str(place / "study")]
    assert CliRunner().invoke(commands, ["sample", str(place / "sheets"), *options]).exit_code == 0
    return place / "study"


def client(study: Path, *coders: str) -> FlaskClient:
    made: FlaskClient = create_app(lambda: framing.open_project(study), coders=coders).server.test_client()
    return made


@pytest.fixture(scope="module")
def asked(study: Path) -> FlaskClient:
    return client(study, "asha", "<i>", "bilal")


def sent(asked: FlaskClient, **changes: Any) -> dict[str, Any]:
    """What the page sends."""
    task = asked.get("/code/task?coder=asha", headers=HERE).get_json()
    (entry,) = task["dimensions"]
    given = {"coder": "asha", "unit": task["unit"], "dimension": "praise", "code": "yes", "comment": "", "spans": []}
    return {**given, "content_sha256": task["content_sha256"], "edition": entry["edition"], "settles": False, **changes}


def codes(study: Path) -> list[str]:
    return framing.codes_of(framing.open_project(study))["code"].to_list()


def test_without_coders_nothing_can_be_coded(study: Path) -> None:
    plain = client(study)
    assert plain.get("/code", headers=HERE).status_code == 404
    assert plain.post("/code/save", json={}, headers=HERE).status_code in (404, 405)
    assert plain.post("/lexicons/verdict", json={}, headers=HERE).status_code in (404, 405)


@pytest.mark.parametrize(
    ("changes", "headers", "status"),
    [
        ({}, {"Origin": "http://evil.example"}, 403),
        ({}, {"Origin": "null"}, 403),
        ({}, {"Host": "evil.example", "Origin": "http://evil.example"}, 403),
        ({"coder": "mallory"}, {}, 400),
        ({"unit": "tnothing"}, {}, 409),
        ({"unit": "https://secret.example/a"}, {}, 409),
        ({"content_sha256": "0" * 64}, {}, 409),
        ({"edition": "0:0"}, {}, 409),
        ({"dimension": "prise"}, {}, 400),
        ({"code": "maybe"}, {}, 400),
        ({"spans": [{"section": "text", "start": 0, "end": 99}]}, {}, 400),
        ({"settles": True}, {}, 409),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_saved(
    study: Path, asked: FlaskClient, changes: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    before = codes(study)
    answer = asked.post("/code/save", json=sent(asked, **changes), headers={**HERE, **headers})
    assert answer.status_code == status
    if status != 403:
        assert set(answer.get_json()) == {"what", "hint"}
    assert codes(study) == before


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_bodies_of_another_shape_are_refused_calmly(asked: FlaskClient, data: st.DataObject) -> None:
    body: Any = sent(asked)
    name = data.draw(st.sampled_from(sorted(body)))
    kind = type(body[name])
    other = st.one_of(
        st.none(), st.booleans(), st.integers(), st.lists(st.integers(), min_size=1), st.just({}), st.just("\ud800")
    )
    wrong = data.draw(other.filter(lambda value: not isinstance(value, kind) or value == "\ud800"))
    if name == "code" and wrong is None:
        wrong = 1
    for sent_body in (
        {**body, name: wrong},
        {**body, "more": 1},
        {key: value for key, value in body.items() if key != name},
    ):
        assert asked.post("/code/save", json=sent_body, headers=HERE).status_code == 400


def test_what_is_called_saved_can_be_read_at_once_and_taken_back(study: Path, asked: FlaskClient) -> None:
    answer = asked.post(
        "/code/save", json=sent(asked, spans=[{"section": "text", "start": 2, "end": 10}]), headers=HERE
    )
    assert answer.get_json() == {"saved": True, "done": 1, "total": 1}
    assert codes(study) == ["yes"]
    task = asked.get("/code/task?coder=asha&at=7", headers=HERE)
    assert [each["code"] for each in task.get_json()["dimensions"]] == ["yes"]
    # Neither where it is from nor what the lexicon finds in it.
    assert "secret" not in task.text
    assert asked.post("/code/save", json=sent(asked, code=None), headers=HERE).status_code == 200
    assert codes(study) == []


def test_names_are_text_on_the_page(asked: FlaskClient) -> None:
    page = asked.get("/code", headers=HERE).text
    assert "&lt;i&gt;" in page
    assert "<i>" not in page


def test_pages_tell_how_far_their_measures_were_checked(study: Path) -> None:
    project = framing.open_project(study)
    snapshot = Snapshot("study", "", project.answers(), project.lexicon(), project.answers().outlets())
    part = checked(snapshot, ("tone", "praise"), ["en"])
    assert part is not None
    told = str(part)
    assert "Not validated on these articles" in told
    assert "read a second time blind" in told
    assert "praise (en)" in told
    assert checked(snapshot, (), ["en"]) is None
    row = {"dimension": "praise", "machine": "lexicon", "language": "en", "articles": 40, "precision": 0.5}
    row |= {
        "lexicon_fingerprint": project.lexicon().fingerprint,
        "codebook": project.lexicon().codebook.edition("praise"),
    }
    snapshot.validations = pl.DataFrame([row], schema=project.validations().schema)
    told = str(checked(snapshot, ("tone", "praise"), ["en"]))
    assert "1 of 4 validated here" in told
    assert "validated here: praise (en: precision 0.50, n 40)" in told


def judged(study: Path, **changes: Any) -> dict[str, Any]:
    """What the page of the lexicons sends of a hit."""
    project = framing.open_project(study)
    (hit,) = project.load().scored.evidence.filter(pl.col("dimension") == "derogation").head(1).to_dicts()
    (sha,) = project.load().articles["content_sha256"]
    place = {name: hit[name] for name in ("article_id", "start", "end", "entry_id")} | {"section": str(hit["section"])}
    place |= {"content_sha256": sha, "edition": project.lexicon().codebook.edition("derogation")}
    same = {"reader": "asha", "verdict": "right", "drawn_for": "dimension", "frame": ""}
    of_hit = {name: value for name, value in changes.items() if name in place}
    return {**same, "hit": {**place, **of_hit}} | {name: changes[name] for name in changes.keys() - of_hit.keys()}


@pytest.mark.parametrize(
    ("changes", "origin", "status"),
    [
        ({}, "http://evil.example", 403),
        ({"reader": "mallory"}, None, 400),
        ({"verdict": "maybe"}, None, 400),
        ({"drawn_for": "fun"}, None, 400),
        ({"verdict": 1}, None, 400),
        ({"start": True}, None, 400),
        ({"article_id": "\ud800"}, None, 400),
        ({"more": 1}, None, 400),
        ({"start": 0}, None, 409),
        ({"entry_id": "en.praise.nothing"}, None, 409),
        ({"content_sha256": "0" * 64}, None, 409),
        ({"edition": "0:0"}, None, 409),
    ],
)
def test_a_verdict_that_does_not_fit_is_refused(
    study: Path, asked: FlaskClient, changes: dict[str, Any], origin: str | None, status: int
) -> None:
    headers = {**HERE, "Origin": origin or HERE["Origin"]}
    assert asked.post("/lexicons/verdict", json=judged(study, **changes), headers=headers).status_code == status
    assert not verdicts_of(framing.open_project(study)).height


def test_a_verdict_is_saved_told_and_taken_back(study: Path, asked: FlaskClient) -> None:
    def tell(**changes: Any) -> None:
        answer = asked.post("/lexicons/verdict", json=judged(study, **changes), headers=HERE)
        assert answer.get_json() == {"saved": True}

    project = framing.open_project(study)
    snapshot = Snapshot("study", "", project.answers(), project.lexicon(), project.answers().outlets())
    view = LexiconsView(measure="derogation", of="en", open="all")
    assert "None of its hits is judged yet" in str(judged_part(snapshot, view))
    tell()
    assert "Right: 1.00" in str(judged_part(snapshot, view))
    tell(verdict="wrong", reader="bilal")
    told = str(judged_part(snapshot, view))
    assert "Right: 0.50" in told
    assert "of 1 hit read by asha, bilal" in told
    page = str(lexicons_page(snapshot, view))
    assert '"said"' not in page
    assert "data-hit" in page
    own = LexiconsView(measure="derogation", of="en", open=judged(study)["hit"]["entry_id"])
    assert "Right: 0.50" in str(judged_part(snapshot, own))
    assert "Right" in str(validity_page(snapshot, ValidityView(measure="derogation")))
    tell(verdict=None)
    tell(verdict=None, reader="bilal")
    assert not verdicts_of(project).height
