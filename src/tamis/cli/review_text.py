"""A review as text: what becomes different, for how many records, and for which the most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tamis.cli.columns import aligned, bar, minute_text, short_points
from tamis.cli.explanation_text import signed_text
from tamis.cli.speech import count_records
from tamis.operations.move_reasons import Reason
from tamis.operations.review import Review, ReviewedDefinition, ReviewedScore
from tamis.store.warehouse.values import Bin, Move

_BAR = 24
_MOST_TIERS = 20
_MOST_REASONS = 2
# A tenth of a point, rounded, in millionths.
_LEAST_SEEN = 50_000


def review_text(review: Review) -> str:
    """The whole review, a part for each definition and then for each score whose values it touches."""
    definitions = [line for each in review.definitions for line in _definition_lines(each)]
    parts = [definitions, *(list(_score_lines(score)) for score in review.scores)]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _definition_lines(reviewed: ReviewedDefinition) -> Iterator[str]:
    name = f"{reviewed.kind.capitalize()} {reviewed.key}"
    if not reviewed.is_changed:
        yield f"{name}: published as it is, version {reviewed.version}"
    elif reviewed.version == reviewed.next_version:
        yield f"{name}: version {reviewed.version} is put into use again"
    elif not reviewed.version:
        yield f"{name}: new, becomes version 1"
    else:
        yield f"{name}: version {reviewed.version} becomes version {reviewed.next_version}"
        told = [str(difference) for difference in reviewed.differences]
        yield from (f"  {each}" for each in told or ["only its comments or layout differ"])


def _score_lines(score: ReviewedScore) -> Iterator[str]:
    yield from _first_values(score) if score.computed_at is None else _changed_values(score, score.computed_at)


def _first_values(score: ReviewedScore) -> Iterator[str]:
    """What a score gives that had no values before."""
    moves = score.moves
    valued = sum(each.after for each in moves.distribution)
    yield f"{score.label}: {valued:,} of {count_records(moves.records, score.object)} get a value"
    if moves.distribution:
        most = max(each.after for each in moves.distribution)
        rows = [(*_edges(each), f"{each.after:,}", bar(each.after, most, _BAR)) for each in moves.distribution]
        yield ""
        yield from aligned([("points", "", "", "records", ""), *rows], "><>><")
    if moves.tiers:
        yield ""
        yield from aligned([("tier", "records"), *_tiers(score, is_first=True)], "<>")
    if moves.largest:
        yield ""
        yield "  Most points:"
        yield from aligned([_first_cells(move, score) for move in moves.largest], "<><<", indent=4)


def _changed_values(score: ReviewedScore, computed_at: int) -> Iterator[str]:
    """How the values there are would change."""
    moves = score.moves
    yield f"{score.label}: {moves.changed:,} of {count_records(moves.records, score.object)} change"
    since = f"{minute_text(computed_at)} UTC"
    if moves.by_time is None:
        yield f"  Compared with the values of {since}; what time alone changed since is among it."
    else:
        others = f" {moves.by_time:,} others move by what happened since {since}, such as points that fade."
        yield f"  By the definition alone.{others if moves.by_time else ''}"
    if not moves.changed:
        return
    if moves.distribution:
        most = max(max(each.before, each.after) for each in moves.distribution)
        yield ""
        head = ("points", "", "", "before", "", "after", "")
        yield from aligned([head, *(_bin_cells(each, most) for each in moves.distribution)], "><>><><")
    if moves.tiers:
        yield ""
        yield from aligned([("tier", "", "", "records"), *_tiers(score, is_first=False)], "<<<>")
    yield ""
    seen = [move for move in moves.largest if _is_seen(move)]
    yield "  Largest moves:" if seen else "  No value moves by a tenth of a point or more, and no tier changes."
    yield from aligned([_move_cells(move, score) for move in seen], "<><>><<", indent=4)


def _is_seen(move: Move) -> bool:
    """Whether there is a difference once points are rounded."""
    if move.before is None or move.after is None or move.tier_before != move.tier_after:
        return True
    return abs(move.after - move.before) >= _LEAST_SEEN


def _bin_cells(each: Bin, most: int) -> Sequence[str]:
    before, after = (bar(number, most, _BAR) for number in (each.before, each.after))
    return (*_edges(each), f"{each.before:,}", before, f"{each.after:,}", after)


def _edges(each: Bin) -> tuple[str, str, str]:
    start, end = (short_points(edge).removesuffix(".0") for edge in (each.start, each.end))
    return start, "to", end


def _tiers(score: ReviewedScore, *, is_first: bool) -> Iterator[Sequence[str]]:
    """The moves between tiers, those of most records first; of a first version, how many records each tier has, the
    best first."""
    places = {tier: place for place, tier in enumerate(score.tiers)}
    found = sorted(
        score.moves.tiers.items(),
        key=lambda item: (
            0 if is_first else -item[1],
            *(places.get(tier or "", len(places)) for tier in (item[0][1], item[0][0])),
        ),
    )
    for (before, after), number in found[:_MOST_TIERS]:
        moved = () if is_first else (before or "none", "→")
        yield (*moved, after or "none", f"{number:,}")
    if rest := sum(number for _, number in found[_MOST_TIERS:]):
        yield ("others",) + (() if is_first else ("", "")) + (f"{rest:,}",)


def _first_cells(move: Move, score: ReviewedScore) -> Sequence[str]:
    gave = [reason for reason in score.reasons[move.id] if reason.after > 0]
    return move.id, short_points(move.after), move.tier_after or "", _reasons(gave)


def _move_cells(move: Move, score: ReviewedScore) -> Sequence[str]:
    both = move.before is not None and move.after is not None
    moved = short_points((move.after or 0) - (move.before or 0), signed=True) if both else ""
    tiers = [tier or "none" for tier in dict.fromkeys((move.tier_before, move.tier_after))]
    tier = "" if move.tier_before is None and move.tier_after is None else " → ".join(tiers)
    points = short_points(move.before), "→", short_points(move.after)
    return move.id, *points, moved, tier, _reasons(score.reasons[move.id])


def _reasons(reasons: Sequence[Reason]) -> str:
    """The reasons of most points, and how many more there are that one decimal can show."""
    seen = [text for text in map(_reason, reasons) if text]
    rest = len(seen) - _MOST_REASONS
    return ", ".join(seen[:_MOST_REASONS]) + (f" and {rest} more" if rest > 0 else "")


def _reason(reason: Reason) -> str:
    if reason.before == reason.after:
        return reason.label
    difference = round(reason.after - reason.before, 1)
    return f"{signed_text(difference)} {reason.label}" if difference else ""
