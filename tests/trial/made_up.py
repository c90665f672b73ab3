"""A made-up record of England: ninety authorities, in the tables that the trial reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.resources import files

import numpy as np
import pandas as pd

from sufficiency.evidence.names import MAINSTREAM_ONLY
from sufficiency.trial.by_type import Turning
from sufficiency.trial.chain import WholeRecord
from sufficiency.trial.children_record import CELLS, ENGLAND, children_record
from sufficiency.trial.money_record import (
    NEW_BASIS,
    OLD_BASIS,
    LinesRecord,
    lines_record,
    places_record,
    spending_record,
)
from sufficiency.trial.split_record import split_record

YEARS = np.arange(2010, 2026)
LEAVING = np.array([0.23, 0.12, 1.4, 0.79, 0.9, 1.0, 1.0])
MOVING = np.array([0.2, 0.3, 0.5, 0.1, 0.1, 0.5, 0.5])
"""Exits and settled moves a year over children, by family."""
SHARES = {
    "foster": 0.7,
    "homes": 0.09,
    "supported": 0.07,
    "placed_with_parents": 0.06,
    "placed_for_adoption": 0.04,
}


@dataclass
class MadeUp:
    """Long tables by name, as `EnglandRecord` asks for them."""

    tables: dict[str, pd.DataFrame]
    areas: pd.DataFrame
    neighbours: pd.DataFrame
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)

    def table(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def made_up_record(seed: int = 1) -> MadeUp:
    """Ninety authorities, half of them with codes of the first half; small cells withheld."""
    rng = np.random.default_rng(seed)
    first = (files("sufficiency.trial") / "first_half.txt").read_text(encoding="utf-8").split()
    codes = sorted([*first[:45], *(f"E06999{i:03d}" for i in range(45))])
    steps = rng.normal(0.015, 0.06, (90, 16)) + rng.normal(0, 0.01, 16)
    total = np.rint(np.exp(np.log(rng.uniform(150, 900, (90, 1))) + np.cumsum(steps, axis=1)))
    kinds = _kinds(total, rng)
    children = _long(codes, YEARS, {"looked_after_31_march": total}, "measure", "year")
    asylum = np.rint(total * 0.05)
    children = pd.concat([children, _long(codes, YEARS, {"uasc_31_march": asylum}, "measure")])
    rates = {"rate_per_10000": np.round(total / total.mean() * 65, 0)}
    children = pd.concat([children, _long(codes, YEARS, rates, "measure")])
    placed = []
    for name, values in kinds.items():
        for old, category in enumerate(CELLS[name][:2]):
            keep = YEARS < 2020 if old == 0 else YEARS >= 2020
            placed.append(_long(codes, YEARS[keep], {category: values[:, keep]}, "category"))
    own = np.rint(total * 0.4)
    placements = pd.concat(
        [
            pd.concat(placed).assign(dimension="placement_type"),
            _long(codes, YEARS, {"prov_own": own}, "category").assign(dimension="provider"),
        ]
    )
    small = placements["value"].between(1, 5) & (placements["area_code"] != ENGLAND)
    placements.loc[small, "value"] = np.nan
    group = ["Unitary" if i % 2 else "County" for i in range(90)]
    return MadeUp(
        {
            "children_in_care": children,
            "placements": placements,
            "population": pd.DataFrame(
                {"area_code": codes, "age_group": "0-17", "mid_year": 2013, "value": 50_000.0}
            ),
            "carers": _carers(codes, total, rng),
            "homes_located": _own_homes(codes),
            **_money(codes, total, rng),
        },
        pd.DataFrame({"area_code": [*codes, ENGLAND], "group": [*group, "nation"]}),
        pd.DataFrame(
            [(c, r, codes[(i + r) % 90]) for i, c in enumerate(codes) for r in range(1, 11)],
            columns=["area_code", "rank", "neighbour_code"],
        ),
        pd.DataFrame(
            [(g, y, 45, rng.normal(0.01, 0.01)) for g in ("Unitary", "County") for y in YEARS],
            columns=["group", "year", "authorities", "mean_log_growth_5y"],
        ),
    )


def indices() -> pd.DataFrame:
    """A deflator that grows by two percent a year from 2015-16."""
    years = range(2015, 2026)
    return pd.DataFrame(
        {
            "financial_year": [f"{y}-{(y + 1) % 100:02d}" for y in years],
            "gdp_deflator_2024_25_is_100": [100 * 1.02 ** (y - 2024) for y in years],
        }
    )


def whole(made: MadeUp, last: int = 2025) -> WholeRecord:
    """What the trial forecasts from."""
    children = children_record(made, made.groups, last)
    nation = dict(zip(YEARS.tolist(), children.england["looked_after"].tolist(), strict=False))
    before = {y: 60_000.0 * 1.01 ** (y - 2009) for y in range(1994, 2010)}
    return WholeRecord(
        children,
        places_record(made, children),
        spending_record(made, children, indices()),
        split_record(made, children),
        before | nation,
        Turning(LEAVING, MOVING),
    )


def lines(made: MadeUp) -> LinesRecord:
    return lines_record(made, children_record(made, made.groups, 2025))


def _kinds(total: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    weights = {
        name: share * np.exp(np.cumsum(rng.normal(0, 0.08, total.shape), axis=1))
        for name, share in SHARES.items()
    }
    whole_of = sum(weights.values()) + 0.04
    return {name: np.rint(total * weight / whole_of) for name, weight in weights.items()}


def _own_homes(codes: list[str]) -> pd.DataFrame:
    """Ten places in every council's own homes, two of them for short breaks."""
    parts = [
        _long(codes, YEARS, {setting: np.full((90, len(YEARS)), places)}, "setting")
        for setting, places in (
            ("children's home", 10.0),
            ("children's home, of which short breaks only", 2.0),
        )
    ]
    return pd.concat(parts).assign(sector="local authority", measure="places")


