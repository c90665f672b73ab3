"""The backtest: right scores, no look into the future, the same numbers however it is run."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sufficiency as sf
from sufficiency.errors import InputError
from sufficiency.forecasting.files.panel_backtest import backtest_panel_to_folder, nation_of
from sufficiency.forecasting.files.panel_file import check_panel
from sufficiency.forecasting.files.score_folder import BacktestOptions
from sufficiency.forecasting.pooled.constants import constants_at
from sufficiency.forecasting.pooled.panel import AnnualPanel, panel_from_arrays
from sufficiency.forecasting.pooled.series import SERIES
from sufficiency.forecasting.scoring.cache import ScoreCache, content_key
from sufficiency.forecasting.scoring.outcome import Measures
from sufficiency.forecasting.scoring.panel_history import default_origins, scored_history
from sufficiency.forecasting.scoring.panel_models import (
    MODELS,
    SeenPanel,
    forecast_panel_models,
)
from sufficiency.forecasting.scoring.rolling import Backtest, Running, roll
from sufficiency.forecasting.scoring.summary import summary
from sufficiency.forecasting.scoring.task import Asked, Fallback
from tests.forecasting.made_up import made_up_panel
from tests.forecasting.scoring import independent

PLAIN = ("no_change", "drift")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return made_up_panel(14, years=12, seed=2)


@pytest.fixture(scope="module")
def panel(frame: pd.DataFrame) -> AnnualPanel:
    return check_panel(frame)


def nation(panel: AnnualPanel) -> dict[int, float]:
    return dict(zip(panel.years.tolist(), panel["england_looked_after"][0].tolist(), strict=True))


def rolled(
    panel: AnnualPanel, asked: Asked, origins=None, running: Running | None = None
) -> Backtest:
    """A backtest with the constants kept for each origin."""
    origins = default_origins(panel) if origins is None else origins
    history = scored_history(panel, {origin: constants_at(origin) for origin in origins})
    return roll(history, forecast_panel_models, origins, asked, running)


def test_scores_agree_with_a_scorer_written_from_the_definitions(panel: AnnualPanel) -> None:
    origins, asked = range(2017, 2021), Asked(("no_change", "pooled"), draws=60)
    keys = ["model", "series", "horizon"]
    table = summary(rolled(panel, asked, origins).scores, keys).set_index(keys)
    assert len(table) == 2 * len(SERIES) * len(asked.horizons)
    pairs = [(code, series) for series in SERIES for code in panel.codes]
    measures = Measures(*zip(*pairs, strict=True), asked.horizons)
    forecasts: dict[tuple[str, str, int], list[dict]] = {}
    for origin in origins:
        seen = SeenPanel(panel.until(origin), constants_at(origin))
        at = origin - int(panel.years[0])
        for model, made in forecast_panel_models(seen, measures, asked, lambda _: None):
            for s, (code, series) in enumerate(pairs):
                values = panel[series][panel.codes.index(code)].tolist()
                for h, horizon in enumerate(asked.horizons):
                    if at + horizon < len(values):
                        one = {
                            "history": values[: at + 1],
                            "whole": values,
                            "draws": made.draws[s, h].tolist(),
                            "horizon": horizon,
                            "came": values[at + horizon],
                        }
                        forecasts.setdefault((model, series, horizon), []).append(one)
    assert len(forecasts) == len(table)
    for key, those in forecasts.items():
        for name, value in independent.score(those).items():
            assert table.loc[key, name] == pytest.approx(value, abs=1e-9, rel=1e-9), (key, name)


def test_a_scorer_that_is_wrong_is_seen() -> None:
    assert independent.crps([1.0, 4.0], 2.0) == pytest.approx(0.75)
    assert independent.crps([10.0] * 7, 13.0) == pytest.approx(3.0)
    assert independent.held([0.0, 10.0], 1.1, 0.8) and not independent.held([0.0, 10.0], 0.9, 0.8)


@pytest.mark.slow
def test_no_model_can_see_a_planted_future() -> None:
    made_up = made_up_panel(2, years=12, seed=8)
    wanted = ("looked_after", "placed_for_adoption")
    small = check_panel(made_up[["la_code", "year", *wanted]])
    origin, later = 2018, small.years > 2018
    rng = np.random.default_rng(5)
    planted = {
        name: np.where(later, value * rng.uniform(2.0, 5.0, value.shape), value)
        for name, value in small.values.items()
    }
    spoilt = AnnualPanel(small.codes, small.years, planted)
    true, fooled = (
        {
            name: made.draws
            for name, made in forecast_panel_models(
                scored_history(p, {origin: constants_at(origin)}).until(origin),
                scored_history(p).outcome(origin, (1, 2)).measures,
                Asked(MODELS, draws=20),
                lambda _: None,
            )
        }
        for p in (small, spoilt)
    )
    assert list(true) == list(MODELS)
    for name in MODELS:
        assert np.isfinite(true[name]).all(), name
        np.testing.assert_array_equal(true[name], fooled[name], err_msg=name)


def test_the_whole_backtest_scores_the_past_the_same_whatever_comes_later(
    panel: AnnualPanel,
) -> None:
    # Scores at horizon 1 from 2018 rest on figures to 2019: a planted 2020 changes none of them.
    later = panel.years > 2019
    planted = {name: np.where(later, value * 3, value) for name, value in panel.values.items()}
    spoilt = AnnualPanel(panel.codes, panel.years, planted)
    asked = Asked(("no_change", "drift", "pooled"), (1,), draws=50)
    one, other = (rolled(p, asked, [2018]).scores for p in (panel, spoilt))
    # The level that scores are divided by is the whole series': compare what is not divided.
    for column in ("scaled_error", "bias", "cover_80"):
        np.testing.assert_array_equal(one[column], other[column])
    assert (one["crps"] != other["crps"]).any()


def test_names_and_years_change_nothing_but_the_draws(
    frame: pd.DataFrame, panel: AnnualPanel
) -> None:
    codes = sorted(set(frame["la_code"]))
    moved = check_panel(
        frame.assign(
            la_code=frame["la_code"].map({c: f"Z{c[::-1]}" for c in codes}), year=frame["year"] + 3
        )
    )
    keys, asked = ["model", "series"], Asked(PLAIN, draws=600)
    one, other = (summary(rolled(p, asked).scores, keys).set_index(keys) for p in (panel, moved))
    pd.testing.assert_frame_equal(one[["n"]], other[["n"]])
    for name, slack in (("relative_crps", 0.01), ("mase", 0.02), ("cover_80", 4.0), ("bias", 0.01)):
        assert (one[name] - other[name]).abs().max() < slack, name


@pytest.mark.slow
def test_the_same_with_one_process_or_two_and_from_the_cache(
    panel: AnnualPanel, tmp_path: Path
) -> None:
    cache = ScoreCache(tmp_path / "kept")
    asked = Asked(("no_change", "drift", "pooled"), draws=20)
    one, two, again = (
        rolled(panel, asked, [2018, 2020], running)
        for running in (Running(), Running(workers=2, cache=cache), Running(cache=cache))
    )
    pd.testing.assert_frame_equal(one.scores, two.scores, check_exact=True)
    pd.testing.assert_frame_equal(one.scores, again.scores, check_exact=True)
    assert sum(again.seconds.values()) == 0


def test_the_cache_goes_by_content(panel: AnnualPanel, tmp_path: Path) -> None:
    running, asked = Running(cache=ScoreCache(tmp_path)), Asked(("drift",), draws=20)
    rolled(panel, asked, [2019], running)
    changed = {name: value.copy() for name, value in panel.values.items()}
    changed["foster"][0, 3] += 1
    other = AnnualPanel(panel.codes, panel.years, changed)
    for case, question in ((other, asked), (panel, replace(asked, seed=2))):
        fresh = rolled(case, question, [2019], running)
        assert sum(fresh.seconds.values()) > 0
    for path in tmp_path.rglob("*.json"):
        path.write_text(path.read_text(encoding="utf-8")[:50], encoding="utf-8")
    mended = rolled(panel, asked, [2019], running)
    assert len(mended.scores)


def test_a_key_goes_by_every_figure_and_is_refused_where_it_would_not() -> None:
    figures = np.arange(3000.0)
    spoilt = figures.copy()
    spoilt[1500] += 1e-9  # what a printed array would leave out
    assert content_key({"a": figures}) == content_key({"a": figures.copy()})
    assert content_key({"a": figures}) != content_key({"a": spoilt})
    assert content_key("a", ("b",)) != content_key("a", "b")
    with pytest.raises(TypeError, match="DataFrame"):
        content_key(pd.DataFrame({"a": figures}))
    with pytest.raises(TypeError, match="object"):
        content_key(np.array(["a", None], dtype=object))


def test_a_simulated_spread_is_covered_at_its_nominal_rate() -> None:
    # Totals are a random walk of a known spread: "no change" is the truth and must be right.
    wide = check_panel(made_up_panel(150, years=24, seed=6)[["la_code", "year", "looked_after"]])
    done = rolled(wide, Asked(("no_change",), draws=400), [2030])
    table = summary(done.scores, ["series"]).iloc[0]
    assert 45 < table["cover_50"] < 58
    assert 75 < table["cover_80"] < 87
    assert 91 < table["cover_95"] < 99


def test_files_of_a_backtest(frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    frame.to_csv(path, index=False)
    out = tmp_path / "scores"
    options = BacktestOptions(models=["drift", "no_change"], draws=20)
    tables = backtest_panel_to_folder(path, out, options)
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
    pd.testing.assert_frame_equal(sf.backtest(path, options), tables["backtest"])
    with pytest.raises(InputError, match="evidence, or the path of a panel file"):
        sf.backtest(frame, options)


def test_wrong_input_is_refused_and_nothing_is_written(frame: pd.DataFrame, tmp_path: Path) -> None:
    path, out = tmp_path / "panel.csv", tmp_path / "out"
    frame.to_csv(path, index=False)
    with pytest.raises(InputError, match=r"no model 'profet'.*'prophet'"):
        backtest_panel_to_folder(path, out, BacktestOptions(models=["profet"]))
    with pytest.raises(InputError, match="workers is 0"):
        backtest_panel_to_folder(path, out, BacktestOptions(workers=0))
    with pytest.raises(InputError, match="no file"):
        backtest_panel_to_folder(tmp_path / "nowhere.csv", out, BacktestOptions())
    with pytest.raises(InputError, match="is a file"):
        backtest_panel_to_folder(path, out, BacktestOptions(cache=path))
    short = tmp_path / "short.csv"
    frame[frame["year"] >= 2016].to_csv(short, index=False)
    with pytest.raises(InputError, match="6 years; at least 9"):
        backtest_panel_to_folder(short, out, BacktestOptions(models=["drift"]))
    frame.assign(**{name: frame[name].where(frame["year"] != 2015) for name in SERIES}).to_csv(
        short, index=False
    )
    with pytest.raises(InputError, match="without a gap"):
        backtest_panel_to_folder(short, out, BacktestOptions(models=["drift"]))
    assert not out.exists()


def test_series_with_gaps_are_not_scored(panel: AnnualPanel) -> None:
    gappy = {name: value.copy() for name, value in panel.values.items()}
    gappy["foster"][0, 4] = np.nan
    gappy["foster"][1, 0] = np.nan  # its other series begin then: a gap as well
    for name in SERIES:
        gappy[name][2, :2] = np.nan  # an authority that begins two years later is whole
    whole = AnnualPanel(panel.codes, panel.years, gappy)
    scores = rolled(whole, Asked(("drift",), draws=20), [2019]).scores
    there = scores.groupby("series")["la_code"].nunique()
    assert there["foster"] == 12
    assert there["looked_after"] == 14


def test_every_series_that_could_not_be_fitted_is_told_and_the_mixture_owns_up() -> None:
    flat = {"looked_after": [np.full(10, 9.0), np.arange(10.0)]}
    panel = panel_from_arrays(("A", "B"), np.arange(2010, 2020), flat)
    told: list[Fallback] = []
    measures = Measures(("A", "B"), ("looked_after",) * 2, (1, 2))
    asked = Asked(("theta",), draws=20)
    ((_, made),) = forecast_panel_models(SeenPanel(panel, None), measures, asked, told.append)
    assert [(one.series, one.la_code, one.origin) for one in told] == [("looked_after", "A", 2019)]
    assert np.isfinite(made.draws).all()
    mixture = rolled(panel, Asked(("ensemble",), (1,), draws=9), [2018]).fallbacks
    assert "theta" in set(mixture["model"])


def test_the_nation_goes_back_only_where_it_is_the_same_nation(panel: AnnualPanel) -> None:
    own = nation(panel)
    history = pd.Series({2008: 90.0, 2009: 95.0} | own)
    assert set(nation_of(panel, history)) == set(history.index)
    elsewhere = history * 2
    assert nation_of(panel, elsewhere) == pytest.approx(own)
