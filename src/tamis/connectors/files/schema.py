"""schema.yaml: what inference would get wrong (data.md, "A data folder" and "Types")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from tamis.connectors.files.folder import OTHER_TABLES, STANDARD_TABLES, check_inside
from tamis.definitions import PropertyType
from tamis.definitions.nodes import Node, compose
from tamis.definitions.source import path_text
from tamis.errors import DataError, DefinitionError, Issue, closest

FILE = "schema.yaml"
NO_EVENT_PROPERTIES = frozenset({"id", "contact_id", "type", "occurred_at", "machine"})
_KEYS = ("time_zone", "lifecycle_stages", "objects", "events", "columns", "leave_out")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_MOST_BYTES = 10_000_000
_WITH_OPTIONS = (PropertyType.CHOICE, PropertyType.CHOICES)


@dataclass(frozen=True)
class Declared:
    """The type of a property and, of a choice, the values it may take (none given: any)."""

    type: PropertyType
    options: tuple[str, ...] = ()


_TEXT, _TIME = Declared(PropertyType.TEXT), Declared(PropertyType.DATETIME)
_NUMBER, _BOOLEAN = Declared(PropertyType.NUMBER), Declared(PropertyType.BOOLEAN)
_KNOWN: Mapping[str, Mapping[str, Declared]] = {
    "contact": dict.fromkeys(("email", "phone", "lifecycle_stage", "owner", "company_id"), _TEXT),
    "company": dict.fromkeys(("name", "domain"), _TEXT),
    "deal": dict.fromkeys(("stage", "contact_id", "company_id"), _TEXT)
    | {"amount": _NUMBER, "is_won": _BOOLEAN, "is_closed": _BOOLEAN, "closed_at": _TIME},
}


@dataclass(frozen=True)
class FolderSchema:
    """What a folder declares: properties by object and by event type, the lifecycle stages, the time zone of dates, and
    by table the names that the columns of its files stand for, and those that are left out, by their headers."""

    time_zone: str = "UTC"
    objects: Mapping[str, Mapping[str, Declared]] = field(default_factory=dict)
    events: Mapping[str, Mapping[str, Declared]] = field(default_factory=dict)
    lifecycle_stages: tuple[str, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    leave_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    any_event: Mapping[str, Declared] = field(default_factory=dict)
    """Event properties that no event type declares but whose type is known: a workspace has had them before."""
    tentative: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By object, the properties whose declared type holds only where the data has no value of them either."""
    tentative_events: frozenset[str] = frozenset()
    """Those among `any_event`."""
    open_event_names: frozenset[str] = frozenset()
    """Event properties that some types are known to have and schema.yaml does not declare: others may have them too."""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By table, the columns whose type was chosen for this file: they must be there."""
    taken_into: str | None = None
    """The time zone of the workspace that the folder is taken into, if it is into one."""

    @property
    def zone_of_days(self) -> str:
        """The time zone in which properties that are days begin: the same for all that a workspace keeps, or a day of
        one folder would be none of another's. Instants that are told as days begin in that of the folder."""
        return self.taken_into or self.time_zone

    @property
    def tables(self) -> Mapping[str, str]:
        """The table of each object: a custom object's has its name."""
        return {**STANDARD_TABLES, **{name: name for name in self.objects if name not in STANDARD_TABLES}}

    def known(self, object: str) -> Mapping[str, Declared]:
        """What data.md itself says of an object's columns; schema.yaml comes before it."""
        known = {"created_at": _TIME, **_KNOWN.get(object, {})}
        if object == "contact" and self.lifecycle_stages:
            known["lifecycle_stage"] = Declared(PropertyType.CHOICE, self.lifecycle_stages)
        return known

    def declared(self, object: str) -> Mapping[str, Declared]:
        """The properties of an object that schema.yaml declares."""
        return self.objects.get(object, MappingProxyType({}))


def read_schema(folder: Path) -> FolderSchema:
    """The folder's schema.yaml; an empty schema without one. Raises DefinitionError with every mistake of the file."""
    path = folder / FILE
    if not path.exists() and not path.is_symlink():
        return FolderSchema()
    try:
        check_inside(folder, path, FILE)
    except DataError as error:
        raise DefinitionError([Issue(str(path), 0, 0, "unreadable-file", error.message, error.hint)]) from error
    return _Reader(str(path)).read(_text(path))


