from . import cluster, plot
from .api import (
    FramingNamespace,
    about,
    caveats,
    compare,
    corrected,
    estimate,
    events,
    influence,
    keyness,
    kwic,
    marked,
    reasons,
    records,
    sensitivity,
    shift,
    specifications,
    trends,
    with_units,
)
from .errors import (
    ClusterError,
    FramingError,
    FramingWarning,
    InputError,
    LanguageError,
    LexiconError,
    ProjectError,
    StorageError,
    UsageError,
)
from .given import articles, score
from .ingest.article.articles import raw_texts
from .ingest.article.outlets import Outlets, load_outlets
from .ingest.read import ReadResult, read
from .lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
from .resources import lexicons_folder, seeds_folder
from .scoring.score import Scored, Scorer
from .statistics.comparison import Comparison
from .statistics.correction import correct, corrected_ratio
from .statistics.question import Question
from .statistics.reasons import Reasons
from .statistics.specifications import Specifications
from .statistics.trends import Trends
from .store.add import Counts, Writer
from .store.badges import badge_lines, badges
from .store.bundle import bundle, verify_bundle
from .store.codes import burn, coded_in, codes_of, gold, gold_version
from .store.desk import Desk
from .store.export import Exported, export
from .store.goldsets import gold_changes, gold_of, gold_versions, keep_gold
from .store.loaded import Loaded
from .store.project import Project, init_project, open_project
from .store.sheets import import_codes
from .validation.agreement import agreement, disagreements, span_agreement
from .validation.coding import read_codes, settled
from .validation.machines import Validation, validity
from .version import __version__

__all__ = [
    "ClusterError",
    "Comparison",
    "Counts",
    "Desk",
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
    "Question",
    "ReadResult",
    "Reasons",
    "Scored",
    "Scorer",
    "Specifications",
    "StorageError",
    "Trends",
    "UsageError",
    "Validation",
    "Writer",
    "__version__",
    "about",
    "agreement",
    "articles",
    "badge_lines",
    "badges",
    "bundle",
    "burn",
    "caveats",
    "cluster",
    "coded_in",
    "codes_of",
    "compare",
    "correct",
    "corrected",
    "corrected_ratio",
    "default_lexicon",
    "disagreements",
    "estimate",
    "events",
    "export",
    "gold",
    "gold_changes",
    "gold_of",
    "gold_version",
    "gold_versions",
    "import_codes",
    "influence",
    "init_project",
    "keep_gold",
    "keyness",
    "kwic",
    "lexicons_folder",
    "load_lexicon",
    "load_outlets",
    "marked",
    "open_project",
    "plot",
    "raw_texts",
    "read",
    "read_codes",
    "reasons",
    "records",
    "score",
    "seeds_folder",
    "sensitivity",
    "settled",
    "shift",
    "span_agreement",
    "specifications",
    "trends",
    "validity",
    "verify_bundle",
    "with_units",
]
