"""The region's tables: sums over councils draw by draw, so that their ranges hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sufficiency.engine import BASELINE
from sufficiency.months import financial_year
from sufficiency.placements import PLACEMENT_TYPES
from sufficiency.ranges import COST_STATISTICS, RANGE_STATISTICS, STATISTICS, statistics
from sufficiency.results.region.draws import COLUMNS, COSTS, FAMILIES, NOMINAL, Draws

CARERS = ("households", "approved_places", "usable_places", "filled_places")


@dataclass(frozen=True, eq=False)
class Sums:
    """Draws of the region.

    Attributes:
        years: of the 31 Marches, the opening first.
        values: scenario -> column of the draws -> (draws, years + 1); gap_fostering and gap_homes
            are what each council cannot place with its own, added up.
    """

    years: tuple[int, ...]
    values: Mapping[str, Mapping[str, np.ndarray]]

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Baseline first."""
        return tuple(self.values)

    @property
    def draws(self) -> int:
        """How many."""
        return len(next(iter(self.values[BASELINE].values())))

    def of(self, scenario: str, *columns: str) -> np.ndarray:
        """Columns of a scenario added up, (draws, years + 1)."""
        return np.sum([self.values[scenario][column] for column in columns], axis=0)


def add_up(councils: Iterable[Draws]) -> Sums:
    """Sum councils' draws, in the order given, so always to the last digit.

    Raises:
        ValueError: when there are none.
    """
    need, held = (
        [COLUMNS.index(f"{what}_{name}") for name in FAMILIES] for what in ("need", "places")
    )
    whole: np.ndarray | None = None
    for one in councils:
        values = one.values.astype(np.float64)
        gaps = np.maximum(values[..., need] - values[..., held], 0.0)
        values = np.concatenate([values, gaps], axis=-1)
        whole = values if whole is None else whole + values
    if whole is None:
        raise ValueError("no council to add up")
    names = [*COLUMNS, *(f"gap_{name}" for name in FAMILIES)]
    return Sums(
        one.years,
        {
            scenario: {name: whole[at, ..., k] for k, name in enumerate(names)}
            for at, scenario in enumerate(one.scenarios)
        },
    )


def region_tables(sums: Sums) -> dict[str, pd.DataFrame]:
    """The region's tables by name; columns as of a council's, dates 31 Marches only.

    `gap` has one row a family: need and own places, `gap` the sum of councils' own gaps, and
    `pooled_gap` what it would be if every place of one council could be filled by another's child.
    """
    placements = pd.concat([_placements(sums, name) for name in sums.scenarios], ignore_index=True)
    baseline = placements[placements["scenario"] == BASELINE]
    return {
        "forecast": baseline.drop(columns="scenario").reset_index(drop=True),
        "placements": placements,
        "carers": pd.concat([_carers(sums, name) for name in sums.scenarios], ignore_index=True),
        "gap": pd.concat([_gap(sums, name) for name in sums.scenarios], ignore_index=True),
        "costs": pd.concat([_costs(sums, name) for name in sums.scenarios], ignore_index=True),
        "savings": savings_table(sums),
    }


def _placements(sums: Sums, name: str) -> pd.DataFrame:
    kinds = [sums.of(name, kind) for kind in PLACEMENT_TYPES]
    values = np.stack([*kinds, np.sum(kinds, axis=0)], axis=-1)
    names = (*PLACEMENT_TYPES, "total")
    return pd.DataFrame(
        {
            "scenario": name,
            "date": np.repeat(_marches(sums), len(names)),
            "placement_type": np.tile(np.array(names), len(sums.years)),
            **{point: found.ravel() for point, found in statistics(values, STATISTICS).items()},
        }
    )


def _carers(sums: Sums, name: str) -> pd.DataFrame:
    columns: dict[str, object] = {"scenario": name, "date": _marches(sums), "kind": "mainstream"}
    for measure in CARERS:
        columns |= _ranges(measure, sums.of(name, measure))
    return pd.DataFrame(columns)


def _gap(sums: Sums, name: str) -> pd.DataFrame:
    frames = []
    for family in FAMILIES:
        need, held = sums.of(name, f"need_{family}"), sums.of(name, f"places_{family}")
        columns: dict[str, object] = {"scenario": name, "date": _marches(sums), "family": family}
        columns |= _ranges("need", need) | _ranges("usable_supply", held)
        columns |= _ranges("gap", sums.of(name, f"gap_{family}"))
        columns |= _ranges("pooled_gap", np.maximum(need - held, 0.0))
        frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True)


def _costs(sums: Sums, name: str) -> pd.DataFrame:
    """Cost by placement type at base-year prices, and in all at both."""
    names = (*PLACEMENT_TYPES, "programme", "total")
    real = np.stack([*(sums.of(name, c) for c in COSTS), sums.of(name, *COSTS)], axis=-1)[:, 1:]
    frames = [_by_year(sums, real, names, COST_STATISTICS).assign(price_basis="real")]
    nominal = sums.of(name, NOMINAL)[:, 1:, None]
    nominal_rows = _by_year(sums, nominal, ("total",), COST_STATISTICS)
    frames.append(nominal_rows.assign(price_basis="nominal"))
    table = pd.concat(frames, ignore_index=True).assign(scenario=name)
    keys = ["scenario", "financial_year", "placement_type", "price_basis"]
    return table[[*keys, *COST_STATISTICS]]


def savings_table(sums: Sums) -> pd.DataFrame:
    """What each scenario saves against the baseline, draw by draw; over all years too."""
    frames = []
    for name in sums.scenarios[1:]:
        for basis, columns in (("nominal", (NOMINAL,)), ("real", COSTS)):
            saved = sums.of(BASELINE, *columns)[:, 1:] - sums.of(name, *columns)[:, 1:]
            saved = np.concatenate([saved, saved.sum(axis=1, keepdims=True)], axis=1)
            frame = pd.DataFrame(
                {
                    "scenario": name,
                    "financial_year": [*_financial_years(sums), "all years"],
                    "price_basis": basis,
                    **statistics(saved, RANGE_STATISTICS),
                    "probability_saves": (saved > 0).mean(axis=0),
                }
            )
            frames.append(frame)
    columns_of = ("scenario", "financial_year", "price_basis", *RANGE_STATISTICS)
    if not frames:
        return pd.DataFrame(columns=[*columns_of, "probability_saves"])
    return pd.concat(frames, ignore_index=True)


def _by_year(
    sums: Sums, values: np.ndarray, names: tuple[str, ...], points: tuple[str, ...]
) -> pd.DataFrame:
    years = _financial_years(sums)
    return pd.DataFrame(
        {
            "financial_year": np.repeat(years, len(names)),
            "placement_type": np.tile(np.array(names), len(years)),
            **{point: found.ravel() for point, found in statistics(values, points).items()},
        }
    )


def _ranges(measure: str, values: np.ndarray) -> dict[str, np.ndarray]:
    points = ("p10", "p50", "p90")
    return {f"{measure}_{point}": v for point, v in statistics(values, points).items()}


def _marches(sums: Sums) -> np.ndarray:
    return pd.to_datetime([f"{year}-03-31" for year in sums.years]).to_numpy()


def _financial_years(sums: Sums) -> list[str]:
    return [financial_year(year - 1) for year in sums.years[1:]]
