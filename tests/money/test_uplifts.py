"""Agreed uplifts: a year's price weighed by days, the next from its end, by hand arithmetic."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.checks_money import check_uplifts
from sufficiency.evidence.faults import Faults
from sufficiency.money import draw_prices
from sufficiency.money.uplifts import MeanPrices, mean_prices, uplifts_of
from sufficiency.months import Calendar
from sufficiency.placements import PLACEMENT_TYPES, position

YEARS = 4
GROWS, INFLATES = 1.03, 1.02
AGENCY, HOMES = position("agency_fostering"), position("external_residential")


def agreed(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    """uplifts.csv of these rows: placement type, date, percent, price basis."""
    table = pd.DataFrame(rows, columns=["placement_type", "from", "percent", "price_basis"])
    return table.assign(**{"from": pd.to_datetime(table["from"]), "source": "a contract"})


def with_agreed(*rows: tuple[str, str, float, str], years: int = YEARS) -> MeanPrices:
    forecast = np.cumprod(np.full((years, len(PLACEMENT_TYPES)), GROWS), axis=0)
    inflation = np.cumprod(np.full(years, INFLATES))
    return mean_prices(forecast, inflation, uplifts_of(agreed(*rows), Calendar(2025, years)))


def in_cash(means: MeanPrices, kind: int) -> np.ndarray:
    """Price in cash over the base year's."""
    return np.asarray(means.mean[:, kind] * INFLATES ** np.arange(1, len(means.mean) + 1))


def test_six_percent_in_cash_from_april_is_six_percent_and_nothing_else() -> None:
    means = with_agreed(("agency_fostering", "2026-04-01", 6.0, "nominal"))
    both = GROWS * INFLATES
    expected = [both, both * 1.06, both**2 * 1.06, both**3 * 1.06]
    np.testing.assert_allclose(in_cash(means, AGENCY), expected)
    np.testing.assert_array_equal(means.mean[:, HOMES], means.forecast[:, HOMES])


def test_from_july_it_is_paid_for_274_days_and_the_next_year_starts_from_it_in_full() -> None:
    means = with_agreed(("external_residential", "2026-07-01", 4.0, "nominal"))
    both = GROWS * INFLATES
    expected = [both, both * (1 + 0.04 * 274 / 365), both**2 * 1.04, both**3 * 1.04]
    np.testing.assert_allclose(in_cash(means, HOMES), expected)


def test_six_percent_above_inflation_has_inflation_on_top() -> None:
    means = with_agreed(("agency_fostering", "2026-04-01", 6.0, "real"))
    both = GROWS * INFLATES
    expected = [both, both * 1.06 * INFLATES, both**2 * 1.06 * INFLATES, both**3 * 1.06 * INFLATES]
    np.testing.assert_allclose(in_cash(means, AGENCY), expected)


def test_a_longer_forecast_parts_from_its_own_growth_as_the_plan_does() -> None:
    rows = (("external_residential", "2028-10-01", 4.0, "nominal"),)
    plan, longer = with_agreed(*rows), with_agreed(*rows, years=6)
    other = mean_prices(longer.forecast**1.5, np.ones(6), longer.uplifts)
    on = plan.carried_on(other)
    parted = (on.mean / on.forecast)[:, HOMES]
    np.testing.assert_allclose(parted[:YEARS], (plan.mean / plan.forecast)[:, HOMES])
    np.testing.assert_allclose(parted[YEARS:], (plan.at_end / plan.forecast)[-1, HOMES])


def test_every_draw_moves_by_the_same_factor(evidence, base, volumes, calendar, prices) -> None:
    rows = agreed(("agency_fostering", "2026-04-01", 6.0, "nominal"))
    given = draw_prices(evidence.with_tables({"uplifts": rows}), base, volumes, calendar, 1)
    cash = (given.real_growth * given.inflation[:, None]).mean(0)[:, AGENCY]
    assert cash[1] / cash[0] == pytest.approx(1.06)
    moved = given.real_growth / prices.real_growth
    np.testing.assert_allclose(moved, np.broadcast_to(moved[:1], moved.shape))
    assert (np.delete(moved, AGENCY, axis=2) == 1).all()


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("agency_fostering", "2025-03-31", 6.0, "nominal")], "before 1 April 2025"),
        ([("agency_fostering", "2026-07-01", 6.0, "real")], "write 2026-04-01"),
        (
            [("agency_fostering", day, 3.0, "nominal") for day in ("2026-04-01", "2027-03-31")],
            "a second uplift of agency_fostering in 2026/27, as in row 2",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(rows: list, says: str) -> None:
    faults = Faults()
    table = agreed(*rows)
    check_uplifts(table.set_axis(table.index + 2), 2025, faults)
    with pytest.raises(InputError, match=says):
        faults.raise_any()


def test_an_uplift_after_the_last_year_is_named() -> None:
    uplifts = uplifts_of(
        agreed(("agency_fostering", "2031-04-01", 6.0, "nominal")), Calendar(2025, YEARS)
    )
    assert uplifts.rows.empty
    assert "agency fostering from 1 April 2031" in uplifts.remarks[0]
