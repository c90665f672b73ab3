"""A season counts where there is more of it than chance explains."""

from __future__ import annotations

import numpy as np

from sufficiency.forecasting.flow.seasons import season, smooth
from sufficiency.streams import stream


def test_a_season_earns_its_place_or_is_none():
    rng = stream(2, "season")
    month = np.arange(96) % 12
    wave = 1 + 0.3 * np.sin(2 * np.pi * month / 12)
    strong = rng.poisson(40 * wave).astype(float)
    none = rng.poisson(40, 96).astype(float)

    found = season(strong, smooth(strong), month, 1.0)

    assert np.corrcoef(found, wave[:12])[0, 1] > 0.9
    assert np.abs(season(none, smooth(none), month, 1.0) - 1).max() < 0.12
    assert (season(strong[:24], smooth(strong[:24]), month[:24], 1.0) == 1).all()
