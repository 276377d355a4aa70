"""Framing toolkit: how news outlets frame what they report in Hindi, Urdu and English, and the words behind it.

The public functions::

    articles = framing.articles(["news.jsonl", "texts/"])          files or frames → articles
    scored = framing.score(articles)                               articles → evidence, exposure, scores, scales
    table = framing.estimate(scored, articles)                     scores → outlets, countries, sources with intervals
    found = framing.compare(scored, articles, "bbc-hindi")         two outlets, before and after, own and quoted words

Frames may be of Polars, pandas or Arrow. ``framing.read`` gives what could not be read as well, and
``articles.framing.score()`` does the second on any Polars frame that has a column ``text``.
"""

import sys
from importlib import import_module

import lazy_loader

# The public names stand in ``__init__.pyi``, once for type checkers and for the loader. Each is imported when it is
# first used: Polars takes longer to load than ``framing --help`` should take.
_load, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> object:
    try:
        value: object = _load(name)
    except AttributeError:
        known = ", ".join(__all__)
        raise AttributeError(f"module 'framing' has no attribute '{name}'; it has {known}", name=name) from None
    _register()
    return value


def _register() -> None:
    """Give Polars frames their ``framing`` namespace, once Polars is loaded anyway."""
    if "polars" in sys.modules:
        import_module("framing.api")


_register()
