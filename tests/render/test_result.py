"""Results in a notebook: readable, harmless, and turned into frames of other libraries."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.render.result import readable

HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>"
KINDS = pl.DataFrame(
    {
        "key": [HOSTILE, None],
        "n": [1, None],
        "whole": [2, 3],
        "share": [0.25, None],
        "sure": [True, None],
        "fine": [True, False],
        "at": [datetime(2026, 2, 6, tzinfo=UTC), None],
        "tags": [["a", "b"], None],
    }
)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.names += [tag, *(name for name, _ in attrs if name.startswith("on"))]


def tags(markup: str) -> set[str]:
    seen = Tags()
    seen.feed(markup)
    seen.close()
    return set(seen.names)


def test_a_result_shows_itself_and_what_it_holds_stays_text() -> None:
    articles = framing.articles([{"article_id": HOSTILE, "text": "A historic day.", "title": HOSTILE}])
    scored = framing.score(articles)
    found = framing.FramingNamespace(framing.estimate(scored, articles, levels=["outlet"])).show(HOSTILE)
    for shown in (scored, framing.read([{"text": HOSTILE}]), found):
        assert tags(shown._repr_html_()) <= {
            "div", "style", "p", "table", "caption", "span", "thead", "tbody", "tr", "th", "td", "bdi", "ul", "li",
        }  # fmt: skip
    assert "1 articles" in scored._repr_html_()


@given(st.text(max_size=40))
def test_any_cell_stays_text(text: str) -> None:
    assert tags(readable(pl.DataFrame({"key": [text], text: [text]}), text)) <= {
        "div", "table", "caption", "span", "thead", "tbody", "tr", "th", "td", "bdi",
    }  # fmt: skip


def test_the_two_ends_of_an_interval_are_one_column() -> None:
    frame = pl.DataFrame(
        {"key": ["a", "b"], "low": [-0.5, None], "high": [1234.5, 1.0], "x_low": [0.01, 0.0], "x_high": [1.0, 2.0]}
    )
    shown = readable(frame, "Rates")
    assert [text in shown for text in ("−0.50 … 1\u202f234.50", "0.0100 … 1.00", "x 95 % interval")] == [True] * 3
    assert shown.count('scope="col"') == 3
    # An interval with one end alone is none.
    assert [cell in shown for cell in (">–<", "0.00 … 2.00")] == [True, True]


@pytest.mark.parametrize("end", ["low", "high", "x_low", "x_high"])
def test_one_end_alone_is_a_column_of_its_own(end: str) -> None:
    shown = readable(pl.DataFrame({"key": ["a"], end: [0.5]}), "Rates")
    assert f'class="number">{end.replace("_", " ")}</th>' in shown
    assert "95 % interval" not in shown
    assert ">0.50<" in shown


def test_cells_are_told_by_their_kind() -> None:
    shown = readable(
        pl.DataFrame({
            "p": [0.0004], "p_adjusted": [0.04], "lfsr": [0.2], "share": [0.04], "n": [1234], "sure": [True], "fine": [False],
            "at": [datetime(2026, 2, 6, tzinfo=UTC)], "none": [None], "tags": [["a", "b"]],
        }), "Kinds",
    )  # fmt: skip
    cells = [
        "&lt;.001",
        ".040",
        ".200",
        "0.0400",
        "1\u202f234",
        "yes",
        "no",
        "2026-02-06",
        "–",
        "[&#x27;a&#x27;, &#x27;b&#x27;]",
    ]
    assert re.findall(r"<t[hd][^>]*>(?:<bdi>)?([^<]*)<", shown.partition("<tbody>")[2]) == cells


def test_small_numbers_have_more_places() -> None:
    shown = readable(pl.DataFrame({"share": [0.0999, 0.1, 0.10001, -0.0999]}), "Shares")
    assert [f">{told}<" in shown for told in ("0.0999", "0.10", "−0.0999", "0.1000")] == [True, True, True, False]


@pytest.mark.parametrize(("rows", "told"), [(29, "29 rows<"), (30, "30 rows<"), (31, "31 rows, 30 shown<")])
def test_of_many_rows_the_first_are_shown(rows: int, told: str) -> None:
    shown = readable(pl.DataFrame({"row": [f"r{at}." for at in range(rows)]}), "Rates")
    assert f"Rates: {told}" in shown
    assert [f"r{at}." in shown for at in (28, 29, 30)] == [True, rows > 29, False]


@pytest.mark.parametrize(("letters", "told"), [(79, "x" * 79), (80, "x" * 80), (81, "x" * 79 + "…")])
def test_a_long_cell_is_cut_and_so_is_a_long_name_for_those_who_do_not_see(letters: int, told: str) -> None:
    assert f">{told}<" in readable(pl.DataFrame({"title": ["x" * letters]}), "Rates")
    spoken = f"{'x' * (letters - 8)}: 1 rows"[:80]
    assert f'aria-label="{spoken}"' in readable(pl.DataFrame({"n": [1]}), "x" * (letters - 8))


def test_frames_go_to_pandas_with_their_kinds() -> None:
    pandas = pytest.importorskip("pandas")
    made = framing.FramingNamespace(KINDS).to_pandas()
    assert made.shape == (2, 8)
    assert [str(made[name].dtype) for name in ("n", "whole", "share", "sure", "fine")] == [
        "Int64", "int64", "float64", "boolean", "bool",
    ]  # fmt: skip
    assert made["at"][0] == pandas.Timestamp("2026-02-06", tz="UTC")
    assert (made["key"][0], made["tags"][0]) == (HOSTILE, ["a", "b"])
    # What came from here goes back.
    again = framing.frames.frame_of(made)
    assert again.select("n", "whole", "share", "fine").equals(KINDS.select("n", "whole", "share", "fine"))


def test_results_convert_by_the_names_of_their_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    scored = framing.score(pl.DataFrame({"text": ["A historic day."]}))
    assert list(scored.to_pandas("scores").columns) == scored.scores.columns
    assert len(scored.to_pandas()) == 1
    with pytest.raises(framing.UsageError, match=r"there is no table 'x'.*articles, evidence"):
        scored.to_pandas("x")
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(framing.UsageError, match=r"pandas is not installed; pip install pandas"):
        scored.to_pandas()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(framing.UsageError, match="pip install pyarrow"):
        scored.to_arrow()


def test_a_table_for_readers_leaves_out_what_is_for_programs() -> None:
    scored = framing.score(pl.DataFrame({"text": ["A historic day."]}))
    shown = readable(scored.articles, "articles")
    assert scored.articles["content_sha256"][0] not in shown
    assert scored.articles["lexicon_fingerprint"][0] not in shown
    assert "coverage" in shown
    # With nothing else there is nothing to leave out.
    assert scored.articles["content_sha256"][0] in readable(scored.articles.select("content_sha256"), "hashes")


def test_columns_of_a_wide_table_in_a_notebook_do_not_cover_each_other() -> None:
    # Jupyter fixes the layout of tables; ours say otherwise, in a box that scrolls.
    shown = framing.FramingNamespace(KINDS).show()._repr_html_()
    style = "".join(shown.split("<style>")[1].split("</style>")[0].split())
    assert "table-layout:auto" in style.split(".framingtable{")[1].split("}")[0]
    assert style.split(".framingtable.frame{")[1].split("}")[0].rstrip(";") == "width:max-content"
    assert "overflow-x:auto" in style.split(".framing.scroll{")[1].split("}")[0]
    assert '<table class="frame">' in shown
