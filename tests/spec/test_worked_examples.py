"""The worked examples of scoring.md, one test each."""

import pytest

ALSO_ON_THE_COMMAND_LINE = True

TIERS = """
        thresholds:
          fit: [{tier: A, from: 70}, {tier: B, from: 40}, {tier: C}]
          engagement: [{tier: '1', from: 70}, {tier: '2', from: 40}, {tier: '3'}]
"""


def _events(contact: int, **counts: int) -> str:
    return "\n".join(f"{contact} {type} 1d" for type, count in counts.items() for _ in range(count))


def test_sales_and_marketing(scores):
    groups = """
        groups:
          - key: sales
            category: engagement
            limit: 60
            rules:
              - {event: call_started, points: 15}
              - {event: meeting_booked, points: 10}
              - {event: meeting_completed, points: 20}
          - key: marketing
            category: engagement
            limit: 40
            rules:
              - {event: cta_clicked, points: 6}
              - {event: email_opened, points: 2}
              - {event: email_clicked, points: 5}
    """
    everything = "\n".join(f"2 {type} 1d" for type in ("call_started", "meeting_completed", "cta_clicked"))
    events = _events(1, meeting_booked=1, email_opened=2, email_clicked=3)
    scores(groups, events=f"{events}\n{everything}", expect={1: 29, 2: 41})


@pytest.mark.parametrize(("mode", "points"), [("linear", (10, 5, "2.5", 0, 0)), ("step", (10, 5, 5, 0, 0))])
def test_decay_of_half_a_month(scores, mode, points):
    scores(
        "{event: form_submitted, points: 10}",
        group=f"decay: {{percent: 50, every: 1 month, mode: {mode}}}",
        events="""
            1 form_submitted 0d
            2 form_submitted 30d
            3 form_submitted 45d
            4 form_submitted 60d
            5 form_submitted 400d
        """,
        expect=dict(zip(range(1, 6), points, strict=True)),
    )


def test_what_decayed_before_the_first_computation_is_gone(scores):
    scores(
        "{event: cta_clicked, points: 2, decay: {percent: 100, every: 3 months}}",
        events="1 cta_clicked 120d",
        expect={1: 0},
    )


REGIONS = """
    id | regions
    1 | Northeast; Midwest
"""
REGION_SCHEMA = "objects: {contact: {regions: choices}}"


def test_regions_scored_together(scores):
    scores(
        "{when: {property: regions, contains_any_of: [Northeast, Midwest, Southeast]}, points: 15}",
        contacts=REGIONS,
        schema=REGION_SCHEMA,
        expect={1: 15},
    )


def test_regions_scored_individually(scores):
    scores(
        """
        cases:
          - {when: {property: regions, contains_any_of: [Northeast]}, points: 15}
          - {when: {property: regions, contains_any_of: [Midwest]}, points: 10}
          - {when: {property: regions, contains_any_of: [Southeast]}, points: 8}
        """,
        contacts=REGIONS,
        schema=REGION_SCHEMA,
        expect={1: 25},
    )


FORMS = """
    1 form_submitted 1d form_name="Contact us"
    1 form_submitted 2d form_name=Newsletter
"""


def test_forms_scored_together(scores):
    scores(
        "{event: form_submitted, where: {property: form_name, is_any_of: [Contact us, Newsletter]}, points: 5}",
        events=FORMS,
        expect={1: 10},
    )


def test_forms_scored_individually(scores):
    scores(
        """
        event: form_submitted
        cases:
          - {where: {property: form_name, is: Contact us}, points: 5}
          - {where: {property: form_name, is: Newsletter}, points: 2}
        """,
        events=FORMS,
        expect={1: 7},
    )


def test_points_by_count(scores):
    events = "\n".join(_events(count, email_opened=count) for count in (3, 4, 9))
    scores(
        "{event: email_opened, times: [{from: 1, to: 3, points: 2}, {from: 4, points: 5}]}",
        events=events,
        expect={0: 0, 3: 2, 4: 5, 9: 5},
    )


