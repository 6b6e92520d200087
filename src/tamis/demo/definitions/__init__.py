"""The scores, segments and the goal that come with the demo company, as YAML beside this module."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

FIFTY_RULES = "lead_score"


def demo_scores() -> tuple[Traversable, ...]:
    """The files of the five scores, all of contacts, in order of their names; `lead_score` is the one of 50 rules."""
    return _yaml("scores")


def demo_segments() -> tuple[Traversable, ...]:
    """The files of the segments that the scores and templates name."""
    return _yaml("segments")


def demo_goals() -> tuple[Traversable, ...]:
    """The files of what a likelihood is learnt of."""
    return _yaml("goals")


def copy_definitions(folder: Path) -> None:
    """Put scores and segments where a data folder has them, and goals beside them."""
    for kind, found in (("scores", demo_scores()), ("segments", demo_segments()), ("goals", demo_goals())):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for file in found:
            (folder / kind / file.name).write_bytes(file.read_bytes())


def _yaml(kind: str) -> tuple[Traversable, ...]:
    found = (files(__name__) / kind).iterdir()
    return tuple(sorted((f for f in found if f.name.endswith(".yaml")), key=lambda f: f.name))
