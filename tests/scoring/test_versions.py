"""Results that compare with what would be found now, and what scored them."""

from __future__ import annotations

import polars as pl

from framing.lexicon.compile import compile_lexicon
from framing.schemas import VERSIONS
from framing.scoring.versions import is_current, used
from framing.version import __version__
from tests.conftest import MakeLexicon


def test_results_are_current_that_the_same_lexicon_release_and_tables_found(make_lexicon: MakeLexicon) -> None:
    lexicon = make_lexicon({"en/praise": [{"term": "hero"}], "hi/praise": [{"term": "वीर"}]})
    english, hindi = (compile_lexicon(lexicon, code).name for code in ("en", "hi"))
    own, stale = (lexicon.fingerprint, __version__), "en:0123456789abcdef"
    rows = [
        (*own, english, True),
        (*own, f"{english} {hindi}", True),
        (*own, "", True),
        (*own, stale, False),
        (*own, f"{stale} {hindi}", False),
        (*own, None, False),
        ("another", __version__, english, False),
        (lexicon.fingerprint, "0.0.1", english, False),
        (None, None, None, False),
    ]
    status = pl.DataFrame(rows, schema=[*VERSIONS, "current"], orient="row")
    assert is_current(status, lexicon).to_list() == status["current"].to_list()
    assert is_current(status.clear(), lexicon).to_list() == []
    named = " ".join(sorted({english, hindi}))
    assert used(status[:3], lexicon) == dict(zip(VERSIONS, (*own, named), strict=True))
