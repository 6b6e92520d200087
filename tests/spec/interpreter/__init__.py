"""A slow, obvious interpreter of scoring.md and data.md, to be read against them sentence by sentence. Not shipped."""

from tests.spec.interpreter.scoring import Result, score_folder

__all__ = ["Result", "score_folder"]
