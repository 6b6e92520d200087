"""Compiles the translations of the pages, each `django.po` to the `django.mo` beside it that Django reads.

`python front/messages.py FOLDER` compiles all below FOLDER. An entry with an error ends it with status 1. Run by make.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_all(folder: Path) -> Iterator[str]:
    """Each error as a sentence that begins with the place; files without one are compiled."""
    for source in sorted(folder.glob("**/locale/*/LC_MESSAGES/django.po")):
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parts[-3], abort_invalid=True)
        errors = [f"{source}:{message.lineno}  {error}" for message, found in catalog.check() for error in found]
        yield from errors
        if not errors:
            compiled = io.BytesIO()
            write_mo(compiled, catalog)
            source.with_suffix(".mo").write_bytes(compiled.getvalue())


if __name__ == "__main__":
    sys.exit("\n".join(compile_all(Path(sys.argv[1]))) or 0)
