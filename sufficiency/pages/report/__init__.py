"""The report: one page of HTML that stands alone."""

from sufficiency.pages.report.page import write_report

__all__ = ["write_report"]
