"""A score without what the data cannot bear out: so a template can be used before all of its names are there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tamis.compile.bind import bind
from tamis.compile.catalog import Catalog
from tamis.definitions import read_definitions
from tamis.definitions.editing import edited, values_of
from tamis.definitions.editing.edits import remove
from tamis.errors import UsageError

_RULE = re.compile(r"groups\[(\d+)\]\.rules\[(\d+)\]")
_NAME = "scores/draft.yaml"


def fitted(text: str, segments: Mapping[str, str], catalog: Catalog) -> str:
    """The text of a score without the rules that ask for what the data does not have, the groups that are left empty,
    and the segments of its population that ask for such things; `segments` are the texts of those it names.

    Raises UsageError where nothing is left.
    """
    texts = [(_NAME, text), *((f"segments/{key}.yaml", each) for key, each in segments.items())]
    read = read_definitions(texts)
    of_segments = {segment.key: segment for segment in read.segments}
    issues = bind(read.scores, of_segments, read.sources, catalog, also=list(of_segments))
    at_fault = {key for key in of_segments if any(issue.file == f"segments/{key}.yaml" for issue in issues)}
    rules = {
        (int(found[1]), int(found[2]))
        for issue in issues
        if issue.file == _NAME and (found := _RULE.match(issue.path)) is not None
    }
    for group, rule in sorted(rules, reverse=True):
        text = edited(text, remove, ("groups", group, "rules", rule))
    return _without_people(_without_empty(text), at_fault)


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
