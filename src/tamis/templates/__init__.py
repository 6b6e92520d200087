"""Definitions to start from: YAML with comments for the person who will change it.

What people read of them is in the language of `language.told_in`: labels, descriptions, tiers and comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tamis.definitions import needs, read_definitions
from tamis.definitions.language import is_french
from tamis.errors import UsageError, closest
from tamis.templates.french import in_french

__all__ = ["Template", "list_templates", "segment_text", "template_named", "write_template"]

_SEGMENTS = files(__name__) / "segments"


@dataclass(frozen=True)
class Template:
    """A definition to start from; `segments` names those it needs, which are written with it."""

    name: str
    title: str
    description: str
    file: Traversable
    segments: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The YAML, comments included."""
        return _text(self.file)


def list_templates() -> tuple[Template, ...]:
    """All templates, in order of their names."""
    return tuple(_template(name, file) for name, file in sorted(_files().items()))


def template_named(name: str) -> Template:
    """The template of that name. Raises UsageError, with the names there are, for any other."""
    there = _files()
    if name not in there:
        hint = closest(name, there) or f"there are {', '.join(sorted(there))}."
        raise UsageError(f'There is no template "{name}"; {hint}')
    return _template(name, there[name])


def segment_text(name: str) -> str:
    """The YAML of a segment that templates need."""
    return _text(_SEGMENTS / f"{name}.yaml")


def write_template(template: Template, key: str, folder: Path) -> tuple[Path, ...]:
    """Write a template as the score `key` into `folder`, and tell the files made: `KEY.yaml` first.

    Segments that it needs are written too, unless they are there: into `segments/` beside a folder named `scores`, else
    into `segments/` of the folder. Raises UsageError for a key that no score may have, and rather than overwrite.
    """
    text = re.sub(r"^key: .*$", lambda _: f"key: {key}", template.text, count=1, flags=re.MULTILINE)
    _check_key(key, text)
    target = folder / f"{key}.yaml"
    beside = (folder.parent if folder.name == "scores" else folder) / "segments"
    missing = [name for name in template.segments if not (beside / f"{name}.yaml").exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        # "x" refuses a file that is there, even one that appeared a moment ago.
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f'"{target}" is there already; choose another name or delete it.') from None
    for name in missing:
        beside.mkdir(exist_ok=True)
        (beside / f"{name}.yaml").write_text(segment_text(name), encoding="utf-8", newline="\n")
    return (target, *(beside / f"{name}.yaml" for name in missing))


def _text(file: Traversable) -> str:
    text = file.read_text(encoding="utf-8")
    return _french(text) if is_french() else text


_french = lru_cache(maxsize=32)(in_french)


def _files() -> dict[str, Traversable]:
    suffix = ".yaml"
    return {file.name.removesuffix(suffix): file for file in files(__name__).iterdir() if file.name.endswith(suffix)}


def _template(name: str, file: Traversable) -> Template:
    (score,) = read_definitions([(file.name, _text(file))]).scores
    needed = sorted(key for key in needs([score], []).segments if (_SEGMENTS / f"{key}.yaml").is_file())
    return Template(name, score.label or name, score.description or "", file, tuple(needed))


def _check_key(key: str, text: str) -> None:
    """The grammar says what a key may be: the template with this key must read as that score, without a mistake."""
    read = read_definitions([("template", text)])
    if read.issues or [score.key for score in read.scores] != [key]:
        raise UsageError(
            f'"{key}" cannot be the key of a score: use small letters, digits and _, a letter first; '
            'not "id", and no ending in _fit, _engagement or _tier.'
        )
