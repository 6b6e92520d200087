"""What a test says of a value: whole points, and a tier."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Value:
    """In points; None outside the population. With `fit`, the score is a combined one."""

    points: int | None
    tier: str | None = None
    fit: int | None = None

    @property
    def micros(self) -> tuple[int | None, int | None, int | None]:
        """Points, fit and engagement as they are stored."""
        if self.points is None or self.fit is None:
            return None if self.points is None else self.points * 1_000_000, None, None
        return self.points * 1_000_000, self.fit * 1_000_000, (self.points - self.fit) * 1_000_000

    @classmethod
    def of_micros(cls, points: int | None, fit: int | None, engagement: int | None, tier: str | None) -> Value:
        value = cls(None if points is None else points // 1_000_000, tier, None if fit is None else fit // 1_000_000)
        assert value.micros == (points, fit, engagement)
        return value


NONE = Value(None)
