"""All mistakes of all files are told at once, and what is left of a file is still a definition."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from tamis import templates
from tamis.definitions import EventRule, Score, read_definitions, walk_conditions

from .written import read, score_of, told

MISSING = "missing-thresholds"
FIVE_MISTAKES = """
- {when: {all: [{property: a, iss: b}, {property: employes, at_least: 3}]}, points: 5}
- {event: a, within: {last: 30 dayz}, points: 1}
- {pints: 3}
- {event: b, points: 0.0000001}
- {event: c, points: 1, floor: 2, limit: 1}
- {event: d, points: 7}
"""


def test_mistakes_are_told_together_and_in_the_order_of_the_file():
    assert told(score_of(FIVE_MISTAKES, head="lable: Sales", tail="thresholds: {engagement: [{tier: 3}]}")) == [
        "2:1 unknown-key",
        "8:37 unknown-operator",
        "9:35 wrong-period",
        "10:10 unknown-key",
        "11:28 too-many-decimals",
        "12:38 crossed-bounds",
        "14:34 wrong-type",
    ]


def test_what_is_wrong_is_taken_out_and_the_rest_stays():
    (score,) = read(score_of(FIVE_MISTAKES)).scores
    rules = [rule for _, rule in score.rules()]
    assert [rule.event for rule in rules if isinstance(rule, EventRule)] == [("a",), ("b",), ("c",), ("d",)]
    assert [site.condition.property for site in walk_conditions(score) if hasattr(site.condition, "property")] == [
        "employes"
    ]


def test_a_path_in_what_is_left_leads_to_its_place_in_the_file():
    definitions = read(score_of(FIVE_MISTAKES))
    (score,) = definitions.scores
    site = next(site for site in walk_conditions(score) if getattr(site.condition, "property", "") == "employes")
    path = (*site.path, "property")
    issue = definitions.source_of(score).issue(path, "unknown-property", "x")
    assert (issue.line, issue.column, issue.path) == (7, 57, "groups[0].rules[0].when.all[1].property")
    last = ("groups", 0, "rules", 4, "event")
    issue = definitions.source_of(score).issue(last, "unknown-event", "x")
    assert (issue.line, issue.path) == (12, "groups[0].rules[5].event")
    assert definitions.source_of(score).name_of(last) == "Rule 6 of group sales"


def test_a_mistake_beside_another_in_one_rule_is_told_too():
    rule = "- {label: Big, event: [a], points: ten, where: {property: b}, within: {after: soon}, limits: 3, decay: 5}"
    assert [place.split()[1] for place in told(score_of(rule))] == [
        *("wrong-type", "missing-operator", "wrong-instant", "unknown-key", "wrong-shape"),
    ]


def test_mistakes_between_the_parts_show_beside_mistakes_inside_them():
    text = """
key: interest
object: deal
limit: -1
groups:
  - {key: a, category: fit, rules: [{when: {property: b, is: ""}, points: 1}]}
  - {key: a, category: fit, rules: [{of: company, association: primary, when: {property: b, is: c}, points: 1}]}
"""
    assert told(text) == ["4:8 crossed-bounds", "6:62 empty-value", "7:11 repeated-key", "7:64 wrong-association"]


def test_what_was_taken_out_is_not_missed():
    text = """
key: interest
object: contact
groups:
  - {key: a, category: fit, rules: [{points: 1}]}
  - just a text
thresholds:
  engagement: [{tier: A}]
"""
    assert told(text) == ["5:37 missing-key", "6:5 wrong-shape"]


TWO_CATEGORIES = """
key: interest
object: contact
groups:
  - {key: a, category: fit, rules: [{when: {property: b, is: c}, points: 1}]}
  - {key: b, category: engagement, rules: [{event: a, points: 1}]}
