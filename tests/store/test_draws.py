"""Which articles of a project are drawn from, and with what weight."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import framing
from framing.errors import UsageError
from framing.scoring.score import Scorer
from framing.store.draws import _keyed

DOUBTFUL = "पुलिस ने कथित आरोपी को नहीं पकड़ा।"
PLAIN = "गाँव के स्कूल में नए शिक्षक आए।"
#: Texts, and the outlet of each.
TEXTS = (
    *((DOUBTFUL, "alpha"), (DOUBTFUL + PLAIN, "alpha"), (DOUBTFUL + PLAIN * 2, "alpha"), (PLAIN, "alpha")),
    *((PLAIN, "beta"), ("स्कूल", "beta"), ("॥ … ॥", "beta"), (PLAIN, None)),
)


@pytest.fixture(scope="module")
def loaded(scorer: Scorer) -> Any:
    texts, outlets = zip(*TEXTS, strict=True)
    articles = framing.articles({"text": texts, "outlet": outlets, "language": ["hi"] * len(texts)})
    return SimpleNamespace(scored=scorer.score(articles), articles=articles)


def drawn(loaded: Any, scorer: Scorer, *strata: str, more_of: str | None = None, by: str = "outlet") -> pl.DataFrame:
    return _keyed(loaded, by, list(strata), more_of, scorer.lexicon)


def test_what_has_a_word_is_drawn_from(loaded: Any, scorer: Scorer) -> None:
    """And a key: an article without an outlet is drawn for none. One word is enough, signs alone are not."""
    found = drawn(loaded, scorer)
    keys = dict(found.group_by("key").len().iter_rows())
    assert {"alpha": 4, "beta": 2}.items() <= keys.items()
    assert found["weight"].to_list() == [1.0] * found.height
    assert found["stratum"].unique().to_list() == [""]
    words = dict(loaded.scored.articles.select("article_id", pl.lit(0)).iter_rows())
    assert len(words) - found.height >= 1


def test_what_has_a_hit_of_a_dimension_weighs_three_times_as_much(loaded: Any, scorer: Scorer) -> None:
    found = drawn(loaded, scorer, more_of="doubt").filter(key="alpha")
    assert found["weight"].to_list() == [3.0, 3.0, 3.0, 1.0]
    assert drawn(loaded, scorer, more_of="doubt").filter(key="beta")["weight"].to_list() == [1.0, 1.0]


def test_strata_of_a_score_are_those_of_its_rate(loaded: Any, scorer: Scorer) -> None:
    """Of one hit each, the more words the lower; each stratum of a key weighs as much as any other."""
    found = drawn(loaded, scorer, "score:doubt").filter(key="alpha")
    assert found["stratum"].to_list() == ["high", "middle", "low", "none"]
    assert found["weight"].n_unique() == 1
    # Two of beta are in the stratum of none.
    beta = drawn(loaded, scorer, "score:doubt").filter(key="beta")
    assert beta["stratum"].to_list() == ["none", "none"]


def test_strata_are_named_one_after_the_other(loaded: Any, scorer: Scorer) -> None:
    """What a level does not tell of an article is a stratum, too."""
    found = drawn(loaded, scorer, "score:doubt", "year").filter(key="alpha")
    assert found["stratum"].to_list() == ["high · –", "middle · –", "low · –", "none · –"]
    by = drawn(loaded, scorer, "outlet", by="language")
    assert set(by["key"]) == {"hi"}
    assert {"alpha", "beta"} <= set(by["stratum"])


def test_a_measure_that_there_is_not_is_named(loaded: Any, scorer: Scorer) -> None:
    with pytest.raises(UsageError, match="no measure 'moon' to draw by") as caught:
        drawn(loaded, scorer, "score:moon")
    assert caught.value.code == "sample.score"
