"""Placement sufficiency forecasting for English children's services.

    import sufficiency as sf

    evidence = sf.load_evidence()
    forecast = sf.forecast(evidence, years=5, draws=2000, seed=1)
    results = sf.run_scenarios(forecast, "scenarios/")
    comparison = sf.compare(results, against="Baseline")
    comparison.costs()

The public face is loaded when it is first used, so that `sufficiency --help` answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sufficiency._version import __version__

if TYPE_CHECKING:
    from sufficiency.engine import Forecast, Results, forecast, run_scenarios
    from sufficiency.evidence import load_evidence
    from sufficiency.results.run import Comparison, compare

_HOME = {
    "load_evidence": "sufficiency.evidence",
    "forecast": "sufficiency.engine",
    "Forecast": "sufficiency.engine",
    "run_scenarios": "sufficiency.engine",
    "Results": "sufficiency.engine",
    "compare": "sufficiency.results.run",
    "Comparison": "sufficiency.results.run",
}

__all__ = [
    "Comparison",
    "Forecast",
    "Results",
    "__version__",
    "compare",
    "forecast",
    "load_evidence",
    "run_scenarios",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sufficiency' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *globals()})
