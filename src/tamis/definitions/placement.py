"""`association: primary`, which only leads from a contact to its company (scoring.md, "Rules")."""

from __future__ import annotations

from collections.abc import Iterator

from tamis.definitions.conditions import JOINS, Associated, Condition, condition_word
from tamis.definitions.grammar import UNKNOWN_OBJECT, Mistake, Path, Reading
from tamis.definitions.rules import EventRule, RecordRule


def association_mistakes(rule: RecordRule | EventRule, reading: Reading, scored: str, path: Path) -> Iterator[Mistake]:
    """A mistake for each `primary` in a rule that does not lead from contact to company."""
    record = scored
    if isinstance(rule, RecordRule):
        if rule.of is not None:
            record = rule.of
            yield from _primary(reading, scored, record, rule.association, (*path, "association"))
        for index, case in enumerate(rule.cases or ()):
            yield from primary_mistakes(case.when, reading, record, (*path, "cases", index, "when"))
    elif rule.contacts is not None:
        yield from _primary(reading, scored, "contact", rule.contacts.association, (*path, "contacts", "association"))
        yield from primary_mistakes(rule.contacts.where, reading, "contact", (*path, "contacts", "where"))
    yield from primary_mistakes(rule.when, reading, record, (*path, "when"))


def primary_mistakes(condition: Condition | None, reading: Reading, record: str, path: Path) -> Iterator[Mistake]:
    """The same for a condition on a record of this object."""
    if isinstance(condition, JOINS):
        for index, inner in enumerate(condition.conditions):
            yield from primary_mistakes(inner, reading, record, (*path, condition_word(condition), index))
    elif isinstance(condition, Associated):
        yield from _primary(reading, record, condition.of, condition.association, (*path, "association"))
        yield from primary_mistakes(condition.condition, reading, condition.of, path)


def _primary(reading: Reading, record: str, of: str, association: str | None, path: Path) -> Iterator[Mistake]:
    may_be = reading.may_be(record, "contact") and reading.may_be(of, "company")
    if association == "primary" and not may_be:
        name = "record" if record == UNKNOWN_OBJECT else record
        message = f"a {name} has no primary {of}: only a contact has a primary company"
        yield Mistake("wrong-association", message, "write any, or an association label", path)
