"""Which ways of counting may change a table, and what each is called."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import framing
from framing.schemas import SECTIONS, VOICES
from framing.statistics.choices import ASKED, WAYS, Specification, Task, _at_equal_topics, contrasts, meaning
from tests.statistics.simulated import keyed

NOTHING: Any = None


def ways(
    sections: tuple[str, ...] = SECTIONS, voices: tuple[str, ...] = ("own",), measure: str = ""
) -> dict[str, list[str]]:
    return Task(NOTHING, NOTHING, framing.default_lexicon(), "outlet", sections, voices, measure).ways()


@pytest.mark.parametrize(
    ("sections", "possible"),
    [
        (SECTIONS, True),
        (("title", "body"), True),
        # Without headlines, or of headlines alone, there is nothing to leave out.
        (("lead", "body"), False),
        (("title",), False),
    ],
)
def test_headlines_are_left_out_where_there_is_more_than_they(sections: tuple[str, ...], possible: bool) -> None:
    assert ("no headlines" in ways(sections)["sections"]) == possible


@pytest.mark.parametrize(
    ("voices", "others"),
    [(("own",), ["all voices"]), (VOICES, ["own voice"]), (("own", "quoted"), ["own voice", "all voices"]), (("quoted",), ["own voice", "all voices"])],
)  # fmt: skip
def test_voices_that_were_asked_for_are_no_other_choice(voices: tuple[str, ...], others: list[str]) -> None:
    assert ways(voices=voices)["voices"] == [ASKED, *others]


@pytest.mark.parametrize(
    ("measure", "entries", "topics"),
    [
        ("", True, True),
        ("praise", True, True),
        ("loaded", False, False),
        ("tone", False, False),
        ("economic", True, False),
    ],
)
def test_a_scale_has_no_entries_and_an_issue_no_topics_to_choose(measure: str, entries: bool, topics: bool) -> None:
    found = ways(measure=measure)
    assert found["entries"] == list(WAYS["entries"])[: None if entries else 1]
    assert found["topics"] == list(WAYS["topics"])[: None if topics else 1]
    assert found["copies"] == list(WAYS["copies"])


def test_a_specification_is_called_by_what_is_not_as_asked() -> None:
    assert Specification().choice == ASKED
    assert Specification(voices="own voice", copies="copies counted").choice == "own voice + copies counted"
    for ways_of in WAYS.values():
        assert {way: meaning(way) for way in ways_of if way != ASKED}.items() <= ways_of.items()


def test_contrasts_are_scales_with_two_sides() -> None:
    scales = framing.default_lexicon().codebook.scales
    assert contrasts(framing.default_lexicon()) == [name for name, scale in scales.items() if scale.negative]


def test_words_count_by_how_full_of_the_measure_their_topic_is() -> None:
    """Of 400 words of war ten hits, of 600 of sport two, and half a hit more: a word of war is worth more."""
    articles = pl.DataFrame({"article_id": list("abc"), "language": "en", "words": [100, 300, 600]})
    hits = pl.DataFrame({"article_id": list("abc"), "dimension": "conflict", "hits": [4, 6, 2]})
    observed = keyed(articles, hits, pl.DataFrame(schema={"article_id": pl.String, "scale": pl.String}))
    topic = pl.DataFrame({"article_id": list("abc"), "topic": ["war", "war", "sport"]})
    found = _at_equal_topics(observed, topic, "conflict").articles
    usual = 12.5 / 1001
    expected = [100 * 10.5 / 401 / usual, 300 * 10.5 / 401 / usual, 600 * 2.5 / 601 / usual]
    assert found["words"].to_list() == pytest.approx(expected)
    assert found.columns == observed.articles.columns


def task(**known: Any) -> Task:
    return Task(SimpleNamespace(**known), NOTHING, framing.default_lexicon(), "outlet", SECTIONS, VOICES)  # type: ignore[arg-type]


def spans(*rows: tuple[str, str, str, float]) -> pl.DataFrame:
    """Of an article: an entry, the section, what is left of it."""
    frame = pl.DataFrame(rows, ["article_id", "entry_id", "section", "factor"], orient="row")
    return frame.with_columns(dimension=pl.lit("conflict"), voice=pl.lit("own"))


@pytest.mark.parametrize(("number", "left"), [(1, {"a": 2, "b": 1}), (2, {"b": 1}), (3, {})])
def test_the_most_frequent_entries_of_a_language_go_everywhere(number: int, left: dict[str, int]) -> None:
    rows = [("a", "war", "body", 1.0)] * 3 + [("b", "war", "body", 1.0)] + [("a", "raid", "body", 1.0)] * 2
    rows += [("b", "bomb", "body", 1.0)]
    # Neither what was taken back nor another section makes an entry more frequent.
    rows += [("a", "bomb", "body", 0.0)] * 9 + [("a", "bomb", "title", 1.0)] * 9
    articles = pl.DataFrame({"article_id": list("ab"), "language": "en", "words": 100})
    hits = pl.DataFrame({"article_id": list("ab"), "dimension": "conflict", "hits": [5, 2]})
    observed = keyed(articles, hits, pl.DataFrame(schema={"article_id": pl.String, "scale": pl.String}))
    found = task(evidence=spans(*rows))._without(observed, ("body",), VOICES, number)
    named = found.hits.join(found.articles.select("place", "article_id"), on="place")
    assert dict(named.select("article_id", "hits").iter_rows()) == left


def test_each_language_has_its_own_most_frequent_entries() -> None:
    articles = pl.DataFrame({"article_id": list("ab"), "language": ["en", "hi"], "words": 100})
    hits = pl.DataFrame({"article_id": list("ab"), "dimension": "conflict", "hits": [2, 3]})
    observed = keyed(articles, hits, pl.DataFrame(schema={"article_id": pl.String, "scale": pl.String}))
    rows = [("a", "war", "body", 1.0)] * 2 + [("b", "yuddh", "body", 1.0)] * 2 + [("b", "hamla", "body", 1.0)]
    found = task(evidence=spans(*rows))._without(observed, ("body",), VOICES, 1)
    assert found.hits["hits"].to_list() == [1]
