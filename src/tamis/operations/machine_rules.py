"""The rules by which incoming events of a workspace are machines', and what they say of one event."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tamis.definitions.nodes import plain
from tamis.definitions.reading import read_text
from tamis.errors import DefinitionError, Issue, UsageError
from tamis.machine_made import MachineRule, MachineRules, default_text, read_machine_rules
from tamis.messages import Message
from tamis.operations.workspace import Workspace


def workspace_rules(workspace: Workspace) -> MachineRules:
    """The rules of the workspace's file, or the defaults where there is none. Raises DefinitionError."""
    file = workspace.machine_rules
    return read_rules_file(file) if _is_there(file) else read_machine_rules(default_text(), file.name)


def read_rules_file(file: Path) -> MachineRules:
    """The rules of a file. Raises DefinitionError with every mistake, also if it cannot be read."""
    text = read_text(file)
    if isinstance(text, Issue):
        raise DefinitionError([text])
    return read_machine_rules(text, str(file))


class RulesInUse:
    """The rules of a workspace, as its file has them at the time: a changed file counts from the next look on.

    Raises DefinitionError if there are mistakes at the start. Later, the rules before the mistake stay in use, and
    `issues` tells what is wrong.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._seen = _stamp(workspace.machine_rules)
        self._rules = workspace_rules(workspace)
        self.issues: tuple[Issue, ...] = ()

    def current(self) -> MachineRules:
        """The rules as of now; never raises."""
        stamp = _stamp(self._workspace.machine_rules)
        if stamp != self._seen:
            self._seen, self.issues = stamp, ()
            try:
                self._rules = workspace_rules(self._workspace)
            except DefinitionError as error:
                self.issues = error.issues
        return self._rules


def rules_that_hold(
    workspace: Workspace,
    *,
    event: str,
    user_agent: str | None = None,
    ip: str | None = None,
    email: str | None = None,
    properties: Sequence[str] = (),
) -> tuple[MachineRule, ...]:
    """The rules that hold for such an event, the one that decides first; `properties` are written NAME=VALUE.

    Raises DefinitionError for rules with mistakes, UsageError for a property without a value.
    """
    rules = workspace_rules(workspace)
    told = {"userAgent": user_agent, "ip": ip}
    message = Message(
        kind="track",
        id="",
        event=event,
        properties=dict(map(_property, properties)),
        context={name: value for name, value in told.items() if value is not None},
        received_at=0,
        occurred_at=0,
    )
    by_key = {rule.key: rule for rule in rules.rules}
    return tuple(by_key[key] for key in rules.all_of(message, email=email))


def _property(written: str) -> tuple[str, object]:
    name, sign, value = written.partition("=")
    if not name or not sign:
        raise UsageError(f'"{written}" is no property of an event; write it as NAME=VALUE, such as proxy=true.')
    return name, plain(value)


def _is_there(file: Path) -> bool:
    # A link that leads nowhere is a file that cannot be read, and not the wish for the defaults.
    return file.exists() or file.is_symlink()


def _stamp(file: Path) -> tuple[int, int, int] | None:
    """What tells a changed file from the one before; None if there is none."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
