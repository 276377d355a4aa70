"""Parts of pages, from rows made by hand: places and their paragraphs, marks in a text, figures of codes and machines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

pytest.importorskip("dash")

from dashboards.background import Once
from dashboards.components import coded, concordance, keyness, machines, reader, standing
from dashboards.components.reader import Marker
from dashboards.plainview import DataView, SearchView, ValidityView
from dashboards.view import ArticleView, CompareView, OutletsView
from tests.cli.test_tables import KEYNESS, word
from tests.dashboards.test_cells import cells, of, said, span
from tests.handmade import estimates, outlet, table_of


def at(day: int) -> datetime:
    return datetime(2024, 1, day, tzinfo=UTC)


LINES = pl.DataFrame({
    "article_id": list("1234"), "before": ["the Old", "a “new", "the bold", "…"], "after": ["", "zebra", "Apple!", "- bee"],
    "published": [at(3), None, at(1), at(2)], "outlet_name": ["b", "a", "b", "a"],
})  # fmt: skip


@pytest.mark.parametrize(
    ("sort", "order"),
    [("", "1234"), ("before", "3214"), ("after", "3421"), ("date", "3412"), ("outlet", "4231"), ("moon", "1234")],
)
def test_places_are_ordered_by_the_nearest_word(sort: str, order: str) -> None:
    assert "".join(concordance.sorted_lines(LINES, sort)["article_id"]) == order


@pytest.mark.parametrize(
    ("places", "words", "told"),
    [(1, 1000, "1.00"), (0, 5, "0.00"), (1, 100_000, "0.01"), (1, 100_001, "less than 0.01"), (5, 2000, "2.50")],
)
def test_places_are_so_many_per_thousand_words(places: int, words: int, told: str) -> None:
    assert concordance._per(places, words) == told


def test_places_are_summed_up() -> None:
    articles = pl.DataFrame({"outlet": ["a", "b", "a"]})
    lines: Any = SimpleNamespace(places=1200, articles=articles, rows=pl.DataFrame({"words": [1000, None, 1000, 2000]}))
    assert concordance.summary(lines) == "1,200 places in 3 of 4 articles, of 2 outlets, 300.00 per 1,000 words."
    lines.rows = pl.DataFrame({"words": [0, None]})
    assert concordance.summary(lines) == "1,200 places in 3 of 2 articles, of 2 outlets."


PLACE: dict[str, Any] = {
    "article_id": "1", "section": "body", "of_title": "T", "of_start": None, "outlet_name": "O", "published": at(1), "published_precision": "day",
    "language": "en", "hit": "hit", "before": "b", "after": "a", "negated": False, "start": 0, "end": 3,
}  # fmt: skip


def opened(text: str, start: int, section: str = "body") -> list[str]:
    """A place of three letters in its paragraph: what stands before it, itself, what stands after it."""
    articles = pl.DataFrame({"article_id": ["0", "1"], "title": ["x", "the hit here"], "text": ["x", text]})
    snapshot: Any = SimpleNamespace(articles=articles, scored=SimpleNamespace(with_texts=lambda rows: rows))
    row = PLACE | {"start": start, "end": start + 3, "section": section}
    return said(concordance._opened(snapshot, row, SearchView()))[:3]


def test_a_place_opens_in_its_paragraph() -> None:
    assert opened("first\none hit two\nlast", 10) == ["one ", "hit", " two"]
    assert opened("hit", 0) == ["", "hit", ""]
    assert opened("x", 4, "title") == ["the ", "hit", " here"]


@pytest.mark.parametrize(("letters", "cut"), [(699, False), (700, False), (701, True)])
def test_of_a_long_paragraph_seven_hundred_letters_are_shown_on_each_side(letters: int, cut: bool) -> None:
    before, hit, after = opened("a" * letters + "hit" + "z" * letters, letters)
    assert (before, hit, after) == (
        f"{'… ' * cut}{'a' * min(letters, 700)}",
        "hit",
        f"{'z' * min(letters, 700)}{' …' * cut}",
    )


@pytest.mark.parametrize(
    ("negated", "open_", "language", "name"),
    [(False, "", "en", "line"), (True, "1 body 0", "ur", "line right-to-left")],
)
def test_a_line_has_its_word_in_the_middle(negated: bool, open_: str, language: str, name: str) -> None:
    row = concordance._row(PLACE | {"negated": negated, "language": language}, "1 body 0", SearchView(open=open_))
    assert cells(row) == ["b", "hit|negated" if negated else "hit", "a", "O|1 Jan 2024"]
    assert of(row, "className") == name
    assert of(row.children[1].children[0], "aria-expanded") == ("true" if open_ else "false")


def marked(asked: bool = False, entry: str = "") -> Marker:
    return Marker(
        article_id="1", view=ArticleView(entry=entry), slots={"war": 0, "fear": 1},
        asked=(lambda one: one.entry == "a") if asked else None,
    )  # fmt: skip


def test_a_mark_says_what_lies_in_it() -> None:
    one, two = (
        replace(span("a"), start=2, end=6, number=1),
        replace(span("b", factor=0.0), start=4, end=8, number=2, dimension="fear"),
    )
    parts = marked(asked=True, entry="b").texts("0123456789", 0, 10, [one, two])
    assert [part if isinstance(part, str) else "".join(said(part)) for part in parts] == ["01", "23", "45", "67", "89"]
    first, both, last = (part for part in parts if not isinstance(part, str))
    assert of(first, "className") == "hit d-war s0 v-own focus"
    assert of(both, "className") == "hit d-war s0 v-own many focus open"
    assert of(last, "className") == "hit d-fear s1 v-own open void"
    assert of(both, "style") == {"--wash": "linear-gradient(var(--wash-0) 0.0% 50.0%, var(--wash-1) 50.0% 100.0%)"}
    # A span has its name where it begins, and there alone.
    assert [getattr(part, "id", None) for part in (first, both, last)] == ["span-1", "span-2", None]
    assert of(of(last, "children")[0], "title") == "fear, own voice, no hit"
    plain = marked().texts("0123456789", 0, 10, [one])[1]
    assert of(plain, "className") == "hit d-war s0 v-own"


@pytest.mark.parametrize(
    ("lines", "kinds"), [(149, {"lead", "body"}), (150, {"lead", "body"}), (151, {"lead", "body", "body rest"})]
)
def test_of_many_paragraphs_the_last_stand_in_one(lines: int, kinds: set[str]) -> None:
    text = "\n".join(f"line {number}" for number in range(lines + 1)) if lines > 150 else "\n".join(["line"] * lines)
    parts = of(reader.body_text(text, [], [], "en", marked()), "children")
    assert len(parts) == min(lines, 151)
    assert {of(part, "className") for part in parts} == kinds
    if lines > 150:
        assert said(parts[-1]) == ["line 150\nline 151"]


def test_what_was_taken_out_stands_in_its_place() -> None:
    cuts = [
        {"rule": "title", "at": 0, "text": "The headline"}, {"rule": "space", "at": 3, "text": " "}, {"rule": "learned 1", "at": 4, "text": " foot "},
        {"rule": "date", "at": 99, "text": "today"}, {"rule": "date", "at": 0, "text": "  "},
    ]  # fmt: skip
    parts = of(reader.body_text("one\ntwo", [], cuts, "en", marked()), "children")
    assert ["|".join(said(part)) for part in parts] == [
        "Left out: the headline again|The headline", "one", "Left out: learned 1|foot", "two", "Left out: a date before the text|today"
    ]  # fmt: skip


@pytest.mark.parametrize(("pieces", "shown"), [(39, 39), (40, 40), (41, 40)])
def test_forty_pieces_that_were_taken_out_are_shown(pieces: int, shown: int) -> None:
    cuts = [{"rule": "date", "at": 0, "text": f"p{at_}"} for at_ in range(pieces)]
    (details, _) = of(reader.body_text("one", [], cuts, "en", marked()), "children")
    assert len(said(details)) == 1 + shown


def test_a_page_shows_the_beginning_of_a_very_long_text() -> None:
    for letters, is_cut in ((120_000, False), (120_001, True)):
        parts = of(reader.body_text("x" * letters, [], [], "en", marked()), "children")
        assert (len(parts), len(said(parts[0])[0])) == (1 + is_cut, 120_000)
        assert ("first 120,000 characters" in said(parts[-1])[0]) == is_cut


CORRECTED = {
    "key": "a", "articles": 1200, "coded": 30, "machine": 0.25, "by_hand": 0.5, "estimate": 0.4, "low": 0.3, "high": 0.5, "gain": 1.54,
    "half_width": 0.1, "half_width_more": 0.05, "status": "ok", "needed": 7,
}  # fmt: skip


def test_corrected_figures_stand_beside_those_of_the_lexicon_and_of_codes() -> None:
    snapshot: Any = SimpleNamespace(outlet_name=str.upper)
    rows = [
        CORRECTED, CORRECTED | {"key": "b", "coded": 40, "status": "pooled", "gain": None}, CORRECTED | {"key": "c", "status": "few-codes", "machine": None},
        CORRECTED | {"key": "d", "articles": 1300},
    ]  # fmt: skip
    whole = coded._corrected_table(snapshot, ValidityView(by="outlet"), pl.DataFrame(rows))
    body = of(of(of(whole, "children")[0], "children"), "children")[1]
    found = {line[0]: line[1:] for line in map(cells, of(body, "children"))}
    # Those with most codes first, then those with most articles.
    assert list(found) == ["B", "D", "A", "C"]
    assert found["A"] == [
        "1,200",
        "30",
        "0.250",
        "0.500",
        "0.400|0.300 … 0.500",
        "× 1.5",
        "0.100",
        "0.050",
        "corrected",
    ]
    assert found["B"][4:] == ["0.400~|0.300 … 0.500", "–", "0.100", "0.050", "corrected"]
    assert found["C"] == ["1,200", "30", "–", "0.500", "–", "–", "–", "–", "not corrected|7 more codes are needed"]


def test_a_machine_has_its_outlets_on_an_axis_of_its_own() -> None:
    rows = estimates(
        outlet("a", 10.0, low=9.0, high=11.0, country="IN"), outlet("b", 20.0, low=18.0, high=22.0, language="hi+ur"),
        outlet("c", None, status="no-words"),
    )  # fmt: skip
    snapshot: Any = SimpleNamespace(rows=pl.DataFrame({"country": ["IN"]}), outlet_name=str.upper)
    table, rest = of(machines._table(snapshot, OutletsView(), "bert", rows), "children")
    head, body = of(table, "children")
    assert said(head) == ["Outlet", "10 ", "less", "15", "more", " 20", "bert", "95 % interval"]
    lines = [cells(line) for line in of(body, "children")]
    assert [(line[0].split("|")[0], line[2]) for line in lines] == [("B", "20|18 … 22"), ("A", "10|9 … 11"), ("C", "–")]
    dots = [of(line.children[1], "children") for line in of(body, "children")]
    assert [of(one, "style")["--at"] for one in dots[:2]] == ["100.00%", "0.00%"]
    assert of(dots[0], "aria-label") == "B 20, 95 % interval 18 to 22"
    assert rest is None
    # Equal outlets stand in the middle of an axis of one to either side.
    same = of(machines._table(snapshot, OutletsView(), "m", estimates(outlet("a", 3.0))), "children")[0]
    assert said(of(same, "children")[0])[1:6] == ["2 ", "less", "3", "more", " 4"]


@pytest.mark.parametrize(("outlets", "more"), [(12, None), (13, ["And 1 outlet more; the CSV has them all."])])
def test_twelve_outlets_of_a_machine_are_shown(outlets: int, more: list[str] | None) -> None:
    snapshot: Any = SimpleNamespace(rows=pl.DataFrame({"country": ["IN"]}), outlet_name=str.upper)
    rows = estimates(*(outlet(f"o{at_:02}", 1.0) for at_ in range(outlets)))
    table, rest = of(machines._table(snapshot, OutletsView(), "bert", rows), "children")
    assert len(of(of(table, "children")[1], "children")) == 12
    assert (None if rest is None else said(rest)) == more


def test_words_of_either_side_are_listed_twelve_at_most() -> None:
    rows = table_of(KEYNESS, [word(f"w{at_:02}", 12.5 - at_) for at_ in range(26)])
    a, b = (of(part, "children")[1] for part in of(keyness._lists(rows, "en", ("A", "B")), "children"))
    listed = [[cells(line) for line in of(of(table, "children")[1], "children")] for table in (a, b)]
    assert [[line[0] for line in lines] for lines in listed] == [
        [f"w{at_:02}" for at_ in range(12)],
        [f"w{at_:02}" for at_ in range(25, 13, -1)],
    ]
    assert (listed[0][0], listed[1][0]) == (["w00", "3", "1", "+12.5"], ["w25", "3", "1", "−12.5"])


@pytest.mark.parametrize(("words", "shown"), [(39, 39), (40, 40), (41, 40)])
def test_a_search_lists_forty_words_those_that_set_the_sides_apart_first(words: int, shown: int) -> None:
    rows = table_of(KEYNESS, [word(f"War{at_}", (-1.0) ** at_ * at_) for at_ in range(words)] + [word("peace", 99.0)])
    _, lead, table = keyness._search(rows, CompareView(word="wAR"), "en")
    assert said(lead)[0] == f"{words} words with “wAR” in it."
    body = of(of(table, "children")[1], "children")
    assert [cells(line)[0] for line in body][:2] == [f"War{words - 1}", f"War{words - 2}"]
    assert len(body) == shown
    assert len(keyness._search(rows, CompareView(), "en")) == 1
    assert keyness._search(rows, CompareView(word="zz"), "en")[2] is None


ROWS = pl.DataFrame({"origin": ["News/a.csv", "b.csv", None], "reason": ["no text", "No date", "odd"]})


@pytest.mark.parametrize(("text", "found"), [("", 3), ("NEWS", 1), ("no ", 2), (".csv", 2), ("a.c", 1), ("zz", 0)])
def test_rows_are_found_by_a_piece_of_text(text: str, found: int) -> None:
    rows = standing._having(ROWS, ("origin", "reason"), text)
    assert rows.height == found
    assert said(standing._found(rows, ROWS)) == ([] if found == 3 else [f"{found} of 3 fit what is looked for."])


def test_a_value_of_a_column_is_chosen_or_all() -> None:
    counts = pl.DataFrame({"kind": ["add", "odd"], "number": [1200, 1]})
    panel = standing._chooser("choose-kind", "Kind", counts, DataView(kind="add"), "kind")
    assert said(panel)[-5:] == ["All", "articles added", " 1,200", "odd", " 1"]


def test_runs_are_of_a_day_a_month_or_a_year() -> None:
    runs = pl.DataFrame({"kind": ["add", "code", "add"], "finished": [at(1), at(2), datetime(2025, 1, 2, tzinfo=UTC)]})
    snapshot: Any = SimpleNamespace(answers=SimpleNamespace(runs=lambda: runs))
    for view, heights in (
        (DataView(), 3),
        (DataView(kind="add"), 2),
        (DataView(day="2024"), 2),
        (DataView(day="2024-01-02"), 1),
    ):
        assert standing.runs_of(snapshot, view).height == heights


def test_a_value_is_made_once_and_the_oldest_is_forgotten() -> None:
    made: list[int] = []
    values: Once[int, int] = Once(2)

    def get(key: int) -> int:
        def make() -> int:
            made.append(key)
            return key

        return values.get(key, make)

    assert [get(key) for key in (1, 2, 1, 3, 2, 1)] == [1, 2, 1, 3, 2, 1]
    assert made == [1, 2, 3, 1]
    with pytest.raises(ZeroDivisionError):
        values.get(9, lambda: 1 // 0)
    assert values.get(9, lambda: 9) == 9
    assert dict(values.items()) == {1: 1, 9: 9}
