"""The card of a model, as it was written with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tamis.errors import UsageError
from tamis.operations.output import replacing
from tamis.operations.predict.predict_folder import read_kept
from tamis.operations.targets import refuse_unwritable

if TYPE_CHECKING:
    from tamis.predict.card.model_card import ModelCard


def card_of(model: Path) -> ModelCard:
    """Raises DataError where there is no model, or not one that this version can read."""
    return read_kept(model).card


def write_card(card: ModelCard, file: Path, *, language: str = "en") -> None:
    """Writes the card as one page of HTML, whole or not at all. Raises UsageError for a place that cannot be written,
    and for a language that cards do not speak."""
    from tamis.predict.card.html.page import to_html

    if file.suffix not in (".html", ".htm"):
        raise UsageError(f'"{file}" does not end in .html, which is what the card is written as.')
    refuse_unwritable(file)
    page = to_html(card, language=language)
    with replacing(file) as part:
        part.write_text(page, encoding="utf-8")
