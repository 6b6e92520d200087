"""Who is associated with whom, and who is a static member of what (data.md, "Associations" and "Bad input")."""

from collections import defaultdict
from dataclasses import dataclass, field

from tests.spec.interpreter.records import Property, Records, read_cell
from tests.spec.interpreter.schema import COLUMN_LINKS, Schema
from tests.spec.interpreter.tables import Row, Table
from tests.spec.interpreter.told import Told

Place = tuple[str, str]  # object, id
_PRIMARY = Property("boolean", digits=True)


@dataclass
class Link:
    """All that is said of one pair of records: "associated once, whatever number of rows and labels say so"."""

    labels: set[str] = field(default_factory=set)
    is_flagged: bool = False  # a row says `primary`
    is_column: bool = False  # the contact's own company_id


Links = dict[Place, dict[Place, Link]]


def read_links(table: Table | None, records: dict[str, Records], schema: Schema, told: Told) -> Links:
    links: Links = defaultdict(lambda: defaultdict(Link))
    for (object, column), other in COLUMN_LINKS.items():
        for record in records[object].by_id.values():
            if record.values.get(column) in records[other].by_id:
                _join(links, (object, record.id), (other, record.values[column]), is_column=True)
    for row in (table or Table()).rows:
        _read_association(row, links, records, schema, told)
    return links


def _read_association(row: Row, links: Links, records: dict[str, Records], schema: Schema, told: Told) -> None:
    first = (row.text("from_object"), row.text("from_id"))
    second = (row.text("to_object"), row.text("to_id"))
    if not (_is_there(first, records) and _is_there(second, records)):
        told.reject(row, "an association of a record that is not there")
        return
    is_flagged = read_cell(row, "primary", _PRIMARY, schema, told) or False
    _join(links, first, second, label=row.text("label"), is_flagged=is_flagged)


def _join(links: Links, first: Place, second: Place, *, label=None, is_flagged=False, is_column=False) -> None:
    """Associations are "read in both directions"."""
    for one, other in ((first, second), (second, first)):
        link = links[one][other]
        link.labels |= {label} - {None}
        link.is_flagged |= is_flagged
        link.is_column |= is_column


def _is_there(place: tuple[str | None, str | None], records: dict[str, Records]) -> bool:
    return place[0] in records and place[1] in records[place[0]].by_id


def read_members(
    table: Table | None, records: dict[str, Records], segments: dict[str, dict], told: Told
) -> dict[str, set[str]]:
    """The ids of each static segment. "A name that occurs only here is a static segment of contacts"."""
    members: dict[str, set[str]] = defaultdict(set)
    for row in (table or Table()).rows:
        key, id = row.text("segment"), row.text("id")
        segment = segments.get(key, {"object": "contact"})
        if key is None:
            told.reject(row, "no segment")
        elif "when" in segment:
            told.reject(row, "a member of a dynamic segment")
        elif id not in records[segment["object"]].by_id:
            told.reject(row, "a member that is not there")
        else:
            members[key].add(id)
    return members
