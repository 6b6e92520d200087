"""Definitions to put into an application database, and one who does it."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.definitions import Score, Segment, read_definitions
from tamis.store.application import Application, Version


def text_of(key: str, points: int = 1) -> str:
    rule = f"{{event: demo_requested, points: {points}}}"
    return f"key: {key}\nobject: contact\ngroups:\n  - {{key: g, category: engagement, rules: [{rule}]}}\n"


def segment_text(key: str) -> str:
    return f"key: {key}\nwhen: {{property: country, is: France}}\n"


def defined(text: str) -> Score | Segment:
    read = read_definitions([("a.yaml", text)])
    assert read.issues == ()
    return (*read.scores, *read.segments)[0]


@dataclass
class Author:
    """Saves and publishes, a second apart."""

    application: Application
    at: int = 0

    def saves(self, text: str) -> None:
        self.at += 1_000_000
        self.application.save_draft(defined(text), text, self.at)

    def publishes(self, text: str, note: str = "") -> Version:
        self.saves(text)
        return self.application.publish(defined(text).key, self.at, note)
