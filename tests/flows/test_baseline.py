"""Flows that reproduce the forecast, with entries, exits and moves that balance."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sufficiency.flows import baseline_flows


def _paths(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    start = rng.uniform(0, 300, (1, 1, 5)) * (rng.random((1, 1, 5)) > 0.1)
    steps = rng.normal(0, 0.06, (30, 25, 5)).cumsum(axis=1)
    return start * np.exp(steps), rng.uniform(0, 0.2, (30, 5))


@given(seed=st.integers(0, 10_000))
def test_flows_rebuild_the_forecast(seed: int) -> None:
    paths, rates = _paths(seed)
    flows = baseline_flows(paths, rates)
    stock = paths[:, :-1]
    moving = flows.move_out_share * stock
    arriving = moving.sum(-1, keepdims=True) * flows.arrival_share
    rebuilt = stock - flows.exit_share * stock + flows.entries + arriving - moving
    assert np.allclose(rebuilt, paths[:, 1:], atol=1e-9)


@given(seed=st.integers(0, 10_000))
def test_shares_are_shares_and_nothing_is_negative(seed: int) -> None:
    paths, rates = _paths(seed)
    flows = baseline_flows(paths, rates)
    assert (flows.entries >= 0).all()
    for share in (flows.exit_share, flows.move_out_share, flows.arrival_share):
        assert (share >= 0).all() and (share <= 1 + 1e-12).all()
    assert (flows.exit_share + flows.move_out_share <= 1 + 1e-9).all()


@given(seed=st.integers(0, 10_000))
def test_entries_less_exits_is_the_change_in_the_total(seed: int) -> None:
    paths, rates = _paths(seed)
    flows = baseline_flows(paths, rates)
    exits = (flows.exit_share * paths[:, :-1]).sum(-1)
    change = np.diff(paths.sum(-1), axis=1)
    assert np.allclose(flows.entries.sum(-1) - exits, change, atol=1e-9)


def test_a_cohort_with_no_entries_decays_at_the_exit_rate() -> None:
    """100 children, a tenth leave each month: 100, 90, 81, 72.9."""
    path = (100 * 0.9 ** np.arange(4)).reshape(1, 4, 1)
    flows = baseline_flows(path, np.array([[0.1]]))
    assert np.allclose(flows.exit_share, 0.1)
    assert np.allclose(flows.entries, 0.0)
