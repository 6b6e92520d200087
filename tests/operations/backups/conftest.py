"""A workspace that was made once, a backup of it, and copies of both that a test may change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.operations.backups.sales import Sales, make_sales


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sales, Path]:
    """The workspace and its backup, only to read."""
    sales = make_sales(tmp_path_factory.mktemp("made") / "sales")
    return sales, sales.back_up()


@pytest.fixture
def sales(made: tuple[Sales, Path], tmp_path: Path) -> Sales:
    """A copy of the workspace."""
    return Sales(Path(shutil.copytree(made[0].folder, tmp_path / "sales")))


@pytest.fixture
def backup_file(made: tuple[Sales, Path], tmp_path: Path) -> Path:
    """A copy of the backup, alone in its folder."""
    return Path(shutil.copy(made[1], tmp_path / "backup.zip"))
