from . import cluster, figures, plot
from .api import (
    FramingNamespace,
    about,
    caveats,
    compare,
    corrected,
    estimate,
    events,
    influence,
    issues,
    keyness,
    kwic,
    marked,
    reasons,
    records,
    sensitivity,
    shift,
    specifications,
    trends,
    validity,
    where,
    with_units,
)
from .coded import agreement, disagreements, span_agreement
from .dictionaries import export_dictionary, import_dictionary
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
from .growing import grow_words
from .ingest.article.articles import raw_texts
from .ingest.article.outlets import Outlets, load_outlets
from .ingest.read import ReadResult, read
from .lexicon.candidates import candidates
from .lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
from .lexicons import (
    calibrate,
    check_lexicon,
    citation,
    coverage,
    dimensions,
    draw_reading,
    entries,
    expand,
    reading_figures,
)
from .projects import (
    Added,
    Erased,
    add,
    code_status,
    diff,
    erase,
    learn_boilerplate,
    merge_outlets,
    outlet_spellings,
    rejects,
    rescore,
    unmerge_outlet,
    verify,
)
from .resources import lexicons_folder, seeds_folder
from .scoring.score import Scored, Scorer
from .statistics.comparison import Comparison
from .statistics.correction import correct, corrected_ratio
from .statistics.question import Question
from .statistics.reasons import Reasons
from .statistics.specifications import Specifications
from .statistics.trends import Trends
from .store.add import Counts, Writer
from .store.amend import amend
from .store.badges import badge_lines, badges
from .store.bundle import bundle, verify_bundle
from .store.codes import burn, coded_in, codes_of, gold, gold_version
from .store.desk import Desk
from .store.draws import Sample, sample
from .store.export import Exported, export
from .store.formats import formats
from .store.goldsets import gold_changes, gold_of, gold_versions, keep_gold
from .store.loaded import Loaded
from .store.maintain import compact
from .store.outlets import unlisted_outlets
from .store.paper import coding_methods
from .store.plans import Plan, read_plan, study_sizes, write_plan
from .store.project import Project, init_project, open_project
from .store.rescore import apply_boilerplate
from .store.sheets import import_codes
from .store.sql import sql_views
from .validation.coding import read_codes, settled
from .validation.machines import Validation
from .validation.validate import Labelled, Measure, load_labelled, validate
from .version import __version__

__all__ = [
    "Added",
    "ClusterError",
    "Comparison",
    "Counts",
    "Desk",
    "Erased",
    "Exported",
    "FramingError",
    "FramingNamespace",
    "FramingWarning",
    "InputError",
    "Labelled",
    "LanguageError",
    "Lexicon",
    "LexiconError",
    "Loaded",
    "Measure",
    "Outlets",
    "Plan",
    "Project",
    "ProjectError",
    "Question",
    "ReadResult",
    "Reasons",
    "Sample",
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
    "add",
    "agreement",
    "amend",
    "apply_boilerplate",
    "articles",
    "badge_lines",
    "badges",
    "bundle",
    "burn",
    "calibrate",
    "candidates",
    "caveats",
    "check_lexicon",
    "citation",
    "cluster",
    "code_status",
    "coded_in",
    "codes_of",
    "coding_methods",
    "compact",
    "compare",
    "correct",
    "corrected",
    "corrected_ratio",
    "coverage",
    "default_lexicon",
    "diff",
    "dimensions",
    "disagreements",
    "draw_reading",
    "entries",
    "erase",
    "estimate",
    "events",
    "expand",
    "export",
    "export_dictionary",
    "figures",
    "formats",
    "gold",
    "gold_changes",
    "gold_of",
    "gold_version",
    "gold_versions",
    "grow_words",
    "import_codes",
    "import_dictionary",
    "influence",
    "init_project",
    "issues",
    "keep_gold",
    "keyness",
    "kwic",
    "learn_boilerplate",
    "lexicons_folder",
    "load_labelled",
    "load_lexicon",
    "load_outlets",
    "marked",
    "merge_outlets",
    "open_project",
    "outlet_spellings",
    "plot",
    "raw_texts",
    "read",
    "read_codes",
    "read_plan",
    "reading_figures",
    "reasons",
    "records",
    "rejects",
    "rescore",
    "sample",
    "score",
    "seeds_folder",
    "sensitivity",
    "settled",
    "shift",
    "span_agreement",
    "specifications",
    "sql_views",
    "study_sizes",
    "trends",
    "unlisted_outlets",
    "unmerge_outlet",
    "validate",
    "validity",
    "verify",
    "verify_bundle",
    "where",
    "with_units",
    "write_plan",
]