def _text(path: Path) -> str:
    with path.open("rb") as stream:
        content = stream.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise DefinitionError([Issue(str(path), 0, 0, "file-too-large", "This is too long for a schema.")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        issue = Issue(str(path), line, 0, "wrong-encoding", "The file is not UTF-8.", "save it as UTF-8")
        raise DefinitionError([issue]) from error


class _Reader:
    """Reads the tree, telling every mistake at its place."""

    def __init__(self, file: str) -> None:
        self._file, self._issues = file, list[Issue]()
        self._root: Node | None = None

    def read(self, text: str) -> FolderSchema:
        composed = compose(text)
        misread = [mistake for mistake in composed.misread if mistake.code != "empty-file"]
        self._issues += [
            Issue(self._file, mistake.line, mistake.column, mistake.code, str(mistake), mistake.hint)
            for mistake in misread
        ]
        self._root = composed.root
        raw = self._mapping(composed.root.value if composed.root else None, ())
        for key in raw:
            if key not in _KEYS:
                self._wrong((key,), "unknown-key", f'A schema has no key "{key}".', closest(key, _KEYS))
        schema = FolderSchema(
            time_zone=self._time_zone(raw.get("time_zone")),
            objects={name: self._object(name, declared) for name, declared in self._part(raw, "objects")},
            events={name: self._event(name, declared) for name, declared in self._part(raw, "events")},
            lifecycle_stages=self._texts(raw.get("lifecycle_stages"), ("lifecycle_stages",)),
        )
        columns = {table: self._columns(table, named, schema) for table, named in self._part(raw, "columns")}
        schema = replace(schema, columns=columns)
        left_out = {table: self._left_out(table, said, schema) for table, said in self._part(raw, "leave_out")}
        schema = replace(schema, leave_out=left_out)
        if self._issues:
            raise DefinitionError(sorted(self._issues))
        return schema

    def _wrong(self, path: tuple[str | int, ...], code: str, message: str, hint: str = "") -> None:
        line, column = self._root.place(path, on_key=code.startswith("unknown")) if self._root else (1, 1)
        self._issues.append(Issue(self._file, line, column, code, message, hint, path_text(path)))

    def _mapping(self, value: Any, path: tuple[str | int, ...]) -> dict[str, Any]:
        if value is None or isinstance(value, dict):
            return value or {}
        self._wrong(path, "wrong-shape", f"{path_text(path) or 'The schema'} must be a mapping of names.")
        return {}

    def _part(self, raw: dict[str, Any], key: str) -> Iterator[tuple[str, Any]]:
        yield from self._mapping(raw.get(key), (key,)).items()

    def _time_zone(self, value: Any) -> str:
        if value is None:
            return "UTC"
        try:
            return ZoneInfo(value).key
        except (ValueError, KeyError, OSError, TypeError, AttributeError):
            self._wrong(("time_zone",), "unknown-time-zone", "The time zone is unknown.", "such as Europe/Paris")
            return "UTC"

    def _object(self, name: str, declared: Any) -> dict[str, Declared]:
        path = ("objects", name)
        if name in (*STANDARD_TABLES.values(), *OTHER_TABLES):
            object = {table: object for object, table in STANDARD_TABLES.items()}.get(name)
            hint = f"did you mean {object}?" if object else "choose another name"
            self._wrong(path, "unknown-object", f'"{name}" is the name of a table, not of an object.', hint)
        elif not _KEY.fullmatch(name):
            self._wrong(path, "unknown-object", f'"{name}" cannot be an object: a name is like a_key.')
        return self._properties(declared, path, forbidden=frozenset({"id"}))

    def _columns(self, table: str, value: Any, schema: FolderSchema) -> dict[str, str]:
        """Headers of a table's files, each with the name that it stands for."""
        self._check_table(path := ("columns", table), schema)
        named = self._mapping(value, path)
        for header, name in named.items():
            if not isinstance(name, str) or not name:
                self._wrong(
                    (*path, header), "wrong-shape", "A column stands for one name, a text.", "First Name: first_name"
                )
            elif list(named.values()).count(name) > 1:
                self._wrong((*path, header), "twice", f"Two columns would be {name}.", "map one of them to another")
        return named

    def _left_out(self, table: str, value: Any, schema: FolderSchema) -> tuple[str, ...]:
        """Headers of a table's files, of which nothing is read."""
        self._check_table(path := ("leave_out", table), schema)
        headers = self._texts(value, path)
        for header in headers:
            if name := schema.columns.get(table, {}).get(header):
                self._wrong(path, "twice", f'"{header}" is left out, and stands for {name} by columns.')
        return headers

    def _check_table(self, path: tuple[str, str], schema: FolderSchema) -> None:
        table, tables = path[1], (*schema.tables.values(), *OTHER_TABLES)
        if table not in tables:
            self._wrong(path, "unknown-table", f'There is no table "{table}".', closest(table, tables))

    def _event(self, name: str, declared: Any) -> dict[str, Declared]:
        return self._properties(declared, ("events", name), forbidden=NO_EVENT_PROPERTIES)

    def _properties(self, value: Any, path: tuple[str, ...], *, forbidden: frozenset[str]) -> dict[str, Declared]:
        found = {}
        for name, declared in self._mapping(value, path).items():
            if name in forbidden:
                self._wrong((*path, name), "unknown-property", f'"{name}" is no property; it cannot be declared.')
            elif read := self._declared(declared, (*path, name)):
                found[name] = read
        created_at = found.get("created_at")
        if path[0] == "objects" and created_at and created_at.type not in (PropertyType.DATE, PropertyType.DATETIME):
            self._wrong((*path, "created_at"), "wrong-type", "created_at says when: it is a date or a datetime.")
        return found

    def _declared(self, value: Any, path: tuple[str, ...]) -> Declared | None:
        if not isinstance(value, dict):
            type = self._type(value, path)
            return Declared(type) if type else None
        for key in value:
            if key not in ("type", "options"):
                self._wrong((*path, key), "unknown-key", f'A property has no key "{key}".', "type, options")
        type = self._type(value.get("type"), (*path, "type"))
        options = self._texts(value.get("options"), (*path, "options"))
        if options and type and type not in _WITH_OPTIONS:
            self._wrong((*path, "options"), "wrong-type", f"A {type} has no options; a choice has.", "type: choice")
        return Declared(type, options) if type else None

    def _type(self, value: Any, path: tuple[str, ...]) -> PropertyType | None:
        if isinstance(value, str) and value in list(PropertyType):
            return PropertyType(value)
        hint = closest(value, list(PropertyType)) if isinstance(value, str) else ""
        types = ", ".join(PropertyType)
        self._wrong(path, "wrong-type", f"The type is one of {types}.", hint)
        return None

    def _texts(self, value: Any, path: tuple[str, ...]) -> tuple[str, ...]:
        if value is None:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
            self._wrong(path, "wrong-shape", f"{path[-1]} is a list of texts.", "quote numbers, true and false")
            return ()
        return tuple(dict.fromkeys(value))
