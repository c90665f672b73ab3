"""What leaves the council as files of an office: a chapter, slides, and published tables.

Slides are in `slides`, which is loaded when they are asked for.
"""

from sufficiency.pages.document.chapter import write_chapter
from sufficiency.pages.document.published import write_published

__all__ = ["write_chapter", "write_published"]
