"""The flow model: forecasts from the monthly counts of a council's own returns."""
