"""The card as JSON, and back."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from tamis.errors import DataError
from tamis.predict.card.model_card import FORMAT, ModelCard


def to_json(card: ModelCard) -> bytes:
    """UTF-8, indented by two; keys are the fields of the dataclasses (`model_card.py`), in their order."""
    return msgspec.json.format(msgspec.json.encode(card, enc_hook=_plain), indent=2) + b"\n"


def from_json(text: bytes, *, file: str = "card.json") -> ModelCard:
    """The card that `to_json` wrote; a DataError that names `file` where it is none."""
    try:
        card = msgspec.json.decode(text, type=ModelCard)
    except msgspec.MsgspecError as error:
        raise DataError(file, f"This is no model card: {error}.", "train the model again") from error
    if card.format != FORMAT:
        raise DataError(file, f'The card is of the format "{card.format}"; this version reads "{FORMAT}".')
    return card


def _plain(value: Any) -> Any:
    """A number as NumPy has it, as Python has it."""
    if isinstance(value, np.generic):
        return value.item()
    raise NotImplementedError(f"A card holds no {type(value).__name__}.")
