"""Score and segment files as plain mappings (scoring.md, "A definition"). They are taken to be valid."""

from fractions import Fraction
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor


class _Core(SafeConstructor):
    """YAML 1.2 core: a date is a text."""


_Core.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def read_yaml(text: str) -> object:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Core
    return yaml.load(text)


def read_scores(files: list[Path]) -> dict[str, dict]:
    """Definitions by key, in the order given."""
    scores = [read_yaml(path.read_text("utf-8-sig")) for path in files]
    return {score["key"]: score for score in scores}


def read_segments(folder: Path) -> dict[str, dict]:
    """The segments of a data folder by key, with their default object written out."""
    files = sorted((folder / "segments").glob("*.yaml"))
    segments = [read_yaml(path.read_text("utf-8-sig")) for path in files]
    return {segment["key"]: {"object": "contact"} | segment for segment in segments}


def exact(number: int | float) -> Fraction:
    """The decimal number as it was written in the file."""
    return Fraction(repr(number))
