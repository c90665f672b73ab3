"""Say in plain words what moves the forecast of the total, from the numbers behind it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sufficiency.forecasting.pooled.constants import Constants
from sufficiency.forecasting.pooled.features import national_growth, total_features, uasc_change
from sufficiency.forecasting.pooled.growth import NATIONAL, total_growth
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.series import TOTAL
from sufficiency.ranges import HALF_80

NOT_KNOWN = "not in the evidence, so it does not count"


def explain(
    panel: AnnualPanel, row: int, constants: Constants, name: str, group: str
) -> pd.DataFrame:
    """What moves one authority's forecast from the panel's last year.

    Returns:
        term, effect_one_year_percent (of the total, a year ahead; NaN for a remark), words: the
        terms with the largest effect first, then all of them together, then how it goes on.
    """
    growth = total_growth(panel, constants)
    effect = {
        term: 100 * float(np.expm1(value[row, -1, 0])) for term, value in growth.terms.items()
    }
    sentences = _sentences(panel, row, name, group)
    order = sorted(effect, key=lambda term: -abs(effect[term]))
    rows = [(term, effect[term], f"{sentences[term]}: {_moves(effect[term])}.") for term in order]
    together = 100 * float(np.expm1(growth.mean[row, -1, 0]))
    spread = HALF_80 * float(np.sqrt(growth.variance[row, -1, 0]))
    now = float(panel[TOTAL][row, -1])
    middle = now * (1 + together / 100)
    rows.append(
        (
            "all_together",
            together,
            f"All together: {_moves(together)}, from {now:,.0f} to {middle:,.0f}; eight times in "
            f"ten between {middle * np.exp(-spread):,.0f} and {middle * np.exp(spread):,.0f}.",
        )
    )
    rows.append(
        (
            "beyond_three_years",
            np.nan,
            "The forecast can be checked against the past for one to three years ahead. Beyond "
            "that each effect fades as it did between the second and third years, and the range "
            "goes on widening by the same law.",
        )
    )
    return pd.DataFrame(rows, columns=["term", "effect_one_year_percent", "words"])


def _sentences(panel: AnnualPanel, row: int, name: str, group: str) -> dict[str, str]:
    """The figures behind each term, or that they are not known."""
    features = total_features(panel)
    known = {term: bool(np.isfinite(value[row, -1])) for term, value in features.items()}
    total, nation = panel[TOTAL][row], float(national_growth(panel)[-1])
    known[NATIONAL] = bool(np.isfinite(nation))
    uasc = float(uasc_change(panel)[row, -1]) * total[-1]
    own = 100 * np.expm1(np.log(total[-1] / total[-2])) if len(total) > 1 else np.nan
    trend = 100 * np.expm1(float(panel["group_log_growth_5y"][row, -1]))
    england = f"England's {_changed(100 * np.expm1(nation))}" if known[NATIONAL] else "England's"
    words = {
        "neighbours_gap": (
            "Statistical neighbours",
            f"{name} looks after {panel['rate_per_10000'][row, -1]:.0f} in 10,000 children, its "
            f"neighbours {panel['neighbours_rate_per_10000'][row, -1]:.0f}; such gaps tend to "
            "close, slowly",
        ),
        NATIONAL: ("The nation", f"{england} over the last year tends to go on for a while"),
        "own_momentum": (
            "Own momentum",
            f"{name}'s number {_rose(own)} over the last year"
            + (f" against {england}" if known[NATIONAL] else "")
            + "; a little of the difference goes on",
        ),
        "group_trend": (
            f"Like authorities ({group})",
            f"their numbers {_rose(trend)} a year over five years"
            + (", set against England's own trend" if known[NATIONAL] else ""),
        ),
        "uasc_change": (
            "Unaccompanied asylum-seeking children",
            (f"their number changed by {uasc:+.0f}" if abs(uasc) >= 0.5 else "no change in number")
            + " over the last year; such jumps partly reverse",
        ),
    }
    return {
        term: f"{title}: {text if known[term] else NOT_KNOWN}"
        for term, (title, text) in words.items()
    }


def _rose(percent: float) -> str:
    if not np.isfinite(percent) or abs(percent) < 0.05:
        return "stood still"
    return f"{'rose' if percent > 0 else 'fell'} by {abs(percent):.1f}%"


def _changed(percent: float) -> str:
    return f"{'rise' if percent > 0 else 'fall'} of {abs(percent):.1f}%"


def _moves(percent: float) -> str:
    if abs(percent) < 0.05:
        return "no effect on next year's number"
    return f"{abs(percent):.1f}% {'more' if percent > 0 else 'fewer'} children in a year"
