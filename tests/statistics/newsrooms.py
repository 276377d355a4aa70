"""Outlets whose topics and rates are known, in words of a lexicon of their own."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import polars as pl

import framing
from tests.conftest import write_entries

#: Topic → its word and how often, per word of text, each dimension has a hit in it.
TOPICS = {
    "war": ("missile", {"battle": 0.06, "panic": 0.02}),
    "health": ("hospital", {"battle": 0.01, "panic": 0.02}),
}
WORDS = 120


def small_lexicon(folder: Path) -> framing.Lexicon:
    """A word or two of seven dimensions."""
    codebook = framing.lexicons_folder() / "codebook.toml"
    (folder / "codebook.toml").write_bytes(codebook.read_bytes())
    for name, term in (
        ("en/security", "missile"),
        ("en/health", "hospital"),
        ("en/conflict", "battle"),
        ("en/cooperation", "treaty"),
        ("en/sensational", "panic"),
        ("hi/conflict", "लड़ाई"),
        ("ur/conflict", "جنگ"),
    ):
        write_entries(folder / f"{name}.csv", [{"term": term, "concept": term if name[:2] == "en" else "battle"}])
    return framing.load_lexicon(folder)


def article(random: np.random.Generator, topic: str, *, times: float = 1.0, quoted: float = 0.0) -> str:
    word, rates = TOPICS[topic]
    # Articles differ beyond chance.
    own = random.gamma(4.0, 0.25)
    tokens = np.array(["paper"] * WORDS, dtype=object)
    tokens[random.random(WORDS) < 0.05] = word
    for hit, rate in rates.items():
        tokens[random.random(WORDS) < rate * own * times] = hit
    text = " ".join(tokens)
    if quoted:
        inside = np.where(random.random(60) < quoted, "battle", "paper")
        text += ' The minister said: "' + " ".join(inside) + '"'
    return text


def outlet(name: str, topics: Sequence[str], seed: int, **options: float) -> list[dict[str, object]]:
    random = np.random.default_rng(seed)
    return [
        {
            "article_id": f"{name}{number}",
            "text": article(random, topic, **options),
            "title": "Panic in the battle" if number % 2 else None,
            "outlet": name,
            "country": name[:2].upper(),
            "language": "en",
            "genre": "opinion" if topic == "war" else "news",
            "published": f"2024-0{1 + number % 8}-01",
        }
        for number, topic in enumerate(topics)
    ]


def frame(*parts: list[dict[str, object]]) -> pl.DataFrame:
    # Texts of so few words would be taken for copies of each other.
    return pl.DataFrame([{"cluster": row["article_id"], **row} for part in parts for row in part])


def row(found: framing.Comparison, name: str) -> dict[str, Any]:
    return found.table.row(by_predicate=pl.col("dimension") == name, named=True)


def three_outlets() -> pl.DataFrame:
    """Outlets with the same rates within topics: one is mostly at war, one mostly ill, one as much as the other."""
    return frame(
        outlet("warlike", ["war"] * 60 + ["health"] * 20, 1),
        outlet("healthy", ["war"] * 20 + ["health"] * 60, 2),
        outlet("third", ["war"] * 30 + ["health"] * 30, 3),
    )


def several(sentence: str, *, outlets: int = 1, articles: int = 6, name: str = "", words: int = 60) -> pl.DataFrame:
    """Hindi articles of outlets 0, 1 …, the sentence among words that make no two of them alike."""
    with (framing.lexicons_folder() / "hi" / "words.csv").open(encoding="utf-8", newline="") as file:
        known = [row["word"] for row in csv.DictReader(file)][:3000]
    draw = Random(sentence + name)
    keys = [(f"{name}{outlet}", number) for outlet in range(outlets) for number in range(articles)]
    return pl.DataFrame(
        {
            "article_id": [f"{outlet}-{number}" for outlet, number in keys],
            "text": [f"{' '.join(draw.choice(known) for _ in range(words))}। {sentence}" for _ in keys],
            "language": "hi",
            "outlet": [outlet for outlet, _ in keys],
            "country": "IN",
        }
    )
