"""Contrasts of synthetic outlets whose differences are known."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import framing
from framing.statistics.backdrop import Backdrop
from framing.statistics.comparison import CONTRAST, EXAMPLE, SHIFTS, SIDES
from framing.statistics.topics import MIX
from tests.statistics.newsrooms import frame, outlet, row


def test_more_war_in_the_news_is_not_a_more_warlike_newspaper(
    mixed: tuple[framing.Scored, pl.DataFrame], lexicon: framing.Lexicon
) -> None:
    crude = framing.compare(*mixed, "warlike", "healthy", lexicon=lexicon)
    conflict = row(crude, "conflict")
    assert conflict["effect"] == conflict["crude"]
    assert conflict["low"] > 1.3
    assert conflict["p_adjusted"] < 0.05
    assert any("differ in their topic mix" in said and "security" in said for said in crude.caveats)
    security = crude.mixes.row(by_predicate=pl.col("category") == "security", named=True)
    # Three quarters against one quarter, but for the few articles in which no topic stands out.
    assert security["share_a"] - security["share_b"] == pytest.approx(0.5, abs=0.07)
    assert any("differ in their genre mix" in said for said in crude.caveats)
    for level in ("topic", "genre"):
        fair = framing.compare(*mixed, "warlike", "healthy", lexicon=lexicon, standardise=level)
        conflict = row(fair, "conflict")
        assert conflict["effect"] == pytest.approx(1.0, abs=0.2)
        assert conflict["low"] < 1 < conflict["high"]
        assert conflict["p"] > 0.05
        assert conflict["crude"] == row(crude, "conflict")["effect"]
        assert not any("differ in their" in said for said in fair.caveats)


def test_what_makes_a_topic_is_not_standardised_by_it(
    mixed: tuple[framing.Scored, pl.DataFrame], lexicon: framing.Lexicon
) -> None:
    fair = framing.compare(*mixed, "warlike", "healthy", lexicon=lexicon, standardise="topic")
    security = row(fair, "security")
    assert security["status"] == "is-topic"
    assert security["effect"] == security["crude"]
    assert security["effect"] > 2
    assert security["standardised"] is None


def test_equal_mixes_need_no_warning(lexicon: framing.Lexicon) -> None:
    articles = frame(outlet("a", ["war", "health"] * 25, 5), outlet("b", ["war", "health"] * 25, 6))
    found = framing.compare(framing.score(articles, lexicon), articles, "a", "b", lexicon=lexicon)
    assert [said for said in found.caveats if "no date" not in said] == []
    assert found.mixes.filter(pl.col("category") == "security")["distance"][0] < 0.1


def test_every_frame_has_its_documented_columns(
    mixed: tuple[framing.Scored, pl.DataFrame], lexicon: framing.Lexicon
) -> None:
    found = framing.compare(*mixed, "warlike", lexicon=lexicon)
    for table, schema in (
        (found.table, CONTRAST),
        (found.sides, SIDES),
        (found.mixes, MIX),
        (found.shifts, SHIFTS),
        (found.examples, EXAMPLE),
    ):
        assert dict(table.schema) == schema
    assert found.b == "rest of its language"
    assert found.sides["articles"].to_list() == [80, 140]
    shown = found._repr_html_()
    assert "warlike (a) compared with rest of its language" in shown
    assert all(f"<bdi>{name}</bdi>" in shown for name in found.table["dimension"])
    assert "measures" in repr(found)


def test_counts_rates_and_shifts_fit_together(
    mixed: tuple[framing.Scored, pl.DataFrame], lexicon: framing.Lexicon
) -> None:
    found = framing.compare(*mixed, "warlike", "healthy", lexicon=lexicon)
    scored, articles = mixed
    for side in ("a", "b"):
        name = {"a": "warlike", "b": "healthy"}[side]
        ids = articles.filter(pl.col("outlet") == name)["article_id"].implode()
        hits = int(
            scored.scores.filter(pl.col("article_id").is_in(ids) & (pl.col("dimension") == "conflict"))["hits"].sum()
        )
        words = int(scored.articles.filter(pl.col("article_id").is_in(ids))["words"].sum())
        conflict = row(found, "conflict")
        assert conflict[f"hits_{side}"] == hits
        assert conflict[f"words_{side}"] == words
        assert conflict[f"rate_{side}"] == pytest.approx(1000 * hits / words)
    assert conflict["effect"] == pytest.approx(conflict["rate_a"] / conflict["rate_b"])
    for (measure,), shift in found.shifts.partition_by("measure", as_dict=True).items():
        of = row(found, str(measure))
        assert shift["contribution"].sum() == pytest.approx(of["rate_a"] - of["rate_b"])
    assert set(found.examples["compared"]) == {"a", "b"}


def test_p_is_adjusted_for_what_is_shown(mixed: tuple[framing.Scored, pl.DataFrame], lexicon: framing.Lexicon) -> None:
    every = framing.compare(*mixed, "warlike", "healthy", lexicon=lexicon)
    one = framing.compare(*mixed, "warlike", "healthy", lexicon=lexicon, dimensions=["sensational"])
    assert one.table.height == 1
    assert one.table["p_adjusted"][0] == one.table["p"][0] == row(every, "sensational")["p"]
    tested = every.table.drop_nulls("p")
    assert (tested["p_adjusted"] >= tested["p"]).all()


def test_swapping_the_sides_inverts_the_contrast(
    mixed: tuple[framing.Scored, pl.DataFrame], lexicon: framing.Lexicon
) -> None:
    one = row(framing.compare(*mixed, "warlike", "healthy", lexicon=lexicon), "conflict")
    other = row(framing.compare(*mixed, "healthy", "warlike", lexicon=lexicon), "conflict")
    assert one["effect"] == pytest.approx(1 / other["effect"])
    assert one["low"] == pytest.approx(1 / other["high"])


def test_before_and_after_a_day(lexicon: framing.Lexicon) -> None:
    early, late = outlet("a", ["war"] * 40, 7), outlet("b", ["war"] * 40, 8, times=2.5)
    dated = [
        {**row, "published": day, "outlet": "one"}
        for part, day in ((early, "2024-01-31"), (late, "2024-02-01"))
        for row in part
    ]
    undated = [
        {**row, "article_id": f"no{number}", "published": None, "outlet": "one"} for number, row in enumerate(early[:3])
    ]
    articles = frame(dated, undated)
    scored = framing.score(articles, lexicon)
    found = framing.compare(scored, articles, "one", before="2024-02-01", lexicon=lexicon)
    assert (found.a, found.b) == ("one before 2024-02-01", "one from 2024-02-01")
    assert row(found, "conflict")["high"] < 0.7
    assert "3 of 83 articles without a date: left out." in found.caveats
    nothing = framing.compare(scored, articles, before="1999-01-01", lexicon=lexicon)
    assert set(nothing.table["status"]) == {"no-words"}


@pytest.mark.parametrize("days", [9, 10, 11])
def test_articles_of_a_day_share_its_news_where_there_are_days_enough(lexicon: framing.Lexicon, days: int) -> None:
    rows = [
        {**row, "published": f"2024-0{month}-{1 + number % days:02}", "outlet": "one"}
        for month, seed in ((1, 7), (2, 8))
        for number, row in enumerate(outlet(f"m{month}", ["war"] * 2 * days, seed))
    ]
    # A side with days enough does not make up for one without.
    more = [{**row, "published": f"2024-03-{number:02}"} for number, row in enumerate(outlet("x", ["war"] * 9, 3), 1)]
    articles = frame(rows, [{**row, "outlet": "one"} for row in more])
    scored = framing.score(articles, lexicon)
    found = framing.compare(scored, articles, "one", before="2024-02-01", lexicon=lexicon, permutations=99)
    units = days if days >= 10 else 2 * days
    conflict = row(found, "conflict")
    assert (conflict["clusters_a"], conflict["clusters_b"]) == (units, units + 9)
    assert conflict["status"] == "ok"


def test_voices_and_sections_are_compared_inside_articles(lexicon: framing.Lexicon) -> None:
    articles = frame(outlet("a", ["war"] * 15 + ["health"] * 15, 9, quoted=0.15))
    scored = framing.score(articles, lexicon)
    voices = framing.compare(scored, articles, "quoted", "own", by="voice", lexicon=lexicon)
    conflict = row(voices, "conflict")
    assert conflict["low"] > 2
    assert conflict["p"] < 0.01
    assert (conflict["clusters_a"], conflict["clusters_b"]) == (30, 30)
    sections = framing.compare(
        scored, articles, "title", "lead+body", by="section", within={"outlet": "a"}, lexicon=lexicon
    )
    panic = row(sections, "sensational")
    assert panic["hits_a"] == panic["clusters_a"] == 15
    assert panic["low"] > 3
    shift = sections.shifts.filter(pl.col("measure") == "sensational")
    assert shift["contribution"].sum() == pytest.approx(panic["rate_a"] - panic["rate_b"])
    assert set(sections.examples.filter(pl.col("compared") == "a")["section"]) == {"title"}


def test_copies_are_one_text(lexicon: framing.Lexicon) -> None:
    # Forty copies of one agency report do not make forty observations.
    few, copied = outlet("a", ["war"] * 12, 10), outlet("b", ["health"] * 12, 11)
    copies = [{**copied[0], "article_id": f"copy{number}", "cluster": "b0"} for number in range(40)]
    articles = frame(few, copied, copies)
    found = framing.compare(framing.score(articles, lexicon), articles, "a", "b", lexicon=lexicon)
    conflict = row(found, "conflict")
    assert (conflict["clusters_a"], conflict["clusters_b"]) == (12, 12)
    assert found.sides["articles"].to_list() == [12, 52]


def test_a_report_that_both_carry_is_no_evidence_of_a_difference(lexicon: framing.Lexicon) -> None:
    shared = outlet("a", ["war"] * 30, 12)
    also = [
        {**row, "article_id": f"b{number}", "outlet": "b", "cluster": row["article_id"]}
        for number, row in enumerate(shared)
    ]
    articles = frame(shared, also)
    found = framing.compare(framing.score(articles, lexicon), articles, "a", "b", lexicon=lexicon)
    conflict = row(found, "conflict")
    assert conflict["effect"] == pytest.approx(1.0)
    assert conflict["p"] is None


def test_countries_are_no_more_than_their_outlets(lexicon: framing.Lexicon) -> None:
    parts = [
        outlet(f"{country}-{number}", ["war"] * 12, 20 + number, times=times)
        for country, times in (("in", 1.0), ("pk", 2.0))
        for number in range(4)
    ]
    articles = frame(*parts)
    scored = framing.score(articles, lexicon)
    found = framing.compare(scored, articles, "IN", "PK", by="country", lexicon=lexicon)
    conflict = row(found, "conflict")
    assert (conflict["clusters_a"], conflict["clusters_b"], conflict["method"]) == (4, 4, "permutation, exact")
    # Of the 70 ways to deal eight outlets out, two are as far apart.
    assert conflict["p"] == pytest.approx(2 / 70)
    lone = framing.compare(
        scored,
        articles.filter(pl.col("outlet") != "in-1", pl.col("outlet") != "in-2", pl.col("outlet") != "in-3"),
        "IN",
        "PK",
        by="country",
        lexicon=lexicon,
    )
    assert row(lone, "conflict")["status"] == "one-outlet"
    assert any("single outlet" in said for said in lone.caveats)


def test_how_alike_texts_are_says_nothing_of_outlets_and_days(
    lexicon: framing.Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It widens the intervals of contrasts in which texts change sides, and no others; at one mix texts do always."""
    articles = frame(
        *(outlet(f"{country}-{number}", ["war"] * 6, number) for country in ("in", "pk") for number in range(3))
    )
    scored = framing.score(articles, lexicon)

    def widths() -> list[float]:
        by_country = framing.compare(scored, articles, "IN", "PK", by="country", lexicon=lexicon, explain=())
        by_outlet = framing.compare(scored, articles, "in-0", "pk-0", lexicon=lexicon, explain=())
        return [row(found, "conflict")["high"] / row(found, "conflict")["low"] for found in (by_country, by_outlet)]

    before = widths()
    monkeypatch.setattr(Backdrop, "likeness", lambda _, measures, *__: {"en": np.full(len(measures.names), 2_000.0)})
    after = widths()
    assert after[0] == before[0]
    assert after[1] > 1.5 * before[1]


