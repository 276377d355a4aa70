"""How the site is made of the pages here: ``make docs``; nothing is fetched from anywhere."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from docs.reference import write_reference
from framing.version import __version__

project = "Framing toolkit"
author = "The framing toolkit authors"
copyright = author  # noqa: A001 - the name that Sphinx reads
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["reference/parts"]
html_theme = "furo"
html_title = f"Framing toolkit {release}"
# The fonts of the dashboard, so that examples show on any machine.
html_static_path = ["site.css", "../dashboards/assets/fonts"]
html_css_files = ["site.css"]
html_show_sourcelink = False
myst_heading_anchors = 3
# The tutorial has CSV files, for which there are no colours.
suppress_warnings = ["misc.highlighting_failure"]
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_use_ivar = True
napoleon_use_rtype = False
python_use_unqualified_type_names = True

# What is generated is made before Sphinx looks for pages.
write_reference(Path(__file__).parent / "reference")
