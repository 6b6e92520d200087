"""The card as JSON, and back.

Keys are the fields of the dataclasses (`model_card.py`), in their order, and what follows from them, so that nobody
has to compute it again: `stage`, `reached`, `progress` and `needs` of the readiness, `change` of a drift, `precision`
and `recall` of a cut, and the `text` of each reason and sign in a language.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from tamis.errors import DataError
from tamis.predict.card.html.sheet import Sheet
from tamis.predict.card.model_card import FORMAT, ModelCard
from tamis.predict.card.words.say import Words

# Made once, at the import: where two threads look at a dataclass for the first time at once, msgspec crashes.
_READER = msgspec.json.Decoder(ModelCard)


def to_json(card: ModelCard, *, language: str = "en") -> bytes:
    """UTF-8, indented by two; sentences in `language`."""
    plain = msgspec.to_builtins(card, enc_hook=_plain)
    _add_what_follows(plain, card)
    _add_sentences(plain, card, Sheet(card, Words(language)))
    return msgspec.json.format(msgspec.json.encode(plain), indent=2) + b"\n"


def from_json(text: bytes, *, file: str = "card.json") -> ModelCard:
    """The card that `to_json` wrote; a DataError that names `file` where it is none."""
    try:
        card = _READER.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DataError(file, f"This is no model card: {error}.", "train the model again") from error
    if card.format != FORMAT:
        raise DataError(file, f'The card is of the format "{card.format}"; this version reads "{FORMAT}".')
    return card


def _add_what_follows(plain: dict[str, Any], card: ModelCard) -> None:
    ready = card.readiness
    plain["readiness"] |= {
        "stage": ready.stage.value,
        "reached": ready.reached,
        "progress": ready.progress,
        "needs": msgspec.to_builtins(ready.needs),
    }
    for told, drift in zip(plain["drifts"], card.drifts, strict=True):
        told["change"] = drift.change.value
    if card.held_out is not None:
        for told, cut in zip(plain["held_out"]["cuts"], card.held_out.cuts, strict=True):
            told |= {"precision": cut.precision, "recall": cut.recall}


def _add_sentences(plain: dict[str, Any], card: ModelCard, sheet: Sheet) -> None:
    for told, reason in zip(plain["verdict"]["reasons"], card.verdict.reasons, strict=True):
        told["said"]["text"] = sheet.remark(reason.said)
    for told, leak in zip(plain["leaks"], card.leaks, strict=True):
        for sign, said in zip(told["finding"]["signs"], leak.finding.signs, strict=True):
            sign["text"] = sheet.remark(said)


def _plain(value: Any) -> Any:
    """A number as NumPy has it, as Python has it."""
    if isinstance(value, np.generic):
        return value.item()
    raise NotImplementedError(f"A card holds no {type(value).__name__}.")
