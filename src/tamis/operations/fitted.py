"""A score without what the data cannot bear out: so a template can be used before all of its names are there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import inf

from tamis.compile.bind import bind
from tamis.compile.catalog import Catalog
from tamis.definitions import read_definitions
from tamis.definitions.editing import edited, values_of
from tamis.definitions.editing.edits import put, remove
from tamis.definitions.reach import category_reach
from tamis.errors import Issue, UsageError

_RULE = re.compile(r"groups\[(\d+)\]\.rules\[(\d+)\]")
_NAME = "scores/draft.yaml"


def fitted(text: str, segments: Mapping[str, str], catalog: Catalog) -> str:
    """The text of a score without the rules that ask for what the data does not have, the groups that are left empty,
    and the segments of its population that ask for such things; `segments` are the texts of those it names. Where less
    can be reached without them, tiers begin in proportion.

    Raises UsageError where nothing is left.
    """
    issues = _issues(text, segments, catalog)
    at_fault = {key for key in segments if any(issue.file == _segment_file(key) for issue in issues)}
    less = text
    for group, rule in sorted(_rules_at_fault(issues), reverse=True):
        less = edited(less, remove, ("groups", group, "rules", rule))
    less = _without_people(_without_empty(less), at_fault)
    return _in_proportion(less, _most_of_each(text), _most_of_each(less))


def count_unfitting(text: str, segments: Mapping[str, str], catalog: Catalog) -> int:
    """How many rules `fitted` leaves out."""
    return len(_rules_at_fault(_issues(text, segments, catalog)))


def _issues(text: str, segments: Mapping[str, str], catalog: Catalog) -> Sequence[Issue]:
    read = read_definitions([(_NAME, text), *((_segment_file(key), each) for key, each in segments.items())])
    of_segments = {segment.key: segment for segment in read.segments}
    return bind(read.scores, of_segments, read.sources, catalog, also=list(of_segments))


def _rules_at_fault(issues: Sequence[Issue]) -> set[tuple[int, int]]:
    found = [_RULE.match(issue.path) for issue in issues if issue.file == _NAME]
    return {(int(each[1]), int(each[2])) for each in found if each is not None}


def _segment_file(key: str) -> str:
    return f"segments/{key}.yaml"


def _most_of_each(text: str) -> Mapping[str, float]:
    """The most points that each category can come to."""
    (score,) = read_definitions([(_NAME, text)], check_unreached=False).scores
    return {category: category_reach(score, category).most for category in score.thresholds or {}}


def _in_proportion(text: str, before: Mapping[str, float], after: Mapping[str, float]) -> str:
    values = values_of(text) or {}
    for category, most in after.items():
        share = most / before[category] if 0 < before[category] < inf else 1.0
        for at, tier in enumerate(values["thresholds"][category]):
            # Below 0, a tier is reached by what is taken away.
            if share < 1 and tier.get("from", 0) > 0:
                path = ("thresholds", category, at, "from")
                text = edited(text, put, path, _rounded(tier["from"] * share))
    return text


def _rounded(points: float) -> float:
    """Without decimals, where two tiers stay apart without."""
    return round(points) if points >= 10 or round(points, 1).is_integer() else round(points, 1)


def _without_empty(text: str) -> str:
    """Without groups that have no rule, and tiers of a category that no group is of."""
    values = values_of(text) or {}
    for place in reversed(range(len(values["groups"]))):
        if not values["groups"][place].get("rules"):
            text = edited(text, remove, ("groups", place))
    left = (values_of(text) or {}).get("groups") or []
    if not left:
        raise UsageError("Your data has nothing that this template looks at; import more, or begin with another one.")
    for category in values.get("thresholds") or {}:
        if category not in {group["category"] for group in left}:
            text = edited(text, remove, ("thresholds", category))
    return text


def _without_people(text: str, at_fault: set[str]) -> str:
    for list_ in ("include", "exclude"):
        keys = ((values_of(text) or {}).get("population") or {}).get(list_) or []
        for place in reversed(range(len(keys))):
            if keys[place] in at_fault:
                text = edited(text, remove, ("population", list_, place))
    return text
