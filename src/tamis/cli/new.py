"""`tamis new`."""

from __future__ import annotations

import sys
from pathlib import Path

from tamis.cli.speech import say
from tamis.operations.new_definition import new_definition
from tamis.templates import list_templates


def new(name: str | None, template: str | None, *, folder: Path) -> int:
    """Writes the definition and says what to do next."""
    made = new_definition(name, template, folder=folder)
    for file in made:
        sys.stdout.write(f"{file}\n")
    say(f"Next: tamis check {made[0]} --data YOUR_FOLDER")
    return 0


def print_templates() -> int:
    """Lists the templates with what they are for."""
    for template in list_templates():
        sys.stdout.write(f"{template.name:<18}{template.description}\n")
    return 0
