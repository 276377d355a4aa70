"""What a reader finds and the lexicons do not: recall over two blind readings of 160 texts a language.

``python -m tests.benchmarks.readings`` scores 60 articles (their first 230 words or so) and 100 headlines of the news
text beside the project, and compares the hits with the marks in ``tests/golden/readings``: twelve dimensions of register,
stance and conflict, each mark ``sure`` or ``weak``. A mark counts as found where a hit of its dimension overlaps it.

The readers knew the codebook's definitions and nothing of lexicons and rules. They were two runs of one language model,
not two people: their agreement says how firm the marks are, and is no measure of what people would agree on. The texts
stay outside the project; their places and hashes are kept. Never tune on these texts.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

import framing
from tests.benchmarks.corpora import LANGUAGES, corpora_folder

READINGS: Final = Path(__file__).parents[1] / "golden" / "readings"


@dataclass(frozen=True, slots=True)
class Mark:
    """An expression that a reader marked; code points from the beginning of its text."""

    text: str
    start: int
    end: int
    dimension: str
    is_sure: bool
    reader: str

    def overlaps(self, other: Mark) -> bool:
        """Whether both are of one dimension and share a sign."""
        same = (self.text, self.dimension) == (other.text, other.dimension)
        return same and self.start < other.end and other.start < self.end


def read_texts(language: str, corpora: Path) -> pl.DataFrame:
    """Articles (article_id, title, text, language) of a reading, as the readers saw them.

    Raises:
        ValueError: a text is not the one that was read.
    """
    with (READINGS / f"{language}_texts.csv").open(encoding="utf-8", newline="") as file:
        places = list(csv.DictReader(file))
    fields = {
        (name, row["id"]): row
        for name in sorted({place["corpus"] for place in places})
        for row in pl.read_ndjson(corpora / f"{name}.jsonl.zst").iter_rows(named=True)
    }
    rows = []
    for place in places:
        field = fields[place["corpus"], place["id"]][place["field"]]
        seen = field[int(place["start"]) : int(place["end"])]
        if not hashlib.sha256(seen.encode()).hexdigest().startswith(place["sha256"]):
            raise ValueError(f"{place['text']}: the text is not the one that was read")
        rows.append(
            {"article_id": place["text"], "title": None, "text": "", "language": language, place["field"]: seen}
        )
    return pl.DataFrame(rows, schema=dict.fromkeys(("article_id", "title", "text", "language"), pl.String()))


def read_marks(language: str) -> list[Mark]:
    """All marks of both readers."""
    with (READINGS / f"{language}_marks.csv").open(encoding="utf-8", newline="") as file:
        return [
            Mark(
                row["text"],
                int(row["start"]),
                int(row["end"]),
                row["dimension"],
                row["strength"] == "sure",
                row["reader"],
            )
            for row in csv.DictReader(file)
        ]


def hits(articles: pl.DataFrame) -> list[Mark]:
    """What the lexicons find."""
    evidence = framing.score(articles).evidence.select("article_id", "start", "end", "dimension")
    return [Mark(text, start, end, name, True, "lexicon") for text, start, end, name in evidence.iter_rows()]


def found(marks: list[Mark], others: list[Mark]) -> dict[str, tuple[int, int]]:
    """Dimension → (marks that overlap one of the others, marks)."""
    at: defaultdict[tuple[str, str], list[Mark]] = defaultdict(list)
    for other in others:
        at[other.text, other.dimension].append(other)
    counts: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for mark in marks:
        yes = any(mark.overlaps(other) for other in at[mark.text, mark.dimension])
        some, of = counts[mark.dimension]
        counts[mark.dimension] = some + yes, of + 1
    return dict(counts)


def main() -> None:
    """Print recall of the sure marks, and how many of each reader's sure marks the other has too."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=corpora_folder())
    corpora = parser.parse_args().corpora
    for language in LANGUAGES:
        marks = read_marks(language)
        ours = hits(read_texts(language, corpora))
        for kind, sign in (("articles", "-a"), ("headlines", "-h")):
            here = [mark for mark in marks if sign in mark.text]
            sure = {reader: [mark for mark in here if mark.is_sure and mark.reader == reader] for reader in "AB"}
            both = {reader: [mark for mark in here if mark.reader == reader] for reader in "AB"}
            ceiling = [_share(found(sure["A"], both["B"])), _share(found(sure["B"], both["A"]))]
            recall = found(sure["A"] + sure["B"], ours)
            print(f"{language} {kind}: {_share(recall)} of sure marks found; the readers of each other: {ceiling}")
            print("   " + ", ".join(f"{name} {some}/{of}" for name, (some, of) in sorted(recall.items())))


def _share(counts: dict[str, tuple[int, int]]) -> str:
    some, of = (sum(pair[place] for pair in counts.values()) for place in (0, 1))
    return f"{some / of:.2f} ({some} of {of})" if of else "none"


if __name__ == "__main__":
    main()
