"""Price paths: what the record says, what is assumed, and when prices move."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.money import GrowthSettings, PriceGrowth, Prices, draw_prices
from sufficiency.money.growth import draw_growth, estimate_growth, real_weekly_costs
from sufficiency.money.inflation import inflation_index
from sufficiency.months import Calendar
from sufficiency.placements import PLACEMENT_TYPES

YEARS = range(2015, 2025)


def _years(count: int) -> tuple[str, ...]:
    return Calendar(2025, count).financial_years


def indices(last: int = 2030, growth: float = 1.02) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "financial_year": [f"{y}-{(y + 1) % 100:02d}" for y in range(2015, last + 1)],
            "gdp_deflator_2024_25_is_100": [
                100 * growth ** (y - 2024) for y in range(2015, last + 1)
            ],
        }
    )


def record(growth: dict[str, float], noise: float, seed: int = 1) -> pd.DataFrame:
    """Weekly costs of made-up areas that grow in real terms at set rates, with level noise."""
    rng = np.random.default_rng(seed)
    rows = []
    for line in ("Residential care", "Fostering services"):
        for area, rate in growth.items():
            sd = 0.0 if area == "England" else noise
            for year in YEARS:
                value = 1000 * np.exp(rate * (year - 2015)) * 1.02 ** (year - 2024)
                rows.append(
                    (area, f"{year}-{year % 100 + 1:02d}", line, value * np.exp(rng.normal(0, sd)))
                )
    frame = pd.DataFrame(rows, columns=["area", "financial_year", "line", "value"])
    return frame.assign(measure="gbp_per_child_per_week")


def estimate(growth: dict[str, float], noise: float) -> PriceGrowth:
    areas = set(growth) - {"England"}
    found = estimate_growth(record(growth, noise), indices(), "Here", areas, GrowthSettings())
    return found[0]


def test_real_growth_is_what_is_left_after_the_deflator():
    logs = real_weekly_costs(
        record({"Here": 0.05, "England": 0.03}, 0.0), indices(), "Residential care"
    )
    np.testing.assert_allclose(logs.diff().iloc[1:]["Here"], 0.05)


def test_a_record_of_noise_is_shrunk_to_england_and_of_difference_is_not():
    others = {f"Area {k}": 0.03 for k in range(15)}
    noisy = estimate({"Here": 0.03, "England": 0.03, **others}, noise=0.15)
    assert noisy.weight < 0.3
    rates = np.linspace(-0.1, 0.15, 15)
    apart = {f"Area {k}": float(rate) for k, rate in enumerate(rates)}
    clear = estimate({"Here": 0.10, "England": 0.03, **apart}, noise=0.01)
    assert clear.weight > 0.9
    assert clear.start == pytest.approx(0.10, abs=0.01)


def test_local_growth_counts_for_little_on_the_real_record(prices: Prices):
    """13.8% a year nominal since 2015-16 was catching up: it does not foretell the next years."""
    residential = prices.growth[0]
    assert residential.group == "residential"
    assert residential.local == pytest.approx(0.097, abs=0.001)
    assert residential.nation == pytest.approx(0.059, abs=0.001)
    assert residential.areas == 19  # the region and England are not authorities
    assert residential.weight < 0.2
    assert residential.nation <= residential.start < residential.local
    fostering = prices.growth[1]
    assert fostering.nation == pytest.approx(-0.002, abs=0.001)


def test_growth_fades_to_the_long_run_by_half_in_each_half_life():
    settings = GrowthSettings(long_run_sd=0.0, half_life_years=2.0, long_run=0.01)
    sure = PriceGrowth("residential", 0.05, 0.05, 0.0, 0.05, 0.0, 0.0, 9)
    path = draw_growth([sure], ["residential"] * 10, 3, _years(20), 1, settings)[0, :, 0]
    yearly = np.diff(np.log(np.concatenate([[1.0], path])))
    np.testing.assert_allclose(yearly[[1, 3]], [0.01 + 0.04 / 2, 0.01 + 0.04 / 4])
    assert yearly[-1] == pytest.approx(0.01, abs=1e-4)


def test_shocks_widen_the_range_and_leave_the_mean():
    sure = PriceGrowth("residential", 0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 9)
    settings = GrowthSettings(long_run=0.0, long_run_sd=0.0)
    path = draw_growth([sure], ["residential"] * 10, 20_000, _years(5), 1, settings)
    np.testing.assert_allclose(path.mean(axis=0), 1.0, atol=0.01)
    log = np.log(path)
    np.testing.assert_allclose(log.std(axis=0)[:, 0], 0.1 * np.sqrt(np.arange(1, 6)), rtol=0.03)
    shared = np.corrcoef(log[:, 0, 0], log[:, 0, 5])[0, 1]
    assert shared == pytest.approx(settings.shared, abs=0.03)


def test_residential_prices_outgrow_fostering_and_supported(prices: Prices):
    five_years = prices.real_growth[:, 4].mean(axis=0)
    at = dict(zip(PLACEMENT_TYPES, five_years, strict=True))
    assert 1.10 < at["external_residential"] < 1.22
    assert 0.97 < at["agency_fostering"] < 1.08
    assert 1.0 < at["supported_accommodation"] < 1.10
    tenth, ninetieth = np.quantile(prices.real_growth[:, :, 4], [0.1, 0.9], axis=0)
    assert (np.diff(ninetieth - tenth) > 0).all()  # the further, the less sure


def test_inflation_starts_from_the_base_year_and_goes_on_beyond_the_record():
    np.testing.assert_allclose(
        inflation_index(indices(2027), Calendar(2025, 5)), 1.02 ** np.arange(1, 6)
    )


def test_inflation_is_the_published_deflator(prices: Prices):
    np.testing.assert_allclose(
        prices.inflation, [1.032388, 1.053095, 1.073546, 1.093571, 1.113959], rtol=1e-6
    )


def test_what_is_missing_is_refused():
    spend = record({"Here": 0.0, "There": 0.0}, 0.0)
    with pytest.raises(InputError, match=r"Residential care.*England"):
        estimate_growth(spend, indices(), "Here", {"Here", "There"}, GrowthSettings())
    with pytest.raises(InputError, match="GDP deflator of 2039-40"):
        inflation_index(indices(), Calendar(2040, 1))


def test_growth_and_inflation_of_single_years_can_be_given(evidence, base, calendar, prices):
    given = GrowthSettings(
        inflation={"2026/27": 0.05}, real_growth={"residential": {"2025/26": 0.10}}
    )
    changed = draw_prices(evidence, base, calendar, 1, given)
    was, now = (np.concatenate([[1.0], p.inflation]) for p in (prices, changed))
    np.testing.assert_allclose(
        (now[1:] / now[:-1])[[0, 2, 3, 4]], (was[1:] / was[:-1])[[0, 2, 3, 4]]
    )
    assert now[2] / now[1] == pytest.approx(1.05)
    homes = PLACEMENT_TYPES.index("external_residential")
    agency = PLACEMENT_TYPES.index("agency_fostering")
    assert changed.real_growth[:, 0, homes].mean() == pytest.approx(1.10, abs=0.01)
    assert (changed.real_growth[..., agency] == prices.real_growth[..., agency]).all()


def test_settings_for_unknown_years_and_groups_are_refused(evidence, base, calendar):
    with pytest.raises(InputError, match="2024/25"):
        draw_prices(evidence, base, calendar, 1, GrowthSettings(inflation={"2024/25": 0.02}))
    with pytest.raises(InputError, match="'homes'"):
        draw_prices(evidence, base, calendar, 1, GrowthSettings(real_growth={"homes": {}}))
