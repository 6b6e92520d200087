"""What a review says of each score, as the page shows it: charts, a table of moves, the largest with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tamis.operations.list_scores import TierCount
from tamis.operations.publish import Drafted
from tamis.operations.record.names_of import names_of
from tamis.operations.review import ReviewedScore
from tamis.operations.workspace import Workspace
from tamis.server.web.layout.templatetags.tamis import number, points
from tamis.server.web.scores.mixing import MixPart, mix_of
from tamis.store.warehouse.values.moves import Move

# Points: what is printed with one decimal is the same below it.
_SEEN = 0.1


@dataclass(frozen=True)
class MovedRecord:
    """One of the largest moves, with its reasons and the record's name."""

    name: str
    move: Move
    reasons: tuple[Any, ...]


@dataclass(frozen=True)
class MatrixRow:
    """From one tier: how many stay and how many go to each tier, best first. `None`: without a tier."""

    tier: str | None
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class MatrixCell:
    """How many records go to a tier. `shade`: 0 to 5, by how many; `way`: `up`, `down` or `same`."""

    count: int
    shade: int
    way: str


@dataclass(frozen=True)
class MovedScore:
    """One score of a review. `ups` and `downs`: how many records come to a better or a lesser tier."""

    reviewed: ReviewedScore
    chart: Mapping[str, Any] | None
    columns: tuple[str | None, ...]
    rows: tuple[MatrixRow, ...]
    ups: int
    downs: int
    largest: tuple[MovedRecord, ...]
    first: tuple[MixPart, ...]
    """Where there were no values before: how the records come to lie in the tiers."""


def reviewed_scores(workspace: Workspace, drafted: Drafted) -> list[MovedScore]:
    """All scores whose values would change."""
    return [
        _moved(each, names_of(workspace, each.object, [move.id for move in each.moves.largest]))
        for each in drafted.review.scores
    ]


def _moved(reviewed: ReviewedScore, names: Mapping[str, str]) -> MovedScore:
    moves = reviewed.moves
    tiers: tuple[str | None, ...] = (*_tiers(reviewed), None)
    place = {tier: index for index, tier in enumerate(tiers)}
    known = {(a, b): n for (a, b), n in moves.tiers.items() if a in place and b in place}
    used = [tier for tier in tiers if tier is not None or any(None in pair for pair in known)]
    rows = tuple(_row(tier, used, place, known) for tier in used) if known else ()
    return MovedScore(
        reviewed=reviewed,
        chart=distribution_chart(
            [(each.start, each.end, each.before, each.after) for each in moves.distribution],
            has_before=reviewed.computed_at is not None,
        ),
        columns=tuple(used),
        rows=rows,
        ups=sum(n for (a, b), n in known.items() if place[b] < place[a]),
        downs=sum(n for (a, b), n in known.items() if place[b] > place[a]),
        largest=tuple(_largest(move, reviewed, names) for move in moves.largest),
        first=_first_mix(reviewed),
    )


def _largest(move: Move, reviewed: ReviewedScore, names: Mapping[str, str]) -> MovedRecord:
    reasons = tuple(reviewed.reasons.get(move.id, ()))
    # What faded a little since the values were computed is beside the point, where there is any other reason.
    shown = tuple(each for each in reasons if abs(each.after - each.before) >= _SEEN)
    return MovedRecord(names.get(move.id, move.id), move, shown or reasons)


def _first_mix(reviewed: ReviewedScore) -> tuple[MixPart, ...]:
    """How records come to lie in the tiers of a score that had no values."""
    if reviewed.computed_at is not None:
        return ()
    counts = {after: count for (before, after), count in reviewed.moves.tiers.items() if before is None}
    return mix_of([TierCount(tier, reviewed.colors.get(tier), counts.get(tier, 0)) for tier in reviewed.tiers])


def _tiers(reviewed: ReviewedScore) -> tuple[str, ...]:
    """Those that the score gives, best first, and those that only the version before gave."""
    told = [tier for pair in reviewed.moves.tiers for tier in pair if tier is not None]
    return tuple(dict.fromkeys((*reviewed.tiers, *sorted(told))))


def _row(
    tier: str | None,
    columns: list[str | None],
    place: Mapping[str | None, int],
    known: Mapping[tuple[str | None, str | None], int],
) -> MatrixRow:
    most = max(known.values())

    def cell(to: str | None) -> MatrixCell:
        count = known.get((tier, to), 0)
        way = "same" if to == tier else "up" if place[to] < place[tier] else "down"
        return MatrixCell(count, 0 if not count else 1 + min(4, int(5 * count / most)), way)

    return MatrixRow(tier, tuple(cell(to) for to in columns))


def distribution_chart(bins: list[tuple[int, int, int, int]], *, has_before: bool) -> Mapping[str, Any] | None:
    """Bars of how many records have how many points, before and after; None where no record has a value."""
    if not bins:
        return None
    names = [f"{points(start / 1e6)}–{points(end / 1e6)}" for start, end, _before, _after in bins]
    series = [{"name": _("After"), "values": [after for *_rest, after in bins], "color": "green"}]
    if has_before:
        series.insert(0, {"name": _("Today"), "values": [before for *_rest, before, _after in bins], "color": "gray"})
    columns = [_("Points"), *(each["name"] for each in series)]
    rows = [[name, *(number(each["values"][i]) for each in series)] for i, name in enumerate(names)]
    return {
        "kind": "bar",
        "title": _("How points are distributed"),
        "summary": _("How many records have how many points."),
        "data": {"categories": names, "series": series},
        "columns": columns,
        "rows": rows,
    }
