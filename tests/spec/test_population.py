"""Who has a value (scoring.md, "The arithmetic", last sentences)."""

CONTACTS = """
    id | country | created_at
    1 | France |
    2 | Spain | 2024-06-01T00:00:00Z
    3 | France | 2024-06-01T00:00:00.000001Z
    4 | Italy | 2023-01-01
    5 | Mars |
"""
SEGMENTS = [
    "{key: french, when: {property: country, is: France}}",
    "{key: newsletter}",
    "{key: staff, object: contact, when: {property: country, is: Italy}}",
]
MEMBERS = """
    segment | id
    newsletter | 2
    newsletter | 4
"""
RULE = "{when: {property: country, is_known: true}, points: 5}"


def test_without_a_population_every_record_has_a_value_but_those_created_later(scores):
    scores(RULE, contacts=CONTACTS, expect={1: 5, 2: 5, 3: None, 4: 5})


def test_include_wants_one_of_the_segments_and_exclude_none(scores):
    scores(
        RULE,
        score="population: {include: [french, newsletter], exclude: [staff]}",
        contacts=CONTACTS,
        segments=SEGMENTS,
        segment_members=MEMBERS,
        expect={1: 5, 2: 5, 3: None, 4: None, 5: None},
    )


def test_exclude_alone(scores):
    scores(
        RULE,
        score="population: {exclude: [french, staff]}",
        contacts=CONTACTS,
        segments=SEGMENTS,
        expect={1: None, 2: 5, 4: None, 5: 5},
    )


def test_every_column_of_a_record_outside_is_null_and_one_inside_has_zero(scores):
    scores(
        """
        population: {include: [newsletter]}
        groups:
          - {key: who, category: fit, rules: [{when: {property: country, is: X}, points: 5}]}
          - {key: what, category: engagement, rules: [{event: demo, points: 5}]}
        thresholds: {fit: [{tier: A, from: 5}, {tier: B}], engagement: [{tier: '1', from: 5}, {tier: '2'}]}
        """,
        contacts=CONTACTS,
        segment_members=MEMBERS,
        schema="events: {demo: {}}",
        expect={
            1: {"total": None, "fit": None, "engagement": None, "tier": None},
            2: {"total": 0, "fit": 0, "engagement": 0, "tier": "B2"},
        },
    )


def test_a_contact_created_later_lends_a_company_none_of_its_events(scores):
    scores(
        "[{event: demo, points: 5}, {when: {event: demo}, points: 10}]",
        score="object: company",
        contacts="""
            id | company_id | created_at
            1 | a | 2024-06-02
            2 | b | 2024-05-31
        """,
        companies="id\na\nb",
        events="""
            1 demo 1d
            2 demo 1d
        """,
        expect={"a": 0, "b": 15},
    )
