"""Replication bundles: what a paper's readers need to check its figures, and no text of anybody else's.

A bundle is a zip file: the estimates and what they were counted from (hits by article, dimension, section and voice;
words by article, section and voice), the codes of the project where there are some, codebooks, methods with formulas
and how to cite, the plan, the lexicon, and a list of all files with their SHA-256. Headlines, texts, bylines, tags and
the columns of the user's own tables are left out unless they are asked for, and so are coders' names and comments; so
are the places that files were read from. :func:`verify_bundle` checks the hashes, reads the lexicon anew for its
fingerprint, and adds hits and words up again.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, Unpack

import polars as pl

from framing.errors import InputError, UsageError, whole_file
from framing.lexicon.lexicon import Lexicon, combine, load_lexicon
from framing.resources import lexicons_folder
from framing.schemas import VERSIONS, VOICES
from framing.scratch import scratch
from framing.statistics.question import Keywords, Question, question_of
from framing.store.codes import codes_of
from framing.store.export import export
from framing.store.layout import LEXICONS
from framing.store.project import Project, open_project
from framing.validation.coding import SETTLED
from framing.version import __version__

__all__ = ["Bundled", "Checked", "bundle", "verify_bundle"]

MANIFEST: Final = "manifest.json"
#: Tables of a bundle; and those that quote texts.
_TABLES: Final = ("estimates", "articles", "scores", "exposure", "scales", "wide", "outlets-wide")
_QUOTING: Final = ("evidence",)
#: Columns of articles that are facts of a text, and neither text nor the places of somebody's files.
_FACTS: Final = (
    *("article_id", "url", "outlet", "outlet_name", "country", "source", "source_country", "genre", "language"),
    *(
        "published",
        "published_basis",
        "published_precision",
        "words",
        "coverage",
        "status",
        "content_sha256",
        *VERSIONS,
    ),
)
#: Columns of codes that are the coders' own words and names.
_OWN_WORDS: Final = ("comment", "entered_by")
#: Bytes of a bundle's file, and files of a bundle, that are checked.
_MOST_BYTES: Final = 20_000_000_000
_MOST_FILES: Final = 10_000
_READ: Final = 1 << 20
#: Each file has the first moment that a zip file knows: the same project makes the same bundle.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)

_FORMULAS: Final = """\
Formulas

For an article, outlet or other group with h hits of a dimension in w words:
  rate = 1000 h / w                                           (hits per 1,000 words, column 'rate' or 'observed')
For a scale that contrasts two sets of dimensions, with p and n stance hits of its two sides:
  observed = (p - n) / (p + n)
At large (columns 'estimate', 'low', 'high'): for an outlet with y hits in n thousand words,
  y ~ negative binomial with mean n λ and shape s / κ,  s = n² / Σ nj²  (nj: thousand words of its article j)
  λ ~ gamma with mean μ and a coefficient of variation v;
  log μ ~ Student's t (3 degrees of freedom) around reference news;
  μ, v and κ are integrated over a grid; intervals are the 2.5th and 97.5th percentiles of the posterior.
Near-duplicates, and articles of one outlet on one event, count as one unit. p values are adjusted over all cells of a
table (Benjamini and Hochberg 1995).

For the methods section of a paper

"""


@dataclass(frozen=True, slots=True)
class Bundled:
    """What was written: the bundle, its files by name, the articles that it speaks of, and what was left out."""

    path: Path
    files: tuple[str, ...]
    articles: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: files and bytes that were checked, and what is wrong, a line each."""

    files: int
    size: int
    problems: tuple[str, ...]


