"""Data folders: records, events, associations, members and changes, as exports have them."""

import json
from dataclasses import dataclass, field

from tests.generative.cells import CHOICES, ITEMS, Column, cell
from tests.generative.drawing import Drawing
from tests.generative.files import Draft, write_table

TABLES = {"contact": "contacts", "company": "companies", "deal": "deals", "subscription": "subscription"}
IDS = {
    "contact": ("1", "2", "10", "é9", "a b", "Z"),
    "company": ("1", "k2", "K3", "ö"),
    "deal": ("d1", "1", "D2"),
    "subscription": ("s1", "s2", "1"),
}
POOL = (
    ("industry", "text"),
    ("job title", "text"),
    ("country", "choice"),
    ("regions", "choices"),
    ("employees", "number"),
    ("is_customer", "boolean"),
    ("signed_on", "date"),
    ("seen_at", "datetime"),
)
KNOWN = {
    "contact": (("lifecycle_stage", "text"), ("email", "text")),
    "company": (("domain", "text"),),
    "deal": (("amount", "number"), ("is_won", "boolean"), ("closed_at", "datetime")),
    "subscription": (),
}
STAGES = ("lead", "mql", "customer")
LABELS = ("Billing", "billing", "Reports to")


@dataclass
class Folder:
    files: dict[str, bytes] = field(default_factory=dict)
    schema: dict = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)
    columns: dict[str, list[Column]] = field(default_factory=dict)


def declare(d: Drawing, object: str, schema: dict) -> list[Column]:
    """The columns of an object, some of them declared in the schema. Choices are told from texts only by declaring."""
    names = {name for name, _ in KNOWN[object]}
    columns = []
    for name, kind in (*d.some(KNOWN[object], 0, 2), *d.some(POOL, 3, len(POOL))):
        options = {"choice": CHOICES[:2], "choices": ITEMS}.get(kind, ()) if d.chance(40) else ()
        declared = (
            schema is not None and name not in names and (kind == "choice" or d.chance(70 if kind == "choices" else 45))
        )
        if declared:
            d.use("declared property", *(["options"] if options else []))
            schema["objects"].setdefault(object, {})[name] = (
                {"type": kind, "options": list(options)} if options else kind
            )
        else:
            d.use("inferred property")
        columns.append(Column(name, kind, options if declared else (), is_ugly=_is_ugly(d, kind, declared)))
    return columns


def _is_ugly(d: Drawing, kind: str, declared: bool) -> bool:
    """Lists beside texts that nobody declared are left out: such cells are told only if a definition needs them."""
    return d.chance(18) and (declared or kind != "choices")


def draw_records(d: Drawing, folder: Folder, object: str) -> None:
    """One table of records, with rows that repeat an id or have none."""
    commas = d.maybe(15, "decimal comma")
    columns = [Column(c.name, c.kind, c.options, c.is_ugly, commas) for c in folder.columns[object]]
    rows = [{"id": id} | {column.name: cell(d, column) for column in columns} for id in folder.ids[object]]
    with_creation = d.chance(50)
    for row in rows:
        _add_creation(d, row) if with_creation else None
        _add_column_links(d, row, folder, object)
    if d.maybe(15, "record id repeated"):
        rows.append({column: d.pick(rows)[column] for column in rows[0]} | {"id": d.pick(rows)["id"]})
    if d.maybe(8, "record without id"):
        rows.append(rows[0] | {"id": None})
    names = dict.fromkeys(name for row in rows for name in row)
    separator = d.pick((";", "\t")) if commas else None
    folder.files |= write_table(d, TABLES[object], rows, names, separator=separator)


def _add_creation(d: Drawing, row: Draft) -> None:
    if d.maybe(12, "record created later"):
        row["created_at"] = d.instant_text(d.as_of + 86_400_000_000)
    else:
        row["created_at"] = d.pick((None, d.instant_text(d.instant(later=False)), "last year"))


def _add_column_links(d: Drawing, row: Draft, folder: Folder, object: str) -> None:
    targets = {"contact": ("company",), "deal": ("contact", "company")}.get(object, ())
    for target in targets:
        row[f"{target}_id"] = d.pick((None, *IDS[target])) if d.chance(85) else "nobody"


def draw_associations(d: Drawing, folder: Folder) -> None:
    objects = list(folder.ids)
    rows = []
    for _ in range(d.count(0, 8)):
        first, second = d.pick(objects), d.pick(objects)
        row: Draft = {"from_object": first, "from_id": d.pick(folder.ids[first])}
        row |= {"to_object": second, "to_id": d.pick(folder.ids[second])}
        if (first, row["from_id"]) == (second, row["to_id"]):
            continue
        row["label"] = d.pick((None, *LABELS))
        row["primary"] = d.pick((None, "true", "1", "false", "maybe"))
        d.use("association", *(["labelled association"] if row["label"] else []))
        d.use(*(["flagged primary"] if row["primary"] in ("true", "1") else []))
        if d.maybe(8, "association rejected"):
            row[d.pick(("from_id", "to_id", "to_object"))] = "nobody"
        rows.append(row)
    columns = ("from_object", "from_id", "to_object", "to_id", "label", "primary")
    folder.files |= write_table(d, "associations", rows, columns)


def draw_members(d: Drawing, folder: Folder, segments: dict[str, dict]) -> None:
    """Members of static segments; rows of dynamic ones, and of records that are not there, are rejected."""
    rows = [{"segment": "loose", "id": d.pick(folder.ids["contact"])}] if "loose" in segments else []
    for key in d.some(list(segments), 0, len(segments)):
        for id in d.some(IDS[segments[key]["object"]], 1, 3):
            d.use(
                "member rejected"
                if "when" in segments[key] or id not in folder.ids[segments[key]["object"]]
                else "static member"
            )
            rows.append({"segment": key, "id": id})
    folder.files |= write_table(d, "segment_members", d.shuffled(rows), ("segment", "id"))


def draw_changes(d: Drawing, folder: Folder) -> None:
    rows = []
    for _ in range(d.count(0, 6)):
        object = d.pick(list(folder.columns))
        column = d.pick(folder.columns[object])
        row: Draft = {"object": object, "id": d.pick(folder.ids[object]), "property": column.name}
        row |= {"value": cell(d, column), "changed_at": d.instant_text()}
        d.use("property history")
        if d.maybe(12, "change that is rejected"):
            row[d.pick(("object", "id", "property", "changed_at"))] = "created_at"
        rows.append(row)
        if d.maybe(25, "changes at one instant"):
            rows.append(row | {"value": cell(d, column)})
    folder.files |= write_table(d, "property_changes", rows, ("object", "id", "property", "value", "changed_at"))


def schema_file(d: Drawing, schema: dict) -> dict[str, bytes]:
    return {"schema.yaml": json.dumps(schema, ensure_ascii=False, indent=1).encode()}
