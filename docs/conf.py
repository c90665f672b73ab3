"""How the documentation is built into a site: `make docs`.

The folder of sources is the repository itself, so that the pages in docs/, the cards in models/
and the pages at the top link to each other in the same way here and in the site.
"""

from sufficiency import __version__

project = "sufficiency"
author = "The sufficiency contributors"
project_copyright = "The sufficiency contributors"
version = release = __version__
language = "en-GB"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "docs/index"
include_patterns = ["docs/**", "models/**", "CHANGELOG.md", "CONTRIBUTING.md", "README.md"]
exclude_patterns = [".*", "outputs", "scenarios", "site", "sufficiency", "tests"]

myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_class_signature = "separated"
napoleon_numpy_docstring = False
toc_object_entries = False
suppress_warnings = [
    "ref.python",  # the public face gives again what the rooms give: two targets, one object
]

html_theme = "furo"
html_title = f"sufficiency {version}"
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None
