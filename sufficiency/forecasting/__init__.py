"""How many: forecasts of the children in care and of each family of placement."""

from sufficiency.forecasting.families import FamilyForecast, forecast_families
from sufficiency.forecasting.files import read_panel
from sufficiency.forecasting.forecast import forecast_panel
from sufficiency.forecasting.published import panel_of

__all__ = [
    "FamilyForecast",
    "forecast_families",
    "forecast_panel",
    "panel_of",
    "read_panel",
]
