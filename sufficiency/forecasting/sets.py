"""Which methods are tried on annual and on monthly series, and their mixture in equal parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from sufficiency.errors import InputError, closest, listed
from sufficiency.forecasting.candidates import Alone
from sufficiency.forecasting.methods.plain import Method, drift, no_change, seasonal_no_change
from sufficiency.forecasting.methods.prophet import prophet
from sufficiency.forecasting.methods.statespace import components, ets, sarimax
from sufficiency.forecasting.methods.theta import theta

POOLED: Final = "pooled"
ENSEMBLE: Final = "ensemble"

METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {
        "no_change": no_change,
        "drift": drift,
        "ets": ets,
        "sarimax": sarimax,
        "unobserved_components": components,
        "theta": theta,
        "prophet": prophet,
    }
)
"""Methods of one series alone, for annual series of some ten to sixteen points."""

METHODS_MONTHLY: Final[Mapping[str, Method]] = MappingProxyType(
    {"no_change": no_change, "seasonal_no_change": seasonal_no_change}
    | {name: method for name, method in METHODS.items() if name != "no_change"}
)
"""Methods for monthly series of sixty points or more. The pooled model is of years and has no
place here; a forecast from an authority's own returns has its own model of flows."""

MEMBERS: Final[tuple[str, ...]] = (*METHODS, POOLED)
MODELS: Final[tuple[str, ...]] = (*MEMBERS, ENSEMBLE)
MODELS_MONTHLY: Final[tuple[str, ...]] = (*METHODS_MONTHLY, ENSEMBLE)


def chosen(models: Iterable[str] | None, known: Sequence[str] = MODELS) -> tuple[str, ...]:
    """The models asked for in the order of the tables; all where none are named.

    One text may hold several names with commas between them.

    Raises:
        InputError: when a name is not known, or nothing is asked for.
    """
    if models is None:
        return tuple(known)
    asked = [name.strip() for text in models for name in text.split(",") if name.strip()]
    for name in asked:
        if name not in known:
            raise InputError(
                f"There is no model '{name}'; known are {listed(known)}.{closest(name, known)}"
            )
    if not asked:
        raise InputError(f"No model is asked for; known are {listed(known)}.")
    return tuple(name for name in known if name in asked)


def alone(name: str) -> Alone:
    """The candidate of one of `METHODS`."""
    return Alone(name, METHODS[name])


def equal_parts(members: Sequence[np.ndarray]) -> np.ndarray:
    """Mix draws of several methods, as many of each: draw i is taken from method i modulo k.

    Each draw stays one method's path. Weights are equal because eight overlapping years cannot
    tell them apart: fitted weights chase the noise (Claeskens et al. 2016, International Journal
    of Forecasting 32).

    Args:
        members: each (..., horizons, draws); a method that is NaN for a series is left out of it.
    """
    stack = np.stack(members)
    flat = stack.reshape(len(stack), -1, *stack.shape[-2:])
    mixed = np.full(flat.shape[1:], np.nan)
    turn = np.arange(stack.shape[-1])
    for row in range(flat.shape[1]):
        there = flat[np.isfinite(flat[:, row]).all(axis=(1, 2)), row]
        if len(there):
            mixed[row] = np.moveaxis(there, 0, -1)[:, turn, turn % len(there)]
    return mixed.reshape(stack.shape[1:])
