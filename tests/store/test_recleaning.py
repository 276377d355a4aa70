"""Cleaning again gives what adding gives, once an outlet's own lines are known."""

from __future__ import annotations

import polars as pl
import pytest

from framing.ingest.article.articles import complete, load_outlets
from framing.ingest.article.boilerplate import Boilerplate
from framing.ingest.source import rows_frame
from framing.store.rescore import reclean

FEET = ("Read the Daily Sample app", "The Daily Sample since 1901", "Our readers write to us", "Call us any time")
LEARNED = Boilerplate(1, {"dawn": dict.fromkeys(FEET, "learned 1")})
BODY = "The minister spoke on Monday.\nThe opposition did not."


@pytest.mark.parametrize(
    ("text", "given", "source", "genre"),
    [
        ("\n".join((BODY, "(ANI)", *FEET)), None, "ani", "unknown"),
        ("\n".join((*FEET, f"ISLAMABAD, Feb 05 (APP): {BODY}")), None, "app", "news"),
        ("\n".join((BODY, "(ANI)", *FEET)), "Reuters", "reuters", "unknown"),
        ("\n".join((BODY, *FEET)), None, None, "unknown"),
    ],
    ids=["credit above the foot", "dateline below the head", "known before", "none"],
)
def test_what_the_outlets_lines_hid_is_found_when_they_are_cut(
    text: str, given: str | None, source: str | None, genre: str
) -> None:
    outlets = load_outlets()
    rows = rows_frame([{"text": text, "outlet": "Dawn", "source": given, "place": "a", "fallback_id": "a"}])
    added, _ = complete(rows, outlets, boilerplate=LEARNED)
    (row,) = added.iter_rows(named=True)
    assert (row["source"], row["genre"]) == (source, genre)
    assert row["source_country"] == outlets.country(source)
    bare, _ = complete(rows, outlets)
    again = reclean(bare, LEARNED, outlets)
    columns = [name for name in added.columns if name != "cut"]
    assert again.select(columns).rows() == added.select(columns).rows()
    assert reclean(again, LEARNED, outlets).equals(pl.DataFrame(schema=again.schema))
