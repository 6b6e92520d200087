"""What the pages say, and what of it has no French: `python -m tests.web.translations` prints that as a catalogue."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.pofile import read_po

from tamis.server import web

_SERVER = Path(web.__file__).parents[1]
_CATALOGUE = "locale/fr/LC_MESSAGES/django.po"
# Django's names beside those of gettext; how many of its arguments are texts.
_KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)}


@dataclass(frozen=True)
class Said:
    """A text of a page, with its plural where it has one and its context where that is told."""

    place: str
    text: str
    plural: str = ""
    context: str = ""


def missing() -> list[Said]:
    """Every text of the pages that no French catalogue of the server translates."""
    known = set[tuple[str, str]]()
    for file in _SERVER.rglob(_CATALOGUE):
        with file.open("rb") as stream:
            catalogue = read_po(stream, locale="fr")
        known |= {
            (m.context or "", m.id if isinstance(m.id, str) else m.id[0]) for m in catalogue if m.id and _is_whole(m)
        }
    return [said for said in _all() if (said.context, said.text) not in known]


def _is_whole(message) -> bool:  # type: ignore[no-untyped-def]
    texts = (message.string,) if isinstance(message.string, str) else message.string
    return all(texts) and not message.fuzzy


def _all() -> Iterator[Said]:
    from django.utils.translation.template import templatize

    for file in sorted(_SERVER.rglob("*")):
        if file.suffix == ".py":
            yield from _of(file, file.read_text(encoding="utf-8"))
        elif file.suffix in (".html", ".txt") and "templates" in file.parts:
            # What is no text to translate becomes a row of signs, at the indent that it had.
            told = templatize(file.read_text(encoding="utf-8"))
            yield from _of(file, "\n".join(line.strip() for line in told.split("\n")))


def _of(file: Path, source: str) -> Iterator[Said]:
    found = extract_python(io.BytesIO(source.encode()), _KEYWORDS.keys(), (), {})
    for line, function, texts, _ in found:
        if not texts:
            continue
        place, parts = f"{file.relative_to(_SERVER)}:{line}", [texts] if isinstance(texts, str) else list(texts)
        context = str(parts.pop(0)) if function.startswith(("pgettext", "npgettext")) else ""
        if parts and isinstance(parts[0], str) and parts[0]:
            is_plural = function.startswith(("ngettext", "npgettext")) and len(parts) > 1 and isinstance(parts[1], str)
            yield Said(place, parts[0], parts[1] if is_plural else "", context)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def main() -> None:
    """Prints what is missing, each text once, by the app that says it."""
    seen = set[tuple[str, str]]()
    for said in missing():
        if (said.context, said.text) in seen:
            continue
        seen.add((said.context, said.text))
        lines = [f"#: {said.place}", *([f"msgctxt {_quoted(said.context)}"] if said.context else [])]
        lines.append(f"msgid {_quoted(said.text)}")
        lines += (
            [f"msgid_plural {_quoted(said.plural)}", 'msgstr[0] ""', 'msgstr[1] ""'] if said.plural else ['msgstr ""']
        )
        sys.stdout.write("\n".join(lines) + "\n\n")


if __name__ == "__main__":
    from django.conf import settings

    settings.configure(USE_I18N=True)
    main()
