"""Articles scored together where that can be, else in halves, down to the one that is too much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from framing.errors import InputError
from framing.lexicon.lexicon import Lexicon
from framing.memory import release
from framing.schemas import REJECT
from framing.scoring.effort import TooLongError
from framing.scoring.score import Scored, Scorer

__all__ = ["EXHAUSTED", "exhausted", "halves", "reject", "score_in_portions", "together"]

#: What scoring raises where it takes too much.
EXHAUSTED = (MemoryError, TooLongError)


def score_in_portions(scorer: Scorer, articles: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, Scored | InputError]]:
    """Score articles, as many together as memory and time allow.

    Args:
        scorer: to score with.
        articles: as for :func:`framing.scoring.score.score`.

    Yields:
        Articles in their order, and what was found in them; or one article and why it cannot be scored.
    """
    scored: Scored | InputError
    try:
        scored = scorer.score(articles)
    except EXHAUSTED as error:
        scored = exhausted(error, articles)
    # Only now is what the error held free again.
    if isinstance(scored, InputError) and articles.height > 1:
        release()
        for half in halves(articles):
            yield from score_in_portions(scorer, half)
    else:
        yield articles, scored


def halves(articles: pl.DataFrame) -> list[pl.DataFrame]:
    """Two or more articles in two parts of about as many bytes, neither of them empty."""
    sizes = articles.select(pl.col("text").str.len_bytes().fill_null(0).cum_sum()).to_series()
    middle = int((sizes <= sizes[-1] / 2).sum())
    middle = min(max(middle, 1), articles.height - 1)
    return [articles[:middle], articles[middle:]]


def exhausted(error: BaseException, articles: pl.DataFrame) -> InputError:
    """Why an article cannot be scored.

    Args:
        error: one of ``EXHAUSTED``.
        articles: the one.
    """
    where = str(articles["article_id"][0]) if "article_id" in articles.columns else ""
    if isinstance(error, MemoryError):
        reason = f" ({error})" if error.args else ""
        what, hint = f"scoring it takes more memory than there is{reason}", "add it where there is more, or split it"
        return InputError("score.memory", what, where, hint)
    return InputError("score.time", "scoring it takes longer than any article may", where, "split it into articles")


def reject(error: InputError, articles: pl.DataFrame) -> pl.DataFrame:
    """An article that cannot be scored as a reject: REJECT columns.

    Args:
        error: why.
        articles: the one; ``origin`` says where it came from.
    """
    row = articles.row(0, named=True)
    first = str(row.get("text") or row.get("title") or "").encode("utf-8", "replace")[:200]
    origin = str(row.get("origin") or row.get("article_id") or "")
    rows = [(origin, error.code, error.what, error.hint, first)]
    return pl.DataFrame(rows, schema=REJECT, orient="row")


def together(parts: Sequence[Scored], lexicon: Lexicon | None = None) -> Scored:
    """What was found in some articles, and then in others: the same as what is found in all of them.

    Args:
        parts: of one lexicon, in the order of the articles.
        lexicon: theirs; the toolkit's own where none is given.
    """
    nothing = Scorer(lexicon, threads=1).score(pl.DataFrame(schema={"text": pl.String}))
    frames = {name: [getattr(part, name) for part in (nothing, *parts)] for name in Scored.__dataclass_fields__}
    return Scored(**{name: pl.concat(rows) for name, rows in frames.items()})
