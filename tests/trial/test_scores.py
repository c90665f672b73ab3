"""The trial's scores against their definitions."""

import numpy as np
import pandas as pd
import pytest

from sufficiency.trial.scores import summary


def _table(rng, authorities=40):
    came = rng.uniform(50, 150, authorities)
    middle = came * rng.uniform(0.8, 1.2, authorities)
    return pd.DataFrame(
        {
            "measure": "x",
            "la_code": [f"a{i}" for i in range(authorities)],
            "opening_year": 2015 + np.arange(authorities) % 4,
            "mean": middle,
            "p10": middle * 0.9,
            "p50": middle,
            "p90": middle * 1.1,
            "came": came,
            "opened_at": came * 0.95,
            "crps": 2.0,
            "crps_no_change": 4.0,
            "crps_as_england": np.nan,
        }
    )


def test_the_statistics_are_what_they_say():
    table = _table(np.random.default_rng(1))

    found = summary(table, ["measure"]).iloc[0]

    inside = (table["p10"] <= table["came"]) & (table["came"] <= table["p90"])
    assert found["cover_80"] == pytest.approx(100 * inside.mean())
    assert found["bias_mean"] == pytest.approx(
        100 * (table["came"].sum() / table["mean"].sum() - 1)
    )
    missed, still = (table["came"] - table["p50"]).abs(), (table["came"] * 0.05).abs()
    assert found["error"] == pytest.approx(missed.sum() / still.sum())
    assert found["crps"] == pytest.approx(0.5)


def test_leaving_out_one_authority_at_a_time_gives_the_standard_error_of_a_mean():
    table = _table(np.random.default_rng(2))

    found = summary(table, ["measure"]).iloc[0]

    inside = 100.0 * ((table["p10"] <= table["came"]) & (table["came"] <= table["p90"]))
    assert found["cover_80_se_authority"] == pytest.approx(inside.std(ddof=1) / np.sqrt(len(table)))


def test_one_opening_year_gives_no_error_by_year():
    table = _table(np.random.default_rng(3)).assign(opening_year=2020)

    found = summary(table, ["measure"]).iloc[0]

    assert np.isnan(found["crps_se_year"])
    assert found["bias_mean_se_authority"] > 0
