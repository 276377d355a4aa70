"""Every column of every table says what it means."""

from __future__ import annotations

import pytest

from framing.store.columns import meaning
from framing.store.layout import RUN, TABLES


@pytest.mark.parametrize("table", [*TABLES, "runs"])
def test_every_column_has_a_meaning(table: str) -> None:
    for column in {**TABLES, "runs": RUN}[table]:
        assert len(meaning(table, column)) > 5
