"""The golden sets: annotated passages, and how well the engine reads them.

``voice_<language>.txt`` holds passages separated by blank lines; a line ``# …`` is a comment. ``⟦q:…⟧`` is quoted,
``⟦r:…⟧`` reported, ``⟦m:…⟧`` a mention; of nested brackets the inner one counts, and what no bracket holds is the
outlet's own. ``¶`` is a paragraph break. A first line ``TITLE: …`` is the article's title. The conventions:

- The speaker, the verb of saying and its complementizer ("that") are the outlet's own, also amid what is said; so is
  a bare "he added". A further "and that …" within what is reported stays inside.
- Words in marks inside a quotation are the quotation's; a mention inside reported speech is a mention.
- One to three words in marks are a mention, unless they are a sentence with its own full stop. After a cue of
  doubt ("so-called") they are the voice's around them.

``negation_<language>.txt`` holds one sentence a line: ``⟦-:…⟧`` is negated, ``⟦+:…⟧`` is not, and ``⟦+^:…⟧`` or
``⟦-^:…⟧`` is strengthened by an intensifier. ``#`` comments as above.

``MISREAD:`` before a passage or sentence: the engine is known to read it in another way, in its voices or in what is
negated. All others are read word for word as they are annotated.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

import framing
from framing.lexicon.compile import compile_lexicon
from framing.schemas import VOICES
from framing.scoring.tokens import tokenise
from framing.scoring.vocabulary import Vocabulary
from framing.scoring.voice import voices
from tests.conftest import write_entries

__all__ = [
    "CODES",
    "Negations",
    "Passage",
    "Share",
    "Target",
    "Voices",
    "lexicon_of",
    "measure_negation",
    "measure_voice",
    "parse",
    "read_negations",
    "read_passages",
    "report",
]

FOLDER: Final = Path(__file__).parent
CODES: Final = ("hi", "ur", "en")
_LABELS: Final = {"q": "quoted", "r": "reported", "m": "mention"}
_MISREAD: Final = "MISREAD:"
_TOKEN: Final = re.compile(r"⟦([a-z+^-]+):|⟧")


@dataclass(frozen=True, slots=True)
class Span:
    """An annotated stretch: code points of the bare text, and the label as written."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage: title and text without brackets, and the voice of each of their characters."""

    line: int
    category: str
    title: str
    text: str
    title_voices: tuple[str, ...]
    text_voices: tuple[str, ...]
    misread: bool


@dataclass(frozen=True, slots=True)
class Target:
    """One annotated word or phrase of a sentence."""

    line: int
    sentence: str
    start: int
    end: int
    negated: bool
    intensified: bool
    misread: bool


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share; nothing of nothing is all of it."""
        return self.part / self.whole if self.whole else 1.0


@dataclass(frozen=True, slots=True)
class Voices:
    """How well voices are told: precision and recall of each over words and stretches, and the passages misread."""

    passages: int
    words: dict[str, tuple[Share, Share]]
    stretches: dict[str, tuple[Share, Share]]
    worst: list[str]
    misread: set[int]


@dataclass(frozen=True, slots=True)
class Negations:
    """How well negation and intensifiers are told, what is told wrongly, and where negation is."""

    sentences: int
    negated: Share
    intensified: Share
    wrong: list[str]
    misread: set[int]


def parse(marked: str) -> tuple[str, list[Span]]:
    """Take the brackets off.

    Returns:
        The bare text and its spans, an inner one behind the one around it.

    Raises:
        ValueError: a bracket without its other half.

    Example:
        >>> parse("He said ⟦r:it was ⟦m:“over”⟧⟧.")[1]
        [Span(start=8, end=21, label='r'), Span(start=15, end=21, label='m')]
    """
    bare, spans, open_ = "", list[Span](), list[tuple[int, int, str]]()
    place = 0
    for found in _TOKEN.finditer(marked):
        bare += marked[place : found.start()]
        place = found.end()
        if found[1]:
            open_.append((len(spans), len(bare), found[1]))
            spans.append(Span(len(bare), len(bare), found[1]))
        elif open_:
            number, start, label = open_.pop()
            spans[number] = Span(start, len(bare), label)
        else:
            raise ValueError(f"⟧ without ⟦: {marked}")
    bare += marked[place:]
    if open_ or "⟦" in bare:
        raise ValueError(f"⟦ without ⟧ or label: {marked}")
    return bare, spans


def _voiced(marked: str) -> tuple[str, tuple[str, ...]]:
    bare, spans = parse(re.sub(r"\s*¶\s*", "\n\n", marked))
    chars = ["own"] * len(bare)
    for span in spans:
        chars[span.start : span.end] = [_LABELS[span.label]] * (span.end - span.start)
    return bare, tuple(chars)


@cache
def read_passages(code: str) -> tuple[Passage, ...]:
    """The passages of a language's voice set."""
    passages: list[Passage] = []
    category, lines, first = "", list[str](), 0
    content = (FOLDER / f"voice_{code}.txt").read_text(encoding="utf-8")
    for number, line in enumerate([*content.splitlines(), ""], start=1):
        if line.startswith("#"):
            category = line.lstrip("# ")
        elif line.strip():
            first = first if lines else number
            lines.append(line.strip())
        elif lines:
            misread = lines[0].startswith(_MISREAD)
            lines[0] = lines[0].removeprefix(_MISREAD).strip()
            head = lines.pop(0).removeprefix("TITLE:").strip() if lines[0].startswith("TITLE:") else ""
            passages.append(_passage(first, category, head, " ".join(lines), misread))
            lines = []
    return tuple(passages)


