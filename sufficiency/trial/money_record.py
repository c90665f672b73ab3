"""Every authority's spending and foster places by year, and England's growth of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.money.inflation import deflator_by_year
from sufficiency.money.spending.refit import SpendingPanel
from sufficiency.trial.children_record import ENGLAND, ChildrenRecord, EnglandRecord, grid

FIRST: Final = 2012
"""First financial year (2012/13) whose total has today's definition."""

COVID: Final = (2020, 2021)
"""Financial years in which the deflator measured output as it was measured in the pandemic, 5.1%
and 0.2%: each is taken to be their mean."""

BEFORE: Final = 0.015
"""Log growth of the deflator before the record of it begins, an assumption."""

LEAST_TOTAL: Final = 100_000.0
"""GBP below which a total is no return."""

_TOTAL = "Total Children Looked After"
_PARTS = ("own_provision", "private_provision", "voluntary", "other_public")

OLD_BASIS: Final = "all LA fostering households incl. family & friends"
NEW_BASIS: Final = "LA mainstream fostering only (excludes family & friends, excludes IFA)"
HOUSEHOLDS_2022: Final = float(np.log(36_050 / 37_325))
"""Log change of England's mainstream fostering households in the year to March 2022 (Ofsted): the
year before places are published on their present basis."""


@dataclass(frozen=True, eq=False)
class SpendingRecord:
    """Spending by financial year.

    Attributes:
        panel: authorities, at prices of the last year read.
        price: log of the price level by financial year, (Y,), that last year 0.
        england: real log growth by financial year.
    """

    panel: SpendingPanel
    price: np.ndarray
    england: Mapping[int, float]

    def until(self, year: int) -> SpendingRecord:
        """As it was known once a financial year was over (its first calendar year)."""
        keep = self.panel.years <= year
        england = {y: growth for y, growth in self.england.items() if y <= year}
        return SpendingRecord(_columns(self.panel, keep), self.price[keep], england)

    def rows(self, keep: np.ndarray) -> SpendingPanel:
        """The panel of only some authorities (a mask)."""
        of = {f.name: getattr(self.panel, f.name)[keep] for f in fields(SpendingPanel)[1:]}
        return SpendingPanel(self.panel.years, **of)


@dataclass(frozen=True, eq=False)
class PlacesRecord:
    """Approved mainstream places at each 31 March, (A, Y); NaN in 2020 and 2021, between bases.

    Attributes:
        places: from 2018; those of 2018 and 2019 are of all fostering by the council.
        years: of the columns.
        england: log change of mainstream places over the year to each 31 March.
    """

    places: np.ndarray
    years: np.ndarray
    england: Mapping[int, float]

    def until(self, year: int) -> PlacesRecord:
        """As it was known at a 31 March."""
        keep = self.years <= year
        england = {y: change for y, change in self.england.items() if y <= year}
        return PlacesRecord(self.places[:, keep], self.years[keep], england)


def spending_record(
    record: EnglandRecord, children: ChildrenRecord, indices: pd.DataFrame
) -> SpendingRecord:
    """Spending of every authority up to the last financial year of section 251 that is held.

    The outturn's totals are of another return, and do not stand in.
    """
    years = np.arange(FIRST, int(children.years[-1]))
    spend, parts = record.table("spend"), record.table("spend_by_provider")
    spend = spend[(spend["line"] == _TOTAL) & (spend["measure"] == "gross_expenditure")]
    parts = parts[(parts["line"] == _TOTAL) & parts["measure"].isin(_PARTS)]
    by_area = parts.groupby(["area_code", "financial_year"])["value"]
    summed = by_area.sum(min_count=len(_PARTS)).reset_index()
    total = _by_year(spend, children.codes, years)
    total = np.where(np.isfinite(total), total, _by_year(summed, children.codes, years))
    total = np.where(total > LEAST_TOTAL, total, np.nan)
    total, years = _up_to_last(total, years)
    price = price_path(indices, years)
    at = years - int(children.years[0])
    mean = {
        "expensive": children.expensive,
        "fostered": children.filled["foster"],
        "children": children.panel["looked_after"],
    }
    over_year = {name: (x[:, at] + x[:, at + 1]) / 2 for name, x in mean.items()}
    panel = SpendingPanel(
        years=years,
        spending=np.log(total) - price,
        expensive=over_year["expensive"],
        fostered=over_year["fostered"],
        children=over_year["children"],
        expensive_now=_logged(children.expensive[:, at + 1] / over_year["expensive"]),
        fostered_now=_logged(children.filled["foster"][:, at + 1] / over_year["fostered"]),
        rate=_logged(children.panel["rate_per_10000"][:, at + 1]),
    )
    return SpendingRecord(panel, price, _national_growth(total, price, years))


