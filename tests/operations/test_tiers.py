"""The tiers of a score: in which order, and in which colours."""

from __future__ import annotations

from tamis.definitions import Score, read_definitions
from tamis.operations.tiers import category_colors, tier_colors, tier_ranks, tiers_of

_BODY = """\
key: interest
object: contact
groups:
  - {key: a, category: fit, rules: [{label: A, when: {property: country, is_known: true}, points: 1}]}
  - {key: b, category: engagement, rules: [{label: B, event: page_viewed, points: 1}]}
"""
_FIT = "fit: [{tier: A, from: 2}, {tier: B, from: 1}, {tier: C}]"
_PLAIN = 'engagement: [{tier: "1", from: 2}, {tier: "2", from: 1}, {tier: "3"}]'
_COLOURED = 'engagement: [{tier: "1", from: 2, color: red}, {tier: "2", from: 1, color: mauve}, {tier: "3"}]'


def _score(*tiers: str) -> Score:
    body = _BODY if len(tiers) == 2 else _BODY.replace("category: engagement", "category: fit")
    read = read_definitions([("s.yaml", body + "thresholds: {" + ", ".join(tiers) + "}\n")])
    assert not read.issues
    return read.scores[0]


def test_of_two_categories_the_best_is_what_is_nearest_to_the_best_of_both():
    score = _score(_FIT, _PLAIN)
    assert " ".join(tiers_of(score)) == "A1 A2 B1 A3 B2 C1 B3 C2 C3"
    assert [tier_ranks(score)[tier] for tier in ("A1", "A2", "B1", "C1", "C3")] == [0, 1, 1, 2, 4]


def test_each_tier_of_a_matrix_has_a_look_of_its_own():
    looks = tier_colors(_score(_FIT, _PLAIN))
    assert len(set(looks.values())) == 9
    assert [looks[tier] for tier in ("A1", "B1", "C1", "B2", "C3")] == [
        "green-strong",
        "green",
        "green-faint",
        "yellow",
        "gray-faint",
    ]


def test_a_colour_that_was_given_is_kept_and_one_that_pages_lack_is_replaced():
    looks = tier_colors(_score(_FIT, _COLOURED))
    assert [looks[tier] for tier in ("B1", "B2", "B3")] == ["red", "yellow", "gray"]


def test_of_one_category_there_are_no_shades():
    score = _score(_FIT)
    assert tier_colors(score) == category_colors(score, "fit") == {"A": "green", "B": "yellow", "C": "gray"}
