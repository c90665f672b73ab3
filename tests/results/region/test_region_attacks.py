"""A region published beside its councils: no sum gives back what one of them withholds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from sufficiency.engine import BASELINE
from sufficiency.evidence.loading import the_record
from sufficiency.evidence.regions import region, shared_region
from sufficiency.pages import style
from sufficiency.pages.region import write_region_report, write_region_workbook
from sufficiency.pages.region.charts import CHARTS
from sufficiency.placements import PLACEMENT_TYPES, TYPES_OF
from sufficiency.region import shares_of
from sufficiency.results.lookup import only
from sufficiency.results.region.council import CouncilTask, run_council
from sufficiency.results.region.dataset import Dataset
from sufficiency.results.region.run import RegionRun, published_run, region_run
from sufficiency.scenarios import load_scenarios
from sufficiency.scenarios.shipped import shipped_scenarios

pytestmark = pytest.mark.slow

HOMES = shipped_scenarios() / "together" / "31-regional-homes.yaml"
COUNCILS = ("Hartlepool", "Darlington", "Bury")
KEYS = ["scenario", "date", "placement_type"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The councils' own published runs, as a published region keeps them."""
    held = Dataset(tmp_path_factory.mktemp("region") / "kept")
    where, scenarios = region(authorities=COUNCILS), load_scenarios(HOMES)
    shares = shares_of(where, scenarios, None)
    for one in where.members:
        task = CouncilTask(
            one.code, one.name, shared_region(one), scenarios,
            {name: of[one.code] for name, of in shares.items()},
            years=1, draws=100, seed=1, published=True,
        )  # fmt: skip
        held.add(one.code, "made", run_council(task))
    return held


@pytest.fixture(scope="module")
def inside(kept: Dataset) -> RegionRun:
    where = region(authorities=COUNCILS)
    members = {one.code: one.name for one in where.members}
    return region_run(where, members, kept, (the_record(None), []))


@pytest.fixture(scope="module")
def outside(inside: RegionRun, kept: Dataset) -> RegionRun:
    return published_run(inside, kept, {"Two regional homes": "homes"})


def own_placements(kept: Dataset, run: RegionRun) -> dict[str, pd.DataFrame]:
    """Published children by type of each council, at the dates of the region."""
    dates = run.tables["placements"]["date"].unique()
    found = {}
    for code in sorted(run.members):
        table = kept.table("placements", code)
        found[code] = table[table["date"].isin(dates)].set_index(KEYS)["mean"]
    return found


def left_of_the_sum(run: RegionRun, kept: Dataset) -> pd.DataFrame:
    """What is left of each sum of children for the one council that withholds its part."""
    sums = run.tables["placements"].set_index(KEYS)["mean"]
    own = pd.DataFrame(own_placements(kept, run)).reindex(sums.index)
    alone = own.isna().sum(axis=1) == 1
    return pd.DataFrame({"left": (sums - own.sum(axis=1))[alone]}).dropna()


def test_taking_the_others_from_the_sum_gives_a_withheld_number_only_inside(
    inside: RegionRun, outside: RegionRun, kept: Dataset
) -> None:
    found = left_of_the_sum(inside, kept)
    assert (found["left"] < 6).any()  # the attack works on what stays inside
    assert left_of_the_sum(outside, kept).empty


def test_shares_of_a_regions_homes_are_numbers_of_children_and_are_not_published(
    inside: RegionRun, outside: RegionRun, kept: Dataset
) -> None:
    of_all = inside.tables["gains"]["share"]
    assert of_all.sum() == pytest.approx(1.0) and (of_all > 0).all()
    assert "share" not in outside.tables["gains"]
    at_opening = {"scenario": BASELINE, "family": "homes", "date": pd.Timestamp("2025-03-31")}
    need = [
        only(kept.table("gap", code), **at_opening)["need_p50"].iloc[0] for code in inside.members
    ]
    assert outside.tables["gains"].empty == bool(np.isnan(need).any())


