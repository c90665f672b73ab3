"""The words the files of evidence use for measures, categories and lines."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

ENGLAND: Final = "England"
ENGLAND_CODE: Final = "E92000001"

MEASURES: Final = (
    "looked_after_31_march",
    "started_in_year",
    "ceased_in_year",
    "uasc_31_march",
    "rate_per_10000",
)
"""Of children_in_care.csv."""

FLOW_MEASURES: Final = ("looked_after_31_march", "started_in_year", "ceased_in_year")
"""The three an authority must have in every year."""

HOMES_FROM_2020: Final = "childrens_home_or_secure (K1,K2; from 2020)"
SUPPORTED_FROM_2020: Final = "independent_semi_independent_or_supported (H5,K3,P2,P3; from 2020)"
HOMES_TO_2019: Final = "childrens_home_secure_or_semi_independent (K1,K2,H5; to 2019)"
INDEPENDENT_TO_2019: Final = "independent_living (P2,P3; to 2019)"

BREAK_YEAR: Final = 2020
"""First 31 March on which semi-independent (H5) counts with supported accommodation, not homes."""

CATEGORIES: Final = MappingProxyType(
    {
        "placement_type": (
            "foster",
            "foster_relative_or_friend",
            "foster_other",
            HOMES_TO_2019,
            HOMES_FROM_2020,
            INDEPENDENT_TO_2019,
            SUPPORTED_FROM_2020,
            "placed_with_parents",
            "placed_for_adoption",
            "other_residential",
            "residential_school",
            "other",
            "missing",
        ),
        "provider": (
            "prov_own",
            "prov_other_la",
            "prov_other_public",
            "prov_private",
            "prov_voluntary",
            "prov_parents",
            "prov_not_reported",
        ),
        "location": ("loc_inside_la", "loc_outside_la"),
        "distance": ("dist_le20", "dist_gt20", "dist_unknown"),
        "distance_location": ("outside_la_gt20",),
    }
)
"""Categories of each dimension of placements.csv."""

WITHIN_FOSTER: Final = ("foster_relative_or_friend", "foster_other")
"""Parts of "foster", published for 2010 only: not to be added to it."""

GROUPS: Final = MappingProxyType(
    {
        "foster": ("foster",),
        "homes": (HOMES_FROM_2020,),
        "supported": (SUPPORTED_FROM_2020,),
        "homes_and_supported": (
            HOMES_FROM_2020,
            SUPPORTED_FROM_2020,
            HOMES_TO_2019,
            INDEPENDENT_TO_2019,
        ),
        "placed_with_parents": ("placed_with_parents",),
        "placed_for_adoption": ("placed_for_adoption",),
        "other_residential": ("other_residential", "residential_school"),
        "other_placements": ("other", "missing"),
    }
)
"""Categories of placement type that make up each group that `Evidence.placed` gives.

"missing" (the return named no placement, to 2016) is an "other" placement: in 2016 it stood in
for "other" in the published table.
"""

GROUP_OF_FAMILY: Final = MappingProxyType(
    {"fostering": "foster", "supported_accommodation": "supported"}
)
"""Families of placement whose published group has another name."""

NATIONAL_GROUPS: Final = (
    "all",
    "foster",
    "homes",
    "supported",
    "placed_with_parents",
    "placed_for_adoption",
    "other_residential",
    "residential_school",
    "other",
)
"""Placement groups of the national tables."""

RESIDENTIAL_LINE: Final = "RO3 CLA residential care"
FOSTERING_LINE: Final = "RO3 CLA fostering services"
OTHER_LINE: Final = "RO3 CLA other"
ASYLUM_LINE: Final = "RO3 CLA asylum seekers"
TOTAL_LINE: Final = "RO3 CLA total"
RO3_LINES: Final = (RESIDENTIAL_LINE, FOSTERING_LINE, OTHER_LINE, ASYLUM_LINE, TOTAL_LINE)
"""Lines of the revenue outturn (RO3) for children looked after."""

ALL_SERVICES: Final = "All services for children looked after, per child"
"""Weekly cost of every service for children looked after, a child looked after: not a line beside
the others but their sum."""

SECTION_251_TOTAL: Final = "Total Children Looked After"

PRICED_LINES: Final = ("Residential care", "Fostering services")
"""Lines whose weekly costs say how prices grew."""

SPEND_LINES: Final = (
    *RO3_LINES,
    *PRICED_LINES,
    "Adoption services",
    "Social work and commissioning",
    "Leaving care support services",
    ALL_SERVICES,
    SECTION_251_TOTAL,
    "Total Safeguarding",
)

WEEKLY_COST: Final = "gbp_per_child_per_week"
SPEND_MEASURES: Final = (
    WEEKLY_COST,
    "gross_expenditure",
    "total_expenditure",
    "income",
    "net_current_expenditure",
)

CARER_MEASURES: Final = (
    "approved_places",
    "filled_places",
    "vacant_places",
    "places_not_available",
    "approved_households",
    "approved_carers",
    "households_family_and_friends",
    "households_permanent",
    "households_short_breaks",
    "households_approved_in_year",
    "family_friends_households_approved_in_year",
    "households_deregistered_in_year",
    "deregistrations_by_carer",
    "deregistrations_by_service",
    "initial_enquiries",
    "applications_received",
    "applications_approved",
    "children_in_foster_placements_31_march",
)
"""Of carers.csv."""

ALL_FOSTERING: Final = "all LA fostering households incl. family & friends"
MAINSTREAM_ONLY: Final = "LA mainstream fostering only (excludes family & friends, excludes IFA)"
"""The two bases of Ofsted's figures for an authority: they are not comparable."""

PRICE_BASES: Final = ("nominal", "real")
"""Whether an agreed uplift is in cash, or above general inflation."""

QUALITIES: Final = ("published", "derived", "estimate", "assumption")
"""How a figure is known, from best to least."""

SUPPORTED: Final = "supported accommodation"
LISTED: Final = ("children's home", SUPPORTED, "secure")
"""Settings that a council's own list may hold, in the words of Ofsted's."""
KINDS_OF_SUPPORT: Final = (
    "single occupancy",
    "shared, young people in care alone",
    "shared with others",
    "supported lodgings",
)
"""Categories of supported accommodation: 1 to 4 of the regulations of 2023."""
REGISTRATIONS: Final = ("registered", "applied for", "not registered")
GRADES: Final = (
    *("outstanding", "good", "requires improvement", "inadequate"),
    *("consistently strong", "inconsistent", "serious or widespread weaknesses"),
    "not yet inspected",
)
"""Ofsted's judgements of homes, then those of supported accommodation."""