thresholds:
"""


@pytest.mark.parametrize(
    ("wrong", "right", "tiers", "found"),
    [
        ("event: a, points", "event: a, pointz", "fit: [{tier: A}]", ["unknown-key", MISSING]),
        ("key: interest", "key: Interest", "fit: [{tier: A}]", ["wrong-key", MISSING]),
        ("engagement", "engagment", "fit: [{tier: A}]", ["unknown-word", MISSING]),
        ("engagement", "joy", "fit: [{tier: A}]", ["unknown-word"]),
        ("", "", "fit: [{tier: A, from: x}, {tier: B}]", [MISSING, "wrong-type"]),
        ("", "", "fit: [{tier: A, from: 1}, {tier: B, from: x}]", [MISSING, "wrong-type"]),
        ("", "", "fit: [{tier: A, from: 1}, B]", [MISSING, "wrong-shape"]),
        ("", "", "fit: [{from: 1}, {tier: B, from: 0}]", [MISSING, "missing-key", "misplaced-key"]),
        ("", "", "fit: []", [MISSING, "empty-value"]),
        ("", "", "{fit: [{tier: A}], engagemnt: [{tier: B}]}", ["unknown-key"]),
        ("", "", "{fit: [{tier: A}], joy: [{tier: B}]}", ["unknown-key"]),
        ("", "", "{fit: [{tier: A}], engagement: [{tier: B, form: 2}, {tier: C}]}", ["unknown-key"]),
    ],
)
def test_a_category_without_tiers_is_told_beside_other_mistakes(wrong, right, tiers, found):
    text = TWO_CATEGORIES.replace(wrong, right, 1) if wrong else TWO_CATEGORIES
    assert [place.split()[1] for place in told(f"{text}  {tiers}")] == found


def test_files_are_told_in_the_order_of_their_names():
    issues = read("key: [a", "key: a\nlabell: b", "when: {any: []}").issues
    assert [(issue.file, issue.code) for issue in issues] == [
        ("a.yaml", "wrong-yaml"),
        ("b.yaml", "unknown-key"),
        ("c.yaml", "missing-key"),
        ("c.yaml", "empty-value"),
    ]


def test_a_second_definition_of_a_key_is_still_checked():
    definitions = read(score_of("- {event: a, points: 1}"), score_of("- {event: b, points: 1}"))
    assert len({score.key for score in definitions.scores}) == 2
    assert all(isinstance(score, Score) for score in definitions.scores)


def test_a_rule_is_named_by_its_label():
    (issue,) = read(score_of("- {label: Large company, when: {property: a}, points: 1}")).issues
    assert issue.message == 'Rule "Large company": the condition on property "a" has no operator.'
    assert issue.path == "groups[0].rules[0].when"


def test_thousands_of_mistakes_are_told_quickly():
    rules = "\n".join(f"- {{event: e{n}, points: x, where: {{property: a}}}}" for n in range(1_000))
    assert len(read(score_of(rules)).issues) == 2_000


def test_one_text_in_two_files_is_told_of_each_by_its_name():
    """What was read before is not read again, and still belongs to its own file."""
    text = "key: twice\nobject: contact\nwhen: {property: country, iz: France}\n"
    for name in ("segments/one.yaml", "segments/other.yaml", "segments/one.yaml"):
        assert [issue.file for issue in read_definitions([(name, text)]).issues] == [name]


OF_WHAT = "object: contact"
WITHOUT = ("# none", "object:", "object: Contact", "object: [contact]", "objct: contact")
"""What may stand on the second line in the place of the object: one mistake each."""
MANY_MISTAKES = (
    score_of(FIVE_MISTAKES, tail="lable: Sales\nthresholds: {engagement: [{tier: 3}]}"),
    """key: interest
object: contact
limit: -1
population: {include: [warm, 3], exlude: [cold]}
groups:
  - {key: a, category: fit, rules: [{when: {property: b, is: ""}, points: 1}]}
  - {key: a, category: fit, rules: [{of: deal, association: primary, when: {property: b, iz: c}, points: 1}]}
  - {key: b, category: engagment, rules: [{event: a, when: {of: company, association: x, property: b}, points: 1}]}
thresholds:
  fit: [{tier: A, from: 1}, {tier: B, from: 2}, {tier: C}]
""",
    """key: warm
object: contact
when: {any: [{property: a, iz: b}, {event: c, within: {last: 2 dayz}}, {of: company, association: primary, of: x}]}
""",
    """kye: warm
object: contact
wen: {all: [{property: a, iz: b}, {in_segment: }]}
""",
)


@pytest.mark.parametrize("instead", WITHOUT)
@pytest.mark.parametrize("text", MANY_MISTAKES)
def test_without_its_object_a_definition_is_told_of_all_its_other_mistakes(text, instead):
    before, now = Counter(told(text)), Counter(told(text.replace(OF_WHAT, instead)))
    may_be_left_out = instead == "# none" and "groups" not in text
    assert sum((now - before).values()) == (0 if may_be_left_out else 1)
    assert before - now == Counter()


@pytest.mark.parametrize(
    ("word", "misspelt"),
    [("key", "kye"), ("groups", "grups"), ("population", "populaton"), ("thresholds", "treshold"), ("limit", "limt")],
)
def test_what_stands_under_a_misspelt_key_is_looked_at_too(word, misspelt):
    right = f"\n{MANY_MISTAKES[1]}"
    before, now = (
        Counter(
            (issue.line, issue.code, issue.message.removeprefix("Score interest").removeprefix("Score"))
            for issue in read(text).issues
        )
        for text in (right, right.replace(f"\n{word}:", f"\n{misspelt}:"))
    )
    ((_, code, message),) = now - before
    assert (code, message) == ("unknown-key", f': a score has no key "{misspelt}".')
    assert before - now == Counter()


_SCORES = (Path(templates.__file__).parent.glob("*.yaml"), (Path(__file__).parents[3] / "examples").rglob("*.yaml"))


@pytest.mark.parametrize("file", sorted(chain(*_SCORES)), ids=lambda file: file.stem)
@pytest.mark.parametrize("instead", WITHOUT)
def test_a_score_without_its_object_has_that_mistake_and_no_other(file, instead):
    text = file.read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("object:")]
    assert len(read(text.replace(line, instead)).issues) == 1


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("{of: company, association: primary, when: {property: a, is: b}, points: 1}", []),
        ("{of: deal, association: primary, when: {property: a, is: b}, points: 1}", ["wrong-association"]),
        ("{event: a, points: 1, combine: max, contacts: {association: Buyer}}", []),
        ("{event: a, points: 1, contacts: {association: primary}}", ["wrong-association"]),
        ("{when: {in_segment: of_deals}, points: 1}", []),
        ("{when: {of: company, in_segment: of_deals}, points: 1}", ["wrong-object"]),
        ("{when: {in_segment: of_nobody_knows}, points: 1}", []),
    ],
)
def test_what_depends_on_an_object_that_is_missing_is_not_told(rule, codes):
    text = score_of(f"- {rule}").replace(OF_WHAT, "# none")
    deals = "key: of_deals\nobject: deal\nwhen: {property: a, is: b}"
    unknown = "key: of_nobody_knows\ntype: company\nwhen: {property: a, is: b}"
    found = [issue.code for issue in read(text, deals, unknown).issues if issue.file == "a.yaml"]
    assert found == ["missing-key", *codes]
