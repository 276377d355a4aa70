"""What is said of whom: names that are found, clauses that belong to them, and a level like all others."""

from __future__ import annotations

import itertools

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.scoring.named import clauses, named
from framing.statistics.targets import with_targets
from tests.golden.names import FLOORS, agreement

LEXICON = framing.default_lexicon()
TEXTS = (
    "Critics call Ann Lee brave, but Bo Marsh failed. Lee won the prize.",
    "The disaster was blamed on Bo Marsh. “Ann Lee is a corrupt liar and she cheated all of us,” said Bo Marsh.",
    "Police praised Ann Lee for the rescue. India won the match.",
)


def news(times: int = 1) -> pl.DataFrame:
    rows = [(f"{number}", f"{TEXTS[number % 3]} Note {number}.", "xy"[number % 2]) for number in range(3 * times)]
    return pl.DataFrame(rows, schema=["article_id", "text", "outlet"], orient="row").with_columns(language=pl.lit("en"))


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("President Maria Olsen met Olsen's rivals in Delhi.", "en", ["Maria Olsen", "Olsen"]),
        (
            "The Bank of Norwich and the Harwick Department reported losses.",
            "en",
            ["Bank of Norwich", "Harwick Department"],
        ),
        ("On Monday the weather was fine in London.", "en", []),
        ("Trelling said so.", "en", ["Trelling"]),
        ("Voters said so, and Indians did.", "en", []),
        ("मंत्री सुकेतु राणे ने कहा।", "hi", ["सुकेतु राणे"]),
        ("दिल्ली पुलिस ने जांच की।", "hi", ["दिल्ली पुलिस"]),
        ("किसानों ने कहा कि पानी नहीं है।", "hi", []),
        ("سربراہ طلحہ قریشی نے کہا۔", "ur", ["طلحہ قریشی"]),
        ("ایس این جی پی کا بیان", "ur", ["ایس این جی پی"]),
        ("किसान नेता तेजिंदर मान और बलजीत ढींढसा मौजूद रहे।", "hi", ["तेजिंदर मान", "बलजीत ढींढसा"]),
        ("मीना राव आईं। उनके मुताबिक राव ने पानी मांगा।", "hi", ["मीना राव", "राव"]),
        ("زکربرگ نے محکمہ صحت کو خط لکھا۔", "ur", ["زکربرگ", "محکمہ صحت"]),
        ("Is Delhi Facing a Water Shortage This Year?", "en", []),
        (
            "The Centers for Water Control and Repair met Bill Orrin.",
            "en",
            ["Centers for Water Control and Repair", "Bill Orrin"],
        ),
        ("Congress and the Senate passed the Clean Water Act.", "en", ["Congress", "Senate"]),
        ("نیا ّ ادارہ ّ پولیس ّ کمیشن", "ur", []),
        ("Er sagte nichts zu Anna Berg.", "de", []),
    ],
)
def test_names_are_told_by_what_stands_beside_them(text: str, language: str, names: list[str]) -> None:
    assert [name.surface for name in named(text, language, LEXICON.words.get(language, {}))] == names


@given(st.text(alphabet=" aAbB.,!?'“”’न।ے\n", max_size=60), st.sampled_from(["en", "hi", "ur", "de"]))
def test_names_and_clauses_are_spans_in_order(text: str, language: str) -> None:
    names = named(text, language)
    assert all(text[name.start : name.end] == name.surface for name in names)
    assert all(one.end <= other.start for one, other in itertools.pairwise(names))
    cut = list(clauses(text, language))
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(cut))


