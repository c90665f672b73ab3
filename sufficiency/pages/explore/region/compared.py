"""What is looked at of councils together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from sufficiency.pages.charts import Chart
from sufficiency.pages.explore.columns import Columns
from sufficiency.pages.explore.region import charts
from sufficiency.pages.explore.wording import more_or_fewer
from sufficiency.pages.region.charts import region_chart
from sufficiency.ranges import statistics
from sufficiency.results.region.run import RegionRun
from sufficiency.results.region.tried import TriedTogether
from sufficiency.scenarios import Scenario


@dataclass(frozen=True)
class ComparedRegion:
    """What is looked at together.

    Attributes:
        run: the baseline with the scenarios beside it.
        tried: the scenarios by what they are called, the one in hand last; none of a written run.
        year: whose 31 March, and the financial year that ends on it, is told.
        alone: runs another scenario on the same councils.
    """

    run: RegionRun
    tried: Mapping[str, TriedTogether]
    year: int
    alone: Callable[[Scenario], TriedTogether]

    def changes(self, what: str, *columns: str) -> list[str]:
        """What each scenario changes in columns of the draws, on the same futures."""
        at = self.run.years.index(self.year)
        told = []
        for name, tried in self.tried.items():
            found = statistics(tried.change(*columns)[:, at], ("p10", "p50", "p90"))
            low, middle, high = map(float, found.values())
            told.append(f"“{name}”: {more_or_fewer(low, middle, high)} {what}")
        return told

    def drawn(self, baseline: str, columns: Callable[[], Columns]) -> Callable[[], Chart]:
        """The chart of scenarios side by side, or of the baseline where there are none."""
        if self.run.scenarios[1:]:
            return lambda: charts.side_by_side(self.run, columns())
        return partial(region_chart, self.run, baseline)
