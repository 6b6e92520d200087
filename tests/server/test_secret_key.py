"""The key by which the server signs is made once, and is nobody else's to read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tamis.errors import UsageError
from tamis.server.secret_key import secret_key


def test_everybody_who_makes_it_at_once_gets_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as several:
        found = set(several.map(secret_key, [tmp_path] * 40))
    assert len(found) == 1
    assert len(found.pop()) >= 60
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    secret_key(tmp_path)
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_another_workspace_has_another(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")


def test_a_file_without_a_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("short\n")
    with pytest.raises(UsageError, match="holds no key; delete it"):
        secret_key(tmp_path)
