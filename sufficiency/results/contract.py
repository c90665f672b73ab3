"""What each table of a run holds; `checks` holds what the engine hands over to it.

The tables are the joint between the engine and every page, and other programs read the files.
What each column holds is declared here once (`figures.Kind`): in what it is measured, how it is
rounded where anybody may see it, and who may. A table cannot be added without saying so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sufficiency.placements import FAMILIES, PLACEMENT_TYPES
from sufficiency.ranges import COST_STATISTICS, RANGE_STATISTICS, STATISTICS
from sufficiency.results import after_care, asylum
from sufficiency.results.figures import (
    CARERS,
    CARERS_TO_COME,
    CHANCE,
    CHILDREN,
    CHILDREN_INSIDE,
    DIFFERENCE,
    FACTOR,
    GIVEN,
    MONEY,
    MONTHS,
    PLAIN,
    PRICE,
    RATIO,
    SCORE,
    ByRow,
    Kind,
)

MONEY_TABLES: Final = (
    *("costs", "savings", "prices", "bridge", "stress", "budget"),
    *("appraisal", "waterfall", "tornado"),
)
"""Tables that a run of an authority without a return of spending does not have."""
MAY_BE_EMPTY: Final = ("after_care", "asylum")
"""Tables that stand on a record which an authority may lack."""
WITHOUT_BASELINE: Final = ("unplaced", "differences", "fading", "savings", "appraisal", "waterfall")
BRIDGE_PARTS: Final = ("rebasing", "volume", "mix", "price", "inflation", "intervention")
TYPES_AND_TOTAL: Final = (*PLACEMENT_TYPES, "total")
COST_ROWS: Final = (*PLACEMENT_TYPES, "programme", "total", "not_modelled")

IN_WORDS: Final = ("unit", "source", "quality", "known", "basis", "stated", "line")
"""Value columns that hold text, which may be blank."""


@dataclass(frozen=True)
class Table:
    """One table of the contract.

    Attributes:
        keys: Columns that name a row, in the order rows are sorted by.
        shows: The other columns, in order, and the kind of figure that each holds.
        words: For a key with a fixed vocabulary, its words in the order rows are sorted.
        blank: Value columns that may be blank because the figure is not known.
        optional: Whether a run may do without the table.
    """

    keys: tuple[str, ...]
    shows: Mapping[str, Kind | ByRow]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    optional: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(self.shows)

    @property
    def columns(self) -> list[str]:
        return [*self.keys, *self.values]


def _ranges(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{point}" for name in names for point in ("p10", "p50", "p90"))


def _all(kind: Kind | ByRow, *columns: str) -> dict[str, Kind | ByRow]:
    return dict.fromkeys(columns, kind)


_PER_100: Final = tuple(
    f"{area}_per_100" for area in ("authority", "neighbours", "region", "england")
)
_TYPE: Final = {"placement_type": TYPES_AND_TOTAL}
_BASIS: Final = {"price_basis": ("nominal", "real")}
_APPRAISED: Final = ByRow(
    "measure",
    {
        "npv": MONEY,
        "npv_by_grade": MONEY,
        "payback_month": MONTHS,
        "benefit_cost_ratio": RATIO,
        "switching_value": RATIO,
    },
)
_AGAINST: Final = ("budget", "over_budget", "gap_p50", "gap_p80")
_CONTRIBUTED: Final = ByRow("measure", {"saving": MONEY}, rest=CHILDREN_INSIDE)
_ASSUMED: Final = ByRow("unit", {"children": CHILDREN, "GBP": MONEY}, rest=GIVEN)
CONTRACT: Final[Mapping[str, Table]] = {
    "forecast": Table(("date", "placement_type"), _all(CHILDREN, *STATISTICS), _TYPE),
    "placements": Table(("scenario", "date", "placement_type"), _all(CHILDREN, *STATISTICS), _TYPE),
    "area": Table(
        ("scenario", "date", "area"),
        _all(CHILDREN, *STATISTICS),
        {"area": ("in_area", "out_of_area", "unknown")},
    ),
    "carers": Table(
        ("scenario", "date", "kind"),
        _all(CARERS, *_ranges("households", "approved_places", "usable_places", "filled_places")),
        {"kind": ("mainstream", "connected")},
    ),
    "gap": Table(
        ("scenario", "date", "family", "age_band"),
        _all(CHILDREN, *_ranges("need", "usable_supply", "gap", "unplaced")),
        {"family": FAMILIES},
        blank=_ranges("usable_supply", "gap", "unplaced"),
    ),
    "unplaced": Table(("scenario", "date"), _all(CHILDREN, *STATISTICS)),
    "households": Table(
        ("scenario", "financial_year", "kind", "flow"),
        _all(CARERS_TO_COME, *STATISTICS),
        {"kind": ("mainstream", "connected"), "flow": ("approved", "left")},
    ),
    "costs": Table(
        ("scenario", "financial_year", "placement_type", "price_basis"),
        _all(MONEY, *COST_STATISTICS),
        {"placement_type": COST_ROWS, **_BASIS},
    ),
    "savings": Table(
        ("scenario", "financial_year", "price_basis"),
        {**_all(MONEY, *RANGE_STATISTICS), "probability_saves": CHANCE},
        _BASIS,
    ),
    "prices": Table(
        ("placement_type", "financial_year", "price_basis"),
        {**_all(PRICE, *RANGE_STATISTICS), "factor": FACTOR, "known": PLAIN},
        {"placement_type": PLACEMENT_TYPES, **_BASIS},
    ),
    "bridge": Table(("scenario", "financial_year"), _all(MONEY, "from", *BRIDGE_PARTS, "to")),
    "stress": Table(
        ("line", "placement_type", "financial_year", "price_basis"),
        {**_all(CHILDREN, "children_today", "children"), **_all(MONEY, *RANGE_STATISTICS)},
        _BASIS,
        blank=("children_today", "children"),
        optional=True,
    ),
    "budget": Table(
        ("scenario", "financial_year", "covers"),
        {
            **_all(MONEY, *COST_STATISTICS, "contingency", *_AGAINST),
            "probability_within": CHANCE,
        },
        {"covers": ("modelled", "all")},
        blank=(*_AGAINST, "probability_within"),
        optional=True,
    ),
    "appraisal": Table(
        ("scenario", "years", "measure"),
        _all(_APPRAISED, "mean", "p10", "p50", "p90"),
        {"measure": tuple(_APPRAISED.kinds)},
        blank=("mean", "p10", "p50", "p90"),
        optional=True,
    ),
    "assumptions": Table(
        ("key",),
        {
            **_all(_ASSUMED, "value", "low", "high"),
            **_all(PLAIN, "unit", "source", "quality"),
            "impact": MONEY,
        },
        blank=("value", "low", "high", "impact"),
    ),
    "flows": Table(
        ("year",),
        {
            **_all(CHILDREN, "opening", "started", "ceased", "expected", "actual"),
            "residual": DIFFERENCE,
        },
        blank=("opening", "started", "ceased", "expected", "actual", "residual"),
    ),
    "waterfall": Table(
        ("scenario", "measure", "price_basis", "period", "step", "lever", "why"),
        _all(_CONTRIBUTED, "mean", "p10", "p90"),
        optional=True,
    ),
    "tornado": Table(
        ("outcome", "key"),
        {**_all(GIVEN, "low", "high"), **_all(MONEY, "at_low", "middle", "at_high", "swing")},
        optional=True,
    ),
    "past_forecasts": Table(
        ("origin", "date"),
        {"horizon": PLAIN, **_all(CHILDREN, "p10", "p50", "p90", "came"), "held_80": PLAIN},
        optional=True,
    ),
    "backtest": Table(
        ("model", "series", "horizon"),
        _all(SCORE, "mase", "crps", "relative_crps", "cover_50", "cover_80", "cover_95", "n"),
        blank=("mase", "crps", "relative_crps", "cover_50", "cover_80", "cover_95"),
        optional=True,
    ),
    "profile": Table(
        ("section", "category", "year"),
        _all(PLAIN, "children", "authority", "neighbours", "region", "england", "unit"),
        blank=("children", "authority", "neighbours", "region", "england"),
        optional=True,
    ),
    "provision": Table(
        ("section", "setting", "sector", "measure", "year"),
        _all(PLAIN, "number", "low", "high", *_PER_100, "basis"),
        blank=("number", "low", "high", *_PER_100),
        optional=True,
    ),
    "market": Table(
        ("scenario", "date", "family", "age_band"),
        {"stated": PLAIN, **_all(CHILDREN, "low", "middle", "high"), "line": PLAIN},
        blank=("low", "middle", "high"),
        optional=True,
    ),
    "differences": Table(
        ("scenario", "date", "measure", "placement_type"),
        _all(CHILDREN_INSIDE, *RANGE_STATISTICS),
        optional=True,
    ),
    "after_care": Table(
        ("scenario", "date", "measure"),
        _all(CHILDREN_INSIDE, *RANGE_STATISTICS),
        {"measure": after_care.MEASURES},
        optional=True,
    ),
    "asylum": Table(
        ("scenario", "date", "measure"),
        _all(CHILDREN_INSIDE, *RANGE_STATISTICS),
        {"measure": asylum.MEASURES},
        optional=True,
    ),
    "fading": Table(
        ("scenario", "date", "effect", "reason"),
        _all(CHILDREN_INSIDE, "children"),
        optional=True,
    ),
    "scenario_flows": Table(
        ("scenario", "date", "placement_type"),
        _all(CHILDREN_INSIDE, "entries", "exits", "moves_in", "moves_out"),
        {"placement_type": PLACEMENT_TYPES},
        optional=True,
    ),
    "benchmarks": Table(
        ("measure", "year"),
        _all(PLAIN, "authority", "neighbours", "region", "england", "unit"),
        blank=("authority", "neighbours", "region", "england"),
        optional=True,
    ),
}
