"""Ranges that hold as often as they say, on authorities whose future is known."""

from __future__ import annotations

import pytest

from tests.evidence.ssda903 import contest
from tests.evidence.ssda903.calibration import PLAIN, calibrate, held, report


@pytest.mark.slow
def test_ranges_hold_and_scores_beat_the_plain_forecasts():
    """60 authorities: the standard error of the share held is 4 points for the total."""
    scores = calibrate(range(60), years=6)

    for total in (True, False):
        part = scores[(scores["series"] == "total") == total]
        share, error = held(part)
        assert 0.76 - 2.5 * error < share < 0.84 + 2.5 * error
        means = part[["flow", *PLAIN]].mean()
        assert means["flow"] < 1.02 * means[[*PLAIN]].min()
    assert {"total", "types", "kinship_fostering"} <= set(report(scores)["group"])


def test_the_contest_sets_every_model_beside_the_flow_model():
    scores = contest.one_authority(0, 6, ("flow", "no_change", "theta"))

    table = contest.report(scores).set_index(["series", "model"])
    assert (table["to_flow"].xs("flow", level="model") == 1).all()
    total = table.loc["total"]
    assert (total["n"] == 3).all()
    ratio = total["crps_all"] / total.loc["flow", "crps_all"]
    assert total["to_flow"].to_numpy() == pytest.approx(ratio.to_numpy())
