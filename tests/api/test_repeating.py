"""A POST that comes again with its key does nothing twice."""

from __future__ import annotations

from tests.api.client import Program
from tests.api.conftest import Enter


def test_the_same_request_has_the_same_answer(api: Program) -> None:
    body = {"id": "c0000004", "verdict": "accepted"}
    first = api.post("/decisions", body, Idempotency_Key="r-1")
    again = api.post("/decisions", body, Idempotency_Key="r-1")
    assert (first.status, again.status, again.body) == (201, 201, first.body)
    assert again.headers["idempotency-replayed"] == "true"
    decided = api.get("/decisions/contact/c0000004").said["items"]
    assert [each["id"] for each in decided] == [first.said["id"]]


def test_a_job_is_begun_once(api: Program) -> None:
    body = {"records": [{"id": "r-once", "properties": {"country": "France"}}]}
    first = api.post("/records/contact", body, Idempotency_Key="r-2")
    again = api.post("/records/contact", body, Idempotency_Key="r-2")
    assert first.headers["location"] == again.headers["location"]


def test_another_request_with_the_key_is_refused(api: Program) -> None:
    api.post("/decisions", {"id": "c0000005", "verdict": "accepted"}, Idempotency_Key="r-3")
    other = api.post("/decisions", {"id": "c0000006", "verdict": "accepted"}, Idempotency_Key="r-3")
    assert (other.status, other.said["type"]) == (422, "urn:tamis:problem:key-reused")


def test_what_was_refused_may_be_sent_again_mended(api: Program) -> None:
    refused = api.post("/decisions", {"id": "c0000007", "verdict": "rejected"}, Idempotency_Key="r-4")
    assert refused.status == 422
    body = {"id": "c0000007", "verdict": "rejected", "reason": "Competitor."}
    assert api.post("/decisions", body, Idempotency_Key="r-4").status == 201


def test_a_key_is_of_who_sent_it(api: Program, enter: Enter) -> None:
    api.post("/decisions", {"id": "c0000008", "verdict": "accepted"}, Idempotency_Key="r-5")
    answer = enter("sales").post("/decisions", {"id": "c0000010", "verdict": "accepted"}, Idempotency_Key="r-5")
    assert answer.status == 201


def test_a_secret_is_told_once(api: Program) -> None:
    made = api.post("/sources", {"name": "r-shop"}, Idempotency_Key="r-6")
    assert made.said["key"]
    again = api.post("/sources", {"name": "r-shop"}, Idempotency_Key="r-6")
    assert (again.status, again.said["type"]) == (409, "urn:tamis:problem:told-once")


def test_a_key_that_is_none_is_refused(api: Program) -> None:
    assert api.post("/decisions", {"id": "c0000004", "verdict": "accepted"}, Idempotency_Key="x" * 256).status == 400
