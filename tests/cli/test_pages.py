"""Pages of reports and comparisons, from tables made by hand: which rows, in which order, and what each cell says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

import framing
from framing.cli.pages.comparison import comparison_page
from framing.cli.pages.report import report_page
from framing.figures.planes import LOUD, OFFICIAL
from framing.statistics.comparison import Comparison
from framing.statistics.reasons import Reasons
from tests.cli.reading import NARROW, Read
from tests.cli.test_tables import NO_CHECKS, comparison, contrasted, rate, reasons, shift, side, word
from tests.handmade import estimates, table_of


def page(*rows: dict[str, Any], **told: Any) -> Read:
    return Read(report_page("title", estimates(*rows), ["a caveat"], framing.default_lexicon(), "the scope", **told))


def tone(key: str, estimate: float | None, **told: Any) -> dict[str, Any]:
    ends = (None, None) if estimate is None else (estimate - 0.5, estimate + 0.25)
    return rate(key, "tone", estimate=estimate, low=ends[0], high=ends[1], positive=2, negative=1) | told


def test_a_scale_goes_down_from_the_highest_language_by_language() -> None:
    found = page(
        tone("b", 0.25, status="ok"), tone("B", 0.25, status="ok"), tone("c", None, status="few-articles"), tone("a", 0.5, status="ok"),
        tone("d", 3.5, language="hi", reliability=0.4, articles_needed=20, status="odd"),
    )  # fmt: skip
    rows = found.rows("tone: how many doublings")
    assert [row[0] for row in rows] == ["English", "a", "b", "B", "c", "Hindi", "d"]
    ticks = "−4−20+2+4"
    assert found.heads("tone: how many doublings") == [
        "", "articles", "hits", "observed", ticks, "at large", "95 % interval", "reliability", ""
    ]  # fmt: skip
    assert rows[1][1:4] + rows[1][5:] == ["7", "2 : 1", "+1.00", "+0.50", "0.00 … +0.75", "", ""]
    assert rows[4][5:] == ["–", "–", "", "under five events or texts"]
    assert rows[6][5:] == ["+3.50", "+3.00 … +3.75", ".40; 20 for .80", "odd"]
    muted = [len([one for one in row.iter("svg") if "muted" in one.get("class")]) for row in found.root.iter("tr")]
    assert sum(muted) == 2
    # At least a doubling to either side; and one language alone needs no heading.
    one = page(tone("a", 0.1))
    assert [one.heads("tone: how many")[4], [row[0] for row in one.rows("tone: how many")]] == ["−10+1", ["a"]]


def seen(key: str, ratio: float | None, measure: str = "war", **told: Any) -> dict[str, Any]:
    ends = {"ratio": ratio, "ratio_low": ratio and ratio / 2, "ratio_high": ratio and ratio * 2}
    return rate(key, measure, **ends, baseline=1.0, status="ok", words=90) | told


@pytest.mark.parametrize(
    ("ratio", "is_sure", "share", "side"),
    [
        (4.0, True, 60, "more"), (8.0, True, 60, "more"), (2.0, True, 30, "more"), (0.5, True, 30, "less"), (0.0, True, 60, "less"),
        (2.0, False, 11, "more"), (1.0, False, 0, "less"),
    ],
)  # fmt: skip
def test_a_cell_of_the_map_is_the_deeper_the_farther(ratio: float, is_sure: bool, share: int, side: str) -> None:
    found = page(seen("a", ratio, lfsr=0.001 if is_sure else 0.4, beyond=0.95, estimate=1.236))
    (cell,) = (cell for cell in found.root.iter("td") if (cell.get("style") or "").startswith("background"))
    assert cell.get("style") == f"background:color-mix(in srgb,var(--{side}) {share}%,transparent)"
    assert (cell.get("class"), cell.get("title")) == (
        "sure" if is_sure else "muted",
        "war: 1.24 per 1,000 words, 3 hits",
    )


def test_the_map_has_every_outlet_by_its_name_language_by_language() -> None:
    found = page(
        seen("b", 2.0), seen("a", None, status="no-hits"), seen("C", 1.0), seen("b", 3.0, "peace"), seen("d", 1.0, language="hi")
    )  # fmt: skip
    assert found.rows("Rate at large divided") == [
        ["English", "", ""], ["a", "–", "–"], ["b", "×2.00", "×3.00"], ["C", "×1.00", "–"], ["Hindi", "", ""], ["d", "×1.00", "–"]
    ]  # fmt: skip
    dashes = [cell.get("title") for cell in found.of_class("muted") if cell.tag == "td" and cell.text == "–"]
    assert dashes == ["no hits", None, None, None]
    assert "Rate at large divided" not in page(seen("a", None)).text
    assert [row[0] for row in page(seen("a", 1.0)).rows("Rate at large divided")] == ["a"]


def test_a_dimension_has_its_ratios_or_without_a_baseline_its_rates() -> None:
    found = page(
        seen("a", 2.0, p_adjusted=0.049, reliability=0.9), seen("b", 4.0, p_adjusted=0.05, estimate=9.0, low=None, observed=None),
        seen("c", None, estimate=None, low=None, status="few-articles"),
    )  # fmt: skip
    rows = found.rows("war: ratio to the language's median outlet")
    assert [row[0] for row in rows] == ["b", "a", "c"]
    assert rows[0][2:] == ["×4.00", "9.00", "–", "3", "90", "–", "", ".050", ""]
    assert rows[1][2:] == ["×2.00", "1.00", "0.50 … 2.00", "3", "90", "1.00", ".90", ".049", ""]
    assert rows[2][2:] == ["–", "–", "–", "3", "90", "1.00", "", "–", "under five events or texts"]
    assert [one.text for one in found.of_class("sure") if one.tag == "span"] == [".049"]
    # As far as eight times, the end of an interval: every second doubling is named.
    assert found.heads("war: ratio")[1] == "×1/4×1×4"
    plain = page(rate("a", "war", estimate=3.0, low=2.0, high=4.0), rate("b", "war"))
    assert plain.heads("war: rate per 1,000 words")[1] == "01234"
    assert [row[0] for row in plain.rows("war: rate per 1,000 words")] == ["a", "b"]
    assert "reliability" not in plain.heads("war: rate per 1,000 words")


@pytest.mark.parametrize(("keys", "shown"), [(59, 59), (60, 60), (61, 60)])
def test_a_page_has_the_sixty_keys_with_most_words(keys: int, shown: int) -> None:
    found = page(*(seen(f"o{at:02}", 1.0, words=100 + at) for at in range(keys)))
    assert [row[0] for row in found.rows("war: ratio")] == [f"o{at:02}" for at in range(keys - shown, keys)]
    assert ("The 60 with most words of 61 are shown" in found.text) == (keys > shown)


def test_a_plane_is_drawn_of_a_language_with_two_outlets() -> None:
    def both(key: str, **told: Any) -> list[dict[str, Any]]:
        return [rate(key, name, **told) for name in (LOUD, OFFICIAL)]

    rows = [
        *both("a", language="hi"),
        *both("b", language="hi"),
        *both("c"),
        *both("d"),
        *both("e"),
        *both("f", language="ur"),
    ]
    found = page(*rows, outlet_name=str.upper)
    titles = [one.text for one in found.root.iter("h3")]
    assert titles == ["English", "Hindi"]
    assert "3 outlets in English" in found.text
    assert [one.text for one in found.of_class("name")].count("A") == 2
    assert "Who shouts" not in page(*both("a")).text


def test_all_outlets_like_these_are_a_row_of_their_own() -> None:
    found = page(seen("PK", 1.0, level="country"), seen("PK", 2.0, level="population:country", estimate=0.5))
    assert [row[0] for row in found.rows("war: ratio")] == ["PK", "PK: all outlets like these"]


def made_page(made: Comparison, rests: Reasons | None = None, articles: Any = (), outlet_name: Any = str) -> Read:
    table = table_of({"article_id": pl.String(), "language": pl.String()}, list(articles))
    return Read(
        comparison_page(made, rests or reasons(), table, framing.default_lexicon(), "the scope", outlet_name, NO_CHECKS)
    )


def test_a_comparison_has_its_sides_and_its_rows() -> None:
    at = datetime(2026, 2, 6, 23, tzinfo=UTC)
    found = made_page(comparison(
        [
            contrasted("war", p_adjusted=0.049), contrasted("fear", p_adjusted=0.05, low=None, status="one-sided"),
            contrasted("awe", effect=None, status="no-hits"), contrasted("tone", measure="difference", effect=-1.0, low=-1.75, high=0.1),
        ],
        side("a", languages="en+hi", first_published=at), side("b", name="b"),
    ))  # fmt: skip
    assert found.rows("The two sides.") == [
        ["A: the aa", "3", "3", f"1{NARROW}200", "English, Hindi", "2026-02-06", "–"],
        ["B: b", "3", "3", f"1{NARROW}200", "English", "–", "–"],
    ]
    rows = found.rows("Ratio of A's rate to B's")
    assert [row[0] for row in rows] == ["war", "fear"]
    assert rows[0][2:] == [
        "×2.00",
        "×1.50 … ×3.00",
        ".049",
        "4",
        "2",
        "1.25",
        "0.50",
        "",
    ]
    assert rows[1][2:] == ["×2.00", "–", ".050", "4", "2", "1.25", "0.50", "one sided"]
    (scale,) = found.rows("A's value less B's")
    assert scale[2:4] == ["−1.00", "−1.75 … +0.10"]
    assert scale[7:9] == ["+1.25", "+0.50"]
    # To the next half: −1.75 needs two.
    assert found.heads("A's value less B's")[1] == "−2−10+1+2"
    assert [one.text for one in found.of_class("sure") if one.tag == "span"] == ["×2.00"]
    assert "Too little to say: awe." in found.text
    bare = made_page(comparison([]))
    assert "Too little" not in bare.text
    assert not bare.tables("Ratio of A's")


@pytest.mark.parametrize(("effect", "ticks"), [(0.1, "−0.50+0.5"), (0.6, "−10+1"), (5.0, "−2−10+1+2")])
def test_an_axis_of_scales_goes_from_a_half_to_two_points(effect: float, ticks: str) -> None:
    found = made_page(comparison([contrasted("tone", measure="difference", effect=effect, low=0.0, high=effect)]))
    assert found.heads("A's value less B's")[1] == ticks


def test_an_outlet_that_goes_by_a_name_has_its_id_beside_it() -> None:
    made = comparison([], side("a", name="The A"), side("b", name="rest"))
    assert [row[0] for row in made_page(made).rows("The two sides.")] == ["A: The Aa", "B: rest"]
    made.settings["by"] = "country"  # type: ignore[index]
    assert [row[0] for row in made_page(made).rows("The two sides.")] == ["A: The A", "B: rest"]


def test_what_makes_a_difference_adds_up() -> None:
    shifts = [shift(f"w{at:02}", contribution=0.25, language="en") for at in range(16)]
    shifts[1] |= {"language": "en+hi", "contribution": -0.5}
    shifts[2] |= {"contribution": None, "term": "x" * 41, "language": None}
    moved = {"measure": "war", "kind": "ratio", "without": 1.5, "value": 2.0, "change": 0.5, "term": "raid"}
    examples = [
        {"measure": "war", "compared": "b", "before": "x", "hit": "hit", "after": "z", "voice": "own", "article_id": "n", "outlet": "o"},
        {"measure": "war", "compared": "a", "before": "y", "hit": "HIT", "after": "z", "voice": "own", "article_id": "m"},
    ]  # fmt: skip
    rests = reasons([], [moved | {"change": None}, moved], [moved | {"measure": "other"}])
    found = made_page(
        comparison([contrasted("war")], shifts=shifts, examples=examples), rests, [{"article_id": "n", "language": "ur"}], str.upper
    )  # fmt: skip
    # Fifteen are shown; thirteen quarters and fourteen, less a half.
    rows = found.rows("war: the entries' parts; all 16 add up to +3.00. 1 further entries are in --json.")
    assert len(rows) == 15
    assert rows[0][:1] + rows[0][2:] == ["w00", "+0.250", "3", "1", "c"]
    assert [row[0] for row in rows[1:3]] == ["w01", "x" * 39 + "…"]
    assert [row[2] for row in rows[1:3]] == ["−0.500", "–"]
    names = [node.get("lang") for node in found.root.iter("bdi") if (node.text or "").startswith(("w0", "xx"))]
    assert names[:3] == ["en", None, None]
    bars = [float(one.get("width")) for one in found.root.iter("rect")]
    assert bars[:2] == [25.0, 50.0]
    assert found.heads("war: the entries' parts")[1:3] == ["← the b · the a →", "adds"]
    assert "As counted, without the entry that moves it most (raid) it is ×1.50 instead of ×2.00." in found.text
    quotes = [(one.text_content(), one.get("lang")) for one in found.root.iter("blockquote")]
    assert quotes == [("y HIT z · own · m", None), ("x hit zO · own · n", "ur")]
    few = made_page(comparison([contrasted("war", measure="difference")], shifts=shifts[:15]))
    assert "further entries" not in few.text
    assert few.heads("war: the entries' parts")[2] == "adds (points)"
    assert "As counted" not in few.text
    flat = made_page(comparison([contrasted("war")], shifts=[shift("w", contribution=0.0)]))
    assert [one.get("width") for one in flat.root.iter("rect") if one.get("class")] == ["0"]


def test_all_words_stand_on_the_side_that_has_more_of_them() -> None:
    words = [word(f"w{at:02}", 27.5 - at, 0.05 if at == 1 else 0.049) for at in range(55)]
    found = made_page(comparison([]), reasons(words))
    a, b = found.rows("Words of the a."), found.rows("Words of the b.")
    assert [row[0] for row in a] == [f"w{at:02}" for at in range(25)]
    assert [row[0] for row in b] == [f"w{at:02}" for at in range(54, 29, -1)]
    assert a[0] == ["w00", "+27.5", "+13.75", "+12.75 … +14.75", "3", "1"]
    marked = [one.get("class") for one in found.root.iter("span") if (one.text or "") in ("+27.5", "+26.5")]
    assert marked == ["sure", "muted"]
    # Of few words none is on both sides, and one that is as frequent in both on that of B.
    few = made_page(comparison([]), reasons([word("up", 1.0), word("even", 0.0), word("down", -1.0)]))
    assert [[row[0] for row in few.rows(f"Words of the {name}.")] for name in "ab"] == [["up"], ["down", "even"]]
