"""The flow model against every other that `sufficiency backtest --ssda903` scores.

`python -m tests.evidence.ssda903.contest 60 8` makes up 60 authorities of 300 to 900
children, a third of each pattern of entries, forecasts each from eight years of returns, three
years ahead, and prints what models/flow.md quotes. It takes some ten seconds an authority.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

from sufficiency.evidence.ssda903.counting import count_months
from sufficiency.evidence.ssda903.spells import days
from sufficiency.evidence.synthetic import make_world
from sufficiency.evidence.synthetic.entries import PATTERNS
from sufficiency.evidence.synthetic.world import LAST_RETURN
from sufficiency.forecasting.flow.backtest import (
    YEARS,
    ReturnsHistory,
    score_returns,
    score_table,
)
from sufficiency.forecasting.flow.candidates import FLOW, MODELS_RETURNS
from sufficiency.forecasting.scoring.summary import clustered_error
from sufficiency.forecasting.scoring.task import Asked
from tests.evidence.ssda903.calibration import as_returned

DRAWS = 300


def one_authority(
    number: int, years: int, models: tuple[str, ...] = MODELS_RETURNS
) -> pd.DataFrame:
    """Scores of an authority: the columns of the backtest, then crps_flow and authority."""
    dice = np.random.default_rng(number)
    pattern = PATTERNS[number % len(PATTERNS)]
    world = make_world(int(dice.integers(300, 901)), years + 3, number + 1000, pattern)
    whole, seen = (
        count_months(as_returned(world.spells, days(f"{year}-03-31")))
        for year in (LAST_RETURN, LAST_RETURN - 3)
    )
    asked = Asked(models, YEARS, DRAWS, number)
    table = score_table(score_returns(ReturnsHistory(whole, [seen]), asked))
    keys = ["series", "horizon"]
    flow = table[table["model"] == FLOW].set_index(keys)["crps"].rename("crps_flow")
    return table.join(flow, on=keys).assign(authority=number)


def report(scores: pd.DataFrame) -> pd.DataFrame:
    """By model, for the total and for types and by years ahead: CRPS, to the flow model's, held."""
    which = scores["series"].where(scores["series"] == "total", "types")
    rows = []
    for (group, model), part in scores.groupby([which, "model"], sort=False):
        row: dict[str, object] = {"series": group, "model": model, "n": len(part)}
        for ahead in (1, 2, 3, None):
            some = part if ahead is None else part[part["horizon"] == ahead]
            name = "all" if ahead is None else str(ahead)
            row |= {f"crps_{name}": some["crps"].mean(), f"held_80_{name}": some["cover_80"].mean()}
        ratio = part["crps"].sum() / part["crps_flow"].sum()
        against = part.assign(crps_no_change=part["crps_flow"])
        row |= {"to_flow": ratio, "se": clustered_error(against, ratio, "authority")}
        rows.append(row)
    return pd.DataFrame(rows)


def main() -> None:
    authorities, years = (int(text) for text in (*sys.argv[1:], "60", "8")[:2])
    begun = time.perf_counter()
    scores = pd.concat([one_authority(number, years) for number in range(authorities)])
    print(f"{authorities} authorities, {years} years of returns, {DRAWS} draws each")
    print(report(scores).round(2).to_string(index=False))
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
