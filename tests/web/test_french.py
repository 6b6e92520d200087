"""Every text of the pages is there in French, too."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.pofile import read_po

from tamis.server import web
from tamis.store.application.settings import set_up_django
from tests.web.translations import missing

_FRENCH = Path(web.__file__).parent / "layout" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
_SENTENCE = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)


def test_every_text_has_its_french() -> None:
    set_up_django()
    assert [f"{said.place}: {said.text}" for said in missing()] == []


def test_a_colon_of_a_page_is_a_sign_that_is_translated() -> None:
    """In French a fixed space stands before it: `{% translate ":" %}`, or a sentence with its values."""
    told = [
        f"{file.name}: {found[0]}"
        for file in Path(web.__file__).parent.rglob("*.html")
        for found in re.finditer(r"[^{]{0,40}[%}]}: ", _SENTENCE.sub("", file.read_text(encoding="utf-8")))
    ]
    assert told == []
    with _FRENCH.open("rb") as stream:
        assert read_po(stream, locale="fr")[":"].string == "\u00a0:"
