"""The backtest: right scores, no look into the future, the same numbers however it is run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.forecasting.backtest import summary
from sufficiency.forecasting.backtest_files import backtest_to_folder, nation_of
from sufficiency.forecasting.candidates import NO_CHANGE, Pooled, unbroken
from sufficiency.forecasting.constants import constants_at
from sufficiency.forecasting.panel import Panel, check_panel
from sufficiency.forecasting.rolling import roll
from sufficiency.forecasting.score_cache import ScoreCache
from sufficiency.forecasting.series import SERIES
from sufficiency.forecasting.sets import MODELS, alone
from tests.forecasting import independent
from tests.forecasting.made_up import made_up_panel

PLAIN = ("no_change", "drift")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return made_up_panel(14, years=12, seed=2)


@pytest.fixture(scope="module")
def panel(frame: pd.DataFrame) -> Panel:
    return check_panel(frame)


def nation(panel: Panel) -> dict[int, float]:
    return dict(zip(panel.years.tolist(), panel["england_looked_after"][0].tolist(), strict=True))


def by_series(panel: Panel, **how) -> pd.DataFrame:
    models = how.pop("models", ("no_change", "drift", "pooled"))
    done = roll(panel, models, nation(panel), draws=how.pop("draws", 100), **how)
    return summary(done.scores, ["model", "series"])


def test_scores_agree_with_a_scorer_written_from_the_definitions(panel: Panel) -> None:
    origins, horizons, draws = range(2017, 2021), 3, 60
    got = roll(
        panel, ("no_change", "pooled"), nation(panel), origins, horizons=horizons, draws=draws
    )
    table = summary(got.scores, ["model", "series", "horizon"]).set_index(
        ["model", "series", "horizon"]
    )
    assert len(table) == 2 * len(SERIES) * horizons
    for model in ("no_change", "pooled"):
        found: dict[tuple[str, int], list[dict]] = {}
        for origin in origins:
            constants = constants_at(origin)
            assert constants is not None
            candidate = NO_CHANGE if model == "no_change" else Pooled(constants)
            seen = panel.until(origin)
            drawn = candidate.draws(seen, origin, horizons, draws, 1)
            for series in SERIES:
                for i in range(len(panel.codes)):
                    for horizon in range(1, horizons + 1):
                        at = origin - int(panel.years[0])
                        if at + horizon >= len(panel.years):
                            continue
                        found.setdefault((series, horizon), []).append(
                            {
                                "history": panel[series][i, : at + 1].tolist(),
                                "whole": panel[series][i].tolist(),
                                "draws": drawn[series][i, horizon - 1].tolist(),
                                "horizon": horizon,
                                "came": float(panel[series][i, at + horizon]),
                            }
                        )
        for (series, horizon), forecasts in found.items():
            expected = independent.score(forecasts)
            row = table.loc[(model, series, horizon)]
            for name, value in expected.items():
                assert row[name] == pytest.approx(value, abs=1e-9, rel=1e-9), (model, series, name)


def test_a_scorer_that_is_wrong_is_seen() -> None:
    assert independent.crps([1.0, 4.0], 2.0) == pytest.approx(0.75)
    assert independent.crps([10.0] * 7, 13.0) == pytest.approx(3.0)
    assert independent.held([0.0, 10.0], 1.1, 0.8) and not independent.held([0.0, 10.0], 0.9, 0.8)


def test_no_candidate_can_see_a_planted_future() -> None:
    made_up = made_up_panel(2, years=12, seed=8)
    small = check_panel(made_up[["la_code", "year", "looked_after", "placed_for_adoption"]])
    origin, later = 2018, small.years > 2018
    rng = np.random.default_rng(5)
    planted = {
        name: np.where(later, value * rng.uniform(2.0, 5.0, value.shape), value)
        for name, value in small.values.items()
    }
    spoilt = Panel(small.codes, small.years, planted)
    constants = constants_at(origin)
    assert constants is not None
    for name in MODELS:
        if name == "ensemble":
            continue  # made of the others' draws and of nothing else
        candidate = Pooled(constants) if name == "pooled" else alone(name)
        true, fooled = (candidate.draws(p, origin, 2, 20, 1) for p in (small, spoilt))
        for series in ("looked_after", "placed_for_adoption"):
            assert np.isfinite(true[series]).all(), (name, series)
            np.testing.assert_array_equal(true[series], fooled[series], err_msg=name)


def test_the_whole_backtest_scores_the_past_the_same_whatever_comes_later(panel: Panel) -> None:
    # Scores at horizon 1 from 2018 rest on figures to 2019: a planted 2020 changes none of them.
    spoilt = Panel(
        panel.codes,
        panel.years,
        {
            name: np.where(panel.years > 2019, value * 3, value)
            for name, value in panel.values.items()
        },
    )
    one, other = (
        roll(p, ("no_change", "drift", "pooled"), nation(p), [2018], horizons=1, draws=50).scores
        for p in (panel, spoilt)
    )
    # The level that scores are divided by is the whole series': compare what is not divided.
    for column in ("scaled_error", "bias", "cover_80"):
        np.testing.assert_array_equal(one[column], other[column])
    assert (one["crps"] != other["crps"]).any()


def test_names_and_years_change_nothing_but_the_draws(frame: pd.DataFrame, panel: Panel) -> None:
    codes = sorted(set(frame["la_code"]))
    moved = check_panel(
        frame.assign(
            la_code=frame["la_code"].map({c: f"Z{c[::-1]}" for c in codes}), year=frame["year"] + 3
        )
    )
    one = by_series(panel, models=PLAIN, draws=600).set_index(["model", "series"])
    other = by_series(moved, models=PLAIN, draws=600).set_index(["model", "series"])
    pd.testing.assert_frame_equal(one[["n"]], other[["n"]])
    for name, slack in (("relative_crps", 0.01), ("mase", 0.02), ("cover_80", 4.0), ("bias", 0.01)):
        assert (one[name] - other[name]).abs().max() < slack, name


@pytest.mark.slow
def test_the_same_with_one_process_or_two_and_from_the_cache(panel: Panel, tmp_path: Path) -> None:
    cache = ScoreCache(tmp_path / "kept")
    models = ("no_change", "drift", "pooled")
    one = roll(panel, models, nation(panel), [2018, 2020], draws=20)
    two = roll(panel, models, nation(panel), [2018, 2020], draws=20, workers=2, cache=cache)
    again = roll(panel, models, nation(panel), [2018, 2020], draws=20, cache=cache)
    pd.testing.assert_frame_equal(one.scores, two.scores, check_exact=True)
    pd.testing.assert_frame_equal(one.scores, again.scores, check_exact=True)
    assert sum(again.seconds.values()) == 0


def test_the_cache_goes_by_content(panel: Panel, tmp_path: Path) -> None:
    cache = ScoreCache(tmp_path)
    roll(panel, ("drift",), nation(panel), [2019], draws=20, cache=cache)
    changed = {name: value.copy() for name, value in panel.values.items()}
    changed["foster"][0, 3] += 1
    other = Panel(panel.codes, panel.years, changed)
    for case, seed in ((other, 1), (panel, 2)):
        fresh = roll(case, ("drift",), nation(case), [2019], draws=20, seed=seed, cache=cache)
        assert sum(fresh.seconds.values()) > 0
    for path in tmp_path.rglob("*.json"):
        path.write_text(path.read_text(encoding="utf-8")[:50], encoding="utf-8")
    mended = roll(panel, ("drift",), nation(panel), [2019], draws=20, cache=cache)
    assert len(mended.scores)


def test_a_simulated_spread_is_covered_at_its_nominal_rate() -> None:
    # Totals are a random walk of a known spread: "no change" is the truth and must be right.
    wide = check_panel(made_up_panel(150, years=24, seed=6)[["la_code", "year", "looked_after"]])
    done = roll(wide, ("no_change",), {}, [2030], horizons=3, draws=400)
    table = summary(done.scores, ["series"]).iloc[0]
    assert 45 < table["cover_50"] < 58
    assert 75 < table["cover_80"] < 87
    assert 91 < table["cover_95"] < 99


def test_files_of_a_backtest(frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    frame.to_csv(path, index=False)
    out = tmp_path / "scores"
    tables = backtest_to_folder(path, out, models=["drift", "no_change"], workers=1, draws=20)
    written = pd.read_csv(out / "backtest.csv")
    contract = "model,series,horizon,mase,crps,relative_crps,cover_50,cover_80,cover_95,n"
    assert list(written.columns[:10]) == contract.split(",")
    assert list(written["model"].unique()) == ["no_change", "drift"]
    assert len(written) == len(tables["backtest"]) == 2 * 5 * 3
    origins = pd.read_csv(out / "by_origin.csv")
    assert sorted(origins["origin"].unique()) == [2017, 2018, 2019, 2020]
    assert {"se_by_authority", "se_by_year"} <= set(pd.read_csv(out / "by_series.csv").columns)
    record = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert "14 authorities" in record["scores_are_of"]
    assert record["settings"]["models"] == ["no_change", "drift"]


def test_wrong_input_is_refused_and_nothing_is_written(frame: pd.DataFrame, tmp_path: Path) -> None:
    path, out = tmp_path / "panel.csv", tmp_path / "out"
    frame.to_csv(path, index=False)
    with pytest.raises(InputError, match=r"no model 'profet'.*'prophet'"):
        backtest_to_folder(path, out, models=["profet"])
    with pytest.raises(InputError, match="workers is 0"):
        backtest_to_folder(path, out, workers=0)
    with pytest.raises(InputError, match="no file"):
        backtest_to_folder(tmp_path / "nowhere.csv", out)
    with pytest.raises(InputError, match="is a file"):
        backtest_to_folder(path, out, cache=path)
    short = tmp_path / "short.csv"
    frame[frame["year"] >= 2016].to_csv(short, index=False)
    with pytest.raises(InputError, match="6 years; at least 9"):
        backtest_to_folder(short, out, models=["drift"])
    frame.assign(**{name: frame[name].where(frame["year"] != 2015) for name in SERIES}).to_csv(
        short, index=False
    )
    with pytest.raises(InputError, match="without a gap"):
        backtest_to_folder(short, out, models=["drift"])
    assert not out.exists()


def test_series_with_gaps_are_not_scored(panel: Panel) -> None:
    gappy = {name: value.copy() for name, value in panel.values.items()}
    gappy["foster"][0, 4] = np.nan
    gappy["foster"][1, 0] = np.nan  # its other series begin then: a gap as well
    for name in SERIES:
        gappy[name][2, :2] = np.nan  # an authority that begins two years later is whole
    scores = roll(Panel(panel.codes, panel.years, gappy), ("drift",), {}, [2019], draws=20).scores
    there = scores.groupby("series")["la_code"].nunique()
    assert there["foster"] == 12
    assert there["looked_after"] == 14


def test_only_the_years_since_the_last_gap_are_used() -> None:
    assert unbroken(np.array([1.0, np.nan, 3.0, 4.0])).tolist() == [3, 4]
    assert unbroken(np.array([1.0, np.nan])).tolist() == []


def test_the_nation_goes_back_only_where_it_is_the_same_nation(panel: Panel) -> None:
    own = nation(panel)
    history = pd.Series({2008: 90.0, 2009: 95.0} | own)
    assert set(nation_of(panel, history)) == set(history.index)
    elsewhere = history * 2
    assert nation_of(panel, elsewhere) == pytest.approx(own)
