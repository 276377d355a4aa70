"""Framing toolkit: how news outlets frame what they report in Hindi, Urdu and English, and the words behind it.

The public functions::

    articles = framing.articles(["news.jsonl", "texts/"])          files or frames → articles
    scored = framing.score(articles)                               articles → evidence, exposure, scores, scales
    table = framing.estimate(scored, articles)                     scores → outlets, countries, sources with intervals
    found = framing.compare(scored, articles, "bbc-hindi")         two outlets, before and after, own and quoted words

Frames may be of Polars, pandas or Arrow. ``framing.read`` gives what could not be read as well, and
``articles.framing.score()`` does the second on any Polars frame that has a column ``text``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from framing.api import (
        FramingNamespace,
        about,
        caveats,
        compare,
        estimate,
        events,
        influence,
        keyness,
        reasons,
        records,
        sensitivity,
        shift,
        specifications,
        trends,
    )
    from framing.errors import (
        FramingError,
        FramingWarning,
        InputError,
        LanguageError,
        LexiconError,
        ProjectError,
        StorageError,
        UsageError,
    )
    from framing.given import articles, score
    from framing.ingest.articles import raw_texts
    from framing.ingest.outlets import Outlets, load_outlets
    from framing.ingest.read import ReadResult, read
    from framing.lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
    from framing.resources import lexicons_folder, seeds_folder
    from framing.scoring.score import Scored, Scorer
    from framing.statistics.comparison import Comparison
    from framing.statistics.reasons import Reasons
    from framing.statistics.sensitivity import Sensitivity
    from framing.statistics.specifications import Specifications
    from framing.statistics.trends import Trends
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
    "FramingWarning",
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
    "Specifications",
    "StorageError",
    "Trends",
    "UsageError",
    "Writer",
    "__version__",
    "about",
    "articles",
    "caveats",
    "compare",
    "default_lexicon",
    "estimate",
    "events",
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
    "specifications",
    "trends",
]

_HOME = {
    **dict.fromkeys(
        ("FramingError", "FramingWarning", "InputError", "LanguageError", "LexiconError", "UsageError"),
        "framing.errors",
    ),
    **dict.fromkeys(("ProjectError", "StorageError"), "framing.errors"),
    **dict.fromkeys(("Loaded", "Project", "init_project", "open_project"), "framing.store.project"),
    **dict.fromkeys(("Counts", "Writer"), "framing.store.writer"),
    **dict.fromkeys(("Chosen", "Exported", "export"), "framing.store.export"),
    **dict.fromkeys(("ReadResult", "read"), "framing.ingest.read"),
    "raw_texts": "framing.ingest.articles",
    **dict.fromkeys(("Outlets", "load_outlets"), "framing.ingest.outlets"),
    **dict.fromkeys(("Lexicon", "default_lexicon", "load_lexicon"), "framing.lexicon.lexicon"),
    **dict.fromkeys(("Scored", "Scorer"), "framing.scoring.score"),
    **dict.fromkeys(("lexicons_folder", "seeds_folder"), "framing.resources"),
    "FramingNamespace": "framing.api",
    "__version__": "framing.version",
    "Comparison": "framing.statistics.comparison",
    "Trends": "framing.statistics.trends",
    "Reasons": "framing.statistics.reasons",
    "Sensitivity": "framing.statistics.sensitivity",
    "Specifications": "framing.statistics.specifications",
    **dict.fromkeys(("articles", "score"), "framing.given"),
    **dict.fromkeys(("about", "caveats", "compare", "estimate", "events", "influence", "keyness"), "framing.api"),
    **dict.fromkeys(("reasons", "records", "sensitivity", "shift", "specifications", "trends"), "framing.api"),
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
        import_module("framing.api")


_register()