@pytest.fixture(scope="module")
def tongues(lexicon: framing.Lexicon) -> tuple[framing.Scored, pl.DataFrame]:
    """Hindi outlets and Urdu outlets; "loud" has three times the Hindi rate, "calm" the Urdu one."""
    random = np.random.default_rng(30)
    plain = {"hi": ("शहर में आज यह काम हुआ और लोग घर गए", "लड़ाई"), "ur": ("شہر میں آج یہ کام ہوا اور لوگ گھر گئے", "جنگ")}
    rows = []
    for name, code, rate in (("loud", "hi", 1.8), ("hindi", "hi", 0.6), ("calm", "ur", 1.2), ("urdu", "ur", 1.2)):
        text, hit = plain[code]
        for number in range(40):
            times = random.poisson(rate * random.gamma(4, 0.25))
            rows.append((f"{name}{number}", " ".join([text, text, *[hit] * times, str(number)]), name, code))
    articles = pl.DataFrame(rows, schema=["article_id", "text", "outlet", "language"], orient="row")
    articles = articles.with_columns(cluster="article_id")
    return framing.score(articles, lexicon), articles


def test_across_languages_each_is_compared_with_its_own(
    tongues: tuple[framing.Scored, pl.DataFrame], lexicon: framing.Lexicon
) -> None:
    scored, articles = tongues
    found = framing.compare(scored, articles, "loud", "calm", lexicon=lexicon, permutations=299)
    conflict = row(found, "conflict")
    assert conflict["method"] == "relative to each language, permutation"
    assert conflict["low"] > 1.5
    assert conflict["p"] < 0.05
    raw = conflict["rate_a"] / conflict["rate_b"]
    assert raw < 2 < conflict["effect"]
    assert any("share no language" in said for said in found.caveats)
    same = row(framing.compare(scored, articles, "urdu", "hindi", lexicon=lexicon, permutations=299), "conflict")
    assert same["effect"] > 2
    countries = {"loud": "IN", "calm": "PK"}
    named = articles.with_columns(country=pl.col("outlet").replace_strict(countries, default=None))
    told = framing.compare(scored, named, "PK", "IN", by="country", lexicon=lexicon, permutations=99).caveats
    assert any(said.startswith("Pakistan and India share no language") for said in told)


