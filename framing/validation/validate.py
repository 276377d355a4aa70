"""Validation of one dimension or scale on labelled texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.scoring.scales import WHOLE
from framing.scoring.score import Scored, score
from framing.validation.labelled import Labelled
from framing.validation.metrics import auc, bootstrap_interval, f1, length_matched_auc, spearman

__all__ = ["Figure", "Measure", "Validity", "validate"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is validated: a scale, or dimensions (against others, where given).

    Attributes:
        scale: a scale of the codebook; its value for the whole text, the middle of the scale where it has none.
        dimensions: hits per 1,000 words of these, in all voices and with topic entries.
        against: minus those of these.
    """

    scale: str | None = None
    dimensions: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    def __str__(self) -> str:
        rest = f" against {'+'.join(self.against)}" if self.against else ""
        return self.scale or "+".join(self.dimensions) + rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with the 95 % interval of a bootstrap over groups."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Validity:
    """How well a measure agrees with people.

    Attributes:
        texts: how many were compared (refused ones, of a language that is not read, are not).
        positives: how many of these people marked; null for graded labels.
        figures: name → figure: auc, auc_length_matched, length_only_auc, precision, recall, f1 for yes/no labels (a
            text is flagged when it has a hit); spearman and length_only_spearman for all.
        misses: marked texts with the lowest values, longest first.
        false_alarms: unmarked texts with the highest values, with the spans that made them.
    """

    data: str
    measure: str
    languages: tuple[str, ...]
    texts: int
    positives: int | None
    groups: int
    figures: dict[str, Figure]
    misses: list[dict[str, Any]]
    false_alarms: list[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "figures"}
        return {**plain, "figures": {name: asdict(figure) for name, figure in self.figures.items()}}


def validate(
    labelled: Labelled, measure: Measure, lexicon: Lexicon | None = None, *, examples: int = 10, replicates: int = 200
) -> Validity:
    """Compare a measure with labels.

    Args:
        labelled: texts with labels; see :func:`framing.validation.labelled.load_labelled`.
        measure: a scale or dimensions.
        lexicon: the toolkit's own where none is given.
        examples: how many misses and false alarms to list.
        replicates: of the bootstrap.

    Raises:
        UsageError: the measure names no scale or dimension of the codebook, or too few texts can be compared.

    Example:
        >>> texts = pl.DataFrame({
        ...     "article_id": ["0", "1"], "text": ["A shocking, shameful sham of a vote.", "The vote is on Monday."],
        ...     "language": ["en", "en"], "label": [1.0, 0.0], "group": [0, 1]})
        >>> found = validate(Labelled(texts, graded=False, name="two"), Measure(scale="loaded"))
        >>> found.figures["auc"].value
        1.0
    """
    lexicon = lexicon or default_lexicon()
    _check(measure, lexicon)
    scored = score(labelled.texts.select("article_id", "text", "language"), lexicon)
    read = (scored.articles["status"] != "refused") & (scored.articles["words"] > 0)
    texts = labelled.texts.with_columns(value=_values(scored, measure, lexicon), words=_whitespace_words()).filter(read)
    if texts.height < 2 or texts["label"].n_unique() < 2:
        raise UsageError("validate.few", "fewer than two kinds of label to compare", labelled.name, "add texts")
    spans = _spans(scored, measure, lexicon)
    flagged = texts["article_id"].is_in(spans["article_id"].implode())
    positive = texts["label"] > (0.5 if not labelled.graded else float(texts["label"].median()))  # type: ignore[arg-type]
    groups = (texts["group"].rank("dense") - 1).cast(pl.Int64).to_numpy()
    return Validity(
        data=labelled.name,
        measure=str(measure),
        languages=tuple(sorted(scored.articles.filter(read)["language"].unique().to_list())),
        texts=texts.height,
        positives=None if labelled.graded else int(positive.sum()),
        groups=int(groups.max()) + 1,
        figures=_figures(texts, flagged.to_numpy(), groups, graded=labelled.graded, replicates=replicates),
        misses=_misses(texts.filter(positive & ~flagged), examples),
        false_alarms=_false_alarms(texts.filter(~positive & flagged), spans, examples),
    )


def _check(measure: Measure, lexicon: Lexicon) -> None:
    scales, dimensions = lexicon.codebook.scales, lexicon.codebook.dimensions
    if measure.scale is not None and measure.scale not in scales:
        raise UsageError("validate.scale", f"no scale '{measure.scale}'", "", f"the scales are {', '.join(scales)}")
    for name in (*measure.dimensions, *measure.against):
        if name not in dimensions:
            hint = f"the dimensions are {', '.join(dimensions)}"
            raise UsageError("validate.dimension", f"no dimension '{name}'", "", hint)
    if bool(measure.dimensions) == (measure.scale is not None):
        raise UsageError("validate.measure", "a scale or dimensions, and one of the two", "", "name what to validate")


