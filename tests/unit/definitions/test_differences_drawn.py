"""Drawn changes of a score in which everything stands: none is missed."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tamis.definitions import Score
from tamis.definitions.differences import differences
from tamis.definitions.wording import label_of

from .everything import EVERYTHING

# What may stand in place of a key or a word, so that the score can still be read.
OTHER_WORDS = {
    "fit": "engagement",
    "company": "deal",
    "step": "linear",
    "any": "all",
    "all": "none",
    "sum": "max",
    "max": "average",
    "30 days": "1 month",
    "1 month": "1 months",
    "none": "any",
    "include": "exclude",
    "last": "after",
    "before": "after",
    "is": "is_not",
    "is_any_of": "is_none_of",
    "contains": "starts_with",
    "between": "not_between",
}


def paths(value: object, path: tuple = ()) -> list[tuple]:
    """The places of all parts, the outermost first."""
    places = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, each in places for found in paths(each, (*path, key)))]


@st.composite
def changes(draw: st.DrawFn, whole: dict = EVERYTHING) -> dict:
    """A copy in which one part was removed, doubled, moved or written otherwise."""
    copy = deepcopy(whole)
    *path, last = draw(st.sampled_from(paths(copy)[1:]))
    parent = copy
    for key in path:
        parent = parent[key]
    value = parent[last]
    how = draw(st.sampled_from(("remove", "double", "swap", "rewrite", "rewrite", "rewrite")))
    if how == "remove":
        del parent[last]
    elif how == "double" and isinstance(parent, list):
        parent.insert(draw(st.integers(0, len(parent))), deepcopy(value))
    elif how == "swap" and isinstance(parent, list):
        other = draw(st.integers(0, len(parent) - 1))
        parent[last], parent[other] = parent[other], parent[last]
    elif isinstance(last, str) and (isinstance(value, dict | list) or draw(st.booleans())):
        parent[OTHER_WORDS.get(last, "label")] = parent.pop(last)
    elif isinstance(value, bool):
        parent[last] = draw(st.sampled_from([not value, 1]))
    elif isinstance(value, int):
        parent[last] = draw(st.sampled_from([value + 1, -value, float(value), True, 0]))
    elif isinstance(value, str):
        parent[last] = draw(st.sampled_from([f"{value}2", OTHER_WORDS.get(value, "x"), "2026-01-15"]))
    return copy


@st.composite
def scores(draw: st.DrawFn) -> Score:
    """The score with one change, or two."""
    once = draw(changes())
    try:
        return Score.model_validate(draw(changes(once)) if draw(st.booleans()) else once)
    except ValidationError:
        reject()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(scores())
def test_a_change_is_never_missed(drawn):
    """Of two at once neither: each rule that is no longer as it was has a difference of its own."""
    whole = Score.model_validate(EVERYTHING)
    for old, new in ((whole, drawn), (drawn, whole)):
        told = differences(old, new)
        assert told or old == new
        assert all("written differently" not in each.told for each in told)
        kept = [rule for _, rule in new.rules()]
        lost = [label_of(rule) for _, rule in old.rules() if rule not in kept]
        assert [label for label in lost if not any(label in each.part + each.told for each in told)] == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(scores())
def test_what_was_not_changed_is_not_told(drawn):
    assert differences(drawn, drawn.model_copy(deep=True)) == []
