"""The verbs by kind: what a command may hand to the process that holds the warehouse."""

from tamis.operations.verbs.beginning import BringDemo
from tamis.operations.verbs.changing import Import, Merge, Publish, Rescore, Review, ReviewDraft, Unmerge
from tamis.operations.verbs.defining import (
    Delete,
    DeleteProperty,
    ListDefinitions,
    Properties,
    Retype,
    ReviewDeletion,
    ReviewProperty,
)
from tamis.operations.verbs.erasing import Erase
from tamis.operations.verbs.likeness import DismissDuplicate, FindDuplicates, MergeDuplicates, UnmergeDuplicates
from tamis.operations.verbs.listing import ChangeMembers, CreateList
from tamis.operations.verbs.modelling import (
    AssessGoal,
    DeleteModel,
    Likelihoods,
    PredictModels,
    PublishModel,
    RevertModel,
    ScheduleModel,
    TrainModel,
    WithdrawModel,
)
from tamis.operations.verbs.reading import Backup, Explain, History, Segments, Values, ValuesAsOf
from tamis.operations.verbs.resetting import Reset, Unreset
from tamis.operations.verbs.verb import Place, Verb

# To add one: its class here, and below.
_ALL = (Backup, Explain, History, Import, Merge, Publish, Rescore, Review, Segments, Unmerge, Values, ValuesAsOf)
_DEFINING = (Delete, DeleteProperty, ListDefinitions, Properties, Retype, ReviewDeletion, ReviewDraft, ReviewProperty)
_LIKENESS = (DismissDuplicate, FindDuplicates, MergeDuplicates, UnmergeDuplicates)
_LISTING = (ChangeMembers, CreateList)
_RESETTING = (BringDemo, Erase, Reset, Unreset)
_MODELLING = (DeleteModel, PublishModel, RevertModel, ScheduleModel, WithdrawModel)
_LEARNING = (AssessGoal, Likelihoods, PredictModels, TrainModel)
VERBS = {verb.kind: verb for verb in (*_ALL, *_DEFINING, *_LIKENESS, *_LISTING, *_RESETTING, *_MODELLING, *_LEARNING)}
# They change nothing, and write no file that anybody would come back to.
_READING = (Explain, FindDuplicates, History, ListDefinitions, Properties, Segments, Values, ValuesAsOf)
READING = frozenset(verb.kind for verb in (*_READING, AssessGoal, Likelihoods, ReviewDeletion, ReviewProperty))
"""The kinds of those that only read."""
TRAINING = frozenset((TrainModel.kind,))
"""The kind that takes minutes."""
ASKING = frozenset(verb.kind for verb in _LEARNING) - TRAINING
"""The kinds that take some seconds, about models. Neither live scores wait for these, nor they for a training: a server
does all three beside each other."""
THOROUGH = frozenset(
    verb.kind for verb in (BringDemo, FindDuplicates, Import, Publish, Rescore, Retype, Review, ReviewDraft)
)
"""The kinds that look at every record, while somebody waits."""

__all__ = [
    "ASKING",
    "READING",
    "THOROUGH",
    "TRAINING",
    "VERBS",
    "AssessGoal",
    "Backup",
    "BringDemo",
    "ChangeMembers",
    "CreateList",
    "Delete",
    "DeleteModel",
    "DeleteProperty",
    "DismissDuplicate",
    "Erase",
    "Explain",
    "FindDuplicates",
    "History",
    "Import",
    "Likelihoods",
    "ListDefinitions",
    "Merge",
    "MergeDuplicates",
    "Place",
    "PredictModels",
    "Properties",
    "Publish",
    "PublishModel",
    "Rescore",
    "Reset",
    "Retype",
    "RevertModel",
    "Review",
    "ReviewDeletion",
    "ReviewDraft",
    "ReviewProperty",
    "ScheduleModel",
    "Segments",
    "TrainModel",
    "Unmerge",
    "UnmergeDuplicates",
    "Unreset",
    "Values",
    "ValuesAsOf",
    "Verb",
    "WithdrawModel",
]
