"""The verbs by kind: what a command may hand to the process that holds the warehouse."""

from tamis.operations.verbs.changing import Import, Merge, Publish, Rescore, Review, Unmerge
from tamis.operations.verbs.reading import Backup, Explain, History, Segments, Values, ValuesAsOf
from tamis.operations.verbs.verb import Place, Verb

# To add one: its class here, and below.
_ALL = (Backup, Explain, History, Import, Merge, Publish, Rescore, Review, Segments, Unmerge, Values, ValuesAsOf)
VERBS = {verb.kind: verb for verb in _ALL}

__all__ = [
    "VERBS",
    "Backup",
    "Explain",
    "History",
    "Import",
    "Merge",
    "Place",
    "Publish",
    "Rescore",
    "Review",
    "Segments",
    "Unmerge",
    "Values",
    "ValuesAsOf",
    "Verb",
]
