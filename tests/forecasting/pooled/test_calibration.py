"""On data whose spread is known the bands hold as often as they say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sufficiency.forecasting.files.panel_file import check_panel
from sufficiency.forecasting.pooled.annual import pooled_draws
from sufficiency.forecasting.pooled.by_type import type_growth
from sufficiency.forecasting.pooled.constants import (
    Constants,
    embedded_constants,
    read_constants,
)
from sufficiency.forecasting.pooled.growth import total_growth
from sufficiency.forecasting.pooled.panel import AnnualPanel
from sufficiency.forecasting.pooled.refit import national_coefficients, refit
from sufficiency.forecasting.scoring.panel_history import scored_history
from sufficiency.forecasting.scoring.panel_models import forecast_panel_models
from sufficiency.forecasting.scoring.rolling import roll
from sufficiency.forecasting.scoring.summary import summary
from sufficiency.forecasting.scoring.task import Asked
from tests.forecasting.made_up import YEARLY, made_up_panel

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def panel() -> AnnualPanel:
    return check_panel(made_up_panel(240, years=20, seed=4))


@pytest.fixture(scope="module")
def fitted(panel: AnnualPanel) -> Constants:
    nation = panel["england_looked_after"][0]
    by_year = dict(zip(panel.years.tolist(), nation.tolist(), strict=True))
    return refit(panel, by_year, 2024, "made up")


@pytest.fixture(scope="module")
def scored(panel: AnnualPanel, fitted: Constants) -> pd.DataFrame:
    origins = range(2024, 2027)
    history = scored_history(panel, dict.fromkeys(origins, fitted))
    return roll(history, forecast_panel_models, origins, Asked(("pooled",), draws=300)).scores


def test_cover_at_its_nominal_rate(scored: pd.DataFrame) -> None:
    table = summary(scored, ["series"]).set_index("series")
    assert table.loc["looked_after", "n"] == 240 * 9
    assert table["cover_50"].between(45, 57).all()
    assert table["cover_80"].between(75, 86).all()
    assert table["cover_95"].between(92, 98).all()


def test_a_known_spread_is_found(fitted: Constants) -> None:
    spread = fitted.series["looked_after"].spread
    one_year = spread.scale * np.sqrt(spread.variance(np.array(500.0), 1.0))
    three_years = spread.scale * np.sqrt(spread.variance(np.array(500.0), 3.0))
    assert one_year == pytest.approx(YEARLY, rel=0.06)
    assert three_years / one_year == pytest.approx(np.sqrt(3), rel=0.08)


def test_features_that_say_nothing_get_no_weight(fitted: Constants) -> None:
    rows = fitted.series["looked_after"].coefficients
    assert abs(rows["own_momentum"][0]) < 0.05
    assert abs(rows["neighbours_gap"][0]) < 0.01


def test_no_better_than_no_change_where_nothing_can_be_foreseen(scored: pd.DataFrame) -> None:
    total = summary(scored, ["series"]).set_index("series").loc["looked_after"]
    assert 0.96 < total["relative_crps"] < 1.03


def test_no_change_scores_one_and_drift_more(panel: AnnualPanel) -> None:
    asked = Asked(("no_change", "drift"), draws=500)
    scores = roll(scored_history(panel), forecast_panel_models, [2025], asked).scores
    table = summary(scores, ["model", "series"]).set_index("model")["relative_crps"]
    assert table["no_change"].between(0.98, 1.02).all()
    assert table["drift"].between(1.01, 1.2).all()


def test_a_planted_future_is_not_seen(panel: AnnualPanel) -> None:
    later = panel.years > 2020
    planted = {name: np.where(later, 1e5, value) for name, value in panel.values.items()}
    spoilt = AnnualPanel(panel.codes, panel.years, planted)
    true, fooled = (
        pooled_draws(p.until(2020), embedded_constants(), 3, 20, 1) for p in (panel, spoilt)
    )
    for series in true:
        assert np.isfinite(true[series]).all()
        np.testing.assert_array_equal(true[series], fooled[series])


def test_an_authoritys_own_record_counts_only_once_it_is_known(panel: AnnualPanel) -> None:
    constants = embedded_constants()
    past = panel.until(2020)
    whole, cut = (total_growth(p, constants) for p in (panel, past))
    years = len(past.years)
    np.testing.assert_allclose(whole.variance[:, :years], cut.variance, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(whole.mean[:, :years], cut.mean, rtol=1e-9, atol=1e-12)
    types, types_cut = (
        type_growth(p, total, constants) for p, total in ((panel, whole), (past, cut))
    )
    for made, made_cut in zip(types, types_cut, strict=True):
        np.testing.assert_allclose(made.mean[:, :years], made_cut.mean, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(made.variance[:, :years], made_cut.variance, rtol=1e-9)


def test_refit_does_not_look_beyond_its_last_year(panel: AnnualPanel, fitted: Constants) -> None:
    nation = dict(zip(panel.years.tolist(), panel["england_looked_after"][0], strict=True))
    cut = refit(panel.until(2024), nation | {2026: 1.0}, 2024, "made up")
    assert cut == fitted


def test_national_growth_by_hand() -> None:
    # Growth 10%, 5%, 2.5%, ... in logs: each year's is half of the last.
    growth = 0.1 * 0.5 ** np.arange(10)
    totals = 100 * np.exp(np.concatenate([[0.0], np.cumsum(growth)]))
    got = national_coefficients(dict(enumerate(totals)))
    assert got == pytest.approx([0.75 * c for c in (0.5, 0.75, 0.875)])


def test_constants_survive_their_file(tmp_path, fitted: Constants) -> None:
    path = tmp_path / "constants.json"
    path.write_text(fitted.to_json(), encoding="utf-8")
    again = read_constants(path)
    assert again.to_json() == fitted.to_json()


def test_effects_beyond_the_fitted_years_fade_as_they_did() -> None:
    held = embedded_constants()
    longer = held.reaching(5).series["looked_after"].coefficients
    for name, row in held.series["looked_after"].coefficients.items():
        steps = np.diff(longer[name])
        assert longer[name][:3] == row
        assert abs(steps[2]) <= abs(steps[1]) + 1e-12
        assert abs(steps[3]) <= abs(steps[2]) + 1e-12
    gap = longer["neighbours_gap"]
    assert gap[4] == pytest.approx(5 * gap[0], rel=1e-4)
