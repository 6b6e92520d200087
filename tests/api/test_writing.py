"""What is written comes to what an import, a source or a page would have made of it."""

from __future__ import annotations

from tests.api.client import Program
from tests.api.conftest import Enter
from tests.server.serving import eventually

FILE = b"id,E-mail,country\nw-9,nine@example.com,Spain\nw-9,again@example.com,Chile\n"
REASON = ("an earlier row has this id", "une ligne précédente a cet identifiant")


def form(**files: bytes) -> tuple[bytes, str]:
    """A form with the table contacts and a file, and its content type."""
    parts = [b'--B\r\nContent-Disposition: form-data; name="table"\r\n\r\ncontacts']
    for name, content in files.items():
        head = f'--B\r\nContent-Disposition: form-data; name="file"; filename="{name}.csv"'.encode()
        parts.append(head + b"\r\nContent-Type: text/csv\r\n\r\n" + content)
    return b"\r\n".join([*parts, b"--B--\r\n"]), "multipart/form-data; boundary=B"


def test_records_are_made_and_changed(api: Program) -> None:
    made = {"id": "w/1", "created_at": "2026-03-01T09:30:00Z", "properties": {"country": "France", "newsletter": True}}
    job = api.post("/records/contact", {"records": [made]}, Prefer="wait=30")
    assert job.said["result"]["new_records"]["contact"] == 1
    api.post("/records/contact", {"records": [{"id": "w/1", "properties": {"country": "Spain"}}]}, Prefer="wait=30")
    record = api.get("/records/contact/w/1").said
    assert record["properties"] == {"country": "Spain", "newsletter": True}
    assert record["created_at"] == "2026-03-01T09:30:00.000000Z"
    assert "lead_score" in {value["score"] for value in record["values"]}


def test_events_reach_the_timeline(api: Program) -> None:
    event = {"type": "demo_requested", "contact": "c0000011", "id": "w-e1", "properties": {"form_name": "Api"}}
    assert api.post("/events", {"events": [event, event]}).said == {"accepted": 2}

    def told() -> list[object]:
        items = api.get("/timeline/contact/c0000011", limit=20, event_type="demo_requested").said["items"]
        return [item for item in items if item["properties"].get("form_name") == "Api"]

    eventually(told)
    assert len(told()) == 1


def test_events_are_taken_all_or_none(api: Program) -> None:
    events = [{"type": "x", "contact": "1"}, {"type": "x", "contact": "1", "at": "soon"}]
    refused = api.post("/events", {"events": events})
    assert (refused.status, refused.codes, refused.said["errors"][0]["where"]) == (422, ["bad_timestamp"], "events[1]")


def test_a_file_is_given_looked_at_and_imported(api: Program) -> None:
    body, kind = form(people=FILE)
    upload = api.post("/uploads", body, Content_Type=kind).said
    told = api.get(f"/uploads/{upload['id']}/columns").said
    assert [each["proposed"] for each in told["items"]] == ["id", "email", "country"]
    assert (told["types"]["country"], told["items"][2]["seen_type"]) == ("text", "text")
    asked = {"upload": upload["id"], "columns": {"E-mail": "email"}}
    refused = api.post("/imports", {**asked, "types": {"country": "date"}}, Prefer="wait=30").said
    assert "country in contacts is text already" in str(refused)
    refused = api.post("/imports", {**asked, "leave_out": ["E-mails"]}, Prefer="wait=30").said
    assert "did you mean E-mail?" in str(refused)
    tried = api.post("/imports", {**asked, "dry_run": True}, Prefer="wait=30")
    assert tried.said["result"]["new_records"]["contact"] == 1
    assert b"again@example.com" in api.get(f"/rejects/{tried.said['result']['rejects']}").body
    rejects = f"/rejects/{tried.said['result']['rejects']}"
    french = api.ask("GET", rejects, Accept_Language="fr").body.decode()
    assert french == api.get(rejects).body.decode().replace(*REASON) != api.get(rejects).body.decode()
    assert api.get("/rejects/..%2Fworkspace.yaml").status == 404
    assert api.get("/records/contact/w-9").status == 404
    assert api.post("/imports", asked, Prefer="wait=30").said["state"] == "done"
    assert api.get("/records/contact/w-9").said["email"] == "nine@example.com"


