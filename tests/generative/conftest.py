"""Two sizes of the drawn tests: `ci`, the same few hundred cases each time, and `fuzz`, thousands of new ones.

`make fuzz FUZZ_ARGS=--hypothesis-seed=7` repeats a run; the environment variable FUZZ_EXAMPLES sets its size.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.generative.constructs import Coverage

_SLOW = {
    "deadline": None,
    # A case is a whole data folder: large and slow to draw on purpose.
    "suppress_health_check": (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
    "print_blob": True,
}
settings.register_profile("ci", max_examples=250, derandomize=True, database=None, **_SLOW)
settings.register_profile("fuzz", max_examples=int(os.environ.get("FUZZ_EXAMPLES", "10000")), database=None, **_SLOW)
settings.load_profile("ci")

_COVERAGE = pytest.StashKey[Coverage]()


@pytest.fixture
def coverage(pytestconfig: pytest.Config) -> Coverage:
    """Counts what was drawn; printed at the end of the run."""
    return pytestconfig.stash.setdefault(_COVERAGE, Coverage())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    coverage = config.stash.get(_COVERAGE, None)
    if coverage:
        terminalreporter.section("drawn cases")
        cases = coverage.pop("cases", 0)
        terminalreporter.line(f"{cases:,} cases; of {len(coverage)} constructs the rarest:")
        for construct, count in sorted(coverage.items(), key=lambda item: item[1])[:10]:
            terminalreporter.line(f"{count:>8,}  {construct}")
