"""Definitions in French words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from tests.unit.definitions.written import only_score, rules_of, score_of

from tamis.definitions.decay import Decay
from tamis.definitions.differences import differences
from tamis.definitions.french import PHRASES
from tamis.definitions.language import told_in
from tamis.definitions.wording import describe_decay, describe_rule


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            "{event: form_submitted, within: {last: 30 days}, points: 1}",
            "Form submitted dans les 30\u00a0derniers jours",
        ),
        ("{event: a, within: {last: 1 week}, points: 1}", "A dans la dernière semaine"),
        ("{event: [a, b], within: {after: 2026-01-01}, points: 1}", "A ou b à partir du 2026-01-01"),
        ("{event: a, within: {between: [2026-01-01, 2026-02-01]}, points: 1}", "A du 2026-01-01 au 2026-02-01 exclu"),
        ("{event: a, where: {property: p, contains: x}, points: 1}", "A (p contient x)"),
        ("{event: a, when: {in_segment: s}, points: 1}", "A, si dans le segment s"),
        ("{when: {property: p, is_none_of: [x, y]}, points: 1}", "P n’est ni x ni y"),
        ("{when: {property: p, is_none_of: [x]}, points: 1}", "P n’est pas x"),
        ("{when: {property: p, at_least: 1234.5}, points: 1}", "P est d’au moins 1\u202f234,5"),
        ("{when: {property: p, between: [1, 2]}, points: 1}", "P est compris entre 1 et 2"),
        ("{when: {property: p, in_the_last: 3 months}, points: 1}", "P est dans les 3\u00a0derniers mois"),
        ("{when: {property: p, in_the_next: 1 year}, points: 1}", "P est dans la prochaine année"),
        ("{when: {property: p, more_than_ago: 2 weeks}, points: 1}", "P remonte à plus de 2\u00a0semaines"),
        ("{when: {property: p, is_known: false}, points: 1}", "P n’est pas renseigné"),
        ("{when: {property: p, is: x, matches_unknown: true}, points: 1}", "P est x, ou n’est pas renseigné"),
        ("{when: {property: p, is: true}, points: 1}", "P est oui"),
        ("{when: {none: [{property: p, is: x}, {in_segment: s}]}, points: 1}", "Pas (p est x ou dans le segment s)"),
        ("{of: company, when: {property: p, is: x}, points: 1}", "Entreprise\u00a0: p est x"),
        (
            "{when: {of: company, association: primary, property: p, is: x}, points: 1}",
            "Entreprise principale\u00a0: p est x",
        ),
        (
            "{when: {of: deal, association: Buyer, property: p, is: x}, points: 1}",
            "Transaction («\u00a0Buyer\u00a0»)\u00a0: p est x",
        ),
        ("{when: {event: a, times: {from: 4}}, points: 1}", "A au moins 4 fois"),
        ("{when: {event: a, times: {from: 0, to: 0}}, points: 1}", "Aucun événement a"),
        ("{when: {event: a, times: {from: 0, to: 2}}, points: 1}", "A jamais, ou au plus 2 fois"),
        ("{event: a, times: [{from: 0, to: 0, points: 1}]}", "Aucun événement a"),
        (
            "{event: a, times: [{from: 0, to: 0, points: -1}, {from: 1, points: 1}]}",
            "A, selon la fréquence, zéro fois compris",
        ),
    ],
)
def test_rules_are_told_in_french(rule, expected):
    [read] = rules_of(f"- {rule}")
    with told_in("fr"):
        assert describe_rule(read) == expected
    assert describe_rule(read) != expected or "x" not in rule


@pytest.mark.parametrize(
    ("decay", "expected"),
    [
        ({"percent": 50, "every": "1 month"}, "50\u202f% perdus chaque mois"),
        (
            {"percent": 0.5, "every": "2 weeks", "mode": "step"},
            "0,5\u202f% perdus d’un coup toutes les 2\u00a0semaines",
        ),
    ],
)
def test_decay_is_told_in_french(decay, expected):
    with told_in("fr-FR"):
        assert describe_decay(Decay.model_validate(decay)) == expected


def test_what_differs_is_told_in_french():
    old = only_score(score_of("- {event: a, points: 5}\n- {event: b, points: 1}"))
    new = only_score(score_of("- {event: a, points: 7, limit: 10}", group="limit: 60"))
    with told_in("fr"):
        assert [str(each) for each in differences(old, new)] == [
            "Groupe sales\u00a0: maximum 60 (ajout)",
            "Règle B\u00a0: suppression (1 point)",
            "Règle A\u00a0: maximum 10 (ajout)",
            "Règle A\u00a0: 5 points deviennent 7",
        ]


def test_no_phrase_is_left_in_english():
    sources = (Path(__file__).parents[3] / "src" / "tamis" / "definitions").glob("*.py")
    said = {phrase for source in sources for phrase in _said(ast.parse(source.read_text(encoding="utf-8")))}
    assert len(said) > 50
    assert sorted(said - set(PHRASES)) == []


def _said(tree: ast.AST) -> set[str]:
    """The phrases that `say` and `change` are called with, as far as they are written out there."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("say", "change")]
    firsts = [part for call in named for part in ast.walk(call.args[0]) if not isinstance(call.args[0], ast.JoinedStr)]
    return {part.value for part in firsts if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def test_a_language_that_is_not_there_is_english():
    [read] = rules_of("- {when: {property: p, is_known: true}, points: 1}")
    with told_in("de"):
        assert describe_rule(read) == "P is known"
