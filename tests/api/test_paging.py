"""Pages that tell each row once, whatever changes in between."""

from __future__ import annotations

from tests.api.client import Program


def test_pages_tell_every_value_once_while_values_change(api: Program) -> None:
    whole = api.pages("/values/reader", limit=200)
    first = api.get("/values/reader", limit=20).said
    moved = [{"id": row["id"], "properties": {"country": "Atlantis"}} for row in whole[::15]]
    new = [{"id": "a-before"}, {"id": "c0000050b"}, {"id": "z-after"}]
    assert api.post("/records/contact", {"records": moved + new}, Prefer="wait=30").said["state"] == "done"
    rest = api.pages("/values/reader", limit=20, cursor=first["next"])
    ids = [row["id"] for row in (*first["items"], *rest)]
    assert len(ids) == len(set(ids))
    assert {row["id"] for row in whole} <= set(ids)


def test_leads_come_best_first_and_each_once(api: Program) -> None:
    leads = api.pages("/leads/contact", score="lead_score", limit=100)
    points = [lead["points"] for lead in leads]
    assert points == sorted(points, reverse=True)
    assert len({lead["id"] for lead in leads}) == len(leads) == api.get("/leads/contact", limit=1).said["total"]


def test_records_meet_the_condition_that_is_asked_for(api: Program) -> None:
    condition = '{"property": "country", "is": "France"}'
    records = api.pages("/records/contact", condition=condition, limit=100)
    assert records
    assert {record["properties"]["country"] for record in records} == {"France"}
    assert len(records) < len(api.pages("/records/contact", limit=200))


def test_a_cursor_belongs_to_its_list(api: Program) -> None:
    cursor = api.get("/values/lead_score", limit=1).said["next"]
    refused = api.get("/values/reader", cursor=cursor)
    assert (refused.status, refused.codes) == (422, ["wrong-cursor"])
    for nonsense in ("x", "====", "a" * 500, cursor[:-3]):
        assert api.get("/values/lead_score", cursor=nonsense).codes == ["wrong-cursor"]


def test_the_other_lists_have_pages_too(api: Program) -> None:
    # Two deeds for the audit log.
    for name in ("paged-one", "paged-two"):
        assert api.post("/sources", {"name": name}).status == 201
    for path in ("/definitions", "/segments", "/properties", "/people", "/audit", "/records/company"):
        first = api.get(path, limit=1).said
        assert len(first["items"]) == 1, path
        assert first["next"], path
        second = api.get(path, limit=1, cursor=first["next"]).said["items"]
        assert second != first["items"], path
    contact = api.get("/values/lead_score", limit=1).said["items"][0]["id"]
    for path in (f"/timeline/contact/{contact}", f"/history/contact/{contact}"):
        assert len(api.pages(path, limit=20)) == len(api.pages(path, limit=200)), path
