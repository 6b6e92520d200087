"""What running a process costs: wall seconds, CPU seconds, peak memory."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """Wall and CPU (user and system, all threads) in seconds, peak resident memory in bytes."""

    wall: float
    cpu: float
    peak: float


def cost_of_process(command: Sequence[str]) -> Cost:
    """Runs a command from start to exit. Raises RuntimeError, with what it said, if it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=_usual())
    assert process.stderr is not None
    with process.stderr:
        said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    # Popen must not wait for a process that is gone.
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{said}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def _usual() -> dict[str, str]:
    """The environment without what would make Python compile its modules anew at each start."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def cost_inside(module: str, *arguments: str) -> Cost:
    """Runs a module of this package that measures its own work (`told`), without start-up and imports."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr}")
    return Cost(**json.loads(done.stdout))


def told(work: Callable[[], object]) -> str:
    """Does the work; what it cost this process, for `cost_inside` to read."""
    cpu, wall = _cpu_of_this_process(), time.perf_counter()
    work()
    cost = Cost(time.perf_counter() - wall, _cpu_of_this_process() - cpu, _peak_of_this_process())
    return json.dumps(asdict(cost))


def in_turns(works: Mapping[str, Callable[[], Cost]], runs: int) -> dict[str, Cost]:
    """Runs all works one after the other, as often as asked (A B A B …); the median of each figure."""
    seen: dict[str, list[Cost]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            seen[name].append(work())
    return {name: _median(costs) for name, costs in seen.items()}


def _median(costs: Sequence[Cost]) -> Cost:
    wall, cpu, peak = zip(*((cost.wall, cost.cpu, cost.peak) for cost in costs), strict=True)
    return Cost(statistics.median(wall), statistics.median(cpu), statistics.median(peak))


def _cpu_of_this_process() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _peak_of_this_process() -> float:
    # Not ru_maxrss: what the parent held at the fork would count there.
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
