"""Rule scores as features: what each was worth at the landmark."""

import numpy as np
from tests.predict.folders import loaded, micros, numbers_of, write

from tamis.definitions import read_definitions
from tamis.predict.features.points import points
from tamis.predict.features.rows import Rows

FILES = {
    "contacts.csv": """
        id,created_at,company_id
        a,2026-01-01,o1
        b,2026-01-01,o1
    """,
    "companies.csv": "id\no1",
    "events.csv": """
        contact_id,type,occurred_at
        a,demo_requested,2026-02-01
        a,demo_requested,2026-02-01T00:00:00.000001
        b,demo_requested,2026-03-01
    """,
}
OWN = """
key: own
object: contact
groups: [{key: g, category: engagement, rules: [{event: demo_requested, points: 10}]}]
"""
OF_COLLEAGUES = """
key: company_wide
object: contact
groups: [{key: g, category: fit, rules: [{of: company, when: {event: demo_requested}, points: 5}]}]
"""


def test_scores_are_worth_what_they_were_and_those_that_look_at_others_still_do(tmp_path):
    scores = read_definitions([("own.yaml", OWN), ("wide.yaml", OF_COLLEAGUES)]).scores
    with loaded(write(tmp_path / "company", FILES)) as (engine, catalog):
        numbers = numbers_of(engine, catalog)
        told = [("a", "2026-02-01"), ("b", "2026-02-01"), ("a", "2026-02-02"), ("a", "2026-02-02"), ("b", "2026-01-15")]
        record = np.array([numbers[id] for id, _ in told])
        rows = Rows(record, np.array([micros(day) for _, day in told]))
        values = {}
        for group in points(engine, catalog, "contact", scores, {}):
            out = np.empty((len(group.features), len(rows)), dtype=np.float32)
            group.fill(rows, out)
            values |= {feature.source: cells.tolist() for feature, cells in zip(group.features, out, strict=True)}
    assert values == {"own": [10, 0, 20, 20, 0], "company_wide": [5, 5, 5, 5, 0]}
