"""What is read: definitions, values, explanations, history."""

from __future__ import annotations

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
    value = api.get("/values/reader", limit=1).said["items"][0]
    assert api.get(f"/values/reader/{value['id']}").said == value
    explained = api.get(f"/explanations/reader/{value['id']}").said
    assert explained["tree"]["points"] == value["points"]
    assert explained["as_of"] == value["computed_at"]
    changes = api.get(f"/history/contact/{value['id']}", score="reader").said["items"]
    assert changes[-1]["after"] == value["points"]
