"""What statistics gets to see of scored articles."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

import framing
from framing.schemas import GROUPS
from framing.scoring.score import Scored, score
from framing.statistics.caveats import caveats
from framing.statistics.hits import hits_of
from framing.statistics.observations import Observations, observe

NEWS = pl.DataFrame(
    {
        "article_id": ["1", "2", "3", "4", "5"],
        "title": ["Panic grips city", None, None, None, None],
        "text": [
            "Panic again in the city.",
            'He said: "There was panic, panic and nothing else to see".',
            "Both sides reiterated it.",
            "Panic again in the city.",
            "",
        ],
        "language": ["en-GB", "en", "en", "fr", "en"],
        "outlet": ["a", "a", "b", "b", None],
    }
)


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> framing.Lexicon:
    from tests.conftest import write_entries

    folder = tmp_path_factory.mktemp("lexicon")
    (folder / "codebook.toml").write_bytes((framing.lexicons_folder() / "codebook.toml").read_bytes())
    write_entries(folder / "en" / "sensational.csv", [{"term": "panic", "concept": "panic"}])
    write_entries(folder / "en" / "communique.csv", [{"term": "reiterated", "concept": "reiterate"}])
    return framing.load_lexicon(folder)


@pytest.fixture(scope="module")
def scored(lexicon: framing.Lexicon) -> Scored:
    return framing.score(NEWS, lexicon)


def hits(found: Observations, article_id: str, dimension: str = "sensational") -> int:
    row = found.articles["article_id"].to_list().index(article_id)
    return int(hits_of(found, [dimension])[row, 0])


def test_read_articles_are_rows_and_keep_their_zeros(scored: Scored, lexicon: framing.Lexicon) -> None:
    found = observe(scored, NEWS, lexicon)
    assert found.articles["article_id"].to_list() == ["1", "2", "3", "5"]
    assert found.articles["language"].to_list() == ["en"] * 4
    assert found.articles["words"].to_list() == [8, 11, 4, 0]
    assert hits(found, "1") == 2
    assert hits(found, "5") == 0


def test_sections_and_voices_narrow_hits_and_words_alike(scored: Scored, lexicon: framing.Lexicon) -> None:
    title = observe(scored, NEWS, lexicon, sections=("title",))
    assert title.articles["words"].to_list() == [3, 0, 0, 0]
    assert (hits(title, "1"), hits(title, "2")) == (1, 0)
    quoted = observe(scored, NEWS, lexicon, voices=("quoted",))
    assert hits(quoted, "2") == 2
    assert hits(quoted, "1") == 0
    assert quoted.articles["words"].to_list()[0] == 0


def test_a_scale_counts_in_its_own_voices_unless_others_are_asked_for(scored: Scored, lexicon: framing.Lexicon) -> None:
    def tone(found: Observations) -> dict[str, tuple[int, int]]:
        rows = found.sides.filter(pl.col("scale") == "tone").join(found.articles, on="place")
        return {row["article_id"]: (row["positive"], row["negative"]) for row in rows.iter_rows(named=True)}

    assert tone(observe(scored, NEWS, lexicon)) == {"1": (2, 0), "3": (0, 1)}
    assert tone(observe(scored, NEWS, lexicon, voices=("quoted",))) == {"2": (2, 0)}
    assert tone(observe(scored, NEWS, lexicon, sections=("lead", "body"))) == {"1": (1, 0), "3": (0, 1)}


def test_a_rate_scale_has_the_words_of_its_voices(scored: Scored, lexicon: framing.Lexicon) -> None:
    found = observe(scored, NEWS, lexicon).articles.row(1, named=True)
    assert found["words:loaded"] == found["words"]
    assert 0 < found["words:loaded_own"] < found["words"]
    quoted = observe(scored, NEWS, lexicon, voices=("quoted",)).articles.row(1, named=True)
    assert quoted["words:loaded_own"] == quoted["words"]


def test_counts_of_all_voices_one_by_one_add_up(scored: Scored, lexicon: framing.Lexicon) -> None:
    from framing.schemas import VOICES

    parts = [observe(scored, NEWS, lexicon, voices=(voice,)) for voice in VOICES]
    whole = observe(scored, NEWS, lexicon)
    assert sum(part.hits["hits"].sum() for part in parts) == whole.hits["hits"].sum()
    assert sum(part.articles["words"].sum() for part in parts) == whole.articles["words"].sum()


def test_copies_share_a_cluster(scored: Scored, lexicon: framing.Lexicon) -> None:
    stated = NEWS.with_columns(cluster=pl.Series([None, "agency", "agency", None, None]))
    clusters = observe(scored, stated, lexicon).articles["cluster"].to_list()
    assert clusters[1:3] == ["agency", "agency"]
    hashes = scored.articles["content_sha256"].to_list()
    assert [clusters[0], clusters[3]] == [hashes[0], hashes[4]]


def test_the_users_groups_become_columns(scored: Scored, lexicon: framing.Lexicon) -> None:
    groups = [[{"name": "desk", "value": "city"}], [{"name": "desk", "value": "war"}, {"name": "wave", "value": "2"}]]
    frame = NEWS.with_columns(groups=pl.Series([*groups, [], None, None]))
    found = observe(scored, frame, lexicon).articles
    assert found["group:desk"].to_list() == ["city", "war", None, None]
    assert found["group:wave"].to_list() == [None, "2", None, None]
    empty = NEWS.with_columns(groups=pl.Series([[]] * 5, dtype=frame.schema["groups"]))
    assert not [name for name in observe(scored, empty, lexicon).articles.columns if name.startswith("group:")]


@pytest.mark.parametrize(
    "published",
    [
        [date(2024, 3, 1)] * 5,
        [datetime(2024, 3, 1)] * 5,
        [datetime(2024, 3, 1, tzinfo=UTC)] * 5,
        ["2024-03-01", "yesterday", None, "2024-03-01", "2024-03-01T00:00:00Z"],
        [None] * 5,
        [1, 2, 3, 4, 5],
    ],
)
def test_dates_are_read_or_null(scored: Scored, lexicon: framing.Lexicon, published: list[object]) -> None:
    frame = NEWS.with_columns(published=pl.Series(published))
    found = observe(scored, frame, lexicon).articles["published"]
    assert found.dtype == pl.Datetime("us", "UTC")
    assert set(found.drop_nulls().to_list()) <= {datetime(2024, 3, 1, tzinfo=UTC)}


def test_the_article_column_alone_is_enough(scored: Scored, lexicon: framing.Lexicon) -> None:
    found = observe(scored, NEWS.select("article_id"), lexicon)
    assert found.articles["outlet"].null_count() == 4


@pytest.mark.parametrize(
    ("choice", "said"), [({"sections": ("head",)}, "no section 'head'"), ({"voices": ()}, "no voice")]
)
def test_an_unknown_choice_is_refused(
    scored: Scored, lexicon: framing.Lexicon, choice: dict[str, tuple[str, ...]], said: str
) -> None:
    with pytest.raises(framing.UsageError, match=said):
        observe(scored, NEWS, lexicon, **choice)


def test_a_text_that_is_not_there_has_no_rate_of_nought() -> None:
    """Three headlines and one text that was cut off say nothing of texts, and are counted where titles count."""
    cut = [{"name": "truncated", "value": "yes"}]
    rows = [
        *(("A stunning, historic deal is made", "", None) for _ in range(3)),
        ("A historic deal is made", "The talks between … [+2586 chars]", cut),
        ("They talk", "The talks failed on Monday, and nobody said why.\nThat is all.", None),
    ]
    news = pl.DataFrame(rows, schema={"title": pl.String, "text": pl.String, "groups": GROUPS}, orient="row")
    news = news.with_columns(article_id=pl.int_range(pl.len()).cast(pl.String), outlet=pl.lit("a"))
    scored = score(news)
    assert scored.articles["status"].to_list() == ["headline"] * 3 + ["truncated", "short"]
    articles = {
        sections: observe(scored, news, sections=sections).articles for sections in (("title",), ("lead", "body"))
    }
    assert articles["title",]["words"].to_list() == [6, 6, 6, 5, 2]
    assert articles["lead", "body"].select("article_id", "words").rows() == [("4", 12)]
    assert observe(scored, news).articles["words"].sum() == 6 * 3 + 5 + 14
    assert "4 of 5 articles: no text, or one that is cut off, so that the headline alone is counted" in " ".join(
        caveats(scored, news)
    )
