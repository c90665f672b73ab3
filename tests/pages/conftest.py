"""What the tests of pages share: the embedded record, and a small run with its facts."""

from __future__ import annotations

import pandas as pd
import pytest

from sufficiency.evidence import Evidence, load_evidence
from sufficiency.results.facts import RunFacts
from tests.pages.tables_fixture import make_facts, make_tables


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return load_evidence()


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Two scenarios over three years, on few draws."""
    return make_tables(scenarios=2, years=3, draws=60)


@pytest.fixture(scope="module")
def facts() -> RunFacts:
    """The facts of the run that `tables` is of."""
    return make_facts(scenarios=2, years=3, draws=60)
