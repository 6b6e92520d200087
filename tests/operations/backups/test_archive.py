"""Archives that are not as Tamis made them: refused before anything is restored."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tamis import __version__
from tamis.errors import UsageError
from tests.operations.backups.sales import Parts, Sales, files, put_back


def refused(file: Path, sentence: str) -> None:
    """Holds that the archive is refused and leaves nothing."""
    folder = file.parent / "new" / "sales"
    with pytest.raises(UsageError, match=sentence):
        put_back(file, folder)
    assert not folder.parent.exists()


def test_a_file_that_is_no_backup_is_refused(tmp_path):
    file = tmp_path / "b.zip"
    refused(file, "There is no file")
    for text in (b"", b"PK", b"id,country\n" * 100):
        file.write_bytes(text)
        refused(file, "no backup of Tamis, or is damaged")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("holiday.jpg", "x")
    refused(file, "it has no manifest")


def test_an_archive_that_was_cut_off_is_refused(backup_file):
    whole = backup_file.read_bytes()
    for size in (len(whole) - 1, len(whole) // 2, 100, 22):
        backup_file.write_bytes(whole[:size])
        refused(backup_file, "damaged")


def test_a_damaged_archive_is_refused_or_does_no_harm(made, backup_file, tmp_path):
    whole, right = backup_file.read_bytes(), files(made[0].folder)
    draw = random.Random(5)
    # Everywhere, and mostly in what ZIP keeps at the end, which is small and has no checksum of its own.
    places = [draw.randrange(len(whole)) for _ in range(15)] + [len(whole) - draw.randrange(1, 1500) for _ in range(85)]
    harmless = 0
    for number, place in enumerate(places):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << draw.randrange(8)
        backup_file.write_bytes(damaged)
        folder = tmp_path / f"new{number}"
        try:
            put_back(backup_file, folder)
        except UsageError:
            assert not folder.exists()
        else:
            # A bit of a date, or of what no one reads.
            found = files(folder)
            assert all(found[name] == text for name, text in right.items() if "sqlite3" not in name)
            harmless += 1
            shutil.rmtree(folder)
    assert harmless < 60


def altered(file: Path, alter: Callable[[dict, Parts], None], **options: object) -> Path:
    """The archive with its manifest and its parts changed, all else as Tamis writes it."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts.pop("manifest.json"))
    alter(manifest, parts)
    with zipfile.ZipFile(file, "w", **options) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        archive.writestr("manifest.json", json.dumps(manifest))
    return file


def add(manifest: dict, parts: Parts, name: str, text: bytes = b"x") -> None:
    digest = hashlib.sha256(text).hexdigest()
    manifest["members"].append({"name": name, "size": len(text), "sha256": digest})
    parts[name] = text


def test_an_archive_packed_again_in_the_same_way_is_restored(made, backup_file, tmp_path):
    put_back(altered(backup_file, lambda manifest, parts: None), tmp_path / "sales")
    assert Sales(tmp_path / "sales").seen() == made[0].seen()


@pytest.mark.parametrize(
    "name",
    [
        "../out.csv",
        "/tmp/out.csv",
        "rejects/../../out.csv",
        "rejects/..",
        "rejects/a/b.csv",
        "rejects\\out.csv",
        "rejects/C:out.csv",
        "rejects/.hidden",
        "rejects/",
        "notes.txt",
        "WORKSPACE.yaml",
        "rejects/a\n.csv",
    ],
)
def test_a_path_that_climbs_out_is_refused(backup_file, name):
    refused(altered(backup_file, lambda manifest, parts: add(manifest, parts, name)), "no part of a workspace")


def test_a_newer_format_is_refused_whatever_else_it_has(backup_file):
    def of_the_future(manifest: dict, parts: Parts) -> None:
        manifest |= {"format": 2, "tamis": "7.0", "keys": {"a": 1}}
        add(manifest, parts, "models/one.bin")

    refused(altered(backup_file, of_the_future), r"made by a newer Tamis \(7.0\); install that one, or a later one")


def test_databases_of_a_newer_tamis_are_refused(backup_file, tmp_path):
    newer = Sales(tmp_path / "newer")
    put_back(backup_file, newer.folder)
    newer.sql("UPDATE warehouse.settings SET value = '99' WHERE name = 'format'")

    def of_the_future(manifest: dict, parts: Parts) -> None:
        manifest["members"] = [each for each in manifest["members"] if each["name"] != "warehouse.duckdb"]
        add(manifest, parts, "warehouse.duckdb", newer.workspace.warehouse.read_bytes())

    refused(altered(backup_file, of_the_future), r"backup.zip/warehouse.duckdb was written by a newer Tamis")


def test_a_manifest_that_tells_other_than_there_is_is_refused(backup_file):
    whole = backup_file.read_bytes()

    def grown(manifest: dict, parts: Parts) -> None:
        manifest["members"][0]["size"] += 1

    def other_hash(manifest: dict, parts: Parts) -> None:
        manifest["members"][-1]["sha256"] = "0" * 64

    def less(manifest: dict, parts: Parts) -> None:
        del parts["application.sqlite3"]

    def neither(manifest: dict, parts: Parts) -> None:
        del parts["application.sqlite3"]
        manifest["members"] = [each for each in manifest["members"] if each["name"] != "application.sqlite3"]

    def more(manifest: dict, parts: Parts) -> None:
        parts["rejects/more.csv"] = b"x"

    def twice(manifest: dict, parts: Parts) -> None:
        manifest["members"].append(manifest["members"][0])

    def no_size(manifest: dict, parts: Parts) -> None:
        del manifest["members"][0]["size"]

    told = {
        grown: "differ in workspace.yaml",
        other_hash: "its warehouse.duckdb is not what was backed up",
        less: "differ in application.sqlite3",
        neither: "is not whole: it has no application.sqlite3",
        more: "differ in rejects/more.csv",
        twice: "names a file twice",
        no_size: "its manifest cannot be read",
    }
    for alter, sentence in told.items():
        backup_file.write_bytes(whole)
        refused(altered(backup_file, alter), sentence)


def test_what_unpacks_to_more_than_it_is_is_refused(backup_file):
    bomb = altered(
        backup_file,
        lambda manifest, parts: add(manifest, parts, "rejects/bomb.csv", bytes(50_000_000)),
        compression=zipfile.ZIP_DEFLATED,
    )
    refused(bomb, "compressed or encrypted")


def test_members_that_lie_over_one_another_are_refused(backup_file):
    with zipfile.ZipFile(backup_file, "a") as archive:
        original = archive.getinfo("warehouse.duckdb")
        for number in range(5):
            copied = zipfile.ZipInfo(f"rejects/{number}.csv")
            for name in ("header_offset", "CRC", "compress_size", "file_size"):
                setattr(copied, name, getattr(original, name))
            archive.filelist.append(copied)
        archive.comment = b"written anew"
    refused(backup_file, "says that it holds more than there is")


def test_a_manifest_names_the_tamis_that_made_it(backup_file):
    with zipfile.ZipFile(backup_file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        assert archive.testzip() is None
    assert (manifest["format"], manifest["tamis"], manifest["at"]) == (1, __version__, "2026-06-01T00:00:00Z")
    assert {each["name"].split("/")[0] for each in manifest["members"]} == {
        "machine.yaml",
        "workspace.yaml",
        "warehouse.duckdb",
        "application.sqlite3",
        "rejects",
    }
