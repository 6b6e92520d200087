"""Every construct of the language and of the data, so that a run can tell which it never drew."""

from collections import Counter
from collections.abc import Iterable
from itertools import product

OPERATORS = {
    "text": [
        "is",
        "is_not",
        "is_any_of",
        "is_none_of",
        "contains",
        "does_not_contain",
        "contains_any_of",
        "starts_with",
        "ends_with",
        "is_known",
    ],
    "choice": ["is", "is_not", "is_any_of", "is_none_of", "is_known"],
    "choices": ["contains_any_of", "contains_all_of", "contains_none_of", "is_exactly", "is_known"],
    "number": [
        "is",
        "is_not",
        "is_any_of",
        "is_none_of",
        "greater_than",
        "at_least",
        "less_than",
        "at_most",
        "between",
        "not_between",
        "is_known",
    ],
    "boolean": ["is", "is_known"],
    "date": ["before", "after", "between", "in_the_last", "in_the_next", "more_than_ago", "is_known"],
    "datetime": ["before", "after", "between", "in_the_last", "in_the_next", "more_than_ago", "is_known"],
}
NEGATIVE = {"is_not", "is_none_of", "does_not_contain", "contains_none_of", "not_between"}
WINDOWS = ("last", "before", "after", "between")
COMBINES = ("max", "sum", "min", "average")
OBJECTS = ("contact", "company", "deal", "subscription")


def _each(pattern: str, *parts: Iterable[str]) -> set[str]:
    return {pattern.format(*chosen) for chosen in product(*parts)}


def _operators(pattern: str) -> set[str]:
    return {pattern.format(kind, operator) for kind, operators in OPERATORS.items() for operator in operators}


CONSTRUCTS = frozenset(
    _each("score of a {}", OBJECTS)
    | _each("{} score", ("fit", "engagement", "combined"))
    | _each("{} {}", ("rule", "group", "score"), ("limit", "limit: null", "floor", "floor: null"))
    | _each("population {}", ("include", "exclude"))
    | _each("thresholds of a {} score", ("fit", "engagement", "combined"))
    | _each("{} rule in a {} group", ("record", "event"), ("fit", "engagement"))
    | _each("record rule, {}", ("points", "cases", "of with points", "of with cases"))
    | _each("record rule, of with combine {}", COMBINES)
    | _each("{}, association {}", ("record rule", "condition"), ("default", "primary", "any", "label"))
    | {"cases with a gate", "event rule with a gate", "enabled: false", "case with a label"}
    | _each("event rule, {}", ("points", "cases", "times", "where", "several types", "machine include"))
    | {"event rule, machine exclude"}
    | _each("event rule, within {}", WINDOWS)
    | _each("event rule of another object, combine {}", (*COMBINES, "default"))
    | _each("event rule of another object, contacts {}", ("association", "where", "in_segment"))
    | _each("times {}", ("from zero", "with an open end", "of several ranges", "out of order"))
    | _each("decay {} of {}", ("linear", "step"), ("points", "cases", "times"))
    | {"decay of a group", "decay of a rule", "decay: none over the group's", "decay: null over the group's"}
    | _each("condition {}", ("all", "any", "none", "of", "event", "property", "score", "tier"))
    | _each("condition in_segment, {}", ("static", "dynamic"))
    | _each("condition event, {}", ("where", "several types", "times", "times from zero", "machine include"))
    | _each("condition event, within {}", WINDOWS)
    | {"condition event on another object", "condition of contact, event", "segment inside a segment"}
    | _operators("record {} {}")
    | _operators("event {} {}")
    | _each("matches_unknown: {}", ("true", "false"))
    | _each("file {}", ("csv , ", "csv ; ", "csv \t", "csv.gz", "jsonl", "jsonl.gz", "parquet", "folder"))
    | {"byte-order mark", "decimal comma", "typed parquet column", "native JSON values", "missing table"}
    | {"no schema.yaml", "time zone", "declared property", "inferred property", "options", "lifecycle stages"}
    | {"event properties as columns", "event properties as JSON", "a property of two event types, of two types"}
    | {"property history", "changes at one instant", "change that is rejected", "static member", "member rejected"}
    | {"association", "association rejected", "flagged primary", "labelled association"}
    | {"record id repeated", "record without id", "record created later", "no JSON object"}
    | {"row with too many cells", "row with a quote out of place"}
    | {"event without a contact", "event with an unreadable time", "event id repeated", "machine event"}
    | {"event id repeated with another row", "instant on a boundary", "unreadable cell"}
)


class Coverage(Counter):
    """How often each construct was drawn and, under texts that begin with `_AGREED`, how many cases agreed."""

    _AGREED = "agreed: "

    def __missing__(self, construct: str) -> int:
        return 0

    def agreed(self, seed: int) -> None:
        """Both sides gave the same for one more case of that seed."""
        self[f"{self._AGREED}{seed:06}"] += 1

    @property
    def by_seed(self) -> list[tuple[int, int]]:
        found = [name for name in self if name.startswith(self._AGREED)]
        return sorted((int(name.removeprefix(self._AGREED)), self[name]) for name in found)

    @property
    def compared(self) -> int:
        """Cases without a difference."""
        return sum(count for _, count in self.by_seed)

    @property
    def never_drawn(self) -> list[str]:
        return sorted(construct for construct in CONSTRUCTS if not self[construct])

    def rarest(self, number: int) -> list[tuple[str, int]]:
        counts = [(construct, self[construct]) for construct in CONSTRUCTS]
        return sorted(counts, key=lambda item: (item[1], item[0]))[:number]
