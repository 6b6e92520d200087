"""Everybody on every data set, one after the other, each in a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.predict.names import TAMIS
from bench.predict.results import Result

_HERE = Path(__file__).parent
_PRODUCT = _HERE.parents[1] / "src" / "tamis" / "predict"
# What a figure does not depend on.
_OTHERS = {"__main__.py", "company.py", "million.py", "contests.py", "marks.py", "report.py", "tamis.py"}


@dataclass(frozen=True)
class Arena:
    """Where the data is, where results are kept, the seed, and who hears what is being done."""

    data: Path
    cache: Path
    seed: int
    say: Callable[[str], None]

    def results(self, sets: Sequence[str], contestants: Sequence[str]) -> Iterator[Result]:
        """Of all of them; those that were measured by the same code are not measured anew."""
        for name in sets:
            for contestant in contestants:
                yield self._result(name, contestant)

    def _result(self, name: str, contestant: str) -> Result:
        kept = self.cache / f"{name}, {contestant}, {self.seed}, {_code(contestant)}.json"
        if not kept.exists():
            self.say(f"{contestant} on {name}")
            self.cache.mkdir(parents=True, exist_ok=True)
            kept.write_text(self._measured(name, contestant), encoding="utf-8")
        return Result(**json.loads(kept.read_text(encoding="utf-8")))

    def _measured(self, name: str, contestant: str) -> str:
        command = ["-m", "bench.predict.working", name, contestant, str(self.data), str(self.seed)]
        # One thread each: CPU seconds of several would count their waiting for one another.
        alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, env=alone)
        if done.returncode:
            raise RuntimeError(f"{contestant} on {name}:\n{done.stderr}")
        return done.stdout


def _code(contestant: str) -> str:
    """A digest of whatever decides about a contestant's figures, libraries and machine apart."""
    files = [file for file in sorted(_HERE.rglob("*.py")) if file.name not in _OTHERS]
    if contestant == TAMIS:
        files += [_HERE / "tamis.py", *sorted(_PRODUCT.rglob("*.py"))]
    digest = hashlib.blake2b(digest_size=6)
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
