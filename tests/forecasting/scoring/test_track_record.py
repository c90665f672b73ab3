"""What the method would have said from past years: nothing later is used, and misses are shown."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.forecasting.pooled.constants import constants_at, embedded_constants
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.published import published_panel
from sufficiency.forecasting.scoring.task import Asked
from sufficiency.forecasting.scoring.track_record import bands_held, hindcast, past_forecasts

OWN = "E08000008"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return load_evidence()


@pytest.fixture(scope="module")
def table(evidence: Evidence) -> pd.DataFrame:
    return hindcast(evidence, draws=400)


def test_every_past_march_and_what_came(table: pd.DataFrame) -> None:
    own = table[table["area_code"] == OWN]
    assert table["area"].iloc[0] == "Tameside"
    assert sorted(own["origin"].unique()) == list(range(2014, 2025))
    assert own.loc[own["year"] == 2020, "came"].eq(704).all()
    assert own.loc[own["year"] > 2025, ["came", "held_80"]].isna().all(axis=None)
    bands = own[["p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5"]].to_numpy()
    assert (np.diff(bands, axis=1) > 0).all()
    assert table["area_code"].nunique() == 19


def test_march_2017_the_method_would_have_missed_the_rise(evidence: Evidence) -> None:
    # The latest published count in March 2017 was March 2016's.
    said = hindcast(evidence, [2016], years=4, draws=2000)
    own = said[said["area_code"] == OWN]
    assert (own["latest_count"] == 428).all()
    assert own["came"].tolist() == [515, 617, 664, 704]
    assert (own["held_80"] == 0).all() and (own["held_95"] == 0).all()
    assert own["p50"].between(420, 445).all()
    # It would not have backed a decline either: about as likely fewer as more.
    assert own["chance_of_fewer"].between(0.4, 0.55).all()


def test_a_planted_future_changes_no_past_forecast(evidence: Evidence) -> None:
    panel = published_panel(evidence)
    later = panel.years > 2018
    spoilt = AnnualPanel(
        panel.codes,
        panel.years,
        MappingProxyType(
            {name: np.where(later, value * 3 + 1, value) for name, value in panel.values.items()}
        ),
    )
    asked = Asked(("pooled", "no_change", "drift"), draws=50)
    one, other = (past_forecasts(p, [2016, 2018], asked) for p in (panel, spoilt))
    said = [name for name in one if name.startswith("p") or name == "chance_of_fewer"]
    pd.testing.assert_frame_equal(one[said], other[said], check_exact=True)
    assert (one["came"] != other["came"]).any()


def test_constants_of_a_year_were_estimated_from_nothing_later() -> None:
    for year in range(2013, 2025):
        held = constants_at(year)
        assert held is not None and held.fitted_to == year
    assert constants_at(2012) is None
    latest = constants_at(2030)
    assert latest is not None and latest.fitted_to == 2024
    assert embedded_constants().fitted_to == 2025


def test_bands_held_are_counted_apart(table: pd.DataFrame) -> None:
    counts = bands_held(table, OWN).set_index("who")
    known = table["came"].notna()
    own = table["area_code"] == OWN
    assert counts.loc["authority", "forecasts"] == 30
    assert counts.loc["others", "forecasts"] == 540
    assert counts.loc["authority", "held"] == table.loc[known & own, "held_80"].sum()
    # An 80% band on the others in the evidence: right about as often as it says.
    assert 0.74 < counts.loc["others", "held"] / 540 < 0.86


def test_an_unknown_model_is_refused(evidence: Evidence) -> None:
    with pytest.raises(InputError, match="no past forecast by 'prophet'"):
        hindcast(evidence, [2020], models=["prophet"])
