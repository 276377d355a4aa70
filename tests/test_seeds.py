"""What the toolkit says of the five sample articles: the readings that a Hindi or Urdu reader would sign."""

from __future__ import annotations

import polars as pl
import pytest

import framing

ABP, LAVROV, LOKMAT, URDU, CHINA = "000_6d8d", "001_ca77", "002_058d", "003_8e66", "004_4040"


@pytest.fixture(scope="module")
def records(seeds: framing.ReadResult, scored: framing.Scored) -> dict[str, dict[str, object]]:
    return {str(record["article_id"])[:8]: record for record in framing.records(scored, seeds.articles)}


def spans(records: dict[str, dict[str, object]], seed: str, **wanted: object) -> list[dict[str, object]]:
    evidence: list[dict[str, object]] = records[seed]["evidence"]  # type: ignore[assignment]
    return [span for span in evidence if all(span[name] == value for name, value in wanted.items())]


def scale(records: dict[str, dict[str, object]], seed: str, name: str, section: str | None = None) -> dict[str, float]:
    block: dict[str, object] = records[seed]
    if section:
        block = block["sections"][section]  # type: ignore[index]
    return block["scales"][name]  # type: ignore[index, no-any-return]


def test_the_shouting_headline_is_one_span_in_the_outlets_own_voice(records: dict[str, dict[str, object]]) -> None:
    found = spans(records, ABP, dimension="sensational", section="title")
    assert [(span["surface"], span["voice"], span["concept"]) for span in found] == [
        ("गला फाड़ रहा", "own", "shout_hoarse")
    ]


def test_trickery_is_derogation(records: dict[str, dict[str, object]]) -> None:
    (trickery,) = spans(records, ABP, surface="चालबाजी", dimension="derogation")
    # "… यह संकेत देता है कि …" is the outlet's conclusion; nobody else is named.
    assert (trickery["concept"], trickery["voice"]) == ("trickery", "own")


def test_the_hindi_piece_shouts_and_the_urdu_report_does_not(records: dict[str, dict[str, object]]) -> None:
    loud = [span for name in ("sensational", "derogation") for span in spans(records, ABP, dimension=name)]
    assert len(loud) >= 2
    assert not [span for name in ("sensational", "derogation") for span in spans(records, URDU, dimension=name)]


def test_the_shouting_title_is_above_zero_and_says_how_little_it_rests_on(
    records: dict[str, dict[str, object]],
) -> None:
    tone = scale(records, ABP, "tone", "title")
    assert tone["value"] > 0
    assert tone["positive"] + tone["negative"] <= 2
    assert tone["low"] < 0 < tone["high"]


def test_the_urdu_report_reads_like_a_communique(records: dict[str, dict[str, object]]) -> None:
    assert scale(records, URDU, "tone")["value"] < -0.6


@pytest.mark.parametrize(
    ("words", "dimension"),
    [("اعادہ کیا", "communique"), ("سنگ میل", "praise"), ("قابل اعتماد دوست", "praise")],
)
def test_the_urdu_report_has_its_set_phrases(words: str, dimension: str, records: dict[str, dict[str, object]]) -> None:
    assert [span for span in spans(records, URDU, dimension=dimension) if words in str(span["surface"])]


def test_what_the_two_leaders_say_is_reported_over_sentences_and_paragraphs(
    seeds: framing.ReadResult, records: dict[str, dict[str, object]]
) -> None:
    text = seeds.articles.filter(pl.col("article_id").str.starts_with(URDU))["text"][0]
    # The president's speech runs on over a paragraph break, until the outlet's narration resumes at "تقریب میں".
    begin, end = text.index("قازقستان کا قابل اعتماد"), text.index("تقریب میں وزیراعظم شہباز")
    inside = [
        span for span in spans(records, URDU) if span["section"] == "body" and begin <= int(str(span["start"])) < end
    ]
    assert len(inside) >= 4
    assert "\n" in text[begin:end]
    assert {span["voice"] for span in inside} == {"reported"}
    after = [
        span for span in spans(records, URDU) if int(str(span["start"])) >= end and span["dimension"] == "communique"
    ]
    assert after[0]["voice"] == "own"


def test_what_a_president_calls_a_milestone_is_reported(records: dict[str, dict[str, object]]) -> None:
    milestones = [
        span["voice"] for span in spans(records, URDU, dimension="praise") if "سنگ میل" in str(span["surface"])
    ]
    # The outlet's own first, then the prime minister's, then the president's.
    assert milestones == ["own", "reported", "reported"]


def test_the_chinese_piece_praises_most_of_the_four_hindi_ones(records: dict[str, dict[str, object]]) -> None:
    def rate(seed: str) -> float:
        return records[seed]["scores"].get("praise", {"rate": 0.0})["rate"]  # type: ignore[attr-defined, no-any-return]

    assert rate(CHINA) > max(rate(seed) for seed in (ABP, LAVROV, LOKMAT))


def test_publisher_and_source_stand_side_by_side(
    seeds: framing.ReadResult, scored: framing.Scored, records: dict[str, dict[str, object]]
) -> None:
    assert (records[CHINA]["country"], records[CHINA]["source_country"]) == ("IN", "CN")
    table = framing.estimate(scored, seeds.articles)
    assert set(table.filter(pl.col("level") == "country")["key"]) == {"IN", "PK"}
    assert set(table.filter(pl.col("level") == "source")["key"]) == {"CN"}
    china = table.filter((pl.col("level") == "outlet") & (pl.col("source_country") == "CN"))
    assert set(china["country"]) == {"IN"}


def test_no_two_unknown_outlets_are_pooled(seeds: framing.ReadResult) -> None:
    outlets = seeds.articles["outlet"]
    assert outlets.n_unique() == len(outlets) == 5
    assert "abp-live" in outlets.to_list()


def test_the_caveats_are_said(seeds: framing.ReadResult, scored: framing.Scored) -> None:
    said = " ".join(framing.caveats(scored, seeds.articles))
    assert "Outlet, topic and language are confounded" in said
    assert "Hindi and Urdu are uncalibrated" in said


def test_the_words_are_read(scored: framing.Scored) -> None:
    assert (scored.articles["coverage"] > 0.9).all()
    assert scored.articles["status"].to_list() == ["ok"] * 5
    assert scored.articles["language"].to_list() == ["hi", "hi", "hi", "ur", "hi"]
