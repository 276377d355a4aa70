"""A page stays small, however many countries, outlets and topics a project has."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import framing

pytest.importorskip("dash")

from dash.development.base_component import Component

from dashboards.data import Snapshot
from dashboards.feed import Feed
from dashboards.pages import PAGES
from dashboards.sample import SampleProject

#: Elements that a browser shows without delay, less what stands around every page.
MOST = 1_500 - 75
#: What Plotly draws of a map.
MAP = 120
_COUNTRIES = [
    "IN",
    "PK",
    "CN",
    "US",
    "GB",
    "FR",
    "DE",
    "IT",
    "ES",
    "RU",
    "JP",
    "KR",
    "BR",
    "AR",
    "CL",
    "PE",
    "CO",
    "MX",
    "CA",
    "AU",
    "NZ",
    "ZA",
    "NG",
    "KE",
    "EG",
    "MA",
    "TN",
    "DZ",
    "SA",
    "AE",
    "QA",
    "KW",
    "OM",
    "IR",
    "IQ",
    "TR",
    "SY",
    "LB",
]
_SAID = (
    "The hospital treated patients and doctors", "The court heard the judge and the lawyer", "The market fell",
    "Police arrested the thief for murder", "The army attacked with missiles", "Parliament voted in the election",
    "Officials said the policy would change", "The poll found that voters were angry", "The budget was short",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages with all their parts, as they are once these have been asked for."""
    monkeypatch.setattr("dashboards.data.QUICK", 1_000_000)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """Thirty-eight countries with three outlets each, of five articles each."""
    rows = []
    for number in range(len(_COUNTRIES) * 15):
        country, outlet = _COUNTRIES[number // 15], number // 5
        filler = " ".join(f"w{number}x{place}" for place in range(40))
        text = f"{filler}. {_SAID[number % 9]}. It is a {('shameful', 'stunning', 'brutal')[number % 3]} day."
        rows.append({
            "id": str(number), "outlet": f"Paper {outlet}", "country": country, "language": "en",
            "genre": ("news", "opinion", "editorial", "release")[number % 4], "title": _SAID[(number * 7) % 9],
            "text": f"{text} The minister reaffirmed the commitment to peace.",
        })  # fmt: skip
    look = Feed(lambda: SampleProject(framing.articles(pl.DataFrame(rows)))).look()
    assert isinstance(look, Snapshot)
    return look


def elements(content: Any) -> int:
    """Elements of a page, those of its drawings included."""
    parts = [each for each in content._traverse() if isinstance(each, Component)]
    drawn = [str(getattr(each, "data-wide", "")) for each in parts]
    return len(parts) + sum(drawing.count("<") - drawing.count("</") for drawing in drawn)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?by=publisher&scale=assurance",
        "/outlets",
        "/outlets?a={0}&measure=praise",
        "/compare?a={0}&words=all",
        "/search?q=day",
        "/countries?open=IN",
    ],
)
def test_a_page_stays_small(snapshot: Snapshot, address: str) -> None:
    path, _, search = address.format(snapshot.rows["outlet"][0]).partition("?")
    made = next(page for page in PAGES if page.stands_at(path)).make(snapshot, path, search)
    assert made is not None
    if path == "/":
        assert "data-wide" in str(made.content)
        assert "Pages of the countries" in str(made.content)
    assert 500 < elements(made.content) < MOST - (MAP if path in ("/", "/countries") else 0)


def test_every_country_is_on_one_page(snapshot: Snapshot) -> None:
    page = next(page for page in PAGES if page.stands_at("/"))
    seen: list[str] = []
    for number in range(1, 5):
        made = page.make(snapshot, "/", f"countries={number}")
        assert made is not None
        content: Any = made.content
        table = next(each for each in content._traverse() if getattr(each, "id", "") == "countries")
        seen += [getattr(row, "data-key") for row in table._traverse() if getattr(row, "data-key", None)]
    assert sorted(seen) == sorted(_COUNTRIES)
