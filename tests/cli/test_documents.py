"""What the documents show is true: definitions pass, links lead somewhere, commands and codes exist."""

import re
from pathlib import Path

import pytest

from tamis.definitions import read_definitions

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def blocks(document: str) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```", (ROOT / document).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def as_definition(block: str) -> tuple[str, str]:
    """A list of rules becomes a score of one group; a score or segment stays as it is."""
    if not block.startswith("- "):
        return ("segments/shown.yaml" if "\nwhen:" in block else "scores/shown.yaml", block)
    rules = "".join(f"      {line}\n" for line in block.splitlines())
    return (
        "scores/shown.yaml",
        f"key: shown\nobject: contact\ngroups:\n  - key: g\n    category: fit\n    rules:\n{rules}",
    )


@pytest.mark.parametrize("document", ["README.md", "docs/definitions.md"])
def test_each_definition_that_is_shown_passes(document):
    shown = [as_definition(block) for block in blocks(document)]
    assert shown
    known = [
        (f"segments/{key}.yaml", f"key: {key}\n") for key in ("newsletter", "staff", "competitors", "beta_testers")
    ]
    for file in shown:
        issues = read_definitions([file, *known]).issues
        assert issues == (), (file[1], issues)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_each_link_leads_to_a_file(document):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_each_command_has_its_line_in_the_readme(tamis):
    commands = re.findall(r"^  ([a-z]+) {2,}", tamis("--help").out.split("Commands:")[1], re.MULTILINE)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert commands
    assert [command for command in commands if f"| `tamis {command}" not in readme] == []
