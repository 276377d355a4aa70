"""All words are counted, as scoring counts them."""

from __future__ import annotations

import polars as pl

import framing
from framing.statistics.keyness import WORD_COUNT, count_words


def rows(articles: pl.DataFrame, **options: list[str]) -> dict[tuple[str, str], int]:
    found = count_words(articles, **options)  # type: ignore[arg-type]
    return {(article, word): count for article, _, word, count in found.iter_rows()}


def test_counts_add_up_to_the_exposure(seeds: framing.ReadResult, scored: framing.Scored) -> None:
    for sections in (["title"], ["lead", "body"]):
        for voices in (["own"], ["quoted", "reported", "mention"]):
            found = count_words(seeds.articles, sections=sections, voices=voices)
            counted = dict(found.group_by("article_id").agg(pl.sum("count")).iter_rows())
            chosen = scored.exposure.filter(pl.col("section").is_in(sections), pl.col("voice").is_in(voices))
            exposed = dict(chosen.group_by("article_id").agg(pl.sum("words")).iter_rows())
            assert counted == exposed
            assert counted


def test_spellings_of_a_word_are_one_word() -> None:
    articles = pl.DataFrame({"article_id": ["1"], "text": ["हिन्दी और हिंदी"], "language": ["hi"]})
    assert rows(articles) == {("1", "हिंदी"): 2, ("1", "और"): 1}


def test_words_run_together_are_two() -> None:
    articles = pl.DataFrame({"article_id": ["1"], "text": ["وہ کام کرنیکا ارادہ"], "language": ["ur"]})
    assert {word for _, word in rows(articles)} >= {"کرنے", "کا"}


def test_a_newsroom_without_a_letter_does_not_write_other_words() -> None:
    with_letter = pl.DataFrame({"article_id": ["1"], "text": ["انھوں نے دیکھا"], "language": ["ur"]})
    without = pl.DataFrame({"article_id": ["2"], "text": ["انہوں نے دیکہا"], "language": ["ur"]})
    found = rows(pl.concat([with_letter, without]))
    assert {word for article, word in found if article == "1"} == {word for article, word in found if article == "2"}


def test_a_segment_in_another_language_is_counted_in_that_language() -> None:
    hindi = "सरकार ने कहा कि यह फैसला सभी राज्यों के लिए है और इसे जल्द ही लागू किया जाएगा।"
    english = "The government said that the decision would be put into force in all states before the end of the year."
    found = count_words(pl.DataFrame({"article_id": ["1"], "text": [f"{hindi}\n{english}"]}))
    assert found.filter(pl.col("word") == "government").select("article_id", "language", "count").rows() == [
        ("1", "en", 1)
    ]
    assert set(found.filter(pl.col("language") == "hi")["word"]) >= {"सरकार"}
    lead = count_words(pl.DataFrame({"article_id": ["1"], "text": [f"{hindi}\n{english}"]}), sections=["lead"])
    assert set(lead["language"]) == {"hi"}


def test_nothing_read_counts_nothing() -> None:
    articles = pl.DataFrame({"article_id": ["1", "2"], "text": ["", "Le président a dit."], "language": ["en", "fr"]})
    found = count_words(articles)
    assert found.height == 0
    assert found.schema == pl.Schema(WORD_COUNT)
