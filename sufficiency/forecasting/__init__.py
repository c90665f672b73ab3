"""How many: forecasts of the children in care and of each family of placement."""

from sufficiency.forecasting.families import FamilyForecast, forecast_families
from sufficiency.forecasting.files import read_panel
from sufficiency.forecasting.forecast import forecast_panel
from sufficiency.forecasting.hindcast import hindcast
from sufficiency.forecasting.published import panel_of
from sufficiency.forecasting.stored import stored_scores

__all__ = [
    "FamilyForecast",
    "forecast_families",
    "forecast_panel",
    "hindcast",
    "panel_of",
    "read_panel",
    "stored_scores",
]
