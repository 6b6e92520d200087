"""How points fade with the age of an event (scoring.md, "The arithmetic", 2)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from tamis.definitions.grammar import Model, wrong
from tamis.definitions.periods import Period
from tamis.definitions.values import Points, read_points


def _percent(value: Any) -> float:
    percent = read_points(value)
    if not 0 < percent <= 100:
        raise wrong("wrong-percent", f"is {percent:g}, and takes more than 0, at most 100")
    return percent


class Decay(Model):
    """Points lose `percent` of their original worth with every period; a linear decay does so evenly."""

    noun = "decay"
    percent: Annotated[Points, BeforeValidator(_percent)] = Field(
        description="The share lost with every period.",
        json_schema_extra={"exclusiveMinimum": 0, "maximum": 100},
    )
    every: Period = Field(description="The period, such as 1 month.")
    mode: Literal["linear", "step"] = Field(default="linear", description="Evenly, or at the end of each period.")

    @property
    def reach(self) -> int:
        """The greatest age of an event, in microseconds, at which it is still worth something; never rounded."""
        percent, every = int(Decimal(str(self.percent)) * 10**6), self.every.micros
        if self.mode == "linear":
            return (every * 10**8 - 1) // percent
        return ((10**8 - 1) // percent + 1) * every - 1


def _none(value: Any) -> Any:
    return None if value == "none" else value


OptionalDecay = Annotated[Decay | None, BeforeValidator(_none)]
"""A decay, or `none` (also null) for no decay at all."""
