"""England's placements by provider, how long they lasted and why they changed."""

from __future__ import annotations

from sufficiency.evidence.names import CATEGORIES, NATIONAL_GROUPS
from sufficiency.evidence.schemas.columns import amount, count, flag, one_of, schema, source, year

_DURATIONS = (
    "ended",
    "average_days",
    "median_days",
    "ended_1_to_7_days",
    "ended_8_days_to_1_month",
    "ended_1_to_3_months",
    "ended_3_to_6_months",
    "ended_6_to_12_months",
    "ended_1_to_2_years",
    "ended_2_to_5_years",
    "ended_5_years_and_over",
)
_BANDS = (
    "all",
    "under_2_weeks",
    "2_to_8_weeks",
    "8_weeks_to_6_months",
    "6_to_12_months",
    "1_to_2_years",
    "2_to_3_years",
    "3_to_5_years",
    "5_to_10_years",
    "10_years_and_over",
)
_REASONS = (
    "all",
    "allegation",
    "approval_removed",
    "authority_requests",
    "care_plan",
    "carer_requests_behaviour",
    "carer_requests_other",
    "child_requests",
    "custody",
    "other",
    "provision_closes",
    "standards_of_care",
    "status_only",
)

SCHEMAS = {
    "provider_england": schema(
        {
            "year": year(),
            "placement_group": one_of(NATIONAL_GROUPS),
            "boundary": one_of(["all", "inside", "outside"]),
            "provider": one_of(["all", *CATEGORIES["provider"]]),
            "children_31_march": count(blank=True),
            "flag": flag(),
            "source": source(),
        },
        key=["year", "placement_group", "boundary", "provider"],
    ),
    "durations_england": schema(
        {
            "year": year(),
            "placement_group": one_of(NATIONAL_GROUPS),
            "measure": one_of(_DURATIONS),
            "value": amount(blank=True),
            "flag": flag(),
            "source": source(),
        },
        key=["year", "placement_group", "measure"],
    ),
    "changes_england": schema(
        {
            "year": year(),
            "placement_group": one_of(NATIONAL_GROUPS),
            "duration": one_of(_BANDS),
            "reason": one_of(_REASONS),
            "changes": count(blank=True),
            "flag": flag(),
            "source": source(),
        },
        key=["year", "placement_group", "duration", "reason"],
    ),
}
