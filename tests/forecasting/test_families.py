"""The baseline of the embedded authority: what a careful reader would check."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence import Evidence, load_evidence
from sufficiency.forecasting import FamilyForecast, forecast_families, forecast_panel, panel_of
from sufficiency.forecasting.mix.model import middle_odds, mix_constants
from sufficiency.forecasting.pooled.published import opening_counts, published_panel
from sufficiency.months import Calendar
from sufficiency.placements import FAMILIES, family_position

CALENDAR = Calendar(2025, 5)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return load_evidence()


@pytest.fixture(scope="module")
def forecast(evidence: Evidence) -> FamilyForecast:
    return forecast_families(evidence, CALENDAR, draws=1000, seed=1)


def test_shape_and_dates(forecast: FamilyForecast) -> None:
    assert forecast.paths.shape == (1000, 61, 7)
    assert forecast.families == FAMILIES
    assert forecast.dates[0] == pd.Timestamp(2025, 3, 31)
    assert forecast.dates[-1] == pd.Timestamp(2030, 3, 31)


def test_opening_counts_are_exact_in_every_draw(forecast: FamilyForecast) -> None:
    assert (forecast.paths[:, 0] == np.array([364, 99, 46, 71, 18, 11, 43])).all()
    assert (forecast.total[:, 0] == 652).all()


def test_nothing_is_negative_or_unknown(forecast: FamilyForecast) -> None:
    assert np.isfinite(forecast.paths).all()
    assert (forecast.paths >= 0).all()


def test_march_2026(forecast: FamilyForecast) -> None:
    low, high = np.quantile(forecast.total[:, 12], [0.1, 0.9])
    assert low > 570
    assert high < 740
    assert 70 < high - low < 150


def test_means_of_families_add_up_to_the_mean_of_the_total(forecast: FamilyForecast) -> None:
    assert forecast.paths.mean(axis=0).sum(axis=-1) == pytest.approx(forecast.total.mean(axis=0))


def test_the_spread_of_the_total_does_not_collapse(forecast: FamilyForecast) -> None:
    for month in (12, 36, 60):
        families = forecast.paths[:, month].std(axis=0)
        total = forecast.total[:, month].std()
        assert families.max() < 1.5 * total
        assert total > 0.7 * np.sqrt((families**2).sum())


def test_variance_grows_evenly_within_a_year(forecast: FamilyForecast) -> None:
    variance = np.log(forecast.total).var(axis=0)
    assert variance[6] == pytest.approx(variance[12] / 2, rel=0.05)
    assert variance[18] == pytest.approx((variance[12] + variance[24]) / 2, rel=0.08)
    assert (np.diff(variance[::12]) > 0).all()


def test_months_meet_the_yearly_forecast(evidence: Evidence, forecast: FamilyForecast) -> None:
    yearly = forecast_panel(panel_of(evidence), draws=2000, only=[evidence.authority.code])
    yearly = yearly.set_index(["series", "year", "quantile"])["value"]
    for years in (1, 2, 3):
        for q in (0.1, 0.5, 0.9):
            got = np.quantile(forecast.total[:, 12 * years], q)
            assert got == pytest.approx(yearly["looked_after", 2025 + years, q], rel=0.025)


def test_the_expensive_group_goes_on_as_englands_shares(forecast: FamilyForecast) -> None:
    outside = ["fostering", "placed_with_parents", "placed_for_adoption"]
    cheaper = sum(forecast.paths[..., family_position(family)] for family in outside)
    odds = np.median(np.log(forecast.total - cheaper) - np.log(cheaper), axis=0)[::12]
    expected = middle_odds(np.array(odds[0]), np.arange(6.0), mix_constants(), 2025)
    assert odds == pytest.approx(expected, abs=0.02)


def test_the_recoding_of_other_placements_is_not_carried_on_as_growth(
    forecast: FamilyForecast,
) -> None:
    other = forecast.paths[..., family_position("other_placements")]
    assert other[:, 12:].mean(axis=0).max() < 43
    assert np.quantile(other[:, 12], 0.9) > 43


def test_homes_and_supported_accommodation_keep_the_split_measured_since_2020(
    forecast: FamilyForecast,
) -> None:
    homes = forecast.paths[..., family_position("homes")]
    supported = forecast.paths[..., family_position("supported_accommodation")]
    share = (homes / (homes + supported)).mean(axis=0)
    assert (np.abs(share - 0.68) < 0.04).all()


def test_same_seed_same_paths(evidence: Evidence, forecast: FamilyForecast) -> None:
    again = forecast_families(evidence, CALENDAR, draws=1000, seed=1)
    np.testing.assert_array_equal(again.paths, forecast.paths)
    other = forecast_families(evidence, CALENDAR, draws=1000, seed=2)
    assert (other.paths[:, 1:] != forecast.paths[:, 1:]).mean() > 0.99


def test_a_shorter_run_begins_like_a_longer_one(
    evidence: Evidence, forecast: FamilyForecast
) -> None:
    short = forecast_families(evidence, Calendar(2025, 2), draws=1000, seed=1)
    assert short.paths.shape == (1000, 25, 7)
    assert short.paths.mean(axis=0) == pytest.approx(forecast.paths[:, :25].mean(axis=0), rel=0.02)


def test_the_explanation_is_made_of_the_numbers(forecast: FamilyForecast) -> None:
    rows = forecast.explanation.set_index("term")
    gap = rows.loc["neighbours_gap"]
    assert -3 < gap["effect_one_year_percent"] < -0.5
    assert "123" in gap["words"] and "91" in gap["words"] and "fewer" in gap["words"]
    assert "2.1%" in rows.loc["national_growth", "words"]
    assert rows.loc["national_growth", "effect_one_year_percent"] < 0
    assert rows.loc["own_momentum", "effect_one_year_percent"] > 0
    terms = rows.drop(["all_together", "beyond_three_years"])["effect_one_year_percent"]
    together = rows.loc["all_together", "effect_one_year_percent"]
    assert 100 * np.expm1(np.log1p(terms / 100).sum()) == pytest.approx(together)
    median = np.median(forecast.total[:, 12])
    assert median == pytest.approx(652 * (1 + together / 100), rel=0.003)


def test_what_the_evidence_lacks_drops_out_and_is_said(evidence: Evidence) -> None:
    lacking = evidence.with_tables({"neighbours": evidence.neighbours.iloc[:0]})
    rows = forecast_families(lacking, CALENDAR, 50, 1).explanation.set_index("term")
    assert rows.loc["neighbours_gap", "effect_one_year_percent"] == 0
    assert "not in the evidence" in rows.loc["neighbours_gap", "words"]


def test_another_opening_year_is_refused(evidence: Evidence) -> None:
    with pytest.raises(InputError, match="31 March 2025"):
        forecast_families(evidence, Calendar(2024, 5), 10, 1)


def test_the_panel_of_the_evidence(evidence: Evidence) -> None:
    panel = published_panel(evidence)
    assert panel.codes[0] == evidence.authority.code
    assert opening_counts(evidence).sum() == panel["looked_after"][0, -1]
    assert panel["neighbours_rate_per_10000"][0, -1] == pytest.approx(91.48, abs=0.01)
    assert np.isnan(panel["rate_per_10000"][1:]).all()


def test_the_mix_is_explained_by_numbers_that_make_up_the_forecast(
    forecast: FamilyForecast,
) -> None:
    mix = forecast.mix.set_index("category")
    assert mix["now"].to_dict() == {
        "foster": 364,
        "homes_and_supported": 145,
        "placed_with_parents": 71,
        "placed_for_adoption": 18,
        "rest": 54,
    }
    causes = ("own_share", "others_share", "total", "agreement", "england")
    effects = [f"{cause}_percent" for cause in causes]
    product = (1 + mix[effects] / 100).prod(axis=1)
    assert (mix["now"] * product).to_numpy() == pytest.approx(mix["one_year"].to_numpy(), rel=1e-6)
    drawn = np.median(forecast.paths[:, 12], axis=0)
    assert mix.loc["foster", "one_year"] == pytest.approx(
        drawn[FAMILIES.index("fostering")], rel=0.03
    )


def test_the_mix_says_why_fostering_goes_on_falling_and_so_do_other_placements(
    forecast: FamilyForecast,
) -> None:
    words = forecast.mix.set_index("category")["words"]
    assert "56% of all against its usual 66% here" in words["foster"]
    assert "going on as England's shares have changes it by −" in words["foster"]
    assert "A high share tends to come down" in words["rest"]
    assert "least certain" in words["rest"]
