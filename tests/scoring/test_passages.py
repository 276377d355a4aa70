"""Voice and negation of hits in real news, which stands beside the project and not in it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from framing.schemas import VOICES
from tests.benchmarks.corpora import corpora_folder
from tests.golden.passages import PARTS, measure, read_hits
from tests.golden.reading import CODES

#: What is measured, rounded down: (voice, negation) of the part on which rules are written and of the other. The aims are
#: .92 and .95; before these rules voice was .90, .90, .91 in development and .86, .81, .93 in what was kept.
FLOORS: Final = {
    "hi": {"development": (0.90, 0.98), "kept": (0.91, 0.97)},
    "ur": {"development": (0.94, 0.96), "kept": (0.87, 0.97)},
    "en": {"development": (0.95, 0.98), "kept": (0.93, 0.96)},
}


def _corpora(code: str) -> Path:
    folder = corpora_folder()
    absent = sorted({hit.corpus for hit in read_hits(code) if not (folder / f"{hit.corpus}.jsonl.zst").is_file()})
    if absent:
        pytest.skip(f"the texts of the judged hits are not here: {', '.join(absent)} in {folder}")
    return folder


@pytest.mark.parametrize("code", CODES)
def test_the_hits_are_many_and_of_both_parts(code: str) -> None:
    hits = read_hits(code)
    assert len({hit.name for hit in hits}) == len(hits) == 160
    assert len({(hit.corpus, hit.article) for hit in hits}) == len(hits)
    assert Counter(hit.part for hit in hits) == dict.fromkeys(PARTS, 80)
    assert {hit.voice for hit in hits} == set(VOICES)
    assert sum(hit.negated is True for hit in hits) >= 4
    assert all(0 <= hit.start < hit.end for hit in hits)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("code", CODES)
def test_voice_and_negation_in_real_news(code: str, part: str) -> None:
    found = measure(code, part, _corpora(code))
    voice, negated = FLOORS[code][part]
    # What is wrong in the part kept is not shown: whoever saw it would mend it.
    wrong = "\n".join(found.wrong) if part == "development" else "see the figures alone"
    assert found.voice.value >= voice, wrong
    assert found.negated.value >= negated, wrong