def test_lists_are_made_and_changed(api: Program) -> None:
    made = api.post("/segments", {"key": "w_list", "members": ["c0000002", "nobody"]}, Prefer="wait=30").said["result"]
    assert (made["members"], made["unknown"]) == (1, ["nobody"])
    api.post("/segments/w_list/members", {"how": "add", "members": ["c0000003"]}, Prefer="wait=30")
    assert [each["id"] for each in api.pages("/segments/w_list/members", limit=1)] == ["c0000002", "c0000003"]


def test_long_work_is_a_job(api: Program) -> None:
    begun = api.post("/resets", {"id": "c0000012"})
    assert begun.status == 202
    ended = api.ask("GET", begun.headers["location"].removeprefix("/api/v1"), Prefer="wait=30")
    assert (ended.status, ended.said["state"], ended.said["result"]["id"]) == (200, "done", "c0000012")
    assert ended.headers["preference-applied"] == "wait=30"


def test_a_job_that_fails_tells_why(api: Program) -> None:
    begun = api.post("/merges", {"kept": "c0000012", "other": "nobody"})
    ended = api.ask("GET", begun.headers["location"].removeprefix("/api/v1"), Prefer="wait=30")
    assert (ended.status, ended.said["state"]) == (200, "failed")
    assert ended.said["problem"]["type"] == "urn:tamis:problem:refused"
    assert api.post("/merges", {"kept": "c0000012", "other": "nobody"}, Prefer="wait=30").status == 422


def test_duplicates_are_merged_at_once_and_taken_apart_as_a_whole(api: Program) -> None:
    twin = {"first_name": "Zoe", "last_name": "Twin", "email": "zoe@twin.example"}
    twins = [{"id": f"w-twin-{n}", "properties": twin} for n in (1, 2)]
    api.post("/records/contact", {"records": twins}, Prefer="wait=30")
    certain = api.get("/duplicates", sure="true", limit=1).said["contacts"]
    assert certain
    done = api.post("/duplicates/merge", {"contacts": certain}, Prefer="wait=30").said["result"]
    assert done["contacts"] == certain
    [told] = api.get("/duplicates/merged").said["items"]
    assert told == {"asked_at": done["asked_at"], "merged": certain, "holding": certain}
    assert api.get("/duplicates", sure="true").said["contacts"] == 0
    asked = {"asked_at": done["asked_at"]}
    assert api.post("/duplicates/merge/undo", asked, Prefer="wait=30").said["result"]["contacts"] == certain
    assert [each["holding"] for each in api.get("/duplicates/merged").said["items"]] == [0]
    for wrong in ("yesterday", "2001-01-01"):
        assert api.post("/duplicates/merge/undo", {"asked_at": wrong}, Prefer="wait=30").status == 422


def test_a_job_is_read_by_who_asked_for_it(api: Program, enter: Enter) -> None:
    sales = enter("sales")
    own = sales.post("/resets", {"id": "c0000014"}).headers["location"].removeprefix("/api/v1")
    others = api.post("/resets", {"id": "c0000015"}).headers["location"].removeprefix("/api/v1")
    assert sales.get(own).said["kind"] == "reset"
    assert sales.get(others).status == 403
    assert api.get(own).said["kind"] == "reset"


def test_who_did_it_is_in_the_audit_log(api: Program) -> None:
    api.post("/resets", {"id": "c0000013"}, Prefer="wait=30")
    entry = api.get("/audit", kind="reset", limit=1).said["items"][0]
    assert (entry["actor"], entry["token"], entry["subject"]) == ("Administrator Person", "test", "c0000013")
