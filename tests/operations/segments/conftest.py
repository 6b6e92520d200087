"""A workspace in which a list decides who is scored, and another is worth points."""

from pathlib import Path

import pytest

from tamis.operations.workspace import init_workspace
from tests.operations.office import Office

CONTACTS = """\
id,first_name,last_name,email,country,created_at
ann,Ann,Ashe,ann@example.com,France,2026-01-01
bob,Bob,Bell,Bob@Example.com,Spain,2026-01-01
cem,Cem,Cole,=cem@example.com,France,2026-01-01
dee,Dee,Dorn,ann@example.com,,2026-01-01
"""
EVENTS = "id,contact_id,type,occurred_at\ne1,ann,demo_requested,2026-03-01T10:00:00Z\n"
FRENCH = "key: french\nlabel: French\nwhen: {property: country, is: France}\n"
ACTIVE = "key: active\nwhen: {event: demo_requested, within: {last: 30 days}}\n"
SCORE = """\
key: lead
object: contact
groups:
  - key: who
    category: fit
    rules:
      - {label: Met at the fair, when: {in_segment: fair}, points: 10}
      - {label: In France, when: {property: country, is: France}, points: 1}
"""


@pytest.fixture
def fair(empty: Office) -> Office:
    """The list `fair` holds Ann, and a score gives its members ten points."""
    return _fair(empty)


@pytest.fixture(scope="module")
def open_fair(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The same with two segments, for those who only look."""
    place: Path = tmp_path_factory.mktemp("fair")
    (place / "crm").mkdir()
    office = _fair(Office(init_workspace(place / "work", time_zone="Europe/Paris"), place / "crm"))
    office.publish(french=FRENCH, active=ACTIVE)
    return office


def _fair(empty: Office) -> Office:
    empty.take(contacts=CONTACTS, events=EVENTS, segment_members="segment,id\nfair,ann\n")
    empty.publish(lead=SCORE)
    empty.later("2026-03-11T12:00")
    return empty
