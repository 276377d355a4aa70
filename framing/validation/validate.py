"""Validation of one dimension or scale on labelled texts.

Texts with labels: one table of any of the usual formats, whose columns the user names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.errors import UsageError
from framing.lexicon.grown import CHARGE, with_scales
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.phrases import near_or
from framing.scoring.scales import WHOLE
from framing.scoring.score import Scored, score
from framing.validation.machines import CURVE, ENTRIES, FIGURES, curve_of, entries_of, figures_of, machines_of
from framing.validation.metrics import auc, bootstrap_interval, f1, length_matched_auc, spearman
from framing.validation.tables import read_table

__all__ = ["Figure", "Labelled", "Measure", "Validity", "load_labelled", "validate"]


_TRUE: Final = ("1", "1.0", "true", "yes")
_FALSE: Final = ("0", "0.0", "false", "no")


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Labelled texts.

    Attributes:
        texts: columns article_id, text, language (null where it is to be detected), label (0 … 1), group (number), and
            perhaps outlet.
        graded: the label is a share or a rating, not yes or no.
        name: of the data, as reports show it.
        scores: article_id and a column a machine, where others than the lexicon are compared.
    """

    texts: pl.DataFrame
    graded: bool
    name: str
    scores: pl.DataFrame | None = None


def load_labelled(
    given: Path | str | pl.DataFrame,
    *,
    text: str = "text",
    label: str = "label",
    positive: Sequence[str] = (),
    negative: Sequence[str] = (),
    language: str | None = None,
    group: str | None = None,
    machines: Sequence[str] = (),
) -> Labelled:
    """Load labelled texts.

    Args:
        given: a frame, or a file: .jsonl (also .zst, .gz), .csv, .tsv or .parquet.
        text: the column of the texts.
        label: the column of the labels: 0/1, true/false, a share or rating, or classes. A field of an object is
            reached with a dot (``frames.conflict``).
        positive: the classes that count as yes. All others count as no, unless ``negative`` names which do.
        negative: the classes that count as no; rows of neither are left out.
        language: BCP 47 tag of all texts; else the column ``lang`` or ``language``, else it is detected.
        group: the column of what belongs together (an article, an event); else the column ``group`` where there is
            one, else each text stands alone.
        machines: columns of what other machines say of the texts, to stand beside the lexicon.

    Raises:
        InputError: the file cannot be read.
        UsageError: a column is missing, or the labels are of no kind that can be compared.
    """
    table = given if isinstance(given, pl.DataFrame) else read_table(Path(given))
    file = "the table" if isinstance(given, pl.DataFrame) else Path(given).name
    for name in filter(None, (text, label.split(".")[0], group, *machines)):
        if name not in table.columns:
            names = ", ".join(table.columns)
            raise UsageError("validate.column", f"no column '{name}'", file, f"the columns are {names}")
    table = table.with_columns(label_=_field(label)).filter(pl.col("label_").is_not_null(), pl.col(text).is_not_null())
    if positive:
        table, graded = _of_classes(table, positive, negative, f"{file}: {label}"), False
    else:
        table, graded = _of_numbers(table, f"{file}: {label}")
    column = next((name for name in ("lang", "language") if name in table.columns), None)
    group = group or ("group" if "group" in table.columns else None)
    texts = table.select(
        article_id=pl.int_range(pl.len()).cast(pl.String),
        text=pl.col(text).cast(pl.String),
        language=pl.lit(language) if language else (pl.col(column) if column else pl.lit(None, pl.String)),
        label=pl.col("label_").cast(pl.Float64),
        group=(pl.col(group).rank("dense") - 1).cast(pl.Int64) if group else pl.int_range(pl.len()),
        outlet=pl.col("outlet").cast(pl.String) if "outlet" in table.columns else pl.lit(None, pl.String),
    )
    scores = table.select(pl.int_range(pl.len()).cast(pl.String).alias("article_id"), *machines) if machines else None
    return Labelled(texts, graded, file.split(".")[0], scores)


