"""Values that a goal's outcome asks for, that nothing has ever had, and that look like a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from tamis.compile.catalog import CHANGE_COLUMNS, Catalog
from tamis.definitions import PropertyCondition, PropertyType
from tamis.definitions.conditions import All, Any_, Associated, Condition, EventCondition, condition_word
from tamis.definitions.goal import WrittenGoal
from tamis.engine import DuckDBEngine
from tamis.errors import Issue

Path = tuple[str | int, ...]
_MOST = 10_000
# As near as "wonn" is to "won": a value that is only a little like another may be one that nothing has had yet.
_LIKENESS = 0.8


@dataclass(frozen=True)
class _Asked:
    """A comparison of the outcome, at its path: of a property of records of an object, or of events of some types."""

    path: Path
    object_type: str
    events: tuple[str, ...] = ()


def unseen_values(written: WrittenGoal, catalog: Catalog, engine: DuckDBEngine) -> Iterator[Issue]:
    """Texts only: the values of a choice are known, and told where the goal is held against the data.

    Nothing is said of a value that is like none that there is: a goal may be there before anybody has reached it.
    """
    goal, source = written.goal, written.source
    assert goal is not None
    assert source is not None
    for asked, condition in _comparisons(goal.outcome, _Asked(("outcome",), goal.object)):
        for value in _texts(condition):
            near = _near(value, _seen(asked, condition.property, catalog, engine))
            if near is not None:
                message = f'Goal "{goal.name}" compares {condition.property} with {value}, which nothing has ever had.'
                path = (*asked.path, condition.operator)
                yield source.issue(path, "wrong-value", message, f"did you mean {near}?")


def _comparisons(condition: Condition | None, asked: _Asked) -> Iterator[tuple[_Asked, PropertyCondition]]:
    match condition:
        case All() | Any_():
            for index, part in enumerate(condition.conditions):
                yield from _comparisons(part, replace(asked, path=(*asked.path, condition_word(condition), index)))
        case PropertyCondition():
            yield asked, condition
        case Associated():
            yield from _comparisons(condition.condition, replace(asked, object_type=condition.of))
        case EventCondition():
            where = replace(asked, path=(*asked.path, "where"), events=condition.event)
            yield from _comparisons(condition.where, where)


def _texts(condition: PropertyCondition) -> list[str]:
    if condition.operator not in ("is", "is_any_of"):
        return []
    value = condition.value
    values: Sequence[object] = value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
    return [each for each in values if isinstance(each, str)]


def _near(value: str, seen: Sequence[str]) -> str | None:
    """The value that is most like one that nothing has; None if it is there, or none is like it."""
    folded = {each.casefold(): each for each in reversed(seen)}
    if not seen or len(seen) >= _MOST or value.casefold() in folded:
        return None
    found = get_close_matches(value.casefold()[:200], folded, n=1, cutoff=_LIKENESS)
    return folded[found[0]] if found else None


def _seen(asked: _Asked, name: str, catalog: Catalog, engine: DuckDBEngine) -> list[str]:
    """Every value that the property has or had, the commonest first."""
    if asked.events:
        return [value for type in asked.events for value in _of_events(type, name, catalog, engine)]
    shape = catalog.objects[asked.object_type]
    found = shape.properties.get(name)
    if found is None or found.type is not PropertyType.TEXT:
        return []
    if found.has_history and shape.changes is not None:
        column = CHANGE_COLUMNS[PropertyType.TEXT]
        return _values(engine, f"SELECT {column} AS value FROM {shape.changes} WHERE property = ?", name)
    return _values(engine, f"SELECT {found.column} AS value FROM {shape.table}")


def _of_events(type: str, name: str, catalog: Catalog, engine: DuckDBEngine) -> list[str]:
    found = catalog.events.get(type, {}).get(name)
    if found is None or found.type is not PropertyType.TEXT or found.inline:
        return []
    return _values(engine, f"SELECT {found.column} AS value FROM signatures WHERE type = ?", type)


def _values(engine: DuckDBEngine, query: str, *params: object) -> list[str]:
    asked = f"SELECT value FROM ({query}) WHERE value IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {_MOST}"
    return [str(value) for (value,) in engine.sql(asked, list(params)).fetchall()]
