"""Sums, contexts and segments beside loops, and at the lengths where they turn: one less, just so, one more."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, cast

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.languages.registry import languages
from framing.lexicon.codebook import Scale, load_codebook
from framing.lexicon.lexicon import Lexicon
from framing.schemas import EVIDENCE, EXPOSURE, SCALE, SCORE, SECTIONS, VOICES
from framing.scoring.effort import TooLongError, bounded, tick
from framing.scoring.intervals import contrast_interval, points_interval, rate_interval
from framing.scoring.portions import halves
from framing.scoring.scales import WHOLE, scales_of, scores_of
from framing.scoring.search import contexts, draw, draw_each
from framing.scoring.segments import main_language, segments

CODEBOOK = load_codebook(framing.lexicons_folder() / "codebook.toml")
LEXICON = Lexicon(
    codebook=CODEBOOK, entries={}, words={}, aliases={}, fingerprint="", baselines={("en", "loudness"): (2.0, 300.0)}
)  # fmt: skip
DIMENSIONS = (
    "teaser", "emphasis", "praise", "derogation", "sensational", "communique", "attribution", "doubt", "conflict",
)  # fmt: skip
HITS = st.tuples(
    st.sampled_from("abc"),
    st.sampled_from(SECTIONS),
    st.sampled_from(VOICES),
    st.sampled_from(DIMENSIONS),
    st.sampled_from(["stance", "topic"]),
    st.sampled_from([0.5, 1.0, 2.0]),
    st.sampled_from([0.0, 1.0, 1.5]),
)
COLUMNS = ("article_id", "section", "voice", "dimension", "kind", "weight", "factor")


def frames(
    hits: list[tuple[object, ...]], words: dict[tuple[str, str, str], int]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Articles, evidence and exposure, articles together as scoring gives them."""
    articles = pl.DataFrame({"article_id": list("abc"), "language": ["en", "hi", "en"]})
    rows = sorted(hits, key=lambda hit: str(hit[0]))
    evidence = pl.DataFrame(rows, schema={name: EVIDENCE[name] for name in COLUMNS}, orient="row")
    exposure = pl.DataFrame([(*key, size) for key, size in sorted(words.items())], schema=EXPOSURE, orient="row")
    return articles, evidence, exposure


WORDS = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from(SECTIONS), st.sampled_from(VOICES)), st.integers(1, 400), max_size=12
)  # fmt: skip


@settings(max_examples=20)
@given(st.lists(HITS, max_size=25), WORDS)
def test_scores_add_up_what_counts(hits: list[tuple[object, ...]], words: dict[tuple[str, str, str], int]) -> None:
    _, evidence, exposure = frames(hits, words)
    found = scores_of(evidence, exposure)
    assert found.columns == list(SCORE)
    expected: dict[tuple[object, ...], list[float]] = {}
    for article, section, voice, dimension, _, weight, factor in sorted(hits, key=lambda hit: str(hit[0])):
        assert isinstance(weight, float)
        assert isinstance(factor, float)
        if factor > 0:
            sums = expected.setdefault((article, dimension, section, voice), [0, 0.0])
            sums[0] += 1
            sums[1] += weight * factor
    keys = ["article_id", "dimension", "section", "voice"]
    assert found.select(keys).rows() == list(expected)
    assert found["hits"].to_list() == [count for count, _ in expected.values()]
    assert found["weighted"].to_list() == pytest.approx([total for _, total in expected.values()])
    for row in found.iter_rows(named=True):
        size = words.get((row["article_id"], row["section"], row["voice"]))
        assert row["rate"] == (None if size is None else pytest.approx(1000 * row["hits"] / size))


