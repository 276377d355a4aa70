"""Articles that mix languages: what is scored in which language, and that nothing of it moves."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.languages.registry import languages
from framing.lexicon.compile import compile_lexicon
from framing.schemas import EVIDENCE, EXPOSURE
from framing.scoring.segments import segments

HI = "कश्मीर पर गला फाड़ रहा पाकिस्तान, और यह सिर्फ चालबाजी है। मंत्री ने कहा कि यह बेहद ऐतिहासिक कदम है।"
UR = "دونوں رہنماؤں نے اعادہ کیا کہ یہ تاریخی سنگ میل ہے۔ صدر نے کہا کہ وہ قابل اعتماد دوست ہیں اور آگ بگولہ نہیں۔"
EN = "The so-called leader lashed out at the ministry, which said that the historic deal was a stunning success for them."
FOREIGN = {
    "mr": "मुख्यमंत्र्यांनी आज मुंबईत पत्रकार परिषद घेतली आणि नव्या योजनेची घोषणा केली, असे त्यांनी सांगितले आहे.",
    "bn": "প্রধানমন্ত্রী আজ সংসদে নতুন বাজেট পেশ করেছেন এবং কর কমানোর কথা বলেছেন সবাইকে।",
    "fa": "رئیس جمهور گفت که دولت برای کاهش تورم برنامه تازه‌ای دارد و آن را در همین هفته اجرا خواهد کرد.",
    "fr": "Le président a déclaré que le gouvernement ne céderait pas à la pression de la rue et des syndicats.",
    "pnb": "اوہناں نے آکھیا پئی پنجاب دے کساناں دا کوئی وی حق نئیں ماریا جاوے گا تے ایہہ ساڈا وعدہ اے۔",
}
OURS = {"hi": HI, "ur": UR, "en": EN}
SCORER = framing.Scorer(threads=1)


def score(text: str, language: str | None = None, title: str | None = None) -> framing.Scored:
    frame = pl.DataFrame(
        {"article_id": ["a"], "title": [title], "text": [text], "language": [language]},
        schema={"article_id": pl.String, "title": pl.String, "text": pl.String, "language": pl.String},
    )
    return SCORER.score(frame)


def found(scored: framing.Scored, shift: int = 0) -> list[tuple[object, ...]]:
    """What was found, without the section, which depends on the place in the article."""
    frame = scored.evidence.drop("article_id", "section").with_columns(pl.col("start", "end") + shift)
    return frame.rows()


def words(scored: framing.Scored) -> dict[str, int]:
    return dict(scored.exposure.group_by("voice").agg(pl.sum("words")).iter_rows())


@given(data=st.data())
def test_a_mixed_article_is_the_union_of_its_segments(data: st.DataObject) -> None:
    main = data.draw(st.sampled_from(sorted(OURS)))
    other = st.sampled_from([*OURS.items(), *FOREIGN.items()])
    # No two neighbours in one language: these are one segment, whose voices may run on.
    parts = [(main, OURS[main])]
    for code, text in data.draw(st.lists(other, min_size=1, max_size=5)):
        parts += [(code, text)] if parts[-1][0] != code else []
    text = "\n".join(part for _, part in parts)
    mixed = score(text, main)
    expected: list[tuple[object, ...]] = []
    counted: dict[str, int] = {}
    offset = 0
    for code, part in parts:
        if code in OURS:
            alone = score(part, code)
            expected += found(alone, offset)
            for voice, number in words(alone).items():
                counted[voice] = counted.get(voice, 0) + number
        offset += len(part) + 1
    assert found(mixed) == expected
    assert words(mixed) == counted
    row = mixed.articles.row(0, named=True)
    assert (row["language"], row["words"]) == (main, sum(counted.values()))
    for span in mixed.evidence.iter_rows(named=True):
        assert text[span["start"] : span["end"]] == span["surface"]
        assert span["section"] == ("lead" if span["end"] <= len(OURS[main]) else "body")
    assert dict(mixed.evidence.schema) == EVIDENCE
    assert dict(mixed.exposure.schema) == EXPOSURE


@pytest.mark.parametrize("code", OURS)
@pytest.mark.parametrize("foreign", FOREIGN)
def test_a_foreign_paragraph_is_not_scored_and_does_not_count(code: str, foreign: str) -> None:
    ours = f"{OURS[code]}\n{OURS[code]}\n{OURS[code]}"
    mixed, alone = score(f"{ours}\n{FOREIGN[foreign]}"), score(ours)
    assert mixed.articles["language"].to_list() == [code]
    assert found(mixed) == found(alone)
    assert words(mixed) == words(alone)


def test_a_long_stretch_within_a_paragraph_is_a_segment() -> None:
    text = f"{HI} उन्होंने लिखा, “{EN}” और चले गए।"
    mixed = score(text)
    start = text.index(EN)
    english = mixed.evidence.filter(pl.col("entry_id").str.starts_with("en."))
    hindi = mixed.evidence.filter(pl.col("entry_id").str.starts_with("hi."))
    assert english.height == score(EN).evidence.height
    assert english["start"].min() >= start  # type: ignore[operator]
    assert english["end"].max() <= start + len(EN)  # type: ignore[operator]
    assert set(english["section"]) == {"lead"}
    # Its quotation marks go with it.
    assert set(english["voice"]) == {"quoted"}
    assert hindi.height >= score(HI).evidence.height


@pytest.mark.parametrize(
    "text",
    [
        f"{HI} Apple, Google और Microsoft ने iPhone 15 Pro Max की बिक्री रोक दी।",  # brands
        f"{HI} Reserve Bank of India के Deputy Governor ने यह कहा।",  # names
        f"{HI}\n\nRead more\n\n{HI}",  # a short line
        f"{UR} انہوں نے World Health Organization کی رپورٹ کا حوالہ دیا۔",
        f"{EN} The slogan “अबकी बार” was everywhere.",
        f"{EN} Mayor de Blasio flew from La Paz to El Paso in March.",
    ],
)
def test_names_and_short_lines_are_no_segments(text: str) -> None:
    code = score(text).articles["language"][0]
    rows = pl.DataFrame(
        {"row": [0], "title": [None], "text": [text], "primary": [code]}, schema_overrides={"title": pl.String}
    )
    assert segments(rows, languages()).is_empty()


def test_the_lead_is_the_first_paragraph_with_a_word() -> None:
    row = {"row": 0, "title": EN, "text": f"***\n{HI}\n{EN}\n{HI}", "primary": "hi"}
    cut = segments(pl.DataFrame([row]), languages()).select("section", "primary", pl.col("text").str.strip_chars("*\n"))
    assert [part for part in cut.rows() if part[2]] == [
        ("title", "en", EN),
        ("lead", "hi", HI),
        ("body", "en", EN),
        ("body", "hi", HI),
    ]


def test_a_title_in_another_language() -> None:
    mixed = score(HI, "hi", title=EN)
    title = mixed.evidence.filter(section="title")
    assert title["entry_id"].str.starts_with("en.").all()
    assert found(mixed) == found(score("", "en", title=EN)) + found(score(HI))


def test_it_names_the_tables_of_all_its_languages() -> None:
    tables = {code: compile_lexicon(SCORER.lexicon, code).name for code in ("en", "hi")}
    names = score(HI, "hi", title=EN).articles["lexicon_tables"].to_list()
    assert names == [" ".join(sorted(tables.values()))]
    assert score(EN).articles["lexicon_tables"].to_list() == [tables["en"]]
    assert score(FOREIGN["fr"]).articles["lexicon_tables"].to_list() == [""]


def test_equal_shares_of_two_scripts_have_a_main_language() -> None:
    text = f"{EN}\n{HI}"
    mixed = score(text)
    assert mixed.articles["language"][0] in ("en", "hi")
    assert mixed.articles["words"].to_list() == [sum(words(score(EN)).values()) + sum(words(score(HI)).values())]
    assert {identifier[:2] for identifier in mixed.evidence["entry_id"]} == {"en", "hi"}


def test_scales_use_the_main_language() -> None:
    """The same segments under another main language: other baselines, the same spans."""
    text = f"{EN}\n{HI}"
    one, other = score(text, "en"), score(text, "hi")
    assert one.evidence["entry_id"].to_list() == other.evidence["entry_id"].to_list()
    rates = [scored.scales.filter(scale="loudness", section="all").row(0, named=True) for scored in (one, other)]
    assert rates[0]["words"] == rates[1]["words"]
    assert rates[0]["value"] != rates[1]["value"]


def test_an_article_of_nothing_else_is_not_cut() -> None:
    for code, text in OURS.items():
        rows = pl.DataFrame({"row": [0], "title": [text], "text": [f"{text}\n{text}"], "primary": [code]})
        assert segments(rows, languages()).is_empty()


def test_an_unreadable_article_stays_refused() -> None:
    mixed = score("\n".join([FOREIGN["mr"], FOREIGN["mr"], HI]), "mr")
    assert mixed.articles["status"].to_list() == ["refused"]
    assert mixed.evidence.is_empty()


def test_mixed_articles_among_others_keep_their_order() -> None:
    texts = [HI, f"{HI}\n{EN}", UR, f"{UR}\n{FOREIGN['fa']}\n{HI}", EN]
    together = SCORER.score(pl.DataFrame({"text": texts}))
    alone = [SCORER.score(pl.DataFrame({"text": [text]})) for text in texts]
    for name in ("evidence", "exposure", "scores", "scales"):
        frames = [getattr(part, name).with_columns(article_id=pl.lit(str(number))) for number, part in enumerate(alone)]
        assert getattr(together, name).equals(pl.concat(frames)), name
