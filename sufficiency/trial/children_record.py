"""Every authority's children by year, with withheld cells filled and marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

import numpy as np
import pandas as pd

from sufficiency.forecasting.pooled.panel import AnnualPanel, panel_from_arrays
from sufficiency.forecasting.pooled.series import TOTAL, TYPES

ENGLAND: Final = "E92000001"
FIRST: Final = 2010
_AUTHORITIES: Final = ("E06", "E07", "E08", "E09", "E10")
"""What codes of authorities begin with; regions and England have others."""

_OLD_HOMES = "childrens_home_secure_or_semi_independent (K1,K2,H5; to 2019)"
_NEW_HOMES = "childrens_home_or_secure (K1,K2; from 2020)"
_OLD_SUPPORTED = "independent_living (P2,P3; to 2019)"
_NEW_SUPPORTED = "independent_semi_independent_or_supported (H5,K3,P2,P3; from 2020)"
CELLS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "foster": ("foster", "foster"),
        "homes": (_OLD_HOMES, _NEW_HOMES),
        "supported": (_OLD_SUPPORTED, _NEW_SUPPORTED),
        "placed_with_parents": ("placed_with_parents", "placed_with_parents"),
        "placed_for_adoption": ("placed_for_adoption", "placed_for_adoption"),
    }
)
"""Published cells by what they are called to 2019 and since."""

CHEAPER: Final = ("foster", "placed_with_parents", "placed_for_adoption")
"""Kinds of placement outside the expensive group."""

LARGEST_WITHHELD: Final = 8.0
"""Children that a withheld cell is filled with at most: small numbers are what is withheld."""


class EnglandRecord(Protocol):
    """What the trial asks of the record of every authority."""

    @property
    def areas(self) -> pd.DataFrame:
        """area_code, group and more, a row an area."""
        ...

    @property
    def neighbours(self) -> pd.DataFrame:
        """area_code, rank, neighbour_code."""
        ...

    def table(self, name: str) -> pd.DataFrame:
        """A long table: area_code, year, what tells its series apart, value, flag."""
        ...


@dataclass(frozen=True, eq=False)
class ChildrenRecord:
    """Children at each 31 March; arrays (A, Y), NaN where not known.

    Attributes:
        panel: as published, with what the total's forecast leans on.
        filled: the same with withheld cells filled (`fill`), for years with any placement known.
        expensive: children in all but foster, parents and adoption, withheld cells filled.
        was_filled: whether that needed a withheld cell.
        england: "looked_after", "expensive" and each kind of placement, (Y,).
    """

    panel: AnnualPanel
    filled: AnnualPanel
    expensive: np.ndarray
    was_filled: np.ndarray
    england: Mapping[str, np.ndarray]

    @property
    def codes(self) -> tuple[str, ...]:
        return self.panel.codes

    def until(self, year: int) -> ChildrenRecord:
        """The record as it was known in a year: nothing later is left in it."""
        keep = self.years <= year
        return ChildrenRecord(
            self.panel.until(year),
            self.filled.until(year),
            self.expensive[:, keep],
            self.was_filled[:, keep],
            {name: values[keep] for name, values in self.england.items()},
        )

    @property
    def years(self) -> np.ndarray:
        return self.panel.years


def children_record(record: EnglandRecord, groups: pd.DataFrame, last: int) -> ChildrenRecord:
    """Read and fill the record up to a 31 March; nothing later is looked at.

    Args:
        record: every authority's published figures.
        groups: group, year, authorities, mean_log_growth_5y.
        last: the last 31 March wanted.
    """
    years = np.arange(FIRST, last + 1)
    codes = tuple(sorted(c for c in record.areas["area_code"] if c[:3] in _AUTHORITIES))
    children, placed = record.table("children_in_care"), record.table("placements")
    placed = placed[placed["dimension"] == "placement_type"]
    everyone = (*codes, ENGLAND)
    total = grid(children[children["measure"] == "looked_after_31_march"], everyone, years)
    cells = {
        name: np.where(
            years < 2020, *(grid(placed[placed["category"] == c], everyone, years) for c in pair)
        )
        for name, pair in CELLS.items()
    }
    here = np.isfinite(total[:-1]) & np.isfinite(cells["foster"][:-1])
    whole = {name: fill(values, total, here) for name, values in cells.items()}
    parents, adoption = whole["placed_with_parents"], whole["placed_for_adoption"]
    apart = whole["foster"] + parents + adoption
    expensive = np.where(here, np.maximum(total[:-1] - apart, 1.0), np.nan)
    hidden = here & ~(
        np.isfinite(cells["placed_with_parents"][:-1])
        & np.isfinite(cells["placed_for_adoption"][:-1])
    )
    known = {name: cells[name] for name in TYPES if name in cells}
    known["homes_and_supported"] = cells["homes"] + cells["supported"]
    homes = np.minimum(whole["homes"] + whole["supported"], expensive)
    of_england = {TOTAL: total[-1]} | {name: values[-1] for name, values in known.items()}
    of_england["expensive"] = of_england[TOTAL] - sum(of_england[name] for name in CHEAPER)
    of_england["rest"] = of_england["expensive"] - of_england["homes_and_supported"]
    leant_on = _references(record, groups, children, total, codes, years)
    published = {TOTAL: total[:-1]} | {name: values[:-1] for name, values in known.items()}
    filled = {"foster": whole["foster"], "placed_with_parents": parents}
    filled |= {"placed_for_adoption": adoption, "homes_and_supported": homes}
    return ChildrenRecord(
        panel=panel_from_arrays(codes, years, published | leant_on),
        filled=panel_from_arrays(codes, years, published | filled | leant_on),
        expensive=expensive,
        was_filled=hidden,
        england=of_england,
    )


def fill(values: np.ndarray, total: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Withheld cells of a kind of placement, each as much as England has left over for it.

    Args:
        values: by area and year, England the last row, NaN where withheld.
        total: children looked after by area and year, England last.
        here: authorities and years with any placement published; for the others nothing is filled.

    Returns:
        (A, Y) without England; where England is not known a withheld cell stays so.
    """
    own, nation = values[:-1], values[-1]
    away = 1 - np.where(here, total[:-1], 0.0).sum(axis=0) / total[-1]
    hidden = here & ~np.isfinite(own)
    left = nation * (1 - away) - np.where(here, np.nan_to_num(own), 0.0).sum(axis=0)
    each = np.clip(left / np.maximum(hidden.sum(axis=0), 1), 1.0, LARGEST_WITHHELD)
    return np.where(here, np.where(hidden, each, own), np.nan)


