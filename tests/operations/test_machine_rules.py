"""The rules that a running process asks are those of the file, as it is at the time."""

import pytest

from tamis.errors import DefinitionError
from tamis.messages import Message
from tamis.operations.machine_rules import RulesInUse
from tamis.operations.workspace import Workspace

LEAD = Message(kind="track", id="m1", user_id="7", event="lead", received_at=2, occurred_at=1)


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return Workspace(tmp_path, "UTC")


def test_a_changed_file_counts_from_the_next_event_on(workspace):
    rules = RulesInUse(workspace)
    assert rules.current().of(LEAD, email=None) is None
    workspace.machine_rules.write_text("rules: [{key: leads, event: lead}]")
    assert rules.current().of(LEAD, email=None) == "leads"
    workspace.machine_rules.unlink()
    assert rules.current().of(LEAD, email=None) is None


def test_a_mistake_leaves_the_rules_before_it_in_use(workspace):
    workspace.machine_rules.write_text("rules: [{key: leads, event: lead}]")
    rules = RulesInUse(workspace)
    workspace.machine_rules.write_text("rules: [{key: leads, event: lead, colour: red}]")
    assert rules.current().of(LEAD, email=None) == "leads"
    assert [issue.code for issue in rules.issues] == ["unknown-key"]
    workspace.machine_rules.write_text("rules: []")
    assert rules.current().of(LEAD, email=None) is None
    assert rules.issues == ()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"rules: [", b"#" * 2_000_001])
def test_a_process_does_not_start_with_rules_that_cannot_be_read(workspace, content):
    workspace.machine_rules.write_bytes(content)
    with pytest.raises(DefinitionError) as raised:
        RulesInUse(workspace)
    assert [issue.file for issue in raised.value.issues] == [str(workspace.machine_rules)]


def test_a_link_that_leads_nowhere_is_no_wish_for_the_defaults(workspace):
    workspace.machine_rules.symlink_to(workspace.folder / "gone.yaml")
    with pytest.raises(DefinitionError):
        RulesInUse(workspace)
