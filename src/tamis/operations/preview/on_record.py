"""A draft tried on one record: every point it would give, beside what the published version gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tamis.compile.catalog import Catalog
from tamis.compile.explanation import ExplainedScore
from tamis.definitions import Score
from tamis.engine import Engine
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
from tamis.store.warehouse.small_copy import on_a_copy_of


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
        new, old = _both(warehouse, catalog, drafted, number, as_of)
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


def _both(
    warehouse: Warehouse, catalog: Catalog, drafted: DraftedScore, number: int, as_of: int
) -> tuple[ExplainedScore, ExplainedScore | None]:
    """The explanations by the draft and by the published version, on one copy, since each is a pass over all events."""
    reached, before = reached_for(drafted), drafted.published
    needed = everything(catalog, reached.pairs)

    def on(engine: Engine) -> tuple[ExplainedScore, ExplainedScore | None]:
        new = _explained(engine, catalog, drafted.after, drafted.score, number, as_of)
        return new, None if before is None else _explained(engine, catalog, drafted.before, before, number, as_of)

    return on_a_copy_of(warehouse, catalog, drafted.score.object, needed, reached.turns, [number], on)


def _explained(
    engine: Engine, catalog: Catalog, published: Published, score: Score, number: int, as_of: int
) -> ExplainedScore:
    scores = published.of_object(score.object, {score.key})
    asked = Asked(scores, published.segments, catalog, engine, as_of)
    return explain_records(score, asked, [number])[0]
