"""What the tests of pages share: one small real run."""

from __future__ import annotations

import pytest

from sufficiency.evidence import Evidence, load_evidence
from sufficiency.results.run import Run
from tests.small_run import small_run


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    return load_evidence()


@pytest.fixture(scope="session")
def run() -> Run:
    """Two scenarios over three years, on few draws."""
    return small_run(scenarios=2, years=3)
