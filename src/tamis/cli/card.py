"""The card of a model, as its commands show it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.cli.speech import say
from tamis.cli.terminal import write_text

if TYPE_CHECKING:
    from tamis.predict.card.model_card import ModelCard

_WIDEST = 110


def show_card(card: ModelCard, *, html: Path | None, language: str, as_json: bool) -> None:
    """Into a file of HTML, as JSON, or as text where neither is asked for."""
    from tamis.operations.predict.show_model import write_card

    if html is not None:
        write_card(card, html, language=language)
        say(f"The card was written to {html}.")
    if as_json or html is None:
        print_card(card, language=language, as_json=as_json)


def print_card(card: ModelCard, *, language: str = "en", as_json: bool) -> None:
    """To standard output, as JSON or as text."""
    from tamis.predict.card.json_form import to_json
    from tamis.predict.card.text import to_text

    width = min(_WIDEST, shutil.get_terminal_size().columns)
    write_text(to_json(card).decode() if as_json else to_text(card, language=language, width=width))
