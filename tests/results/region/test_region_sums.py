"""A region's tables: sums draw by draw, gaps, gains and the dataset they rest on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sufficiency.ranges import statistics
from sufficiency.results.region.dataset import DRAWS, Dataset, key_of
from sufficiency.results.region.draws import COSTS, NOMINAL, STOCKS, Draws, draws_of
from sufficiency.results.region.members import gains_of, joint_table
from sufficiency.results.region.sums import add_up, region_tables
from tests.small_run import small_results

YEARS = (2025, 2026, 2027, 2028)


@pytest.fixture(scope="module")
def councils() -> list[Draws]:
    """Tameside three times over, each in an order of its own: as if three councils."""
    results = small_results()
    rng = np.random.default_rng(3)
    orders = [rng.permutation(results.forecast.draws) for _ in range(3)]
    return [draws_of(results.all, order) for order in orders]


@pytest.fixture(scope="module")
def tables(councils):
    return region_tables(add_up(councils))


def test_draws_of_a_council_are_its_run_to_seven_figures(councils):
    result = small_results().forecast.baseline
    own = add_up(councils[:1])

    for at, march in enumerate(range(0, 37, 12)):
        total = own.of("Baseline", *STOCKS[:10])[:, at]
        came = result.projection.total[:, march]
        assert statistics(total)["p10"] == pytest.approx(statistics(came)["p10"], rel=1e-6)
    nominal = own.of("Baseline", NOMINAL)[:, 1:]
    assert np.sort(nominal, axis=0) == pytest.approx(
        np.sort(result.costs.total("nominal"), axis=0), rel=1e-6
    )


def test_means_of_sums_are_sums_of_means_and_ranges_are_narrower(councils, tables):
    total = tables["forecast"].query("placement_type == 'total'")
    own = [region_tables(add_up([one]))["forecast"] for one in councils]
    own = [frame.query("placement_type == 'total'") for frame in own]

    assert total["mean"].to_numpy() == pytest.approx(sum(f["mean"].to_numpy() for f in own))
    width = (total["p90"] - total["p10"]).to_numpy()[1:]
    assert (width < sum((f["p90"] - f["p10"]).to_numpy()[1:] for f in own)).all()


def test_placement_types_add_to_the_total_of_means(tables):
    by_type = tables["placements"]
    total = by_type["placement_type"] == "total"
    summed = by_type[~total].groupby(["scenario", "date"])["mean"].sum()

    assert summed.to_numpy() == pytest.approx(
        by_type[total].groupby(["scenario", "date"])["mean"].sum().to_numpy(), rel=1e-9
    )


def test_sharing_every_place_never_leaves_more_to_be_bought(tables):
    gap = tables["gap"]

    for point in ("p10", "p50", "p90"):
        assert (gap[f"pooled_gap_{point}"] <= gap[f"gap_{point}"] + 1e-9).all()


def test_savings_are_paired_and_all_years_are_their_sum(councils, tables):
    saved = tables["savings"].query("price_basis == 'real'").set_index("financial_year")
    whole = add_up(councils)
    for name, rows in saved.groupby("scenario"):
        draws = (whole.of("Baseline", *COSTS) - whole.of(name, *COSTS))[:, 1:]
        assert rows.loc["all years", "mean"] == pytest.approx(draws.sum(axis=1).mean())
        assert rows.loc["2025/26", "p10"] == pytest.approx(np.quantile(draws[:, 0], 0.1))


def test_gains_of_councils_add_to_the_regions_saving(councils, tables):
    gains = pd.concat([gains_of(add_up([one]), ("A", "E1"), {}) for one in councils])
    saved = tables["savings"].query("price_basis == 'real' and financial_year == 'all years'")

    assert gains.groupby("scenario")["mean"].sum().to_dict() == pytest.approx(
        saved.set_index("scenario")["mean"].to_dict(), rel=1e-4
    )
    assert gains["share"].isna().all()


def test_errors_that_are_alike_everywhere_give_the_wider_range(councils, tables):
    gains = pd.concat([gains_of(add_up([one]), ("A", "E1"), {}) for one in councils])

    joint = joint_table(gains, tables["savings"])

    assert list(joint["scenario"]) == list(gains["scenario"].unique())
    assert (joint["p10_alike"] <= joint["p10"]).all() and (joint["p90_alike"] >= joint["p90"]).all()


def test_a_dataset_gives_back_what_it_was_given_and_knows_what_is_done(tmp_path, councils):
    table = pd.DataFrame({"a": [1.5, 2.5], "b": ["x", "y"]})
    kept = Dataset(tmp_path / "kept")
    key = key_of("record", 2000)

    assert not kept.has("E1", key)
    kept.add("E1", key, {"costs": table.to_parquet(index=False), DRAWS: councils[0].to_bytes()})

    assert kept.has("E1", key) and not kept.has("E1", key_of("record", 1000))
    pd.testing.assert_frame_equal(kept.table("costs", "E1"), table)
    (draws,) = kept.draws(["E1"])
    assert (draws.scenarios, draws.years) == (councils[0].scenarios, YEARS)
    assert (draws.values == councils[0].values).all()
    kept.hand_over(["E1"], tmp_path / "out")
    whole = pd.read_parquet(tmp_path / "out" / "costs")  # as a reader would: authority a column
    assert list(whole.columns) == ["a", "b", "authority"] and set(whole["authority"]) == {"E1"}
    assert not (tmp_path / "out" / "draws").exists()
