"""A whole case: a data folder, its segments, one to three scores, and an instant."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from tests.generative import definitions, folders, happenings
from tests.generative.drawing import DAY, Drawing
from tests.generative.folders import IDS, Folder
from tests.generative.language import Language
from tests.spec.interpreter.instants import read_date
from tests.spec.interpreter.told import Told
from tests.spec.interpreter.world import World, read_world

ZONES = ("Europe/Paris", "America/Sao_Paulo", "America/Havana", "Africa/Cairo", "Asia/Kolkata")
DAYS = ("2024-06-01", "2024-03-31", "2018-11-05", "2024-11-04", "2024-04-27")


@dataclass(frozen=True)
class Case:
    files: dict[str, bytes]  # by path inside the data folder
    scores: list[dict]
    as_of: int
    used: frozenset[str]

    def write(self, folder: Path) -> tuple[Path, list[Path]]:
        """The data folder and the definition files, written below `folder`."""
        paths = [folder / "scores" / f"{score['key']}.yaml" for score in self.scores]
        contents = [json.dumps(score, ensure_ascii=False, indent=1).encode() for score in self.scores]
        write_files(folder / "data", self.files)
        write_files(folder / "scores", dict(zip((path.name for path in paths), contents, strict=True)))
        return folder / "data", paths

    def __repr__(self) -> str:
        files = "\n".join(f"--- {path}\n{_shown(path, content)}" for path, content in sorted(self.files.items()))
        return f"Case as of {self.as_of}\n{files}\n" + "\n".join(json.dumps(score) for score in self.scores)


def _shown(path: str, content: bytes) -> str:
    return content.decode() if path.endswith(("csv", "jsonl", "yaml")) else repr(content[:80])


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@st.composite
def cases(draw) -> Case:
    d = Drawing(draw)
    folder, events = _data(d)
    world = _read(folder)
    language = Language(d, world, _options(folder, events))
    _segments_and_scores(d, folder, language, world)
    return Case(folder.files, list(language.scores.values()), d.as_of, frozenset(d.used))


def _data(d: Drawing) -> tuple[Folder, dict]:
    folder = Folder(schema=_schema(d))
    d.as_of = _as_of(d)
    for object in _objects(d, folder.schema):
        low = 2 if object == "contact" else 1
        folder.ids[object] = d.some(IDS[object], low, len(IDS[object]))
    has_schema = folder.schema is not None
    for object in folder.ids:
        folder.columns[object] = folders.declare(d, object, folder.schema)
    events = happenings.declare_events(d, folder.schema)
    for object in folder.ids:
        folders.draw_records(d, folder, object)
    happenings.draw_events(d, folder, events)
    if d.chance(70):
        folders.draw_associations(d, folder)
    if d.chance(50):
        folders.draw_changes(d, folder)
    if has_schema:
        folder.files |= folders.schema_file(d, folder.schema)
    return folder, events


def _schema(d: Drawing) -> dict | None:
    if d.maybe(12, "no schema.yaml"):
        return None
    schema: dict = {"objects": {}, "events": {}}
    if d.maybe(50, "time zone"):
        d.time_zone = schema["time_zone"] = d.pick(ZONES)
    if d.maybe(25, "lifecycle stages"):
        schema["lifecycle_stages"] = list(folders.STAGES)
    return schema


def _as_of(d: Drawing) -> int:
    midnight = read_date(d.pick(DAYS), d.pick(("UTC", d.time_zone)))
    return midnight + d.pick((0, 0, DAY // 2, 1, 37_123_456))


def _objects(d: Drawing, schema: dict | None) -> list[str]:
    objects = ["contact"]
    for object, percent in (("company", 80), ("deal", 50), ("subscription", 50)):
        if object == "subscription":
            if schema is not None and d.chance(percent):
                schema["objects"].setdefault(object, {})
                objects.append(object)
        elif d.chance(percent):
            objects.append(object)
        else:
            d.use("missing table")
    return objects


def _read(folder: Folder) -> World:
    with tempfile.TemporaryDirectory() as place:
        write_files(Path(place), folder.files)
        return read_world(Path(place), Told())


def _options(folder: Folder, events: dict) -> dict[tuple[str, str], tuple[str, ...]]:
    columns = {**folder.columns, **events}
    options = {(place, column.name): column.options for place in columns for column in columns[place] if column.options}
    if folder.schema and folder.schema.get("lifecycle_stages"):
        options["contact", "lifecycle_stage"] = folders.STAGES
    return options


def _segments_and_scores(d: Drawing, folder: Folder, language: Language, world: World) -> None:
    object = d.pick(
        [object for object in (*folder.ids, "contact") if world.records[object].by_id or object == "contact"]
    )
    _static(d, folder, language)
    _dynamic(d, folder, language, object, d.count(0, 3), scores=False)
    for number in range(d.pick((1, 1, 2, 1, 3))):
        language.scores[f"s{number}"] = definitions.score(language, f"s{number}", object)
        _dynamic(d, folder, language, object, d.count(0, 2), scores=True)
    _write_segments(d, folder, language)


def _static(d: Drawing, folder: Folder, language: Language) -> None:
    """`loose` has no file: its name occurs only in segment_members."""
    for object in d.some(list(folder.ids), 0, 3):
        language.segments[f"listed_{object}"] = {"key": f"listed_{object}", "object": object}
    if d.chance(40):
        language.segments["loose"] = {"key": "loose", "object": "contact"}


def _dynamic(d: Drawing, folder: Folder, language: Language, object: str, count: int, *, scores: bool) -> None:
    for _ in range(count):
        key = f"dynamic_{len(language.segments)}"
        of = object if scores or d.chance(50) else d.pick(list(folder.ids))
        drawn = definitions.segment(language, key, of, scores=scores)
        folder.files[f"segments/{key}.yaml"] = json.dumps(drawn, ensure_ascii=False).encode()
        language.segments[key] = {"object": of} | drawn


def _write_segments(d: Drawing, folder: Folder, language: Language) -> None:
    for key, segment in language.segments.items():
        if key.startswith("listed"):
            folder.files[f"segments/{key}.yaml"] = json.dumps(segment).encode()
    if "loose" in language.segments or d.chance(60):
        folders.draw_members(d, folder, language.segments)
