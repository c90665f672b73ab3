"""From gross to net: contributions of health and education, and the grant for asylum seekers."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sufficiency.errors import InputError
from sufficiency.money.costs import YearCosts
from sufficiency.money.figures import figure
from sufficiency.money.outturn import ASYLUM_LINE, SCALED_LINES, line_outturn
from sufficiency.money.prices import Prices
from sufficiency.months import Calendar
from sufficiency.ranges import COST_STATISTICS, statistics

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

LINES: Final = {
    "gross_modelled": "Gross, all that is modelled with the programme",
    "of_which_asylum": "of which children seeking asylum",
    "not_modelled": "Not modelled, growing as other services do",
    "gross": "Gross, all children looked after",
    "health": "Contributions of health",
    "education": "Contributions of education and others",
    "uasc_grant": "Home Office grant for unaccompanied children",
    "net": "Net, all children looked after",
}


def net_table(
    costs: Mapping[str, YearCosts],
    asylum: Mapping[str, np.ndarray],
    evidence: Evidence,
    prices: Prices,
    calendar: Calendar,
) -> pd.DataFrame:
    """Gross, income and net cost by scenario and financial year, GBP nominal.

    Columns: scenario, financial_year, line (keys of `LINES`), mean, p10, p50, p80, p90; income is
    negative. Contributions stay the share of residential spending that the outturn recorded in
    the base year; who paid them is assumed. The grant is a rate a night for each child seeking
    asylum, and the rate does not rise. Children seeking asylum are a line of their own here, at the
    spending a child of the base year with general inflation; in the other tables they are inside
    the placement types they live in.

    Args:
        costs: of each scenario.
        asylum: children seeking asylum by scenario, (draws, years).
        evidence, prices, calendar: of the run.

    Raises:
        InputError: when the outturn or the income of the residential line is not held.
    """
    share = recorded_income(evidence) / line_outturn(evidence, SCALED_LINES["residential"])
    of_health = figure(evidence, "income_health_share").value
    residential = (prices.anchors["outturn_line"] == "residential").to_numpy()
    asylum_now = line_outturn(evidence, ASYLUM_LINE)
    nights = np.array([(b - a).days for a, b in _ends(calendar)], dtype=np.float64)
    grant = figure(evidence, "uasc_grant_a_night").value
    before = children_seeking_asylum(evidence)
    frames = []
    for name, cost in costs.items():
        gross = cost.total("nominal")
        rest = prices.rest * cost.inflation
        income = cost.by_type("nominal")[..., residential].sum(-1) * share
        over_before = asylum[name] / before if before > 0 else np.ones_like(gross)
        lines = {
            "gross_modelled": gross,
            "of_which_asylum": asylum_now * over_before * cost.inflation,
            "not_modelled": rest,
            "gross": gross + rest,
            "health": -income * of_health,
            "education": -income * (1.0 - of_health),
            "uasc_grant": -grant * nights * asylum[name],
        }
        lines["net"] = lines["gross"] + lines["health"] + lines["education"] + lines["uasc_grant"]
        found = statistics(np.stack(list(lines.values()), axis=-1), COST_STATISTICS)
        frames.append(
            pd.DataFrame(
                {
                    "scenario": name,
                    "financial_year": np.repeat(calendar.financial_years, len(LINES)),
                    "line": np.tile(list(LINES), calendar.years),
                    **{key: values.ravel() for key, values in found.items()},
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def recorded_income(evidence: Evidence) -> float:
    """Income that the outturn records on the residential line in the base year, GBP.

    Raises:
        InputError: when it is not held.
    """
    start = evidence.opening_year - 1
    year = f"{start}-{(start + 1) % 100:02d}"
    spend = evidence.spend
    found = spend.loc[
        (spend["area"] == evidence.authority.name)
        & (spend["financial_year"] == year)
        & (spend["line"] == SCALED_LINES["residential"])
        & (spend["measure"] == "income"),
        "value",
    ]
    if found.empty:
        raise InputError(
            f"spend.csv needs '{SCALED_LINES['residential']}', income, for "
            f"{evidence.authority.name} in {year} (0 if there was none): net cost rests on it."
        )
    return float(found.iloc[0])


def children_seeking_asylum(evidence: Evidence) -> float:
    """Unaccompanied children at the latest 31 March; none where the record does not say."""
    latest = evidence.series("uasc_31_march").get(evidence.opening_year, np.nan)
    return float(latest) if latest == latest else 0.0


def _ends(calendar: Calendar) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """The 31 March before and at the end of each financial year."""
    ends = calendar.dates[::12]
    return list(pairwise(ends))
