"""What a goal may be called: by programs, as a column among others, and by people, on pages and in terminals."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any

from pydantic import BeforeValidator

from tamis.definitions.grammar import wrong
from tamis.definitions.values import Key, Text, read_key, read_text

#: What stands beside a likelihood in a file of leads or of likelihoods.
TAKEN = frozenset(
    (
        *("id", "name", "points", "fit", "engagement", "tier", "trend", "last_activity", "owner", "company"),
        *("likelihood", "low", "high", "priority", "change", "version", "reasons"),
    )
)
ENDINGS = ("_low", "_high", "_priority", "_change")
MOST_KEY, MOST_LABEL = 60, 200
_HINT = "such as close_90d"


def _read_goal_key(value: Any) -> str:
    key = read_key(value)
    if len(key) > MOST_KEY:
        raise wrong("wrong-key", f"has {len(key)} characters, and {MOST_KEY} are the most", _HINT)
    if key in TAKEN:
        raise wrong("wrong-key", f'is "{key}", which is the name of a column beside the likelihood', _HINT)
    if ending := next((ending for ending in ENDINGS if key.endswith(ending)), ""):
        hint = "such names are columns that likelihoods write"
        raise wrong("wrong-key", f'is "{key}", and may not end in {ending}', hint)
    return key


def _read_label(value: Any) -> str:
    label = read_text(value)
    if any(unicodedata.category(character) == "Cc" and character != "\t" for character in label):
        raise wrong("wrong-text", "holds a control character", "write it in one line, without escapes")
    if len(label) > MOST_LABEL:
        raise wrong("wrong-text", f"has {len(label)} characters, and {MOST_LABEL} are the most", "write less")
    return label


def _read_description(value: Any) -> str:
    text = read_text(value)
    if any(unicodedata.category(character) == "Cc" and character not in "\n\r\t" for character in text):
        raise wrong("wrong-text", "holds a control character", "write it without escapes")
    return text


GoalKey = Annotated[Key, BeforeValidator(_read_goal_key)]
GoalLabel = Annotated[Text, BeforeValidator(_read_label)]
GoalDescription = Annotated[Text, BeforeValidator(_read_description)]