def _whitespace_words() -> pl.Expr:
    """Words as anyone counts them, so that lengths do not depend on what is validated."""
    return pl.col("text").str.split(" ").list.len().cast(pl.Int64)


def _values(scored: Scored, measure: Measure, lexicon: Lexicon) -> pl.Series:
    """The measure of every text, in order."""
    if measure.scale is not None:
        middle = 0.0 if lexicon.codebook.scales[measure.scale].kind == "contrast" else None
        scale = scored.scales.filter((pl.col("scale") == measure.scale) & (pl.col("section") == WHOLE))
        joined = scored.articles.join(scale, on="article_id", how="left", maintain_order="left")
        return joined["value"].fill_null(middle or 0.0)
    sign = pl.when(pl.col("dimension").is_in(measure.dimensions)).then(1).otherwise(-1)
    hits = scored.scores.filter(pl.col("dimension").is_in([*measure.dimensions, *measure.against]))
    added = hits.group_by("article_id").agg(hits=(sign * pl.col("hits")).sum())
    joined = scored.articles.join(added, on="article_id", how="left", maintain_order="left")
    return joined.select(
        (1000 * pl.col("hits").fill_null(0) / pl.col("words")).fill_nan(0.0).fill_null(0.0)
    ).to_series()


def _spans(scored: Scored, measure: Measure, lexicon: Lexicon) -> pl.DataFrame:
    """The spans that raise the measure."""
    counted = scored.evidence.filter(pl.col("factor") > 0)
    if measure.scale is None:
        return counted.filter(pl.col("dimension").is_in(measure.dimensions))
    scale = lexicon.codebook.scales[measure.scale]
    counts = pl.col("voice").is_in(scale.voices) & (pl.col("kind") == "stance")
    return counted.filter(counts & pl.col("dimension").is_in(scale.positive))


def _figures(
    texts: pl.DataFrame, flagged: npt.NDArray[np.bool_], groups: npt.NDArray[np.int64], *, graded: bool, replicates: int
) -> dict[str, Figure]:
    label, value = (texts[name].to_numpy().astype(np.float64) for name in ("label", "value"))
    words = texts["words"].to_numpy()
    positive = label > 0.5
    length = words.astype(np.float64)
    statistics: dict[str, Callable[[npt.NDArray[np.int64]], float]] = {
        "spearman": lambda rows: spearman(label[rows], value[rows]),
        "length_only_spearman": lambda rows: spearman(label[rows], length[rows]),
    }
    if not graded:
        statistics = {
            "auc": lambda rows: auc(positive[rows], value[rows]),
            "auc_length_matched": lambda rows: length_matched_auc(positive[rows], value[rows], words[rows]),
            "length_only_auc": lambda rows: auc(positive[rows], length[rows]),
            "precision": lambda rows: f1(positive[rows], flagged[rows])[0],
            "recall": lambda rows: f1(positive[rows], flagged[rows])[1],
            "f1": lambda rows: f1(positive[rows], flagged[rows])[2],
            **statistics,
        }
    everything = np.arange(texts.height)
    return {
        name: _figure(statistic(everything), bootstrap_interval(statistic, groups, replicates=replicates))
        for name, statistic in statistics.items()
    }


def _figure(value: float, interval: tuple[float, float]) -> Figure:
    plain = [None if np.isnan(number) else float(number) for number in (value, *interval)]
    return Figure(value=plain[0], low=plain[1], high=plain[2])


def _misses(texts: pl.DataFrame, examples: int) -> list[dict[str, Any]]:
    return texts.sort("value", -pl.col("words")).head(examples).select("text", "label", "value").to_dicts()


def _false_alarms(texts: pl.DataFrame, spans: pl.DataFrame, examples: int) -> list[dict[str, Any]]:
    worst = texts.sort("value", descending=True, maintain_order=True).head(examples)
    found: Sequence[dict[str, Any]] = worst.select("article_id", "text", "label", "value").to_dicts()
    columns = ["surface", "dimension", "entry_id"]
    return [
        {
            **{name: row[name] for name in ("text", "label", "value")},
            "spans": spans.filter(pl.col("article_id") == row["article_id"]).select(columns).to_dicts(),
        }
        for row in found
    ]
