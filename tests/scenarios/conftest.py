"""A small forecast of the embedded evidence, made once for all tests that run scenarios on it."""

from __future__ import annotations

import pytest

from sufficiency.engine import Forecast, forecast
from sufficiency.evidence import load_evidence


@pytest.fixture(scope="session")
def small() -> Forecast:
    """Four years on 200 draws."""
    return forecast(load_evidence(), years=4, draws=200, seed=1)
