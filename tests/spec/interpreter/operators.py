"""The operators of each property type (scoring.md, "Conditions")."""

from tests.spec.interpreter.instants import read_instant, read_period

NEGATIVE = {"is_not", "is_none_of", "does_not_contain", "contains_none_of", "not_between"}
_NO_OPERATORS = {"property", "score", "tier", "matches_unknown"}


def holds_of_value(kind: str, value: object, condition: dict, *, as_of: int, time_zone: str) -> bool:
    """Whether a value meets the one operator of a condition.

    "An unknown value meets no positive operator and every negative one"; `matches_unknown` overrides that.
    """
    [(operator, operand)] = [(key, value) for key, value in condition.items() if key not in _NO_OPERATORS]
    if operator == "is_known":
        return (value is not None) is operand
    if value is None:
        return condition.get("matches_unknown", operator in NEGATIVE)
    match kind:
        case "text":
            return _text(operator, value.lower(), _lowered(operand))
        case "choice":
            return _plain(operator, value, operand)
        case "choices":
            return _choices(operator, value, set(operand))
        case "number":
            return _number(operator, value, operand)
        case "boolean":
            return value is operand
        case "date" | "datetime":
            return _instant(operator, value, operand, as_of, time_zone)
    raise ValueError(kind)


def _lowered(operand: str | list[str]) -> str | list[str]:
    return operand.lower() if isinstance(operand, str) else [item.lower() for item in operand]


def _plain(operator: str, value: object, operand: object) -> bool:
    match operator:
        case "is":
            return value == operand
        case "is_not":
            return value != operand
        case "is_any_of":
            return value in operand
        case "is_none_of":
            return value not in operand
    raise ValueError(operator)


def _text(operator: str, value: str, operand: str | list[str]) -> bool:
    match operator:
        case "contains":
            return operand in value
        case "does_not_contain":
            return operand not in value
        case "contains_any_of":
            return any(item in value for item in operand)
        case "starts_with":
            return value.startswith(operand)
        case "ends_with":
            return value.endswith(operand)
    return _plain(operator, value, operand)


def _choices(operator: str, value: frozenset[str], operand: set[str]) -> bool:
    match operator:
        case "contains_any_of":
            return bool(value & operand)
        case "contains_all_of":
            return operand <= value
        case "contains_none_of":
            return not value & operand
        case "is_exactly":
            return value == operand
    raise ValueError(operator)


def _number(operator: str, value: float, operand: float | list[float]) -> bool:
    """IEEE doubles on both sides."""
    operand = [float(item) for item in operand] if isinstance(operand, list) else float(operand)
    match operator:
        case "greater_than":
            return value > operand
        case "at_least":
            return value >= operand
        case "less_than":
            return value < operand
        case "at_most":
            return value <= operand
        case "between":
            return operand[0] <= value <= operand[1]
        case "not_between":
            return not operand[0] <= value <= operand[1]
    return _plain(operator, value, operand)


def _instant(operator: str, value: int, operand: str | list[str], as_of: int, time_zone: str) -> bool:
    match operator:
        case "before":
            return value < read_instant(operand, time_zone)
        case "after":
            return value >= read_instant(operand, time_zone)
        case "between":
            return read_instant(operand[0], time_zone) <= value < read_instant(operand[1], time_zone)
        case "in_the_last":
            return as_of - read_period(operand) < value <= as_of
        case "in_the_next":
            return as_of < value <= as_of + read_period(operand)
        case "more_than_ago":
            return value <= as_of - read_period(operand)
    raise ValueError(operator)
