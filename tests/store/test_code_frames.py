"""What codes come to, as frames: whose count, of which sample, what stands fast, and what was marked."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from framing.errors import UsageError
from framing.schemas import CODE, GOLD
from framing.store.codes import coded_in, gold, gold_version, main_sample, marked_in, spans_in

DRAWN = pl.List(pl.Struct({"sample": pl.String, "chance": pl.Float64}))
SCHEMA = {
    **CODE,
    "unit": pl.String(),
    "language": pl.String(),
    "status": pl.String(),
    "burned": pl.Boolean(),
    "drawn_in": DRAWN,
}


def codes(*rows: dict[str, Any]) -> pl.DataFrame:
    """Codes of praise by asha, of articles as they are now, that were drawn for the sample s with a chance of .5."""
    made = []
    for number, row in enumerate(rows):
        article = row.get("article_id", str(number))
        usual = {
            "article_id": article, "content_sha256": f"sha {article}", "codebook": "1:a", "coder": "asha",
            "dimension": "praise", "code": "yes", "spans": [], "sample": "s", "chance": 0.5, "unit": f"unit {article}",
            "language": "hi", "status": "current", "burned": False, "drawn_in": [{"sample": "s", "chance": 0.5}],
        }  # fmt: skip
        made.append({**dict.fromkeys(SCHEMA), **usual, **row})
    return pl.DataFrame(made, schema=SCHEMA, orient="row")


def drawn(**chances: float) -> list[dict[str, Any]]:
    return [{"sample": name, "chance": chance} for name, chance in chances.items()]


#: Of the sample s three codes, of t two, one of them of an article that both have; one of none.
SEVERAL = codes(
    {"article_id": "a", "drawn_in": drawn(s=0.5, t=0.25)},
    {"article_id": "b"},
    {"article_id": "c", "sample": "t", "chance": 0.2, "drawn_in": drawn(t=0.2)},
    {"article_id": "d", "sample": "t", "chance": 0.4, "drawn_in": drawn(s=0.8, t=0.4)},
    {"article_id": "e", "sample": None, "chance": None, "drawn_in": None},
)


def test_the_sample_with_most_codes_counts_with_its_own_chances() -> None:
    """Whichever sample they were coded for; of as many codes, the first by name."""
    assert main_sample(SEVERAL) == "s"
    table, said = coded_in(SEVERAL, "praise")
    assert dict(table.select("article_id", "weight").iter_rows()) == {"a": 2.0, "b": 2.0, "d": 1 / 0.8}
    assert said == "2 codes of other samples left out, see --sample"
    table, said = coded_in(SEVERAL, "praise", "t")
    assert dict(table.select("article_id", "weight").iter_rows()) == {"a": 4.0, "c": 5.0, "d": 2.5}
    table, said = coded_in(SEVERAL, "praise", together=True)
    assert table["article_id"].to_list() == list("abcde")
    assert table["weight"].to_list() == [2.0, 2.0, 5.0, 2.5, 1.0]
    assert said == ""


@pytest.mark.parametrize(
    ("samples", "most"),
    [(["s", "t"], "s"), (["t", "s", "t"], "t"), (["s", None, None], None), (["s", None], "s"), ([], None)],
)
def test_as_many_codes_of_two_samples_go_by_name_and_none_comes_last(
    samples: list[str | None], most: str | None
) -> None:
    rows = [{"sample": name, "drawn_in": drawn(**{name: 0.5}) if name else None} for name in samples]
    assert main_sample(codes(*rows)) == most


def test_what_was_not_drawn_counts_where_most_was_not() -> None:
    alone = codes(*[{"sample": None, "chance": None, "drawn_in": None}] * 3, {})
    table, said = coded_in(alone)
    assert (table["article_id"].to_list(), table["weight"].to_list()) == (["0", "1", "2"], [1.0] * 3)
    assert said == "1 code of other samples left out, see --sample"


def test_what_is_left_out_is_said_in_the_order_of_its_reasons() -> None:
    mixed = codes(
        {}, {"article_id": "x", "status": "text"}, {"article_id": "x", "status": "codebook", "coder": "bilal"},
        {"burned": True}, {"sample": "t", "drawn_in": drawn(t=0.1)},
    )  # fmt: skip
    table, said = coded_in(mixed, "praise", "s")
    assert table["article_id"].to_list() == ["0"]
    assert said == (
        "1 article changed since, or the codebook did: to be coded again; 1 code of other samples left out, see "
        "--sample; 1 code left out on which a lexicon was tuned"
    )
    together, said = coded_in(mixed, together=True)
    assert together["article_id"].to_list() == ["0", "3", "4"]
    assert said == "1 article changed since, or the codebook did: to be coded again"


@pytest.mark.parametrize(
    ("rows", "asked", "code", "what", "hint"),
    [
        ([], {}, "coding.uncoded", "nothing is coded yet", "draw with 'framing sample'"),
        ([], {"dimension": "doubt"}, "coding.uncoded", "nothing is coded yet", "draw with 'framing sample'"),
        ([{}], {"dimension": "doubt"}, "coding.uncoded", "'doubt' was not coded", "coded is praise; draw with 'framing sample'"),
        ([{"status": "text"}], {}, "coding.stale", "no code is of the texts and pages of now: 1 article changed", "code them again"),
        ([{"burned": True}], {}, "coding.burned", "a lexicon was tuned on all codes there are", "draw others"),
        ([{"sample": None, "drawn_in": None}], {"sample": "u"}, "coding.sample", "nothing is coded of a sample 'u'", "there are none"),
        ([{}, {"sample": None, "drawn_in": None}], {"sample": "u"}, "coding.sample", "nothing is coded of a sample 'u'", "there are s"),
    ],
)  # fmt: skip
def test_codes_that_tell_nothing_are_refused(
    rows: list[dict[str, Any]], asked: dict[str, str], code: str, what: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        coded_in(codes(*rows), asked.get("dimension"), asked.get("sample"))
    assert caught.value.code == code
    assert caught.value.what.startswith(what)
    assert caught.value.hint.startswith(hint)


def test_what_stands_fast_was_settled_or_said_by_all() -> None:
    rows = codes(
        {"article_id": "z", "dimension": "doubt"},
        {"article_id": "one"},
        *({"article_id": "two", "coder": coder} for coder in ("asha", "bilal")),
        *({"article_id": "apart", "coder": coder, "code": code} for coder, code in (("asha", "yes"), ("bilal", "no"))),
        *(
            {"article_id": "talked", "coder": coder, "code": code}
            for coder, code in (("asha", "yes"), ("bilal", "no"), ("settled", "no"))
        ),
        {"article_id": "unsure", "code": "unsure"},
        {"article_id": "old", "status": "text"},
    )
    found = gold(rows)
    assert found.schema == GOLD
    assert found.select("dimension", "article_id", "code", "basis", "coders").rows() == [
        ("doubt", "z", "yes", "single", 1),
        ("praise", "one", "yes", "single", 1),
        ("praise", "talked", "no", "settled", 1),
        ("praise", "two", "yes", "agreed", 2),
    ]


def test_what_stands_fast_has_the_chances_of_its_main_sample() -> None:
    found = gold(SEVERAL)
    assert dict(found.select("article_id", "chance").iter_rows()) == {"a": 0.5, "b": 0.5, "c": 0.2, "d": 0.8, "e": None}
    assert found["sample"].to_list() == ["s", "s", "t", "s", None]
    # What is burned names no main sample, and has the chances of the one that there is.
    burned = codes(*[{"burned": True}] * 3, {"sample": "t", "drawn_in": drawn(t=0.1)})
    assert gold(burned).select("sample", "chance").rows() == [("s", 0.5)] * 3 + [("t", 0.1)]


def test_the_same_codes_have_the_same_version_in_any_order() -> None:
    found = gold(SEVERAL)
    assert gold_version(found) == gold_version(found.reverse())
    assert len(gold_version(found)) == 12
    for name in ("article_id", "dimension", "code", "content_sha256", "codebook"):
        assert gold_version(found.with_columns(pl.lit("other").alias(name))) != gold_version(found)
    for name in ("chance", "sample", "language", "basis"):
        assert gold_version(found.with_columns(pl.lit(None).alias(name))) == gold_version(found)


def spot(section: str, start: int, end: int) -> dict[str, Any]:
    return {"section": section, "start": start, "end": end}


MARKED = codes(
    {"article_id": "a", "spans": [spot("title", 0, 4), spot("text", 7, 9), spot("text", 20, 24)]},
    {"article_id": "a", "coder": "bilal"},
    {"article_id": "a", "coder": "settled", "spans": [spot("text", 1, 2)]},
    {"article_id": "b", "spans": [spot("text", 3, 5)], "status": "text"},
    {"article_id": "c", "dimension": "doubt"},
)


def test_titles_and_texts_are_units_of_their_own() -> None:
    """Whoever marked nothing in one has read it and found none; what nobody marks at all says nothing."""
    found = spans_in(MARKED)
    assert found is not None
    assert found.select("unit", "coder", "start", "end").rows() == [
        ("unit a title", "asha", 0, 4),
        ("unit a text", "asha", 7, 9),
        ("unit a text", "asha", 20, 24),
        ("unit a title", "bilal", None, None),
        ("unit a text", "bilal", None, None),
    ]
    assert found.select("dimension", "language", "cluster").unique().rows() == [("praise", "hi", "a")]
    assert spans_in(MARKED.filter(pl.col("article_id") != "a")) is None


def test_marks_are_counted_on_the_mean_of_coders() -> None:
    found = marked_in(
        pl.concat(
            [MARKED, codes({"article_id": "d", "burned": True, "spans": [spot("text", 1, 2)]}, {"article_id": "e"})]
        ),
        "praise",
    )
    assert found.rows() == [("a", 1.5, 0.5), ("e", 0.0, 0.5)]
    assert marked_in(SEVERAL.with_columns(spans=MARKED["spans"][:1].first()), "praise", "t").rows() == [
        ("a", 3.0, 0.25),
        ("c", 3.0, 0.2),
        ("d", 3.0, 0.4),
    ]
    with pytest.raises(UsageError) as caught:
        marked_in(MARKED, "doubt")
    assert caught.value.code == "coding.unmarked"
