"""What a user may let pass: doubts about counts, and nothing that cannot be read."""

from __future__ import annotations

import pytest

from sufficiency.errors import InputError
from sufficiency.evidence.ssda903 import Allowed, read_returns
from tests.evidence.ssda903 import faults
from tests.evidence.ssda903.faults import BROKEN, HARMFUL
from tests.evidence.ssda903.small import count
from tests.evidence.ssda903.test_faults import clean

EVEN_SO = Allowed(even_so=True)


def test_a_doubt_is_lifted_and_stands_first_in_the_report(tmp_path):
    returns, _ = clean(100, 6, 7)
    year = sorted(returns)[3]
    place = faults.write(
        faults.broken(returns, year, BROKEN["homes as other"], 1.0), tmp_path / "r"
    )

    with pytest.raises(InputError, match=r"recoded.* go on with --even-so\.$"):
        read_returns(place)
    read = read_returns(place, allowed=EVEN_SO)

    assert read.report.lines()[0].startswith("Gone on with --even-so in spite of this: Of")
    assert read.report.summary()["remarks"][0] == read.report.doubts[0]
    assert count(read, "stock", "2026-03-31") == 99


def test_what_cannot_be_read_is_never_lifted(tmp_path):
    returns, _ = clean(100, 6, 7)
    year = sorted(returns)[-1]
    place = faults.write(
        faults.damaged(returns, year, HARMFUL["scientific"], 1.0, 1), tmp_path / "r"
    )

    with pytest.raises(InputError, match="set CHILD to Text") as refused:
        read_returns(place, allowed=EVEN_SO)
    assert "--even-so" not in str(refused.value)


def test_what_was_counted_is_shown_for_every_31_march(tmp_path):
    """A code that is wrong alike in all returns shows to whoever knows the numbers alone."""
    returns, truth = clean(100, 6, 7)
    read = read_returns(faults.write(returns, tmp_path / "r"))

    shown = read.report.counted
    assert shown.columns.tolist() == [str(year) for year in truth.marches]
    assert shown.loc["All children looked after"].tolist() == [
        truth.by_type[place].sum() for place in truth.marches.values()
    ]
    last = truth.by_type[truth.marches[2026]].tolist()
    assert shown["2026"].tolist()[1:] == last
    assert any(line.startswith("External children's homes") for line in read.report.lines())