def test_raw_across_languages_is_uncalibrated_without_a_factor(
    tongues: tuple[framing.Scored, pl.DataFrame], lexicon: framing.Lexicon
) -> None:
    scored, articles = tongues
    found = framing.compare(scored, articles, "hi", "ur", by="language", languages="raw", lexicon=lexicon)
    conflict = row(found, "conflict")
    assert (conflict["status"], conflict["calibrated"], conflict["p"]) == ("uncalibrated", False, None)
    assert conflict["effect"] == pytest.approx(conflict["rate_a"] / conflict["rate_b"])
    lonely = framing.compare(scored, articles, "hi", "ur", by="language", lexicon=lexicon, permutations=299)
    assert set(lonely.table["status"]) - {"no-hits"} == {"no-baseline"}


def test_raw_across_languages_is_divided_by_factors(tongues: tuple[framing.Scored, pl.DataFrame]) -> None:
    _, articles = tongues
    scored = framing.score(articles)
    found = framing.compare(scored, articles, "loud", "calm", languages="raw")
    conflict = row(found, "conflict")
    table = pl.read_csv(framing.lexicons_folder() / "calibration.csv").filter(pl.col("dimension") == "conflict")
    factor = dict(zip(table["language"], table["factor"], strict=True))
    expected = conflict["rate_a"] / conflict["rate_b"] / (factor["hi"] / factor["ur"])
    assert conflict["effect"] == pytest.approx(expected)
    assert (conflict["status"], conflict["calibrated"]) == ("calibrated", True)
    # Wider than the counts alone would make it.
    assert conflict["high"] / conflict["low"] > 2
    assert row(found, "conflict_peace")["calibrated"] is False


