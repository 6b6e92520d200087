"""`tamis backup` and `tamis restore`, as a person types them."""

from __future__ import annotations

import pytest

from tamis.cli.shell import run


@pytest.fixture
def said(capsys):
    """Runs a command; gives its exit code and what it said to the person."""

    def run_it(line: str) -> tuple[int, str]:
        code = run(line.split())
        told = capsys.readouterr()
        assert told.out == ""
        return code, told.err

    return run_it


def test_a_workspace_is_backed_up_and_restored(made, sales, said, monkeypatch):
    monkeypatch.chdir(sales.folder)
    code, told = said("backup ../kept.zip --quiet")
    assert (code, told.startswith("../kept.zip: the workspace as of 2")) == (0, True)
    monkeypatch.chdir(sales.folder.parent)
    code, told = said("restore kept.zip --into again --quiet")
    assert (code, told.startswith("again is the workspace as of 2")) == (0, True)
    assert type(sales)(sales.folder.parent / "again").seen() == made[0].seen()
    assert said("restore kept.zip --into again --replace --quiet")[0] == 0


def test_a_mistake_is_a_sentence_and_ends_with_2(sales, said, monkeypatch):
    monkeypatch.chdir(sales.folder.parent)
    assert said("backup kept.zip")[0] == 2
    assert said("restore kept.zip") == (2, 'error: There is no file "kept.zip".\n')
    code, told = said("backup kept.zip --workspace sales")
    assert (code, told.splitlines()[0]) == (0, "Bringing the warehouse to rest")
    code, told = said("restore kept.zip --into sales")
    assert (code, "is a workspace already" in told) == (2, True)
