"""Refuses to build a wheel whose pages would have no looks or no French: make has not fetched and compiled them yet."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = Path("src/tamis")
VENDOR = PACKAGE / "server/web/layout/static/vendor"


class Complete(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        compiled = all(
            source.with_suffix(".mo").exists() for source in (root / PACKAGE).glob("**/LC_MESSAGES/django.po")
        )
        if not compiled or not (root / VENDOR / "tabler.min.css").exists():
            raise SystemExit("The files of the pages are not there yet: run 'make .venv/.front' first.")
