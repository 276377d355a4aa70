"""Grown scores beside another way to them: sentence by sentence, with dense matrices."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from typing import Any, Final

import numpy as np
import polars as pl
import pytest

from framing.languages.registry import language
from framing.lexicon.company import read_words
from framing.lexicon.growing import HITS, Guards, grow
from framing.lexicon.growing import _largest as largest

ENGLISH: Final = language("en")
KEPT: Final = 6


def word(kind: str, number: int) -> str:
    return kind + "abcdefghijklmnopqrstuvwxyz"[number] * 2


KINDS: Final = ("hot", "cool", "name", "mild", "topic")
PAIRS: Final = [(word("hot", number), word("cool", number)) for number in range(12)]
NAMES: Final = frozenset(word("name", number) for number in range(12))
GUARDS: Final = Guards(NAMES, frozenset({"topicaa", "topicbb"}), frozenset(word("mild", n) for n in range(12)))
ENTRIES: Final = ("hotyy", "hotzz")


def texts(seed: int) -> list[tuple[str, str | None]]:
    """Sentences of a few tempers; the words of one kind stand together more often than others."""
    draw = random.Random(seed)
    rows: list[tuple[str, str | None]] = []
    for number in range(420):
        kinds = draw.choices(KINDS, k=2)
        words = [word(draw.choice(kinds), draw.randrange(18)) for _ in range(draw.randrange(1, 12))]
        # As often as not with a capital, and more often.
        words += ["Evenly" if number % 2 else "evenly"] * (number % 5 == 0)
        words += ["Mostly" if number % 4 else "mostly"] * (number % 3 == 0)
        words += ["hotyy"] * (number % 20 == 1) + ["hotzz"] * (number % 25 == 2) + ["Rareone"] * (number < 7)
        words += ["raretwo"] * (number < 8) + ["it's"] * (number % 9 == 0) + ["x9"] * (number % 11 == 0)
        draw.shuffle(words)
        rows.append((" ".join(words), draw.choices([*"abcde", None], (9, 8, 5, 4, 2, 1))[0]))
    return rows


def hits(rows: list[tuple[str, str | None]], seed: int) -> list[tuple[int, str, float]]:
    """Points for hot words and for two words at once, and for nothing that the sentence holds."""
    draw = random.Random(seed)
    found = []
    for number, (text, _) in enumerate(rows):
        words = text.split()
        found += [
            (number, one, draw.choice((0.5, 1.0))) for one in words if one.startswith("hot") and draw.random() < 0.6
        ]
        if len(words) > 3 and draw.random() < 0.3:
            found.append((number, f"{words[0]} {words[1].upper()} {words[0]}", 2.0))
        if draw.random() < 0.1:
            found.append((number, "elsewhere", 1.0))
    return found


def by_definition(
    rows: list[tuple[str, str | None]], guards: Guards, points: list[tuple[int, str, float]] | None
) -> list[tuple[str, float, int, str]]:
    read = [text.lower().split() for text, _ in rows]
    counts, capitals = Counter(w for line in read for w in line), Counter[str]()
    for text, _ in rows:
        capitals.update(w.lower() for w in text.split() if w[0].isupper())
    known = sorted(
        (w for w in counts if counts[w] >= 8 and w.replace("'", "").isalpha()), key=lambda w: (-counts[w], w)
    )
    place = {w: at for at, w in enumerate(known)}
    sizes: Counter[str] = Counter()
    for line, (_, outlet) in zip(read, rows, strict=True):
        if outlet:
            sizes[outlet] += len(line)
    left_out = sorted((o for o in sizes if sizes[o] >= 0.02 * sum(map(len, read))), key=lambda o: (-sizes[o], o))[:4]

    def scored(but: str | None) -> tuple[Any, Any]:
        used = [number for number, (_, outlet) in enumerate(rows) if but is None or outlet != but]
        space = space_of([read[number] for number in used], place, [counts[w] for w in known])
        sides = [(place[a], place[b]) for a, b in PAIRS if a in place and b in place]
        charged = np.array([w in ENTRIES for w in known])
        way = np.mean([space[a] - space[b] for a, b in sides], axis=0)
        way += space[charged].mean(axis=0) - space[~charged].mean(axis=0)
        score = standard(space @ toward(space, way, np.full(len(space), 1 / len(space))))
        if points is not None:
            more, times = loaded(read, rows, points, place, used)
            weight = times / (times + 100)
            mean = np.array([m / t if t else 0.0 for m, t in zip(more, times, strict=True)])
            alike = space @ toward(space, space.T @ (weight * mean), weight)
            score = standard(score + standard((more + 100 * alike) / (times + 100)))
        return score, space

    score, space = scored(None)
    likeness = space @ space.T - 9 * np.eye(len(space))
    near = [sorted(range(len(known)), key=lambda other: -likeness[at, other])[:10] for at in range(len(known))]
    zero = np.array(
        [
            w in guards.names | guards.topics | set(ENTRIES)
            or sum(known[other] in guards.names for other in near[at]) >= 3
            or capitals[w] / counts[w] > 0.5
            for at, w in enumerate(known)
        ]
    )
    named, plain = (np.array([w in part for w in known]) for part in (guards.names, guards.plain))
    if min(named.sum(), plain.sum()) >= 10:
        way = space[named].mean(axis=0) - space[plain].mean(axis=0)
        like = space @ toward(space, way, np.full(len(space), 1 / len(space)))
        bounds = sorted(like[named | plain])
        zero |= like >= next(b for b in bounds if (like[named] < b).mean() >= (like[plain] >= b).mean())
    for outlet in left_out:
        zero |= np.sign(scored(outlet)[0]) != np.sign(score)
    size = np.array([counts[w] for w in known])
    score -= np.average(score[~zero], weights=size[~zero])
    return sorted(
        (w, round(float(score[at]), 2), counts[w], " ".join(known[other] for other in near[at][:3]))
        for at, w in enumerate(known)
        if not zero[at] and abs(round(float(score[at]), 2)) >= 0.25
    )


def space_of(read: list[list[str]], place: dict[str, int], counts: list[int]) -> Any:
    together = np.zeros((len(place), len(place)))
    for line in read:
        for first in range(len(line)):
            for second in range(first + 1, min(first + 5, len(line))):
                if line[first] in place and line[second] in place:
                    together[place[line[first]], place[line[second]]] += 1
                    together[place[line[second]], place[line[first]]] += 1
    total = together.sum(axis=1)
    context = total**0.75 / (total**0.75).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.nan_to_num(np.log(together / (total[:, None] * context)), nan=0.0, neginf=0.0)
    left, strength, _ = np.linalg.svd(np.maximum(information, 0))
    space = unit(left[:, :KEPT] * np.sqrt(strength[:KEPT]))
    levels = np.vander(np.log(counts), 4)
    return unit(space - levels @ np.linalg.pinv(levels) @ space)


def loaded(
    read: list[list[str]],
    rows: list[tuple[str, str | None]],
    points: list[tuple[int, str, float]],
    place: dict[str, int],
    used: list[int],
) -> tuple[Any, Any]:
    """How much more loaded each word's sentences are than others of their outlet and length, and their number."""
    load = [0.0] * len(read)
    for number, _, worth in points:
        load[number] += worth / len(read[number]) ** 0.5
    cells = defaultdict[tuple[str | None, int], list[int]](list)
    for number, line in enumerate(read):
        cells[rows[number][1], int(2 * np.log2(len(line)))].append(number)
    usual = {number: sum(load[one] for one in cell) / len(cell) for cell in cells.values() for number in cell}
    more, times = np.zeros(len(place)), np.zeros(len(place))
    for number in used:
        for at in {place[w] for w in read[number] if w in place}:
            more[at] += load[number] - usual[number]
            times[at] += 1
    for number, surface, worth in points:
        if number in used:
            for at in {place[w] for w in surface.lower().split() if w in place}:
                more[at] -= worth / len(read[number]) ** 0.5
    return more, times


