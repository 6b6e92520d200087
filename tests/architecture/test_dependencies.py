"""Every dependency earns its place, and every lock is complete."""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = [re.split(r"[\[<>=]", each)[0].strip() for each in PROJECT["project"]["dependencies"]]


def locked(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("ruamel-yaml", "ruamel.yaml")


def explained(marker: str) -> set[str]:
    """The packages in the first table of the architecture after a marker."""
    table = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split(marker)[1].split("|\n\n")[0]
    return set(re.findall(r"^\| ([\w./@-]+) \|", table, re.M)) - {"package"}


def test_each_runtime_dependency_has_its_line():
    assert explained("## Dependencies") == set(RUNTIME)


def test_each_package_in_a_browser_has_its_line():
    front = json.loads((ROOT / "front/package.json").read_text(encoding="utf-8"))
    assert explained("What pages need in a browser") == set(front["dependencies"])


def test_locks_of_npm_pin_by_digest_and_name_no_host():
    for lock in (ROOT / "front/package-lock.json", ROOT / "tests/server/node/package-lock.json"):
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
        assert [name for name, package in packages.items() if name and "integrity" not in package] == []
        assert [name for name, package in packages.items() if "resolved" in package] == []


def test_each_runtime_dependency_is_locked_with_hashes():
    for lock in ("runtime.lock", "dev.lock"):
        text = locked(lock)
        assert [
            name for name in RUNTIME if not re.search(rf"^{re.escape(name)}==.* \\\n    --hash=sha256:", text, re.M)
        ] == []


def test_each_optional_dependency_is_locked_for_the_tests():
    for extra in PROJECT["project"]["optional-dependencies"].values():
        for name in (re.split(r"[\[<>=]", each)[0] for each in extra):
            assert re.search(rf"^{re.escape(name)}==.* \\\n    --hash=sha256:", locked("dev.lock"), re.M)
            assert not re.search(rf"^{re.escape(name)}==", locked("runtime.lock"), re.M)


def test_the_locks_agree():
    pinned = [dict(re.findall(r"^([\w.-]+)==(\S+) \\$", locked(lock), re.M)) for lock in ("runtime.lock", "dev.lock")]
    assert pinned[0].items() <= pinned[1].items()


def test_no_lock_names_a_place_to_fetch_from():
    assert not re.search(r"https?:|file:|index-url|find-links", locked("runtime.lock") + locked("dev.lock"))
