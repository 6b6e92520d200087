"""What /healthz warns of while the server works: nobody should take it out of service, and somebody should look."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from tamis.cli.shell import run
from tests.server.serving import ServeProcess, eventually
from tests.server.stories.company import Company

FORM = {"type": "track", "event": "Form Submitted", "userId": "ann", "properties": {"tries": 2}}
PAID = {"type": "identify", "userId": "ann", "traits": {"seats": 30}}


def warnings(served: ServeProcess) -> list[tuple[str, str]]:
    """Parts and sentences; as many as the metrics count."""
    health = served.ask("/healthz")
    assert (health.status, health.said["reasons"]) == (200, [])
    told = health.said["warnings"]
    assert isinstance(told, list)
    return [(warning["part"], warning["message"]) for warning in told]


def counted(served: ServeProcess) -> dict[str, float]:
    """What /metrics counts of each part."""
    name = 'tamis_warnings{part="'
    return {key[len(name) : -2]: value for key, value in served.metrics().items() if key.startswith(name)}


def take_again(company: Company, begun: Path, folder: Path, *, seats: str) -> int:
    """Imports the first data once more, with that type of a property; gives the exit code."""
    shutil.copytree(begun.parent / "beginning", folder)
    schema = folder / "schema.yaml"
    schema.write_text(schema.read_text().replace("seats: number", f"seats: {seats}"))
    return run(["import", str(folder), "--workspace", str(company.folder)])


def interest(company: Company) -> list[str]:
    """The line of Ann."""
    return [line for line in company.values()["interest"] if line.startswith("ann")]


def test_scores_that_the_data_no_longer_bears_out_are_told(
    served: ServeProcess, company: Company, begun: Path, tmp_path: Path
):
    with served:
        assert served.send(PAID).status == 200
        eventually(lambda: any(line.startswith("ann,7,") for line in interest(company)))
        assert (warnings(served), counted(served)) == ([], {"scores": 0, "machine rules": 0, "jobs": 0})
        assert take_again(company, begun, tmp_path / "other", seats="text") == 2
        eventually(lambda: warnings(served))
        [(part, sentence)] = warnings(served)
        assert part == "scores"
        assert "Scores are not computed, and stay as they are: interest.yaml (version 1):19: " in sentence
        assert "seats" in sentence
        assert counted(served) == {"scores": 1, "machine rules": 0, "jobs": 0}
        # What is sent is taken in, and counts when that is mended.
        assert served.send(*(FORM | {"messageId": str(n)} for n in range(4))).status == 200
        eventually(lambda: served.metrics()["tamis_messages_drained_total"] == 5)
        assert interest(company)[0].startswith("ann,7,")
        assert warnings(served) == [(part, sentence)]
        assert take_again(company, begun, tmp_path / "again", seats="number") == 0
        eventually(lambda: warnings(served) == [])
        eventually(lambda: interest(company)[0].startswith("ann,8,"))
        assert [line["message"] for line in served.logged()].count(sentence) == 1


def test_mistakes_in_the_rules_about_machines_are_told(served: ServeProcess):
    file = served.workspace.machine_rules
    rules = file.read_text()
    with served:
        file.write_text("rules:\n  - {key: ours, emaildomain: ada@example.com}\n")
        eventually(lambda: warnings(served))
        assert {part for part, _ in warnings(served)} == {"machine rules"}
        _, sentence = warnings(served)[0]
        assert sentence.startswith("The rules as they were before are in use: machine.yaml:2: ")
        assert "ada" not in served.ask("/healthz").body.decode() + served.log
        assert counted(served)["machine rules"] == len(warnings(served))
        file.write_text(rules)
        eventually(lambda: warnings(served) == [])


def test_a_job_that_fails_is_told_and_tried_again_and_holds_nothing_up(served: ServeProcess, company: Company):
    rename(served, "dismissals", "lost")
    with served:
        command = [sys.executable, "-m", "tamis", "duplicates", "--workspace", str(company.folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as asked:
            eventually(lambda: warnings(served))
            [(part, sentence)] = warnings(served)
            assert part == "jobs"
            assert re.fullmatch(r"Job 1 \(.*\) fails, and is tried again \(attempt \d of 5\); .*", sentence)
            [failing] = [job for job in jobs(company) if job["id"] == 1]
            assert failing["reason"] == "It failed unexpectedly (CatalogException)."
            assert served.send(PAID).status == 200
            eventually(lambda: any(line.startswith("ann,7,") for line in interest(company)))
            served.stop()
            rename(served, "lost", "dismissals")
            served.start()
            said = asked.communicate(timeout=60)
        assert (asked.returncode, "Traceback" in said[1]) == (0, False), said
        assert "The server could not do it yet, and will try again. It failed unexpectedly" in said[1]
        eventually(lambda: warnings(served) == [])
        assert {job["state"] for job in jobs(company)} == {"done"}


def rename(served: ServeProcess, table: str, name: str) -> None:
    """Gives a table of the warehouse another name while nobody has it open."""
    with duckdb.connect(str(served.workspace.warehouse)) as warehouse:
        warehouse.execute(f"ALTER TABLE {table} RENAME TO {name}")


def jobs(company: Company) -> list[dict[str, object]]:
    """As `tamis jobs --all` lists them."""
    command = [sys.executable, "-m", "tamis", "jobs", "--all", "--json", "--workspace", str(company.folder)]
    listed: list[dict[str, object]] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return listed
