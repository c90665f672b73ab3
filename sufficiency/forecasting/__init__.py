"""How many: forecasts of the children in care and of each family of placement."""

from sufficiency.forecasting.families import forecast_families
from sufficiency.forecasting.family_forecast import FamilyForecast
from sufficiency.forecasting.files.panel_file import read_panel
from sufficiency.forecasting.files.panel_forecast import forecast_panel
from sufficiency.forecasting.pooled.published import panel_of
from sufficiency.forecasting.scoring.stored import stored_scores
from sufficiency.forecasting.scoring.track_record import hindcast

__all__ = [
    "FamilyForecast",
    "forecast_families",
    "forecast_panel",
    "hindcast",
    "panel_of",
    "read_panel",
    "stored_scores",
]
