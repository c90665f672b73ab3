"""The rule that chooses the model in use, on scores made by hand and on those that are stored."""

from __future__ import annotations

import pandas as pd
import pytest

from sufficiency.forecasting.families import MODEL
from sufficiency.forecasting.pooled.series import SERIES
from sufficiency.forecasting.scoring.panel_models import MODELS
from sufficiency.forecasting.scoring.selection import SIMPLEST_FIRST, in_use, verdicts
from sufficiency.forecasting.scoring.stored import stored_scores, stored_table
from sufficiency.results.contract import CONTRACT


def scores(**models: dict) -> pd.DataFrame:
    rows = []
    for model, given in models.items():
        for series in SERIES:
            rows.append(
                {
                    "model": model,
                    "series": series,
                    "relative_crps": given.get(series, given["all"]),
                    "se_by_authority": 0.02,
                    "se_by_year": given.get("se", 0.01),
                    "cover_80": given.get("cover", 80.0),
                }
            )
    return pd.DataFrame(rows)


NO_CHANGE = {"all": 1.0}


def test_a_gain_within_its_error_is_not_enough() -> None:
    assert in_use(scores(no_change=NO_CHANGE, pooled={"all": 0.985})) == "no_change"
    assert in_use(scores(no_change=NO_CHANGE, pooled={"all": 0.975})) == "pooled"
    # The larger of the two standard errors counts.
    assert in_use(scores(no_change=NO_CHANGE, pooled={"all": 0.95, "se": 0.06})) == "no_change"


def test_worse_on_one_kind_of_placement_is_refused_and_said() -> None:
    table = verdicts(scores(no_change=NO_CHANGE, pooled={"all": 0.9, "foster": 1.05}))
    row = table.set_index("model").loc["pooled"]
    assert not row["admitted"] and row["words"] == "worse than no change on foster"


def test_a_band_that_does_not_hold_is_refused() -> None:
    assert in_use(scores(no_change=NO_CHANGE, pooled={"all": 0.8, "cover": 60.0})) == "no_change"


def test_the_simpler_of_two_that_cannot_be_told_apart() -> None:
    near = scores(no_change=NO_CHANGE, drift={"all": 0.90}, ensemble={"all": 0.89})
    assert in_use(near) == "drift"
    far = scores(no_change=NO_CHANGE, drift={"all": 0.95}, ensemble={"all": 0.89})
    assert in_use(far) == "ensemble"


def test_every_model_has_its_place_in_the_order() -> None:
    assert set(SIMPLEST_FIRST) == set(MODELS)


def test_the_model_in_use_is_the_one_the_rule_chooses() -> None:
    assert in_use(stored_table("by_series")) == MODEL


def test_stored_scores_have_the_columns_of_a_run() -> None:
    table = stored_scores()
    assert list(table.columns) == CONTRACT["backtest"].columns
    assert set(table["model"]) == set(MODELS)
    assert set(table["series"]) == set(SERIES)
    assert not table.duplicated(["model", "series", "horizon"]).any()
    assert not table.isna().any(axis=None)


@pytest.mark.parametrize(
    ("series", "crps", "low_80", "high_80", "low_95", "high_95"),
    [
        ("looked_after", 0.93, 76, 84, 92, 98),
        ("foster", 0.985, 76, 84, 92, 98),
        ("homes_and_supported", 0.95, 73, 87, 89, 99),
        ("placed_with_parents", 0.965, 74, 86, 89, 99),
        ("placed_for_adoption", 0.87, 72, 88, 89, 99),
    ],
)
def test_the_model_in_use_reaches_what_was_asked_of_it(
    series: str, crps: float, low_80: float, high_80: float, low_95: float, high_95: float
) -> None:
    row = stored_table("by_series").query("model == 'pooled' and series == @series").iloc[0]
    assert row["relative_crps"] <= crps
    # Whole percent, as the aims are written.
    assert low_80 <= round(row["cover_80"]) <= high_80
    assert low_95 <= round(row["cover_95"]) <= high_95
