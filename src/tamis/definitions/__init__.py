"""What is meant: scores and segments as they are written, with no data, engine or clock in sight."""

from tamis.definitions.comparisons import PropertyCondition, ScoreCondition, TierCondition
from tamis.definitions.conditions import All, Any_, Associated, Condition, EventCondition, InSegment, None_, Times
from tamis.definitions.decay import Decay
from tamis.definitions.instants import read_instant
from tamis.definitions.operators import NEGATIVE_OPERATORS, OPERATORS, PropertyType
from tamis.definitions.periods import Period
from tamis.definitions.reading import Definitions, read_definitions
from tamis.definitions.rules import Case, Contacts, CountRange, EventCase, EventRule, Group, RecordRule
from tamis.definitions.score import Population, Score, Tier
from tamis.definitions.segment import Segment
from tamis.definitions.source import Source
from tamis.definitions.walk import Needs, needs, walk_conditions
from tamis.definitions.windows import After, Before, Between, Last, Window

__all__ = [
    "NEGATIVE_OPERATORS",
    "OPERATORS",
    "After",
    "All",
    "Any_",
    "Associated",
    "Before",
    "Between",
    "Case",
    "Condition",
    "Contacts",
    "CountRange",
    "Decay",
    "Definitions",
    "EventCase",
    "EventCondition",
    "EventRule",
    "Group",
    "InSegment",
    "Last",
    "Needs",
    "None_",
    "Period",
    "Population",
    "PropertyCondition",
    "PropertyType",
    "RecordRule",
    "Score",
    "ScoreCondition",
    "Segment",
    "Source",
    "Tier",
    "TierCondition",
    "Times",
    "Window",
    "needs",
    "read_definitions",
    "read_instant",
    "walk_conditions",
]