@settings(max_examples=12)
@given(st.lists(HITS, max_size=25), WORDS)
def test_scales_count_their_sides_in_their_voices(
    hits: list[tuple[object, ...]], words: dict[tuple[str, str, str], int]
) -> None:
    articles, evidence, exposure = frames(hits, words)
    found = scales_of(articles, evidence, exposure, LEXICON)
    assert found.columns == list(SCALE)
    expected = []
    for article in "abc":
        there = [section for section in SECTIONS if any(key[:2] == (article, section) for key in words)]
        if there:
            expected += [(article, WHOLE, name) for name in CODEBOOK.scales]
            expected += [(article, section, name) for name in CODEBOOK.scales for section in there]
    assert found.select("article_id", "section", "scale").rows() == expected
    for row in found.iter_rows(named=True):
        scale = CODEBOOK.scales[row["scale"]]
        parts: tuple[str, ...] = SECTIONS if row["section"] == WHOLE else (row["section"],)
        if scale.kind == "headline":
            parts = tuple({"title"} & set(parts))

        def counted(
            side: tuple[str, ...],
            voices: tuple[str, ...] = scale.voices,
            parts: tuple[str, ...] = parts,
            article: str = row["article_id"],
        ) -> int:
            return sum(
                (hit[0], hit[4]) == (article, "stance") and hit[1] in parts and hit[2] in voices and hit[3] in side
                for hit in hits
                if hit[6] != 0
            )

        size = sum(
            number
            for (of, part, voice), number in words.items()
            if of == row["article_id"] and part in parts and voice in scale.voices
        )
        assert (row["positive"], row["negative"], row["words"]) == (
            counted(scale.positive),
            counted(scale.negative),
            size,
        )
        if scale.kind == "headline":
            weight = sum(
                cast("float", hit[5])
                for hit in hits
                if (hit[0], hit[4]) == (row["article_id"], "stance")
                and hit[1] in parts
                and hit[2] in scale.voices
                and hit[3] in scale.positive
                and hit[6] != 0
            )
            interval = [float(one[0]) for one in rate_interval([weight], [1000 * (size > 0)])]
            value = [weight if size else math.nan, *interval[1:]]
        elif scale.weights:
            value = made_of_points(scale, [hit for hit in hits if (hit[0], hit[4]) == (row["article_id"], "stance") and hit[1] in parts], size)  # fmt: skip
        elif scale.kind == "contrast":
            value = [float(one[0]) for one in contrast_interval([row["positive"]], [row["negative"]])]
        else:
            english = row["article_id"] in "ac" and row["scale"] == "loudness"
            prior = {"prior_rate": 2.0, "prior_words": 300.0} if english else {}
            value = [float(one[0]) for one in rate_interval([row["positive"]], [size], **prior)]
        assert [row["value"], row["low"], row["high"]] == pytest.approx([None if one != one else one for one in value])


def made_of_points(scale: Scale, hits: list[tuple[Any, ...]], words: int) -> list[float]:
    """Value, low and high of a text, hit by hit."""
    sides: tuple[list[float], list[float]] = ([], [])
    for _, _, voice, dimension, _, weight, factor in hits:
        point = scale.weights.get(dimension, 0.0) * weight * factor
        if voice in scale.voices and point:
            sides[point < 0].append(abs(point))
    counts, sums, squares = zip(*((len(side), sum(side), sum(x * x for x in side)) for side in sides), strict=True)
    points = points_interval(*([[one] for one in each] for each in (counts, sums, squares)))
    assert points[0] == pytest.approx(sums[0] - sums[1])
    return [float(each[0]) / words**0.5 if words else float("nan") for each in points]


def test_a_lexicon_without_scales_has_no_rows() -> None:
    articles, evidence, exposure = frames([], {("a", "lead", "own"): 9})
    bare = replace(LEXICON, codebook=replace(CODEBOOK, scales={}))
    assert scales_of(articles, evidence, exposure, bare).is_empty()


FIELD = "one two three four five HIT six seven eight nine ten"


def around(field: str, width: int) -> tuple[str, str]:
    start = field.index("HIT")
    row = {"article_id": "a", "section": "body", "start": start, "end": start + 3, "surface": "HIT"}
    evidence = pl.DataFrame([row]).with_columns(
        dimension=pl.lit("praise"),
        entry_id=pl.lit("x"),
        voice=pl.lit("own"),
        negated=False,
        actor=pl.lit(None, pl.String),
    )
    found = contexts(evidence, pl.DataFrame({"article_id": ["a"], "text": [field]}), width=width)
    return found["before"][0], found["after"][0]


@given(
    st.integers(0, 40),
    st.sampled_from([FIELD, FIELD.replace(" ", "_").replace("_HIT_", " HIT "), f"x{FIELD}", f"{FIELD}x"]),
)
def test_contexts_are_of_whole_words(width: int, field: str) -> None:
    start = field.index("HIT")
    before, after = field[:start], field[start + 3 :]
    left, right = around(field, width)
    if start <= width:
        assert left == before.strip()
    else:
        # The word that the end cuts is left out, where it is not all that there is.
        piece = before[start - width :]
        assert left == (piece.split(" ", 1)[1] if " " in piece else piece).strip()
    if width >= len(after):
        assert right == after.strip()
    else:
        piece = after[:width]
        assert right == (piece.rsplit(" ", 1)[0] if " " in piece else piece).strip()


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_a_sample_has_as_many_as_are_asked_for(number: int) -> None:
    evidence = pl.DataFrame({"entry_id": ["b", "a", "b", "a", "c"], "at": [1, 2, 3, 4, 5]})
    assert draw(evidence, number).height == number
    assert draw(evidence, number)["at"].is_sorted()
    # The most frequent first, of equals the first by name.
    assert draw_each(evidence, number, 1)["entry_id"].to_list() == ["a", "b", "c"][:number]
    assert draw_each(evidence, 2, number).height == 2 * min(number, 2)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=8))
