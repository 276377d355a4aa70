"""Labelled tables, and measures against their labels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import framing
from framing.validation.metrics import auc
from framing.validation.validate import Labelled, Measure, load_labelled, validate
from tests.conftest import MakeLexicon, Run

LOUD = "It was a {word} day in the harbour town, people there told us."
ROWS: list[dict[str, Any]] = [
    {"text": LOUD.format(word="gruesome"), "label": 1, "kind": "loud", "share": 0.9, "event": "a"},
    {"text": LOUD.format(word="gruesome, gruesome"), "label": 1, "kind": "loud", "share": 0.8, "event": "a"},
    {"text": LOUD.format(word="tidy"), "label": 0, "kind": "calm", "share": 0.1, "event": "b"},
    {"text": LOUD.format(word="quiet"), "label": 1, "kind": "other", "share": 0.6, "event": "b"},
    {"text": LOUD.format(word="gruesome").replace("town", "gruesome town"), "label": 0, "kind": "calm", "share": 0.2, "event": "c"},
]  # fmt: skip


@pytest.fixture
def lexicon(make_lexicon: MakeLexicon) -> framing.Lexicon:
    return make_lexicon(
        {
            "en/sensational": [{"term": "gruesome", "concept": "gore"}],
            "en/praise": [{"term": "tidy", "concept": "tidy"}],
        }
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


def test_a_dimension_is_its_rate_and_examples_show_what_went_wrong(table: Path, lexicon: framing.Lexicon) -> None:
    found = validate(load_labelled(table, language="en"), Measure(dimensions=("sensational",)), lexicon)
    rate = [row["text"].count("gruesome") / len(row["text"].replace(",", "").split()) for row in ROWS]
    label = np.array([bool(row["label"]) for row in ROWS])
    assert found.figures["auc"].value == pytest.approx(auc(label, np.array(rate)))
    assert (found.texts, found.positives) == (5, 3)
    assert [row["text"] for row in found.misses] == [ROWS[3]["text"]]
    (alarm,) = found.false_alarms
    assert alarm["text"] == ROWS[4]["text"]
    assert [span["surface"] for span in alarm["spans"]] == ["gruesome", "gruesome"]
    precision, recall = found.figures["precision"].value, found.figures["recall"].value
    assert precision == pytest.approx(2 / 3)
    assert recall == pytest.approx(2 / 3)


def test_what_stands_against_a_dimension_lowers_it(table: Path, lexicon: framing.Lexicon) -> None:
    loaded = load_labelled(table, language="en")
    plain = validate(loaded, Measure(dimensions=("sensational",)), lexicon).figures["auc"].value
    against = validate(loaded, Measure(dimensions=("sensational",), against=("praise",)), lexicon)
    more = against.figures["auc"].value
    assert plain is not None
    assert more is not None
    assert more > plain
    assert against.measure == "sensational against praise"


def test_classes_are_compared_with_those_named_or_all_others(table: Path) -> None:
    everything = load_labelled(table, label="kind", positive=["loud"])
    assert everything.texts["label"].to_list() == [1, 1, 0, 0, 0]
    two = load_labelled(table, label="kind", positive=["loud"], negative=["calm"])
    assert two.texts["label"].to_list() == [1, 1, 0, 0]


def test_a_graded_label_is_correlated(table: Path, lexicon: framing.Lexicon) -> None:
    loaded = load_labelled(table, label="share", language="en", group="event")
    found = validate(loaded, Measure(scale="loaded"), lexicon)
    assert found.positives is None
    assert found.groups == len({row["event"] for row in ROWS})
    assert set(found.figures) == {"spearman", "length_only_spearman"}


@pytest.mark.parametrize("labels", [("1", "0"), ("1.0", "0.0"), ("TRUE", "False"), ("Yes", "no"), ("true", "0")])
def test_labels_may_be_words(labels: tuple[str, str]) -> None:
    found = load_labelled(pl.DataFrame({"text": ["One.", "Two."], "label": labels}))
    assert (found.texts["label"].to_list(), found.graded) == ([1, 0], False)
    shares = load_labelled(pl.DataFrame({"text": ["One.", "Two.", "Three."], "label": ["0.5", *labels]}))
    assert (shares.texts["label"].to_list(), shares.graded) == ([0.5, 1, 0], True)


def test_spans_of_a_scale_are_those_that_raise_it(lexicon: framing.Lexicon) -> None:
    loud = 'It was a gruesome and tidy day, and a gruesome one. "A gruesome day," the mayor said.'
    rows = pl.DataFrame({"text": [loud, "It was a gruesome day.", "It rained."], "label": [0, 1, 0]})
    loaded = load_labelled(rows, language="en")
    for scale, spans in (("loudness", ["gruesome"] * 2), ("loaded", ["gruesome", "tidy", "gruesome", "gruesome"])):
        alarms = validate(loaded, Measure(scale=scale), lexicon).false_alarms
        assert [[span["surface"] for span in alarm["spans"]] for alarm in alarms if alarm["text"] == loud] == [spans]


def test_texts_without_words_or_a_language_that_is_scored_are_no_texts(lexicon: framing.Lexicon) -> None:
    texts = ["It was a gruesome day.", "It rained.", "…", "今天天气很好，人们都去公园。"]
    rows = pl.DataFrame({"text": texts, "label": [1, 0, 1, 1], "lang": ["en", "en", "en", "zh"]})
    found = validate(load_labelled(rows), Measure(dimensions=("sensational",)), lexicon)
    assert (found.texts, found.positives, found.groups, found.languages) == (2, 1, 2, ("en",))
    with pytest.raises(framing.UsageError, match="all labels are the same: 2 of 3 texts are in no language"):
        validate(load_labelled(rows[1:]), Measure(dimensions=("sensational",)), lexicon)
    with pytest.raises(framing.UsageError, match=r"nothing to compare: 1 of 1 texts .*; name the language"):
        validate(load_labelled(rows[3:]), Measure(dimensions=("sensational",)), lexicon)


def test_a_field_of_an_object_is_reached_with_a_dot(tmp_path: Path) -> None:
    path = tmp_path / "fields.jsonl"
    rows = [{"text": "One.", "frames": {"conflict": True}}, {"text": "Two.", "frames": {"conflict": False}}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert load_labelled(path, label="frames.conflict").texts["label"].to_list() == [1, 0]


@pytest.mark.parametrize("suffix", ["csv", "tsv", "parquet"])
def test_other_tables_load_alike(suffix: str, tmp_path: Path, table: Path) -> None:
    frame = pl.DataFrame(ROWS)
    path = tmp_path / f"rows.{suffix}"
    if suffix == "parquet":
        frame.write_parquet(path)
    else:
        frame.write_csv(path, separator="\t" if suffix == "tsv" else ",")
    assert load_labelled(path).texts.equals(load_labelled(table).texts)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--scale", "loaded", "--label", "bias"], "the columns are text, label, kind, share, event"),
        (["--scale", "loaded", "--label", "kind"], "name the classes with --positive"),
        (["--scale", "loaded", "--label", "kind", "--positive", "shrill"], "the classes are calm, loud, other"),
        (["--scale", "volume"], "the scales are "),
        (["--dimension", "volume"], "the dimensions are "),
        ([], "a scale or dimensions"),
        (["--scale", "loaded", "--dimension", "praise"], "a scale or dimensions"),
    ],
)
def test_a_call_that_does_not_fit_is_told_what_would(arguments: list[str], said: str, table: Path, run: Run) -> None:
    result = run("validate", table, *arguments)
    assert result.code == 2
    assert said in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(("name", "content"), [("no.jsonl", None), ("bad.jsonl", "{"), ("what.xyz", "text")])
def test_a_file_that_cannot_be_read_is_one_line(name: str, content: str | None, tmp_path: Path, run: Run) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    result = run("validate", path, "--scale", "loaded")
    assert result.code == 1
    assert name in result.err
    assert result.err.count("\n") == 1


def test_the_command_prints_the_figures(table: Path, run: Run) -> None:
    result = run("validate", table, "--scale", "loaded", "--language", "en", "--json")
    printed = json.loads(result.out)
    assert result.code == 0
    assert printed["texts"] == len(ROWS)
    assert printed["figures"]["auc_length_matched"].keys() == {"value", "low", "high"}
    shown = run("validate", table, "--dimension", "sensational", "--language", "en").out
    assert "length-matched" in shown
    assert "Missed" in shown


def test_machines_and_outlets_of_a_file_stand_in_one_table(tmp_path: Path, run: Run) -> None:
    rows = [
        {"text": text, "label": label, "outlet": "ab"[at % 2], "lang": "en", "oracle": label, "coin": at % 3}
        for at, (text, label) in enumerate(
            [("It was a shameful, shocking sham.", 1), ("It rained in the city on Monday.", 0)] * 2 * 12
        )
    ]
    path = tmp_path / "rows.csv"
    pl.DataFrame(rows).with_columns(outlet=pl.Series(["a", "a", "b", "b"] * 12)).write_csv(path)
    words = ("--scale", "loaded", "--machine", "oracle", "--machine", "coin")
    found = json.loads(run("validate", path, *words, "--json").out)
    figures = {(row["machine"], row["part"], row["figure"]): row["value"] for row in found["machines"]}
    assert {machine for machine, _, _ in figures} == {"lexicon", "oracle", "coin"}
    assert figures["oracle", "all", "auc_within_outlets"] == 1
    assert figures["lexicon", "a", "recall"] == 1
    assert figures["coin", "all", "auc_same_length"] is None or figures["coin", "all", "auc_same_length"] < 1
    assert {row["machine"] for row in found["curve"]} == {"lexicon", "oracle", "coin"}
    assert any(row["gain"] >= 0 and row["yes"] == 24 for row in found["entries"])
    shown = run("validate", path, *words).out
    for told in ("within outlets", "same length", "Calibration", "share that coders call yes"):
        assert told in shown
    twice = run("validate", path, "--scale", "loaded", "--label", "label", "--label", "oracle")
    assert twice.code == 2
    assert "run this once for each" in twice.err
    assert twice.err.count("\n") == 1


def labelled(rows: Sequence[tuple[str, float]]) -> Labelled:
    return load_labelled(pl.DataFrame(rows, ["text", "label"], orient="row"), language="en")


LOUDNESS = Measure(dimensions=("sensational",))


def test_the_worst_examples_come_first_and_no_more_than_are_asked_for(lexicon: framing.Lexicon) -> None:
    once, twice = LOUD.format(word="gruesome"), LOUD.format(word="gruesome, gruesome")
    short, long = "It rained.", "It rained all day in the harbour town."
    rows = [(once, 0), (twice, 0), (short, 1), (long, 1), (f"{long} {long}", 1)]
    for examples in (0, 1, 2):
        found = validate(labelled(rows), LOUDNESS, lexicon, examples=examples, replicates=2)
        assert [row["text"] for row in found.false_alarms] == [twice, once][:examples]
        assert [row["text"] for row in found.misses] == [f"{long} {long}", long][:examples]
    many = [(once, 0)] * 11 + [(short, 1)] * 11
    usual = validate(labelled(many), LOUDNESS, lexicon, replicates=2)
    assert (len(usual.false_alarms), len(usual.misses)) == (10, 10)
    alarm = validate(labelled(rows), LOUDNESS, lexicon, examples=1, replicates=2).false_alarms[0]
    assert (alarm["label"], len(alarm["spans"])) == (0, 2)
    assert set(alarm["spans"][0]) == {"surface", "dimension", "entry_id"}


def test_what_is_negated_raises_nothing(lexicon: framing.Lexicon) -> None:
    """A day that is not tidy is not praised; one that is not gruesome is loud all the same."""
    rows = [("It was not a tidy day.", 0), ("It was a tidy day.", 1), ("It rained.", 0)]
    found = validate(labelled(rows), Measure(dimensions=("praise",)), lexicon, replicates=2)
    assert found.false_alarms == []
    assert [found.figures[name].value for name in ("auc", "precision", "recall")] == [1.0, 1.0, 1.0]
    rows = [(text.replace("tidy", "gruesome"), label) for text, label in rows]
    (alarm,) = validate(labelled(rows), LOUDNESS, lexicon, replicates=2).false_alarms
    assert alarm["text"] == rows[0][0]


def test_of_graded_labels_the_upper_half_is_looked_at(lexicon: framing.Lexicon) -> None:
    rows = [("It rained.", 0.2), ("It rained today.", 0.4), ("It snowed.", 0.9), ("It was a gruesome day.", 0.1)]
    found = validate(labelled(rows), LOUDNESS, lexicon, replicates=2)
    # The median is .3.
    assert sorted(row["label"] for row in found.misses) == [0.4, 0.9]
    assert [row["label"] for row in found.false_alarms] == [0.1]
    assert (found.machines.height, found.curve.height, found.entries.height) == (0, 0, 0)
    assert found.figures["spearman"].value == pytest.approx(-np.sqrt(3 / 5))


def test_scales_of_headlines_read_texts_as_headlines(make_lexicon: MakeLexicon) -> None:
    """In a text below a headline nothing lures."""
    lexicon = make_lexicon({"en/teaser": [{"term": "secrets", "concept": "secrets"}]})
    rows = [("Secrets of the harbour town", 1), ("The council meets on Monday", 0)]
    found = validate(labelled(rows), Measure(scale="clickbait"), lexicon, replicates=2)
    assert (found.texts, found.measure, found.figures["auc"].value) == (2, "clickbait", 1.0)


def test_rows_without_text_or_label_are_left_out_and_columns_named_are_taken() -> None:
    rows = pl.DataFrame(
        {
            "text": ["One.", None, "Three.", "Four."],
            "label": [0.0, 1.0, None, 1.0],
            "group": ["x", "x", "x", "w"],
            "event": ["p", "q", "q", "p"],
            "language": ["hi", "hi", "hi", "ur"],
            "outlet": [1, 2, 3, 4],
            "llm": [0.1, 0.2, 0.3, 0.4],
        }
    )
    found = load_labelled(rows, machines=["llm"])
    assert found.texts.select("article_id", "text", "language", "label", "group", "outlet").rows() == [
        ("0", "One.", "hi", 0.0, 1, "1"),
        ("1", "Four.", "ur", 1.0, 0, "4"),
    ]
    assert found.scores is not None
    assert found.scores.rows() == [("0", 0.1), ("1", 0.4)]
    assert (found.name, found.graded) == ("the table", False)
    assert load_labelled(rows, group="event").texts["group"].to_list() == [0, 0]
    assert load_labelled(rows.drop("group")).texts["group"].to_list() == [0, 1]
    assert load_labelled(rows.rename({"language": "lang"})).texts["language"].to_list() == ["hi", "ur"]
    assert load_labelled(rows.drop("language")).texts["language"].to_list() == [None, None]
    assert load_labelled(rows, language="en").texts["language"].to_list() == ["en", "en"]
    with pytest.raises(framing.UsageError, match="labels of type List"):
        load_labelled(rows.with_columns(label=pl.concat_list("label")))
    for missing in ({"text": "body"}, {"group": "body"}, {"machines": ["body"]}, {"label": "body.one"}):
        with pytest.raises(framing.UsageError, match="the table: no column 'body'"):
            load_labelled(rows, **missing)


def test_a_measure_says_what_it_is() -> None:
    assert str(Measure(scale="loaded")) == "loaded"
    assert str(Measure(dimensions=("praise", "doubt"), against=("blame", "fear"))) == "praise+doubt against blame+fear"
    assert str(Measure(dimensions=("praise",))) == "praise"


def test_what_is_found_is_plain_json(lexicon: framing.Lexicon) -> None:
    found = validate(labelled([(row["text"], row["label"]) for row in ROWS]), LOUDNESS, lexicon, replicates=2)
    told = json.loads(json.dumps(found.as_dict()))
    assert set(told) == set(found.__dataclass_fields__)
    assert told["figures"]["recall"]["value"] == found.figures["recall"].value
    assert told["entries"] == found.entries.to_dicts()
