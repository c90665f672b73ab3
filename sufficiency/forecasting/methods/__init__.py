"""Forecasting methods that look at one series alone, each in one file."""