def grid(
    rows: pd.DataFrame, codes: Iterable[str], years: np.ndarray, year: str = "year"
) -> np.ndarray:
    """Values of one series by area and year, NaN where there is none."""
    table = rows.pivot_table(index="area_code", columns=year, values="value", aggfunc="first")
    return table.reindex(index=list(codes), columns=list(years)).to_numpy(dtype=float)


def _references(
    record: EnglandRecord,
    groups: pd.DataFrame,
    children: pd.DataFrame,
    total: np.ndarray,
    codes: tuple[str, ...],
    years: np.ndarray,
) -> dict[str, np.ndarray]:
    """What the total's forecast leans on: asylum, rates, neighbours, groups and England."""
    rate = _rates(record, children, total[:-1], codes, years)
    group = record.areas.set_index("area_code")["group"].reindex(list(codes))
    by_group = groups.set_index(["group", "year"])
    wanted = pd.MultiIndex.from_product([group, years])

    def of_group(column: str) -> np.ndarray:
        return by_group[column].reindex(wanted).to_numpy(dtype=float).reshape(len(codes), -1)

    return {
        "uasc": grid(children[children["measure"] == "uasc_31_march"], codes, years),
        "rate_per_10000": rate,
        "neighbours_rate_per_10000": _neighbours_rate(record.neighbours, rate, codes),
        "group_authorities": of_group("authorities"),
        "group_log_growth_5y": of_group("mean_log_growth_5y"),
        "england_looked_after": np.broadcast_to(total[-1], rate.shape),
    }


def _rates(
    record: EnglandRecord,
    children: pd.DataFrame,
    total: np.ndarray,
    codes: tuple[str, ...],
    years: np.ndarray,
) -> np.ndarray:
    """Published rates; before 2014 from the child population, straight lines between estimates."""
    rate = grid(children[children["measure"] == "rate_per_10000"], codes, years)
    people = record.table("population")
    people = people[people["age_group"] == "0-17"]
    of_children = grid(people, codes, years - 1, "mid_year")
    between = pd.DataFrame(of_children).interpolate(axis=1, limit_area="inside").to_numpy()
    return np.where(np.isfinite(rate), rate, total / between * 10_000)


def _neighbours_rate(
    neighbours: pd.DataFrame, rate: np.ndarray, codes: tuple[str, ...]
) -> np.ndarray:
    """Geometric mean of the ten statistical neighbours' rates weighted 1/rank, (A, Y)."""
    place = {code: i for i, code in enumerate(codes)}
    weight = np.zeros((len(codes), len(codes)))
    for own, rank, other in neighbours[["area_code", "rank", "neighbour_code"]].itertuples(
        index=False
    ):
        if own in place and other in place:
            weight[place[own], place[other]] = 1 / float(rank)
    known = np.isfinite(rate) & (rate > 0)
    logs = np.where(known, np.log(np.where(known, rate, 1.0)), 0.0)
    number = weight @ known
    return np.where(number > 0, np.exp(weight @ logs / np.where(number > 0, number, 1.0)), np.nan)
