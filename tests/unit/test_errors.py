"""What people are told: the place, the code, the sentence, the hint."""

from __future__ import annotations

import pytest

from tamis.errors import DataError, DefinitionError, Issue, closest


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("employes", ["industry", "employees"], "did you mean employees?"),
        ("Form Submitted", ["form_submitted", "form_seen"], "did you mean form_submitted?"),
        ("form-submitted", ["form_submitted"], "did you mean form_submitted?"),
        ("Employees", ["employees"], "did you mean employees?"),
        ("colour", ["industry"], ""),
        ("x", [], ""),
        ("x" * 100_000, ["y" * 100_000], ""),
    ],
)
def test_a_hint_names_the_nearest_known_word(name, known, hint):
    assert closest(name, known) == hint


def test_an_issue_is_printed_with_its_place():
    issue = Issue("scores/a.yaml", 14, 18, "unknown-property", "Rule x asks for y.", "did you mean z?")
    assert str(issue) == "scores/a.yaml:14:18  unknown-property\n  Rule x asks for y.\n  hint: did you mean z?"
    assert str(Issue("a.yaml", 0, 0, "unreadable-file", "Gone.")) == "a.yaml  unreadable-file\n  Gone."


def test_issues_sort_by_file_line_and_column():
    places = [("b", 1, 1), ("a", 10, 2), ("a", 2, 30), ("a", 10, 1)]
    issues = sorted(Issue(*place, "code", "message") for place in places)
    assert [(issue.file, issue.line, issue.column) for issue in issues] == sorted(places)


def test_errors_say_what_they_hold():
    issue = Issue("a.yaml", 1, 2, "code", "Message.")
    assert str(DefinitionError([issue])) == "a.yaml:1:2  code\n  Message."
    assert str(DataError("contacts.csv", "it is cut short", "unload it again")) == (
        "contacts.csv: it is cut short\n  hint: unload it again"
    )
