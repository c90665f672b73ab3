"""Tables in the format of a run, made from a small simulation: coherent, not a forecast.

Every table comes from the same draws, so that types sum to the total's mean, costs follow the
children, savings are differences on common draws, and a gap is need less usable supply. Pages
are developed and tested on it; nothing in it is evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from sufficiency.capacity.recruitment import ENQUIRIES
from sufficiency.months import Calendar
from sufficiency.placements import FAMILIES, PLACEMENT_TYPES, TYPES_OF
from sufficiency.results.facts import BASELINE, RunFacts, ScenarioFacts

OPENING = np.array([92.0, 115, 157, 11, 88, 46, 71, 18, 11, 43])
WEEKLY = np.array([430.0, 640, 1180, 6900, 7400, 1500, 250, 420, 4200, 3500])
GROWTH = np.array([0.01, 0.01, 0.02, 0.03, 0.06, 0.03, 0.0, 0.0, 0.04, 0.04])
World = dict[str, Any]
"""Arrays of one scenario: paths, households, and cost (a dictionary of arrays)."""
STATISTICS = ("mean", "p10", "p25", "p50", "p75", "p80", "p90")
LONG_NAME = (
    "Keep the carers we have, recruit more of them and step children down from homes"  # 79 letters
)
SCENARIOS = (
    ScenarioFacts(
        "Grow in-house fostering",
        "In July 2019 the fostering service estimated that 20-30 new carers were needed.",
        0.05,
        "11-30 households in total, from April 2027",
    ),
    ScenarioFacts(
        "Step down from residential care",
        "Some children in homes could live in a family with the right support.",
        None,
        "Six children a year, from April 2027",
    ),
    ScenarioFacts(LONG_NAME, "What the strategy asks for, all at once.", 0.05, "From April 2027"),
)


def make_facts(scenarios: int = 3, years: int = 5, draws: int = 200) -> RunFacts:
    """Facts that go with `make_tables` of the same arguments."""
    return RunFacts(
        authority="Tameside",
        opening_year=2025,
        horizon_year=2025 + years,
        draws=draws,
        seed=1,
        scenarios=_scenarios(scenarios),
        headlines=(
            "Spending on children looked after rose by half in two years while their number "
            "stood still.",
            "Prices and the mix of placements drive the money.",
        ),
        version="0.1.0",
    )


def make_tables(
    scenarios: int = 3, years: int = 5, draws: int = 200, seed: int = 1
) -> dict[str, pd.DataFrame]:
    """Every table of the contract for Baseline and a number of scenarios.

    Scenario k moves children from agency fostering and external homes to in-house fostering,
    more of them for a greater k, from April of the second year.
    """
    rng = np.random.default_rng(seed)
    calendar = Calendar(2025, years)
    baseline = _paths(rng, draws, calendar.months)
    households = 77 * np.exp(
        np.outer(rng.normal(-0.065, 0.03, draws), np.arange(calendar.months + 1) / 12)
    )
    effect = rng.uniform(0.4, 1.6, (draws, 1))
    price = _prices(rng, draws, calendar.months)
    worlds: dict[str, World] = {}
    for k, name in enumerate((BASELINE, *(s.name for s in _scenarios(scenarios)))):
        ramp = np.clip((np.arange(calendar.months + 1) - 24) / 30, 0, 1)
        moved = np.minimum(3.0 * k * effect * ramp, 0.8 * baseline[..., 2])
        stepped = np.minimum(0.2 * moved, 0.5 * baseline[..., 4])
        paths = baseline.copy()
        paths[..., 1] += moved + stepped
        paths[..., 2] -= moved
        paths[..., 4] -= stepped
        programme = np.where(np.arange(calendar.months) >= 24, 15_000.0 * k, 0.0)
        worlds[name] = {
            "paths": paths,
            "households": households + moved / 1.6,
            "cost": _yearly(paths, price, programme, calendar),
        }
    return {
        "forecast": _placements(calendar, baseline),
        "placements": _by_scenario(worlds, lambda w: _placements(calendar, w["paths"])),
        "area": _by_scenario(worlds, lambda w: _area(calendar, w["paths"])),
        "carers": _by_scenario(worlds, lambda w: _carers(calendar, w)),
        "gap": _by_scenario(worlds, lambda w: _gap(calendar, w)),
        "unplaced": _unplaced(calendar, worlds),
        "households": _by_scenario(worlds, lambda w: _household_flows(calendar, w)),
        "costs": _by_scenario(worlds, lambda w: _costs(calendar, w["cost"])),
        "savings": _savings(calendar, worlds),
        "bridge": _by_scenario(worlds, lambda w: _bridge(calendar, w, worlds[BASELINE])),
        "waterfall": _waterfall(calendar, worlds),
        "tornado": _tornado(worlds),
        "assumptions": _assumptions(),
        "flows": _flows(),
    }


def _scenarios(number: int) -> tuple[ScenarioFacts, ...]:
    more = (
        ScenarioFacts(f"Scenario number {k} with a name of usual length", "Because.", None, "2027")
        for k in range(len(SCENARIOS) + 1, number + 1)
    )
    return (*SCENARIOS[:number], *more)


def _paths(rng: np.random.Generator, draws: int, months: int) -> np.ndarray:
    """(draws, months + 1, 10) children: a random walk about a slow drift for each type."""
    steps = rng.normal(0, 0.018, (draws, months, 10)) + rng.normal(0, 0.004, (draws, 1, 10))
    drift = np.array([0.001, -0.004, 0.0, 0.002, 0.003, 0, -0.002, 0, 0, 0.001])
    walk = np.concatenate([np.zeros((draws, 1, 10)), np.cumsum(steps + drift, axis=1)], axis=1)
    return OPENING * np.exp(walk)


def _prices(rng: np.random.Generator, draws: int, months: int) -> np.ndarray:
    """(draws, months, 10) real GBP a child a week."""
    level = WEEKLY * np.exp(rng.normal(0, 0.06, (draws, 1, 10)))
    growth = GROWTH + rng.normal(0, 0.015, (draws, 1, 10))
    return level * np.exp(growth * (np.arange(months)[None, :, None] + 6) / 12)


def _yearly(
    paths: np.ndarray, price: np.ndarray, programme: np.ndarray, calendar: Calendar
) -> dict[str, np.ndarray]:
    """Real GBP by financial year: types (draws, years, 10), programme and not modelled."""
    days = calendar.days[None, :, None]
    monthly = 0.5 * (paths[:, 1:] + paths[:, :-1]) * days * price / 7
    draws, years = len(paths), calendar.years
    return {
        "types": monthly.reshape(draws, years, 12, 10).sum(2),
        "programme": np.tile(programme.reshape(years, 12).sum(1), (draws, 1)),
        "not_modelled": np.full((draws, years), 9.6e6),
    }


def _statistics(values: np.ndarray) -> dict[str, np.ndarray]:
    """Mean and percentiles over the draws (first axis), flattened."""
    percentiles = {f"p{q}": np.percentile(values, q, axis=0) for q in (10, 25, 50, 75, 80, 90)}
    found = {"mean": values.mean(0), **percentiles}
    return {name: np.ravel(found[name]) for name in STATISTICS}


def _placements(calendar: Calendar, paths: np.ndarray) -> pd.DataFrame:
    values = np.concatenate([paths, paths.sum(-1, keepdims=True)], axis=-1)
    keys = pd.MultiIndex.from_product(
        [calendar.dates, [*PLACEMENT_TYPES, "total"]], names=["date", "placement_type"]
    )
    return pd.DataFrame(_statistics(values), index=keys).reset_index()


def _area(calendar: Calendar, paths: np.ndarray) -> pd.DataFrame:
    inside = np.array([0.75, 0.8, 0.4, 0.8, 0.25, 0.6, 0.8, 0.4, 0.3, 0.3])
    unknown = np.zeros(paths.shape[:2])
    within = (paths * inside).sum(-1)
    values = np.stack([within, paths.sum(-1) - within - unknown, unknown], axis=-1)
    keys = pd.MultiIndex.from_product(
        [calendar.dates, ["in_area", "out_of_area", "unknown"]], names=["date", "area"]
    )
    return pd.DataFrame(_statistics(values), index=keys).reset_index()


def _percentiles(prefix: str, values: np.ndarray) -> dict[str, np.ndarray]:
    return {f"{prefix}_p{q}": np.percentile(values, q, axis=0) for q in (10, 50, 90)}


def _carers(calendar: Calendar, world: World) -> pd.DataFrame:
    mainstream = world["households"]
    connected = world["paths"][..., 0] / 1.3
    frames = []
    for kind, households, each, usable in (
        ("mainstream", mainstream, 2.09, 0.88),
        ("connected", connected, 1.3, 1.0),
    ):
        places = households * each
        child = world["paths"][..., 1 if kind == "mainstream" else 0]
        columns = {
            **_percentiles("households", households),
            **_percentiles("approved_places", places),
            **_percentiles("usable_places", places * usable),
            **_percentiles("filled_places", np.minimum(child, places * usable)),
        }
        frames.append(pd.DataFrame({"date": calendar.dates, "kind": kind, **columns}))
    return pd.concat(frames, ignore_index=True)


def _gap(calendar: Calendar, world: World) -> pd.DataFrame:
    paths = world["paths"]
    supply = {
        "fostering": world["households"] * 2.09 * 0.88 + paths[..., 0],
        "homes": paths[..., 3] + 1,
    }
    frames = []
    for family in FAMILIES:
        kinds = [PLACEMENT_TYPES.index(kind) for kind in TYPES_OF[family]]
        need = paths[..., kinds].sum(-1)
        usable = supply.get(family, np.full(need.shape, np.nan))
        columns = {
            **_percentiles("need", need),
            **_percentiles("usable_supply", usable),
            **_percentiles("gap", np.maximum(need - usable, 0.0)),
        }
        frames.append(pd.DataFrame({"date": calendar.dates, "family": family, **columns}))
    return pd.concat(frames, ignore_index=True)


def _unplaced(calendar: Calendar, worlds: dict[str, World]) -> pd.DataFrame:
    """Children without a foster place: some in the last scenario, none where there is no other."""
    name = list(worlds)[-1]
    values = 0.1 * worlds[name]["paths"][..., 2]
    keys = {"scenario": name, "date": calendar.dates}
    return pd.DataFrame({**keys, **_statistics(values)})[: None if len(worlds) > 1 else 0]


def _household_flows(calendar: Calendar, world: World) -> pd.DataFrame:
    """A seventh of the households leave in a year; those approved make up the change."""
    frames = []
    for kind, stock in (
        ("mainstream", world["households"]),
        ("connected", world["paths"][..., 0] / 1.3),
    ):
        left = stock[:, :-1:12] / 7
        approved = np.maximum(stock[:, 12::12] - stock[:, :-1:12] + left, 0.0)
        for flow, values in (("approved", approved), ("left", left)):
            keys = {"financial_year": calendar.financial_years, "kind": kind, "flow": flow}
            frames.append(pd.DataFrame({**keys, **_statistics(values)}))
    return pd.concat(frames, ignore_index=True)


def _money_rows(calendar: Calendar) -> dict[str, np.ndarray]:
    """Price bases and the factor of each financial year: 2.5% general inflation."""
    years = np.arange(calendar.years) + 1
    return {"nominal": 1.025**years, "real": np.ones(calendar.years)}


def _costs(calendar: Calendar, cost: dict[str, np.ndarray]) -> pd.DataFrame:
    series = {kind: cost["types"][..., k] for k, kind in enumerate(PLACEMENT_TYPES)}
    series["total"] = cost["types"].sum(-1) + cost["programme"]
    series["programme"] = cost["programme"]
    series["not_modelled"] = cost["not_modelled"]
    frames = []
    for basis, factor in _money_rows(calendar).items():
        for kind, values in series.items():
            found = _statistics(values * factor)
            kept = {name: found[name] for name in ("mean", "p10", "p50", "p80", "p90")}
            keys = {"financial_year": calendar.financial_years, "placement_type": kind}
            frames.append(pd.DataFrame({**keys, "price_basis": basis, **kept}))
    return pd.concat(frames, ignore_index=True)


def _total(world: World) -> np.ndarray:
    return world["cost"]["types"].sum(-1) + world["cost"]["programme"]


def _savings(calendar: Calendar, worlds: dict[str, World]) -> pd.DataFrame:
    columns = ["scenario", "financial_year", "price_basis", "mean", "p10", "p50", "p90"]
    frames = [pd.DataFrame(columns=[*columns, "probability_saves"])]
    for name, world in worlds.items():
        if name == BASELINE:
            continue
        for basis, factor in _money_rows(calendar).items():
            saved = (_total(worlds[BASELINE]) - _total(world)) * factor
            found = _statistics(saved)
            kept = {key: found[key] for key in ("mean", "p10", "p50", "p90")}
            keys = {"scenario": name, "financial_year": calendar.financial_years}
            chance = (saved > 0).mean(0)
            frames.append(
                pd.DataFrame({**keys, "price_basis": basis, **kept, "probability_saves": chance})
            )
    return pd.concat(frames[1:] or frames, ignore_index=True)


def _tornado(worlds: dict[str, World]) -> pd.DataFrame:
    """What two assumptions do to the worth of the last scenario."""
    outcome = f"Net present value of {list(worlds)[-1]}"
    rows = [
        (outcome, "displaces_residential_share", 0.0, 0.15, 1e5, 4e5, 1e6, 9e5),
        (outcome, "weekly_price_agency_fostering", 920.0, 1110.0, 3e5, 4e5, 5e5, 2e5),
    ]
    columns = ["outcome", "key", "low", "high", "at_low", "middle", "at_high", "swing"]
    return pd.DataFrame(rows if len(worlds) > 1 else [], columns=columns).astype(
        dict.fromkeys(columns[2:], float)
    )


def _waterfall(calendar: Calendar, worlds: dict[str, World]) -> pd.DataFrame:
    """Two levers of the last scenario, what they do together, and all of it: real savings."""
    name = list(worlds)[-1]
    rows = []
    if name != BASELINE:
        whole = _total(worlds[BASELINE]) - _total(worlds[name])
        parts = (("recruit_carers", 0.7), ("open_home", 0.5), ("interaction", -0.2), ("total", 1.0))
        for y, year in enumerate(calendar.financial_years):
            for step, (lever, share) in enumerate(parts, start=1):
                values = share * whole[:, y]
                low, high = np.quantile(values, [0.1, 0.9])
                rows.append(
                    (name, "saving", "real", year, step, lever, "", values.mean(), low, high)
                )
    keys = ["scenario", "measure", "price_basis", "period", "step", "lever", "why"]
    table = pd.DataFrame(rows, columns=[*keys, "mean", "p10", "p90"])
    return table.astype(dict.fromkeys(("mean", "p10", "p90"), float))


def _bridge(calendar: Calendar, world: World, baseline: World) -> pd.DataFrame:
    real, base = _total(world).mean(0), _total(baseline).mean(0)
    nominal = real * _money_rows(calendar)["nominal"]
    before = np.concatenate([[71.0e6], nominal[:-1]])
    intervention = np.diff(np.concatenate([[0.0], real - base]))
    inflation = 0.025 * before
    price = 0.03 * before
    volume = 0.002 * before
    return pd.DataFrame(
        {
            "financial_year": calendar.financial_years,
            "from": before,
            "volume": volume,
            "mix": nominal - before - volume - price - inflation - intervention,
            "price": price,
            "inflation": inflation,
            "intervention": intervention,
            "to": nominal,
        }
    )


def _assumptions() -> pd.DataFrame:
    rows = [
        ("places_per_household", 2.09, 1.9, 2.3, "places", "Ofsted, England 2025", "B", 1.2),
        (ENQUIRIES, 17.4, np.nan, np.nan, "enquiries", "Ofsted, England", "B", np.nan),
        ("displaces_residential_share", 0.05, 0.0, 0.15, "share", "assumption", "D", 2.4),
    ]
    columns = ["key", "value", "low", "high", "unit", "source", "quality", "impact"]
    return pd.DataFrame(rows, columns=columns)


def _flows() -> pd.DataFrame:
    """Tameside's published stock, starts and ceases of the latest years, and the residual."""
    frame = pd.DataFrame(
        {
            "year": [2022, 2023, 2024, 2025],
            "opening": [682, 666, 655, 644],
            "started": [187, 191, 187, 236],
            "ceased": [207, 207, 200, 229],
            "actual": [666, 655, 644, 652],
        }
    )
    expected = frame["opening"] + frame["started"] - frame["ceased"]
    frame.insert(4, "expected", expected)
    return frame.assign(residual=frame["actual"] - expected)


def _by_scenario(worlds: dict[str, World], table: Callable[[World], pd.DataFrame]) -> pd.DataFrame:
    frames = []
    for name, world in worlds.items():
        frame = table(world)
        frame.insert(0, "scenario", name)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def make_past_forecasts() -> pd.DataFrame:
    """What a method would have said from three past month ends of returns, and what came."""
    origins = pd.to_datetime(["2022-09-30", "2023-09-30", "2024-09-30"])
    rows = []
    for step, origin in enumerate(origins):
        for horizon in range(1, 4 - step):
            middle, came = 640.0 + 8 * horizon - 5 * step, 655 - 10 * (step + horizon)
            low, high = middle - 22 * horizon, middle + 22 * horizon
            date = origin + pd.offsets.MonthEnd(12 * horizon)
            held = int(low <= came <= high)
            rows.append((origin, date, horizon, low, middle, high, came, held))
    columns = ["origin", "date", "horizon", "p10", "p50", "p90", "came", "held_80"]
    return pd.DataFrame(rows, columns=columns)
