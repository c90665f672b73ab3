"""Say in plain words why each kind of placement is forecast to rise or fall in the first year."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from sufficiency.forecasting.pooled.annual import LEAST, outlook
from sufficiency.forecasting.pooled.by_type import categories, type_growth
from sufficiency.forecasting.pooled.constants import Constants
from sufficiency.forecasting.pooled.features import mean_known
from sufficiency.forecasting.pooled.growth import total_growth
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.published import by_year
from sufficiency.forecasting.pooled.series import CATEGORIES, REST, TOTAL

TITLES: Final = MappingProxyType(
    {
        "foster": "Fostering",
        "homes_and_supported": "Children's homes and supported accommodation",
        "placed_with_parents": "Placed with parents",
        "placed_for_adoption": "Placed for adoption",
        REST: "Other placements and other residential settings",
    }
)

RECENT: Final = 8
"""Years looked back for the highest and lowest count."""

SMALL: Final = 0.05
"""Percent below which an effect is called none."""


@dataclass(frozen=True, eq=False)
class Moved:
    """Children by category after a year, (draws, 5), without and with England's shares at work."""

    before: np.ndarray
    after: np.ndarray


def explain_mix(panel: AnnualPanel, row: int, constants: Constants, moved: Moved) -> pd.DataFrame:
    """What moves each kind of placement of one authority over the next year.

    Args:
        panel: the authority and those it is compared with.
        row: of the authority.
        constants: of the pooled model.
        moved: its draws, for what England's shares do to each kind.

    Returns:
        category (of `series.CATEGORIES`), now, one_year (middle), low, high (80% range, children),
        own_share_percent, others_share_percent, total_percent (effects on the category in percent:
        its share's distance from its own past, from the others', and the total's pull),
        agreement_percent (what making the groups agree with the total adds), england_percent (what
        the drift of England's shares and coming back to them adds), words.
    """
    view = outlook(panel, constants)
    growth = type_growth(panel, total_growth(panel, constants), constants)
    shares = categories(panel).children / panel[TOTAL][..., None]
    logs = np.log(np.maximum(shares, 1e-3))
    rows = []
    for k, name in enumerate(CATEGORIES):
        now = float(view.opening[row, k])
        if not np.isfinite(now):
            continue
        terms = {key: float(value[row, -1, 0]) for key, value in growth[k].terms.items()}
        middle = float(view.agreed[row, 0, k])
        before, after = (np.median(made[:, k]) for made in (moved.before, moved.after))
        nation = float(np.log(max(after, LEAST) / max(before, LEAST)))
        effects = {
            "own_share_percent": _percent(terms.get("own_share", 0.0)),
            "others_share_percent": _percent(terms.get("others_share", 0.0)),
            "total_percent": _percent(terms["pull"]),
            "agreement_percent": _percent(
                float(np.log(middle / max(view.alone[row, 0, k], LEAST)))
            ),
            "england_percent": _percent(nation),
        }
        # Everyone else's mean share now, and this authority's own mean so far.
        rest_of_them = np.delete(logs[:, -1, k], row)
        others = float(np.exp(mean_known(rest_of_them[None], 1, axis=1)[0])) * 100
        own = float(np.exp(mean_known(logs[row : row + 1, :, k], 1, axis=1)[0])) * 100
        place = _Place(
            TITLES[name], now, 100 * float(shares[row, -1, k]), own, others, len(rest_of_them)
        )
        past = pd.Series(categories(panel).children[row, :, k], index=panel.years)
        low, high = np.quantile(moved.after[:, k], (0.1, 0.9)).tolist()
        found = {"now": now, "one_year": middle * np.exp(nation), "low": low, "high": high}
        words = _words(place, found, effects, past, surest=name == REST)
        rows.append({"category": name, **found, **effects, "words": words})
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class _Place:
    """A category's number and its shares of all children, in percent, for its sentence."""

    title: str
    now: float
    share: float
    own: float
    others: float
    many: int


def _words(
    place: _Place,
    found: dict[str, float],
    effects: dict[str, float],
    past: pd.Series,
    surest: bool,
) -> str:
    against = f"its usual {_share(place.own)} here"
    if place.many and np.isfinite(place.others):
        against += f" and {_share(place.others)} in the {place.many} authorities held beside it"
    text = (
        f"{place.title}: {place.now:.0f} children, {_share(place.share)} of all against {against}. "
        f"{_tends(effects)}; {_follows(effects['total_percent'])}"
    )
    if abs(effects["agreement_percent"]) >= SMALL:
        text += f"; agreeing with the total changes it by {_signed(effects['agreement_percent'])}"
    if abs(effects["england_percent"]) >= SMALL:
        change = _signed(effects["england_percent"])
        text += f"; going on as England's shares have changes it by {change}"
    text += (
        f". In a year the middle is {found['one_year']:.0f} (eight times in ten between "
        f"{found['low']:.0f} and {found['high']:.0f})."
    )
    text += _turn(past, place.now, found["one_year"])
    if surest:
        text += (
            " This is the least certain kind: large numbers have usually come down within a year "
            "or two, and nothing in the model knows why these placements were made. The two are "
            "told apart by how they have divided since 2020."
        )
    return text


def _share(percent: float) -> str:
    return f"{percent:.1f}%" if percent < 10 else f"{percent:.0f}%"


def _tends(effects: dict[str, float]) -> str:
    """What the unusual shares do, together."""
    both = effects["own_share_percent"] + effects["others_share_percent"]
    if abs(both) < SMALL:
        return "The share is usual and stays"
    way = "low share tends to recover" if both > 0 else "high share tends to come down"
    return f"A {way}, a part of the way each year ({_signed(both)})"


def _follows(effect: float) -> str:
    if abs(effect) < SMALL:
        return "the total hardly moves it"
    return f"{'more' if effect > 0 else 'fewer'} children in all moves it by {_signed(effect)}"


def _turn(past: pd.Series, now: float, middle: float) -> str:
    """A remark where the forecast turns against what the number has done over the years."""
    recent = dict(list(by_year(past).items())[-RECENT:])
    if len(recent) < 3:
        return ""
    last, peak, low = (
        max(recent),
        max(recent, key=recent.__getitem__),
        min(recent, key=recent.__getitem__),
    )
    way = ""
    if middle > now and peak != last and recent[peak] > 1.05 * now:
        way = f"It has fallen from {recent[peak]:.0f} in {peak}; that fall"
    if middle < now and low != last and now > 1.05 * recent[low]:
        way = f"It has risen from {recent[low]:.0f} in {low}; that rise"
    because = "because on 72 authorities a kind's own past growth foretold nothing"
    return f" {way} is not carried on, {because}." if way else ""


def _percent(log_effect: float) -> float:
    return 100 * float(np.expm1(log_effect))


def _signed(percent: float) -> str:
    """A percentage with its sign, a true minus for less.

    >>> _signed(-4.25)
    '−4.2%'
    """
    return f"{'−' if percent < 0 else '+'}{abs(percent):.1f}%"
