"""``framing compare``: two outlets, before and after, own and quoted words, headline and body."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import polars as pl

from framing.cli.main import DONE
from framing.cli.options import PROJECT, command, filtered
from framing.cli.output import json_line, message
from framing.errors import UsageError, whole_file
from framing.naming import Naming
from framing.phrases import counted
from framing.schemas import LEVELS
from framing.scoring.about import Mentions, Query
from framing.statistics.narrowing import Funnel, keep_about, keep_large, option

if TYPE_CHECKING:
    from framing.statistics.comparison import Comparison
    from framing.statistics.question import Question
    from framing.statistics.reasons import Ground, Reasons
    from framing.store.answers import Answers
    from framing.store.loaded import Loaded
    from framing.store.project import Project

__all__ = ["Choice", "compare"]


class Choice:
    """The articles and keys of a contrast.

    Args:
        project: that is compared within.
        loaded: what it holds.
        asked: the contrast; its names are made keys. Its filters by what is known of articles were applied already.
    """

    def __init__(self, project: Project, loaded: Loaded, asked: Question) -> None:
        self._lexicon = project.lexicon()
        self._loaded = loaded
        read_in = loaded.scored.articles.select("article_id", "language")
        self._articles = loaded.articles.drop("language").join(read_in, on="article_id", maintain_order="left")
        naming = Naming(project.outlets().among(loaded.articles), self._lexicon)
        by = asked.by or "outlet"
        #: As given, but for the keys.
        self.asked = asked.changed(
            a=self._key(naming, by, asked.a),
            b=self._key(naming, by, asked.b),
            within={level: str(self._key(naming, level, key)) for level, key in asked.within},
        )

    def check(self) -> None:
        """Refuse sides that have no articles.

        Raises:
            UsageError: ``filter.empty``; it says how many each filter left.
        """
        asked, mentions = self.asked, Mentions.none()
        if asked.about is not None:
            mentions = Query(asked.about, self._lexicon).of(self._loaded.scored.with_texts(self._loaded.articles))
        by = str(asked.by)
        for side in (asked.a, asked.b):
            funnel = Funnel(self._articles)
            if asked.about is not None:
                keep_about(funnel, asked.about, mentions, called=option)
            keep_large(funnel, asked, called=option)
            for level, key in asked.within:
                if level in LEVELS:
                    funnel.keep(f"--within {level}={key}", pl.col(LEVELS[level]) == key)
            if by in LEVELS and side is not None:
                funnel.keep(f"the {by} {side}", pl.col(LEVELS[by]) == side)
            funnel.check()

    def _key(self, naming: Naming, level: str, name: str | None) -> str | None:
        if name is None or level not in LEVELS:
            return name
        return naming.key(level, name, set(self._articles[LEVELS[level]].drop_nulls()), code="compare.key")


#: Filters that what is known of articles decides; the others are part of the contrast.
_KNOWN = ("outlet", "country", "language", "genre", "topic", "since", "until")


@command()
@click.argument("a", required=False)
@click.argument("b", required=False)
@PROJECT
@click.option(
    "--by",
    default="outlet",
    show_default=True,
    help="Level of A and B: outlet, country, source, agency, genre, language, topic, month, year, group:NAME.",
)
@click.option("--before", metavar="DATE", help="Compare what was published before DATE with the rest, of A or of all.")
@click.option(
    "--voices", "pair", metavar="A,B", help="Compare two voices inside the articles (of A or of all): own,quoted."
)
@click.option("--parts", metavar="A,B", help="Compare two sections inside the articles (of A or of all): title,body.")
@filtered()
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
def compare(folder: Path, asked: Question, why: bool, as_json: bool, page: Path | None, **options: Any) -> int:
    r"""Compare A with B: ratios, intervals, adjusted p, the words behind.

    A and B are outlets, or keys of another level. Without B, A is compared with the rest of its language.

    \b
    framing compare bbc-hindi amar-ujala --project news
    framing compare bbc-hindi --about kashmir --standardise topic
    framing compare bbc-hindi --before 2022-02-24
    framing compare bbc-hindi --voices own,quoted
    framing compare IN PK --by country
    """
    from framing.store.answers import Answers
    from framing.store.looks import question_said
    from framing.store.project import open_project

    contrast = _contrast(asked, options)
    answers = Answers(open_project(folder))
    task = _Task(answers, contrast, options)
    comparison, rests = task.explained() if why or page is not None else (task.comparison(), None)
    asked_as = question_said(contrast.changed(a=comparison.a, b=comparison.b), options["dimensions"])
    answers.look("compare", asked_as, comparison.table["p"].count())
    if page is not None and rests is not None:
        _write(page, comparison, rests, task.chosen[0], answers, contrast)
    if as_json:
        checks = {"badges": _badges(answers.project, comparison).to_dicts()}
        why_so = {"why": rests.to_dict()} if rests is not None else {}
        click.echo(json_line({**comparison.to_dict(), **checks, **why_so}))
    elif page is None:
        _print(answers.project, contrast, comparison, rests)
    return DONE


class _Task:
    """A comparison, of which nothing is worked out that was kept.

    Args:
        answers: of the project.
        contrast: what is compared, as it was named.
        options: how.
    """

    def __init__(self, answers: Answers, contrast: Question, options: dict[str, Any]) -> None:
        self._answers, self._contrast = answers, contrast
        self._options = {name: options[name] for name in ("standardise", "raw", "dimensions", "permutations", "seed")}
        self._parts = (repr(contrast), repr(self._options))

    @cached_property
    def chosen(self) -> tuple[Loaded, Choice]:
        """The articles that fit by what is known of them, and the contrast with its names made keys."""
        from framing.schemas import LEVELS
        from framing.store.filters import chosen_of

        project, loaded, contrast = self._answers.project, self._answers.counted(), self._contrast
        if loaded.articles.is_empty():
            hint = "add some with 'framing add'"
            raise UsageError("compare.empty", "the project has no articles yet", str(project.folder), hint)
        levels = [level for level in contrast.levels if level in LEVELS]
        kept, choice = chosen_of(loaded, contrast.only(*_KNOWN).changed(by=None), project, levels)
        choice.funnel.check()
        return kept, Choice(project, kept, contrast.without(*_KNOWN))

    def comparison(self) -> Comparison:
        """The comparison itself."""
        from framing.cli.keeping import Tell, kept
        from framing.statistics.comparison import Comparison

        def make(tell: Tell) -> dict[str, pl.DataFrame]:
            return _compared(self._answers, *self.chosen, self._options, tell).to_frames()

        return Comparison.from_frames(kept(self._answers, "compare", self._parts, make))

    def explained(self) -> tuple[Comparison, Reasons]:
        """The comparison, and what it rests on. Words are counted on another core, where there is one."""
        from framing.cli.keeping import has, kept
        from framing.statistics.reasons import Reasons

        with ThreadPoolExecutor(1) as pool:
            is_known = has(self._answers, "reasons", self._parts)
            ground = None if is_known else pool.submit(self._ground, *self.chosen)
            comparison = self.comparison()

        def make(_: object) -> dict[str, pl.DataFrame]:
            stands_on, words = ground.result() if ground is not None else self._ground(*self.chosen)
            measures = comparison.shifts["measure"].unique(maintain_order=True).to_list()
            return stands_on.reasons(measures, words).to_frames()

        return comparison, Reasons.from_frames(kept(self._answers, "reasons", self._parts, make))

    def _ground(self, loaded: Loaded, choice: Choice) -> tuple[Ground, pl.DataFrame]:
        from framing.statistics.reasons import Ground

        ground = Ground(loaded.scored, loaded.articles, choice.asked, self._answers.project.lexicon())
        return ground, ground.words()


def _compared(
    answers: Answers, loaded: Loaded, choice: Choice, options: dict[str, Any], tell: Callable[[str], None]
) -> Comparison:
    """The contrast; where a side has no articles, an error that says which filter left none."""
    from framing.scoring.about import Query
    from framing.statistics.contrasts import compare as contrast
    from framing.statistics.events import with_units

    lexicon = answers.project.lexicon()
    if choice.asked.about is not None:
        for reading in Query(choice.asked.about, lexicon).readings():
            tell(reading)
    try:
        comparison = contrast(
            loaded.scored,
            with_units(loaded.articles),
            lexicon=lexicon,
            standardise=options["standardise"],
            languages="raw" if options["raw"] else None,
            dimensions=options["dimensions"] or None,
            permutations=options["permutations"],
            seed=options["seed"],
            outlet_name=answers.outlets().name,
            question=choice.asked,
        )
    except UsageError as error:
        if error.code in ("compare.key", "filter.empty"):
            choice.check()
        raise
    if not comparison.sides["articles"].min():
        choice.check()
    return comparison


def _print(project: Project, contrast: Question, comparison: Comparison, rests: Reasons | None) -> None:
    from framing.cli.contrast import print_comparison, print_reasons

    if filters := contrast.without("about", "within").named():
        message("only " + "; ".join(f"{name} {value}" for name, value in filters.items()))
    print_comparison(comparison, project.lexicon(), _badges(project, comparison))
    if rests is not None:
        print_reasons(comparison, rests)


def _badges(project: Project, comparison: Comparison) -> pl.DataFrame:
    """How far the dimensions that are compared were checked, in the languages of either side."""
    from framing.store.badges import badges_of

    codes = {code for each in comparison.sides["languages"] for code in (each or "").split("+") if code}
    return badges_of(project, comparison.table["dimension"].unique(maintain_order=True), sorted(codes))


def _write(
    path: Path, comparison: Comparison, rests: Reasons, loaded: Loaded, answers: Answers, contrast: Question
) -> None:
    from framing.cli.pages.comparison import comparison_page

    asked, lexicon, outlet_name = comparison.settings, answers.project.lexicon(), answers.outlets().name
    parts = [", ".join(counted(int(comparison.sides[name].sum()), name) for name in ("articles", "words"))]
    parts += [f"{name} {value}" for name, value in contrast.without("within").named().items()]
    parts += [f"at one mix of {asked['standardise']}"] if asked["standardise"] else []
    within: Any = asked["within"]
    parts += [f"{level} {outlet_name(key) if level == 'outlet' else key}" for level, key in within.items()]
    parts += [f"lexicon {lexicon.codebook.version} ({lexicon.fingerprint[:12]})"]
    checks = _badges(answers.project, comparison)
    content = comparison_page(comparison, rests, loaded.articles, lexicon, "; ".join(parts), outlet_name, checks)
    with whole_file(path) as draft:
        draft.write_text(content, encoding="utf-8")
    message(f"wrote {path}")


def _contrast(asked: Question, options: dict[str, Any]) -> Question:
    """What to compare with what, as the library wants it."""
    a, b, by, before = (options[name] for name in ("a", "b", "by", "before"))
    inside = [(name, given) for name, given in (("voice", options["pair"]), ("section", options["parts"])) if given]
    if len(inside) + (before is not None) > 1:
        raise UsageError("compare.sides", "several contrasts at once", "", "use one of --before, --voices, --parts")
    if not inside:
        return asked.changed(a=a, b=b, by=by, before=before)
    level, given = inside[0]
    names = given.split(",")
    if len(names) != 2 or b is not None:
        what = "two sides are compared" if len(names) != 2 else "A and B are compared inside articles"
        raise UsageError("compare.sides", what, given, "write it as own,quoted or title,body, with one key or none")
    within = dict(asked.within) | ({by: a} if a is not None else {})
    return asked.changed(a=names[0], b=names[1], by=level, within=within)
