"""Properties that know the outcome: filled in after it, or because of it.

A model that learns from them is excellent on old records and useless on open ones. What may be one is found by several
signs, each with its evidence; what has no history is the suspect, for its values are today's and not the landmark's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from tamis.predict.evaluation.leakage_signs import (
    Alone,
    Sign,
    alone,
    by_name,
    known_for_the_converted,
    near_perfect,
    only_of_the_converted,
    set_after_conversion,
    too_good_beside_the_rest,
    unknown_for_a_time,
)
from tamis.predict.evaluation.leakage_strength import Strength, strengths
from tamis.predict.evaluation.remark import Remark
from tamis.predict.evaluation.suspect import Seen, Suspect


class Severity(StrEnum):
    """What is done about a finding unless somebody overrules it."""

    LEAVE_OUT = "leave_out"
    LOOK = "look"


@dataclass(frozen=True)
class Finding:
    """A property that may know the outcome, by its own name; `signs` tell why, with their numbers, the worst first."""

    name: str
    severity: Severity
    signs: tuple[Remark, ...]


def leaks(table: pd.DataFrame, suspects: Sequence[Suspect], seen: Seen, *, seed: int = 0) -> tuple[Finding, ...]:
    """What was found, the worst first; nothing where there are fewer than ten conversions or ten others to tell by."""
    if min(np.count_nonzero(seen.outcome), np.count_nonzero(~seen.outcome)) < 10:
        return ()
    found = strengths(table, suspects, seen, seed)
    signs: dict[str, list[Sign]] = {}
    for suspect in suspects:
        signs.setdefault(suspect.name, []).extend(_signs(table[suspect.column], suspect, seen, found))
    with_history = {each.name for each in suspects if each.has_history}
    findings = [_finding(name, each, has_history=name in with_history) for name, each in signs.items() if each]
    return tuple(sorted(findings, key=lambda each: (each.severity is Severity.LOOK, each.name)))


def left_out(findings: Iterable[Finding], *, kept: Iterable[str] = ()) -> frozenset[str]:
    """The properties to do without, but for those that the user wants `kept`."""
    return frozenset(each.name for each in findings if each.severity is Severity.LEAVE_OUT) - frozenset(kept)


def _signs(values: pd.Series, suspect: Suspect, seen: Seen, found: Strength) -> list[Sign]:
    strength: Alone = alone(suspect, found)
    tried = (
        near_perfect(suspect, strength),
        only_of_the_converted(values, suspect, seen),
        known_for_the_converted(values, suspect, seen),
        set_after_conversion(suspect, seen),
        too_good_beside_the_rest(suspect, strength),
        by_name(suspect, strength),
        unknown_for_a_time(values, suspect, seen),
    )
    return [sign for sign in tried if sign is not None]


def _finding(name: str, signs: list[Sign], *, has_history: bool) -> Finding:
    """Several features of one property say the same: each kind of sign is told once."""
    ordered = sorted(signs, key=lambda sign: not sign.is_grave)
    told = {sign.said.code: sign.said for sign in reversed(ordered)}
    codes = list(dict.fromkeys(sign.said.code for sign in ordered))
    # Two lesser signs that have nothing to do with each other are no chance either.
    is_grave = ordered[0].is_grave or (len(codes) > 1 and not has_history)
    return Finding(name, Severity.LEAVE_OUT if is_grave else Severity.LOOK, tuple(told[code] for code in codes))
