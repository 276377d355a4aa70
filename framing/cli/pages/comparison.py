"""The page of ``framing compare --html``: effects, words behind them, sentences side by side."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import polars as pl

from framing.cli.pages.charts import checks_part, language_name, picture
from framing.figures import keyness
from framing.lexicon.lexicon import Lexicon
from framing.render.charts import Axis, axis_head, bars, linear, ratios, strip
from framing.render.page import (
    Column,
    Markup,
    factor,
    named,
    notes,
    number,
    page,
    probability,
    section,
    signed,
    table,
    tag,
)
from framing.statistics.comparison import Comparison
from framing.statistics.reasons import Reasons

__all__ = ["comparison_page"]

Row = dict[str, Any]

_SURE: Final = 0.05
#: Entries, words and articles that a table shows; --json has all.
_ENTRIES: Final = 15
_WORDS: Final = 25
_ARTICLES: Final = 5
_SILENT: Final = ("few-hits", "no-hits", "no-words")


def comparison_page(
    comparison: Comparison,
    reasons: Reasons,
    articles: pl.DataFrame,
    lexicon: Lexicon,
    scope: str,
    outlet_name: Callable[[str], str],
    checks: pl.DataFrame,
) -> str:
    """The page.

    Args:
        comparison: the contrast.
        reasons: what it rests on.
        articles: columns article_id, language.
        lexicon: that scored the articles.
        scope: what was counted; stands below every table.
        outlet_name: id of an outlet → its name.
        checks: how far dimensions were checked, see :func:`framing.store.badges.badges`.
    """
    outlets = {key: outlet_name(key) for key in comparison.examples["outlet"].drop_nulls().unique()}
    comparison = replace(comparison, examples=comparison.examples.with_columns(pl.col("outlet").replace(outlets)))
    title = f"{comparison.a} compared with {comparison.b}"
    spoken = dict(articles.select("article_id", "language").iter_rows())
    behind = [
        _behind(comparison, str(name), reasons, spoken, scope)
        for name in comparison.shifts["measure"].unique(maintain_order=True)
    ]
    answered = [row for row in comparison.table.to_dicts() if row["status"] not in _SILENT]
    silent = [row["dimension"] for row in comparison.table.to_dicts() if row["status"] in _SILENT]
    parts = [
        notes(comparison.caveats),
        _sides(comparison),
        _effects(comparison, answered, "ratio", scope),
        _effects(comparison, answered, "difference", scope),
    ]
    if silent:
        parts.append(tag("p", f"Too little to say: {', '.join(silent)}.", class_="note"))
    if behind:
        parts.append(
            section("What makes the difference", *behind, note="Entries, how much each adds, and where it stood.")
        )
    parts += [
        _keyness(reasons.keyness.filter(pl.col("language") == code), str(code), comparison, scope)
        for code in reasons.keyness["language"].unique(maintain_order=True)
    ]
    if comparison.mixes.height:
        parts.append(_mixes(comparison, scope))
    parts += [checks_part(checks)] if checks.height else []
    parts.append(_method(comparison, lexicon))
    return page(title, *parts, lead=scope)


def _method(comparison: Comparison, lexicon: Lexicon) -> Markup:
    about = f"Lexicon {lexicon.codebook.version}, fingerprint {lexicon.fingerprint}."
    method = ", ".join(comparison.table["method"].unique(maintain_order=True))
    sentence = f"Test: {method}. p is adjusted for all rows after Benjamini and Hochberg. Rates are per 1,000 words."
    return section("What the numbers are", tag("p", sentence), tag("p", about, class_="note"))


def _sides(comparison: Comparison) -> Markup:
    columns = [Column(""), *(Column(name, "number") for name in ("articles", "texts", "words")), Column("languages")]
    columns += [Column("first"), Column("last")]
    rows = [
        [
            tag("span", f"{row['side'].upper()}: ", named(row["name"]), _id(comparison, row)),
            number(row["articles"]),
            number(row["clusters"]),
            number(row["words"]),
            ", ".join(language_name(code) for code in (row["languages"] or "").split("+") if code),
            *(
                "–" if row[name] is None else row[name].date().isoformat()
                for name in ("first_published", "last_published")
            ),
        ]
        for row in comparison.sides.iter_rows(named=True)
    ]
    return table("The two sides.", columns, rows)


def _id(comparison: Comparison, side: Row) -> Markup | None:
    """The id of an outlet that goes by its name: what the command wants."""
    key = comparison.settings[side["side"]]
    if comparison.settings["by"] != "outlet" or key is None or key == side["name"]:
        return None
    return tag("div", named(str(key)), class_="note")


def _effects(comparison: Comparison, answered: list[Row], measure: str, scope: str) -> Markup | None:
    rows = [row for row in answered if row["measure"] == measure]
    if not rows:
        return None
    ratio = measure == "ratio"
    values = [row[name] for row in rows for name in ("low", "effect", "high") if row[name] is not None]
    axis = ratios([value for value in values if value > 0]) if ratio else _points(values)
    columns = [
        Column(""),
        Column(axis_head(axis), "chart"),
        Column("ratio" if ratio else "difference", "number"),
        Column("95 % interval", "number"),
        Column("adj. p", "number"),
        *(
            Column(name, "number")
            for name in ("hits A", "hits B", "rate A" if ratio else "A", "rate B" if ratio else "B")
        ),
        Column(""),
    ]
    write = factor if ratio else signed
    cells = [
        [
            row["dimension"],
            strip(axis, row["low"], row["effect"], row["high"], muted=not _sure(row)),
            tag("span", write(row["effect"]), class_="sure" if _sure(row) else None),
            "–" if row["low"] is None else f"{write(row['low'])} … {write(row['high'])}",
            probability(row["p_adjusted"]),
            number(row["hits_a"]),
            number(row["hits_b"]),
            *(number(row[name], 2) if ratio else signed(row[name]) for name in ("rate_a", "rate_b")),
            "" if row["status"] == "ok" else row["status"].replace("-", " "),
        ]
        for row in rows
    ]
    what = "Ratio of A's rate to B's" if ratio else "A's value less B's"
    note = f"Right: more in {comparison.a}; left: more in {comparison.b}. Bold: p below .05, adjusted for all rows."
    caption = f"{what}. A is {comparison.a}, B is {comparison.b}. {scope}."
    return section("Dimensions" if ratio else "Scales", table(caption, columns, cells), note=note)


def _sure(row: Row) -> bool:
    return row["p_adjusted"] is not None and row["p_adjusted"] < _SURE


def _points(values: list[float]) -> Axis:
    reach = max([abs(value) for value in values], default=1.0)
    reach = min(max(math.ceil(reach * 2) / 2, 0.5), 2.0)
    return linear(-reach, reach, reference=0)


def _behind(comparison: Comparison, name: str, reasons: Reasons, spoken: dict[str, str], scope: str) -> Markup:
    rows = comparison.shifts.filter(pl.col("measure") == name)
    shown = rows.head(_ENTRIES).to_dicts()
    reach = max([abs(row["contribution"]) for row in shown if row["contribution"] is not None], default=1.0) or 1.0
    axis = Axis(-reach, reach, (0,), reference=0)
    ratio = comparison.table.filter(pl.col("dimension") == name)["measure"][0] == "ratio"
    columns = [
        Column("entry"),
        Column(f"← {comparison.b} · {comparison.a} →", "chart"),
        Column("adds" if ratio else "adds (points)", "number", "per 1,000 words" if ratio else "points of the scale"),
        Column("hits A", "number"),
        Column("hits B", "number"),
        Column("concept"),
    ]
    cells = [
        [
            named(_short(row["term"]), row["language"] if "+" not in (row["language"] or "+") else None),
            bars(axis, row["contribution"]),
            signed(row["contribution"], 3),
            number(row["hits_a"]),
            number(row["hits_b"]),
            row["concept"],
        ]
        for row in shown
    ]
    whole = float(rows["contribution"].sum())
    more = f" {rows.height - len(shown)} further entries are in --json." if rows.height > len(shown) else ""
    caption = f"{name}: the entries' parts; all {rows.height} add up to {signed(whole, 2)}.{more} {scope}."
    parts = [table(caption, columns, cells), _rests(name, reasons), _examples(comparison, name, spoken)]
    return tag("details", tag("summary", name), *parts, open=True)


def _short(term: str) -> str:
    return term if len(term) <= 40 else term[:39] + "…"


def _rests(name: str, reasons: Reasons) -> Markup | None:
    """One sentence: how far the contrast moves without its most influential entry, and without an article."""
    clauses = []
    for what, frame in (("entry", reasons.entries), ("article", reasons.articles)):
        rows = frame.filter(pl.col("measure") == name, pl.col("change").is_not_null())
        if not rows.height:
            continue
        row = rows.row(0, named=True)
        write = factor if row["kind"] == "ratio" else signed
        label = row["term"] or row["unit"]
        values = f"{write(row['without'])} instead of {write(row['value'])}"
        clauses.append(f"without the {what} that moves it most ({_short(label)}) it is {values}")
    if not clauses:
        return None
    return tag("p", f"As counted, {'; '.join(clauses)}.", class_="note")


def _examples(comparison: Comparison, name: str, spoken: dict[str, str]) -> Markup | None:
    rows = comparison.examples.filter(pl.col("measure") == name)
    if not rows.height:
        return None
    sides = []
    for side, title in (("a", comparison.a), ("b", comparison.b)):
        quotes = [
            tag(
                "blockquote",
                row["before"], " ", tag("mark", row["hit"]), " ", row["after"],
                tag("div", _where(row), class_="note", dir="ltr", lang="en"),
                lang=spoken.get(row["article_id"]),
                dir="auto",
            )
            for row in rows.filter(pl.col("compared") == side).iter_rows(named=True)
        ]  # fmt: skip
        sides.append(tag("div", tag("h3", named(title)), *quotes))
    return tag("div", *sides, class_="two")


def _where(row: Row) -> str:
    return f"{row['outlet'] or ''} · {row['voice']} · {row['article_id']}"


def _keyness(words: pl.DataFrame, code: str, comparison: Comparison, scope: str) -> Markup:
    sides = []
    for title, rows in ((comparison.a, words.head(_WORDS)), (comparison.b, words.reverse().head(_WORDS))):
        positive = title == comparison.a
        kept = [row for row in rows.iter_rows(named=True) if (row["z"] > 0) == positive]
        columns = [
            Column("word"),
            Column("z", "number"),
            Column("log-odds", "number"),
            Column("95 % interval", "number"),
            Column("A", "number"),
            Column("B", "number"),
        ]
        cells = [
            [
                named(row["word"], code),
                tag("span", signed(row["z"], 1), class_="sure" if row["p_adjusted"] < _SURE else "muted"),
                signed(row["log_odds"]),
                f"{signed(row['low'])} … {signed(row['high'])}",
                number(row["count_a"]),
                number(row["count_b"]),
            ]
            for row in kept
        ]
        tested = f"Bold: p below .05, adjusted for {number(words.height)} words."
        caption = f"Words of {title}. A and B: occurrences. {tested} {scope}."
        sides.append(tag("div", tag("h3", named(title)), table(caption, columns, cells)))
    note = (
        "All words, not only those that a lexicon lists, by weighted log-odds with an informative prior (Monroe, "
        "Colaresi & Quinn 2008); z allows for articles that repeat a word."
    )
    drawn = picture(keyness(words, code, (comparison.a, comparison.b)))
    return section(f"All words: {language_name(code)}", drawn, tag("div", *sides, class_="two"), note=note)


def _mixes(comparison: Comparison, scope: str) -> Markup:
    columns = [
        Column("mix"),
        *(Column(name) for name in comparison.mixes.columns[1:2]),
        *(Column(name.replace("_", " "), "number") for name in comparison.mixes.columns[2:]),
    ]
    cells = [
        [
            str(row[0]),
            *(
                f"{value:.2f}" if isinstance(value, float) else "–" if value is None else str(value)
                for value in row[1:]
            ),
        ]
        for row in comparison.mixes.iter_rows()
    ]
    return section(
        "Topics and genres of the two sides", table(f"Shares of the words. {scope}.", columns, cells), folded=True
    )
