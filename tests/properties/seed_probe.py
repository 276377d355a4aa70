"""Run by itself with another hash seed or so many threads: the names of compiled tables, and a hash of what scoring finds.

Usage: python -m tests.properties.seed_probe LEXICON ARTICLES
"""

from __future__ import annotations

import hashlib
import json
import os
import sys

import polars as pl

from framing.ingest.article.sites import given_genre
from framing.languages.registry import languages
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.lexicon import load_lexicon
from framing.scoring.score import score


def main() -> None:
    lexicon = load_lexicon(sys.argv[1])
    told = {code: compile_lexicon(lexicon, code).name for code in languages()}
    told["merged"] = compile_lexicon(lexicon, "ur", merged=True).name
    scored = score(pl.read_json(sys.argv[2]), lexicon, threads=int(os.environ["POLARS_MAX_THREADS"]))
    for name in ("articles", "evidence", "exposure", "scores", "scales"):
        told[name] = hashlib.sha256(getattr(scored, name).write_json().encode()).hexdigest()
    genres = [given_genre(label) for label in ("Opinion/News", "News / Editorial", "Blog | World")]
    sys.stdout.write(json.dumps({**told, "genres": genres}))


if __name__ == "__main__":
    main()
