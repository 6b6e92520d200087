"""A draft tried on one record: every point it would give, beside what the published version gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from tamis.compile.catalog import Catalog
from tamis.compile.explanation import ExplainedScore
from tamis.definitions import Score
from tamis.errors import UsageError, is_unicode
from tamis.operations.drafted import DraftedScore, read_drafted_score
from tamis.operations.explain_records import Asked, explain_records, record_numbers
from tamis.operations.move_reasons import Reason, move_reasons
from tamis.operations.preview.preview import reached_for, refuse_unbound
from tamis.operations.preview.sample import everything
from tamis.operations.published import Published
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.merges import kept_id
from tamis.store.warehouse.surroundings import Surroundings


@dataclass(frozen=True)
class Tried:
    """The explanation of one record by a draft, and by the published version (None: there is none), both as of one
    instant (microseconds since the epoch, UTC); and why the two differ. `object`: what the record is."""

    object: str
    as_of: int
    draft: ExplainedScore
    published: ExplainedScore | None
    reasons: tuple[Reason, ...]


def try_on_record(workspace: Workspace, text: str, record: str, *, now: Callable[[], datetime]) -> Tried:
    """Explains a draft, from its text, for the record of that id.

    Raises DefinitionError with every mistake of the draft, UsageError for a record that is not there.
    """
    as_of = micros_of(now())
    drafted = read_drafted_score(workspace, text)
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        refuse_unbound(drafted, catalog)
        number = _number(warehouse, catalog, drafted, record)
        with _near(warehouse, catalog, drafted, number):
            new = _explained(warehouse, catalog, drafted.after, drafted.score, number, as_of)
            old = None
            if drafted.published is not None:
                old = _explained(warehouse, catalog, drafted.before, drafted.published, number, as_of)
    reasons = tuple(move_reasons(old, new)) if old is not None else ()
    return Tried(drafted.score.object, as_of, new, old, reasons)


def _number(warehouse: Warehouse, catalog: Catalog, drafted: DraftedScore, record: str) -> int:
    object_type = drafted.score.object
    id = kept_id(warehouse, object_type, record)
    numbers = record_numbers(catalog, warehouse.engine, object_type, [id])
    if not numbers:
        named = f'"{record}"' if is_unicode(record) else "of that id"
        raise UsageError(f"There is no {object_type} {named}.")
    return numbers[0]


@contextmanager
def _near(warehouse: Warehouse, catalog: Catalog, drafted: DraftedScore, number: int) -> Iterator[None]:
    """Within, bare names of tables are those of a copy around the record: one for both versions, since each is a pass
    over all events."""
    reached = reached_for(drafted)
    needed = everything(catalog, reached.pairs)
    copy = Surroundings.of_needs(warehouse, catalog, drafted.score.object, needed, reached.turns)
    try:
        copy.fill([number])
        with copy.current():
            yield
    finally:
        copy.drop()


def _explained(
    warehouse: Warehouse, catalog: Catalog, published: Published, score: Score, number: int, as_of: int
) -> ExplainedScore:
    scores = published.of_object(score.object, {score.key})
    asked = Asked(scores, published.segments, catalog, warehouse.engine, as_of)
    return explain_records(score, asked, [number])[0]
