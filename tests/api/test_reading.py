"""What is read: definitions, values, explanations, history."""

from __future__ import annotations

from typing import Any

from tests.api.client import Program


def test_who_asks_is_told_what_they_may(api: Program) -> None:
    said = api.get("/me").said
    assert said["role"] == "administrator"
    assert said["token"] == "test"
    assert "publish" in said["permissions"]


def test_definitions_are_told_by_key(api: Program) -> None:
    keys = [each["key"] for each in api.pages("/definitions", limit=1)]
    assert keys == sorted(keys)
    assert "lead_score" in keys


def test_values_explanations_and_history_agree(api: Program) -> None:
    value, same, explained, changes = between_two_passes(api)
    assert same == value
    assert explained["tree"]["points"] == value["points"]
    assert explained["as_of"] == value["computed_at"]
    assert changes[-1]["after"] == value["points"]


def between_two_passes(api: Program) -> tuple[Any, Any, Any, Any]:
    """What is told of a record's value, while time does not bring it up to now: a server that has just started does."""
    while True:
        value = first_value(api)
        id = value["id"]
        same = api.get(f"/values/reader/{id}").said
        explained = api.get(f"/explanations/reader/{id}").said
        changes = api.get(f"/history/contact/{id}", score="reader").said["items"]
        if first_value(api) == value:
            return value, same, explained, changes


def first_value(api: Program) -> Any:
    return api.get("/values/reader", limit=1).said["items"][0]
