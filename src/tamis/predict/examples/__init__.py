"""Examples: records as they were at landmarks, and what became of them."""

from tamis.predict.examples.candidates import Candidates, Now, as_they_stand, find_candidates
from tamis.predict.examples.making import Made, asking_of, left_out, make_examples
from tamis.predict.examples.outcomes import Asking, Outcomes, find_outcomes
from tamis.predict.examples.sampling import sample

__all__ = [
    "Asking",
    "Candidates",
    "Made",
    "Now",
    "Outcomes",
    "as_they_stand",
    "asking_of",
    "find_candidates",
    "find_outcomes",
    "left_out",
    "make_examples",
    "sample",
]
