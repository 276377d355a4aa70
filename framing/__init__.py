"""Framing toolkit: how news outlets frame what they report in Hindi, Urdu and English, and the words behind it.

The public functions::

    articles = framing.read(["news.jsonl", "texts/"]).articles     files → articles (and rejects)
    scored = framing.score(articles)                               articles → evidence, exposure, scores, scales
    table = framing.estimate(scored, articles)                     scores → outlets, countries, sources with intervals
    found = framing.compare(scored, articles, "bbc-hindi")         two outlets, before and after, own and quoted words

``articles.framing.score()`` does the second on any Polars frame that has a column ``text``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from framing.errors import (
        FramingError,
        InputError,
        LanguageError,
        LexiconError,
        ProjectError,
        StorageError,
        UsageError,
    )
    from framing.ingest.articles import raw_texts
    from framing.ingest.outlets import Outlets, load_outlets
    from framing.ingest.read import ReadResult, read
    from framing.lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
    from framing.namespace import FramingNamespace
    from framing.resources import lexicons_folder, seeds_folder
    from framing.scoring.about import about
    from framing.scoring.records import records
    from framing.scoring.score import Scored, Scorer, score
    from framing.statistics.caveats import caveats
    from framing.statistics.comparison import Comparison
    from framing.statistics.contrasts import compare
    from framing.statistics.estimates import estimate
    from framing.statistics.influence import influence
    from framing.statistics.keyness import keyness
    from framing.statistics.reasons import Reasons, reasons
    from framing.statistics.sensitivity import Sensitivity, sensitivity
    from framing.statistics.shift import shift
    from framing.statistics.trends import Trends, trends
    from framing.store.export import Chosen, Exported, export
    from framing.store.project import Loaded, Project, init_project, open_project
    from framing.store.writer import Counts, Writer
    from framing.version import __version__

__all__ = [
    "Chosen",
    "Comparison",
    "Counts",
    "Exported",
    "FramingError",
    "FramingNamespace",
    "InputError",
    "LanguageError",
    "Lexicon",
    "LexiconError",
    "Loaded",
    "Outlets",
    "Project",
    "ProjectError",
    "ReadResult",
    "Reasons",
    "Scored",
    "Scorer",
    "Sensitivity",
    "StorageError",
    "Trends",
    "UsageError",
    "Writer",
    "__version__",
    "about",
    "caveats",
    "compare",
    "default_lexicon",
    "estimate",
    "export",
    "influence",
    "init_project",
    "keyness",
    "lexicons_folder",
    "load_lexicon",
    "load_outlets",
    "open_project",
    "raw_texts",
    "read",
    "reasons",
    "records",
    "score",
    "seeds_folder",
    "sensitivity",
    "shift",
    "trends",
]

_HOME = {
    **dict.fromkeys(("FramingError", "InputError", "LanguageError", "LexiconError", "UsageError"), "framing.errors"),
    **dict.fromkeys(("ProjectError", "StorageError"), "framing.errors"),
    **dict.fromkeys(("Loaded", "Project", "init_project", "open_project"), "framing.store.project"),
    **dict.fromkeys(("Counts", "Writer"), "framing.store.writer"),
    **dict.fromkeys(("Chosen", "Exported", "export"), "framing.store.export"),
    **dict.fromkeys(("ReadResult", "read"), "framing.ingest.read"),
    "raw_texts": "framing.ingest.articles",
    **dict.fromkeys(("Outlets", "load_outlets"), "framing.ingest.outlets"),
    **dict.fromkeys(("Lexicon", "default_lexicon", "load_lexicon"), "framing.lexicon.lexicon"),
    **dict.fromkeys(("Scored", "Scorer", "score"), "framing.scoring.score"),
    **dict.fromkeys(("lexicons_folder", "seeds_folder"), "framing.resources"),
    "FramingNamespace": "framing.namespace",
    "__version__": "framing.version",
    "Comparison": "framing.statistics.comparison",
    "caveats": "framing.statistics.caveats",
    "compare": "framing.statistics.contrasts",
    "estimate": "framing.statistics.estimates",
    "influence": "framing.statistics.influence",
    "keyness": "framing.statistics.keyness",
    **dict.fromkeys(("Trends", "trends"), "framing.statistics.trends"),
    **dict.fromkeys(("Reasons", "reasons"), "framing.statistics.reasons"),
    **dict.fromkeys(("Sensitivity", "sensitivity"), "framing.statistics.sensitivity"),
    "shift": "framing.statistics.shift",
    "about": "framing.scoring.about",
    "records": "framing.scoring.records",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: Polars takes longer to load than `framing --help` should take."""
    if name not in _HOME:
        raise AttributeError(f"module 'framing' has no attribute '{name}'; it has {', '.join(__all__)}")
    value = getattr(import_module(_HOME[name]), name)
    _register()
    return value


def _register() -> None:
    """Give Polars frames their ``framing`` namespace, once Polars is loaded anyway."""
    if "polars" in sys.modules:
        import_module("framing.namespace")


_register()
