"""What comes back of a comparison and its reasons that were kept as tables; and what few tables have."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

import framing
from framing.errors import FramingWarning, UsageError
from framing.lexicon.grown import CHARGE, with_scales
from framing.statistics.cells import Fitted, with_outlets
from framing.statistics.coded import _usable
from framing.statistics.comparison import CONTRAST, EXAMPLE, SHIFTS, SIDES, Comparison
from framing.statistics.hits import counts_of, with_sides
from framing.statistics.observations import observe
from framing.statistics.reasons import Reasons
from framing.statistics.reference import calibration_factors, reference_news
from framing.statistics.trends import SLOPE, _sentences
from tests.handmade import table_of
from tests.statistics.simulated import draw

TEXTS = ["It was a historic deal.", "It rained in the city.", "A shameful, shocking sham of a vote."]
NEWS = pl.DataFrame({"article_id": list("123"), "text": TEXTS, "outlet": list("aab"), "language": "en"})


def test_a_comparison_comes_back_from_its_tables() -> None:
    side = {"side": "a", "first_published": datetime(2026, 2, 6, 23, tzinfo=UTC)}
    made = Comparison(
        "the a", "the b", table_of(CONTRAST, [{"dimension": "war", "effect": 2.0}]), table_of(SIDES, [side]), pl.DataFrame({"x": [1]}),
        table_of(SHIFTS, [{"term": "raid"}]), table_of(EXAMPLE, [{"hit": "raid"}]), ("one", "two"), {"by": "outlet", "b": None},
    )  # fmt: skip
    again = Comparison.from_frames(made.to_frames())
    assert (again.a, again.b, again.caveats, again.settings) == ("the a", "the b", ("one", "two"), made.settings)
    for name in ("table", "sides", "mixes", "shifts", "examples"):
        assert getattr(again, name).equals(getattr(made, name))
    plain = json.loads(json.dumps(made.to_dict()))
    assert plain["sides"][0]["first_published"].startswith("2026-02-06T23:00:00")
    assert (plain["contrasts"][0]["effect"], plain["caveats"]) == (2.0, ["one", "two"])
    assert list(plain) == ["a", "b", "settings", "sides", "contrasts", "mixes", "shifts", "examples", "caveats"]


def test_reasons_come_back_from_their_tables() -> None:
    frames = {name: pl.DataFrame({"of": [name]}) for name in ("keyness", "entries", "articles")}
    again = Reasons.from_frames(Reasons(**frames).to_frames())
    assert again.to_dict() == {name: [{"of": name}] for name in frames}


def test_observations_say_how_large_they_are_and_take_no_scale_on_trial() -> None:
    scored = framing.score(NEWS)
    seen = observe(scored, NEWS)
    words, hits = seen.articles["words"].sum(), seen.hits["hits"].sum()
    assert repr(seen).startswith(f"<Observations: 3 articles in 3 clusters, {words} words, {hits} hits;")
    # Of two rows of one article the last counts.
    twice = pl.concat([NEWS, NEWS.head(1).with_columns(outlet=pl.lit("c"))])
    assert dict(observe(scored, twice).articles.select("article_id", "outlet").iter_rows()) == {
        "1": "c",
        "2": "a",
        "3": "b",
    }
    with pytest.raises(UsageError, match=f"the scale '{CHARGE}' is on trial"):
        observe(scored, NEWS, with_scales(framing.default_lexicon(), [CHARGE]))


def test_some_articles_of_observations_have_their_hits_alone() -> None:
    seen = observe(framing.score(NEWS), NEWS)
    for ids in ("1", "13", "123"):
        some = seen.only(pl.DataFrame({"article_id": list(ids)}))
        assert some.articles["article_id"].to_list() == list(ids)
        assert some.articles["words"].sum() == sum(len(TEXTS[int(one) - 1].split()) for one in ids)


def test_reference_news_is_divided_by_factors_where_rates_are() -> None:
    lexicon = framing.default_lexicon()
    seen = draw([6, 6], rate=3.0, between=0.3, within=0.5, seed=1, language="hi").observations
    seen = replace(seen, articles=with_outlets(seen.articles))
    counts = counts_of(seen, lexicon.codebook)
    plain, divided = (Fitted.of(seen, (with_sides(*counts), counts[1]), lexicon, how) for how in (False, True))
    factors, usual = calibration_factors(lexicon), reference_news(lexicon)
    assert dict(plain.reference) == dict(usual)
    assert plain.factors is None
    changed = [key for key in factors if key in usual and factors[key][0] != 1]
    assert changed
    for key, line in usual.items():
        assert divided.reference[key].mean == pytest.approx(line.mean / factors.get(key, (1.0, 0.0))[0])
        assert (divided.reference[key].variation, divided.reference[key].outlets) == (line.variation, line.outlets)


def labels(**columns: Any) -> pl.DataFrame:
    return pl.DataFrame({"article_id": ["1", "2", "3"], "chance": 1.0, **columns})


def test_labels_that_do_not_count_are_counted_by_their_reason() -> None:
    scored = framing.score(NEWS)
    now = scored.articles["content_sha256"].to_list()
    assert _usable(labels(content_sha256=now, burned=[False, None, False]), scored).height == 3
    for columns, said, kept in (
        ({"burned": [True, False, None]}, "1 label on which a lexicon was tuned: left out", ["2", "3"]),
        ({"content_sha256": ["old", now[1], None]}, "1 label of an earlier version of the text: left out", ["2", "3"]),
        ({"sample": ["s", "s", "t"]}, "1 label of other samples: left out", ["1", "2"]),
        ({"sample": [None, "s", None]}, "1 label of other samples: left out", ["1", "3"]),
    ):
        with pytest.warns(FramingWarning, match=said):
            assert _usable(labels(**columns), scored)["article_id"].to_list() == kept
    with pytest.warns(FramingWarning, match="1 label of articles that are not among these"):
        assert _usable(labels().with_columns(article_id=pl.Series(["1", "9", "3"])), scored).height == 2
    with pytest.warns(FramingWarning, match="no column 'chance'"):
        _usable(labels().drop("chance"), scored)
    with pytest.raises(UsageError, match=r"no label can be used: 3 labels of articles .* give the articles"):
        _usable(labels().with_columns(article_id=pl.lit("9")), scored)
    with pytest.raises(UsageError, match="no label can be used: there are no labels; code some"):
        _usable(labels().clear(), scored)


def slope(status: str, **told: Any) -> dict[str, Any]:
    return {
        "language": "en",
        "dimension": "war",
        "status": status,
        "periods": 14,
        "pooled": 1.02,
        "within": 0.95,
    } | told


def test_what_a_trend_may_be_misread_for_is_said() -> None:
    def said(*rows: dict[str, Any], undated: int = 0, dated: int = 9) -> list[str]:
        return [str(line) for line in _sentences(table_of(SLOPE, list(rows)), "month", "outlet", undated, dated)]

    assert said(slope("ok"), slope("no-trend")) == []
    (paradox,) = said(slope("paradox"))
    assert "rises 2 % a month" in paradox
    assert "falls 5 % a month" in paradox
    (mix,) = said(slope("mix"), slope("mix", dimension="fear"))
    assert "in part one of the mix of outlets in" in mix
    assert "war" in mix
    assert "fear" in mix
    (short,) = said(slope("few-periods", periods=11), slope("few-periods", periods=11, dimension="fear"))
    assert short.startswith("No trend is told of English: that takes 12 months")
    # Where there is no period, another sentence says so.
    (none,) = said(slope("few-periods", periods=0), undated=9, dated=0)
    assert none.startswith("No article with words has a date")
    assert said(undated=1)[0].startswith("1 article has no words, or no date that tells the month")
    assert said(undated=2)[0].startswith("2 articles have no words, or no date that tells the month")
