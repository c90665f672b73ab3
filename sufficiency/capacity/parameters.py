"""What capacity needs to know of one authority, drawn once and shared by every scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sufficiency.capacity.carer_rates import carer_rates, places_opening
from sufficiency.capacity.connected import suited_to_connected
from sufficiency.capacity.households import household_path, inverse_poisson
from sufficiency.capacity.places_trend import PlacesConstants, PlacesOpening
from sufficiency.evidence import Assumption, Evidence, placements_at
from sufficiency.flows import Turnover, months_first
from sufficiency.months import Calendar
from sufficiency.placements import position
from sufficiency.ranges import HALF_80
from sufficiency.streams import stream


@dataclass(frozen=True)
class CapacityParameters:
    """Carers, homes and matching, one value a draw unless said otherwise.

    Attributes:
        known: children by placement type at the opening count and at each month end counted
            since, (draws, counted + 1, placement types): adds to the families in every draw.
        turnover: monthly exit and move rates by family.
        households: mainstream fostering households at the opening and until the last month
            counted, whole numbers.
        leaving: chance that a mainstream household leaves in each month, (draws, months).
        approvals: mainstream households approved in each month on average, before any lever,
            (draws, months).
        places_per_household: approved places of a mainstream household.
        usable_share: share of approved places that are available.
        ceiling: share of available places that can be filled at once: siblings, age, distance
            and the right match keep it below one.
        connected_children_per_household: children in a connected household.
        home_places: own children's home places held at the latest count.
        home_ceiling: share of own home places that can be filled.
        suited_to_connected: share of children seeking a foster home for whom a relative or
            friend is found.
        suited_to_own: share suited to connected or in-house fostering together.
        suited_to_fostering: share of children seeking a home who could live with foster carers.
        suited_to_own_home: share suited to set-aside fostering or an own home together.
        uniforms: shared uniform draws by purpose, each (draws, months).
    """

    known: np.ndarray
    turnover: Turnover
    households: np.ndarray
    leaving: np.ndarray
    approvals: np.ndarray
    places_per_household: np.ndarray
    usable_share: np.ndarray
    ceiling: np.ndarray
    connected_children_per_household: np.ndarray
    home_places: np.ndarray
    home_ceiling: np.ndarray
    suited_to_connected: np.ndarray
    suited_to_own: np.ndarray
    suited_to_fostering: np.ndarray
    suited_to_own_home: np.ndarray
    uniforms: dict[str, np.ndarray]

    @property
    def opening(self) -> np.ndarray:
        """Children by placement type at the opening count, (draws, placement types)."""
        return self.known[:, 0]

    @property
    def home_places_at_opening(self) -> np.ndarray:
        """Own children's home places held in the year to the opening count, (draws,)."""
        return self.opening[:, position("in_house_residential")] / self.home_ceiling

    @cached_property
    def approved(self) -> np.ndarray:
        """Mainstream households approved in each month with no lever, (draws, months), whole."""
        return inverse_poisson(self.uniforms["approve"], self._acting(self.approvals))

    @cached_property
    def leaving_by_month(self) -> np.ndarray:
        """Chance that a mainstream household leaves in each month, (draws, months)."""
        return self._acting(self.leaving)

    @cached_property
    def mainstream(self) -> np.ndarray:
        """Mainstream households with no lever, (draws, months + 1): most scenarios leave them."""
        return household_path(
            self.households, self.leaving_by_month, self.approved, self.uniforms["leave"]
        )

    def _acting(self, rate: np.ndarray) -> np.ndarray:
        """A monthly rate, nil while months are counted: of carers no more is known then."""
        return rate * (np.arange(rate.shape[1]) >= self.known.shape[1] - 1)


UNIFORMS = ("leave", "approve", "recruit", "recruit_for_homes", "leave_for_homes")


def draw_range(assumption: Assumption, draws: int, seed: int) -> np.ndarray:
    """Draws of an assumption whose low and high are an 80% range, kept within twice that range.

    Normal, centred on the value; each side has its own spread, so that a lopsided range such as
    0-0.15 around 0.05 keeps its middle.
    """
    noise = stream(seed, "assumption", assumption.key).standard_normal(draws)
    below = (assumption.value - assumption.low) / HALF_80
    above = (assumption.high - assumption.value) / HALF_80
    drawn = assumption.value + noise * np.where(noise < 0, below, above)
    lowest = max(assumption.value - 2 * (assumption.value - assumption.low), 0.0)
    return np.clip(drawn, lowest, assumption.value + 2 * (assumption.high - assumption.value))


