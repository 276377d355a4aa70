"""A concept query finds articles in all languages alike."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

import framing
from framing.scoring.about import Query, about, names, restrict
from tests.conftest import MakeLexicon, Row, Run

SAID = {
    "en": ["The two sides met over Kashmir on Monday, officials of both said.", "Jammu and Kashmir votes in May, its election office said on Monday."],
    "hi": ["दोनों देशों ने सोमवार को कश्मीर पर बात की, यह अधिकारियों ने कहा।", "जम्मू-कश्मीर में मई में मतदान होगा, यह आयोग ने बताया है।"],
    "ur": ["دونوں ملکوں نے پیر کو کشمیر پر بات چیت کی، یہ حکام نے بتایا ہے۔", "مقبوضہ کشمیر میں انتخابات مئی میں ہوں گے، یہ حکام نے بتایا ہے۔"],
}  # fmt: skip
OTHER = {
    "en": "The monsoon reached the coast early this year, the weather office said.",
    "hi": "इस साल मानसून समय से पहले तट पर पहुंच गया है, मौसम विभाग ने बताया।",
    "ur": "اس سال مون سون وقت سے پہلے ساحل تک پہنچ گیا ہے، محکمہ موسمیات نے بتایا۔",
}


@pytest.mark.parametrize("query", ["kashmir", "region.kashmir", "Kashmir", "कश्मीर", "کشمیر", "Kashmir|कश्मीर"])
@pytest.mark.parametrize("code", sorted(SAID))
def test_a_region_is_found_by_any_of_its_names(query: str, code: str) -> None:
    articles = pl.DataFrame({"text": [*SAID[code], OTHER[code]], "language": code})
    assert (about(articles, query)["mentions"] > 0).to_list() == [True, True, False]


def test_a_list_of_names_is_split_by_script() -> None:
    query = "monsoon|मानसून|مون سون"
    articles = pl.DataFrame({"text": [OTHER[code] for code in ("en", "hi", "ur")] + SAID["en"]})
    assert about(articles, query)["mentions"].to_list() == [1, 1, 1, 0, 0]
    assert names(query) == {"en": ("monsoon",), "hi": ("मानसून",), "ur": ("مون سون",)}


@pytest.mark.parametrize("query", ["nato", "NATO", "नाटो", "نیٹو"])
def test_a_name_in_latin_letters_is_found_in_any_script(query: str) -> None:
    articles = pl.DataFrame(
        {
            "text": [
                "रूस ने सोमवार को कहा कि NATO की सेनाएं उसकी सीमा के पास हैं, यह चिंता की बात है।",
                "روس نے پیر کو کہا کہ NATO کی فوجیں اس کی سرحد کے قریب ہیں، یہ تشویش کی بات ہے۔",
                "रूस ने सोमवार को कहा कि पड़ोसी की सेनाएं उसकी सीमा के पास हैं, यह चिंता की बात है।",
            ],
            "language": ["hi", "ur", "hi"],
        }
    )
    assert about(articles, query)["mentions"].to_list() == [1, 1, 0]


def test_any_name_in_latin_letters_is_found_in_any_script() -> None:
    articles = pl.DataFrame({"text": ["कंपनी ने सोमवार को कहा कि TikTok पर लगी रोक हटेगी।"], "language": ["hi"]})
    assert about(articles, "TikTok")["mentions"].to_list() == [1]


def test_a_name_is_found_as_entries_are() -> None:
    spaced = pl.DataFrame(
        {"text": ["یہ مسئلہکشمیر اورپاکستان کی بات چیت کا حصہ ہے، حکام نے بتایا۔"], "language": ["ur"]}
    )
    assert about(spaced, "پاکستان")["mentions"].to_list() == [1]


@pytest.mark.parametrize(
    ("query", "said"), [("", "the query is empty"), (" | ", "the query is empty"), ("Москва", "no letter")]
)
def test_a_query_that_names_nothing_is_told_so(query: str, said: str) -> None:
    with pytest.raises(framing.UsageError, match=said):
        names(query)


STORMS = ("storm", "tempest", "gale", "squall", "blizzard")


def storms(number: int) -> dict[str, list[Row]]:
    """Entries of one concept: so many English words and two Hindi ones."""
    english: list[Row] = [
        {"id": f"en.conflict.storm{f'.{at}' if at > 1 else ''}", "term": word, "concept": "storm"}
        for at, word in enumerate(STORMS[:number], 1)
    ]
    hindi: list[Row] = [
        {"term": "तूफान", "concept": "storm"},
        {"id": "hi.conflict.storm.2", "term": "आंधी", "concept": "storm"},
    ]
    other: list[Row] = [
        {"term": "good", "concept": "praise_each_other"},
        {"term": "war of words", "match": "phrase", "concept": "war_of_words"},
    ]
    return {"en/conflict": english, "hi/conflict": hindi, "en/praise": other}


@pytest.mark.parametrize(
    ("query", "is_concept"),
    [
        ("storm", True),
        ("Storm", True),
        ("तूफान", True),
        ("war of words", True),
        ("war_of_words", True),
        # No other entry than the first is what a concept is called, nor is a gloss.
        ("tempest", False),
        ("आंधी", False),
        ("good", False),
        ("praise each other", False),
        ("war", False),
        ('"storm"', False),
        ("storm|gale", False),
    ],
)
def test_a_concept_is_meant_by_its_word_or_the_like_in_another_language(
    query: str, is_concept: bool, make_lexicon: MakeLexicon
) -> None:
    assert bool(Query(query, make_lexicon(storms(4))).readings()) == is_concept


@pytest.mark.parametrize(("number", "more"), [(4, ""), (5, " and 1 more")])
def test_six_words_of_a_concept_are_named(number: int, more: str, make_lexicon: MakeLexicon) -> None:
    query = Query("storm OR kashmir", make_lexicon(storms(number)))
    shown = ", ".join([*STORMS[:number], "तूफान", "आंधी"][:6]) + more
    assert query.readings() == [
        f"'storm' is looked for as a concept in all languages ({shown}); as \"storm\", by itself"
    ]
    articles = pl.DataFrame(
        {"text": ["A gale and a storm in Kashmir.", "आंधी आई।", "All is calm."], "language": ["en", "hi", "en"]}
    )
    found = query.of(articles)
    assert found.frame["mentions"].to_list() == [3, 1, 0]
    assert found.parts == {"storm": 2, "kashmir": 1}


def test_what_was_scored_can_be_restricted(scored: framing.Scored) -> None:
    chosen = scored.articles["article_id"].head(2)
    kept = restrict(scored, chosen)
    assert kept.articles["article_id"].to_list() == chosen.to_list()
    for frame in (kept.evidence, kept.exposure, kept.scores, kept.scales):
        assert set(frame["article_id"]) <= set(chosen)
    assert kept.evidence.height == scored.evidence.filter(pl.col("article_id").is_in(chosen.implode())).height


def test_commands_take_a_query(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "news"
    rows = [
        {"article_id": f"{code}{number}", "text": text, "language": code}
        for code in SAID
        for number, text in enumerate([*SAID[code], OTHER[code]])
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    scored = [json.loads(line)["article_id"] for line in run("score", path, "--about", "kashmir").out.splitlines()]
    assert scored == [f"{code}{number}" for code in SAID for number in (0, 1)]
    run("init", folder)
    run("add", path, "--project", folder)
    whole = json.loads(run("report", "--project", folder, "--by", "language", "--json").out)
    part = json.loads(run("report", "--project", folder, "--by", "language", "--about", "kashmir", "--json").out)
    count = {
        name: max(row["articles"] for row in printed["estimates"])
        for name, printed in (("whole", whole), ("part", part))
    }
    assert count == {"whole": 3, "part": 2}
    hits = run(
        "kwic", "attribution", "--project", folder, "--about", "monsoon|मानसून|مون سون", "--json"
    ).out.splitlines()
    assert {json.loads(line)["article_id"] for line in hits} <= {f"{code}2" for code in SAID}
    assert hits
