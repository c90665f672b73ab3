"""A region's run: what its pages are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from sufficiency.evidence.england.store import Record
from sufficiency.evidence.regions import Region
from sufficiency.results.region.dataset import Dataset
from sufficiency.results.region.members import council_rows, gains_of, joint_table
from sufficiency.results.region.provision import provision_table
from sufficiency.results.region.sums import add_up, region_tables


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
        tables: the region's (`sums.region_tables`), councils, gains, joint and provision.
        remarks: sentences of caution about the scenarios.
        no_actions: scenarios that are only a price or a pressure, which nobody does.
    """

    name: str
    source: str
    members: Mapping[str, str]
    faults: tuple[str, ...]
    years: tuple[int, ...]
    scenarios: tuple[str, ...]
    tables: Mapping[str, pd.DataFrame]
    remarks: tuple[str, ...] = ()
    no_actions: tuple[str, ...] = ()


def region_run(
    where: Region,
    members: Mapping[str, str],
    kept: Dataset,
    shares: Mapping[str, Mapping[str, float]],
    of_record: tuple[Record, list[str]],
) -> RegionRun:
    """Add councils up and set each beside the others.

    Args:
        where: the region.
        members: code -> name of the councils that were forecast.
        kept: their tables and draws.
        shares: name of each scenario that is the region's -> code -> the council's share.
        of_record: the record of England; and the councils not forecast, each with the reason.
    """
    record, faults = of_record
    codes = sorted(members)
    sums = add_up(kept.draws(codes))
    councils, gains = [], []
    for code in codes:
        own = add_up([kept.table("draws", code)])
        councils.append(council_rows(own, members[code], code))
        of_own = {name: share[code] for name, share in shares.items()}
        gains.append(gains_of(own, members[code], code, of_own))
    tables = region_tables(sums)
    tables["councils"] = pd.concat(councils, ignore_index=True)
    by_council = pd.concat(gains, ignore_index=True)
    place = by_council["scenario"].map({name: k for k, name in enumerate(sums.scenarios)})
    order = by_council.assign(place=place).sort_values(["place", "mean"], ascending=[True, False])
    tables["gains"] = by_council.loc[order.index].reset_index(drop=True)
    tables["joint"] = joint_table(tables["gains"], tables["savings"])
    tables["provision"] = provision_table(record, {code: members[code] for code in codes})
    return RegionRun(
        where.name, where.source, members, tuple(faults), sums.years, sums.scenarios, tables
    )
