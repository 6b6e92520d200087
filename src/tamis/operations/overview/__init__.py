"""What a team looks at first: who came, who moved, who waits, what became of them, and whether all is well.

Every figure comes with the question that the list behind it answers (`behind`).
"""

from tamis.operations.overview.conversion import Conversion, ConversionKind, conversion, conversion_kinds
from tamis.operations.overview.event_flow import EventFlow, event_flow
from tamis.operations.overview.hot_leads import HotLeads, hot_leads
from tamis.operations.overview.lag import Lag, read_lag
from tamis.operations.overview.movements import Movements, movements
from tamis.operations.overview.needs_attention import Concern, needs_attention
from tamis.operations.overview.new_leads import NewLeads, new_leads
from tamis.operations.overview.periods import PERIODS, Period, period_of
from tamis.operations.overview.shared import within_a_minute
from tamis.operations.overview.shown import ShownScore, shown_score, shown_scores

__all__ = [
    "PERIODS",
    "Concern",
    "Conversion",
    "ConversionKind",
    "EventFlow",
    "HotLeads",
    "Lag",
    "Movements",
    "NewLeads",
    "Period",
    "ShownScore",
    "conversion",
    "conversion_kinds",
    "event_flow",
    "hot_leads",
    "movements",
    "needs_attention",
    "new_leads",
    "period_of",
    "read_lag",
    "shown_score",
    "shown_scores",
    "within_a_minute",
]
