"""Every cap on input size, in one place.

A cap refuses or shortens; it never lets one hostile input cost the whole batch. Each says what happens beyond it.
"""

from __future__ import annotations

from typing import Final

#: Bytes of one plain-text file; a larger one is rejected (the longest newspaper articles are under 0.2 MB).
TEXT_FILE_BYTES: Final = 10_000_000

#: Code points of one article's text; a longer one is rejected.
ARTICLE_CHARS: Final = 2_000_000

#: Bytes of one JSON Lines, CSV or Parquet file; a larger one is rejected with the advice to split it.
TABLE_FILE_BYTES: Final = 20_000_000_000

#: Bytes of one metadata sidecar.
SIDECAR_BYTES: Final = 100_000

#: Entries of one lexicon file; a larger file is refused.
LEXICON_ENTRIES: Final = 1_000_000

#: Bytes of a dictionary of another program; the largest in use have under 1 MB.
DICTIONARY_BYTES: Final = 100_000_000

#: Code points of one entry's term.
TERM_CHARS: Final = 200

#: Slots of one phrase entry.
PHRASE_SLOTS: Final = 12

#: Words that one gap ("…") of a phrase may span. Calibrated on Hindi and Urdu light-verb idioms in news, where
#: more than three words between noun and verb nearly always belong to another clause.
GAP_WORDS: Final = 3

#: Shortest prefix entry, in code points; shorter ones match too much of any language.
PREFIX_CHARS: Final = 3

#: Bytes of text scored in one batch. Bounds the memory of scoring whatever the corpus: 54 MB of news in three
#: languages were added to a project at a peak of 0.7 GB, most of it libraries, lexicons and vocabularies.
BATCH_BYTES: Final = 8_000_000

#: Distinct pieces of text that a vocabulary keeps from batch to batch; beyond it, it starts afresh.
VOCABULARY_PIECES: Final = 2_000_000
