"""Steps 5 to 7: rounding, totals, tiers (scoring.md, "The arithmetic")."""

import pytest


def _aged(points: str, age: str) -> dict:
    """A day of age takes the points away linearly: the value is points × (1 − age in days)."""
    return {
        "rules": f"{{event: demo, points: {points}, decay: {{percent: 100, every: 1 day}}}}",
        "score": "floor: null",
        "events": f"1 demo {age}",
    }


@pytest.mark.parametrize(
    ("points", "age", "value"),
    [
        ("0.000001", "12h", "0.000001"),  # exactly a half: away from zero
        ("-0.000001", "12h", "-0.000001"),
        ("0.000003", "12h", "0.000002"),
        ("0.000005", "12h", "0.000003"),
        ("-0.000005", "12h", "-0.000003"),
        ("0.000001", "13h", "0"),
        ("-0.000001", "13h", "0"),
        ("0.000001", "11h", "0.000001"),
        ("1", "8h", "0.666667"),
        ("1", "16h", "0.333333"),
        ("0.0864", "1us", "0.0864"),  # a millionth of a millionth less
        ("43.2", "1h+1us", "41.4"),  # within 1e-9 of nothing but itself
    ],
)
def test_category_values_are_rounded_half_away_from_zero(scores, points, age, value):
    world = _aged(points, age)
    scores(world.pop("rules"), **world, expect={1: value})


def test_a_value_within_1e_9_of_a_half_counts_as_the_half(scores):
    """0.5 millionths less 0.00058 thousandths of a millionth: below the half by 5.8e-16."""
    world = _aged("0.000005", "12h+10us")
    scores(world.pop("rules"), **world, expect={1: "0.000003"})


def test_tenths_add_up(scores):
    scores(
        "{event: demo, points: 0.1}", events="\n".join(["1 demo 1d"] * 10 + ["2 demo 1d"] * 3), expect={1: 1, 2: "0.3"}
    )


def test_sums_are_rounded_once_and_not_by_event(scores):
    scores(
        "{event: demo, points: 1, decay: {percent: 100, every: 3 hours}}",
        events="\n".join(["1 demo 2h"] * 3),
        expect={1: 1},
    )


def test_a_total_is_the_sum_of_the_rounded_categories(scores):
    decay = "decay: {percent: 100, every: 3 hours}"
    scores(
        f"""
        groups:
          - {{key: a, category: fit, {decay}, rules: [{{event: demo, points: 1}}]}}
          - {{key: b, category: engagement, {decay}, rules: [{{event: demo, points: 1}}]}}
        """,
        events="1 demo 1h",
        expect={1: {"fit": "0.666667", "engagement": "0.666667", "total": "1.333334"}},
    )


def test_tiers_are_read_from_the_rounded_value(scores):
    scores(
        "{event: demo, points: 1, decay: {percent: 100, every: 3 hours}}",
        score="thresholds: {engagement: [{tier: High, from: 0.666667}, {tier: Medium, from: 0.333333}, {tier: Low}]}",
        events="""
            1 demo 1h
            2 demo 2h
            3 demo 2h+1s
        """,
        expect={1: {"tier": "High"}, 2: {"tier": "Medium"}, 3: {"tier": "Low"}},
    )


def test_tiers_of_a_combined_score_come_from_the_categories_and_not_from_the_total(scores):
    tiers = "[{tier: X, from: 50}, {tier: Y, from: 10, color: red}, {tier: Z}]"
    scores(
        f"""
        thresholds: {{fit: {tiers}, engagement: {tiers}}}
        groups:
          - {{key: a, category: engagement, rules: [{{event: demo, points: 50}}]}}
          - {{key: b, category: fit, rules: [{{event: demo, points: 10}}]}}
        """,
        events="1 demo 1d",
        expect={1: {"tier": "YX", "total": 60}, 2: {"tier": "ZZ", "total": 0}},
    )
