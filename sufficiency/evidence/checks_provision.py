"""Checks of the council's own list of homes."""

from __future__ import annotations

import pandas as pd

from sufficiency.errors import quoted
from sufficiency.evidence.faults import Faults
from sufficiency.evidence.names import KINDS_OF_SUPPORT, SUPPORTED

_FILE = "provision.csv"


def check_provision(homes: pd.DataFrame, faults: Faults) -> None:
    """Each home holds no more than its beds, and supported accommodation says its category."""
    for row, home in homes.iterrows():
        at = int(str(row))
        children = home["our_children"] + home["other_children"]
        if children + home["vacancies"] > home["beds"]:
            faults.add(
                _FILE,
                f"has {home['beds']} for {children} children and {home['vacancies']} vacancies; "
                "allowed are as many as the beds, or fewer.",
                at,
                "beds",
            )
        supported = home["setting"] == SUPPORTED
        if supported and not home["category"]:
            words = ", ".join(f"'{kind}'" for kind in KINDS_OF_SUPPORT)
            faults.add(
                _FILE, f"is blank for supported accommodation; write {words}.", at, "category"
            )
        if not supported and home["category"]:
            faults.add(
                _FILE,
                f"found {quoted(home['category'])}, which is a category of supported accommodation "
                "alone; leave the cell empty.",
                at,
                "category",
            )