def toward(space: Any, way: Any, weight: Any) -> Any:
    spread = sum(part * np.outer(row, row) for part, row in zip(weight, space, strict=True))
    return np.linalg.inv(spread + 0.3 * np.diagonal(spread).mean() * np.eye(len(spread))) @ way


def standard(values: Any) -> Any:
    return (values - np.mean(values)) / np.std(values)


def unit(rows: Any) -> Any:
    return rows / np.sqrt((rows**2).sum(axis=1, keepdims=True))


@pytest.mark.parametrize("guards", [GUARDS, GUARDS._replace(plain=frozenset())])
@pytest.mark.parametrize("with_hits", [False, True])
def test_scores_are_those_of_the_definition(guards: Guards, with_hits: bool) -> None:
    rows = texts(4)
    points = hits(rows, 5) if with_hits else None
    frame = pl.DataFrame(rows, {"text": pl.String, "outlet": pl.String}, orient="row")
    found = pl.DataFrame(points, dict(HITS), orient="row") if points else None
    table = grow(frame, ENGLISH, PAIRS, ENTRIES, guards, found, kept=KEPT)
    expected = by_definition(rows, guards, points)
    assert len(expected) > 20
    assert [row[0] for row in table.rows()] == [row[0] for row in expected]
    assert table["score"].to_list() == pytest.approx([row[1] for row in expected], abs=0.0101)
    assert table.select("count", "neighbours").rows() == [row[2:] for row in expected]


def test_the_largest_outlets_are_left_out_one_by_one() -> None:
    # Of 1000 words 20 are a fiftieth, and 19 are less; who has none counts among the words.
    sizes = {"a": 20, "b": 19, "c": 300, "d": 300, None: 361}
    rows = [(name, " ".join(["word"] * size)) for name, size in sizes.items()]
    frame = pl.DataFrame(rows, {"outlet": pl.String, "text": pl.String}, orient="row")
    assert largest(frame["outlet"], read_words(frame["text"], ENGLISH)).tolist() == [3, 0, 1, 2, 0]
    five = pl.DataFrame({"outlet": list("vwxyz"), "text": ["word " * size for size in (50, 60, 70, 80, 90)]})
    assert largest(five["outlet"], read_words(five["text"], ENGLISH)).tolist() == [0, 4, 3, 2, 1]
