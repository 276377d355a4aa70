"""The Polars namespace: ``frame.framing.score()`` in a notebook."""

from __future__ import annotations

import polars as pl

from framing.given import score
from framing.lexicon.lexicon import Lexicon
from framing.scoring.score import Scored

__all__ = ["FramingNamespace"]


@pl.api.register_dataframe_namespace("framing")
class FramingNamespace:
    """Scoring as a method of any DataFrame that has a column ``text``.

    Example:
        >>> import framing, polars as pl
        >>> pl.DataFrame({"text": ["دونوں رہنماؤں نے اعادہ کیا۔"]}).framing.score().articles["language"].to_list()
        ['ur']
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def score(self, lexicon: Lexicon | None = None, *, threads: int | None = None) -> Scored:
        """Score the frame's articles; see :func:`framing.score`."""
        return score(self._frame, lexicon, threads=threads)
