"""Many short runs of Hypothesis instead of a long one, so that every case is drawn afresh.

After ten examples Hypothesis varies the earlier ones: five of six cases of a long run are near copies. The first of
each run is the simplest case there is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import seed

CASES_A_RUN = 10
CHUNK = 250  # cases, those that repeat the simplest one not counted


@dataclass(frozen=True)
class Seeds:
    """One chunk of cases; its number is the seed that people see."""

    chunk: int
    cases: int

    def draw(self, test: Callable[[], None], *, one_in: int = 1) -> None:
        """Runs the drawn test for the chunk's cases, or for one in so many."""
        for run in range(-(-self.cases // (CASES_A_RUN - 1) // one_in)):
            seed(self.chunk * 1_000 + run)(test)()


# So few cases of this seed draw every construct; `test_agreement.py` asserts it.
EVERY_CONSTRUCT = Seeds(1, 36)
