"""What each reader sees: charts, workbook, report and the record of a run."""
