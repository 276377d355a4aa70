"""What ``framing outlets`` shows of outlets: which it finds, every cell, and rows for a project's own list."""

from __future__ import annotations

import json
from typing import Any

import pytest

from framing.cli import outlets
from framing.errors import UsageError
from framing.ingest.article.outlets import COLUMNS, load_outlets
from framing.ingest.article.spellings import Proposal, Spelt
from tests.cli.test_tables import cells
from tests.conftest import Run

Capture = pytest.CaptureFixture[str]
#: The options in the order that they are checked in, none given.
USUAL: dict[str, Any] = {
    "unknown": False,
    "with_merge": False,
    "is_applied": False,
    "into": None,
    "spelling": None,
    "forms": (False, False),
}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"forms": (True, True)}, "two forms"),
        ({"unknown": True, "with_merge": True}, "three things"),
        ({"unknown": True, "spelling": "x"}, "three things"),
        ({"is_applied": True}, "belong to --merge"),
        ({"into": "x"}, "belong to --merge"),
        ({"with_merge": True, "forms": (True, False)}, "--csv writes rows"),
        ({"spelling": "x", "forms": (True, False)}, "--csv writes rows"),
    ],
)
def test_options_that_do_not_go_together_are_refused(given: dict[str, Any], said: str) -> None:
    *options, forms = (USUAL | given).values()
    with pytest.raises(UsageError, match=said):
        outlets._check(*options, *forms)


@pytest.mark.parametrize(
    "given",
    [
        {}, {"unknown": True, "forms": (True, False)}, {"with_merge": True, "is_applied": True, "into": "x"},
        {"with_merge": True, "forms": (False, True)}, {"spelling": "x"},
    ],
)  # fmt: skip
def test_options_that_go_together_are_taken(given: dict[str, Any]) -> None:
    *options, forms = (USUAL | given).values()
    outlets._check(*options, *forms)


@pytest.mark.parametrize(("given", "code"), [(None, None), ("pk", "PK"), ("PK", "PK"), ("Pakistan", "PK")])
def test_a_country_goes_by_its_code_or_name(given: str | None, code: str | None) -> None:
    assert outlets._code(given) == code


def test_no_country_is_refused() -> None:
    with pytest.raises(UsageError, match="'Ruritania' is no country"):
        outlets._code("Ruritania")


def found(run: Run, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("outlets", *arguments, "--json").out.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "column", "value"),
    [
        (("--country", "pakistan"), "country", "PK"),
        (("--kind", "agency"), "kind", "agency"),
        (("--language", "Urdu"), "languages", "ur"),
    ],
)
def test_known_outlets_are_those_that_are_asked_for(
    run: Run, arguments: tuple[str, ...], column: str, value: str
) -> None:
    rows = found(run, *arguments)
    everyone = load_outlets().known.values()
    held = [one.outlet_id for one in everyone if value in (getattr(one, column), *one.languages)]
    assert [row["outlet_id"] for row in rows] == sorted(held)
    assert 0 < len(rows) < len(everyone)


def test_an_outlet_is_found_by_a_part_of_its_id_its_names_or_its_domain(run: Run) -> None:
    (row,) = found(run, "bbc-hindi")
    for part in (row["outlet_id"], row["name"], *row["names"], *row["domains"]):
        assert row in found(run, part.upper()[1:])
    assert len(found(run)) == len(load_outlets().known)


def test_known_outlets_are_shown_with_all_that_is_known(capsys: Capture) -> None:
    row = {
        "outlet_id": "a",
        "name": "The A",
        "country": "IN",
        "languages": ["hi", "en"],
        "kind": "daily",
        "owner_class": "state",
    }
    outlets._print_known(
        [
            row | {"domains": ["a.in", "a.com"]},
            dict.fromkeys(row, "") | {"outlet_id": "b", "languages": [], "domains": []},
        ]
    )
    assert cells(capsys) == [
        ["2 outlets"], ["outlet", "name", "country", "language", "kind", "owner", "domains"],
        ["a", "The A", "IN", "hi, en", "daily", "state", "a.in, a.com"], ["b", "–", "–", "–", "–", "–", "–"],
    ]  # fmt: skip


