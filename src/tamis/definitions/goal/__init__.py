"""A goal: what a likelihood is the likelihood of, as a file says it."""

from tamis.definitions.goal.goal import STANDARD_KEY, Goal
from tamis.definitions.goal.landmarks import AfterCreation, Every, Landmarks
from tamis.definitions.goal.reading import WrittenGoal, read_goal

__all__ = ["STANDARD_KEY", "AfterCreation", "Every", "Goal", "Landmarks", "WrittenGoal", "read_goal"]
