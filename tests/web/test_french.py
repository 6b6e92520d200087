"""Every text of the pages is there in French, too."""

from __future__ import annotations

from tamis.store.application.settings import set_up_django
from tests.web.translations import missing


def test_every_text_has_its_french() -> None:
    set_up_django()
    assert [f"{said.place}: {said.text}" for said in missing()] == []