def price_path(indices: pd.DataFrame, years: np.ndarray) -> np.ndarray:
    """Log of the price level by financial year, the last 0: the deflator, `COVID` smoothed."""
    deflator = deflator_by_year(indices)
    growth = {
        int(y): float(np.log(deflator[y] / deflator[y - 1]))
        for y in deflator.index
        if y - 1 in deflator.index
    }
    smooth = float(np.mean([growth[y] for y in COVID])) if set(COVID) <= set(growth) else BEFORE
    growth |= dict.fromkeys(COVID, smooth)
    level = np.cumsum([0.0, *(growth.get(int(y), BEFORE) for y in years[1:])])
    return np.asarray(level - level[-1])


def places_record(record: EnglandRecord, children: ChildrenRecord) -> PlacesRecord:
    """Approved mainstream places of every authority up to the last 31 March."""
    years = np.arange(2018, int(children.years[-1]) + 1)
    rows = record.table("carers")
    rows = rows[rows["measure"] == "approved_places"]
    everyone = (*children.codes, ENGLAND)
    old, new = (
        grid(rows[rows["basis"] == basis], everyone, years) for basis in (OLD_BASIS, NEW_BASIS)
    )
    places = np.where(years < 2020, old, new)
    places = np.where(places > 0, places, np.nan)
    nation = new[-1]
    changes = {2022: HOUSEHOLDS_2022} if years[-1] >= 2022 else {}
    changes |= {
        int(year): float(np.log(nation[i] / nation[i - 1]))
        for i, year in enumerate(years)
        if i and np.isfinite(nation[i]) and np.isfinite(nation[i - 1])
    }
    return PlacesRecord(places[:-1], years, changes)


def _up_to_last(values: np.ndarray, years: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values by authority and year without the last years that nobody has returned."""
    known = np.flatnonzero(np.isfinite(values).any(axis=0))
    end = int(known[-1]) + 1
    return values[:, :end], years[:end]


def _logged(value: np.ndarray) -> np.ndarray:
    """Log where there is one, else NaN."""
    return np.log(np.where(value > 0, value, np.nan))


def _columns(panel: SpendingPanel, keep: np.ndarray) -> SpendingPanel:
    of = {f.name: getattr(panel, f.name)[..., keep] for f in fields(SpendingPanel)}
    return SpendingPanel(**of)


def _by_year(rows: pd.DataFrame, codes: tuple[str, ...], years: np.ndarray) -> np.ndarray:
    starts = rows["financial_year"].str[:4].astype(int)
    return grid(rows.assign(starts=starts), codes, years, "starts")


def _national_growth(total: np.ndarray, price: np.ndarray, years: np.ndarray) -> dict[int, float]:
    """Log real growth of all authorities that returned both years, together."""
    both = np.isfinite(total[:, 1:]) & np.isfinite(total[:, :-1])
    after = np.where(both, total[:, 1:], 0.0).sum(axis=0)
    before = np.where(both, total[:, :-1], 0.0).sum(axis=0)
    growth = np.log(after / before) - np.diff(price)
    return dict(zip(years[1:].tolist(), growth.tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class LinesRecord:
    """How the total was split into lines.

    Attributes:
        shares: residential care, fostering and the rest of the total, (A, Y, 3); NaN where a line
            is no return.
        years: first calendar year of each financial year.
        england: England's shares by financial year.
    """

    shares: np.ndarray
    years: np.ndarray
    england: Mapping[int, tuple[float, ...]]


RO3_FROM: Final = 2022
LEAST_SHARE: Final = 0.03
"""Share of the total below which a line is allocation or no return, not a line."""


def lines_record(record: EnglandRecord, children: ChildrenRecord) -> LinesRecord:
    """Shares of the lines of the outturn up to the last financial year that has any."""
    years = np.arange(RO3_FROM, int(children.years[-1]))
    rows = record.table("spend")
    rows = rows[rows["measure"] == "total_expenditure"]
    everyone = (*children.codes, ENGLAND)
    total, *lines = (
        _by_year(rows[rows["line"] == line], everyone, years)
        for line in ("RO3 CLA total", "RO3 CLA residential care", "RO3 CLA fostering services")
    )
    total, years = _up_to_last(total, years)
    lines = [line[:, : len(years)] for line in lines]
    amounts = np.stack([*lines, total - lines[0] - lines[1]], axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = amounts / total[..., None]
    right = (shares > LEAST_SHARE).all(axis=-1) & (total > LEAST_TOTAL)
    shares = np.where(right[..., None], shares, np.nan)
    england = {int(y): tuple(shares[-1, i].tolist()) for i, y in enumerate(years)}
    return LinesRecord(shares[:-1], years, england)
