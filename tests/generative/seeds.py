"""Many short runs of Hypothesis instead of a long one, so that every case is drawn afresh.

After ten examples Hypothesis varies the earlier ones: five of six cases of a long run are near copies. The first of
each run is the simplest case there is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import seed, settings

CASES_A_RUN = 10
CHUNK = 250  # cases, those that repeat the simplest one not counted


@dataclass(frozen=True)
class Seeds:
    """One chunk of cases; its number is the seed that people see."""

    chunk: int
    cases: int

    def draw(self, test: Callable[[], None], *, one_in: int = 1) -> None:
        """Runs the drawn test for the chunk's cases, or for one in so many; of a small chunk, for half a run."""
        runs = -(-self.cases // (CASES_A_RUN - 1) // one_in)
        if one_in > 1 and runs == 1:
            test = settings(max_examples=CASES_A_RUN // 2)(test)
        for run in range(runs):
            seed(self.chunk * 1_000 + run)(test)()


# So few cases of this seed draw every construct; `test_agreement.py` asserts it.
EVERY_CONSTRUCT = Seeds(1, 36)
