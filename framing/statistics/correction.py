"""Correction: what a dictionary says of an outlet, put right by articles that people have coded.

A dictionary misses and invents hits, and not alike for every outlet: where its recall is .7 for one and .5 for another,
outlets that write alike seem to differ by two fifths, however many articles there are. A hundred coded articles an
outlet tell what it really is, within wide limits. Both together are as right as the codes and narrower than these
alone: all articles by the dictionary, and of the coded ones what the dictionary was off by,

    θ = [λ Σŷ + N ē] / Σn,   ē = Σ(R/π)(y − λŷ) / Σ(R/π),

with y the code, ŷ what the dictionary says, R whether an article was coded, π its chance to be, n its size (1 for a
share of articles, words for a rate). It is right whatever the dictionary does (design-based supervised learning: Egami,
Hinck, Stewart & Wei, NeurIPS 2023), and with λ the slope of y on ŷ never wider than the codes alone (PPI++:
Angelopoulos, Duchi & Zrnic 2023). λ comes from other units than it is used on, is held to 0 … 1, and is 0 where it may
be noise; keys with few codes have it from all of their language together.

Intervals are those of units (events, near-duplicates), with Satterthwaite's degrees of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import Any, Final

import numpy as np
import polars as pl

from framing.arrays import Bools, Floats, Longs
from framing.errors import UsageError, in_short
from framing.statistics.codes import left_out, numbered
from framing.statistics.pooling import Measured, pooled

__all__ = ["CORRECTED", "FEW_CODES", "FIGURES", "Ratio", "correct", "corrected_ratio"]

#: One row a key. ``articles``: all; ``coded``: of these; ``machine``: what is said without codes; ``by_hand``: what
#: the codes alone say; ``estimate`` with ``se``, ``df``, ``low``, ``high`` (95 %): both together; ``slope``: λ, the
#: mean over folds; ``gain``: how many times as many codes would tell as much by themselves; ``status``: ``ok``;
#: ``pooled`` (few codes, drawn to what those of other keys say: :mod:`framing.statistics.pooling`); or withheld:
#: ``few-codes``, ``few-units`` (the codes are of too few events or texts), ``one-code`` (all are the same);
#: ``needed``: codes, or units with codes, that are missing for a figure of the key alone.
CORRECTED: Final = {
    "key": pl.String(),
    "articles": pl.Int64(),
    "coded": pl.Int64(),
    "machine": pl.Float64(),
    "by_hand": pl.Float64(),
    "estimate": pl.Float64(),
    "se": pl.Float64(),
    "df": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "slope": pl.Float64(),
    "gain": pl.Float64(),
    "status": pl.String(),
    "needed": pl.Int64(),
}
#: Statuses of rows that have a figure.
FIGURES: Final = ("ok", "pooled")
#: Codes of a key under which its correction is withheld. Of what one article in ten has, intervals were wider with 20
#: and 30 codes than those of the codes alone (× 1.21 and 1.09), and no longer with 40 (× .90); they held the truth as
#: often as they say with any number (``python -m tests.benchmarks.correction``).
FEW_CODES: Final = 40
#: Units with codes of a key under which its correction is withheld. Of sixty codes of five events the interval held
#: the truth in .940 of a thousand tables, of six to thirty events in .942 to .972. Of three and four it was .946 and
#: .948, and of two .983, but with two and three degrees of freedom it holds nearly everything; of one the variance
#: comes out as 0 (``python -m tests.benchmarks.correction --units``, with this at 2).
FEW_UNITS: Final = 5
#: Codes of a key from which on it has a slope of its own.
_OWN: Final = 50
_FOLDS: Final = 5
#: Standard errors under which a slope may be noise.
_NOISE: Final = 2.0
_SEED: Final = 20140601


@dataclass(frozen=True, slots=True, eq=False)
class _Articles:
    """Articles of some keys; arrays of shape (articles,).

    Attributes:
        y: codes; 0 where none was given.
        coded: whether one was.
        chance: π.
        machine: ŷ.
        size: n.
        unit: number of each article's unit.
        key: number of its key.
        fold: 0 … 4, the same for all of a unit.
    """

    y: Floats
    coded: Bools
    chance: Floats
    machine: Floats
    size: Floats
    unit: Longs
    key: Longs
    fold: Longs

    def of(self, chosen: Bools) -> _Articles:
        """Some of them."""
        return _Articles(*(getattr(self, name)[chosen] for name in _Articles.__slots__))


@dataclass(frozen=True, slots=True)
class _Figure:
    """An estimate, its variance and the degrees of freedom of that."""

    value: float
    variance: float
    df: float


def correct(machine: pl.DataFrame, codes: pl.DataFrame, *, finite: bool = False) -> pl.DataFrame:
    """The mean of what is coded, per key, from all articles and the codes of some.

    Args:
        machine: a row an article: article_id, key, value (what the machine says: 1 or 0, a count, a score), and perhaps
            size (what the sum of values is divided by; 1 each where it is left out), unit (articles that are not
            independent share one) and population (keys with few codes are drawn to the others of their population, such
            as the outlets of a language; where it is left out, to none).
        codes: a row a coded article: article_id, code (yes or no, or a number on the scale of what is to be known, such
            as 1 and 0, or a count of marked spans; how many are unsure, and left out, is a FramingWarning), and perhaps
            chance (that it was drawn; all alike where it is left out).
        finite: whether the question is about these articles alone. Then what they all are by chance is no uncertainty,
            and a key of which all articles are coded is known exactly.

    Returns:
        CORRECTED columns, sorted by key.

    Raises:
        UsageError: a column is missing, an article is coded twice or not among these, a code or chance is no number.

    Example:
        >>> ids = [str(number) for number in range(1000)]
        >>> machine = pl.DataFrame({"article_id": ids, "key": "a", "value": [float(at % 10 < 2) for at in range(1000)]})
        >>> codes = pl.DataFrame({"article_id": ids[:200], "code": [float(at % 10 < 3) for at in range(200)]})
        >>> correct(machine, codes).select(pl.col("machine", "estimate").round(2), "coded").row(0)
        (0.2, 0.3, 200)
    """
    keys, articles = _gathered(machine, codes)
    of_all = _slopes(articles)
    rows: list[tuple[Any, ...]] = []
    measured: list[Measured] = []
    for number, key in enumerate(keys):
        own = articles.of(articles.key == number)
        coded = int(own.coded.sum())
        slopes = _slopes(own) if coded >= _OWN else of_all
        together, by_hand = _estimated(own, slopes, finite), _estimated(own, np.zeros(_FOLDS), finite)
        plain = float(own.machine.sum() / own.size.sum()) if own.size.sum() else None
        row = (key, len(own.key), coded, plain, by_hand.value if coded else None)
        kinds = len(np.unique(own.y[own.coded]))
        withheld = _withheld(coded, len(np.unique(own.unit[own.coded])), kinds)
        measured.append(Measured(together.value, together.variance, by_hand.variance, coded, withheld is None))
        if withheld is not None:
            rows.append((*row, *[None] * 7, *withheld))
            continue
        gain = by_hand.variance / together.variance if together.variance else None
        low, high = _interval(together)
        figures = (together.value, sqrt(together.variance), together.df, low, high, float(slopes.mean()), gain)
        rows.append((*row, *figures, "ok", 0))
    table = pl.DataFrame(rows, schema=CORRECTED, orient="row")
    is_share = bool(np.isin(articles.y, (0.0, 1.0)).all())
    return (
        table if finite or "population" not in machine.columns else _drawn_together(table, measured, machine, is_share)
    )


def _drawn_together(
    rows: pl.DataFrame, measured: list[Measured], machine: pl.DataFrame, is_share: bool
) -> pl.DataFrame:
    """The same rows, with what is said of keys with few codes from those of all keys of their population."""
    keyed = machine.select(pl.col("key", "population").cast(pl.String)).drop_nulls()
    most = keyed.group_by("key", "population").len().sort("len", "population", descending=[True, False])
    population = dict(most.unique("key", keep="first", maintain_order=True).select("key", "population").iter_rows())
    records = rows.to_dicts()
    for name in sorted(set(population.values())):
        places = [at for at, row in enumerate(records) if population.get(row["key"]) == name]
        # Codes that are enough for no key are enough for none together, however many keys they are of.
        if sum(measured[at].coded for at in places) < FEW_CODES:
            continue
        for at, figure in zip(places, pooled([measured[at] for at in places], 1.0 if is_share else inf), strict=True):
            if figure is not None and records[at]["status"] == "few-codes":
                records[at] |= {"estimate": figure.value, "status": "pooled"}
                records[at] |= {name: getattr(figure, name) for name in ("se", "low", "high", "gain")}
    return pl.DataFrame(records, schema=CORRECTED)


def _withheld(coded: int, units: int, kinds: int) -> tuple[str, int] | None:
    """Why a figure is withheld, and what is missing; None where it is not."""
    if coded < FEW_CODES:
        return "few-codes", FEW_CODES - coded
    if units < FEW_UNITS:
        return "few-units", FEW_UNITS - units
    return ("one-code", 0) if kinds < 2 else None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of two keys; ``low`` is 0 and ``high`` infinite where the codes leave that side open."""

    value: float
    low: float
    high: float


