"""The chain's constants for one half of the authorities, estimated on the other, up to a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sufficiency.capacity.places_trend import PlacesConstants, refit_places
from sufficiency.forecasting.mix.model import MixConstants
from sufficiency.forecasting.mix.refit import refit_mix
from sufficiency.forecasting.pooled.constants import Constants
from sufficiency.forecasting.pooled.refit import refitted
from sufficiency.forecasting.pooled.series import TOTAL
from sufficiency.money.spending.model import SpendingConstants
from sufficiency.money.spending.refit import refit_spending
from sufficiency.trial.by_type import Turning
from sufficiency.trial.children_record import ChildrenRecord
from sufficiency.trial.money_record import PlacesRecord, SpendingRecord
from sufficiency.trial.split_record import SplitRecord

FIRST_ORIGIN = 2013
"""First opening of children and mix: three years are needed for the first constants."""
FIRST_PLACES = 2022
"""First opening of places: earlier figures have another basis."""
FIRST_MONEY = 2017
"""First opening of money (after 2016/17): five years of one definition before it."""


@dataclass(frozen=True, eq=False)
class WholeRecord:
    """All that the trial forecasts from and compares with.

    Attributes:
        children, places, spending, split: see their own descriptions.
        nation: children looked after in England by year, as far back as is known.
        turning: England's turnover of today, at every opening.
    """

    children: ChildrenRecord
    places: PlacesRecord
    spending: SpendingRecord
    split: SplitRecord
    nation: dict[int, float]
    turning: Turning

    def until(self, year: int) -> WholeRecord:
        """As it was known at a 31 March, with the financial year that ended then."""
        return WholeRecord(
            self.children.until(year),
            self.places.until(year),
            self.spending.until(year - 1),
            self.split.until(year),
            {y: number for y, number in self.nation.items() if y <= year},
            self.turning,
        )


@dataclass(frozen=True, eq=False)
class ChainConstants:
    """What each link of the chain was estimated to be; a link not yet possible is None."""

    total: Constants
    mix: MixConstants
    places: PlacesConstants | None
    spending: SpendingConstants | None


def chain_constants(record: WholeRecord, rows: np.ndarray, until: int) -> ChainConstants:
    """Constants from some of the authorities (a mask), from nothing later than a 31 March.

    Raises:
        ValueError: when there is too little to estimate the total's from.
    """
    seen = record.until(until)
    source = f"authorities {int(rows.sum())}, to 31 March {until}"
    total = refitted(seen.children.panel.rows(rows), seen.nation, until, source)
    if total is None:
        raise ValueError(f"the record to {until} is too small to estimate constants from")
    mix = refit_mix(
        seen.children.expensive[rows],
        seen.children.panel[TOTAL][rows],
        seen.children.years,
        seen.children.england,
        source,
    )
    places = spending = None
    if until >= FIRST_PLACES:
        held = seen.places
        places = refit_places(held.places[rows], held.years, held.england, source)
    if until >= FIRST_MONEY:
        spending = refit_spending(seen.spending.rows(rows), seen.spending.england, source)
    return ChainConstants(total, mix, places, spending)
