"""How the site is built; `make docs` does it. Nothing that its pages load comes from another host."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "generated_client"), str(HERE / "_ext")]

project = "aurorax-typed"
author = "the aurorax-typed developers"
copyright = "2026, the aurorax-typed developers"
version = release = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
    "typed_reference",
]
exclude_patterns = ["_build", "_ext"]

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 4

# Single backticks in docstrings, as everywhere in this project; `typed_reference` links the names that it knows.
default_role = "name"
nitpicky = True
nitpick_ignore = [("py:obj", "aurorax_typed.queries.criteria.B")]  # a type variable, which no page is about
add_module_names = False
python_maximum_signature_line_length = 88
toc_object_entries_show_parents = "hide"

autodoc_member_order = "bysource"
autodoc_class_signature = "mixed"
autodoc_inherit_docstrings = True
napoleon_numpy_docstring = False
napoleon_preprocess_types = False

copybutton_prompt_text = r"\$ |>>> "
copybutton_prompt_is_regexp = True

html_theme = "pydata_sphinx_theme"
html_title = "aurorax-typed"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_favicon = "_static/logo.svg"
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "logo": {"image_light": "_static/logo.svg", "image_dark": "_static/logo.svg", "text": "aurorax-typed"},
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "header_links_before_dropdown": 6,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "collapse_navigation": True,
}
html_context = {"default_mode": "auto"}
html_sidebars = {"index": [], "start": []}