def bundle(
    project: Project | Path | str,
    output: Path | str,
    *,
    plan: Path | None = None,
    with_text: bool = False,
    question: Question | None = None,
    **keywords: Unpack[Keywords],
) -> Bundled:
    """Write a replication bundle.

    Args:
        project: a project or its folder.
        output: the bundle, a ``.zip``.
        plan: of the study, as ``framing plan --write`` made it.
        with_text: put headlines, texts and evidence in; see that you may hand them on.
        question: of which articles; all where nothing is named.
        keywords: the same, one by one.

    Raises:
        UsageError: a place or filter that does not fit.
        ProjectError: as :func:`open_project`.
    """
    project = open_project(project)
    output, asked = Path(output), question_of(question, keywords)
    if output.suffix.lower() != ".zip":
        raise UsageError("bundle.name", "a bundle is a zip file", str(output), "name one that ends in .zip")
    lexicon = project.lexicon()
    with scratch() as folder:
        files: dict[str, Path] = {}
        articles = 0
        coded = ("codes",) if codes_of(project).height else ()
        for table in (*_TABLES, *coded, *(_QUOTING if with_text else ())):
            # Scales have voices of their own, whatever the question is about.
            own = asked.changed(voices=VOICES) if table == "scales" else asked
            articles = export(project, table, folder / f"{table}.csv", question=own).articles
            files |= {path.name: path for path in sorted(folder.glob(f"{table}.*"))}
        if not with_text:
            _without_text(folder / "articles.csv", folder / "articles.codebook.csv")
        if not with_text and coded:
            _without_names(folder / "codes.csv", folder / "codes.codebook.csv")
        methods = folder / "methods.txt"
        methods.write_text(_methods(files.pop("estimates.methods.txt"), lexicon), encoding="utf-8", newline="\n")
        files = {name: path for name, path in files.items() if not name.endswith(".methods.txt")}
        files |= {"methods.txt": methods, **_lexicon_files(project), **({"plan.toml": plan} if plan else {})}
        facts = {"toolkit": __version__, "lexicon_fingerprint": lexicon.fingerprint, "with_text": with_text}
        with whole_file(output) as draft:
            _pack(draft, files, {**facts, "filters": asked.named(), "articles": articles})
    what = "headlines, texts, bylines, tags and further columns are left out: --with-text puts them in"
    left = () if with_text else (what,)
    return Bundled(output, (MANIFEST, *sorted(files)), articles, left)


def _without_text(articles: Path, codebook: Path) -> None:
    """Leave out of a table what is anybody's text."""
    pl.read_csv(articles, infer_schema=False).select(_FACTS).write_csv(articles)
    book = pl.read_csv(codebook, infer_schema=False)
    book.filter((pl.col("what") != "column") | pl.col("name").is_in(_FACTS)).write_csv(codebook)


def _without_names(codes: Path, codebook: Path) -> None:
    """Call coders by numbers, and leave out what they said in words of their own, which may quote."""
    rows = pl.read_csv(codes, infer_schema=False)
    named = pl.col("coder") != SETTLED
    number = pl.when(named).then(pl.format("coder {}", pl.col("coder").rank("dense"))).otherwise(pl.lit(SETTLED))
    rows.with_columns(coder=number).drop(_OWN_WORDS).write_csv(codes)
    book = pl.read_csv(codebook, infer_schema=False)
    book.filter((pl.col("what") != "column") | ~pl.col("name").is_in(_OWN_WORDS)).write_csv(codebook)


def _methods(made: Path, lexicon: Lexicon) -> str:
    """The methods of the estimates, formulas, and a paragraph that a paper can take."""
    lines = made.read_text(encoding="utf-8").replace("Table 'estimates' of", "Estimates of")
    entries = sum(len(own) for own in lexicon.entries.values())
    paragraph = (
        f"Framing was measured with the Framing toolkit {__version__} and its lexicon {lexicon.codebook.version} "
        f"(fingerprint {lexicon.fingerprint[:12]}; {entries:,} entries in {len(lexicon.entries)} languages, "
        f"{len(lexicon.codebook.dimensions)} dimensions). Rates are hits per 1,000 words. Outlets at large are "
        "estimated with a hierarchical negative binomial model, whose intervals hold 95 %; near-duplicate texts and "
        "articles of an outlet on one event count once. Filters and numbers of articles stand above.\n"
    )
    title = "Framing toolkit: media framing in Hindi, Urdu and English"
    cite = f"Cite as: The framing toolkit authors. {title} (version {__version__}).\n"
    return f"{lines}\n{_FORMULAS}{paragraph}\n{cite}"


def _lexicon_files(project: Project) -> dict[str, Path]:
    """The files of the toolkit's lexicon and of the project's own."""
    files: dict[str, Path] = {}
    for name, folder in (("toolkit", lexicons_folder()), ("project", project.folder / LEXICONS)):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            inside = path.relative_to(folder)
            if path.is_file() and not any(part.startswith((".", "__")) for part in inside.parts):
                files[f"lexicon/{name}/{inside.as_posix()}"] = path
    return files


