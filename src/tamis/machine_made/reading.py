"""machine.yaml to rules: every mistake is told at once, at its place."""

from __future__ import annotations

from pydantic import ValidationError

from tamis.definitions.grammar import Mistake, Path, Reading, mistakes_of
from tamis.definitions.nodes import Node, compose
from tamis.definitions.source import path_text
from tamis.definitions.yaml_errors import Misread
from tamis.errors import DefinitionError, Issue
from tamis.machine_made.grammar import MachineFile
from tamis.machine_made.rules import MachineRules


def read_machine_rules(text: str, file: str) -> MachineRules:
    """The rules of a YAML text; `file` is its name for sentences. Raises DefinitionError with every mistake.

    >>> rules = read_machine_rules("rules: [{key: staff, email_domain: example.com}]", "machine.yaml")
    >>> rules.rules[0].email_domain
    ('example.com',)
    """
    composed = compose(text.removeprefix("\ufeff"))
    issues = [_misread(misread, file) for misread in composed.misread]
    read: MachineFile | None = None
    if composed.root is not None:
        try:
            read = _read(composed.root)
        except ValidationError as error:
            issues += [_issue(composed.root, mistake, file) for mistake in mistakes_of(error)]
    if issues or read is None:
        raise DefinitionError(sorted(issues))
    return MachineRules(read.rules)


def _read(root: Node) -> MachineFile:
    made: MachineFile = MachineFile.model_validate(root.value, context=Reading())
    return made


def _misread(misread: Misread, file: str) -> Issue:
    hint = "write rules: [] for no rules at all" if misread.code == "empty-file" else misread.hint
    return Issue(file, misread.line, misread.column, misread.code, _sentence(misread.message), hint)


def _issue(root: Node, mistake: Mistake, file: str) -> Issue:
    line, column = root.place(mistake.at, on_key=mistake.on_key)
    subject = _rule_name(root, mistake.at)
    message = _sentence(f"{subject}: {mistake.message}" if subject else mistake.message)
    return Issue(file, line, column, mistake.code, message, mistake.hint, path_text(mistake.at))


def _rule_name(root: Node, at: Path) -> str:
    """What the author calls the rule that a path leads into: by its key, or by its place in the list."""
    if len(at) < 2 or at[0] != "rules" or not isinstance(at[1], int):
        return ""
    rule = root.value["rules"][at[1]]
    key = rule.get("key") if isinstance(rule, dict) else None
    return f"Rule {key}" if isinstance(key, str) and key else f"Rule {at[1] + 1}"


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:]}".removesuffix(".") + "."
