"""The forecast of need: from the council's own returns where there are any, else published."""

from __future__ import annotations

from sufficiency.errors import InputError
from sufficiency.evidence import Evidence
from sufficiency.forecasting.family_forecast import FamilyForecast
from sufficiency.forecasting.pooled.from_published import MODEL, families_from_published
from sufficiency.months import Calendar

__all__ = ["MODEL", "forecast_families"]


def forecast_families(
    evidence: Evidence, calendar: Calendar, draws: int, seed: int
) -> FamilyForecast:
    """Forecast every family of placement from the latest count.

    Where the evidence holds the authority's own returns, the flow model forecasts from them: see
    `flow.from_returns`. Else the published record is forecast: see `pooled.from_published`.

    Args:
        evidence: the published record, and the authority's own returns where there are any.
        calendar: opening year and number of years.
        draws: number of equally likely paths.
        seed: of the random numbers.

    Raises:
        InputError: when a family's opening count is not known, or the calendar opens in another
            year than the evidence.
    """
    if calendar.opening_year != evidence.opening_year:
        raise InputError(
            f"The projection opens in {calendar.opening_year} but the latest published count is "
            f"of 31 March {evidence.opening_year}; they must be the same year."
        )
    if evidence.returns is None:
        return families_from_published(evidence, calendar, draws, seed)
    from sufficiency.forecasting.flow.from_returns import families_from_returns

    return families_from_returns(evidence.returns.monthly, calendar, draws, seed)
