"""A small lexicon and outlets whose differences are known, for all tests of contrasts."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from tests.statistics.newsrooms import small_lexicon, three_outlets


@pytest.fixture(scope="session")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> framing.Lexicon:
    """A few words of some dimensions."""
    return small_lexicon(tmp_path_factory.mktemp("lexicon"))


@pytest.fixture(scope="session")
def mixed(lexicon: framing.Lexicon) -> tuple[framing.Scored, pl.DataFrame]:
    """Outlets with the same rates within topics and other mixes of them."""
    articles = three_outlets()
    return framing.score(articles, lexicon), articles
