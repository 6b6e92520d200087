"""Definitions to start from: YAML with comments for the person who will change it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ruamel.yaml import YAML

from tamis.errors import UsageError, closest

__all__ = ["Template", "list_templates", "template_named", "write_template"]

_KEY = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_TAKEN_ENDINGS = ("_fit", "_engagement", "_tier")


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
        return self.file.read_text(encoding="utf-8")


def list_templates() -> tuple[Template, ...]:
    """All templates, in order of their names."""
    found = [file for file in files(__name__).iterdir() if file.name.endswith(".yaml")]
    return tuple(sorted((_template(file) for file in found), key=lambda template: template.name))


def template_named(name: str) -> Template:
    """The template of that name. Raises UsageError, with the names there are, for any other."""
    templates = {template.name: template for template in list_templates()}
    if name in templates:
        return templates[name]
    hint = closest(name, templates) or f"there are {', '.join(templates)}"
    raise UsageError(f'There is no template "{name}"; {hint}.')


def write_template(template: Template, key: str, folder: Path) -> tuple[Path, ...]:
    """Write a template as the score `key` into `folder`, and tell the files made: `KEY.yaml` first.

    Segments that it needs are written too, unless they are there: into `segments/` beside a folder named `scores`, else
    into `segments/` of the folder. Raises UsageError for a key that no score may have, and rather than overwrite.
    """
    _check_key(key)
    target = folder / f"{key}.yaml"
    beside = (folder.parent if folder.name == "scores" else folder) / "segments"
    sources = {beside / f"{name}.yaml": files(__name__) / "segments" / f"{name}.yaml" for name in template.segments}
    missing = {path: source for path, source in sources.items() if not path.exists()}
    folder.mkdir(parents=True, exist_ok=True)
    try:
        # "x" refuses a file that is there, even one that appeared a moment ago.
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(re.sub(r"^key: .*$", f"key: {key}", template.text, count=1, flags=re.MULTILINE))
    except FileExistsError:
        raise UsageError(f'"{target}" is there already; choose another name or delete it.') from None
    for path, source in missing.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.read_bytes())
    return (target, *missing)


def _template(file: Traversable) -> Template:
    text = file.read_text(encoding="utf-8")
    told = YAML(typ="safe", pure=True).load(text)
    packaged = [segment.name.removesuffix(".yaml") for segment in (files(__name__) / "segments").iterdir()]
    needed = tuple(sorted(name for name in packaged if _names_segment(text, name)))
    return Template(file.name.removesuffix(".yaml"), told["label"], told["description"], file, needed)


def _names_segment(text: str, segment: str) -> bool:
    return bool(re.search(rf"^[^#\n]*(in_segment: |include: \[|exclude: \[)[^#\n]*\b{segment}\b", text, re.MULTILINE))


def _check_key(key: str) -> None:
    if not _KEY.fullmatch(key) or key == "id" or key.endswith(_TAKEN_ENDINGS):
        raise UsageError(
            f'"{key}" cannot be the key of a score: small letters, digits and _ only, a letter first, not "id", '
            f"and not ending in {', '.join(_TAKEN_ENDINGS[:-1])} or {_TAKEN_ENDINGS[-1]}."
        )
