"""The monthly backtest: honest cuts, every model on equal terms, the contract's columns."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import MonthlyEvidence, read_origins
from sufficiency.evidence.ssda903.counting import count_months
from sufficiency.evidence.synthetic import make_world, synthesise
from sufficiency.forecasting.files.returns_backtest import backtest_returns_to_folder
from sufficiency.forecasting.files.score_folder import BacktestOptions
from sufficiency.forecasting.flow.backtest import (
    ReturnsHistory,
    score_returns,
    score_table,
)
from sufficiency.forecasting.flow.candidates import (
    ALONE,
    MODELS_RETURNS,
    equal_terms,
    forecast_returns_models,
)
from sufficiency.forecasting.flow.half_drift import half_drift
from sufficiency.forecasting.flow.model import SERIES
from sufficiency.forecasting.flow.naive import PLAIN, plain_forecasts, with_total
from sufficiency.forecasting.scoring.forecasts import Drawn, Forecast, Normal
from sufficiency.forecasting.scoring.outcome import Measures
from sufficiency.forecasting.scoring.summary import score, summary
from sufficiency.forecasting.scoring.task import Asked

COLUMNS = ["model", "series", "horizon", "mase", "crps", "relative_crps"]
COLUMNS += ["cover_50", "cover_80", "cover_95", "n"]
QUICK = ("flow", "no_change", "constant_rates", "theta")


@pytest.fixture(scope="module")
def five_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("five") / "r"
    synthesise(place, children=150, years=5, seed=1)
    return place


@pytest.fixture(scope="module")
def eight_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("eight") / "r"
    synthesise(place, children=60, years=8, seed=1)
    return place


def record_of(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_a_short_record_leaves_out_the_methods_of_one_series_and_says_so(
    five_years, tmp_path, capsys
):
    table = backtest_returns_to_folder(five_years, tmp_path / "b", BacktestOptions(draws=40))

    written = pd.read_csv(tmp_path / "b" / "backtest.csv")
    assert list(written.columns) == COLUMNS
    assert list(written["model"].unique()) == ["flow", "flow_and_drift", *PLAIN]
    assert len(written) == len(table)
    total = written[(written["series"] == "total") & (written["model"] == "flow")]
    assert total["horizon"].tolist() == [1, 2]
    assert total["n"].tolist() == [3, 1]
    no_change = written[written["model"] == "no_change"]
    assert no_change["relative_crps"].tolist() == pytest.approx([1.0] * len(no_change))
    assert written["cover_95"].max() <= 100
    record = record_of(tmp_path / "b")
    assert record["settings"]["left_out"] == list(ALONE)
    assert record["settings"]["origins"][0] == "2024-03-31"
    assert record["rule"] in capsys.readouterr().err.replace("\n", "")
    assert "theta, prophet and ensemble, which need 60 months" in record["rule"]


def test_every_model_of_a_long_record_is_scored_from_the_same_month_ends(
    eight_years, tmp_path, capsys
):
    chosen = [",".join(QUICK[1:]), "flow"]
    table = backtest_returns_to_folder(
        eight_years, tmp_path / "b", BacktestOptions(chosen, draws=30)
    )

    assert list(table["model"].unique()) == [
        name for name in MODELS_RETURNS if name in table.values
    ]
    assert set(table["model"]) == set(QUICK)
    by_model = table.pivot(index=["series", "horizon"], columns="model", values="n")
    assert by_model.notna().all(axis=None)
    assert (by_model.nunique(axis=1) == 1).all()
    assert by_model.loc["total"].to_numpy()[:, 0].tolist() == [5, 3, 1]
    record = record_of(tmp_path / "b")
    assert record["settings"]["origins"][0] == "2023-03-31"  # 60 months from March 2018
    assert "the others can be scored from 9" in capsys.readouterr().err.replace("\n", " ")
    fallbacks = pd.read_csv(tmp_path / "b" / "fallbacks.csv")
    assert list(fallbacks.columns) == ["model", "series", "origin", "reason"]


def test_without_methods_of_one_series_every_month_end_is_used(eight_years, tmp_path):
    backtest_returns_to_folder(eight_years, tmp_path / "b", BacktestOptions(["flow"], draws=20))

    assert len(record_of(tmp_path / "b")["settings"]["origins"]) == 9
    assert set(pd.read_csv(tmp_path / "b" / "backtest.csv")["model"]) == {"flow"}


@pytest.mark.slow
def test_two_workers_and_the_cache_give_the_same_numbers(eight_years, tmp_path):
    def scored(out: str, workers: int, cache: bool) -> bytes:
        kept = tmp_path / "kept" if cache else None
        options = BacktestOptions(["flow", "theta"], workers, kept, draws=20)
        backtest_returns_to_folder(eight_years, tmp_path / out, options)
        return (tmp_path / out / "backtest.csv").read_bytes()

    alone = scored("one", 1, cache=False)
    assert scored("two", 2, cache=True) == alone
    kept = {path: path.read_text(encoding="utf-8") for path in tmp_path.rglob("kept/*/*.json")}
    assert kept
    assert scored("again", 1, cache=True) == alone
    assert {path: path.read_text(encoding="utf-8") for path in kept} == kept
    # Distances and covers alone: no count can be worked out from them.
    columns = set(json.loads(next(iter(kept.values())))["scores"])
    keys, distances = {"la_code", "series", "horizon"}, {"crps", "crps_no_change", "scaled_error"}
    assert columns == keys | distances | {"cover_50", "cover_80", "cover_95"}


def test_what_is_asked_wrongly_is_refused_and_nothing_is_written(five_years, tmp_path):
    out = tmp_path / "b"
    with pytest.raises(InputError, match=r"no model 'flows'.*Did you mean 'flow'"):
        backtest_returns_to_folder(five_years, out, BacktestOptions(["flows"]))
    with pytest.raises(InputError, match="cover 60 months; theta needs 60 months before"):
        backtest_returns_to_folder(five_years, out, BacktestOptions(["theta"]))
    with pytest.raises(InputError, match="workers is 0"):
        backtest_returns_to_folder(five_years, out, BacktestOptions(workers=0))
    with pytest.raises(InputError, match="draws is 0"):
        backtest_returns_to_folder(five_years, out, BacktestOptions(draws=0))
    with pytest.raises(InputError, match="among the returns"):
        backtest_returns_to_folder(five_years, out, BacktestOptions(cache=five_years / "kept"))
    assert not out.exists()


@pytest.mark.parametrize("models", [QUICK, pytest.param(MODELS_RETURNS, marks=pytest.mark.slow)])
def test_no_model_sees_a_planted_future(models):
    spells = make_world(120, 7, 4).spells
    day = day_of(count_months(spells), -16)
    early = spells.start <= day  # planted: nobody enters or moves after the month end
    arrays = [one.name for one in fields(spells) if one.name not in ("first", "last")]
    planted = replace(spells, **{name: getattr(spells, name)[early] for name in arrays})
    whole, other = count_months(spells), count_months(planted)
    seen, seen_other = (count_months(replace(one, last=day)) for one in (spells, planted))
    months = len(seen.dates)
    assert (whole.by_type[:months] == other.by_type[:months]).all()
    assert (whole.by_type[-1] != other.by_type[-1]).any()

    one, two = (forecast_with(models, cut, ("total", SERIES[2])) for cut in (seen, seen_other))

    assert list(one) == list(models)
    for name in models:
        for made in (one, two):
            assert np.isfinite(numbers(made[name])).all(), name
        np.testing.assert_array_equal(numbers(one[name]), numbers(two[name]), err_msg=name)
        assert one[name].middle.shape == (2, 1), name


def test_each_series_alone_is_the_same_whatever_is_forecast_beside_it():
    """Series are shared out among processes: their numbers must not depend on how."""
    seen = count_months(make_world(120, 6, 4).spells)
    both, second = (
        numbers(forecast_with(("theta",), seen, series)["theta"])
        for series in (("total", SERIES[2]), (SERIES[2],))
    )
    np.testing.assert_array_equal(both[1:], second)


def forecast_with(
    models: tuple[str, ...], seen: MonthlyEvidence, series: tuple[str, ...]
) -> dict[str, Forecast]:
    """Forecasts a year ahead."""
    measures = Measures(("",) * len(series), series, (1,))
    asked = Asked(models, draws=20)
    return dict(forecast_returns_models(seen, measures, asked, lambda _: None))


def numbers(made: Forecast) -> np.ndarray:
    return made.draws if isinstance(made, Drawn) else np.stack([made.mean, made.sd], axis=-1)


def test_a_cut_holds_nothing_of_what_came_after(tmp_path):
    synthesise(tmp_path / "r", children=60, years=5, seed=2)

    returns, earlier = read_origins(tmp_path / "r", fewest=36, every=12)
    whole = returns.monthly

    assert [len(cut.dates) - 1 for cut in earlier] == [36, 48]
    for one in earlier:
        months = len(one.dates)
        assert (one.by_type == whole.by_type[:months]).all()
        assert (one.entries == whole.entries[: months - 1]).all()
        assert one.now.children.sum() == one.by_type[-1].sum()
        assert one.steps.month.max() < months - 1


def test_a_record_too_short_to_cut_is_refused(tmp_path):
    synthesise(tmp_path / "r", children=20, years=2, seed=2)

    returns, earlier = read_origins(tmp_path / "r")

    assert not earlier
    with pytest.raises(InputError, match="cover 24 months; a backtest needs 48 or more"):
        equal_terms(MODELS_RETURNS, len(returns.monthly.dates) - 1, earlier)


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


def test_a_perfect_forecast_scores_nothing_and_a_wild_one_its_distance():
    spells = make_world(200, 6, 4).spells
    whole = count_months(spells)
    history = ReturnsHistory(whole, [count_months(replace(spells, last=day_of(whole, -25)))])
    (origin,) = history.by_origin
    outcome = history.outcome(origin, (1, 2, 3))
    assert outcome.measures.horizons == (1, 2)
    assert outcome.measures.series[0] == "total"
    came = outcome.came
    assert came[0].tolist() == whole.by_type.sum(axis=1)[[-13, -1]].tolist()
    perfect = np.repeat(came[..., None], 20, axis=2)
    made = {
        "perfect": Drawn(perfect),
        "near": Normal(came + 7.0, np.zeros(came.shape)),
        "wild": Drawn(perfect * 3),
    }

    rows = [score(one, outcome, 1).assign(model=name, origin=1) for name, one in made.items()]
    table = summary(pd.concat(rows), ["model", "series"]).set_index(["model", "series"])

    assert table.loc[("perfect", "total"), "crps"] == 0
    assert table.loc[("near", "total"), "crps"] == pytest.approx(7)
    assert table.loc[("wild", "total"), "crps"] == pytest.approx(2 * came[0].mean())
    assert table.loc[("perfect", "total"), "cover_80"] == 100
    assert table.loc[("wild", "total"), "cover_80"] == 0


def test_relative_scores_are_to_what_no_change_scored():
    """The measure is the model of that name, whether or not it takes part."""
    spells = make_world(120, 6, 4).spells
    whole = count_months(spells)
    cuts = [count_months(replace(spells, last=day_of(whole, -place))) for place in (25, 13)]
    history = ReturnsHistory(whole, cuts)
    keys = ["series", "horizon"]
    both = score_table(score_returns(history, Asked(("no_change", "drift"), draws=10)))
    crps = both.set_index(["model", *keys])["crps"]
    alone = score_table(score_returns(history, Asked(("drift",), draws=10))).set_index(keys)
    expected = crps["drift"] / crps["no_change"]
    assert alone["relative_crps"].to_numpy() == pytest.approx(expected[alone.index].to_numpy())


def test_the_total_halfway_to_drift_is_halfway_in_every_draw_and_types_add_up_to_it():
    monthly = count_months(make_world(60, 6, 4).spells)
    count = monthly.by_type.sum(axis=1)
    monthly = replace(monthly, stock=monthly.stock[:: len(count) - 1])  # the first and last alone
    paths = np.random.default_rng(1).poisson(6.0, (9, 2, 10)).astype(float)

    made = half_drift(paths, monthly).sum(axis=2)

    total = paths.sum(axis=2)
    for month in (0, 1):  # drift goes on as from the first to the last
        drift = count[-1] + (count[-1] - count[0]) * (month + 1)
        middle = np.median(total[:, month])
        assert made[:, month] - total[:, month] == pytest.approx(np.full(9, (drift - middle) / 2))


def test_terms_are_of_the_models_asked_for():
    whole = count_months(make_world(60, 6, 4).spells)
    long, short = whole, replace(whole, dates=whole.dates[:37])

    mixed = equal_terms(("flow", "theta"), 84, [short, long])
    assert (mixed.models, mixed.origins, mixed.left_out) == (("flow", "theta"), (long,), ())
    assert "theta needs 60 months" in mixed.rule
    plain = equal_terms(("flow",), 84, [short, long])
    assert len(plain.origins) == 2
    cut_short = equal_terms(("flow", "theta"), 84, [short])
    assert (cut_short.models, cut_short.left_out) == (("flow",), ("theta",))


def test_a_method_that_cannot_be_fitted_is_told(monkeypatch):
    from sufficiency.forecasting.flow import candidates
    from sufficiency.forecasting.methods.plain import NotFitted

    def never(*_given):
        raise NotFitted("would not")

    methods = dict.fromkeys(("ets", "theta"), never)
    monkeypatch.setattr(candidates, "METHODS_MONTHLY", methods)
    spells = make_world(60, 7, 4).spells
    whole = count_months(spells)
    seen = count_months(replace(spells, last=day_of(whole, -13)))

    history = ReturnsHistory(whole, [seen])
    alone = score_returns(history, Asked(("ets", "ensemble"), draws=10)).fallbacks
    assert set(alone["model"]) == {"ets", "theta"}
    assert set(alone["reason"]) == {"would not"}
    assert set(alone["origin"]) == {f"{seen.dates[-1]:%Y-%m}"}
    assert not alone.duplicated().any()


def day_of(whole: MonthlyEvidence, place: int) -> int:
    return int(whole.dates[place].to_numpy().astype("datetime64[D]").astype(np.int64))
