"""The methods of one series by name, for yearly and for monthly figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sufficiency.errors import InputError, closest, listed
from sufficiency.forecasting.methods.plain import Method, drift, no_change, seasonal_no_change
from sufficiency.forecasting.methods.prophet import prophet
from sufficiency.forecasting.methods.statespace import components, ets, sarimax
from sufficiency.forecasting.methods.theta import theta

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
"""For yearly figures, some ten to sixteen of them."""

METHODS_MONTHLY: Final[Mapping[str, Method]] = MappingProxyType(
    {"no_change": no_change, "seasonal_no_change": seasonal_no_change}
    | {name: method for name, method in METHODS.items() if name != "no_change"}
)
"""For monthly figures, sixty of them or more."""


def chosen(models: Iterable[str] | None, known: Sequence[str]) -> tuple[str, ...]:
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
