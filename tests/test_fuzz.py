"""A few of the damaged inputs that `make fuzz` tries by the thousand."""

from __future__ import annotations

import pytest

from tests.fuzz import attempt
from tests.fuzz_readers import READERS


@pytest.mark.parametrize("name", READERS)
def test_what_is_not_damaged_is_read(name, tmp_path):
    for path, data in READERS[name].clean().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    READERS[name].read(tmp_path)


@pytest.mark.parametrize("name", READERS)
def test_damaged_inputs_are_read_or_refused(name):
    assert {attempt(READERS[name], case)[0] for case in range(6)} <= {"read", "refused"}


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_a_hundred_damaged_inputs_are_read_or_refused(name):
    assert {attempt(READERS[name], case)[0] for case in range(1_000, 1_100)} <= {"read", "refused"}