def test_days_change_sides_where_there_are_enough(lexicon: framing.Lexicon) -> None:
    rows = [
        {**row, "published": f"2024-0{1 + number // 30}-{1 + number % 15:02}"}
        for number, row in enumerate(outlet("one", ["war"] * 60, 70))
    ]
    articles = frame(rows)
    found = framing.compare(framing.score(articles, lexicon), articles, "one", before="2024-02-01", lexicon=lexicon)
    conflict = row(found, "conflict")
    assert (conflict["clusters_a"], conflict["clusters_b"]) == (15, 15)
    assert any("Days, not articles" in said for said in found.caveats)


def test_an_outlet_mix_that_changes_is_said(lexicon: framing.Lexicon) -> None:
    parts = [
        [{**row, "published": day} for row in outlet(f"{name}{day}-", ["war"] * number, seed)]
        for seed, (name, day, number) in enumerate(
            [("x", "2024-01-01", 40), ("y", "2024-01-02", 10), ("x", "2024-02-01", 10), ("y", "2024-02-02", 40)], 80
        )
    ]
    articles = frame(*parts).with_columns(pl.col("outlet").str.head(1))
    found = framing.compare(framing.score(articles, lexicon), articles, before="2024-01-20", lexicon=lexicon)
    assert any("differ in their outlet mix" in said for said in found.caveats)
    fair = framing.compare(
        framing.score(articles, lexicon), articles, before="2024-01-20", standardise="outlet", lexicon=lexicon
    )
    assert fair.table["standardised"].null_count() < fair.table.height