def corrected_ratio(rows: pl.DataFrame, a: str, b: str) -> Ratio:
    """The ratio of two keys with its 95 % interval.

    On the logarithm; by Fieller's theorem (Quarterly Journal of the Royal Statistical Society 1954) where one of them
    is not two standard errors from 0. Then the interval may have no end, and is said to have none.

    Args:
        rows: from :func:`correct`, or :func:`framing.statistics.coded.corrected`.
        a: a key, over
        b: another, of other articles.

    Raises:
        UsageError: a key is not there or withheld.

    Example:
        >>> rows = pl.DataFrame({"key": ["a", "b"], "status": "ok", "estimate": [.4, .2], "se": [.02, .02], "df": 90.0})
        >>> ratio = corrected_ratio(rows, "a", "b")
        >>> [round(each, 2) for each in (ratio.value, ratio.low, ratio.high)]
        [2.0, 1.6, 2.5]
    """
    from scipy.special import stdtrit

    first, second = (_figure(rows, key) for key in (a, b))
    relative = [one.variance / one.value**2 if one.value > 0 else inf for one in (first, second)]
    df = min(first.df, second.df)
    t = float(stdtrit(df, 0.975))
    value = first.value / second.value if second.value > 0 else inf
    if max(relative) < 1 / 4:
        half = t * sqrt(sum(relative))
        return Ratio(value, exp(log(value) - half), exp(log(value) + half))
    return Ratio(value, *_fieller(first, second, t))


