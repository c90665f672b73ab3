"""What moved between two runs, and which input explains how much of it.

The earlier run is made again from the inputs it kept, and then once more for each input that the
later run has otherwise, one after another, on the later run's way: tables of evidence in their
order, scenario files, years, draws and seed. What a headline moves by at each step is that input's
part, so that the parts add up to the movement. What two inputs do together goes to the later one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pandas as pd

from sufficiency.engine import forecast, run_scenarios
from sufficiency.errors import InputError
from sufficiency.evidence import Evidence
from sufficiency.evidence.catalogue import TABLES, file_of
from sufficiency.results.kept.inputs import INPUTS
from sufficiency.results.run import Run
from sufficiency.results.tables import run_tables
from sufficiency.scenarios import Scenario, load_scenarios

COLUMNS: Final = ("headline", "unit", "step", "what", "amount")
EARLIER: Final = "Earlier run"
LATER: Final = "Later run"
_AS_WRITTEN: Final = {"children": 0.005, "GBP": 500.0}
"""Files hold six figures: a run that is made again parts from them by no more than this."""
_Values = Mapping[tuple[str, str], float]
"""Headlines by words and unit."""


@dataclass(frozen=True)
class RunInputs:
    """What a run is made from."""

    evidence: Evidence
    scenarios: Mapping[str, Scenario]
    years: int
    draws: int
    seed: int


@dataclass(frozen=True)
class Step:
    """An input that the later run has otherwise.

    Attributes:
        name: of the input.
        what: what is other about it.
        take: the inputs of a run with this one taken from another.
    """

    name: str
    what: str
    take: Callable[[RunInputs, RunInputs], RunInputs]


def movement(earlier: tuple[Path, Run], later: tuple[Path, Run]) -> pd.DataFrame:
    """What moved between two runs that keep their inputs.

    Args:
        earlier, later: the folder of each, and the run that was opened from it.

    Returns:
        Columns headline, unit, step, what, amount: for each headline the earlier run's figure, the
        part of each input in the order they were taken, and the later run's figure. Figures are
        means, so that parts add.

    Raises:
        InputError: when a run is published, was made from returns, or is of another authority, or
            when no years are in both.
    """
    inputs = [_inputs_of(folder, run) for folder, run in (earlier, later)]
    _refuse_apart(inputs[0], inputs[1])
    common = _Common.of(inputs[0], inputs[1])
    now = common.figures(inputs[0])
    rows = [_rows(now, EARLIER, _made_by(earlier[1]))]
    written = common.written(earlier[1])
    if _parts(written, now):
        rows = [_rows(written, EARLIER, _made_by(earlier[1]))]
        rows.append(_change(written, now, "This version", "the earlier run, made again"))
    state, held = inputs[0], []
    steps = list(_steps(inputs[0], inputs[1]))
    for step in steps:
        held.append(step)
        tried = step.take(state, inputs[1])
        try:
            then = common.figures(tried if step is not steps[-1] else inputs[1])
        except InputError:
            if step is steps[-1]:
                raise
            state = tried  # it cannot stand without the next: the two are taken together
            continue
        names, what = (" and ".join(getattr(s, of) for s in held) for of in ("name", "what"))
        rows.append(_change(now, then, names, what))
        state, now, held = tried, then, []
    written = common.written(later[1])
    if _parts(written, now):
        rows.append(_change(now, written, "Another version", "the later run was made by it"))
        now = written
    rows.append(_rows(now, LATER, _made_by(later[1])))
    found = pd.concat(rows, ignore_index=True)
    order = {headline: at for at, headline in enumerate(dict.fromkeys(found["headline"]))}
    return found.sort_values("headline", key=lambda c: c.map(order), kind="stable").reset_index(
        drop=True
    )[list(COLUMNS)]


@dataclass(frozen=True)
class _Common:
    """What both runs have: the years and scenarios that headlines are about."""

    marches: tuple[int, ...]
    years: tuple[str, ...]
    scenarios: tuple[str, ...]

    @classmethod
    def of(cls, a: RunInputs, b: RunInputs) -> _Common:
        spans = [
            range(i.evidence.opening_year + 1, i.evidence.opening_year + i.years + 1)
            for i in (a, b)
        ]
        marches = sorted(set(spans[0]) & set(spans[1]))
        if not marches:
            raise InputError("The two runs have no year in common.")
        years = tuple(f"{m - 1}/{m % 100:02d}" for m in marches)
        return cls(tuple(marches), years, tuple(n for n in a.scenarios if n in b.scenarios))

    def figures(self, of: RunInputs) -> _Values:
        """Headlines of a run made from these inputs."""
        base = forecast(of.evidence, of.years, of.draws, of.seed)
        chosen = [of.scenarios[name] for name in self.scenarios]
        return self.from_tables(run_tables(run_scenarios(base, chosen)))

    def written(self, run: Run) -> _Values:
        """Headlines as a run's files have them."""
        return self.from_tables(run.tables)

    def from_tables(self, tables: Mapping[str, pd.DataFrame]) -> _Values:
        """Headlines from tables: means of the first and the last year that both runs have."""
        found: dict[tuple[str, str], float] = {}
        children = tables["forecast"].query("placement_type == 'total'")
        by_date = children.set_index(children["date"].dt.strftime("%Y-%m"))["mean"]
        cost = tables["costs"].query("scenario == 'Baseline' and price_basis == 'nominal'")
        by_kind = cost.set_index(["financial_year", "placement_type"])["mean"]
        saved = tables["savings"].query("price_basis == 'real'")
        for march, year in {
            self.marches[0]: self.years[0],
            self.marches[-1]: self.years[-1],
        }.items():
            found[f"Children looked after on 31 March {march}", "children"] = by_date[f"{march}-03"]
            modelled = by_kind[year, "total"]
            found[f"Cost of placements, {year}", "GBP, nominal"] = modelled
            whole = modelled + by_kind[year, "not_modelled"]
            found[f"All spending on children looked after, {year}", "GBP, nominal"] = whole
        for name in self.scenarios:
            rows = saved[(saved["scenario"] == name) & saved["financial_year"].isin(self.years)]
            words = f"Saving of {name}, {self.years[0]} to {self.years[-1]}"
            found[words, "GBP, real"] = rows["mean"].sum()
        return {key: float(value) for key, value in found.items()}


