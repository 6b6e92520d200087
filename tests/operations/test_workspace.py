"""Workspaces: made once, found from within, and never guessed."""

import pytest

from tamis.errors import UsageError
from tamis.operations.workspace import find_workspace, init_workspace


def test_a_workspace_is_found_from_any_folder_in_it(tmp_path):
    made = init_workspace(tmp_path / "work", time_zone="Asia/Tokyo")
    found = find_workspace(None, made.rejects)
    assert (found.folder.resolve(), found.time_zone) == (made.folder.resolve(), "Asia/Tokyo")
    assert find_workspace(made.folder, tmp_path) == made


def test_a_folder_with_other_things_becomes_a_workspace_and_keeps_them(tmp_path):
    (tmp_path / "contacts.csv").write_text("id\n")
    init_workspace(tmp_path, time_zone="UTC")
    assert (tmp_path / "contacts.csv").read_text() == "id\n"


def test_a_workspace_is_not_made_twice(tmp_path):
    init_workspace(tmp_path, time_zone="UTC")
    with pytest.raises(UsageError, match="is a workspace already"):
        init_workspace(tmp_path, time_zone="UTC")


def test_a_warehouse_without_settings_is_left_alone(tmp_path):
    (tmp_path / "warehouse.duckdb").write_bytes(b"precious")
    with pytest.raises(UsageError, match="is there, the rest of a workspace without its settings"):
        init_workspace(tmp_path, time_zone="UTC")
    assert (tmp_path / "warehouse.duckdb").read_bytes() == b"precious"


def test_a_time_zone_that_is_none_is_told_before_anything_is_made(tmp_path):
    with pytest.raises(UsageError, match='There is no time zone "Europe/Atlantis"'):
        init_workspace(tmp_path / "work", time_zone="Europe/Atlantis")
    assert not (tmp_path / "work").exists()


def test_a_time_zone_that_was_changed_in_the_settings_is_told_before_a_day_becomes_another(tmp_path):
    made = init_workspace(tmp_path, time_zone="UTC")
    settings = tmp_path / "workspace.yaml"
    settings.write_text(settings.read_text().replace("time_zone: UTC", "time_zone: Asia/Tokyo"))
    with (
        pytest.raises(UsageError, match="the days of this workspace begin in UTC"),
        find_workspace(None, tmp_path).opened(),
    ):
        pass
    with made.opened() as warehouse:
        assert warehouse.time_zone == "UTC"


def test_where_there_is_no_workspace_the_way_to_one_is_told(tmp_path):
    with pytest.raises(UsageError, match="tamis init"):
        find_workspace(None, tmp_path)
    with pytest.raises(UsageError, match="is no workspace; make one with: tamis init"):
        find_workspace(tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ("format: 2\ntime_zone: UTC\n", "of a format that this Tamis does not read"),
        ("format: 1\ntime_zone: Mars\n", 'There is no time zone "Mars"'),
        ("format: 1\ntime_zone: UTC\ntimezone: UTC\n", "did you mean time_zone?"),
        ("format: [1\n", "cannot be read as settings"),
    ],
)
def test_settings_that_are_not_ours_are_told(tmp_path, settings, sentence):
    (tmp_path / "workspace.yaml").write_text(settings)
    with pytest.raises(UsageError) as told:
        find_workspace(tmp_path, tmp_path)
    assert sentence in str(told.value)
