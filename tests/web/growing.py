"""More of everything that pages list."""

from __future__ import annotations

from pathlib import Path

from tamis.operations.access import COMMAND_LINE, Actor, Permission, Role
from tamis.operations.handing_over.wire import encode_verb
from tamis.operations.import_data import import_data
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.views import save_view
from tamis.operations.people import invite, make_token, note
from tamis.operations.publish import reviewing_texts
from tamis.operations.record.deciding import decide
from tamis.operations.sources import add_source
from tamis.operations.verbs import Rescore
from tamis.operations.workspace import Workspace
from tamis.progress import NullProgress
from tamis.store.application import Deed, open_application
from tests.web.site import email_of, now

_MANY = 30
_SCORE = """\
key: {key}
label: {key}
object: contact
groups:
  - key: one
    label: One
    category: fit
    rules:
      - {{label: Of a country, when: {{property: country, is: France}}, points: {points}}}
"""
_SEGMENT = "key: {key}\nobject: contact\nwhen: {{property: country, is: Country {key}}}\n"


def grow(workspace: Workspace) -> None:
    """Adds thirty or so of each; the records `few` and `many` have little and much."""
    folder = workspace.folder / "growth"
    folder.mkdir()
    _write_data(folder)
    import_data(workspace, folder, now=now, progress=NullProgress())
    texts = {f"scores/grown_{n}.yaml": _SCORE.format(key=f"grown_{n}", points=n + 1) for n in range(4)}
    texts |= {f"segments/grown_segment_{n}.yaml": _SEGMENT.format(key=f"grown_segment_{n}") for n in range(12)}
    with reviewing_texts(workspace, texts, now=now, progress=NullProgress()) as publishing:
        publishing.publish(progress=NullProgress())
    add(workspace, _MANY)


def add(workspace: Workspace, many: int) -> None:
    """So many more of what only the application database and the inbox keep."""
    with open_application(workspace.application) as application:
        person = application.people.with_email(email_of("administrator"))
        assert person is not None
        for number in range(many):
            note(application, COMMAND_LINE, Deed("export_leads", f"grown {number}"), 1)
            application.jobs.add("rescore", encode_verb(Rescore(), by=COMMAND_LINE), 1)
    ada = Actor(person.name, Role.ADMINISTRATOR, person.id)
    for number in range(many):
        name = f"{many} {number}"
        add_source(workspace, f"Source {name}", now=now)
        invite(workspace, ada, email=f"{many}-{number}@example.com", name=name, role=Role.SALES, now=now)
        make_token(workspace, ada, name=name, scopes=[Permission.SEE_LEADS], days=30, now=now)
        save_view(workspace, ada, name, Asked(), is_shared=True, now=now)
        decide(workspace, ada, "contact", "c0000001", "rejected", f"Reason {name}", now=now)


def _write_data(folder: Path) -> None:
    people = [f"p{n},Person {n},person{n}@growing.example,many,France" for n in range(_MANY)]
    twins = [f"t{n},Person {n},person{n}@growing.example,few,Spain" for n in range(_MANY)]
    records = ["few,Few Person,few@growing.example,few,France", "many,Many Person,many@growing.example,many,France"]
    contacts = ["id,first_name,email,company_id,country", *records, *people, *twins]
    companies = ["id,name", "few,Few Company", "many,Many Company"]
    deals = ["id,contact_id,company_id,amount", "deal-few,few,few,10"]
    deals += [f"deal-{n},many,many,{n}" for n in range(_MANY)]
    moments = [f"2026-0{n % 6 + 1}-{n % 27 + 1:02}T10:00:00Z" for n in range(_MANY)]
    events = ["id,contact_id,type,occurred_at", f"g-few,few,page_viewed,{moments[0]}"]
    events += [f"g-{n},many,page_viewed,{moment}" for n, moment in enumerate(moments)]
    changes = ["object,id,property,value,changed_at"]
    changes += [f"contact,many,country,Country {n},{moment}" for n, moment in enumerate(moments)]
    members = ["segment,id", "listed_few,few", *(f"listed_many,p{n}" for n in range(_MANY))]
    tables = {"contacts": contacts, "companies": companies, "deals": deals, "events": events}
    for name, lines in (tables | {"property_changes": changes, "segment_members": members}).items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
