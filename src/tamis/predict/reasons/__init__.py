"""Why a likelihood is what it is: the terms that weigh most, each with a fact that anybody can check."""

from tamis.predict.reasons.facts import Facts, Rate, facts_of
from tamis.predict.reasons.ranking import Reason, reasons_of

__all__ = ["Facts", "Rate", "Reason", "facts_of", "reasons_of"]
