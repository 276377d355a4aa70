"""Cleans what a project holds again, with the patterns of this version and what the project has learned since.

The raw texts need not be read again: what was cut is put back, but for what only the file itself could tell
(its sidecar's patterns, its blank lines), and the text is cleaned anew. An article whose text changes becomes a
new version of the same id; all others stay as they are. What is known of an article stays as well, since most of it
came from what is not in the text; only a source or a genre that was not known is looked for again, as adding does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from framing import schemas
from framing.ingest.articles import Outlets, as_cuts, content_sha256, cuts_series, filled
from framing.ingest.boilerplate import Boilerplate
from framing.ingest.cleaning import clean
from framing.ingest.cuts import compose, restore
from framing.ingest.read import ReadResult
from framing.store.layout import COMMIT_BYTES
from framing.store.project import Project
from framing.store.writer import Counts, Writer

__all__ = ["apply_boilerplate", "reclean"]

#: Rules whose cuts are not made again: what made them is not in the project.
_STAYS: Final = ("space", "sidecar")


def reclean(articles: pl.DataFrame, boilerplate: Boilerplate, outlets: Outlets) -> pl.DataFrame:
    """Clean articles again.

    Args:
        articles: ARTICLE columns.
        boilerplate: what was learned of their outlets.
        outlets: to match the credits with that are found now.

    Returns:
        The articles whose text is another now, ARTICLE columns; with the source and the genre that the text tells,
        where they were not known. An article of which nothing would be left is not among them.
    """
    texts, cuts, changed = [], [], []
    for title, text, outlet, cut in articles.select("title", "text", "outlet", "cut").iter_rows():
        whole, stays = restore(text, as_cuts(cut), keep=_STAYS)
        cleaned = clean(whole, title=title, learned=boilerplate.lines.get(outlet), tidy=False)
        texts.append(cleaned.text)
        cuts.append(compose(stays, cleaned.cuts))
        changed.append(cleaned.text != text and bool(cleaned.text.strip()))
    found = articles.with_columns(pl.Series("text", texts, pl.String), cuts_series(cuts))
    found = found.filter(pl.Series(changed, dtype=pl.Boolean))
    return filled(found, outlets).with_columns(content_sha256(found)).select(list(schemas.ARTICLE))


def apply_boilerplate(project: Project, *, batch_bytes: int = COMMIT_BYTES) -> Counts:
    """Clean all articles of a project again and store those that change as new versions.

    Args:
        project: the project.
        batch_bytes: bytes of text that are scored and committed together.

    Returns:
        What became of the articles that change.

    Raises:
        ProjectError: as for adding.
    """
    boilerplate = project.boilerplate()
    outlets = project.outlets()
    articles = project.load().articles
    counts = Counts()
    with Writer(project) as writer:
        for part in _slices(articles, batch_bytes):
            changed = reclean(part, boilerplate, outlets)
            if changed.height:
                counts += writer.add(ReadResult(changed, pl.DataFrame(schema=schemas.REJECT)))
    return counts


def _slices(articles: pl.DataFrame, batch_bytes: int) -> Iterator[pl.DataFrame]:
    sizes = articles["text"].str.len_bytes().cast(pl.Int64).cum_sum() // max(batch_bytes, 1)
    yield from articles.with_columns(sizes.alias("slice")).partition_by("slice", maintain_order=True, include_key=False)