def _carers(codes: list[str], total: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    places = rng.uniform(60, 500, (90, 1)) * np.exp(
        np.cumsum(rng.normal(-0.03, 0.1, (90, 8)), axis=1)
    )
    years = np.arange(2018, 2026)
    old, new = years < 2020, years >= 2022
    parts = []
    for keep, basis in ((old, OLD_BASIS), (new, NEW_BASIS)):
        rows = {"approved_places": np.rint(places[:, keep])}
        parts.append(_long(codes, years[keep], rows, "measure").assign(basis=basis))
    fostered = {"filled_places": np.rint(0.2 * total[:, -4:] * rng.uniform(0.9, 1.1, (90, 4)))}
    filled = _long(codes, years[new], fostered, "measure").assign(basis=MAINSTREAM_ONLY)
    return pd.concat([*parts, filled])


def _money(
    codes: list[str], total: np.ndarray, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    years = np.arange(2012, 2025)
    per_child = rng.uniform(50_000, 110_000, (90, 1)) * np.exp(
        np.cumsum(rng.normal(0.06, 0.06, (90, 13)), axis=1)
    )
    spent = per_child * (total[:, 2:-1] + total[:, 3:]) / 2
    spend, parts = [], []
    late = years >= 2015
    rows = {"Total Children Looked After": spent[:, late]}
    spend.append(_financial(codes, years[late], rows, "gross_expenditure"))
    for measure in ("own_provision", "private_provision", "voluntary", "other_public"):
        early = {"Total Children Looked After": spent[:, ~late] / 4}
        parts.append(_financial(codes, years[~late], early, measure))
    ro3 = years >= 2022
    share = rng.uniform(0.35, 0.5, (90, 3))
    outturn = {
        "RO3 CLA total": spent[:, ro3],
        "RO3 CLA residential care": spent[:, ro3] * share,
        "RO3 CLA fostering services": spent[:, ro3] * 0.25,
    }
    spend.append(_financial(codes, years[ro3], outturn, "total_expenditure"))
    return {"spend": pd.concat(spend), "spend_by_provider": pd.concat(parts)}


def _financial(
    codes: list[str], years: np.ndarray, values: dict[str, np.ndarray], measure: str
) -> pd.DataFrame:
    long = _long(codes, years, values, "line").assign(measure=measure)
    long["financial_year"] = [f"{y}-{(y + 1) % 100:02d}" for y in long.pop("year")]
    return long


def _long(
    codes: list[str],
    years: np.ndarray,
    values: dict[str, np.ndarray],
    key: str,
    year: str = "year",
) -> pd.DataFrame:
    """A long table with a row for England that is the sum of its authorities."""
    frames = []
    for name, found in values.items():
        both = np.vstack([found, found.sum(axis=0)])
        index = pd.MultiIndex.from_product([[*codes, ENGLAND], years], names=["area_code", year])
        frames.append(pd.DataFrame({"value": both.ravel()}, index=index).assign(**{key: name}))
    return pd.concat(frames).reset_index()
