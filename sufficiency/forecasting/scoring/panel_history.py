"""Yearly figures of many authorities as a history that a backtest rolls over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from sufficiency.errors import InputError
from sufficiency.forecasting.methods.mixture import needed
from sufficiency.forecasting.pooled.constants import Constants, constants_at
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.refit import refitted
from sufficiency.forecasting.pooled.series import SERIES
from sufficiency.forecasting.scoring.outcome import Measures, Outcome
from sufficiency.forecasting.scoring.panel_models import MEMBERS, POOLED, SeenPanel
from sufficiency.forecasting.scoring.scores import crps_normal, no_change_spread, yearly_change

BLOCK = 12
"""Authorities to a task: small enough for progress to show, large enough to be worth sending."""

LEAST_YEARS = 8
"""Years, the origin's included, that a method is given at the earliest origin."""


@dataclass(frozen=True)
class PanelHistory:
    """A panel, what is scored of it, and the pooled model's constants in each year.

    Attributes:
        panel: figures up to today.
        pairs: authority and series of what is forecast and scored.
        constants: origin -> constants estimated from nothing later, or None.
    """

    panel: AnnualPanel = field(repr=False)
    pairs: tuple[tuple[str, str], ...] = field(repr=False)
    constants: Mapping[int, Constants | None] = field(repr=False)

    def until(self, origin: int) -> SeenPanel:
        """See `outcome.History`."""
        return SeenPanel(self.panel.until(origin), self.constants.get(origin))

    def outcome(self, origin: int, horizons: tuple[int, ...]) -> Outcome:
        """See `outcome.History`; a year that is yet to come is not known."""
        panel, codes = self.panel, self.panel.codes
        whole = np.stack([panel[series][codes.index(code)] for code, series in self.pairs])
        ahead = np.array(horizons)
        blank = np.full((len(whole), max(horizons)), np.nan)
        at = int(origin - panel.years[0])
        came = np.concatenate([whole, blank], axis=1)[:, at + ahead]
        seen = whole[:, : at + 1]
        spread = no_change_spread(seen)[:, None] * np.sqrt(ahead)
        with np.errstate(invalid="ignore"):
            no_change = crps_normal(seen[:, -1:], spread, came)
        known = np.isfinite(whole)
        level = np.where(known, whole, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
        authorities, series = zip(*self.pairs, strict=True)
        return Outcome(
            measures=Measures(authorities, series, horizons),
            came=came,
            level=np.maximum(level, 1e-9),
            scale=yearly_change(seen),
            no_change=no_change,
            published=True,
        )

    def parts(
        self, outcome: Outcome, models: tuple[str, ...]
    ) -> list[tuple[Outcome, tuple[str, ...]]]:
        """See `outcome.History`: some authorities, every model."""
        codes = self.panel.codes
        parts = []
        for block in np.array_split(np.array(codes), -(-len(codes) // BLOCK)):
            here = set(block.tolist())
            rows = [i for i, code in enumerate(outcome.measures.authorities) if code in here]
            if rows:
                parts.append((outcome.rows(rows), models))
        return parts


def scored_history(
    panel: AnnualPanel, constants: Mapping[int, Constants | None] | None = None
) -> PanelHistory:
    """A panel's series without a gap, so that every method is given the same years.

    Which series are scored is known with hindsight; what is in them is not.

    Args:
        panel: figures up to today.
        constants: of the pooled model by origin; none unless given.

    Raises:
        InputError: when no authority has a series without a gap.
    """
    pairs = tuple(
        (code, series)
        for series in SERIES
        for code, whole in zip(panel.codes, panel.complete(series), strict=True)
        if whole
    )
    if not pairs:
        raise InputError(
            "No authority has a series without a gap; a backtest scores those alone, so that "
            "every method is given the same years."
        )
    return PanelHistory(panel, pairs, constants or {})


def default_origins(panel: AnnualPanel) -> tuple[int, ...]:
    """Every year with `LEAST_YEARS` of history and an outcome.

    Raises:
        InputError: when there is no such year.
    """
    origins = tuple(int(year) for year in panel.years[LEAST_YEARS - 1 : -1])
    if not origins:
        raise InputError(
            f"The panel has {len(panel.years)} years; at least {LEAST_YEARS + 1} are needed to "
            "forecast from a past year and see what came."
        )
    return origins


def constants_then(
    panel: AnnualPanel, nation: Mapping[int, float], origins: Iterable[int], models: tuple[str, ...]
) -> tuple[dict[int, Constants | None], dict[int, str]]:
    """The pooled model's constants as they would have been at each origin, and where from.

    They are estimated on the panel; one too small for that takes those estimated on 72 English
    authorities up to the same year.

    Args:
        panel: figures up to today.
        nation: children looked after in the nation by year, as far back as is known.
        origins: years to forecast from.
        models: names; nothing is estimated where the pooled model takes no part.
    """
    constants, source = {}, {}
    for origin in origins:
        pooled = POOLED in needed(models, MEMBERS)
        own = refitted(panel, nation, origin, "this panel") if pooled else None
        constants[origin] = own or constants_at(origin)
        if own:
            source[origin] = "estimated on this panel up to the origin"
        elif constants[origin]:
            source[origin] = "estimated on 72 English authorities up to the origin"
        else:
            source[origin] = "none so early"
    return constants, source
