"""Evidence read once, and prices made by hand for arithmetic that can be followed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from sufficiency.evidence import Evidence, estimate_split, load_evidence
from sufficiency.money import (
    BaseYear,
    GrowthSettings,
    Prices,
    Scaling,
    Volumes,
    draw_prices,
    held_volumes,
)
from sufficiency.months import Calendar
from sufficiency.placements import PLACEMENT_TYPES

DRAWS = 400
KINDS = len(PLACEMENT_TYPES)


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    return load_evidence()


@pytest.fixture(scope="session")
def base(evidence: Evidence) -> BaseYear:
    year = evidence.opening_year
    opening = estimate_split(evidence, year, DRAWS, 1)
    return BaseYear(
        before=estimate_split(evidence, year - 1, DRAWS, 1),
        opening=opening,
        home_places=opening[:, PLACEMENT_TYPES.index("in_house_residential")] / 0.85,
    )


@pytest.fixture(scope="session")
def calendar(evidence: Evidence) -> Calendar:
    return Calendar(evidence.opening_year, 5)


@pytest.fixture(scope="session")
def volumes(base: BaseYear, calendar: Calendar) -> Volumes:
    """The opening's children and places, held."""
    return held_volumes(base.opening, base.home_places, calendar)


@pytest.fixture(scope="session")
def prices(evidence: Evidence, base: BaseYear, volumes: Volumes, calendar: Calendar) -> Prices:
    return draw_prices(evidence, base, volumes, calendar, 1)


WithTable = Callable[[str, pd.DataFrame], Evidence]


@pytest.fixture
def with_table(evidence: Evidence) -> WithTable:
    """The evidence with one table replaced."""
    return lambda name, table: evidence.with_tables({name: table})


MakePrices = Callable[..., Prices]


@pytest.fixture
def make_prices() -> MakePrices:
    """Prices of one draw unless told otherwise: 7 GBP a week for everyone, no growth."""

    def make(
        years: int,
        weekly: dict[str, float] | None = None,
        fixed: float = 0.0,
        growth: np.ndarray | None = None,
        inflation: list[float] | None = None,
        base_children: dict[str, float] | None = None,
        base_places: float = 0.0,
    ) -> Prices:
        price = np.full((1, KINDS), 7.0)
        days = np.zeros((1, KINDS))
        for kind, value in (weekly or {}).items():
            price[0, PLACEMENT_TYPES.index(kind)] = value
        for kind, value in (base_children or {}).items():
            days[0, PLACEMENT_TYPES.index(kind)] = value * 365
        place_days = np.array([base_places * 365])
        modelled = (days * price).sum(-1) / 7 + place_days * fixed / 7
        return Prices(
            weekly=price,
            fixed_weekly=np.array([fixed]),
            real_growth=np.ones((1, years, KINDS)) if growth is None else growth,
            inflation=np.array(inflation or [1.0] * years),
            scaling=Scaling(
                financial_year="2024/25",
                factors=pd.DataFrame({"residual": [0.0], "known": [False]}),
                boundary=pd.DataFrame(),
                child_days=days,
                place_days=place_days,
                line_days=days,
                not_modelled=np.array([1000.0]),
                total=float(modelled[0]) + 1000.0,
            ),
            rest_growth=np.ones((1, years)),
            spending=None,
            anchors=pd.DataFrame(),
            settings=GrowthSettings(),
        )

    return make