def _passage(line: int, category: str, title: str, text: str, misread: bool) -> Passage:
    try:
        (head, head_voices), (body, body_voices) = _voiced(title), _voiced(text)
    except (ValueError, KeyError) as error:
        raise ValueError(f"passage at line {line}: {error}") from None
    return Passage(line, category, head, body, head_voices, body_voices, misread)


@cache
def read_negations(code: str) -> tuple[Target, ...]:
    """The targets of a language's negation set."""
    targets: list[Target] = []
    content = (FOLDER / f"negation_{code}.txt").read_text(encoding="utf-8")
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            sentence, spans = parse(line.removeprefix(_MISREAD).strip())
            misread = line.startswith(_MISREAD)
            if not spans or {span.label for span in spans} - {"+", "-", "+^", "-^"}:
                raise ValueError(f"negation_{code}.txt:{number}: no target, or another label than + - +^ -^")
            targets += [
                Target(number, sentence, span.start, span.end, "-" in span.label, "^" in span.label, misread)
                for span in spans
            ]
    return tuple(targets)


@cache
def measure_voice(code: str) -> Voices:
    """Compare the voice of every word with the annotation."""
    passages = read_passages(code)
    fields = [text for passage in passages for text in (passage.title, passage.text)]
    gold = [voiced for passage in passages for voiced in (passage.title_voices, passage.text_voices)]
    vocabulary = Vocabulary(compile_lexicon(lexicon_of({}), code))
    tokens = tokenise(pl.Series(fields, dtype=pl.String), vocabulary)
    told = [VOICES[voice] for voice in voices(tokens, vocabulary.compiled.language).tolist()]
    places = np.arange(len(tokens))
    starts, ends, _ = tokens.spans(places, places)
    rows: list[tuple[int, str, str]] = []
    wrong: Counter[int] = Counter()
    shown: dict[int, list[str]] = {}
    for field, (begin, stop) in enumerate(zip(tokens.first[:-1].tolist(), tokens.first[1:].tolist(), strict=True)):
        for place in range(begin, stop):
            true = Counter(gold[field][int(starts[place]) : int(ends[place])]).most_common(1)[0][0]
            rows.append((field, true, told[place]))
            wrong[field // 2] += true != told[place]
            word = fields[field][int(starts[place]) : int(ends[place])]
            shown.setdefault(field // 2, []).append(word if true == told[place] else f"{word}[{true}≠{told[place]}]")
    order = [number for number, count in wrong.most_common() if count]
    worst = [
        f"voice_{code}.txt:{passages[number].line} ({wrong[number]} words wrong): {' '.join(shown[number])}"
        for number in order
    ]
    words = {voice: _shares([(true, pred) for _, true, pred in rows], voice) for voice in VOICES}
    stretches = {voice: (_majority(rows, voice, 2, 1), _majority(rows, voice, 1, 2)) for voice in VOICES}
    return Voices(len(passages), words, stretches, worst, {passages[number].line for number in order})


def _shares(pairs: list[tuple[str, str]], voice: str) -> tuple[Share, Share]:
    both = sum(true == told == voice for true, told in pairs)
    return (
        Share(both, sum(told == voice for _, told in pairs)),
        Share(both, sum(true == voice for true, _ in pairs)),
    )


def _majority(rows: list[tuple[int, str, str]], voice: str, of: int, judge: int) -> Share:
    """Of the maximal runs of a voice in column ``of``, those whose words mostly have it in column ``judge``."""
    runs = [list(run) for key, run in groupby(rows, key=lambda row: (row[0], row[of])) if key[1] == voice]
    right = [run for run in runs if 2 * sum(row[judge] == voice for row in run) > len(run)]
    return Share(len(right), len(runs))


@cache
def measure_negation(code: str) -> Negations:
    """Score each sentence with a lexicon of the targets and compare what the evidence says of them.

    Each target is an entry of a dimension whose negated hits count nothing and of one whose hits count all the
    same: the factor there shows the intensifier. The intensifiers are the toolkit's own.
    """
    targets = read_negations(code)
    sentences = list(dict.fromkeys(target.sentence for target in targets))
    terms = sorted({target.sentence[target.start : target.end] for target in targets})
    entries = [
        {"term": term, "match": "phrase" if re.search(r"[\s-]", term) else "form", "pos": "phrase"} for term in terms
    ]
    lexicon = lexicon_of({f"{code}/praise": entries, f"{code}/sensational": entries}, f"{code}/intensifier.csv")
    articles = pl.DataFrame({"article_id": [str(number) for number in range(len(sentences))], "text": sentences})
    evidence = framing.score(articles.with_columns(language=pl.lit(code)), lexicon).evidence
    found: dict[str, list[dict[str, object]]] = {}
    for row in evidence.iter_rows(named=True):
        found.setdefault(sentences[int(row["article_id"])], []).append(row)
    return _compare(code, targets, found)


def lexicon_of(files: dict[str, list[dict[str, str]]], *shipped: str) -> framing.Lexicon:
    """A lexicon of rows by "language/dimension", with the toolkit's own codebook, words and the files named."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, rows in files.items():
            write_entries(folder / f"{file}.csv", rows)
        for file in ("codebook.toml", *shipped):
            shutil.copy(framing.lexicons_folder() / file, folder / file)
        return framing.load_lexicon(folder)


def _compare(code: str, targets: tuple[Target, ...], found: dict[str, list[dict[str, object]]]) -> Negations:
    wrong, misread = list[str](), set[int]()
    negated = intensified = 0
    for target in targets:
        hits = {
            str(row["dimension"]): row
            for row in found.get(target.sentence, [])
            if int(str(row["start"])) <= target.start and target.end <= int(str(row["end"]))
        }
        judged, alarm = hits.get("praise"), hits.get("sensational")
        # Not found at all is wrong in both ways.
        right = judged is not None and judged["negated"] == target.negated
        right &= judged is not None and (judged["factor"] == 0) == target.negated
        boosted = alarm is not None and (alarm["factor"] != 1) == target.intensified
        negated += right
        misread |= set() if right else {target.line}
        intensified += boosted
        if not (right and boosted):
            word = target.sentence[target.start : target.end]
            says = "not found" if judged is None else f"negated {judged['negated']}, intensified right: {boosted}"
            wrong.append(f"negation_{code}.txt:{target.line} “{word}” ({says}): {target.sentence}")
    count = len({target.line for target in targets})
    return Negations(count, Share(negated, len(targets)), Share(intensified, len(targets)), wrong, misread)


def report(codes: tuple[str, ...] = CODES) -> list[str]:
    """The figures of all sets, one line each, to be printed; a set that is not there is left out."""
    lines: list[str] = []
    for code in codes:
        if (FOLDER / f"voice_{code}.txt").is_file():
            voice = measure_voice(code)
            lines.append(f"{code}: voice, {voice.passages} passages (precision, recall)")
            for name in VOICES:
                (precision, recall), (runs_precision, runs_recall) = voice.words[name], voice.stretches[name]
                lines.append(
                    f"  {name:9} words {precision.value:.3f} {recall.value:.3f} of {recall.whole:5}; stretches "
                    f"{runs_precision.value:.3f} {runs_recall.value:.3f} of {runs_recall.whole}"
                )
        if (FOLDER / f"negation_{code}.txt").is_file():
            negation = measure_negation(code)
            lines.append(
                f"{code}: negation, {negation.sentences} sentences, {negation.negated.whole} targets: negated "
                f"{negation.negated.value:.3f}, intensified {negation.intensified.value:.3f}"
            )
    return lines


def _main() -> None:
    """Print the figures and what is wrong: ``python -m tests.golden.reading [language …]``."""
    codes = tuple(sys.argv[1:]) or CODES
    for code in codes:
        for line in measure_voice(code).worst if (FOLDER / f"voice_{code}.txt").is_file() else ():
            print(line)  # noqa: T201
        for line in measure_negation(code).wrong if (FOLDER / f"negation_{code}.txt").is_file() else ():
            print(line)  # noqa: T201
    print("\n".join(report(codes)))  # noqa: T201


if __name__ == "__main__":
    _main()
