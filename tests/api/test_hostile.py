"""What no program of good will sends is refused in a sentence, and never an error of ours."""

from __future__ import annotations

import json

import pytest

from tests.api.client import Program

JSON = "application/json"
BODIES = {
    "no JSON": b"{",
    "nothing": b"",
    "deep": b"[" * 100_000,
    "deep but whole": b'{"events":' + b'[{"a":' * 5_000 + b"1" + b"}]" * 5_000 + b"}",
    "no text": b'{"events": "\xff\xfe"}',
    "half a character": b'{"events": [{"type": "\\ud800", "contact": "1"}]}',
    "a list": b"[1, 2]",
    "null": b"null",
    "a NUL": b'{"events": [{"type": "a\\u0000b", "contact": "c\\u00001"}]}',
    "infinite": b'{"events": [{"type": "a", "contact": "1", "properties": {"n": Infinity}}]}',
    "too many": json.dumps({"events": [{"type": "a", "contact": "1"}] * 1_001}).encode(),
    "a long name": json.dumps({"events": [{"type": "a" * 300, "contact": "1"}]}).encode(),
    "twice": b'{"events": [], "events": []}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_hostile_body_is_refused(api: Program, body: bytes) -> None:
    answer = api.post("/events", body, Content_Type=JSON)
    assert answer.status in (400, 422), answer.body
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_number_without_end_is_taken_or_refused(api: Program) -> None:
    body = b'{"events": [{"type": "a", "contact": "1", "properties": {"n": ' + b"9" * 400 + b"}}]}"
    assert api.post("/events", body, Content_Type=JSON).status in (202, 422)


def test_a_body_that_is_too_large_is_refused(api: Program) -> None:
    body = json.dumps({"text": "x" * (6 << 20)}).encode()
    answer = api.post("/definitions/lead_score/check", body, Content_Type=JSON)
    assert (answer.status, answer.said["type"]) == (413, "urn:tamis:problem:too-large")


def test_unknown_fields_are_named_with_a_hint(api: Program) -> None:
    answer = api.post("/events", {"events": [{"typ": "a", "contact": "1"}]})
    told = {each["code"]: (each["where"], each["hint"]) for each in answer.said["errors"]}
    assert told["unknown-field"] == ("body.events[0].typ", "did you mean type?")
    assert told["missing-field"] == ("body.events[0].type", "")
    assert api.get("/values/lead_score", limt="3").said["errors"][0] == {
        "code": "unknown-parameter",
        "where": "query.limt",
        "message": "There is no such parameter.",
        "hint": "did you mean limit?",
        "severity": "error",
    }


@pytest.mark.parametrize("value", [1, True, 1.5, ["a"], {"a": 1}, None])
def test_a_value_of_another_type_is_refused(api: Program, value: object) -> None:
    answer = api.post("/events", {"events": [{"type": value, "contact": "1"}]})
    assert (answer.status, answer.codes) == (422, ["wrong-value"])


@pytest.mark.parametrize(
    "path",
    [
        "/records/contact/a\0b",
        "/values/lead_score/'; DROP TABLE score_values",
        "/history/contact/%",
        "/explanations/lead_score/\U0001f600",
        "/definitions/..%2f..",
        "/records/" + "x" * 2_000,
        "/jobs/99999999999999999999999",
        "/people/99999999999999999999999/role",
        "/definitions/lead_score/versions/99999999999999999999999",
        "/nowhere",
        "/",
    ],
)
def test_a_strange_address_is_not_found(api: Program, path: str) -> None:
    answer = api.get(path)
    assert answer.status in (404, 405), answer.body
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("condition", ["{", "[]", "1", '{"any": []}', '{"x": 1}', "[" * 9_000, '{"not": ' * 300])
def test_a_strange_condition_is_refused(api: Program, condition: str) -> None:
    assert api.get("/records/contact", condition=condition).status == 422


def test_a_problem_keeps_what_was_sent_out_of_the_log(api_site: object, api: Program) -> None:
    api.get("/records/contact/somebody@example.com")
    api.post("/events", {"events": [{"type": 1, "contact": "somebody@example.com"}]})
    assert "somebody@example.com" not in api_site.log  # type: ignore[attr-defined]
