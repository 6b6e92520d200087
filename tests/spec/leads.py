"""Small worlds for tests, written as tables: records, events, a definition, and what each record scores."""

import csv
import json
import re
import shlex
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from tests.spec.implementations import Evaluate

AS_OF = datetime(2024, 6, 1, tzinfo=UTC)
_UNITS = {"us": "microseconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_AGE = re.compile(r"([+-]?)(\d+)(us|s|m|h|d)")


@dataclass(frozen=True)
class Leads:
    """Writes a world, has it scored, and compares.

    The first argument is a rule, a list of rules, or a whole definition with `groups`, as YAML. Rules are put into one
    group; `group` and `score` add keys to it and to its score. Record tables have a header line and cells
    between `|`; an event is `contact type age property="value" …`, its age (`7d`, `7d-1us`) or an instant; an
    engagement reset `object id age`.
    """

    folder: Path
    evaluate: Evaluate

    def __call__(self, rules: str, *, expect: dict, as_of: str | None = None, **world: str | dict) -> None:
        moment = datetime.fromisoformat(as_of) if as_of else AS_OF
        definitions = self._definitions(rules, world)
        resets = {"resets": _resets(world.pop("resets"), moment)} if "resets" in world else {}
        self._write(world, expect, moment)
        rows = {row["id"]: row for row in self.evaluate(self.folder / "data", definitions, _micros(moment), **resets)}
        assert {id: _seen(rows[str(id)], points) for id, points in expect.items()} == {
            id: _wanted(points) for id, points in expect.items()
        }

    def _definitions(self, rules: str, world: dict) -> list[Path]:
        written = _yaml(rules)
        if not (isinstance(written, dict) and "groups" in written):
            rules = written if isinstance(written, list) else [written]
            category = "engagement" if any("event" in rule for rule in rules) else "fit"
            group = {"key": "group", "category": category, **_yaml(world.pop("group", "{}")), "rules": rules}
            written = {**_yaml(world.pop("score", "{}")), "groups": [group]}
        others = [_yaml(other) for other in world.pop("others", [])]
        scores = [{"key": "s", "object": "contact"} | score for score in (written, *others)]
        return [self._yaml_file(f"scores/{score['key']}.yaml", score) for score in scores]

    def _write(self, world: dict, expect: dict, moment: datetime) -> None:
        self._folder("data")
        if "contacts" not in world:
            seen = {str(id) for id in expect} | {line.split()[0] for line in _lines(world.get("events", ""))}
            world["contacts"] = "\n".join(["id", *sorted(seen)])
        for segment in world.pop("segments", []):
            content = _yaml(segment)
            self._yaml_file(f"data/segments/{content['key']}.yaml", content)
        if "schema" in world:
            (self.folder / "data/schema.yaml").write_text(_dedented(world.pop("schema")), encoding="utf-8")
        if "events" in world:
            self._events(world.pop("events"), moment)
        for name, table in world.items():
            self._table(name, table)

    def _events(self, events: str, moment: datetime) -> None:
        with (self.folder / "data/events.jsonl").open("w", encoding="utf-8") as file:
            for line in _lines(events):
                contact, type, age, *cells = shlex.split(line)
                row = {"contact_id": contact, "type": type, "occurred_at": _instant(age, moment)}
                file.write(json.dumps(row | dict(cell.split("=", 1) for cell in cells)) + "\n")

    def _table(self, name: str, table: str) -> None:
        with (self.folder / f"data/{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([cell.strip() for cell in line.split("|")] for line in _lines(table))

    def _yaml_file(self, name: str, content: dict) -> Path:
        path = self._folder(str(Path(name).parent)) / Path(name).name
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return path

    def _folder(self, name: str) -> Path:
        (self.folder / name).mkdir(parents=True, exist_ok=True)
        return self.folder / name


def _resets(resets: str, moment: datetime) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for line in _lines(resets):
        object, id, age = line.split()
        found.setdefault((object, id), []).append(_micros(datetime.fromisoformat(_instant(age, moment))))
    return found


def _micros(instant: datetime) -> int:
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _yaml(text: str) -> object:
    """The mapping or list that a test wrote. It is handed on as JSON, which is YAML too; dates are quoted in tests."""
    return deepcopy(_read(text))


@cache
def _read(text: str) -> object:
    """Read once for all implementations."""
    return YAML(typ="safe", pure=True).load(_dedented(text))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def _dedented(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    margin = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    return "\n".join(line[margin:] for line in lines)


def _instant(age: str, moment: datetime) -> str:
    """`7d-1us` before the moment, or an instant as it is."""
    parts = _AGE.findall(age)
    if "".join(sign + number + unit for sign, number, unit in parts) != age:
        return age
    for sign, number, unit in parts:
        moment -= timedelta(**{_UNITS[unit]: -int(number) if sign == "-" else int(number)})
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _seen(row: dict[str, object], wanted: object) -> object:
    """What a record got, of what the test asks: the total, or the columns it names (`fit` for `s_fit`)."""
    if isinstance(wanted, dict):
        return {name: row[name if name in row else f"s_{name}" if name != "total" else "s"] for name in wanted}
    return row["s"]


def _wanted(points: object) -> object:
    if isinstance(points, dict):
        return {name: _wanted(value) for name, value in points.items()}
    return points if points is None or (isinstance(points, str) and not _is_number(points)) else Decimal(str(points))


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9.]+", text) is not None