def _figure(rows: pl.DataFrame, key: str) -> _Figure:
    own = rows.filter(pl.col("key") == key)
    if not own.height:
        raise UsageError("correction.key", f"no key '{key}'", "", f"there are {', '.join(rows['key'].head(9))}")
    row = own.row(0, named=True)
    if row["status"] == "pooled":
        what = f"'{key}' has few codes, and its figure leans on those of others"
        raise UsageError("correction.withheld", what, "", f"code {row['needed']} more of its articles")
    if row["status"] != "ok":
        raise UsageError(
            "correction.withheld", f"'{key}' is withheld ({row['status']})", "", "code more of its articles"
        )
    return _Figure(row["estimate"], row["se"] ** 2, row["df"])


def _fieller(first: _Figure, second: _Figure, t: float) -> tuple[float, float]:
    """All ratios ρ for which first − ρ · second is within t of its standard error; no less than 0."""
    a = second.value**2 - t * t * second.variance
    b = first.value * second.value
    c = first.value**2 - t * t * first.variance
    root = b * b - a * c
    # Where the second may be 0, no ratio is too large; where the first may be as well, none is too small.
    if a <= 0:
        low = (b - sqrt(root)) / a if root > 0 and a < 0 and c > 0 else 0.0
        return (c / (b + sqrt(root)) if root > 0 and c > 0 else max(low, 0.0)), inf
    return max((b - sqrt(max(root, 0.0))) / a, 0.0), (b + sqrt(max(root, 0.0))) / a


def _interval(one: _Figure) -> tuple[float, float]:
    from scipy.special import stdtrit

    half = float(stdtrit(max(one.df, 1.0), 0.975)) * sqrt(one.variance)
    return one.value - half, one.value + half


def _estimated(own: _Articles, slopes: Floats, finite: bool) -> _Figure:
    """θ of one key with the slope of each fold, its variance over units, and the degrees of freedom of that."""
    slope = slopes[own.fold]
    drawn = np.where(own.coded, 1 / own.chance, 0.0)
    weight, total = drawn.sum(), own.size.sum()
    if not weight or not total:
        return _Figure(np.nan, np.nan, np.nan)
    off = own.y - slope * own.machine
    mean = float((drawn * off).sum() / weight)
    value = float(((slope * own.machine).sum() + len(off) * mean) / total)
    scale = len(off) / weight
    if finite:
        parts = scale * drawn * np.sqrt(np.maximum(1 - own.chance, 0.0)) * (off - mean)
    else:
        parts = slope * own.machine + mean + scale * drawn * (off - mean) - value * own.size
    _, unit = np.unique(own.unit, return_inverse=True)
    squares = np.bincount(unit, parts) ** 2
    units = len(squares)
    variance = float(squares.sum()) / total**2 * units / max(units - 1, 1)
    # Of a normal variate's square the variance is 2 σ⁴: what more there is costs degrees of freedom.
    spread = float(((squares - squares.mean()) ** 2).sum())
    df = 2 * float(squares.sum()) ** 2 / spread if spread else float(units - 1)
    # And no more is known than from the units that were coded.
    return _Figure(value, variance, min(df, float(len(np.unique(unit[own.coded]))) - 1))


