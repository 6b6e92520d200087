"""`tamis machine`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tamis.cli.speech import print_json, printable
from tamis.machine_made import MachineRule, describe_rule
from tamis.operations.machine_rules import rules_that_hold, workspace_rules
from tamis.operations.workspace import Workspace, find_workspace


def show(*, workspace: Path | None, as_json: bool) -> int:
    """Shows the rules in words."""
    found = find_workspace(workspace, Path())
    rules = workspace_rules(found).rules
    if as_json:
        file = str(found.machine_rules) if found.machine_rules.exists() else None
        print_json({"file": file, "rules": [_json(rule) for rule in rules]})
    else:
        sys.stdout.write(printable("\n".join(_lines(found, rules)) + "\n"))
    return 0


def try_rules(
    *,
    event: str,
    user_agent: str | None,
    ip: str | None,
    email: str | None,
    properties: Sequence[str],
    workspace: Path | None,
    as_json: bool,
) -> int:
    """Tells by which rules such an event would be a machine's."""
    found = find_workspace(workspace, Path())
    holding = rules_that_hold(found, event=event, user_agent=user_agent, ip=ip, email=email, properties=properties)
    if as_json:
        print_json({"machine": bool(holding), "rules": [_json(rule) for rule in holding]})
    else:
        sys.stdout.write(printable("\n".join(_verdict(holding)) + "\n"))
    return 0


def _lines(found: Workspace, rules: Sequence[MachineRule]) -> Iterator[str]:
    if found.machine_rules.exists():
        yield f"Rules of {found.machine_rules}. The first that holds makes an incoming event a machine's."
    else:
        yield f"The default rules: there is no {found.machine_rules}. The first that holds makes an event a machine's."
    for rule in rules:
        yield f"\n{_name(rule)}{'' if rule.enabled else ', turned off'}"
        yield f"  {describe_rule(rule)}"
    if not rules:
        yield "\nThere are none: no event is taken for a machine's."


def _verdict(holding: Sequence[MachineRule]) -> Iterator[str]:
    if not holding:
        yield "Not a machine's: no rule holds."
        return
    yield f"A machine's, by the rule {_name(holding[0])}"
    yield f"  {describe_rule(holding[0])}"
    for rule in holding[1:]:
        yield f"The rule {_name(rule)} would hold too"


def _name(rule: MachineRule) -> str:
    return f"{rule.key}: {rule.label}" if rule.label else rule.key


def _json(rule: MachineRule) -> dict[str, Any]:
    return {**rule.model_dump(mode="json", exclude_none=True), "words": describe_rule(rule)}
