"""What a run says of its scenarios: other authorities' numbers, and levers of the past."""

from __future__ import annotations

from sufficiency.evidence import load_evidence
from sufficiency.months import Calendar
from sufficiency.scenarios import Scenario
from sufficiency.scenarios.remarks import remarks_on

LEVER = {"lever": "retain_carers", "fewer_leaving_percent": 10, "source": "assumption"}


def scenario(starts: str, authority: str | None = None) -> Scenario:
    return Scenario.model_validate(
        {
            "name": "Tried",
            "why": "To try.",
            "authority": authority,
            "levers": [{**LEVER, "from": starts}],
        }
    )


def said(*scenarios: Scenario) -> tuple[str, ...]:
    return remarks_on(scenarios, load_evidence(), Calendar(2025, 5))


def test_nothing_is_said_of_a_scenario_of_ours_that_starts_later() -> None:
    assert said(scenario("2025-04", "Tameside"), scenario("2027-04")) == ()


def test_another_authoritys_numbers_are_named() -> None:
    (remark,) = said(scenario("2027-04", "Weirshire"))
    assert "Weirshire" in remark and "Tameside" in remark and "--scenarios" in remark


def test_a_lever_of_the_past_is_named_with_the_month_to_write() -> None:
    (remark,) = said(scenario("2019-04"))
    assert "2019-04" in remark and "2025-04 or later" in remark