def _field(label: str) -> pl.Expr:
    first, *rest = label.split(".")
    expression = pl.col(first)
    for name in rest:
        expression = expression.struct.field(name)
    return expression


def _of_classes(table: pl.DataFrame, positive: Sequence[str], negative: Sequence[str], where: str) -> pl.DataFrame:
    present = table["label_"].cast(pl.String).unique().sort().to_list()
    for name in (*positive, *negative):
        if name not in present:
            raise UsageError("validate.class", f"no row is '{name}'", where, f"the classes are {', '.join(present)}")
    label = pl.col("label_").cast(pl.String)
    if negative:
        table = table.filter(label.is_in([*positive, *negative]))
    return table.with_columns(label_=label.is_in(list(positive)))


def _of_numbers(table: pl.DataFrame, where: str) -> tuple[pl.DataFrame, bool]:
    kind = table.schema["label_"]
    if kind == pl.String:
        lower = pl.col("label_").str.to_lowercase()
        yes_no = pl.when(lower.is_in(_TRUE)).then(1.0).when(lower.is_in(_FALSE)).then(0.0)
        table = table.with_columns(label_=yes_no.otherwise(lower.cast(pl.Float64, strict=False)))
    elif not (kind.is_numeric() or kind == pl.Boolean):
        raise UsageError("validate.label", f"labels of type {kind}", where, "name a column of numbers or classes")
    if table["label_"].null_count():
        raise UsageError("validate.label", "labels that are no numbers", where, "name the classes with --positive")
    values = table["label_"].cast(pl.Float64).unique().to_list()
    return table, not set(values) <= {0.0, 1.0}


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
        machines: FIGURES of :mod:`framing.validation.machines` for yes/no labels: the lexicon and other machines, over
            all texts, by language and by outlet, where the texts have any.
        curve: CURVE likewise.
        entries: ENTRIES likewise.
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
    machines: pl.DataFrame
    curve: pl.DataFrame
    entries: pl.DataFrame

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        frames = {name: getattr(self, name).to_dicts() for name in ("machines", "curve", "entries")}
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "figures"}
        return {**plain, **frames, "figures": {name: asdict(figure) for name, figure in self.figures.items()}}


