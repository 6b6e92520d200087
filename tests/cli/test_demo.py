"""`tamis demo`: a company made whole, found again, scored and shown."""

import json
import re
from datetime import UTC, datetime

import pytest

from tamis.cli import demo_site
from tamis.cli.leads import show_top_leads
from tamis.cli.stops import Stopped
from tamis.operations.demo_workspace import have_learnt, write_demo_likelihoods
from tamis.operations.handing_over.wire import decode_verb
from tamis.operations.make_demo import DemoCompany, make_demo
from tamis.operations.workspace import find_workspace
from tamis.progress import NullProgress
from tamis.store.application import open_application

SMALL = "demo company --contacts 60 --events 1500"


def test_a_company_is_made_once(crm, tamis):
    said = tamis(SMALL)
    assert (said.code, said.out) == (0, "")
    assert "company: 60 contacts" in said.err
    truth = json.loads(crm.read("company/truth/truth.json"))
    assert (truth["contacts"], truth["events"]) == (60, 1500)
    made = crm.names()
    assert "the company is already there" in tamis(SMALL).err
    assert crm.names() == made


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("demo crm", '"crm" is there and is no demo company; name a new folder.'),
        ("demo interest.yaml", '"interest.yaml" is there and is no demo company'),
        ("demo company --contacts 0", "--contacts"),
    ],
)
def test_nothing_is_overwritten(crm, tamis, line, sentence):
    before = crm.names()
    said = tamis(line)
    assert said.code == 2
    assert sentence in said.err
    assert crm.names() == before


def test_another_company_does_not_take_its_place(crm, tamis):
    tamis(SMALL)
    said = tamis(SMALL + " --seed 2")
    assert said.code == 2
    assert "holds a demo company of another size or seed" in said.err


def test_a_stopped_demo_leaves_nothing(crm, tamis, monkeypatch):
    def stopped(folder, **named):
        (folder / "truth").mkdir(parents=True)
        raise OSError(28, "No space left on device", str(folder))

    monkeypatch.setattr("tamis.demo.generate", stopped)
    before = crm.names()
    said = tamis(SMALL)
    assert said.code == 2
    assert "No space left on device" in said.err
    assert crm.names() == before
    assert not (crm.root / "company").exists()


def test_top_leads_are_shown_with_reasons(crm, tamis):
    said = tamis(SMALL + " --show --quiet")
    assert said.code == 0
    assert "Whom to call first" in said.out
    assert "Decision maker" in said.out
    tiers = re.findall(r"│ ([ABC][123]) ", said.out)
    assert len(tiers) == 10
    assert tiers == sorted(tiers)
    assert crm.read("company/scores.csv").startswith("id,b2b_services_score")
    assert "60 contacts scored with all templates" in said.err
    assert "How likely they are to close is learnt when the demo is first open in a browser" in said.err


def test_it_is_served_with_its_past_and_somebody_signed_in(crm, tamis):
    said = tamis(SMALL + " --serve --check --quiet")
    assert (said.code, said.out) == (0, "")
    assert re.search(r"signed in, was there: http://127\.0\.0\.1:\d+/leads/$", said.err, re.M)
    changes = json.loads(tamis("history c0000001 --workspace company/workspace --json").out)
    assert len({change["at"][:10] for change in changes}) > 1
    # Who stays has its likelihood learnt, once, by the server; who only looks does not begin that.
    company = DemoCompany(crm.root / "company", datetime.now(UTC), {})
    workspace = find_workspace(company.folder / "workspace", company.folder)
    with open_application(workspace.application) as application:
        assert application.jobs.list() == []
        for _ in range(2):
            have_learnt(company, workspace, now=lambda: company.as_of)
        [job] = application.jobs.list()
    assert decode_verb(job.kind, job.arguments).key == "likelihood_to_close"
    assert write_demo_likelihoods(company, now=lambda: company.as_of) is None


def test_top_leads_have_their_likelihood_where_one_is_known(crm, tamis, capsys):
    tamis(SMALL)
    company = make_demo(
        crm.root / "company", contacts=60, events=1500, seed=1, now=lambda: datetime.now(UTC), progress=NullProgress()
    )
    file = crm.root / "likelihoods.csv"
    ids = [f"c{number:07d}" for number in range(1, 61)]
    file.write_text("id,likelihood,low,high,priority,reasons\n" + "".join(f"{id},12.4,10,15,high,\n" for id in ids))
    show_top_leads(company, likelihoods=file, quiet=True)
    said = capsys.readouterr().out
    assert "Likely" in said
    assert said.count("12%") == 10


def test_who_stops_the_demo_as_was_said_has_lost_nothing_and_done_nothing_wrong(capsys):
    class Interrupted:
        def wait(self) -> int:
            raise Stopped

    assert demo_site._until_stopped(Interrupted()) == 0
    assert "What was done there is kept" in capsys.readouterr().err
