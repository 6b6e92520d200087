"""The columns of a table as they came, and the SQL that gives a cell its text, whatever the file's own type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ABSENT = "CAST(NULL AS VARCHAR)"


class Kind(StrEnum):
    """What the file itself says a column holds; a text says nothing yet."""

    TEXT = "text"
    BOOLEAN = "boolean"
    WHOLE = "whole"
    FLOAT = "float"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    LIST = "list"


@dataclass(frozen=True)
class Column:
    """One column of a raw relation: its name in the file, and the SQL of its cell.

    `cell` is NULL where the cell is blank. Text columns of files that know lists keep those apart in `items`
    (VARCHAR[], NULL where the cell is no list; an item of NULL stands for something that is no text at all).
    """

    name: str
    cell: str
    kind: Kind = Kind.TEXT
    items: str = ""
    point_only: str = "true"
    """SQL: in this row the decimal sign is a point (cells separated by commas, and every file that is no CSV)."""
    span: tuple[int, int] | None = None
    """Of a file's own times, where it says that none is blank or outside the calendar: the first and the last, in
    microseconds UTC."""

    header: str = ""
    """Its name in the file, where it is mapped to another."""
    said: str = ""
    """SQL of what the row itself says, where the cell is found out from that."""

    @property
    def is_read_by_file(self) -> bool:
        """Whether how a cell is read depends on the file that it is in (`f`)."""
        return self.point_only not in ("true", "false")

    @property
    def is_absent(self) -> bool:
        """Whether the table has no such column: it is blank in every row."""
        return self.cell == ABSENT and not self.items

    @property
    def text(self) -> str:
        """SQL of the cell as it would be written in CSV: NULL if blank or a list."""
        return _TEXTS[self.kind].format(self.cell)

    @property
    def list(self) -> str:
        """SQL of the cell's list, or of NULL where it is none."""
        return self.items or "NULL::VARCHAR[]"

    @property
    def known(self) -> str:
        """SQL: the cell is not blank."""
        if self.kind == Kind.LIST:
            return f"{self.items} IS NOT NULL"
        return f"({self.cell} IS NOT NULL OR {self.items} IS NOT NULL)" if self.items else f"{self.cell} IS NOT NULL"

    @property
    def is_found_out(self) -> bool:
        """Whether the cell is not what the row itself says."""
        return bool(self.said)

    @property
    def written(self) -> str:
        """SQL of the text that rows are compared by (data.md, "Repeated events"): a list as compact JSON."""
        return f"coalesce({self.text}, to_json({self.items})::VARCHAR)" if self.items else self.text


# A float of 12.0 is how tables with holes keep the whole number 12, ids above all.
_WHOLE_FLOAT = "CASE WHEN {0} = trunc({0}) AND abs({0}) < 1e15 THEN {0}::BIGINT::VARCHAR ELSE {0}::VARCHAR END"
_TEXTS: Mapping[Kind, str] = {
    Kind.TEXT: "{0}",
    Kind.BOOLEAN: "{0}::VARCHAR",
    Kind.WHOLE: "{0}::VARCHAR",
    Kind.FLOAT: _WHOLE_FLOAT,
    Kind.DECIMAL: "{0}::VARCHAR",
    Kind.DATE: "{0}::VARCHAR",
    Kind.TIME: "{0}::VARCHAR",
    Kind.LIST: ABSENT,
}
