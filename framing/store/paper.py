"""What a paper says of how articles were drawn, coded, validated and corrected, filled in with what was done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import polars as pl

from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon
from framing.phrases import counted
from framing.store.project import Project, open_project
from framing.version import __version__

__all__ = ["coding_methods"]

_REFERENCES: Final = """\
Angelopoulos, A. N., Duchi, J. C., & Zrnic, T. (2023). PPI++: Efficient prediction-powered inference. arXiv:2311.01453.
Egami, N., Hinck, M., Stewart, B. M., & Wei, H. (2023). Using imperfect surrogates for downstream inference:
Design-based supervised learning for social science applications of large language models. NeurIPS 36.
Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement. British
Journal of Mathematical and Statistical Psychology, 61, 29–48.
Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. Annenberg School for Communication.
Ohlsson, E. (1995). Coordination of samples using permanent random numbers. In Cox et al. (Eds.), Business survey
methods. Wiley.
Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American
Statistical Association, 22, 209–212.
"""


_POOLED: Final = (
    "are drawn to those of other outlets of their language: r̂ and its standard error, with the variance of a code that "
    "these have in common, enter a hierarchical model in which outlets vary around their mean."
)


def coding_methods(project: Project | Path | str, dimension: str, sample: str | None = None) -> str:
    """What a paper says of how one dimension was coded, validated and corrected, filled in with what was done.

    Args:
        project: with codes, or its folder.
        dimension: that was coded.
        sample: whose codes; those of the sample with the most where none is named.

    Raises:
        UsageError: nothing of it is coded.
        ProjectError: ``project.damaged``.
    """
    project = open_project(project)
    from framing.store.codes import coded_in, codes_of, draws_of, gold, main_sample
    from framing.store.goldsets import keep_gold
    from framing.validation.coding import SETTLED, settled

    codes, lexicon = codes_of(project), project.lexicon()
    current, left = coded_in(codes, dimension, sample)
    fast, open_texts = settled(current, dimension)
    own = codes.filter(dimension=dimension, status="current", burned=False)
    own = own.filter(pl.col("article_id").is_in(current["article_id"].implode()))
    draws = draws_of(project).filter(pl.col("sample") == (sample or main_sample(own) or ""))
    coders = sorted(set(own["coder"]) - {SETTLED})
    twice = own.filter(pl.col("coder") != SETTLED).group_by("article_id").len().filter(pl.col("len") > 1).height
    stands = gold(codes).filter(pl.col("article_id").is_in(fast["article_id"].implode()), dimension=dimension)
    title = lexicon.codebook.dimensions[dimension].label if dimension in lexicon.codebook.dimensions else dimension
    coded = (
        f"{counted(len(coders), 'coders')} read {counted(current['article_id'].n_unique(), 'articles')} without their "
        f"outlets and without what the lexicon finds in them, and said of each whether it has {title.lower()} "
        f"('{dimension}', codebook {lexicon.codebook.edition(dimension)}); {twice:,} were read by two or more. "
        f"{_agreed(current.filter(pl.col('coder') != SETTLED))}"
        f"{counted(stands.filter(basis='settled').height, 'articles were', 'article was')} settled in talk, "
        f"{open_texts:,} left open. n = {fast.height:,} codes stand ({int(fast['code'].sum()):,} yes; gold set "
        f"{keep_gold(project, stands)}){'; ' + left if left else ''}."
    )
    version = f"framing toolkit {__version__}, lexicon {lexicon.codebook.version}, fingerprint {lexicon.fingerprint}"
    parts = [("Sample", _drawn(draws)), ("Coding", coded), ("Validation", _validated(project, dimension, lexicon))]
    parts += [("Correction", _corrected(project, fast, dimension)), ("Software", f"{version}.")]
    return "\n\n".join(f"{name}. {text}" for name, text in parts) + f"\n\nReferences\n\n{_REFERENCES}"


def _drawn(draws: pl.DataFrame) -> str:
    if not draws.height:
        return "The articles were chosen by hand; figures of outlets take them for a random sample."
    frame = json.loads(draws["frame"][0])
    size, chances = max(draws["size"].to_list()), sorted(draws["chance"].to_list())
    more = f"; articles with a hit of {frame['more_of']} three times as likely as others" if frame["more_of"] else ""
    filters = "; ".join(f"{name} {value}" for name, value in frame["filters"].items()) or "none"
    level, *strata = frame["by"].split(",")
    more = f", evenly over strata of {', '.join(strata).replace(':', ' of ')}{more}" if strata else more
    return (
        f"Of each {level} {size:,} articles were expected to be drawn (Poisson sampling with "
        f"permanent random numbers, Ohlsson 1995): an article was drawn where u = hash(seed, article) < π, with seed "
        f"{frame['seed']}{more}. {counted(draws.height, 'articles were', 'article was')} drawn of "
        f"{draws['key'].n_unique():,} ({level}), π from {chances[0]:.3f} to "
        f"{chances[-1]:.3f}; filters: {filters}."
    )


def _agreed(codes: pl.DataFrame) -> str:
    from framing.validation.agreement import agreement

    try:
        rows = agreement(codes.with_columns(language=pl.lit("all"))).filter(coders="all")
    except UsageError:
        return "Agreement was not measured. "
    lines = []
    for name, words in (("alpha", "Krippendorff's α"), ("ac1", "Gwet's AC1"), ("percent", "share of equal codes")):
        for row in rows.filter(figure=name).to_dicts():
            ends = "" if row["low"] is None else f" [{row['low']:.2f}, {row['high']:.2f}]"
            lines.append(f"{words} = {row['value']:.2f}{ends}")
    return f"{', '.join(lines)} (Krippendorff 2011; Gwet 2008; 95 % intervals by redraws of articles). "


def _validated(project: Project, dimension: str, lexicon: Lexicon) -> str:
    from framing.store.badges import validations_of

    rows = validations_of(project).filter(dimension=dimension, lexicon_fingerprint=lexicon.fingerprint)
    if not rows.height:
        return "Not recorded; 'framing validate --record' does."
    lines = []
    for row in rows.to_dicts():
        sentences = [
            f"{name} {row[name]:.2f} [{row[f'{name}_low']:.2f}, {row[f'{name}_high']:.2f}]"
            for name in ("precision", "recall")
            if row[name] is not None
        ]
        sentences += [f"AUC {row['auc']:.2f}"] if row["auc"] is not None else []
        lines.append(
            f"{row['machine']}, {row['language']} (n = {row['articles']:,}): {', '.join(sentences) or 'nothing'}"
        )
    return f"{'; '.join(lines)}. Intervals are Wilson's (1927), for the effective number of articles."


def _corrected(project: Project, fast: pl.DataFrame, dimension: str) -> str:
    from framing.statistics.coded import corrected
    from framing.statistics.correction import FEW_CODES
    from framing.store.answers import Answers

    loaded = Answers(project).counted()
    try:
        rows = corrected(loaded.scored, loaded.articles, fast, dimension, project.lexicon())
    except UsageError as error:
        return f"None: {error.what}."
    done, few = rows.filter(status="ok"), rows.filter(status="pooled").height
    gain = done["gain"].drop_nulls().sort().to_list()
    gains = f"; they tell as much as {gain[len(gain) // 2]:.1f} times the codes (median)" if gain else ""
    return (
        "Shares of articles are θ = [λ Σŷ + N ē] / N with ē = Σ(R/π)(y − λŷ) / Σ(R/π), where y is the code, ŷ what the "
        "lexicon says, R whether an article was coded and π its chance to be (Egami et al. 2023); λ is the slope of y "
        "on ŷ of other folds, held to 0 … 1 (Angelopoulos et al. 2023). Variances are those of units (events, "
        "near-duplicates), intervals Satterthwaite's t at 95 %. "
        f"{done.height:,} of {counted(rows.height, 'outlets')} are corrected{gains}; the others have under {FEW_CODES} "
        "codes, or codes of one kind or of a few events."
        + (f" {counted(few, 'figures')} of these {_POOLED}" if few else "")
    )
