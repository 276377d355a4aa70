"""The one scoring function: what it takes, what it refuses, what it never loses."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

import framing
from framing.schemas import EVIDENCE, EXPOSURE, GROUPS, SCALE, SCORE, SECTIONS, STATUS, TRUNCATED
from framing.scoring import score as module
from tests.conftest import MakeLexicon


def test_the_frames_have_their_schemas(scored: framing.Scored) -> None:
    for frame, schema in (
        (scored.articles, STATUS),
        (scored.evidence, EVIDENCE),
        (scored.exposure, EXPOSURE),
        (scored.scores, SCORE),
        (scored.scales, SCALE),
    ):
        assert dict(frame.schema) == schema


def test_text_alone_is_enough() -> None:
    scored = framing.score(pl.DataFrame({"text": ["The talks were called off after a stunning row, officials said."]}))
    assert scored.articles["language"].to_list() == ["en"]
    assert scored.evidence.height > 0


def test_each_article_has_its_own_title_lead_and_body(make_lexicon: MakeLexicon) -> None:
    lexicon = make_lexicon({"en/praise": [{"term": "hero"}]})
    texts = [
        ("hero", "hero hero it is\nhero\nhero"),
        (None, "\n\nhero"),
        ("it is a hero", ""),
        ("it is", "it is\nhero"),
        (None, "hero hero\nit is"),
    ]
    articles = pl.DataFrame(texts, {"title": pl.String, "text": pl.String}, orient="row")
    scored = framing.score(articles.with_columns(article_id=pl.Series(list("abcde")), language=pl.lit("en")), lexicon)
    # Hits, and words, title and lead and body.
    hits = {"a": (1, 2, 2), "b": (0, 1, 0), "c": (1, 0, 0), "d": (0, 0, 1), "e": (0, 2, 0)}
    words = {"a": (1, 4, 2), "b": (0, 1, 0), "c": (4, 0, 0), "d": (2, 2, 1), "e": (0, 2, 2)}
    for frame, count, expected in ((scored.evidence, pl.len(), hits), (scored.exposure, pl.sum("words"), words)):
        sums = frame.group_by("article_id", "section").agg(count)
        found = {(article, section): number for article, section, number in sums.iter_rows()}
        assert {name: tuple(found.get((name, one), 0) for one in SECTIONS) for name in expected} == expected


def test_no_articles_give_empty_frames() -> None:
    scored = framing.score(pl.DataFrame({"text": []}, schema={"text": pl.String}))
    assert dict(scored.evidence.schema) == EVIDENCE
    assert scored.articles.height == scored.scales.height == 0


@pytest.mark.parametrize("text", ["", " ", "\n\n", "।", None])
def test_an_empty_article_has_no_rate(text: str | None) -> None:
    scored = framing.score(
        pl.DataFrame({"text": [text], "language": ["hi"]}, schema={"text": pl.String, "language": pl.String})
    )
    status = scored.articles.row(0, named=True)
    assert (status["words"], status["coverage"], status["status"]) == (0, None, "short")
    assert scored.scores.is_empty()
    assert scored.scales.is_empty()
    assert scored.exposure.is_empty()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ही एक मराठी बातमी आहे आणि ती मराठीत आहे, कारण ती त्यांच्या गावी झाली आहे.", "mr"),
        ("Le président a déclaré que la réunion était historique pour les deux pays.", "fr"),
        ("Mantri ne kaha hai ki yeh samjhauta desh ke liye aitihasik hai aur hum iska swagat karte hain.", "hi-Latn"),
        ("12345 67890", "und"),
    ],
)
def test_a_language_that_is_not_ours_is_refused_and_named(text: str, language: str) -> None:
    scored = framing.score(pl.DataFrame({"text": [text]}))
    row = scored.articles.row(0, named=True)
    assert (row["status"], row["language"], row["words"]) == ("refused", language, None)
    assert scored.evidence.is_empty()


def test_every_article_comes_back_once_in_order(seeds: framing.ReadResult, scored: framing.Scored) -> None:
    assert scored.articles["article_id"].to_list() == seeds.articles["article_id"].to_list()


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (pl.DataFrame({"body": ["x"]}), "articles.no-text"),
        (pl.DataFrame({"text": [1]}), "articles.type"),
        (pl.DataFrame({"text": ["x", "y"], "article_id": ["a", "a"]}), "articles.duplicate-id"),
        (pl.DataFrame({"text": ["x"], "article_id": [None]}), "articles.duplicate-id"),
    ],
)
def test_bad_frames_are_refused(frame: pl.DataFrame, code: str) -> None:
    with pytest.raises(framing.UsageError) as caught:
        framing.score(frame)
    assert caught.value.code == code


def test_the_namespace_is_the_function(seeds: framing.ReadResult, scored: framing.Scored) -> None:
    again = seeds.articles.framing.score()  # type: ignore[attr-defined]
    assert again.evidence.equals(scored.evidence)


def test_words_are_conserved(scored: framing.Scored) -> None:
    by_article = scored.exposure.group_by("article_id").agg(pl.col("words").sum())
    joined = scored.articles.join(by_article, on="article_id", suffix="_exposed")
    assert joined["words"].to_list() == joined["words_exposed"].to_list()


def test_hits_are_the_evidence_counted(scored: framing.Scored) -> None:
    counted = scored.evidence.filter(pl.col("factor") > 0).height
    assert scored.scores["hits"].sum() == counted


def test_a_record_has_what_is_known_of_its_article() -> None:
    day = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
    articles = pl.DataFrame(
        {
            "article_id": ["a", "b"],
            "text": ["so", "so"],
            "language": ["en", "en"],
            "outlet": ["x", None],
            "outlet_name": ["X!", "Y!"],
            "published": [day, None],
            "groups": [[{"name": "desk", "value": "city"}], None],
        },
        schema_overrides={"groups": GROUPS},
    )
    scored = framing.score(articles)
    plain = list(framing.records(scored, articles))
    named = list(framing.records(scored, articles, lambda outlet, written: f"{outlet} as {written}"))
    assert [record["published"] for record in plain] == ["2026-05-04T03:02:01Z", None]
    assert [record["groups"] for record in plain] == [{"desk": "city"}, {}]
    assert [record["outlet_name"] for record in plain] == ["X!", "Y!"]
    assert [record["outlet_name"] for record in named] == ["x as X!", "Y!"]
    assert [record["title"] for record in plain] == [None, None]


def test_records_add_up(seeds: framing.ReadResult, scored: framing.Scored) -> None:
    for record in framing.records(scored, seeds.articles):
        for part in ("sections", "voices"):
            words = sum(block["words"] for block in record[part].values())
            assert words == record["words"]
            for dimension, total in record["scores"].items():
                hits = sum(block["scores"].get(dimension, {"hits": 0})["hits"] for block in record[part].values())
                assert hits == total["hits"]
        own = pl.col("article_id") == record["article_id"]
        weighted = dict(scored.scores.filter(own).group_by("dimension").agg(pl.sum("weighted")).iter_rows())
        assert {name: total["weighted"] for name, total in record["scores"].items()} == pytest.approx(weighted)
        for block in (record, *record["sections"].values(), *record["voices"].values()):
            for total in block["scores"].values():
                assert total["rate"] == pytest.approx(1000 * total["hits"] / block["words"])
        for section, block in (("all", record), *record["sections"].items()):
            rows = scored.scales.filter(own, pl.col("section").cast(pl.String) == section).to_dicts()
            names = ("value", "low", "high", "positive", "negative", "words")
            assert block["scales"] == {row["scale"]: {name: row[name] for name in names} for row in rows}
        assert not any("scales" in block for block in record["voices"].values())
        text = {"title": record["title"], "lead": None, "body": None}
        article = seeds.articles.filter(pl.col("article_id") == record["article_id"]).row(0, named=True)
        for span in record["evidence"]:
            field = text["title"] if span["section"] == "title" else article["text"]
            assert field[span["start"] : span["end"]] == span["surface"]


HI, EN, UR = (
    "मंत्री ने कहा कि यह बेहद ऐतिहासिक कदम है और देश को गर्व है।",
    "The minister said that the historic deal was a stunning success.",
    "صدر نے کہا کہ یہ تاریخی سنگ میل ہے اور قوم کو فخر ہے۔",
)


TEXTS = [HI, EN, EN, UR, "", HI, f"{HI}\n{EN}", UR]
TITLES = [None, EN, None, UR, HI, None, HI, None]


@pytest.fixture(scope="module")
def alone() -> tuple[framing.Scorer, list[framing.Scored]]:
    """A scorer, and what it finds in articles one by one."""
    scorer = framing.Scorer(threads=2)
    articles = pl.DataFrame({"title": TITLES, "text": TEXTS})
    return scorer, [scorer.score(articles[at]) for at in range(len(TEXTS))]


@pytest.mark.parametrize(("size", "stretches"), [(1, 0), (300, 500), (10**6, 2)])
def test_what_is_found_depends_neither_on_batches_nor_on_their_order(
    size: int, stretches: int, alone: tuple[framing.Scorer, list[framing.Scored]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH_BYTES", size)
    monkeypatch.setattr(module, "_STRETCHES", stretches)
    together = alone[0].score(pl.DataFrame({"title": TITLES, "text": TEXTS}))
    for name in ("articles", "evidence", "exposure", "scores", "scales"):
        parts = [getattr(one, name).with_columns(article_id=pl.lit(str(at))) for at, one in enumerate(alone[1])]
        assert getattr(together, name).equals(pl.concat(parts)), name


@pytest.mark.parametrize(
    ("sizes", "expected"), [([4, 4, 4], [2, 1]), ([8, 1], [1, 1]), ([9, 1], [1, 1]), ([7, 9, 1], [2, 1]), ([], [])]
)
def test_a_batch_begins_where_so_many_bytes_are_read(
    sizes: list[int], expected: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH_BYTES", 8)
    # Title and text count alike, and a missing one nothing.
    rows = [("a" * (size - 1), "b") if size % 2 else (None, "b" * size) for size in sizes]
    frame = pl.DataFrame(rows, schema={"title": pl.String, "text": pl.String}, orient="row")
    parts = list(module.batches(frame))
    assert [part.height for part in parts] == expected
    assert pl.concat([frame.clear(), *parts]).equals(frame)


@pytest.mark.parametrize(
    ("title", "text", "groups", "status", "words"),
    [
        (None, "so " * (module.SHORT_WORDS - 1), [], "short", module.SHORT_WORDS - 1),
        (None, "so " * module.SHORT_WORDS, [], "ok", module.SHORT_WORDS),
        ("so", "so " * module.SHORT_WORDS, [], "ok", module.SHORT_WORDS + 1),
        ("so " * 30, "", [], "headline", 30),
        ("so " * 30, None, [], "headline", 30),
        (None, "", [], "short", 0),
        ("so so", "so " * 30, [TRUNCATED], "truncated", 2),
        (None, "so " * 30, [TRUNCATED], "truncated", 0),
        ("so so", "so " * 30, ["genre"], "ok", 32),
    ],
)
def test_an_article_is_short_cut_off_a_headline_or_whole(
    title: str | None, text: str | None, groups: list[str], status: str, words: int
) -> None:
    given = {
        "title": [title],
        "text": [text],
        "language": ["en"],
        "groups": [[{"name": name, "value": "yes"} for name in groups]],
    }
    schema = {"title": pl.String(), "text": pl.String(), "language": pl.String(), "groups": GROUPS}
    row = framing.score(pl.DataFrame(given, schema=schema)).articles.row(0, named=True)
    assert (row["status"], row["words"]) == (status, words)
    assert row["coverage"] == (1.0 if words else None)
