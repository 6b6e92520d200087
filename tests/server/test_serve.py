"""`tamis serve`: what it says, what it answers, and what it refuses."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from tamis.operations.serving import is_served
from tests.server.process import free_port
from tests.server.serving import ServeProcess, eventually
from tests.server.test_answers import EVENT


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    with ServeProcess(tmp_path_factory.mktemp("serve") / "w") as started:
        yield started


def refusal(command: list[str]) -> str:
    """The one sentence that a server ends with which could not begin."""
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    said = [line for line in ended.stderr.splitlines() if not line.startswith("{")]
    assert (ended.returncode, ended.stdout, len(said)) == (2, "", 1), ended.stderr
    assert ended.stderr.count("Spawning") <= 1
    return said[0]


def test_it_is_healthy_and_measures_what_comes(serving):
    health = serving.ask("/healthz")
    assert (health.status, health.said) == (200, {"ready": True, "reasons": [], "warnings": []})
    before = serving.metrics()
    assert serving.send(EVENT, {"type": "track", "event": "e"}, EVENT).status == 200
    serving.post("/v1/track", b"{")
    after = serving.metrics()

    def grown(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert grown('tamis_ingest_requests_total{status="200"}') == 1
    assert grown('tamis_ingest_requests_total{status="400"}') == 1
    assert grown("tamis_ingest_messages_total") == 2
    assert grown("tamis_ingest_messages_rejected_total") == 1
    assert grown("tamis_ingest_put_seconds_count") == 1


def test_what_comes_is_taken_in(serving):
    drained = serving.metrics()["tamis_messages_drained_total"]
    assert serving.send(EVENT, EVENT).status == 200
    eventually(lambda: serving.metrics()["tamis_messages_drained_total"] >= drained + 2)
    eventually(lambda: serving.metrics()["tamis_inbox_depth"] == 0)


def test_another_path_is_not_found(serving):
    assert serving.ask("/nothing/here/").status == 404
    assert serving.post("/healthz", b"{}").status == 404
    # Segment's clients take nothing but JSON from the routes of their protocol.
    assert serving.post("/v1/nothing", b"{}").said["code"] == "not_found"


def test_the_log_is_json_and_tells_nothing_of_who_sent(serving):
    secret = EVENT | {"userId": "ada@example.com", "context": {"ip": "192.0.2.77"}}
    serving.send(secret, secret | {"timestamp": "ada@example.com"})
    serving.post("/v1/track", b'{"writeKey": "%s", "email": "ada@example.com"' % serving.key.encode())
    assert all(set(line) == {"at", "level", "logger", "message"} for line in serving.logged())
    assert not [each for each in (serving.key, "ada", "192.0.2.77") if each in serving.log]


def test_a_workspace_is_served_once(serving):
    assert is_served(serving.workspace)
    assert "is served already" in refusal(serving.command(port=free_port()))


def test_a_port_that_is_taken_is_refused(serving, tmp_path):
    other = ServeProcess(tmp_path / "other")
    # By another server of ours, which would share it, and by a stranger.
    assert f"port {serving.port}" in refusal(other.command(port=serving.port))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "Address already in use" in refusal(other.command(port=taken.getsockname()[1]))
    assert "no host" in refusal([*other.command(), "--host", "no.such.host.invalid"])


def test_what_is_no_workspace_is_refused(serving, tmp_path):
    assert "is no workspace" in refusal(serving.command(folder=tmp_path))


@pytest.mark.parametrize("name", ["inbox.sqlite3", "warehouse.duckdb", "application.sqlite3"])
def test_a_damaged_workspace_is_refused(tmp_path, name):
    other = ServeProcess(tmp_path / "other")
    file = other.workspace.folder / name
    file.write_bytes(b"no database at all" * 1000)
    assert name in refusal(other.command())
    assert not is_served(other.workspace)


def test_a_workspace_that_a_command_has_open_is_waited_for(tmp_path):
    other = ServeProcess(tmp_path / "other")
    hold = "import duckdb, sys; duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    command = [Path(other.command()[0]), "-c", hold, other.workspace.warehouse]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        other.launch()
        try:
            # What is sent meanwhile is stored.
            eventually(lambda: _sent(other))
            health = other.ask("/healthz")
            assert (health.status, health.said["ready"]) == (503, False)
            assert [each["part"] for each in health.said["reasons"]] == ["keeper"]
            holder.kill()
            assert other.first_line().startswith("Tamis serves")
            assert other.is_ready()
        finally:
            other.kill()


def _sent(serving) -> bool:
    try:
        return serving.send(EVENT).status == 200
    except OSError:
        return False
