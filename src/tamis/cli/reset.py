"""`tamis reset` and `tamis unreset`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tamis.cli.columns import aligned, exact_points, iso_text, json_points
from tamis.cli.instants import asked_at
from tamis.cli.speech import print_json, say, say_issues
from tamis.operations.handing_over import perform
from tamis.operations.reset import MovedValue, Resetting
from tamis.operations.verbs import Reset, Unreset
from tamis.operations.workspace import find_workspace
from tamis.progress import progress_on

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def reset(id: str, *, object: str, at: str | None, workspace: Path | None, as_json: bool, quiet: bool) -> int:
    """Resets a record and tells how its values moved; 2 if what is published no longer fits the data."""
    return _perform(Reset(id, object, asked_at(), at), workspace, as_json=as_json, quiet=quiet)


def unreset(id: str, *, object: str, workspace: Path | None, as_json: bool, quiet: bool) -> int:
    """Takes the last reset back, and tells the same."""
    return _perform(Unreset(id, object, asked_at()), workspace, as_json=as_json, quiet=quiet)


def _perform(verb: Reset | Unreset, workspace: Path | None, *, as_json: bool, quiet: bool) -> int:
    found = find_workspace(workspace, Path())
    with progress_on(sys.stderr, quiet=quiet) as progress:
        done: Resetting = perform(found, verb, now=lambda: datetime.now(UTC), progress=progress)
    if as_json:
        print_json(_json(done))
    else:
        say(_sentence(done))
        if not quiet:
            for line in aligned([_cells(value) for value in done.values], "<><><"):
                say(line)
    if done.unscored:
        say_issues(done.unscored, outcome="that is stored, and no score was computed from it")
        return 2
    return 0


def _sentence(done: Resetting) -> str:
    whose = f'{done.object} "{done.id}"'
    if done.reset_at is None:
        return f"All events of {whose} count again."
    upto = f"Events of {whose} up to {_second_text(done.reset_at)} UTC"
    if done.is_new:
        return f"{upto} do not count as engagement."
    if done.at == done.reset_at:
        return f"{upto} did not count as engagement before; nothing changes."
    return (
        f"{upto} do not count as engagement: a later reset is in force already, and nothing changes."
        f"\n  hint: to have those after {_second_text(done.at)} UTC count, take that one back first, with tamis unreset"
    )


def _second_text(micros: int) -> str:
    return (_EPOCH + timedelta(microseconds=micros)).strftime("%Y-%m-%d %H:%M:%S")


def _cells(value: MovedValue) -> tuple[str, ...]:
    tier = f"{value.tier_before} → {value.tier_after}" if value.tier_before != value.tier_after else ""
    return (value.score, exact_points(value.before), "→", exact_points(value.after), tier)


def _json(done: Resetting) -> dict[str, object]:
    return {
        "object": done.object,
        "id": done.id,
        "at": iso_text(done.at),
        "reset_at": None if done.reset_at is None else iso_text(done.reset_at),
        "is_new": done.is_new,
        "as_of": iso_text(done.as_of),
        "values": [
            {
                "score": value.score,
                "before": json_points(value.before),
                "after": json_points(value.after),
                "tier_before": value.tier_before,
                "tier_after": value.tier_after,
            }
            for value in done.values
        ],
    }
