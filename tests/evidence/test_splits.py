"""The estimated split of providers: adds to what is published, agrees with another reading."""

from __future__ import annotations

import numpy as np
import pytest

from sufficiency.errors import InputError
from sufficiency.evidence import estimate_split, load_evidence, mainstream_places
from sufficiency.evidence.split_error import EMBEDDED, SplitError, split_error
from sufficiency.placements import PLACEMENT_TYPES, TYPES_OF, position

EVIDENCE = load_evidence()
NO_ERROR = SplitError(in_house=0.0, own_provision=0.0, moves=0.0, source="none")
PUBLISHED = {"fostering": 364, "homes": 99, "supported_accommodation": 46, "other_placements": 43}


def test_every_draw_adds_to_the_published_families() -> None:
    split = estimate_split(EVIDENCE, 2025, 500, seed=3)
    assert split.shape == (500, len(PLACEMENT_TYPES))
    assert (split >= 0).all()
    for family, children in PUBLISHED.items():
        columns = [position(kind) for kind in TYPES_OF[family]]
        assert np.allclose(split[:, columns].sum(1), children)
    assert np.allclose(split.sum(1), 652)


@pytest.mark.parametrize(
    ("kind", "reading", "within"),
    [
        ("in_house_fostering", 115, 3),
        ("kinship_fostering", 90, 5),
        ("agency_fostering", 155, 5),
    ],
)
def test_the_estimate_agrees_with_an_independent_reading(
    kind: str, reading: float, within: float
) -> None:
    split = estimate_split(EVIDENCE, 2025, 2000, seed=1)
    assert abs(split[:, position(kind)].mean() - reading) <= within


def test_the_error_of_a_count_widens_the_range_and_leaves_the_mean(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_it = estimate_split(EVIDENCE, 2025, 2000, seed=1)
    monkeypatch.setattr("sufficiency.evidence.splits.split_error", lambda: NO_ERROR)
    without = estimate_split(EVIDENCE, 2025, 2000, seed=1)

    for kind in TYPES_OF["fostering"]:
        wide, narrow = (
            np.ptp(np.quantile(x[:, position(kind)], [0.1, 0.9])) for x in (with_it, without)
        )
        assert wide > narrow
    assert np.allclose(with_it.mean(axis=0), without.mean(axis=0), atol=0.1)


def test_own_homes_lie_between_six_and_twenty() -> None:
    own = estimate_split(EVIDENCE, 2025, 2000, seed=1)[:, position("in_house_residential")]
    low, high = np.quantile(own, [0.1, 0.9])
    assert low >= 5 and high <= 20


def test_the_years_that_are_not_comparable_are_left_out() -> None:
    places = mainstream_places(EVIDENCE, "approved_places")
    assert places.to_dict() == {2022: 200, 2023: 205, 2024: 180, 2025: 160}


def test_a_year_without_the_figures_is_refused() -> None:
    with pytest.raises(InputError, match="filled fostering places at 31 March 2020"):
        estimate_split(EVIDENCE, 2020, 10, seed=1)


def test_more_own_provision_elsewhere_means_fewer_connected_carers() -> None:
    split = estimate_split(EVIDENCE, 2025, 2000, seed=1)
    own_homes = split[:, position("in_house_residential")]
    connected = split[:, position("kinship_fostering")]
    assert np.corrcoef(own_homes, connected)[0, 1] < -0.3


def test_the_embedded_error_is_as_it_is_written() -> None:
    assert EMBEDDED.read_text(encoding="utf-8") == split_error().to_json()
