"""Councils together on the page: forecast, tried on, and looked at."""
