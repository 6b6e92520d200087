"""A small workspace with people whom sales would call, made once; tests that change it make their own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tamis.operations.leads.asked import Asked
from tamis.operations.leads.lead import Lead, LeadPage
from tamis.operations.leads.read_leads import read_leads
from tamis.operations.workspace import find_workspace, init_workspace
from tests.operations.office import Office

CONTACTS = """\
id,first_name,last_name,email,industry,seats,owner,company_id,newsletter,created_at
c1,Ann,Adler,ann@acme.example,Hotels,10,greta,o1,true,2026-01-01
c2,Bob,Brown,bob@acme.example,Hotels,250,hassan,o1,false,2026-01-01
c3,Zoé,Čapek,zoe@bolt.example,Software,,greta,o2,true,2026-01-01
c4,,,dan@corp.example,Software,40,,,,2026-01-01
c5,,,,,,,,,2026-01-01
"""
COMPANIES = "id,name,domain,employees\no1,Acme Hotels,acme.example,120\no2,Bolt,bolt.example,9\n"
DEALS = "id,name,amount,contact_id,company_id\nd1,Big one,5000,c1,o1\nd2,Small one,10,c3,o2\n"
EVENTS = """\
id,contact_id,type,occurred_at,user_agent
e1,c1,demo_requested,2026-03-01T10:00:00Z,
e2,c1,page_viewed,2026-03-09T10:00:00Z,
e3,c2,page_viewed,2026-03-02T10:00:00Z,
e4,c3,demo_requested,2026-03-08T10:00:00Z,
"""
SCORE = """\
key: interest
label: Interest
object: contact
groups:
  - key: firm
    label: Firm
    category: fit
    rules:
      - {label: In hotels, when: {property: industry, is: Hotels}, points: 30}
      - {label: Many seats, when: {property: seats, at_least: 100}, points: 5}
  - key: deeds
    label: Deeds
    category: engagement
    rules:
      - {label: Asked for a demo, event: demo_requested, within: {last: 30 days}, points: 20}
      - {label: Looked around, event: page_viewed, points: 3}
thresholds:
  fit: [{tier: A, from: 30}, {tier: B}]
  engagement: [{tier: "1", from: 20}, {tier: "2"}]
"""
DEMANDING = SCORE.replace("points: 20", "points: 25")
BY_COMPANY = """\
key: firm
object: company
groups:
  - {key: size, category: fit, rules: [{label: Large, when: {property: employees, at_least: 100}, points: 7}]}
"""
HOTELS = "key: hotels\nlabel: Hotels\nobject: contact\nwhen: {property: industry, is: Hotels}\n"
HOT = "key: hot\nobject: contact\nwhen: {tier: interest, is: A1}\n"


@dataclass
class Sales:
    """A workspace, and the list that sales reads."""

    office: Office

    def page(self, cursor: str | None = None, skip: int = 0, most: int = 50, **asked: object) -> LeadPage:
        """A page of what is asked for."""
        question = Asked(**asked)  # type: ignore[arg-type]
        return read_leads(self.office.workspace, question, now=self.office.now, cursor=cursor, skip=skip, most=most)

    def leads(self, **asked: object) -> dict[str, Lead]:
        """By id, in the order of the list."""
        return {lead.id: lead for lead in self.page(**asked).leads}

    def ids(self, **asked: object) -> list[str]:
        """The ids, in the order of the list."""
        return list(self.leads(**asked))


def made(folder: Path) -> Sales:
    """Five contacts of two companies, scored on 10 March 2026 by the score that has been published a day before."""
    (folder / "crm").mkdir()
    office = Office(init_workspace(folder / "work", time_zone="Europe/Paris"), folder / "crm")
    office.later("2026-02-20T12:00")
    office.take(contacts=CONTACTS, companies=COMPANIES, deals=DEALS, events=EVENTS)
    office.publish(interest=SCORE, firm=BY_COMPANY, hotels=HOTELS, hot=HOT)
    office.later("2026-03-10T12:00")
    office.rescore()
    return Sales(office)


@pytest.fixture(scope="package")
def made_sales(tmp_path_factory: pytest.TempPathFactory) -> Sales:
    """To be copied."""
    return made(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="package")
def sales(made_sales: Sales, tmp_path_factory: pytest.TempPathFactory) -> Sales:
    """Nobody changes it."""
    return _copied(made_sales, tmp_path_factory.mktemp("sales"))


@pytest.fixture
def own_sales(made_sales: Sales, tmp_path: Path) -> Sales:
    """To be changed."""
    return _copied(made_sales, tmp_path)


def _copied(made: Sales, folder: Path) -> Sales:
    shutil.copytree(made.office.folder.parent, folder, dirs_exist_ok=True)
    return Sales(Office(find_workspace(folder / "work", folder), folder / "crm", made.office.time))
