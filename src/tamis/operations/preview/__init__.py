"""What a draft would give, told beside every edit: on a sample where the workspace is big, and it says so."""

from tamis.operations.preview.estimate import Estimate
from tamis.operations.preview.examples import Example, examples_of
from tamis.operations.preview.figures import BinOfPoints, GroupReach, Preview, RuleReach, TierSize
from tamis.operations.preview.on_record import Tried, try_on_record
from tamis.operations.preview.preparing import prepare_previews
from tamis.operations.preview.preview import preview_draft

__all__ = [
    "BinOfPoints",
    "Estimate",
    "Example",
    "GroupReach",
    "Preview",
    "RuleReach",
    "TierSize",
    "Tried",
    "examples_of",
    "prepare_previews",
    "preview_draft",
    "try_on_record",
]
