"""Tiers as parts of a bar: drawn as SVG, since the policy of the pages allows no style attribute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tamis.operations.list_scores import TierCount
from tamis.operations.preview import Preview

# Of tiers that the score had once.
_FORMER = "gray"


@dataclass(frozen=True)
class MixPart:
    """One tier of a bar that is 1,000 wide. `share`: 0 to 1."""

    tier: str
    color: str
    count: int
    share: float
    start: float
    width: float


def mix_of(tiers: Sequence[TierCount]) -> tuple[MixPart, ...]:
    """The parts of a score's bar, best tier first; nothing where no record is in any."""
    return _mix((each.tier, each.color, each.count) for each in tiers)


def preview_mix(told: Preview) -> dict[str, tuple[MixPart, ...]]:
    """The parts of the bars before and after."""
    return {
        "before": _mix((each.tier, each.color, each.before.count if each.before else 0) for each in told.tiers),
        "after": _mix((each.tier, each.color, each.after.count) for each in told.tiers),
    }


def _mix(tiers: Iterable[tuple[str, str | None, int]]) -> tuple[MixPart, ...]:
    listed = list(tiers)
    total = sum(count for _, _, count in listed)
    parts, start = list[MixPart](), 0.0
    for tier, color, count in listed:
        share = count / total if total else 0.0
        parts.append(MixPart(tier, color or _FORMER, count, share, start, share * 1000))
        start += share * 1000
    return tuple(parts) if total else ()