@dataclass(frozen=True, eq=False)
class CapacityStart:
    """Where an authority's capacity starts from.

    Attributes:
        known: children by placement type at the opening and each month end counted since,
            (draws, counted + 1, placement types).
        places: approved mainstream places at the opening, and where they are heading.
        assumption: the assumption of a key.
        constants: of how places move; None is those in use.
    """

    known: np.ndarray
    places: PlacesOpening
    assumption: Callable[[str], Assumption]
    constants: PlacesConstants | None = None


def draw_capacity(
    evidence: Evidence, turnover: Turnover, calendar: Calendar, draws: int, seed: int
) -> CapacityParameters:
    """Draw the capacity of the authority from its evidence; see `capacity_from`."""
    known = _known(evidence, calendar, draws, seed)
    places = places_opening(evidence, calendar.opening_year)
    start = CapacityStart(known, places, evidence.assumption)
    return capacity_from(start, turnover, calendar, seed)


def capacity_from(
    start: CapacityStart, turnover: Turnover, calendar: Calendar, seed: int
) -> CapacityParameters:
    """Draw carers, homes and matching.

    Households are the approved mainstream places over places per household, and no fewer than the
    children in them need. The ceiling on filled places starts from the occupancy seen at the
    latest count, with the head-room above it that the assumption occupancy_headroom gives.
    Approvals follow from the leaving rate and from where places are heading (`carer_rates`).
    """
    known = start.known
    draws = len(known)

    def drawn(key: str) -> np.ndarray:
        return draw_range(start.assumption(key), draws, seed)

    latest = known[:, -1]
    in_house = latest[:, position("in_house_fostering")]
    most = known.max(axis=1).T
    most_in_house = most[position("in_house_fostering")]
    own_home = latest[:, position("in_house_residential")]
    per_household = drawn("places_per_household")
    households = np.maximum(np.rint(start.places.places / per_household), 1)
    households = np.maximum(households, np.ceil(most_in_house / per_household)).astype(np.int64)
    places = households * per_household
    headroom = stream(seed, "assumption", "occupancy_headroom").uniform(
        start.assumption("occupancy_headroom").low,
        start.assumption("occupancy_headroom").high,
        draws,
    )
    fillable = np.minimum(in_house * (1.0 + headroom), places)
    least = np.maximum(fillable, most_in_house) / places
    usable_share = np.clip(drawn("usable_share_of_places"), least, 1.0)
    ceiling = fillable / (places * usable_share)
    leaving_a_year = np.clip(drawn("household_leaving_rate_a_year"), 0.01, 0.9)
    rates = carer_rates(start.places, households, leaving_a_year, calendar, seed, start.constants)
    home_ceiling = np.clip(drawn("home_occupancy"), 0.5, 1.0)
    connected = suited_to_connected(latest, turnover, start.places.code, seed)
    to_own = connected + (1.0 - connected) * np.clip(drawn("suited_to_in_house"), 0.0, 1.0)
    to_fostering = np.clip(drawn("suited_to_fostering_from_homes"), 0.0, 1.0)
    to_home = np.clip(drawn("suited_to_own_home"), 0.0, 1.0)
    return CapacityParameters(
        known=known,
        turnover=turnover,
        households=households,
        leaving=rates.leaving,
        approvals=rates.approvals,
        places_per_household=per_household,
        usable_share=usable_share,
        ceiling=ceiling,
        connected_children_per_household=np.maximum(drawn("connected_children_per_household"), 1.0),
        home_places=np.maximum(own_home / home_ceiling, most[position("in_house_residential")]),
        home_ceiling=home_ceiling,
        suited_to_connected=connected,
        suited_to_own=to_own,
        suited_to_fostering=to_fostering,
        suited_to_own_home=to_fostering + (1.0 - to_fostering) * to_home,
        uniforms={
            name: months_first(stream(seed, "households", name).random((draws, calendar.months)))
            for name in UNIFORMS
        },
    )


def _known(evidence: Evidence, calendar: Calendar, draws: int, seed: int) -> np.ndarray:
    """Children by placement type at the opening and each month end counted since."""
    if not calendar.counted:
        return placements_at(evidence, calendar.opening_year, draws, seed)[:, None]
    assert evidence.returns is not None, "only returns count months beyond the opening"
    monthly = evidence.returns.monthly
    first = monthly.marches[calendar.opening_year]
    counted = monthly.by_type[first : first + calendar.counted + 1].astype(np.float64)
    return np.repeat(counted[None], draws, axis=0)
