"""A score that was clicked together says what the same score in YAML says."""

from __future__ import annotations

from tamis.definitions.editing.beginnings import Known
from tamis.operations.drafts import read_draft_of
from tamis.operations.editing import start_score
from tests.web.conftest import Visit
from tests.web.editor.clicking import Editor
from tests.web.site import Site, now

WANTED = {
    "key": "clicked",
    "label": "Clicked together",
    "object": "contact",
    "limit": 80,
    "population": {"exclude": ["staff"]},
    "groups": [
        {
            "key": "engagement",
            "label": "What they do",
            "category": "engagement",
            "limit": 60,
            "decay": {"percent": 25, "every": "2 weeks"},
            "rules": [
                {
                    "label": "Looked at prices",
                    "event": "page_viewed",
                    "where": {"all": [{"property": "page", "contains": "pricing"}]},
                    "within": {"last": "90 days"},
                    "times": [{"from": 1, "to": 3, "points": 5}, {"from": 4, "points": 12}],
                },
            ],
        },
        {
            "key": "profile",
            "category": "fit",
            "rules": [
                {
                    "when": {
                        "any": [
                            {"property": "country", "is_any_of": ["France", "Germany"]},
                            {"none": [{"of": "company", "property": "employees", "less_than": 50}]},
                        ]
                    },
                    "points": -10,
                },
            ],
        },
    ],
    "thresholds": {
        "engagement": [
            {"tier": "1", "from": 60, "color": "green"},
            {"tier": "2", "from": 30, "color": "yellow"},
            {"tier": "3", "color": "gray"},
        ],
        "fit": [
            {"tier": "A", "from": 40, "color": "blue"},
            {"tier": "B", "from": 30, "color": "yellow"},
            {"tier": "C", "color": "gray"},
        ],
    },
}


def test_a_score_is_built_by_clicking(site: Site, visit: Visit) -> None:
    known = Known(property="country", event="page_viewed")
    start_score(site.workspace, "clicked", "", "contact", "engagement", known, now=now)
    at = Editor(visit("marketing"), "clicked")
    at.types("label", "Clicked together")
    at.opens("details")
    at.types("limit", "80")
    at.chooses("append", "population.exclude", "staff")
    _engagement(at)
    _fit(at)
    for category in ("engagement", "fit"):
        at.clicks("tiers", "thresholds", category)
    at.types("thresholds.fit[0].from", "40")
    at.chooses("put", "thresholds.fit[0].color", "blue")
    assert at.values == WANTED, at.text
    assert at.page.locator(".editor-issue-error").count() == 0
    assert read_draft_of(site.workspace, "clicked").text == at.text


def _engagement(at: Editor) -> None:
    group, rule = "groups[0]", "groups[0].rules[0]"
    at.opens(group)
    at.types(f"{group}.label", "What they do")
    at.types(f"{group}.limit", "60")
    at.chooses("decay", f"{group}.decay", "yes")
    at.types(f"{group}.decay.percent", "25")
    at.types(f"{group}.decay.every", "2")
    unit = at.page.locator('[id="unit-put-groups-0-decay-every"]')
    at.answered(lambda: unit.select_option("weeks"), "/change/")
    at.opens(rule)
    at.types(f"{rule}.label", "Looked at prices")
    at.types(f"{rule}.within.last", "90")
    at.clicks("join", f"{rule}.where")
    at.clicks("wrap", f"{rule}.where", "all")
    at.chooses("subject", f"{rule}.where.all[0].property", "page")
    at.chooses("operator", f"{rule}.where.all[0]", "contains")
    at.types(f"{rule}.where.all[0].contains", "pricing")
    at.chooses("worth", rule, "times")
    at.types(f"{rule}.times[0].to", "3")
    at.clicks("add", f"{rule}.times")
    at.types(f"{rule}.times[1].points", "12")


def _fit(at: Editor) -> None:
    rule = "groups[1].rules[0]"
    at.clicks("add", "groups", "fit")
    at.opens(rule)
    at.chooses("subject", f"{rule}.when.property", "country")
    at.chooses("operator", f"{rule}.when", "is_any_of")
    for country in ("France", "Germany"):
        at.types(f"{rule}.when.is_any_of", country, do="append")
    at.clicks("wrap", f"{rule}.when", "any")
    at.clicks("add", f"{rule}.when.any")
    second = f"{rule}.when.any[1]"
    at.chooses("kind", second, "none")
    at.chooses("kind", f"{second}.none[0]", "of")
    at.chooses("subject", f"{second}.none[0].property", "employees")
    at.chooses("operator", f"{second}.none[0]", "less_than")
    at.types(f"{second}.none[0].less_than", "50")
    at.types(f"{rule}.points", "-10")
