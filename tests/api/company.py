"""The workspace of a small demo company with two quick scores: jobs on it take a moment."""

from __future__ import annotations

from pathlib import Path

from tamis.operations.import_data import import_data
from tamis.operations.make_demo import make_demo
from tamis.operations.publish import reviewing_texts
from tamis.operations.workspace import init_workspace
from tamis.progress import NullProgress
from tamis.store.application import open_application
from tests.web.site import PASSWORD, ROLES, email_of, now

TEXTS = {
    "segments/in_france.yaml": "key: in_france\nobject: contact\nwhen: {property: country, is: France}\n",
    "scores/lead_score.yaml": """\
key: lead_score
label: Lead score
object: contact
groups:
  - key: who
    label: Who they are
    category: fit
    rules:
      - {label: In France, when: {in_segment: in_france}, points: 20}
      - {label: Senior, when: {property: seniority, is: manager}, points: 15}
  - key: deeds
    label: What they did
    category: engagement
    decay: {percent: 10, every: 30 days}
    rules:
      - {label: Asked for a demo, event: demo_requested, points: 40}
      - {label: Looked at pages, event: page_viewed, within: {last: 90 days}, points: 1, limit: 30}
thresholds:
  fit: [{tier: A, from: 20}, {tier: B}]
  engagement: [{tier: "1", from: 20}, {tier: "2"}]
""",
    "scores/reader.yaml": """\
key: reader
label: Reader
object: contact
groups:
  - key: mail
    label: Mail
    category: engagement
    rules:
      - {label: Opened, event: email_opened, points: 1, limit: 10}
""",
}


def make_small_company(folder: Path) -> None:
    """With a person of each role, of whom the administrator has a password."""
    data = folder.parent / f"{folder.name}-data"
    make_demo(data, contacts=60, events=1_500, seed=1, now=now, progress=NullProgress())
    workspace = init_workspace(folder, time_zone="Europe/Paris")
    import_data(workspace, data, now=now, progress=NullProgress())
    with reviewing_texts(workspace, TEXTS, now=now, progress=NullProgress()) as publishing:
        publishing.publish(progress=NullProgress())
    with open_application(workspace.application) as application:
        for role in ROLES:
            # To lay a password down takes a third of a second.
            password = PASSWORD if role == "administrator" else None
            application.people.add(email_of(role), f"{role.title()} Person", role, 0, password=password)
