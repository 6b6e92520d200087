"""A segment: a named set of records of one object (scoring.md, "Segments")."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tamis.definitions.conditions import Condition
from tamis.definitions.grammar import Mistake, Model, Reading
from tamis.definitions.placement import primary_mistakes
from tamis.definitions.values import Key, Text


class Segment(Model):
    """With `when` dynamic: the records that meet it; without, static: its members are listed in the data."""

    noun = "segment"
    key: Text = Field(description="By which scores and other segments name it.")
    label: Text | None = Field(default=None, description="A name for people.")
    description: Text | None = Field(default=None, description="Who is in it.")
    object: Key = Field(default="contact", description="contact, company, deal, or a custom object type.")
    when: Condition | None = Field(default=None, description="Holds of its records; left out, the segment is static.")

    @property
    def is_dynamic(self) -> bool:
        return self.when is not None

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        yield from primary_mistakes(self.when, reading, reading.known(self.object), ("when",))
