"""`tamis demo`: a company made whole, found again, scored and shown."""

import json
import re

import pytest

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


def test_it_is_served_with_its_past_and_somebody_signed_in(crm, tamis):
    said = tamis(SMALL + " --serve --check --quiet")
    assert (said.code, said.out) == (0, "")
    assert re.search(r"signed in, was there: http://127\.0\.0\.1:\d+/leads/$", said.err, re.M)
    changes = json.loads(tamis("history c0000001 --workspace company/workspace --json").out)
    assert len({change["at"][:10] for change in changes}) > 1
