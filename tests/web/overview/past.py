"""A workspace that has some weeks behind it: who rose, who waits, and who bought."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tamis.operations.workspace import init_workspace
from tamis.store.application import open_application
from tests.operations.office import Office
from tests.operations.overview.company import CONTACTS, EVENTS, SCORE
from tests.web.site import PASSWORD, email_of


def make_past(folder: Path) -> None:
    """Twenty days ago the score was published: Ann was A1 already, who bought five days ago. Three days ago Dee asked
    for a demo, and then Bob did."""
    data = folder.parent / f"{folder.name}-data"
    data.mkdir()
    office = Office(init_workspace(folder, time_zone="Europe/Paris"), data, _ago(20))
    first = f"e0,cem,page_viewed,{_ago(200):%Y-%m-%d}\ne1,ann,demo_requested,{_ago(21):%Y-%m-%d}\n"
    office.take(contacts=CONTACTS, events=EVENTS + first)
    office.publish(lead=SCORE)
    office.time = _ago(3)
    deals = f"id,contact_id,is_won,closed_at,created_at\nd1,ann,true,{_ago(5):%Y-%m-%d},{_ago(19):%Y-%m-%d}\n"
    then = f"e2,dee,demo_requested,{_ago(4):%Y-%m-%dT%H:%MZ}\ne3,bob,demo_requested,{_ago(3.5):%Y-%m-%dT%H:%MZ}\n"
    office.take(deals=deals, events=EVENTS + then)
    with open_application(office.workspace.application) as application:
        application.people.add(email_of("administrator"), "Administrator Person", "administrator", 0, password=PASSWORD)


def _ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)
