"""Whatever somebody does to the files of a model, it is refused by the name of the file, and nothing else happens."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.predict.artefact.test_round_trip import kept

from tamis.errors import DataError
from tamis.predict.artefact import artefact_bytes, artefact_from_bytes, read_artefact, write_artefact
from tamis.predict.artefact.arrays import array_bytes


@pytest.fixture
def model(tmp_path) -> Path:
    write_artefact(tmp_path / "model", kept("glass box"))
    return tmp_path / "model"


@pytest.fixture
def boosted(tmp_path) -> Path:
    write_artefact(tmp_path / "boosted", kept("boosted"))
    return tmp_path / "boosted"


def refusal(folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_artefact(folder)
    assert str(folder) in str(caught.value)
    return str(caught.value)


def rewritten(folder: Path, change: Any, array: str = "", data: bytes = b"") -> str:
    """What a reader says after someone who knows the format changed the manifest, or a file, and all its sums."""
    manifest = json.loads((folder / "manifest.json").read_text())
    if array:
        (folder / array).write_bytes(data)
        manifest["files"][array] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    change(manifest)
    del manifest["digest"]
    rest = json.dumps(manifest, separators=(",", ":")).encode()[1:]
    digest = hashlib.sha256(rest).hexdigest().encode()
    (folder / "manifest.json").write_bytes(b'{"digest": "' + digest + b'", ' + rest)
    return refusal(folder)


def nothing(_: dict[str, Any]) -> None:
    """The manifest stays."""


@pytest.mark.parametrize("name", ["manifest.json", "scores.npy", "edges.npy", "rows.npy", "spread.npy"])
def test_a_missing_or_changed_file_is_named(model, name):
    whole = (model / name).read_bytes()
    place = len(whole) // 2
    (model / name).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    assert f"{name}: " in refusal(model)
    (model / name).write_bytes(whole[:-1])
    assert f"{name}: " in refusal(model)
    (model / name).unlink()
    assert f"{name}: the file is missing" in refusal(model)


def test_a_folder_that_is_none_has_no_manifest(tmp_path):
    assert "manifest.json: the file is missing" in refusal(tmp_path / "nowhere")


def test_a_manifest_without_an_end_is_not_read(model):
    with (model / "manifest.json").open("ab") as file:
        file.truncate(1 << 40)
    assert "manifest.json: this is no file of a model, or larger than any" in refusal(model)


def test_links_and_pipes_are_not_read(model, tmp_path):
    data = (model / "scores.npy").read_bytes()
    (tmp_path / "elsewhere.npy").write_bytes(data)
    (model / "scores.npy").unlink()
    (model / "scores.npy").symlink_to(tmp_path / "elsewhere.npy")
    assert "scores.npy: this is a link" in refusal(model)
    (model / "scores.npy").unlink()
    os.mkfifo(model / "scores.npy")
    assert "scores.npy: this is no file of a model" in refusal(model)
    (model / "scores.npy").unlink()
    (model / "scores.npy").mkdir()
    assert "scores.npy: " in refusal(model)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: m.update(format="onnx"), "no manifest of a model of Tamis"),
        (lambda m: m.update(version=3), "the model has format 3; this version of Tamis reads formats 1 and 2"),
        (lambda m: m.update(more=1), "does not say what a model"),
        (lambda m: m.pop("facts"), "does not say what a model"),
        (lambda m: m["model"].update(kind="pickle"), "does not say what a model"),
        (lambda m: m["model"].update(intercept="0"), "does not say what a model"),
        (lambda m: m["files"].update({"../../etc/passwd": m["files"]["rows.npy"]}), "other files than a model has"),
        (lambda m: m["files"].pop("rows.npy"), "other files than a model has"),
        (lambda m: m["files"]["rows.npy"].update(bytes=1 << 60), "larger than those of any model"),
        (lambda m: m["model"]["axes"][0].update(edges=1 << 50), "more or fewer edges"),
        (lambda m: m["model"]["axes"][0].update(edges=-1), "more or fewer edges"),
        (lambda m: m["model"]["axes"][0].update(feature="ghost"), "no feature of that kind"),
        (lambda m: m["model"]["terms"][0].update(axes=[900]), "features that are not there"),
        (lambda m: m["model"]["terms"][0].update(axes=[-1]), "features that are not there"),
        (lambda m: m["model"]["terms"][0].update(axes=[0] * 5), "more or fewer"),
        (lambda m: m["model"]["terms"].pop(), "more or fewer"),
        (lambda m: m["calibration"].update(slope=-1.0), "slope has to be above 0"),
        (lambda m: m["calibration"].update(knots=[]), "as many heights as knots"),
        (lambda m: m["intervals"].update(above=[0.5]), "each with a way down and a way up"),
        (lambda m: m["features"].append(m["features"][0]), "two features have one name"),
    ],
)
def test_a_manifest_whose_sums_are_right_and_whose_words_are_not_is_refused(model, change, words):
    assert words in rewritten(model, change)


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "[" * 5_000, '{"format": "x", "version": 1e999}', "\x00"])
def test_a_manifest_that_is_something_else_is_refused(model, text):
    (model / "manifest.json").write_text(text)
    assert "manifest.json: this is no manifest" in refusal(model)


def npy(header: str, body: bytes = b"") -> bytes:
    padded = header.encode().ljust(118) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded + body


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no .npy file"),
        (b"\x93NUMPY\x03\x00", "no .npy file"),
        (npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", b"cos\nsystem\n(S'id'\ntR."), "no .npy file"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }"), "more or fewer numbers"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }"), "no .npy file"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }", bytes(32)), "no .npy file"),
        (npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", bytes(8)), "no .npy file"),
        (npy("__import__('os').system('true')"), "no .npy file"),
        (npy("[" * 100), "no .npy file"),
        (array_bytes(np.zeros(3)), "more or fewer scores"),
    ],
)
def test_arrays_that_are_none_are_refused_before_anything_is_allocated(model, data, words):
    assert words in rewritten(model, nothing, "scores.npy", data)


def with_first(folder: Path, array: str, value: float) -> str:
    """What a reader says after the first number of an array was changed, with all sums; then all is as before."""
    before = {path: path.read_bytes() for path in folder.iterdir()}
    values = np.load(folder / array)
    values[0] = value
    told = rewritten(folder, nothing, array, array_bytes(values))
    for path, data in before.items():
        path.write_bytes(data)
    return told


def test_numbers_that_are_none_are_refused(model):
    for name in ("scores", "rows", "spread"):
        assert "holds what is no finite number" in with_first(model, f"{name}.npy", np.inf)
    assert "are no rising numbers" in with_first(model, "edges.npy", np.nan)


def test_trees_that_would_lead_out_of_memory_are_refused(boosted):
    for name in ("left", "right", "feature", "leaves", "sets", "set_sizes", "set_words"):
        assert "its parts do not make a model" in with_first(boosted, f"{name}.npy", 1 << 40)


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data)
    return written.getvalue()


def test_an_archive_of_other_files_is_refused():
    for files in ([("../manifest.json", b"")], [("/etc/passwd", b"")], [("model.pkl", b"")]):
        with pytest.raises(DataError, match="files that no model has"):
            artefact_from_bytes(zipped(files))
    with pytest.raises(DataError, match=r"manifest.json: the file is missing"):
        artefact_from_bytes(zipped([("edges.npy", b"")]))


def test_an_archive_that_says_too_much_is_refused_before_it_is_unpacked():
    bomb = bytearray(zipped([("edges.npy", b"x")]))
    # The size in its directory: four bytes, 24 after the entry's signature.
    place = bomb.index(b"PK\x01\x02") + 24
    bomb[place : place + 4] = (0x7FFFFFFF).to_bytes(4, "little")
    with pytest.raises(DataError, match="larger than any model"):
        artefact_from_bytes(bytes(bomb))


WHOLE = artefact_bytes(kept("naive"))


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, len(WHOLE) - 1), bit=st.integers(0, 7), cut=st.booleans())
def test_an_archive_with_any_bit_changed_or_cut_anywhere_is_refused_or_the_same(place, bit, cut):
    changed = WHOLE[:place] if cut else WHOLE[:place] + bytes([WHOLE[place] ^ 1 << bit]) + WHOLE[place + 1 :]
    try:
        again = artefact_from_bytes(changed)
    except DataError:
        return
    # Some bits of a zip say nothing of its content: dates, systems, rights.
    assert artefact_bytes(again) == WHOLE
