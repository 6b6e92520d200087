"""What people do with leads all day, by a program: views, outlooks, the overview, and what a person may ask for."""

from __future__ import annotations

from tests.api.client import Program
from tests.api.conftest import Enter


def test_views_are_ones_own_until_they_are_shared(api: Program, enter: Enter) -> None:
    sales = enter("sales")
    view = sales.post("/views", {"name": "Hot", "asked": {"tiers": ["A1"]}}).said
    path = f"/views/{view['id']}"
    assert api.put(path, {"name": "Mine", "asked": {}}).status == 404
    assert sales.put(path, {"name": "Hot", "asked": {}, "is_shared": True}).status == 403
    assert sales.put(path, {"name": "Hotter", "asked": {"tiers": ["A1", "A2"]}}).said["name"] == "Hotter"
    assert sales.delete(path).status == 204
    assert sales.get("/views").said == {"items": []}


def test_an_outlook_says_what_would_move_a_record(api: Program) -> None:
    lead = next(each for each in api.pages("/leads/contact", limit=200) if each["tier"].startswith("B"))
    outlook = api.get(f"/outlooks/lead_score/{lead['id']}").said
    fit = next(each for each in outlook["categories"] if each["category"] == "fit")
    assert (fit["tier"], fit["next_tier"], fit["next_from"]) == ("B", "A", 20)
    assert all(each["tier"] == "A" and each["points"] >= 20 for each in fit["suggestions"])


def test_the_overview_counts_who_is_listed(api: Program) -> None:
    hot = api.get("/overview/hot-leads").said
    listed = api.get("/leads/contact", score=hot["score"], tier=hot["tiers"], limit=1).said["total"]
    assert hot["all"] == listed
    assert api.get("/overview/movements", days=30).said["moves"]


def test_a_person_is_told_and_forgotten(api: Program) -> None:
    body = {"records": [{"id": "p-1", "properties": {"email": "p.one@example.com"}}]}
    api.post("/records/contact", body, Prefer="wait=30")
    assert api.get("/privacy/contact/p-1").said["properties"]["email"] == "p.one@example.com"
    assert api.delete("/privacy/contact/p-1", Prefer="wait=30").said["result"]["ids"] == 1
    assert api.get("/records/contact/p-1").status == 404
    assert api.delete("/privacy/contact/p-1").status == 404


def test_a_type_is_corrected(api: Program) -> None:
    asked = {"of": "contact", "name": "job_title", "type": "number", "dry_run": True}
    refused = api.post("/properties/retype", asked, Prefer="wait=30")
    assert (refused.status, len(refused.said["errors"])) == (422, 1)
