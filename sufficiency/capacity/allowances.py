"""Payments that go on after a child has left care by a lever."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sufficiency.capacity.effects import Allowance


def allowance_costs(
    led_out: Mapping[str, np.ndarray], allowances: tuple[Allowance, ...], dates: pd.DatetimeIndex
) -> np.ndarray:
    """GBP a month for children who left by a lever, at base-year prices, (draws, months).

    One row stands for every draw where nothing is paid. Each child is paid for from the month
    after they left, for the allowance's months.

    Args:
        led_out: by placement type, children whom levers led out of care, (draws, months).
        dates: the months + 1 month ends.
    """
    days = dates[1:].day.to_numpy()
    cost: np.ndarray = np.zeros((1, len(days)))
    for allowance in allowances:
        started = sum(
            (led_out[kind] * share for kind, share in allowance.share.items()), np.zeros_like(cost)
        ).cumsum(axis=1)
        ended = np.zeros_like(started)
        if allowance.months < started.shape[1]:
            ended[:, allowance.months :] = started[:, : started.shape[1] - allowance.months]
        paid = np.zeros_like(started)
        paid[:, 1:] = (started - ended)[:, :-1]
        cost = cost + paid * allowance.weekly * days / 7.0
    return cost