def _steps(a: RunInputs, b: RunInputs) -> Iterator[Step]:
    """Inputs that differ, in the order they are taken."""
    for name in TABLES:
        was, is_now = a.evidence.table(name), b.evidence.table(name)
        if not was.equals(is_now):
            yield Step(file_of(name), _what(was, is_now), _taking_table(name))
    for name, scenario in b.scenarios.items():
        if name in a.scenarios and a.scenarios[name] != scenario:
            yield Step(f"Scenario {name}", "its file is another", _taking_scenario(name))
    for setting in ("years", "draws", "seed"):
        was, is_now = getattr(a, setting), getattr(b, setting)
        if was != is_now:
            yield Step(f"--{setting}", f"{was} to {is_now}", _taking_setting(setting))


def _taking_table(name: str) -> Callable[[RunInputs, RunInputs], RunInputs]:
    return lambda a, b: replace(a, evidence=a.evidence.with_tables({name: b.evidence.table(name)}))


def _taking_scenario(name: str) -> Callable[[RunInputs, RunInputs], RunInputs]:
    return lambda a, b: replace(a, scenarios={**a.scenarios, name: b.scenarios[name]})


def _taking_setting(name: str) -> Callable[[RunInputs, RunInputs], RunInputs]:
    return lambda a, b: replace(a, **{name: getattr(b, name)})


def _what(was: pd.DataFrame, is_now: pd.DataFrame) -> str:
    """What is other about a table, in a few words."""
    if was.shape != is_now.shape or list(was.columns) != list(is_now.columns):
        return f"{len(was):,} rows to {len(is_now):,}"
    same = (was == is_now) | (was.isna() & is_now.isna())
    changed = int((~same).to_numpy().sum())
    return f"{changed:,} cell{'s' if changed > 1 else ''} changed"


def _inputs_of(folder: Path, run: Run) -> RunInputs:
    facts = run.facts
    if run.is_published:
        raise InputError(
            f"The run in '{folder}' is published and keeps no inputs: nothing can be made again."
        )
    if facts.counted_to is not None:
        raise InputError(
            f"The run in '{folder}' was made from returns, which no run keeps: what moved since "
            "cannot be taken apart."
        )
    kept = folder / INPUTS / "scenarios"
    files = kept.is_dir() and any(kept.iterdir())
    scenarios = {scenario.name: scenario for scenario in load_scenarios(kept)} if files else {}
    assert facts.seed is not None, "only a published run is without its seed"
    years = facts.horizon_year - facts.opening_year
    return RunInputs(run.evidence, scenarios, years, facts.draws, facts.seed)


def _refuse_apart(a: RunInputs, b: RunInputs) -> None:
    ours, theirs = a.evidence.authority, b.evidence.authority
    if ours.code != theirs.code:
        raise InputError(f"The earlier run is of {ours.name} and the later of {theirs.name}.")


def _made_by(run: Run) -> str:
    return f"sufficiency {run.facts.version}"


def _parts(written: _Values, made: _Values) -> bool:
    """Whether a run that was made again is another than its files, beyond their rounding."""
    return any(
        abs(written[key] - value) > _AS_WRITTEN[key[1].split(",")[0]] for key, value in made.items()
    )


def _change(was: _Values, now: _Values, step: str, what: str) -> pd.DataFrame:
    return _rows({key: value - was[key] for key, value in now.items()}, step, what)


def _rows(values: _Values, step: str, what: str) -> pd.DataFrame:
    return pd.DataFrame(
        [(headline, unit, step, what, amount) for (headline, unit), amount in values.items()],
        columns=list(COLUMNS),
    )
