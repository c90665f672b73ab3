"""A region's run: what its pages are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import pandas as pd

from sufficiency._version import __version__
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.names import ENGLAND
from sufficiency.evidence.regions import Region, shared_region
from sufficiency.results.region.dataset import GAINS, ROWS, Dataset
from sufficiency.results.region.draws import NOMINAL
from sufficiency.results.region.members import joint_table
from sufficiency.results.region.provision import provision_table
from sufficiency.results.region.publish import published_tables
from sufficiency.results.region.sums import add_up, region_tables
from sufficiency.results.run import Audience

FIRST_YEAR: Final = 2015
"""First year of the record beside the forecast."""


@dataclass(frozen=True, eq=False)
class RegionRun:
    """One run of a region.

    Attributes:
        name: of the region.
        source: what says which councils it is.
        members: code -> name of each council in the sums.
        faults: the councils left out, each with the reason.
        years: of the 31 Marches, the opening first.
        scenarios: names, the baseline first.
        draws: simulated futures.
        tables: the region's (`sums.region_tables`), councils, gains, joint and provision.
        remarks: sentences of caution about the scenarios.
        no_actions: scenarios that are only a price or a pressure, which nobody does.
        record: children looked after on each 31 March that is counted, by year.
        within: the region of England that all the councils are in; empty where there is none.
        audience: who may see it.
        withheld: figures withheld from each table that lost any.
        version: of the product that made the run.
    """

    name: str
    source: str
    members: Mapping[str, str]
    faults: tuple[str, ...]
    years: tuple[int, ...]
    scenarios: tuple[str, ...]
    draws: int
    tables: Mapping[str, pd.DataFrame]
    remarks: tuple[str, ...] = ()
    no_actions: tuple[str, ...] = ()
    record: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    within: str = ""
    audience: Audience = "internal"
    withheld: Mapping[str, int] = field(default_factory=dict)
    version: str = __version__

    @property
    def not_costed(self) -> tuple[str, ...]:
        """Codes of councils that returned no spending: in a sum they cost what England's do."""
        rows = self.tables["councils"]
        costed = set(rows.loc[rows["measure"] == NOMINAL, "authority_code"])
        return tuple(code for code in sorted(self.members) if code not in costed)

    @property
    def is_published(self) -> bool:
        """Whether numbers are withheld, so that a page must say so."""
        return self.audience == "published"


def region_run(
    where: Region,
    members: Mapping[str, str],
    kept: Dataset,
    of_record: tuple[Record, list[str]],
) -> RegionRun:
    """Add councils up and set each beside the others.

    Args:
        where: the region.
        members: code -> name of the councils that were forecast.
        kept: their tables and draws.
        of_record: the record of England; and the councils not forecast, each with the reason.
    """
    record, faults = of_record
    codes = sorted(members)
    sums = add_up(kept.draws(codes))
    tables = region_tables(sums)
    tables["councils"] = kept.whole(ROWS, codes)
    by_council = kept.whole(GAINS, codes)
    place = by_council["scenario"].map({name: k for k, name in enumerate(sums.scenarios)})
    order = by_council.assign(place=place).sort_values(["place", "mean"], ascending=[True, False])
    tables["gains"] = by_council.loc[order.index].reset_index(drop=True)
    tables["joint"] = joint_table(tables["gains"], tables["savings"])
    tables["provision"] = provision_table(record, {code: members[code] for code in codes})
    return RegionRun(
        where.name,
        where.source,
        members,
        tuple(faults),
        sums.years,
        sums.scenarios,
        sums.draws,
        tables,
        record=record_of(record, codes, sums.years[0]),
        within=within(where),
    )


def within(where: Region) -> str:
    """The region of England that all the councils are in; empty where there is none."""
    found = {shared_region(one) for one in where.members}
    return found.pop() if len(found) == 1 else where.name if where.name == ENGLAND else ""


def published_run(made: RegionRun, kept: Dataset, shared_by: Mapping[str, str]) -> RegionRun:
    """The run as anybody may see it.

    Args:
        made: the run.
        kept: its councils' tables, as anybody may see them.
        shared_by: name of each scenario that is the region's -> the key it is shared by.
    """
    tables = published_tables(made.tables, kept, sorted(made.members), shared_by)
    blanks = {n: _blanks(tables[n]) - _blanks(made.tables[n]) for n in tables}
    withheld = {name: number for name, number in blanks.items() if number > 0}
    return replace(made, tables=tables, audience="published", withheld=withheld)


def _blanks(table: pd.DataFrame) -> int:
    return int(table.isna().to_numpy().sum())


def record_of(record: Record, codes: list[str], last: int) -> pd.Series:
    """Children looked after by all the councils, by the years in which each has a count."""
    table = record.table("children_in_care", codes)
    rows = table[table["measure"] == "looked_after_31_march"]
    by_year = rows.assign(year=rows["year"].astype(int)).pivot(
        index="year", columns="area_code", values="value"
    )
    whole = by_year.reindex(columns=codes).sum(axis=1, min_count=len(codes), skipna=True)
    return whole.dropna().loc[FIRST_YEAR:last]
