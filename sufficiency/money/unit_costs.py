"""Weekly costs by placement type and financial year, each with its basis, quality and source."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sufficiency.money.context import year_of
from sufficiency.money.prices import Prices
from sufficiency.money.tables import price_paths_table
from sufficiency.months import Calendar
from sufficiency.placements import LABELS

if TYPE_CHECKING:
    from sufficiency.evidence import Evidence

_A_WEEK: Final = re.compile(r"£.*/week")
_SHOWN: Final = MappingProxyType(
    {
        "external residential": (LABELS["external_residential"], "fee"),
        "in-house residential": (LABELS["in_house_residential"], "full"),
        "residential (all)": ("Residential care, all", "full"),
        "unregistered": ("Unregistered homes", "fee"),
        "secure": ("Secure homes", "fee"),
        "IFA": (LABELS["agency_fostering"], "fee"),
        "in-house fostering": (LABELS["in_house_fostering"], "payments only"),
        "fostering (all)": ("Fostering, all", "full"),
        "supported accommodation": (LABELS["supported_accommodation"], "fee"),
    }
)
"""What the sources call a placement, what this product calls it, and the basis of their figure."""


def unit_costs_by_year(evidence: Evidence, prices: Prices, calendar: Calendar) -> pd.DataFrame:
    """What a week costs by type and financial year: as others published it, and as used here.

    Columns: financial_year, placement_type, what ("published", "used in this run"), gbp_a_week,
    low, high (80%, blank where a source gives one figure), basis (payments only, payments and
    support, fee, full), quality, source. Cash of the year. A published period that names no year
    is left out; published figures are of other places and years, and are what prices are anchored
    on, not what this authority pays.
    """
    rows = []
    for row in evidence.unit_costs.to_dict("records"):
        year = year_of(str(row["period"]))
        if row["placement_type"] not in _SHOWN or not re.search(_A_WEEK, str(row["unit"])):
            continue
        if not re.fullmatch(r"\d{4}/\d{2}", year):
            continue
        shown, basis = _SHOWN[row["placement_type"]]
        says = (basis, "published", f"{row['measure']}: {row['source']}")
        rows.append((year, shown, "published", float(row["value"]), np.nan, np.nan, *says))
    listed = prices.anchors.to_dict("index")
    paths = price_paths_table(prices, calendar)
    for path in paths[paths["price_basis"] == "nominal"].to_dict("records"):
        anchor = listed[path["placement_type"]]
        span = (float(path["mean"]), float(path["p10"]), float(path["p90"]))
        says = (str(anchor["basis"]), str(anchor["quality"]), str(anchor["source"]))
        year, shown = str(path["financial_year"]), LABELS[path["placement_type"]]
        rows.append((year, shown, "used in this run", *span, *says))
    columns = ["financial_year", "placement_type", "what", "gbp_a_week", "low", "high"]
    table = pd.DataFrame(rows, columns=[*columns, "basis", "quality", "source"])
    return table.sort_values(
        ["placement_type", "financial_year", "what"], kind="stable", ignore_index=True
    )
