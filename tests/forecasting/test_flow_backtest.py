"""The monthly backtest: honest cuts, every model, the contract's columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import read_origins
from sufficiency.evidence.ssda903.counting import count_months
from sufficiency.evidence.synthetic import make_world, synthesise
from sufficiency.forecasting.flow_backtest import backtest_returns_to_folder, score_candidates
from sufficiency.forecasting.flow_naive import PLAIN, plain_forecasts, with_total

COLUMNS = ["model", "series", "horizon", "mase", "crps", "relative_crps"]
COLUMNS += ["cover_50", "cover_80", "cover_95", "n"]


def test_the_folder_is_of_the_contract(tmp_path):
    synthesise(tmp_path / "r", children=150, years=5, seed=1)

    table = backtest_returns_to_folder(tmp_path / "r", tmp_path / "b", draws=40)

    written = pd.read_csv(tmp_path / "b" / "backtest.csv")
    assert list(written.columns) == COLUMNS
    assert set(written["model"]) == {"flow", *PLAIN}
    assert len(written) == len(table)
    total = written[(written["series"] == "total") & (written["model"] == "flow")]
    assert total["horizon"].tolist() == [1, 2]
    assert total["n"].tolist() == [3, 1]
    no_change = written[written["model"] == "no_change"]
    assert no_change["relative_crps"].tolist() == pytest.approx([1.0] * len(no_change))


def test_a_cut_holds_nothing_of_what_came_after(tmp_path):
    synthesise(tmp_path / "r", children=60, years=5, seed=2)

    whole, earlier = read_origins(tmp_path / "r", fewest=36, every=12)

    assert [len(cut.dates) - 1 for cut in earlier] == [36, 48]
    for cut in earlier:
        months = len(cut.dates)
        assert (cut.by_type == whole.by_type[:months]).all()
        assert (cut.entries == whole.entries[: months - 1]).all()
        assert cut.now.children.sum() == cut.by_type[-1].sum()
        assert cut.steps.month.max() < months - 1


def test_a_record_too_short_to_cut_is_refused(tmp_path):
    synthesise(tmp_path / "r", children=20, years=2, seed=2)

    with pytest.raises(InputError, match="24 months"):
        read_origins(tmp_path / "r")


def test_plain_forecasts_are_what_they_say():
    monthly = count_months(make_world(200, 5, 3).spells)
    record = with_total(monthly.by_type.astype(float))

    guess = plain_forecasts(monthly, 24)

    assert (guess["no_change"][0] == record[-1]).all()
    assert (guess["seasonal_no_change"][0][[11, 23]] == record[-1]).all()
    assert (guess["seasonal_no_change"][0][0] == record[-12]).all()
    steps = np.diff(guess["drift"][0][:, 0])
    assert steps == pytest.approx(np.full(23, (record[-1, 0] - record[0, 0]) / 60))
    mean, spread = guess["constant_rates"]
    assert mean[:, 1:].sum(axis=1) == pytest.approx(mean[:, 0])
    assert (spread > 0).all()


def test_a_perfect_candidate_scores_best_and_a_wild_one_worst():
    world = make_world(200, 6, 4).spells
    whole = count_months(world)
    record = with_total(whole.by_type.astype(float))
    cut = count_months(replace(world, last=int(world.last) - 366))
    here = len(cut.dates)

    def perfect(_monthly, months, draws, _seed):
        return np.repeat(record[None, here : here + months], draws, axis=0)

    def wild(monthly, months, draws, seed):
        return perfect(monthly, months, draws, seed) * 3

    table = score_candidates(whole, [cut], 20, 1, {"perfect": perfect, "wild": wild})
    crps = table[table["series"] == "total"].set_index("model")["crps"]

    assert crps["perfect"] == 0 == crps.min()
    assert crps["wild"] == crps.max()
