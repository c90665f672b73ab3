"""What the year will come to: months spent, invoices still to come, and the months ahead.

By placement type, children (weeks over the weeks of the month) walk on from the last month, and
weekly cost from its latest level, each as far a month as the months so far and a prior together
say. Where children go may have changed in any month so far: the more the latest months depart from
the rest, the more they count and the less sure it is. Weekly cost that falls away in the latest
months while children do not is invoices that have not come: those months are costed at the weekly
cost of the months before. A year may also take a step that no month so far shows. Made-up years,
written apart from this, say how often its range holds: steady, with a step after month 6, and with
invoices three months late (docs/decisions/0067, `tests/results/test_monitor.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sufficiency.evidence.ledger import MONTHS, Ledger
from sufficiency.money.priced import DAYS_A_WEEK
from sufficiency.streams import stream

LATE: Final = 3
"""Months that invoices may be late."""
COMPLETE: Final = 0.93
"""Weekly cost over that of the months before, below which a month's invoices have not all come."""
PRIOR_MONTHS: Final = 8.0
"""Months that the prior spread of a month's change is worth."""
CHANCE: Final = 0.1
"""Square of a month's change in children by chance (logarithm), times the children there are.

Of a hundred children in England some 40 enter care in a year and as many leave, and about 50 moves
take place: 7.5 arrivals a month at types of placement, as many departures, each by chance. Weeks of
a month are its mean, which varies two thirds as much as its ends: 0.15 x 2/3.
"""
DRIFT_SD: Final = 0.012
"""Spread of where children are going, a month (logarithm)."""
STEP_CHANCE: Final = 0.08
STEP_SD: Final = 0.02
TURN_SD: Final = 0.016
"""Chance a month of a step that lasts, and its spread: in weekly cost, and in where children go.

Assumed: one a year, of weekly cost as large as prices rise in a year beyond inflation.
"""
COST_SD: Final = 0.011
"""Prior spread of a month's change in weekly cost that lasts (logarithm)."""
COST_DRIFT: Final = 0.002
"""Usual growth of weekly cost in a month (logarithm)."""


@dataclass(frozen=True)
class Outturn:
    """What the year comes to, in every draw.

    Attributes:
        types: placement types.
        weeks, spend: by month and type, (draws, 12, types): months so far as they will stand when
            every invoice has come.
        late: months of each type whose invoices have not all come, (types,).
    """

    types: tuple[str, ...]
    weeks: np.ndarray
    spend: np.ndarray
    late: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """GBP of the year, (draws,)."""
        return self.spend.sum((1, 2))


def forecast_outturn(ledger: Ledger, draws: int = 2000, seed: int = 1) -> Outturn:
    """The year's outturn given the months so far.

    Args:
        ledger: weeks and spending so far.
        draws: simulated rests of the year.
        seed: seed of the run.
    """
    days = days_of(ledger.financial_year)
    together = ledger.weeks.sum(1) / (days[: ledger.months] / DAYS_A_WEEK)
    shared = _Shared.drawn(draws, together, stream(seed, "monitor", "shared"))
    weeks = np.empty((draws, MONTHS, len(ledger.types)))
    spend, late = np.empty_like(weeks), np.zeros(len(ledger.types), dtype=int)
    for k, kind in enumerate(ledger.types):
        random = stream(seed, "monitor", kind)
        late[k] = months_late(ledger.weeks[:, k], ledger.spend[:, k])
        weeks[..., k] = _weeks(ledger.weeks[:, k], days, shared, random)
        spend[..., k] = _spend(ledger, k, late[k], weeks[..., k], shared, random)
    return Outturn(ledger.types, weeks, spend, late)


@dataclass(frozen=True)
class _Shared:
    """What moves every placement type alike: where children go, and steps; (draws, months)."""

    drift: np.ndarray
    turn: np.ndarray
    step: np.ndarray

    @classmethod
    def drawn(cls, draws: int, children: np.ndarray, random: np.random.Generator) -> _Shared:
        """Drawn given children of all types together by month so far."""
        size = (draws, MONTHS)
        comes = random.uniform(size=size) < STEP_CHANCE
        turn, step = random.normal(size=size) * TURN_SD, random.normal(size=size) * STEP_SD
        going = going_of(_changes(children), float(np.sqrt(CHANCE / max(float(children[-1]), 1.0))))
        return cls(going.drawn(draws, random)[:, None], comes * turn, comes * step)


@dataclass(frozen=True)
class Going:
    """Where children go a month (logarithm): a mixture over when, if ever, that changed this year.

    Attributes:
        chance: of no change, and of one from each month so far on.
        mean, spread: of where children go now, if so.
    """

    chance: np.ndarray
    mean: np.ndarray
    spread: np.ndarray

    def drawn(self, draws: int, random: np.random.Generator) -> np.ndarray:
        """Where children go now, (draws,)."""
        which = random.choice(len(self.chance), size=draws, p=self.chance)
        return np.asarray(self.mean[which] + self.spread[which] * random.normal(size=draws))


