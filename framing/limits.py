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

#: Bytes of text scored in one batch. Bounds the memory of scoring whatever the corpus; with half or a quarter as many,
#: 60,000 articles of 3 KB were added in the same time and memory.
BATCH_BYTES: Final = 8_000_000

#: Seconds of computing that the scoring of one batch or article may take, and further ones for each MB of its text;
#: beyond it the batch is scored in parts, and the article that is alone too much is rejected. News takes half a second
#: a MB; the worst that is known (Urdu without spaces, a hundred letters at a time) ten.
SCORE_SECONDS: Final = 60
SCORE_SECONDS_PER_MB: Final = 60

#: Distinct pieces of text that a vocabulary keeps from batch to batch; beyond it, it starts afresh. A piece takes 200
#: bytes, and news in one language has so many in some 50 million words (their number grows with the 0.6th power of the
#: words); to meet the common ones again then takes 4 % of the time.
VOCABULARY_PIECES: Final = 500_000

#: Bytes of these pieces, and so much for texts without spaces; half a million pieces of news have ten million.
VOCABULARY_BYTES: Final = 50_000_000

#: Bytes of the files that are kept from process to process; the oldest are deleted beyond it. The tables of the
#: toolkit's own lexicon, compiled, have 8 MB.
CACHE_BYTES: Final = 64_000_000

#: Bytes of one HTML page; a larger one is rejected (front pages with everything inlined have under 5 MB).
PAGE_BYTES: Final = 10_000_000

#: Bytes of one feed; a larger one is rejected.
FEED_BYTES: Final = 20_000_000

#: Seconds of computing that a page, a feed, or two thousand rows of a workbook may take; what takes longer is rejected.
#: Pages take milliseconds, the first rows of 300 MB of unpacked cells 12 seconds. A process that shares its processor
#: waits, so the clock is let run as many times longer.
PAGE_SECONDS: Final = 20
PAGE_PATIENCE: Final = 15

#: Bytes of memory of the process that reads pages and workbooks; one that wants more is rejected.
PAGE_MEMORY: Final = 2_000_000_000

#: Bytes of one workbook, packed and unpacked; a larger one is rejected with the advice to save it as CSV.
WORKBOOK_BYTES: Final = 100_000_000
WORKBOOK_UNPACKED_BYTES: Final = 500_000_000

#: Cells of the smallest table that holds all cells of a sheet; a sheet with more is rejected. A cell takes 32 bytes, so
#: that half of ``PAGE_MEMORY`` is left for the texts.
WORKBOOK_CELLS: Final = 30_000_000

#: Bytes of one document of a word processor, PDF or e-mail, and of the markup of its text; a larger one is rejected.
#: A download of 500 articles has some 5 MB.
DOCUMENT_BYTES: Final = 200_000_000
DOCUMENT_UNPACKED_BYTES: Final = 50_000_000

#: Bytes of one file of R or Arrow; a larger one is rejected. Their libraries hold a whole file in memory, of which the
#: process has ``PAGE_MEMORY``.
STATISTICS_BYTES: Final = 500_000_000

#: Times that packed data may grow once it has grown beyond ``UNPACKED_FLOOR`` bytes; beyond it is a bomb. Text of news
#: grows 3 to 8 times, the same article over and over up to 200 times; the format's own bound is 1032 (gzip).
UNPACKED_RATIO: Final = 250
UNPACKED_FLOOR: Final = 5_000_000

#: Bytes of memory that unpacking an .xz file may take; one that wants more is rejected. `xz -9` wants 65 MB.
UNPACK_MEMORY: Final = 300_000_000

#: Files of one archive; one with more is rejected.
ARCHIVE_FILES: Final = 1_000_000

#: Bytes of one file fetched from the web; seconds that its server may stay silent, and that the whole may take; and
#: bytes a second that it has to send on the average of each such silence's length. (A page of 50 KB takes
#: 5 seconds at the speed of the slowest modems.)
FETCH_BYTES: Final = 50_000_000
FETCH_SECONDS: Final = 30.0
FETCH_TOTAL_SECONDS: Final = 600.0
FETCH_SPEED: Final = 1_000

#: Dated articles among which story events are looked for; of more, an outlet's day is the unit. So many take some 20
#: seconds; intervals hold as often by day (.91 where .82 held with articles as units), and are wider than need be.
EVENT_ARTICLES: Final = 50_000

#: Further columns that become groups, and code points of one of their values; what is beyond is left out, and said so.
GROUP_COLUMNS: Final = 100
GROUP_CHARS: Final = 1_000

#: Bytes that a project keeps beside its tables for the next reader; beyond them the oldest go. A report of 300 outlets
#: takes 3 MB, the units of a million articles 60 MB, the words of 200,000 articles 25 MB, and what was counted in them
#: 22 MB.
KEPT_BYTES: Final = 500_000_000
#: Parts of a query that may stand in each other, and its terms: a lexicon for more is compiled for seconds.
QUERY_DEPTH: Final = 50
QUERY_TERMS: Final = 200