def _slopes(articles: _Articles) -> Floats:
    """λ for each fold, from the coded articles of the others: the slope of codes on values within keys."""
    slopes = np.zeros(_FOLDS)
    for fold in range(_FOLDS):
        used = articles.of(articles.coded & (articles.fold != fold))
        if len(used.y) < FEW_CODES / 2:
            continue
        weight = 1 / used.chance
        of_key = np.bincount(used.key, weight)
        y, x = (
            values - (np.bincount(used.key, weight * values) / np.maximum(of_key, 1e-300))[used.key]
            for values in (used.y, used.machine)
        )
        squares = float((weight * x * x).sum())
        if not squares:
            continue
        slope = float((weight * x * y).sum()) / squares
        error = sqrt(float((weight**2 * x * x * (y - slope * x) ** 2).sum())) / squares
        slopes[fold] = min(max(slope, 0.0), 1.0) if slope > _NOISE * error else 0.0
    return slopes


def _gathered(machine: pl.DataFrame, codes: pl.DataFrame) -> tuple[list[str], _Articles]:
    """Keys, sorted, and the articles with their codes."""
    _columns(machine, ("article_id", "key", "value"), "machine")
    _columns(codes, ("article_id", "code"), "codes")
    named = machine.drop_nulls(["article_id", "key"]).with_columns(pl.col("article_id", "key").cast(pl.String))
    has_chance = "chance" in codes.columns
    told = numbered(codes.drop_nulls(["article_id", "code"]))
    left_out(told.filter("unsure").height, "that are unsure")
    coded = told.filter(~pl.col("unsure")).select(
        pl.col("article_id").cast(pl.String),
        code="number",
        chance=(pl.col("chance") if has_chance else pl.lit(None)).cast(pl.Float64, strict=False),
    )
    _check(named, coded, has_chance)
    joined = named.join(coded, on="article_id", how="left", maintain_order="left")
    keys = joined["key"].unique().sort()
    units = joined["unit"].cast(pl.String) if "unit" in joined.columns else joined["article_id"]
    unit = (units.fill_null(joined["article_id"]).rank("dense") - 1).cast(pl.Int64).to_numpy()
    random = np.random.default_rng(_SEED)
    is_coded = joined["code"].is_not_null()
    # Drawn alike within a key, as far as nobody says otherwise.
    drawn = pl.col("code").is_not_null().mean().over("key")
    chance = joined.select(pl.coalesce("chance", drawn).clip(1e-12, 1)).to_series()
    size = joined["size"].cast(pl.Float64) if "size" in joined.columns else pl.repeat(1.0, joined.height, eager=True)
    articles = _Articles(
        y=joined["code"].fill_null(0.0).to_numpy(),
        coded=is_coded.to_numpy(),
        chance=chance.to_numpy(),
        machine=joined["value"].cast(pl.Float64).to_numpy(),
        size=size.to_numpy(),
        unit=unit,
        key=(joined["key"].rank("dense") - 1).cast(pl.Int64).to_numpy(),
        fold=random.permutation(np.arange(int(unit.max(initial=-1)) + 1) % _FOLDS)[unit],
    )
    return keys.to_list(), articles


def _columns(frame: pl.DataFrame, wanted: tuple[str, ...], what: str) -> None:
    if missing := [name for name in wanted if name not in frame.columns]:
        problem = f"no column '{missing[0]}' in the {what} (columns: {in_short(frame.columns)})"
        raise UsageError("correction.column", problem, "", f"give {', '.join(wanted)}")


def _check(machine: pl.DataFrame, coded: pl.DataFrame, has_chance: bool) -> None:
    """Refuse codes that would be counted wrongly or not at all."""
    for frame, what in ((machine, "the machine's rows"), (coded, "the codes")):
        if twice := frame.filter(pl.col("article_id").is_duplicated())["article_id"].head(1).to_list():
            hint = "keep one row an article; of several coders, what they settled on"
            raise UsageError("correction.twice", f"'{twice[0]}' stands twice in {what}", "", hint)
    for name in {"value", "size"} & set(machine.columns):
        numbers = machine[name].cast(pl.Float64, strict=False).fill_null(np.nan)
        if not numbers.is_finite().all():
            what = f"a {name} of the machine's is missing or no number"
            raise UsageError("correction.machine", what, "", "give one each")
    if coded["code"].is_null().any() or not coded["code"].is_finite().all():
        raise UsageError("correction.code", "a code is no number", "", "give yes, no or unsure; 1 or 0; or counts")
    if has_chance and not ((coded["chance"] > 0) & (coded["chance"] <= 1)).fill_null(value=False).all():
        raise UsageError("correction.chance", "a chance is missing or not above 0 and up to 1", "", "give π of each")
    strangers = coded.join(machine, on="article_id", how="anti")
    if strangers.height:
        first = strangers["article_id"][0]
        what = f"{strangers.height:,} of the codes are of no article of the machine's, such as '{first}'"
        raise UsageError("correction.strangers", what, "", "give all articles that the codes were drawn from")