def unknown(outlet: str, **told: Any) -> dict[str, Any]:
    known = {
        "outlet_id": outlet,
        "name": outlet.upper(),
        "named": True,
        "articles": 3,
        "countries": ["IN"],
        "languages": ["hi"],
    }
    return (
        known
        | {"reason": "", "urls": [], "titles": [], "origins": ["in/news.csv"], "spellings": [outlet.upper()]}
        | told
    )


def test_unknown_outlets_are_shown_with_an_example(capsys: Capture) -> None:
    rows = [
        unknown("a", urls=["u" * 51], titles=["t"]), unknown("b", titles=["t" * 50]), unknown("c", countries=[], languages=["hi", "en"]),
        unknown("d", named=False),
    ]  # fmt: skip
    outlets._print_unknown(rows)
    assert cells(capsys) == [
        ["3 outlets and 1 file without a name of one to review"], ["outlet", "id", "articles", "country", "language", "for example"],
        ["A", "a", "3", "IN", "hi", "u" * 50], ["B", "b", "3", "IN", "hi", "t" * 50], ["C", "c", "3", "–", "hi, en", "news.csv"],
        ["D", "–", "3", "IN", "hi", "news.csv"],
    ]  # fmt: skip
    outlets._print_unknown([unknown("a", reason="a namesake"), unknown("b")])
    title, head, first, *_ = cells(capsys)
    assert (title, head[5], first[5]) == (["2 outlets to review"], "since", "a namesake")
    outlets._print_unknown([unknown("a", named=False), unknown("b", named=False)])
    assert cells(capsys)[0] == ["2 files without a name of one to review"]


def test_rows_for_a_list_of_ones_own_hold_what_is_known() -> None:
    rows = [
        unknown("a.example"), unknown("b", countries=["IN", "PK"], languages=["und"], spellings=[]), unknown("c", named=False),
        unknown("d", spellings=["=D"], name="=D"),
    ]  # fmt: skip
    head, *lines = outlets._csv(rows).splitlines()
    assert head == ",".join(COLUMNS)
    told = [dict(zip(COLUMNS, line.split(","), strict=True)) for line in lines]
    assert [{name: cell for name, cell in row.items() if cell} for row in told] == [
        {"outlet_id": "a.example", "name": "A.EXAMPLE", "country": "IN", "language": "hi", "domains": "a.example"},
        {"outlet_id": "b"},
        {"outlet_id": "d", "name": "'=D", "country": "IN", "language": "hi"},
    ]


def test_rows_of_a_known_outlet_are_as_they_stand_in_a_list() -> None:
    known = {"outlet_id": "a", "names": ["A", "Aa"], "languages": ["hi", "en"], "language": "hi", "domains": []}
    (line,) = outlets._csv([known]).splitlines()[1:]
    row = dict(zip(COLUMNS, line.split(","), strict=True))
    assert {name: cell for name, cell in row.items() if cell} == {
        "outlet_id": "a",
        "names": "A;Aa",
        "language": "hi;en",
    }


def test_proposals_are_shown_with_what_speaks_for_them(capsys: Capture) -> None:
    spelt = Spelt(outlet="x", name="Jagran", articles=3, countries=frozenset({"PK", "IN"}), languages=frozenset())
    outlets._print([Proposal(spelling=spelt, into="j", name="Dainik Jagran", articles=9, why="you say so")])
    assert cells(capsys) == [
        ["1 spelling that may be another outlet"],
        ["spelling", "articles", "may be", "id", "articles", "country", "language", "since"],
        ["Jagran", "3", "Dainik Jagran", "j", "9", "IN, PK", "–", "you say so"],
    ]
