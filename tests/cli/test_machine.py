"""`tamis machine`: the rules about machine-made events are seen, tried and changed."""

import json

import pytest

from tamis.machine_made import default_text
from tests.cli.conftest import Crm

STAFF = "rules:\n  - {key: staff, label: Our own people, email_domain: [acme.com]}\n"


@pytest.fixture
def work(has_workspace, monkeypatch) -> Crm:
    crm = has_workspace("init")
    monkeypatch.chdir(crm.root / "work")
    return Crm(crm.root / "work")


def test_a_new_workspace_has_the_default_rules_to_change(work, tamis):
    assert work.read("machine.yaml") == default_text()
    said = tamis("machine")
    assert said.code == 0
    assert "\napple_mail_privacy: Apple Mail Privacy Protection\n" in said.out
    assert '  event email_opened; the user agent is "Mozilla/5.0"\n' in said.out


def test_init_leaves_rules_that_are_there_as_they_are(crm, tamis):
    crm.write("other/machine.yaml", STAFF)
    assert tamis("init other").code == 0
    assert crm.read("other/machine.yaml") == STAFF


def test_a_workspace_without_the_file_has_the_default_rules(work, tamis):
    before = json.loads(tamis("machine --json").out)
    (work.root / "machine.yaml").unlink()
    after = json.loads(tamis("machine --json").out)
    assert (after["file"], after["rules"]) == (None, before["rules"])
    assert tamis("machine").out.startswith("The default rules: there is no ")


def test_rules_are_tried_before_they_count(work, tamis):
    tried = ("machine test --event form_submitted --email eva@acme.com --json",)
    assert json.loads(tamis(*tried).out) == {"machine": False, "rules": []}
    work.write("machine.yaml", STAFF)
    told = json.loads(tamis(*tried).out)
    assert (told["machine"], [rule["key"] for rule in told["rules"]]) == (True, ["staff"])
    assert told["rules"][0]["words"] == "any event; the contact's e-mail is at acme.com"


def test_the_rule_that_decides_comes_first(work, tamis):
    bot = "Googlebot/2.1 (+http://www.google.com/bot.html)"
    said = tamis("machine test --event email_opened --property proxy=true --user-agent", bot)
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == "A machine's, by the rule told_by_the_sender: The mail service itself says that a machine did it"
    assert lines[-1] == "The rule known_bots: A known bot or crawler would hold too"
    said = tamis("machine test --event email_opened --user-agent", "Mozilla/5.0 (X11; Linux x86_64)")
    assert said.out == "Not a machine's: no rule holds.\n"


def test_rules_with_mistakes_are_told_and_not_used(work, tamis):
    work.write("machine.yaml", "rules:\n  - key: staff\n    email_domian: acme.com\n")
    for line in ("machine", "machine test --event lead", "check machine.yaml"):
        said = tamis(line)
        assert (said.code, said.out) == (2, "")
        assert "machine.yaml:3:5  unknown-key" in said.err
        assert "did you mean email_domain?" in said.err


def test_check_reads_rules_beside_definitions(work, tamis):
    assert tamis("check machine.yaml ../interest.yaml --data ../crm").out == "2 files checked: no errors.\n"
    assert tamis("check machine.yaml").out == "1 file checked: no errors.\n"
    assert tamis("check nowhere/machine.yaml").code == 2


def test_a_property_is_written_with_its_value(work, tamis):
    said = tamis("machine test --event lead --property proxy")
    assert said.code == 2
    assert "write it as NAME=VALUE" in said.err


def test_without_a_workspace_there_is_a_hint(crm, tamis):
    said = tamis("machine")
    assert said.code == 2
    assert "tamis init" in said.err