def going_of(changes: np.ndarray, by_chance: float) -> Going:
    """What the changes of the months so far say of where children go.

    Every change is where children then went and chance. Where they went is one normal draw for the
    year; from some month on another may have been added. Both being normal, how well each month
    explains the changes and what follows for now are exact (the evidence and the posterior of a
    linear model). When the latest months depart from the rest, those months weigh more and where
    children go is less sure.

    Args:
        changes: of children of all types together, from month to month (logarithm).
        by_chance: prior spread of a change by chance.
    """
    months = len(changes)
    # Twice the variance of chance, whatever the level: successive changes share where they went.
    apart = np.diff(changes) / np.sqrt(2.0)
    noise = _spread(apart, by_chance) ** 2
    since = [np.zeros(months), *(1.0 * (np.arange(months) >= m) for m in range(1, months))]
    logs, means, spreads = [], [], []
    for number, after in enumerate(since):
        turned = TURN_SD**2 * (number > 0)
        cover = noise * np.eye(months) + DRIFT_SD**2 + turned * np.outer(after, after)
        now = DRIFT_SD**2 + turned * after
        weights = np.linalg.solve(cover, now) if months else now
        fit = changes @ np.linalg.solve(cover, changes) if months else 0.0
        prior = STEP_CHANCE if number else 1.0 - STEP_CHANCE * max(months - 1, 0)
        logs.append(np.log(prior) - (np.linalg.slogdet(cover)[1] + fit) / 2.0)
        means.append(float(weights @ changes))
        spreads.append(float(np.sqrt(DRIFT_SD**2 + turned - weights @ now)))
    chance = np.exp(np.array(logs) - max(logs))
    return Going(chance / chance.sum(), np.array(means), np.array(spreads))


def days_of(year: str) -> np.ndarray:
    """Days of each month from April, (12,)."""
    starts = np.datetime64(f"{year[:4]}-04", "M") + np.arange(MONTHS + 1)
    return np.diff(starts.astype("datetime64[D]")).astype(np.float64)


def months_late(weeks: np.ndarray, spend: np.ndarray) -> int:
    """How many of the latest months lack invoices: all that may, where weekly cost falls away.

    >>> months_late(np.full(6, 100.0), np.array([90.0, 90, 90, 60, 30, 0]))
    3
    """
    months = len(weeks)
    cost = np.divide(spend, weeks, out=np.full(months, np.nan), where=weeks > 0)
    oldest = max(1, months - LATE)
    usual = np.nanmedian(cost[:oldest]) if np.isfinite(cost[:oldest]).any() else np.nan
    short = bool(usual > 0) and bool(np.nanmin(cost[oldest:], initial=np.inf) < COMPLETE * usual)
    return months - oldest if short else 0


def _weeks(
    weeks: np.ndarray, days: np.ndarray, shared: _Shared, random: np.random.Generator
) -> np.ndarray:
    """Weeks by month, (draws, 12): those counted as they are, those ahead walked to."""
    months, draws = len(weeks), len(shared.drift)
    children = weeks / (days[:months] / DAYS_A_WEEK)
    ahead = MONTHS - months
    found = np.repeat(children[None], draws, axis=0)
    if ahead:
        now = max(float(children[-1]), 0.0)
        changes = _changes(children)
        # Of so many children, arrivals and leavings of a month are out by chance by this much.
        chance = CHANCE / max(now, 1.0)
        spread = _spreads(draws, changes, float(np.sqrt(chance)), random)
        steps = shared.drift + random.normal(size=(draws, ahead)) * spread
        # From the month a step comes, children go another way than before.
        steps = steps + np.cumsum(shared.turn[:, :ahead], axis=1)
        found = np.concatenate([found, now * np.exp(np.cumsum(steps, axis=1))], axis=1)
    return found * (days / DAYS_A_WEEK)


def _changes(children: np.ndarray) -> np.ndarray:
    """Changes from month to month (logarithm), a month that is out of all proportion held in."""
    return np.clip(np.diff(np.log(np.maximum(children, 0.5))), -0.25, 0.25)


def _spread(changes: np.ndarray, prior: float) -> float:
    """Spread of a month's change: the prior's and that of the months so far, weighed."""
    squares = float((changes**2).sum())
    return float(np.sqrt((PRIOR_MONTHS * prior**2 + squares) / (PRIOR_MONTHS + len(changes))))


def _spreads(
    draws: int, changes: np.ndarray, prior: float, random: np.random.Generator
) -> np.ndarray:
    """Spread of a month's change in each draw, (draws, 1): so few months leave it unsure."""
    freedom = PRIOR_MONTHS + len(changes)
    return np.asarray(
        _spread(changes, prior) * np.sqrt(freedom / random.chisquare(freedom, size=(draws, 1)))
    )


def _spend(
    ledger: Ledger,
    k: int,
    late: int,
    weeks: np.ndarray,
    shared: _Shared,
    random: np.random.Generator,
) -> np.ndarray:
    """GBP by month, (draws, 12): what stands, what is still to be invoiced, what is ahead."""
    draws, months = len(weeks), ledger.months
    whole = months - late
    paid, counted = ledger.spend[:whole, k], ledger.weeks[:whole, k]
    cost = np.divide(paid, counted, out=np.zeros(whole), where=counted > 0)
    usual = cost[cost > 0]
    moved = np.diff(np.log(usual)) if len(usual) else np.zeros(0)
    spread = _spreads(draws, moved, COST_SD, random)
    level = float(usual[-1]) if len(usual) else 0.0
    steps = random.normal(size=(draws, MONTHS - whole)) * spread + COST_DRIFT
    steps = steps + shared.step[:, : MONTHS - whole]
    walked = level * np.exp(np.cumsum(steps, axis=1))
    spent = np.repeat(paid[None], draws, axis=0)
    owed = np.concatenate([spent, walked * weeks[:, whole:]], axis=1)
    if late:  # what has been invoiced is the least that a month will cost
        owed[:, whole:months] = np.maximum(owed[:, whole:months], ledger.spend[whole:, k])
    return owed
