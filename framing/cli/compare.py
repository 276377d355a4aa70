"""``framing compare``: two outlets, before and after, own and quoted words, headline and body."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import click

from framing.cli.choosing import Choice
from framing.cli.main import DONE
from framing.cli.options import PROJECT, command, filtered
from framing.cli.output import console, json_line, message, print_table
from framing.errors import UsageError, whole_file
from framing.phrases import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from framing.lexicon.lexicon import Lexicon
    from framing.statistics.comparison import Comparison
    from framing.statistics.reasons import Reasons
    from framing.store.filters import Chosen

__all__ = ["compare"]

#: Entries that a word shift shows; the JSON has all.
_ENTRIES: Final = 8
_TERM: Final = 40
#: Words of either side that keyness shows.
_WORDS: Final = 12
#: Signs of adjusted p in the table.
_SURE: Final = 0.05

_WITHIN: Final = "--within wants LEVEL=KEY"


@command()
@click.argument("a", required=False)
@click.argument("b", required=False)
@PROJECT
@click.option(
    "--by",
    default="outlet",
    show_default=True,
    help="Level of A and B: outlet, country, source, genre, language or group:NAME.",
)
@click.option("--before", metavar="DATE", help="Compare what was published before DATE with the rest, of A or of all.")
@click.option("--voices", metavar="A,B", help="Compare two voices inside the articles (of A or of all): own,quoted.")
@click.option("--parts", metavar="A,B", help="Compare two sections inside the articles (of A or of all): title,body.")
@click.option("--within", multiple=True, metavar="LEVEL=KEY", help="Only articles with this key: country=IN.")
@filtered
@click.option("--section", "sections", multiple=True, help="Count in this section only: title, lead, body.")
@click.option("--voice", "spoken", multiple=True, help="Count in this voice only: own, quoted, reported, mention.")
@click.option("--standardise", metavar="LEVEL", help="Compare at one mix of topic, genre or another level.")
@click.option("--raw", is_flag=True, help="Compare rates of different languages, divided by measured factors.")
@click.option("--dimension", "dimensions", multiple=True, help="Only this dimension or scale.")
@click.option("--permutations", type=click.IntRange(100, 1_000_000), default=2000, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the permutations and the examples.")
@click.option(
    "--why", is_flag=True, help="Also what it rests on: all words compared, single entries and articles left out."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object: everything.")
@click.option(
    "--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write a page that needs no network."
)
def compare(
    a: str | None,
    b: str | None,
    folder: Path,
    by: str,
    before: str | None,
    voices: str | None,
    parts: str | None,
    within: tuple[str, ...],
    chosen: Chosen,
    sections: tuple[str, ...],
    spoken: tuple[str, ...],
    standardise: str | None,
    raw: bool,
    dimensions: tuple[str, ...],
    permutations: int,
    seed: int,
    why: bool,
    as_json: bool,
    page: Path | None,
) -> int:
    r"""Compare A with B: ratios, intervals, adjusted p, the words behind.

    A and B are outlets, or keys of another level. Without B, A is compared with the rest of its language.

    \b
    framing compare bbc-hindi amar-ujala --project news
    framing compare bbc-hindi --about kashmir --standardise topic
    framing compare bbc-hindi --before 2022-02-24
    framing compare bbc-hindi --voices own,quoted
    framing compare IN PK --by country
    """
    from framing.schemas import SECTIONS, VOICES
    from framing.statistics.contrasts import compare as contrast
    from framing.statistics.events import with_units
    from framing.store.answers import Answers
    from framing.store.filters import narrowed
    from framing.store.project import open_project

    project = open_project(folder)
    loaded = Answers(project).counted()
    if loaded.articles.is_empty():
        raise UsageError("compare.empty", "the project has no articles yet", str(folder), "add some with 'framing add'")
    loaded, funnel = narrowed(loaded, replace(chosen, about=None), project)
    funnel.check()
    choice = Choice(project, loaded, chosen.about, _sides(a, b, by, before, voices, parts, within))
    sides, outlet_name = choice.sides, project.outlets().name
    try:
        found = contrast(
            loaded.scored,
            with_units(loaded.articles),
            lexicon=project.lexicon(),
            about=chosen.about,
            sections=sections or SECTIONS,
            voices=spoken or VOICES,
            standardise=standardise,
            languages="raw" if raw else None,
            dimensions=dimensions or None,
            permutations=permutations,
            seed=seed,
            outlet_name=outlet_name,
            **sides,
        )
    except UsageError as error:
        if error.code == "compare.key":
            choice.check()
        raise
    if not found.sides["articles"].min():
        choice.check()
    rests = None
    if why or page is not None:
        from framing.statistics.reasons import reasons

        measures = found.shifts["measure"].unique(maintain_order=True).to_list()
        counted_in = {"sections": sections or SECTIONS, "voices": spoken or VOICES, "about": chosen.about}
        rests = reasons(loaded.scored, loaded.articles, measures, lexicon=project.lexicon(), **counted_in, **sides)  # type: ignore[arg-type]
    if page is not None and rests is not None:
        _write(page, found, rests, loaded.articles, project.lexicon(), outlet_name, chosen)
    if as_json:
        click.echo(json_line({**found.to_dict(), **({"why": rests.to_dict()} if rests is not None else {})}))
    elif page is None:
        if filters := replace(chosen, about=None).named():
            message("only " + "; ".join(f"{name} {value}" for name, value in filters.items()))
        print_comparison(found, project.lexicon())
        if rests is not None:
            print_reasons(found, rests)
    return DONE


def _write(
    path: Path,
    found: Comparison,
    rests: Reasons,
    articles: pl.DataFrame,
    lexicon: Lexicon,
    outlet_name: Callable[[str], str],
    chosen: Chosen,
) -> None:
    from framing.cli.pages.comparison import comparison_page

    asked = found.settings
    parts = [", ".join(counted(int(found.sides[name].sum()), name) for name in ("articles", "words"))]
    parts += [f"{name} {value}" for name, value in chosen.named().items()]
    parts += [f"at one mix of {asked['standardise']}"] if asked["standardise"] else []
    within = cast("dict[str, str]", asked["within"]).items()
    parts += [f"{level} {outlet_name(key) if level == 'outlet' else key}" for level, key in within]
    parts += [f"lexicon {lexicon.codebook.version} ({lexicon.fingerprint[:12]})"]
    content = comparison_page(found, rests, articles, lexicon, "; ".join(parts), outlet_name)
    with whole_file(path) as draft:
        draft.write_text(content, encoding="utf-8")
    message(f"wrote {path}")


def _sides(
    a: str | None,
    b: str | None,
    by: str,
    before: str | None,
    voices: str | None,
    parts: str | None,
    within: tuple[str, ...],
) -> dict[str, Any]:
    """What to compare with what, as the library wants it."""
    levels: dict[str, str] = {}
    for pair in within:
        level, equals, key = pair.partition("=")
        if not equals:
            raise UsageError("compare.within", f"'{pair}' names no key", "", _WITHIN)
        if level.strip() in levels:
            what = f"--within names two keys of one level: {levels[level.strip()]} and {key.strip()}"
            raise UsageError("compare.within", what, "", "an article has one; name one of them")
        levels[level.strip()] = key.strip()
    inside = [(name, given) for name, given in (("voice", voices), ("section", parts)) if given]
    if len(inside) + (before is not None) > 1:
        raise UsageError("compare.sides", "several contrasts at once", "", "use one of --before, --voices, --parts")
    if not inside:
        return {"a": a, "b": b, "by": by, "before": before, "within": levels}
    level, given = inside[0]
    names = given.split(",")
    if len(names) != 2 or b is not None:
        what = "two sides are compared" if len(names) != 2 else "A and B are compared inside articles"
        raise UsageError("compare.sides", what, given, "write it as own,quoted or title,body, with one key or none")
    if a is not None:
        levels[by] = a
    return {"a": names[0], "b": names[1], "by": level, "within": levels}


def print_comparison(found: Comparison, lexicon: Lexicon) -> None:
    """The contrast for people: the table, its caveats, the words and sentences behind the strongest differences."""
    from framing.statistics.contrast_table import ALONE

    out = console()
    for row in found.sides.iter_rows(named=True):
        texts = f", {counted(row['clusters'], 'texts')}" if row["clusters"] != row["articles"] else ""
        size = f"{counted(row['articles'], 'articles')}{texts}, {counted(row['words'], 'words')}"
        line = f"{row['side'].upper()}  {row['name']}: {size} ({row['languages'] or '–'})"
        out.print(line, markup=False, highlight=False)
    columns = [("dimension", "left"), ("effect", "right"), ("95 % interval", "right"), ("adj. p", "right")]
    columns += [("hits A", "right"), ("hits B", "right"), ("rate A", "right"), ("rate B", "right"), ("", "left")]
    rows = list(found.table.iter_rows(named=True))
    alone = [row for row in rows if row["status"] == "no-baseline"]
    measured = [row for row in rows if row["status"] not in ("few-hits", "no-hits", "no-words", "no-baseline")]
    if measured:
        print_table("", columns, [_line(row) for row in measured])
    if silent := [row["dimension"] for row in rows if row not in measured and row not in alone]:
        out.print(f"Too few words to say: {', '.join(silent)}.", markup=False, highlight=False)
    if alone:
        said = f"! {_alone(found, len(alone), lexicon)}"
        out.print(said, style="yellow", markup=False, highlight=False, soft_wrap=True)
    for line in found.caveats:
        if alone and line == ALONE:
            continue
        out.print(f"! {line}", style="yellow", markup=False, highlight=False)
    for measure in found.shifts["measure"].unique(maintain_order=True):
        _behind(found, measure)
    out.print(
        "\n× ratio of A's rate to B's, + difference of a scale's values; * p below .05 when adjusted for all rows "
        f"(Benjamini–Hochberg).\nRates per 1,000 words. Test: {_method(found.table)}. "
        f"Lexicon fingerprint {str(found.settings['lexicon_fingerprint'])[:12]}.",
        markup=False,
        highlight=False,
    )


def _alone(found: Comparison, measures: int, lexicon: Lexicon) -> str:
    """What is told instead of rows that say nothing: a side has its language to itself; and what --raw would do."""
    from framing.statistics.reference import calibration_factors

    factors = calibration_factors(lexicon)
    codes = {code for languages in found.sides["languages"] for code in (languages or "").split("+") if code}
    names = found.table.filter(found.table["status"] == "no-baseline")["dimension"].to_list()
    tied = sum(all((code, name) in factors for code in codes) for name in names)
    rest = f", the other {measures - tied} as they are, marked uncalibrated" if tied < measures else ""
    return (
        f"Nothing can be said of {measures} measures: each side is compared with the rest of its own language, and a "
        f"side has its language to itself. --raw compares the rates themselves: {tied} of the {measures} divided by "
        f"factors between the languages, with the factors' uncertainty in the interval{rest}."
    )


def print_reasons(found: Comparison, rests: Reasons) -> None:
    """What the contrast rests on: the words of either side, and what moves it most."""
    import polars as pl

    for code in rests.keyness["language"].unique(maintain_order=True):
        words = rests.keyness.filter(pl.col("language") == code)
        ends = [words.head(_WORDS), words.reverse().head(_WORDS)]
        pairs = [[_word(end, number) for end in ends] for number in range(_WORDS)]
        console().print()
        title = f"All words ({code}) by weighted log-odds: z; * p below .05, adjusted for {words.height} words"
        print_table(title, [(f"A: {found.a}", "left"), (f"B: {found.b}", "left")], pairs)
    columns = [("measure", "left"), ("without", "left"), ("is", "right"), ("instead of", "right")]
    rows = [
        [row["measure"], _short(row["term"] or row["unit"]), f"{row['without']:.2f}", f"{row['value']:.2f}"]
        for frame in (rests.entries, rests.articles)
        for row in frame.filter(pl.col("change").is_not_null())
        .unique("measure", keep="first", maintain_order=True)
        .to_dicts()
    ]
    if rows:
        console().print()
        print_table("The entry and the article that move it most, left out (as counted)", columns, rows)


def _word(words: pl.DataFrame, number: int) -> str:
    if number >= words.height:
        return ""
    row = words.row(number, named=True)
    return (
        f"{row['z']:+.1f}{'*' if row['p_adjusted'] < _SURE else ' '} {row['word']} ({row['count_a']}:{row['count_b']})"
    )


def _short(term: str) -> str:
    return term if len(term) <= _TERM else term[: _TERM - 1] + "…"


def _method(table: pl.DataFrame) -> str:
    return str(table["method"][0]) if table.height else "none"


def _line(row: dict[str, Any]) -> list[str]:
    ratio = row["measure"] == "ratio"
    if row["effect"] is None:
        effect, interval = "–", "–"
    elif ratio:
        effect, interval = f"× {_figures(row['effect'])}", f"{_figures(row['low'])} … {_figures(row['high'])}"
    else:
        effect, interval = (
            f"{row['effect']:+.2f}",
            "–" if row["low"] is None else f"{row['low']:+.2f} … {row['high']:+.2f}",
        )
    rates = [_rate(row[name], ratio) for name in ("rate_a", "rate_b")]
    p = row["p_adjusted"]
    sure = "–" if p is None else f"{p:.3f}{'*' if p < _SURE else ' '}"
    note = "" if row["status"] == "ok" else row["status"]
    return [row["dimension"], effect, interval, sure, str(row["hits_a"]), str(row["hits_b"]), *rates, note]


def _figures(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _rate(value: float | None, ratio: bool) -> str:
    return "–" if value is None else f"{value:.2f}" if ratio else f"{value:+.2f}"


def _behind(found: Comparison, measure: str) -> None:
    """The word shift of a measure, and examples side by side."""
    rows = found.shifts.filter(found.shifts["measure"] == measure).head(_ENTRIES)
    unit = (
        "per 1,000 words"
        if found.table.filter(found.table["dimension"] == measure)["measure"][0] == "ratio"
        else "points of the scale"
    )
    columns = [
        ("entry", "left"),
        (f"contribution ({unit})", "right"),
        ("hits A", "right"),
        ("hits B", "right"),
        ("concept", "left"),
    ]
    table = [
        [
            _short(row["term"]),
            "–" if row["contribution"] is None else f"{row['contribution']:+.3f}",
            str(row["hits_a"]),
            str(row["hits_b"]),
            row["concept"],
        ]
        for row in rows.iter_rows(named=True)
    ]
    console().print()
    print_table(f"{measure}: the entries behind the difference", columns, table)
    examples = found.examples.filter(found.examples["measure"] == measure)
    sides = [examples.filter(examples["compared"] == side).to_dicts() for side in "ab"]
    pairs = [[_context(side, number) for side in sides] for number in range(max(map(len, sides)))]
    if pairs:
        print_table("", [(f"A: {found.a}", "left"), (f"B: {found.b}", "left")], pairs)


def _context(examples: list[dict[str, Any]], number: int) -> str:
    if number >= len(examples):
        return ""
    row = examples[number]
    return f"{row['before']} [{row['hit']}] {row['after']} ({row['voice']}, {row['article_id']})"