def test_a_hit_belongs_to_the_name_of_its_clause_and_to_its_speaker() -> None:
    given_news = news()
    scored, rows = with_targets(framing.score(given_news), given_news, LEXICON, ["target"])
    assert rows["target"].unique().sort().to_list() == ["Ann Lee", "Bo Marsh", "IN"]
    hits = scored.evidence.filter(pl.col("dimension").is_in(["event", "judgement"]), pl.col("factor") > 0)
    named_hits = hits.join(rows.select("article_id", "target"), on="article_id")
    own = named_hits.filter(voice="own").group_by("target").agg("surface")
    found = {target: sorted(surfaces) for target, surfaces in own.iter_rows()}
    assert found["Bo Marsh"] == ["blamed", "disaster", "failed"]
    assert set(found["Ann Lee"]) == {"Critics", "brave", "prize", "won", "praised", "rescue"}
    spoken = named_hits.filter(target="Ann Lee", voice="quoted")
    assert (spoken["weight"] < 0).all()
    assert spoken.height >= 2


def test_words_and_hits_of_targets_are_those_of_their_articles_at_most() -> None:
    given_news = news()
    whole = framing.score(given_news)
    scored, rows = with_targets(whole, given_news, LEXICON, ["outlet*target"])
    assert scored.articles["article_id"].to_list() == rows["article_id"].to_list()
    words = dict(whole.articles.select("article_id", "words").iter_rows())
    for part, target, size in zip(rows["article_id"], rows["target"], scored.articles["words"], strict=True):
        assert 0 < size <= words[part.removesuffix(f" → {target}")]
    assert scored.evidence.height <= whole.evidence.height
    other = with_targets(whole, given_news, LEXICON, ["outlet"])
    assert other[0] is whole
    assert other[1] is given_news


def test_target_is_a_level_like_others() -> None:
    given_news = news(4)
    scored = framing.score(given_news)
    estimates = framing.estimate(scored, given_news, levels=["target"]).filter(dimension="valence")
    counted = {row["key"]: (row["positive"], row["negative"]) for row in estimates.iter_rows(named=True)}
    assert counted["IN"] == (4, 0)
    assert counted["Bo Marsh"] == (0, 12)
    assert counted["Ann Lee"][0] == 20
    quoted = framing.estimate(scored, given_news, levels=["target"], voices="quoted").filter(dimension="valence")
    assert quoted.filter(key="Ann Lee")["positive"].to_list() == [0]
    within = framing.estimate(scored, given_news, levels=["outlet"], within={"target": "Bo Marsh"})
    assert set(within.filter(dimension="valence")["negative"]) == {6}
    compared = framing.compare(scored, given_news, "Ann Lee", "Bo Marsh", by="target").table
    assert compared.filter(dimension="valence")["effect"][0] > 0


def test_names_in_real_sentences_are_found_as_far_as_is_said() -> None:
    found = agreement()
    if not found:
        pytest.skip("no corpora")
    assert {reading for _, reading in found} == set(FLOORS)
    for (_, reading), count in found.items():
        precision, recall = FLOORS[reading]
        assert count["right"] / (count["right"] + count["wrong"]) >= precision
        assert count["right"] / (count["right"] + count["missed"]) >= recall


def test_caveats_call_countries_and_persons_by_their_names() -> None:
    """Whom they speak of differ in topic: what is said beside it has no code of a country."""
    war = "Pakistan fired missiles at soldiers in the war. Troops of Pakistan fought a battle with guns."
    rain = "Ann Lee said hospitals treat patients and nurses. Doctors told Ann Lee of disease and medicine."
    # No two are alike.
    letters = "abcdefghijklmnopqrstuvwxyz"
    own = [
        " ".join(f"{letters[row // 4]}{letters[row % 4]}{one}{end}" for one in letters for end in "xyz")
        for row in range(40)
    ]
    texts = [f"{(war, rain)[row % 2]} {more}." for row, more in enumerate(own)]
    news = pl.DataFrame({"article_id": [f"{row}" for row in range(40)], "text": texts, "language": "en"})
    found = framing.compare(framing.score(news), news, "PK", "Ann Lee", by="target")
    told = [caveat for caveat in found.caveats if "topic mix" in caveat]
    assert len(told) == 1
    assert told[0].startswith("Pakistan and Ann Lee differ in their topic mix")
