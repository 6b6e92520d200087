"""Two sizes of the drawn tests: `ci`, the same cases each time, and `fuzz`, thousands, in chunks of one seed each.

`make fuzz` takes FUZZ_EXAMPLES (cases in all, default 10,000) and FUZZ_SEED (the first seed, default 1) from the
environment: the same seeds draw the same cases.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.generative.constructs import Coverage
from tests.generative.seeds import CASES_A_RUN, CHUNK, EVERY_CONSTRUCT, Seeds

_SLOW = {
    "max_examples": CASES_A_RUN,
    "derandomize": True,
    "deadline": None,
    "database": None,
    # A case is a whole data folder: large and slow to draw on purpose.
    "suppress_health_check": (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
}
settings.register_profile("ci", **_SLOW)
settings.register_profile("fuzz", **_SLOW)
settings.load_profile("ci")

_CI = [EVERY_CONSTRUCT, *([Seeds(0, 60)] if os.environ.get("TAMIS_THOROUGH") else [])]
_COVERAGE = pytest.StashKey[Coverage]()
_TOLD = "drawn cases"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`seeds`: those of one chunk of cases."""
    if "seeds" in metafunc.fixturenames:
        chunks = _chunks() if settings.get_current_profile_name() == "fuzz" else _CI
        metafunc.parametrize("seeds", chunks, ids=lambda seeds: f"seed-{seeds.chunk}")


def _chunks() -> list[Seeds]:
    first = int(os.environ.get("FUZZ_SEED", "1"))
    examples = int(os.environ.get("FUZZ_EXAMPLES", "10000"))
    starts = range(0, examples, CHUNK)
    return [Seeds(first + number, min(CHUNK, examples - start)) for number, start in enumerate(starts)]


@pytest.fixture
def coverage(pytestconfig: pytest.Config) -> Coverage:
    """Counts what was drawn; printed at the end of the run."""
    return pytestconfig.stash.setdefault(_COVERAGE, Coverage())


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker hands its counts to the process that started it."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[_TOLD] = dict(session.config.stash.get(_COVERAGE, {}))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    counts = getattr(node, "workeroutput", {}).get(_TOLD, {})
    node.config.stash.setdefault(_COVERAGE, Coverage()).update(counts)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    coverage = config.stash.get(_COVERAGE, None)
    if coverage:
        terminalreporter.section(_TOLD)
        terminalreporter.line(f"{coverage.compared:,} cases compared without a difference, by seed:")
        terminalreporter.line(", ".join(f"{seed}: {count}" for seed, count in coverage.by_seed))
        terminalreporter.line("The rarest constructs:")
        for construct, count in coverage.rarest(10):
            terminalreporter.line(f"{count:>8,}  {construct}")
