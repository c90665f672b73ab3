"""Month-end monitoring as a page, a workbook and tables."""

from sufficiency.pages.monitor.folder import MonitorFiles, monitor_to_folder

__all__ = ["MonitorFiles", "monitor_to_folder"]
