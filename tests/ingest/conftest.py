"""What tests of reading share: the list of outlets that comes with the toolkit."""

from __future__ import annotations

import pytest

from framing.ingest.article.outlets import Outlets, load_outlets


@pytest.fixture(scope="module")
def outlets() -> Outlets:
    return load_outlets()
