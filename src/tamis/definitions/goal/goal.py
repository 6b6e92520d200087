"""The grammar of a goal file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from tamis.definitions.comparisons import PropertyCondition
from tamis.definitions.conditions import Condition
from tamis.definitions.goal.landmarks import AfterCreation, Every, Landmarks
from tamis.definitions.goal.naming import GoalDescription, GoalKey, GoalLabel
from tamis.definitions.grammar import Mistake, Model, Reading, found
from tamis.definitions.operators import PropertyType
from tamis.definitions.periods import Period
from tamis.definitions.placement import primary_mistakes
from tamis.definitions.segment import Segment
from tamis.definitions.values import Key, Text, Texts

_HORIZON = Period.read("90 days")
# Of more than that nobody has the history, and ten thousand years would leave the range of an instant.
_LONGEST = Period.read("10 years")
STANDARD_KEY = "likelihood_to_close"
_SNAPSHOT, _BARE = "<snapshot>", "<bare>"


class Goal(Model):
    """What shall become more likely, for which records, and within what time.

    `is_snapshot`: the outcome is read from a table without a history, as it stands now. `is_bare`: the outcome names a
    property and nothing else; the condition then asks whether it is true, and `outcome_for` asks otherwise.
    """

    noun = "goal"
    key: GoalKey = Field(default=STANDARD_KEY, description="Names the model and what it writes.")
    label: GoalLabel | None = Field(default=None, description="A name for people.")
    description: GoalDescription | None = Field(default=None, description="What the goal is for.")
    object: Key = Field(default="contact", description="contact, company or deal.")
    outcome: Condition = Field(description="Holds as soon as the goal is reached.")
    horizon: Period = Field(default=_HORIZON, description="Within what time it has to be reached.")
    open_: Condition | None = Field(
        default=None, alias="open", description="Holds of records that may still reach it; by default: not reached yet."
    )
    landmarks: Landmarks = Field(default=Every(1, "month"), description="When records are looked at to learn from.")
    leave_out: Texts = Field(default=(), description="Properties that are never used.")
    segment: Text | None = Field(default=None, description="A segment; only its records are learnt from and predicted.")
    is_snapshot: bool = Field(default=False, alias="<snapshot>", exclude=True)
    is_bare: bool = Field(default=False, alias="<bare>", exclude=True)

    @classmethod
    def written_keys(cls) -> tuple[str, ...]:
        return tuple(key for key in super().written_keys() if key not in (_SNAPSHOT, _BARE))

    @classmethod
    def arrange(cls, raw: Mapping[str, Any], mistakes: list[Mistake]) -> dict[str, Any]:
        fields = super().arrange(raw, mistakes)
        outcome = fields.get("outcome")
        if not isinstance(outcome, dict) or "property" not in outcome:
            return fields
        asked = {key: value for key, value in outcome.items() if key != "snapshot"}
        if "snapshot" in outcome:
            fields[_SNAPSHOT] = _read_snapshot(outcome["snapshot"], mistakes)
        if set(asked) == {"property"}:
            fields[_BARE], asked = True, {**asked, "is": True}
        return {**fields, "outcome": asked}

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        if self.object not in ("contact", "company", "deal"):
            message = f"{self.object} records have no likelihood: goals are of contacts, companies or deals"
            yield Mistake("wrong-object", message, "write contact, company or deal", ("object",))
        after = self.landmarks.period if isinstance(self.landmarks, AfterCreation) else _HORIZON
        for period, path in ((self.horizon, "horizon"), (after, "landmarks")):
            if period.micros > _LONGEST.micros:
                message = f"{path} is {period.text}, and {_LONGEST.text} are the most"
                yield Mistake("wrong-period", message, "write less", (path,))
        yield from primary_mistakes(self.outcome, reading, self.object, ("outcome",))
        yield from primary_mistakes(self.open_, reading, self.object, ("open",))

    @property
    def name(self) -> str:
        """What people call it."""
        return self.label or self.key

    @property
    def columns(self) -> tuple[str, str]:
        """What the likelihood and the priority are called among the properties of a record: by the standard goal's
        names where no key is given."""
        if self.key == STANDARD_KEY:
            return STANDARD_KEY, f"{self.object}_priority"
        return self.key, f"{self.key}_priority"

    def segments(self) -> Mapping[str, Segment]:
        """Its conditions as segments, by the names `outcome` and `open`: whatever is asked of segments can be asked of
        them. Their keys are none that a file could hold."""
        asked = {"outcome": self.outcome, "open": self.open_}
        return {
            name: Segment.model_construct(key=f"{self.key}'s {name}", object=self.object, when=condition)
            for name, condition in asked.items()
            if condition is not None
        }

    def outcome_for(self, type_of: Mapping[str, PropertyType | None]) -> Condition:
        """The outcome as a condition on properties of these types: of a number, a property that stands alone is 1."""
        if not self.is_bare or not isinstance(self.outcome, PropertyCondition):
            return self.outcome
        if type_of.get(self.outcome.property) is PropertyType.NUMBER:
            return PropertyCondition.model_validate({"property": self.outcome.property, "is": 1})
        return self.outcome


def _read_snapshot(value: object, mistakes: list[Mistake]) -> bool:
    if not isinstance(value, bool):
        message = f"snapshot wants true or false, not {found(value)}"
        mistakes.append(Mistake("wrong-type", message, "write true, or leave it out", ("outcome", "snapshot")))
    return value is True
