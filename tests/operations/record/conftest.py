"""A small company whose leads can be looked at from all sides."""

import shutil
from pathlib import Path

import pytest

from tamis.operations.workspace import find_workspace, init_workspace
from tests.operations.conftest import Held
from tests.operations.office import Office

CONTACTS = """\
id,first_name,last_name,email,job_title,country,company_id,created_at
ann,Ann,Archer,ann@north.example,Buyer,France,north,2026-01-01
bob,Bob,Baker,bob@south.example,,Spain,south,2026-01-01
cleo,Cléo,Chénier,cleo@north.example,Director,,north,2026-01-02
"""
COMPANIES = "id,name,employees\nnorth,North Ltd,80\nsouth,South SA,5\n"
EVENTS = """\
id,contact_id,type,occurred_at,form_name
e1,ann,form_submitted,2026-03-01T10:00:00Z,Demo
e2,ann,page_viewed,2026-03-09T10:00:00Z,
e3,bob,form_submitted,2026-03-02T10:00:00Z,Newsletter
e4,bob,page_viewed,2026-03-03T10:00:00Z,
"""
CHANGES = """\
object,id,property,value,changed_at
contact,ann,job_title,Intern,2026-01-05T00:00:00Z
contact,ann,job_title,Buyer,2026-02-05T00:00:00Z
"""
LEAD = """\
key: lead
label: Lead
object: contact
population: {exclude: [staff]}
groups:
  - key: who
    category: fit
    limit: 40
    rules:
      - {label: Decides, when: {property: job_title, contains: director}, points: 25}
      - {label: In France, when: {property: country, is: France}, points: 10}
      - {label: Right size, of: company, when: {property: employees, between: [50, 500]}, points: 15}
  - key: deeds
    category: engagement
    decay: {percent: 50, every: 1 month}
    rules:
      - label: Asked for a demo
        event: form_submitted
        where: {property: form_name, is: Demo}
        within: {last: 60 days}
        points: 20
      - label: Came back
        event: page_viewed
        times: [{from: 3, to: 5, points: 5}, {from: 6, points: 12}]
thresholds:
  fit: [{tier: A, from: 40}, {tier: B, from: 20}, {tier: C}]
  engagement: [{tier: "1", from: 30}, {tier: "2", from: 10}, {tier: "3"}]
"""
STAFF = "key: staff\nlabel: Staff\nobject: contact\nwhen: {property: email, ends_with: '@tamis.example'}\n"


@pytest.fixture(scope="session")
def made_company(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The workspace that each test gets a copy of."""
    place = tmp_path_factory.mktemp("company")
    (place / "crm").mkdir()
    office = Office(init_workspace(place / "work", time_zone="Europe/Paris"), place / "crm")
    office.take(contacts=CONTACTS, companies=COMPANIES, events=EVENTS, property_changes=CHANGES)
    office.publish(lead=LEAD, staff=STAFF)
    return office


@pytest.fixture
def company(made_company: Office, tmp_path: Path, held: Held) -> Office:
    """Ann asked for a demo and looked at a page, Bob subscribed; they are scored on 10 March 2026 at noon."""
    shutil.copytree(made_company.workspace.folder, tmp_path / "work")
    (tmp_path / "crm").mkdir()
    return held(Office(find_workspace(tmp_path / "work", tmp_path), tmp_path / "crm"))
