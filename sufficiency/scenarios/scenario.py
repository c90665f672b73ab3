"""A scenario as it is written in a file: a name, a reason, and the levers it pulls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, Union

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from sufficiency.evidence import Evidence
from sufficiency.scenarios.levers import KINDS, Lever
from sufficiency.scenarios.part import Part
from sufficiency.scenarios.sizes import shares_in, sized
from sufficiency.scenarios.values import Written, YearMonth, fault

if TYPE_CHECKING:
    AnyLever = Lever
else:  # what a file's `lever` names; a type checker cannot follow the list of kinds
    AnyLever = Annotated[Union[KINDS], Field(discriminator="lever")]  # noqa: UP007


def _name(name: str) -> str:
    if name.casefold() == "baseline":
        raise fault(f"'{name}' is reserved: the baseline is always there. Choose another name.")
    return name


def _extends(value: Any) -> Any:
    names = value if isinstance(value, list | tuple) else [value]
    if not names or any(not isinstance(name, str) or not name.strip() for name in names):
        raise fault("it must be baseline, or the name (or a list of names) of files beside it.")
    return tuple(names) if isinstance(value, list) else value


class Scenario(Part):
    """One scenario file.

    From `load_scenarios` a scenario stands on its own: `levers` begins with those of the files
    it extends, and `extends` is "baseline".
    """

    name: Annotated[str, Written(80), AfterValidator(_name)]
    """What every table and chart calls the scenario."""
    why: Annotated[str, Written(2000)]
    """A paragraph that a director could read out."""
    premise: YearMonth | None = None
    """Date of the facts the scenario rests on."""
    authority: Annotated[str, Written(80)] | None = None
    """Authority whose facts and sizes the numbers are; a run of another one says so."""
    extends: Annotated[str | tuple[str, ...], BeforeValidator(_extends)] = "baseline"
    """"baseline", or the name or names of other files in the same folder."""
    applies_to: Literal["each", "region"] = "each"
    """In a run of a region: "each" council does it, or the "region" once, for all of them."""
    shared_by: Literal["looked_after", "fostering", "homes"] = "looked_after"
    """Of a region's scenario: the children, at the opening, by whose number councils share it."""
    delivery: Literal["together", "apart"] = "together"
    """Whether programmes go well or badly together, each at the same place in its range, or apart.
    A council that delivers one badly often delivers all badly, so together is the default."""
    levers: tuple[AnyLever, ...] = ()
    """What is done; their order makes no difference."""

    @model_validator(mode="after")
    def _region_in_numbers(self) -> Self:
        shares = [key for lever in self.levers for key in shares_in(lever)]
        if self.applies_to == "region" and shares:
            raise fault(
                f"{shares[0]} is a share of one council's record; a region's scenario gives its "
                "sizes in numbers, shared by shared_by.",
                at="applies_to",
            )
        return self

    def with_evidence(self, evidence: Evidence) -> Self:
        """The scenario with what its levers leave to the evidence filled in, and its sizes.

        Raises:
            InputError: when the evidence lacks an assumption or a number that a lever needs, or a
                size comes out beyond its limits.
        """
        levers = (sized(lever, evidence) for lever in self.levers)
        return self.with_levers(*(lever.with_evidence(evidence) for lever in levers))

    def with_levers(self, *levers: Lever) -> Self:
        """The scenario with these levers in place of its own."""
        return self.model_copy(update={"levers": levers})