def test_halves_are_cut_at_half_of_the_bytes(sizes: list[int]) -> None:
    first, _ = halves(
        pl.DataFrame({"text": ["x" * size if size else None for size in sizes]}, schema={"text": pl.String})
    )
    sums = np.cumsum(sizes)
    within = int((2 * sums <= sums[-1]).sum())
    assert first.height == min(max(within, 1), len(sizes) - 1)


def test_time_is_bounded_by_the_size_of_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("framing.scoring.effort._now", lambda: now[0])
    monkeypatch.setattr("framing.scoring.effort.SCORE_SECONDS", 10)
    monkeypatch.setattr("framing.scoring.effort.SCORE_SECONDS_PER_MB", 4)
    with bounded(500_000):
        now[0] = 12.0
        tick()
        now[0] = 12.1
        with pytest.raises(TooLongError):
            tick()
    tick()


ENGLISH = (
    "The minister said that the historic deal was a stunning success for all of them and that it would stand for years"
)
HINDI = "मंत्री ने कहा कि यह बेहद ऐतिहासिक कदम है और सब लोग इससे सहमत हैं।"


def primaries(text: str, code: str = "hi") -> list[str | None]:
    rows = pl.DataFrame(
        {"row": [0], "title": [None], "text": [text], "primary": [code]}, schema_overrides={"title": pl.String}
    )
    found = segments(rows, languages())
    assert "".join(text.split()) == "".join("".join(found["text"]).split()) or found.is_empty()
    assert all(text[offset:].startswith(part) for offset, part in found.select("offset", "text").iter_rows())
    return found["primary"].to_list()


@pytest.mark.parametrize(("size", "is_cut"), [(57, False), (58, False), (59, True)])
def test_sixty_characters_of_another_script_are_a_stretch(size: int, is_cut: bool) -> None:
    # With the space behind it; the one before it goes with what stands before.
    text = f"{HINDI[:-1]} {ENGLISH[:size].rstrip().ljust(size, 'x')} {HINDI}"
    assert primaries(text) == (["hi", "en", "hi"] if is_cut else [])


@pytest.mark.parametrize(("words", "is_cut"), [(5, False), (6, True), (7, True)])
def test_six_words_of_another_language_are_a_paragraph(words: int, is_cut: bool) -> None:
    line = " ".join(ENGLISH.split()[:words])
    padded = line + "!" * max(0, 62 - len(line))
    assert primaries(f"{HINDI}\n{padded}\n{HINDI}") == (["hi", "en", "hi"] if is_cut else [])


MARATHI = "मुख्यमंत्र्यांनी आज मुंबईत पत्रकार परिषद घेतली आणि नव्या योजनेची घोषणा केली असे त्यांनी सांगितले आहे"
FRENCH = "Le gouvernement ne cédera pas dans les rues que le président a vues"


@pytest.mark.parametrize(
    ("foreign", "words", "is_cut"),
    [
        # Of a neighbour in the same script twelve words, of any other language six
        (MARATHI, 11, False),
        (MARATHI, 12, True),
        (MARATHI, 13, True),
        (FRENCH, 5, False),
        (FRENCH, 6, True),
        (FRENCH, 12, True),
    ],
)
def test_so_many_words_of_a_language_that_is_not_read_are_left_out(foreign: str, words: int, is_cut: bool) -> None:
    line = " ".join(foreign.split()[:words])
    padded = line + "!" * (max(0, 62 - len(line)) if foreign == FRENCH else 0)
    assert primaries(f"{HINDI}\n{padded}\n{HINDI}") == (["hi", None, "hi"] if is_cut else [])


@pytest.mark.parametrize(("code", "more"), [("hi", 30), ("en", 30), ("und", 0)])
def test_the_main_language_is_that_of_most_characters(code: str, more: int) -> None:
    parts = {"hi": [HINDI] * (1 + more // 10), "en": [ENGLISH] * (more // 10)}
    text = "\n".join([*(parts["hi"] if code != "und" else []), *(parts["en"] if code == "en" else []), "…"])
    assert main_language(pl.Series([text]), languages()).to_list() == [code]
