"""A council's places in homes that councils share and others have built."""

from __future__ import annotations

from typing import Literal

from sufficiency.scenarios.levers.homes import Homes


class UseRegionalHome(Homes):
    """Places that come free of a building: a region's homes, of which the council has a share."""

    lever: Literal["use_regional_home"]

    def sentence(self) -> str:
        return (
            f"{self._places_in_words('that councils share')} Others have paid for the building, "
            "and they count with the council's own places."
        )
