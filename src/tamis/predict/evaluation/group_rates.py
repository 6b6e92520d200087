"""Rates of groups of records: what can be told where there is too little for a likelihood of a single one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GroupRate:
    """Of `rows` records of a group `reached` reached the goal. `rate` (0–1) is drawn towards that of all, the more the
    fewer there are; with 90 % it is between `low` and `high`.

    The group has the category `label`, or numbers from `begins` to below `ends` (None: an end that is open); with none
    of the three it is that of unknown values.
    """

    rows: float
    reached: float
    rate: float
    low: float
    high: float
    label: str | None = None
    begins: float | None = None
    ends: float | None = None


@dataclass(frozen=True)
class GroupRates:
    """The groups that one feature makes: categories by their rates, the highest first; numbers in their order."""

    feature: str
    groups: tuple[GroupRate, ...]
