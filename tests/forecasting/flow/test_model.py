"""The flow model: sound paths, ages that are birthdays, and the contract of its file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903.counting import count_months
from sufficiency.evidence.ssda903.monthly import MonthlyEvidence
from sufficiency.evidence.ssda903.spells import days
from sufficiency.evidence.synthetic import make_world, synthesise
from sufficiency.forecasting.files.returns_forecast import forecast_returns_to_file
from sufficiency.forecasting.flow.fit import LASTING_GROWTH, _luck, fit_flow_model
from sufficiency.forecasting.flow.model import QUANTILES, SERIES, forecast_months
from sufficiency.forecasting.flow.paths import simulate
from sufficiency.forecasting.scoring.forecasts import between_whole


@pytest.fixture(scope="module")
def monthly() -> MonthlyEvidence:
    return count_months(make_world(300, 6, 3, "drifting").spells)


def test_paths_start_at_the_count_and_are_whole_and_never_negative(monthly):
    forecast = forecast_months(monthly, 2, 50, 1)

    assert (forecast.paths[:, 0] == monthly.by_type[-1]).all()
    assert (forecast.paths >= 0).all()
    assert (forecast.paths == np.round(forecast.paths)).all()
    assert forecast.paths.shape == (50, 25, 10)
    assert forecast.dates[0] == monthly.dates[-1]
    assert str(forecast.dates[-1].date()) == "2028-03-31"


@pytest.mark.slow
def test_the_same_seed_is_the_same_forecast_on_any_number_of_workers(monthly):
    one, two, other = (
        forecast_months(monthly, 1, 300, seed, workers).paths
        for seed, workers in ((5, 1), (5, 2), (6, 2))
    )

    assert (one == two).all()
    assert (one != other).any()


def test_children_leave_by_their_18th_birthday_and_not_at_a_rate(monthly):
    """Nobody comes and nobody leaves or moves but by turning 18: the stock is known exactly."""
    now = monthly.now
    steps = monthly.steps
    still = replace(
        monthly,
        arrivals=np.zeros_like(monthly.arrivals),
        steps=replace(steps, then=steps.kind, children=steps.children * 10_000),
    )

    paths = forecast_months(still, 5, 20, 1).paths

    for month in (1, 12, 36, 60):
        left = now.children[now.months_left >= month].sum()
        assert paths[:, month].sum(axis=1) == pytest.approx(left, abs=0.03 * left + 3)
    assert paths[:, 60].sum(axis=1).max() < monthly.by_type[-1].sum()


def test_a_range_over_whole_numbers_holds_what_it_says():
    """Read at whole numbers, an 80% range over counts of 15 to 30 holds 84% of them."""
    rng = np.random.default_rng(1)
    rates = np.linspace(15, 30, 40)
    low, high = between_whole(rng.poisson(rates, (20_000, 40)).astype(float), (0.1, 0.9), 1)
    came = rng.poisson(rates, (20_000, 40))

    held = ((came >= low) & (came <= high)).mean()

    assert 0.785 < held < 0.815
    assert (between_whole(np.zeros((50, 1)), (0.025,), 1) >= 0).all()


def test_the_file_is_of_the_contract(tmp_path):
    synthesise(tmp_path / "returns", children=120, years=3, seed=2)

    report = forecast_returns_to_file(tmp_path / "returns", 1, 60, 1, tmp_path / "f.csv")

    table = pd.read_csv(tmp_path / "f.csv")
    assert list(table.columns) == ["date", "series", "quantile", "value"]
    assert set(table["series"]) == set(SERIES)
    assert sorted(table["quantile"].unique()) == sorted(QUANTILES)
    assert table["date"].unique().tolist()[:2] == ["2026-04-30", "2026-05-31"]
    assert len(table) == 12 * len(SERIES) * len(QUANTILES)
    wide = table.pivot(index=["date", "series"], columns="quantile", values="value")
    assert (wide.diff(axis=1).iloc[:, 1:] >= 0).all().all()
    assert report.children > 120


def test_too_short_a_record_and_years_that_cannot_be_had_are_refused(monthly):
    world = make_world(50, 1, 1).spells
    short = count_months(replace(world, last=days("2025-09-30")))

    with pytest.raises(InputError, match="6 months"):
        forecast_months(short, 1, 10, 1)
    with pytest.raises(InputError, match="1 to 10"):
        forecast_months(monthly, 11, 10, 1)


@pytest.mark.parametrize("children", [1, 3, 15])
def test_a_handful_of_children_can_be_forecast(children):
    monthly = count_months(make_world(children, 3, 4).spells)

    paths = forecast_months(monthly, 3, 40, 1).paths

    assert np.isfinite(paths).all()
    assert paths[:, -1].sum(axis=1).mean() < 6 * children + 10


def test_growth_within_chance_is_mostly_taken_for_luck_and_growth_beyond_it_is_not(monthly):
    def luck(arrive: float, leave: float, months: int) -> float:
        return _luck(arrive, leave, 1.5, months, monthly)

    stock = monthly.by_type[-1].sum()
    assert luck(10, 10, 72) > 0.6
    assert luck(10, 10, 72) > luck(10, 10, 12) > 0.5  # a short record tells the two apart less
    assert luck(10 + 0.15 * stock / 12, 10, 72) < 0.01  # 15% a year is no luck
    by_hand = (12 / stock) ** 2 * (1.5 * 10 + 10 + 1) / 72
    odds = np.sqrt((by_hand + LASTING_GROWTH**2) / by_hand)
    assert luck(10, 10, 72) == pytest.approx(odds / (1 + odds))


def test_futures_in_balance_hold_the_number_of_children(monthly):
    model = fit_flow_model(monthly)
    grows = replace(model, imbalance=model.imbalance + 0.3, luck=0.0)
    balanced = replace(model, luck=1.0)
    steady, tilted = (
        simulate(one, 12, 400, 1).sum(axis=2)[:, -1].mean() - monthly.by_type[-1].sum()
        for one in (balanced, replace(balanced, imbalance=model.imbalance + 0.3))
    )

    assert abs(steady) < 0.04 * monthly.by_type[-1].sum()
    assert tilted < steady - 10  # fewer come and more leave than would balance
    untouched = simulate(grows, 2, 50, 1)
    assert (untouched == simulate(replace(model, luck=0.0), 2, 50, 1)).all()


def test_growth_from_next_to_nobody_is_not_taken_for_luck(monthly):
    """A council whose first children came last month: five a month are no chance about none."""
    empty = replace(monthly, stock=np.zeros_like(monthly.stock))

    assert _luck(5.0, 0.0, 1.0, 72, empty) < 0.01
