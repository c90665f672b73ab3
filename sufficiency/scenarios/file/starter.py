"""A starter file to edit."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

from sufficiency.scenarios.levers import LEVERS

_FIRST: Final = "recruit_carers"
_STARTER: Final = """\
# A scenario: what if? Save it in the scenarios folder, then check it with
#   sufficiency scenario check FILE
# Everything after a # is a note to yourself. All keys are explained in docs/scenario-files.md.

name: My scenario                # what tables and charts will call it
why: >-
  Say here, in a paragraph that could be read out in a meeting, what is proposed, why it should
  work, and what it does not promise.
premise: 2025-03                 # the date of the facts it rests on: year-month
extends: baseline                # or the name of another file in the same folder

levers:
  - lever: {first}        {others}
    from: 2027-04                # first month
    until: 2030-03               # last month; leave the line out to go on to the end
    ramp_months: 0               # months to build up to the full effect
    additional_households_a_year: {{low: 4, high: 10}}  # 8 times in 10 between these; or one number
    months_to_first_placement: 8
    # displaces: {{agency_fostering: 0.95, external_residential: 0.05}}  # left out: the evidence's
    cost:                        # GBP at 2024/25 prices
      one_off: 0
      a_year: 90000
      one_off_per_household: 4000
    source:                      # whose word each number is; or write: assumption
      additional_households_a_year: assumption
      months_to_first_placement: assumption
      cost: assumption

  # A preset is a lever with its numbers and sources filled in; docs/scenario-files.md lists them.
  # - preset: family_group_conferencing
  #   from: 2027-04
"""


def new_scenario_text() -> str:
    """A scenario file with a note at every line, ready to edit; it loads as it is."""
    names = ", ".join(name for name in LEVERS if name != _FIRST)
    lines = wrap(f"the others: {names}", 64, subsequent_indent="  ")
    others = f"\n{' ' * 33}".join(f"# {line}" for line in lines)
    return _STARTER.format(first=_FIRST, others=others)
