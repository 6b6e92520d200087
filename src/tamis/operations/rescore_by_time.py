"""Brings the values to an instant: what changes is what time alone does, by decay, windows and dates.

In passes over the records that time can have moved, in pieces of about a second each, so that what else there is to do
need not wait for the whole of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tamis.definitions import Score
from tamis.definitions.passing import passing
from tamis.operations.published import Published
from tamis.operations.rescore import by_object
from tamis.operations.rescoring import RescoredSome, Rescoring
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.neighbourhood import Neighbourhood
from tamis.store.warehouse.passed import records_passed
from tamis.store.warehouse.slices import can_slice
from tamis.store.warehouse.values import TIME, Plans

#: How many records a piece of a pass has: more than a row group of DuckDB's (122,880), since what is less goes into the
#: log first, and from there into the file.
PIECE = 200_000
_MOVED_AT, _FADED_AT = "moved_at", "faded_at"


def rescore_by_time(
    warehouse: Warehouse, published: Published, *, as_of: int, plans: Plans, near: Neighbourhood, fading: bool = True
) -> RescoredSome:
    """A whole pass as of one instant. Raises DefinitionError where the data no longer bears out a definition.

    Only those records are computed that time can have moved since the last pass: with `fading`, or else only those that
    something happens to just now, such as the end of a window.
    """
    return whole_pass(Rescoring.prepare(warehouse, published, as_of, plans, near), fading=fading)


def whole_pass(rescoring: Rescoring, *, fading: bool) -> RescoredSome:
    """The same of a rescoring that is prepared."""
    passing_by, done = begin_pass(rescoring, fading=fading), RescoredSome()
    while passing_by.pieces:
        done += do_piece(rescoring, passing_by)
    end_pass(rescoring, passing_by)
    return done


@dataclass(frozen=True)
class Pass:
    """What of a pass is still to be done: by object, numbers of records, or None for all of them."""

    began_at: int
    fading: bool
    pieces: list[tuple[str, Sequence[int] | None]]


def begin_pass(rescoring: Rescoring, *, fading: bool) -> Pass:
    """What there is to do as of the instant of a rescoring."""
    noted = rescoring.warehouse.setting(_FADED_AT if fading else _MOVED_AT)
    since = None if noted is None or int(noted) > rescoring.as_of else int(noted)
    pieces = [
        (object, records)
        for object, scores in by_object(rescoring.published.scores).items()
        for records in _pieces(rescoring, scores, since, fading=fading)
    ]
    return Pass(rescoring.as_of, fading, pieces)


def do_piece(rescoring: Rescoring, passing_by: Pass) -> RescoredSome:
    """Computes the next piece of a pass, by what is published now; it stays the next if that fails."""
    object, records = passing_by.pieces[0]
    scores = by_object(rescoring.published.scores).get(object, [])
    done = RescoredSome()
    if scores and records is None:
        done = RescoredSome(len(rescoring.numbers(scores)), rescoring.rescore_all(scores, cause=TIME))
    elif scores and records:
        done = RescoredSome(len(records), rescoring.rescore(scores, records, cause=TIME))
    del passing_by.pieces[0]
    return done


def end_pass(rescoring: Rescoring, passing_by: Pass) -> None:
    """Notes from when on the next pass has to look."""
    warehouse, began_at = rescoring.warehouse, passing_by.began_at
    with warehouse.transaction():
        if passing_by.fading:
            warehouse.note(_FADED_AT, str(began_at))
        # Shorter passes may have gone by meanwhile; what is noted later than now is from before the clock was set back.
        moved = int(warehouse.setting(_MOVED_AT) or 0)
        warehouse.note(_MOVED_AT, str(moved if began_at < moved <= rescoring.as_of else began_at))


def _pieces(
    rescoring: Rescoring, scores: Sequence[Score], since: int | None, *, fading: bool
) -> Iterator[Sequence[int] | None]:
    records = _moved(rescoring, scores, since, fading=fading)
    if records is not None and not rescoring.are_many(scores, records):
        yield from (records[start : start + PIECE] for start in range(0, len(records), PIECE))
    elif can_slice(scores, rescoring.published.segments):
        numbers = rescoring.numbers(scores)
        yield from (numbers[start : start + PIECE] for start in range(0, len(numbers), PIECE))
    else:
        yield None


def _moved(rescoring: Rescoring, scores: Sequence[Score], since: int | None, *, fading: bool) -> Sequence[int] | None:
    """The records that time may have moved since an instant; None: all."""
    moving = passing(scores, list(rescoring.published.segments.values()))
    if not fading:
        # What it cannot see happen moves with what fades.
        moving = replace(moving, fades={}, clocked=frozenset())
    if since is None or moving.dates:
        return None
    knowing = [score.key for score in scores] if can_slice(scores, rescoring.published.segments) else []
    found = records_passed(rescoring.warehouse, moving, since, rescoring.as_of, knowing=knowing)
    return rescoring.looking_at(scores, found)
