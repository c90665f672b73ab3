"""A panel from the evidence: the authority and those it is compared with."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.evidence import Evidence
from sufficiency.forecasting.pooled.panel import AnnualPanel, panel_from_arrays
from sufficiency.forecasting.pooled.series import TOTAL, TYPES

PARTS = ("homes", "supported", "other_residential", "other_placements")
"""Published groups that make up, two by two, the categories the model forecasts together."""


def opening_counts(evidence: Evidence) -> np.ndarray:
    """Children in each family at 31 March of the opening year, in the order of FAMILIES, (7,).

    Raises:
        InputError: when one of them is not known.
    """
    groups = (
        "foster",
        PARTS[0],
        PARTS[1],
        "placed_with_parents",
        "placed_for_adoption",
        *PARTS[2:],
    )
    counts = []
    for group in groups:
        value = evidence.placed(group).get(evidence.opening_year, np.nan)
        if not np.isfinite(value):
            raise InputError(
                f"placements.csv: {group} is not known for {evidence.authority.name} at "
                f"31 March {evidence.opening_year}; a forecast starts from a count of every family."
            )
        counts.append(float(value))
    return np.array(counts)


def published_panel(evidence: Evidence) -> AnnualPanel:
    """Annual figures of the authority (first row) and of every other area that has placements.

    Only the authority has neighbours and a group: the others are there for their shares of each
    kind of placement. Its total in the opening year is the sum of its families.
    """
    own = evidence.authority.code
    areas = [own, *sorted(set(evidence.placements["area_code"]) - {own})]
    years = np.arange(evidence.children_in_care["year"].min(), evidence.opening_year + 1)
    # England goes back further than any authority; the extra years are blank and do no harm.
    years = years[years >= evidence.placements["year"].min()]

    def grid(rows: list[pd.Series]) -> np.ndarray:
        return np.stack([row.reindex(years).to_numpy(dtype=float) for row in rows])

    def own_row(values: pd.Series) -> np.ndarray:
        blank = np.full((len(areas), len(years)), np.nan)
        blank[0] = values.reindex(years).to_numpy(dtype=float)
        return blank

    values = {TOTAL: grid([evidence.series("looked_after_31_march", area) for area in areas])}
    values |= {name: grid([evidence.placed(name, area) for area in areas]) for name in TYPES}
    values[TOTAL][0, -1] = opening_counts(evidence).sum()
    values["uasc"] = own_row(evidence.series("uasc_31_march"))
    values["rate_per_10000"] = own_row(evidence.series("rate_per_10000"))
    values["neighbours_rate_per_10000"] = own_row(neighbours_rate(evidence))
    groups = evidence.groups
    group = groups[groups["group"] == evidence.authority.group].set_index("year")
    values["group_authorities"] = own_row(group["authorities"])
    values["group_log_growth_5y"] = own_row(group["mean_log_growth_5y"])
    nation = england(evidence).reindex(years).to_numpy(dtype=float)
    values["england_looked_after"] = np.broadcast_to(nation, (len(areas), len(years)))
    return panel_from_arrays(tuple(areas), years, values)


def panel_of(evidence: Evidence) -> pd.DataFrame:
    """`published_panel` laid out as a panel file: la_code, year and a column for each figure."""
    panel = published_panel(evidence)
    index = pd.MultiIndex.from_product([panel.codes, panel.years], names=["la_code", "year"])
    columns = {name: value.ravel() for name, value in panel.values.items()}
    return pd.DataFrame(columns, index=index).reset_index()


def england(evidence: Evidence) -> pd.Series:
    """The nation's children in care by year, empty where the evidence lacks it."""
    rows = evidence.children_in_care
    rows = rows[(rows["area"] == "England") & (rows["measure"] == "looked_after_31_march")]
    return rows.set_index("year")["value"].astype("float64")


def by_year(series: pd.Series) -> dict[int, float]:
    """The figures known of a series that is indexed by year."""
    known = series.dropna()
    return dict(zip(known.index.astype(int).tolist(), known.astype(float).tolist(), strict=True))


def neighbours_rate(evidence: Evidence) -> pd.Series:
    """Rate per 10,000 of the statistical neighbours by year: geometric mean weighted 1/rank.

    Neighbours without a rate in a year are left out of that year.
    """
    rows = evidence.children_in_care
    rates = rows[rows["measure"] == "rate_per_10000"].merge(
        evidence.neighbours[["area_code", "rank"]], on="area_code"
    )
    weight = 1.0 / rates["rank"].astype("float64")
    logs = pd.DataFrame(
        {
            "year": rates["year"],
            "weight": weight.where(rates["value"] > 0),
            "sum": weight * np.log(rates["value"].where(rates["value"] > 0)),
        }
    )
    by_year = logs.groupby("year")[["weight", "sum"]].sum()
    mean = by_year["sum"] / by_year["weight"].where(by_year["weight"] > 0)
    return mean.map(np.exp)


def split_history(evidence: Evidence, first: str, second: str) -> pd.DataFrame:
    """Two published groups side by side for every area: area_code, year, first, second."""
    frames = []
    for area in sorted(set(evidence.placements["area_code"])):
        pair = pd.DataFrame(
            {"first": evidence.placed(first, area), "second": evidence.placed(second, area)}
        )
        frames.append(pair.assign(area_code=area).reset_index(names="year"))
    return pd.concat(frames, ignore_index=True)