class Reader:
    """Who has every council's published run and the region's: sums, each to its rounding.

    Unknown are children by council and type, at one date, in the baseline.
    """

    def __init__(self, kept: Dataset, run: RegionRun, date: pd.Timestamp) -> None:
        self.codes = sorted(run.members)
        self.rows: list[np.ndarray] = []
        self.low: list[float] = []
        self.high: list[float] = []
        for at, code in enumerate(self.codes):
            shown = only(kept.table("placements", code), scenario=BASELINE, date=date)
            need = only(kept.table("gap", code), scenario=BASELINE, date=date)
            self._knows(shown, need.set_index("family")["need_p50"], [at])

    def hears(self, run: RegionRun, date: pd.Timestamp) -> None:
        """Add what the region says."""
        shown = only(run.tables["placements"], scenario=BASELINE, date=date)
        need = only(run.tables["gap"], scenario=BASELINE, date=date)
        self._knows(shown, need.set_index("family")["need_p50"], range(len(self.codes)))

    def ends(self, code: str, kind: str) -> tuple[float, float]:
        """The fewest and the most children that a council may have of a type."""
        wanted = self._row([self.codes.index(code)], (kind,))
        known = np.array(self.rows)
        low, high = np.array(self.low), np.array(self.high)
        found = []
        for sign in (1.0, -1.0):
            best = linprog(sign * wanted, np.vstack([known, -known]), np.concatenate([high, -low]))
            assert best.success, best.message
            found.append(sign * float(best.fun))
        return found[0], found[1]

    def _knows(self, shown: pd.DataFrame, need: pd.Series, of: range | list[int]) -> None:
        means = shown.set_index("placement_type")["mean"]
        for name, value in [*means.items(), *need.items()]:
            kinds = PLACEMENT_TYPES if name == "total" else TYPES_OF.get(str(name), (str(name),))
            if value == value:
                self.rows.append(self._row(of, kinds))
                self.low.append(value - 1.0)  # need is a middle: nearer than 1 to the mean
                self.high.append(value + 1.0)

    def _row(self, of: range | list[int], kinds: tuple[str, ...]) -> np.ndarray:
        row = np.zeros((len(self.codes), len(PLACEMENT_TYPES)))
        row[np.ix_(list(of), [PLACEMENT_TYPES.index(kind) for kind in kinds])] = 1.0
        return row.ravel()


def test_the_region_narrows_no_number_that_its_councils_withhold(
    inside: RegionRun, outside: RegionRun, kept: Dataset
) -> None:
    """A solver with every council's published run knows no more for having the region's."""
    date = inside.tables["placements"]["date"].min()
    narrowed = 0
    for code, own in own_placements(kept, outside).items():
        blank = own[own.isna()].xs((BASELINE, date), level=("scenario", "date"))
        for kind in blank.index:
            before, after, told = (Reader(kept, outside, date) for _ in range(3))
            after.hears(outside, date)
            told.hears(inside, date)
            ends = before.ends(code, kind)
            assert after.ends(code, kind) == pytest.approx(ends, abs=3.0)
            narrowed += int(np.diff(told.ends(code, kind))[0] < np.diff(ends)[0] - 3.0)
    assert narrowed  # the reader is one worth hiding from


def test_pages_say_what_the_tables_say_and_no_more(
    inside: RegionRun, outside: RegionRun, tmp_path: Path
) -> None:
    for run in (inside, outside):
        with style.settings():
            charts = [chart for make in CHARTS if (chart := make(run)) is not None]
        assert {chart.slug for chart in charts} >= {"children", "need_and_places", "provision"}
        assert all(chart.alt and "nan" not in chart.alt for chart in charts)
        write_region_workbook(run, tmp_path / "workbook.xlsx")
        write_region_report(run, charts, tmp_path / "report.html")
        page = (tmp_path / "report.html").read_text(encoding="utf-8")
        assert ">nan<" not in page and "nan to" not in page
        assert ("small numbers are not withheld" in page) == (not run.is_published)
        assert ("withholds its part" in page) == run.is_published
