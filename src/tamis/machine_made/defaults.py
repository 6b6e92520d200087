"""The rules of a workspace that has none of its own, and the file that a new workspace begins with."""

from __future__ import annotations

from importlib.resources import files


def default_text() -> str:
    """The YAML of the default rules, with comments for the person who will change them."""
    return (files(__package__) / "defaults.yaml").read_text(encoding="utf-8")
