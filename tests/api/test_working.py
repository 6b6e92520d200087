"""What people do with leads all day, by a program: views, outlooks, the overview, and what a person may ask for."""

from __future__ import annotations

import csv
import io

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


def test_many_leads_are_decided_on_at_once_and_taken_back(api: Program) -> None:
    ids = ["c0000021", "c0000022"]
    assert api.post("/decisions/many", {"ids": [*ids, "nobody"], "verdict": "accepted"}).status == 422
    assert api.post("/decisions/many", {"ids": ids, "verdict": "rejected"}).status == 422
    made = api.post("/decisions/many", {"ids": ids, "verdict": "rejected", "reason": "Students."})
    assert (made.status, [each["reason"] for each in made.said["items"]]) == (201, ["Students."] * 2)
    undone = api.post("/decisions/many/undo", {"ids": [each["id"] for each in made.said["items"]]})
    assert all(each["undone_at"] for each in undone.said["items"])


def test_all_who_are_listed_are_told_at_once_to_be_put_on_a_list(api: Program) -> None:
    asked = {"tier": ["A2", "B2"], "order": "name", "hides_rejected": "true"}
    ids = api.get("/leads/contact/ids", **asked).said["ids"]
    listed = api.get("/leads/contact", limit=50, **asked).said
    assert (len(ids), ids[:50]) == (listed["total"], [lead["id"] for lead in listed["items"]])
    made = api.post("/segments", {"key": "all of them", "members": ids}, Prefer="wait=30")
    assert made.said["result"]["members"] == len(ids) > 0


def test_who_moved_is_listed_with_the_tier_before(api: Program) -> None:
    moves = api.get("/overview/movements", days=30).said["moves"]
    for way, is_up in (("up", True), ("down", False)):
        counted = sum(move["count"] for move in moves if move["is_up"] is is_up and move["kind"] != "published")
        listed = api.get("/leads/contact", moved=way, moved_days=30).said
        assert listed["total"] == counted
        assert all(each["came_from"] not in (None, each["tier"]) for each in listed["items"])


def test_the_overview_counts_who_is_listed(api: Program) -> None:
    hot = api.get("/overview/hot-leads").said
    listed = api.get("/leads/contact", score=hot["score"], tier=hot["tiers"], limit=1).said["total"]
    assert hot["all"] == listed
    leads = {"hides_customers": "true"}
    listed = api.get("/leads/contact", score=hot["score"], tier=hot["tiers"], limit=1, **leads).said["total"]
    assert listed == api.get("/overview/hot-leads", **leads).said["all"] <= hot["all"]
    for way, is_up in (("up", True), ("down", False)):
        moves = api.get("/overview/movements", days=30, **leads).said["moves"]
        counted = sum(move["count"] for move in moves if move["is_up"] is is_up and move["kind"] != "published")
        assert api.get("/leads/contact", moved=way, moved_days=30, limit=1, **leads).said["total"] == counted
    published = [api.get("/overview/new-leads", **each).said["published"] for each in (leads, {})]
    assert 0 < sum(published[0].values()) <= sum(published[1].values())


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


def test_the_overview_is_told_in_figures(api: Program) -> None:
    flow = api.get("/overview/events", period="quarter").said
    assert len(flow["period"]["begins"]) == 13 == len(flow["others"])
    assert {len(counts) for counts in flow["types"].values()} == {13}
    assert sum(map(sum, flow["types"].values())) > 0
    new = api.get("/overview/new-leads", score="lead_score", period="week").said
    assert {"A1", "A2", "B1", "B2"} <= new["reached"].keys()
    assert sum(new["published"].values()) >= 60
    bought = api.get("/overview/conversion", score="lead_score").said
    assert "deal.is_won = true" in bought["kinds"]
    assert api.get("/overview/conversion", kind="deal.is_lost = true").status in (200, 404)
    assert api.get("/overview/health").said["reasons"] == []


def test_what_needs_attention_is_told_to_whom_it_concerns(api: Program, enter: Enter) -> None:
    api.put("/definitions/w_lying/draft", {"kind": "segment", "text": "key: w_lying\nobject: contact\n"})
    told = {(each["kind"], each["subject"]) for each in api.get("/overview/attention").said["items"]}
    assert ("never_published", "w_lying") in told
    others = {each["kind"] for each in enter("sales").get("/overview/attention").said["items"]}
    assert "never_published" not in others


def test_leads_are_a_file_too(api: Program) -> None:
    answer = api.get("/leads/contact/export", score="lead_score", tier=["A1", "A2"], column=["property:country"])
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.body.decode())))
    listed = api.pages("/leads/contact", score="lead_score", tier=["A1", "A2"])
    assert [row["id"] for row in rows] == [lead["id"] for lead in listed]
    assert {row["country"] for row in rows} == {"France"}
    assert api.get("/leads/contact/export", descnding=1).codes == ["unknown-parameter"]


