"""Writes docs/features.md: every family of features, from the code that computes them.

`python -m tamis.predict.features.page docs/features.md`
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tamis.compile.features.happenings import VISIT_GAP
from tamis.compile.features.rows import DAY
from tamis.predict.features.encoding import FEWEST_RECORDS, FEWEST_ROWS, MOST_CATEGORIES, MOST_ITEMS
from tamis.predict.features.families import COUNTS, FAMILIES, TREND
from tamis.predict.features.plan import FEW_TEXTS, MOST_DIFFERENT, MOST_PROPERTIES, MOST_TYPES, MOST_VALUES
from tamis.predict.features.points import MOST_LANDMARKS
from tamis.predict.features.roles import DISTINCT, DUE, NAMING, ROLES


def features_page() -> str:
    """The page as Markdown."""
    return "\n".join([*_head(), *_families(), *_figures(), *_roles(), *_limits()]) + "\n"


def _head() -> Iterator[str]:
    yield "# Features"
    yield ""
    yield "Written by `python -m tamis.predict.features.page`; do not edit."
    yield ""
    yield "What a model may look at, as it was at a landmark: only events, property changes and records up to that"
    yield "instant count. What machines made never counts. A feature that the data cannot give, or that is the same for"
    yield "(nearly) all examples, is left out; two that are the same for all examples are one."
    yield "Events of a company or a deal are those of its contacts, from when each contact was created."


def _families() -> Iterator[str]:
    yield from ("", "## Families", "")
    yield from ("| family | what it tells | unit | what the data must have |", "|---|---|---|---|")
    for family in FAMILIES:
        yield f"| {family.key} | {family.meaning} | {family.units} | {family.needs} |"


def _figures() -> Iterator[str]:
    yield from ("", "## Figures of what happens", "")
    yield "Of page views, clicks, each kind of e-mail, conversions, notes, meetings, times contacted, of everything"
    yield "that the contact did, and of each event type (a window ends with the landmark, and its far end is open):"
    yield from ("", "| ending of the name | reach |", "|---|---|")
    for ending, told in COUNTS:
        yield f"| `{ending}` | {told} |"
    yield f"| `trend` | {TREND}: how many more or fewer than the mean of the three months before |"
    yield "| `since` | days since the last one, unknown if there was none |"
    yield ""
    gap = VISIT_GAP * 24 * 60 // DAY
    yield f"A visit begins with a page view more than {gap} minutes after the one before. Counted once, however often"
    yield "they are seen in the window, are:"
    yield from ("", "| what | told by the first of these properties that the events have |", "|---|---|")
    for _, _, noun, _, names in DISTINCT:
        yield f"| {noun} | {_listed(names)} |"
    yield ""
    yield f"Days until the next thing planned come from a date in an event's {_listed(DUE)}."


def _roles() -> Iterator[str]:
    yield from ("", "## Which event types play which part", "")
    yield "In whatever case and with whatever between the words (`Page Viewed`). A type of another name is counted as"
    yield "itself."
    yield from ("", "| part | event types |", "|---|---|")
    for role in ROLES:
        yield f"| {role.noun} | {_listed(sorted(role.types))} |"


def _limits() -> Iterator[str]:
    yield from ("", "## Limits", "")
    yield f"- Event types: the {MOST_TYPES} commonest are counted by themselves, all of them in what the contact did."
    yield f"- Values of event properties: of the {MOST_PROPERTIES} properties of a type with the fewest values, and at"
    yield f"  most {MOST_DIFFERENT}, the {MOST_VALUES} commonest values."
    yield f"- Choices: the {MOST_CATEGORIES} commonest values, each of at least {FEWEST_RECORDS} records; others are"
    yield f"  “other”. Of multiple choices the {MOST_ITEMS} commonest items."
    yield f"- Texts of more than {FEW_TEXTS} values tell only whether they are known, as do those that name people:"
    yield f"  {_listed(sorted(NAMING))}."
    yield f"- Scores are computed for at most {MOST_LANDMARKS} different landmarks; with more they are left out."
    yield f"- A feature must tell at least {FEWEST_ROWS} examples from all others (with less than 10,000 examples, one"
    yield "  in 500)."


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(features_page(), encoding="utf-8")