def test_groups_of_outlets_are_no_more_than_their_outlets(lexicon: framing.Lexicon) -> None:
    parts = [outlet(f"o{number}", ["war"] * 8, 90 + number) for number in range(8)]
    articles = frame(*parts)
    owner = pl.when(pl.col("outlet").is_in(["o0", "o1", "o2", "o3"])).then(pl.lit("state")).otherwise(pl.lit("private"))
    articles = articles.with_columns(groups=pl.concat_list(pl.struct(name=pl.lit("owner"), value=owner)))
    found = framing.compare(
        framing.score(articles, lexicon), articles, "state", "private", by="group:owner", lexicon=lexicon
    )
    assert row(found, "conflict")["clusters_a"] == 4


def test_a_relative_contrast_can_be_standardised(
    tongues: tuple[framing.Scored, pl.DataFrame], lexicon: framing.Lexicon
) -> None:
    scored, articles = tongues
    articles = articles.with_columns(
        genre=pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit("news")).otherwise(pl.lit("opinion"))
    )
    found = framing.compare(scored, articles, "loud", "calm", standardise="genre", lexicon=lexicon, permutations=299)
    conflict = row(found, "conflict")
    assert conflict["effect"] == conflict["standardised"] == pytest.approx(conflict["crude"], rel=0.1)


def test_sides_that_were_collected_otherwise_are_told(lexicon: framing.Lexicon) -> None:
    articles = frame(outlet("a", ["war", "health"] * 20, 5), outlet("b", ["war", "health"] * 20, 6))
    is_headline = (pl.col("outlet") == "a") & (pl.int_range(pl.len()) % 2 == 0)
    headlines = articles.with_columns(
        title=pl.when(is_headline).then("text"),
        text=pl.when(is_headline).then(pl.lit("")).otherwise("text"),
    )
    scored = framing.score(headlines, lexicon)
    assert set(scored.articles["status"]) == {"headline", "ok"}
    found = framing.compare(scored, headlines, "a", "b", lexicon=lexicon)
    assert any("the headline alone is known: 20 of 40 of a and 0 of 40 of b" in said for said in found.caveats)
    texts = framing.compare(scored, headlines, "a", "b", lexicon=lexicon, sections=["lead", "body"])
    assert not any("headline" in said for said in texts.caveats)
