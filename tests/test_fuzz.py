"""A few of the damaged inputs that `make fuzz` tries by the thousand."""

from __future__ import annotations

import pytest

from tests.fuzz import READERS, attempt


@pytest.mark.parametrize("name", READERS)
def test_damaged_inputs_are_read_or_refused(name):
    assert {attempt(READERS[name], case) for case in range(40)} <= {"read", "refused"}


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_five_hundred_damaged_inputs_are_read_or_refused(name):
    assert {attempt(READERS[name], case) for case in range(1_000, 1_500)} <= {"read", "refused"}