def _pack(draft: Path, files: Mapping[str, Path], facts: Mapping[str, Any]) -> None:
    listed: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, path in sorted(files.items()):
            digest, size = hashlib.sha256(), 0
            with path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as target:
                while data := source.read(_READ):
                    digest.update(data)
                    size += len(data)
                    target.write(data)
            listed[name] = {"sha256": digest.hexdigest(), "bytes": size}
        content = json.dumps({**facts, "files": listed}, ensure_ascii=False, indent=1, sort_keys=True)
        archive.writestr(_entry(MANIFEST), f"{content}\n")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def verify_bundle(path: Path | str) -> Checked:
    """Check a bundle: each file against its hash, the lexicon against its fingerprint, sums against what they sum up.

    Raises:
        InputError: ``bundle.unreadable``; it is no bundle.
    """
    path = Path(path)
    hint = "fetch it again, or ask whoever made it"
    try:
        with zipfile.ZipFile(path) as archive, scratch() as folder:
            manifest = json.loads(archive.read(MANIFEST))
            listed = manifest["files"]
            problems = list(_differences(archive, listed, folder))
            size = sum(int(about["bytes"]) for about in listed.values())
            if not problems:
                problems += _lexicon_problems(folder, manifest["lexicon_fingerprint"])
                problems += _sums(folder)
            return Checked(len(listed), size, tuple(problems))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, NotImplementedError) as error:
        what = f"it is no bundle, or damaged: {' '.join(str(error).split())[:200]}"
        raise InputError("bundle.unreadable", what, str(path), hint) from error


def _differences(archive: zipfile.ZipFile, listed: Mapping[str, Any], folder: Path) -> Iterator[str]:
    """What is missing, too much or changed; files that are as they were are put into a folder."""
    names = archive.namelist()
    if len(names) > _MOST_FILES or len(set(names)) != len(names):
        yield f"{len(names)} files, some of them twice or too many"
        return
    yield from (f"{name}: is not listed" for name in names if name not in listed and name != MANIFEST)
    for name, about in listed.items():
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts or "\\" in name:
            yield f"{name}: leads out of the bundle"
        elif name not in names:
            yield f"{name}: is missing"
        else:
            target = folder / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, target.open("wb") as file:
                if _hash_of(source, file, about["bytes"]) != about["sha256"]:
                    yield f"{name}: is not the file that was bundled"


def _hash_of(source: IO[bytes], target: IO[bytes], size: int) -> str:
    """The hash of a file that has no more bytes than it is said to have."""
    digest, left = hashlib.sha256(), min(int(size), _MOST_BYTES) + 1
    while left and (data := source.read(min(_READ, left))):
        digest.update(data)
        target.write(data)
        left -= len(data)
    return digest.hexdigest() if left else ""


def _lexicon_problems(folder: Path, fingerprint: str) -> Iterator[str]:
    own = sorted(path.parent for path in (folder / "lexicon" / "project").glob("*/codebook.toml"))
    lexicon = load_lexicon(folder / "lexicon" / "toolkit", checked=False)
    lexicon = combine(lexicon, {f"{LEXICONS}/{path.name}": load_lexicon(path) for path in own})
    if lexicon.fingerprint != fingerprint:
        yield f"lexicon: has the fingerprint {lexicon.fingerprint[:12]}, not {fingerprint[:12]}"


def _sums(folder: Path) -> Iterator[str]:
    """Where the hits and words of outlets are not the sums of those of their articles."""
    names = ("scores", "exposure", "outlets-wide")
    scores, words, wide = (pl.read_csv(folder / f"{name}.csv", infer_schema=False) for name in names)
    hits = scores.group_by("outlet", "dimension").agg(pl.col("hits").cast(pl.Int64).sum())
    counted = dict(words.group_by("outlet").agg(pl.col("words").cast(pl.Int64).sum()).iter_rows())
    by_outlet = {(outlet, dimension): number for outlet, dimension, number in hits.iter_rows()}
    for row in wide.iter_rows(named=True):
        sums = {"words": counted.get(row["outlet"], 0)}
        for name in (name for name in wide.columns if name.startswith("hits_")):
            sums[name] = by_outlet.get((row["outlet"], name.removeprefix("hits_")), 0)
        for name, number in sums.items():
            if int(row[name] or 0) != number:
                yield f"outlets-wide.csv: {row['outlet']} has {row[name]} in {name}, its articles {number}"
