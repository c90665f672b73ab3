"""What leaves the council as files of an office: a chapter in Word, and published tables."""

from sufficiency.pages.document.chapter import write_chapter
from sufficiency.pages.document.published import write_published

__all__ = ["write_chapter", "write_published"]
