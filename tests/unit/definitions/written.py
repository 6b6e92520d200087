"""Short ways to write a definition in a test, and to name what was found wrong with it."""

from __future__ import annotations

from textwrap import dedent, indent

from tamis.definitions import Definitions, EventRule, RecordRule, Score, read_definitions


def score_of(rules: str, *, head: str = "", group: str = "", tail: str = "", object_name: str = "contact") -> str:
    """The text of a score with one engagement group; its first rule stands on line 7 at column 5."""
    lines = [
        f"key: interest{head and chr(10) + dedent(head).strip()}",
        f"object: {object_name}",
        "groups:",
        "  - key: sales",
        "    category: engagement" + (group and "\n" + indent(dedent(group).strip(), "    ")),
        "    rules:",
        indent(dedent(rules).strip(), "      "),
        dedent(tail).strip(),
    ]
    return "\n".join(lines)


def read(*texts: str) -> Definitions:
    """Files `a.yaml`, `b.yaml`, … with these texts."""
    return read_definitions([(f"{chr(ord('a') + index)}.yaml", text) for index, text in enumerate(texts)])


def only_score(text: str) -> Score:
    found = read(text)
    assert found.issues == ()
    return found.scores[0]


def rules_of(rules: str) -> list[RecordRule | EventRule]:
    return [rule for _, rule in only_score(score_of(rules)).rules()]


def told(*texts: str) -> list[str]:
    """Each issue as `line:column code`."""
    return [f"{issue.line}:{issue.column} {issue.code}" for issue in read(*texts).issues]
