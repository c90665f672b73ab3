"""What each reader sees of a run: charts, workbook, report, and a few lines of words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from sufficiency.pages.charts import Chart
    from sufficiency.pages.printed import Printed
    from sufficiency.results.run import Run


@dataclass(frozen=True)
class RunPages:
    """The pages of a run, as `sufficiency.results.run.Pages` asks for them.

    Each is loaded when it is first used: drawing takes a second to wake.
    """

    def headlines(self, run: Run) -> tuple[str, ...]:
        """Sentences with numbers and ranges, most important first."""
        from sufficiency.pages.headlines import headlines

        return headlines(run)

    def card(self, run: Run) -> tuple[tuple[str, str], ...]:
        """What a run says of itself when it is printed."""
        from sufficiency.pages.card import card

        return card(run)

    def summary(self, run: Run) -> pd.DataFrame:
        """Scenarios side by side in plain words."""
        from sufficiency.pages.summary import summary_table

        return summary_table(run)

    def table(self, run: Run, name: str) -> Printed:
        """A table as a reader would print it."""
        from sufficiency.pages.printed import printed

        return printed(run, name)

    def chart(self, run: Run, name: str) -> Chart:
        """A chart by the name of its files."""
        from sufficiency.pages.charts import chart_named

        return chart_named(run, name)

    def workbook(self, run: Run, path: Path) -> None:
        """Write the workbook."""
        from sufficiency.pages.workbook import write_workbook

        write_workbook(path, run)

    def charts(self, run: Run, folder: Path) -> None:
        """Write every chart, and the table of the gap, into a folder that is there."""
        from sufficiency.pages.charts import draw_all, write_all
        from sufficiency.results.table_files import write_csv

        write_all(draw_all(run), folder)
        write_csv(run.gap(), folder / "gap.csv")
