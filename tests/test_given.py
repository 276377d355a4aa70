"""Whatever a caller has is taken, or refused with what would do; a frame means what the same file means."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import framing
from framing.errors import FramingError, UsageError
from framing.ingest.inputs import Held, held
from tests.test_frames import Capsule

TEXTS = [
    "The minister said the historic deal was signed in the capital on Tuesday after long talks.",
    "A stunning blow: rivals slam the shameful sham of a treaty that nobody wanted to sign at all.",
    "Farmers waited for rain while prices in the market rose for the third week of the season.",
]
TABLE = {
    "nr": ["x", "y", "z"],
    "body": TEXTS,
    "paper": ["The Times of India", "The Hindu", "The Hindu"],
    "date": ["03/04/2024", "13/04/2024", "5-Mar-24"],
    "desk": ["world", "world", "home"],
}
WORDS = ("rain", "fell", "on", "the", "fields", "of", "wheat", "again")
COLUMNS = {"article_id": "nr", "outlet": "paper"}


@pytest.fixture
def news() -> pl.DataFrame:
    """Three articles with the columns that scoring and estimates read."""
    return pl.DataFrame({"id": [7, 8, 9], "text": TEXTS, "outlet": ["a", "b", "b"], "country": ["IN", "IN", "PK"]})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    pl.DataFrame(TABLE).write_csv(tmp_path / "a.csv")
    return tmp_path / "a.csv"


MAKERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "polars": pl.DataFrame,
    "lazy": pl.LazyFrame,
    "pandas": pd.DataFrame,
    "columns": dict,
    "rows": lambda table: pl.DataFrame(table).to_dicts(),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_frame_means_what_the_same_file_means(file: Path, make: Callable[[dict[str, Any]], Any]) -> None:
    expected, found = (framing.read(given, columns=COLUMNS) for given in (file, make(TABLE)))
    assert_frame_equal(found.articles.drop("origin"), expected.articles.drop("origin"))
    assert [note.text for note in found.notes] == [note.text for note in expected.notes]
    assert found.articles["published"].dt.to_string("%Y-%m-%d").to_list() == ["2024-04-03", "2024-04-13", "2024-03-05"]
    assert found.articles["outlet"].to_list() == ["times-of-india", "the-hindu", "the-hindu"]


def test_a_path_a_list_and_a_folder_are_the_same(file: Path) -> None:
    ways = [str(file), file, [str(file)], (file,), iter([file]), file.parent, str(file.parent / "*.csv")]
    found = [framing.read(given, columns=COLUMNS).articles for given in ways]
    for one in found:
        assert_frame_equal(one.drop("origin"), found[0].drop("origin"))
    assert found[0].height == 3


def test_several_frames_have_ids_of_their_own() -> None:
    first, second = pl.DataFrame({"text": TEXTS[:1]}), pd.DataFrame({"text": TEXTS[1:]})
    assert framing.read([first, second]).articles["article_id"].to_list() == ["table 1#1", "table 2#1", "table 2#2"]


def test_options_are_those_of_a_file() -> None:
    table = {"text": TEXTS, "date": ["03/04/2024"] * 3}
    assert framing.read(table).articles["published"].to_list() == [None] * 3
    for order, month in (("dmy", 4), ("mdy", 3)):
        assert framing.read(table, date_order=order).articles["published"].dt.month().to_list() == [month] * 3
    assert set(framing.read(table, language="en").articles["language"]) == {"en"}


@pytest.mark.parametrize(
    "text",
    [
        "Pakistan slams India over Kashmir",
        "कश्मीर पर गला फाड़ रहा पाकिस्तान",
        "Talks fail.",
        "One line\nand another",
        "Why did they go? Nobody knows",
    ],
)
def test_a_text_is_a_text_where_it_can_be_no_path(text: str) -> None:
    (found,) = held(text)
    assert isinstance(found, Held)
    assert found.table["text"].to_list() == [text]


@pytest.mark.parametrize(
    "path",
    [
        *("news.csv", "news", "my news", "my old news files.csv", "/data/all of my old files", "./all of my files"),
        *(
            "C:\\all of my files",
            "~/all of my files",
            "-",
            "https://example.com/a b c d",
            "news of the year 2024.jsonl",
        ),
    ],
)
def test_what_may_be_a_path_is_one(path: str) -> None:
    assert held(path) == [path]


def test_a_file_that_is_there_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = "Talks fail after four days."
    (tmp_path / name).mkdir()
    assert held(name) == [name]


def test_scoring_takes_what_reading_takes(file: Path, news: pl.DataFrame) -> None:
    expected = framing.score(news)
    assert expected.articles["article_id"].to_list() == ["7", "8", "9"]
    for given in (
        news.lazy(),
        news.to_dict(as_series=False),
        news.to_dicts(),
        pd.DataFrame(news.to_dict(as_series=False)),
    ):
        found = framing.score(given)
        if isinstance(given, pl.LazyFrame | pd.DataFrame):
            assert_frame_equal(found.evidence, expected.evidence)
        assert found.evidence["surface"].to_list() == expected.evidence["surface"].to_list()
    assert framing.score(Capsule()).articles.height == 2
    assert framing.score(TEXTS[1]).evidence.height
    result = framing.read(file, columns=COLUMNS)
    assert_frame_equal(framing.score(result).evidence, framing.score(result.articles).evidence)


def test_what_was_not_read_is_said_by_warnings(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("body,date\nIt rained.,03/04/2024\n,2024-03-05\n", encoding="utf-8")
    with pytest.warns(framing.FramingWarning) as caught:
        found = framing.articles(path)
    assert found.height == 1
    said = " | ".join(str(one.message) for one in caught)
    assert "read body as text, date as published" in said
    assert "1 of 2 dates could be day/month or month/day" in said
    assert "1 of 2 could not be read" in said
    assert {Path(one.filename).name for one in caught} == {Path(__file__).name}


def test_where_nothing_can_be_read_it_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(framing.InputError, match="there is no such file") as caught:
        framing.score(str(tmp_path / "nothing.csv"))
    assert "a Polars, pandas or Arrow frame" in str(caught.value)
    assert framing.read(str(tmp_path / "nothing.csv")).rejects["code"].to_list() == ["input.missing"]


NO_FRAME: list[Any] = [5, None, 1.5, b"text", Ellipsis, [5], {"text": ["a"], "id": [1, 2]}]


@pytest.mark.parametrize("given", NO_FRAME, ids=str)
@pytest.mark.parametrize("name", ["read", "articles", "score", "estimate", "compare", "keyness", "about", "records"])
def test_what_is_no_articles_is_refused_with_what_would_do(news: pl.DataFrame, name: str, given: Any) -> None:
    function = getattr(framing, name)
    more: dict[str, tuple[Any, ...]] = {"keyness": (["7"], ["8"]), "about": ("kashmir",)}
    first = (framing.score(news),) if name in ("estimate", "compare", "records") else ()
    with pytest.raises(FramingError, match=r"give|there is no such") as caught:
        function(*first, given, *more.get(name, ()))
    assert caught.value.hint


def test_what_was_scored_must_be_what_scoring_gives(news: pl.DataFrame) -> None:
    for name in ("estimate", "compare", "trends", "sensitivity", "caveats", "records"):
        with pytest.raises(framing.UsageError, match=r"not what framing.score returns") as caught:
            getattr(framing, name)(news, news)
        assert f"framing.{name}(framing.score(articles)" in str(caught.value)
    with pytest.raises(framing.UsageError, match=r"not what framing.score returns"):
        framing.influence(news, ["7"], None, "praise")  # type: ignore[arg-type]
    with pytest.raises(framing.UsageError, match=r"scored.evidence"):
        framing.shift(news, ["7"], ["8"], 1, 1, "praise")


def test_articles_must_be_those_that_were_scored(news: pl.DataFrame) -> None:
    scored = framing.score(news)
    with pytest.raises(framing.UsageError, match="no column 'outlet'") as caught:
        framing.estimate(scored, scored.articles)
    assert "framing.articles(frame)" in caught.value.hint
    with pytest.raises(framing.UsageError, match="not the articles"):
        framing.estimate(scored, scored)
    with pytest.raises(framing.UsageError, match="none of the 3 articles that were scored is among these 3"):
        framing.estimate(scored, news.with_columns(pl.col("id") + 10))
    with pytest.warns(framing.FramingWarning, match="no rows of the level 'genre'"):
        assert framing.estimate(scored, news, levels=["outlet", "genre"]).height
    with pytest.raises(framing.UsageError, match="no column 'genre'"):
        framing.estimate(scored, news, levels="genre")
    assert set(framing.estimate(scored, news)["level"]) == {"outlet", "country", "population:country"}


def test_a_part_of_the_articles_is_a_part_of_the_table(news: pl.DataFrame) -> None:
    part = news.filter(pl.col("country") == "IN")
    found = framing.estimate(framing.score(news), part)
    assert_frame_equal(found, framing.estimate(framing.score(part), part))


def test_raw_texts_are_of_articles_that_were_read(news: pl.DataFrame) -> None:
    assert framing.raw_texts(framing.articles(news)).to_list() == TEXTS
    with pytest.raises(framing.UsageError, match="no column 'cut'"):
        framing.raw_texts(news)


def test_a_name_alone_is_a_list_of_one(news: pl.DataFrame) -> None:
    scored = framing.score(news)
    assert_frame_equal(
        framing.estimate(scored, news, levels="outlet", voices="own"),
        framing.estimate(scored, news, levels=["outlet"], voices=["own"]),
    )
    assert_frame_equal(framing.keyness(news, "7", "8"), framing.keyness(news, ["7"], ["8"]))
    words = framing.trends(scored, news.with_columns(published=pl.lit("2024-03-05")), measures="praise")
    assert set(words.series["dimension"]) == {"praise"}


@pytest.mark.parametrize("make", [pl.DataFrame, pd.DataFrame, lambda table: pl.DataFrame(table).to_dicts()])
def test_twenty_copies_of_one_report_are_one_text(make: Callable[[dict[str, Any]], Any]) -> None:
    wire = " ".join(f"{TEXTS[0]} Point {number} of the text." for number in range(9))
    others = [f"{' '.join(f'{word}{number}' for word in WORDS)}." for number in range(20)]
    table = {
        "id": list(range(40)),
        "text": [f"{wire} Edition {number}." for number in range(20)] + others,
        "outlet": ["agency copy"] * 20 + ["own reports"] * 20,
        "language": ["en"] * 40,
    }
    made = make(table)
    for articles in (made, framing.articles(made)):
        found = framing.estimate(framing.score(articles), articles, levels="outlet")
        ((key, clusters, p),) = (
            found.filter(dimension="praise", articles=20, hits=180).select("key", "clusters", "p").iter_rows()
        )
        assert key.startswith("agency")
        assert clusters == 1
        assert p is None or p > 1e-4
    clusters = framing.articles(made)["cluster"].to_list()
    assert clusters[:20] == ["0"] * 20
    assert clusters[20:] == [str(number) for number in range(20, 40)]


def test_where_no_copies_can_be_looked_for_it_is_said(news: pl.DataFrame) -> None:
    scored = framing.score(news)
    bare = news.drop("text")
    with pytest.warns(framing.FramingWarning, match="near-duplicates were not looked for"):
        framing.estimate(scored, bare)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        framing.estimate(scored, bare.with_columns(cluster="id"))
        framing.estimate(scored, news)


def test_an_os_path_of_any_kind_is_a_path(file: Path) -> None:
    class Link(os.PathLike[str]):
        def __fspath__(self) -> str:
            return str(file)

    assert framing.read(Link(), columns=COLUMNS).articles.height == 3


def test_a_column_of_texts_is_texts(news: pl.DataFrame) -> None:
    for given in (news["text"], pd.Series(TEXTS)):
        assert framing.read(given).articles["text"].to_list() == TEXTS


CODED = pl.DataFrame(
    {
        "article_id": [f"{at}" for at in range(80)],
        "text": [
            f"It was a historic deal, no {at}." if at % 3 == 0 else f"It rained for {at} days." for at in range(80)
        ],
        "outlet": "a",
        "cluster": [f"{at}" for at in range(80)],
        "unit": [f"{at}" for at in range(80)],
    }
)
CODES = CODED.select("article_id", code=pl.col("text").str.contains("historic").cast(pl.Int64), chance=1.0)
SAYS = CODES.select("article_id", model=pl.col("code") * 0.5)
CALLS: dict[str, Callable[[framing.Scored, Callable[[pl.DataFrame], Any]], pl.DataFrame]] = {
    "scores": lambda scored, made: framing.estimate(scored, CODED, levels=["outlet"], scores=made(SAYS)),
    "labels": lambda scored, made: framing.estimate(
        scored, CODED, levels=["outlet"], measures=["praise"], labels=made(CODES)
    ),
    "corrected": lambda scored, made: framing.corrected(scored, made(CODED), made(CODES), "praise", scores=made(SAYS)),
    "validity": lambda scored, made: (
        framing.validity(scored, made(CODED), made(CODES), "praise", scores=made(SAYS)).figures
    ),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_tables_of_what_others_say_are_of_any_library(
    call: Callable[[framing.Scored, Callable[[pl.DataFrame], Any]], pl.DataFrame],
) -> None:
    scored = framing.score(CODED)
    for made in (lambda frame: frame.framing.to_pandas(), lambda frame: frame.lazy()):
        assert_frame_equal(call(scored, made), call(scored, lambda frame: frame))
    with pytest.raises(UsageError, match="cannot be of the type int"):
        call(scored, lambda frame: frame if "text" in frame.columns else 5)


def test_a_gold_set_of_several_measures_is_taken_as_it_is() -> None:
    scored, words = framing.score(CODED), pl.col("code").replace_strict({1: "yes", 0: "no"})
    gold = CODES.with_columns(dimension=pl.lit("praise"), code=words, burned=False)
    gold = gold.with_columns(code=pl.when(pl.int_range(pl.len()) < 5).then(pl.lit("unsure")).otherwise("code"))
    more = gold.with_columns(dimension=pl.lit("doubt"), code=pl.lit("no"))
    with pytest.warns(framing.FramingWarning, match="5 codes that are unsure: left out"):
        rows = framing.corrected(scored, CODED, pl.concat([gold, more]), "praise")
    assert_frame_equal(rows, framing.corrected(scored, CODED, CODES[5:].with_columns(chance=1.0), "praise"))
    with pytest.warns(framing.FramingWarning, match="5 codes that are unsure: left out"):
        found = framing.validity(scored, CODED, pl.concat([gold, more]), "praise")
    assert (found.articles, found.unread) == (75, 0)
    assert_frame_equal(found.figures, framing.validity(scored, CODED, CODES[5:], "praise").figures)
    tuned = gold[5:].with_columns(burned=pl.int_range(pl.len()) < 10)
    with pytest.warns(framing.FramingWarning, match="10 codes on which a lexicon was tuned: left out"):
        assert framing.validity(scored, CODED, tuned, "praise").articles == 65


def test_a_measure_that_there_is_not_is_told_with_near_names() -> None:
    with pytest.raises(UsageError, match="did you mean sensational"):
        framing.estimate(framing.score(CODED), CODED, measures=["sensationl"])
