"""Placement sufficiency forecasting for English children's services.

    import sufficiency as sf

    evidence = sf.load_evidence()                        # what is known
    forecast = sf.forecast(evidence, years=5, draws=2000, seed=1)
    results = sf.run_scenarios(forecast, "scenarios/")   # what if
    run = sf.compare(results, against="Baseline")        # the run: tables, charts, workbook
    run.costs(); run.plot_costs(); run.to_excel("costs.xlsx"); run.published()

- What is known: `load_evidence` gives `Evidence`.
- How many: `forecast` gives a `Forecast`; `hindcast` what it would have said before, and `backtest`
  how far out it and other methods were, with `BacktestOptions`.
- What if: `load_scenarios` reads files into `Scenario` objects; `run_scenarios` gives `Results`;
  `seek` finds how much of a lever reaches a goal.
- What comes of it: `run` does the whole job, `compare` makes a `Run` of results, `open_run` reads a
  written one back.
- In a notebook: `form` and `form_region` give boxes to fill in,
  and `Run.table` tables to read.
- What goes wrong: `InputError` says in sentences what was wrong with what was given.

The public face is loaded when it is first used, so that `sufficiency --help` answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sufficiency._version import __version__

if TYPE_CHECKING:
    from sufficiency.engine import Forecast, Results, forecast, run_scenarios
    from sufficiency.errors import InputError
    from sufficiency.evidence import Evidence, load_evidence
    from sufficiency.forecasting import hindcast
    from sufficiency.forecasting.files.panel_backtest import backtest
    from sufficiency.forecasting.files.score_folder import BacktestOptions
    from sufficiency.pages.notebook import form
    from sufficiency.region import form_region
    from sufficiency.results.run import Run
    from sufficiency.scenarios import Scenario, load_scenarios
    from sufficiency.verbs import compare, open_run, run, seek

_HOME = {
    "load_evidence": "sufficiency.evidence",
    "Evidence": "sufficiency.evidence",
    "forecast": "sufficiency.engine",
    "Forecast": "sufficiency.engine",
    "hindcast": "sufficiency.forecasting",
    "backtest": "sufficiency.forecasting.files.panel_backtest",
    "BacktestOptions": "sufficiency.forecasting.files.score_folder",
    "load_scenarios": "sufficiency.scenarios",
    "Scenario": "sufficiency.scenarios",
    "run_scenarios": "sufficiency.engine",
    "Results": "sufficiency.engine",
    "seek": "sufficiency.verbs",
    "run": "sufficiency.verbs",
    "compare": "sufficiency.verbs",
    "open_run": "sufficiency.verbs",
    "Run": "sufficiency.results.run",
    "form": "sufficiency.pages.notebook",
    "form_region": "sufficiency.region",
    "InputError": "sufficiency.errors",
}

__all__ = [
    "BacktestOptions",
    "Evidence",
    "Forecast",
    "InputError",
    "Results",
    "Run",
    "Scenario",
    "__version__",
    "backtest",
    "compare",
    "forecast",
    "form",
    "form_region",
    "hindcast",
    "load_evidence",
    "load_scenarios",
    "open_run",
    "run",
    "run_scenarios",
    "seek",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sufficiency' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *globals()})