def test_leads_have_a_value_for_each_column_that_is_asked_for(api: Program) -> None:
    columns = ["contacts", "property:country", "property:country", "score:lead_score", "property:created_at"]
    leads = api.get("/leads/contact", column=columns, score="lead_score", limit=3).said["items"]
    countries = [lead["values"][1] for lead in leads]
    assert all(countries)
    # Points and instants as everywhere.
    records = [api.get(f"/records/contact/{lead['id']}").said for lead in leads]
    assert [lead["values"] for lead in leads] == [
        [None, country, country, lead["points"], record["created_at"]]
        for lead, country, record in zip(leads, countries, records, strict=True)
    ]
    assert api.get("/leads/contact", column=["tier"]).status == 422
    assert "leads/contact/reasons" in api.get("/leads/contact", column=["reasons"]).said["detail"]


def test_leads_come_with_their_reasons(api: Program) -> None:
    ids = [lead["id"] for lead in api.get("/leads/contact", score="lead_score", limit=3).said["items"]]
    told = api.get("/leads/contact/reasons", id=[*ids, "nobody"], score="lead_score").said["items"]
    assert [each["id"] for each in told] == ids
    for each in told:
        points = [abs(reason["points"]) for reason in each["reasons"]]
        assert points == sorted(points, reverse=True) != []


def test_a_score_begins_with_a_template(api: Program) -> None:
    templates = api.get("/templates").said["items"]
    body = {"key": "w_begun", "label": "Begun", "only_fitting": True}
    begun = api.post(f"/templates/{templates[0]['name']}/draft", body)
    assert (begun.status, begun.said["key"]) == (201, "w_begun")
    assert "label: Begun" in api.get("/definitions/w_begun/draft").said["text"]
    assert "w_begun" in {score["key"] for score in api.get("/scores").said["items"]}
    assert api.post("/templates/none/draft", body).status == 404


def test_names_that_may_be_asked_for_are_told(api: Program) -> None:
    assert "page_viewed" in {each["type"] for each in api.get("/event-types").said["items"]}
    values = api.get("/offered-values", of="contact", name="country").said["values"]
    assert "France" in {each["value"] for each in values}
    assert api.get("/offered-values", of="contact", name="contry").status == 404
    lead = next(each for each in api.get("/leads/contact").said["items"] if each["email"])
    found = api.get("/found-records/contact", text=lead["email"]).said["items"]
    assert found[0]["id"] == lead["id"]


def test_people_are_let_in_and_out(api: Program) -> None:
    invited = api.post("/people", {"email": "w@example.com", "name": "W", "role": "sales"}).said
    path = f"/people/{invited['person']['id']}"
    assert api.post(f"{path}/invitation").said["link"] != invited["link"]
    assert api.post(f"{path}/reset-link").said["person"]["email"] == "w@example.com"
    assert api.post(f"{path}/sign-out").status == 204
    assert api.delete(f"{path}/second-step").status == 204
    assert api.delete(f"{path}/invitation").status == 204
    assert api.post(f"{path}/sign-out").status == 404
    deeds = [each["kind"] for each in api.get("/audit", since="2020-01-01", limit=5).said["items"]]
    assert deeds[0] == "withdraw_invitation"
    assert api.get("/audit", until="2020-01-01").said["items"] == []


def test_a_key_may_hold_a_slash(api: Program) -> None:
    text = "key: emea/partners\nobject: contact\nwhen: {property: country, is: France}\n"
    etag = api.put("/definitions/emea/partners/draft", {"kind": "segment", "text": text}).headers["etag"]
    assert api.post("/definitions/emea/partners/publish", {}, If_Match=etag, Prefer="wait=30").said["state"] == "done"
    escaped = api._asked("GET", "/api/v1/definitions/emea%2Fpartners", None, {"Authorization": f"Bearer {api.token}"})
    assert escaped.said["state"] == "published"
    assert api.get("/definitions/emea/partners/versions/1").said["text"] == text
    assert api.get("/segments/emea/partners/members", limit=1).said["segment"] == "emea/partners"
    assert api.post("/sources", {"name": "shop/eu"}).status == 201
    assert api.post("/sources/shop/eu/revoke").status == 204
    assert api.delete("/definitions/emea/partners", Prefer="wait=30").said["state"] == "done"


def test_a_key_may_end_like_an_address_of_ours(api: Program) -> None:
    def text(key: str) -> str:
        return f"key: {key}\nobject: contact\nwhen: {{property: country, is: Spain}}\n"

    for key in ("iberia", "iberia/draft", "iberia/itself", "iberia/versions/1"):
        assert api.put(f"/definitions/{key}/draft", {"kind": "segment", "text": text(key)}).status == 201
    # As ever, this is the draft of the first one.
    assert api.get("/definitions/iberia/draft").said["text"] == text("iberia")
    for key in ("iberia/draft", "iberia/itself", "iberia/versions/1", "iberia"):
        assert api.get(f"/definitions/{key}/itself").said["key"] == key
        assert api.get(f"/definitions/{key}/draft").said["text"] == text(key)
        assert api.delete(f"/definitions/{key}/itself", Prefer="wait=30").said["state"] == "done"
        assert api.get(f"/definitions/{key}/itself").status == 404
