"""How often the flow model's ranges hold on made-up authorities, and its scores beside others'.

`python -m tests.evidence.ssda903.calibration 402 6` forecasts 402 authorities of 300 to 900
children, a third of each pattern of entries, from six years of returns, and prints what
models/flow.md quotes. The counts are those that returns would give: stays that ended before the
first return are not known.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903.counting import count_months
from sufficiency.evidence.ssda903.spells import Spells, days
from sufficiency.evidence.synthetic import make_world, truth
from sufficiency.evidence.synthetic.entries import PATTERNS
from sufficiency.evidence.synthetic.world import LAST_RETURN
from sufficiency.forecasting.flow.candidates import FLOW, HALF_DRIFT
from sufficiency.forecasting.flow.fit import fit_flow_model
from sufficiency.forecasting.flow.half_drift import half_drift
from sufficiency.forecasting.flow.naive import PLAIN, plain_forecasts, with_total
from sufficiency.forecasting.flow.paths import simulate
from sufficiency.forecasting.scoring.forecasts import between_whole
from sufficiency.forecasting.scoring.scores import crps_draws, crps_normal
from sufficiency.placements import PLACEMENT_TYPES

AHEAD = (12, 24, 36)
SMALLEST = 20
DRAWS = 400
SERIES = ("total", *PLACEMENT_TYPES)


def as_returned(spells: Spells, last: int) -> Spells:
    """What returns hold: no stay that ended before the first, nothing after the last."""
    keep = spells.end > spells.first
    arrays = [one.name for one in fields(Spells) if one.name not in ("first", "last")]
    kept = {name: getattr(spells, name)[keep] for name in arrays}
    return replace(spells, last=last, **kept)


def one_authority(number: int, years: int) -> pd.DataFrame:
    """Scores of an authority: pattern, series, ahead, model, crps, held 50/80/95 (flow alone)."""
    dice = np.random.default_rng(number)
    pattern = PATTERNS[number % len(PATTERNS)]
    world = make_world(int(dice.integers(300, 901)), years + 3, number + 1000, pattern)
    seen = count_months(as_returned(world.spells, days(f"{LAST_RETURN - 3}-03-31")))
    came = with_total(truth(world).stock[-37:].astype(float))[list(AHEAD)]
    ahead = simulate(fit_flow_model(seen), max(AHEAD), DRAWS, number, 1)[:, 1:]
    at = [month - 1 for month in AHEAD]
    scores = {
        name: crps_draws(np.moveaxis(with_total(made)[:, at], 0, -1), came)
        for name, made in ((FLOW, ahead), (HALF_DRIFT, half_drift(ahead, seen)))
    }
    paths = with_total(ahead)[:, at]
    for name, (mean, spread) in plain_forecasts(seen, max(AHEAD)).items():
        scores[name] = crps_normal(mean[at], spread[at], came)
    held = {}
    for level in (50, 80, 95):
        low, high = between_whole(paths, (0.5 - level / 200, 0.5 + level / 200), number)
        held[f"held_{level}"] = ((low <= came) & (came <= high)).ravel()
    grid = pd.MultiIndex.from_product([AHEAD, SERIES], names=["ahead", "series"])
    table = pd.DataFrame(held | {m: s.ravel() for m, s in scores.items()}, index=grid)
    table = table.reset_index().assign(authority=number, pattern=pattern)
    large = ("total", *np.array(PLACEMENT_TYPES)[seen.by_type[-1] >= SMALLEST])
    return table[table["series"].isin(large)]


def calibrate(numbers: Iterable[int], years: int, workers: int = 2) -> pd.DataFrame:
    """Scores of many authorities, one below the other."""
    # One thread of linear algebra a process, or processes wait for each other.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    with ProcessPoolExecutor(workers) as pool:
        each = list(numbers)
        return pd.concat(pool.map(one_authority, each, [years] * len(each), chunksize=3))


def held(scores: pd.DataFrame, level: int = 80) -> tuple[float, float]:
    """Share of outcomes within the range, and its standard error over authorities."""
    by = scores.groupby("authority")[f"held_{level}"].agg(["sum", "count"])
    share = by["sum"].sum() / by["count"].sum()
    apart = by["sum"] - share * by["count"]
    return float(share), float(np.sqrt((apart**2).sum()) / by["count"].sum())


def report(scores: pd.DataFrame) -> pd.DataFrame:
    """Held and scores: all, by pattern, by years ahead, by type."""
    groups = {"total": scores["series"] == "total", "types": scores["series"] != "total"}
    for pattern in PATTERNS:
        for name in ("total", "types"):
            groups[f"{name}, {pattern}"] = groups[name] & (scores["pattern"] == pattern)
    for ahead in AHEAD:
        for name in ("total", "types"):
            groups[f"{name}, {ahead // 12} years ahead"] = groups[name] & (scores["ahead"] == ahead)
    for kind in PLACEMENT_TYPES:
        groups[kind] = scores["series"] == kind
    rows = []
    for name, which in groups.items():
        part = scores[which]
        if part["authority"].nunique() >= 20:
            share, error = held(part)
            row = {"group": name, "authorities": part["authority"].nunique()}
            row |= {"held_50": held(part, 50)[0], "held_80": share, "se_80": error}
            row |= {"held_95": held(part, 95)[0]}
            rows.append(row | part[[FLOW, HALF_DRIFT, *PLAIN]].mean().to_dict())
    return pd.DataFrame(rows)


def beside_asked(table: pd.DataFrame) -> list[str]:
    """The total and the types in a line each, beside what is asked of them."""
    rows = table.set_index("group").loc[["total", "types"]]
    return [
        f"{name}: {100 * row['held_80']:.0f}% within 80% (s.e. {100 * row['se_80']:.1f}; asked: "
        f"76-84%), CRPS {row[FLOW]:.2f}, {row[FLOW] / row[[*PLAIN]].min():.2f} of the best plain "
        "forecast's (asked: 1 or less)"
        for name, row in rows.iterrows()
    ]


def main() -> None:
    authorities, years = (int(text) for text in (*sys.argv[1:], "402", "6")[:2])
    begun = time.perf_counter()
    table = report(calibrate(range(authorities), years))
    shown = table.round({"held_50": 3, "held_80": 3, "se_80": 3, "held_95": 3}).round(2)
    print(f"{authorities} authorities, {years} years of returns, {DRAWS} draws each")
    print("\n".join(beside_asked(table)))
    print(shown.assign(se_80=table["se_80"].round(3)).to_string(index=False))
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