@pytest.mark.parametrize(("floor", "fit", "total"), [("0", 0, 70), ("null", -30, 40)])
def test_floor_of_a_combined_score(scores, floor, fit, total):
    scores(
        f"""
        floor: {floor}
        groups:
          - {{key: bad, category: fit, rules: [{{when: {{property: country, is: X}}, points: -30}}]}}
          - {{key: good, category: engagement, rules: [{{event: demo, points: 70}}]}}
        """,
        contacts="""
            id | country
            1 | X
        """,
        events="1 demo 1d",
        expect={1: {"fit": fit, "engagement": 70, "total": total}},
    )


def test_negative_points_count_before_the_limit_of_the_group(scores):
    scores(
        "[{event: demo, points: 80}, {event: unsubscribed, points: -30}]",
        group="limit: 60",
        events="""
            1 demo 1d
            1 unsubscribed 1d
        """,
        expect={1: 50},
    )


def test_limit_of_a_rule(scores):
    scores("{event: email_opened, points: 5, limit: 20}", events=_events(1, email_opened=10), expect={1: 20})


def test_limits_of_groups_and_of_the_score(scores):
    scores(
        """
        limit: 90
        groups:
          - {key: one, category: engagement, limit: 60, rules: [{event: demo, points: 80}]}
          - {key: two, category: engagement, limit: 40, rules: [{event: call, points: 35}]}
        """,
        events="""
            1 demo 1d
            1 call 1d
            2 call 1d
        """,
        expect={1: 90, 2: 35},
    )


CONTACTS_OF_A_COMPANY = """
    id | company_id
    a | 1
    b | 1
    c | 1
"""
COMPANY = """
    id | name
    1 | Acme
"""


@pytest.mark.parametrize("limit", [None, 12])
@pytest.mark.parametrize("combine", ["sum", "average", "max", "min"])
def test_contacts_of_a_company_combined(scores, combine, limit):
    points = {"sum": 30, "average": 10, "max": 20, "min": 0}[combine]
    bound = f", limit: {limit}" if limit else ""
    scores(
        f"{{event: demo, points: 10, combine: {combine}{bound}}}",
        score="object: company",
        contacts=CONTACTS_OF_A_COMPANY,
        companies=COMPANY,
        events=_events("a", demo=1) + "\n" + _events("b", demo=2),
        expect={1: min(points, limit or points)},
    )


def test_counts_are_each_contacts_own(scores):
    scores(
        "{event: email_opened, times: [{from: 4, points: 5}]}",
        score="object: company",
        contacts=CONTACTS_OF_A_COMPANY,
        companies=COMPANY,
        events=_events("a", email_opened=2) + "\n" + _events("b", email_opened=2),
        expect={1: 0},
    )


@pytest.mark.parametrize(("as_of", "points"), [("2024-06-01T00:00Z", 5), ("2024-06-03T00:00Z", 0)])
def test_a_window_moves_with_the_as_of_instant(scores, as_of, points):
    scores(
        "{event: demo, within: {last: 7 days}, points: 5}",
        events="1 demo 2024-05-26",
        as_of=as_of,
        expect={1: points},
    )


def test_low_fit_with_high_engagement_is_c1(scores):
    scores(
        f"""{TIERS}
        groups:
          - {{key: who, category: fit, rules: [{{when: {{property: country, is: X}}, points: 70}}]}}
          - {{key: what, category: engagement, rules: [{{event: demo, points: 70}}]}}
        """,
        contacts="""
            id | country
            1 | Y
            2 | X
        """,
        events="1 demo 1d",
        expect={1: {"tier": "C1", "total": 70}, 2: {"tier": "A3"}},
    )


@pytest.mark.parametrize(("matches_unknown", "points"), [("", 5), (", matches_unknown: false", 0)])
def test_an_unknown_job_title_is_none_of_a_list(scores, matches_unknown, points):
    scores(
        f"{{when: {{property: job_title, is_none_of: [intern]{matches_unknown}}}, points: 5}}",
        contacts="""
            id | job_title
            1 |
            2 | Intern
            3 | Buyer
        """,
        expect={1: points, 2: 0, 3: 5},
    )
