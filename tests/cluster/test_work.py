"""What is sent to workers, what comes back, and who is refused: the parts that need no cluster."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import unicodedata
from pathlib import Path

import cloudpickle
import numpy as np
import polars as pl
import pytest
import regex
from polars.testing import assert_frame_equal

import framing
from framing.cluster.spreading import _outcome
from framing.cluster.work import SKETCHES, Complete, Score, Sent, differing, identity, packed, unpacked
from framing.ingest.article.duplicates import compared
from framing.ingest.article.outlets import load_outlets
from framing.ingest.article.sketches import sketches
from framing.ingest.completing import Completer
from framing.ingest.source import rows_frame
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.scoring.score import Scorer

ROOT = Path(framing.__file__).parent

#: Each thing that has to be alike, the code of its error, and how the error calls it.
LIKENESS = {
    "version": ("cluster.version", "framing {}"),
    "fingerprint": ("cluster.fingerprint", "lexicons of the fingerprint {}"),
    "code": ("cluster.version", "the code {} of framing"),
    "polars": ("cluster.version", "Polars {}"),
    "regex": ("cluster.version", "regex {}"),
    "unicode": ("cluster.version", "the letters of Unicode {}"),
}


def test_who_has_all_alike_is_not_refused() -> None:
    assert identity().keys() == LIKENESS.keys()
    assert differing(identity(), dict(identity()), "worker") is None


@pytest.mark.parametrize("name", LIKENESS)
def test_who_differs_in_one_thing_is_refused(name: str) -> None:
    code, called = LIKENESS[name]
    mine = identity()[name]
    lacking = {key: value for key, value in identity().items() if key != name}
    for actual, theirs in (({**identity(), name: "other"}, "other"), (lacking, "?")):
        refusal = differing(identity(), actual, "worker 7")
        assert refusal is not None
        assert (refusal.code, refusal.where) == (code, "worker 7")
        assert refusal.what == f"it has {called.format(theirs)}, and this process {called.format(mine)}"


def test_an_identity_is_that_of_the_package_and_the_libraries() -> None:
    files = sorted(path for ending in ("py", "c") for path in ROOT.rglob(f"*.{ending}"))
    code = hashlib.sha256(
        b"".join(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() for path in files)
    ).hexdigest()
    assert identity()["code"] == code[:12]
    assert len(identity()["fingerprint"]) == 12
    versions = {"polars": pl.__version__, "regex": regex.__version__, "unicode": unicodedata.unidata_version}
    assert {name: identity()[name] for name in versions} == versions


def changed(lexicon: Lexicon) -> Lexicon:
    """A lexicon that is not as it was loaded, though it says so."""
    return dataclasses.replace(lexicon, entries={name: entries[:3] for name, entries in lexicon.entries.items()})


def test_a_name_tells_all_that_was_sent(small: Lexicon) -> None:
    """The same under another name would be sent again, another thing under the same name would not be sent."""
    made: list[Score | Complete] = [
        *(Score(lexicon, sketched=sketched) for lexicon in (small, changed(small)) for sketched in (False, True)),
        Complete(Completer(load_outlets())),
        Complete(Completer(load_outlets(), language="hi")),
    ]
    names = [Sent(one).name for one in made]
    assert len(set(names)) == len(names)
    assert names == [Sent(one).name for one in made]
    assert names[:2] == [f"framing-score-{framing.__version__}-{small.fingerprint}{more}" for more in ("", "-sketched")]
    assert not any(small.fingerprint in name for name in names[2:])


def test_the_toolkits_own_lexicon_is_not_sent(small: Lexicon, scorer: Scorer) -> None:
    """Each worker has it already; any other is sent, and one that was changed in place, too."""
    sizes = [
        len(cloudpickle.dumps(Score(lexicon, sketched=False)))
        for lexicon in (default_lexicon(), changed(default_lexicon()))
    ]
    assert sizes[0] < 1_000 < sizes[1]
    sent = cloudpickle.loads(cloudpickle.dumps(Score(small, sketched=False)))
    articles = pl.DataFrame({"text": ["मंत्री ने कहा कि यह फैसला ऐतिहासिक है।"]})
    assert_frame_equal(sent({"articles": articles})["evidence"], scorer.score(articles).evidence)


def test_what_is_sent_is_unpacked_once(small: Lexicon) -> None:
    sent = Sent(Score(small, sketched=False))
    sent.setup(None)  # type: ignore[arg-type]  # The worker is not looked at.
    first = sent.made()
    assert isinstance(first, Score)
    assert sent.made() is first


@pytest.mark.parametrize("height", [0, 1, 3])
@pytest.mark.parametrize("sketched", [False, True])
def test_what_comes_back_is_what_was_scored(small: Lexicon, scorer: Scorer, height: int, sketched: bool) -> None:
    articles = framing.articles(
        {"title": ["", "", "एक"], "text": ["मंत्री ने कहा कि यह फैसला ऐतिहासिक है।", "गाँव में नए शिक्षक आए।", "दो"]}
    )[:height]
    found = _outcome(unpacked(packed(Score(small, sketched=sketched)(unpacked(packed({"articles": articles}))))))
    expected = scorer.score(articles)
    for name in expected.__dataclass_fields__:
        assert_frame_equal(getattr(found.scored, name), getattr(expected, name))
    assert found.too_much.is_empty()
    if sketched:
        assert found.sketches is not None
        np.testing.assert_array_equal(found.sketches, sketches(compared(articles)))
    else:
        assert found.sketches is None


def test_frames_go_over_the_network_compressed() -> None:
    frame = pl.DataFrame({SKETCHES: ["the same"] * 10_000})
    sent = packed({"rows": frame})
    plain = io.BytesIO()
    frame.write_ipc(plain)
    assert len(sent["rows"]) < len(plain.getvalue()) / 2
    assert_frame_equal(unpacked(sent)["rows"], frame)


def test_completing_there_leaves_what_is_looked_up_here_alone() -> None:
    outlets = load_outlets()
    rows = rows_frame([{"text": "मंत्री ने कहा।", "place": "a:1", "fallback_id": "1", "outlet": "The Hindu (Online)"}])
    found = Complete(Completer(outlets, language="hi"))({"rows": rows})
    expected = Completer(load_outlets(), language="hi")(rows)
    for name in ("articles", "rejects", "dated"):
        assert_frame_equal(found[name], getattr(expected, name))
    assert found["articles"]["language"].to_list() == ["hi"]
