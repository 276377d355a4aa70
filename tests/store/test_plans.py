"""What a plan fixes, how its file says it, and what it refuses; how it is run is in ``tests/cli/test_plan.py``."""

from __future__ import annotations

import hashlib
import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon, load_lexicon
from framing.schemas import SECTIONS, VOICES
from framing.statistics.question import Question
from framing.store.plans import Plan, check_plan, read_plan, write_plan

MEASURES = ("sensational", "doubt")
PLAIN = {
    "question": "Who doubts?",
    "by": "outlet",
    "about": "",
    "sections": list(SECTIONS),
    "voices": list(VOICES),
    "measures": list(MEASURES),
}


@pytest.fixture(scope="module")
def few(lexicon: Path) -> Lexicon:
    return load_lexicon(lexicon)


def plan(**keywords: Any) -> Plan:
    return Plan("Who doubts?", Question(**keywords), MEASURES)


#: Every filter, as it is asked and as the file has it.
FILTERS: dict[str, tuple[Any, Any]] = {
    "about": ("kashmir AND NOT “cricket”", "kashmir AND NOT “cricket”"),
    "outlet": (("dawn", "the-hindu"), ["dawn", "the-hindu"]),
    "country": ("PK", ["PK"]),
    "language": ("ur", ["ur"]),
    "genre": (("news", "opinion"), ["news", "opinion"]),
    "topic": ("kashmir", ["kashmir"]),
    "since": (date(2025, 1, 31), "2025-01-31"),
    "until": ("2025", "2025"),
    "within": ({"country": "IN", "group:desk": "city"}, ["country=IN", "group:desk=city"]),
    "min_articles": (5, 5),
    "top": (9, 9),
    "by": ("month", "month"),
    "sections": ("title", ["title"]),
    "voices": (("quoted", "own"), ["quoted", "own"]),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_file_says_all_that_is_fixed(tmp_path: Path, few: Lexicon, name: str) -> None:
    asked, told = FILTERS[name]
    fixed = plan(**{name: asked})
    assert fixed.to_dict() == PLAIN | {name: told}
    write_plan(fixed, tmp_path / "plan.toml", few)
    written = tomllib.loads((tmp_path / "plan.toml").read_text(encoding="utf-8"))
    digest = hashlib.sha256(json.dumps(PLAIN | {name: told}, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    assert written == PLAIN | {name: told, "sha256": digest}
    found = read_plan(tmp_path / "plan.toml")
    assert found == plan(**{"by": "outlet", name: asked})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("question = 1", "'question' is missing or no str"),
        ("measures = 'doubt'", "'measures' is missing or no list"),
        ("measures = ['doubt', 1]", "a list holds no text"),
        ("top = '9'", "'top' is missing or no int"),
        ("within = ['country=IN', 1]", "a list holds no text"),
        ("sha256 = 1", "'sha256' is missing or no str"),
    ],
)
def test_what_is_no_plan_is_named(tmp_path: Path, line: str, said: str) -> None:
    name = line.split(" ")[0]
    lines = [each for each in plan().text().splitlines() if not each.startswith(f"{name} =")]
    path = tmp_path / "plan.toml"
    for content, problem in (([*lines, line], said), (lines, f"'{name}' is missing or no ")):
        if content is lines and name in ("top", "within"):
            continue  # Filters stand in a plan where they are used.
        path.write_text("\n".join(content), encoding="utf-8")
        with pytest.raises(UsageError) as caught:
            read_plan(path)
        assert (caught.value.code, caught.value.where) == ("plan.invalid", str(path))
        assert caught.value.what.startswith(problem)


def test_what_was_changed_no_longer_fits(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(plan().text().replace("Who", "What"), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_plan(path)
    assert caught.value.code == "plan.changed"


@pytest.mark.parametrize(
    ("fixed", "code"),
    [
        (Plan("Who?", Question(), ("doubts",)), "plan.dimension"),
        (Plan("Who?", Question(about="a AND"), MEASURES), "about.syntax"),
        (Plan(" ", Question(), MEASURES), "plan.open"),
        (Plan("Who?", Question(), ()), "plan.open"),
    ],
)
def test_what_cannot_be_planned_is_refused(tmp_path: Path, few: Lexicon, fixed: Plan, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        write_plan(fixed, tmp_path / "plan.toml", few)
    assert caught.value.code == code
    assert not (tmp_path / "plan.toml").exists()
    if code == "plan.open":
        check_plan(fixed, few)  # Nothing is fixed yet: a study's sizes are told of it all the same.


def test_a_plan_is_fixed_once(tmp_path: Path, few: Lexicon) -> None:
    write_plan(plan(), tmp_path / "plan.toml", few)
    with pytest.raises(UsageError) as caught:
        write_plan(plan(), tmp_path / "plan.toml", few)
    assert caught.value.code == "plan.exists"


def test_what_is_asked_beyond_the_plan_is_exploratory() -> None:
    told = f"Planned: Who doubts? (sensational, doubt; plan {plan().sha256[:12]})."
    assert plan().measured(("doubt",)) == (MEASURES, [told])
    assert plan().measured(("praise", "doubt", "blame")) == (
        (*MEASURES, "praise", "blame"),
        [told, "Exploratory, since the plan does not name it: praise, blame."],
    )


@given(st.lists(st.tuples(st.sampled_from(["sensational", "doubt", "praise"]), st.floats(0, 1)), max_size=8))
def test_what_is_planned_alone_is_adjusted(rows: list[tuple[str, float]]) -> None:
    """Benjamini and Hochberg's p: the least, among those as large or larger, of p times their number over their rank."""
    table = pl.DataFrame(
        [(name, p, -1.0) for name, p in rows],
        schema={"dimension": pl.String, "p": pl.Float64, "p_adjusted": pl.Float64},
        orient="row",
    )
    found = plan().adjusted(table)["p_adjusted"].to_list()
    ours = sorted(p for name, p in rows if name in MEASURES)
    for (name, p), value in zip(rows, found, strict=True):
        if name in MEASURES:
            steps = [q * len(ours) / rank for rank, q in enumerate(ours, 1) if q >= p]
            assert value == pytest.approx(min(1.0, *steps))
        else:
            assert value == -1.0


def test_a_figure_without_p_stays_without() -> None:
    table = pl.DataFrame({"dimension": ["doubt"] * 2, "p": [None, 0.5], "p_adjusted": [None, 0.9]})
    assert plan().adjusted(table)["p_adjusted"].to_list() == [None, 0.5]
