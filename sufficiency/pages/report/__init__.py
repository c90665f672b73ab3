"""The report and its annex: pages of HTML that stand alone."""

from sufficiency.pages.report.page import write_annex, write_report

__all__ = ["write_annex", "write_report"]
