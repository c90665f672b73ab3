"""A young council's years before it began, from the authorities it came from.

Each figure is what its predecessors had together times the young council's share of what it and
its twins had together in its first year. The two halves of Northamptonshire are taken to have
moved alike while they were one, which is all that can be said of them.
"""

from __future__ import annotations

import pandas as pd

from sufficiency.evidence.england.areas import Area
from sufficiency.evidence.england.store import Record
from sufficiency.evidence.england.tables import NO_FIGURE
from sufficiency.evidence.gaps.estimates import Estimate
from sufficiency.evidence.names import CATEGORIES, PRICED_LINES, WEEKLY_COST

_STOCK = "looked_after_31_march"
_RATE = "rate_per_10000"


def lengthen(
    tables: dict[str, pd.DataFrame], record: Record, area: Area
) -> tuple[dict[str, pd.DataFrame], list[Estimate]]:
    """Tables with the years before the council began, where it has predecessors.

    Children in care, placements and weekly costs are lengthened back to the record's first year;
    a figure that the tables hold already is kept.
    """
    if not area.predecessors:
        return tables, []
    source = "estimated from the authorities that came before: " + ", ".join(
        record.names[code] for code in area.predecessors
    )
    everyone = [*area.predecessors, *area.twins]
    children = record.table("children_in_care", everyone)
    children = children[children["flag"] != NO_FIGURE]
    first = _first_year(children, area)
    together = children[(children["year"] == first) & (children["measure"] == _STOCK)]
    twins = together[together["area_code"].isin(area.twins)].set_index("area_code")["value"]
    share = float(twins[area.code] / twins.sum())
    before = children[(children["year"] < first) & children["area_code"].isin(area.predecessors)]
    counts = _added(before[before["measure"] != _RATE], ["year", "measure"], share)
    rates = _rates(children, area, first)
    lengthened = dict(tables)
    lengthened["children_in_care"] = _appended(
        tables["children_in_care"],
        pd.concat([counts, rates]).assign(area_code=area.code, area=area.name, source=source),
        ["area_code", "year", "measure"],
    )
    cells = record.table("placements", area.predecessors, range(2010, first))
    cells = cells[cells["dimension"].isin(list(CATEGORIES)) & (cells["flag"] != NO_FIGURE)]
    placed = _added(cells, ["year", "dimension", "category"], share)
    placed["flag"] = placed["value"].isna().map({True: "suppressed", False: "estimated"})
    lengthened["placements"] = _appended(
        tables["placements"],
        placed.rename(columns={"value": "children_31_march"}).assign(
            area_code=area.code, area=area.name, source=source
        ),
        ["area_code", "year", "dimension", "category"],
    )
    lengthened["spend"] = _appended(
        tables["spend"],
        _weekly(record, area).assign(area=area.name, source=source),
        ["area", "financial_year", "line", "measure"],
    )
    method = f"{share:.0%} of the authorities that came before"
    estimates = [
        Estimate("children_in_care", int(year), _STOCK, float(value), "children", method)
        for year, value in counts[counts["measure"] == _STOCK][["year", "value"]].itertuples(
            index=False
        )
    ]
    return lengthened, estimates


def _first_year(children: pd.DataFrame, area: Area) -> int:
    own = children[(children["area_code"] == area.code) & children["value"].notna()]
    return int(own.loc[own["measure"] == _STOCK, "year"].min())


def _added(rows: pd.DataFrame, keys: list[str], share: float) -> pd.DataFrame:
    """Predecessors' figures added, times a share; unknown where one of them is withheld."""
    added = rows.groupby(keys)["value"].agg(lambda values: values.sum(skipna=False))
    return (added * share).round().reset_index()


def _rates(children: pd.DataFrame, area: Area, first: int) -> pd.DataFrame:
    """The predecessors' rate together, times the council's own over that of it and its twins."""
    wide = children[children["measure"].isin([_STOCK, _RATE])].pivot(
        index=["year", "area_code"], columns="measure", values="value"
    )
    wide["people"] = wide[_STOCK] / wide[_RATE]
    codes = wide.index.get_level_values("area_code")

    def together(of: tuple[str, ...]) -> pd.Series:
        sums = wide[codes.isin(of)].dropna().groupby("year")[[_STOCK, "people"]].sum()
        return sums[_STOCK] / sums["people"]

    own = wide[_RATE].xs(area.code, level="area_code")
    level = float(own[first]) / float(together(area.twins)[first])
    rates = (together(area.predecessors) * level).round()
    rates = rates[rates.index < first]
    return rates.rename("value").reset_index().assign(measure=_RATE)


def _weekly(record: Record, area: Area) -> pd.DataFrame:
    """Weekly costs of the predecessors, their plain mean: unit costs do not add."""
    rows = record.table("spend", area.predecessors)
    rows = rows[rows["line"].isin(PRICED_LINES) & (rows["measure"] == WEEKLY_COST)]
    mean = rows.groupby(["financial_year", "line", "measure", "unit"])["value"].mean()
    return mean.dropna().round().reset_index()


def _appended(table: pd.DataFrame, rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Rows that the table does not hold yet, after its own."""
    value = "children_31_march" if "children_31_march" in table else "value"
    held = table.dropna(subset=value) if "flag" not in table else table
    new = rows[~rows.set_index(keys).index.isin(held.set_index(keys).index)]
    kept = table[~table.set_index(keys).index.isin(new.set_index(keys).index)]
    return pd.concat([kept, new[table.columns]], ignore_index=True)
