"""A region's pages: its charts, its report and its workbook, each a function of one run."""

from sufficiency.pages.region.charts import draw_region
from sufficiency.pages.region.report import write_region_report
from sufficiency.pages.region.workbook import write_region_workbook

__all__ = ["draw_region", "write_region_report", "write_region_workbook"]
