"""The tornado: the largest swing first, and displacement from residential care always there."""

from __future__ import annotations

import pandas as pd

from sufficiency.pages.charts import tornado, tornado_step_down
from sufficiency.pages.charts.tornado import DISPLACEMENT, STEP_DOWN_PRICE
from tests.small_run import small_run

COLUMNS = ["outcome", "key", "low", "high", "at_low", "middle", "at_high", "swing"]
OUTCOME = "Net present value of Grow in-house fostering"


def table(displacement_swing: float) -> pd.DataFrame:
    others = [
        (OUTCOME, f"weekly_price_{kind}", 400.0, 600.0, 3e5 - 1e4 * n, 3e5, 3e5 + 1e4 * n, 2e4 * n)
        for n, kind in enumerate(
            ("in_house_fostering", "agency_fostering", "kinship_fostering", "other_placements"),
            start=1,
        )
    ] * 3
    half = displacement_swing / 2
    own = (OUTCOME, DISPLACEMENT, 0.0, 0.15, 3e5 - half, 3e5, 3e5 + half, displacement_swing)
    return pd.DataFrame([*others, own], columns=COLUMNS)


def test_the_largest_swing_comes_first_and_is_told() -> None:
    chart = tornado(small_run().with_tables({"tornado": table(1e6)}))
    assert chart is not None
    assert "children who would live in a home (0% to 15%)" in chart.data["assumption"].iloc[0]
    assert "£0.8m at the high end" in chart.alt
    assert "SCENARIO" in " ".join(text.get_text() for text in chart.figure.texts)


def test_displacement_is_there_however_small() -> None:
    chart = tornado(small_run().with_tables({"tornado": table(10.0)}))
    assert chart is not None
    assert len(chart.data) == 8
    assert "children who would live in a home" in chart.data["assumption"].iloc[-1]


def test_the_price_of_homes_left_is_in_the_tornado_of_the_scenario_that_it_moves() -> None:
    worth = (8e5, 1e6, 1.2e6, 4e5)
    own = ("Net present value of Step down", STEP_DOWN_PRICE, 0.65, 0.95, *worth)
    of_step_down = pd.DataFrame([own], columns=COLUMNS)
    both = pd.concat([table(1e6), of_step_down], ignore_index=True)
    chart = tornado_step_down(small_run().with_tables({"tornado": both}))
    assert chart is not None and "Step down" in chart.title
    assert list(chart.data["assumption"]) == [
        "Price of the homes that children leave, of the average home's (65% to 95%)"
    ]


def test_without_a_measured_scenario_there_is_no_chart() -> None:
    assert tornado(small_run()) is None
    assert tornado(small_run().with_tables({"tornado": table(1.0).iloc[:0]})) is None
