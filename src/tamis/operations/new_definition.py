"""Writes a definition to start from."""

from __future__ import annotations

from pathlib import Path

from tamis.errors import UsageError
from tamis.templates import template_named, write_template


def new_definition(key: str | None, template: str | None, *, folder: Path) -> tuple[Path, ...]:
    """Writes the template as the score `key` into `folder`; gives the files made, the score's first.

    Raises UsageError for an unknown template, a key that no score may have, and rather than overwrite a file.
    """
    if key is None or template is None:
        raise UsageError("Give the new definition a name and a template: tamis new NAME --template saas (see --list).")
    return write_template(template_named(template), key, folder)
