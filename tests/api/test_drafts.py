"""Drafts: mistakes are told as the command line tells them, and nobody overwrites what they have not read."""

from __future__ import annotations

from pathlib import Path

from tamis.operations.check_definitions import check_definitions
from tamis.progress import NullProgress
from tests.api.client import Program
from tests.api.conftest import Enter

SCORE = """\
key: {key}
label: A score
object: contact
groups:
  - key: fit
    label: Fit
    category: fit
    rules:
      - {{label: In France, when: {{property: country, is: France}}, points: {points}}}
"""


def score(key: str, points: int = 10) -> dict[str, str]:
    """A body with a small score."""
    return {"kind": "score", "text": SCORE.format(key=key, points=points)}


def test_a_new_key_needs_no_etag(api: Program) -> None:
    answer = api.put("/definitions/d_new/draft", score("d_new"))
    assert answer.status == 201
    assert answer.said["issues"] == []
    read = api.get("/definitions/d_new/draft")
    assert read.headers["etag"] == answer.headers["etag"]
    assert read.said["text"] == score("d_new")["text"]


def test_a_lost_update_is_refused(api: Program, enter: Enter) -> None:
    etag = api.put("/definitions/d_lost/draft", score("d_lost")).headers["etag"]
    other = enter("marketing")
    assert other.put("/definitions/d_lost/draft", score("d_lost", 20), If_Match=etag).status == 200
    refused = api.put("/definitions/d_lost/draft", score("d_lost", 30), If_Match=etag)
    assert (refused.status, refused.said["type"]) == (412, "urn:tamis:problem:lost-update")
    assert refused.said["detail"].startswith("Marketing Person changed")
    assert "points: 20" in api.get("/definitions/d_lost/draft").said["text"]


def test_what_was_not_read_is_not_replaced(api: Program) -> None:
    api.put("/definitions/d_blind/draft", score("d_blind"))
    assert api.put("/definitions/d_blind/draft", score("d_blind", 20)).status == 428
    assert api.delete("/definitions/d_blind/draft").status == 428
    assert api.post("/definitions/d_blind/publish", {}).status == 428
    assert api.delete("/definitions/d_blind/draft", If_Match='"9.00000000"').status == 412


def test_a_discarded_draft_of_nothing_is_gone(api: Program) -> None:
    etag = api.put("/definitions/d_gone/draft", score("d_gone")).headers["etag"]
    assert api.delete("/definitions/d_gone/draft", If_Match=etag).status == 204
    assert api.get("/definitions/d_gone/draft").status == 404


def test_mistakes_are_those_of_the_command_line(api: Program, tmp_path: Path) -> None:
    text = SCORE.format(key="d_bad", points=10).replace("category: fit", "category: fitness").replace("when:", "wen:")
    file = tmp_path / "scores" / "d_bad.yaml"
    file.parent.mkdir()
    file.write_text(text)
    issues = check_definitions([file], data=None, progress=NullProgress()).issues
    refused = api.put("/definitions/d_bad/draft", {"text": text})
    assert (refused.status, refused.headers["content-type"]) == (422, "application/problem+json")
    assert len(issues) > 1
    assert [(e["code"], e["line"], e["column"], e["message"], e["hint"]) for e in refused.said["errors"]] == [
        (issue.code, issue.line, issue.column, issue.message, issue.hint) for issue in sorted(issues)
    ]
    assert refused.said["errors"][0]["where"] == f"scores/d_bad.yaml:{issues[0].line}:{issues[0].column}"
    assert api.get("/definitions/d_bad").status == 404


def test_names_that_the_data_has_not_are_told_and_saved(api: Program) -> None:
    body = {"text": score("d_names")["text"].replace("country", "cuntry")}
    answer = api.put("/definitions/d_names/draft", body)
    assert answer.status == 201
    assert [(each["code"], each["hint"]) for each in answer.said["issues"]] == [
        ("unknown-property", "did you mean country?")
    ]
    checked = api.post("/definitions/d_names/check", body).said
    assert checked == {"issues": answer.said["issues"], "has_errors": True}


def test_a_draft_of_another_key_is_refused(api: Program) -> None:
    assert api.put("/definitions/d_one/draft", score("d_other")).codes == ["wrong-key"]


def test_from_draft_to_version_and_back(api: Program) -> None:
    key = "d_life"
    etag = api.put(f"/definitions/{key}/draft", score(key)).headers["etag"]
    reviewed = api.post(f"/definitions/{key}/review", Prefer="wait=30")
    assert reviewed.status == 200
    [told] = reviewed.said["result"]["definitions"]
    assert (told["key"], told["version"], told["next_version"]) == (key, None, 1)
    published = api.post(f"/definitions/{key}/publish", {"note": "First."}, If_Match=etag, Prefer="wait=30")
    assert published.said["state"] == "done"
    moved = published.said["result"]["changed"][key]
    assert published.said["summary"] == f"{key}, version 1. {moved} records have another value or tier."
    french = api.ask("GET", f"/jobs/{published.said['id']}", Accept_Language="fr").said["summary"]
    assert french == f"{key}, version 1. {moved} fiches ont une autre valeur ou un autre niveau."
    version = api.get(f"/definitions/{key}/versions/1").said
    assert (version["published_by"], version["note"]) == ("Administrator Person", "First.")
    etag = api.get(f"/definitions/{key}/draft").headers["etag"]
    api.put(f"/definitions/{key}/draft", score(key, 20), If_Match=etag)
    assert [each["text"] for each in api.get(f"/definitions/{key}/differences").said["differences"]] == [
        "Rule In France: 10 points become 20"
    ]
    assert api.post(f"/definitions/{key}/deactivate").said["version"] == 1
    assert api.post(f"/definitions/{key}/activate").status == 409
    etag = api.get(f"/definitions/{key}/draft").headers["etag"]
    assert api.delete(f"/definitions/{key}/draft", If_Match=etag).status == 204
    assert api.post(f"/definitions/{key}/activate", Prefer="wait=30").said["state"] == "done"
    assert api.get(f"/definitions/{key}").said["state"] == "published"
    assert api.delete(f"/definitions/{key}", Prefer="wait=30").said["state"] == "done"
    assert api.get(f"/definitions/{key}").status == 404
    assert len(api.pages(f"/definitions/{key}/versions")) == 1
