"""A workspace in which a list decides who is scored, and another is worth points."""

import shutil
from pathlib import Path

import pytest

from tamis.operations.workspace import init_workspace, read_settings
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


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The list `fair` holds Ann, and a score gives its members ten points; to be copied."""
    place: Path = tmp_path_factory.mktemp("prepared")
    (place / "crm").mkdir()
    office = Office(init_workspace(place / "work", time_zone="Europe/Paris"), place / "crm")
    office.take(contacts=CONTACTS, events=EVENTS, segment_members="segment,id\nfair,ann\n")
    office.publish(lead=SCORE)
    office.later("2026-03-11T12:00")
    return office


@pytest.fixture
def fair(prepared: Office, tmp_path: Path) -> Office:
    """One of them to be changed."""
    return _copied(prepared, tmp_path)


@pytest.fixture(scope="module")
def open_fair(prepared: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One with two segments, for those who only look."""
    office = _copied(prepared, tmp_path_factory.mktemp("fair"))
    office.publish(french=FRENCH, active=ACTIVE)
    return office


def _copied(office: Office, place: Path) -> Office:
    shutil.copytree(office.workspace.folder, place / "work")
    (place / "crm").mkdir()
    return Office(read_settings(place / "work"), place / "crm", office.time)