def validate(
    labelled: Labelled, measure: Measure, lexicon: Lexicon | None = None, *, examples: int = 10, replicates: int = 200
) -> Validity:
    """Compare a measure with labels.

    Args:
        labelled: texts with labels; see :func:`framing.validation.validate.load_labelled`. Where the scale is one of
            headlines, each is a headline.
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
    # A scale on trial is there for those who name it.
    lexicon = with_scales(lexicon or default_lexicon(), [CHARGE] if measure.scale == CHARGE else [])
    _check(measure, lexicon)
    scored = score(_to_score(labelled.texts, measure, lexicon), lexicon)
    # What is in no language that is scored has no number of words.
    read = scored.articles["words"] > 0
    values: dict[str, Any] = {"value": _values(scored, measure), "words": _whitespace_words()}
    texts = labelled.texts.with_columns(**values, language=scored.articles["language"].cast(pl.String)).filter(read)
    if texts["label"].n_unique() < 2:
        unread = labelled.texts.height - texts.height
        what = "all labels are the same" if texts.height else "there is nothing to compare"
        what += f": {unread:,} of {labelled.texts.height:,} texts are in no language that is scored" if unread else ""
        hint = "add texts of both kinds" if texts.height else "name the language with --language"
        raise UsageError("validate.few", what, labelled.name, hint)
    spans = _spans(scored, measure, lexicon)
    flagged = texts["article_id"].is_in(spans["article_id"].implode())
    positive = texts["label"] > (0.5 if not labelled.graded else float(texts["label"].median()))  # type: ignore[arg-type]
    groups = (texts["group"].rank("dense") - 1).cast(pl.Int64).to_numpy()
    machines, curve, entries = _beside(texts, labelled, flagged, spans)
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
        machines=machines,
        curve=curve,
        entries=entries,
    )


def _beside(
    texts: pl.DataFrame, labelled: Labelled, flagged: pl.Series, spans: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """FIGURES, CURVE and ENTRIES; nothing of graded labels, of which none is a yes."""
    figures, curve = (pl.DataFrame(schema=schema) for schema in (FIGURES, CURVE))
    if labelled.graded:
        return figures, curve, pl.DataFrame(schema=ENTRIES)
    named = texts if "outlet" in texts.columns else texts.with_columns(outlet=pl.lit(None, pl.String))
    coded = named.select(
        "article_id", "outlet", "language", "words", "value",
        unit=pl.col("group").cast(pl.String), flagged=flagged, yes=pl.col("label") > 0.5, weight=pl.lit(1.0),
    )  # fmt: skip
    machines = machines_of(coded, labelled.scores)[0]
    rows = [row for name, frame in machines.items() for row in figures_of(name, frame)]
    points = [row for name, frame in machines.items() for row in curve_of(name, frame)]
    return (
        pl.DataFrame(rows, schema=FIGURES, orient="row"),
        pl.DataFrame(points, schema=CURVE, orient="row"),
        entries_of(coded, spans),
    )


def _to_score(texts: pl.DataFrame, measure: Measure, lexicon: Lexicon) -> pl.DataFrame:
    """The texts as they are scored: as headlines where the scale is one of headlines."""
    place, kind = "text", lexicon.codebook.scales[measure.scale].kind if measure.scale else "rate"
    if kind == "headline":
        place = "title"
    return texts.select("article_id", pl.col("text").alias(place), "language")


def _check(measure: Measure, lexicon: Lexicon) -> None:
    scales, dimensions = lexicon.codebook.scales, lexicon.codebook.dimensions
    if measure.scale is not None and measure.scale not in scales:
        raise UsageError("validate.scale", f"no scale '{measure.scale}'", "", f"the scales are {', '.join(scales)}")
    for name in (*measure.dimensions, *measure.against):
        if name not in dimensions:
            hint = near_or(name, dimensions, "the dimensions are")
            raise UsageError("validate.dimension", f"no dimension '{name}'", "", hint)
    if bool(measure.dimensions) == (measure.scale is not None):
        raise UsageError("validate.measure", "a scale or dimensions, and one of the two", "", "name what to validate")


def _whitespace_words() -> pl.Expr:
    """Words as anyone counts them, so that lengths do not depend on what is validated."""
    return pl.col("text").str.split(" ").list.len().cast(pl.Int64)


def _values(scored: Scored, measure: Measure) -> pl.Series:
    """The measure of every text that has words, in order."""
    if measure.scale is not None:
        scale = scored.scales.filter((pl.col("scale") == measure.scale) & (pl.col("section") == WHOLE))
        joined = scored.articles.join(scale, on="article_id", how="left", maintain_order="left")
        return joined["value"].fill_null(0.0)
    sign = pl.when(pl.col("dimension").is_in(measure.dimensions)).then(1).otherwise(-1)
    hits = scored.scores.filter(pl.col("dimension").is_in([*measure.dimensions, *measure.against]))
    added = hits.group_by("article_id").agg(hits=(sign * pl.col("hits")).sum())
    joined = scored.articles.join(added, on="article_id", how="left", maintain_order="left")
    return joined.select(1000 * pl.col("hits").fill_null(0) / pl.col("words")).to_series()


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
    rows: Sequence[dict[str, Any]] = worst.select("article_id", "text", "label", "value").to_dicts()
    columns = ["surface", "dimension", "entry_id"]
    return [
        {
            **{name: row[name] for name in ("text", "label", "value")},
            "spans": spans.filter(pl.col("article_id") == row["article_id"]).select(columns).to_dicts(),
        }
        for row in rows
    ]
