"""What a preview tells."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.operations.preview.estimate import Estimate


@dataclass(frozen=True)
class BinOfPoints:
    """About how many records have a value from `start` up to `end` (millionths of a point; in the last bin, `end` is
    within): by what is published, and by the draft."""

    start: int
    end: int
    before: int
    after: int


@dataclass(frozen=True)
class TierSize:
    """How many records a tier holds; `before` is None where the published version has no such tier, or nothing is
    published. `color`: in which it is shown (`tier_colors`)."""

    tier: str
    color: str | None
    before: Estimate | None
    after: Estimate


@dataclass(frozen=True)
class RuleReach:
    """What a rule gives: to how many records other than 0 points, and its share of all points that rules give or take
    (0 to 1). `path` is its place in the definition, such as `groups[0].rules[2]`. Of a rule that is switched off, 0.
    `takes`: it takes more than it gives."""

    path: str
    label: str
    is_enabled: bool
    reached: Estimate
    share: float
    takes: bool = False


@dataclass(frozen=True)
class GroupReach:
    """What the rules of a group give together, and of how many records a bound of the group cuts that."""

    key: str
    label: str
    cut: Estimate
    share: float
    rules: tuple[RuleReach, ...]


@dataclass(frozen=True)
class Preview:
    """What a draft would give as of an instant (microseconds since the epoch, UTC), told from `sampled` of `records`.

    `version`: the published version that it is held against (None: there is none). `valued`: how many records have a
    value. `changed`: how many would have another value or tier. `tiers`: best first. `distribution`: empty where no
    record has a value.
    """

    object: str
    as_of: int
    sampled: int
    records: int
    version: int | None
    valued: Estimate
    valued_before: Estimate | None
    changed: Estimate
    distribution: tuple[BinOfPoints, ...]
    tiers: tuple[TierSize, ...]
    groups: tuple[GroupReach, ...]

    @property
    def is_sample(self) -> bool:
        """Whether only some of the records were looked at."""
        return self.sampled < self.records
