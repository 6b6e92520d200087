"""The events of a data folder, with properties as columns or as JSON."""

from tests.generative.cells import CHOICES, Column, cell
from tests.generative.drawing import Drawing
from tests.generative.files import Draft, write_table
from tests.generative.folders import IDS, Folder

TYPES = ("email_opened", "form_submitted", "page_viewed", "Demo requested")
_POOL = (
    ("form_name", "text"),
    ("plan", "choice"),
    ("topics", "choices"),
    ("seconds", "number"),
    ("is_new", "boolean"),
    ("planned_on", "date"),
    ("visited_at", "datetime"),
    ("campaign", "text"),
)
_TWO_TYPED = {"form_submitted": Column("value", "text"), "page_viewed": Column("value", "number")}


def declare_events(d: Drawing, schema: dict | None) -> dict[str, list[Column]]:
    """The property columns of each event type. A column that no type declares is of all of them."""
    columns: dict[str, list[Column]] = {type: [] for type in TYPES}
    for name, kind in d.some(_POOL, 3, len(_POOL)):
        options = CHOICES[:2] if kind == "choice" and d.chance(50) else ()
        column = Column(name, kind, options, is_ugly=d.chance(15))
        declaring = (
            d.some(TYPES, 1, 4) if schema is not None and (kind in ("choice", "choices") or d.chance(60)) else ()
        )
        for type in declaring or TYPES:
            columns[type].append(column if declaring else Column(name, kind, (), column.is_ugly and kind != "choices"))
        for type in declaring:
            declared = {"type": kind, "options": list(options)} if options else kind
            schema["events"].setdefault(type, {})[name] = declared
    if schema is not None and d.maybe(30, "a property of two event types, of two types"):
        for type, column in _TWO_TYPED.items():
            columns[type].append(column)
            schema["events"].setdefault(type, {})["value"] = column.kind
    return columns


def draw_events(d: Drawing, folder: Folder, columns: dict[str, list[Column]]) -> None:
    is_json = d.chance(30)
    d.use("event properties as JSON" if is_json else "event properties as columns")
    rows = [_event(d, folder, columns) for _ in range(d.count(6, 24))]
    rows += _repeats(d, rows)
    rows = [_packed(d, row) if is_json else row for row in d.shuffled(rows)]
    own = ("contact_id", "type", "occurred_at", "machine", "id")
    names = dict.fromkeys([*own, *(["properties"] if is_json else _names(columns))])
    folder.files |= write_table(d, "events", rows, names)


def _names(columns: dict[str, list[Column]]) -> list[str]:
    return [column.name for type in columns.values() for column in type]


def _event(d: Drawing, folder: Folder, columns: dict[str, list[Column]]) -> Draft:
    type = d.pick(TYPES)
    row: Draft = {"contact_id": d.pick(folder.ids["contact"]), "type": type, "occurred_at": d.instant_text()}
    row |= {column.name: cell(d, column) for column in columns[type]}
    if d.maybe(15, "machine event"):
        row["machine"] = d.pick(("true", "1", "TRUE"))
    elif d.chance(10):
        row["machine"] = d.pick(("false", "maybe"))
    if d.maybe(4, "event without a contact"):
        row["contact_id"] = d.pick(("nobody", None, *IDS["contact"]))
    if d.maybe(4, "event with an unreadable time"):
        row["occurred_at"] = d.pick(("soon", None))
    return row


def _repeats(d: Drawing, rows: list[Draft]) -> list[Draft]:
    """Rows with the id of another: the same row again, or one that differs in time or in a property."""
    again = []
    for number, row in enumerate(rows):
        if not d.chance(10):
            continue
        row["id"] = d.pick((f"e{number}", "7", "e0"))
        d.use("event id repeated")
        again.append(dict(row))
        if d.maybe(50, "event id repeated with another row"):
            other = d.pick(rows)
            again.append(other | {"id": row["id"]} | ({"occurred_at": row["occurred_at"]} if d.chance(50) else {}))
    return again


def _packed(d: Drawing, row: Draft) -> Draft:
    own = {name: row[name] for name in ("contact_id", "type", "occurred_at", "machine", "id") if name in row}
    properties = {name: cell for name, cell in row.items() if name not in own}
    if d.chance(3):
        d.use("unreadable cell")
        return own | {"properties": d.pick(("{broken", "[]"))}
    return own | ({"properties": properties} if properties else {})
