"""What somebody who installs the wheel gets: pages with their looks and languages, which make fetches and compiles."""

import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
PAGES = "tamis/server/web"
VENDOR = f"{PAGES}/layout/static/vendor"


@pytest.fixture(scope="module")
def carried(tmp_path_factory) -> set[str]:
    """The names in the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.parametrize("name", ["tabler.min.css", "tabler.min.js", "htmx.min.js", "echarts.min.js", "inter.css"])
def test_the_wheel_carries_what_pages_need_in_a_browser(carried, name):
    assert f"{VENDOR}/{name}" in carried


def test_the_wheel_carries_the_licences_of_what_others_wrote(carried):
    assert {f"{VENDOR}/licences/{name}.txt" for name in ("echarts", "htmx", "inter")} <= carried


def test_the_wheel_carries_templates_and_each_translation_compiled(carried):
    sources = {name for name in carried if PurePosixPath(name).name == "django.po"}
    assert {str(PurePosixPath(name).with_suffix(".mo")) for name in sources} <= carried
    assert any(name.startswith(PAGES) and name.endswith(".html") for name in carried)


def test_what_is_served_asks_for_no_file_that_is_not_there():
    for sheet in (ROOT / "src" / VENDOR).glob("*.css"):
        asked = {part.split(")")[0].strip("'\"") for part in sheet.read_text(encoding="utf-8").split("url(")[1:]}
        files = {name for name in asked if not name.startswith("data:")}
        assert [name for name in files if not (sheet.parent / name).exists()] == []
