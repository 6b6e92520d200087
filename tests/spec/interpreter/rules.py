"""What one rule gives one record (scoring.md, "Rules" and steps 1–3 of the arithmetic)."""

from fractions import Fraction

from tests.spec.interpreter.arithmetic import bounded, combined, decayed
from tests.spec.interpreter.conditions import Conditions
from tests.spec.interpreter.definitions import exact
from tests.spec.interpreter.events import Event
from tests.spec.interpreter.records import Record

NOTHING = Fraction(0)


def rule_points(rule: dict, group: dict, record: Record, conditions: Conditions) -> Fraction:
    """ "A rule that is not enabled, or whose gate does not hold, gives exactly 0: its bounds are not applied"."""
    if not rule.get("enabled", True):
        return NOTHING
    if "of" in rule:
        return bounded(_points_of_associated(rule, record, conditions), rule)
    if rule.get("when") and not conditions.holds(rule["when"], record):
        return NOTHING
    if "event" in rule:
        since = conditions.view.reset_at(record) if group["category"] == "engagement" else None
        return bounded(_points_of_events(rule, _decay(rule, group), record, conditions, since), rule)
    return bounded(_points_of_record(rule, record, conditions), rule)


def _decay(rule: dict, group: dict) -> dict | str | None:
    """ "A rule's own `decay` (or `decay: none`, or null) overrides its group's"."""
    return rule["decay"] if "decay" in rule else group.get("decay")


def _points_of_record(rule: dict, record: Record, conditions: Conditions) -> Fraction:
    if "points" in rule:
        return exact(rule["points"])
    return sum((exact(case["points"]) for case in rule["cases"] if conditions.holds(case["when"], record)), NOTHING)


def _points_of_associated(rule: dict, record: Record, conditions: Conditions) -> Fraction:
    """Each associated record that meets the rule's `when` earns its points or cases, any other earns 0."""
    others = conditions.view.associated(record, rule["of"], rule.get("association"))
    earned = [
        _points_of_record(rule, other, conditions)
        if not rule.get("when") or conditions.holds(rule["when"], other)
        else NOTHING
        for other in others
    ]
    return combined(earned, rule.get("combine", "max"))


def _points_of_events(
    rule: dict, decay: dict | str | None, record: Record, conditions: Conditions, since: int | None
) -> Fraction:
    """A contact earns by its own events; any other record by those of each associated contact, joined. `since`: the
    engagement reset of the scored record, whoever did what happened."""
    if record.object == "contact":
        return _points_of_contact(rule, decay, record, conditions, since)
    chosen = rule.get("contacts") or {}
    contacts = [
        contact
        for contact in conditions.view.associated(record, "contact", chosen.get("association"))
        if not chosen.get("where") or conditions.holds(chosen["where"], contact)
    ]
    earned = [_points_of_contact(rule, decay, contact, conditions, since) for contact in contacts]
    return combined(earned, rule.get("combine", "sum"))


def _points_of_contact(
    rule: dict, decay: dict | str | None, contact: Record, conditions: Conditions, since: int | None
) -> Fraction:
    events = conditions.matching_events(rule, contact)
    if since is not None:
        events = [event for event in events if event.occurred_at > since]
    as_of = conditions.view.as_of
    if "times" in rule:
        return _points_of_count(rule["times"], decay, events, as_of)
    return sum(
        (decayed(_points_of_event(rule, event, conditions), as_of - event.occurred_at, decay) for event in events),
        NOTHING,
    )


def _points_of_event(rule: dict, event: Event, conditions: Conditions) -> Fraction:
    """ "Each event adds every case it matches"; without cases, each matching event scores."""
    if "points" in rule:
        return exact(rule["points"])
    met = [case for case in rule["cases"] if not case.get("where") or conditions.holds_of_event(case["where"], event)]
    return sum((exact(case["points"]) for case in met), NOTHING)


def _points_of_count(times: list[dict], decay: dict | str | None, events: list[Event], as_of: int) -> Fraction:
    """Awarded once; "a `times` rule decays by the age of its newest counted event", one of zero events not at all."""
    for span in times:
        if span["from"] <= len(events) and (span.get("to") is None or len(events) <= span["to"]):
            points = exact(span["points"])
            newest = max((event.occurred_at for event in events), default=None)
            return points if newest is None else decayed(points, as_of - newest, decay)
    return NOTHING
